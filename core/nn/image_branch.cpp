#include "core/nn/image_branch.h"

#include "core/base/check.h"
#include "core/nn/decoder_block.h"

#include <ATen/ATen.h>

namespace kerf::nn {
namespace {

// Puts a convolution's inputs into gatherPatches' order.
at::Tensor reorderInputs(const at::Tensor& weight, std::int64_t grid, PatchOrder order) {
    const std::int64_t outputs = weight.size(0);
    const at::Tensor ordered =
        order == PatchOrder::rows_first
            ? weight.view({outputs, 3, grid, grid, 3, 3}).permute({0, 2, 3, 1, 4, 5})  // colour, row, column
            : weight.view({outputs, grid, grid, 3, 3, 3}).permute({0, 2, 1, 3, 4, 5}); // column, row, colour
    return ordered.reshape(weight.sizes());
}

// The one 3 x 3 convolution that a 3 x 3 and a 1 x 1 to one channel behind it come to. Exact everywhere.
Folded appendPointwise(const Folded& conv, const at::Tensor& pointwise) {
    const at::Tensor mix = pointwise.flatten().to(at::kDouble);
    return {
        at::tensordot(mix.unsqueeze(0), conv.weight.to(at::kDouble), {1}, {0}).to(at::kFloat),
        at::dot(mix, conv.bias.to(at::kDouble)).view({1}).to(at::kFloat)};
}

// The 5 x 5 convolution that two 3 x 3 come to where no padding is between them.
Folded compose(const Folded& first, const Folded& second) {
    const at::Tensor a = first.weight.to(at::kDouble);  // [inner, in, 3, 3]
    const at::Tensor b = second.weight.to(at::kDouble); // [out, inner, 3, 3]
    const at::Tensor weight = at::zeros({b.size(0), a.size(1), 5, 5}, at::TensorOptions().dtype(at::kDouble));
    for (std::int64_t i = 0; i < 3; ++i) {
        for (std::int64_t j = 0; j < 3; ++j) {
            weight.narrow(2, i, 3).narrow(3, j, 3).add_(
                at::tensordot(b.select(3, j).select(2, i), a, {1}, {0}));
        }
    }
    const at::Tensor bias = at::mv(b.sum({2, 3}), first.bias.to(at::kDouble)) + second.bias.to(at::kDouble);
    return {weight.to(at::kFloat), bias.to(at::kFloat)};
}

Folded plain(const Weights& conv) {
    return {conv.get("weight"), conv.get("bias")};
}

} // namespace

at::Tensor gatherPatches(const Target& target, const at::Tensor& image, std::int64_t grid) {
    const std::int64_t n = image.size(0);
    const std::int64_t h = image.size(1) / grid;
    const std::int64_t w = image.size(2) / grid;
    return image.view({n, grid, h, grid, w, 3})
        .permute({0, 2, 4, 1, 3, 5})
        .to(target.type)
        .reshape({n, h, w, grid * grid * 3});
}

ImageBranch::ImageBranch(const Weights& weights, std::int64_t grid, PatchOrder order, const Target& target)
    : m_target(target),
      m_grid(grid),
      m_in(target, reorderInputs(weights["conv1"].get("weight"), grid, order), weights["conv1"].get("bias")),
      m_out(target, weights["conv_out"].get("weight"), weights["conv_out"].get("bias")) {}

void ImageBranch::into(const at::Tensor& out, const at::Tensor& image) const {
    m_out.into(out, m_in(gatherPatches(m_target, image, m_grid)));
}

LogitsHead::LogitsHead(const Weights& net, const Target& target) {
    const Target exact{target.device, at::kFloat};
    const Weights block = net["decoder_block1"];
    const Weights image = net["ipt_blk1"];
    const Weights join = net["conv_out1"][0];
    const Folded out = foldedConv(block["conv_out"], block["bn_out"]);
    const std::int64_t mapChannels = out.weight.size(0);
    const at::Tensor pointwise = join.get("weight");
    const std::int64_t imageChannels = pointwise.size(1) - mapChannels;

    const Folded map = appendPointwise(out, pointwise.narrow(1, 0, mapChannels));
    m_map = Conv(exact, map.weight, map.bias + join.get("bias"));
    const Folded first = plain(image["conv1"]);
    const Folded second =
        appendPointwise(plain(image["conv_out"]), pointwise.narrow(1, mapChannels, imageChannels));
    const Folded both = compose(first, second);
    m_image = Conv(exact, both.weight, both.bias);
    m_borderIn = Conv(exact, first.weight, first.bias);
    m_borderOut = Conv(exact, second.weight, second.bias);
}

at::Tensor LogitsHead::operator()(const at::Tensor& inner, const at::Tensor& image) const {
    const at::Tensor small = m_map(inner.to(at::kFloat));
    const at::Tensor logits = resizeBilinear(small, image.size(1), image.size(2));
    addImage(logits, image);
    return logits;
}

void LogitsHead::addImage(const at::Tensor& logits, const at::Tensor& image) const {
    const at::Tensor part = m_image(image);
    // The outermost pixels see the inner map's padding: those strips are computed the long way. Four pixels
    // deep, so that the cut through the image doesn't reach the outermost ones.
    constexpr std::int64_t kDepth = 4;
    for (const std::int64_t side : {std::int64_t(1), std::int64_t(2)}) {
        const std::int64_t last = image.size(side) - 1;
        KERF_CHECK(last >= kDepth);
        const at::Tensor head = m_borderOut(m_borderIn(image.narrow(side, 0, kDepth)));
        const at::Tensor tail = m_borderOut(m_borderIn(image.narrow(side, last + 1 - kDepth, kDepth)));
        part.narrow(side, 0, 1).copy_(head.narrow(side, 0, 1));
        part.narrow(side, last, 1).copy_(tail.narrow(side, kDepth - 1, 1));
    }
    logits.add_(part);
}

} // namespace kerf::nn
