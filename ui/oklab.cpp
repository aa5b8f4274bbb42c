#include "ui/oklab.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace kerf::ui {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr double kRounding = 1e-6; // outside 0..1 that is no more than arithmetic

std::array<double, 3> linearOf(const Oklab& lab) {
    const auto cube = [](double v) { return v * v * v; };
    const double l = cube(lab.lightness + 0.3963377774 * lab.a + 0.2158037573 * lab.b);
    const double m = cube(lab.lightness - 0.1055613458 * lab.a - 0.0638541728 * lab.b);
    const double s = cube(lab.lightness - 0.0894841775 * lab.a - 1.2914855480 * lab.b);
    return {
        4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
        -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
        -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s};
}

Oklab polar(double lightness, double chroma, double hue) {
    const double angle = hue * kPi / 180.0;
    return {.lightness = lightness, .a = chroma * std::cos(angle), .b = chroma * std::sin(angle)};
}

bool isInSrgb(const std::array<double, 3>& linear) {
    return std::all_of(
        linear.begin(), linear.end(), [](double v) { return v >= -kRounding && v <= 1.0 + kRounding; });
}

} // namespace

double Oklab::chroma() const {
    return std::hypot(a, b);
}

double Oklab::hue() const {
    const double degrees = std::atan2(b, a) * 180.0 / kPi;
    return degrees < 0.0 ? degrees + 360.0 : degrees;
}

double toLinear(double srgb) {
    return srgb <= 0.04045 ? srgb / 12.92 : std::pow((srgb + 0.055) / 1.055, 2.4);
}

double fromLinear(double light) {
    const double v = std::clamp(light, 0.0, 1.0);
    return v <= 0.0031308 ? v * 12.92 : 1.055 * std::pow(v, 1.0 / 2.4) - 0.055;
}

Oklab toOklab(const QColor& srgb) {
    const double r = toLinear(srgb.redF());
    const double g = toLinear(srgb.greenF());
    const double b = toLinear(srgb.blueF());
    const double l = std::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    const double m = std::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    const double s = std::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    return {
        .lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
        .a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
        .b = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
}

QColor fromOklch(double lightness, double chroma, double hue) {
    double low = 0.0;
    double high = chroma;
    if (isInSrgb(linearOf(polar(lightness, chroma, hue)))) {
        low = chroma;
    } else {
        for (int i = 0; i < 24; ++i) {
            const double middle = (low + high) / 2.0;
            (isInSrgb(linearOf(polar(lightness, middle, hue))) ? low : high) = middle;
        }
    }
    const std::array<double, 3> linear = linearOf(polar(lightness, low, hue));
    const auto byte = [](double light) { return int(std::lround(fromLinear(light) * 255.0)); };
    return {byte(linear[0]), byte(linear[1]), byte(linear[2])};
}

} // namespace kerf::ui
