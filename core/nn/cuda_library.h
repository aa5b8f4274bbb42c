#pragma once

// What libkerf_nn_cuda exports. A plain C interface: nvcc builds one side, the C++ compiler the other, and
// libkerf_nn looks the functions up at run time, so that one build serves machines with and without a GPU.

#include <cstdint>

namespace kerf::nn {

inline constexpr int kCudaInterface = 3;

struct CudaDevice {
    char name[256];
    int major; // compute capability
    int minor;
    std::uint64_t memoryBytes;
    std::uint64_t freeBytes;
    char problem[256]; // why it can't be used; empty when it can
};

// One answer for the machine. `problem` says why no device is listed.
struct CudaDevices {
    int interface; // kCudaInterface
    int count;     // entries of `device` that are filled in
    int driver;    // 13000 is CUDA 13.0; 0 when there is none
    int runtime;
    char problem[256];
    CudaDevice device[16];
};

// "kerfCudaInterface": the kCudaInterface that the library was built with.
using CudaInterfaceFunction = int();

// "kerfCudaErrorText": CUDA's own words for an error number that a function here returned. Never null.
using CudaErrorTextFunction = const char*(int status);

// "kerfCudaDevices": fills `devices` in. Doesn't throw.
using CudaDevicesFunction = void(CudaDevices* devices);

} // namespace kerf::nn
