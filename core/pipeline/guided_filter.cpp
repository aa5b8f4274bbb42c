#include "core/pipeline/guided_filter.h"

#include "core/base/check.h"
#include "core/base/parallel.h"
#include "core/image/mat_view.h"
#include "core/image/pixels.h"
#include "core/pipeline/small_copy.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

namespace kerf {
namespace {

constexpr int kGuideSide = 1024;
constexpr double kRadiusShare = 0.012; // of the guide's longer side; a pixel depends on 2 radii around it
constexpr float kEpsilon = 4e-4F;      // colour variance below which a window counts as flat
constexpr float kBlack = 0.12F;        // the filter leaves a faint veil on either side of an edge: levels
constexpr float kWhite = 0.88F;
constexpr int kBandRows = 64;
constexpr int kUpsampleRadius = 3; // pixels of the net's matte
constexpr float kUpsampleEpsilon = 1e-5F;

// matte = a . colour + b, between the last two
using Coefficients = cv::Vec6f;

// How the filter's values become alpha: below `black` 0, above `white` 1.
struct Levels {
    float black = 0.0F;
    float white = 1.0F;
};

cv::Vec4f solve(
    const cv::Vec3f& mean,
    float meanMask,
    const cv::Vec3f& meanProduct,
    const cv::Vec6f& square,
    float epsilon) {
    const cv::Vec3f covariance = meanProduct - mean * meanMask;
    const float rr = square[0] - mean[0] * mean[0] + epsilon;
    const float rg = square[1] - mean[0] * mean[1];
    const float rb = square[2] - mean[0] * mean[2];
    const float gg = square[3] - mean[1] * mean[1] + epsilon;
    const float gb = square[4] - mean[1] * mean[2];
    const float bb = square[5] - mean[2] * mean[2] + epsilon;
    const float c0 = gg * bb - gb * gb;
    const float c1 = gb * rb - rg * bb;
    const float c2 = rg * gb - gg * rb;
    const float determinant = rr * c0 + rg * c1 + rb * c2;
    const float scale = determinant > 1e-20F ? 1.0F / determinant : 0.0F;
    const cv::Vec3f a(
        scale * (c0 * covariance[0] + c1 * covariance[1] + c2 * covariance[2]),
        scale *
            (c1 * covariance[0] + (rr * bb - rb * rb) * covariance[1] + (rb * rg - rr * gb) * covariance[2]),
        scale *
            (c2 * covariance[0] + (rb * rg - rr * gb) * covariance[1] + (rr * gg - rg * rg) * covariance[2]));
    return {a[0], a[1], a[2], meanMask - a.dot(mean)};
}

// The filter's coefficients for each pixel of the guide, a CV_32FC3 in 0..1.
cv::Mat coefficientsOf(const cv::Mat& guide, const cv::Mat& mask, int radius, float epsilon) {
    using Moments = cv::Vec<float, 13>; // colour, mask, colour * mask, colour * colour
    cv::Mat moments(guide.size(), CV_32FC(13));
    for (int y = 0; y < guide.rows; ++y) {
        for (int x = 0; x < guide.cols; ++x) {
            const cv::Vec3f& c = guide.at<cv::Vec3f>(y, x);
            const float p = mask.at<float>(y, x);
            moments.at<Moments>(y, x) = Moments(
                c[0], c[1], c[2], p, c[0] * p, c[1] * p, c[2] * p, c[0] * c[0], c[0] * c[1], c[0] * c[2]);
            auto& m = moments.at<Moments>(y, x);
            m[10] = c[1] * c[1];
            m[11] = c[1] * c[2];
            m[12] = c[2] * c[2];
        }
    }
    const cv::Size box(2 * radius + 1, 2 * radius + 1);
    cv::blur(moments, moments, box, cv::Point(-1, -1), cv::BORDER_REFLECT);
    cv::Mat slopes(guide.size(), CV_32FC4);
    for (int y = 0; y < guide.rows; ++y) {
        for (int x = 0; x < guide.cols; ++x) {
            const auto& m = moments.at<Moments>(y, x);
            slopes.at<cv::Vec4f>(y, x) = solve(
                {m[0], m[1], m[2]}, m[3], {m[4], m[5], m[6]}, {m[7], m[8], m[9], m[10], m[11], m[12]},
                epsilon);
        }
    }
    cv::blur(slopes, slopes, box, cv::Point(-1, -1), cv::BORDER_REFLECT);
    return slopes;
}

// Beside the coefficients the least and the largest value that may come of them.
cv::Mat withBounds(const cv::Mat& slopes, const cv::Mat& least, const cv::Mat& most) {
    cv::Mat result;
    cv::merge(std::vector<cv::Mat>{slopes, least, most}, result);
    return result;
}

struct Tap {
    int first;
    int second;
    float share; // of the second
};

// Where each of `count` pixels lies between the `from` pixels of a smaller row, centres on centres.
std::vector<Tap> tapsFor(int count, int from) {
    std::vector<Tap> taps;
    for (int i = 0; i < count; ++i) {
        const double at = std::clamp((i + 0.5) * from / count - 0.5, 0.0, double(from - 1));
        const int first = int(at);
        taps.push_back({first, std::min(first + 1, from - 1), float(at - first)});
    }
    return taps;
}

template <typename T>
T partOfFull(float value, float least, float most, const Levels& levels) {
    const float leveled =
        std::min(std::max((value - levels.black) / (levels.white - levels.black), least), most);
    return T(leveled * float(std::numeric_limits<T>::max()) + 0.5F);
}

template <typename T>
Image apply(const Image& image, const cv::Mat& coefficients, const Levels& levels, const Progress& progress) {
    const ImageFormat& source = image.format();
    ImageBuffer out(ImageFormat{
        .width = source.width, .height = source.height, .channels = 1, .type = source.type, .icc = {}});
    const std::vector<Tap> across = tapsFor(source.width, coefficients.cols);
    const std::vector<Tap> down = tapsFor(source.height, coefficients.rows);
    const auto channels = std::size_t(source.channels);
    constexpr float kScale = 1.0F / float(std::numeric_limits<T>::max());
    parallelFor((source.height + kBandRows - 1) / kBandRows, 0, progress, [&](int band) {
        std::vector<Coefficients> line(std::size_t(coefficients.cols));
        for (int y = band * kBandRows; y < std::min((band + 1) * kBandRows, source.height); ++y) {
            const Tap& tap = down[std::size_t(y)];
            const auto* above = coefficients.ptr<Coefficients>(tap.first);
            const auto* below = coefficients.ptr<Coefficients>(tap.second);
            for (std::size_t i = 0; i < line.size(); ++i) {
                line[i] = above[i] + (below[i] - above[i]) * tap.share;
            }
            const auto color = image.row<T>(y);
            const auto to = out.row<T>(y);
            for (std::size_t x = 0; x < to.size(); ++x) {
                const Tap& t = across[x];
                const Coefficients& left = line[std::size_t(t.first)];
                const Coefficients& right = line[std::size_t(t.second)];
                const T* c = &color[channels * x];
                const auto at = [&](int i) { return left[i] + (right[i] - left[i]) * t.share; };
                const float value =
                    kScale * (at(0) * float(c[0]) + at(1) * float(c[1]) + at(2) * float(c[2])) + at(3);
                to[x] = partOfFull<T>(value, at(4), at(5), levels);
            }
        }
    });
    return Image(std::move(out));
}

Image applyTo(
    const Image& image, const cv::Mat& coefficients, const Levels& levels, const Progress& progress) {
    return image.format().type == PixelType::u8 ? apply<std::uint8_t>(image, coefficients, levels, progress)
                                                : apply<std::uint16_t>(image, coefficients, levels, progress);
}

// Neither is there anything to see in a matte that is all one extreme, nor can it be right: the caller's mask
// has both.
bool isOneExtreme(const Image& matte) {
    double least = 0.0;
    double most = 0.0;
    cv::minMaxLoc(matView(matte), &least, &most);
    const double full = matte.format().type == PixelType::u8 ? 255.0 : 65535.0;
    return most <= 0.0 || least >= full;
}

Image plainMatte(const Image& image, const Image& mask) {
    ImageFormat format = image.format();
    format.channels = 1;
    format.type = PixelType::u8;
    format.alpha = AlphaKind::none;
    format.icc.clear();
    ImageBuffer out(format);
    cv::Mat target = matView(out);
    const cv::Mat from = matView(mask);
    const bool smaller = target.cols <= from.cols && target.rows <= from.rows;
    cv::resize(from, target, target.size(), 0, 0, smaller ? cv::INTER_AREA : cv::INTER_NEAREST);
    return convertType(Image(std::move(out)), image.format().type);
}

} // namespace

Image guidedFilter(const Image& guide, const Image& mask, int radius, float epsilon) {
    KERF_CHECK(guide.format().channels == 3 && guide.format().type == PixelType::f32);
    KERF_CHECK(mask.format().channels == 1 && mask.format().type == PixelType::f32);
    const cv::Mat colors = matView(guide);
    const cv::Mat slopes = coefficientsOf(colors, matView(mask), radius, epsilon);
    ImageBuffer out(mask.format());
    for (int y = 0; y < colors.rows; ++y) {
        const auto* color = colors.ptr<cv::Vec3f>(y);
        const auto* slope = slopes.ptr<cv::Vec4f>(y);
        const auto to = out.row<float>(y);
        for (std::size_t x = 0; x < to.size(); ++x) {
            to[x] = slope[x][0] * color[x][0] + slope[x][1] * color[x][1] + slope[x][2] * color[x][2] +
                    slope[x][3];
        }
    }
    return Image(std::move(out));
}

Image refineMatte(const Image& image, const Image& mask, const Progress& progress) {
    KERF_CHECK(image.format().channels >= 3 && image.format().type != PixelType::f32);
    KERF_CHECK(mask.format().channels == 1 && mask.format().type == PixelType::u8);
    const Image guide = convertType(smallCopy(image, kGuideSide, 1), PixelType::f32);
    progress.step(0.2);
    const cv::Mat colors = matView(guide);
    cv::Mat coarse;
    matView(mask).convertTo(coarse, CV_32F, 1.0 / 255.0);
    cv::resize(coarse, coarse, colors.size(), 0, 0, cv::INTER_LINEAR);
    const int radius = std::max(1, int(std::lround(kRadiusShare * std::max(colors.cols, colors.rows))));
    const cv::Mat coefficients = withBounds(
        coefficientsOf(colors, coarse, radius, kEpsilon), cv::Mat::zeros(coarse.size(), CV_32F),
        cv::Mat::ones(coarse.size(), CV_32F));
    progress.step(0.4);
    const Image matte = applyTo(image, coefficients, {kBlack, kWhite}, progress.part(0.4, 1.0));
    return isOneExtreme(matte) ? plainMatte(image, mask) : matte;
}

Image upsampleMatte(const Image& image, const Image& matte, const Progress& progress) {
    KERF_CHECK(image.format().channels >= 3 && image.format().type != PixelType::f32);
    KERF_CHECK(matte.format().channels == 1);
    const int side = std::max(matte.format().width, matte.format().height);
    const Image guide = convertType(smallCopy(image, side, 1), PixelType::f32);
    progress.step(0.2);
    const cv::Mat colors = matView(guide);
    const Image levels = convertType(matte, PixelType::f32);
    cv::Mat coarse;
    // The net's input may have been squeezed to another aspect than the photo's.
    cv::resize(matView(levels), coarse, colors.size(), 0, 0, cv::INTER_LINEAR);
    const cv::Mat slopes = coefficientsOf(colors, coarse, kUpsampleRadius, kUpsampleEpsilon);
    cv::Mat least;
    cv::Mat most;
    const cv::Mat window = cv::Mat::ones(2 * kUpsampleRadius + 1, 2 * kUpsampleRadius + 1, CV_8U);
    cv::erode(coarse, least, window);
    cv::dilate(coarse, most, window);
    progress.step(0.4);
    return applyTo(image, withBounds(slopes, least, most), {}, progress.part(0.4, 1.0));
}

} // namespace kerf
