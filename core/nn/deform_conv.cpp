#include "core/nn/deform_conv.h"

#include "core/base/check.h"
#include "core/nn/deform_conv_plans.h"

#include <ATen/ATen.h>

namespace kerf::nn {
namespace {

bool isSameSize(const at::Tensor& map, const at::Tensor& x, std::int64_t channels) {
    return map.dim() == 4 && map.size(0) == x.size(0) && map.size(1) == x.size(1) &&
           map.size(2) == x.size(2) && map.size(3) == channels;
}

bool isKnown(Activation activation) {
    return activation == Activation::none || activation == Activation::relu ||
           activation == Activation::leaky_relu || activation == Activation::sigmoid;
}

} // namespace

DeformConv::DeformConv(const Target& target, const at::Tensor& weight, const at::Tensor& bias)
    : m_target(target) {
    KERF_CHECK(weight.dim() == 4 && weight.size(2) == weight.size(3) && weight.size(2) % 2 == 1);
    KERF_CHECK(!bias.defined() || (bias.dim() == 1 && bias.size(0) == weight.size(0)));
    m_outputs = weight.size(0);
    m_inputs = weight.size(1);
    m_kernel = weight.size(2);
    m_plan = target.device.is_cpu()    ? planDeformCpu(target, weight, bias)
             : target.device.is_cuda() ? planDeformCuda(target, weight, bias)
                                       : planDeformReference(target, weight, bias);
}

void DeformConv::into(
    const at::Tensor& out,
    const at::Tensor& x,
    const at::Tensor& offset,
    const at::Tensor& mask,
    Activation activation) const {
    const std::int64_t taps = m_kernel * m_kernel;
    KERF_CHECK(m_plan != nullptr && isKnown(activation) && isSameSize(x, x, m_inputs));
    KERF_CHECK(isSameSize(out, x, m_outputs));
    KERF_CHECK(isSameSize(offset, x, 2 * taps) && isSameSize(mask, x, taps));
    m_plan->run({.out = out, .x = x, .offset = offset, .modulator = mask, .activation = activation});
}

void DeformConv::modulatedInto(
    const at::Tensor& out,
    const at::Tensor& x,
    const at::Tensor& motion,
    Activation activation,
    const Progress& progress) const {
    const std::int64_t taps = m_kernel * m_kernel;
    KERF_CHECK(m_plan != nullptr && isKnown(activation) && isSameSize(x, x, m_inputs));
    KERF_CHECK(isSameSize(out, x, m_outputs) && isSameSize(motion, x, 3 * taps));
    progress.step(0.0);
    m_plan->run(
        {.out = out,
         .x = x,
         .offset = sliceOf(motion, 0, 2 * taps),
         .modulator = sliceOf(motion, 2 * taps, taps),
         .isRaw = true,
         .activation = activation,
         .progress = progress});
}

} // namespace kerf::nn
