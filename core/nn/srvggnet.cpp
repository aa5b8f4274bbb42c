#include "core/nn/srvggnet.h"

#include "core/base/check.h"

#include <ATen/ATen.h>

#include <vector>

namespace kerf::nn {
namespace {

struct Layer {
    Conv conv;
    at::Tensor slopes; // of the PReLU behind it; undefined: none
};

Layer loadLayer(const Target& target, const Weights& body, int index, bool hasSlopes) {
    return {
        .conv = Conv(target, body[index].get("weight"), body[index].get("bias")),
        .slopes = hasSlopes ? body[index + 1].get("weight").to(target.device) : at::Tensor()};
}

} // namespace

struct SrvggNet::Layers {
    Target target;
    SrvggNetShape shape;
    Layer first; // fp32: a photo's values stay unrounded
    std::vector<Layer> inner;
    Layer last;
};

SrvggNet::SrvggNet(const Weights& weights, const SrvggNetShape& shape, const Target& target) {
    const Weights body = weights["body"];
    auto layers = std::make_unique<Layers>();
    layers->target = target;
    layers->shape = shape;
    layers->first = loadLayer({target.device, at::kFloat}, body, 0, true);
    for (int i = 1; i <= shape.depth; ++i) {
        layers->inner.push_back(loadLayer(target, body, 2 * i, true));
    }
    layers->last = loadLayer(target, body, 2 * (shape.depth + 1), false);
    m_layers = std::move(layers);
}

SrvggNet::~SrvggNet() = default;
SrvggNet::SrvggNet(SrvggNet&&) noexcept = default;
SrvggNet& SrvggNet::operator=(SrvggNet&&) noexcept = default;

at::Tensor SrvggNet::forward(const at::Tensor& x, const Progress& progress) const {
    KERF_CHECK(x.dim() == 4 && x.size(3) == 3 && x.numel() > 0);
    const std::int64_t n = x.size(0);
    const std::int64_t h = x.size(1);
    const std::int64_t w = x.size(2);
    const std::int64_t s = m_layers->shape.scale;
    const auto prelu = [](const Layer& layer) {
        return Fusion{.activation = Activation::prelu, .slopes = layer.slopes};
    };
    const at::Tensor wide = x.to(at::kFloat);
    at::Tensor map = makeMap(m_layers->target, n, h, w, m_layers->shape.width);
    at::Tensor other = at::empty_like(map);
    const double steps = double(m_layers->inner.size()) + 2.0;
    progress.step(0.0);
    map.copy_(m_layers->first.conv(wide, prelu(m_layers->first)));
    for (std::size_t i = 0; i < m_layers->inner.size(); ++i) {
        progress.step(double(i + 1) / steps);
        m_layers->inner[i].conv.into(other, map, prelu(m_layers->inner[i]));
        std::swap(map, other);
    }
    progress.step((steps - 1.0) / steps);
    const at::Tensor folded = at::empty({n, h, w, 3 * s * s}, wide.options());
    m_layers->last.conv.into(folded, map);

    // Channel (c s + dy) s + dx is colour c of the pixel at (dy, dx); the picture itself is added to each.
    const at::Tensor out = at::empty({n, h * s, w * s, 3}, wide.options());
    const at::Tensor cells = folded.view({n, h, w, 3, s, s}).permute({0, 1, 4, 2, 5, 3});
    at::Tensor places = out.view({n, h, s, w, s, 3});
    at::add_out(places, cells, wide.view({n, h, 1, w, 1, 3}));
    progress.step(1.0);
    return out;
}

} // namespace kerf::nn
