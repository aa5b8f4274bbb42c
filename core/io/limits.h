#pragma once

#include <cstdint>

namespace kerf {

// Bounds on what a file may make Kerf allocate. Checked against the headers before any pixel is allocated.
struct Limits {
    std::uint64_t maxPixels = 500'000'000; // 400-megapixel photos and some room
    int maxSide = 65'535;
    std::uint64_t maxFileBytes = std::uint64_t{4} << 30U;
    std::uint64_t maxProfileBytes = std::uint64_t{16} << 20U;  // an ICC profile
    std::uint64_t maxMetadataBytes = std::uint64_t{64} << 20U; // EXIF, XMP or one text chunk, unpacked
};

// Throws Error(corrupt_file) for a side of 0, Error(too_large) beyond the limits. 64-bit inside: nothing
// overflows.
void checkSize(std::uint64_t width, std::uint64_t height, const Limits& limits);

} // namespace kerf
