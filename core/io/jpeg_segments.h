#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace kerf::io {

// What stands beside the pixels in a JPEG file. libjpeg could save these segments too, but its list takes
// quadratic time, which a file with 200,000 of them makes use of.
struct JpegSegments {
    std::vector<std::uint8_t> exif;  // without its prefix; the first, where there are several
    std::string xmp;                 // the standard packet
    std::string icc;                 // put together from its numbered parts
    bool hasBadProfile = false;      // parts of it are missing or contradict each other; `icc` is empty then
    bool hasFurtherPictures = false; // a multi-picture (MPF) index
    bool hasFurtherXmp = false;      // extended XMP
};

// Reads up to the first scan. Any bytes will do. Throws nothing but std::bad_alloc.
JpegSegments findSegments(std::span<const std::uint8_t> jpeg);

} // namespace kerf::io
