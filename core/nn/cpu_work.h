#pragma once

// How layers on the CPU see maps and share work among threads. Internal to nn.

#include "core/base/check.h"
#include "core/base/progress.h"
#include "core/nn/cpu_kernels.h"

#include <ATen/Parallel.h>
#include <ATen/core/Tensor.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <memory>
#include <new>

namespace kerf::nn {

// A map's or a slice's memory: channels beside each other, strides in elements. Doesn't own it.
struct MapView {
    std::byte* data = nullptr;
    Element type = Element::f32;
    std::int64_t n = 0;
    std::int64_t h = 0;
    std::int64_t w = 0;
    std::int64_t c = 0;
    std::int64_t imageStride = 0;
    std::int64_t rowStride = 0;
    std::int64_t pixelStride = 0;

    std::byte* at(std::int64_t image, std::int64_t y, std::int64_t x) const {
        return data + (image * imageStride + y * rowStride + x * pixelStride) * bytes();
    }
    std::int64_t bytes() const { return type == Element::f32 ? 4 : 2; }
    // Whether the pixels of all rows, or of all images too, follow each other at pixelStride.
    bool rowsJoined() const { return h == 1 || rowStride == w * pixelStride; }
    bool imagesJoined() const { return rowsJoined() && (n == 1 || imageStride == h * w * pixelStride); }
};

inline bool isCpuMap(const at::Tensor& map) {
    return map.device().is_cpu() && map.dim() == 4 && (map.size(3) == 1 || map.stride(3) == 1) &&
           (map.scalar_type() == at::kFloat || map.scalar_type() == at::kBFloat16);
}

inline MapView viewOf(const at::Tensor& map) {
    KERF_CHECK(isCpuMap(map));
    return {
        .data = static_cast<std::byte*>(map.data_ptr()),
        .type = map.scalar_type() == at::kFloat ? Element::f32 : Element::bf16,
        .n = map.size(0),
        .h = map.size(1),
        .w = map.size(2),
        .c = map.size(3),
        .imageStride = map.stride(0),
        .rowStride = map.stride(1),
        .pixelStride = map.stride(2)};
}

// Memory for vectors, on a cache line's border.
class Scratch {
public:
    explicit Scratch(std::size_t bytes) : m_data(new (kLine) std::byte[bytes]) {}
    std::byte* data() const noexcept { return m_data.get(); }

private:
    static constexpr std::align_val_t kLine{64};
    struct Free {
        void operator()(std::byte* p) const noexcept { ::operator delete[](p, kLine); }
    };
    std::unique_ptr<std::byte[], Free> m_data;
};

// Calls work(state, i) for i in 0..count-1 on LibTorch's threads. Each thread makes a state of its own and
// takes one item after the other, in order, so that a thread that other programs hold up does less.
template <class MakeState, class Work>
void forEachItem(std::int64_t count, const MakeState& makeState, const Work& work) {
    const std::int64_t threads = std::min<std::int64_t>(count, at::get_num_threads());
    std::atomic<std::int64_t> next{0};
    const auto run = [&](std::int64_t, std::int64_t) {
        auto state = makeState();
        for (std::int64_t i = next++; i < count; i = next++) {
            work(state, i);
        }
    };
    if (threads <= 1) {
        run(0, 1);
    } else {
        at::parallel_for(0, threads, 1, run);
    }
}

// The same, where one item is `itemWork` floating-point operations: in parts that take well below 0.1 s, with
// a step of `progress` between them.
template <class MakeState, class Work>
void forEachItem(
    std::int64_t count,
    double itemWork,
    const Progress& progress,
    const MakeState& makeState,
    const Work& work) {
    constexpr double kPartWork = 4e9; // of a thread
    const std::int64_t perThread =
        std::max<std::int64_t>(1, std::int64_t(kPartWork / std::max(itemWork, 1.0)));
    const std::int64_t each = perThread * at::get_num_threads();
    for (std::int64_t first = 0; first < count; first += each) {
        if (first > 0) {
            progress.step(double(first) / double(count));
        }
        forEachItem(std::min(each, count - first), makeState, [&](auto& state, std::int64_t i) {
            work(state, first + i);
        });
    }
}

} // namespace kerf::nn
