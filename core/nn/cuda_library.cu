#include "core/nn/cuda_library.h"

#include <cuda_fp16.h>
#include <cuda_runtime.h>

#include <algorithm>
#include <cstdio>

using namespace kerf::nn;

namespace {

constexpr int kBlockX = 32;
constexpr int kBlockY = 8;

struct Scale {
    float factor[3];
    float offset[3];
};

__device__ void store(float* to, float value) {
    *to = value;
}
__device__ void store(__half* to, float value) {
    *to = __float2half_rn(value);
}

template <typename Sample>
__global__ void
toPlanes(const std::uint8_t* rgb, std::int64_t rowBytes, int width, int height, Sample* planes, Scale scale) {
    const int x = int(blockIdx.x * blockDim.x + threadIdx.x);
    if (x >= width) {
        return;
    }
    // The grid's y is capped at 65535 blocks, so a thread takes every gridDim-th row.
    for (int y = int(blockIdx.y * blockDim.y + threadIdx.y); y < height; y += int(gridDim.y * blockDim.y)) {
        const std::uint8_t* pixel = rgb + y * rowBytes + std::int64_t(x) * 3;
        const std::int64_t plane = std::int64_t(width) * height;
        const std::int64_t at = std::int64_t(y) * width + x;
        for (int channel = 0; channel < 3; ++channel) {
            store(
                planes + channel * plane + at,
                float(pixel[channel]) * scale.factor[channel] + scale.offset[channel]);
        }
    }
}

void describe(CudaDevice& device, int index) {
    cudaDeviceProp properties{};
    cudaError_t failed = cudaGetDeviceProperties(&properties, index);
    std::snprintf(
        device.name, sizeof device.name, "%s", failed == cudaSuccess ? properties.name : "NVIDIA GPU");
    device.major = properties.major;
    device.minor = properties.minor;
    device.memoryBytes = properties.totalGlobalMem;
    if (failed == cudaSuccess && (properties.major * 10 + properties.minor) < 75) {
        std::snprintf(
            device.problem, sizeof device.problem,
            "its compute capability is %d.%d, CUDA 13 needs 7.5 or newer; Kerf runs on the CPU",
            properties.major, properties.minor);
        return;
    }
    std::size_t freeBytes = 0;
    std::size_t totalBytes = 0;
    if (failed == cudaSuccess) {
        failed = cudaSetDevice(index);
    }
    if (failed == cudaSuccess) {
        failed = cudaMemGetInfo(&freeBytes, &totalBytes);
    }
    device.freeBytes = freeBytes;
    if (failed != cudaSuccess) {
        std::snprintf(
            device.problem, sizeof device.problem,
            "CUDA can't use it: %s; another program may hold it or its memory may be full",
            cudaGetErrorString(failed));
    }
}

} // namespace

extern "C" __attribute__((visibility("default"))) void kerfCudaDevices(CudaDevices* devices) {
    *devices = {};
    devices->interface = kCudaInterface;
    cudaDriverGetVersion(&devices->driver);
    cudaRuntimeGetVersion(&devices->runtime);
    int count = 0;
    const cudaError_t failed = cudaGetDeviceCount(&count);
    if (devices->driver == 0) {
        std::snprintf(
            devices->problem, sizeof devices->problem,
            "no NVIDIA driver answers; if this machine has an NVIDIA GPU, install driver 580 or newer");
        return;
    }
    if (failed == cudaErrorInsufficientDriver) {
        std::snprintf(
            devices->problem, sizeof devices->problem,
            "the NVIDIA driver is too old (CUDA %d.%d, %d.%d is needed); install driver 580 or newer",
            devices->driver / 1000, devices->driver % 1000 / 10, devices->runtime / 1000,
            devices->runtime % 1000 / 10);
        return;
    }
    if (failed != cudaSuccess || count == 0) {
        std::snprintf(
            devices->problem, sizeof devices->problem, "CUDA finds no device: %s; see what nvidia-smi says",
            cudaGetErrorString(failed == cudaSuccess ? cudaErrorNoDevice : failed));
        return;
    }
    int current = 0;
    cudaGetDevice(&current);
    devices->count = std::min(count, int(sizeof devices->device / sizeof devices->device[0]));
    for (int i = 0; i < devices->count; ++i) {
        describe(devices->device[i], i);
    }
    cudaSetDevice(current);
}

extern "C" __attribute__((visibility("default"))) int kerfCudaInterface() {
    return kCudaInterface;
}

extern "C" __attribute__((visibility("default"))) const char* kerfCudaErrorText(int status) {
    return cudaGetErrorString(static_cast<cudaError_t>(status));
}

extern "C" __attribute__((visibility("default"))) int kerfCudaToPlanes(const CudaPlanes* job) {
    if (job->width <= 0 || job->height <= 0 || job->rowBytes < std::int64_t(job->width) * 3) {
        return cudaErrorInvalidValue;
    }
    Scale scale{};
    for (int channel = 0; channel < 3; ++channel) {
        scale.factor[channel] = 1.0F / (255.0F * job->deviation[channel]);
        scale.offset[channel] = -job->mean[channel] / job->deviation[channel];
    }
    const dim3 block(kBlockX, kBlockY);
    const dim3 grid(
        unsigned((job->width + kBlockX - 1) / kBlockX),
        unsigned(std::min((job->height + kBlockY - 1) / kBlockY, 65535)));
    auto* stream = static_cast<cudaStream_t>(job->stream);
    if (job->half) {
        toPlanes<<<grid, block, 0, stream>>>(
            job->rgb, job->rowBytes, job->width, job->height, static_cast<__half*>(job->planes), scale);
    } else {
        toPlanes<<<grid, block, 0, stream>>>(
            job->rgb, job->rowBytes, job->width, job->height, static_cast<float*>(job->planes), scale);
    }
    return cudaGetLastError();
}
