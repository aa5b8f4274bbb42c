#include "core/pipeline/rasters.h"

namespace kerf {

nn::Raster rasterOf(const Image& image) {
    const ImageFormat& format = image.format();
    return {
        .data = image.pixels().data(),
        .width = format.width,
        .height = format.height,
        .channels = format.channels,
        .bytesPerSample = int(format.bytesPerSample()),
        .bytesPerRow = std::int64_t(format.bytesPerRow())};
}

nn::MutableRaster rasterOf(ImageBuffer& buffer) {
    const ImageFormat& format = buffer.format();
    return {
        .data = buffer.pixels().data(),
        .width = format.width,
        .height = format.height,
        .channels = format.channels,
        .bytesPerSample = int(format.bytesPerSample()),
        .bytesPerRow = std::int64_t(format.bytesPerRow())};
}

ImageFormat formatLike(const Image& like, int width, int height, int channels) {
    ImageFormat format = like.format();
    format.width = width;
    format.height = height;
    format.channels = channels;
    format.alpha = channels == 4 ? AlphaKind::straight : AlphaKind::none;
    if (channels == 1) {
        format.icc.clear();
    }
    return format;
}

} // namespace kerf
