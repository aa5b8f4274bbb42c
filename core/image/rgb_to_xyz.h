#pragma once

#include <array>
#include <vector>

namespace kerf {

// What the samples of an RGB space of matrix and curves mean: the linear light of each sample of each
// channel, and the D50 XYZ that the channels' light adds up to (white: Y = 1).
struct RgbToXyz {
    std::array<std::vector<float>, 3> linear; // at i / 65535
    std::array<double, 9> matrix{};           // rows of X, Y, Z
};

} // namespace kerf
