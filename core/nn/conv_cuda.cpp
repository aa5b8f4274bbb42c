#include "core/nn/conv_cuda.h"

#include "core/base/check.h"
#include "core/nn/conv_plans.h"
#include "core/nn/conv_tile.h"
#include "core/nn/cuda_kernels.h"
#include "core/nn/layers_cuda.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <array>

namespace kerf::nn {

namespace {

std::int64_t paddedOutputs(std::int64_t outputs) {
    return roundUp(outputs, outputs > 32 ? 64 : 32);
}

// A map as [pixels, C] without a copy; undefined where its lines don't follow one another.
at::Tensor pixelsOf(const at::Tensor& map) {
    const bool isDense = map.stride(3) == 1 && map.stride(1) == map.size(2) * map.stride(2) &&
                         (map.size(0) == 1 || map.stride(0) == map.size(1) * map.stride(1));
    return isDense
               ? map.as_strided({map.size(0) * map.size(1) * map.size(2), map.size(3)}, {map.stride(2), 1})
               : at::Tensor();
}

struct ConvKernel {
    CudaConvFunction* run = nullptr;
    int processors = 0;
};

// Null functions on a device or in a build that has none.
ConvKernel kernelOn(const at::Device& device) {
    auto* run = cudaFunction<CudaConvFunction>("kerfCudaConv");
    auto* processors = cudaFunction<CudaProcessorsFunction>("kerfCudaProcessors");
    if (run == nullptr || processors == nullptr) {
        return {};
    }
    const CudaQueue queue(device);
    const int count = processors();
    return count > 0 ? ConvKernel{run, count} : ConvKernel{};
}

// Our own kernel; 16-bit types, 1 x 1 and 3 x 3.
class TensorCores final : public ConvPlan {
public:
    TensorCores(
        const Target& target, const at::Tensor& weight, const at::Tensor& bias, const ConvKernel& kernel)
        : m_kernel(kernel),
          m_outputs(weight.size(0)),
          m_side(weight.size(2)),
          m_weights(packForCuda(weight).to(target.options())),
          m_bias(bias.defined() ? bias.to(target.device) : bias),
          m_isBfloat16(target.type == at::kBFloat16) {}

    using ConvPlan::run;
    void run(const at::Tensor& out, const at::Tensor& x, const Fusion& fusion, const Progress& /*progress*/)
        const override {
        KERF_CHECK(x.scalar_type() == m_weights.scalar_type());
        if (!canFuse(out, fusion, x.scalar_type())) {
            const at::Tensor copy = at::empty(out.sizes(), out.options());
            Fusion plain = fusion;
            plain.slopes = plain.slopes.defined() ? plain.slopes.to(out.device(), at::kFloat).contiguous()
                                                  : plain.slopes;
            plain.residual =
                plain.residual.defined() ? plain.residual.to(at::kFloat).contiguous() : plain.residual;
            run(copy, x, plain);
            out.copy_(copy);
            return;
        }
        const at::Tensor source = inVectors(x);
        CudaConv job{};
        job.x = cudaMapOf(source);
        job.out = cudaMapOf(out);
        job.weights = m_weights.const_data_ptr();
        job.fusion = cudaFusionOf(fusion, out, m_bias);
        job.images = int(x.size(0));
        job.height = int(x.size(1));
        job.width = int(x.size(2));
        job.inputs = int(source.size(3));
        job.outputs = int(m_outputs);
        job.paddedOutputs = int(paddedOutputs(m_outputs));
        job.kernel = int(m_side);
        job.isBfloat16 = m_isBfloat16;
        job.processors = m_kernel.processors;
        if (m_side == 1) {
            flatten(job);
        }
        const CudaQueue queue(out.device());
        job.stream = queue.stream();
        checkCuda(m_kernel.run(&job), "a convolution");
    }

private:
    // Pixels that follow one another can be cut into lines of any length: a tile's.
    static void flatten(CudaConv& job) {
        const std::int64_t pixels = std::int64_t(job.images) * job.height * job.width;
        const auto isLinear = [&](const CudaMap& map) {
            return map.data == nullptr ||
                   (map.lineStride == job.width * map.pixelStride &&
                    (job.images == 1 || map.imageStride == job.height * map.lineStride));
        };
        if (pixels % convtile::kTileWidth != 0 || !isLinear(job.x) || !isLinear(job.out) ||
            !isLinear(job.fusion.residual)) {
            return;
        }
        job.images = 1;
        job.width = convtile::kTileWidth;
        job.height = int(pixels / convtile::kTileWidth);
        for (CudaMap* map : {&job.x, &job.out, &job.fusion.residual}) {
            map->lineStride = map->pixelStride * convtile::kTileWidth;
        }
    }

    ConvKernel m_kernel;
    std::int64_t m_outputs;
    std::int64_t m_side;
    at::Tensor m_weights;
    at::Tensor m_bias;
    bool m_isBfloat16;
};

// cuDNN and cuBLAS through ATen, then one pointwise kernel.
class Library final : public ConvPlan {
public:
    Library(const Target& target, const at::Tensor& weight, const at::Tensor& bias)
        : m_weight(weight.to(target.options())), m_bias(bias.defined() ? bias.to(target.device) : bias) {
        if (weight.size(2) == 1) {
            m_matrix = m_weight.view({weight.size(0), weight.size(1)}).t();
        } else {
            m_weight = m_weight.contiguous(at::MemoryFormat::ChannelsLast);
        }
        if (m_bias.defined()) {
            m_narrowBias = m_bias.to(target.type);
        }
    }

    void run(const at::Tensor& out, const at::Tensor& x, const Fusion& fusion, const Progress& /*progress*/)
        const override {
        const bool isPlain = fusion.activation == Activation::none && fusion.gain == 1.0F &&
                             !fusion.residual.defined() && out.scalar_type() == m_weight.scalar_type();
        const at::Tensor rows = m_matrix.defined() ? pixelsOf(x) : at::Tensor();
        at::Tensor target = isPlain && rows.defined() ? pixelsOf(out) : at::Tensor();
        if (target.defined()) {
            if (m_narrowBias.defined()) {
                at::addmm_out(target, m_narrowBias, rows, m_matrix);
            } else {
                at::mm_out(target, rows, m_matrix);
            }
            return;
        }
        const at::Tensor sum =
            rows.defined() ? at::mm(rows, m_matrix).view({x.size(0), x.size(1), x.size(2), m_weight.size(0)})
                           : at::conv2d(x.permute({0, 3, 1, 2}), m_weight, {}, 1, m_weight.size(2) / 2)
                                 .permute({0, 2, 3, 1});
        fuseCuda(out, sum, m_bias, fusion);
    }

private:
    at::Tensor m_weight;
    at::Tensor m_matrix; // [in, out], of a 1 x 1
    at::Tensor m_bias;   // fp32
    at::Tensor m_narrowBias;
};

struct Trial {
    std::int64_t images;
    std::int64_t height;
    std::int64_t width;
    std::int64_t inputs;
    std::int64_t outputs;
    std::int64_t side;
    bool isSliced;
    Activation activation;
};

// Compared on the CPU in fp32, on the very values that the kernel reads, so that only the sums' order and one
// rounding are left.
bool trialAgrees(const Target& target, const ConvKernel& kernel, const Trial& trial) {
    const at::TensorOptions floats = at::TensorOptions().dtype(at::kFloat);
    const at::Tensor weight =
        (at::randn({trial.outputs, trial.inputs, trial.side, trial.side}, floats) / double(trial.side * 8))
            .to(target.type);
    const at::Tensor bias = at::randn({trial.outputs}, floats);
    const at::Tensor x =
        at::randn({trial.images, trial.height, trial.width, trial.inputs}, floats).to(target.type);
    const at::Tensor residual =
        at::randn({trial.images, trial.height, trial.width, trial.outputs}, floats).to(target.type);

    const std::int64_t margin = trial.isSliced ? 16 : 0;
    const at::Tensor wide =
        makeMap(target, trial.images, trial.height, trial.width, trial.inputs + trial.outputs + 2 * margin);
    wide.fill_(7.0);
    const at::Tensor source = trial.isSliced ? sliceOf(wide, 0, trial.inputs) : x.to(target.device);
    const at::Tensor out = trial.isSliced
                               ? sliceOf(wide, trial.inputs + margin, trial.outputs)
                               : makeMap(target, trial.images, trial.height, trial.width, trial.outputs);
    source.copy_(x);
    Fusion fusion{.activation = trial.activation, .gain = 0.5F};
    fusion.residual = residual.to(target.device);
    TensorCores(target, weight.to(at::kFloat), bias, kernel).run(out, source, fusion);

    const Target onCpu;
    const at::Tensor expected = makeMap(onCpu, trial.images, trial.height, trial.width, trial.outputs);
    fusion.residual = residual.to(at::kFloat);
    planReference(onCpu, weight.to(at::kFloat), bias)->run(expected, x.to(at::kFloat), fusion);
    const double error = ((out.cpu().to(at::kFloat) - expected).norm() / expected.norm()).item<double>();
    const bool isUntouched =
        !trial.isSliced || (wide.narrow(3, trial.inputs, margin).cpu() == 7.0).all().item<bool>();
    return error <= (target.type == at::kHalf ? 1e-3 : 6e-3) && isUntouched;
}

bool kernelAgrees(const Target& target, const ConvKernel& kernel, std::int64_t side) {
    // Each tile once (large maps take the tall ones), ragged borders, odd channel counts, slices.
    const std::int64_t manyLines = std::int64_t(kernel.processors) * 32 + 5;
    const std::array trials{
        Trial{1, 19, 37, 64, 64, side, false, Activation::none},
        Trial{2, 9, 21, 72, 40, side, true, Activation::leaky_relu},
        Trial{1, 5, 16, 16, 3, side, false, Activation::sigmoid},
        Trial{1, 23, 16, 12, 32, side, false, Activation::gelu},
        Trial{1, manyLines, 16, 24, 72, side, true, Activation::relu},
        Trial{1, manyLines, 17, 32, 32, side, true, Activation::leaky_relu},
    };
    for (const Trial& trial : trials) {
        if (!trialAgrees(target, kernel, trial)) {
            return false;
        }
    }
    return true;
}

// cuDNN and cuBLAS round factors or part sums to fewer bits unless they are told not to.
void keepSumsWide() {
    at::Context& context = at::globalContext();
    context.setAllowTF32CuDNN(false);
    context.setAllowTF32CuBLAS(false);
    context.setAllowFP16ReductionCuBLAS(false, false);
    context.setAllowBF16ReductionCuBLAS(false, false);
}

// 1 x 1: cuBLAS multiplies large matrices faster; ours saves it the pass of the epilogue.
constexpr std::int64_t kMostInputsOf1x1 = 512;

} // namespace

at::Tensor packForCuda(const at::Tensor& weight) {
    const std::int64_t outputs = weight.size(0);
    const std::int64_t inputs = weight.size(1);
    const std::int64_t taps = weight.size(2) * weight.size(3);
    const std::int64_t stages = roundUp(inputs, convtile::kStageChannels) / convtile::kStageChannels;
    const at::Tensor padded =
        at::zeros({paddedOutputs(outputs), stages * convtile::kStageChannels, taps}, weight.options());
    padded.narrow(0, 0, outputs).narrow(1, 0, inputs).copy_(weight.reshape({outputs, inputs, taps}));
    return padded.view({paddedOutputs(outputs), stages, convtile::kStageChannels, taps})
        .permute({1, 3, 0, 2})
        .contiguous();
}

std::shared_ptr<const ConvPlan>
planCuda(const Target& target, const at::Tensor& weight, const at::Tensor& bias) {
    if (target.device.is_cuda()) {
        keepSumsWide();
    }
    const std::int64_t side = weight.size(2);
    if (target.device.is_cuda() && isNarrow(target.type) &&
        (side == 3 || (side == 1 && weight.size(1) <= kMostInputsOf1x1))) {
        const ConvKernel kernel = kernelOn(target.device);
        const std::string key = fmt::format(
            "convolution {} x {} in {} on {}", side, side, at::toString(target.type), target.device.str());
        if (kernel.run != nullptr && isTrusted(key, [&] { return kernelAgrees(target, kernel, side); })) {
            return std::make_shared<TensorCores>(target, weight, bias, kernel);
        }
    }
    return std::make_shared<Library>(target, weight, bias);
}

} // namespace kerf::nn
