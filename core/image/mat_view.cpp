#include "core/image/mat_view.h"

namespace kerf {

int matType(const ImageFormat& format) {
    const int depth = format.type == PixelType::u8 ? CV_8U : format.type == PixelType::u16 ? CV_16U : CV_32F;
    return CV_MAKETYPE(depth, format.channels);
}

cv::Mat matView(ImageBuffer& image) {
    const ImageFormat& format = image.format();
    return {format.height, format.width, matType(format), image.pixels().data(), format.bytesPerRow()};
}

const cv::Mat matView(const Image& image) {
    const ImageFormat& format = image.format();
    // The const return type keeps the pixels from being written through this header.
    auto* pixels =
        const_cast<std::byte*>(image.pixels().data()); // NOLINT(cppcoreguidelines-pro-type-const-cast)
    return {format.height, format.width, matType(format), pixels, format.bytesPerRow()};
}

} // namespace kerf
