#include "core/nn/deform_conv_cuda.h"

#include "core/base/check.h"
#include "core/nn/cuda_kernels.h"
#include "core/nn/deform_conv_plans.h"
#include "core/nn/deform_tile.h"
#include "core/nn/layers_cuda.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <array>

namespace kerf::nn {
namespace {

std::int64_t paddedOutputs(std::int64_t outputs) {
    return roundUp(outputs, outputs > 64 ? deformtile::kFloatOutputs : 64);
}

at::Tensor sideBySide(const at::Tensor& map, at::ScalarType type) {
    const at::Tensor typed = map.to(type);
    return typed.size(3) == 1 || typed.stride(3) == 1 ? typed : typed.contiguous();
}

class CudaPlan final : public DeformConv::Plan {
public:
    CudaPlan(
        const Target& target,
        const at::Tensor& weight,
        const at::Tensor& bias,
        CudaDeformConvFunction* function)
        : m_function(function),
          m_outputs(weight.size(0)),
          m_kernel(weight.size(2)),
          m_weights(packDeformForCuda(weight, target.type).to(target.options())),
          m_bias(bias.defined() ? bias.to(target.device, at::kFloat).contiguous() : bias) {}

    void run(const DeformCall& call) const override {
        const at::ScalarType type = m_weights.scalar_type();
        const Fusion fusion{.activation = call.activation};
        if (!canFuse(call.out, fusion, type)) {
            DeformCall copied = call;
            copied.out = at::empty(call.out.sizes(), call.out.options().dtype(at::kFloat));
            run(copied);
            call.out.copy_(copied.out);
            return;
        }
        const bool motionIsFloat =
            type == at::kFloat || call.offset.scalar_type() != type || call.modulator.scalar_type() != type;
        const at::Tensor x = inVectors(call.x.to(type));
        const at::Tensor offset = sideBySide(call.offset, motionIsFloat ? at::kFloat : type);
        const at::Tensor modulator = sideBySide(call.modulator, motionIsFloat ? at::kFloat : type);
        CudaDeformConv job{};
        job.type = cudaTypeOf(type);
        job.x = cudaMapOf(x);
        job.offset = cudaMapOf(offset);
        job.modulator = cudaMapOf(modulator);
        job.isRaw = call.isRaw;
        job.motionIsFloat = motionIsFloat;
        job.out = cudaMapOf(call.out);
        job.fusion = cudaFusionOf(fusion, call.out, m_bias);
        job.weights = m_weights.const_data_ptr();
        job.images = int(x.size(0));
        job.height = int(x.size(1));
        job.width = int(x.size(2));
        job.inputs = int(x.size(3));
        job.outputs = int(m_outputs);
        job.paddedOutputs = int(paddedOutputs(m_outputs));
        job.kernel = int(m_kernel);
        const CudaQueue queue(call.out.device());
        job.stream = queue.stream();
        checkCuda(m_function(&job), "a deformable convolution");
    }

private:
    CudaDeformConvFunction* m_function;
    std::int64_t m_outputs;
    std::int64_t m_kernel;
    at::Tensor m_weights;
    at::Tensor m_bias;
};

struct Trial {
    std::int64_t images;
    std::int64_t height;
    std::int64_t width;
    std::int64_t inputs;
    std::int64_t outputs;
    std::int64_t kernel;
    bool isRaw;
    Activation activation;
};

// Compared on the CPU in fp32, on the very values that the kernel reads, so that only the roundings of the
// samples and of the result are left. Into a slice, whose neighbours must stay.
bool trialAgrees(const Target& target, CudaDeformConvFunction* function, const Trial& trial) {
    const at::TensorOptions floats = at::TensorOptions().dtype(at::kFloat);
    const std::int64_t taps = trial.kernel * trial.kernel;
    const auto random = [&](std::int64_t channels) {
        return at::randn({trial.images, trial.height, trial.width, channels}, floats).to(target.type);
    };
    const at::Tensor weight =
        (at::randn({trial.outputs, trial.inputs, trial.kernel, trial.kernel}, floats) / double(taps * 8))
            .to(target.type)
            .to(at::kFloat);
    const at::Tensor bias = at::randn({trial.outputs}, floats);
    const at::Tensor x = random(trial.inputs);
    const at::Tensor offset = random(2 * taps) * 4;
    const at::Tensor modulator = random(taps);
    constexpr std::int64_t kMargin = 8;
    const at::Tensor wide =
        makeMap(target, trial.images, trial.height, trial.width, trial.outputs + 2 * kMargin);
    wide.fill_(7.0);
    DeformCall call{
        .out = sliceOf(wide, kMargin, trial.outputs),
        .x = x.to(target.device),
        .offset = offset.to(target.device),
        .modulator = modulator.to(target.device),
        .isRaw = trial.isRaw,
        .activation = trial.activation};
    CudaPlan(target, weight, bias, function).run(call);

    const at::Tensor got = call.out.cpu().to(at::kFloat);
    call.out = at::empty(got.sizes(), floats);
    call.x = x.to(at::kFloat);
    call.offset = offset.to(at::kFloat);
    call.modulator = modulator.to(at::kFloat);
    planDeformReference(Target(), weight, bias)->run(call);
    const double bound = target.type == at::kFloat ? 1e-5 : (target.type == at::kHalf ? 2e-3 : 1e-2);
    const double error = ((got - call.out).norm() / call.out.norm()).item<double>();
    const auto isKept = [&](std::int64_t first) {
        return (wide.narrow(3, first, kMargin).cpu() == 7.0).all().item<bool>();
    };
    return error <= bound && isKept(0) && isKept(kMargin + trial.outputs);
}

bool kernelAgrees(const Target& target, CudaDeformConvFunction* function) {
    constexpr std::array trials{
        Trial{1, 19, 21, 64, 256, 1, false, Activation::none},
        Trial{1, 17, 16, 64, 256, 3, true, Activation::relu},
        Trial{2, 9, 13, 40, 300, 3, false, Activation::leaky_relu},
        Trial{1, 11, 8, 13, 24, 7, true, Activation::sigmoid},
        Trial{3, 3, 2, 5, 7, 3, false, Activation::none},
    };
    for (const Trial& trial : trials) {
        if (!trialAgrees(target, function, trial)) {
            return false;
        }
    }
    return true;
}

} // namespace

at::Tensor packDeformForCuda(const at::Tensor& weight, at::ScalarType type) {
    const std::int64_t outputs = weight.size(0);
    const std::int64_t inputs = weight.size(1);
    const std::int64_t taps = weight.size(2) * weight.size(3);
    const std::int64_t step = isNarrow(type) ? deformtile::kStageChannels : 8;
    const at::Tensor padded =
        at::zeros({paddedOutputs(outputs), roundUp(inputs, step), taps}, weight.options());
    padded.narrow(0, 0, outputs).narrow(1, 0, inputs).copy_(weight.reshape({outputs, inputs, taps}));
    if (!isNarrow(type)) {
        return padded.permute({2, 1, 0}).contiguous();
    }
    return padded.view({padded.size(0), -1, step, taps}).permute({3, 1, 0, 2}).contiguous();
}

std::shared_ptr<const DeformConv::Plan>
planDeformCuda(const Target& target, const at::Tensor& weight, const at::Tensor& bias) {
    auto* function = cudaFunction<CudaDeformConvFunction>("kerfCudaDeformConv");
    auto* processors = cudaFunction<CudaProcessorsFunction>("kerfCudaProcessors");
    if (function != nullptr && processors != nullptr && target.device.is_cuda()) {
        const CudaQueue queue(target.device);
        const std::string key =
            fmt::format("deformable convolution in {} on {}", at::toString(target.type), target.device.str());
        // 16-bit types need tensor cores with the instructions of compute capability 8.0.
        const bool isRunnable = !isNarrow(target.type) || processors() > 0;
        if (isRunnable && isTrusted(key, [&] { return kernelAgrees(target, function); })) {
            return std::make_shared<CudaPlan>(target, weight, bias, function);
        }
    }
    return planDeformReference(target, weight, bias);
}

} // namespace kerf::nn
