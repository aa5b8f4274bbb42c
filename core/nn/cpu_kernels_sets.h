#pragma once

// The copies of the inner loops; cpuKernels() chooses one of them.

#include "core/nn/cpu_kernels.h"

namespace kerf::nn {

extern const CpuKernels kBaseKernels;
extern const CpuKernels kAvx2Kernels;
extern const CpuKernels kAvx512Kernels;
extern const CpuKernels kAvx512Bf16Kernels;
extern const CpuKernels kAmxKernels;

} // namespace kerf::nn
