#include "core/base/error.h"
#include "core/io/codec.h"
#include "core/io/color.h"
#include "core/io/jpeg_segments.h"
#include "tests/core/io/make_jpeg.h"
#include "tests/support/failure.h"
#include "tests/support/test_images.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>
#include <optional>
#include <stop_token>

using namespace kerf;
using test::JpegRecipe;

namespace {

using Bytes = std::vector<std::uint8_t>;

// Smooth enough for any subsampling, and different in every corner.
std::array<std::uint8_t, 4> smooth(int x, int y) {
    return {std::uint8_t(40 + 2 * x), std::uint8_t(30 + 3 * y), std::uint8_t(200 - x - y), 0};
}

Image expected(int width, int height) {
    return test::makeImage(width, height, 3, PixelType::u8, [](int x, int y) {
        const auto p = smooth(x, y);
        return std::array<double, 4>{p[0] / 255.0, p[1] / 255.0, p[2] / 255.0, 1.0};
    });
}

io::Decoded decode(const Bytes& bytes, const Progress& progress = Progress()) {
    return io::jpegCodec().read({{}, bytes}, Limits(), progress);
}

std::optional<ErrorCode> failureOf(const Bytes& bytes, const Limits& limits = Limits()) {
    return test::codeThrownBy([&] { io::jpegCodec().read({{}, bytes}, limits, Progress()); });
}

bool hasNotice(const PhotoInfo& info, const std::string& part) {
    return std::ranges::any_of(
        info.notices, [&](const std::string& notice) { return notice.find(part) != std::string::npos; });
}

std::size_t findMarker(const Bytes& bytes, std::uint8_t marker, std::size_t from = 0) {
    for (std::size_t i = from; i + 1 < bytes.size(); ++i) {
        if (bytes[i] == 0xff && bytes[i + 1] == marker) {
            return i;
        }
    }
    return bytes.size();
}

// The picture's only colour, and whether it is one.
std::array<int, 3> colorOf(const Image& image) {
    const auto row = image.row<std::uint8_t>(image.format().height / 2);
    const std::size_t middle = row.size() / 6 * 3;
    return {row[middle], row[middle + 1], row[middle + 2]};
}

bool isNear(const std::array<int, 3>& one, const std::array<int, 3>& other, int tolerance) {
    return std::ranges::equal(one, other, [=](int a, int b) { return std::abs(a - b) <= tolerance; });
}

constexpr std::uint8_t kStartOfFrame = 0xc0;
constexpr std::uint8_t kStartOfScan = 0xda;

} // namespace

class CodecJpegTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsEveryKind_data() {
        QTest::addColumn<int>("horizontal");
        QTest::addColumn<int>("vertical");
        QTest::addColumn<bool>("progressive");
        QTest::addColumn<bool>("arithmetic");
        QTest::addColumn<int>("restartRows");
        QTest::newRow("baseline 4:4:4") << 1 << 1 << false << false << 0;
        QTest::newRow("baseline 4:2:0") << 2 << 2 << false << false << 0;
        QTest::newRow("baseline 4:2:2") << 2 << 1 << false << false << 0;
        QTest::newRow("baseline 4:1:1") << 4 << 1 << false << false << 0;
        QTest::newRow("restart markers") << 2 << 2 << false << false << 1;
        QTest::newRow("progressive") << 2 << 2 << true << false << 0;
        QTest::newRow("arithmetic") << 1 << 1 << false << true << 0;
        QTest::newRow("arithmetic, progressive") << 2 << 2 << true << true << 0;
    }

    void readsEveryKind() {
        QFETCH(int, horizontal);
        QFETCH(int, vertical);
        QFETCH(bool, progressive);
        QFETCH(bool, arithmetic);
        QFETCH(int, restartRows);
        const Bytes bytes = test::makeJpeg(
            JpegRecipe{
                .width = 97,
                .height = 61,
                .isProgressive = progressive,
                .isArithmetic = arithmetic,
                .horizontal = horizontal,
                .vertical = vertical,
                .restartRows = restartRows},
            smooth);

        const io::Decoded decoded = decode(bytes);

        QCOMPARE(decoded.info.format, std::string("JPEG"));
        QCOMPARE(decoded.info.colorModel, std::string("RGB"));
        QCOMPARE(decoded.info.channels, 3);
        QVERIFY(decoded.info.notices.empty());
        QVERIFY2(test::psnr(decoded.image, expected(97, 61)) > 38.0, "far from the picture");
    }

    void widensGrey() {
        const Bytes bytes =
            test::makeJpeg(JpegRecipe{.samples = JCS_GRAYSCALE, .stored = JCS_GRAYSCALE}, [](int x, int) {
                return std::array<std::uint8_t, 4>{std::uint8_t(2 * x)};
            });

        const io::Decoded decoded = decode(bytes);

        QCOMPARE(decoded.info.colorModel, std::string("grey"));
        QCOMPARE(decoded.info.channels, 1);
        const Image wanted = test::makeImage(96, 64, 3, PixelType::u8, [](int x, int) {
            return std::array<double, 4>{2 * x / 255.0, 2 * x / 255.0, 2 * x / 255.0, 1.0};
        });
        QVERIFY(test::psnr(decoded.image, wanted) > 40.0);
    }

    void readsInk_data() {
        QTest::addColumn<bool>("adobe");
        QTest::addColumn<bool>("ycck");
        QTest::addColumn<int>("cyan");
        QTest::addColumn<int>("magenta");
        QTest::addColumn<int>("yellow");
        QTest::addColumn<int>("black");
        QTest::newRow("paper") << true << false << 0 << 0 << 0 << 0;
        QTest::newRow("cyan") << true << false << 255 << 0 << 0 << 0;
        QTest::newRow("half black") << true << false << 0 << 0 << 0 << 128;
        QTest::newRow("mixed") << true << false << 30 << 90 << 200 << 60;
        QTest::newRow("mixed, YCCK") << true << true << 30 << 90 << 200 << 60;
        QTest::newRow("mixed, not Adobe's") << false << false << 30 << 90 << 200 << 60;
    }

    void readsInk() {
        QFETCH(bool, adobe);
        QFETCH(bool, ycck);
        QFETCH(int, cyan);
        QFETCH(int, magenta);
        QFETCH(int, yellow);
        QFETCH(int, black);
        const auto stored = [&](int ink) { return std::uint8_t(adobe ? 255 - ink : ink); };
        const Bytes bytes = test::makeJpeg(
            JpegRecipe{.samples = JCS_CMYK, .stored = ycck ? JCS_YCCK : JCS_CMYK, .hasAdobeMarker = adobe},
            [&](int, int) {
                return std::array{stored(cyan), stored(magenta), stored(yellow), stored(black)};
            });

        const io::Decoded decoded = decode(bytes);

        QCOMPARE(decoded.info.colorModel, std::string(ycck ? "YCCK" : "CMYK"));
        QCOMPARE(decoded.image.format().channels, 3);
        const auto light = [&](int ink) { return (255 - ink) * (255 - black) / 255; };
        QVERIFY(isNear(colorOf(decoded.image), {light(cyan), light(magenta), light(yellow)}, 3));
    }

    void aProfileOfAnotherKindOnInkIsSaid() {
        JpegRecipe recipe{.samples = JCS_CMYK, .stored = JCS_CMYK, .hasAdobeMarker = true};
        recipe.markers.emplace_back(2, std::string("ICC_PROFILE\0\1\1", 14) + displayP3Profile());
        const io::Decoded decoded = decode(test::makeJpeg(recipe, [](int, int) {
            return std::array<std::uint8_t, 4>{255, 255, 255, 255};
        }));

        QVERIFY(hasNotice(decoded.info, "CMYK profile"));
        QVERIFY(decoded.icc.empty());
        QVERIFY(isNear(colorOf(decoded.image), {255, 255, 255}, 1));
    }

    void writesWhatItReads() {
        const Image image = expected(97, 61);
        const io::Extras extras{
            .icc = displayP3Profile(), .metadata = {.exif = test::makeExif(1), .xmp = "<x/>"}};

        const io::Decoded decoded = decode(io::encodeJpeg(image, 95, extras, Progress()));

        QVERIFY(test::psnr(decoded.image, image) > 40.0);
        QCOMPARE(decoded.icc, extras.icc);
        QCOMPARE(decoded.metadata.exif, extras.metadata.exif);
        QCOMPARE(decoded.metadata.xmp, extras.metadata.xmp);
    }

    void aLargeProfileGoesIntoSeveralSegments() {
        std::string icc = displayP3Profile();
        icc.resize(150'000, 'p');
        const Bytes bytes = io::encodeJpeg(expected(16, 16), 90, {.icc = icc, .metadata = {}}, Progress());
        QCOMPARE(decode(bytes).icc, icc);
    }

    void metadataUpToASegmentsSizeAreKept() {
        const auto encoded = [](std::size_t exif, std::size_t xmp) {
            const io::Extras extras{
                .icc = {}, .metadata = {.exif = Bytes(exif, 7), .xmp = std::string(xmp, 'x')}};
            return decode(io::encodeJpeg(expected(16, 16), 90, extras, Progress())).metadata;
        };
        const Metadata most = encoded(io::kMaxJpegExifBytes, io::kMaxJpegXmpBytes);
        QCOMPARE(most.exif.size(), io::kMaxJpegExifBytes);
        QCOMPARE(most.xmp.size(), io::kMaxJpegXmpBytes);
        const Metadata more = encoded(io::kMaxJpegExifBytes + 1, io::kMaxJpegXmpBytes + 1);
        QVERIFY(more.exif.empty() && more.xmp.empty());
    }

    void aProfileWithAPartMissingIsSaid() {
        JpegRecipe recipe;
        recipe.markers.emplace_back(2, std::string("ICC_PROFILE\0\1\2", 14) + "half");
        const io::Decoded decoded = decode(test::makeJpeg(recipe, smooth));
        QVERIFY(decoded.icc.empty());
        QVERIFY(hasNotice(decoded.info, "profile is damaged"));
    }

    void keepsColourAtFullSizeFrom90() {
        const auto lumaSampling = [](const Bytes& bytes) {
            return int(bytes[findMarker(bytes, kStartOfFrame) + 11]);
        };
        const Image image = expected(64, 48);
        QCOMPARE(lumaSampling(io::encodeJpeg(image, 90, {}, Progress())), 0x11);
        QCOMPARE(lumaSampling(io::encodeJpeg(image, 89, {}, Progress())), 0x22);
    }

    void writesGrey() {
        const Image grey = test::makeImage(
            40, 20, 1, PixelType::u8, [](int x, int) { return std::array<double, 4>{x / 40.0}; });
        const io::Decoded decoded = decode(io::encodeJpeg(grey, 95, {}, Progress()));
        QCOMPARE(decoded.info.channels, 1);
        QVERIFY(std::abs(colorOf(decoded.image)[0] - 128) < 4);
    }

    void saysThatFurtherPicturesAreLeft() {
        JpegRecipe recipe;
        recipe.markers.emplace_back(2, std::string("MPF\0MM", 6));
        QVERIFY(hasNotice(decode(test::makeJpeg(recipe, smooth)).info, "further pictures"));
    }

    void neverGivesACutFileOut_data() {
        QTest::addColumn<bool>("progressive");
        QTest::newRow("baseline") << false;
        QTest::newRow("progressive") << true;
    }

    void neverGivesACutFileOut() {
        QFETCH(bool, progressive);
        const Bytes whole =
            test::makeJpeg(JpegRecipe{.width = 200, .height = 150, .isProgressive = progressive}, smooth);
        for (std::size_t part = 0; part < 64; ++part) {
            const Bytes cut(whole.begin(), whole.begin() + std::ptrdiff_t(whole.size() * part / 64));
            QCOMPARE(failureOf(cut), std::optional(ErrorCode::corrupt_file));
        }
        QCOMPARE(failureOf(Bytes(whole.begin(), whole.end() - 1)), std::optional(ErrorCode::corrupt_file));
        QCOMPARE(failureOf(whole), std::optional<ErrorCode>());
    }

    void refusesThousandsOfScans() {
        const Bytes once = test::makeJpeg(
            JpegRecipe{.samples = JCS_GRAYSCALE, .stored = JCS_GRAYSCALE, .hasSingleDcScan = true}, smooth);
        const std::size_t first = findMarker(once, kStartOfScan);
        std::size_t end = first + 2;
        while (once[end] != 0xff || once[end + 1] == 0) {
            ++end;
        }
        const auto repeated = [&](int times) {
            Bytes bytes(once.begin(), once.begin() + std::ptrdiff_t(end));
            for (int i = 1; i < times; ++i) {
                bytes.insert(
                    bytes.end(), once.begin() + std::ptrdiff_t(first), once.begin() + std::ptrdiff_t(end));
            }
            bytes.insert(bytes.end(), once.begin() + std::ptrdiff_t(end), once.end());
            return bytes;
        };
        QCOMPARE(failureOf(repeated(20)), std::optional<ErrorCode>());
        QCOMPARE(failureOf(repeated(5000)), std::optional(ErrorCode::corrupt_file));
    }

    void manySegmentsTakeLinearTime() {
        Bytes bytes{0xff, 0xd8};
        for (int i = 0; i < 200'000; ++i) {
            bytes.insert(bytes.end(), {0xff, 0xe1, 0x00, 0x02});
        }
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(failureOf(bytes), std::optional(ErrorCode::corrupt_file));
        QVERIFY2(timer.elapsed() < 2000, "took too long");
    }

    void checksTheSizeBeforeItAllocates() {
        Bytes bytes = test::makeJpeg(JpegRecipe(), smooth);
        const std::size_t frame = findMarker(bytes, kStartOfFrame);
        std::fill_n(bytes.begin() + std::ptrdiff_t(frame) + 5, 4, std::uint8_t(0xfd));
        QCOMPARE(failureOf(bytes), std::optional(ErrorCode::too_large));

        const Bytes small = test::makeJpeg(JpegRecipe(), smooth);
        QCOMPARE(failureOf(small, Limits{.maxPixels = 96 * 64 - 1}), std::optional(ErrorCode::too_large));
        QCOMPARE(failureOf(small, Limits{.maxPixels = 96 * 64}), std::optional<ErrorCode>());
    }

    void refusesTwelveBits() {
        Bytes bytes = test::makeJpeg(JpegRecipe(), smooth);
        bytes[findMarker(bytes, kStartOfFrame) + 4] = 12;
        QCOMPARE(failureOf(bytes), std::optional(ErrorCode::unsupported_format));
    }

    void stopsWhenAsked_data() {
        QTest::addColumn<bool>("progressive");
        QTest::newRow("baseline") << false;
        QTest::newRow("progressive") << true;
    }

    void stopsWhenAsked() {
        QFETCH(bool, progressive);
        const Bytes bytes =
            test::makeJpeg(JpegRecipe{.width = 400, .height = 400, .isProgressive = progressive}, smooth);
        std::stop_source source;
        int reports = 0;
        const Progress progress(source.get_token(), [&](double) {
            if (++reports == 3) {
                source.request_stop();
            }
        });
        QVERIFY_EXCEPTION_THROWN(decode(bytes, progress), Cancelled);
        QCOMPARE(reports, 3);
        const Progress stopped(source.get_token(), nullptr);
        QVERIFY_EXCEPTION_THROWN(io::encodeJpeg(expected(64, 64), 90, {}, stopped), Cancelled);
    }

    void writingStopsInEitherPass() {
        const Image image = expected(300, 300);
        std::vector<double> reports;
        io::encodeJpeg(image, 90, {}, Progress({}, [&](double f) { reports.push_back(f); }));
        QVERIFY(std::ranges::is_sorted(reports));
        QVERIFY(std::ranges::count_if(reports, [](double f) { return f > 0.6 && f < 1.0; }) > 5);
        for (std::size_t at = 1; at < reports.size(); ++at) {
            std::stop_source source;
            std::size_t count = 0;
            const Progress progress(source.get_token(), [&](double) {
                if (++count == at) {
                    source.request_stop();
                }
            });
            QVERIFY_EXCEPTION_THROWN(io::encodeJpeg(image, 90, {}, progress), Cancelled);
        }
    }

    void progressOnlyGrows() {
        const Bytes bytes =
            test::makeJpeg(JpegRecipe{.width = 300, .height = 300, .isProgressive = true}, smooth);
        std::vector<double> reports;
        decode(bytes, Progress({}, [&](double fraction) { reports.push_back(fraction); }));
        QVERIFY(reports.size() > 5);
        QVERIFY(std::ranges::is_sorted(reports));
    }

    void readInfoSeesTheHeader() {
        JpegRecipe recipe{.width = 120, .height = 80};
        const Bytes bytes = test::makeJpeg(recipe, smooth);
        const io::Decoded decoded =
            io::jpegCodec().readInfo({{}, std::span(bytes).first(bytes.size() / 2)}, Limits());
        QVERIFY(decoded.image.empty());
        QCOMPARE(decoded.info.width, 120);
        QCOMPARE(decoded.info.height, 80);
        QCOMPARE(decoded.info.bitsPerSample, 8);
    }

    void refusesMoreThanAJpegHolds() {
        const Image wide =
            test::makeImage(65'501, 1, 3, PixelType::u8, [](int, int) { return std::array<double, 4>{}; });
        QVERIFY_EXCEPTION_THROWN(io::encodeJpeg(wide, 90, {}, Progress()), Error);
    }
};

QTEST_GUILESS_MAIN(CodecJpegTest)
#include "codec_jpeg_test.moc"
