#include "core/nn/window_kernel.h"

#include <algorithm>
#include <cmath>
#include <cstring>

// The functions below are inlined into one copy for each instruction set; the compiler vectorises their
// plain loops for it. Hence always_inline: a function has one target.
namespace kerf::nn {
namespace {

constexpr int kBlockRows = 48; // queries whose scores stay in the cache
constexpr int kLanes = 16;

float widened(float value) {
    return value;
}

float widened(std::uint16_t upperHalf) {
    const std::uint32_t bits = std::uint32_t(upperHalf) << 16;
    float value = 0.0F;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

void keep(void* p, std::int64_t i, Element type, float value) {
    if (type == Element::f32) {
        static_cast<float*>(p)[i] = value;
        return;
    }
    std::uint32_t bits = 0;
    std::memcpy(&bits, &value, sizeof bits);
    static_cast<std::uint16_t*>(p)[i] = std::uint16_t((bits + 0x7FFFU + (bits >> 16 & 1U)) >> 16);
}

// e^x for x <= 0; below -87 as at -87, which is nothing beside the row's largest, 1. Relative error 2e-7
// (Cephes' polynomial).
[[gnu::always_inline]] inline float expOf(float x) {
    constexpr float kRound = 12582912.0F; // 1.5 * 2^23: adding it rounds to an integer
    x = x < -87.0F ? -87.0F : x;
    const float shifted = x * 1.44269504F + kRound;
    const float n = shifted - kRound;
    const float r = (x - n * 0.693359375F) + n * 2.12194440e-4F;
    float p = 1.9875691500e-4F;
    p = p * r + 1.3981999507e-3F;
    p = p * r + 8.3334519073e-3F;
    p = p * r + 4.1665795894e-2F;
    p = p * r + 1.6666665459e-1F;
    p = p * r + 5.0000001201e-1F;
    p = p * r * r + r + 1.0F;
    std::int32_t bits = 0;
    std::memcpy(&bits, &p, sizeof bits);
    bits += std::int32_t(n) * (1 << 23);
    std::memcpy(&p, &bits, sizeof p);
    return p;
}

// One row of scores to weights; returns 1 / their sum. The lanes are summed apart, so that the loops are
// vectors without reordering sums.
[[gnu::always_inline]] inline float
softmaxRow(float* __restrict scores, const float* __restrict bias, const float* __restrict mask, int n) {
    float largest[kLanes];
    std::fill(largest, largest + kLanes, -1e30F);
    for (int j = 0; j < n; j += kLanes) {
        for (int l = 0; l < kLanes; ++l) {
            const float score = scores[j + l] + bias[j + l] + mask[j + l];
            scores[j + l] = score;
            largest[l] = score > largest[l] ? score : largest[l];
        }
    }
    const float top = *std::max_element(largest, largest + kLanes);
    float sums[kLanes] = {};
    for (int j = 0; j < n; j += kLanes) {
        for (int l = 0; l < kLanes; ++l) {
            const float weight = expOf(scores[j + l] - top);
            scores[j + l] = weight;
            sums[l] += weight;
        }
    }
    float sum = 0.0F;
    for (const float lane : sums) {
        sum += lane;
    }
    return 1.0F / sum;
}

using SoftmaxRow = float (*)(float*, const float*, const float*, int);

float softmaxBaseline(float* scores, const float* bias, const float* mask, int n) {
    return softmaxRow(scores, bias, mask, n);
}

#if defined(__x86_64__)
[[gnu::target("avx2,fma")]] float softmaxAvx2(float* scores, const float* bias, const float* mask, int n) {
    return softmaxRow(scores, bias, mask, n);
}

[[gnu::target("avx2,fma,avx512f,avx512bw,avx512dq,avx512vl,prefer-vector-width=512")]] float
softmaxAvx512(float* scores, const float* bias, const float* mask, int n) {
    return softmaxRow(scores, bias, mask, n);
}
#endif

SoftmaxRow chooseSoftmax() {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) {
        return softmaxAvx512;
    }
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
        return softmaxAvx2;
    }
#endif
    return softmaxBaseline;
}

constexpr int panelsOf(int columns) {
    return (columns + kPanel - 1) / kPanel;
}

// c[m][n] = a[m][k] * b, b in panels of [k][32].
void multiply(const float* a, int lda, int m, int k, const float* b, int n, float* c, int ldc) {
    for (int column = 0; column < n; column += kPanel) {
        const void* rows = a;
        const GemmCall call{
            .a = &rows,
            .lda = lda,
            .m = m,
            .k = k,
            .b = b + std::ptrdiff_t(column) * k,
            .width = std::min(kPanel, n - column),
            .c = c + column,
            .ldc = ldc};
        cpuKernels().gemmFloat(call);
    }
}

} // namespace

template <typename Value>
void WindowKernel::gather(const WindowCall& call) {
    const WindowTokens& tokens = *call.tokens;
    const int size = call.headSize;
    const int count = int(tokens.qkv.size());
    const int columns = windowColumns(count);
    m_queries.resize(tokens.queries.size() * std::size_t(size));
    m_keys.assign(std::size_t(panelsOf(columns) * kPanel * size), 0.0F);
    m_values.assign(std::size_t(panelsOf(size) * kPanel * count), 0.0F);

    const float scale = 1.0F / std::sqrt(float(size));
    float* query = m_queries.data();
    for (const WindowTokens::Query& each : tokens.queries) {
        const Value* from = static_cast<const Value*>(tokens.qkv[std::size_t(each.token)]) + call.first;
        for (int d = 0; d < size; ++d) {
            query[d] = scale * widened(from[d]);
        }
        query += size;
    }
    const int lastWidth = columns % kPanel == 0 ? kPanel : columns % kPanel;
    const int sumsWidth = windowColumns(size);
    for (int t = 0; t < count; ++t) {
        const Value* from = static_cast<const Value*>(tokens.qkv[std::size_t(t)]) + call.first;
        const int panel = t / kPanel * kPanel;
        const int width = columns - panel < kPanel ? lastWidth : kPanel;
        float* key = m_keys.data() + std::ptrdiff_t(panel) * size + (t - panel);
        for (int d = 0; d < size; ++d) {
            key[d * width] = widened(from[call.channels + d]);
        }
        for (int start = 0; start < size; start += kPanel) {
            const int wide = std::min(kPanel, sumsWidth - start);
            float* value = m_values.data() + std::ptrdiff_t(start) * count + std::ptrdiff_t(t) * wide;
            for (int d = start; d < std::min(size, start + kPanel); ++d) {
                value[d - start] = widened(from[2 * call.channels + d]);
            }
        }
    }
}

void WindowKernel::attend(const WindowCall& call) {
    static const SoftmaxRow softmax = chooseSoftmax();
    const WindowTokens& tokens = *call.tokens;
    const int size = call.headSize;
    const int count = int(tokens.qkv.size());
    const int columns = windowColumns(count);
    const int sumsWidth = windowColumns(size);
    if (call.type == Element::f32) {
        gather<float>(call);
    } else {
        gather<std::uint16_t>(call);
    }
    m_scores.resize(std::size_t(kBlockRows * columns));
    m_sums.resize(std::size_t(kBlockRows * sumsWidth));

    // Columns behind the last token weigh nothing.
    std::vector<float> mask(std::size_t(columns), 0.0F);
    std::fill(mask.begin() + count, mask.end(), -1e30F);
    const int queries = int(tokens.queries.size());
    for (int start = 0; start < queries; start += kBlockRows) {
        const int rows = std::min(kBlockRows, queries - start);
        multiply(
            m_queries.data() + std::ptrdiff_t(start) * size, size, rows, size, m_keys.data(), columns,
            m_scores.data(), columns);
        float shares[kBlockRows];
        for (int r = 0; r < rows; ++r) {
            const int token = tokens.queries[std::size_t(start + r)].token;
            if (!tokens.regions.empty()) {
                for (int t = 0; t < count; ++t) {
                    const bool sees = tokens.regions[std::size_t(t)] == tokens.regions[std::size_t(token)];
                    mask[std::size_t(t)] = sees ? 0.0F : -100.0F;
                }
            }
            shares[r] = softmax(
                m_scores.data() + std::ptrdiff_t(r) * columns, call.bias + std::ptrdiff_t(token) * columns,
                mask.data(), columns);
        }
        multiply(m_scores.data(), columns, rows, count, m_values.data(), sumsWidth, m_sums.data(), sumsWidth);
        for (int r = 0; r < rows; ++r) {
            void* out = tokens.queries[std::size_t(start + r)].out;
            for (int d = 0; d < size; ++d) {
                keep(out, call.first + d, call.type, shares[r] * m_sums[std::size_t(r * sumsWidth + d)]);
            }
        }
    }
}

} // namespace kerf::nn
