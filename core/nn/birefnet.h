#pragma once

#include "core/base/progress.h"
#include "core/contract/model_info.h"
#include "core/nn/architecture.h"
#include "core/nn/layers.h"
#include "core/nn/weights.h"

#include <memory>

namespace kerf::nn {

// BiRefNet (Zheng et al. 2024) as released: Swin backbone at two sizes, deformable ASPP squeeze, four decoder
// blocks with patches of the image. Packed for one target.
class BiRefNet {
public:
    // `order` is how this checkpoint was trained to see image patches; it is undone here, once.
    BiRefNet(const Weights& weights, const BiRefNetShape& shape, PatchOrder order, const Target& target);
    ~BiRefNet();
    BiRefNet(BiRefNet&&) noexcept;
    BiRefNet& operator=(BiRefNet&&) noexcept;

    // `x` is a map [N, H, W, 3], normalised by mean and deviation, sides multiples of 32, of the target's
    // type or fp32. Returns the logits [N, H, W, 1], fp32. Steps `progress` at every block.
    at::Tensor forward(const at::Tensor& x, const Progress& progress = {}) const;

    // What the tests compare with the official code's inner values.
    struct Inner {
        std::array<at::Tensor, 4> stages; // both sizes joined; the last with the context of the others
        at::Tensor squeezed;
        at::Tensor logits;
    };
    Inner forwardInner(const at::Tensor& x) const;

private:
    struct Layers;
    std::unique_ptr<const Layers> m_layers;
};

// What the official code normalises RGB in 0..1 with.
inline constexpr float kImageMean[3] = {0.485F, 0.456F, 0.406F};
inline constexpr float kImageDeviation[3] = {0.229F, 0.224F, 0.225F};

} // namespace kerf::nn
