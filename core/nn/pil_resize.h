#pragma once

#include "core/base/progress.h"
#include "core/nn/runtime.h"

#include <cstdint>
#include <vector>

namespace kerf::nn {

// bilinear: the triangle, support 1. bicubic: Keys with a = -0.5, support 2.
enum class PilFilter : std::uint8_t { bilinear, bicubic };

// Resizes as Pillow's Image.resize does (ImagingResample): the filter's support grows with the shrink factor
// (antialias), borders renormalise, columns before rows. `out` has in's channels (1 or 3) and sample size.
// 8-bit samples: Pillow's own 22-bit fixed point with 8-bit values between the passes, so every byte is
// equal. 16-bit samples: the same filters in float, nothing rounded between the passes.
// On `threads` threads (0: one per processor). Throws Cancelled; then `out` is undefined.
void pilResize(
    const Raster& in,
    const MutableRaster& out,
    PilFilter filter,
    int threads = 0,
    const Progress& progress = {});

// Which of `in` places along one axis make each of `out`, for 8-bit samples: the sum of weights[i * stride +
// t] times place first[i] + t, t < count[i], plus 2^21, shifted right by 22 bits.
struct PilTaps {
    int stride = 0;
    std::vector<int> first;
    std::vector<int> count;
    std::vector<std::int32_t> weights;
};
PilTaps pilTaps(int in, int out, PilFilter filter);

} // namespace kerf::nn
