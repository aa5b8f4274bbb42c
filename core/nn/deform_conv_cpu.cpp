#include "core/base/check.h"
#include "core/nn/deform_conv_plans.h"
#include "core/nn/deform_conv_sample.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace kerf::nn {
namespace {

// A tile is a rectangle: the pixels that its taps read lie close together too.
constexpr int kTileHeight = 8;
constexpr int kTileWidth = 16;
constexpr int kTilePixels = kTileHeight * kTileWidth;
// Taps are sampled and multiplied in groups of about so many values a pixel, so that a tile's columns and
// the group's weights fit the second-level cache together.
constexpr std::int64_t kGroupValues = 512;

struct Tile {
    std::int64_t image;
    int y;
    int x;
    int height;
    int width;

    int pixels() const { return height * width; }
};

class Tiles {
public:
    explicit Tiles(const at::Tensor& map)
        : m_height(int(map.size(1))),
          m_width(int(map.size(2))),
          m_down(divideUp(m_height, kTileHeight)),
          m_across(divideUp(m_width, kTileWidth)),
          m_count(map.size(0) * m_down * m_across) {}

    std::int64_t count() const { return m_count; }

    Tile operator[](std::int64_t index) const {
        const int y = int(index / m_across % m_down) * kTileHeight;
        const int x = int(index % m_across) * kTileWidth;
        return {
            index / m_across / m_down, y, x, std::min(kTileHeight, m_height - y),
            std::min(kTileWidth, m_width - x)};
    }

private:
    static int divideUp(int a, int b) { return (a + b - 1) / b; }

    int m_height;
    int m_width;
    int m_down;
    int m_across;
    std::int64_t m_count;
};

// A map's memory, without its type.
template <typename T>
struct View {
    T* data;
    std::int64_t image; // strides, in elements
    std::int64_t row;
    std::int64_t pixel;

    T* at(std::int64_t n, std::int64_t y, std::int64_t x) const {
        return data + n * image + y * row + x * pixel;
    }
};

template <typename T>
View<const T> viewOf(const at::Tensor& map) {
    return {map.const_data_ptr<T>(), map.stride(0), map.stride(1), map.stride(2)};
}

// The map, or a copy, with its channels side by side, in one of the types that the kernels read.
at::Tensor readable(const at::Tensor& map, at::ScalarType type) {
    const at::Tensor typed = map.to(type);
    return typed.stride(3) == 1 || typed.size(3) == 1 ? typed : typed.contiguous();
}

at::ScalarType readableType(const at::Tensor& map) {
    return map.scalar_type() == at::kBFloat16 ? at::kBFloat16 : at::kFloat;
}

float activated(float value, Activation activation) {
    switch (activation) {
    case Activation::relu:
        return value < 0.0F ? 0.0F : value; // so that a NaN stays one
    case Activation::leaky_relu:
        return value < 0.0F ? 0.2F * value : value;
    case Activation::sigmoid:
        return 1.0F / (1.0F + std::exp(-value));
    default:
        return value;
    }
}

struct Group {
    std::int64_t firstTap;
    std::int64_t taps;
    at::Tensor weight; // [taps * step, out]
};

class CpuPlan final : public DeformConv::Plan {
public:
    CpuPlan(const at::Tensor& weight, const at::Tensor& bias)
        : m_kernel(int(weight.size(2))),
          m_inputs(weight.size(1)),
          m_outputs(weight.size(0)),
          m_bias((bias.defined() ? bias : at::zeros({weight.size(0)})).to(at::kFloat).contiguous()),
          m_simd(bestDeformSimd()) {
        const std::int64_t taps = weight.size(2) * weight.size(3);
        const std::int64_t most = std::clamp<std::int64_t>(kGroupValues / m_inputs, 1, taps);
        const std::int64_t groups = (taps + most - 1) / most;
        const at::Tensor byTap = weight.permute({2, 3, 1, 0}).reshape({taps, m_inputs, m_outputs});
        for (std::int64_t group = 0; group < groups; ++group) {
            const std::int64_t first = taps * group / groups;
            const std::int64_t count = taps * (group + 1) / groups - first;
            m_groups.push_back(
                {first, count, byTap.narrow(0, first, count).reshape({-1, m_outputs}).contiguous()});
        }
    }

    void run(const DeformCall& call) const override {
        const bool isMotionBf16 =
            call.offset.scalar_type() == at::kBFloat16 && call.modulator.scalar_type() == at::kBFloat16;
        const at::ScalarType type = isMotionBf16 ? at::kBFloat16 : at::kFloat;
        DeformCall typed = call;
        typed.x = readable(call.x, readableType(call.x));
        if (typed.x.stride(1) != typed.x.size(2) * typed.x.stride(2)) {
            typed.x = typed.x.contiguous();
        }
        typed.offset = readable(call.offset, type);
        typed.modulator = readable(call.modulator, type);
        typed.out = readable(call.out, readableType(call.out));
        if (isMotionBf16) {
            runTiles<at::BFloat16>(typed);
        } else {
            runTiles<float>(typed);
        }
        if (!typed.out.is_same(call.out)) {
            call.out.copy_(typed.out);
        }
    }

private:
    // One thread's memory.
    struct Scratch {
        at::Tensor columns;
        at::Tensor sums;
        DeformChunk chunk;
    };

    template <typename Motion>
    void runTiles(const DeformCall& call) const {
        const Tiles tiles(call.x);
        at::parallel_for(0, tiles.count(), 1, [&](std::int64_t begin, std::int64_t end) {
            Scratch scratch{
                .columns = at::empty({kTilePixels, m_groups.front().weight.size(0) + m_inputs}, at::kFloat),
                .sums = at::empty({kTilePixels, m_outputs}, at::kFloat)};
            for (std::int64_t i = begin; i < end; ++i) {
                const Tile tile = tiles[i];
                const at::Tensor sums = scratch.sums.narrow(0, 0, tile.pixels());
                sums.copy_(m_bias.expand_as(sums));
                for (const Group& group : m_groups) {
                    sampleGroup<Motion>(call, tile, group, scratch);
                    const std::int64_t values = group.weight.size(0);
                    const at::Tensor columns = scratch.columns.view({-1})
                                                   .narrow(0, 0, tile.pixels() * values)
                                                   .view({tile.pixels(), values});
                    sums.addmm_(columns, group.weight);
                }
                if (call.out.scalar_type() == at::kBFloat16) {
                    store<at::BFloat16>(call, tile, sums.const_data_ptr<float>());
                } else {
                    store<float>(call, tile, sums.const_data_ptr<float>());
                }
            }
        });
    }

    // The group's columns of the tile: [pixels, taps, inputs].
    template <typename Motion>
    void sampleGroup(const DeformCall& call, const Tile& tile, const Group& group, Scratch& scratch) const {
        const View<const Motion> offsets = viewOf<Motion>(call.offset);
        const View<const Motion> modulators = viewOf<Motion>(call.modulator);
        const DeformSource source = sourceOf(call.x, tile.image);
        DeformChunk& chunk = scratch.chunk;
        float* columns = scratch.columns.mutable_data_ptr<float>();
        chunk.count = 0;
        const auto flush = [&] {
            if (call.isRaw) {
                modulate(chunk, m_simd);
            }
            sampleTaps(source, chunk, columns, /*isBf16=*/false, int(m_inputs), m_simd);
            columns += chunk.count * m_inputs;
            chunk.count = 0;
        };
        for (int pixel = 0; pixel < tile.pixels(); ++pixel) {
            const int y = tile.y + pixel / tile.width;
            const int x = tile.x + pixel % tile.width;
            const Motion* offset = offsets.at(tile.image, y, x);
            const Motion* modulator = modulators.at(tile.image, y, x);
            for (std::int64_t tap = group.firstTap; tap < group.firstTap + group.taps; ++tap) {
                const auto at = std::size_t(chunk.count++);
                chunk.y[at] = float(y - m_kernel / 2 + int(tap) / m_kernel) + float(offset[2 * tap]);
                chunk.x[at] = float(x - m_kernel / 2 + int(tap) % m_kernel) + float(offset[2 * tap + 1]);
                chunk.mask[at] = float(modulator[tap]);
                if (chunk.count == DeformChunk::kTaps) {
                    flush();
                }
            }
        }
        flush();
    }

    static DeformSource sourceOf(const at::Tensor& x, std::int64_t image) {
        const bool isBf16 = x.scalar_type() == at::kBFloat16;
        return {
            .data = static_cast<const char*>(x.const_data_ptr()) +
                    image * x.stride(0) * std::int64_t(x.element_size()),
            .isBf16 = isBf16,
            .height = int(x.size(1)),
            .width = int(x.size(2)),
            .channels = int(x.size(3)),
            .pixelStride = x.stride(2)};
    }

    template <typename Out>
    void store(const DeformCall& call, const Tile& tile, const float* sums) const {
        const View<Out> out{
            call.out.mutable_data_ptr<Out>(), call.out.stride(0), call.out.stride(1), call.out.stride(2)};
        for (int pixel = 0; pixel < tile.pixels(); ++pixel) {
            Out* to = out.at(tile.image, tile.y + pixel / tile.width, tile.x + pixel % tile.width);
            for (std::int64_t channel = 0; channel < m_outputs; ++channel) {
                to[channel] = Out(activated(*sums++, call.activation));
            }
        }
    }

    int m_kernel;
    std::int64_t m_inputs;
    std::int64_t m_outputs;
    at::Tensor m_bias;
    DeformSimd m_simd;
    std::vector<Group> m_groups;
};

} // namespace

std::shared_ptr<const DeformConv::Plan>
planDeformCpu(const Target& /*target*/, const at::Tensor& weight, const at::Tensor& bias) {
    return std::make_shared<CpuPlan>(weight, bias);
}

} // namespace kerf::nn
