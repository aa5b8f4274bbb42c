#include "core/base/check.h"
#include "core/nn/cpu_work.h"
#include "core/nn/deform_conv_plans.h"
#include "core/nn/deform_conv_sample.h"
#include "core/nn/gemm_tile.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace kerf::nn {
namespace {

// A tile is a rectangle: the pixels that its taps read lie close together too.
constexpr int kTileHeight = 8;
constexpr int kTileWidth = 16;
constexpr int kTilePixels = kTileHeight * kTileWidth;
// Taps are sampled and multiplied in groups of about so many bytes a pixel, so that a tile's columns, its
// sums and the group's weights fit the second-level cache together.
constexpr int kGroupBytes = 1024;
constexpr double kSamplingShare = 2.0; // sampling takes about as long as the products

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

DeformSimd simdOf(const CpuKernels& kernels) {
    const std::string_view name = kernels.name;
    return name.starts_with("avx512") || name == "amx" ? DeformSimd::avx512
           : name == "avx2"                            ? DeformSimd::avx2
                                                       : DeformSimd::baseline;
}

int bytesOf(Element element) {
    return element == Element::bf16 ? 2 : 4;
}

// Taps that are sampled and multiplied together; the matrix is [taps * inputs][outputs].
struct Group {
    int firstTap;
    int taps;
    PackedMatrix matrix;
    std::vector<float> down; // where each tap lies beside its pixel
    std::vector<float> across;
};

class CpuPlan final : public DeformConv::Plan {
public:
    CpuPlan(const Target& target, const at::Tensor& weight, const at::Tensor& bias)
        : m_kernel(int(weight.size(2))),
          m_inputs(int(weight.size(1))),
          m_outputs(int(weight.size(0))),
          m_kernels(&cpuKernels()),
          m_simd(simdOf(*m_kernels)),
          m_element(target.type == at::kBFloat16 && m_kernels->fastBf16 ? Element::bf16 : Element::f32) {
        const int taps = m_kernel * m_kernel;
        const int most = std::clamp(kGroupBytes / bytesOf(m_element) / m_inputs, 1, taps);
        const int groups = (taps + most - 1) / most;
        const at::Tensor rows = weight.permute({2, 3, 1, 0}).reshape({-1, m_outputs}).contiguous();
        for (int group = 0; group < groups; ++group) {
            const int first = taps * group / groups;
            const int count = taps * (group + 1) / groups - first;
            const float* values = rows.const_data_ptr<float>() + std::int64_t(first) * m_inputs * m_outputs;
            m_groups.push_back(
                {first, count, PackedMatrix(m_element, 1, count * m_inputs, m_outputs, values, *m_kernels)});
            for (int tap = first; tap < first + count; ++tap) {
                m_groups.back().down.push_back(float(tap / m_kernel - m_kernel / 2));
                m_groups.back().across.push_back(float(tap % m_kernel - m_kernel / 2));
            }
            m_readable = std::max(m_readable, m_groups.back().matrix.readable());
        }
        m_sumStride = m_groups.front().matrix.panels() * kPanel;
        m_bias.resize(std::size_t(m_sumStride));
        if (bias.defined()) {
            const at::Tensor values = bias.contiguous();
            std::copy_n(values.const_data_ptr<float>(), m_outputs, m_bias.begin());
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
    // What a thread has of its own. The columns end with what a product reads behind the last row.
    struct Worker {
        explicit Worker(const CpuPlan& plan)
            : scope(*plan.m_kernels),
              columns(at::zeros((kTilePixels + 1) * plan.m_readable * bytesOf(plan.m_element), at::kByte)),
              sums(at::empty(kTilePixels * plan.m_sumStride, at::kFloat)) {}

        GemmScope scope;
        at::Tensor columns; // bytes
        at::Tensor sums;
        DeformChunk chunk;
    };

    template <typename Motion>
    void runTiles(const DeformCall& call) const {
        const Tiles tiles(call.x);
        const double tileWork = 2.0 * kTilePixels * m_kernel * m_kernel * m_inputs * m_outputs;
        const auto work = [&](Worker& worker, std::int64_t i) {
            const Tile tile = tiles[i];
            for (const Group& group : m_groups) {
                sampleGroup<Motion>(call, tile, group, worker);
                multiply(tile, group, worker);
            }
            store(call, tile, worker.sums.const_data_ptr<float>());
        };
        forEachItem(
            tiles.count(), kSamplingShare * tileWork, call.progress, [&] { return Worker(*this); }, work);
    }

    // The group's columns of the tile: [pixels][taps][inputs].
    template <typename Motion>
    void sampleGroup(const DeformCall& call, const Tile& tile, const Group& group, Worker& worker) const {
        const View<const Motion> offsets = viewOf<Motion>(call.offset);
        const View<const Motion> modulators = viewOf<Motion>(call.modulator);
        const DeformSource source = sourceOf(call.x, tile.image);
        DeformChunk& chunk = worker.chunk;
        auto* columns = static_cast<std::byte*>(worker.columns.mutable_data_ptr());
        chunk.count = 0;
        const auto flush = [&] {
            if (call.isRaw) {
                modulate(chunk, m_simd);
            }
            sampleTaps(source, chunk, columns, m_element == Element::bf16, m_simd);
            columns += std::ptrdiff_t(chunk.count) * m_inputs * bytesOf(m_element);
            chunk.count = 0;
        };
        for (int pixel = 0; pixel < tile.pixels(); ++pixel) {
            const int y = tile.y + pixel / tile.width;
            const int x = tile.x + pixel % tile.width;
            const Motion* offset = offsets.at(tile.image, y, x) + std::ptrdiff_t(2) * group.firstTap;
            const Motion* modulator = modulators.at(tile.image, y, x) + group.firstTap;
            for (int tap = 0; tap < group.taps;) {
                const int last = std::min(group.taps, tap + DeformChunk::kTaps - chunk.count);
                for (; tap < last; ++tap) {
                    const auto from = std::size_t(tap);
                    const auto to = std::size_t(chunk.count++);
                    chunk.y[to] = float(y) + group.down[from] + float(offset[2 * tap]);
                    chunk.x[to] = float(x) + group.across[from] + float(offset[2 * tap + 1]);
                    chunk.mask[to] = float(modulator[tap]);
                }
                if (chunk.count == DeformChunk::kTaps) {
                    flush();
                }
            }
        }
        flush();
    }

    void multiply(const Tile& tile, const Group& group, Worker& worker) const {
        const void* columns = worker.columns.const_data_ptr();
        auto* sums = worker.sums.mutable_data_ptr<float>();
        for (int panel = 0; panel < group.matrix.panels(); ++panel) {
            group.matrix.multiply(
                panel, &columns, group.matrix.depth(), tile.pixels(), sums + std::ptrdiff_t(panel) * kPanel,
                m_sumStride, group.firstTap > 0);
        }
    }

    static DeformSource sourceOf(const at::Tensor& x, std::int64_t image) {
        return {
            .data = static_cast<const std::byte*>(x.const_data_ptr()) +
                    image * x.stride(0) * std::int64_t(x.element_size()),
            .isBf16 = x.scalar_type() == at::kBFloat16,
            .height = int(x.size(1)),
            .width = int(x.size(2)),
            .channels = int(x.size(3)),
            .pixelStride = x.stride(2)};
    }

    void store(const DeformCall& call, const Tile& tile, const float* sums) const {
        const at::Tensor& out = call.out;
        const View<std::byte> bytes{
            static_cast<std::byte*>(out.mutable_data_ptr()), out.stride(0) * out.element_size(),
            out.stride(1) * out.element_size(), out.stride(2) * out.element_size()};
        FinishCall finish{
            .ldc = m_sumStride,
            .m = tile.width,
            .n = m_outputs,
            .bias = m_bias.data(),
            .activation = call.activation,
            .slope = 0.2F,
            .outStride = out.stride(2),
            .outType = out.scalar_type() == at::kBFloat16 ? Element::bf16 : Element::f32};
        for (int row = 0; row < tile.height; ++row) {
            finish.c = sums + std::ptrdiff_t(row) * tile.width * m_sumStride;
            finish.out = bytes.at(tile.image, tile.y + row, tile.x);
            m_kernels->finish(finish);
        }
    }

    int m_kernel;
    int m_inputs;
    int m_outputs;
    const CpuKernels* m_kernels;
    DeformSimd m_simd;
    Element m_element; // of the columns
    std::vector<Group> m_groups;
    std::vector<float> m_bias; // m_sumStride of them
    int m_readable = 0;        // the longest row of columns, as products read it
    int m_sumStride = 0;
};

} // namespace

std::shared_ptr<const DeformConv::Plan>
planDeformCpu(const Target& target, const at::Tensor& weight, const at::Tensor& bias) {
    return std::make_shared<CpuPlan>(target, weight, bias);
}

} // namespace kerf::nn
