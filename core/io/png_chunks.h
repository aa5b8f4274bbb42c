#pragma once

#include "core/io/limits.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kerf::io {

// What a PNG's chunks say beside the pixels. Walked and checked by Kerf itself, so that limits hold before
// libpng sees the file and a text chunk is never unpacked in vain.
struct PngChunks {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    int bitDepth = 0;
    int colorType = 0; // as in IHDR: 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha
    bool interlaced = false;
    bool hasTransparency = false; // tRNS
    std::uint32_t frames = 0;     // of an animation; 0: a still
    std::uint64_t dataBytes = 0;  // of all IDAT chunks

    bool hasIcc = false; // the first iCCP chunk was seen; further ones are ignored
    std::string icc;     // unpacked; may be broken
    bool isIccDamaged = false;
    bool isSrgb = false; // sRGB chunk
    std::optional<std::uint32_t> gamma;
    std::optional<std::vector<std::uint32_t>> chromaticities; // 8 numbers, times 100,000
    std::optional<std::vector<std::uint8_t>> cicp;            // 4 bytes

    std::vector<std::uint8_t> exif;
    bool hasXmp = false; // as hasIcc
    std::string xmp;
    std::vector<std::string> notices;
};

constexpr std::string_view kPngSignature("\x89PNG\r\n\x1a\n", 8);
constexpr std::string_view kPngXmpKeyword = "XML:com.adobe.xmp";

// Walks from the signature to IEND. CRCs are checked but for IDAT's, which libpng does; a damaged part that
// changes no pixels is left out with a notice. Throws Error(corrupt_file, too_large).
PngChunks readPngChunks(std::span<const std::uint8_t> bytes, const Limits& limits);

} // namespace kerf::io
