#pragma once

// Layers that the nets are written with. Internal to nn.
//
// A "map" is a tensor [N, H, W, C]: channels last, so that a pixel is a token and a matrix row. A slice of a
// map's channels (sliceOf) is a map too; every layer reads and writes such slices, so nothing is ever
// concatenated. What runs where (kernels of ours, oneDNN, cuDNN) is decided in here, never in a net.

#include "core/base/progress.h"
#include "core/nn/activation.h"

#include <ATen/core/Tensor.h>

#include <memory>

namespace kerf::nn {

// Where a net computes, and in which type its maps and weights are. Sums are fp32 everywhere.
struct Target {
    at::Device device = at::kCPU;
    at::ScalarType type = at::kFloat; // kFloat, kBFloat16; on CUDA kHalf too

    at::TensorOptions options() const { return at::TensorOptions().device(device).dtype(type); }
};

at::Tensor makeMap(const Target& target, std::int64_t n, std::int64_t h, std::int64_t w, std::int64_t c);
// The same within a frame of zeros, one pixel wide, that no layer writes: what ConvInput::framed reads.
at::Tensor
makeFramedMap(const Target& target, std::int64_t n, std::int64_t h, std::int64_t w, std::int64_t c);
at::Tensor sliceOf(const at::Tensor& map, std::int64_t firstChannel, std::int64_t channels);

// What happens to a sum before it is stored: out = residual + gain * activation(sum + bias).
struct Fusion {
    Activation activation = Activation::none;
    float slope = 0.2F;     // leaky_relu's
    at::Tensor slopes = {}; // prelu's, [C] fp32
    float gain = 1.0F;
    at::Tensor residual = {}; // a map of the output's size; may be the output itself
};

// What a Conv does for one target.
class ConvPlan {
public:
    virtual ~ConvPlan() = default;
    // On the CPU, where this can take long, `progress` is stepped in between.
    virtual void
    run(const at::Tensor& out, const at::Tensor& x, const Fusion& fusion, const Progress& progress) const = 0;
    void run(const at::Tensor& out, const at::Tensor& x, const Fusion& fusion) const {
        run(out, x, fusion, {});
    }
};

// What a convolution is applied to: the map, or the map enlarged by nearest-x2, which is then never made
// (3 x 3 only). The output of the latter has twice the map's sides. `framed` is `same` for slices of a
// makeFramedMap(), 3 x 3 only: its zeros are read in place, and on the CPU nothing is copied.
enum class ConvInput : std::uint8_t { same, nearest_2x, framed };

// A convolution k x k (odd), stride 1, zero padding k / 2, with bias; 1 x 1 is a linear layer. The weights
// are converted and packed once, here. Cheap to copy; may be used from one thread at a time.
class Conv {
public:
    Conv() = default; // empty; not to be called
    // `weight` is [out, in, k, k] or [out, in], `bias` [out] or undefined; both fp32 on the CPU.
    Conv(
        const Target& target,
        const at::Tensor& weight,
        const at::Tensor& bias,
        ConvInput input = ConvInput::same);

    // On the CPU x, the output and the residual may each be fp32 or bf16, whatever the target's type is.
    // Step `progress` and heed a stop, on the CPU many times a second; `out` is then half written.
    at::Tensor
    operator()(const at::Tensor& x, const Fusion& fusion = {}, const Progress& progress = {}) const;
    // `out` may not overlap x. `out` and fusion.residual may be fp32 where the target's type is narrower (a
    // trunk, the last layer): the sum is then stored as it is. Rows of a map (narrow(1, ...)) are maps too.
    void
    into(const at::Tensor& out, const at::Tensor& x, const Fusion& fusion = {}, const Progress& progress = {})
        const;

    std::int64_t inputs() const noexcept { return m_inputs; }
    std::int64_t outputs() const noexcept { return m_outputs; }

private:
    Target m_target;
    std::int64_t m_inputs = 0;
    std::int64_t m_outputs = 0;
    ConvInput m_input = ConvInput::same;
    bool m_enlarges = false; // before the plan, which doesn't
    std::shared_ptr<const ConvPlan> m_plan;
};

// Weight and bias of a convolution with the batch norm (eps 1e-5) that follows it folded in.
struct Folded {
    at::Tensor weight;
    at::Tensor bias;
};
Folded foldBatchNorm(
    const at::Tensor& weight,
    const at::Tensor& bias, // may be undefined
    const at::Tensor& scale,
    const at::Tensor& shift,
    const at::Tensor& mean,
    const at::Tensor& variance);

// Over the channels, eps 1e-5, statistics in fp32. `scale` and `shift` are [C] fp32 on the map's device.
at::Tensor layerNorm(const at::Tensor& x, const at::Tensor& scale, const at::Tensor& shift);

// Bilinear with align_corners=True, as all of BiRefNet's are. out = residual + resized where `residual` is
// given.
at::Tensor
resizeBilinear(const at::Tensor& x, std::int64_t h, std::int64_t w, const at::Tensor& residual = {});
void resizeBilinearInto(const at::Tensor& out, const at::Tensor& x, const at::Tensor& residual = {});

at::Tensor upsampleNearest2x(const at::Tensor& x);

} // namespace kerf::nn
