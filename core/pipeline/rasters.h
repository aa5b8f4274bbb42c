#pragma once

#include "core/image/image.h"
#include "core/nn/runtime.h"

namespace kerf {

// Pictures as the nets take them: views, which mustn't outlive the picture.
nn::Raster rasterOf(const Image& image);
nn::MutableRaster rasterOf(ImageBuffer& buffer);

// The format of a picture of another size and number of channels that goes with `like`: its type, and its
// profile unless it is a matte.
ImageFormat formatLike(const Image& like, int width, int height, int channels);

} // namespace kerf
