#pragma once

// The ways to run a convolution; Conv chooses one. Internal to nn. `weight` is [out, in, k, k], `bias` [out]
// or undefined, both fp32 on the CPU.

#include "core/nn/layers.h"

namespace kerf::nn {

// ATen's own convolution and pointwise functions, one after the other: any device and type. What the others
// are tested against.
std::shared_ptr<const ConvPlan>
planReference(const Target& target, const at::Tensor& weight, const at::Tensor& bias);

// A fusion by ATen's functions, after the bias.
at::Tensor applyFusion(const at::Tensor& sum, const Fusion& fusion);

// On a CUDA device: our tensor core kernel for 1 x 1 and 3 x 3 in 16-bit types where it can be trusted (see
// cuda_kernels.h), else cuDNN and cuBLAS through ATen with one kernel for bias, activation and residual.
std::shared_ptr<const ConvPlan>
planCuda(const Target& target, const at::Tensor& weight, const at::Tensor& bias);

// Weights in the order in which that kernel reads them (convtile::packedIndex), filled up with zeros.
at::Tensor packForCuda(const at::Tensor& weight);
// Our own products (gemm_tile.h): fp32 and bf16 on the CPU. Maps may be of either type.
std::shared_ptr<const ConvPlan>
planCpu(const Target& target, const at::Tensor& weight, const at::Tensor& bias, ConvInput input);

} // namespace kerf::nn
