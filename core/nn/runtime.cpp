#include "core/nn/runtime.h"

#include "core/base/parallel.h"
#include "core/nn/cpu_info.h"
#include "core/nn/cuda_devices.h"
#include "core/nn/loader.h"
#include "core/nn/model.h"
#include "core/nn/translate.h"

#include <ATen/Version.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <torch/headeronly/version.h>

#include <fstream>
#include <iterator>
#include <new>

namespace kerf::nn {

namespace {

std::string textOf(const char* path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

DeviceInfo cpu() {
    const CpuInfo info = parseCpuInfo(textOf("/proc/cpuinfo"));
    const MemoryInfo memory = parseMemoryInfo(textOf("/proc/meminfo"));
    const int threads = hardwareThreads();
    const std::string sets =
        info.sets.empty() ? std::string("no AVX2") : fmt::format("{}", fmt::join(info.sets, ", "));
    return {
        .id = "cpu",
        .name = info.name.empty() ? "CPU" : info.name,
        .detail = fmt::format(
            "{}; {} {}; LibTorch uses {}", sets, threads, threads == 1 ? "thread" : "threads",
            at::get_cpu_capability()),
        .memoryBytes = memory.totalBytes,
        .freeBytes = memory.availableBytes,
        .usable = true};
}

class LibTorchRuntime final : public Runtime {
public:
    std::vector<DeviceInfo> devices() const override {
        return translate([] {
            std::vector<DeviceInfo> all = cudaDevices(installedCudaParts());
            all.push_back(cpu());
            return all;
        });
    }

    std::string libtorchVersion() const override { return TORCH_VERSION; }

    std::unique_ptr<UpscaleModel>
    openUpscale(const ModelRequest& request, const Progress& progress) const override {
        return translate([&] { return openUpscaleModel(request, progress); });
    }

    std::unique_ptr<MatteModel>
    openMatte(const ModelRequest& request, const Progress& progress) const override {
        return translate([&] { return openMatteModel(request, progress); });
    }
};

} // namespace

} // namespace kerf::nn

extern "C" __attribute__((visibility("default"))) kerf::nn::Runtime* kerfNnCreateRuntime(int interface) {
    return interface == kerf::nn::kRuntimeInterface ? new (std::nothrow) kerf::nn::LibTorchRuntime : nullptr;
}
