#pragma once

#include "core/base/progress.h"
#include "core/nn/architecture.h"
#include "core/nn/layers.h"
#include "core/nn/weights.h"

#include <array>
#include <memory>

namespace kerf::nn {

// Swin Transformer v1 (Liu et al. 2021) as BiRefNet's backbone `bb.`, packed for one target.
class Swin {
public:
    Swin(const Weights& weights, const BiRefNetShape& shape, const Target& target);
    ~Swin();
    Swin(Swin&&) noexcept;
    Swin& operator=(Swin&&) noexcept;

    // `x` is a map [N, H, W, 3], normalised, sides multiples of 32. Returns the four stages' normed outputs:
    // [N, H/4, W/4, embed] ... [N, H/32, W/32, 8 embed]. Steps `progress` at every block.
    std::array<at::Tensor, 4> forward(const at::Tensor& x, const Progress& progress = {}) const;

private:
    struct Layers;
    std::unique_ptr<const Layers> m_layers;
};

} // namespace kerf::nn
