#include "core/pipeline/compose.h"

#include "core/base/check.h"
#include "core/base/parallel.h"
#include "core/pipeline/soft_shadow.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <vector>

namespace kerf {
namespace {

constexpr int kBandRows = 64;

// The colour as samples of the picture's type. In sRGB exactly as given: no round trip through a transform.
template <typename T>
std::array<T, 3> samplesOf(Color color, const std::string& icc) {
    constexpr double full = std::numeric_limits<T>::max();
    const std::array<float, 3> shares = inProfile(color, icc);
    std::array<T, 3> samples{};
    std::ranges::transform(
        shares, samples.begin(), [](float v) { return static_cast<T>(double(v) * full + 0.5); });
    return samples;
}

template <typename T>
Image blend(const Image& cutout, Color color, const Progress& progress) {
    constexpr std::uint64_t full = std::numeric_limits<T>::max();
    const std::array<T, 3> under = samplesOf<T>(color, cutout.format().icc);
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

// What is added before the fraction is cut off: a half rounds; in 8 bit another one for each pixel and
// channel, the same each time, turns the steps of a gradient into grain too fine to see. A whole number stays
// what it is.
class Rounding {
public:
    Rounding(bool isDithered, std::size_t x, int y) {
        if (isDithered) {
            std::uint32_t h = std::uint32_t(x) * 0x9E3779B1U ^ std::uint32_t(y) * 0x85EBCA77U;
            h = (h ^ (h >> 15U)) * 0x2C1B3C6DU;
            h = (h ^ (h >> 12U)) * 0x297A2D39U;
            m_bits = h ^ (h >> 15U);
        }
    }
    float operator()(unsigned channel) const {
        constexpr float kLeast = 0.004F;
        constexpr float kSpan = 0.992F / 255.0F;
        return kLeast + kSpan * float((m_bits >> (8U * channel)) & 255U);
    }

private:
    std::uint32_t m_bits = 0x80808080U;
};

// One picture's layers.
template <typename T>
class Layering {
public:
    Layering(
        const Image& cutout,
        const PieceView& view,
        const Backdrop* backdrop,
        const std::optional<Shadow>& shadow,
        const Progress& progress)
        : m_cutout(cutout) {
        if (backdrop != nullptr) {
            m_backdrop = backdrop->rows(view, cutout.format().width);
        }
        if (shadow) {
            const double unit = std::min(view.finished.width, view.finished.height) / 100.0;
            const double angle = shadow->angle * std::numbers::pi / 180.0;
            m_shadow.emplace(
                cutout, shadow->blur * unit / 2.0, std::sin(angle) * shadow->distance * unit,
                -std::cos(angle) * shadow->distance * unit, progress.part(0.0, 0.4));
            m_shadowColor = inProfile(shadow->color, cutout.format().icc);
            m_opacity = float(shadow->opacity) / 100.0F;
        }
    }

    Image operator()(const Progress& progress) const {
        ImageFormat format = m_cutout.format();
        format.channels = m_backdrop ? 3 : 4;
        format.alpha = m_backdrop ? AlphaKind::none : AlphaKind::straight;
        ImageBuffer out(format);
        const int bands = (format.height + kBandRows - 1) / kBandRows;
        parallelFor(bands, 0, progress, [&](int band) {
            std::vector<float> under(std::size_t(format.width) * 3);
            std::vector<float> shade(std::size_t(format.width), 0.0F);
            for (int y = band * kBandRows; y < std::min(format.height, (band + 1) * kBandRows); ++y) {
                if (m_shadow) {
                    m_shadow->row(y, shade);
                }
                if (m_backdrop) {
                    m_backdrop(y, under);
                    overBackdrop(y, under, shade, out.row<T>(y));
                } else {
                    overNothing(y, shade, out.row<T>(y));
                }
            }
        });
        return Image(std::move(out));
    }

private:
    static constexpr float kFull = std::numeric_limits<T>::max();
    static constexpr bool kIsDithered = sizeof(T) == 1;

    static T stored(float value, float rounding) {
        return static_cast<T>(std::clamp(value, 0.0F, 1.0F) * kFull + rounding);
    }

    void
    overBackdrop(int y, std::span<const float> under, std::span<const float> shade, std::span<T> to) const {
        const auto from = m_cutout.row<T>(y);
        for (std::size_t x = 0; x < shade.size(); ++x) {
            const T* p = &from[x * 4];
            if (p[3] == std::numeric_limits<T>::max()) {
                std::copy_n(p, 3, &to[x * 3]);
                continue;
            }
            const float alpha = float(p[3]) / kFull;
            const float dark = shade[x] * m_opacity;
            const Rounding rounding(kIsDithered, x, y);
            for (unsigned c = 0; c < 3; ++c) {
                const float lit = under[x * 3 + c];
                const float behind = lit + (m_shadowColor[c] - lit) * dark;
                const float value = behind + (float(p[c]) / kFull - behind) * alpha;
                to[x * 3 + c] = stored(value, rounding(c));
            }
        }
    }

    void overNothing(int y, std::span<const float> shade, std::span<T> to) const {
        const auto from = m_cutout.row<T>(y);
        for (std::size_t x = 0; x < shade.size(); ++x) {
            const T* p = &from[x * 4];
            T* q = &to[x * 4];
            const float alpha = float(p[3]) / kFull;
            const float dark = shade[x] * m_opacity * (1.0F - alpha);
            if (p[3] == std::numeric_limits<T>::max() || dark <= 0.0F) {
                std::copy_n(p, 4, q);
                continue;
            }
            const Rounding rounding(kIsDithered, x, y);
            const float all = alpha + dark;
            q[3] = stored(all, rounding(3));
            for (unsigned c = 0; c < 3; ++c) {
                const float value = (float(p[c]) / kFull * alpha + m_shadowColor[c] * dark) / all;
                q[c] = q[3] > 0 ? stored(value, 0.5F) : T(0);
            }
        }
    }

    const Image& m_cutout;
    Backdrop::Rows m_backdrop;
    std::optional<SoftShadow> m_shadow;
    std::array<float, 3> m_shadowColor{};
    float m_opacity = 0.0F;
};

} // namespace

Image overColor(const Image& cutout, Color background, const Progress& progress) {
    KERF_CHECK(cutout.format().channels == 4 && cutout.format().type != PixelType::f32);
    return cutout.format().type == PixelType::u8 ? blend<std::uint8_t>(cutout, background, progress)
                                                 : blend<std::uint16_t>(cutout, background, progress);
}

Image compose(
    const Image& cutout,
    const PieceView& view,
    const Backdrop* backdrop,
    const std::optional<Shadow>& shadow,
    const Progress& progress) {
    KERF_CHECK(cutout.format().channels == 4 && cutout.format().type != PixelType::f32);
    if (!shadow && (backdrop == nullptr || backdrop->isEven())) {
        return backdrop == nullptr ? cutout : overColor(cutout, backdrop->background().color, progress);
    }
    return cutout.format().type == PixelType::u8
               ? Layering<std::uint8_t>(cutout, view, backdrop, shadow, progress)(progress.part(0.4, 1.0))
               : Layering<std::uint16_t>(cutout, view, backdrop, shadow, progress)(progress.part(0.4, 1.0));
}

double reachOf(const Shadow& shadow, double shorterSide) {
    constexpr double kSigmas = 3.0;
    return (shadow.distance + kSigmas * shadow.blur / 2.0) * shorterSide / 100.0;
}

} // namespace kerf
