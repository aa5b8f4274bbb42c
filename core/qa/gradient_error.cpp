#include "core/qa/gradient_error.h"

#include "core/base/parallel.h"
#include "core/qa/matte_rows.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace kerf {
namespace {

constexpr int kReach = 4; // of sigma 1.4 where the Gaussian falls below 0.01
constexpr int kTaps = 2 * kReach + 1;
constexpr int kRowsAtOnce = 32;

using Taps = std::array<float, kTaps>;

struct Filter {
    Taps smooth{};
    Taps slope{};
};

Filter makeFilter() {
    constexpr double sigma = 1.4;
    std::array<double, kTaps> smooth{};
    std::array<double, kTaps> slope{};
    double smoothLength = 0.0;
    double slopeLength = 0.0;
    for (int i = 0; i < kTaps; ++i) {
        const double x = i - kReach;
        const auto at = std::size_t(i);
        smooth[at] = std::exp(-x * x / (2.0 * sigma * sigma));
        slope[at] = -x * smooth[at];
        smoothLength += smooth[at] * smooth[at];
        slopeLength += slope[at] * slope[at];
    }
    Filter filter;
    for (std::size_t i = 0; i < kTaps; ++i) {
        filter.smooth[i] = float(smooth[i] / std::sqrt(smoothLength));
        filter.slope[i] = float(slope[i] / std::sqrt(slopeLength));
    }
    return filter;
}

// Gradient lengths of a block of rows of one picture, columns [begin, end).
class Gradient {
public:
    Gradient(const Image& matte, const Filter& filter, int first, int last, int begin, int end)
        : m_filter(filter), m_first(first), m_width(std::size_t(end - begin)) {
        const int width = matte.format().width;
        const int height = matte.format().height;
        std::vector<float> row(static_cast<std::size_t>(width));
        m_stride = m_width + 2 * std::size_t(kReach);
        m_rows.resize(m_stride * (std::size_t(last - first) + 2 * std::size_t(kReach)));
        float* to = m_rows.data();
        for (int y = first - kReach; y < last + kReach; ++y, to += m_stride) {
            readAlphaRow(matte, std::clamp(y, 0, height - 1), row);
            for (int i = 0; i < int(m_stride); ++i) {
                to[i] = row[std::size_t(std::clamp(begin - kReach + i, 0, width - 1))];
            }
        }
        m_smooth.resize(m_stride);
        m_slope.resize(m_stride);
    }

    void row(int y, std::vector<float>& lengths) {
        const float* from = m_rows.data() + m_stride * std::size_t(y - m_first);
        std::ranges::fill(m_smooth, 0.0F);
        std::ranges::fill(m_slope, 0.0F);
        for (std::size_t tap = 0; tap < kTaps; ++tap, from += m_stride) {
            const float smooth = m_filter.smooth[tap];
            const float slope = m_filter.slope[tap];
            for (std::size_t i = 0; i < m_stride; ++i) {
                m_smooth[i] += smooth * from[i];
                m_slope[i] += slope * from[i];
            }
        }
        for (std::size_t i = 0; i < m_width; ++i) {
            float across = 0.0F;
            float along = 0.0F;
            for (std::size_t tap = 0; tap < kTaps; ++tap) {
                across += m_filter.slope[tap] * m_smooth[i + tap];
                along += m_filter.smooth[tap] * m_slope[i + tap];
            }
            lengths[i] = std::sqrt(across * across + along * along);
        }
    }

private:
    const Filter& m_filter;
    int m_first;
    std::size_t m_width;
    std::size_t m_stride = 0;
    std::vector<float> m_rows;
    std::vector<float> m_smooth;
    std::vector<float> m_slope;
};

// The columns whose gradients can differ in rows [first, last).
RowSpan reachOf(std::span<const RowSpan> differs, int first, int last, int width) {
    RowSpan all{.begin = width, .end = 0};
    const int height = int(differs.size());
    for (int y = std::max(0, first - kReach); y < std::min(height, last + kReach); ++y) {
        const RowSpan& row = differs[std::size_t(y)];
        if (row.begin < row.end) {
            all.begin = std::min(all.begin, row.begin);
            all.end = std::max(all.end, row.end);
        }
    }
    if (all.begin < all.end) {
        all.begin = std::max(0, all.begin - kReach);
        all.end = std::min(width, all.end + kReach);
    }
    return all;
}

} // namespace

double sumOfGradientErrors(
    const Image& a, const Image& b, std::span<const RowSpan> differs, int threads, const Progress& progress) {
    const int width = a.format().width;
    const int height = a.format().height;
    const Filter filter = makeFilter();
    const int blocks = (height + kRowsAtOnce - 1) / kRowsAtOnce;
    std::vector<double> sums(static_cast<std::size_t>(blocks), 0.0);
    parallelFor(blocks, threads, progress, [&](int block) {
        const int first = block * kRowsAtOnce;
        const int last = std::min(height, first + kRowsAtOnce);
        const RowSpan columns = reachOf(differs, first, last, width);
        if (columns.begin >= columns.end) {
            return;
        }
        Gradient gradientA(a, filter, first, last, columns.begin, columns.end);
        Gradient gradientB(b, filter, first, last, columns.begin, columns.end);
        std::vector<float> lengthsA(static_cast<std::size_t>(columns.end - columns.begin));
        std::vector<float> lengthsB(lengthsA.size());
        double sum = 0.0;
        for (int y = first; y < last; ++y) {
            gradientA.row(y, lengthsA);
            gradientB.row(y, lengthsB);
            for (std::size_t i = 0; i < lengthsA.size(); ++i) {
                const float error = lengthsA[i] - lengthsB[i];
                sum += double(error * error);
            }
        }
        sums[std::size_t(block)] = sum;
    });
    double sum = 0.0;
    for (const double part : sums) {
        sum += part;
    }
    return sum;
}

} // namespace kerf
