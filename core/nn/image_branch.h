#pragma once

#include "core/contract/model_info.h"
#include "core/nn/layers.h"
#include "core/nn/weights.h"

namespace kerf::nn {

// The image cut into grid x grid parts that lie on each other: [N, H, W, 3] to [N, H / grid, W / grid,
// grid * grid * 3], channels ordered by (row of the part, column of the part, colour).
at::Tensor gatherPatches(const Target& target, const at::Tensor& image, std::int64_t grid);

// Two convolutions on patches of the image that BiRefNet's decoder is given beside its maps (ipt_blk).
class ImageBranch {
public:
    // `order` is how the weights expect the patches; it is undone here.
    ImageBranch(const Weights& weights, std::int64_t grid, PatchOrder order, const Target& target);

    void into(const at::Tensor& out, const at::Tensor& image) const;
    std::int64_t outputs() const noexcept { return m_out.outputs(); }

private:
    Target m_target;
    std::int64_t m_grid = 1;
    Conv m_in;
    Conv m_out;
};

// BiRefNet's logits: conv_out1 on decoder_block1's output, enlarged, and on ipt_blk1's. No activation stands
// between these, so the first is one 3 x 3 convolution on the small map, and the second one 5 x 5
// convolution on the image, but for the outermost pixels (zero padding between the two). fp32.
class LogitsHead {
public:
    explicit LogitsHead(const Weights& net, const Target& target);

    // `inner` is decoder_block1's inner map; `image` [N, H, W, 3], fp32. Returns [N, H, W, 1].
    at::Tensor operator()(const at::Tensor& inner, const at::Tensor& image) const;

private:
    void addImage(const at::Tensor& logits, const at::Tensor& image) const;

    Conv m_map;      // 3 x 3 to 1
    Conv m_image;    // 5 x 5, 3 to 1
    Conv m_borderIn; // what the 5 x 5 stands for, one after the other
    Conv m_borderOut;
};

} // namespace kerf::nn
