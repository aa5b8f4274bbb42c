#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace kerf::test {

// A camera RAW of a sensor whose colours are linear sRGB: an uncompressed 16-bit DNG with an RGGB pattern.
struct DngRecipe {
    int width = 64;
    int height = 48;
    std::array<double, 3> top{0.5, 0.25, 0.1};    // of the upper half, linear light, 0..1
    std::array<double, 3> bottom{0.1, 0.2, 0.4};  // of the lower half
    std::array<double, 3> neutral{1.0, 1.0, 1.0}; // the sensor's answer to white
    double baselineExposure = 0.0;                // stops; 0: the tag is left out
    int orientation = 1;
    std::string make = "Kerf";
};

std::vector<std::uint8_t> makeDng(const DngRecipe& recipe);

} // namespace kerf::test
