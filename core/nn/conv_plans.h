#pragma once

// The ways to run a convolution; Conv chooses one. Internal to nn. `weight` is [out, in, k, k], `bias` [out]
// or undefined, both fp32 on the CPU.

#include "core/nn/layers.h"

namespace kerf::nn {

// ATen's own convolution and pointwise functions, one after the other: any device and type. What the others
// are tested against.
std::shared_ptr<const ConvPlan>
planReference(const Target& target, const at::Tensor& weight, const at::Tensor& bias);

} // namespace kerf::nn
