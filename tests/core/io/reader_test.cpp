#include "core/base/error.h"
#include "core/image/resize.h"
#include "core/io/codec.h"
#include "core/io/color.h"
#include "core/io/reader.h"
#include "tests/core/io/make_dng.h"
#include "tests/core/io/make_jpeg.h"
#include "tests/support/corpus.h"
#include "tests/support/test_images.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <fstream>
#include <optional>
#include <stop_token>

using namespace kerf;
using test::JpegRecipe;
namespace fs = std::filesystem;

namespace {

using Bytes = std::vector<std::uint8_t>;

// Different in each quarter, so that no turn goes unseen.
std::array<double, 4> quarters(int x, int y, int width, int height) {
    return {
        x < width / 2 ? 0.9 : 0.2, y < height / 2 ? 0.8 : 0.1, x < width / 2 && y < height / 2 ? 0.1 : 0.7,
        1.0};
}

// A JPEG stored the way that this orientation brings upright into 96 x 64 quarters.
Bytes storedFor(int orientation, const Bytes& exif) {
    constexpr int width = 96;
    constexpr int height = 64;
    const bool isSideways = orientation >= 5 && orientation <= 8;
    JpegRecipe recipe{.width = isSideways ? height : width, .height = isSideways ? width : height};
    recipe.markers.emplace_back(1, std::string("Exif\0\0", 6) + std::string(exif.begin(), exif.end()));
    return test::makeJpeg(recipe, [=](int x, int y) {
        int u = x;
        int v = y;
        switch (orientation) { // the inverse of EXIF's definition: from stored to upright
        case 2:
            u = width - 1 - x;
            break;
        case 3:
            u = width - 1 - x;
            v = height - 1 - y;
            break;
        case 4:
            v = height - 1 - y;
            break;
        case 5:
            u = y;
            v = x;
            break;
        case 6:
            u = width - 1 - y;
            v = x;
            break;
        case 7:
            u = width - 1 - y;
            v = height - 1 - x;
            break;
        case 8:
            u = y;
            v = height - 1 - x;
            break;
        default:
            break;
        }
        const auto p = quarters(u, v, width, height);
        return std::array{
            std::uint8_t(p[0] * 255), std::uint8_t(p[1] * 255), std::uint8_t(p[2] * 255), std::uint8_t(0)};
    });
}

// A quarter of the size, without the middle bands: there each shared file bears its number and labels of
// slightly differing place, and its own JPEG noise everywhere.
Image corners(const Image& image) {
    const Image small = resize(image, image.format().width / 4, image.format().height / 4);
    const int width = small.format().width * 2 / 5;
    const int height = small.format().height * 2 / 5;
    const int right = small.format().width - 2 * width;
    const int below = small.format().height - 2 * height;
    return test::makeImage(2 * width, 2 * height, 3, PixelType::u8, [&](int x, int y) {
        const auto row = small.row<std::uint8_t>(y < height ? y : y + below);
        const std::size_t at = std::size_t(x < width ? x : x + right) * 3;
        return std::array<double, 4>{row[at] / 255.0, row[at + 1] / 255.0, row[at + 2] / 255.0, 1.0};
    });
}

bool hasNotice(const PhotoInfo& info, const std::string& part) {
    return std::ranges::any_of(
        info.notices, [&](const std::string& notice) { return notice.find(part) != std::string::npos; });
}

std::array<std::uint8_t, 4> smooth(int x, int y) {
    return {std::uint8_t(40 + 2 * x), std::uint8_t(30 + 3 * y), std::uint8_t(200 - x - y), 0};
}

} // namespace

class ReaderTest : public QObject {
    Q_OBJECT

    fs::path save(const std::string& name, const Bytes& bytes) {
        const fs::path file = fs::path(m_temporary.path().toStdString()) / name;
        test::writeBytes(file, bytes);
        return file;
    }

    static Photo read(const fs::path& file) { return readPhoto(file, Limits(), Progress()); }

    static std::optional<ErrorCode> failureOf(const fs::path& file, const Limits& limits = Limits()) {
        try {
            readPhoto(file, limits, Progress());
        } catch (const Error& e) {
            return e.file() == file && std::string(e.what()).size() > 10 ? std::optional(e.code())
                                                                         : ErrorCode::internal;
        }
        return std::nullopt;
    }

private Q_SLOTS:
    void everyOrientationGivesOnePicture_data() {
        QTest::addColumn<int>("orientation");
        for (int i = 0; i <= 9; ++i) {
            QTest::addRow("%d", i) << i;
        }
    }

    void everyOrientationGivesOnePicture() {
        QFETCH(int, orientation);
        const fs::path file = save("turned.jpg", storedFor(orientation, test::makeExif(orientation)));

        const Photo photo = read(file);

        const Image wanted =
            test::makeImage(96, 64, 3, PixelType::u8, [](int x, int y) { return quarters(x, y, 96, 64); });
        QVERIFY2(test::psnr(photo.image, wanted) > 35.0, "another picture");
        const bool isValid = orientation >= 1 && orientation <= 8;
        QCOMPARE(photo.info.orientation, isValid ? orientation : 1);
        const PhotoInfo info = readInfo(file, Limits());
        QCOMPARE(info.width, 96);
        QCOMPARE(info.height, 64);
        QCOMPARE(photo.info.width, 96);
        QCOMPARE(photo.info.camera, std::string("Cam"));
        const Metadata out = forOutput(photo.metadata, 96, 64, true, nullptr);
        QCOMPARE(orientationOf(out), 1);
    }

    void theSharedOrientationFilesShowOnePicture_data() {
        QTest::addColumn<QString>("set");
        QTest::newRow("landscape") << "Landscape";
        QTest::newRow("portrait") << "Portrait";
    }

    void theSharedOrientationFilesShowOnePicture() {
        QFETCH(QString, set);
        const fs::path dir = test::corpusDir("exif-orientation");
        if (dir.empty()) {
            QSKIP("the shared corpora are not here");
        }
        const std::string stem = set.toStdString() + "_";
        const fs::path folder = dir / "exif-orientation";
        const Photo first = read(folder / (stem + "1.jpg"));
        QVERIFY(
            set == "Landscape" ? first.info.width > first.info.height : first.info.width < first.info.height);
        for (int i = 0; i <= 8; ++i) {
            const Photo photo = read(folder / (stem + std::to_string(i) + ".jpg"));
            QCOMPARE(photo.info.orientation, std::max(1, i));
            const double likeness = test::psnr(corners(photo.image), corners(first.image));
            QVERIFY2(likeness > 35.0, qPrintable(QString("%1: %2 dB").arg(i).arg(likeness)));
        }
    }

    void contentsCountNotTheName() {
        const Bytes jpeg = test::makeJpeg(JpegRecipe(), smooth);
        for (const char* name : {"photo.png", "photo.txt", "photo", "-rf", "na\nme.cr2"}) {
            const fs::path file = save(name, jpeg);
            QCOMPARE(read(file).info.format, std::string("JPEG"));
            QVERIFY(looksLikePhoto(file));
        }
    }

    void knowsEveryFormat() {
        const Image image =
            test::makeImage(20, 10, 3, PixelType::u8, [](int x, int y) { return quarters(x, y, 20, 10); });
        const std::array<std::pair<const char*, Bytes>, 5> files{{
            {"PNG", io::encodePng(image, {}, Progress())},
            {"TIFF", io::encodeTiff(image, {}, Progress())},
            {"JPEG", io::encodeJpeg(image, 95, {}, Progress())},
            {"WebP", io::encodeWebp(image, 100, {}, Progress())},
            {"RAW (Kerf Testcam)", test::makeDng({})},
        }};
        for (const auto& file : files) {
            const fs::path path = save("any", file.second);
            QVERIFY(looksLikePhoto(path));
            const Photo photo = read(path);
            QCOMPARE(photo.info.format, std::string(file.first));
            QCOMPARE(photo.info.fileBytes, std::uint64_t(file.second.size()));
            const PhotoInfo info = readInfo(path, Limits());
            QCOMPARE(info.format, std::string(file.first));
            QCOMPARE(info.width, photo.info.width);
            QCOMPARE(info.height, photo.info.height);
        }
    }

    void aTiffOfACamerasMakerIsStillATiff() {
        const Image image =
            test::makeImage(20, 10, 3, PixelType::u16, [](int x, int y) { return quarters(x, y, 20, 10); });
        const fs::path file = save("edited.tif", io::encodeTiff(image, {}, Progress()));
        QCOMPARE(read(file).info.format, std::string("TIFF"));
    }

    void refusesWhatIsNoPhoto() {
        const fs::path empty = save("empty.jpg", {});
        const fs::path text = save("text.jpg", Bytes(5000, 'a'));
        QCOMPARE(failureOf(empty), std::optional(ErrorCode::corrupt_file));
        QCOMPARE(failureOf(text), std::optional(ErrorCode::unsupported_format));
        QCOMPARE(failureOf(m_temporary.path().toStdString()), std::optional(ErrorCode::not_a_file));
        QCOMPARE(failureOf("/dev/zero"), std::optional(ErrorCode::not_a_file));
        QCOMPARE(failureOf(text.string() + ".none"), std::optional(ErrorCode::file_not_found));
        for (const fs::path& file : {empty, text, fs::path("/dev/zero"), fs::path("none")}) {
            QVERIFY(!looksLikePhoto(file));
        }
        QVERIFY_EXCEPTION_THROWN(readInfo(text, Limits()), Error);
    }

    void aWorkingSpaceIsKeptAsItIs() {
        const Bytes jpeg = io::encodeJpeg(
            test::makeImage(20, 10, 3, PixelType::u8, [](int x, int y) { return quarters(x, y, 20, 10); }),
            95, {.icc = displayP3Profile(), .metadata = {}}, Progress());
        const Photo photo = read(save("p3.jpg", jpeg));
        QCOMPARE(photo.image.format().icc, displayP3Profile());
        QCOMPARE(photo.info.profile, inspectProfile(displayP3Profile()).name);
        QVERIFY(photo.info.notices.empty());
    }

    void sRgbIsTheEmptyProfile() {
        const Bytes jpeg = io::encodeJpeg(
            test::makeImage(20, 10, 3, PixelType::u8, [](int x, int y) { return quarters(x, y, 20, 10); }),
            95, {.icc = srgbProfile(), .metadata = {}}, Progress());
        const Photo photo = read(save("srgb.jpg", jpeg));
        QVERIFY(photo.image.format().icc.empty());
        QVERIFY(!photo.info.profile.empty());
    }

    void anotherSpaceIsConverted() {
        const std::string linear = makeRgbProfile({.curve = RgbSpace::Curve::gamma, .gamma = 1.0}, "linear");
        const Image grey = test::makeImage(20, 10, 3, PixelType::u8, [](int, int) {
            return std::array<double, 4>{0.2, 0.2, 0.2, 1.0};
        });
        const Bytes png = io::encodePng(grey, {.icc = linear, .metadata = {}}, Progress());
        const Photo photo = read(save("linear.png", png));
        QVERIFY(photo.image.format().icc.empty());
        const int value = photo.image.row<std::uint8_t>(5)[30];
        QVERIFY2(std::abs(value - 124) <= 1, qPrintable(QString::number(value))); // sRGB of 0.2
    }

    void aBrokenProfileIsSaid() {
        JpegRecipe recipe;
        recipe.markers.emplace_back(2, std::string("ICC_PROFILE\0\1\1", 14) + std::string(500, 'x'));
        const fs::path file = save("broken.jpg", test::makeJpeg(recipe, smooth));
        const Photo photo = read(file);
        QVERIFY(photo.image.format().icc.empty());
        QVERIFY(photo.info.profile.empty());
        QVERIFY(hasNotice(photo.info, "profile"));
        QVERIFY(hasNotice(readInfo(file, Limits()), "profile"));
    }

    void theSharedBrokenProfilesDoNoHarm() {
        const fs::path dir = test::corpusDir("icc");
        if (dir.empty()) {
            QSKIP("the shared corpora are not here");
        }
        const Image image =
            test::makeImage(20, 10, 3, PixelType::u8, [](int x, int y) { return quarters(x, y, 20, 10); });
        for (const fs::path& profile : test::filesUnder(dir)) {
            const Bytes icc = test::readBytes(profile);
            const io::Extras extras{.icc = std::string(icc.begin(), icc.end()), .metadata = {}};
            const Photo photo = read(save("icc.jpg", io::encodeJpeg(image, 95, extras, Progress())));
            QCOMPARE(photo.image.format().width, 20);
            QVERIFY2(
                !photo.info.profile.empty() || hasNotice(photo.info, "profile"), profile.filename().c_str());
        }
    }

    void aProfileBeyondTheLimitIsLeftOut() {
        JpegRecipe recipe;
        recipe.markers.emplace_back(2, std::string("ICC_PROFILE\0\1\1", 14) + displayP3Profile());
        const fs::path file = save("p3.jpg", test::makeJpeg(recipe, smooth));
        const Photo photo = readPhoto(file, Limits{.maxProfileBytes = 100}, Progress());
        QVERIFY(photo.image.format().icc.empty());
        QVERIFY(hasNotice(photo.info, "too large"));
    }

    void limitsHold() {
        const fs::path file = save("small.jpg", test::makeJpeg(JpegRecipe(), smooth));
        QCOMPARE(failureOf(file, Limits{.maxFileBytes = 100}), std::optional(ErrorCode::too_large));
        QCOMPARE(failureOf(file, Limits{.maxPixels = 100}), std::optional(ErrorCode::too_large));
        QVERIFY_EXCEPTION_THROWN(readInfo(file, Limits{.maxSide = 95}), Error);
    }

    void progressGrowsToOneAndStops() {
        const fs::path file = save("turned.jpg", storedFor(6, test::makeExif(6)));
        std::vector<double> reports;
        readPhoto(file, Limits(), Progress({}, [&](double fraction) { reports.push_back(fraction); }));
        QVERIFY(std::ranges::is_sorted(reports));
        QCOMPARE(reports.back(), 1.0);

        for (std::size_t at = 1; at < reports.size(); ++at) { // wherever the stop comes
            std::stop_source source;
            std::size_t count = 0;
            const Progress progress(source.get_token(), [&](double) {
                if (++count == at) {
                    source.request_stop();
                }
            });
            QVERIFY_EXCEPTION_THROWN(readPhoto(file, Limits(), progress), Cancelled);
        }
    }

private:
    QTemporaryDir m_temporary;
};

QTEST_GUILESS_MAIN(ReaderTest)
#include "reader_test.moc"
