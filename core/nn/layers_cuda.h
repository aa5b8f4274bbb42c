#pragma once

// The layers' CUDA kernels, called from layers.cpp and window_attention.cpp for maps on a CUDA device. Each
// returns false, having done nothing, where it doesn't serve: libkerf_nn_cuda or the device's capability is
// missing, the shape or type isn't its own, or it was found to disagree (isTrusted); ATen's function does the
// work then. Throw Error as checkCuda.

#include "core/nn/conv_cuda.h"
#include "core/nn/layers.h"
#include "core/nn/layers_cuda_jobs.h"

namespace kerf::nn {

CudaType cudaTypeOf(at::ScalarType type); // float32 for what has no type of its own

// fp16 or bf16: what tensor cores take.
bool isNarrow(at::ScalarType type);

constexpr std::int64_t roundUp(std::int64_t n, std::int64_t step) {
    return (n + step - 1) / step * step;
}

// `map`, or a copy filled up with zeros, as kernels read it 8 channels at a time: pixels on 16 bytes.
at::Tensor inVectors(const at::Tensor& map);

// `map`'s memory; its channels must follow one another.
CudaMap cudaMapOf(const at::Tensor& map);

// A fusion as the kernels take it; `bias` [C] fp32 or undefined. Only for what canFuse() accepts: maps of
// `type` or fp32, slopes fp32 on the device.
CudaFusion cudaFusionOf(const Fusion& fusion, const at::Tensor& out, const at::Tensor& bias);
bool canFuse(const at::Tensor& out, const Fusion& fusion, at::ScalarType type);

bool layerNormCuda(
    const at::Tensor& out, const at::Tensor& x, const at::Tensor& scale, const at::Tensor& shift);
bool resizeBilinearCuda(const at::Tensor& out, const at::Tensor& x, const at::Tensor& residual);
bool upsampleNearest2xCuda(const at::Tensor& out, const at::Tensor& x);

// softmax(q k' / sqrt(32) + bias + mask) v in windows of `side` x `side`, shifted by `shift`, of a map
// [N, H, W, 3 C] (q, k, v; heads of 32 within each) into [N, H, W, C]. `bias` is [heads, tokens, tokens]
// fp32, `padding` [3 C] what tokens outside the map hold, in the maps' type. No mask is ever made: a token's
// region says which others it sees. Serves 16-bit types and side <= 12.
bool windowAttentionCuda(
    const at::Tensor& out,
    const at::Tensor& qkv,
    const at::Tensor& bias,
    const at::Tensor& padding,
    std::int64_t side,
    std::int64_t shift);

// out = fusion(sum + bias), `bias` [C] fp32 or undefined: by one kernel, or by ATen's functions where it
// doesn't serve.
void fuseCuda(const at::Tensor& out, const at::Tensor& sum, const at::Tensor& bias, const Fusion& fusion);

} // namespace kerf::nn
