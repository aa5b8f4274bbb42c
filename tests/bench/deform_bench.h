#pragma once

#include <vector>

namespace kerf::bench {

// One of the 20 deformable convolutions of BiRefNet_lite at 1024 x 1024: 64 -> 256 channels.
struct DeformCase {
    int side;           // of the map
    int kernel;         // 1, 3, 7
    int count;          // how many of the 20
    double seconds = 0; // of one, the least of the rounds

    double flop() const { return 2.0 * side * side * kernel * kernel * 64 * 256; }
};

std::vector<DeformCase> deformCases();

// Measures all cases, `rounds` times in turn; offsets of up to 3 pixels, result by ReLU into its slice.
std::vector<DeformCase> measureDeform(bool isBf16, int rounds);

// The 20 together.
double totalSeconds(const std::vector<DeformCase>& cases);

} // namespace kerf::bench
