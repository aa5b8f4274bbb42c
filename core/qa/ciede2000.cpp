#include "core/qa/ciede2000.h"

#include <cmath>
#include <numbers>

namespace kerf {
namespace {

constexpr double kPi = std::numbers::pi;

double radians(double degrees) noexcept {
    return degrees * kPi / 180.0;
}

double seventh(double x) noexcept {
    const double cube = x * x * x;
    return cube * cube * x;
}

// sqrt(c^7 / (c^7 + 25^7))
double chromaShare(double chroma) noexcept {
    constexpr double k25 = 6103515625.0;
    const double c7 = seventh(chroma);
    return std::sqrt(c7 / (c7 + k25));
}

double hueOf(double a, double b) noexcept {
    if (a == 0.0 && b == 0.0) {
        return 0.0;
    }
    const double hue = std::atan2(b, a);
    return hue < 0.0 ? hue + 2.0 * kPi : hue;
}

// The mean of two hues on the shorter way round; their sum where one colour has no hue.
double meanHue(double one, double other, bool haveHues) noexcept {
    const double sum = one + other;
    if (!haveHues) {
        return sum;
    }
    if (std::abs(one - other) <= kPi) {
        return sum / 2.0;
    }
    return sum < 2.0 * kPi ? sum / 2.0 + kPi : sum / 2.0 - kPi;
}

double hueDifference(double one, double other, bool haveHues) noexcept {
    if (!haveHues) {
        return 0.0;
    }
    const double difference = other - one;
    return difference > kPi    ? difference - 2.0 * kPi
           : difference < -kPi ? difference + 2.0 * kPi
                               : difference;
}

} // namespace

double ciede2000(const Lab& one, const Lab& other) noexcept {
    const double chroma = (std::hypot(one.a, one.b) + std::hypot(other.a, other.b)) / 2.0;
    const double g = 1.5 - 0.5 * chromaShare(chroma);
    const double a1 = g * one.a;
    const double a2 = g * other.a;
    const double c1 = std::sqrt(a1 * a1 + one.b * one.b);
    const double c2 = std::sqrt(a2 * a2 + other.b * other.b);
    const double h1 = hueOf(a1, one.b);
    const double h2 = hueOf(a2, other.b);
    const bool haveHues = c1 * c2 != 0.0;

    const double lightness = other.l - one.l;
    const double saturation = c2 - c1;
    const double hue = 2.0 * std::sqrt(c1 * c2) * std::sin(hueDifference(h1, h2, haveHues) / 2.0);

    const double l = (one.l + other.l) / 2.0 - 50.0;
    const double c = (c1 + c2) / 2.0;
    const double h = meanHue(h1, h2, haveHues);
    const double t = 1.0 - 0.17 * std::cos(h - radians(30.0)) + 0.24 * std::cos(2.0 * h) +
                     0.32 * std::cos(3.0 * h + radians(6.0)) - 0.20 * std::cos(4.0 * h - radians(63.0));
    const double turned = (h - radians(275.0)) / radians(25.0);
    const double rotation = -std::sin(radians(60.0) * std::exp(-turned * turned)) * 2.0 * chromaShare(c);
    const double x = lightness / (1.0 + 0.015 * l * l / std::sqrt(20.0 + l * l));
    const double y = saturation / (1.0 + 0.045 * c);
    const double z = hue / (1.0 + 0.015 * c * t);
    return std::sqrt(x * x + y * y + z * z + rotation * y * z);
}

} // namespace kerf
