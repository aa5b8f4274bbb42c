#pragma once

#include "core/nn/cpu_kernels.h"
#include "core/nn/device.h"

namespace kerf::nn {

// Whether nets run faster in bf16 than in fp32 on this CPU, and whether a small net computes the same in both
// within bf16's rounding. The check takes a few milliseconds and runs once a process; thread-safe.
CpuBf16 cpuBf16();

// The same for other kernels; without memory.
CpuBf16 checkBf16(const CpuKernels& kernels);

} // namespace kerf::nn
