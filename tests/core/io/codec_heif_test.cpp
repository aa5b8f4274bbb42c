#include "core/base/error.h"
#include "core/io/codec.h"
#include "core/io/color.h"
#include "tests/core/io/make_jpeg.h"
#include "tests/support/failure.h"
#include "tests/support/test_images.h"

#include <QTest>
#include <libheif/heif.h>

#include <algorithm>
#include <optional>
#include <stop_token>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
using LeaksAreTheLibrarys = __lsan::ScopedDisabler;
#else
struct LeaksAreTheLibrarys {
    LeaksAreTheLibrarys() {} // not trivial, so that no compiler calls it unused
};
#endif

using namespace kerf;

// The encoder that makes the files leaks, in a library that is no part of Kerf.
extern "C" __attribute__((visibility("default"))) const char* __lsan_default_suppressions() { // NOLINT
    return "leak:libx265";
}

namespace {

using Bytes = std::vector<std::uint8_t>;

struct HeifRecipe {
    heif_compression_format compression = heif_compression_HEVC;
    int width = 96;
    int height = 64;
    int bits = 8;
    bool hasAlpha = false;
    bool isPremultiplied = false;
    int pictures = 1;
    int primaries = 1; // ITU-T H.273
    heif_orientation orientation = heif_orientation_normal;
    std::string icc;
    Bytes exif; // a TIFF block
    std::string xmp;
};

std::array<double, 4> smooth(int x, int y) {
    return {0.15 + x / 160.0, 0.1 + y / 100.0, 0.8 - x / 300.0 - y / 300.0, 0.2 + 0.6 * (y / 64.0)};
}

// Throws for a step that failed, so that no test goes on without its file.
void require(const heif_error& error) {
    if (error.code != heif_error_Ok) {
        throw std::runtime_error(error.message);
    }
}

heif_image* makePlane(const HeifRecipe& recipe) {
    const bool isDeep = recipe.bits > 8;
    const heif_chroma chroma =
        recipe.hasAlpha ? (isDeep ? heif_chroma_interleaved_RRGGBBAA_LE : heif_chroma_interleaved_RGBA)
                        : (isDeep ? heif_chroma_interleaved_RRGGBB_LE : heif_chroma_interleaved_RGB);
    heif_image* image = nullptr;
    require(heif_image_create(recipe.width, recipe.height, heif_colorspace_RGB, chroma, &image));
    require(heif_image_add_plane(image, heif_channel_interleaved, recipe.width, recipe.height, recipe.bits));
    int stride = 0;
    std::uint8_t* plane = heif_image_get_plane(image, heif_channel_interleaved, &stride);
    const std::size_t channels = recipe.hasAlpha ? 4 : 3;
    const double full = (1 << recipe.bits) - 1;
    for (int y = 0; y < recipe.height; ++y) {
        for (int x = 0; x < recipe.width; ++x) {
            auto pixel = smooth(x, y);
            for (std::size_t c = 0; c < 3 && recipe.isPremultiplied; ++c) {
                pixel[c] *= pixel[3];
            }
            for (std::size_t c = 0; c < channels; ++c) {
                const auto value = unsigned(std::clamp(pixel[c], 0.0, 1.0) * full + 0.5);
                const std::size_t at = std::size_t(x) * channels + c;
                std::uint8_t* row = plane + std::size_t(y) * std::size_t(stride);
                if (isDeep) {
                    row[2 * at] = std::uint8_t(value & 0xffU);
                    row[2 * at + 1] = std::uint8_t(value >> 8U);
                } else {
                    row[at] = std::uint8_t(value);
                }
            }
        }
    }
    return image;
}

void addExtras(heif_context* context, heif_image_handle* handle, const HeifRecipe& recipe) {
    if (!recipe.exif.empty()) {
        require(heif_context_add_exif_metadata(
            context, handle, recipe.exif.data(), static_cast<int>(recipe.exif.size())));
    }
    if (!recipe.xmp.empty()) {
        require(heif_context_add_XMP_metadata(
            context, handle, recipe.xmp.data(), static_cast<int>(recipe.xmp.size())));
    }
}

void encodeOne(heif_context* context, heif_encoder* encoder, const HeifRecipe& recipe) {
    heif_image* image = makePlane(recipe);
    if (!recipe.icc.empty()) {
        require(heif_image_set_raw_color_profile(image, "prof", recipe.icc.data(), recipe.icc.size()));
    }
    heif_image_set_premultiplied_alpha(image, recipe.isPremultiplied ? 1 : 0);
    heif_color_profile_nclx* nclx = heif_nclx_color_profile_alloc();
    require(heif_nclx_color_profile_set_color_primaries(nclx, std::uint16_t(recipe.primaries)));
    require(heif_nclx_color_profile_set_transfer_characteristics(nclx, 13));
    require(heif_nclx_color_profile_set_matrix_coefficients(nclx, 6));
    nclx->full_range_flag = 1;
    require(heif_image_set_nclx_color_profile(image, nclx));
    heif_encoding_options* options = heif_encoding_options_alloc();
    options->output_nclx_profile = nclx;
    options->macOS_compatibility_workaround_no_nclx_profile = 0;
    options->image_orientation = recipe.orientation;
    heif_image_handle* handle = nullptr;
    require(heif_context_encode_image(context, image, encoder, options, &handle));
    addExtras(context, handle, recipe);
    heif_image_handle_release(handle);
    heif_encoding_options_free(options);
    heif_nclx_color_profile_free(nclx);
    heif_image_release(image);
}

Bytes encode(const HeifRecipe& recipe) {
    heif_context* context = heif_context_alloc();
    heif_encoder* encoder = nullptr;
    require(heif_context_get_encoder_for_format(context, recipe.compression, &encoder));
    require(heif_encoder_set_lossy_quality(encoder, 95));
    // libheif 1.15 asks libaom for a profile in which deep colour is 4:2:2.
    const bool isDeepAv1 = recipe.compression == heif_compression_AV1 && recipe.bits > 8;
    heif_encoder_set_parameter(encoder, "chroma", isDeepAv1 ? "422" : "444");
    heif_encoder_set_parameter(encoder, "speed", "8"); // AV1's; others refuse it
    for (int i = 0; i < recipe.pictures; ++i) {
        encodeOne(context, encoder, recipe);
    }
    heif_encoder_release(encoder);
    Bytes bytes;
    heif_writer writer{
        .writer_api_version = 1, .write = [](heif_context*, const void* data, size_t size, void* to) {
            const auto* first = static_cast<const std::uint8_t*>(data);
            static_cast<Bytes*>(to)->assign(first, first + size);
            return heif_error{heif_error_Ok, heif_suberror_Unspecified, ""};
        }};
    require(heif_context_write(context, &writer, &bytes));
    heif_context_free(context);
    return bytes;
}

io::Decoded decode(const Bytes& bytes) {
    return io::heifCodec().read({{}, bytes}, Limits(), Progress());
}

std::optional<ErrorCode> failureOf(const Bytes& bytes, const Limits& limits = Limits()) {
    return test::codeThrownBy([&] { io::heifCodec().read({{}, bytes}, limits, Progress()); });
}

bool isAllowed(std::optional<ErrorCode> failure) {
    return !failure || failure == ErrorCode::corrupt_file || failure == ErrorCode::unsupported_format ||
           failure == ErrorCode::too_large;
}

} // namespace

class CodecHeifTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (heif_have_encoder_for_format(heif_compression_HEVC) == 0 ||
            heif_have_encoder_for_format(heif_compression_AV1) == 0) {
            QSKIP("libheif has no encoder here to make the test's files with");
        }
    }

    void readsEveryKind_data() {
        QTest::addColumn<bool>("isAv1");
        QTest::addColumn<int>("bits");
        QTest::addColumn<bool>("alpha");
        QTest::newRow("HEIC 8 bit") << false << 8 << false;
        QTest::newRow("HEIC 8 bit, alpha") << false << 8 << true;
        QTest::newRow("HEIC 10 bit") << false << 10 << false;
        QTest::newRow("AVIF 8 bit") << true << 8 << false;
        QTest::newRow("AVIF 8 bit, alpha") << true << 8 << true;
        QTest::newRow("AVIF 10 bit") << true << 10 << false;
        QTest::newRow("AVIF 12 bit") << true << 12 << false;
    }

    void readsEveryKind() {
        QFETCH(bool, isAv1);
        QFETCH(int, bits);
        QFETCH(bool, alpha);
        const Bytes bytes = encode(HeifRecipe{
            .compression = isAv1 ? heif_compression_AV1 : heif_compression_HEVC,
            .bits = bits,
            .hasAlpha = alpha});

        QVERIFY(io::heifCodec().sniff(bytes));
        const io::Decoded decoded = decode(bytes);

        QCOMPARE(decoded.info.format, std::string(isAv1 ? "AVIF" : "HEIC"));
        QCOMPARE(decoded.info.bitsPerSample, bits);
        QCOMPARE(decoded.info.hasAlpha, alpha);
        QCOMPARE(decoded.orientation, 1);
        QCOMPARE(decoded.image.format().type, bits > 8 ? PixelType::u16 : PixelType::u8);
        const Image wanted =
            test::makeImage(96, 64, alpha ? 4 : 3, bits > 8 ? PixelType::u16 : PixelType::u8, smooth);
        QVERIFY2(test::psnr(decoded.image, wanted) > 38.0, "far from the picture");
        QVERIFY(test::maxDifference(decoded.image, wanted) < 0.05);
    }

    void straightensPremultipliedAlpha() {
        const Bytes bytes = encode(HeifRecipe{.hasAlpha = true, .isPremultiplied = true});
        const Image wanted = test::makeImage(96, 64, 4, PixelType::u8, smooth);
        QVERIFY(test::psnr(decode(bytes).image, wanted) > 32.0);
    }

    void turnsAsTheContainerSays() {
        const Bytes bytes = encode(HeifRecipe{.orientation = heif_orientation_rotate_90_cw});
        const io::Decoded info = io::heifCodec().readInfo({{}, bytes}, Limits());
        QCOMPARE(info.info.width, 64);
        QCOMPARE(info.info.height, 96);
        const io::Decoded decoded = decode(bytes);
        const Image wanted =
            test::makeImage(64, 96, 3, PixelType::u8, [](int x, int y) { return smooth(y, 63 - x); });
        QVERIFY(test::psnr(decoded.image, wanted) > 38.0);
        QCOMPARE(decoded.orientation, 1);
    }

    void readsProfiles() {
        const io::Decoded embedded = decode(encode(HeifRecipe{.icc = adobeRgbProfile()}));
        QCOMPARE(embedded.icc, adobeRgbProfile());
        const io::Decoded named = decode(encode(HeifRecipe{.primaries = 12}));
        QVERIFY(inspectProfile(named.icc).isWorkingSpace);
        QVERIFY(!inspectProfile(named.icc).isSrgb);
        QVERIFY(decode(encode(HeifRecipe{.primaries = 1})).icc.empty());
    }

    void readsMetadata() {
        const Bytes exif = test::makeExif(6);
        const io::Decoded decoded = decode(encode(HeifRecipe{.exif = exif, .xmp = "<x/>"}));
        QCOMPARE(decoded.metadata.exif, exif);
        QCOMPARE(decoded.metadata.xmp, std::string("<x/>"));
    }

    void saysThatFurtherPicturesAreLeft() {
        const io::Decoded decoded = decode(encode(HeifRecipe{.pictures = 2}));
        QCOMPARE(decoded.info.notices.size(), std::size_t(1));
        QVERIFY(decoded.info.notices[0].find("1 further picture") != std::string::npos);
    }

    void neverGivesACutFileOut_data() {
        QTest::addColumn<bool>("isAv1");
        QTest::newRow("HEIC") << false;
        QTest::newRow("AVIF") << true;
    }

    void neverGivesACutFileOut() {
        QFETCH(bool, isAv1);
        const Bytes whole = encode(HeifRecipe{
            .compression = isAv1 ? heif_compression_AV1 : heif_compression_HEVC,
            .width = 160,
            .height = 120});
        for (std::size_t part = 0; part < 64; ++part) {
            const Bytes cut(whole.begin(), whole.begin() + std::ptrdiff_t(whole.size() * part / 64));
            const auto failure = failureOf(cut);
            QVERIFY2(failure == ErrorCode::corrupt_file, qPrintable(QString::number(part)));
        }
        QCOMPARE(failureOf(Bytes(whole.begin(), whole.end() - 1)), std::optional(ErrorCode::corrupt_file));
        QCOMPARE(failureOf(whole), std::optional<ErrorCode>());
    }

    void aFlippedByteNeverEndsBadly_data() { neverGivesACutFileOut_data(); }

    void aFlippedByteNeverEndsBadly() {
        QFETCH(bool, isAv1);
        const Bytes whole = encode(HeifRecipe{
            .compression = isAv1 ? heif_compression_AV1 : heif_compression_HEVC, .exif = test::makeExif(6)});
        for (std::size_t i = 0; i < std::min<std::size_t>(whole.size(), 1500); ++i) {
            Bytes bytes = whole;
            bytes[i] = std::uint8_t(bytes[i] ^ (i % 2 == 0 ? 0xffU : 0x41U));
            const LeaksAreTheLibrarys scope; // libheif 1.15 loses a picture on some errors of its decoders
            const auto failure = failureOf(bytes);
            QVERIFY2(isAllowed(failure), qPrintable(QString::number(i)));
        }
    }

    void checksTheSizeFirst() {
        const Bytes bytes = encode(HeifRecipe{});
        QCOMPARE(failureOf(bytes, Limits{.maxPixels = 96 * 64 - 1}), std::optional(ErrorCode::too_large));
        QCOMPARE(failureOf(bytes, Limits{.maxSide = 95}), std::optional(ErrorCode::too_large));
    }

    void stopsWhenAsked() {
        const Bytes bytes = encode(HeifRecipe{});
        std::stop_source source;
        source.request_stop();
        const Progress stopped(source.get_token(), nullptr);
        QVERIFY_EXCEPTION_THROWN(io::heifCodec().read({{}, bytes}, Limits(), stopped), Cancelled);
    }

    void othersOfItsFamilyAreNotTaken() {
        const std::string video =
            std::string("\0\0\0\x18", 4) + "ftypmp42" + std::string(4, '\0') + "mp42isom";
        QVERIFY(!io::heifCodec().sniff(Bytes(video.begin(), video.end())));
    }
};

QTEST_GUILESS_MAIN(CodecHeifTest)
#include "codec_heif_test.moc"
