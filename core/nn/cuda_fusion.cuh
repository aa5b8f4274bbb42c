#pragma once

// What the kernels of libkerf_nn_cuda share: 16-bit values as floats, and a layer's epilogue.

#include "core/nn/conv_cuda.h"

#include <cuda_bf16.h>
#include <cuda_fp16.h>
#include <cuda_runtime.h>

namespace kerf::nn::cuda {

__device__ inline float toFloat(float value) {
    return value;
}
__device__ inline float toFloat(__half value) {
    return __half2float(value);
}
__device__ inline float toFloat(__nv_bfloat16 value) {
    return __bfloat162float(value);
}

template <typename T>
__device__ T fromFloat(float value);
template <>
__device__ inline float fromFloat<float>(float value) {
    return value;
}
template <>
__device__ inline __half fromFloat<__half>(float value) {
    return __float2half_rn(value);
}
template <>
__device__ inline __nv_bfloat16 fromFloat<__nv_bfloat16>(float value) {
    return __float2bfloat16_rn(value);
}

// Eight neighbouring values of 16 bits, read and written at once.
template <typename T>
struct alignas(16) Eight {
    T value[8];
};

// Activation's numbers, see layers.h.
__device__ inline float activated(float x, const CudaFusion& fusion, int channel) {
    switch (fusion.activation) {
    case 1:
        return fmaxf(x, 0.0F);
    case 2:
        return x >= 0.0F ? x : x * fusion.slope;
    case 3:
        return x >= 0.0F ? x : x * fusion.slopes[channel];
    case 4:
        return 0.5F * x * (1.0F + erff(x * 0.70710678118654752F));
    case 5:
        return 1.0F / (1.0F + expf(-x));
    default:
        return x;
    }
}

template <typename T>
__device__ float fused(float sum, const CudaFusion& fusion, int channel, std::int64_t residualAt) {
    const float bias = fusion.bias != nullptr ? fusion.bias[channel] : 0.0F;
    float result = fusion.gain * activated(sum + bias, fusion, channel);
    if (fusion.residual.data != nullptr) {
        result += fusion.residualIsFloat ? static_cast<const float*>(fusion.residual.data)[residualAt]
                                         : toFloat(static_cast<const T*>(fusion.residual.data)[residualAt]);
    }
    return result;
}

template <typename T>
__device__ void put(const CudaMap& out, bool isFloat, std::int64_t at, float value) {
    if (isFloat) {
        static_cast<float*>(out.data)[at] = value;
    } else {
        static_cast<T*>(out.data)[at] = fromFloat<T>(value);
    }
}

__device__ inline std::int64_t pixelAt(const CudaMap& map, int image, int y, int x) {
    return image * map.imageStride + y * map.lineStride + x * map.pixelStride;
}

} // namespace kerf::nn::cuda
