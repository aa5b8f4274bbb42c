#include "core/nn/deform_conv_plans.h"

#include <ATen/ATen.h>

namespace kerf::nn {
namespace {

// One axis of a tap: the neighbours' indices, inside the picture, and their weights.
struct Axis {
    at::Tensor index[2];
    at::Tensor weight[2];
};

Axis neighbours(const at::Tensor& at, std::int64_t size) {
    const at::Tensor low = at.floor();
    const at::Tensor part = at - low;
    Axis axis;
    for (int i = 0; i < 2; ++i) {
        const at::Tensor place = low + i;
        const at::Tensor isOut = place.lt(0).logical_or(place.gt(double(size - 1)));
        axis.weight[i] = (i == 0 ? 1 - part : part).masked_fill(isOut, 0);
        axis.index[i] = place.clamp(0, double(size - 1)).nan_to_num().to(at::kLong);
    }
    return axis;
}

at::Tensor activated(const at::Tensor& x, Activation activation) {
    switch (activation) {
    case Activation::relu:
        return at::relu(x);
    case Activation::leaky_relu:
        return at::leaky_relu(x, 0.2);
    case Activation::sigmoid:
        return at::sigmoid(x);
    default:
        return x;
    }
}

class Reference final : public DeformConv::Plan {
public:
    Reference(const Target& target, const at::Tensor& weight, const at::Tensor& bias)
        : m_kernel(weight.size(2)),
          m_weight(weight.permute({2, 3, 1, 0})
                       .reshape({-1, weight.size(1), weight.size(0)})
                       .to(target.options().dtype(at::kFloat))),
          m_bias(
              (bias.defined() ? bias : at::zeros({weight.size(0)})).to(target.options().dtype(at::kFloat))) {}

    void run(const DeformCall& call) const override {
        const at::Tensor& x = call.x;
        const std::int64_t h = x.size(1);
        const std::int64_t w = x.size(2);
        const auto floats = x.options().dtype(at::kFloat);
        const at::Tensor pixels = x.to(at::kFloat).reshape({-1, x.size(3)});
        const at::Tensor rows = at::arange(h, floats).view({1, h, 1}) - double(m_kernel / 2);
        const at::Tensor columns = at::arange(w, floats).view({1, 1, w}) - double(m_kernel / 2);
        const at::Tensor first = at::arange(x.size(0), floats.dtype(at::kLong)).view({-1, 1, 1}) * (h * w);
        at::Tensor sum = m_bias.repeat({pixels.size(0), 1});
        for (std::int64_t tap = 0; tap < m_kernel * m_kernel; ++tap) {
            const auto i = double(tap / m_kernel);
            const auto j = double(tap % m_kernel);
            const Axis y = neighbours(rows + i + call.offset.select(3, 2 * tap).to(at::kFloat), h);
            const Axis across =
                neighbours(columns + j + call.offset.select(3, 2 * tap + 1).to(at::kFloat), w);
            at::Tensor mask = call.modulator.select(3, tap).to(at::kFloat);
            if (call.isRaw) {
                mask = 2 * mask.sigmoid();
            }
            at::Tensor sampled;
            for (int corner = 0; corner < 4; ++corner) {
                const int v = corner / 2;
                const int u = corner % 2;
                const at::Tensor index = (first + y.index[v] * w + across.index[u]).reshape({-1});
                const at::Tensor factor = (mask * y.weight[v] * across.weight[u]).reshape({-1, 1});
                const at::Tensor part = pixels.index_select(0, index) * factor;
                sampled = sampled.defined() ? sampled.add_(part) : part;
            }
            sum.addmm_(sampled, m_weight[tap]);
        }
        call.out.copy_(activated(sum, call.activation).view(call.out.sizes()));
    }

private:
    std::int64_t m_kernel;
    at::Tensor m_weight; // [k * k, in, out]
    at::Tensor m_bias;
};

} // namespace

std::shared_ptr<const DeformConv::Plan>
planDeformReference(const Target& target, const at::Tensor& weight, const at::Tensor& bias) {
    return std::make_shared<Reference>(target, weight, bias);
}

} // namespace kerf::nn
