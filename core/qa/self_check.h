#pragma once

#include "core/base/progress.h"
#include "core/contract/self_check.h"
#include "core/image/image.h"

#include <vector>

namespace kerf {

// What the checks look at.
struct SelfCheckInput {
    Image source; // what the clean-up was given; empty: there is nothing to compare with
    Image result; // RGB or RGBA, any type; its sides are a whole multiple of the source's, or redegrade isn't
                  // told
    Image matte;  // one channel of the result's size: only what is fully opaque counts; empty: the result's
                  // own alpha, if any
    std::vector<int> tileColumns; // first pixel of the result right of each border between tiles
    std::vector<int> tileRows;    // below it
    int threads = 0;              // 0: one per processor
};

// Throws Cancelled.
SelfCheckNumbers checkResult(const SelfCheckInput& input, const Progress& progress);

// One of the checks as a u8 picture of the source's size (seams: of the result's), values 128 + gain *
// levels, clamped; 128 where a pixel doesn't count. Empty where the numbers would be missing, too. gain > 0.
// Throws Cancelled.
Image checkImage(const SelfCheckInput& input, CheckView view, double gain, const Progress& progress);

} // namespace kerf
