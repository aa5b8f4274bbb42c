#include "core/base/error.h"
#include "core/io/codec.h"
#include "core/io/color.h"
#include "tests/core/io/make_jpeg.h"
#include "tests/support/failure.h"
#include "tests/support/test_images.h"

#include <QTest>
#include <webp/encode.h>
#include <webp/mux.h>

#include <algorithm>
#include <optional>
#include <stop_token>

using namespace kerf;

namespace {

using Bytes = std::vector<std::uint8_t>;

std::array<double, 4> smooth(int x, int y) {
    return {0.2 + x / 200.0, 0.1 + y / 150.0, 0.8 - x / 400.0 - y / 300.0, (x + y) % 2 == 0 ? 1.0 : 0.25};
}

// No two neighbours alike: what is not lossless shows.
std::array<double, 4> rough(int x, int y) {
    const int n = x * 7919 + y * 104'729;
    return {(n % 251) / 255.0, (n % 241) / 255.0, (n % 239) / 255.0, (n % 233) / 255.0};
}

io::Decoded decode(const Bytes& bytes) {
    return io::webpCodec().read({{}, bytes}, Limits(), Progress());
}

std::optional<ErrorCode> failureOf(const Bytes& bytes, const Limits& limits = Limits()) {
    return test::codeThrownBy([&] { io::webpCodec().read({{}, bytes}, limits, Progress()); });
}

// Two frames of 40 x 30: the first red, the second blue.
Bytes animation() {
    WebPAnimEncoderOptions options;
    WebPAnimEncoderOptionsInit(&options);
    WebPAnimEncoder* encoder = WebPAnimEncoderNew(40, 30, &options);
    WebPConfig config;
    WebPConfigInit(&config);
    config.lossless = 1;
    int time = 0;
    for (const std::uint32_t color : {0xffff0000U, 0xff0000ffU}) {
        WebPPicture picture;
        WebPPictureInit(&picture);
        picture.use_argb = 1;
        picture.width = 40;
        picture.height = 30;
        WebPPictureAlloc(&picture);
        for (int y = 0; y < 30; ++y) {
            std::fill_n(picture.argb + y * picture.argb_stride, 40, color);
        }
        WebPAnimEncoderAdd(encoder, &picture, time, &config);
        WebPPictureFree(&picture);
        time += 100;
    }
    WebPAnimEncoderAdd(encoder, nullptr, time, nullptr);
    WebPData data;
    WebPDataInit(&data);
    WebPAnimEncoderAssemble(encoder, &data);
    WebPAnimEncoderDelete(encoder);
    Bytes bytes(data.bytes, data.bytes + data.size);
    WebPDataClear(&data);
    return bytes;
}

} // namespace

class CodecWebpTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void losslessKeepsEverySample_data() {
        QTest::addColumn<int>("channels");
        QTest::newRow("RGB") << 3;
        QTest::newRow("RGBA") << 4;
    }

    void losslessKeepsEverySample() {
        QFETCH(int, channels);
        const Image image = test::makeImage(61, 43, channels, PixelType::u8, rough);

        const io::Decoded decoded = decode(io::encodeWebp(image, 100, {}, Progress()));

        QCOMPARE(decoded.info.format, std::string("WebP"));
        QCOMPARE(decoded.info.hasAlpha, channels == 4);
        QCOMPARE(decoded.info.channels, channels);
        QVERIFY(decoded.info.notices.empty());
        QVERIFY(std::ranges::equal(decoded.image.pixels(), image.pixels()));
    }

    void lossyIsClose() {
        const Image image = test::makeImage(80, 60, 4, PixelType::u8, smooth);
        const io::Decoded decoded = decode(io::encodeWebp(image, 92, {}, Progress()));
        const Image opaque = test::makeImage(80, 60, 3, PixelType::u8, smooth);
        QVERIFY(test::psnr(decode(io::encodeWebp(opaque, 92, {}, Progress())).image, opaque) > 36.0);
        for (int y = 0; y < 60; ++y) { // alpha stays exact
            for (std::size_t i = 3; i < 80 * 4; i += 4) {
                QCOMPARE(decoded.image.row<std::uint8_t>(y)[i], image.row<std::uint8_t>(y)[i]);
            }
        }
    }

    void greyIsWidened() {
        const Image grey = test::makeImage(
            30, 20, 1, PixelType::u8, [](int x, int) { return std::array<double, 4>{x / 30.0}; });
        const Image back = decode(io::encodeWebp(grey, 100, {}, Progress())).image;
        for (std::size_t x = 0; x < 30; ++x) {
            for (std::size_t c = 0; c < 3; ++c) {
                QCOMPARE(back.row<std::uint8_t>(7)[3 * x + c], grey.row<std::uint8_t>(7)[x]);
            }
        }
    }

    void carriesProfileAndMetadata() {
        const io::Extras extras{
            .icc = displayP3Profile(), .metadata = {.exif = test::makeExif(1), .xmp = "<x/>"}};
        const Image image = test::makeImage(20, 20, 3, PixelType::u8, smooth);
        const Bytes bytes = io::encodeWebp(image, 80, extras, Progress());

        for (const io::Decoded& decoded : {decode(bytes), io::webpCodec().readInfo({{}, bytes}, Limits())}) {
            QCOMPARE(decoded.icc, extras.icc);
            QCOMPARE(decoded.metadata.exif, extras.metadata.exif);
            QCOMPARE(decoded.metadata.xmp, extras.metadata.xmp);
            QCOMPARE(decoded.info.width, 20);
        }
        const Limits tight{.maxProfileBytes = 10, .maxMetadataBytes = 3};
        const io::Decoded bare = io::webpCodec().read({{}, bytes}, tight, Progress());
        QVERIFY(bare.icc.empty() && bare.metadata.exif.empty() && bare.metadata.xmp.empty());
        QCOMPARE(bare.info.notices.size(), std::size_t(3));
    }

    void givesTheFirstFrameOfAnAnimation() {
        const io::Decoded decoded = decode(animation());
        QCOMPARE(decoded.info.notices.size(), std::size_t(1));
        QVERIFY(decoded.info.notices[0].find("1 further frame") != std::string::npos);
        const auto row = decoded.image.row<std::uint8_t>(15);
        QCOMPARE(int(row[0]), 255);
        QCOMPARE(int(row[2]), 0);
        QCOMPARE(int(row[3]), 255);
    }

    void neverGivesACutFileOut_data() {
        QTest::addColumn<int>("quality");
        QTest::newRow("lossy") << 90;
        QTest::newRow("lossless") << 100;
    }

    void neverGivesACutFileOut() {
        QFETCH(int, quality);
        const Image image = test::makeImage(120, 90, 4, PixelType::u8, smooth);
        const Bytes whole =
            io::encodeWebp(image, quality, {.icc = displayP3Profile(), .metadata = {}}, Progress());
        for (std::size_t part = 0; part < 64; ++part) {
            const Bytes cut(whole.begin(), whole.begin() + std::ptrdiff_t(whole.size() * part / 64));
            QCOMPARE(failureOf(cut), std::optional(ErrorCode::corrupt_file));
        }
        QCOMPARE(failureOf(Bytes(whole.begin(), whole.end() - 1)), std::optional(ErrorCode::corrupt_file));
        QCOMPARE(failureOf(whole), std::optional<ErrorCode>());
    }

    void aFlippedByteNeverEndsBadly() {
        const Image image = test::makeImage(60, 50, 4, PixelType::u8, smooth);
        const Bytes whole = io::encodeWebp(image, 90, {}, Progress());
        for (std::size_t i = 0; i < whole.size(); ++i) {
            Bytes bytes = whole;
            bytes[i] = std::uint8_t(bytes[i] ^ 0xff);
            const auto failure = failureOf(bytes);
            QVERIFY(
                !failure || failure == ErrorCode::corrupt_file || failure == ErrorCode::unsupported_format ||
                failure == ErrorCode::too_large);
        }
    }

    void checksTheSizeFirst() {
        const Image image = test::makeImage(60, 50, 3, PixelType::u8, smooth);
        const Bytes bytes = io::encodeWebp(image, 90, {}, Progress());
        QCOMPARE(failureOf(bytes, Limits{.maxPixels = 2999}), std::optional(ErrorCode::too_large));
        QCOMPARE(failureOf(bytes, Limits{.maxSide = 59}), std::optional(ErrorCode::too_large));
    }

    void stopsWhenAsked() {
        std::stop_source source;
        source.request_stop();
        const Progress stopped(source.get_token(), nullptr);
        const Image image = test::makeImage(200, 200, 3, PixelType::u8, rough);
        QVERIFY_EXCEPTION_THROWN(io::encodeWebp(image, 90, {}, stopped), Cancelled);
        const Bytes bytes = io::encodeWebp(image, 100, {}, Progress());
        QVERIFY_EXCEPTION_THROWN(io::webpCodec().read({{}, bytes}, Limits(), stopped), Cancelled);
    }

    void refusesMoreThanAWebpHolds() {
        const Image wide = test::makeImage(16'384, 1, 3, PixelType::u8, smooth);
        QVERIFY_EXCEPTION_THROWN(io::encodeWebp(wide, 90, {}, Progress()), Error);
    }
};

QTEST_GUILESS_MAIN(CodecWebpTest)
#include "codec_webp_test.moc"
