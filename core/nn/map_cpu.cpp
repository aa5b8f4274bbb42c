#include "core/nn/map_cpu.h"

#include "core/nn/cpu_work.h"

#include <ATen/ATen.h>

#include <cstring>
#include <vector>

namespace kerf::nn {
namespace {

constexpr std::int64_t kRun = 128; // pixels that a thread takes at a time

struct NoState {};

// Which two pixels of a line an output lies between, and the weight of the second: corners meet corners.
// In fp32, as LibTorch has it, so that weights agree to the last bit.
struct Position {
    std::int32_t first;
    std::int32_t second;
    float weight;
};
Position positionOf(std::int64_t i, std::int64_t from, std::int64_t to) {
    const float scale = to > 1 ? float(from - 1) / float(to - 1) : 0.0F;
    const float exact = scale * float(i);
    const auto first = std::min(std::int32_t(exact), std::int32_t(from - 1));
    return {first, std::min(first + 1, std::int32_t(from - 1)), std::min(exact - float(first), 1.0F)};
}

} // namespace

at::Tensor layerNormCpu(const at::Tensor& x, const at::Tensor& scale, const at::Tensor& shift) {
    const at::Tensor out = at::empty(x.sizes(), x.options());
    const at::Tensor factors = scale.to(at::kFloat).contiguous();
    const at::Tensor offsets = shift.to(at::kFloat).contiguous();
    const MapView from = viewOf(x);
    const MapView to = viewOf(out);
    const CpuKernels& kernels = cpuKernels();
    const std::int64_t lines = from.imagesJoined() ? 1 : from.n * from.h;
    const std::int64_t length = from.imagesJoined() ? from.n * from.h * from.w : from.w;
    const std::int64_t runs = (length + kRun - 1) / kRun;
    const float* factor = factors.const_data_ptr<float>();
    const float* offset = offsets.const_data_ptr<float>();
    forEachItem(
        lines * runs, [] { return NoState(); },
        [&](NoState&, std::int64_t item) {
            const std::int64_t image = item / runs / from.h;
            const std::int64_t y = item / runs % from.h;
            const std::int64_t first = item % runs * kRun;
            kernels.layerNorm(
                {.x = from.at(image, y, first),
                 .xStride = from.pixelStride,
                 .out = to.at(image, y, first),
                 .outStride = to.pixelStride,
                 .type = from.type,
                 .rows = int(std::min(kRun, length - first)),
                 .channels = int(from.c),
                 .scale = factor,
                 .shift = offset});
        });
    return out;
}

void resizeBilinearCpu(const at::Tensor& out, const at::Tensor& x, const at::Tensor& residual) {
    const MapView from = viewOf(x);
    const MapView to = viewOf(out);
    const MapView add = residual.defined() ? viewOf(residual) : MapView{};
    KERF_CHECK(from.type == to.type && from.n == to.n && from.c == to.c);
    KERF_CHECK(add.data == nullptr || (add.type == to.type && residual.sizes() == out.sizes()));
    std::vector<std::int32_t> left;
    std::vector<std::int32_t> right;
    std::vector<float> weight;
    for (std::int64_t i = 0; i < to.w; ++i) {
        const Position position = positionOf(i, from.w, to.w);
        left.push_back(position.first);
        right.push_back(position.second);
        weight.push_back(position.weight);
    }
    const CpuKernels& kernels = cpuKernels();
    forEachItem(
        to.n * to.h, [] { return NoState(); },
        [&](NoState&, std::int64_t item) {
            const std::int64_t image = item / to.h;
            const std::int64_t y = item % to.h;
            const Position row = positionOf(y, from.h, to.h);
            kernels.resizeRow(
                {.upper = from.at(image, row.first, 0),
                 .lower = from.at(image, row.second, 0),
                 .pixelStride = from.pixelStride,
                 .lowerWeight = row.weight,
                 .left = left.data(),
                 .right = right.data(),
                 .weight = weight.data(),
                 .residual = add.data != nullptr ? add.at(image, y, 0) : nullptr,
                 .residualStride = add.pixelStride,
                 .out = to.at(image, y, 0),
                 .outStride = to.pixelStride,
                 .type = to.type,
                 .width = int(to.w),
                 .channels = int(to.c)});
        });
}

at::Tensor upsampleNearest2xCpu(const at::Tensor& x) {
    const at::Tensor out = at::empty({x.size(0), x.size(1) * 2, x.size(2) * 2, x.size(3)}, x.options());
    const MapView from = viewOf(x);
    const MapView to = viewOf(out);
    const auto pixelBytes = std::size_t(from.c * from.bytes());
    forEachItem(
        from.n * from.h, [] { return NoState(); },
        [&](NoState&, std::int64_t item) {
            const std::int64_t image = item / from.h;
            const std::int64_t y = item % from.h;
            for (std::int64_t column = 0; column < from.w; ++column) {
                const std::byte* pixel = from.at(image, y, column);
                std::memcpy(to.at(image, 2 * y, 2 * column), pixel, pixelBytes);
                std::memcpy(to.at(image, 2 * y, 2 * column + 1), pixel, pixelBytes);
            }
            std::memcpy(to.at(image, 2 * y + 1, 0), to.at(image, 2 * y, 0), std::size_t(to.w) * pixelBytes);
        });
    return out;
}

} // namespace kerf::nn
