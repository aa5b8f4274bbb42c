#include "tests/support/composites.h"

#include "core/base/check.h"
#include "tests/support/test_images.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <numbers>
#include <random>
#include <utility>
#include <vector>

namespace kerf::test {
namespace {

using Color = std::array<double, 3>;
using Field = std::function<bool(double x, double y)>;    // inside the subject? in its own units, about -1..1
using Texture = std::function<Color(double x, double y)>; // in pixels

constexpr double kPi = std::numbers::pi;

// The standard library's distributions differ from machine to machine.
class Dice {
public:
    explicit Dice(std::uint32_t seed) : m_engine(seed) {}
    double between(double low, double high) { return low + (high - low) * double(m_engine()) / 4294967295.0; }
    int upTo(int count) { return int(m_engine() % std::uint32_t(count)); }
    Color color() { return {between(0.05, 0.95), between(0.05, 0.95), between(0.05, 0.95)}; }

private:
    std::mt19937 m_engine;
};

Color mix(const Color& a, const Color& b, double share) {
    return {a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share};
}

bool inEllipse(double x, double y, double centerX, double centerY, double radiusX, double radiusY) {
    const double dx = (x - centerX) / radiusX;
    const double dy = (y - centerY) / radiusY;
    return dx * dx + dy * dy < 1.0;
}

Field blob(Dice& dice) {
    std::array<double, 4> size{};
    std::array<double, 4> phase{};
    for (std::size_t k = 0; k < size.size(); ++k) {
        size[k] = dice.between(0.0, 0.25) / double(k + 1);
        phase[k] = dice.between(0.0, 2.0 * kPi);
    }
    return [=](double x, double y) {
        const double angle = std::atan2(y, x);
        double radius = 0.8;
        for (std::size_t k = 0; k < size.size(); ++k) {
            radius += size[k] * std::cos(double(k + 2) * angle + phase[k]);
        }
        return std::hypot(x, y) < radius;
    };
}

Field star(Dice& dice) {
    const double points = 4.0 + dice.upTo(4);
    const double depth = dice.between(0.2, 0.45);
    const double turn = dice.between(0.0, kPi);
    return [=](double x, double y) {
        const double wave =
            std::abs(std::fmod(points * (std::atan2(y, x) + turn + 2.0 * kPi) / kPi, 2.0) - 1.0);
        return std::hypot(x, y) < 1.0 - depth * 2.0 * (1.0 - wave);
    };
}

Field animal(Dice& dice) {
    const double leg = dice.between(0.07, 0.13);
    const double neck = dice.between(0.35, 0.6);
    return [=](double x, double y) {
        const auto legAt = [&](double at) { return std::abs(x - at) < leg && y > 0.0 && y < 0.85; };
        return inEllipse(x, y, 0.0, 0.0, 0.75, 0.38) || inEllipse(x, y, 0.75, -neck, 0.27, 0.22) ||
               inEllipse(x, y, 0.62, -0.3 * neck, 0.2, 0.5 * neck + 0.1) || legAt(-0.55) || legAt(-0.3) ||
               legAt(0.3) || legAt(0.55) || inEllipse(x, y, 0.62, -neck - 0.22, 0.07, 0.14) ||
               (std::abs(y + 0.15 + 0.5 * (x + 0.7)) < 0.05 && x < -0.6 && x > -1.1);
    };
}

Field fringe(Dice& dice) {
    const double hairs = 60.0 + dice.upTo(60);
    const double phase = dice.between(0.0, 10.0);
    return [=](double x, double y) {
        const double angle = std::atan2(y, x);
        const double hair = 0.5 + 0.5 * std::sin(hairs * angle + 3.0 * std::sin(7.0 * angle + phase));
        const double length = 0.16 * (0.6 + 0.4 * std::sin(11.0 * angle + phase));
        const double radius = std::hypot(x, y);
        return radius < 0.78 || (radius < 0.78 + length && hair > 0.5 + 0.5 * (radius - 0.78) / length);
    };
}

Field bust(Dice& dice) {
    const double shoulder = dice.between(0.6, 0.9);
    return [=](double x, double y) {
        return inEllipse(x, y, 0.0, -0.5, 0.32, 0.42) || (std::abs(x) < 0.16 && y > -0.3 && y < 0.3) ||
               (y < 1.0 && inEllipse(x, y, 0.0, 1.0, shoulder, 0.85));
    };
}

Field cup(Dice& dice) {
    const double taper = dice.between(0.0, 0.25);
    return [=](double x, double y) {
        const bool body = std::abs(y) < 0.8 && std::abs(x + 0.15) < 0.6 - taper * (y + 0.8) / 1.6;
        const double handle = std::hypot(x - 0.5, (y + 0.1) * 0.9);
        return body || (handle < 0.42 && handle > 0.27 && x > 0.3);
    };
}

// Smooth noise in 0..1 with a feature size of about `scale` px, four octaves.
class Clouds {
public:
    Clouds(Dice& dice, double scale) : m_scale(scale), m_seed(std::uint32_t(dice.upTo(1 << 30))) {}

    double operator()(double x, double y) const {
        double sum = 0.0;
        double weight = 0.0;
        for (int octave = 0; octave < 4; ++octave) {
            const double size = double(1 << octave);
            sum += single(x * size / m_scale, y * size / m_scale, std::uint32_t(octave)) / size;
            weight += 1.0 / size;
        }
        return sum / weight;
    }

private:
    double at(int x, int y, std::uint32_t octave) const {
        std::uint32_t h =
            m_seed + octave * 0x9e3779b9U + std::uint32_t(x) * 0x85ebca6bU + std::uint32_t(y) * 0xc2b2ae35U;
        h = (h ^ (h >> 15)) * 0x2c1b3c6dU;
        h = (h ^ (h >> 12)) * 0x297a2d39U;
        return double(h ^ (h >> 15)) / 4294967295.0;
    }
    double single(double x, double y, std::uint32_t octave) const {
        const double fx = std::floor(x);
        const double fy = std::floor(y);
        const auto ease = [](double t) { return t * t * (3.0 - 2.0 * t); };
        const double u = ease(x - fx);
        const double v = ease(y - fy);
        const int ix = int(fx);
        const int iy = int(fy);
        const double above = at(ix, iy, octave) * (1.0 - u) + at(ix + 1, iy, octave) * u;
        const double below = at(ix, iy + 1, octave) * (1.0 - u) + at(ix + 1, iy + 1, octave) * u;
        return above * (1.0 - v) + below * v;
    }

    double m_scale;
    std::uint32_t m_seed;
};

// A photograph laid over the plane, mirrored at its sides, with a box blur.
Texture photograph(Dice& dice, const Image& image, int blur) {
    const int width = image.format().width;
    const int height = image.format().height;
    const double offsetX = dice.between(0.0, width);
    const double offsetY = dice.between(0.0, height);
    const double zoom = dice.between(0.6, 1.4);
    const auto mirrored = [](int i, int length) {
        const int j = ((i % (2 * length)) + 2 * length) % (2 * length);
        return j < length ? j : 2 * length - 1 - j;
    };
    return [=](double x, double y) {
        Color sum{};
        double count = 0.0;
        for (int v = -blur; v <= blur; v += 2) {
            const auto row = image.row<std::uint8_t>(mirrored(int(offsetY + y * zoom) + v, height));
            for (int u = -blur; u <= blur; u += 2) {
                const auto i = std::size_t(mirrored(int(offsetX + x * zoom) + u, width)) *
                               std::size_t(image.format().channels);
                for (std::size_t c = 0; c < 3; ++c) {
                    sum[c] += row[i + c] / 255.0;
                }
                count += 1.0;
            }
        }
        return Color{sum[0] / count, sum[1] / count, sum[2] / count};
    };
}

struct Named {
    std::string name;
    Texture texture;
};

Named subjectTexture(Dice& dice, std::span<const Image> photographs, double side) {
    const Color one = dice.color();
    const Color two = dice.color();
    const double turn = dice.between(0.0, kPi);
    const double across = std::cos(turn);
    const double down = std::sin(turn);
    const double period = dice.between(0.04, 0.12) * side;
    switch (dice.upTo(5)) {
    case 0:
        return {"gradient", [=](double x, double y) {
                    return mix(one, mix(one, two, 0.5), 0.5 + (across * x + down * y) / (1.5 * side));
                }};
    case 1:
        return {"stripes", [=](double x, double y) {
                    return std::sin((across * x + down * y) * 2.0 * kPi / period) > 0.0 ? one : two;
                }};
    case 2:
        return {"spots", [=](double x, double y) {
                    const double s = std::sin(x * 2.0 * kPi / period) * std::sin(y * 2.0 * kPi / period);
                    return s > 0.55 ? two : one;
                }};
    case 3: {
        const Clouds clouds(dice, period);
        return {"cloth", [=](double x, double y) { return mix(one, two, clouds(x, y)); }};
    }
    default:
        return {
            "photograph", photograph(dice, photographs[std::size_t(dice.upTo(int(photographs.size())))], 0)};
    }
}

Texture bokeh(Dice& dice, double side) {
    struct Disc {
        double x, y, radius;
        Color color;
    };
    std::vector<Disc> discs;
    for (int i = 0; i < 30; ++i) {
        discs.push_back(
            {dice.between(0.0, 1.4 * side), dice.between(0.0, 1.4 * side), dice.between(0.03, 0.1) * side,
             dice.color()});
    }
    const Color dark = mix(dice.color(), {0.0, 0.0, 0.0}, 0.7);
    return [=](double x, double y) {
        Color color = dark;
        for (const Disc& disc : discs) {
            const double edge = disc.radius - std::hypot(x - disc.x, y - disc.y);
            color = mix(color, disc.color, 0.5 * std::clamp(edge / 3.0, 0.0, 1.0));
        }
        return color;
    };
}

Named backgroundTexture(Dice& dice, std::span<const Image> photographs, double side) {
    const Color one = dice.color();
    const Color two = dice.color();
    const Clouds clouds(dice, dice.between(0.1, 0.5) * side);
    switch (dice.upTo(6)) {
    case 0: {
        const int blur = 2 * dice.upTo(4);
        return {
            "photograph",
            photograph(dice, photographs[std::size_t(dice.upTo(int(photographs.size())))], blur)};
    }
    case 1:
        return {"gradient", [=](double x, double y) { return mix(one, two, (0.3 * x + 0.7 * y) / side); }};
    case 2:
        return {"clouds", [=](double x, double y) { return mix(one, two, clouds(x, y)); }};
    case 3:
        return {"wood", [=](double x, double y) {
                    const double ring = std::sin(y * 0.25 + 9.0 * clouds(x * 0.15, y)) * 0.5 + 0.5;
                    return mix({0.55, 0.33, 0.16}, {0.34, 0.18, 0.08}, ring);
                }};
    case 4:
        return {"bokeh", bokeh(dice, side)};
    default: {
        const double horizon = dice.between(0.35, 0.7) * side;
        return {"horizon", [=](double x, double y) {
                    return y < horizon ? mix({0.35, 0.55, 0.85}, {0.8, 0.86, 0.92}, y / horizon)
                                       : mix(one, mix(one, {0.1, 0.2, 0.05}, 0.8), clouds(x, 2.0 * y));
                }};
    }
    }
}

// What a coarse JPEG does to a picture: every 8 x 8 block's cosine transform rounded to steps that grow with
// the frequency.
void compress(std::vector<Color>& pixels, int width, int height) {
    constexpr double kStep = 0.03;
    std::array<std::array<double, 8>, 8> wave{};
    for (std::size_t k = 0; k < 8; ++k) {
        for (std::size_t i = 0; i < 8; ++i) {
            wave[k][i] = (k == 0 ? std::sqrt(0.125) : 0.5) *
                         std::cos((2.0 * double(i) + 1.0) * double(k) * kPi / 16.0);
        }
    }
    using Block = std::array<std::array<double, 8>, 8>;
    // Rows, then columns by transposing; `back` inverts.
    const auto transform = [&wave](const Block& in, bool back) {
        Block once{};
        Block twice{};
        for (std::size_t pass = 0; pass < 2; ++pass) {
            const Block& from = pass == 0 ? in : once;
            Block& to = pass == 0 ? once : twice;
            for (std::size_t y = 0; y < 8; ++y) {
                for (std::size_t k = 0; k < 8; ++k) {
                    double sum = 0.0;
                    for (std::size_t i = 0; i < 8; ++i) {
                        sum += from[y][i] * (back ? wave[i][k] : wave[k][i]);
                    }
                    to[k][y] = sum;
                }
            }
        }
        return twice;
    };
    for (int top = 0; top + 8 <= height; top += 8) {
        for (int left = 0; left + 8 <= width; left += 8) {
            for (std::size_t c = 0; c < 3; ++c) {
                const auto pixel = [&](std::size_t y, std::size_t x) -> double& {
                    return pixels[(std::size_t(top) + y) * std::size_t(width) + std::size_t(left) + x][c];
                };
                Block block{};
                for (std::size_t i = 0; i < 64; ++i) {
                    block[i / 8][i % 8] = pixel(i / 8, i % 8);
                }
                block = transform(block, false);
                for (std::size_t i = 0; i < 64; ++i) {
                    const double step = kStep * double(1 + i / 8 + i % 8);
                    block[i / 8][i % 8] = step * std::round(block[i / 8][i % 8] / step);
                }
                block = transform(block, true);
                for (std::size_t i = 0; i < 64; ++i) {
                    pixel(i / 8, i % 8) = block[i / 8][i % 8];
                }
            }
        }
    }
}

Rect boxOf(const Image& alpha) {
    int left = alpha.format().width;
    int top = alpha.format().height;
    int right = 0;
    int bottom = 0;
    for (int y = 0; y < alpha.format().height; ++y) {
        const auto row = alpha.row<std::uint8_t>(y);
        for (int x = 0; x < alpha.format().width; ++x) {
            if (row[std::size_t(x)] >= 128) {
                left = std::min(left, x);
                right = std::max(right, x + 1);
                top = std::min(top, y);
                bottom = y + 1;
            }
        }
    }
    return {left, top, right - left, bottom - top};
}

// How much of each pixel the subject covers, by 16 samples spread over `spread` px.
std::vector<double> coverOf(
    const Field& field,
    int width,
    int height,
    double centerX,
    double centerY,
    double radius,
    double turn,
    double spread) {
    std::vector<double> cover;
    cover.reserve(std::size_t(width) * std::size_t(height));
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            int hits = 0;
            for (int i = 0; i < 16; ++i) {
                const double u = (x + 0.5 + spread * ((i % 4 + 0.5) / 4.0 - 0.5) - centerX) / radius;
                const double v = (y + 0.5 + spread * ((i / 4 + 0.5) / 4.0 - 0.5) - centerY) / radius;
                hits +=
                    field(std::cos(turn) * u + std::sin(turn) * v, std::cos(turn) * v - std::sin(turn) * u);
            }
            cover.push_back(hits / 16.0);
        }
    }
    return cover;
}

} // namespace

Composite makeComposite(int index, std::span<const Image> photographs) {
    KERF_CHECK(!photographs.empty());
    Dice dice(std::uint32_t(1000 + index));
    constexpr std::array<std::array<int, 2>, 3> kSizes{{{320, 240}, {240, 320}, {280, 280}}};
    const auto [width, height] = kSizes[std::size_t(dice.upTo(3))];
    const double side = std::max(width, height);
    constexpr std::array kShapeNames{"blob", "star", "animal", "fringe", "bust", "cup"};
    constexpr std::array kShapes{blob, star, animal, fringe, bust, cup};
    const auto shape = std::size_t(index % 6);
    const bool atFrame = index % 4 == 3;
    const bool faint = index % 5 == 4;

    const Field field = kShapes[shape](dice);
    const double radius = dice.between(0.24, 0.44) * std::min(width, height);
    double centerX = width * dice.between(0.38, 0.62);
    double centerY = height * dice.between(0.38, 0.62);
    if (atFrame) {
        (dice.upTo(2) == 0 ? centerX : centerY) = 0.6 * radius;
    }
    const double turn = shape == 4 ? 0.0 : dice.between(-0.5, 0.5);
    const std::vector<double> cover =
        coverOf(field, width, height, centerX, centerY, radius, turn, dice.between(1.0, 3.0));

    const Named subject = subjectTexture(dice, photographs, side);
    const Named background = backgroundTexture(dice, photographs, side);
    const double lightTurn = dice.between(0.0, 2.0 * kPi);
    std::vector<Color> pixels;
    pixels.reserve(cover.size());
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const Color behind = background.texture(x, y);
            const Color before = mix(subject.texture(x, y), behind, faint ? 0.6 : 0.0);
            const double light = 0.9 + 0.25 * (std::cos(lightTurn) * (x / side - 0.5) +
                                               std::sin(lightTurn) * (y / side - 0.5));
            Color pixel = mix(behind, before, cover[pixels.size()]);
            for (double& c : pixel) {
                c *= light;
            }
            pixels.push_back(pixel);
        }
    }
    if (index % 3 == 0) {
        compress(pixels, width, height);
    }

    Composite result;
    result.name = fmt::format(
        "{:03} {} {} over {}{}{}", index, kShapeNames[shape], subject.name, background.name,
        atFrame ? ", at the frame" : "", faint ? ", faint" : "");
    const int columns = width;
    const Image clean = makeImage(width, height, 3, PixelType::u8, [&](int x, int y) {
        const Color& c = pixels[std::size_t(y * columns + x)];
        return std::array<double, 4>{
            std::clamp(c[0], 0.0, 1.0), std::clamp(c[1], 0.0, 1.0), std::clamp(c[2], 0.0, 1.0), 1.0};
    });
    result.photo = addNoise(clean, dice.between(0.0, 10.0), std::uint32_t(index));
    result.alpha = makeImage(width, height, 1, PixelType::u8, [&](int x, int y) {
        return std::array<double, 4>{cover[std::size_t(y * columns + x)]};
    });
    result.box = boxOf(result.alpha);
    return result;
}

} // namespace kerf::test
