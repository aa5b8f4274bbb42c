#include "tests/support/ref_weights.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace kerf::test {
namespace {

std::uint64_t fnv1a64(std::string_view salt, std::string_view text) {
    std::uint64_t h = 0xCBF29CE484222325U;
    for (const std::string_view part : {salt, text}) {
        for (const char c : part) {
            h = (h ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
        }
    }
    return h;
}

// In [0, 1), 24 bits.
float unit(std::uint64_t hash, std::uint64_t index) {
    std::uint64_t z = hash + index + 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    z ^= z >> 31U;
    return static_cast<float>(z >> 40U) * 0x1p-24F;
}

// A tensor's values are offset + factor * u, or offset + factor * v with v = 2u - 1.
struct Rule {
    float offset = 0.0F;
    float factor = 1.0F;
    bool isSigned = true;
};

Rule ruleFor(std::string_view name, std::span<const std::int64_t> shape) {
    const std::string_view leaf = name.substr(name.rfind('.') + 1);
    if (leaf == "running_var") {
        return {0.5F, 1.0F, false};
    }
    if (leaf == "running_mean") {
        return {0.0F, 0.1F, true};
    }
    if (leaf == "relative_position_bias_table") {
        return {0.0F, 0.5F, true};
    }
    if (leaf == "bias") {
        return {0.0F, 0.05F, true};
    }
    if (shape.size() == 1) {
        return {name.starts_with("body.") ? 0.25F : 1.0F, 0.1F, true};
    }
    std::int64_t fanIn = 1;
    for (std::size_t i = 1; i < shape.size(); ++i) {
        fanIn *= shape[i];
    }
    const bool isRdb = name.find("rdb") != name.npos || name.find("RDB") != name.npos;
    const double gain = name.find("offset_conv") != name.npos ? 2.0 : isRdb ? 0.5 : 1.0;
    return {0.0F, static_cast<float>(gain * std::sqrt(3.0 / static_cast<double>(fanIn))), true};
}

} // namespace

std::vector<float>
refTensor(std::string_view name, std::span<const std::int64_t> shape, std::string_view salt) {
    std::int64_t count = 1;
    for (const std::int64_t side : shape) {
        count *= side;
    }
    const std::uint64_t hash = fnv1a64(salt, name);
    const Rule rule = ruleFor(name, shape);
    std::vector<float> values(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < values.size(); ++i) {
        const float u = unit(hash, i);
        values[i] = rule.offset + rule.factor * (rule.isSigned ? 2.0F * u - 1.0F : u);
    }
    return values;
}

std::vector<float>
refImage(std::string_view name, int channels, int height, int width, std::string_view salt) {
    constexpr double kTurn = 2.0 * std::numbers::pi;
    const std::uint64_t phaseHash = fnv1a64(salt, std::string(name) + "/phase");
    const std::uint64_t noiseHash = fnv1a64(salt, std::string(name) + "/noise");
    std::vector<float> image;
    image.reserve(
        static_cast<std::size_t>(channels) * static_cast<std::size_t>(height) *
        static_cast<std::size_t>(width));
    for (int c = 0; c < channels; ++c) {
        const auto phase = [&](int i) {
            return double(unit(phaseHash, static_cast<std::uint64_t>(c * 6 + i)));
        };
        for (int row = 0; row < height; ++row) {
            const double y = double(row) / height;
            for (int column = 0; column < width; ++column) {
                const double x = double(column) / width;
                double s = std::sin(kTurn * (3 * x + phase(0))) * std::sin(kTurn * (2 * y + phase(1)));
                s += 0.5 * std::sin(kTurn * (7 * x + 5 * y + phase(2)));
                s += 0.25 * std::sin(kTurn * (17 * y - 13 * x + phase(3)));
                const float noise = unit(noiseHash, image.size());
                const float smooth = static_cast<float>(0.5 + s * 0.25);
                image.push_back(std::clamp(smooth * 0.9F + noise * 0.1F, 0.0F, 1.0F));
            }
        }
    }
    return image;
}

} // namespace kerf::test
