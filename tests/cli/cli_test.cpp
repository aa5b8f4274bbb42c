#include "core/image/pixels.h"
#include "core/io/codec.h"
#include "core/io/color.h"
#include "core/io/reader.h"
#include "core/io/writer.h"
#include "tests/cli/cli_program.h"
#include "tests/support/test_images.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include <csignal>

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

Ended runInShell(const QString& script, const QStringList& arguments = {}) {
    QProcess process;
    process.start("/bin/sh", QStringList{"-c", script, KERF_CLI} + arguments);
    return finish(process);
}

QString sample(const char* name) {
    return QString::fromStdString(samplePath(name).native());
}

Photo decoded(const QString& file) {
    return readPhoto(file.toStdString(), Limits{}, Progress{});
}

// Small and quick: a grey disc with a coloured rim on black.
void saveDisc(const QString& file, PixelType type = PixelType::u8) {
    const Image image = makeImage(64, 48, 3, type, [](int x, int y) {
        const bool isInside = (x - 32) * (x - 32) + (y - 24) * (y - 24) < 15 * 15;
        return isInside ? std::array<double, 4>{0.9, 0.5, 0.2, 1.0}
                        : std::array<double, 4>{0.1, 0.1, 0.1 + x / 640.0, 1.0};
    });
    writePhoto({.image = image, .output = file.toStdString(), .options = {}}, Progress{});
}

// A JPEG in Display P3 that lies on its side (orientation 6) and names its camera's maker.
void savePortrait(const QString& file) {
    saveDisc(file + ".png");
    const Image pixels = decoded(file + ".png").image;
    QFile::remove(file + ".png");
    io::Extras extras{.icc = displayP3Profile()};
    extras.metadata.exif = {'I',  'I', 42, 0, 8,   0,   0,   0,   2,   0,       // two entries
                            0x0f, 1,   2,  0, 6,   0,   0,   0,   38,  0, 0, 0, // Make, 6 letters at 38
                            0x12, 1,   3,  0, 1,   0,   0,   0,   6,   0, 0, 0, // Orientation 6
                            0,    0,   0,  0, 'B', 'r', 'a', 'n', 'd', 0};
    const std::vector<std::uint8_t> bytes = io::encodeJpeg(pixels, 95, extras, Progress{});
    QFile out(file);
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write(QByteArray(reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size())));
}

// Sidecars left out.
QStringList filesBelow(const QString& folder) {
    QStringList files;
    QDirIterator entry(folder, QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
    while (entry.hasNext()) {
        const QString name = QDir(folder).relativeFilePath(entry.next());
        if (!name.endsWith(QStringLiteral(".kerf.json"))) {
            files << name;
        }
    }
    files.sort();
    return files;
}

} // namespace

class CliTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_dir = std::make_unique<QTemporaryDir>();
        saveDisc(path("disc.png"));
    }

    // QTemporaryDir leaves names behind that are no UTF-8.
    void cleanup() {
        m_dir->setAutoRemove(false);
        fs::remove_all(m_dir->path().toStdString());
    }

    void cutsAPhotoOut() {
        const Ended ended = run({"run", sample("chelsea.png"), "--out", path("out")});

        QCOMPARE(ended.err, QString());
        QCOMPARE(ended.code, 0);
        QVERIFY2(ended.out.contains("clean-up nlm"), qPrintable(ended.out));
        QVERIFY(ended.out.contains("No Real-ESRGAN model is installed"));
        QVERIFY(ended.out.contains("No BiRefNet model is installed"));
        QCOMPARE(filesBelow(path("out")), QStringList{"chelsea.png"});
        const Photo cutout = decoded(path("out/chelsea.png"));
        const Photo source = decoded(sample("chelsea.png"));
        QCOMPARE(cutout.image.format().channels, 4);
        QCOMPARE(cutout.image.format().width, source.image.format().width);
        QCOMPARE(cutout.image.format().height, source.image.format().height);
        const auto [least, most] = std::ranges::minmax(alphaLevels(cutout.image));
        QCOMPARE(least, 0);
        QCOMPARE(most, 255);
    }

    void sameInputGivesTheSameBytes() {
        run({"run", sample("coffee.png"), "--out", path("one")});
        run({"run", sample("coffee.png"), "--out", path("two")});

        const QByteArray one = bytesOf(path("one/coffee.png"));
        QVERIFY(!one.isEmpty());
        QCOMPARE(one, bytesOf(path("two/coffee.png")));
    }

    void followsARecipeFile() {
        QFile file(path("recipe.json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"cleanup\": \"off\", \"rect\": \"14,6,36,36\", \"bw\": {\"brightness\": 100}}");
        file.close();
        const Ended ended = run(
            {"run", path("disc.png"), "--out", path("one"), "--recipe", path("recipe.json"), "--bw",
             "grain=9"});
        run(
            {"run", path("disc.png"), "--out", path("two"), "--cleanup", "off", "--rect", "14,6,36,36",
             "--finish", "bw", "--bw", "black=0,white=0,local-contrast=0,brightness=100,grain=9"});

        QCOMPARE(ended.err, QString());
        QCOMPARE(bytesOf(path("one/disc.png")), bytesOf(path("two/disc.png")));
        const Photo cutout = decoded(path("one/disc.png"));
        const auto pixel = cutout.image.row<std::uint8_t>(24).subspan(32 * 4, 4);
        QVERIFY(pixel[0] == pixel[1] && pixel[1] == pixel[2] && pixel[3] == 255);

        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write("{\"clean\": \"off\"}");
        file.close();
        const Ended wrong =
            run({"run", path("disc.png"), "--out", path("three"), "--recipe", path("recipe.json")});
        QCOMPARE(wrong.code, 2);
        QVERIFY2(wrong.err.contains("'clean' is not known"), qPrintable(wrong.err));
    }

    void followsTheBox() {
        run({"run", path("disc.png"), "--out", path("out"), "--cleanup", "off", "--rect", "14,6,36,36"});

        const Photo cutout = decoded(path("out/disc.png"));
        QCOMPARE(int(cutout.image.row<std::uint8_t>(24)[32 * 4 + 3]), 255);
        QCOMPARE(int(cutout.image.row<std::uint8_t>(2)[2 * 4 + 3]), 0);
        QCOMPARE(int(cutout.image.row<std::uint8_t>(2)[2 * 4]), 0); // nothing left of the background
    }

    void writesTheMatteAlone_data() {
        QTest::addColumn<int>("depth");
        QTest::newRow("8 bits") << 8;
        QTest::newRow("16 bits") << 16;
    }
    void writesTheMatteAlone() {
        QFETCH(int, depth);
        const Ended ended = run(
            {"run", path("disc.png"), "--out", path("out"), "--alpha-only", "--depth",
             QString::number(depth)});

        QCOMPARE(ended.code, 0);
        const PhotoInfo info = readInfo(path("out/disc.png").toStdString(), Limits{});
        QCOMPARE(info.bitsPerSample, depth);
        QCOMPARE(info.channels, 1);
    }

    void writesSixteenBits() {
        saveDisc(path("deep.png"), PixelType::u16);
        QCOMPARE(
            run({"run", path("deep.png"), "--out", path("out"), "--format", "tiff", "--depth", "16"}).code,
            0);

        const PhotoInfo info = readInfo(path("out/deep.tif").toStdString(), Limits{});
        QCOMPARE(info.bitsPerSample, 16);
        QVERIFY(info.hasAlpha);
    }

    void keepsProfileDepthAndMetadata() {
        savePortrait(path("portrait.jpg"));
        const Ended kept =
            run({"run", path("portrait.jpg"), "--out", path("out"), "--cleanup", "nlm", "--format", "tiff"});
        QCOMPARE(kept.code, 0);

        const PhotoInfo info = readInfo(path("out/portrait.tif").toStdString(), Limits{});
        QCOMPARE(info.width, 48); // upright
        QCOMPARE(info.height, 64);
        QCOMPARE(info.orientation, 1);
        QVERIFY2(info.camera.find("Brand") != std::string::npos, info.camera.c_str());
        QCOMPARE(decoded(path("out/portrait.tif")).image.format().icc, displayP3Profile());

        run({"run", path("portrait.jpg"), "--out", path("bare"), "--no-metadata", "--profile", "srgb"});
        const PhotoInfo bare = readInfo(path("bare/portrait.png").toStdString(), Limits{});
        QVERIFY(!bare.hasExif);
        QVERIFY(decoded(path("bare/portrait.png")).image.format().icc != displayP3Profile());
    }

    void aMatteHasNoColoursProfile() {
        savePortrait(path("portrait.jpg"));
        QCOMPARE(run({"run", path("portrait.jpg"), "--out", path("out"), "--alpha-only"}).code, 0);

        const PhotoInfo info = readInfo(path("out/portrait.png").toStdString(), Limits{});
        QCOMPARE(info.channels, 1);
        QVERIFY2(info.profile.find("P3") == std::string::npos, info.profile.c_str());
        QVERIFY(info.notices.empty());
    }

    void laysAColourUnder() {
        const Ended ended = run(
            {"run", path("disc.png"), "--out", path("out"), "--background", "#2040ff", "--rect",
             "14,6,36,36"});

        QCOMPARE(ended.code, 0);
        const Photo made = decoded(path("out/disc.png"));
        QCOMPARE(made.image.format().channels, 3);
        const auto pixel = made.image.row<std::uint8_t>(1);
        QCOMPARE(int(pixel[0]), 0x20);
        QCOMPARE(int(pixel[1]), 0x40);
        QCOMPARE(int(pixel[2]), 0xff);
    }

    void makesAShopsSquare() {
        const QStringList shop{"--background", "#ffffff", "--crop",     "subject:5%", "--canvas",
                               "200x200",      "--rect",  "14,6,36,36", "--json"};
        const Ended ended = run(QStringList{"run", path("disc.png"), "--out", path("out")} + shop);

        QCOMPARE(ended.code, 0);
        const Photo made = decoded(path("out/disc.png"));
        QCOMPARE(made.image.format().width, 200);
        QCOMPARE(made.image.format().height, 200);
        QCOMPARE(made.image.format().channels, 3);
        const auto isWhite = [&](int x, int y) {
            const auto row = made.image.row<std::uint8_t>(y);
            const auto i = std::size_t(x) * 3;
            return row[i] > 250 && row[i + 1] > 250 && row[i + 2] > 250;
        };
        // Ten pixels of margin, into which the edge of what was enlarged six times is soft.
        QVERIFY(isWhite(100, 3) && isWhite(3, 100) && isWhite(100, 196) && isWhite(196, 100));
        QVERIFY(!isWhite(100, 15) && !isWhite(15, 100) && !isWhite(100, 185) && !isWhite(185, 100));
        const Json done = ended.lines()[0];
        QCOMPARE(int(done["width"]), 200);
        const Json stage = done["stages"].back();
        QCOMPARE(QString::fromStdString(stage["stage"]), QString("compose"));
        QVERIFY(QString::fromStdString(stage["reason"]).contains("enlarged"));

        // A batch writes the same bytes, and its journal knows it all.
        const QStringList batch = QStringList{"batch", path("disc.png"), "--out", path("batch")} + shop;
        QCOMPARE(run(batch).code, 0);
        QCOMPARE(bytesOf(path("batch/disc.png")), bytesOf(path("out/disc.png")));
        QVERIFY(QFile::remove(path("batch/disc.png")));
        QCOMPARE(run({"resume", path("batch")}).code, 0);
        QCOMPARE(bytesOf(path("batch/disc.png")), bytesOf(path("out/disc.png")));
    }

    void putsAShadowIntoTheAlpha() {
        const QStringList common{"run", path("disc.png"), "--rect", "14,6,36,36", "--depth", "16", "--out"};
        QCOMPARE(run(common + QStringList{path("plain")}).code, 0);
        QCOMPARE(run(common + QStringList{path("out"), "--shadow", "angle=180,distance=20,blur=0"}).code, 0);
        const Image plain = decoded(path("plain/disc.png")).image;
        const Image made = decoded(path("out/disc.png")).image;
        QCOMPARE(made.format().channels, 4);
        QVERIFY(made.format().type == PixelType::u16);
        std::size_t darker = 0;
        for (int y = 0; y < made.format().height; ++y) {
            for (std::size_t x = 3; x < std::size_t(made.format().width) * 4; x += 4) {
                QVERIFY(made.row<std::uint16_t>(y)[x] >= plain.row<std::uint16_t>(y)[x]);
                darker += made.row<std::uint16_t>(y)[x] > plain.row<std::uint16_t>(y)[x] + 20'000 ? 1 : 0;
            }
        }
        QVERIFY(darker > 100);
    }

    void laysAPictureUnderAndNamesAMissingOne() {
        QCOMPARE(
            run({"run", path("disc.png"), "--out", path("out"), "--background", "cover:" + path("disc.png")})
                .code,
            0);
        QCOMPARE(decoded(path("out/disc.png")).image.format().channels, 3);
        const Ended ended =
            run({"run", path("disc.png"), "--out", path("out"), "--background", "cover:" + path("gone.png")});
        QCOMPARE(ended.code, 2);
        QVERIFY2(ended.err.contains("gone.png"), qPrintable(ended.err));
    }

    void writesEachFormat_data() {
        QTest::addColumn<QString>("format");
        QTest::addColumn<QString>("ending");
        QTest::newRow("png") << "png"
                             << ".png";
        QTest::newRow("tiff") << "tiff"
                              << ".tif";
        QTest::newRow("jpeg") << "jpeg"
                              << ".jpg";
        QTest::newRow("webp") << "webp"
                              << ".webp";
    }
    void writesEachFormat() {
        QFETCH(QString, format);
        QFETCH(QString, ending);
        const Ended ended = run({"run", path("disc.png"), "--out", path("out"), "--format", format});

        QCOMPARE(ended.code, 0);
        const Photo made = decoded(path("out/disc" + ending));
        QCOMPARE(made.image.format().width, 64);
        QCOMPARE(made.image.format().channels, format == "jpeg" ? 3 : 4);
    }

    void printsOneObjectALine() {
        write(path("bad.png"), bytesOf(path("disc.png")).left(200));
        const Ended ended = run({"run", path("bad.png"), path("disc.png"), "--out", path("out"), "--json"});

        QCOMPARE(ended.code, 1);
        QCOMPARE(ended.err, QString());
        const std::vector<Json> lines = ended.lines();
        QCOMPARE(lines.size(), std::size_t{3});
        QCOMPARE(lines[0]["type"].get<std::string>(), std::string("failed"));
        QCOMPARE(lines[0]["error"]["code"].get<std::string>(), std::string("corrupt_file"));
        QCOMPARE(lines[1]["type"].get<std::string>(), std::string("done"));
        QCOMPARE(lines[1]["stages"][0]["engine"].get<std::string>(), std::string("nlm"));
        QCOMPARE(lines[1]["stages"][1]["requested"].get<std::string>(), std::string("auto"));
        QVERIFY(!lines[1]["stages"][1]["reason"].get<std::string>().empty());
        QCOMPARE(lines[2]["type"].get<std::string>(), std::string("summary"));
        QCOMPARE(lines[2]["done"].get<int>(), 1);
        QCOMPARE(lines[2]["failed"].get<int>(), 1);
        QCOMPARE(lines[2]["exit_code"].get<int>(), 1);
    }

    void oneBadFileDoesNotStopTheOthers() {
        write(path("bad.png"), bytesOf(path("disc.png")).left(200));
        write(path("text.jpg"), "no picture");
        const Ended ended = run(
            {"run", path("bad.png"), path("text.jpg"), path("gone.png"), path("disc.png"), "--out",
             path("out")});

        QCOMPARE(ended.code, 1);
        for (const char* name : {"bad.png: ", "text.jpg: ", "gone.png: "}) {
            QVERIFY2(ended.err.contains("kerf-cli: " + path(name)), qPrintable(ended.err));
        }
        QVERIFY(ended.out.contains("1 done, 3 failed"));
        QCOMPARE(filesBelow(path("out")), QStringList{"disc.png"});
    }

    void mirrorsTheTree() {
        for (const char* name : {"in/a.png", "in/sub/deep/b.png", "in/sub/.hidden.png"}) {
            QDir().mkpath(QFileInfo(path(name)).path());
            saveDisc(path(name));
        }
        write(path("in/notes.txt"), "text");
        const QStringList arguments{"run",        path("in"), "--out",     path("in/out"),
                                    "--existing", "skip",     "--cleanup", "off"};

        const Ended first = run(arguments);
        QCOMPARE(first.code, 0);
        QCOMPARE(filesBelow(path("in/out")), (QStringList{"a.png", "sub/deep/b.png"}));
        QVERIFY(first.out.contains("1 file that is no photo left out"));

        const Ended second = run(arguments); // what the first one made is not taken for input
        QCOMPARE(second.code, 0);
        QVERIFY2(second.out.contains("2 skipped"), qPrintable(second.out));
        QCOMPARE(filesBelow(path("in/out")).size(), 2);
    }

    void treatsExistingFilesAsAsked() {
        QDir().mkpath(path("out"));
        write(path("out/disc.png"), "mine");
        const auto with = [&](const char* policy) {
            return run({"run", path("disc.png"), "--out", path("out"), "--existing", policy});
        };

        const Ended fails = run({"run", path("disc.png"), "--out", path("out")});
        QCOMPARE(fails.code, 1);
        QVERIFY2(fails.err.contains("--existing skip, rename or replace"), qPrintable(fails.err));
        QCOMPARE(with("skip").code, 0);
        QCOMPARE(bytesOf(path("out/disc.png")), QByteArray("mine"));
        QCOMPARE(with("rename").code, 0);
        QVERIFY(QFile::exists(path("out/disc-2.png")));
        QCOMPARE(bytesOf(path("out/disc.png")), QByteArray("mine"));
        QCOMPARE(with("replace").code, 0);
        QCOMPARE(bytesOf(path("out/disc.png")), bytesOf(path("out/disc-2.png")));
    }

    void neverWritesOverThePhoto() {
        const QByteArray before = bytesOf(path("disc.png"));
        for (const char* policy : {"fail", "skip", "replace"}) {
            const Ended ended = run({"run", path("disc.png"), "--out", path("."), "--existing", policy});
            QCOMPARE(ended.code, 1);
            QVERIFY2(ended.err.contains("the photo itself"), qPrintable(ended.err));
        }
        QCOMPARE(bytesOf(path("disc.png")), before);
    }

    void keepsTwoPhotosOfOneNameApart() {
        QCOMPARE(run({"run", path("disc.png"), "--out", path("a"), "--format", "jpeg"}).code, 0);
        const Ended ended =
            run({"run", path("a/disc.jpg"), path("disc.png"), "--out", path("out"), "--existing", "replace"});

        QCOMPARE(ended.code, 0);
        QCOMPARE(filesBelow(path("out")), (QStringList{"disc-2.png", "disc.png"}));
    }

    void namesWhatIsMissing() {
        const Ended mask = run({"run", path("disc.png"), "--out", path("out"), "--mask", "birefnet"});
        QCOMPARE(mask.code, 3);
        QVERIFY2(mask.err.contains("no BiRefNet model is installed; fetch one"), qPrintable(mask.err));

        const Ended cleanup = run({"run", path("disc.png"), "--out", path("out"), "--cleanup", "esrgan"});
        QCOMPARE(cleanup.code, 3);
        QVERIFY2(
            cleanup.err.contains("no Real-ESRGAN model is installed; fetch one"), qPrintable(cleanup.err));

        const Ended gpu = run({"run", path("disc.png"), "--out", path("out"), "--require-gpu"});
        QCOMPARE(gpu.code, 3);
        QVERIFY2(gpu.err.contains("a GPU is required"), qPrintable(gpu.err));
        QCOMPARE(filesBelow(path("out")), QStringList{});

        const Ended cuda = run({"run", path("disc.png"), "--out", path("out"), "--device", "cuda"});
        QCOMPARE(cuda.code, 0);
        QVERIFY2(cuda.out.contains("CUDA was asked for"), qPrintable(cuda.out));
    }

    void saysWhenNothingCouldRun() {
        QDir().mkpath(path("empty"));
        QCOMPARE(run({"run", path("empty"), "--out", path("out")}).code, 3);
        QCOMPARE(run({"run", path("gone.png"), "--out", path("out")}).code, 3);
        const Ended file = run({"run", path("disc.png"), "--out", path("disc.png/out")});
        QCOMPARE(file.code, 3);
        QVERIFY2(file.err.contains("nothing can be written there"), qPrintable(file.err));
        QCOMPARE(run({"run", path("disc.png"), "--out", "/proc/kerf"}).code, 3);
    }

    void refusesAWrongCommandLine() {
        const Ended ended = run({"run", path("disc.png"), "--out", path("out"), "--mask", "magic"});
        QCOMPARE(ended.code, 2);
        QVERIFY(ended.err.contains("--mask: 'magic'"));
        QVERIFY(ended.err.contains("kerf-cli run --help"));
        QCOMPARE(run({}).code, 2);
        QCOMPARE(ended.out, QString());
    }

    void helpsAndNamesItsVersion() {
        const Ended help = run({"run", "--help"});
        QCOMPARE(help.code, 0);
        QVERIFY(help.out.contains("--alpha-only"));
        const Ended version = run({"--version"});
        QCOMPARE(version.code, 0);
        QVERIFY2(version.out.startsWith("kerf-cli 0."), qPrintable(version.out));
    }

    void isQuiet() {
        write(path("bad.png"), bytesOf(path("disc.png")).left(200));
        const Ended ended = run({"run", path("bad.png"), path("disc.png"), "--out", path("out"), "--quiet"});
        QCOMPARE(ended.code, 1);
        QCOMPARE(ended.out, QString());
        QCOMPARE(ended.err.count('\n'), 1);
    }

    void takesNamesByteByByte() {
        const fs::path odd = path("in").toStdString() + "/a\n\xff \"b.png";
        fs::create_directory(path("in").toStdString());
        fs::copy_file(path("disc.png").toStdString(), odd);
        const Ended walked = run({"run", path("in"), "--out", path("out"), "--json", "--cleanup", "off"});

        QCOMPARE(walked.code, 0);
        QVERIFY(fs::exists(path("out").toStdString() + "/a\n\xff \"b.png"));
        const Json done = walked.lines().at(0);
        QVERIFY(done["output_bytes"].get<std::string>().ends_with("a%0A%FF%20%22b.png"));

        const Ended named = runInShell(
            "cd \"$1\" && cp disc.png ./-x.png && cp disc.png \"$(printf '\\377y.png')\" && "
            "exec \"$0\" run --out out2 --cleanup off -- -x.png \"$(printf '\\377y.png')\"",
            {path(".")});
        QCOMPARE(named.code, 0);
        QVERIFY2(named.out.contains("$'\\377y.png' -> "), qPrintable(named.out));
        QVERIFY(QFile::exists(path("out2/-x.png")));
        QVERIFY(fs::exists(path("out2").toStdString() + "/\xffy.png"));
    }

    void stopsCleanlyOnASignal_data() {
        QTest::addColumn<int>("signal");
        QTest::newRow("SIGINT") << SIGINT;
        QTest::newRow("SIGTERM") << SIGTERM;
    }
    void stopsCleanlyOnASignal() {
        QFETCH(int, signal);
        QDir().mkpath(path("in"));
        for (int i = 0; i < 60; ++i) {
            QFile::copy(sample("astronaut.png"), path(QString("in/%1.png").arg(i)));
        }
        QProcess process;
        process.start(KERF_CLI, {"run", path("in"), "--out", path("out"), "--json"});
        QVERIFY(process.waitForReadyRead(60'000)); // the first photo is done, the second under way
        ::kill(pid_t(process.processId()), signal);
        const Ended ended = finish(process);

        QVERIFY(ended.isNormal);
        QCOMPARE(ended.code, 130);
        const std::vector<Json> lines = ended.lines();
        const Json& summary = lines.back();
        QVERIFY(summary["cancelled"].get<int>() > 0);
        QCOMPARE(summary["done"].get<int>() + summary["cancelled"].get<int>(), 60);
        const QStringList files = filesBelow(path("out"));
        QCOMPARE(int(files.size()), summary["done"].get<int>());
        for (const QString& file : files) {
            QCOMPARE(decoded(path("out/" + file)).image.format().width, 512);
        }
    }

    void worksWithClosedStreams() {
        const Ended ended = runInShell(
            "exec \"$0\" run \"$1/disc.png\" --out \"$1/out\" --cleanup off <&- >&- 2>&-", {path(".")});
        QCOMPARE(ended.code, 0);
        QCOMPARE(decoded(path("out/disc.png")).image.format().width, 64);
    }

    void saysWhenNobodyReadsItsOutput() {
        const Ended ended = runInShell(
            "exec \"$0\" run \"$1/disc.png\" --out \"$1/out\" --cleanup off >/dev/full", {path(".")});
        QCOMPARE(ended.code, 1);
        QVERIFY2(ended.err.contains("standard output"), qPrintable(ended.err));
    }

    void drawsABarOnATerminalOnly() {
        if (QStandardPaths::findExecutable("script").isEmpty()) {
            QSKIP("needs script(1) for a terminal");
        }
        const QString onTerminal =
            "exec script -qec \"'$0' run '$1/disc.png' --out '$1/out' --existing replace\" /dev/null";
        const Ended colored = runInShell("unset NO_COLOR; export TERM=xterm; " + onTerminal, {path(".")});
        QCOMPARE(colored.code, 0);
        QVERIFY2(colored.out.contains("\r[\x1b[36m"), qPrintable(colored.out));
        QVERIFY(colored.out.contains("\r\x1b[K" + shownDisc()));

        const Ended plain = runInShell("export TERM=xterm NO_COLOR=1; " + onTerminal, {path(".")});
        QVERIFY(plain.out.contains("\r["));
        QVERIFY(!plain.out.contains("\x1b[36m"));

        const Ended piped = run({"run", path("disc.png"), "--out", path("out"), "--existing", "replace"});
        QCOMPARE(piped.err, QString());
        QVERIFY(!piped.out.contains('\r'));
    }

    void inspectsPhotos() {
        run({"run", path("disc.png"), "--out", path("out"), "--cleanup", "off", "--rect", "14,6,36,36"});
        const Ended ended =
            run({"inspect", "--json", sample("astronaut.png"), path("out/disc.png"), path("gone.png")});

        QCOMPARE(ended.code, 1);
        const std::vector<Json> lines = ended.lines();
        QCOMPARE(lines.size(), std::size_t{3});
        QCOMPARE(lines[0]["width"].get<int>(), 512);
        QCOMPARE(lines[0]["format"].get<std::string>(), std::string("PNG"));
        QVERIFY(lines[0]["alpha"].is_null());
        const Json& alpha = lines[1]["alpha"];
        const double sum = alpha["transparent"].get<double>() + alpha["opaque"].get<double>() +
                           alpha["partial"].get<double>();
        QVERIFY(std::abs(sum - 1.0) < 1e-9);
        const double disc = 3.14159 * 15 * 15 / (64 * 48);
        QVERIFY2(
            std::abs(alpha["coverage"].get<double>() - disc) < 0.06,
            qPrintable(QString::fromStdString(alpha.dump())));
        QCOMPARE(lines[2]["error"]["code"].get<std::string>(), std::string("file_not_found"));

        QCOMPARE(alpha["holes"]["count"].get<int>(), 0);
        QCOMPARE(alpha["histogram"].size(), std::size_t{256});
        QCOMPARE(alpha["soft_distance"].get<int>(), 8);
        QVERIFY(lines[1]["self_check"]["redegrade"].is_null());
        QVERIFY(lines[1]["findings"].is_array());

        const Ended text = run({"inspect", sample("astronaut.png")});
        QCOMPARE(text.code, 0);
        QVERIFY2(text.out.contains("512 x 512"), qPrintable(text.out));
    }

    void flagsWhatIsBeyondAThreshold() {
        run({"run", path("disc.png"), "--out", path("out"), "--cleanup", "off", "--rect", "14,6,36,36"});
        const QStringList command{
            "inspect", "--json", path("out/disc.png"), "--threshold", "max_coverage=0.1"};

        const Ended told = run(command);
        const Ended failed = run(command + QStringList{"--fail-on-flags"});
        const Ended fine = run(
            {"inspect", path("out/disc.png"), "--fail-on-flags", "--threshold", "max_edge_width=500",
             "--threshold", "min_edge_width=0", "--threshold", "max_partial=1"});

        QCOMPARE(told.code, 0);
        QCOMPARE(failed.code, 4);
        QCOMPARE(fine.code, 0);
        const Json finding = told.lines()[0]["findings"][0];
        QCOMPARE(finding["code"].get<std::string>(), std::string("everything_found"));
        QCOMPARE(finding["threshold"].get<double>(), 0.1);
        QCOMPARE(finding["threshold_name"].get<std::string>(), std::string("max_coverage"));
        QCOMPARE(run({"inspect", "a", "--threshold", "beauty=3"}).code, 2);
        QCOMPARE(run({"inspect", "a", "--threshold", "max_haze=2"}).code, 2);
        QCOMPARE(run({"inspect", "a", "--tile-grid", "512"}).code, 2);
    }

    void checksAResultAgainstItsPhoto() {
        run({"run", path("disc.png"), "--out", path("out"), "--cleanup", "off", "--mask", "off"});

        const Ended file = run({"inspect", "--json", path("out/disc.png"), "--source", path("disc.png")});
        const Ended folder = run({"inspect", "--json", path("out/disc.png"), "--source", path(".")});
        const Ended none = run({"inspect", "--json", path("out/disc.png"), "--source", path("nowhere.png")});

        QCOMPARE(file.lines()[0]["self_check"]["redegrade"]["max"].get<double>(), 0.0);
        QCOMPARE(folder.lines()[0]["self_check"]["redegrade"]["structure"].get<double>(), 1.0);
        QCOMPARE(none.code, 1);
    }

    void listsDevices() {
        const Ended ended = run({"devices", "--json"});
        QCOMPARE(ended.code, 0);
        const std::vector<Json> lines = ended.lines();
        QCOMPARE(lines.back()["type"].get<std::string>(), std::string("libtorch"));
        QCOMPARE(lines[lines.size() - 2]["id"].get<std::string>(), std::string("cpu"));
        QCOMPARE(run({"devices"}).code, 0);
    }

private:
    QString path(const QString& name) const { return QDir::cleanPath(m_dir->path() + "/" + name); }

    QString shownDisc() const { return path("disc.png") + " -> "; }

    static std::vector<int> alphaLevels(const Image& image) {
        std::vector<int> levels;
        const Image alpha = alphaOf(image);
        for (int y = 0; y < alpha.format().height; ++y) {
            const auto row = alpha.row<std::uint8_t>(y);
            levels.insert(levels.end(), row.begin(), row.end());
        }
        return levels;
    }

    static QByteArray bytesOf(const QString& name) {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static void write(const QString& name, const QByteArray& bytes) {
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }

    std::unique_ptr<QTemporaryDir> m_dir;
};

QTEST_GUILESS_MAIN(CliTest)
#include "cli_test.moc"
