#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace kerf {

// What a photo's file says about itself, read from its headers.
struct PhotoInfo {
    std::string format; // "JPEG", "PNG", "TIFF", "WebP", "HEIC", "AVIF", "RAW (Canon EOS R5)"
    int width = 0;      // pixels, orientation applied
    int height = 0;
    int bitsPerSample = 8; // in the file
    int channels = 3;      // in the file, alpha counted
    bool hasAlpha = false;
    std::string colorModel; // "RGB", "grey", "CMYK", "YCCK", "palette"
    std::string profile;    // the embedded ICC profile's name; empty: none, taken as sRGB
    int orientation = 1;    // EXIF 1..8 as the file had it; pixels are always given upright
    bool hasExif = false;
    bool hasXmp = false;
    bool hasLocation = false; // GPS position in the EXIF
    std::string camera;       // make and model
    std::string lens;
    std::string taken;    // "2024:05:01 12:00:00", EXIF DateTimeOriginal
    std::string exposure; // "1/250 s f/2.8 ISO 400"
    std::uint64_t fileBytes = 0;
    std::vector<std::string> notices; // English: what was left out or assumed ("3 further pages not read")
};

} // namespace kerf
