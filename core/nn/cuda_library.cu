#include "core/nn/cuda_library.h"

#include <cuda_runtime.h>

#include <algorithm>
#include <cstdio>

using namespace kerf::nn;

namespace {

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
