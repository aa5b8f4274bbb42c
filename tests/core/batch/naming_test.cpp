#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/file_name.h"
#include "core/base/inside.h"
#include "core/batch/plan.h"
#include "core/contract/name_template.h"
#include "core/io/writer.h"
#include "core/pipeline/pipeline.h"
#include "tests/support/fake_engines.h"
#include "tests/support/test_images.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>
#include <exiv2/exiv2.hpp>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <random>
#include <set>

using namespace kerf;
using namespace kerf::batch;
namespace fs = std::filesystem;

namespace {

std::vector<std::string> namesOf(const std::vector<PlannedPhoto>& plan, const ExportOptions& options = {}) {
    std::vector<std::string> names;
    for (const PlannedPhoto& photo : plan) {
        for (const fs::path& file : photo.filesFor(options.outputs)) {
            names.push_back(file.native());
        }
    }
    return names;
}

std::string repeated(std::string_view text, int count) {
    std::string all;
    for (int i = 0; i < count; ++i) {
        all += text;
    }
    return all;
}

// What someone might call a photo or a folder to get a file elsewhere.
const std::vector<std::string>& hostileWords() {
    static const std::vector<std::string> words{
        "..",
        ".",
        "../",
        "/",
        "/etc/passwd",
        "../../outside/victim",
        "link",
        "sub",
        "evil",
        "CON",
        "nul",
        "",
        "-rf",
        "--out",
        "a.",
        "a...",
        " ",
        "\t",
        "\n",
        "a\nb",
        "\x1b[31m",
        std::string("a\0b", 3),
        "\x7f",
        "\xff\xfe",
        "\xc3",
        "\xed\xa0\x80",
        "\xe2\x80\xae"
        "gnp.exe",
        "\xd7\xa9\xd7\x9c",
        "\xf0\x9f\x90\xb1",
        "e\xcc\x81",
        "\xc3\xa9",
        ".kerf-tmp-1",
        ".kerf-batch",
        "*",
        "?",
        "%s%n",
        "$(touch x)",
        "{name}",
        "{{",
        "\\..\\..",
        repeated("x", 300),
        repeated("\xf0\x9f\x90\xb1", 80),
        repeated("\x80", 300)};
    return words;
}

// A template made of its own parts, hostile words and random bytes; often a bad one.
std::string randomTemplate(std::mt19937& random) {
    static const std::vector<std::string> parts{
        "{name}",
        "{stage}",
        "{scale}",
        "{date}",
        "{date:YYYYMMDD-hhmmss}",
        "{counter}",
        "{counter:4}",
        "{model}",
        "{width}",
        "{height}",
        "{parent}",
        "{",
        "}",
        "{{",
        "}}",
        ":",
        "{date:../../}",
        "{counter:999}",
        "{nam}"};
    std::string text;
    const int count = std::uniform_int_distribution(0, 6)(random);
    for (int i = 0; i < count; ++i) {
        const int kind = std::uniform_int_distribution(0, 9)(random);
        if (kind < 6) {
            text += parts[std::uniform_int_distribution<std::size_t>(0, parts.size() - 1)(random)];
        } else if (kind < 9) {
            text += hostileWords()[std::uniform_int_distribution<std::size_t>(0, hostileWords().size() - 1)(
                random)];
        } else {
            text += char(std::uniform_int_distribution(0, 255)(random));
        }
    }
    return text;
}

// All that lies in a folder, links not followed: its kind, size and time of change.
std::map<std::string, std::string> snapshot(const fs::path& folder) {
    std::map<std::string, std::string> all;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        struct stat status {};
        lstat(entry.path().c_str(), &status);
        all[entry.path().native()] = std::to_string(status.st_mode) + ' ' + std::to_string(status.st_size) +
                                     ' ' + std::to_string(status.st_mtim.tv_sec) + '.' +
                                     std::to_string(status.st_mtim.tv_nsec) + ' ' +
                                     std::to_string(status.st_ino);
    }
    return all;
}

} // namespace

class NamingTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void neverLeavesTheFolder();
    void writesThroughNoLinkInTheFolder();
    void givesNoNameTwice();
    void numbersAllFilesOfAPhotoAlike();
    void countsPlacesInThePlan();
    void tellsTheDateOfThePhoto();
    void tellsWhatRuns();
    void keepsUnusualNamesToTheByte_data();
    void keepsUnusualNamesToTheByte();

private:
    fs::path path(const std::string& name) const { return fs::path(m_folder->path().toStdString()) / name; }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void NamingTest::init() {
    // In memory where it can be: ten thousand files are brought to the disk one by one.
    const QString memory = QStringLiteral("/dev/shm");
    const bool hasMemory = QFileInfo(memory).isWritable();
    m_folder = std::make_unique<QTemporaryDir>(
        (hasMemory ? memory : QDir::tempPath()) + QStringLiteral("/kerf-XXXXXX"));
    fs::create_directories(path("out"));
    fs::create_directories(path("outside"));
    std::ofstream(path("outside/victim.png")) << "victim";
    fs::create_directory_symlink(path("outside"), path("out/link"));
    fs::create_directory_symlink("../outside", path("out/sub"));
    fs::create_symlink("../outside/victim.png", path("out/evil.png"));
    fs::create_symlink("../outside/new.png", path("out/photo.png"));
    fs::create_directory_symlink("..", path("out/CON"));
}

// 10,000 templates, each with hostile names; what they give is really written.
void NamingTest::neverLeavesTheFolder() {
    constexpr int kTemplates = 10'000;
    const fs::path out = path("out");
    const auto before = snapshot(path("outside"));
    const std::set<std::string> top{"out", "outside"};
    std::mt19937 random(6);
    const auto word = [&] {
        return hostileWords()[std::uniform_int_distribution<std::size_t>(0, hostileWords().size() - 1)(
            random)];
    };
    const std::vector<std::uint8_t> bytes{1, 2, 3};
    int good = 0;
    int written = 0;
    int refused = 0;
    for (int i = 0; i < kTemplates; ++i) {
        ExportOptions options{.outputs = {BatchOutput::result, BatchOutput::matte}};
        options.naming = randomTemplate(random);
        const std::vector<FoundPhoto> photos{
            {fs::path("/photos") / word() / (word() + ".jpg"), fs::path(word()) / (word() + ".jpg")},
            {fs::path(word()), fs::path(word())}};
        std::vector<PlannedPhoto> plan;
        try {
            plan = planOutputs(photos, out, options, {}, {.model = word()});
        } catch (const Error& e) {
            QCOMPARE(e.code(), ErrorCode::invalid_option);
            continue;
        }
        ++good;
        for (const PlannedPhoto& photo : plan) {
            for (const fs::path& file : photo.filesFor(options.outputs)) {
                QVERIFY(file.filename().native().size() <= kMaxFileNameBytes);
                QCOMPARE(file.extension().native(), std::string(".png"));
                try {
                    makeFoldersInside(out, file.parent_path());
                    writeFileAtomically(file, bytes, OnExisting::replace);
                    ++written;
                } catch (const Error&) { // a link on the way, a folder of this name
                    ++refused;
                    continue;
                }
                const fs::path real = fs::canonical(file.parent_path());
                QVERIFY2(
                    real == fs::canonical(out) ||
                        real.native().starts_with(fs::canonical(out).native() + '/'),
                    real.c_str());
            }
        }
    }

    QCOMPARE(snapshot(path("outside")), before);
    std::set<std::string> now;
    for (const auto& entry : fs::directory_iterator(path(""))) {
        now.insert(entry.path().filename().native());
    }
    QCOMPARE(now, top);
    qInfo("%d templates were good; %d files written, %d refused", good, written, refused);
    QVERIFY(good > kTemplates / 4 && written > good && refused > 0);
}

void NamingTest::writesThroughNoLinkInTheFolder() {
    const fs::path out = path("out");
    for (const char* inside : {"link", "sub", "sub/deep", "CON/x"}) {
        QVERIFY_EXCEPTION_THROWN(makeFoldersInside(out, out / inside), Error);
    }
    for (const fs::path& outside :
         {path("outside"), out / "..", out / "../outside", fs::path("/"), fs::path()}) {
        QVERIFY_EXCEPTION_THROWN(makeFoldersInside(out, outside), Error);
    }
    makeFoldersInside(out, out / "a/b");
    makeFoldersInside(out / "", out);
    QVERIFY(fs::is_directory(out / "a/b"));
    fs::create_directory_symlink(out, path("way")); // the folder itself may be reached through a link
    makeFoldersInside(path("way"), path("way") / "c");
    QVERIFY(fs::is_directory(out / "c") && !fs::exists(path("outside/deep")));
}

void NamingTest::givesNoNameTwice() {
    const std::vector<FoundPhoto> photos{
        {"/a/1.jpg", "1.jpg"}, {"/a/1.png", "1.png"}, {"/a/1-2.jpg", "1-2.jpg"}, {"/a/b/1.jpg", "b/1.jpg"}};
    ExportOptions options{.naming = "same"};

    const auto plan = planOutputs(photos, "/out", options);

    QCOMPARE(
        namesOf(plan),
        (std::vector<std::string>{"/out/same.png", "/out/same-2.png", "/out/same-3.png", "/out/b/same.png"}));
    QCOMPARE(namesOf(planOutputs(photos, "/out", options)), namesOf(plan));

    std::vector<FoundPhoto> many; // names that are equal once they are cut
    for (int i = 0; i < 50; ++i) {
        many.push_back({"/a/x", repeated("\xc3\xa9", 125) + std::to_string(i) + ".jpg"});
    }
    options.naming = "{name}{name}-{stage}";
    options.outputs = {BatchOutput::result, BatchOutput::matte, BatchOutput::cleaned};
    std::set<std::string> names;
    for (const std::string& name : namesOf(planOutputs(many, "/out", options), options)) {
        QVERIFY(isUtf8(name) && fs::path(name).filename().native().size() <= kMaxFileNameBytes);
        QVERIFY2(names.insert(name).second, name.c_str());
    }
    QCOMPARE(names.size(), std::size_t(150));
}

void NamingTest::numbersAllFilesOfAPhotoAlike() {
    ExportOptions options{.outputs = {BatchOutput::result, BatchOutput::matte, BatchOutput::cleaned}};
    const std::vector<FoundPhoto> photos{
        {"/a/1.jpg", "1.jpg"}, {"/a/1-matte.jpg", "1-matte.jpg"}, {"/a/1.png", "1.png"}};

    QCOMPARE(
        namesOf(planOutputs(photos, "/out", options), options),
        (std::vector<std::string>{
            "/out/1.png", "/out/1-matte.png", "/out/1-clean.png", "/out/1-matte-2.png",
            "/out/1-matte-2-matte.png", "/out/1-matte-2-clean.png", "/out/1-2.png", "/out/1-2-matte.png",
            "/out/1-2-clean.png"}));

    options.naming = "{stage}_{name}";
    QCOMPARE(
        namesOf(planOutputs({photos[0], photos[2]}, "/out", options), options),
        (std::vector<std::string>{
            "/out/cutout_1.png", "/out/matte_1.png", "/out/clean_1.png", "/out/cutout_1-2.png",
            "/out/matte_1-2.png", "/out/clean_1-2.png"}));
}

void NamingTest::countsPlacesInThePlan() {
    const ExportOptions options{.naming = "{counter:3}"};
    const auto first = planOutputs({{"/a/x.jpg", "x.jpg"}, {"/a/y.jpg", "y.jpg"}}, "/out", options);
    const auto later = planOutputs({{"/a/z.jpg", "z.jpg"}}, "/out", options, first);

    QCOMPARE(namesOf(first), (std::vector<std::string>{"/out/001.png", "/out/002.png"}));
    QCOMPARE(namesOf(later), (std::vector<std::string>{"/out/003.png"}));
}

void NamingTest::tellsTheDateOfThePhoto() {
    WriteRequest request;
    request.image = test::makeImage(30, 20, 3, PixelType::u8, [](int, int) {
        return std::array<double, 4>{0.5, 0.5, 0.5, 1.0};
    });
    request.output = path("plain.png");
    writePhoto(request, Progress());
    request.output = path("dated.jpg");
    request.options.type = FileType::jpeg;
    Exiv2::ExifData exif;
    exif["Exif.Photo.DateTimeOriginal"] = "2019:12:31 23:59:58";
    Exiv2::ExifParser::encode(request.metadata.exif, Exiv2::littleEndian, exif);
    writePhoto(request, Progress());
    const std::array<timespec, 2> times{{{.tv_sec = 1'709'208'000}, {.tv_sec = 1'709'208'000}}};
    for (const char* name : {"plain.png", "dated.jpg"}) {
        QCOMPARE(utimensat(AT_FDCWD, path(name).c_str(), times.data(), 0), 0);
    }
    const ExportOptions options{.naming = "{date:YYYYMMDD-hhmmss}_{width}x{height}_{parent}"};

    const auto plan = planOutputs(
        {{path("plain.png"), "plain.png"}, {path("dated.jpg"), "dated.jpg"}, {path("gone.jpg"), "gone.jpg"}},
        "/out", options);

    const std::string parent = path("").parent_path().filename().native();
    QCOMPARE(plan[0].output.native(), "/out/20240229-120000_30x20_" + parent + ".png");
    QCOMPARE(plan[1].output.native(), "/out/20191231-235958_30x20_" + parent + ".png");
    QCOMPARE(plan[2].output.native(), "/out/19700101-000000_0x0_" + parent + ".png");
}

void NamingTest::tellsWhatRuns() {
    Engines engines;
    engines.cleanup.push_back(std::make_unique<test::FakeCleanup>(CleanupEngine::esrgan));
    engines.mask.push_back(std::make_unique<test::FakeMask>(MaskEngine::grabcut));
    const Pipeline pipeline(std::move(engines));
    const ExportOptions options{.naming = "{name}-{model}-{scale}x-{stage}"};
    const auto made = [&](const Recipe& recipe) {
        return planOutputs(
                   {{"/a/x.jpg", "x.jpg"}}, "/out", options, {}, namingFacts(pipeline, recipe, options))
            .front()
            .output.native();
    };

    QCOMPARE(made({}), std::string("/out/x-esrgan+grabcut-2x-cutout.png"));
    QCOMPARE(made({.scale = 4, .mask = MaskEngine::off}), std::string("/out/x-esrgan-4x-clean.png"));
    QCOMPARE(
        made({.cleanup = CleanupEngine::off, .finish = BwSettings{}}),
        std::string("/out/x-grabcut-1x-bw.png"));
    QCOMPARE(made({.mask = MaskEngine::birefnet}), std::string("/out/x--1x-cutout.png")); // isn't there
}

void NamingTest::keepsUnusualNamesToTheByte_data() {
    QTest::addColumn<QByteArray>("stem");
    QTest::newRow("line feed") << QByteArray("a\nb\n");
    QTest::newRow("tab and escape") << QByteArray("\t\x1b[31m");
    QTest::newRow("no UTF-8") << QByteArray("\xff\xfe\x80");
    QTest::newRow("leading minus") << QByteArray("--help");
    QTest::newRow("emoji") << QByteArray("\xf0\x9f\x90\xb1\xe2\x80\x8d\xf0\x9f\x91\xa4");
    QTest::newRow("composed") << QByteArray("\xc3\xa9");
    QTest::newRow("decomposed") << QByteArray("e\xcc\x81");
    QTest::newRow("right to left") << QByteArray("\xe2\x80\xae\xd7\xa9");
    QTest::newRow("quotes") << QByteArray("a'b\"c$(d)`e`\\");
    QTest::newRow("dots") << QByteArray("a..b.");
    QTest::newRow("255 bytes") << QByteArray(251, 'x');
    QTest::newRow("spaces") << QByteArray("  ");
}

void NamingTest::keepsUnusualNamesToTheByte() {
    QFETCH(QByteArray, stem);
    const std::string name = stem.toStdString();

    const auto plan = planOutputs({{"/a/" + name + ".jpg", name + ".jpg"}}, path("out"), {});
    makeFoldersInside(path("out"), plan.front().output.parent_path());
    const std::vector<std::uint8_t> bytes{1};
    writeFileAtomically(plan.front().output, bytes, OnExisting::fail);

    bool isThere = false;
    for (const auto& entry : fs::directory_iterator(path("out"))) {
        isThere = isThere || entry.path().filename().native() == name + ".png";
    }
    QVERIFY(isThere);
}

QTEST_GUILESS_MAIN(NamingTest)

#include "naming_test.moc"
