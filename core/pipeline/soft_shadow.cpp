#include "core/pipeline/soft_shadow.h"

#include "core/base/check.h"
#include "core/base/parallel.h"
#include "core/image/mat_view.h"
#include "core/image/sample_type.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <limits>
#include <type_traits>
#include <vector>

namespace kerf {
namespace {

constexpr double kSigmaInCells = 2.5; // a blur of this many pixels hides that it was made small
constexpr double kSharp = 0.3;        // the blur below which there is none, in pixels

template <typename T>
void averageAlpha(const Image& picture, int side, ImageBuffer& out, const Progress& progress) {
    const ImageFormat& format = picture.format();
    parallelFor(out.format().height, 0, progress, [&](int row) {
        const auto line = out.row<float>(row);
        std::ranges::fill(line, 0.0F);
        const int last = std::min(format.height, (row + 1) * side);
        for (int y = row * side; y < last; ++y) {
            const auto from = picture.row<T>(y);
            for (int cell = 0; cell < out.format().width; ++cell) {
                std::uint64_t sum = 0;
                for (int x = cell * side; x < std::min(format.width, (cell + 1) * side); ++x) {
                    sum += from[std::size_t(x) * 4 + 3];
                }
                line[std::size_t(cell)] += float(sum);
            }
        }
        for (int cell = 0; cell < out.format().width; ++cell) {
            const int columns = std::min(side, format.width - cell * side);
            line[std::size_t(cell)] /=
                float(std::numeric_limits<T>::max()) * float(columns * (last - row * side));
        }
    });
}

} // namespace

SoftShadow::SoftShadow(
    const Image& picture, double sigma, double right, double down, const Progress& progress)
    : m_down(down) {
    const ImageFormat& format = picture.format();
    KERF_CHECK(format.channels == 4 && format.type != PixelType::f32);
    const int side = std::max(1, int(sigma / kSigmaInCells));
    m_side = side;
    ImageBuffer plane(
        {.width = (format.width + side - 1) / side,
         .height = (format.height + side - 1) / side,
         .channels = 1,
         .type = PixelType::f32});
    withSampleType(format.type, [&](auto sample) {
        using T = decltype(sample);
        if constexpr (!std::is_same_v<T, float>) {
            averageAlpha<T>(picture, side, plane, progress);
        }
    });
    if (sigma > kSharp) {
        cv::Mat pixels = matView(plane);
        cv::GaussianBlur(pixels, pixels, {}, sigma / side, sigma / side, cv::BORDER_REPLICATE);
    }
    m_shade = Image(std::move(plane));
    m_columns.reserve(std::size_t(format.width));
    for (int x = 0; x < format.width; ++x) {
        m_columns.push_back(between(x + 0.5 - right, m_shade.format().width));
    }
}

SoftShadow::Between SoftShadow::between(double at, int count) const {
    const double clamped = std::clamp(at / m_side - 0.5, 0.0, double(count - 1));
    const auto first = std::size_t(clamped);
    return {first, std::min(first + 1, std::size_t(count - 1)), float(clamped - double(first))};
}

void SoftShadow::row(int y, std::span<float> shade) const {
    const Between rows = between(y + 0.5 - m_down, m_shade.format().height);
    const auto above = m_shade.row<float>(int(rows.first));
    const auto below = m_shade.row<float>(int(rows.second));
    for (std::size_t x = 0; x < shade.size(); ++x) {
        const Between& at = m_columns[x];
        const float upper = above[at.first] + (above[at.second] - above[at.first]) * at.share;
        const float lower = below[at.first] + (below[at.second] - below[at.first]) * at.share;
        shade[x] = upper + (lower - upper) * rows.share;
    }
}

} // namespace kerf
