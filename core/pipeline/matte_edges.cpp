#include "core/base/check.h"
#include "core/base/parallel.h"
#include "core/image/mat_view.h"
#include "core/pipeline/matte_edit.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <vector>

namespace kerf {
namespace {

constexpr int kTile = 256;
constexpr int kInteriorStep = 6;    // radius of one step of the dilation within the circle
constexpr double kSmallSigma = 6.0; // up to here a true Gaussian is cheap
constexpr double kSigmaOfFeather = 0.5;

// Lengths in pixels of the matte.
struct Lengths {
    double grow = 0.0;
    double sigma = 0.0;

    int halo() const { return int(std::ceil(std::abs(grow))) + int(std::ceil(3.0 * sigma)) + 2; }
};

// The levels' value for each of the type's.
template <typename T>
std::vector<float> levelTable(const EdgeSettings& edges) {
    constexpr int kFull = std::numeric_limits<T>::max();
    const double black = edges.black / 255.0;
    const double white = edges.white / 255.0;
    std::vector<float> table(std::size_t(kFull) + 1);
    for (int i = 0; i <= kFull; ++i) {
        const double part = std::clamp((double(i) / kFull - black) / (white - black), 0.0, 1.0);
        table[std::size_t(i)] = float(edges.gamma == 1.0 ? part : std::pow(part, 1.0 / edges.gamma));
    }
    return table;
}

// `part` of the matte after its levels; beyond the frame as at its edge.
template <typename T>
cv::Mat load(const Image& matte, const cv::Rect& part, const std::vector<float>& table) {
    const ImageFormat& format = matte.format();
    cv::Mat values(part.size(), CV_32F);
    for (int y = 0; y < part.height; ++y) {
        const auto from = matte.row<T>(std::clamp(part.y + y, 0, format.height - 1));
        auto* to = values.ptr<float>(y);
        for (int x = 0; x < part.width; ++x) {
            to[x] = table[from[std::size_t(std::clamp(part.x + x, 0, format.width - 1))]];
        }
    }
    return values;
}

// The largest of each pixel and what lies at `offset` from it, between the pixels by their mixture.
void raise(cv::Mat& to, const cv::Mat& from, cv::Point2d offset) {
    const int left = int(std::floor(offset.x));
    const int top = int(std::floor(offset.y));
    const auto right = float(offset.x - left);
    const auto down = float(offset.y - top);
    const int firstX = std::max(0, -left);
    const int lastX = std::min(from.cols, from.cols - left - 1);
    const int lastY = std::min(from.rows, from.rows - top - 1);
    const float weights[4] = {
        (1.0F - right) * (1.0F - down), right * (1.0F - down), (1.0F - right) * down, right * down};
    for (int y = std::max(0, -top); y < lastY; ++y) {
        const float* above = from.ptr<float>(y + top) + left;
        const float* below = from.ptr<float>(y + top + 1) + left;
        float* row = to.ptr<float>(y);
        for (int x = firstX; x < lastX; ++x) {
            const float value = weights[0] * above[x] + weights[1] * above[x + 1] + weights[2] * below[x] +
                                weights[3] * below[x + 1];
            row[x] = std::max(row[x], value);
        }
    }
}

// The largest value within a circle. The whole pixels in it see to thin things, points on the circle itself
// to its exact radius in every direction.
cv::Mat dilated(const cv::Mat& values, double radius) {
    cv::Mat result = values.clone();
    for (int left = int(std::floor(radius)); left > 0; left -= kInteriorStep) {
        const int step = std::min(left, kInteriorStep);
        cv::Mat disc(2 * step + 1, 2 * step + 1, CV_8U);
        for (int y = -step; y <= step; ++y) {
            for (int x = -step; x <= step; ++x) {
                disc.at<std::uint8_t>(y + step, x + step) = x * x + y * y <= step * step ? 1 : 0;
            }
        }
        cv::dilate(result, result, disc);
    }
    // A polygon with this many corners lies at most 0.03 px within the circle.
    const int corners = std::max(16, 4 * int(std::ceil(3.2 * std::sqrt(radius))));
    for (int i = 0; i < corners; ++i) {
        const double angle = 2.0 * std::numbers::pi * i / corners;
        raise(result, values, {radius * std::cos(angle), radius * std::sin(angle)});
    }
    return result;
}

void move(cv::Mat& values, double by) {
    if (by > 0.0) {
        values = dilated(values, by);
    } else if (by < 0.0) {
        values = 1.0 - dilated(cv::Mat(1.0 - values), -by);
    }
}

void soften(cv::Mat& values, double sigma) {
    if (sigma <= 0.0) {
        return;
    }
    if (sigma <= kSmallSigma) {
        const int side = 2 * int(std::ceil(3.0 * sigma)) + 1;
        cv::GaussianBlur(values, values, {side, side}, sigma, sigma, cv::BORDER_REPLICATE);
        return;
    }
    // Three boxes are as good as a Gaussian, at a cost that doesn't grow with it.
    const int side = 2 * int(std::lround((std::sqrt(4.0 * sigma * sigma + 1.0) - 1.0) / 2.0)) + 1;
    for (int i = 0; i < 3; ++i) {
        cv::blur(values, values, {side, side}, {-1, -1}, cv::BORDER_REPLICATE);
    }
}

template <typename T>
void store(const cv::Mat& values, const cv::Rect& inner, ImageBuffer& out, const cv::Rect& core) {
    constexpr auto kFull = float(std::numeric_limits<T>::max());
    for (int y = 0; y < core.height; ++y) {
        const float* from = values.ptr<float>(inner.y + y) + inner.x;
        const auto to = out.row<T>(core.y + y).subspan(std::size_t(core.x), std::size_t(core.width));
        for (std::size_t x = 0; x < to.size(); ++x) {
            to[x] = T(std::clamp(from[x], 0.0F, 1.0F) * kFull + 0.5F);
        }
    }
}

template <typename T>
Image adjusted(
    const Image& matte, const Lengths& lengths, const EdgeSettings& edges, const Progress& progress) {
    const ImageFormat& format = matte.format();
    ImageBuffer out(format);
    const std::vector<float> table = levelTable<T>(edges);
    const bool isMoved = lengths.grow != 0.0 || lengths.sigma > 0.0;
    const int halo = isMoved ? lengths.halo() : 0;
    const int tile = std::max(kTile, 2 * halo);
    const int columns = (format.width + tile - 1) / tile;
    const int rows = (format.height + tile - 1) / tile;
    const cv::Rect whole(0, 0, format.width, format.height);
    parallelFor(columns * rows, 0, progress, [&](int i) {
        const cv::Rect core = cv::Rect(i % columns * tile, i / columns * tile, tile, tile) & whole;
        const cv::Rect part(core.x - halo, core.y - halo, core.width + 2 * halo, core.height + 2 * halo);
        cv::Mat values = load<T>(matte, part, table);
        double least = 0.0;
        double most = 0.0;
        cv::minMaxLoc(values, &least, &most);
        if (isMoved && least < most) { // most of a matte is even
            move(values, lengths.grow);
            soften(values, lengths.sigma);
        }
        store<T>(values, cv::Rect(cv::Point(halo, halo), core.size()), out, core);
    });
    return Image(std::move(out));
}

} // namespace

Image adjustEdges(const Image& matte, double scale, const EdgeSettings& edges, const Progress& progress) {
    KERF_CHECK(matte.format().channels == 1 && matte.format().type != PixelType::f32);
    if (edges.isNeutral()) {
        return matte;
    }
    const Lengths lengths{edges.grow * scale, edges.feather * scale * kSigmaOfFeather};
    return matte.format().type == PixelType::u8 ? adjusted<std::uint8_t>(matte, lengths, edges, progress)
                                                : adjusted<std::uint16_t>(matte, lengths, edges, progress);
}

} // namespace kerf
