#pragma once

#include "core/image/image.h"

namespace kerf {

// The same picture in another sample type, rounded to nearest (u8 to u16: times 257). Returns `image` itself
// when it has that type already.
Image convertType(const Image& image, PixelType type);

// Without alpha: the colour as it stands. With it: `alpha` (one channel, same size, any type) beside the
// colour, straight. The result has the type of `color`.
Image dropAlpha(const Image& image);
Image joinAlpha(const Image& color, const Image& alpha);

// The alpha channel as a matte in the image's type; fully opaque where there is none.
Image alphaOf(const Image& image);

// A grey picture's values, or the first channel of one that isn't grey, as one channel.
Image greyOf(const Image& image);

// matte * other / full, rounded; one-channel images of one size; the result has the type of `matte`.
Image multiplyMattes(const Image& matte, const Image& other);

} // namespace kerf
