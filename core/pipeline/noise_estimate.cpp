#include "core/base/check.h"
#include "core/pipeline/cleanup_nlm.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace kerf {
namespace {

constexpr int kBlock = 16;
// A block with more clipped samples than this tells nothing: clipping hides noise.
constexpr int kMaxClipped = kBlock * kBlock / 50;
// The share of the smoothest blocks: even a photo full of fur has so many without texture.
constexpr double kQuantile = 0.10;
// What that quantile of pure noise's blocks lies below its standard deviation (measured, sigma 3..40).
constexpr double kQuantileBias = 0.92;
// More blocks than this without any noise at all: drawn, not photographed.
constexpr double kArtworkShare = 1.0 / 3.0;

struct ChannelNoise {
    bool isKnown = false;
    double variance = 0.0;
};

// Standard deviation of one block of one channel after the mask 1 -2 1 / -2 4 -2 / 1 -2 1 (Immerkaer 1996,
// "Fast Noise Variance Estimation"), which removes planes and straight edges along the axes and has gain 6.
// Negative when too much is clipped.
template <typename T>
double blockDeviation(const Image& image, std::size_t channel, int x0, int y0) {
    constexpr T full = std::numeric_limits<T>::max();
    const auto step = std::size_t(image.format().channels);
    double energy = 0.0;
    int clipped = 0;
    for (int y = y0; y < y0 + kBlock; ++y) {
        const T* above = image.row<T>(y - 1).data() + channel;
        const T* here = image.row<T>(y).data() + channel;
        const T* below = image.row<T>(y + 1).data() + channel;
        for (int x = x0; x < x0 + kBlock; ++x) {
            const std::size_t i = std::size_t(x) * step;
            const int cross = above[i] + below[i] + here[i - step] + here[i + step];
            const int corners = above[i - step] + above[i + step] + below[i - step] + below[i + step];
            const double response = corners - 2 * cross + 4 * here[i];
            energy += response * response;
            clipped += here[i] == 0 || here[i] == full ? 1 : 0;
        }
    }
    return clipped > kMaxClipped ? -1.0 : std::sqrt(energy / (36.0 * kBlock * kBlock));
}

template <typename T>
ChannelNoise channelNoise(const Image& image, std::size_t channel) {
    std::vector<double> deviations;
    std::size_t still = 0;
    for (int y = 1; y + kBlock < image.format().height; y += kBlock) {
        for (int x = 1; x + kBlock < image.format().width; x += kBlock) {
            const double deviation = blockDeviation<T>(image, channel, x, y);
            if (deviation > 0.0) {
                deviations.push_back(deviation);
            } else if (deviation == 0.0) {
                ++still;
            }
        }
    }
    if (deviations.empty() || double(still) > kArtworkShare * double(deviations.size() + still)) {
        return {.isKnown = still > 0, .variance = 0.0};
    }
    const auto nth = deviations.begin() + std::ptrdiff_t(kQuantile * double(deviations.size() - 1));
    std::nth_element(deviations.begin(), nth, deviations.end());
    const double levels = *nth / kQuantileBias / (sizeof(T) == 1 ? 1.0 : 257.0);
    return {.isKnown = true, .variance = levels * levels};
}

} // namespace

double estimateNoise(const Image& image) {
    KERF_CHECK(!image.empty() && image.format().channels >= 3 && image.format().type != PixelType::f32);
    double sum = 0.0;
    int known = 0;
    for (std::size_t channel = 0; channel < 3; ++channel) {
        const ChannelNoise noise = image.format().type == PixelType::u8
                                       ? channelNoise<std::uint8_t>(image, channel)
                                       : channelNoise<std::uint16_t>(image, channel);
        sum += noise.variance;
        known += noise.isKnown ? 1 : 0;
    }
    return known > 0 ? std::sqrt(sum / known) : 0.0;
}

double strengthForNoise(double sigma) noexcept {
    return sigma < 0.5 ? 0.0 : sigma;
}

} // namespace kerf
