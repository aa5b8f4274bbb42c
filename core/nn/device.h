#pragma once

#include "core/contract/device_info.h"
#include "core/contract/recipe.h"
#include "core/nn/layers.h"
#include "core/nn/pil_resize.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace kerf::nn {

class ReplayedForward;

// What depends on the device that a model runs on, so that models don't. Internal to nn.

// Device and type of a model, decided.
struct Placement {
    Target target;
    std::string device;    // "cpu", "cuda:0 NVIDIA H100"
    std::string precision; // "fp32", "bf16", "fp16"
    std::string note;      // why not what was asked for or what is usual, as sentences; or empty
};

// Whether this CPU computes in bf16 faster than in fp32 and agrees with it; asked for only when it matters.
struct CpuBf16 {
    bool isUsable = false;
    std::string reason; // why not; a clause: "this CPU has neither AMX nor AVX512_BF16"
};
using AskCpuBf16 = std::function<CpuBf16()>;

// The first usable of `devices` (as Runtime::devices lists them) that `choice` allows; on it the type asked
// for. Automatic is fp16 on CUDA, bf16 on a CPU that has it, else fp32. A type that the device can't compute
// in is replaced by fp32, which the note says. Throws Error(engine_missing) when CUDA was asked for and can't
// be used, with its reason.
Placement place(
    DeviceChoice choice, Precision precision, const std::vector<DeviceInfo>& devices, const AskCpuBf16& ask);

// The same with this machine's devices and CPU.
Placement place(DeviceChoice choice, Precision precision);

// While it lives, this thread computes without autograd on `threads` processors (0: all).
class ComputeScope {
public:
    explicit ComputeScope(int threads);
    ~ComputeScope();
    ComputeScope(const ComputeScope&) = delete;
    ComputeScope& operator=(const ComputeScope&) = delete;

private:
    struct Guard;
    std::unique_ptr<Guard> m_guard;
};

// `net` of the map that `makeMap` gives, as contiguous float32 on the CPU. LibTorch's exceptions come as
// Error; when memory ran out, what was kept for reuse has been given back. Throws what both throw.
at::Tensor compute(
    const at::Device& device,
    ReplayedForward& net,
    const std::function<at::Tensor()>& makeMap,
    const Progress& progress);

// `pixels` (bytes or float32 in 0..1, on the CPU or the target's device) as a map on the target's device and
// of its type, in 0..1.
at::Tensor upload(const Target& target, const at::Tensor& pixels);
// The same, less BiRefNet's mean and divided by its deviation; computed in fp32.
at::Tensor uploadNormalised(const Target& target, const at::Tensor& pixels);
// `bytes` [1, H, W, C] on the CPU, lines perhaps apart, as pilResize() makes them, every byte equal: resized
// and left on the device where that serves, else on the CPU.
at::Tensor resizeBytes(
    const at::Device& device,
    const at::Tensor& bytes,
    std::int64_t h,
    std::int64_t w,
    PilFilter filter,
    int threads,
    const Progress& progress);
// As contiguous float32 on the CPU.
at::Tensor download(const at::Tensor& map);

// Bytes that the device still has for us: on the CPU what the system and the process's control group leave,
// on CUDA with what LibTorch keeps for reuse.
std::uint64_t freeMemory(const at::Device& device);
// Gives back what LibTorch keeps for reuse, after memory ran out. Nothing on the CPU.
void releaseCached(const at::Device& device);

} // namespace kerf::nn
