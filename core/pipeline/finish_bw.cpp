#include "core/pipeline/finish_bw.h"

#include "core/base/check.h"
#include "core/base/parallel.h"
#include "core/image/sample_type.h"
#include "core/pipeline/bw_local.h"
#include "core/pipeline/bw_tones.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace kerf {
namespace {

using bw::chooseMix;
using bw::Curve;
using bw::Levels;
using bw::levelsFor;
using bw::Lightness;
using bw::lightness;
using bw::LocalContrast;
using bw::measure;
using bw::Mix;
using bw::noiseUnder;
using bw::outputCurves;
using bw::Plane;
using bw::SubjectTones;
using bw::toneCurve;

constexpr int kBandRows = 16;

std::uint32_t hash(std::uint32_t x, std::uint32_t y, std::uint32_t seed) noexcept {
    std::uint32_t h = x * 0x9e3779b1U ^ (y * 0x85ebca77U + seed * 0xc2b2ae3dU);
    h = (h ^ (h >> 16U)) * 0x7feb352dU;
    h = (h ^ (h >> 15U)) * 0x846ca68bU;
    return h ^ (h >> 16U);
}

// -1..1, about normal: the sum of four bytes.
float bell(std::uint32_t h) noexcept {
    const std::uint32_t sum = (h & 255U) + (h >> 8U & 255U) + (h >> 16U & 255U) + (h >> 24U);
    return (float(sum) - 510.0F) / 510.0F;
}

// Film grain: two layers of clumps, of a standard deviation of about 1.
class Grain {
public:
    Grain(const BwSettings& settings, const ImageFormat& format)
        : m_seed(static_cast<std::uint32_t>(settings.seed)),
          m_amount(float(settings.grain) / 100.0F),
          m_size(std::max(
              1.0F, float(settings.grainSize) * 1e-5F * float(std::max(format.width, format.height)))) {}

    // What is added to a lightness of `v`: most in the midtones, nothing in black and white.
    float operator()(int x, int y, float v) const noexcept {
        constexpr float kMost = 0.045F;
        if (m_amount <= 0.0F || v <= 0.0F || v >= 1.0F) {
            return 0.0F;
        }
        const float grain = layer(x, y, m_size, m_seed) + 0.6F * layer(x, y, m_size * 2.3F, m_seed + 7919U);
        return grain * m_amount * kMost * std::sqrt(4.0F * v * (1.0F - v));
    }

private:
    static float layer(int x, int y, float size, std::uint32_t seed) noexcept {
        const float fx = float(x) / size; // on a clump, where they are a pixel large
        const float fy = float(y) / size;
        const auto left = static_cast<std::uint32_t>(fx);
        const auto top = static_cast<std::uint32_t>(fy);
        const auto ease = [](float t) { return t * t * (3.0F - 2.0F * t); };
        const float u = ease(fx - float(left));
        const float v = ease(fy - float(top));
        const float upper = bell(hash(left, top, seed)) * (1.0F - u) + bell(hash(left + 1, top, seed)) * u;
        const float lower =
            bell(hash(left, top + 1, seed)) * (1.0F - u) + bell(hash(left + 1, top + 1, seed)) * u;
        constexpr float kUnit = 3.8F; // what interpolation takes of the deviation, given back
        return kUnit * (upper * (1.0F - v) + lower * v);
    }

    std::uint32_t m_seed;
    float m_amount;
    float m_size;
};

// Around the subject, elliptical; untouched as far as the subject reaches.
class Vignette {
public:
    Vignette(const BwSettings& settings, const SubjectTones& tones, const ImageFormat& format)
        : m_amount(float(settings.vignette) / 100.0F), m_x(float(tones.centerX)), m_y(float(tones.centerY)) {
        constexpr double kReach = 2.1; // a disc reaches two standard deviations far
        const double least = 0.18 * std::max(format.width, format.height);
        m_radiusX = float(std::max(kReach * tones.spreadX, least));
        m_radiusY = float(std::max(kReach * tones.spreadY, least));
        const float dx = std::max(m_x, float(format.width) - m_x) / m_radiusX;
        const float dy = std::max(m_y, float(format.height) - m_y) / m_radiusY;
        m_farthest = std::max(1.3F, std::sqrt(dx * dx + dy * dy));
    }

    float operator()(int x, int y, float v) const noexcept {
        if (m_amount == 0.0F) {
            return v;
        }
        constexpr float kFrom = 0.85F;
        constexpr float kMost = 0.8F;
        const float dx = (float(x) + 0.5F - m_x) / m_radiusX;
        const float dy = (float(y) + 0.5F - m_y) / m_radiusY;
        const float t = std::clamp((std::sqrt(dx * dx + dy * dy) - kFrom) / (m_farthest - kFrom), 0.0F, 1.0F);
        const float much = kMost * m_amount * t * t * (3.0F - 2.0F * t);
        return much > 0.0F ? v * (1.0F - much) : v - (1.0F - v) * much;
    }

private:
    float m_amount;
    float m_x;
    float m_y;
    float m_radiusX = 1.0F;
    float m_radiusY = 1.0F;
    float m_farthest = 1.0F;
};

// How wide, in 8-bit levels, noise has to be so that the steps of an 8-bit source don't show where they were
// pulled apart: by lightness after the levels, 1 where they weren't.
Curve ditherWidths(
    const std::vector<float>& linear,
    const Levels& levels,
    const Curve& tones,
    const Curve& output,
    double slope) {
    constexpr std::size_t kSteps = 512;
    std::vector<float> at(linear.size());
    std::vector<float> made(linear.size());
    for (std::size_t i = 0; i < linear.size(); ++i) {
        at[i] = levels(lightness(linear[i]));
        made[i] = output(tones(at[i])) * 255.0F;
    }
    std::vector<float> widths(kSteps + 1, 1.0F);
    for (std::size_t i = 1; i + 1 < linear.size(); ++i) {
        const auto width = static_cast<float>(slope * double(made[i + 1] - made[i - 1]) / 2.0);
        const auto first = static_cast<std::size_t>(std::clamp(at[i - 1], 0.0F, 1.0F) * float(kSteps));
        const auto last = static_cast<std::size_t>(std::clamp(at[i + 1], 0.0F, 1.0F) * float(kSteps));
        for (std::size_t step = first; step <= last && width > 1.02F; ++step) {
            widths[step] = std::max(widths[step], width);
        }
    }
    widths.back() = 1.0F; // white stays white
    return Curve(std::move(widths));
}

bool isScene(BwBackground background) noexcept {
    return background != BwBackground::cutout;
}

// Makes one picture's pixels, of sample type T.
template <typename T>
class Painter {
public:
    Painter(const FinishSource& source, const BwSettings& settings)
        : m_source(source),
          m_settings(settings),
          m_lightness(source.cleaned.format(), {}),
          m_mix(chooseMix({source.cleaned, source.matte, source.cutout}, settings, m_lightness)),
          m_plane(source.cleaned.format().width, source.cleaned.format().height) {}

    FinishResult operator()(const Progress& progress) {
        fillPlane(progress.part(0.0, 0.2));
        bool isWhole = false;
        const SubjectTones tones = measure(m_plane, m_source.matte, isWhole, progress.part(0.2, 0.3));
        const Levels levels = levelsFor(tones, m_settings);
        apply(levels, progress.part(0.3, 0.35));
        const double noise = m_settings.localContrast > 0
                                 ? noiseUnder(m_plane, m_source.matte, progress.part(0.35, 0.4))
                                 : 0.0;
        const LocalContrast local(
            m_plane, m_source.matte, m_settings.localContrast / 100.0, noise, progress.part(0.4, 0.6));
        FinishResult result;
        result.image = paint(levels, local, tones, progress.part(0.6, 1.0));
        result.settings = fmt::format(
            "mix {:.0f}/{:.0f}/{:.0f}{}, black {:.0f} %, white {:.0f} %", m_mix[0] * 100, m_mix[1] * 100,
            m_mix[2] * 100, m_settings.autoMix ? " (auto)" : "", levels.black * 100, levels.white * 100);
        if (!m_source.isMasked) {
            result.reason = isScene(m_settings.background)
                                ? "There is no mask, so the whole picture counts as the subject and no "
                                  "background is treated."
                                : "There is no mask, so the whole picture counts as the subject.";
        } else if (isWhole) {
            result.reason = "The mask holds nearly nothing, so the whole picture sets the tones.";
        }
        return result;
    }

private:
    static constexpr float kFull = std::numeric_limits<T>::max();

    template <typename Row>
    void forRows(const Progress& progress, Row&& row) const {
        const int height = m_plane.height;
        parallelFor((height + kBandRows - 1) / kBandRows, 0, progress, [&](int band) {
            for (int y = band * kBandRows; y < std::min(height, (band + 1) * kBandRows); ++y) {
                row(y);
            }
        });
    }

    // Lightness of the subject where there is some, of what is behind it elsewhere.
    void fillPlane(const Progress& progress) {
        const auto foreChannels = static_cast<std::size_t>(m_source.cutout.format().channels);
        const auto allChannels = static_cast<std::size_t>(m_source.cleaned.format().channels);
        forRows(progress, [&](int y) {
            const T* alpha = m_source.matte.row<T>(y).data();
            const T* fore = m_source.cutout.row<T>(y).data();
            const T* all = m_source.cleaned.row<T>(y).data();
            float* to = m_plane.row(y);
            for (std::size_t x = 0; x < std::size_t(m_plane.width); ++x) {
                const bool isBehind = alpha[x] == 0 && isSceneShown();
                to[x] = m_lightness(isBehind ? all + x * allChannels : fore + x * foreChannels);
            }
        });
    }

    void apply(const Levels& levels, const Progress& progress) {
        forRows(progress, [&](int y) {
            float* row = m_plane.row(y);
            std::transform(row, row + m_plane.width, row, [&](float v) { return levels(v); });
        });
    }

    Image paint(
        const Levels& levels,
        const LocalContrast& local,
        const SubjectTones& tones,
        const Progress& progress) {
        const ImageFormat& format = (isSceneShown() ? m_source.cleaned : m_source.cutout).format();
        Look look{
            .levels = levels,
            .local = local,
            .curve = toneCurve(m_settings),
            .output = outputCurves(m_settings, format.icc),
            .dither = Curve({1.0F, 1.0F}),
            .grain = Grain(m_settings, format),
            .vignette = Vignette(m_settings, tones, format)};
        if constexpr (std::is_same_v<T, std::uint8_t>) {
            look.dither = ditherWidths(
                m_lightness.linear(), levels, look.curve, look.output[1],
                1.0 + m_settings.localContrast / 100.0);
        }
        ImageBuffer out(format);
        forRows(progress, [&](int y) {
            const Rows rows = rowsOf(y, local);
            T* to = out.row<T>(y).data();
            for (int x = 0; x < format.width; ++x) {
                paintPixel(
                    look, rows, x, y, to + std::size_t(x) * std::size_t(format.channels),
                    format.channels == 4);
            }
        });
        return Image(std::move(out));
    }

    struct Look {
        const Levels& levels;
        const LocalContrast& local;
        Curve curve;
        std::array<Curve, 3> output;
        Curve dither;
        Grain grain;
        Vignette vignette;
    };

    // The sources' rows, and how many samples a pixel has there.
    struct Rows {
        const T* alpha;
        const T* fore;
        const T* all;
        const float* plane;
        const float* calm;
        std::size_t foreStep;
        std::size_t allStep;
    };

    Rows rowsOf(int y, const LocalContrast& local) const {
        return {
            .alpha = m_source.matte.row<T>(y).data(),
            .fore = m_source.cutout.row<T>(y).data(),
            .all = m_source.cleaned.row<T>(y).data(),
            .plane = m_plane.row(y),
            .calm = local.calm().row(y),
            .foreStep = static_cast<std::size_t>(m_source.cutout.format().channels),
            .allStep = static_cast<std::size_t>(m_source.cleaned.format().channels)};
    }

    bool isSceneShown() const { return m_source.isMasked && isScene(m_settings.background); }

    void paintPixel(const Look& look, const Rows& rows, int x, int y, T* to, bool hasAlpha) const {
        const auto at = static_cast<std::size_t>(x);
        if (hasAlpha) {
            const T* own = isSceneShown() ? rows.all + at * rows.allStep : rows.fore + at * rows.foreStep;
            to[3] = own[3];
            if (own[3] == 0 && own[0] == 0 && own[1] == 0 && own[2] == 0) {
                std::fill(to, to + 3, T{0}); // nothing is there, and nothing may shine through
                return;
            }
        }
        float dither = 0.5F;
        if constexpr (std::is_same_v<T, std::uint8_t>) {
            const float noise = unit(hash(std::uint32_t(x), std::uint32_t(y), 0x5eedU)) - 0.5F;
            dither += noise * look.dither(rows.plane[at]);
        }
        const auto store = [&](std::size_t c, float v) {
            to[c] = static_cast<T>(std::clamp(std::clamp(v, 0.0F, 1.0F) * kFull + dither, 0.0F, kFull));
        };
        const float subject = look.curve(look.local(x, y, rows.plane[at], rows.calm[at]));
        const float alpha = isSceneShown() ? rows.alpha[at] / kFull : 1.0F;
        if (alpha < 1.0F && m_settings.background == BwBackground::color) {
            const float grey = touched(look, x, y, subject);
            for (std::size_t c = 0; c < 3; ++c) {
                const float all = rows.all[at * rows.allStep + c] / kFull;
                const float behind = std::max(0.0F, all - alpha * rows.fore[at * rows.foreStep + c] / kFull);
                store(c, alpha * look.output[c](grey) + touched(look, x, y, behind));
            }
            return;
        }
        const float v =
            alpha < 1.0F ? composed(look, rows, x, y, subject, alpha) : touched(look, x, y, subject);
        for (std::size_t c = 0; c < 3; ++c) {
            store(c, look.output[c](v));
        }
    }

    static float unit(std::uint32_t h) { return float(h >> 8U) * 0x1p-24F; }

    static float touched(const Look& look, int x, int y, float v) {
        v = look.vignette(x, y, v);
        return v + look.grain(x, y, v);
    }

    // Lightness of a pixel that isn't all subject, with its background.
    float composed(const Look& look, const Rows& rows, int x, int y, float subject, float alpha) const {
        if (m_settings.background == BwBackground::white || m_settings.background == BwBackground::black) {
            const float behind = m_settings.background == BwBackground::white ? 1.0F : 0.0F;
            return alpha * touched(look, x, y, subject) + (1.0F - alpha) * behind;
        }
        float all = subject;
        if (alpha > 0.0F) { // else the plane holds what is behind
            const auto at = static_cast<std::size_t>(x);
            all = look.levels(m_lightness(rows.all + at * rows.allStep));
            all = look.curve(look.local(x, y, all, all));
        }
        const float keep =
            m_settings.background == BwBackground::dimmed ? 1.0F - float(m_settings.dim) / 100.0F : 1.0F;
        // What the background adds to the pixel is what its foreground doesn't explain.
        const float behind = std::max(0.0F, all - alpha * subject);
        return touched(look, x, y, alpha * subject + keep * behind);
    }

    const FinishSource& m_source;
    const BwSettings& m_settings;
    Lightness m_lightness;
    const Mix m_mix;
    Plane m_plane;
};

} // namespace

FinishResult finishBw(const FinishSource& source, const BwSettings& settings, const Progress& progress) {
    const ImageFormat& format = source.cleaned.format();
    const auto isAlike = [&](const Image& image) {
        const ImageFormat& other = image.format();
        return other.width == format.width && other.height == format.height && other.type == format.type;
    };
    KERF_CHECK(isAlike(source.matte) && isAlike(source.cutout) && format.type != PixelType::f32);
    settings.check();
    return format.type == PixelType::u8 ? Painter<std::uint8_t>(source, settings)(progress)
                                        : Painter<std::uint16_t>(source, settings)(progress);
}

bool isGrey(const BwSettings& settings) noexcept {
    const bool isTinted = settings.toning != BwToning::neutral && settings.toningStrength > 0;
    return !isTinted && settings.background != BwBackground::color;
}

} // namespace kerf
