#pragma once

// The inner loops, for the instruction set that the including file is compiled for. KERF_KERNELS names their
// namespace. Only plain types and builtins: an inline function of another header, compiled here for AVX-512,
// could end up in code that runs elsewhere.

#include "core/nn/cpu_kernels.h"

#include <immintrin.h>

#include <cstring>

namespace kerf::nn::KERF_KERNELS {
namespace {

#if defined(__AVX512F__)
constexpr int kBytes = 64;
constexpr int kRows = 12; // of a register tile: with two vectors a row, 24 of 32 registers
#elif defined(__AVX2__)
constexpr int kBytes = 32;
constexpr int kRows = 6;
#else
constexpr int kBytes = 16;
constexpr int kRows = 6;
#endif
constexpr int kLanes = kBytes / 4;

using Floats [[gnu::vector_size(kBytes)]] = float;
using Ints [[gnu::vector_size(kBytes)]] = std::int32_t;
using Words [[gnu::vector_size(kBytes)]] = std::uint32_t;
using Halves [[gnu::vector_size(kBytes / 2)]] = std::uint16_t;

inline Floats loadFloats(const float* p) {
    Floats v;
    std::memcpy(&v, p, kBytes);
    return v;
}

inline void storeFloats(float* p, const Floats& v) {
    std::memcpy(p, &v, kBytes);
}

inline Floats fromBf16(const std::uint16_t* p) {
    Halves h;
    std::memcpy(&h, p, kBytes / 2);
    return reinterpret_cast<Floats>(__builtin_convertvector(h, Words) << 16);
}

inline void storeBf16(std::uint16_t* p, const Floats& v) {
#if defined(__AVX512BF16__)
    const __m256bh h = _mm512_cvtneps_pbh(reinterpret_cast<__m512>(v));
    std::memcpy(p, &h, kBytes / 2);
#else
    const Words bits = reinterpret_cast<Words>(v);
    const Words rounded = (bits + 0x7FFFU + (bits >> 16 & 1U)) >> 16;
    const Halves h = __builtin_convertvector(rounded, Halves);
    std::memcpy(p, &h, kBytes / 2);
#endif
}

inline Floats broadcast(float value) {
    return Floats{} + value;
}

// Full vectors of either type, and the first `count` lanes of one.
inline Floats load(const void* p, std::int64_t i, Element type) {
    return type == Element::f32 ? loadFloats(static_cast<const float*>(p) + i)
                                : fromBf16(static_cast<const std::uint16_t*>(p) + i);
}

inline void store(void* p, std::int64_t i, Element type, const Floats& v) {
    if (type == Element::f32) {
        storeFloats(static_cast<float*>(p) + i, v);
    } else {
        storeBf16(static_cast<std::uint16_t*>(p) + i, v);
    }
}

#if defined(__AVX512F__)
inline Floats loadSome(const void* p, std::int64_t i, Element type, int count) {
    const auto mask = static_cast<__mmask16>((1U << unsigned(count)) - 1U);
    if (type == Element::f32) {
        return reinterpret_cast<Floats>(_mm512_maskz_loadu_ps(mask, static_cast<const float*>(p) + i));
    }
    const __m256i halves = _mm256_maskz_loadu_epi16(mask, static_cast<const std::uint16_t*>(p) + i);
    return reinterpret_cast<Floats>(_mm512_slli_epi32(_mm512_cvtepu16_epi32(halves), 16));
}

inline void storeSome(void* p, std::int64_t i, Element type, const Floats& v, int count) {
    const auto mask = static_cast<__mmask16>((1U << unsigned(count)) - 1U);
    if (type == Element::f32) {
        _mm512_mask_storeu_ps(static_cast<float*>(p) + i, mask, reinterpret_cast<__m512>(v));
        return;
    }
    std::uint16_t halves[kLanes];
    storeBf16(halves, v);
    _mm256_mask_storeu_epi16(
        static_cast<std::uint16_t*>(p) + i, mask,
        _mm256_loadu_si256(reinterpret_cast<const __m256i*>(halves)));
}
#else
inline Floats loadSome(const void* p, std::int64_t i, Element type, int count) {
    if (type == Element::f32) {
        float values[kLanes] = {};
        std::memcpy(values, static_cast<const float*>(p) + i, std::size_t(count) * 4);
        return loadFloats(values);
    }
    std::uint16_t halves[kLanes] = {};
    std::memcpy(halves, static_cast<const std::uint16_t*>(p) + i, std::size_t(count) * 2);
    return fromBf16(halves);
}

inline void storeSome(void* p, std::int64_t i, Element type, const Floats& v, int count) {
    if (type == Element::f32) {
        float values[kLanes];
        storeFloats(values, v);
        std::memcpy(static_cast<float*>(p) + i, values, std::size_t(count) * 4);
        return;
    }
    std::uint16_t halves[kLanes];
    storeBf16(halves, v);
    std::memcpy(static_cast<std::uint16_t*>(p) + i, halves, std::size_t(count) * 2);
}
#endif

// Products: a register tile of `rows` x `vectors`, for `rows` rows of c from `row` on.

template <int rows, int vectors>
inline void keepTile(const GemmCall& call, int row, int column, const Floats (&sum)[rows][vectors]) {
    for (int r = 0; r < rows; ++r) {
        float* c = call.c + (row + r) * call.ldc + column;
        for (int v = 0; v < vectors; ++v) {
            storeFloats(c + v * kLanes, call.add ? loadFloats(c + v * kLanes) + sum[r][v] : sum[r][v]);
        }
    }
}

struct FloatTile {
    template <int rows, int vectors>
    [[gnu::noinline]] static void run(const GemmCall& call, int row, int column) {
        Floats sum[rows][vectors] = {};
        const float* b = static_cast<const float*>(call.b) + column;
        const std::int64_t lda = call.lda;
        const int width = call.width;
        for (int s = 0; s < call.segments; ++s) {
            const float* a = static_cast<const float*>(call.a[s]) + row * lda;
            for (int k = 0; k < call.k; ++k, b += width) {
                Floats right[vectors];
                for (int v = 0; v < vectors; ++v) {
                    right[v] = loadFloats(b + v * kLanes);
                }
                for (int r = 0; r < rows; ++r) {
                    const Floats left = broadcast(a[r * lda + k]);
                    for (int v = 0; v < vectors; ++v) {
                        sum[r][v] += left * right[v];
                    }
                }
            }
        }
        keepTile<rows, vectors>(call, row, column, sum);
    }
};

constexpr int paddedDepth(int k) {
    return (k + 31) / 32 * 32;
}

// Both factors widened to fp32: for machines without bf16 arithmetic.
struct WidenedTile {
    template <int rows, int vectors>
    [[gnu::noinline]] static void run(const GemmCall& call, int row, int column) {
        Floats sum[rows][vectors] = {};
        for (int s = 0; s < call.segments; ++s) {
            const auto* a = static_cast<const std::uint16_t*>(call.a[s]) + row * call.lda;
            const auto* b = static_cast<const std::uint16_t*>(call.b) +
                            std::int64_t(s) * paddedDepth(call.k) * call.width + 2 * column;
            for (int k = 0; k < call.k; k += 2, b += 2 * call.width) {
                Floats even[vectors];
                Floats odd[vectors];
                for (int v = 0; v < vectors; ++v) {
                    Words pair;
                    std::memcpy(&pair, b + 2 * v * kLanes, kBytes);
                    even[v] = reinterpret_cast<Floats>(pair << 16);
                    odd[v] = reinterpret_cast<Floats>(pair & 0xFFFF0000U);
                }
                for (int r = 0; r < rows; ++r) {
                    std::uint32_t pair = 0;
                    std::memcpy(&pair, a + r * call.lda + k, 4);
                    const Floats low = reinterpret_cast<Floats>(Words{} + (pair << 16));
                    const Floats high = reinterpret_cast<Floats>(Words{} + (pair & 0xFFFF0000U));
                    for (int v = 0; v < vectors; ++v) {
                        sum[r][v] += low * even[v];
                        sum[r][v] += high * odd[v];
                    }
                }
            }
        }
        keepTile<rows, vectors>(call, row, column, sum);
    }
};

#if defined(__AVX512BF16__)
struct PairTile {
    template <int rows, int vectors>
    [[gnu::noinline]] static void run(const GemmCall& call, int row, int column) {
        __m512 sum[rows][vectors];
        for (int r = 0; r < rows; ++r) {
            for (int v = 0; v < vectors; ++v) {
                sum[r][v] = _mm512_setzero_ps();
            }
        }
        const std::int64_t lda = call.lda;
        const int width = call.width;
        for (int s = 0; s < call.segments; ++s) {
            const auto* a = static_cast<const std::uint16_t*>(call.a[s]) + row * lda;
            const auto* b = static_cast<const std::uint16_t*>(call.b) +
                            std::int64_t(s) * paddedDepth(call.k) * width + 2 * column;
            for (int k = 0; k < call.k; k += 2, b += 2 * width) {
                __m512bh right[vectors];
                for (int v = 0; v < vectors; ++v) {
                    right[v] = reinterpret_cast<__m512bh>(_mm512_loadu_si512(b + 32 * v));
                }
                for (int r = 0; r < rows; ++r) {
                    int pair = 0;
                    std::memcpy(&pair, a + r * lda + k, 4);
                    const __m512bh left = reinterpret_cast<__m512bh>(_mm512_set1_epi32(pair));
                    for (int v = 0; v < vectors; ++v) {
                        sum[r][v] = _mm512_dpbf16_ps(sum[r][v], left, right[v]);
                    }
                }
            }
        }
        for (int r = 0; r < rows; ++r) {
            float* c = call.c + (row + r) * call.ldc + column;
            for (int v = 0; v < vectors; ++v) {
                const __m512 old = call.add ? _mm512_loadu_ps(c + 16 * v) : _mm512_setzero_ps();
                _mm512_storeu_ps(c + 16 * v, _mm512_add_ps(old, sum[r][v]));
            }
        }
    }
};
#else
using PairTile = WidenedTile;
#endif

// The `left` rows that are fewer than a register tile.
template <class Tile, int vectors, int rows>
inline void lastRows(const GemmCall& call, int row, int column, int left) {
    if (left == rows) {
        Tile::template run<rows, vectors>(call, row, column);
    } else if constexpr (rows > 1) {
        lastRows<Tile, vectors, rows - 1>(call, row, column, left);
    }
}

template <class Tile, int vectors>
inline void allRows(const GemmCall& call, int column, int row) {
    for (; row + kRows <= call.m; row += kRows) {
        Tile::template run<kRows, vectors>(call, row, column);
    }
    if (row < call.m) {
        lastRows<Tile, vectors, kRows - 1>(call, row, column, call.m - row);
    }
}

// The rows of c from `row` on.
template <class Tile>
void product(const GemmCall& call, int row) {
    constexpr int kTwo = 2 * kLanes;
    int column = 0;
    for (; column + kTwo <= call.width; column += kTwo) {
        allRows<Tile, 2>(call, column, row);
    }
    for (; column < call.width; column += kLanes) {
        allRows<Tile, 1>(call, column, row);
    }
}

// After the sum: out = residual + gain * activation(sum + bias).

// exp(x) for x <= 0, relative error below 2e-7: 2^n times a polynomial on [-ln 2 / 2, ln 2 / 2].
inline Floats exponential(const Floats& x) {
    const Floats clamped = x < -87.0F ? broadcast(-87.0F) : x; // NaN stays
    const Floats scaled = clamped * 1.44269504F;
    const Floats shifted = scaled + 12582912.0F; // 1.5 * 2^23 rounds to a whole number
    const Floats whole = shifted - 12582912.0F;
    Floats r = clamped - whole * 0.693359375F; // ln 2 in two parts
    r = r + whole * 2.12194440e-4F;
    Floats p = broadcast(1.0F / 720);
    p = p * r + 1.0F / 120;
    p = p * r + 1.0F / 24;
    p = p * r + 1.0F / 6;
    p = p * r + 0.5F;
    p = p * r + 1.0F;
    p = p * r + 1.0F;
    const Ints exponent = __builtin_convertvector(whole, Ints);
    return p * reinterpret_cast<Floats>((exponent + 127) << 23);
}

inline Floats sigmoid(const Floats& x) {
    const Floats negative = x < 0.0F ? x : -x;
    const Floats e = exponential(negative);
    const Floats small = e / (e + 1.0F); // sigmoid of -|x|
    return x < 0.0F ? small : 1.0F - small;
}

// x times the normal distribution's integral up to x. Its tail is exp(-x^2 / 2) times a polynomial in
// 1 / (1 + 0.3 |x|), fitted by least squares with weights: relative error below 2e-7 for |x| < 14.
inline Floats gelu(const Floats& x) {
    const Floats size = x < 0.0F ? -x : x;
    const Floats t = 1.0F / (1.0F + 0.3F * size);
    Floats q = broadcast(3.567457709e-02F);
    q = q * t - 1.572022462e-01F;
    q = q * t + 2.063520019e-01F;
    q = q * t - 5.368216089e-02F;
    q = q * t + 1.285607652e-01F;
    q = q * t + 9.991378403e-02F;
    q = q * t + 1.207539032e-01F;
    q = q * t + 1.196293027e-01F;
    q = q * t;
    const Floats tail = x * q * exponential(-0.5F * x * x);
    return x < 0.0F ? tail : x - tail;
}

// The same to 7e-5, for results that bf16 rounds more coarsely: x times an odd polynomial, which is 1/2 at
// +-4.2, fitted like the other.
inline Floats coarseGelu(const Floats& x) {
    const Floats low = x < -4.2F ? broadcast(-4.2F) : x; // NaN stays
    const Floats near = low > 4.2F ? broadcast(4.2F) : low;
    const Floats u = near * near;
    Floats p = broadcast(8.472864951e-11F);
    p = p * u - 7.628472964e-09F;
    p = p * u + 3.014896454e-07F;
    p = p * u - 6.980280454e-06F;
    p = p * u + 1.075002981e-04F;
    p = p * u - 1.194581696e-03F;
    p = p * u + 1.010979892e-02F;
    p = p * u - 6.683708983e-02F;
    p = p * u + 3.991903904e-01F;
    return x * (near * p + 0.5F);
}

template <Element type>
inline Floats activated(const Floats& x, Activation activation, const Floats& slope) {
    switch (activation) {
    case Activation::none:
        return x;
    case Activation::relu:
        return x < 0.0F ? Floats{} : x; // NaN stays
    case Activation::leaky_relu:
    case Activation::prelu:
        return x >= 0.0F ? x : x * slope;
    case Activation::gelu:
        return type == Element::bf16 ? coarseGelu(x) : gelu(x);
    case Activation::sigmoid:
        return sigmoid(x);
    }
    return x;
}

template <Activation activation, Element type>
inline Floats finished(const FinishCall& call, const float* c, int row, int column, int count) {
    const Floats slope =
        activation == Activation::prelu ? loadFloats(call.slopes + column) : broadcast(call.slope);
    Floats v = activated<type>(loadFloats(c) + loadFloats(call.bias + column), activation, slope);
    v = v * call.gain;
    if (call.residual == nullptr) {
        return v;
    }
    const std::int64_t at = row * call.residualStride + column;
    return v + (count == kLanes ? load(call.residual, at, call.residualType)
                                : loadSome(call.residual, at, call.residualType, count));
}

template <Activation activation, Element type>
void finishRows(const FinishCall& call) {
    for (int row = 0; row < call.m; ++row) {
        const float* c = call.c + row * call.ldc;
        const std::int64_t at = row * call.outStride;
        int column = 0;
        for (; column + kLanes <= call.n; column += kLanes) {
            store(
                call.out, at + column, type,
                finished<activation, type>(call, c + column, row, column, kLanes));
        }
        if (column < call.n) {
            const int count = call.n - column;
            storeSome(
                call.out, at + column, type, finished<activation, type>(call, c + column, row, column, count),
                count);
        }
    }
}

template <Activation activation>
void finishAs(const FinishCall& call) {
    if (call.outType == Element::f32) {
        finishRows<activation, Element::f32>(call);
    } else {
        finishRows<activation, Element::bf16>(call);
    }
}

void finish(const FinishCall& call) {
    switch (call.activation) {
    case Activation::none:
        return finishAs<Activation::none>(call);
    case Activation::relu:
        return finishAs<Activation::relu>(call);
    case Activation::leaky_relu:
        return finishAs<Activation::leaky_relu>(call);
    case Activation::prelu:
        return finishAs<Activation::prelu>(call);
    case Activation::gelu:
        return finishAs<Activation::gelu>(call);
    case Activation::sigmoid:
        return finishAs<Activation::sigmoid>(call);
    }
}

inline float total(const Floats& v) {
    float lanes[kLanes];
    storeFloats(lanes, v);
    for (int half = kLanes / 2; half > 0; half /= 2) { // as a tree: fewer rounding errors
        for (int i = 0; i < half; ++i) {
            lanes[i] += lanes[i + half];
        }
    }
    return lanes[0];
}

// The lanes of a last, partial vector that count.
inline Floats used(const Floats& v, int count) {
    float lanes[kLanes];
    storeFloats(lanes, v);
    for (int i = count; i < kLanes; ++i) {
        lanes[i] = 0.0F;
    }
    return loadFloats(lanes);
}

inline Floats loadUpTo(const void* p, std::int64_t i, Element type, int count) {
    return count >= kLanes ? load(p, i, type) : loadSome(p, i, type, count);
}

// Mean, then variance, then the result: three passes over a row that stays in the nearest cache.
template <Element type>
void normRows(const NormCall& call) {
    const int channels = call.channels;
    for (int row = 0; row < call.rows; ++row) {
        const std::int64_t from = row * call.xStride;
        Floats sum = {};
        for (int i = 0; i < channels; i += kLanes) {
            sum += loadUpTo(call.x, from + i, type, channels - i);
        }
        const float mean = total(sum) / float(channels);
        Floats squares = {};
        for (int i = 0; i < channels; i += kLanes) {
            Floats d = loadUpTo(call.x, from + i, type, channels - i) - mean;
            if (channels - i < kLanes) {
                d = used(d, channels - i);
            }
            squares += d * d;
        }
        const float factor = 1.0F / __builtin_sqrtf(total(squares) / float(channels) + call.eps);
        const std::int64_t to = row * call.outStride;
        for (int i = 0; i < channels; i += kLanes) {
            const int count = channels - i;
            const Floats scale = loadUpTo(call.scale, i, Element::f32, count);
            const Floats shift = loadUpTo(call.shift, i, Element::f32, count);
            const Floats v = (loadUpTo(call.x, from + i, type, count) - mean) * factor * scale + shift;
            if (count >= kLanes) {
                store(call.out, to + i, type, v);
            } else {
                storeSome(call.out, to + i, type, v, count);
            }
        }
    }
}

void layerNorm(const NormCall& call) {
    if (call.type == Element::f32) {
        normRows<Element::f32>(call);
    } else {
        normRows<Element::bf16>(call);
    }
}

template <Element type>
void resizePixels(const ResizeRowCall& call) {
    for (int x = 0; x < call.width; ++x) {
        const std::int64_t left = call.left[x] * call.pixelStride;
        const std::int64_t right = call.right[x] * call.pixelStride;
        const float rightWeight = call.weight[x];
        const float leftWeight = 1.0F - rightWeight;
        const float upperWeight = 1.0F - call.lowerWeight;
        for (int i = 0; i < call.channels; i += kLanes) {
            const int count = call.channels - i;
            const Floats upper = loadUpTo(call.upper, left + i, type, count) * leftWeight +
                                 loadUpTo(call.upper, right + i, type, count) * rightWeight;
            const Floats lower = loadUpTo(call.lower, left + i, type, count) * leftWeight +
                                 loadUpTo(call.lower, right + i, type, count) * rightWeight;
            Floats v = upper * upperWeight + lower * call.lowerWeight;
            if (call.residual != nullptr) {
                v += loadUpTo(call.residual, x * call.residualStride + i, type, count);
            }
            const std::int64_t at = x * call.outStride + i;
            if (count >= kLanes) {
                store(call.out, at, type, v);
            } else {
                storeSome(call.out, at, type, v, count);
            }
        }
    }
}

void resizeRow(const ResizeRowCall& call) {
    if (call.type == Element::f32) {
        resizePixels<Element::f32>(call);
    } else {
        resizePixels<Element::bf16>(call);
    }
}

template <Element from, Element to>
void convertRows(const ConvertCall& call) {
    const bool joined = call.fromStride == call.count && call.toStride == call.count;
    const std::int64_t rows = joined ? 1 : call.rows;
    const std::int64_t count = joined ? call.rows * call.count : call.count;
    for (std::int64_t row = 0; row < rows; ++row) {
        const std::int64_t source = row * call.fromStride;
        const std::int64_t target = row * call.toStride;
        std::int64_t i = 0;
        for (; i + kLanes <= count; i += kLanes) {
            store(call.to, target + i, to, load(call.from, source + i, from));
        }
        if (i < count) {
            const int left = static_cast<int>(count - i);
            storeSome(call.to, target + i, to, loadSome(call.from, source + i, from, left), left);
        }
    }
}

// Copies pairs of bf16 as if they were floats: no arithmetic touches them.
void convert(const ConvertCall& call) {
    if (call.fromType == Element::f32) {
        if (call.toType == Element::f32) {
            convertRows<Element::f32, Element::f32>(call);
        } else {
            convertRows<Element::f32, Element::bf16>(call);
        }
    } else if (call.toType == Element::f32) {
        convertRows<Element::bf16, Element::f32>(call);
    } else if (((call.count | call.fromStride | call.toStride) & 1) != 0) {
        convertRows<Element::bf16, Element::bf16>(call);
    } else {
        ConvertCall pairs = call;
        pairs.fromStride /= 2;
        pairs.toStride /= 2;
        pairs.count /= 2;
        convertRows<Element::f32, Element::f32>(pairs);
    }
}

void gemmFloat(const GemmCall& call) {
    product<FloatTile>(call, 0);
}

[[maybe_unused]] void gemmBf16(const GemmCall& call) {
    product<PairTile>(call, 0);
}

} // namespace
} // namespace kerf::nn::KERF_KERNELS
