#include "core/nn/conv_plans.h"

#include <ATen/ATen.h>

namespace kerf::nn {
namespace {

at::Tensor activated(const at::Tensor& x, const Fusion& fusion) {
    switch (fusion.activation) {
    case Activation::none:
        return x;
    case Activation::relu:
        return at::relu(x);
    case Activation::leaky_relu:
        return at::leaky_relu(x, fusion.slope);
    case Activation::prelu:
        return at::where(x >= 0, x, x * fusion.slopes.to(x.options()));
    case Activation::gelu:
        return at::gelu(x);
    case Activation::sigmoid:
        return at::sigmoid(x);
    }
    return x;
}

class Reference final : public ConvPlan {
public:
    Reference(const Target& target, const at::Tensor& weight, const at::Tensor& bias)
        : m_weight(weight.to(target.options())), m_bias(bias.defined() ? bias.to(target.options()) : bias) {}

    void run(const at::Tensor& out, const at::Tensor& x, const Fusion& fusion, const Progress& /*progress*/)
        const override {
        const std::int64_t pad = m_weight.size(2) / 2;
        // ATen rounds its result to the type it computes in.
        const auto type = out.scalar_type() == at::kFloat ? at::kFloat : m_weight.scalar_type();
        const at::Tensor sum = at::conv2d(
                                   x.permute({0, 3, 1, 2}).to(type), m_weight.to(type),
                                   m_bias.defined() ? m_bias.to(type) : m_bias, /*stride=*/1, pad)
                                   .permute({0, 2, 3, 1});
        out.copy_(applyFusion(sum, fusion));
    }

private:
    at::Tensor m_weight;
    at::Tensor m_bias;
};

} // namespace

at::Tensor applyFusion(const at::Tensor& sum, const Fusion& fusion) {
    at::Tensor result = activated(sum, fusion);
    if (fusion.gain != 1.0F) {
        result = result * fusion.gain;
    }
    return fusion.residual.defined() ? fusion.residual + result : result;
}

std::shared_ptr<const ConvPlan>
planReference(const Target& target, const at::Tensor& weight, const at::Tensor& bias) {
    return std::make_shared<Reference>(target, weight, bias);
}

} // namespace kerf::nn
