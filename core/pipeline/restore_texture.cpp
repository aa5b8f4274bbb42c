#include "core/base/check.h"
#include "core/base/parallel.h"
#include "core/pipeline/cleanup_nlm.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace kerf {
namespace {

constexpr int kBandRows = 32;
// The blurs are the "a trous" B-spline (Starck and Murtagh): 1 4 6 4 1, then the same with holes.
constexpr int kFineReach = 2;
constexpr int kCoarseReach = 4;
constexpr int kMargin = kFineReach + kCoarseReach;

struct Shares {
    float fine;
    float middle;
    float coarse;
};

// How much of each band comes back: all of none at 100, all of all at 0, the coarse ones sooner.
Shares sharesFor(int strength) {
    const double back = 1.0 - strength / 100.0;
    const double kept = 1.0 - back;
    return {float(back * back * back), float(back), float(1.0 - kept * kept * kept)};
}

// Rows of floats, three channels.
struct Rows {
    int first; // the picture's row
    int count;
    std::size_t length;
    std::vector<float> samples;

    Rows(int firstRow, int rowCount, std::size_t rowLength)
        : first(firstRow), count(rowCount), length(rowLength), samples(std::size_t(rowCount) * rowLength) {}
    float* row(int y) { return samples.data() + std::size_t(y - first) * length; }
    const float* row(int y) const { return samples.data() + std::size_t(y - first) * length; }
};

template <typename T>
Rows residual(const Image& original, const Image& cleaned, int first, int last) {
    Rows out(first, last - first, std::size_t(original.format().width) * 3);
    const auto channels = std::size_t(original.format().channels);
    for (int y = first; y < last; ++y) {
        const std::span<const T> from = original.row<T>(y);
        const std::span<const T> less = cleaned.row<T>(y);
        float* to = out.row(y);
        for (std::size_t x = 0, i = 0; x < from.size(); x += channels) {
            for (std::size_t c = 0; c < 3; ++c) {
                to[i++] = float(from[x + c]) - float(less[x + c]);
            }
        }
    }
    return out;
}

// 1 4 6 4 1, `step` apart, along both axes; the borders' pixels repeat. Gives the rows `first`..`last` - 1.
Rows blurred(const Rows& in, int step, int first, int last) {
    const auto tap = [&](int y) { return in.row(std::clamp(y, in.first, in.first + in.count - 1)); };
    Rows out(first, last - first, in.length);
    std::vector<float> down(in.length);
    const auto width = std::ptrdiff_t(in.length / 3);
    for (int y = first; y < last; ++y) {
        const std::array<const float*, 5> rows{
            tap(y - 2 * step), tap(y - step), tap(y), tap(y + step), tap(y + 2 * step)};
        for (std::size_t i = 0; i < in.length; ++i) {
            down[i] =
                (rows[0][i] + rows[4][i] + 4.0F * (rows[1][i] + rows[3][i]) + 6.0F * rows[2][i]) / 16.0F;
        }
        float* to = out.row(y);
        for (std::ptrdiff_t x = 0; x < width; ++x) {
            const auto at = [&](std::ptrdiff_t dx) {
                return down.data() + 3 * std::clamp<std::ptrdiff_t>(x + dx * step, 0, width - 1);
            };
            const std::array<const float*, 5> taps{at(-2), at(-1), at(0), at(1), at(2)};
            for (std::size_t c = 0; c < 3; ++c) {
                to[3 * x + std::ptrdiff_t(c)] =
                    (taps[0][c] + taps[4][c] + 4.0F * (taps[1][c] + taps[3][c]) + 6.0F * taps[2][c]) / 16.0F;
            }
        }
    }
    return out;
}

template <typename T>
void restoreBand(
    const Image& original,
    const Image& cleaned,
    const Shares& shares,
    int first,
    int last,
    ImageBuffer& out) {
    const int height = original.format().height;
    const auto rowsAround = [&](int margin) {
        return std::array<int, 2>{std::max(0, first - margin), std::min(height, last + margin)};
    };
    const auto wide = rowsAround(kMargin);
    const auto middle = rowsAround(kCoarseReach);
    const Rows all = residual<T>(original, cleaned, wide[0], wide[1]);
    const Rows smooth = blurred(all, 1, middle[0], middle[1]);
    const Rows coarse = blurred(smooth, 2, first, last);

    constexpr float full = std::numeric_limits<T>::max();
    const auto channels = std::size_t(original.format().channels);
    for (int y = first; y < last; ++y) {
        const std::span<const T> from = cleaned.row<T>(y);
        const std::span<T> to = out.row<T>(y);
        for (std::size_t x = 0, i = 0; x < from.size(); x += channels) {
            for (std::size_t c = 0; c < 3; ++c, ++i) {
                const float texture = shares.fine * (all.row(y)[i] - smooth.row(y)[i]) +
                                      shares.middle * (smooth.row(y)[i] - coarse.row(y)[i]) +
                                      shares.coarse * coarse.row(y)[i];
                to[x + c] = static_cast<T>(std::clamp(float(from[x + c]) + texture, 0.0F, full) + 0.5F);
            }
            if (channels == 4) {
                to[x + 3] = from[x + 3];
            }
        }
    }
}

} // namespace

Image restoreTexture(const Image& original, const Image& cleaned, int strength, const Progress& progress) {
    KERF_CHECK(!original.empty() && original.format().channels >= 3 && strength >= 0 && strength <= 100);
    KERF_CHECK(original.format() == cleaned.format() && original.format().type != PixelType::f32);
    if (strength == 0 || strength == 100) {
        return strength == 0 ? original : cleaned;
    }
    const Shares shares = sharesFor(strength);
    const int height = original.format().height;
    ImageBuffer out(original.format());
    parallelFor((height + kBandRows - 1) / kBandRows, 0, progress, [&](int band) {
        const int first = band * kBandRows;
        const int last = std::min(height, first + kBandRows);
        if (original.format().type == PixelType::u8) {
            restoreBand<std::uint8_t>(original, cleaned, shares, first, last, out);
        } else {
            restoreBand<std::uint16_t>(original, cleaned, shares, first, last, out);
        }
    });
    return Image(std::move(out));
}

} // namespace kerf
