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
__device__ inline bool isVector(const T* at, int valid) {
    return valid >= 8 && (reinterpret_cast<std::uintptr_t>(at) & 15) == 0;
}

// Eight values as floats; zeros behind the last.
template <typename T>
__device__ inline void readEight(float (&to)[8], const CudaMap& map, std::int64_t at, int valid) {
    const T* from = static_cast<const T*>(map.data) + at;
    if (isVector(from, valid)) {
        const Eight<T> eight = *reinterpret_cast<const Eight<T>*>(from);
#pragma unroll
        for (int i = 0; i < 8; ++i) {
            to[i] = toFloat(eight.value[i]);
        }
        return;
    }
    for (int i = 0; i < 8; ++i) {
        to[i] = i < valid ? toFloat(from[i]) : 0.0F;
    }
}

template <typename T>
__device__ inline void writeEight(const CudaMap& map, std::int64_t at, int valid, const float (&from)[8]) {
    T* to = static_cast<T*>(map.data) + at;
    if (isVector(to, valid)) {
        Eight<T> eight;
#pragma unroll
        for (int i = 0; i < 8; ++i) {
            eight.value[i] = fromFloat<T>(from[i]);
        }
        *reinterpret_cast<Eight<T>*>(to) = eight;
        return;
    }
    for (int i = 0; i < 8 && i < valid; ++i) {
        to[i] = fromFloat<T>(from[i]);
    }
}

// Eight sums of a pixel, from `channel` on, become what is stored.
template <typename T>
__device__ inline void
fuseEight(float (&values)[8], const CudaFusion& fusion, int channel, int valid, std::int64_t residualAt) {
    float residual[8] = {};
    if (fusion.residual.data != nullptr) {
        if (fusion.residualIsFloat) {
            readEight<float>(residual, fusion.residual, residualAt, valid);
        } else {
            readEight<T>(residual, fusion.residual, residualAt, valid);
        }
    }
#pragma unroll
    for (int i = 0; i < 8; ++i) {
        if (i < valid) {
            const float bias = fusion.bias != nullptr ? fusion.bias[channel + i] : 0.0F;
            values[i] = residual[i] + fusion.gain * activated(values[i] + bias, fusion, channel + i);
        }
    }
}

__device__ inline std::int64_t pixelAt(const CudaMap& map, int image, int y, int x) {
    return image * map.imageStride + y * map.lineStride + x * map.pixelStride;
}

} // namespace kerf::nn::cuda
