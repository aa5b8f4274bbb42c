#pragma once

// The layers beside convolutions, for maps on the CPU that are fp32 or bf16. Internal to nn.

#include "core/nn/layers.h"

namespace kerf::nn {

// As layers.h has them; x, out and residual are CPU maps of one type (isCpuMap).
at::Tensor layerNormCpu(const at::Tensor& x, const at::Tensor& scale, const at::Tensor& shift);
void resizeBilinearCpu(const at::Tensor& out, const at::Tensor& x, const at::Tensor& residual);
at::Tensor upsampleNearest2xCpu(const at::Tensor& x);

} // namespace kerf::nn
