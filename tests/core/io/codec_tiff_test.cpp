#include "core/base/error.h"
#include "core/io/codec.h"
#include "core/io/color.h"
#include "tests/support/camera_exif.h"
#include "tests/support/corpus.h"
#include "tests/support/failure.h"
#include "tests/support/test_images.h"

#include <QtTest/QtTest>
#include <tiffio.h>

#include <chrono>
#include <cmath>
#include <functional>
#include <optional>
#include <stop_token>

using namespace kerf;
namespace fs = std::filesystem;

namespace {

using Bytes = std::vector<std::uint8_t>;

io::Decoded decode(const Bytes& bytes) {
    return io::tiffCodec().read({{}, bytes}, Limits(), Progress());
}

std::optional<ErrorCode> failureOf(const Bytes& bytes) {
    return test::codeThrownBy([&] { decode(bytes); });
}

Image photo(int width, int height, int channels, PixelType type) {
    return test::makeImage(width, height, channels, type, [&](int x, int y) {
        return std::array<double, 4>{
            x / double(width), y / double(height), 0.5 + 0.5 * std::sin(x * 0.3 + y),
            (x + y) / double(width + height)};
    });
}

// A TIFF made by libtiff in a file, `fill` setting tags and pixels.
Bytes made(const std::function<void(TIFF*)>& fill) {
    QTemporaryDir dir;
    const fs::path file = fs::path(dir.path().toStdString()) / "t.tif";
    TIFF* tiff = TIFFOpen(file.c_str(), "w");
    fill(tiff);
    TIFFClose(tiff);
    return test::readBytes(file);
}

struct Layout {
    std::uint32_t width = 70;
    std::uint32_t height = 50;
    int bits = 8;
    int samples = 3;
    int photometric = PHOTOMETRIC_RGB;
    int compression = COMPRESSION_NONE;
    int planar = PLANARCONFIG_CONTIG;
    std::uint32_t tile = 0;
    std::vector<std::uint16_t> extra;
};

void setTags(TIFF* tiff, const Layout& layout) {
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, layout.width);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, layout.height);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, layout.bits);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, layout.samples);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, layout.photometric);
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, layout.compression);
    TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, layout.planar);
    if (!layout.extra.empty()) {
        TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, int(layout.extra.size()), layout.extra.data());
    }
    if (layout.tile > 0) {
        TIFFSetField(tiff, TIFFTAG_TILEWIDTH, layout.tile);
        TIFFSetField(tiff, TIFFTAG_TILELENGTH, layout.tile);
    } else {
        TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, 7);
    }
}

// The pixels of `image`, whose depth and channels the layout has, in strips or tiles, planes apart or not.
template <typename T>
Bytes laidOut(const Image& image, const Layout& layout) {
    return made([&](TIFF* tiff) {
        setTags(tiff, layout);
        const int planes = layout.planar == PLANARCONFIG_SEPARATE ? layout.samples : 1;
        const auto all = std::size_t(layout.samples);
        const std::size_t each = all / std::size_t(planes);
        for (int plane = 0; plane < planes; ++plane) {
            const auto sample = [&](std::uint32_t x, std::uint32_t y, std::size_t s) {
                return image.row<T>(int(y))[x * all + std::size_t(plane) + s];
            };
            if (layout.tile == 0) {
                std::vector<T> row(layout.width * each);
                for (std::uint32_t y = 0; y < layout.height; ++y) {
                    for (std::size_t i = 0; i < row.size(); ++i) {
                        row[i] = sample(std::uint32_t(i / each), y, i % each);
                    }
                    TIFFWriteScanline(tiff, row.data(), y, std::uint16_t(plane));
                }
                continue;
            }
            for (std::uint32_t top = 0; top < layout.height; top += layout.tile) {
                for (std::uint32_t left = 0; left < layout.width; left += layout.tile) {
                    std::vector<T> tile(std::size_t(layout.tile) * layout.tile * each);
                    for (std::uint32_t y = top; y < std::min(layout.height, top + layout.tile); ++y) {
                        for (std::uint32_t x = left; x < std::min(layout.width, left + layout.tile); ++x) {
                            for (std::size_t s = 0; s < each; ++s) {
                                tile[((y - top) * layout.tile + (x - left)) * each + s] = sample(x, y, s);
                            }
                        }
                    }
                    TIFFWriteTile(tiff, tile.data(), left, top, 0, std::uint16_t(plane));
                }
            }
        }
    });
}

struct Reference {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::vector<std::uint32_t> pixels; // RGBA, premultiplied
};

// libtiff's own RGBA conversion; nothing where it fails or says anything.
std::optional<Reference> readWithLibtiff(const fs::path& file) {
    TIFF* tiff = TIFFOpen(file.c_str(), "r");
    if (tiff == nullptr) {
        return std::nullopt;
    }
    Reference reference;
    TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &reference.width);
    TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &reference.height);
    bool isOk = reference.width < 10'000 && reference.height < 10'000;
    if (isOk) {
        std::uint16_t orientation = 1;
        TIFFGetFieldDefaulted(tiff, TIFFTAG_ORIENTATION, &orientation);
        reference.pixels.resize(std::size_t(reference.width) * reference.height);
        isOk = TIFFReadRGBAImageOriented(
                   tiff, reference.width, reference.height, reference.pixels.data(), orientation, 1) == 1;
    }
    TIFFClose(tiff);
    return isOk ? std::optional(std::move(reference)) : std::nullopt;
}

// The largest difference in 8-bit steps, alpha not looked at; -1 when the sizes differ.
int difference(const Image& image, const Reference& reference) {
    const ImageFormat& format = image.format();
    if (std::uint32_t(format.width) != reference.width || std::uint32_t(format.height) != reference.height) {
        return -1;
    }
    int largest = 0;
    const auto channels = std::size_t(format.channels);
    for (int y = 0; y < format.height; ++y) {
        for (std::size_t x = 0; x < std::size_t(format.width); ++x) {
            const std::uint32_t pixel = reference.pixels[std::size_t(y) * reference.width + x];
            const std::array<std::uint32_t, 3> wanted{TIFFGetR(pixel), TIFFGetG(pixel), TIFFGetB(pixel)};
            for (std::size_t c = 0; c < 3; ++c) {
                const int value = format.type == PixelType::u16
                                      ? int((image.row<std::uint16_t>(y)[x * channels + c] + 128) / 257)
                                      : int(image.row<std::uint8_t>(y)[x * channels + c]);
                largest = std::max(largest, std::abs(value - int(wanted[c])));
            }
        }
    }
    return largest;
}

} // namespace

class CodecTiffTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void keepsPixelsWhenWrittenAndRead_data();
    void keepsPixelsWhenWrittenAndRead();
    void widensGreyWhenReadingAMatte();
    void keepsProfileExifAndXmp();
    void isReadByLibtiff();
    void readsEveryLayout_data();
    void readsEveryLayout();
    void takesPremultipliedAlphaApart();
    void readsOneBitPaletteAndInvertedGrey();
    void convertsCmyk();
    void reportsProgressUpwardsForCmykToo();
    void readsTheFirstPageAndSaysSo();
    void refusesFloatAndForeignColors();
    void readsTheCorpusAsLibtiffDoes();
    void refusesEveryTruncation();
    void refusesBombsFromTheHeader();
    void stopsWhenCancelled();
};

void CodecTiffTest::initTestCase() {
    TIFFSetErrorHandler(nullptr); // the reference's own complaints
    TIFFSetWarningHandler(nullptr);
}

void CodecTiffTest::keepsPixelsWhenWrittenAndRead_data() {
    QTest::addColumn<int>("channels");
    QTest::addColumn<int>("bytes");
    QTest::newRow("rgb8") << 3 << 1;
    QTest::newRow("rgb16") << 3 << 2;
    QTest::newRow("rgba8") << 4 << 1;
    QTest::newRow("rgba16") << 4 << 2;
}

void CodecTiffTest::keepsPixelsWhenWrittenAndRead() {
    QFETCH(int, channels);
    QFETCH(int, bytes);
    const Image image = photo(997, 613, channels, bytes == 1 ? PixelType::u8 : PixelType::u16);

    const io::Decoded decoded = decode(io::encodeTiff(image, {}, Progress()));

    QVERIFY(test::isEqual(decoded.image, image));
    QCOMPARE(decoded.info.bitsPerSample, bytes * 8);
    QCOMPARE(decoded.info.hasAlpha, channels == 4);
    QVERIFY(decoded.info.notices.empty());
}

void CodecTiffTest::widensGreyWhenReadingAMatte() {
    const Image matte = photo(97, 61, 1, PixelType::u16);

    const io::Decoded decoded = decode(io::encodeTiff(matte, {}, Progress()));

    QCOMPARE(decoded.info.colorModel, std::string("grey"));
    const auto from = matte.row<std::uint16_t>(60);
    const auto to = decoded.image.row<std::uint16_t>(60);
    for (std::size_t x = 0; x < 97; ++x) {
        QCOMPARE(to[x * 3], from[x]);
        QCOMPARE(to[x * 3 + 2], from[x]);
    }
}

void CodecTiffTest::keepsProfileExifAndXmp() {
    io::Extras extras;
    extras.icc = displayP3Profile();
    extras.metadata.exif = test::cameraExif();
    extras.metadata.xmp =
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
        "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description "
        "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmp:Rating=\"4\"/></rdf:RDF></x:xmpmeta>";
    PhotoInfo wanted;
    describe(extras.metadata, wanted);
    QCOMPARE(wanted.camera, std::string("KerfCam1"));
    const Image image = photo(300, 200, 4, PixelType::u16);

    const io::Decoded decoded = decode(io::encodeTiff(image, extras, Progress()));

    QVERIFY(test::isEqual(decoded.image, image));
    QCOMPARE(decoded.icc, extras.icc);
    PhotoInfo info;
    describe(decoded.metadata, info);
    QCOMPARE(info.camera, wanted.camera);
    QCOMPARE(info.exposure, wanted.exposure);
    QVERIFY(!info.exposure.empty());
    QVERIFY(decoded.metadata.xmp.find("Rating") != std::string::npos);
}

void CodecTiffTest::isReadByLibtiff() {
    const Image image = photo(300, 200, 3, PixelType::u8);
    QTemporaryDir dir;
    const fs::path file = fs::path(dir.path().toStdString()) / "t.tif";

    test::writeBytes(file, io::encodeTiff(image, {.icc = displayP3Profile()}, Progress()));

    const auto reference = readWithLibtiff(file);
    QVERIFY(reference.has_value());
    QCOMPARE(difference(image, *reference), 0);
}

void CodecTiffTest::readsEveryLayout_data() {
    QTest::addColumn<int>("bits");
    QTest::addColumn<int>("samples");
    QTest::addColumn<int>("compression");
    QTest::addColumn<int>("planar");
    QTest::addColumn<int>("tile");
    for (const int bits : {8, 16}) {
        for (const int samples : {3, 4}) {
            for (const int compression :
                 {COMPRESSION_NONE, COMPRESSION_LZW, COMPRESSION_ADOBE_DEFLATE, COMPRESSION_PACKBITS}) {
                for (const int planar : {PLANARCONFIG_CONTIG, PLANARCONFIG_SEPARATE}) {
                    for (const int tile : {0, 32}) {
                        QTest::addRow(
                            "%d bits %d samples compression %d planar %d tile %d", bits, samples, compression,
                            planar, tile)
                            << bits << samples << compression << planar << tile;
                    }
                }
            }
        }
    }
}

void CodecTiffTest::readsEveryLayout() {
    QFETCH(int, bits);
    QFETCH(int, samples);
    QFETCH(int, compression);
    QFETCH(int, planar);
    QFETCH(int, tile);
    Layout layout{
        .bits = bits,
        .samples = samples,
        .compression = compression,
        .planar = planar,
        .tile = std::uint32_t(tile)};
    if (samples == 4) {
        layout.extra = {EXTRASAMPLE_UNASSALPHA};
    }
    const Image image = photo(70, 50, samples, bits == 8 ? PixelType::u8 : PixelType::u16);

    const Bytes bytes =
        bits == 8 ? laidOut<std::uint8_t>(image, layout) : laidOut<std::uint16_t>(image, layout);

    QVERIFY(test::isEqual(decode(bytes).image, image));
}

void CodecTiffTest::takesPremultipliedAlphaApart() {
    const Layout layout{.width = 3, .height = 1, .samples = 4, .extra = {EXTRASAMPLE_ASSOCALPHA}};
    ImageBuffer buffer({.width = 3, .height = 1, .channels = 4, .alpha = AlphaKind::straight});
    const Bytes samples{50, 25, 0, 100, 7, 8, 9, 0, 255, 1, 2, 255};
    std::ranges::copy(samples, buffer.row<std::uint8_t>(0).begin());

    const io::Decoded decoded = decode(laidOut<std::uint8_t>(Image(std::move(buffer)), layout));

    const auto row = decoded.image.row<std::uint8_t>(0);
    QCOMPARE(Bytes(row.begin(), row.end()), (Bytes{128, 64, 0, 100, 0, 0, 0, 0, 255, 1, 2, 255}));
}

void CodecTiffTest::readsOneBitPaletteAndInvertedGrey() {
    Layout layout{.width = 10, .height = 1, .bits = 1, .samples = 1, .photometric = PHOTOMETRIC_MINISWHITE};
    Bytes row{0b1010'0000, 0b0100'0000};
    const auto write = [&](TIFF* tiff) {
        setTags(tiff, layout);
        if (layout.photometric == PHOTOMETRIC_PALETTE) {
            std::array<std::uint16_t, 4> red{0, 65535, 0, 257};
            std::array<std::uint16_t, 4> green{0, 0, 65535, 514};
            std::array<std::uint16_t, 4> blue{0, 0, 0, 771};
            TIFFSetField(tiff, TIFFTAG_COLORMAP, red.data(), green.data(), blue.data());
        }
        TIFFWriteScanline(tiff, row.data(), 0, 0);
    };

    const Image bits = decode(made(write)).image;
    QCOMPARE(int(bits.row<std::uint8_t>(0)[0]), 0);
    QCOMPARE(int(bits.row<std::uint8_t>(0)[3]), 255);
    QCOMPARE(int(bits.row<std::uint8_t>(0)[27]), 0);

    layout = {.width = 4, .height = 1, .bits = 2, .samples = 1, .photometric = PHOTOMETRIC_PALETTE};
    row = {0b00'01'10'11};
    const Image palette = decode(made(write)).image;
    const auto colors = palette.row<std::uint8_t>(0);
    QCOMPARE(Bytes(colors.begin(), colors.end()), (Bytes{0, 0, 0, 255, 0, 0, 0, 255, 0, 1, 2, 3}));
}

void CodecTiffTest::convertsCmyk() {
    const Layout layout{.width = 2, .height = 1, .samples = 4, .photometric = PHOTOMETRIC_SEPARATED};
    Bytes row{0, 0, 0, 0, 255, 0, 0, 51};

    const io::Decoded decoded = decode(made([&](TIFF* tiff) {
        setTags(tiff, layout);
        TIFFWriteScanline(tiff, row.data(), 0, 0);
    }));

    const auto colors = decoded.image.row<std::uint8_t>(0);
    QCOMPARE(Bytes(colors.begin(), colors.end()), (Bytes{255, 255, 255, 0, 204, 204}));
    QCOMPARE(decoded.info.colorModel, std::string("CMYK"));
    QCOMPARE(decoded.info.notices.size(), std::size_t(1));
}

void CodecTiffTest::reportsProgressUpwardsForCmykToo() {
    const Layout layout{.width = 2, .height = 40, .samples = 4, .photometric = PHOTOMETRIC_SEPARATED};
    Bytes row{0, 0, 0, 0, 255, 0, 0, 51};
    const Bytes bytes = made([&](TIFF* tiff) {
        setTags(tiff, layout);
        for (std::uint32_t y = 0; y < 40; ++y) {
            TIFFWriteScanline(tiff, row.data(), y, 0);
        }
    });
    double last = 0.0;
    bool rises = true;

    io::tiffCodec().read({{}, bytes}, Limits(), Progress({}, [&](double fraction) {
                             rises = rises && fraction >= last;
                             last = fraction;
                         }));

    QVERIFY(rises);
    QVERIFY(last >= 0.6);
}

void CodecTiffTest::readsTheFirstPageAndSaysSo() {
    const Layout layout{
        .width = 4, .height = 2, .bits = 8, .samples = 1, .photometric = PHOTOMETRIC_MINISBLACK};
    const Bytes bytes = made([&](TIFF* tiff) {
        for (std::uint8_t page = 0; page < 3; ++page) {
            setTags(tiff, layout);
            Bytes row(4, std::uint8_t(10 + page));
            TIFFWriteScanline(tiff, row.data(), 0, 0);
            TIFFWriteScanline(tiff, row.data(), 1, 0);
            TIFFWriteDirectory(tiff);
        }
    });

    const io::Decoded decoded = decode(bytes);

    QCOMPARE(int(decoded.image.row<std::uint8_t>(1)[0]), 10);
    QCOMPARE(decoded.info.notices, std::vector<std::string>{"2 further pages are not read"});
}

void CodecTiffTest::refusesFloatAndForeignColors() {
    const auto failure = [&](int bits, int format, int photometric) {
        const Layout layout{.width = 4, .height = 1, .bits = bits, .samples = 3, .photometric = photometric};
        return failureOf(made([&](TIFF* tiff) {
            setTags(tiff, layout);
            TIFFSetField(tiff, TIFFTAG_SAMPLEFORMAT, format);
            Bytes row(64, 0);
            TIFFWriteScanline(tiff, row.data(), 0, 0);
        }));
    };

    QCOMPARE(failure(32, SAMPLEFORMAT_IEEEFP, PHOTOMETRIC_RGB).value(), ErrorCode::unsupported_format);
    QCOMPARE(failure(8, SAMPLEFORMAT_INT, PHOTOMETRIC_RGB).value(), ErrorCode::unsupported_format);
    QCOMPARE(failure(32, SAMPLEFORMAT_UINT, PHOTOMETRIC_RGB).value(), ErrorCode::unsupported_format);
    QCOMPARE(failure(8, SAMPLEFORMAT_UINT, PHOTOMETRIC_CIELAB).value(), ErrorCode::unsupported_format);
    QVERIFY(!failure(8, SAMPLEFORMAT_UINT, PHOTOMETRIC_RGB));
}

void CodecTiffTest::readsTheCorpusAsLibtiffDoes() {
    const fs::path corpus = test::corpusDir("tiff");
    if (corpus.empty()) {
        QSKIP("the TIFF corpus is not here");
    }
    int whole = 0;
    int refused = 0;
    int compared = 0;
    for (const fs::path& file : test::filesUnder(corpus)) {
        const Bytes bytes = test::readBytes(file);
        const auto start = std::chrono::steady_clock::now();
        std::optional<io::Decoded> decoded;
        std::string why;
        try {
            decoded = decode(bytes);
        } catch (const Error& e) {
            why = e.what();
            QVERIFY2(
                e.code() == ErrorCode::corrupt_file || e.code() == ErrorCode::unsupported_format ||
                    e.code() == ErrorCode::too_large,
                file.c_str());
        }
        QVERIFY2(std::chrono::steady_clock::now() - start < std::chrono::seconds(10), file.c_str());
        (decoded ? whole : refused) += 1;
        const auto reference =
            file.string().find("fuzz") == std::string::npos ? readWithLibtiff(file) : std::nullopt;
        const bool isRefusedByDesign = why.find("which Kerf does not read") != std::string::npos;
        QVERIFY2(!reference || decoded || isRefusedByDesign, (file.string() + why).c_str());
        const bool isPlain = decoded && decoded->info.colorModel != "CMYK" && !decoded->info.hasAlpha;
        if (reference && isPlain) {
            const int steps = difference(decoded->image, *reference);
            QVERIFY2(steps >= 0 && steps <= 1, qPrintable(QString("%1 %2").arg(file.c_str()).arg(steps)));
            ++compared;
        }
    }
    qInfo("%d decoded, %d compared, %d refused", whole, compared, refused);
    QVERIFY(compared >= 80);
}

void CodecTiffTest::refusesEveryTruncation() {
    const Bytes whole =
        io::encodeTiff(photo(97, 61, 4, PixelType::u16), {.icc = displayP3Profile()}, Progress());
    // Offsets and small values come first or last depending on the writer; the pixels' strips lie in between.
    for (std::size_t i = 0; i < 256; ++i) {
        const Bytes part(whole.begin(), whole.begin() + std::ptrdiff_t(whole.size() * i / 256));
        QVERIFY2(failureOf(part).has_value(), qPrintable(QString::number(i)));
    }
    const Layout layout{.width = 97, .height = 61, .samples = 3};
    const Bytes plain = laidOut<std::uint8_t>(photo(97, 61, 3, PixelType::u8), layout);
    for (std::size_t i = 0; i < 256; ++i) {
        const Bytes part(plain.begin(), plain.begin() + std::ptrdiff_t(plain.size() * i / 256));
        QVERIFY2(failureOf(part).has_value(), qPrintable(QString::number(i)));
    }
}

void CodecTiffTest::refusesBombsFromTheHeader() {
    const auto start = std::chrono::steady_clock::now();
    const auto huge = [&](std::uint32_t width, std::uint32_t height, int compression, std::uint32_t tile) {
        Layout layout{.width = width, .height = height, .compression = compression, .tile = tile};
        return failureOf(made([&](TIFF* tiff) {
            setTags(tiff, layout);
            if (tile == 0) {
                Bytes strip(1000, 0);
                TIFFWriteRawStrip(tiff, 0, strip.data(), tmsize_t(strip.size()));
            }
        }));
    };

    QCOMPARE(huge(65'536, 10, COMPRESSION_NONE, 0).value(), ErrorCode::too_large);
    QCOMPARE(huge(60'000, 60'000, COMPRESSION_LZW, 0).value(), ErrorCode::too_large);
    QCOMPARE(huge(20'000, 20'000, COMPRESSION_ADOBE_DEFLATE, 0).value(), ErrorCode::corrupt_file);
    QVERIFY(huge(100, 100, COMPRESSION_ADOBE_DEFLATE, 1U << 16U).has_value());
    QCOMPARE(huge(100, 100, COMPRESSION_ADOBE_DEFLATE, 4096).value(), ErrorCode::corrupt_file);

    QVERIFY(std::chrono::steady_clock::now() - start < std::chrono::seconds(2));
}

void CodecTiffTest::stopsWhenCancelled() {
    std::stop_source stop;
    stop.request_stop();
    const Progress progress(stop.get_token(), {});
    const Image image = photo(97, 61, 3, PixelType::u8);
    const Bytes bytes = io::encodeTiff(image, {}, Progress());

    QVERIFY_EXCEPTION_THROWN(io::encodeTiff(image, {}, progress), Cancelled);
    QVERIFY_EXCEPTION_THROWN(io::tiffCodec().read({{}, bytes}, Limits(), progress), Cancelled);
}

QTEST_GUILESS_MAIN(CodecTiffTest)
#include "codec_tiff_test.moc"
