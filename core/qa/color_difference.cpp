#include "core/qa/color_difference.h"

#include "core/base/check.h"
#include "core/base/parallel.h"
#include "core/qa/ciede2000.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <vector>

namespace kerf {
namespace {

constexpr int kRowsAtOnce = 16;
constexpr double kStep = 0.02; // of a difference
constexpr std::size_t kSteps = 8192;

double labCurve(double t) {
    constexpr double kLinearBelow = 216.0 / 24389.0;
    return t > kLinearBelow ? std::cbrt(t) : (24389.0 / 27.0 * t + 16.0) / 116.0;
}

// Pixels of one picture as L*a*b*.
class Colors {
public:
    Colors(const Image& image, const RgbToXyz& space)
        : m_image(image), m_space(space), m_channels(std::size_t(image.format().channels)) {
        for (std::size_t row = 0; row < 3; ++row) {
            // White is what all channels at full light give, so that it is neutral however it was rounded.
            const double white =
                space.matrix[row * 3] + space.matrix[row * 3 + 1] + space.matrix[row * 3 + 2];
            for (std::size_t c = 0; c < 3; ++c) {
                m_matrix[row * 3 + c] = space.matrix[row * 3 + c] / white;
            }
        }
    }

    // Reads a row's samples as 16 bits.
    void read(int y) {
        m_row.resize(m_image.format().samplesPerRow());
        if (m_image.format().type == PixelType::u8) {
            std::ranges::transform(m_image.row<std::uint8_t>(y), m_row.begin(), [](std::uint8_t v) {
                return std::uint16_t(v * 257);
            });
        } else {
            std::ranges::copy(m_image.row<std::uint16_t>(y), m_row.begin());
        }
    }
    std::uint16_t alpha(int x) const {
        return m_channels == 4 ? m_row[std::size_t(x) * 4 + 3] : std::uint16_t(65535);
    }
    const std::uint16_t* pixel(int x) const { return m_row.data() + std::size_t(x) * m_channels; }

    Lab lab(int x) const {
        const std::uint16_t* p = pixel(x);
        const double r = m_space.linear[0][p[0]];
        const double g = m_space.linear[1][p[1]];
        const double b = m_space.linear[2][p[2]];
        const double fx = labCurve(m_matrix[0] * r + m_matrix[1] * g + m_matrix[2] * b);
        const double fy = labCurve(m_matrix[3] * r + m_matrix[4] * g + m_matrix[5] * b);
        const double fz = labCurve(m_matrix[6] * r + m_matrix[7] * g + m_matrix[8] * b);
        return {.l = 116.0 * fy - 16.0, .a = 500.0 * (fx - fy), .b = 200.0 * (fy - fz)};
    }

private:
    const Image& m_image;
    const RgbToXyz& m_space;
    std::size_t m_channels;
    std::array<double, 9> m_matrix{}; // white is 1, 1, 1
    std::vector<std::uint16_t> m_row;
};

// Weights (of alpha, 0..65535) of the differences of a block: whole numbers, so that their order doesn't
// matter.
struct Tally {
    std::vector<std::uint64_t> steps = std::vector<std::uint64_t>(kSteps, 0);
    std::uint64_t weight = 0;
    double sum = 0.0;
};

bool isSamePixel(const std::uint16_t* one, const std::uint16_t* other) {
    return one[0] == other[0] && one[1] == other[1] && one[2] == other[2];
}

void addRow(const Colors& a, const Colors& b, int width, bool isSameSpace, Tally& tally) {
    for (int x = 0; x < width; ++x) {
        const std::uint64_t weight = std::min(a.alpha(x), b.alpha(x));
        if (weight == 0) {
            continue;
        }
        const bool isSame = isSameSpace && isSamePixel(a.pixel(x), b.pixel(x));
        const double difference = isSame ? 0.0 : ciede2000(a.lab(x), b.lab(x));
        tally.weight += weight;
        tally.sum += double(weight) * difference;
        tally.steps[std::min(std::size_t(difference / kStep + 0.5), kSteps - 1)] += weight;
    }
}

double percentile(const std::vector<std::uint64_t>& steps, std::uint64_t weight, double share) {
    const double wanted = share * double(weight);
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        sum += steps[i];
        if (double(sum) >= wanted) {
            return double(i) * kStep;
        }
    }
    return double(steps.size() - 1) * kStep;
}

} // namespace

std::optional<ColorDifference> measureColorDifference(
    const Image& a,
    const RgbToXyz& spaceA,
    const Image& b,
    const RgbToXyz& spaceB,
    int threads,
    const Progress& progress) {
    const int width = a.format().width;
    const int height = a.format().height;
    KERF_CHECK(!a.empty() && !b.empty() && width == b.format().width && height == b.format().height);
    const bool isSameSpace = a.format().icc == b.format().icc;
    // A few tallies, each of an evenly spread share of the rows: what they add up to doesn't depend on
    // threads.
    const int bands = std::clamp((height + kRowsAtOnce - 1) / kRowsAtOnce, 1, 64);
    std::vector<Tally> tallies(static_cast<std::size_t>(bands));
    parallelFor(bands, threads, progress, [&](int band) {
        Colors colorsA(a, spaceA);
        Colors colorsB(b, spaceB);
        for (int y = band; y < height; y += bands) {
            progress.throwIfStopped();
            colorsA.read(y);
            colorsB.read(y);
            addRow(colorsA, colorsB, width, isSameSpace, tallies[std::size_t(band)]);
        }
    });
    Tally all;
    for (const Tally& tally : tallies) {
        all.weight += tally.weight;
        all.sum += tally.sum;
        std::ranges::transform(all.steps, tally.steps, all.steps.begin(), std::plus<>());
    }
    if (all.weight == 0) {
        return std::nullopt;
    }
    return ColorDifference{
        .mean = all.sum / double(all.weight), .p95 = percentile(all.steps, all.weight, 0.95)};
}

} // namespace kerf
