#include "core/nn/birefnet_decoder.h"

#include <ATen/ATen.h>

#include <string>

namespace kerf::nn {
namespace {

Conv outputConv(const Weights& block, const Target& target) {
    const Folded folded = foldedConv(block["conv_out"], block["bn_out"]);
    return Conv(target, folded.weight, folded.bias);
}

std::string numbered(const char* name, int number) {
    return name + std::to_string(number);
}

// Roughly what each block takes of the time.
constexpr double kBlockEnds[] = {0.0, 0.05, 0.12, 0.3, 0.95};

} // namespace

BiRefNetDecoder::Climb::Climb(const Weights& decoder, int block, const Target& target)
    : blockOut(outputConv(decoder[numbered("decoder_block", block)], target)) {
    const Weights features = decoder[numbered("gdt_convs_", block)];
    const Folded folded = foldedConv(features[0], features[1]);
    gateFeatures = Conv(target, folded.weight, folded.bias);
    const Weights attention = decoder[numbered("gdt_convs_attn_", block)][0];
    gate = Conv(target, attention.get("weight"), attention.get("bias"));

    const Weights lateral = decoder[numbered("lateral_block", block)]["conv"];
    const at::Tensor weight = lateral.get("weight");
    const std::int64_t each = weight.size(1) / 2;
    lateralFull = Conv(target, weight.narrow(1, 0, each).contiguous(), lateral.get("bias"));
    lateralHalf = Conv(target, weight.narrow(1, each, each).contiguous(), at::Tensor());
}

// The half-size copy's stage has the size of the block's output, so both are enlarged at once: its part of
// the lateral convolution commutes with that.
void BiRefNetDecoder::Climb::into(
    const at::Tensor& out, const at::Tensor& inner, const at::Tensor& full, const at::Tensor& half) const {
    const at::Tensor map = blockOut(inner);
    map.mul_(gate(gateFeatures(map, {.activation = Activation::relu}), {.activation = Activation::sigmoid}));
    lateralHalf.into(map, half, {.residual = map});
    resizeBilinearInto(out, map);
    lateralFull.into(out, full, {.residual = out});
}

BiRefNetDecoder::BiRefNetDecoder(const Weights& net, PatchOrder order, const Target& target)
    : m_target(target),
      m_squeezeOut(outputConv(net["squeeze_module"][0], target)),
      m_head(net["decoder"], target) {
    const Weights decoder = net["decoder"];
    for (int block = 4; block >= 1; --block) {
        m_levels.push_back(
            {ImageBranch(decoder[numbered("ipt_blk", block + 1)], std::int64_t(2) << block, order, target),
             DecoderBlock(decoder[numbered("decoder_block", block)], target)});
        if (block > 1) {
            m_climbs.emplace_back(decoder, block, target);
        }
    }
}

at::Tensor BiRefNetDecoder::operator()(
    const at::Tensor& image,
    const at::Tensor& squeezed,
    EncodedStages stages,
    const Progress& progress) const {
    at::Tensor inner = squeezed;
    for (std::size_t i = 0; i < m_levels.size(); ++i) {
        const Progress part = progress.part(kBlockEnds[i], kBlockEnds[i + 1]);
        part.step(0.0);
        const Level& level = m_levels[i];
        const std::int64_t imageChannels = level.image.outputs();
        const std::int64_t scale = std::int64_t(32) >> i;
        const std::int64_t below = level.block.inputs() - imageChannels;
        const at::Tensor map = makeMap(
            m_target, image.size(0), image.size(1) / scale, image.size(2) / scale, below + imageChannels);
        if (i == 0) {
            m_squeezeOut.into(sliceOf(map, 0, below), inner);
        } else {
            at::Tensor& full = stages.full[3 - i];
            at::Tensor& half = stages.half[3 - i];
            m_climbs[i - 1].into(sliceOf(map, 0, below), inner, full, half);
            full.reset();
            half.reset();
        }
        level.image.into(sliceOf(map, below, imageChannels), image);
        inner = level.block(map, part.part(0.2, 1.0));
    }
    progress.step(kBlockEnds[4]);
    return m_head(inner, image);
}

} // namespace kerf::nn
