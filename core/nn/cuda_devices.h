#pragma once

#include "core/contract/device_info.h"

#include <filesystem>
#include <string>
#include <vector>

namespace kerf::nn {

// Where the parts that CUDA needs are looked for: names for the loader's search path, or full paths.
struct CudaParts {
    std::string driver = "libcuda.so.1";
    std::filesystem::path kernels;  // libkerf_nn_cuda.so, beside libkerf_nn.so
    std::filesystem::path libtorch; // libtorch_cuda.so, beside libtorch_cpu.so
};

// The parts that belong to this process's libkerf_nn and LibTorch.
CudaParts installedCudaParts();

// The CUDA devices, each usable or with its reason; one entry "cuda" with the reason when none can be listed.
// Opens what exists of `parts`, for the rest of the process. Doesn't throw for what is missing.
std::vector<DeviceInfo> cudaDevices(const CudaParts& parts);

} // namespace kerf::nn
