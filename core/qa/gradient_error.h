#pragma once

#include "core/base/progress.h"
#include "core/image/image.h"

#include <span>

namespace kerf {

// Columns of a row in which two pictures differ; empty: begin >= end.
struct RowSpan {
    int begin = 0;
    int end = 0;
};

// The sum of (|grad a| - |grad b|)^2 over all pixels of two one-channel pictures of one size, alpha 0..1. The
// gradient is that of a Gaussian of sigma 1.4: a 9 x 9 filter, G'(x) G(y), of length 1 (its squares add up to
// 1), as the benchmark's own program has it; the frame's pixels go on outside. `differs` has an entry for
// each row: where a and b are the same nearby nothing is computed. Throws Cancelled.
double sumOfGradientErrors(
    const Image& a, const Image& b, std::span<const RowSpan> differs, int threads, const Progress& progress);

} // namespace kerf
