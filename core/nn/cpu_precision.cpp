#include "core/nn/cpu_precision.h"

#include "core/nn/gemm_tile.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace kerf::nn {
namespace {

// One rounding to bf16 is 2^-9 of a value at most; two layers with rounded maps between stay below this.
constexpr double kBound = 0.01;
constexpr int kPixels = 77; // whole tiles and rests of every kind
constexpr int kInner = 48;
constexpr int kChannels = 80;

// Numbers in -1..1 that follow from their place alone.
float sample(std::uint32_t i) {
    i = (i ^ 61U ^ i >> 16) * 9U;
    i = (i ^ i >> 4) * 0x27D4EB2DU;
    return float((i ^ i >> 15) & 0xFFFFU) / 32768.0F - 1.0F;
}

std::vector<float> samples(std::uint32_t seed, int count) {
    std::vector<float> values(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        values[std::size_t(i)] = sample(seed * 65536U + std::uint32_t(i));
    }
    return values;
}

// A map of kPixels pixels, wide enough for steps of 32 elements.
struct Map {
    Map(Element t, int c) : type(t), channels(c), stride((c + 31) / 32 * 32) {
        const auto count = static_cast<std::size_t>(kPixels * stride);
        floats.assign(t == Element::f32 ? count : 0, 0.0F);
        halves.assign(t == Element::bf16 ? count : 0, 0);
    }
    void* data() {
        return type == Element::f32 ? static_cast<void*>(floats.data()) : static_cast<void*>(halves.data());
    }

    Element type;
    int channels;
    int stride;
    std::vector<float> floats;
    std::vector<std::uint16_t> halves;
};

void layer(const CpuKernels& kernels, Map& out, Map& in, std::uint32_t seed, Activation activation) {
    std::vector<float> weights = samples(seed, in.channels * out.channels);
    for (float& weight : weights) {
        weight /= std::sqrt(float(in.channels));
    }
    const PackedMatrix matrix(in.type, 1, in.channels, out.channels, weights.data(), kernels);
    const std::vector<float> bias = samples(seed + 1, matrix.panels() * kPanel);
    std::vector<float> sums(std::size_t(kPixels) * kPanel);
    const GemmScope scope(kernels);
    for (int panel = 0; panel < matrix.panels(); ++panel) {
        const void* start = in.data();
        matrix.multiply(panel, &start, in.stride, kPixels, sums.data(), kPanel);
        const std::size_t at = std::size_t(panel) * kPanel;
        kernels.finish(
            {.c = sums.data(),
             .m = kPixels,
             .n = std::min(kPanel, out.channels - int(at)),
             .bias = bias.data() + at,
             .activation = activation,
             .out = out.type == Element::f32 ? static_cast<void*>(out.floats.data() + at)
                                             : static_cast<void*>(out.halves.data() + at),
             .outStride = out.stride,
             .outType = out.type});
    }
}

// Linear, GELU, linear, as in a transformer's block, with maps of that type.
std::vector<float> smallNet(const CpuKernels& kernels, Element type) {
    const std::vector<float> input = samples(1, kPixels * kInner);
    Map x(type, kInner);
    kernels.convert(
        {.from = input.data(),
         .fromStride = kInner,
         .to = x.data(),
         .toType = type,
         .toStride = x.stride,
         .rows = kPixels,
         .count = kInner});
    Map middle(type, kChannels);
    Map out(Element::f32, kInner);
    layer(kernels, middle, x, 2, Activation::gelu);
    layer(kernels, out, middle, 4, Activation::none);
    return out.floats;
}

} // namespace

CpuBf16 checkBf16(const CpuKernels& kernels) {
    if (!kernels.fastBf16) {
        return {.reason = "this CPU has neither AMX nor AVX512_BF16"};
    }
    const std::vector<float> exact = smallNet(kernels, Element::f32);
    const std::vector<float> quick = smallNet(kernels, Element::bf16);
    double difference = 0.0;
    double size = 0.0;
    for (std::size_t i = 0; i < exact.size(); ++i) {
        difference += std::pow(double(exact[i]) - double(quick[i]), 2);
        size += std::pow(double(exact[i]), 2);
    }
    const double error = std::sqrt(difference / size);
    if (!(error <= kBound)) { // NaN too
        return {
            .reason = fmt::format(
                "this CPU's bf16 arithmetic ({}) is off by {:.2g} of a test's result, {:.2g} is allowed",
                kernels.name, error, kBound)};
    }
    return {.isUsable = true};
}

CpuBf16 cpuBf16() {
    static const CpuBf16 result = checkBf16(cpuKernels());
    return result;
}

} // namespace kerf::nn
