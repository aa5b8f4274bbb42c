#include "core/base/check.h"
#include "core/base/error.h"
#include "core/io/codec.h"
#include "core/io/color.h"
#include "core/io/tiff_memory.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <new>
#include <optional>
#include <utility>

namespace kerf::io {
namespace {

constexpr std::uint64_t kMaxTileBytes = std::uint64_t{512} << 20U;
constexpr std::uint64_t kSmallTileBytes = std::uint64_t{16}
                                          << 20U; // a tile may be larger than a small picture

// What the first page's tags say.
struct Page {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    unsigned bits = 1;             // a sample
    unsigned samples = 1;          // a pixel
    unsigned colors = 1;           // of those, without alpha and other extra channels
    std::optional<unsigned> alpha; // which sample
    bool isPremultiplied = false;
    std::uint16_t photometric = 0;
    std::uint16_t compression = 0;
    bool isPlanar = false;
    bool isTiled = false;
    std::uint16_t orientation = 1;
    unsigned furtherPages = 0;

    bool isCmyk() const { return photometric == PHOTOMETRIC_SEPARATED; }
    bool isPalette() const { return photometric == PHOTOMETRIC_PALETTE; }
    PixelType type() const { return bits > 8 ? PixelType::u16 : PixelType::u8; }
};

[[noreturn]] void throwCorrupt(const std::string& cause) {
    throw Error(
        ErrorCode::corrupt_file,
        fmt::format("the TIFF is damaged or not whole ({}); copy it again from where it came", cause));
}

[[noreturn]] void throwUnsupported(const std::string& what) {
    throw Error(
        ErrorCode::unsupported_format,
        fmt::format(
            "a TIFF with {}, which Kerf does not read; save it with 8 or 16 bits a sample in RGB, "
            "grey or CMYK in another program",
            what));
}

template <typename T>
T tag(TIFF* tiff, std::uint32_t which, T fallback) {
    T value = fallback;
    return TIFFGetFieldDefaulted(tiff, which, &value) == 1 ? value : fallback;
}

unsigned colorsOf(std::uint16_t photometric) {
    switch (photometric) {
    case PHOTOMETRIC_MINISWHITE:
    case PHOTOMETRIC_MINISBLACK:
    case PHOTOMETRIC_PALETTE:
        return 1;
    case PHOTOMETRIC_RGB:
    case PHOTOMETRIC_YCBCR:
        return 3;
    case PHOTOMETRIC_SEPARATED:
        return 4;
    default:
        throwUnsupported(fmt::format("colours of kind {}", photometric));
    }
}

bool isKnownCompression(std::uint16_t compression) {
    constexpr std::array<int, 10> kKnown{
        COMPRESSION_NONE,    COMPRESSION_CCITTRLE, COMPRESSION_CCITTFAX3,     COMPRESSION_CCITTFAX4,
        COMPRESSION_LZW,     COMPRESSION_JPEG,     COMPRESSION_ADOBE_DEFLATE, COMPRESSION_PACKBITS,
        COMPRESSION_DEFLATE, COMPRESSION_ZSTD};
    return std::ranges::find(kKnown, int(compression)) != kKnown.end() && TIFFIsCODECConfigured(compression);
}

void findAlpha(TIFF* tiff, Page& page) {
    std::uint16_t count = 0;
    const std::uint16_t* kinds = nullptr;
    const bool isSaid = TIFFGetField(tiff, TIFFTAG_EXTRASAMPLES, &count, &kinds) == 1 && kinds != nullptr;
    for (unsigned i = 0; isSaid && i < count && page.colors + i < page.samples; ++i) {
        if (kinds[i] == EXTRASAMPLE_ASSOCALPHA || kinds[i] == EXTRASAMPLE_UNASSALPHA) {
            page.alpha = page.colors + i;
            page.isPremultiplied = kinds[i] == EXTRASAMPLE_ASSOCALPHA;
            return;
        }
    }
    if (!isSaid && page.colors == 3 && page.samples == 4) {
        page.alpha = 3; // many writers forget to say so
    }
}

// Everything that decides how much memory is taken is checked here.
Page readPage(TIFF* tiff, const Limits& limits) {
    Page page;
    page.width = tag<std::uint32_t>(tiff, TIFFTAG_IMAGEWIDTH, 0);
    page.height = tag<std::uint32_t>(tiff, TIFFTAG_IMAGELENGTH, 0);
    checkSize(page.width, page.height, limits);
    page.bits = tag<std::uint16_t>(tiff, TIFFTAG_BITSPERSAMPLE, 1);
    page.samples = tag<std::uint16_t>(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
    page.compression = tag<std::uint16_t>(tiff, TIFFTAG_COMPRESSION, COMPRESSION_NONE);
    page.isPlanar =
        tag<std::uint16_t>(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG) == PLANARCONFIG_SEPARATE;
    page.isTiled = TIFFIsTiled(tiff) != 0;
    page.orientation = tag<std::uint16_t>(tiff, TIFFTAG_ORIENTATION, 1);
    std::uint16_t photometric = 0;
    if (TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &photometric) != 1) {
        photometric = page.samples >= 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK;
    }
    page.photometric = photometric;
    page.colors = colorsOf(photometric);
    if (!isKnownCompression(page.compression)) {
        throwUnsupported(fmt::format("compression {}", page.compression));
    }
    const auto format = tag<std::uint16_t>(tiff, TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_UINT);
    if (format != SAMPLEFORMAT_UINT && format != SAMPLEFORMAT_VOID) {
        throwUnsupported(format == SAMPLEFORMAT_IEEEFP ? "floating-point samples" : "signed samples");
    }
    if (page.bits == 0 || page.bits > 16 || (page.isPalette() && page.bits > 8)) {
        throwUnsupported(fmt::format("{} bits a sample", page.bits));
    }
    if (page.samples < page.colors || page.samples > 32) {
        throwCorrupt(fmt::format("{} samples a pixel", page.samples));
    }
    if (page.isCmyk() && tag<std::uint16_t>(tiff, TIFFTAG_INKSET, INKSET_CMYK) != INKSET_CMYK) {
        throwUnsupported("inks other than CMYK");
    }
    findAlpha(tiff, page);
    return page;
}

// A file too short for its size is refused before its pixels are allocated.
void checkPlausible(const Page& page, std::uint64_t fileBytes) {
    std::uint64_t ratio = 0;
    switch (page.compression) {
    case COMPRESSION_NONE:
        ratio = 1;
        break;
    case COMPRESSION_PACKBITS:
        ratio = 64;
        break;
    case COMPRESSION_LZW:
    case COMPRESSION_DEFLATE:
    case COMPRESSION_ADOBE_DEFLATE:
        ratio = 2'000;
        break;
    default:
        return;
    }
    const bool isSubsampled = page.photometric == PHOTOMETRIC_YCBCR;
    const std::uint64_t samples = isSubsampled ? 1 : page.samples;
    const std::uint64_t unpacked = (std::uint64_t{page.width} * page.bits * samples + 7) / 8 * page.height;
    if (unpacked / ratio > fileBytes) {
        throwCorrupt("it is too short for its size");
    }
}

// A sample of `bits` to the full range of T.
template <typename T>
T widen(std::uint32_t value, std::uint32_t largest) {
    constexpr std::uint32_t full = std::numeric_limits<T>::max();
    return largest == full ? static_cast<T>(value) : static_cast<T>((value * full + largest / 2) / largest);
}

// Samples of any width from 1 to 16 bits as libtiff gives them: 8 and 16 in the machine's order, else packed.
template <typename T>
void unpack(std::span<const std::uint8_t> packed, unsigned bits, std::span<T> out) {
    if (bits == 8) {
        std::copy_n(packed.begin(), out.size(), out.begin());
        return;
    }
    if (bits == 16) {
        for (std::size_t i = 0; i < out.size(); ++i) {
            std::uint16_t value = 0;
            std::copy_n(
                packed.begin() + static_cast<std::ptrdiff_t>(i * 2), 2,
                reinterpret_cast<std::uint8_t*>(&value)); // NOLINT: pixels
            out[i] = static_cast<T>(value);
        }
        return;
    }
    const std::uint32_t largest = (1U << bits) - 1;
    std::uint32_t reservoir = 0;
    unsigned held = 0;
    std::size_t next = 0;
    for (T& sample : out) {
        while (held < bits) {
            reservoir = reservoir << 8U | packed[next++];
            held += 8;
        }
        held -= bits;
        sample = static_cast<T>(reservoir >> held & largest); // still narrow: widened with its meaning
    }
}

struct Palette {
    std::vector<std::array<std::uint8_t, 3>> colors;
};

Palette readPalette(TIFF* tiff, unsigned bits) {
    std::array<const std::uint16_t*, 3> maps{};
    if (TIFFGetField(tiff, TIFFTAG_COLORMAP, &maps[0], &maps[1], &maps[2]) != 1) {
        throwCorrupt("it has no palette");
    }
    const std::size_t count = std::size_t{1} << bits;
    bool isNarrow = true; // old writers put 8-bit values in
    for (const std::uint16_t* map : maps) {
        isNarrow = isNarrow && std::all_of(map, map + count, [](std::uint16_t v) { return v < 256; });
    }
    Palette palette;
    palette.colors.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t c = 0; c < 3; ++c) {
            const std::uint32_t value = maps[c][i];
            palette.colors[i][c] =
                static_cast<std::uint8_t>(isNarrow ? value : (value * 255 + 32767) / 65535);
        }
    }
    return palette;
}

// Where the samples go: an RGB(A) image, or interleaved inks.
template <typename T>
struct Target {
    ImageBuffer* image = nullptr;
    std::vector<T>* inks = nullptr;
};

// Puts `count` pixels' samples, of which this stretch holds `perPixel` beginning with sample `first`, in
// place.
template <typename T>
class Placer {
public:
    Placer(const Page& page, const Palette& palette, Target<T> target)
        : m_page(page), m_palette(palette), m_target(target), m_largest((1U << page.bits) - 1) {}

    void
    place(std::span<const T> samples, unsigned perPixel, unsigned first, std::uint32_t x, std::uint32_t y) {
        const std::size_t pixels = samples.size() / perPixel;
        for (unsigned s = 0; s < perPixel; ++s) {
            const unsigned which = first + s;
            const bool isAlpha = m_page.alpha == which && m_target.image != nullptr;
            if (which >= m_page.colors && !isAlpha) {
                continue;
            }
            if (m_target.inks != nullptr) {
                placeInk(samples.subspan(s), perPixel, pixels, which, x, y);
            } else if (m_page.isPalette() && !isAlpha) {
                placePalette(samples.subspan(s), perPixel, pixels, x, y);
            } else {
                placeChannel(samples.subspan(s), perPixel, pixels, which, isAlpha, x, y);
            }
        }
    }

private:
    void placeInk(
        std::span<const T> from,
        unsigned step,
        std::size_t pixels,
        unsigned ink,
        std::uint32_t x,
        std::uint32_t y) {
        T* to = m_target.inks->data() + (std::size_t{y} * m_page.width + x) * 4 + ink;
        for (std::size_t i = 0; i < pixels; ++i) {
            to[i * 4] = widen<T>(from[i * step], m_largest);
        }
    }

    void placePalette(
        std::span<const T> from, unsigned step, std::size_t pixels, std::uint32_t x, std::uint32_t y) {
        const auto channels = static_cast<std::size_t>(m_target.image->format().channels);
        T* to = m_target.image->template row<T>(static_cast<int>(y)).data() + x * channels;
        for (std::size_t i = 0; i < pixels; ++i) {
            std::ranges::copy(m_palette.colors[from[i * step]], to + i * channels);
        }
    }

    void placeChannel(
        std::span<const T> from,
        unsigned step,
        std::size_t pixels,
        unsigned which,
        bool isAlpha,
        std::uint32_t x,
        std::uint32_t y) {
        const auto channels = static_cast<std::size_t>(m_target.image->format().channels);
        T* to = m_target.image->template row<T>(static_cast<int>(y)).data() + x * channels;
        const bool isInverted = m_page.photometric == PHOTOMETRIC_MINISWHITE && !isAlpha;
        const bool isGrey = m_page.colors == 1 && !isAlpha;
        const std::size_t offset = isAlpha ? 3 : which;
        for (std::size_t i = 0; i < pixels; ++i) {
            const T narrow = from[i * step];
            const T value = widen<T>(isInverted ? m_largest - narrow : narrow, m_largest);
            if (isGrey) {
                std::fill_n(to + i * channels, 3, value);
            } else {
                to[i * channels + offset] = value;
            }
        }
    }

    const Page& m_page;
    const Palette& m_palette;
    Target<T> m_target;
    std::uint32_t m_largest;
};

std::uint64_t bytesFor(std::uint64_t samples, unsigned bits) {
    return (samples * bits + 7) / 8;
}

class PixelReader {
public:
    PixelReader(TIFF* tiff, const Page& page, const TiffMemory& memory, const Progress& progress)
        : m_tiff(tiff),
          m_page(page),
          m_memory(memory),
          m_progress(progress),
          m_perPixel(page.isPlanar ? 1 : page.samples) {
        if (page.isPalette()) {
            m_palette = readPalette(tiff, page.bits);
        }
    }

    template <typename T>
    void read(Target<T> target) {
        Placer<T> placer(m_page, m_palette, target);
        const unsigned planes = m_page.isPlanar ? m_page.samples : 1;
        for (unsigned plane = 0; plane < planes; ++plane) {
            const auto part = m_progress.part(double(plane) / planes, double(plane + 1) / planes);
            if (m_page.isTiled) {
                readTiles<T>(placer, plane, part);
            } else {
                readRows<T>(placer, plane, part);
            }
        }
    }

private:
    void check(bool isOk) const {
        if (m_memory.isOutOfMemory()) {
            throw std::bad_alloc();
        }
        if (!isOk || m_memory.hasFailed()) {
            throwCorrupt(m_memory.message().empty() ? "its pixels can't be read" : m_memory.message());
        }
    }

    template <typename T>
    void readRows(Placer<T>& placer, unsigned plane, const Progress& progress) {
        const std::uint64_t samples = std::uint64_t{m_page.width} * m_perPixel;
        const auto size = static_cast<std::uint64_t>(TIFFScanlineSize(m_tiff));
        if (size < bytesFor(samples, m_page.bits) || size > kMaxTileBytes) {
            throwCorrupt("its rows have no sensible size");
        }
        std::vector<std::uint8_t> packed(size);
        std::vector<T> row(samples);
        for (std::uint32_t y = 0; y < m_page.height; ++y) {
            if (y % 16 == 0) {
                progress.step(double(y) / m_page.height);
            }
            check(TIFFReadScanline(m_tiff, packed.data(), y, static_cast<std::uint16_t>(plane)) == 1);
            unpack<T>(packed, m_page.bits, row);
            placer.place(row, m_perPixel, plane, 0, y);
        }
    }

    template <typename T>
    void readTiles(Placer<T>& placer, unsigned plane, const Progress& progress) {
        const auto width = tag<std::uint32_t>(m_tiff, TIFFTAG_TILEWIDTH, 0);
        const auto height = tag<std::uint32_t>(m_tiff, TIFFTAG_TILELENGTH, 0);
        if (width == 0 || height == 0 || width > 1U << 20U || height > 1U << 20U) {
            throwCorrupt("its tiles have no sensible size");
        }
        const std::uint64_t rowBytes = bytesFor(std::uint64_t{width} * m_perPixel, m_page.bits);
        const auto size = static_cast<std::uint64_t>(TIFFTileSize(m_tiff));
        const std::uint64_t picture =
            bytesFor(std::uint64_t{m_page.width} * m_perPixel, m_page.bits) * m_page.height;
        const std::uint64_t most = std::min(kMaxTileBytes, std::max(kSmallTileBytes, 2 * picture));
        if (size < rowBytes * height || size > most) {
            throwCorrupt("its tiles have no sensible size");
        }
        std::vector<std::uint8_t> packed(size);
        for (std::uint32_t top = 0; top < m_page.height; top += height) {
            for (std::uint32_t left = 0; left < m_page.width; left += width) {
                progress.step(double(top) / m_page.height);
                check(
                    TIFFReadTile(m_tiff, packed.data(), left, top, 0, static_cast<std::uint16_t>(plane)) >=
                    0);
                const std::uint32_t rows = std::min(height, m_page.height - top);
                const std::uint32_t columns = std::min(width, m_page.width - left);
                std::vector<T> row(std::size_t{columns} * m_perPixel);
                for (std::uint32_t y = 0; y < rows; ++y) {
                    unpack<T>(
                        std::span<const std::uint8_t>(packed).subspan(rowBytes * y, rowBytes), m_page.bits,
                        row);
                    placer.place(row, m_perPixel, plane, left, top + y);
                }
            }
        }
    }

    TIFF* m_tiff;
    const Page& m_page;
    const TiffMemory& m_memory;
    const Progress& m_progress;
    unsigned m_perPixel;
    Palette m_palette;
};

template <typename T>
void unpremultiply(ImageBuffer& image) {
    constexpr std::uint64_t full = std::numeric_limits<T>::max();
    for (int y = 0; y < image.format().height; ++y) {
        const auto row = image.row<T>(y);
        for (std::size_t i = 0; i < row.size(); i += 4) {
            const std::uint64_t alpha = row[i + 3];
            for (std::size_t c = 0; c < 3; ++c) {
                row[i + c] = alpha == 0
                                 ? T{0}
                                 : static_cast<T>(std::min(full, (row[i + c] * full + alpha / 2) / alpha));
            }
        }
    }
}

template <typename T>
Image readInks(PixelReader& reader, const Page& page, Decoded& decoded, const Progress& progress) {
    std::vector<T> inks(std::size_t{page.width} * page.height * 4);
    reader.read<T>({.inks = &inks});
    const std::string icc = std::exchange(decoded.icc, {});
    const auto convert = [&](const std::string& profile) {
        return convertCmyk(std::span<const T>(inks), int(page.width), int(page.height), profile, progress);
    };
    if (!icc.empty()) {
        try {
            return convert(icc);
        } catch (const Error&) {
            decoded.info.notices.emplace_back("the CMYK profile can't be used; the colours are approximate");
            return convert({});
        }
    }
    decoded.info.notices.emplace_back("CMYK without a profile: the colours are approximate");
    return convert({});
}

template <typename T>
Image readColors(PixelReader& reader, const Page& page) {
    ImageFormat format{
        .width = int(page.width),
        .height = int(page.height),
        .channels = page.alpha ? 4 : 3,
        .type = page.type()};
    format.alpha = page.alpha ? AlphaKind::straight : AlphaKind::none;
    ImageBuffer buffer(format);
    reader.read<T>({.image = &buffer});
    if (page.isPremultiplied) {
        unpremultiply<T>(buffer);
    }
    return Image(std::move(buffer));
}

// YCbCr that isn't in JPEG: libtiff's own conversion, 8 bit without alpha.
Image readYcbcr(TIFF* tiff, const Page& page, const TiffMemory& memory) {
    std::vector<std::uint32_t> raster(std::size_t{page.width} * page.height);
    if (TIFFReadRGBAImageOriented(tiff, page.width, page.height, raster.data(), int(page.orientation), 1) !=
            1 ||
        memory.hasFailed()) {
        throwCorrupt(memory.message().empty() ? "its pixels can't be read" : memory.message());
    }
    ImageBuffer buffer({.width = int(page.width), .height = int(page.height), .channels = 3});
    for (std::uint32_t y = 0; y < page.height; ++y) {
        const auto row = buffer.row<std::uint8_t>(int(y));
        for (std::size_t x = 0; x < page.width; ++x) {
            const std::uint32_t pixel = raster[std::size_t{y} * page.width + x];
            row[x * 3] = static_cast<std::uint8_t>(TIFFGetR(pixel));
            row[x * 3 + 1] = static_cast<std::uint8_t>(TIFFGetG(pixel));
            row[x * 3 + 2] = static_cast<std::uint8_t>(TIFFGetB(pixel));
        }
    }
    return Image(std::move(buffer));
}

void readProfile(TIFF* tiff, const Limits& limits, Decoded& decoded) {
    std::uint32_t size = 0;
    const void* icc = nullptr;
    if (TIFFGetField(tiff, TIFFTAG_ICCPROFILE, &size, &icc) != 1 || icc == nullptr) {
        return;
    }
    if (size > limits.maxProfileBytes) {
        decoded.info.notices.emplace_back("the colour profile is too large and was left out");
        return;
    }
    decoded.icc.assign(static_cast<const char*>(icc), size);
}

void describePage(const Page& page, PhotoInfo& info) {
    info.format = "TIFF";
    info.width = int(page.width);
    info.height = int(page.height);
    info.bitsPerSample = int(page.bits);
    info.channels = int(page.samples);
    info.hasAlpha = page.alpha.has_value() && !page.isCmyk();
    info.colorModel = page.isCmyk()      ? "CMYK"
                      : page.isPalette() ? "palette"
                      : page.colors == 1 ? "grey"
                                         : "RGB";
    if (page.furtherPages > 0) {
        info.notices.push_back(
            page.furtherPages == 1 ? std::string("a second page is not read")
                                   : fmt::format("{} further pages are not read", page.furtherPages));
    }
    const unsigned left = page.samples - page.colors - (info.hasAlpha ? 1 : 0);
    if (left > 0) {
        info.notices.push_back(
            left == 1 ? std::string("an extra channel was left out")
                      : fmt::format("{} extra channels were left out", left));
    }
}

bool sniffTiff(std::span<const std::uint8_t> head) {
    constexpr std::array<std::array<std::uint8_t, 4>, 4> kMagic{
        {{'I', 'I', 42, 0}, {'M', 'M', 0, 42}, {'I', 'I', 43, 0}, {'M', 'M', 0, 43}}};
    return head.size() >= 8 && std::ranges::any_of(kMagic, [&](const auto& magic) {
               return std::equal(magic.begin(), magic.end(), head.begin());
           });
}

struct Opened {
    TiffMemory memory;
    TiffMemory::Handle tiff;
    Page page;
    Decoded decoded;

    Opened(const Source& source, const Limits& limits) : memory(source.bytes) {
        const std::uint64_t most = std::max<std::uint64_t>(source.bytes.size() + (1U << 20U), kMaxTileBytes);
        tiff = memory.open("rm", most);
        if (!tiff || memory.hasFailed()) {
            throwCorrupt(memory.message().empty() ? "its first page can't be read" : memory.message());
        }
        page = readPage(tiff.get(), limits);
        readProfile(tiff.get(), limits, decoded);
        decoded.metadata = metadataOfFile(source.bytes);
        decoded.orientation = page.orientation >= 1 && page.orientation <= 8 ? page.orientation : 1;
    }
};

// Damage in further pages is not this picture's.
unsigned countFurtherPages(const Source& source) {
    TiffMemory memory(source.bytes);
    const TiffMemory::Handle tiff = memory.open("rm", kMaxTileBytes);
    const auto pages = tiff ? TIFFNumberOfDirectories(tiff.get()) : 1;
    return pages > 1 ? unsigned(pages) - 1 : 0;
}

Decoded readTiffInfo(const Source& source, const Limits& limits) {
    Opened file(source, limits);
    file.page.furtherPages = countFurtherPages(source);
    describePage(file.page, file.decoded.info);
    return std::move(file.decoded);
}

Decoded readTiff(const Source& source, const Limits& limits, const Progress& progress) {
    Opened file(source, limits);
    Page& page = file.page;
    TIFF* const tiff = file.tiff.get();
    page.furtherPages = countFurtherPages(source);
    describePage(page, file.decoded.info);
    checkPlausible(page, source.bytes.size());
    const bool isYcbcr = page.photometric == PHOTOMETRIC_YCBCR;
    if (isYcbcr && page.compression == COMPRESSION_JPEG) {
        TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
    } else if (isYcbcr) {
        if (page.bits != 8 || page.samples != 3) {
            throwUnsupported("YCbCr of this layout");
        }
        file.decoded.image = readYcbcr(tiff, page, file.memory);
        return std::move(file.decoded);
    }
    const Progress reading = progress.part(0.0, page.isCmyk() ? 0.6 : 1.0);
    PixelReader reader(tiff, page, file.memory, reading);
    const bool isDeep = page.bits > 8;
    if (page.isCmyk()) {
        const Progress converting = progress.part(0.6, 1.0);
        file.decoded.image = isDeep ? readInks<std::uint16_t>(reader, page, file.decoded, converting)
                                    : readInks<std::uint8_t>(reader, page, file.decoded, converting);
    } else {
        file.decoded.image =
            isDeep ? readColors<std::uint16_t>(reader, page) : readColors<std::uint8_t>(reader, page);
    }
    return std::move(file.decoded);
}

} // namespace

const Codec& tiffCodec() {
    static constexpr Codec codec{sniffTiff, readTiffInfo, readTiff};
    return codec;
}

} // namespace kerf::io
