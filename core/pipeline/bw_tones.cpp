#include "core/pipeline/bw_tones.h"

#include "core/base/parallel.h"
#include "core/image/sample_type.h"
#include "core/io/color.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace kerf::bw {
namespace {

constexpr int kBandRows = 32;
constexpr int kSampleSide = 200; // of the grid of pixels that the mix is chosen from
constexpr int kOutputSteps = 16384;
constexpr int kToneSteps = 4096;
constexpr Mix kPlainMix{0.2126F, 0.7152F, 0.0722F};

double linearOfSrgb(double v) {
    return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
}

double srgbOfLinear(double v) {
    return v <= 0.0031308 ? v * 12.92 : 1.055 * std::pow(v, 1.0 / 2.4) - 0.055;
}

double linearOfLightness(double l) {
    return l <= 0.08 ? l / 9.033 : std::pow((l + 0.16) / 1.16, 3.0);
}

// A row of `count` grey pixels, value(i) each, in f32.
template <typename Value>
Image ramp(int count, Value&& value) {
    ImageBuffer buffer(ImageFormat{.width = count, .height = 1, .channels = 3, .type = PixelType::f32});
    const auto row = buffer.row<float>(0);
    for (int i = 0; i < count; ++i) {
        const std::array<float, 3> rgb = value(i);
        std::ranges::copy(rgb, row.begin() + std::ptrdiff_t{i} * 3);
    }
    return Image(std::move(buffer));
}

std::vector<float> linearTable(const ImageFormat& format) {
    const int count = format.type == PixelType::u8 ? 256 : 65536;
    const Image encoded = ramp(count, [&](int i) {
        const float v = float(i) / float(count - 1);
        return std::array<float, 3>{v, v, v};
    });
    const Image srgb = format.icc.empty() ? encoded : convertProfile(encoded, format.icc, {});
    const auto row = srgb.row<float>(0);
    std::vector<float> table(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < table.size(); ++i) {
        // Green's: the channels differ by rounding alone in all but odd profiles.
        table[i] = static_cast<float>(linearOfSrgb(std::clamp(double(row[i * 3 + 1]), 0.0, 1.0)));
    }
    table.front() = 0.0F;
    table.back() = 1.0F;
    return table;
}

struct Sample {
    std::array<float, 3> light{};
    float weight = 0.0F;
};

struct Samples {
    std::vector<Sample> subject;
    std::vector<Sample> background;
};

template <typename T>
Samples collect(const Scene& scene, const std::vector<float>& linear) {
    const ImageFormat& format = scene.cleaned.format();
    const int step = std::max(1, std::max(format.width, format.height) / kSampleSide);
    constexpr float full = std::numeric_limits<T>::max();
    Samples samples;
    for (int y = step / 2; y < format.height; y += step) {
        const auto matte = scene.matte.row<T>(y);
        const auto all = scene.cleaned.row<T>(y);
        const auto fore = scene.cutout.row<T>(y);
        const auto light = [&](const auto& row, const Image& image, int x) {
            const T* rgb = row.data() + std::size_t(x) * std::size_t(image.format().channels);
            return std::array<float, 3>{linear[rgb[0]], linear[rgb[1]], linear[rgb[2]]};
        };
        for (int x = step / 2; x < format.width; x += step) {
            const float alpha = matte[std::size_t(x)] / full;
            if (alpha > 0.5F) {
                samples.subject.push_back({light(fore, scene.cutout, x), alpha});
            } else {
                samples.background.push_back({light(all, scene.cleaned, x), 1.0F - alpha});
            }
        }
    }
    return samples;
}

struct Spread {
    double mean = 0.0;
    double deviation = 0.0;
};

Spread spreadOf(const std::vector<Sample>& samples, const Mix& mix) {
    double sum = 0.0;
    double squares = 0.0;
    double weight = 0.0;
    for (const Sample& s : samples) {
        const double l = lightness(mix[0] * s.light[0] + mix[1] * s.light[1] + mix[2] * s.light[2]);
        sum += l * s.weight;
        squares += l * l * s.weight;
        weight += s.weight;
    }
    if (weight <= 0.0) {
        return {};
    }
    const double mean = sum / weight;
    return {mean, std::sqrt(std::max(0.0, squares / weight - mean * mean))};
}

double score(const Samples& samples, const Mix& mix) {
    constexpr double kEnough = 0.25; // set apart further than this, more gains nothing
    const Spread subject = spreadOf(samples.subject, mix);
    double apart = 0.0;
    if (!samples.background.empty() && !samples.subject.empty()) {
        apart = std::min(kEnough, std::abs(subject.mean - spreadOf(samples.background, mix).mean));
    }
    double away = 0.0;
    for (std::size_t c = 0; c < 3; ++c) {
        away += double(mix[c] - kPlainMix[c]) * double(mix[c] - kPlainMix[c]);
    }
    const double noise = std::max(0.0, double(mix[2]) - 0.4); // blue has most of a camera's
    return apart + subject.deviation - 0.06 * away - 0.3 * noise;
}

// Tints of prints, as Lab's a and b at a lightness, for full strength.
std::array<double, 2> tint(BwToning toning, double l) {
    switch (toning) {
    case BwToning::neutral:
        return {0.0, 0.0};
    case BwToning::sepia: { // warm throughout, most in the lower midtones
        const double chroma = 46.0 * std::pow(l, 0.7) * (1.0 - l);
        return {0.34 * chroma, 0.94 * chroma};
    }
    case BwToning::selenium: { // aubergine in the shadows, nearly neutral lights
        const double chroma = 44.0 * std::pow(l, 0.7) * std::pow(1.0 - l, 1.8);
        return {0.86 * chroma, -0.5 * chroma};
    }
    }
    return {0.0, 0.0};
}

// sRGB of a lightness with a tint; a lower lightness than asked for is never given.
std::array<float, 3> tinted(double l, const std::array<double, 2>& ab) {
    const double y = linearOfLightness(l);
    if (ab[0] == 0.0 && ab[1] == 0.0) {
        const auto v = static_cast<float>(srgbOfLinear(y));
        return {v, v, v};
    }
    const double fy = l <= 0.08 ? 7.787 * y + 16.0 / 116.0 : std::cbrt(y);
    const auto inverse = [](double f) { return f > 6.0 / 29.0 ? f * f * f : (f - 16.0 / 116.0) / 7.787; };
    const double x = 0.9642 * inverse(fy + ab[0] / 500.0);
    const double z = 0.8249 * inverse(fy - ab[1] / 200.0);
    const std::array<double, 3> rgb{// from D50
                                    3.1338561 * x - 1.6168667 * y - 0.4906146 * z,
                                    -0.9787684 * x + 1.9161415 * y + 0.0334540 * z,
                                    0.0719453 * x - 0.2289914 * y + 1.4052427 * z};
    std::array<float, 3> encoded{};
    std::ranges::transform(rgb, encoded.begin(), [](double v) {
        return static_cast<float>(srgbOfLinear(std::clamp(v, 0.0, 1.0)));
    });
    return encoded;
}

} // namespace

float lightness(float linear) noexcept {
    return linear <= 0.008856F ? 9.033F * std::max(0.0F, linear) : 1.16F * std::cbrt(linear) - 0.16F;
}

float Curve::operator()(float v) const noexcept {
    const float at = std::clamp(v, 0.0F, 1.0F) * float(m_steps.size() - 1);
    const auto i = std::min(static_cast<std::size_t>(at), m_steps.size() - 2);
    return m_steps[i] + (m_steps[i + 1] - m_steps[i]) * (at - float(i));
}

Lightness::Lightness(const ImageFormat& format, Mix mix) : m_linear(linearTable(format)), m_mix(mix) {}

Mix chooseMix(const Scene& scene, const BwSettings& settings, Lightness& lightness) {
    Mix best = kPlainMix;
    if (!settings.autoMix) {
        const float sum = float(std::max(10, settings.red + settings.green + settings.blue));
        best = {float(settings.red) / sum, float(settings.green) / sum, float(settings.blue) / sum};
    } else {
        Samples samples;
        withSampleType(scene.cleaned.format().type, [&](auto sample) {
            if constexpr (std::is_integral_v<decltype(sample)>) {
                samples = collect<decltype(sample)>(scene, lightness.linear());
            }
        });
        if (samples.subject.empty()) {
            samples.subject.swap(samples.background);
        }
        double most = score(samples, best);
        constexpr int kSteps = 10;
        for (int r = 0; r <= kSteps; ++r) {
            for (int g = 0; g + r <= kSteps; ++g) {
                const Mix mix{float(r) / kSteps, float(g) / kSteps, float(kSteps - r - g) / kSteps};
                if (const double s = score(samples, mix); s > most) {
                    most = s;
                    best = mix;
                }
            }
        }
    }
    lightness.setMix(best);
    return best;
}

double SubjectTones::quantile(double share) const {
    const double wanted = share * double(total);
    std::uint64_t below = 0;
    for (int i = 0; i < kBins; ++i) {
        const std::uint64_t here = histogram[std::size_t(i)];
        if (here > 0 && double(below + here) >= wanted) {
            return (i + std::clamp((wanted - double(below)) / double(here), 0.0, 1.0)) / kBins;
        }
        below += here;
    }
    return 1.0;
}

namespace {

// Sums of one band of rows; added up in the bands' order, so that threads change nothing.
struct Sums {
    std::vector<std::uint64_t> histogram = std::vector<std::uint64_t>(SubjectTones::kBins);
    std::array<double, 5> moments{}; // 1, x, y, xx, yy

    void add(float v, double weight, int x, int y) {
        const int bin = std::clamp(int(v * SubjectTones::kBins), 0, SubjectTones::kBins - 1);
        histogram[std::size_t(bin)] += static_cast<std::uint64_t>(weight);
        const double dx = x + 0.5;
        const double dy = y + 0.5;
        moments[0] += weight;
        moments[1] += weight * dx;
        moments[2] += weight * dy;
        moments[3] += weight * dx * dx;
        moments[4] += weight * dy * dy;
    }
};

SubjectTones fromSums(const std::vector<Sums>& bands) {
    SubjectTones tones;
    tones.histogram.resize(SubjectTones::kBins);
    std::array<double, 5> m{};
    for (const Sums& band : bands) {
        for (std::size_t i = 0; i < tones.histogram.size(); ++i) {
            tones.histogram[i] += band.histogram[i];
            tones.total += band.histogram[i];
        }
        for (std::size_t i = 0; i < m.size(); ++i) {
            m[i] += band.moments[i];
        }
    }
    if (m[0] > 0.0) {
        tones.centerX = m[1] / m[0];
        tones.centerY = m[2] / m[0];
        tones.spreadX = std::sqrt(std::max(0.0, m[3] / m[0] - tones.centerX * tones.centerX));
        tones.spreadY = std::sqrt(std::max(0.0, m[4] / m[0] - tones.centerY * tones.centerY));
    }
    return tones;
}

template <typename T>
SubjectTones measureAs(const Plane& plane, const Image* matte, const Progress& progress) {
    const int count = (plane.height + kBandRows - 1) / kBandRows;
    // Few at a time: a band's histogram takes 32 kB.
    std::vector<Sums> bands(static_cast<std::size_t>(std::min(count, 64)));
    parallelFor(int(bands.size()), 0, progress, [&](int part) {
        for (int y = part; y < plane.height; y += int(bands.size())) {
            const float* v = plane.row(y);
            const T* alpha = matte == nullptr ? nullptr : matte->row<T>(y).data();
            for (int x = 0; x < plane.width; ++x) {
                const double weight = alpha == nullptr ? 1.0 : double(alpha[x]);
                if (weight > 0.0) {
                    bands[std::size_t(part)].add(v[x], weight, x, y);
                }
            }
        }
    });
    return fromSums(bands);
}

} // namespace

SubjectTones measure(const Plane& plane, const Image& matte, bool& isWhole, const Progress& progress) {
    SubjectTones tones;
    withSampleType(matte.format().type, [&](auto sample) {
        using T = decltype(sample);
        if constexpr (std::is_integral_v<T>) {
            constexpr double kLeastShare = 0.0005;
            tones = measureAs<T>(plane, &matte, progress);
            const double all = double(plane.width) * plane.height * double(std::numeric_limits<T>::max());
            isWhole = double(tones.total) < kLeastShare * all;
            if (isWhole) {
                tones = measureAs<T>(plane, nullptr, progress);
            }
        }
    });
    return tones;
}

float Levels::operator()(float v) const noexcept {
    if (black == 0.0F && white == 1.0F) {
        return v;
    }
    constexpr float kKnee = 0.03F; // of the way to an end, from where on tones are bent instead of cut off
    const float t = (v - black) / (white - black);
    if (t > 1.0F - kKnee) {
        return 1.0F - kKnee + kKnee * std::tanh((t - 1.0F + kKnee) / kKnee);
    }
    return t < kKnee ? kKnee + kKnee * std::tanh((t - kKnee) / kKnee) : t;
}

Levels levelsFor(const SubjectTones& tones, const BwSettings& settings) {
    constexpr double kLeastRange = 0.4; // a flat subject is not torn apart
    const double clip = settings.clip / 1000.0;
    double black = settings.black / 100.0 * tones.quantile(clip);
    double white = 1.0 - settings.white / 100.0 * (1.0 - tones.quantile(1.0 - clip));
    if (white - black < kLeastRange) {
        white = std::min(1.0, black + kLeastRange);
        black = white - kLeastRange;
    }
    return {static_cast<float>(black), static_cast<float>(white)};
}

Curve toneCurve(const BwSettings& settings) {
    const double gamma = std::exp2(-settings.brightness / 100.0);
    const double contrast = settings.contrast / 100.0;
    const auto strength = [](int value) { return value / 100.0 * (value > 0 ? 1.9 : 0.9); };
    const double shadows = strength(settings.shadows);
    const double highlights = -strength(-settings.highlights);
    std::vector<float> steps(kToneSteps + 1);
    for (int i = 0; i <= kToneSteps; ++i) {
        double v = double(i) / kToneSteps;
        v = settings.brightness == 0 ? v : std::pow(v, gamma);
        const double target = contrast > 0.0 ? v * v * (3.0 - 2.0 * v) : 0.5;
        v += contrast > 0.0 ? contrast * (target - v) : -contrast * 0.6 * (target - v);
        v += shadows * v * std::pow(1.0 - v, 3.0);
        v += highlights * (1.0 - v) * std::pow(v, 3.0);
        steps[std::size_t(i)] = static_cast<float>(std::clamp(v, 0.0, 1.0));
    }
    return Curve(std::move(steps));
}

std::array<Curve, 3> outputCurves(const BwSettings& settings, const std::string& icc) {
    const double strength = settings.toningStrength / 100.0;
    const bool isNeutral = settings.toning == BwToning::neutral || settings.toningStrength == 0;
    const Image srgb = ramp(kOutputSteps + 1, [&](int i) {
        const double l = double(i) / kOutputSteps;
        std::array<double, 2> ab = tint(settings.toning, l);
        ab = {ab[0] * strength, ab[1] * strength};
        return tinted(l, isNeutral ? std::array<double, 2>{} : ab);
    });
    const Image encoded = icc.empty() ? srgb : convertProfile(srgb, {}, icc);
    const auto row = encoded.row<float>(0);
    std::array<std::vector<float>, 3> steps;
    for (std::size_t c = 0; c < 3; ++c) {
        steps[c].resize(kOutputSteps + 1);
        for (std::size_t i = 0; i < steps[c].size(); ++i) {
            steps[c][i] = std::clamp(row[i * 3 + (isNeutral ? 1 : c)], 0.0F, 1.0F);
        }
        steps[c].front() = 0.0F;
        steps[c].back() = 1.0F;
    }
    return {Curve(std::move(steps[0])), Curve(std::move(steps[1])), Curve(std::move(steps[2]))};
}

} // namespace kerf::bw
