#pragma once

#include "core/contract/device_info.h"
#include "core/contract/recipe.h"
#include "core/nn/layers.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace kerf::nn {

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

// `pixels` (bytes or float32 in 0..1, on the CPU) as a map on the target's device and of its type, in 0..1.
at::Tensor upload(const Target& target, const at::Tensor& pixels);
// The same, less BiRefNet's mean and divided by its deviation; computed in fp32.
at::Tensor uploadNormalised(const Target& target, const at::Tensor& pixels);
// As contiguous float32 on the CPU.
at::Tensor download(const at::Tensor& map);

// Bytes that the device still has for us: on the CPU what the system and the process's control group leave,
// on CUDA with what LibTorch keeps for reuse.
std::uint64_t freeMemory(const at::Device& device);
// Gives back what LibTorch keeps for reuse, after memory ran out. Nothing on the CPU.
void releaseCached(const at::Device& device);

} // namespace kerf::nn
