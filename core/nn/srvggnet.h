#pragma once

#include "core/base/progress.h"
#include "core/nn/architecture.h"
#include "core/nn/layers.h"
#include "core/nn/weights.h"

#include <memory>

namespace kerf::nn {

// Real-ESRGAN's compact net (SRVGGNetCompact), packed for one target.
class SrvggNet {
public:
    SrvggNet(const Weights& weights, const SrvggNetShape& shape, const Target& target);
    ~SrvggNet();
    SrvggNet(SrvggNet&&) noexcept;
    SrvggNet& operator=(SrvggNet&&) noexcept;

    // `x` is a map [N, H, W, 3] of the target's type, RGB in 0..1;
    // returns [N, H * scale, W * scale, 3], fp32, not clamped. Steps `progress` at every block.
    at::Tensor forward(const at::Tensor& x, const Progress& progress = {}) const;

private:
    struct Layers;
    std::unique_ptr<const Layers> m_layers;
};

} // namespace kerf::nn
