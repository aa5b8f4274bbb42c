#include "core/base/error.h"
#include "core/io/codec.h"
#include "core/io/color.h"
#include "tests/support/corpus.h"
#include "tests/support/failure.h"
#include "tests/support/test_images.h"

#include <QtTest/QtTest>
#include <png.h>
#include <zlib.h>

#include <chrono>
#include <cmath>
#include <cstring>
#include <stop_token>

using namespace kerf;
namespace fs = std::filesystem;

namespace {

using Bytes = std::vector<std::uint8_t>;

io::Decoded decode(const Bytes& bytes) {
    return io::pngCodec().read({{}, bytes}, Limits(), Progress());
}

// The code of the Error that reading gives; nothing when it gave a picture.
std::optional<ErrorCode> failureOf(const Bytes& bytes) {
    return test::codeThrownBy([&] { decode(bytes); });
}

void append32(Bytes& out, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
        out.push_back(std::uint8_t(value >> unsigned(shift)));
    }
}

void appendChunk(Bytes& out, const char* type, const Bytes& data) {
    append32(out, std::uint32_t(data.size()));
    Bytes body(type, type + 4);
    body.insert(body.end(), data.begin(), data.end());
    out.insert(out.end(), body.begin(), body.end());
    append32(out, std::uint32_t(crc32(0, body.data(), uInt(body.size()))));
}

Bytes packed(const Bytes& data) {
    uLongf size = compressBound(data.size());
    Bytes out(size);
    compress2(out.data(), &size, data.data(), data.size(), 9);
    out.resize(size);
    return out;
}

struct Chunk {
    const char* type;
    Bytes data;
};

// A PNG built by hand: header, `before`, the rows as given, packed.
Bytes handMade(
    std::uint32_t width,
    std::uint32_t height,
    int depth,
    int colorType,
    const std::vector<Chunk>& before,
    const Bytes& rows) {
    Bytes out{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    Bytes header;
    append32(header, width);
    append32(header, height);
    header.insert(header.end(), {std::uint8_t(depth), std::uint8_t(colorType), 0, 0, 0});
    appendChunk(out, "IHDR", header);
    for (const Chunk& chunk : before) {
        appendChunk(out, chunk.type, chunk.data);
    }
    appendChunk(out, "IDAT", packed(rows));
    appendChunk(out, "IEND", {});
    return out;
}

Bytes numbers(std::initializer_list<std::uint32_t> values) {
    Bytes out;
    for (const std::uint32_t value : values) {
        append32(out, value);
    }
    return out;
}

// One RGB pixel of 8 bit with further chunks.
Bytes onePixel(const std::vector<Chunk>& chunks) {
    return handMade(1, 1, 8, 2, chunks, {0, 10, 20, 30});
}

Image photo(int channels, PixelType type) {
    return test::makeImage(97, 61, channels, type, [](int x, int y) {
        return std::array<double, 4>{x / 96.0, y / 60.0, 0.5 + 0.5 * std::sin(x * 0.3 + y), (x + y) / 156.0};
    });
}

// libpng's own expansion, as its high-level interface gives it.
struct Reference {
    int width = 0;
    int height = 0;
    int channels = 0;
    int depth = 0;
    Bytes rows;
};

struct MemoryFile {
    const Bytes* bytes;
    std::size_t at;
};

std::optional<Reference> readWithLibpng(const Bytes& bytes) {
    png_structp png = png_create_read_struct(
        PNG_LIBPNG_VER_STRING, nullptr, [](png_structp p, png_const_charp) { png_longjmp(p, 1); },
        [](png_structp, png_const_charp) {});
    png_infop info = png_create_info_struct(png);
    static Reference reference; // outlives the jump
    reference = {};
    MemoryFile file{&bytes, 0};
    if (setjmp(png_jmpbuf(png))) {
        png_destroy_read_struct(&png, &info, nullptr);
        return std::nullopt;
    }
    png_set_read_fn(png, &file, [](png_structp p, png_bytep to, std::size_t size) {
        auto* from = static_cast<MemoryFile*>(png_get_io_ptr(p));
        if (from->at + size > from->bytes->size()) {
            png_error(p, "end");
        }
        std::memcpy(to, from->bytes->data() + from->at, size);
        from->at += size;
    });
    png_read_png(
        png, info, PNG_TRANSFORM_EXPAND | PNG_TRANSFORM_GRAY_TO_RGB | PNG_TRANSFORM_SWAP_ENDIAN, nullptr);
    reference.width = int(png_get_image_width(png, info));
    reference.height = int(png_get_image_height(png, info));
    reference.channels = png_get_channels(png, info);
    reference.depth = png_get_bit_depth(png, info);
    const std::size_t rowBytes = png_get_rowbytes(png, info);
    png_bytepp rows = png_get_rows(png, info);
    for (int y = 0; y < reference.height; ++y) {
        reference.rows.insert(reference.rows.end(), rows[y], rows[y] + rowBytes);
    }
    png_destroy_read_struct(&png, &info, nullptr);
    return reference;
}

bool equalsReference(const Image& image, const Reference& reference) {
    const ImageFormat& format = image.format();
    return format.width == reference.width && format.height == reference.height &&
           format.channels == reference.channels &&
           format.bytesPerSample() * 8 == unsigned(reference.depth) &&
           format.bytes() == reference.rows.size() &&
           std::memcmp(image.pixels().data(), reference.rows.data(), reference.rows.size()) == 0;
}

} // namespace

class CodecPngTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsPixelsWhenWrittenAndRead_data();
    void keepsPixelsWhenWrittenAndRead();
    void keepsPixelsOfManyStrips_data();
    void keepsPixelsOfManyStrips();
    void widensGreyWhenReadingAMatte();
    void keepsProfileExifAndXmp();
    void marksSrgbWithoutAProfile();
    void readsXmpThatIsPacked();
    void takesColorByTheRules();
    void saysThatAnAnimationIsReadAsAStill();
    void readsPngSuiteAsLibpngDoes();
    void refusesEveryCorruptFileOfPngSuite();
    void endsInAPictureOrAnErrorForEveryFileOfTheCorpus();
    void leavesADamagedTextPartOut();
    void refusesEveryTruncation();
    void refusesAFlippedByteOfThePixels();
    void refusesBombsFromTheHeader();
    void refusesASizeThatItsDataCannotFill();
    void leavesTextAndProfileBombsOut();
    void unpacksNoChunkTwice();
    void saysOnceThatPartsAreDamaged();
    void stopsWhenCancelled();
};

void CodecPngTest::keepsPixelsWhenWrittenAndRead_data() {
    QTest::addColumn<int>("channels");
    QTest::addColumn<int>("bytes");
    QTest::newRow("rgb8") << 3 << 1;
    QTest::newRow("rgb16") << 3 << 2;
    QTest::newRow("rgba8") << 4 << 1;
    QTest::newRow("rgba16") << 4 << 2;
}

void CodecPngTest::keepsPixelsWhenWrittenAndRead() {
    QFETCH(int, channels);
    QFETCH(int, bytes);
    const Image image = photo(channels, bytes == 1 ? PixelType::u8 : PixelType::u16);

    const io::Decoded decoded = decode(io::encodePng(image, {}, Progress()));

    QVERIFY(test::isEqual(decoded.image, image));
    QCOMPARE(decoded.info.bitsPerSample, bytes * 8);
    QCOMPARE(decoded.info.hasAlpha, channels == 4);
}

void CodecPngTest::keepsPixelsOfManyStrips() {
    QFETCH(int, channels);
    QFETCH(int, bytes);
    // Noise over even areas: every filter is chosen somewhere, runs of zeros cross the strips' borders.
    ImageFormat format{.width = 701, .height = 903, .channels = channels};
    format.type = bytes == 1 ? PixelType::u8 : PixelType::u16;
    format.alpha = channels == 4 ? AlphaKind::straight : AlphaKind::none;
    ImageBuffer buffer(format);
    std::uint32_t state = 1;
    std::size_t at = 0;
    for (std::byte& value : buffer.pixels()) {
        state = state * 1664525U + 1013904223U;
        const bool isEven = (at++ / 40'000) % 3 == 0;
        value = std::byte(isEven ? 0 : (at / 97) % 200 + (state >> 28U));
    }
    const Image image(std::move(buffer));

    for (const PngEffort effort : {PngEffort::fast, PngEffort::smallest}) {
        const io::Decoded decoded = decode(io::encodePng(image, {}, Progress(), effort));

        QCOMPARE(decoded.info.notices.size(), std::size_t(0));
        if (channels > 1) {
            QVERIFY(test::isEqual(decoded.image, image));
        }
    }
}

void CodecPngTest::keepsPixelsOfManyStrips_data() {
    keepsPixelsWhenWrittenAndRead_data();
}

void CodecPngTest::widensGreyWhenReadingAMatte() {
    const Image matte = photo(1, PixelType::u16);

    const io::Decoded decoded = decode(io::encodePng(matte, {}, Progress()));

    QCOMPARE(decoded.info.colorModel, std::string("grey"));
    QCOMPARE(decoded.image.format().channels, 3);
    const auto from = matte.row<std::uint16_t>(60);
    const auto to = decoded.image.row<std::uint16_t>(60);
    for (std::size_t x = 0; x < 97; ++x) {
        QCOMPARE(to[x * 3], from[x]);
        QCOMPARE(to[x * 3 + 2], from[x]);
    }
}

void CodecPngTest::keepsProfileExifAndXmp() {
    io::Extras extras;
    extras.icc = displayP3Profile();
    extras.metadata.exif = {'I', 'I', 42, 0, 8, 0, 0, 0, 0, 0};
    extras.metadata.xmp = "<x:xmpmeta xmlns:x='adobe:ns:meta/'>\xc3\xa4</x:xmpmeta>";

    const io::Decoded decoded = decode(io::encodePng(photo(4, PixelType::u16), extras, Progress()));

    QCOMPARE(decoded.icc, extras.icc);
    QCOMPARE(decoded.metadata.exif, extras.metadata.exif);
    QCOMPARE(decoded.metadata.xmp, extras.metadata.xmp);
}

void CodecPngTest::marksSrgbWithoutAProfile() {
    const Bytes bytes = io::encodePng(photo(3, PixelType::u8), {.icc = srgbProfile()}, Progress());

    const std::string text(bytes.begin(), bytes.end());
    QVERIFY(text.find("sRGB") != std::string::npos);
    QVERIFY(text.find("iCCP") == std::string::npos);
    QVERIFY(decode(bytes).icc.empty());
}

void CodecPngTest::readsXmpThatIsPacked() {
    const std::string xmp(3000, 'x');
    Bytes data;
    const std::string head("XML:com.adobe.xmp\0\1\0\0\0", 22);
    data.insert(data.end(), head.begin(), head.end());
    const Bytes body = packed(Bytes(xmp.begin(), xmp.end()));
    data.insert(data.end(), body.begin(), body.end());

    QCOMPARE(decode(onePixel({{"iTXt", data}})).metadata.xmp, xmp);
}

void CodecPngTest::takesColorByTheRules() {
    const Bytes srgbPrimaries = numbers({31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000});
    const Bytes adobePrimaries = numbers({31270, 32900, 64000, 33000, 21000, 71000, 15000, 6000});

    QVERIFY(decode(onePixel({{"gAMA", numbers({45455})}, {"cHRM", srgbPrimaries}})).icc.empty());
    QVERIFY(decode(onePixel({{"sRGB", {0}}, {"gAMA", numbers({100000})}})).icc.empty());
    QCOMPARE(decode(onePixel({{"cICP", {12, 13, 0, 1}}})).icc, displayP3Profile());

    const ProfileInfo linear = inspectProfile(decode(onePixel({{"gAMA", numbers({100000})}})).icc);
    QCOMPARE(linear.kind, ProfileKind::rgb);
    QVERIFY(!linear.isWorkingSpace);
    const ProfileInfo wide = inspectProfile(decode(onePixel({{"cHRM", adobePrimaries}})).icc);
    QVERIFY(wide.isWorkingSpace && !wide.isSrgb);

    const io::Decoded hdr = decode(onePixel({{"cICP", {9, 16, 0, 1}}}));
    QVERIFY(hdr.icc.empty());
    QCOMPARE(hdr.info.notices.size(), std::size_t(1));
    const io::Decoded broken = decode(onePixel({{"iCCP", {'a', 0, 0, 1, 2, 3}}}));
    QVERIFY(broken.icc.empty());
    QCOMPARE(broken.info.notices.size(), std::size_t(1));
}

void CodecPngTest::saysThatAnAnimationIsReadAsAStill() {
    const io::Decoded decoded = decode(onePixel({{"acTL", numbers({5, 0})}}));

    QCOMPARE(decoded.info.notices.size(), std::size_t(1));
    QVERIFY(decoded.info.notices[0].find("5 pictures") != std::string::npos);
}

void CodecPngTest::readsPngSuiteAsLibpngDoes() {
    const fs::path corpus = test::corpusDir("png");
    if (corpus.empty()) {
        QSKIP("the PNG corpus is not here");
    }
    int compared = 0;
    for (const fs::path& file : test::filesUnder(corpus)) {
        const std::string name = file.filename().string();
        if (file.parent_path().filename() != "pngsuite" || file.extension() != ".png" || name[0] == 'x') {
            continue;
        }
        const Bytes bytes = test::readBytes(file);
        const auto reference = readWithLibpng(bytes);
        QVERIFY2(reference.has_value(), name.c_str());
        QVERIFY2(equalsReference(decode(bytes).image, *reference), name.c_str());
        ++compared;
    }
    QVERIFY(compared >= 100);
}

void CodecPngTest::refusesEveryCorruptFileOfPngSuite() {
    const fs::path corpus = test::corpusDir("png");
    if (corpus.empty()) {
        QSKIP("the PNG corpus is not here");
    }
    int refused = 0;
    for (const fs::path& file : test::filesUnder(corpus)) {
        const std::string name = file.filename().string();
        if (name[0] == 'x' && file.extension() == ".png") {
            QVERIFY2(failureOf(test::readBytes(file)) == ErrorCode::corrupt_file, name.c_str());
            ++refused;
        }
    }
    QVERIFY(refused >= 10);
}

void CodecPngTest::endsInAPictureOrAnErrorForEveryFileOfTheCorpus() {
    const fs::path corpus = test::corpusDir("png");
    if (corpus.empty()) {
        QSKIP("the PNG corpus is not here");
    }
    int whole = 0;
    int refused = 0;
    for (const fs::path& file : test::filesUnder(corpus)) {
        const Bytes bytes = test::readBytes(file);
        const auto failure = failureOf(bytes);
        (failure ? refused : whole) += 1;
        const auto reference = readWithLibpng(bytes);
        QVERIFY2(!reference || !failure, file.c_str());
        if (reference) {
            QVERIFY2(equalsReference(decode(bytes).image, *reference), file.c_str());
        }
    }
    qInfo("%d decoded, %d refused", whole, refused);
    QVERIFY(whole >= 160);
}

void CodecPngTest::leavesADamagedTextPartOut() {
    Bytes bytes = onePixel({{"eXIf", {'I', 'I', 42, 0, 8, 0, 0, 0, 0, 0}}});
    bytes[8 + 25 + 8] ^= 1U; // the first byte in eXIf
    const io::Decoded decoded = decode(bytes);
    QVERIFY(decoded.metadata.exif.empty());
    QCOMPARE(decoded.info.notices.size(), std::size_t(1));

    Bytes transparency = handMade(1, 1, 8, 2, {{"tRNS", {0, 10, 0, 20, 0, 30}}}, {0, 10, 20, 30});
    QCOMPARE(decode(transparency).image.format().channels, 4);
    transparency[8 + 25 + 8] ^= 1U;
    QCOMPARE(failureOf(transparency).value(), ErrorCode::corrupt_file);
}

void CodecPngTest::refusesEveryTruncation() {
    const Bytes whole = io::encodePng(photo(4, PixelType::u16), {.icc = displayP3Profile()}, Progress());
    for (std::size_t i = 0; i < 256; ++i) {
        const Bytes part(whole.begin(), whole.begin() + std::ptrdiff_t(whole.size() * i / 256));
        QCOMPARE(failureOf(part).value(), ErrorCode::corrupt_file);
    }
    QVERIFY(failureOf(Bytes(whole.begin(), whole.end() - 1)) == ErrorCode::corrupt_file);
}

void CodecPngTest::refusesAFlippedByteOfThePixels() {
    const Bytes whole = io::encodePng(photo(3, PixelType::u8), {}, Progress());
    for (std::size_t at = 8; at < whole.size(); at += 13) {
        Bytes bytes = whole;
        bytes[at] = std::uint8_t(bytes[at] ^ 0x10U);
        QVERIFY2(failureOf(bytes).has_value(), qPrintable(QString::number(at)));
    }
}

void CodecPngTest::refusesBombsFromTheHeader() {
    const auto start = std::chrono::steady_clock::now();
    const Bytes zeros(1 << 20, 0);

    QCOMPARE(failureOf(handMade(65'000, 65'000, 8, 6, {}, zeros)).value(), ErrorCode::too_large);
    QCOMPARE(failureOf(handMade(0x7fffffff, 0x7fffffff, 16, 6, {}, zeros)).value(), ErrorCode::too_large);
    QCOMPARE(failureOf(handMade(0, 5, 8, 2, {}, zeros)).value(), ErrorCode::corrupt_file);

    QVERIFY(std::chrono::steady_clock::now() - start < std::chrono::seconds(2));
}

void CodecPngTest::refusesASizeThatItsDataCannotFill() {
    QCOMPARE(failureOf(handMade(20'000, 20'000, 16, 6, {}, Bytes(4096, 0))).value(), ErrorCode::corrupt_file);
}

void CodecPngTest::leavesTextAndProfileBombsOut() {
    Bytes bomb{'a', 0, 0};
    const Bytes body = packed(Bytes(std::size_t{80} << 20U, 0));
    bomb.insert(bomb.end(), body.begin(), body.end());
    Bytes xmpBomb;
    const std::string head("XML:com.adobe.xmp\0\1\0\0\0", 22);
    xmpBomb.insert(xmpBomb.end(), head.begin(), head.end());
    xmpBomb.insert(xmpBomb.end(), body.begin(), body.end());
    const Bytes bytes =
        onePixel({{"zTXt", bomb}, {"zTXt", bomb}, {"zTXt", bomb}, {"iCCP", bomb}, {"iTXt", xmpBomb}});

    const auto start = std::chrono::steady_clock::now();
    const io::Decoded decoded = decode(bytes);

    QVERIFY(std::chrono::steady_clock::now() - start < std::chrono::seconds(3));
    QVERIFY(decoded.icc.empty() && decoded.metadata.xmp.empty());
    QCOMPARE(decoded.info.notices.size(), std::size_t(2));
}

void CodecPngTest::unpacksNoChunkTwice() {
    Bytes text;
    const std::string head("XML:com.adobe.xmp\0\1\0\0\0", 22);
    text.insert(text.end(), head.begin(), head.end());
    Bytes profile{'a', 0, 0};
    const Bytes body = packed(Bytes(std::size_t{15} << 20U, 0)); // within the limits, but no profile
    text.insert(text.end(), body.begin(), body.end() - 8);       // and cut off
    profile.insert(profile.end(), body.begin(), body.end());
    std::vector<Chunk> chunks;
    for (int i = 0; i < 2000; ++i) { // 40 MB of file, 60 GB unpacked
        chunks.push_back({"iTXt", text});
        chunks.push_back({"iCCP", profile});
    }
    const Bytes bytes = onePixel(chunks);

    const auto start = std::chrono::steady_clock::now();
    const io::Decoded decoded = io::pngCodec().readInfo({{}, bytes}, Limits());

    QVERIFY(std::chrono::steady_clock::now() - start < std::chrono::seconds(3));
    QCOMPARE(decoded.info.notices.size(), std::size_t(1));
}

void CodecPngTest::saysOnceThatPartsAreDamaged() {
    Bytes bytes = onePixel({{"tEXt", {'a', 0, 'b'}}, {"tEXt", {'c', 0, 'd'}}});
    const auto spoil = [&](char letter) {
        *std::ranges::find(bytes, std::uint8_t(letter)) = 'x'; // the checksums are wrong now
    };
    spoil('b');
    spoil('d');

    QCOMPARE(decode(bytes).info.notices.size(), std::size_t(1));
}

void CodecPngTest::stopsWhenCancelled() {
    std::stop_source stop;
    stop.request_stop();
    const Progress progress(stop.get_token(), {});
    const Image image = photo(3, PixelType::u8);
    const Bytes bytes = io::encodePng(image, {}, Progress());

    QVERIFY_EXCEPTION_THROWN(io::encodePng(image, {}, progress), Cancelled);
    QVERIFY_EXCEPTION_THROWN(io::pngCodec().read({{}, bytes}, Limits(), progress), Cancelled);
}

QTEST_GUILESS_MAIN(CodecPngTest)
#include "codec_png_test.moc"
