#pragma once

// The inner loops of the nets on the CPU, one copy for each instruction set, chosen at run time. Plain C
// types only: the copies are compiled with flags of their own, so nothing inline may be shared with other
// files. bf16 values are uint16_t: the upper half of a float. Internal to nn.

#include "core/nn/activation.h"

#include <cstdint>

namespace kerf::nn {

enum class Element : std::uint8_t { f32, bf16 };

inline constexpr int kPanel = 32; // columns of a packed panel; the last of a matrix may be 16 wide

// c[m][width] (+)= sum over segments s of a[s][m][k] * b[s][k][width]; c is fp32.
struct GemmCall {
    const void* const* a = nullptr; // first row of each segment
    int segments = 1;
    std::int64_t lda = 0; // elements from row to row, the same in all segments
    int m = 0;
    int k = 0;               // elements of a row in a segment
    const void* b = nullptr; // a panel: fp32 [segments][k][width]; bf16 [segments][steps of 32 / 2][width][2]
    int width = kPanel;      // 16 or 32
    float* c = nullptr;
    std::int64_t ldc = kPanel;
    bool add = false; // to what c holds
};

// out = residual + gain * activation(c + bias), row by row.
struct FinishCall {
    const float* c = nullptr;
    std::int64_t ldc = kPanel;
    int m = 0;
    int n = 0;
    const float* bias = nullptr; // n rounded up to 16
    Activation activation = Activation::none;
    float slope = 0.0F;
    const float* slopes = nullptr; // n rounded up to 16
    float gain = 1.0F;
    const void* residual = nullptr; // or null
    std::int64_t residualStride = 0;
    Element residualType = Element::f32;
    void* out = nullptr; // may be the residual
    std::int64_t outStride = 0;
    Element outType = Element::f32;
};

struct NormCall {
    const void* x = nullptr;
    std::int64_t xStride = 0;
    void* out = nullptr;
    std::int64_t outStride = 0;
    Element type = Element::f32; // of both
    int rows = 0;
    int channels = 0;
    const float* scale = nullptr;
    const float* shift = nullptr;
    float eps = 1e-5F;
};

// One row of a picture from two: out[x] = residual[x] + the pixels left[x] and right[x] of both, blended by
// weight[x] (of the right one) and lowerWeight. Strides in elements.
struct ResizeRowCall {
    const void* upper = nullptr;
    const void* lower = nullptr;
    std::int64_t pixelStride = 0; // of both
    float lowerWeight = 0.0F;
    const std::int32_t* left = nullptr;
    const std::int32_t* right = nullptr;
    const float* weight = nullptr;
    const void* residual = nullptr; // or null
    std::int64_t residualStride = 0;
    void* out = nullptr;
    std::int64_t outStride = 0;
    Element type = Element::f32; // of all
    int width = 0;
    int channels = 0;
};

// A matrix, row by row; strides in elements.
struct ConvertCall {
    const void* from = nullptr;
    Element fromType = Element::f32;
    std::int64_t fromStride = 0;
    void* to = nullptr;
    Element toType = Element::f32;
    std::int64_t toStride = 0;
    std::int64_t rows = 1;
    std::int64_t count = 0; // of a row
};

struct CpuKernels {
    const char* name; // "avx512_bf16"
    bool fastBf16;    // bf16 products are faster than fp32 ones
    void (*gemmFloat)(const GemmCall& call);
    void (*gemmBf16)(const GemmCall& call);
    void (*finish)(const FinishCall& call);
    void (*layerNorm)(const NormCall& call);
    void (*resizeRow)(const ResizeRowCall& call);
    void (*convert)(const ConvertCall& call);
    int rowStep; // gemmBf16 is fast for whole multiples of so many rows
    // Around a thread's calls of gemmBf16; or null.
    void (*begin)();
    void (*end)();
};

// The best that this machine runs. Chosen once; KERF_CPU_KERNELS=base|avx2|avx512|avx512_bf16|amx asks for a
// lesser one.
const CpuKernels& cpuKernels();

// All that this machine runs, best last. For tests and benchmarks.
struct CpuKernelList {
    const CpuKernels* entry[5] = {};
    int count = 0;
};
CpuKernelList runnableCpuKernels();

} // namespace kerf::nn
