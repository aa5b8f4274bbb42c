#include "core/base/file_name.h"
#include "core/contract/recipe_json.h"
#include "core/io/writer.h"
#include "tests/cli/cli_program.h"
#include "tests/support/corpus.h"
#include "tests/support/test_images.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <optional>

using namespace kerf;
using namespace kerf::test;

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

Ended run(const QStringList& arguments) {
    QProcess process;
    process.start(KERF_CLI, arguments);
    return finish(process);
}

// With arguments of any bytes, which QProcess can't give; its output goes to a file.
int runBytes(std::vector<std::string> arguments, const fs::path& out) {
    arguments.insert(arguments.begin(), KERF_CLI);
    std::vector<char*> pointers;
    for (std::string& argument : arguments) {
        pointers.push_back(argument.data());
    }
    pointers.push_back(nullptr);
    posix_spawn_file_actions_t actions{};
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    pid_t child = 0;
    const int error = posix_spawn(&child, KERF_CLI, &actions, nullptr, pointers.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    int status = 0;
    if (error != 0 || waitpid(child, &status, 0) != child) {
        return -1;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::string textOf(const fs::path& file) {
    const std::vector<std::uint8_t> bytes = readBytes(file);
    return {bytes.begin(), bytes.end()};
}

} // namespace

class CliReplayTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { fs::remove_all(m_folder->path().toStdString()); }
    void makesTheSameBytesAgain_data();
    void makesTheSameBytesAgain();
    void saysWhatDiffers();
    void refusesWhatIsNoSidecar();
    void leavesForeignFilesAndTakesOldSidecarsPlace();
    void writesNoSidecarWhenToldSo();
    void carriesUnusualNamesToTheByte_data();
    void carriesUnusualNamesToTheByte();
    void neverWritesTheSource_data();
    void neverWritesTheSource();

private:
    fs::path path(const std::string& name) const { return fs::path(m_folder->path().toStdString()) / name; }
    QString text(const std::string& name) const { return QString::fromStdString(path(name).native()); }
    void makePhoto(const fs::path& file, int seed = 0) const;

    std::optional<QTemporaryDir> m_folder;
};

void CliReplayTest::init() {
    m_folder.emplace();
    fs::create_directories(path("in"));
    makePhoto(path("in/p.png"));
    // What the window keeps of a photo that was drawn on.
    Recipe recipe;
    recipe.cleanup = CleanupEngine::nlm;
    recipe.nlmH = 4.0;
    recipe.strength = 60;
    recipe.mask = MaskEngine::grabcut;
    recipe.subject = Rect{20, 20, 60, 50};
    recipe.strokes = {{.isSubject = true, .radius = 4.0, .points = {{40, 40}, {50, 45}}}};
    recipe.edits = {MatteStroke{.points = {{30, 30, 1.0}, {40, 30, 0.5}}}};
    recipe.finish = BwSettings{};
    recipe.finish->grain = 30;
    recipe.background = Background{.kind = BackgroundKind::picture, .picture = path("beach.png").native()};
    makePhoto(path("beach.png"), 1);
    std::ofstream(path("recipe.json")) << toJson(NamedRecipe{.recipe = recipe});
}

void CliReplayTest::makePhoto(const fs::path& file, int seed) const {
    const Image image = makeImage(120, 90, 3, PixelType::u8, [seed](int x, int y) {
        const double d = std::hypot(x - 50.0, y - 45.0);
        const double grain = ((x * 131 + y * 71 + seed * 17) % 29) / 290.0;
        return d < 25 ? std::array<double, 4>{0.8 - grain, 0.3 + grain, 0.2, 1.0}
                      : std::array<double, 4>{0.2, 0.3 + grain, 0.6 - grain, 1.0};
    });
    writePhoto({.image = image, .output = file}, {});
}

void CliReplayTest::makesTheSameBytesAgain_data() {
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QString>("ending");
    for (const char* command : {"run", "batch"}) {
        QTest::addRow("%s png", command) << QStringList{command} << "png";
        QTest::addRow("%s tiff", command)
            << QStringList{command, "--format", "tiff", "--depth", "16"} << "tif";
        QTest::addRow("%s jpeg", command)
            << QStringList{command, "--format", "jpeg", "--quality", "80"} << "jpg";
        QTest::addRow("%s webp", command)
            << QStringList{command, "--format", "webp", "--profile", "p3", "--metadata", "none"} << "webp";
    }
}

void CliReplayTest::makesTheSameBytesAgain() {
    QFETCH(QStringList, options);
    QFETCH(QString, ending);
    const std::string end = '.' + ending.toStdString();
    const Ended made =
        run(options + QStringList{
                          "--outputs", "result,matte,clean", "--recipe", text("recipe.json"), "--json",
                          "--out", text("out"), text("in")});
    QVERIFY2(made.code == 0, qPrintable(made.err));
    const fs::path sidecar = path("out/p" + end + ".kerf.json");
    const std::string told = textOf(sidecar);
    QVERIFY(told.find(m_folder->path().toStdString()) == std::string::npos); // nor any other path
    QVERIFY(told.find("\"/") == std::string::npos);

    const Ended again = run(
        {"replay", QString::fromStdString(sidecar.native()), "--source", text("in/p.png"), "--picture",
         text("beach.png"), "--out", text("again" + end), "--json"});

    QVERIFY2(again.code == 0, qPrintable(again.err));
    QVERIFY(again.lines().front()["same"] == Json(true));
    QVERIFY(again.lines().front()["differences"] == Json(Json::array()));
    for (const std::string& what : {std::string(), std::string("-matte"), std::string("-clean")}) {
        QVERIFY(readBytes(path("again" + what + end)) == readBytes(path("out/p" + what + end)));
    }
}

void CliReplayTest::saysWhatDiffers() {
    QCOMPARE(run({"run", text("in/p.png"), "--out", text("out"), "--cleanup", "nlm", "--h", "3"}).code, 0);
    const QString sidecar = text("out/p.png.kerf.json");
    const auto replayed = [&](const QString& source) {
        return run({"replay", sidecar, "--source", source, "--json"});
    };
    QCOMPARE(replayed(text("in/p.png")).code, 0);
    QCOMPARE(run({"replay", sidecar}).code, 3); // the photo is elsewhere
    fs::copy_file(path("in/p.png"), path("moved.png"));
    QCOMPARE(replayed(text("moved.png")).code, 0); // known by its contents

    makePhoto(path("other.png"), 5);
    const Ended other = replayed(text("other.png"));
    QCOMPARE(other.code, 1);
    QVERIFY(
        other.lines().front()["differences"].dump().find("the photo is another file") != std::string::npos);
    QVERIFY(other.lines().front()["files"][0]["same"] == Json(false));

    Json changed = Json::parse(textOf(path("out/p.png.kerf.json")));
    changed["kerf"] = "0.0.1";
    changed["libraries"]["libpng"] = "0.5";
    changed["stages"][0]["device"] = "cuda:0 Old GPU";
    std::ofstream(path("out/p.png.kerf.json")) << changed.dump();
    const Ended later = replayed(text("in/p.png"));
    const std::string differences = later.lines().front()["differences"].dump();
    QVERIFY(differences.find("it was 0.0.1") != std::string::npos);
    QVERIFY(differences.find("libpng is") != std::string::npos);
    QVERIFY(differences.find("it was cuda:0 Old GPU") != std::string::npos);
    QCOMPARE(later.code, 0); // the bytes are what counts

    changed["stages"][1]["engine"] = "birefnet";
    changed["stages"][1]["model"] = "birefnet-lite";
    changed["stages"][1]["sha256"] = std::string(64, 'b');
    std::ofstream(path("out/p.png.kerf.json")) << changed.dump();
    const Ended missing = replayed(text("in/p.png"));
    QCOMPARE(missing.code, 3);
    QVERIFY2(missing.err.contains("birefnet-lite (SHA-256 bbbb"), qPrintable(missing.err));
}

void CliReplayTest::refusesWhatIsNoSidecar() {
    std::ofstream(path("no.kerf.json")) << "{\"kerf-provenance\": 1}";
    for (const char* file : {"no.kerf.json", "in/p.png", "gone.kerf.json", "in"}) {
        QCOMPARE(run({"replay", text(file), "--source", text("in/p.png")}).code, 3);
    }
    QCOMPARE(run({"replay"}).code, 2);
    QCOMPARE(run({"replay", text("a"), text("b")}).code, 2);
}

void CliReplayTest::leavesForeignFilesAndTakesOldSidecarsPlace() {
    fs::create_directories(path("out"));
    std::ofstream(path("out/p.png.kerf.json")) << "someone's notes";
    const QStringList command{"run", text("in"), "--out", text("out"), "--cleanup",
                              "off", "--mask",   "off",   "--json"};
    const Ended beside = run(command);
    QCOMPARE(beside.code, 0);
    QVERIFY(beside.lines().front()["notices"].dump().find("not written") != std::string::npos);
    QCOMPARE(textOf(path("out/p.png.kerf.json")), std::string("someone's notes"));

    QCOMPARE(run(command + QStringList{"--existing", "replace"}).code, 0);
    QVERIFY(textOf(path("out/p.png.kerf.json")).starts_with("{"));
    fs::remove(path("out/p.png"));
    QCOMPARE(run(command + QStringList{"--quality", "50"}).code, 0); // the old file's sidecar makes room
    QVERIFY(textOf(path("out/p.png.kerf.json")).find("\"quality\": 50") != std::string::npos);
}

void CliReplayTest::writesNoSidecarWhenToldSo() {
    for (const char* command : {"run", "batch"}) {
        QCOMPARE(run({command, text("in"), "--out", text(command), "--mask", "off", "--no-sidecar"}).code, 0);
        QVERIFY(fs::exists(path(command) / "p.png") && !fs::exists(path(command) / "p.png.kerf.json"));
    }
}

void CliReplayTest::carriesUnusualNamesToTheByte_data() {
    QTest::addColumn<QByteArray>("stem");
    QTest::newRow("line feed") << QByteArray("a\nb");
    QTest::newRow("no UTF-8") << QByteArray("\xff\xfe\x80 x");
    QTest::newRow("leading minus") << QByteArray("-rf");
    QTest::newRow("emoji") << QByteArray("\xf0\x9f\x90\xb1");
    QTest::newRow("composed") << QByteArray("\xc3\xa9");
    QTest::newRow("decomposed") << QByteArray("e\xcc\x81");
    QTest::newRow("per cent and quotes") << QByteArray("100%25 \"'`$(x)\\");
    QTest::newRow("255 bytes") << QByteArray(251, 'x');
    QTest::newRow("255 bytes of 2 each, and one") << QByteArray("\xc3\xa9").repeated(125) + "x";
}

// argv -> output, JSON on standard output, journal, resume, sidecar, replay.
void CliReplayTest::carriesUnusualNamesToTheByte() {
    QFETCH(QByteArray, stem);
    const std::string name = stem.toStdString() + ".png";
    fs::create_directories(path("odd"));
    makePhoto(path("odd") / name);
    fs::current_path(path("odd"));
    for (const std::string command : {"run", "batch"}) {
        const fs::path out = path(command + "-out");
        const int code = runBytes(
            {command, "--cleanup", "off", "--mask", "off", "--json", "--out", out.native(), "--", name},
            path("said"));
        QCOMPARE(code, 0);
        QVERIFY(fs::exists(out / name));
        const std::string said = textOf(path("said"));
        const Json done = Json::parse(said.substr(0, said.find('\n')));
        const bool isText = isUtf8(name);
        QCOMPARE(done.contains("output_bytes"), !isText);
        if (isText) {
            QVERIFY(done["output"] == Json((out / name).native()));
        }
        fs::path sidecar;
        for (const auto& entry : fs::directory_iterator(out)) {
            if (entry.path().native().ends_with(".kerf.json")) {
                sidecar = entry.path();
            }
        }
        QVERIFY(!sidecar.empty() && sidecar.filename().native().size() <= kMaxFileNameBytes);
        QCOMPARE(
            runBytes(
                {"replay", "--source", (path("odd") / name).native(), "--", sidecar.native()}, path("said")),
            0);
        if (command == "batch") {
            fs::remove(out / name);
            QCOMPARE(runBytes({"resume", "--json", out.native()}, path("said")), 0);
            QVERIFY(fs::exists(out / name));
        }
    }
}

void CliReplayTest::neverWritesTheSource_data() {
    QTest::addColumn<QString>("command");
    QTest::addColumn<QString>("how");
    for (const char* command : {"run", "batch"}) {
        for (const char* how : {"the same folder", "hard link", "symbolic link", "linked folder"}) {
            QTest::addRow("%s, %s", command, how) << command << how;
        }
    }
}

void CliReplayTest::neverWritesTheSource() {
    QFETCH(QString, command);
    QFETCH(QString, how);
    const std::vector<std::uint8_t> before = readBytes(path("in/p.png"));
    QString out = text("out");
    if (how == "the same folder") {
        out = text("in");
    } else if (how == "linked folder") {
        fs::create_directory_symlink(path("in"), path("out"));
    } else {
        fs::create_directories(path("out"));
        if (how == "hard link") {
            fs::create_hard_link(path("in/p.png"), path("out/p.png"));
        } else {
            fs::create_symlink(path("in/p.png"), path("out/p.png"));
        }
    }

    for (const char* policy : {"fail", "skip", "rename", "replace"}) {
        const Ended ended = run(
            {command, text("in/p.png"), "--out", out, "--cleanup", "off", "--mask", "off", "--json",
             "--existing", policy});
        QVERIFY2(readBytes(path("in/p.png")) == before, policy);
        if (QByteArray(policy) == "replace") {
            QVERIFY(ended.lines().front()["type"] == Json("failed"));
            QVERIFY(ended.lines().front()["error"]["code"] == Json("source_in_danger"));
        }
        fs::remove_all(fs::path(out.toStdString()) / ".kerf-batch");
    }
}

QTEST_GUILESS_MAIN(CliReplayTest)

#include "cli_replay_test.moc"
