#include "core/nn/deform_conv_sample.h"

#include "core/base/check.h"

#include <bit>
#include <cmath>

// The functions below are inlined into one copy for each instruction set; the compiler vectorises their plain
// loops for it. Hence always_inline: a function has one target.
namespace kerf::nn {
namespace {

// The four pixels around each tap and what each counts.
struct Corners {
    alignas(64) std::array<std::array<std::int32_t, DeformChunk::kTaps>, 4> pixel;
    alignas(64) std::array<std::array<float, DeformChunk::kTaps>, 4> weight;
};

// One axis: the two neighbours, inside the picture, and their weights, 0 for one that lay outside. A
// coordinate that is not a number gives weights that aren't either, so that it can't pass unseen.
struct Neighbours {
    float low;
    float high;
    float lowWeight;
    float highWeight;
};

[[gnu::always_inline]] inline Neighbours neighbours(float at, float last) {
    const float low = std::floor(at);
    const float high = low + 1.0F;
    const float part = at - low;
    const float rest = 1.0F - part;
    const float lowUp = low > 0.0F ? low : 0.0F;
    const float highUp = high > 0.0F ? high : 0.0F;
    const bool isLowOut = (low < 0.0F) | (low > last);
    const bool isHighOut = (high < 0.0F) | (high > last);
    return {
        .low = lowUp < last ? lowUp : last,
        .high = highUp < last ? highUp : last,
        .lowWeight = isLowOut ? 0.0F : rest,
        .highWeight = isHighOut ? 0.0F : part};
}

[[gnu::always_inline]] inline void
findCorners(const DeformSource& source, const DeformChunk& chunk, Corners& corners) {
    const auto lastY = float(source.height - 1);
    const auto lastX = float(source.width - 1);
    const std::int32_t width = source.width;
    // All places, not only chunk.count: whole vectors, and no remainder to compile.
    for (std::size_t i = 0; i < DeformChunk::kTaps; ++i) {
        const Neighbours y = neighbours(chunk.y[i], lastY);
        const Neighbours x = neighbours(chunk.x[i], lastX);
        const float top = y.lowWeight * chunk.mask[i];
        const float bottom = y.highWeight * chunk.mask[i];
        const std::int32_t above = std::int32_t(y.low) * width;
        const std::int32_t below = std::int32_t(y.high) * width;
        const auto left = std::int32_t(x.low);
        const auto right = std::int32_t(x.high);
        corners.pixel[0][i] = above + left;
        corners.pixel[1][i] = above + right;
        corners.pixel[2][i] = below + left;
        corners.pixel[3][i] = below + right;
        corners.weight[0][i] = top * x.lowWeight;
        corners.weight[1][i] = top * x.highWeight;
        corners.weight[2][i] = bottom * x.lowWeight;
        corners.weight[3][i] = bottom * x.highWeight;
    }
}

[[gnu::always_inline]] inline float load(const float* from) {
    return *from;
}
[[gnu::always_inline]] inline float load(const std::uint16_t* from) {
    return std::bit_cast<float>(std::uint32_t(*from) << 16);
}
[[gnu::always_inline]] inline void store(float* to, float value) {
    *to = value;
}
// To nearest even. Infinities and the NaNs that arithmetic makes come out as such.
[[gnu::always_inline]] inline void store(std::uint16_t* to, float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    *to = std::uint16_t((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
}

template <typename In, typename Out>
[[gnu::always_inline]] inline void
mix(const std::array<const In*, 4>& from,
    const std::array<float, 4>& weight,
    Out* __restrict to,
    int channels) {
    const In* __restrict a = from[0];
    const In* __restrict b = from[1];
    const In* __restrict c = from[2];
    const In* __restrict d = from[3];
    const float wa = weight[0];
    const float wb = weight[1];
    const float wc = weight[2];
    const float wd = weight[3];
#pragma GCC ivdep
    for (int i = 0; i < channels; ++i) {
        store(to + i, wa * load(a + i) + wb * load(b + i) + wc * load(c + i) + wd * load(d + i));
    }
}

template <typename In, typename Out>
[[gnu::always_inline]] inline void
sample(const DeformSource& source, const DeformChunk& chunk, Out* columns) {
    Corners corners;
    findCorners(source, chunk, corners);
    const auto* data = static_cast<const In*>(source.data);
    const int channels = source.channels;
    for (std::size_t i = 0; i < std::size_t(chunk.count); ++i) {
        std::array<const In*, 4> from{};
        std::array<float, 4> weight{};
        for (std::size_t corner = 0; corner < 4; ++corner) {
            from[corner] = data + corners.pixel[corner][i] * source.pixelStride;
            weight[corner] = corners.weight[corner][i];
        }
        Out* to = columns + std::ptrdiff_t(i) * channels;
        if (channels == 64) {          // BiRefNet's
            mix(from, weight, to, 64); // a constant: unrolled
        } else {
            mix(from, weight, to, channels);
        }
    }
}

[[gnu::always_inline]] inline void
sampleTyped(const DeformSource& source, const DeformChunk& chunk, void* columns, bool isBf16) {
    if (source.isBf16 && isBf16) {
        sample<std::uint16_t>(source, chunk, static_cast<std::uint16_t*>(columns));
    } else if (source.isBf16) {
        sample<std::uint16_t>(source, chunk, static_cast<float*>(columns));
    } else if (isBf16) {
        sample<float>(source, chunk, static_cast<std::uint16_t*>(columns));
    } else {
        sample<float>(source, chunk, static_cast<float*>(columns));
    }
}

// exp by 2^n times a polynomial (Cephes' expf), so that it is vectorised.
[[gnu::always_inline]] inline float exponential(float at) {
    constexpr float kLog2E = 1.44269504088896341F;
    constexpr float kLn2High = 0.693359375F;
    constexpr float kLn2Low = -2.12194440e-4F;
    constexpr float kLimit = 87.0F; // the result stays a normal number
    const float up = at < -kLimit ? -kLimit : at;
    const float in = up > kLimit ? kLimit : up;
    const float n = std::floor(in * kLog2E + 0.5F);
    const float r = in - n * kLn2High - n * kLn2Low;
    float p = 1.9875691500e-4F;
    p = p * r + 1.3981999507e-3F;
    p = p * r + 8.3334519073e-3F;
    p = p * r + 4.1665795894e-2F;
    p = p * r + 1.6666665459e-1F;
    p = p * r + 5.0000001201e-1F;
    p = p * (r * r) + r + 1.0F;
    return p * std::bit_cast<float>((std::int32_t(n) + 127) << 23);
}

[[gnu::always_inline]] inline void modulateAll(DeformChunk& chunk) {
    for (std::size_t i = 0; i < DeformChunk::kTaps; ++i) {
        chunk.mask[i] = 2.0F / (1.0F + exponential(-chunk.mask[i]));
    }
}

void sampleBaseline(const DeformSource& source, const DeformChunk& chunk, void* columns, bool isBf16) {
    sampleTyped(source, chunk, columns, isBf16);
}
void modulateBaseline(DeformChunk& chunk) {
    modulateAll(chunk);
}

#if defined(__x86_64__)
[[gnu::target("avx2,fma")]] void
sampleAvx2(const DeformSource& source, const DeformChunk& chunk, void* columns, bool isBf16) {
    sampleTyped(source, chunk, columns, isBf16);
}
[[gnu::target("avx2,fma")]] void modulateAvx2(DeformChunk& chunk) {
    modulateAll(chunk);
}

[[gnu::target("avx2,fma,avx512f,avx512bw,avx512dq,avx512vl")]] void
sampleAvx512(const DeformSource& source, const DeformChunk& chunk, void* columns, bool isBf16) {
    sampleTyped(source, chunk, columns, isBf16);
}
[[gnu::target("avx2,fma,avx512f,avx512bw,avx512dq,avx512vl")]] void modulateAvx512(DeformChunk& chunk) {
    modulateAll(chunk);
}
#endif

} // namespace

bool isSupported(DeformSimd simd) noexcept {
#if defined(__x86_64__)
    switch (simd) {
    case DeformSimd::baseline:
        return true;
    case DeformSimd::avx2:
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    case DeformSimd::avx512:
        return isSupported(DeformSimd::avx2) && __builtin_cpu_supports("avx512f") &&
               __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
               __builtin_cpu_supports("avx512vl");
    }
#endif
    return simd == DeformSimd::baseline;
}

DeformSimd bestDeformSimd() noexcept {
    for (const DeformSimd simd : {DeformSimd::avx512, DeformSimd::avx2}) {
        if (isSupported(simd)) {
            return simd;
        }
    }
    return DeformSimd::baseline;
}

void modulate(DeformChunk& chunk, DeformSimd simd) {
    KERF_CHECK(isSupported(simd));
#if defined(__x86_64__)
    if (simd == DeformSimd::avx512) {
        return modulateAvx512(chunk);
    }
    if (simd == DeformSimd::avx2) {
        return modulateAvx2(chunk);
    }
#endif
    modulateBaseline(chunk);
}

void sampleTaps(
    const DeformSource& source, const DeformChunk& chunk, void* columns, bool isBf16, DeformSimd simd) {
    KERF_CHECK(isSupported(simd) && chunk.count >= 0 && chunk.count <= DeformChunk::kTaps);
#if defined(__x86_64__)
    if (simd == DeformSimd::avx512) {
        return sampleAvx512(source, chunk, columns, isBf16);
    }
    if (simd == DeformSimd::avx2) {
        return sampleAvx2(source, chunk, columns, isBf16);
    }
#endif
    sampleBaseline(source, chunk, columns, isBf16);
}

} // namespace kerf::nn
