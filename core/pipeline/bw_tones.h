#pragma once

#include "core/base/progress.h"
#include "core/contract/finish.h"
#include "core/image/image.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace kerf::bw {

// Lightness (CIE L*) of linear light, both 0..1.
float lightness(float linear) noexcept;

// A function of 0..1 in steps, linear between them; constant beyond its ends.
class Curve {
public:
    explicit Curve(std::vector<float> steps) : m_steps(std::move(steps)) {}

    float operator()(float v) const noexcept;

private:
    std::vector<float> m_steps; // at least 2
};

// Shares of red, green and blue in linear light; their sum is 1.
using Mix = std::array<float, 3>;

// Encoded samples of one picture to lightness through a mix.
class Lightness {
public:
    Lightness(const ImageFormat& format, Mix mix); // u8 or u16, RGB or RGBA

    template <typename T>
    float operator()(const T* rgb) const noexcept {
        const float linear =
            m_mix[0] * m_linear[rgb[0]] + m_mix[1] * m_linear[rgb[1]] + m_mix[2] * m_linear[rgb[2]];
        return lightness(linear);
    }
    const std::vector<float>& linear() const { return m_linear; }
    void setMix(Mix mix) { m_mix = mix; }

private:
    std::vector<float> m_linear; // light by sample value
    Mix m_mix;
};

// What a finish works on. All of one size and sample type; `matte` is opaque where there was no mask.
struct Scene {
    Image cleaned; // RGB or RGBA
    Image matte;   // one channel
    Image cutout;  // RGBA with the foreground's colours, or `cleaned`
};

// The mix of the settings, or the automatic one: what sets the subject's lightness apart from the
// background's (as far as the eye needs it) and has most differences within the subject, but not far from the
// photo's own lightness without a gain. Bounded work, whatever the size.
Mix chooseMix(const Scene& scene, const BwSettings& settings, Lightness& lightness);

// The tones under the matte, and where it lies.
struct SubjectTones {
    static constexpr int kBins = 4096;

    std::vector<std::uint64_t> histogram; // of lightness, weighted by alpha
    std::uint64_t total = 0;
    double centerX = 0.0; // pixels
    double centerY = 0.0;
    double spreadX = 0.0; // standard deviation, pixels
    double spreadY = 0.0;

    double quantile(double share) const; // lightness, 0..1
};

// Rows of floats, one a pixel.
struct Plane {
    Plane(int w, int h) : width(w), height(h), values(std::size_t(w) * std::size_t(h)) {}

    float* row(int y) { return values.data() + std::size_t(y) * std::size_t(width); }
    const float* row(int y) const { return values.data() + std::size_t(y) * std::size_t(width); }

    int width;
    int height;
    std::vector<float> values;
};

// Of `plane`, the lightness of a picture, under `matte`. Where nearly nothing is subject: of all.
SubjectTones measure(const Plane& plane, const Image& matte, bool& isWhole, const Progress& progress);

// Black and white point; maps the first to 0 and the second to 1, and what lies beyond softly.
struct Levels {
    float black = 0.0F;
    float white = 1.0F;

    float operator()(float v) const noexcept;
};
Levels levelsFor(const SubjectTones& tones, const BwSettings& settings);

// Brightness, contrast, shadows and highlights; rises everywhere.
Curve toneCurve(const BwSettings& settings);

// Lightness to the samples (0..1) of red, green and blue in the profile, with the toning's tint; the three
// are the same where there is none.
std::array<Curve, 3> outputCurves(const BwSettings& settings, const std::string& icc);

} // namespace kerf::bw
