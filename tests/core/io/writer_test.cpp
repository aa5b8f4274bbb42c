#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/image/pixels.h"
#include "core/io/color.h"
#include "core/io/reader.h"
#include "core/io/writer.h"
#include "tests/support/camera_exif.h"
#include "tests/support/corpus.h"
#include "tests/support/failure.h"
#include "tests/support/test_images.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <atomic>
#include <cmath>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <thread>

using namespace kerf;
namespace fs = std::filesystem;

Q_DECLARE_METATYPE(kerf::FileType)

namespace {

using Bytes = std::vector<std::uint8_t>;

Image photo(int channels, PixelType type, const std::string& icc = {}) {
    return test::makeImage(
               211, 143, channels, type,
               [](int x, int y) {
                   return std::array<double, 4>{
                       x / 210.0, y / 142.0, 0.5 + 0.5 * std::sin(x * 0.03 + y * 0.05),
                       std::min(1.0, x / 100.0)};
               })
        .withIcc(icc);
}

Metadata cameraMetadata() {
    return {
        .exif = test::cameraExif(),
        .xmp = "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
               "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description "
               "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmp:Rating=\"4\"/></rdf:RDF></x:xmpmeta>"};
}

std::optional<ErrorCode> failureOf(const WriteRequest& request) {
    return test::codeThrownBy([&] { writePhoto(request, Progress()); });
}

} // namespace

class WriterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void roundTripsA16BitDisplayP3Photo_data();
    void roundTripsA16BitDisplayP3Photo();
    void carriesMetadataInEveryFormat_data();
    void carriesMetadataInEveryFormat();
    void leavesMetadataOutWhenAsked();
    void saysWhichMetadataAJpegCantHold();
    void convertsToTheProfileAskedFor_data();
    void convertsToTheProfileAskedFor();
    void writesTheDepthAskedFor();
    void laysTransparencyOverWhiteInJpeg();
    void writesAMatteAsPlainGrey_data();
    void writesAMatteAsPlainGrey();
    void writesEqualChannelsAsGrey_data();
    void writesEqualChannelsAsGrey();
    void followsThePolicyForExistingFiles();
    void numbersNamesWithoutCuttingCharacters();
    void givesEachOfManyWritersItsOwnName();
    void neverOverwritesTheSource();
    void refusesFoldersThatAreNotThere();
    void leavesNothingBehindWhenCancelled();

private:
    fs::path dir() const { return m_dir->path().toStdString(); }
    WriteRequest request(const Image& image, const std::string& name, FileType type) const {
        return {.image = image, .output = dir() / name, .options = {.type = type}};
    }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void WriterTest::init() {
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(m_dir->isValid());
}

void WriterTest::roundTripsA16BitDisplayP3Photo_data() {
    QTest::addColumn<FileType>("type");
    QTest::addColumn<int>("channels");
    QTest::newRow("png rgb") << FileType::png << 3;
    QTest::newRow("png rgba") << FileType::png << 4;
    QTest::newRow("tiff rgb") << FileType::tiff << 3;
    QTest::newRow("tiff rgba") << FileType::tiff << 4;
}

void WriterTest::roundTripsA16BitDisplayP3Photo() {
    QFETCH(FileType, type);
    QFETCH(int, channels);
    const Image image = photo(channels, PixelType::u16, displayP3Profile());
    WriteRequest first = request(image, "first", type);
    first.metadata = cameraMetadata();

    const Written written = writePhoto(first, Progress());
    const Photo once = readPhoto(written.file, Limits(), Progress());
    WriteRequest second = request(once.image, "second", type);
    second.metadata = once.metadata;
    const Photo twice = readPhoto(writePhoto(second, Progress()).file, Limits(), Progress());

    QVERIFY(written.notices.empty());
    QCOMPARE(written.bytes, std::uint64_t(fs::file_size(written.file)));
    for (const Photo& result : {once, twice}) {
        QVERIFY(test::isEqual(result.image, image));
        QCOMPARE(result.image.format().icc, displayP3Profile());
        QCOMPARE(result.info.bitsPerSample, 16);
        QCOMPARE(result.info.camera, std::string("KerfCam1"));
        QCOMPARE(result.info.exposure.empty(), false);
        QCOMPARE(result.info.orientation, 1);
        QVERIFY(result.metadata.xmp.find("Rating") != std::string::npos);
        QVERIFY(result.info.notices.empty());
    }
}

void WriterTest::carriesMetadataInEveryFormat_data() {
    QTest::addColumn<FileType>("type");
    for (const FileType type : {FileType::png, FileType::tiff, FileType::jpeg, FileType::webp}) {
        QTest::addRow("%s", std::string(name(type)).c_str()) << type;
    }
}

void WriterTest::carriesMetadataInEveryFormat() {
    QFETCH(FileType, type);
    WriteRequest request = this->request(photo(3, PixelType::u8, displayP3Profile()), "out", type);
    request.metadata = cameraMetadata();

    const Photo back = readPhoto(writePhoto(request, Progress()).file, Limits(), Progress());

    QCOMPARE(back.info.camera, std::string("KerfCam1"));
    QCOMPARE(back.info.orientation, 1);
    QVERIFY(back.metadata.xmp.find("Rating") != std::string::npos);
    QCOMPARE(back.image.format().icc, displayP3Profile());
    QVERIFY(test::psnr(back.image, request.image) > 35.0);
}

void WriterTest::leavesMetadataOutWhenAsked() {
    for (const FileType type : {FileType::png, FileType::tiff, FileType::jpeg, FileType::webp}) {
        WriteRequest request =
            this->request(photo(3, PixelType::u8, displayP3Profile()), std::string(name(type)), type);
        request.metadata = cameraMetadata();
        request.options.metadata = MetadataChoice::none;

        const Photo back = readPhoto(writePhoto(request, Progress()).file, Limits(), Progress());

        QVERIFY(back.info.camera.empty() && back.metadata.xmp.find("Rating") == std::string::npos);
        QCOMPARE(back.image.format().icc, displayP3Profile());
    }
}

void WriterTest::saysWhichMetadataAJpegCantHold() {
    for (const FileType type : {FileType::jpeg, FileType::png}) {
        WriteRequest request = this->request(photo(3, PixelType::u8), std::string(name(type)), type);
        request.metadata.xmp =
            "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
            "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about='' "
            "xmlns:photoshop='http://ns.adobe.com/photoshop/1.0/' photoshop:History='" +
            std::string(70'000, 'h') + "'/></rdf:RDF></x:xmpmeta>";
        const Written written = writePhoto(request, Progress());
        const bool isJpeg = type == FileType::jpeg;
        QCOMPARE(written.notices.size(), std::size_t(isJpeg ? 1 : 0));
        QCOMPARE(readPhoto(written.file, Limits(), Progress()).info.hasXmp, !isJpeg);
    }
}

void WriterTest::convertsToTheProfileAskedFor_data() {
    QTest::addColumn<int>("profile");
    QTest::newRow("srgb") << int(ColorProfile::srgb);
    QTest::newRow("p3") << int(ColorProfile::display_p3);
    QTest::newRow("adobe") << int(ColorProfile::adobe_rgb);
}

void WriterTest::convertsToTheProfileAskedFor() {
    QFETCH(int, profile);
    const std::string wanted = ColorProfile(profile) == ColorProfile::srgb         ? std::string()
                               : ColorProfile(profile) == ColorProfile::display_p3 ? displayP3Profile()
                                                                                   : adobeRgbProfile();
    const Image image = photo(4, PixelType::u16);
    for (const FileType type : {FileType::png, FileType::tiff}) {
        WriteRequest request = this->request(image, std::string(name(type)), type);
        request.options.profile = ColorProfile(profile);

        const Photo back = readPhoto(writePhoto(request, Progress()).file, Limits(), Progress());

        QCOMPARE(back.image.format().icc, wanted);
        const Image inSrgb = convertProfile(back.image, wanted, {});
        QVERIFY(test::psnr(inSrgb, image) > 80.0);
        QCOMPARE(test::maxDifference(alphaOf(back.image), alphaOf(image)), 0.0);
    }
}

void WriterTest::writesTheDepthAskedFor() {
    const auto bits = [&](PixelType from, FileType type, int depth) {
        WriteRequest request = this->request(photo(3, from), "d", type);
        request.options.depth = depth;
        request.options.existing = ExistingPolicy::replace;
        return readInfo(writePhoto(request, Progress()).file, Limits()).bitsPerSample;
    };

    QCOMPARE(bits(PixelType::u8, FileType::png, 0), 8);
    QCOMPARE(bits(PixelType::u16, FileType::png, 0), 16);
    QCOMPARE(bits(PixelType::f32, FileType::tiff, 0), 16);
    QCOMPARE(bits(PixelType::u16, FileType::tiff, 8), 8);
    QCOMPARE(bits(PixelType::u8, FileType::tiff, 16), 16);
    const Written jpeg = writePhoto(request(photo(3, PixelType::u16), "j", FileType::jpeg), Progress());
    QCOMPARE(readInfo(jpeg.file, Limits()).bitsPerSample, 8);
    QCOMPARE(jpeg.notices.size(), std::size_t(1));

    WriteRequest impossible = request(photo(3, PixelType::u16), "x", FileType::webp);
    impossible.options.depth = 16;
    QCOMPARE(failureOf(impossible).value(), ErrorCode::invalid_option);
}

void WriterTest::laysTransparencyOverWhiteInJpeg() {
    const Image red = test::makeImage(64, 32, 4, PixelType::u8, [](int x, int) {
        return std::array<double, 4>{1, 0, 0, x < 32 ? 0.0 : 1.0};
    });

    const Written written = writePhoto(request(red, "a.jpg", FileType::jpeg), Progress());

    const Image back = readPhoto(written.file, Limits(), Progress()).image;
    const auto row = back.row<std::uint8_t>(16);
    QVERIFY(row[8 * 3] > 250 && row[8 * 3 + 1] > 250 && row[8 * 3 + 2] > 250);
    QVERIFY(row[56 * 3] > 245 && row[56 * 3 + 1] < 10 && row[56 * 3 + 2] < 10);
    QCOMPARE(written.notices.size(), std::size_t(1));
}

void WriterTest::writesAMatteAsPlainGrey_data() {
    carriesMetadataInEveryFormat_data();
}

void WriterTest::writesAMatteAsPlainGrey() {
    QFETCH(FileType, type);
    const Image matte = alphaOf(photo(4, PixelType::u8));
    WriteRequest request = this->request(matte, "m", type);
    request.options.quality = 100;
    request.options.profile = ColorProfile::display_p3; // says nothing of coverage

    const Photo back = readPhoto(writePhoto(request, Progress()).file, Limits(), Progress());

    QVERIFY(back.image.format().icc.empty() && back.info.profile.empty());
    QCOMPARE(back.info.colorModel == "grey" || type == FileType::webp, true);
    int largest = 0;
    for (int y = 0; y < 143; ++y) {
        for (std::size_t x = 0; x < 211; ++x) {
            largest = std::max(
                largest,
                std::abs(int(back.image.row<std::uint8_t>(y)[x * 3]) - int(matte.row<std::uint8_t>(y)[x])));
        }
    }
    QVERIFY2(largest <= (type == FileType::jpeg ? 3 : 0), qPrintable(QString::number(largest)));
}

void WriterTest::writesEqualChannelsAsGrey_data() {
    QTest::addColumn<FileType>("type");
    QTest::addColumn<int>("channels");
    QTest::addColumn<int>("depth");
    QTest::addColumn<bool>("isP3");
    for (const bool isP3 : {false, true}) {
        const char* space = isP3 ? "P3" : "sRGB";
        for (const auto type : {FileType::png, FileType::tiff}) {
            for (const int channels : {3, 4}) {
                for (const int depth : {8, 16}) {
                    QTest::addRow("%s %d x %d %s", name(type).data(), channels, depth, space)
                        << type << channels << depth << isP3;
                }
            }
        }
        QTest::addRow("jpeg %s", space) << FileType::jpeg << 3 << 8 << isP3;
    }
}

void WriterTest::writesEqualChannelsAsGrey() {
    QFETCH(FileType, type);
    QFETCH(int, channels);
    QFETCH(int, depth);
    QFETCH(bool, isP3);
    const Image image =
        test::makeImage(200, 60, channels, depth == 16 ? PixelType::u16 : PixelType::u8, [](int x, int y) {
            return std::array<double, 4>{x / 199.0, x / 199.0, x / 199.0, y / 59.0};
        }).withIcc(isP3 ? displayP3Profile() : std::string());
    WriteRequest grey = request(image, "grey", type);
    grey.mayBeGrey = true;
    writePhoto(grey, Progress());
    writePhoto(request(image, "color", type), Progress());
    const Photo read = readPhoto(dir() / "grey", Limits(), Progress());
    const Photo colored = readPhoto(dir() / "color", Limits(), Progress());

    QCOMPARE(read.info.channels, channels == 4 ? 2 : 1);
    QCOMPARE(colored.info.channels, channels);
    QCOMPARE(read.image.format().channels, channels);
    QVERIFY(fs::file_size(dir() / "grey") < fs::file_size(dir() / "color"));
    // Read as sRGB, which P3's curve is, too.
    const double step = type == FileType::jpeg ? 4.0 / 255 : depth == 16 ? 3.0 / 65535 : 1.0 / 255;
    QVERIFY2(
        test::maxDifference(read.image, image) <= step + 1e-9,
        qPrintable(QString::number(test::maxDifference(read.image, image) * 255)));
    if (channels == 4) {
        QCOMPARE(test::maxDifference(alphaOf(read.image), alphaOf(image)), 0.0);
    }

    WriteRequest tinted = request(photo(channels, image.format().type), "tinted", type);
    tinted.mayBeGrey = true; // but it isn't
    writePhoto(tinted, Progress());
    QCOMPARE(readPhoto(dir() / "tinted", Limits(), Progress()).info.channels, channels);
}

void WriterTest::followsThePolicyForExistingFiles() {
    const Bytes old{1, 2, 3};
    test::writeBytes(dir() / "photo.png", old);
    WriteRequest request = this->request(photo(3, PixelType::u8), "photo.png", FileType::png);

    QCOMPARE(failureOf(request).value(), ErrorCode::already_exists);
    request.options.existing = ExistingPolicy::skip;
    const Written skipped = writePhoto(request, Progress());
    QVERIFY(skipped.skipped && skipped.bytes == 0);
    QVERIFY(test::readBytes(dir() / "photo.png") == old);

    request.options.existing = ExistingPolicy::rename;
    QCOMPARE(writePhoto(request, Progress()).file, dir() / "photo-2.png");
    QCOMPARE(writePhoto(request, Progress()).file, dir() / "photo-3.png");
    QVERIFY(test::readBytes(dir() / "photo.png") == old);

    request.options.existing = ExistingPolicy::replace;
    QCOMPARE(writePhoto(request, Progress()).file, dir() / "photo.png");
    QVERIFY(test::isEqual(readPhoto(dir() / "photo.png", Limits(), Progress()).image, request.image));
}

void WriterTest::numbersNamesWithoutCuttingCharacters() {
    std::string longest; // 251 bytes of two each, and an odd one, with ".png" 255
    for (int i = 0; i < 125; ++i) {
        longest += "\xc3\xa4";
    }
    longest += "x.png";
    WriteRequest request = this->request(photo(3, PixelType::u8), longest, FileType::png);
    request.options.existing = ExistingPolicy::rename;

    writePhoto(request, Progress());
    const std::string second = writePhoto(request, Progress()).file.filename().string();

    QVERIFY(second.size() <= 255 && second.ends_with("-2.png"));
    QVERIFY(QString::fromUtf8(second.c_str()).toUtf8() == QByteArray(second.c_str()));
    QVERIFY(!QString::fromUtf8(second.c_str()).contains(QChar::ReplacementCharacter));
}

void WriterTest::givesEachOfManyWritersItsOwnName() {
    WriteRequest request = this->request(photo(3, PixelType::u8), "same.png", FileType::png);
    request.options.existing = ExistingPolicy::rename;
    std::array<fs::path, 8> names;
    {
        std::vector<std::jthread> writers;
        for (fs::path& name : names) {
            writers.emplace_back([&name, &request] { name = writePhoto(request, Progress()).file; });
        }
    }

    QCOMPARE(std::set<fs::path>(names.begin(), names.end()).size(), names.size());
    QCOMPARE(test::filesUnder(dir()).size(), names.size());
}

void WriterTest::neverOverwritesTheSource() {
    const Bytes source{9, 9, 9};
    test::writeBytes(dir() / "photo.png", source);
    fs::create_hard_link(dir() / "photo.png", dir() / "hard.png");
    fs::create_symlink("photo.png", dir() / "soft.png");
    fs::create_directory_symlink(".", dir() / "loop");

    for (const char* name : {"photo.png", "hard.png", "soft.png", "loop/photo.png"}) {
        for (const ExistingPolicy policy : {ExistingPolicy::replace, ExistingPolicy::fail}) {
            WriteRequest request = this->request(photo(3, PixelType::u8), name, FileType::png);
            request.source = dir() / "photo.png";
            request.options.existing = policy;
            QCOMPARE(failureOf(request).value(), ErrorCode::source_in_danger);
        }
    }
    WriteRequest renamed = request(photo(3, PixelType::u8), "photo.png", FileType::png);
    renamed.source = dir() / "photo.png";
    renamed.options.existing = ExistingPolicy::rename;
    QCOMPARE(writePhoto(renamed, Progress()).file, dir() / "photo-2.png");
    QVERIFY(test::readBytes(dir() / "photo.png") == source);
}

void WriterTest::refusesFoldersThatAreNotThere() {
    QCOMPARE(
        failureOf(request(photo(3, PixelType::u8), "none/a.png", FileType::png)).value(),
        ErrorCode::file_not_found);
    QVERIFY(test::filesUnder(dir()).empty());
}

void WriterTest::leavesNothingBehindWhenCancelled() {
    const Image image = photo(4, PixelType::u16, displayP3Profile());
    for (const FileType type : {FileType::png, FileType::tiff, FileType::jpeg, FileType::webp}) {
        for (const double at : {0.0, 0.2, 0.5}) {
            std::stop_source stop;
            const Progress progress(stop.get_token(), [&](double fraction) {
                if (fraction >= at) {
                    stop.request_stop();
                }
            });
            WriteRequest request = this->request(image, "c", type);
            request.options.profile = ColorProfile::srgb;
            QVERIFY_EXCEPTION_THROWN(writePhoto(request, progress), Cancelled);
        }
    }
    QVERIFY(test::filesUnder(dir()).empty());
}

QTEST_GUILESS_MAIN(WriterTest)
#include "writer_test.moc"
