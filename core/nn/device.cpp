#include "core/nn/device.h"

#include "core/base/check.h"
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/nn/birefnet.h"
#include "core/nn/cpu_info.h"
#include "core/nn/cpu_precision.h"
#include "core/nn/cuda_devices.h"
#include "core/nn/cuda_graph.h"
#include "core/nn/device_cuda.h"
#include "core/nn/translate.h"

#include <ATen/ATen.h>
#include <ATen/DeviceAccelerator.h>
#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string_view>

namespace kerf::nn {

namespace {

bool isCuda(const DeviceInfo& device) {
    return device.id.rfind("cuda", 0) == 0;
}

at::ScalarType typeOf(Precision precision) {
    switch (precision) {
    case Precision::fp16:
        return at::kHalf;
    case Precision::bf16:
        return at::kBFloat16;
    case Precision::fp32:
    case Precision::automatic:
        break;
    }
    return at::kFloat;
}

Placement onCuda(const DeviceInfo& device, Precision precision) {
    const Precision chosen = precision == Precision::automatic ? Precision::fp16 : precision;
    return {
        .target = {.device = at::Device(device.id), .type = typeOf(chosen)},
        .device = device.id + " " + device.name,
        .precision = std::string(name(chosen))};
}

Placement onCpu(Precision precision, const AskCpuBf16& ask) {
    Placement placement{.target = {}, .device = "cpu", .precision = "fp32"};
    if (precision == Precision::fp16) {
        placement.note = "The CPU doesn't compute in fp16, so fp32 was taken.";
        return placement;
    }
    if (precision == Precision::fp32) {
        return placement;
    }
    const CpuBf16 bf16 = ask();
    if (bf16.isUsable) {
        placement.target.type = at::kBFloat16;
        placement.precision = "bf16";
    } else if (precision == Precision::bf16) {
        placement.note = fmt::format("The CPU took fp32 in place of bf16: {}.", bf16.reason);
    }
    return placement;
}

} // namespace

Placement place(
    DeviceChoice choice, Precision precision, const std::vector<DeviceInfo>& devices, const AskCpuBf16& ask) {
    if (choice == DeviceChoice::cpu) {
        return onCpu(precision, ask);
    }
    std::string whyNot;
    for (const DeviceInfo& device : devices) {
        if (!isCuda(device)) {
            continue;
        }
        if (device.usable) {
            return onCuda(device, precision);
        }
        // "cuda" without a number stands for all when none can be listed.
        if (whyNot.empty() && (choice == DeviceChoice::cuda || device.id != "cuda")) {
            whyNot = device.name + ": " + device.reason;
        }
    }
    if (choice == DeviceChoice::cuda) {
        throw Error(
            ErrorCode::engine_missing, whyNot.empty() ? "no CUDA device was found; choose the CPU" : whyNot);
    }
    Placement placement = onCpu(precision, ask);
    if (!whyNot.empty()) {
        const std::string note = fmt::format("The GPU can't be used ({}), so the CPU was taken.", whyNot);
        placement.note = placement.note.empty() ? note : note + " " + placement.note;
    }
    return placement;
}

Placement place(DeviceChoice choice, Precision precision) {
    const std::vector<DeviceInfo> devices =
        choice == DeviceChoice::cpu ? std::vector<DeviceInfo>{} : cudaDevices(installedCudaParts());
    return place(choice, precision, devices, cpuBf16);
}

struct ComputeScope::Guard {
    c10::InferenceMode inference;
    int before = at::get_num_threads();
};

ComputeScope::ComputeScope(int threads) : m_guard(std::make_unique<Guard>()) {
    const int wanted = threads > 0 ? threads : hardwareThreads();
    if (wanted != m_guard->before) {
        at::set_num_threads(wanted);
    }
}

ComputeScope::~ComputeScope() {
    if (at::get_num_threads() != m_guard->before) {
        at::set_num_threads(m_guard->before);
    }
}

at::Tensor compute(
    const at::Device& device,
    ReplayedForward& net,
    const std::function<at::Tensor()>& makeMap,
    const Progress& progress) {
    try {
        return translate([&] { return download(net(makeMap(), progress)); });
    } catch (const Error& e) {
        if (e.code() == ErrorCode::out_of_memory) {
            net.release();
            releaseCached(device);
        }
        throw;
    }
}

at::Tensor resizeBytes(
    const at::Device& device,
    const at::Tensor& bytes,
    std::int64_t h,
    std::int64_t w,
    PilFilter filter,
    int threads,
    const Progress& progress) {
    if (device.is_cuda()) {
        const at::Tensor resized = pilResizeCuda(toCuda(device, bytes), h, w, filter);
        if (resized.defined()) {
            progress.step(1.0);
            return resized;
        }
    }
    KERF_CHECK(bytes.is_cpu() && bytes.dim() == 4 && bytes.size(0) == 1 && bytes.scalar_type() == at::kByte);
    KERF_CHECK(bytes.stride(3) == 1 && bytes.stride(2) == bytes.size(3));
    const at::Tensor resized = at::empty({1, h, w, bytes.size(3)}, bytes.options());
    const auto channels = int(bytes.size(3));
    const Raster in{
        .data = static_cast<const std::byte*>(bytes.const_data_ptr()),
        .width = int(bytes.size(2)),
        .height = int(bytes.size(1)),
        .channels = channels,
        .bytesPerRow = bytes.stride(1)};
    const MutableRaster out{
        .data = static_cast<std::byte*>(resized.mutable_data_ptr()),
        .width = int(w),
        .height = int(h),
        .channels = channels,
        .bytesPerRow = w * channels};
    pilResize(in, out, filter, threads, progress);
    return resized;
}

at::Tensor upload(const Target& target, const at::Tensor& pixels) {
    if (target.device.is_cuda()) {
        return uploadCuda(target, pixels);
    }
    const at::Tensor there = pixels.to(target.device);
    return (pixels.scalar_type() == at::kByte ? there.to(at::kFloat).div_(255.0F) : there).to(target.type);
}

at::Tensor uploadNormalised(const Target& target, const at::Tensor& pixels) {
    if (target.device.is_cuda()) {
        return uploadCuda(target, pixels, kImageMean, kImageDeviation);
    }
    const Target wide{.device = target.device};
    const auto row = [&](const float(&values)[3]) {
        return at::tensor({values[0], values[1], values[2]}).to(target.device);
    };
    return upload(wide, pixels).sub(row(kImageMean)).div_(row(kImageDeviation)).to(target.type);
}

at::Tensor download(const at::Tensor& map) {
    if (map.is_cuda()) {
        return downloadCuda(map);
    }
    return map.to(at::kCPU, at::kFloat).contiguous();
}

namespace {

struct GroupFiles {
    const char* limit;
    const char* used;
    const char* parts;
    std::string_view cache; // the part that the kernel gives up at once
};
constexpr GroupFiles kGroupLayouts[] = {
    {"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory.current", "/sys/fs/cgroup/memory.stat",
     "inactive_file"},
    {"/sys/fs/cgroup/memory/memory.limit_in_bytes", "/sys/fs/cgroup/memory/memory.usage_in_bytes",
     "/sys/fs/cgroup/memory/memory.stat", "total_inactive_file"}};

// What a control group (a container) leaves below its limit; nothing where there is no limit. Of the two
// layouts of the file system only the one that is there can be read. A model file that was just read counts
// as used, but its pages are free for the asking.
std::uint64_t leftInGroup() {
    for (const GroupFiles& files : kGroupLayouts) {
        std::uint64_t limit = 0;
        std::uint64_t used = 0;
        if (std::ifstream(files.limit) >> limit && std::ifstream(files.used) >> used) {
            std::ifstream parts(files.parts);
            std::uint64_t bytes = 0;
            for (std::string name; parts >> name >> bytes;) {
                used -= name == files.cache ? std::min(bytes, used) : 0;
            }
            return limit > used ? limit - used : 0;
        }
    }
    return UINT64_MAX;
}

} // namespace

std::uint64_t freeMemory(const at::Device& device) {
    if (device.is_cpu()) {
        std::ifstream file("/proc/meminfo");
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        return std::min(parseMemoryInfo(text).availableBytes, leftInGroup());
    }
    const std::size_t free = at::accelerator::getMemoryInfo(device.index()).first;
    const auto stats = at::accelerator::getDeviceStats(device.index());
    const std::int64_t reserved = stats.reserved_bytes[0].current - stats.allocated_bytes[0].current;
    return std::uint64_t(free) + std::uint64_t(std::max<std::int64_t>(reserved, 0));
}

void releaseCached(const at::Device& device) {
    if (!device.is_cpu()) {
        at::accelerator::emptyCache();
    }
}

} // namespace kerf::nn
