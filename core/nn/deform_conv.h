#pragma once

#include "core/nn/layers.h"

namespace kerf::nn {

// Modulated deformable convolution (DCNv2; torchvision's deform_conv2d with one group): stride 1, k odd, zero
// padding k / 2. Output (y, x) is the sum over taps t = i * k + j of weight[:, :, i, j] times
// mask_t * input(y - k/2 + i + dy_t, x - k/2 + j + dx_t), bilinear, 0 outside. The weights are packed once.
// Cheap to copy; may be used from one thread at a time.
class DeformConv {
public:
    DeformConv() = default; // empty; not to be called
    // `weight` is [out, in, k, k], `bias` [out] or undefined; fp32 on the CPU.
    DeformConv(const Target& target, const at::Tensor& weight, const at::Tensor& bias);

    // x is a map [N, H, W, in]; `offset` [N, H, W, 2 k k] has dy at channel 2t and dx at 2t + 1, `mask`
    // [N, H, W, k k]: maps or slices, fp32 or the target's type (coordinates are computed in fp32).
    // `out` [N, H, W, out] is a map or a slice; out = activation(sum + bias). Activations: none, relu,
    // leaky_relu (0.2), sigmoid.
    void into(
        const at::Tensor& out,
        const at::Tensor& x,
        const at::Tensor& offset,
        const at::Tensor& mask,
        Activation activation = Activation::none) const;

    // The same, with one map `motion` [N, H, W, 3 k k]: the offsets, then the k k modulators as a convolution
    // gave them; the mask is 2 * sigmoid(modulator). Saves the passes over mask and slices. Steps
    // `progress` and heeds a stop, on the CPU many times.
    void modulatedInto(
        const at::Tensor& out,
        const at::Tensor& x,
        const at::Tensor& motion,
        Activation activation = Activation::none,
        const Progress& progress = {}) const;

    class Plan;

private:
    Target m_target;
    std::int64_t m_inputs = 0;
    std::int64_t m_outputs = 0;
    std::int64_t m_kernel = 0;
    std::shared_ptr<const Plan> m_plan;
};

} // namespace kerf::nn
