#include "core/nn/cuda_devices.h"

#include "core/nn/cuda_library.h"

#include <ATen/Version.h>
#include <dlfcn.h>
#include <fmt/format.h>

#include <memory>
#include <system_error>

namespace kerf::nn {

namespace fs = std::filesystem;

namespace {

std::string loaderError() {
    const char* text = dlerror(); // NOLINT(concurrency-mt-unsafe): glibc keeps it per thread
    return text != nullptr ? text : "unknown";
}

fs::path folderOf(const void* symbol) {
    Dl_info info{};
    return dladdr(symbol, &info) != 0 ? fs::path(info.dli_fname).parent_path() : fs::path();
}

std::vector<DeviceInfo> none(std::string reason) {
    return {{.id = "cuda", .name = "NVIDIA GPU", .reason = std::move(reason)}};
}

// Why LibTorch can't compute on a GPU; empty when it can. Takes a second or two where there is one.
std::string libtorchProblem(const fs::path& library) {
    std::error_code ignored;
    if (!fs::exists(library, ignored)) {
        return "LibTorch's CUDA part (libtorch_cuda.so) is not installed; run tools/setup --cuda";
    }
    // Global, and before LibTorch first asks for CUDA: it registers itself by being loaded.
    if (dlopen(library.c_str(), RTLD_NOW | RTLD_GLOBAL) == nullptr) {
        return fmt::format("LibTorch's CUDA part can't be loaded: {}; run tools/setup --cuda", loaderError());
    }
    if (!at::hasCUDA()) {
        return "LibTorch's CUDA part doesn't find the GPU; see what nvidia-smi says";
    }
    return {};
}

} // namespace

CudaParts installedCudaParts() {
    const fs::path folder = folderOf(reinterpret_cast<const void*>(&installedCudaParts));
    constexpr const char* kName = "libkerf_nn_cuda.so";
    // A program that has the nets in itself (a test) lies in bin, and the libraries beside it in lib.
    std::error_code ignored;
    const fs::path beside = folder / kName;
    const fs::path inLib = folder.parent_path() / "lib" / kName;
    return {
        .kernels = !fs::exists(beside, ignored) && fs::exists(inLib, ignored) ? inLib : beside,
        .libtorch = folderOf(reinterpret_cast<const void*>(&at::get_cpu_capability)) / "libtorch_cuda.so"};
}

std::vector<DeviceInfo> cudaDevices(const CudaParts& parts) {
    if (dlopen(parts.driver.c_str(), RTLD_LAZY | RTLD_LOCAL) == nullptr) {
        return none(fmt::format(
            "no NVIDIA driver ({}) on this machine; if it has an NVIDIA GPU, install driver 580 or newer",
            parts.driver));
    }
    std::error_code ignored;
    if (!fs::exists(parts.kernels, ignored)) {
        return none("Kerf's CUDA part (libkerf_nn_cuda.so) is not in this build; run tools/setup --cuda and "
                    "build with KERF_BUILD_CUDA=ON");
    }
    void* library = dlopen(parts.kernels.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
        return none(fmt::format("Kerf's CUDA part can't be loaded: {}; build it again", loaderError()));
    }
    auto* query = reinterpret_cast<CudaDevicesFunction*>(dlsym(library, "kerfCudaDevices"));
    const auto found = std::make_unique<CudaDevices>();
    if (query != nullptr) {
        query(found.get());
    }
    if (found->interface != kCudaInterface) {
        return none("Kerf's CUDA part (libkerf_nn_cuda.so) belongs to another version; build it again");
    }
    if (found->count == 0) {
        return none(found->problem);
    }
    const std::string problem = libtorchProblem(parts.libtorch);
    std::vector<DeviceInfo> devices;
    for (int i = 0; i < found->count; ++i) {
        const CudaDevice& device = found->device[i];
        const std::string reason = device.problem[0] != '\0' ? device.problem : problem;
        devices.push_back(
            {.id = fmt::format("cuda:{}", i),
             .name = device.name,
             .detail = fmt::format(
                 "compute capability {}.{}, driver for CUDA {}.{}", device.major, device.minor,
                 found->driver / 1000, found->driver % 1000 / 10),
             .memoryBytes = device.memoryBytes,
             .freeBytes = device.freeBytes,
             .usable = reason.empty(),
             .reason = reason});
    }
    return devices;
}

} // namespace kerf::nn
