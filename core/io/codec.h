#pragma once

#include "core/base/progress.h"
#include "core/contract/export_options.h"
#include "core/contract/photo_info.h"
#include "core/image/image.h"
#include "core/io/limits.h"
#include "core/io/metadata.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace kerf::io {

// A file's bytes, read whole: formats are sniffed, limits are checked and nothing blocks half-way through a
// decode.
struct Source {
    std::filesystem::path file; // for messages only
    std::span<const std::uint8_t> bytes;
};

// What a codec hands over: pixels as the file has them, nothing applied yet.
struct Decoded {
    Image image; // RGB or RGBA (straight), u8 or u16; grey widened; CMYK converted to RGB in `icc`'s stead
    std::string
        icc; // embedded profile as it stands in the file, of the kind that `image` is in; may be broken
    Metadata metadata;
    int orientation =
        0; // 1..8 where the container itself says so (HEIF, RAW: 1, already applied); 0: look in metadata
    PhotoInfo info; // all that the headers say, but for what metadata.h fills in
};

// One file format. Stateless; all functions are thread-safe. They throw Error with the cause and remedy and
// an empty file (the caller adds it), Cancelled on a stop, and nothing of a library's own.
struct Codec {
    bool (*sniff)(std::span<const std::uint8_t> head); // the file's beginning: up to 64 KiB, maybe less
    Decoded (*readInfo)(const Source&, const Limits&); // headers only: `image` stays empty
    Decoded (*read)(const Source&, const Limits&, const Progress&);
};

const Codec& jpegCodec();
const Codec& pngCodec();
const Codec& tiffCodec();
const Codec& webpCodec();
const Codec& heifCodec();
const Codec& rawCodec(); // asked before tiffCodec(): most RAW files are TIFF inside; sniff() here knows which

// What is written beside the pixels.
struct Extras {
    std::string icc;   // empty: none
    Metadata metadata; // as forOutput() made it; empty: none
};

// What a JPEG's segments hold at most; encodeJpeg() leaves out what is larger.
inline constexpr std::size_t kMaxJpegExifBytes = 65'527;
inline constexpr std::size_t kMaxJpegXmpBytes = 65'504;

// encodeTiff() can't merge EXIF into a larger file and leaves it out.
inline constexpr std::size_t kMaxTiffBytesWithExif = 0x7fff'ffff;

// Encoders give the file's bytes. `image` is grey, RGB or RGBA (straight), u8 or u16, and already of the kind
// that the format can hold. They throw Error(internal) for the library's own failures and std::bad_alloc.
std::vector<std::uint8_t> encodePng(
    const Image& image, const Extras& extras, const Progress& progress, PngEffort effort = PngEffort::fast);
std::vector<std::uint8_t> encodeTiff(const Image& image, const Extras& extras, const Progress& progress);
std::vector<std::uint8_t>
encodeJpeg(const Image& image, int quality, const Extras& extras, const Progress& progress);
std::vector<std::uint8_t>
encodeWebp(const Image& image, int quality, const Extras& extras, const Progress& progress);

} // namespace kerf::io
