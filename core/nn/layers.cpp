#include "core/nn/layers.h"

#include "core/base/check.h"
#include "core/nn/conv_plans.h"
#include "core/nn/cpu_work.h"
#include "core/nn/layers_cuda.h"
#include "core/nn/map_cpu.h"

#include <ATen/ATen.h>

#include <cmath>

namespace kerf::nn {

at::Tensor makeMap(const Target& target, std::int64_t n, std::int64_t h, std::int64_t w, std::int64_t c) {
    return at::empty({n, h, w, c}, target.options());
}

at::Tensor
makeFramedMap(const Target& target, std::int64_t n, std::int64_t h, std::int64_t w, std::int64_t c) {
    constexpr std::int64_t kBehind = 16; // pixels that products may read beyond the last, in whole steps
    const std::int64_t pixels = n * (h + 2) * (w + 2);
    const at::Tensor all = at::zeros({(pixels + kBehind) * c}, target.options());
    return all.narrow(0, 0, pixels * c).view({n, h + 2, w + 2, c}).narrow(1, 1, h).narrow(2, 1, w);
}

at::Tensor sliceOf(const at::Tensor& map, std::int64_t firstChannel, std::int64_t channels) {
    return map.narrow(3, firstChannel, channels);
}

Conv::Conv(const Target& target, const at::Tensor& weight, const at::Tensor& bias, ConvInput input)
    : m_target(target), m_input(input) {
    const at::Tensor square = weight.dim() == 2 ? weight.unsqueeze(2).unsqueeze(3) : weight;
    KERF_CHECK(square.dim() == 4 && square.size(2) == square.size(3) && square.size(2) % 2 == 1);
    m_outputs = square.size(0);
    m_inputs = square.size(1);
    if (target.device.is_cpu() && (target.type == at::kFloat || target.type == at::kBFloat16)) {
        m_plan = planCpu(target, square, bias, input);
        return;
    }
    m_enlarges = input == ConvInput::nearest_2x;
    m_plan = target.device.is_cuda() ? planCuda(target, square, bias) : planReference(target, square, bias);
}

at::Tensor Conv::operator()(const at::Tensor& x, const Fusion& fusion, const Progress& progress) const {
    const std::int64_t scale = m_input == ConvInput::nearest_2x ? 2 : 1;
    const at::Tensor out = makeMap(m_target, x.size(0), x.size(1) * scale, x.size(2) * scale, m_outputs);
    into(out, x, fusion, progress);
    return out;
}

void Conv::into(
    const at::Tensor& out, const at::Tensor& x, const Fusion& fusion, const Progress& progress) const {
    const std::int64_t scale = m_input == ConvInput::nearest_2x ? 2 : 1;
    KERF_CHECK(m_plan != nullptr && x.size(3) == m_inputs && out.size(3) == m_outputs);
    KERF_CHECK(
        out.size(0) == x.size(0) && out.size(1) == x.size(1) * scale && out.size(2) == x.size(2) * scale);
    progress.step(0.0);
    m_plan->run(out, m_enlarges ? upsampleNearest2x(x) : x, fusion, progress);
}

Folded foldBatchNorm(
    const at::Tensor& weight,
    const at::Tensor& bias,
    const at::Tensor& scale,
    const at::Tensor& shift,
    const at::Tensor& mean,
    const at::Tensor& variance) {
    constexpr double kEps = 1e-5;
    // In fp64: the fold is exact to the last bit of fp32, whatever the variances are.
    const at::Tensor factor = scale.to(at::kDouble) / (variance.to(at::kDouble) + kEps).sqrt();
    const at::Tensor old = bias.defined() ? bias.to(at::kDouble) : at::zeros_like(factor);
    return {
        (weight.to(at::kDouble) * factor.view({-1, 1, 1, 1})).to(at::kFloat),
        ((old - mean.to(at::kDouble)) * factor + shift.to(at::kDouble)).to(at::kFloat)};
}

at::Tensor layerNorm(const at::Tensor& x, const at::Tensor& scale, const at::Tensor& shift) {
    constexpr double kEps = 1e-5;
    if (isCpuMap(x)) {
        return layerNormCpu(x, scale, shift);
    }
    if (x.is_cuda()) {
        const at::Tensor out = at::empty(x.sizes(), x.options());
        if (layerNormCuda(out, x, scale, shift)) {
            return out;
        }
    }
    return at::layer_norm(x, {x.size(3)}, scale.to(x.scalar_type()), shift.to(x.scalar_type()), kEps);
}

namespace {

// ATen's own layout of the same memory.
at::Tensor planes(const at::Tensor& map) {
    return map.permute({0, 3, 1, 2});
}

} // namespace

at::Tensor resizeBilinear(const at::Tensor& x, std::int64_t h, std::int64_t w, const at::Tensor& residual) {
    const at::Tensor out = at::empty({x.size(0), h, w, x.size(3)}, x.options());
    resizeBilinearInto(out, x, residual);
    return out;
}

void resizeBilinearInto(const at::Tensor& out, const at::Tensor& x, const at::Tensor& residual) {
    const auto matches = [&](const at::Tensor& map) {
        return isCpuMap(map) && map.scalar_type() == x.scalar_type();
    };
    if (matches(x) && matches(out) && (!residual.defined() || matches(residual))) {
        resizeBilinearCpu(out, x, residual);
        return;
    }
    if (x.is_cuda() && resizeBilinearCuda(out, x, residual)) {
        return;
    }
    const at::Tensor resized =
        at::upsample_bilinear2d(planes(x), {out.size(1), out.size(2)}, /*align_corners=*/true)
            .permute({0, 2, 3, 1});
    out.copy_(residual.defined() ? residual + resized : resized);
}

at::Tensor upsampleNearest2x(const at::Tensor& x) {
    if (isCpuMap(x)) {
        return upsampleNearest2xCpu(x);
    }
    if (x.is_cuda()) {
        const at::Tensor out = at::empty({x.size(0), x.size(1) * 2, x.size(2) * 2, x.size(3)}, x.options());
        if (upsampleNearest2xCuda(out, x)) {
            return out;
        }
    }
    return at::upsample_nearest2d(planes(x), {x.size(1) * 2, x.size(2) * 2})
        .permute({0, 2, 3, 1})
        .contiguous();
}

} // namespace kerf::nn
