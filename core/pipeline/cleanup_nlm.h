#pragma once

#include "core/base/progress.h"
#include "core/image/image.h"

#include <string_view>

namespace kerf {

// The standard deviation of a photo's noise in 8-bit levels, over its colour channels; 0 for flat artwork.
// Monotone in the true sigma, within 15 %
// of it for white Gaussian noise of sigma 3..40 on photographs.)
double estimateNoise(const Image& image);

// The h that estimateNoise's sigma asks for, in 8-bit levels; 0: leave the photo alone.
double strengthForNoise(double sigma) noexcept;

struct NlmOptions {
    double h = 10.0; // filter strength in 8-bit levels, > 0
    int threads = 0; // 0: all
};

// Non-local means, joint over the colour channels, patch 7 x 7, search window 21 x 21, mirrored at the
// borders. RGB or RGBA (alpha is copied), u8 or u16; the result has the image's format. Working memory stays
// under the picture's own size: bands are filtered one at a time. Deterministic for any number of threads.
// Throws Cancelled within 100 ms.
Image denoiseNlm(const Image& image, const NlmOptions& options, const Progress& progress);

// OpenCV's fastNlMeansDenoisingColored(h, hColor, 7, 21), byte for byte. 8-bit only: 16-bit photos go through
// 8 bits, which the caller has to say. In bands with a margin, so that it can be cancelled.
Image denoiseNlmOpenCv(const Image& image, double h, double hColor, const Progress& progress);

// `cleaned` with part of the photo's own texture put back: strength 100 is `cleaned`, 0 is `original`. The
// residual is split in bands, and the coarse ones, which hold texture rather than noise, come back first.
Image restoreTexture(const Image& original, const Image& cleaned, int strength, const Progress& progress);

} // namespace kerf
