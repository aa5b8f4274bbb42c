#pragma once

#include "core/base/progress.h"
#include "core/nn/deform_conv.h"
#include "core/nn/layers.h"
#include "core/nn/weights.h"

#include <vector>

namespace kerf::nn {

// A convolution's weight and bias with the batch norm behind it folded in.
Folded foldedConv(const Weights& conv, const Weights& batchNorm);

// Atrous pyramid of deformable convolutions (BiRefNet's ASPPDeformable), 64 channels in and out.
class DeformableAspp {
public:
    DeformableAspp(const Weights& weights, const Target& target);

    at::Tensor operator()(const at::Tensor& x, const Progress& progress) const;

private:
    struct Branch {
        Branch(const Weights& weights, const Target& target);
        void into(const at::Tensor& out, const at::Tensor& x, const Progress& progress) const;

        Conv offsetsAndMask; // 2 k k offsets, then k k mask values in front of their sigmoid
        DeformConv conv;
        std::int64_t taps = 0;
    };

    // What the image's mean adds to the last convolution's sums, [N, 1, 1, channels] fp32.
    at::Tensor pooled(const at::Tensor& x) const;

    Target m_target;
    std::vector<Branch> m_branches;
    Folded m_pool;         // of the mean, [256, 64, 1, 1]
    at::Tensor m_joinPool; // the part of the last convolution that sees it, [64, 256]
    Conv m_join;
};

// BiRefNet's BasicDecBlk without its last convolution: 3 x 3 and ReLU to 64 channels, then the pyramid.
class DecoderBlock {
public:
    DecoderBlock(const Weights& weights, const Target& target);

    at::Tensor operator()(const at::Tensor& x, const Progress& progress) const;
    std::int64_t inputs() const noexcept { return m_in.inputs(); }

private:
    Conv m_in;
    DeformableAspp m_aspp;
};

} // namespace kerf::nn
