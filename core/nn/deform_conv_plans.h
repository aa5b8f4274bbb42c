#pragma once

// The ways to run a deformable convolution; DeformConv chooses one. Internal to nn. `weight` is
// [out, in, k, k], `bias` [out] or undefined, both fp32 on the CPU.

#include "core/nn/deform_conv.h"

namespace kerf::nn {

// What one call works on; sizes agree. `modulator` is the mask, or where `isRaw` what 2 * sigmoid makes the
// mask of.
struct DeformCall {
    at::Tensor out;
    at::Tensor x;
    at::Tensor offset;
    at::Tensor modulator;
    bool isRaw = false;
    Activation activation = Activation::none;
    Progress progress = {}; // stepped on the CPU, in between
};

// What a DeformConv does for one target.
class DeformConv::Plan {
public:
    virtual ~Plan() = default;
    virtual void run(const DeformCall& call) const = 0;
};

// ATen's functions, tap by tap: any device and type. What the others are tested against.
std::shared_ptr<const DeformConv::Plan>
planDeformReference(const Target& target, const at::Tensor& weight, const at::Tensor& bias);

// Our own for the CPU: tiles of pixels on all of ATen's threads, columns that stay in the cache.
std::shared_ptr<const DeformConv::Plan>
planDeformCpu(const Target& target, const at::Tensor& weight, const at::Tensor& bias);

// Our own kernel for CUDA where libkerf_nn_cuda has it and it agrees with the reference on this device; else
// the reference.
std::shared_ptr<const DeformConv::Plan>
planDeformCuda(const Target& target, const at::Tensor& weight, const at::Tensor& bias);

// The weights as that kernel for `type` reads them (see deform_conv_cuda.h), fp32.
at::Tensor packDeformForCuda(const at::Tensor& weight, at::ScalarType type);

} // namespace kerf::nn
