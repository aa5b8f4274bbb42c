#pragma once

#include "core/image/image.h"

namespace kerf {

// Area-averaged when smaller, Lanczos when larger. Straight alpha is premultiplied inside, so that the colour
// under alpha 0 doesn't leak. Throws nothing but std::bad_alloc; width and height > 0.
Image resize(const Image& image, int width, int height);

// The largest size with the image's aspect that fits a square of `side`; never larger than the image, never
// below 1 px.
Image shrinkToFit(const Image& image, int side);

} // namespace kerf
