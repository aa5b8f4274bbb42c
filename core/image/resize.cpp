#include "core/image/resize.h"

#include "core/base/check.h"
#include "core/base/parallel.h"
#include "core/image/mat_view.h"
#include "core/image/pixels.h"
#include "core/image/sample_type.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>
#include <vector>

namespace kerf {
namespace {

// In float throughout: resampled 8-bit premultiplied colour would lose its tones under low alpha.
Image enlargePremultiplied(const Image& image, ImageFormat format) {
    cv::Mat pixels = matView(convertType(image, PixelType::f32)).clone();
    pixels.forEach<cv::Vec4f>([](cv::Vec4f& p, const int*) {
        p[0] *= p[3];
        p[1] *= p[3];
        p[2] *= p[3];
    });
    format.type = PixelType::f32;
    ImageBuffer out(format);
    cv::Mat target = matView(out);
    cv::resize(pixels, target, target.size(), 0, 0, cv::INTER_LANCZOS4);
    target.forEach<cv::Vec4f>([](cv::Vec4f& p, const int*) {
        p[3] = std::clamp(p[3], 0.0F, 1.0F);
        const float scale = p[3] > 1e-6F ? 1.0F / p[3] : 0.0F;
        p[0] *= scale;
        p[1] *= scale;
        p[2] *= scale;
    });
    return convertType(Image(std::move(out)), image.format().type);
}

// The source pixels that one of the result covers, the outer two of them in part.
struct Cover {
    int first;
    int last;
    float firstShare;
    float lastShare;

    float share(int i) const { return i == first ? firstShare : i == last ? lastShare : 1.0F; }
};

std::vector<Cover> coversFor(int count, int from) {
    std::vector<Cover> covers;
    for (int i = 0; i < count; ++i) {
        const double begin = double(i) * from / count;
        const double end = double(i + 1) * from / count;
        const int first = std::min(int(begin), from - 1);
        const int last = std::clamp(int(std::ceil(end)) - 1, first, from - 1);
        covers.push_back({first, last, float(std::min(end, first + 1.0) - begin), float(end - last)});
    }
    return covers;
}

template <typename T>
T sampleOf(double value) {
    if constexpr (std::is_same_v<T, float>) {
        return float(value);
    } else {
        return T(std::clamp(value, 0.0, double(std::numeric_limits<T>::max())) + 0.5);
    }
}

// One row of the result: the mean colour, each pixel counting by its alpha, and the mean alpha.
template <typename T>
void averageRow(const Image& image, const Cover& down, const std::vector<Cover>& across, std::span<T> out) {
    std::vector<cv::Vec4d> sums(across.size());
    for (int y = down.first; y <= down.last; ++y) {
        const std::span<const T> row = image.row<T>(y);
        for (std::size_t i = 0; i < across.size(); ++i) {
            cv::Vec4f sum{};
            for (int x = across[i].first; x <= across[i].last; ++x) {
                const T* pixel = &row[std::size_t(x) * 4];
                const float weight = across[i].share(x) * float(pixel[3]);
                sum[0] += weight * float(pixel[0]);
                sum[1] += weight * float(pixel[1]);
                sum[2] += weight * float(pixel[2]);
                sum[3] += weight;
            }
            sums[i] += cv::Vec4d(sum) * double(down.share(y));
        }
    }
    const double area = double(image.format().width) / double(across.size());
    const double rows = down.last == down.first
                            ? double(down.firstShare)
                            : double(down.firstShare) + double(down.lastShare) + (down.last - down.first - 1);
    for (std::size_t i = 0; i < across.size(); ++i) {
        const double alpha = sums[i][3];
        for (std::size_t c = 0; c < 3; ++c) {
            out[i * 4 + c] = alpha > 0.0 ? sampleOf<T>(sums[i][int(c)] / alpha) : T(0);
        }
        out[i * 4 + 3] = sampleOf<T>(alpha / (area * rows));
    }
}

// A row at a time, since a premultiplied float copy of a large picture takes four times its memory.
Image shrinkPremultiplied(const Image& image, const ImageFormat& format) {
    const std::vector<Cover> across = coversFor(format.width, image.format().width);
    const std::vector<Cover> down = coversFor(format.height, image.format().height);
    ImageBuffer out(format);
    parallelFor(format.height, 0, {}, [&](int y) {
        withSampleType(format.type, [&](auto sample) {
            averageRow(image, down[std::size_t(y)], across, out.row<decltype(sample)>(y));
        });
    });
    return Image(std::move(out));
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
        return smaller ? shrinkPremultiplied(image, format) : enlargePremultiplied(image, format);
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
