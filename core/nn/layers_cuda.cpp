#include "core/nn/layers_cuda.h"

#include "core/base/check.h"
#include "core/nn/conv_plans.h"
#include "core/nn/cuda_kernels.h"
#include "core/nn/layers_cuda_jobs.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

namespace kerf::nn {

namespace {

bool isOurs(at::ScalarType type) {
    return type == at::kFloat || isNarrow(type);
}

CudaSize sizeOf(const at::Tensor& map) {
    return {int(map.size(0)), int(map.size(1)), int(map.size(2)), int(map.size(3))};
}

bool hasVectors(const at::Tensor& map) {
    return map.size(3) % 8 == 0 && (map.stride(0) | map.stride(1) | map.stride(2)) % 8 == 0 &&
           reinterpret_cast<std::uintptr_t>(map.const_data_ptr()) % 16 == 0;
}

// The function of that name if it agrees with ATen's on this device for this type.
template <typename Function, typename Check>
Function* trusted(const char* symbol, const char* name, const at::Tensor& x, const Check& agrees) {
    auto* run = cudaFunction<Function>(symbol);
    const std::string key =
        fmt::format("{} in {} on {}", name, at::toString(x.scalar_type()), x.device().str());
    return run != nullptr && isTrusted(key, [&] { return agrees(run); }) ? run : nullptr;
}

at::Tensor randomMap(const at::Tensor& like, std::int64_t h, std::int64_t w, std::int64_t c) {
    return at::randn({2, h, w, c}, at::TensorOptions().dtype(at::kFloat)).to(like.options());
}

// One rounding of the type apart, relative L2; against fp32 on the CPU.
bool isNear(const at::Tensor& got, const at::Tensor& expected) {
    const double bound =
        got.scalar_type() == at::kFloat ? 1e-5 : (got.scalar_type() == at::kHalf ? 2e-3 : 8e-3);
    const at::Tensor difference = got.cpu().to(at::kFloat) - expected;
    return (difference.norm() / expected.norm()).item<double>() <= bound;
}

at::Tensor onCpu(const at::Tensor& map) {
    return map.cpu().to(at::kFloat);
}

int start(
    CudaLayerNormFunction* run,
    const at::Tensor& out,
    const at::Tensor& x,
    const at::Tensor& scale,
    const at::Tensor& shift) {
    const CudaQueue queue(x.device());
    CudaLayerNorm job{};
    job.type = cudaTypeOf(x.scalar_type());
    job.size = sizeOf(x);
    job.x = cudaMapOf(x);
    job.out = cudaMapOf(out);
    job.scale = scale.const_data_ptr<float>();
    job.shift = shift.const_data_ptr<float>();
    job.stream = queue.stream();
    return run(&job);
}

int start(CudaResizeFunction* run, const at::Tensor& out, const at::Tensor& x, const at::Tensor& residual) {
    const CudaQueue queue(x.device());
    CudaResize job{};
    job.type = cudaTypeOf(x.scalar_type());
    job.size = sizeOf(out);
    job.sourceHeight = int(x.size(1));
    job.sourceWidth = int(x.size(2));
    job.x = cudaMapOf(x);
    job.out = cudaMapOf(out);
    if (residual.defined()) {
        job.residual = cudaMapOf(residual);
    }
    job.stream = queue.stream();
    return run(&job);
}

int start(CudaDoubleFunction* run, const at::Tensor& out, const at::Tensor& x) {
    const CudaQueue queue(x.device());
    CudaDouble job{};
    job.size = sizeOf(x);
    job.x = cudaMapOf(x);
    job.out = cudaMapOf(out);
    job.stream = queue.stream();
    return run(&job);
}

int start(
    CudaFuseFunction* run,
    const at::Tensor& out,
    const at::Tensor& sum,
    const at::Tensor& bias,
    const Fusion& fusion) {
    const CudaQueue queue(sum.device());
    CudaFuse job{};
    job.type = cudaTypeOf(sum.scalar_type());
    job.size = sizeOf(sum);
    job.sum = cudaMapOf(sum);
    job.out = cudaMapOf(out);
    job.fusion = cudaFusionOf(fusion, out, bias);
    job.stream = queue.stream();
    return run(&job);
}

// Attention as ATen's functions do it, window by window of a small map; on the CPU, fp32.
at::Tensor slowAttention(
    const at::Tensor& qkv,
    const at::Tensor& bias,
    const at::Tensor& padding,
    std::int64_t side,
    std::int64_t shift) {
    const std::int64_t h = (qkv.size(1) + side - 1) / side * side;
    const std::int64_t w = (qkv.size(2) + side - 1) / side * side;
    const std::int64_t heads = bias.size(0);
    const std::int64_t tokens = side * side;
    const std::int64_t n = qkv.size(0);
    const auto regions = [&](std::int64_t size) {
        at::Tensor ids = at::zeros({size}, at::kLong);
        if (shift > 0) {
            ids.narrow(0, size - side, side).fill_(1);
            ids.narrow(0, size - shift, shift).fill_(2);
        }
        return ids;
    };
    const auto cut = [&](const at::Tensor& map) {
        const std::int64_t c = map.size(3);
        return map.reshape({map.size(0), h / side, side, w / side, side, c})
            .permute({0, 1, 3, 2, 4, 5})
            .reshape({map.size(0), -1, tokens, c});
    };
    at::Tensor padded = padding.view({1, 1, 1, -1}).expand({n, h, w, qkv.size(3)}).clone();
    padded.narrow(1, 0, qkv.size(1)).narrow(2, 0, qkv.size(2)).copy_(qkv);
    const at::Tensor ids = (regions(h).unsqueeze(1) * 3 + regions(w).unsqueeze(0)).view({1, h, w, 1});
    const at::Tensor region = cut(ids).view({1, -1, 1, tokens});
    const at::Tensor mask = at::where(region.unsqueeze(3) == region.unsqueeze(4), 0.0, -100.0).to(at::kFloat);
    const at::Tensor windows = cut(at::roll(padded, {-shift, -shift}, {1, 2}));
    const at::Tensor parts =
        windows.view({n, windows.size(1), tokens, 3, heads, 32}).permute({3, 0, 1, 4, 2, 5});
    const at::Tensor scores =
        at::matmul(parts[0], parts[1].transpose(-1, -2)) / std::sqrt(32.0) + bias + mask;
    const at::Tensor result =
        at::matmul(at::softmax(scores, -1), parts[2]); // [n, windows, heads, tokens, 32]
    const at::Tensor joined = result.permute({0, 1, 3, 2, 4})
                                  .reshape({n, h / side, w / side, side, side, heads * 32})
                                  .permute({0, 1, 3, 2, 4, 5})
                                  .reshape({n, h, w, heads * 32});
    return at::roll(joined, {shift, shift}, {1, 2})
        .narrow(1, 0, qkv.size(1))
        .narrow(2, 0, qkv.size(2))
        .contiguous();
}

int start(
    CudaWindowAttentionFunction* run,
    const at::Tensor& out,
    const at::Tensor& qkv,
    const at::Tensor& bias,
    const at::Tensor& padding,
    std::int64_t side,
    std::int64_t shift) {
    const CudaQueue queue(qkv.device());
    CudaWindowAttention job{};
    job.type = cudaTypeOf(qkv.scalar_type());
    job.size = sizeOf(out);
    job.side = int(side);
    job.shift = int(shift);
    job.heads = int(bias.size(0));
    job.qkv = cudaMapOf(qkv);
    job.out = cudaMapOf(out);
    job.bias = bias.const_data_ptr<float>();
    job.padding = padding.const_data_ptr();
    job.stream = queue.stream();
    return run(&job);
}

bool attentionAgrees(CudaWindowAttentionFunction* run, const at::Tensor& like, std::int64_t side) {
    constexpr std::int64_t kHeads = 3;
    const std::int64_t tokens = side * side;
    const at::Tensor qkv = randomMap(like, side * 2 + 3, side * 3 - 1, kHeads * 96);
    const at::Tensor bias = at::randn({kHeads, tokens, tokens}, at::TensorOptions().dtype(at::kFloat));
    const at::Tensor padding = randomMap(like, 1, 1, kHeads * 96)[0].flatten().contiguous();
    for (const std::int64_t shift : {std::int64_t(0), side / 2}) {
        const at::Tensor out = at::empty({qkv.size(0), qkv.size(1), qkv.size(2), kHeads * 32}, qkv.options());
        checkCuda(start(run, out, qkv, bias.to(like.device()), padding, side, shift), "the window attention");
        if (!isNear(out, slowAttention(onCpu(qkv), bias, onCpu(padding), side, shift))) {
            return false;
        }
    }
    return true;
}

} // namespace

CudaType cudaTypeOf(at::ScalarType type) {
    return type == at::kHalf ? CudaType::half
                             : (type == at::kBFloat16 ? CudaType::bfloat16 : CudaType::float32);
}

bool isNarrow(at::ScalarType type) {
    return type == at::kHalf || type == at::kBFloat16;
}

at::Tensor inVectors(const at::Tensor& map) {
    if (map.stride(3) == 1 && hasVectors(map)) {
        return map;
    }
    const std::int64_t channels = roundUp(map.size(3), 8);
    const at::Tensor copy = at::zeros({map.size(0), map.size(1), map.size(2), channels}, map.options());
    copy.narrow(3, 0, map.size(3)).copy_(map);
    return copy;
}

CudaMap cudaMapOf(const at::Tensor& map) {
    KERF_CHECK(map.dim() == 4 && (map.size(3) == 1 || map.stride(3) == 1));
    return {
        const_cast<void*>(map.const_data_ptr()), // NOLINT: what a kernel only reads is a map too
        map.stride(0), map.stride(1), map.stride(2)};
}

CudaFusion cudaFusionOf(const Fusion& fusion, const at::Tensor& out, const at::Tensor& bias) {
    CudaFusion job{};
    job.activation = int(fusion.activation);
    job.slope = fusion.slope;
    job.gain = fusion.gain;
    job.outIsFloat = out.scalar_type() == at::kFloat;
    job.bias = bias.defined() ? bias.const_data_ptr<float>() : nullptr;
    job.slopes = fusion.slopes.defined() ? fusion.slopes.const_data_ptr<float>() : nullptr;
    if (fusion.residual.defined()) {
        job.residual = cudaMapOf(fusion.residual);
        job.residualIsFloat = fusion.residual.scalar_type() == at::kFloat;
    }
    return job;
}

bool canFuse(const at::Tensor& out, const Fusion& fusion, at::ScalarType type) {
    const auto fits = [&](const at::Tensor& map) {
        return map.stride(3) == 1 && (map.scalar_type() == type || map.scalar_type() == at::kFloat);
    };
    const bool hasSlopes = fusion.activation != Activation::prelu ||
                           (fusion.slopes.scalar_type() == at::kFloat && fusion.slopes.is_contiguous() &&
                            fusion.slopes.device() == out.device());
    return fits(out) && hasSlopes && (!fusion.residual.defined() || fits(fusion.residual));
}

bool layerNormCuda(
    const at::Tensor& out, const at::Tensor& x, const at::Tensor& scale, const at::Tensor& shift) {
    if (!isOurs(x.scalar_type()) || x.stride(3) != 1 || scale.scalar_type() != at::kFloat ||
        shift.scalar_type() != at::kFloat || !scale.is_contiguous() || !shift.is_contiguous()) {
        return false;
    }
    auto* run = trusted<CudaLayerNormFunction>(
        "kerfCudaLayerNorm", "layer norm", x, [&](CudaLayerNormFunction* candidate) {
            const at::Tensor input = randomMap(x, 5, 3, 328) + 3.0;
            const at::Tensor factors = at::randn({328}, at::TensorOptions().dtype(at::kFloat));
            const at::Tensor result = at::empty_like(input);
            const at::Tensor there = factors.to(x.device());
            checkCuda(start(candidate, result, input, there, there), "a layer norm");
            return isNear(result, at::layer_norm(onCpu(input), {328}, factors, factors, 1e-5));
        });
    if (run == nullptr) {
        return false;
    }
    checkCuda(start(run, out, x, scale, shift), "a layer norm");
    return true;
}

bool resizeBilinearCuda(const at::Tensor& out, const at::Tensor& x, const at::Tensor& residual) {
    const auto fits = [&](const at::Tensor& map) {
        return map.stride(3) == 1 && map.scalar_type() == x.scalar_type();
    };
    if (!isOurs(x.scalar_type()) || !fits(x) || !fits(out) || (residual.defined() && !fits(residual))) {
        return false;
    }
    auto* run = trusted<CudaResizeFunction>(
        "kerfCudaResize", "bilinear resize", x, [&](CudaResizeFunction* candidate) {
            const at::Tensor input = randomMap(x, 7, 11, 20);
            const at::Tensor added = randomMap(x, 16, 23, 20);
            const at::Tensor result = at::empty_like(added);
            checkCuda(start(candidate, result, input, added), "a resize");
            const at::Tensor expected =
                onCpu(added) + at::upsample_bilinear2d(onCpu(input).permute({0, 3, 1, 2}), {16, 23}, true)
                                   .permute({0, 2, 3, 1});
            return isNear(result, expected);
        });
    if (run == nullptr) {
        return false;
    }
    checkCuda(start(run, out, x, residual), "a resize");
    return true;
}

bool upsampleNearest2xCuda(const at::Tensor& out, const at::Tensor& x) {
    if (!isNarrow(x.scalar_type()) || out.scalar_type() != x.scalar_type() || x.stride(3) != 1 ||
        out.stride(3) != 1 || !hasVectors(x) || !hasVectors(out)) {
        return false;
    }
    auto* run =
        trusted<CudaDoubleFunction>("kerfCudaDouble", "doubling", x, [&](CudaDoubleFunction* candidate) {
            const at::Tensor input = randomMap(x, 5, 9, 24);
            const at::Tensor result = at::empty({2, 10, 18, 24}, x.options());
            checkCuda(start(candidate, result, input), "a doubling");
            const at::Tensor expected = onCpu(input).repeat_interleave(2, 1).repeat_interleave(2, 2);
            return at::equal(onCpu(result), expected);
        });
    if (run == nullptr) {
        return false;
    }
    checkCuda(start(run, out, x), "a doubling");
    return true;
}

bool windowAttentionCuda(
    const at::Tensor& out,
    const at::Tensor& qkv,
    const at::Tensor& bias,
    const at::Tensor& padding,
    std::int64_t side,
    std::int64_t shift) {
    const bool isServed = isNarrow(qkv.scalar_type()) && side * side <= 144 &&
                          out.size(3) == bias.size(0) * 32 && qkv.size(3) == out.size(3) * 3 &&
                          out.scalar_type() == qkv.scalar_type() &&
                          padding.scalar_type() == qkv.scalar_type() && bias.scalar_type() == at::kFloat &&
                          bias.is_contiguous() && padding.is_contiguous() && qkv.stride(3) == 1 &&
                          out.stride(3) == 1 && hasVectors(qkv);
    auto* processors = cudaFunction<CudaProcessorsFunction>("kerfCudaProcessors");
    if (!isServed || processors == nullptr) {
        return false;
    }
    const CudaQueue queue(qkv.device());
    if (processors() == 0) {
        return false;
    }
    const std::string name = fmt::format("window attention {} x {}", side, side);
    auto* run = trusted<CudaWindowAttentionFunction>(
        "kerfCudaWindowAttention", name.c_str(), qkv,
        [&](CudaWindowAttentionFunction* candidate) { return attentionAgrees(candidate, qkv, side); });
    if (run == nullptr) {
        return false;
    }
    checkCuda(start(run, out, qkv, bias, padding, side, shift), "the window attention");
    return true;
}

void fuseCuda(const at::Tensor& out, const at::Tensor& sum, const at::Tensor& bias, const Fusion& fusion) {
    auto* run =
        isOurs(sum.scalar_type()) && sum.stride(3) == 1 && canFuse(out, fusion, sum.scalar_type())
            ? trusted<CudaFuseFunction>(
                  "kerfCudaFuse", "epilogue", sum,
                  [&](CudaFuseFunction* candidate) {
                      const at::Tensor input = randomMap(sum, 4, 5, 21);
                      const at::Tensor offset = at::randn({21}, at::TensorOptions().dtype(at::kFloat));
                      Fusion trial{.activation = Activation::gelu, .gain = 0.5F};
                      trial.residual = randomMap(sum, 4, 5, 21);
                      const at::Tensor result = at::empty_like(input);
                      checkCuda(
                          start(candidate, result, input, offset.to(sum.device()), trial), "an epilogue");
                      trial.residual = onCpu(trial.residual);
                      return isNear(result, applyFusion(onCpu(input) + offset, trial));
                  })
            : nullptr;
    if (run != nullptr) {
        checkCuda(start(run, out, sum, bias, fusion), "an epilogue");
        return;
    }
    out.copy_(applyFusion(bias.defined() ? sum + bias.to(sum.scalar_type()) : sum, fusion));
}

} // namespace kerf::nn
