#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

// jpeglib.h needs FILE and does not say so
// clang-format off
#include <cstdio>
#include <jpeglib.h>
// clang-format on

namespace kerf::test {

// What makeJpeg() is to write: kinds of JPEG that Kerf reads but does not write itself.
struct JpegRecipe {
    int width = 96;
    int height = 64;
    J_COLOR_SPACE samples = JCS_RGB; // of the shade's pixels
    J_COLOR_SPACE stored = JCS_YCbCr;
    bool hasAdobeMarker = false;
    bool isProgressive = false;
    bool isArithmetic = false;
    bool hasSingleDcScan = false; // progressive: all of DC, then all of AC
    int horizontal = 1;           // sampling factors of the first component
    int vertical = 1;
    int restartRows = 0;
    int quality = 95;
    std::vector<std::pair<int, std::string>> markers; // APPn number, contents
};

using Samples = std::function<std::array<std::uint8_t, 4>(int x, int y)>;

std::vector<std::uint8_t> makeJpeg(const JpegRecipe& recipe, const Samples& samples);

// A little-endian EXIF block (without prefix) with this orientation and a camera's name.
std::vector<std::uint8_t> makeExif(int orientation);

} // namespace kerf::test
