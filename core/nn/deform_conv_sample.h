#pragma once

// The sampling of a deformable convolution: for each tap of each pixel, a bilinear mix of four pixels of the
// input. Std only; plain loops, compiled once for each instruction set.

#include <array>
#include <cstddef>
#include <cstdint>

namespace kerf::nn {

enum class DeformSimd : std::uint8_t { baseline, avx2, avx512 };

bool isSupported(DeformSimd simd) noexcept;
DeformSimd bestDeformSimd() noexcept;

// One picture of a map: float, or bfloat16 as its bits. Rows follow each other without a gap.
struct DeformSource {
    const void* data;
    bool isBf16;
    int height; // >= 1
    int width;
    int channels;
    std::ptrdiff_t pixelStride; // in elements, >= channels
};

// What is sampled at once: `count` taps of any pixels, in the columns' order.
struct DeformChunk {
    static constexpr int kTaps = 128;

    int count = 0;
    alignas(64) std::array<float, kTaps> y{}; // where to sample, in pixels; anything is allowed
    alignas(64) std::array<float, kTaps> x{};
    alignas(64) std::array<float, kTaps> mask{}; // what the sample is multiplied with
};

// Turns the chunk's raw modulators into masks: 2 / (1 + exp(-mask)), within 1e-6 of it, relatively.
void modulate(DeformChunk& chunk, DeformSimd simd);

// Samples every tap of `chunk` from `source` into `columns`, [count][channels] without gaps: float, or
// bfloat16 (rounded to nearest even) where `isBf16`. Outside the picture all is 0.
void sampleTaps(
    const DeformSource& source, const DeformChunk& chunk, void* columns, bool isBf16, DeformSimd simd);

} // namespace kerf::nn
