#pragma once

#include "core/base/progress.h"
#include "core/nn/architecture.h"
#include "core/nn/layers.h"
#include "core/nn/weights.h"

#include <memory>

namespace kerf::nn {

// Kerf's own small mask net (tools/train/minimask/net.py), packed for one target.
class MiniMask {
public:
    MiniMask(const Weights& weights, const MiniMaskShape& shape, const Target& target);
    ~MiniMask();
    MiniMask(MiniMask&&) noexcept;
    MiniMask& operator=(MiniMask&&) noexcept;

    // `x` is a map [N, H, W, 3], normalised as BiRefNet's, sides multiples of 32, of the target's type or
    // fp32. Returns the logits [N, H, W, 1], fp32. Steps `progress` at every stage.
    at::Tensor forward(const at::Tensor& x, const Progress& progress = {}) const;

private:
    struct Layers;
    std::unique_ptr<const Layers> m_layers;
};

} // namespace kerf::nn
