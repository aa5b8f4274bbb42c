#include "core/image/resize.h"

#include "core/base/check.h"
#include "core/image/mat_view.h"
#include "core/image/pixels.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace kerf {
namespace {

// In float throughout: resampled 8-bit premultiplied colour would lose its tones under low alpha.
Image resizePremultiplied(const Image& image, ImageFormat format, int interpolation) {
    cv::Mat pixels = matView(convertType(image, PixelType::f32)).clone();
    pixels.forEach<cv::Vec4f>([](cv::Vec4f& p, const int*) {
        p[0] *= p[3];
        p[1] *= p[3];
        p[2] *= p[3];
    });
    format.type = PixelType::f32;
    ImageBuffer out(format);
    cv::Mat target = matView(out);
    cv::resize(pixels, target, target.size(), 0, 0, interpolation);
    target.forEach<cv::Vec4f>([](cv::Vec4f& p, const int*) {
        p[3] = std::clamp(p[3], 0.0F, 1.0F);
        const float scale = p[3] > 1e-6F ? 1.0F / p[3] : 0.0F;
        p[0] *= scale;
        p[1] *= scale;
        p[2] *= scale;
    });
    return convertType(Image(std::move(out)), image.format().type);
}

} // namespace

Image resize(const Image& image, int width, int height) {
    KERF_CHECK(width > 0 && height > 0);
    if (width == image.format().width && height == image.format().height) {
        return image;
    }
    const bool smaller = width <= image.format().width && height <= image.format().height;
    const int interpolation = smaller ? cv::INTER_AREA : cv::INTER_LANCZOS4;
    ImageFormat format = image.format();
    format.width = width;
    format.height = height;
    if (format.alpha == AlphaKind::straight) {
        return resizePremultiplied(image, format, interpolation);
    }
    ImageBuffer out(format);
    cv::Mat target = matView(out);
    cv::resize(matView(image), target, target.size(), 0, 0, interpolation);
    return Image(std::move(out));
}

Image shrinkToFit(const Image& image, int side) {
    KERF_CHECK(side > 0);
    const double scale = std::min(1.0, double(side) / std::max(image.format().width, image.format().height));
    const auto scaled = [scale](int length) { return std::max(1, int(std::lround(length * scale))); };
    return resize(image, scaled(image.format().width), scaled(image.format().height));
}

} // namespace kerf
