#include "core/base/check.h"
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/io/codec.h"
#include "core/io/tiff_memory.h"

#include <fmt/format.h>
#include <libdeflate.h>

#include <algorithm>
#include <memory>
#include <new>

namespace kerf::io {
namespace {

constexpr std::size_t kStripBytes = std::size_t{512} << 10U;
constexpr int kLevel = 2; // libdeflate's 2 is faster than zlib's 1 and packs better

using Bytes = std::vector<std::uint8_t>;

// Each sample less the one left of it, from the right end on: TIFF's predictor 2.
template <typename T>
void subtractLeft(std::span<const T> row, std::size_t channels, T* out) {
    std::copy_n(row.begin(), channels, out);
    for (std::size_t i = channels; i < row.size(); ++i) {
        out[i] = static_cast<T>(row[i] - row[i - channels]);
    }
}

template <typename T>
Bytes predictStrip(const Image& image, int first, int last) {
    const ImageFormat& format = image.format();
    std::vector<T> samples(format.samplesPerRow() * static_cast<std::size_t>(last - first));
    for (int y = first; y < last; ++y) {
        subtractLeft<T>(
            image.row<T>(y), static_cast<std::size_t>(format.channels),
            samples.data() + format.samplesPerRow() * static_cast<std::size_t>(y - first));
    }
    const auto bytes = std::as_bytes(std::span(samples));
    Bytes out(bytes.size());
    std::transform(bytes.begin(), bytes.end(), out.begin(), [](std::byte b) { return std::uint8_t(b); });
    return out;
}

Bytes packStrip(const Image& image, int first, int last) {
    struct Free {
        void operator()(libdeflate_compressor* compressor) const { libdeflate_free_compressor(compressor); }
    };
    const std::unique_ptr<libdeflate_compressor, Free> compressor(libdeflate_alloc_compressor(kLevel));
    if (!compressor) {
        throw std::bad_alloc();
    }
    const Bytes plain = image.format().type == PixelType::u16
                            ? predictStrip<std::uint16_t>(image, first, last)
                            : predictStrip<std::uint8_t>(image, first, last);
    Bytes packed(libdeflate_zlib_compress_bound(compressor.get(), plain.size()));
    const std::size_t size =
        libdeflate_zlib_compress(compressor.get(), plain.data(), plain.size(), packed.data(), packed.size());
    KERF_CHECK(size > 0);
    packed.resize(size);
    packed.shrink_to_fit();
    return packed;
}

void setTags(TIFF* tiff, const ImageFormat& format, int rowsPerStrip, const Extras& extras) {
    const auto set = [&](std::uint32_t tag, auto... values) {
        KERF_CHECK(TIFFSetField(tiff, tag, values...) == 1);
    };
    set(TIFFTAG_IMAGEWIDTH, static_cast<std::uint32_t>(format.width));
    set(TIFFTAG_IMAGELENGTH, static_cast<std::uint32_t>(format.height));
    set(TIFFTAG_BITSPERSAMPLE, format.type == PixelType::u16 ? 16 : 8);
    set(TIFFTAG_SAMPLESPERPIXEL, format.channels);
    set(TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_UINT);
    set(TIFFTAG_PHOTOMETRIC, format.channels <= 2 ? PHOTOMETRIC_MINISBLACK : PHOTOMETRIC_RGB);
    set(TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    set(TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
    set(TIFFTAG_COMPRESSION, COMPRESSION_ADOBE_DEFLATE);
    set(TIFFTAG_PREDICTOR, PREDICTOR_HORIZONTAL);
    set(TIFFTAG_ROWSPERSTRIP, static_cast<std::uint32_t>(rowsPerStrip));
    set(TIFFTAG_XRESOLUTION, 300.0);
    set(TIFFTAG_YRESOLUTION, 300.0);
    set(TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
    if (format.alpha != AlphaKind::none) {
        const std::uint16_t kind = EXTRASAMPLE_UNASSALPHA;
        set(TIFFTAG_EXTRASAMPLES, 1, &kind);
    }
    if (!extras.icc.empty()) {
        set(TIFFTAG_ICCPROFILE, static_cast<std::uint32_t>(extras.icc.size()), extras.icc.data());
    }
    if (!extras.metadata.xmp.empty()) {
        const std::string& xmp = extras.metadata.xmp;
        set(TIFFTAG_XMLPACKET, static_cast<std::uint32_t>(xmp.size()), xmp.data());
    }
}

[[noreturn]] void throwFailed(const TiffMemory& memory) {
    if (memory.isOutOfMemory()) {
        throw std::bad_alloc();
    }
    throw Error(ErrorCode::internal, fmt::format("the TIFF could not be encoded: {}", memory.message()));
}

} // namespace

Bytes encodeTiff(const Image& image, const Extras& extras, const Progress& progress) {
    KERF_CHECK(!image.empty() && image.format().type != PixelType::f32);
    KERF_CHECK(image.format().alpha != AlphaKind::premultiplied);
    const ImageFormat& format = image.format();
    const int rows = static_cast<int>(
        std::clamp<std::size_t>(kStripBytes / format.bytesPerRow(), 1, std::size_t(format.height)));
    std::vector<Bytes> strips(static_cast<std::size_t>((format.height + rows - 1) / rows));
    parallelFor(static_cast<int>(strips.size()), 0, progress.part(0.0, 0.8), [&](int i) {
        strips[std::size_t(i)] = packStrip(image, i * rows, std::min(format.height, (i + 1) * rows));
    });

    constexpr std::uint64_t kClassicMost = 3'900'000'000; // beyond, offsets need BigTIFF's 64 bits
    std::uint64_t total = extras.icc.size() + extras.metadata.xmp.size() + extras.metadata.exif.size();
    for (const Bytes& strip : strips) {
        total += strip.size();
    }
    const bool isBig = total > kClassicMost;
    TiffMemory memory;
    {
        const TiffMemory::Handle tiff = memory.open(isBig ? "w8" : "w", total + (std::uint64_t{1} << 30U));
        if (!tiff) {
            throwFailed(memory);
        }
        setTags(tiff.get(), format, rows, extras);
        for (std::size_t i = 0; i < strips.size(); ++i) {
            progress.step(0.8 + 0.15 * double(i) / double(strips.size()));
            const auto size = static_cast<tmsize_t>(strips[i].size());
            if (TIFFWriteRawStrip(tiff.get(), static_cast<std::uint32_t>(i), strips[i].data(), size) !=
                size) {
                throwFailed(memory);
            }
            strips[i] = Bytes();
        }
        if (TIFFFlush(tiff.get()) != 1) {
            throwFailed(memory);
        }
    }
    if (memory.hasFailed() || memory.isOutOfMemory()) {
        throwFailed(memory);
    }
    Bytes file = memory.takeOutput();
    if (!extras.metadata.exif.empty() && file.size() <= kMaxTiffBytesWithExif &&
        !embedExif(file, extras.metadata.exif)) {
        throw Error(ErrorCode::internal, "the EXIF could not be put into the TIFF");
    }
    return file;
}

} // namespace kerf::io
