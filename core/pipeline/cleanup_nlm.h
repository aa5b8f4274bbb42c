#pragma once

#include "core/base/progress.h"
#include "core/image/image.h"

#include <string_view>

namespace kerf {

// The standard deviation of a photo's noise in 8-bit levels, over its colour channels: within 15 % for white
// Gaussian noise of sigma 3..40 on top of the photo's own grain. Grain that JPEG has made coarser counts too,
// but is underestimated. 0 for flat artwork and for pictures smaller than a block (18 px). RGB or RGBA, u8 or
// u16. Looks at a bounded number of blocks, so large photos take no longer than 4 megapixels. Throws
// Cancelled within a row of blocks (1 ms).
double estimateNoise(const Image& image, const Progress& progress = {});

// The h that a noise of `sigma` 8-bit levels asks for: rises with it; 0 (under 0.6): leave the photo alone.
double strengthForNoise(double sigma) noexcept;

struct NlmOptions {
    double h = 10.0; // filter strength in 8-bit levels, > 0
    int threads = 0; // 0: all
};

// Non-local means (Buades, Coll and Morel 2005), joint over the colour channels, patch 7 x 7, search window
// 21 x 21, mirrored at the borders. Weights have a flat top and end at nine times h^2 (nlm_kernel.h), which
// on photographs gains 0.2 to 0.6 dB over exp(-d^2 / h^2). RGB or RGBA (alpha is copied), u8 or u16, whose
// full precision is kept; the result has the image's format. Working memory beside the result: 1 MB a thread,
// and no more threads than keep it under the picture's own size. The same for any number of threads; between
// processors with and without AVX2 or AVX-512 equal but for rounding. Throws Cancelled within 100 ms.
Image denoiseNlm(const Image& image, const NlmOptions& options, const Progress& progress);

// OpenCV's fastNlMeansDenoisingColored(h, hColor, 7, 21), byte for byte (of the picture in OpenCV's BGR
// order); alpha is copied. 8-bit only: 16-bit photos go through 8 bits, which the caller has to say. In tiles
// with a margin, so that it can be cancelled: within about 0.2 s on two cores. Throws Error(internal,
// out_of_memory), Cancelled.
Image denoiseNlmOpenCv(const Image& image, double h, double hColor, const Progress& progress);

// `cleaned` with part of the photo's own texture put back: strength 100 is `cleaned`, 0 is `original`. The
// residual is split in three bands, and the coarse ones, which hold texture rather than noise, come back
// first. Both of one format, u8 or u16; alpha is that of `cleaned`. Throws Cancelled.
Image restoreTexture(const Image& original, const Image& cleaned, int strength, const Progress& progress);

} // namespace kerf
