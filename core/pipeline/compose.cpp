#include "core/pipeline/compose.h"

#include "core/base/check.h"
#include "core/base/parallel.h"
#include "core/io/color.h"

#include <algorithm>
#include <array>
#include <limits>

namespace kerf {
namespace {

constexpr int kBandRows = 64;

// The colour as samples of the picture's type. In sRGB exactly as given: no round trip through a transform.
template <typename T>
std::array<T, 3> inProfile(Color color, const std::string& icc) {
    constexpr double full = std::numeric_limits<T>::max();
    const std::array<std::uint8_t, 3> levels{color.red, color.green, color.blue};
    std::array<T, 3> samples{};
    if (icc.empty() || inspectProfile(icc).isSrgb) {
        std::ranges::transform(
            levels, samples.begin(), [](std::uint8_t v) { return static_cast<T>(v * (full / 255.0)); });
        return samples;
    }
    ImageBuffer dot(ImageFormat{.width = 1, .height = 1, .channels = 3, .type = PixelType::f32});
    std::ranges::transform(
        levels, dot.row<float>(0).begin(), [](std::uint8_t v) { return static_cast<float>(v) / 255.0F; });
    const Image converted = convertProfile(Image(std::move(dot)), {}, icc);
    std::ranges::transform(converted.row<float>(0), samples.begin(), [](float v) {
        return static_cast<T>(std::clamp(double(v), 0.0, 1.0) * full + 0.5);
    });
    return samples;
}

template <typename T>
Image blend(const Image& cutout, Color color, const Progress& progress) {
    constexpr std::uint64_t full = std::numeric_limits<T>::max();
    const std::array<T, 3> under = inProfile<T>(color, cutout.format().icc);
    ImageFormat format = cutout.format();
    format.channels = 3;
    format.alpha = AlphaKind::none;
    ImageBuffer out(format);
    const int bands = (format.height + kBandRows - 1) / kBandRows;
    parallelFor(bands, 0, progress, [&](int band) {
        for (int y = band * kBandRows; y < std::min(format.height, (band + 1) * kBandRows); ++y) {
            const auto from = cutout.row<T>(y);
            const auto to = out.row<T>(y);
            for (std::size_t x = 0; x < std::size_t(format.width); ++x) {
                const std::uint64_t alpha = from[x * 4 + 3];
                for (std::size_t c = 0; c < 3; ++c) {
                    const std::uint64_t sum = from[x * 4 + c] * alpha + under[c] * (full - alpha);
                    to[x * 3 + c] = static_cast<T>((sum + full / 2) / full);
                }
            }
        }
    });
    return Image(std::move(out));
}

} // namespace

Image overColor(const Image& cutout, Color background, const Progress& progress) {
    KERF_CHECK(cutout.format().channels == 4 && cutout.format().type != PixelType::f32);
    return cutout.format().type == PixelType::u8 ? blend<std::uint8_t>(cutout, background, progress)
                                                 : blend<std::uint16_t>(cutout, background, progress);
}

} // namespace kerf
