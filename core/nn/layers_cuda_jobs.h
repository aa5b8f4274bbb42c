#pragma once

// The layers of libkerf_nn_cuda that are no convolutions. Read by both compilers. All pointers are the
// device's; maps are as in conv_cuda.h.

#include "core/nn/conv_cuda.h"

#include <cstdint>

namespace kerf::nn {

// at::kFloat, kHalf, kBFloat16
enum class CudaType : int { float32, half, bfloat16 };

struct CudaSize {
    int images;
    int height;
    int width;
    int channels;
};

// "kerfCudaFuse": the epilogue of a convolution that a library computed. `sum` has the type, out and residual
// it or fp32.
struct CudaFuse {
    CudaType type;
    CudaSize size;
    CudaMap sum;
    CudaMap out;
    CudaFusion fusion;
    void* stream;
};
using CudaFuseFunction = int(const CudaFuse* job);

// "kerfCudaLayerNorm": over the channels, eps 1e-5, statistics in fp32.
struct CudaLayerNorm {
    CudaType type;
    CudaSize size;
    CudaMap x;
    CudaMap out;
    const float* scale;
    const float* shift;
    void* stream;
};
using CudaLayerNormFunction = int(const CudaLayerNorm* job);

// "kerfCudaResize": bilinear, align_corners; out = residual (data null: 0) + resized. `size` is out's.
struct CudaResize {
    CudaType type;
    CudaSize size;
    int sourceHeight;
    int sourceWidth;
    CudaMap x;
    CudaMap out;
    CudaMap residual;
    void* stream;
};
using CudaResizeFunction = int(const CudaResize* job);

// "kerfCudaDouble": every pixel four times. `size` is x's; 16-bit types and channels in eights only.
struct CudaDouble {
    CudaSize size;
    CudaMap x;
    CudaMap out;
    void* stream;
};
using CudaDoubleFunction = int(const CudaDouble* job);

// "kerfCudaWindowAttention": softmax(q k' / sqrt(32) + bias + mask) v in windows of side * side <= 144
// tokens, heads of 32 values, 16-bit types. `qkv` has 3 * 32 * heads channels, 16-byte aligned. `size` is
// out's.
struct CudaWindowAttention {
    CudaType type;
    CudaSize size;
    int side;
    int shift;
    int heads;
    CudaMap qkv;
    CudaMap out;
    const float* bias;   // [heads, tokens, tokens]
    const void* padding; // [3 * 32 * heads]: what tokens outside the map hold
    void* stream;
};
using CudaWindowAttentionFunction = int(const CudaWindowAttention* job);

// "kerfCudaToMap": interleaved 8-bit RGB -> a map of 3 channels, (sample / 255 - mean) / deviation.
struct CudaToMap {
    CudaType type;
    CudaSize size; // images 1, channels 3
    const std::uint8_t* rgb;
    std::int64_t rowBytes;
    CudaMap out;
    float mean[3];
    float deviation[3];
    void* stream;
};
using CudaToMapFunction = int(const CudaToMap* job);

// "kerfCudaFilter": one pass of pilTaps() over interleaved bytes, along the columns (isDown) or the lines.
// `size` is the result's, images 1, `in` and `out` without gaps. `first`, `count` and `weights` as in
// PilTaps.
struct CudaFilter {
    CudaSize size;
    bool isDown;
    int sourceLength; // of the axis that is filtered
    int stride;
    const int* first;
    const int* count;
    const std::int32_t* weights;
    const std::uint8_t* in;
    std::uint8_t* out;
    void* stream;
};
using CudaFilterFunction = int(const CudaFilter* job);

} // namespace kerf::nn
