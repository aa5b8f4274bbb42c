#include "core/nn/decoder_block.h"

#include <ATen/ATen.h>

namespace kerf::nn {

Folded foldedConv(const Weights& conv, const Weights& batchNorm) {
    return foldBatchNorm(
        conv.get("weight"), conv.has("bias") ? conv.get("bias") : at::Tensor(), batchNorm.get("weight"),
        batchNorm.get("bias"), batchNorm.get("running_mean"), batchNorm.get("running_var"));
}

DeformableAspp::Branch::Branch(const Weights& weights, const Target& target) {
    const Weights w = weights["atrous_conv"];
    const Weights offset = w["offset_conv"];
    const Weights modulator = w["modulator_conv"];
    offsetsAndMask = Conv(
        target, at::cat({offset.get("weight"), modulator.get("weight")}),
        at::cat({offset.get("bias"), modulator.get("bias")}));
    taps = offsetsAndMask.outputs() / 3;
    const Folded folded = foldedConv(w["regular_conv"], weights["bn"]);
    conv = DeformConv(target, folded.weight, folded.bias);
}

void DeformableAspp::Branch::into(
    const at::Tensor& out, const at::Tensor& x, const Progress& progress) const {
    const at::Tensor motion =
        at::empty({x.size(0), x.size(1), x.size(2), 3 * taps}, x.options().dtype(at::kFloat));
    offsetsAndMask.into(motion, x, {}, progress.part(0.0, 0.3));
    conv.modulatedInto(out, x, motion, Activation::relu, progress.part(0.3, 1.0));
}

DeformableAspp::DeformableAspp(const Weights& weights, const Target& target) : m_target(target) {
    m_branches.emplace_back(weights["aspp1"], target);
    for (int i = 0; i < 3; ++i) {
        m_branches.emplace_back(weights["aspp_deforms"][i], target);
    }
    const Weights pool = weights["global_avg_pool"];
    m_pool = foldedConv(pool[1], pool[2]);
    m_pool.weight = m_pool.weight.flatten(1).to(target.device);
    m_pool.bias = m_pool.bias.to(target.device);
    const Folded join = foldedConv(weights["conv1"], weights["bn1"]);
    const std::int64_t pooledChannels = m_pool.bias.size(0);
    const std::int64_t seen = join.weight.size(1) - pooledChannels;
    m_joinPool = join.weight.narrow(1, seen, pooledChannels).flatten(1).contiguous().to(target.device);
    m_join = Conv(target, join.weight.narrow(1, 0, seen).contiguous(), join.bias);
}

at::Tensor DeformableAspp::pooled(const at::Tensor& x) const {
    const at::Tensor mean = x.mean({1, 2}, /*keepdim=*/false, at::kFloat);
    const at::Tensor hidden = at::addmm(m_pool.bias, mean, m_pool.weight.t()).relu_();
    return at::mm(hidden, m_joinPool.t()).view({x.size(0), 1, 1, -1});
}

at::Tensor DeformableAspp::operator()(const at::Tensor& x, const Progress& progress) const {
    const std::int64_t each = m_join.inputs() / std::int64_t(m_branches.size());
    const at::Tensor branches = makeMap(m_target, x.size(0), x.size(1), x.size(2), m_join.inputs());
    double taps = 0.0; // of all branches: what their times follow
    for (const Branch& branch : m_branches) {
        taps += double(branch.taps);
    }
    double done = 0.0;
    std::int64_t first = 0;
    for (const Branch& branch : m_branches) {
        const double end = done + 0.95 * double(branch.taps) / taps;
        branch.into(sliceOf(branches, first, each), x, progress.part(done, end));
        first += each;
        done = end;
    }
    at::Tensor joined = m_join(branches, {}, progress.part(done, 1.0));
    return joined.add_(pooled(x)).relu_();
}

DecoderBlock::DecoderBlock(const Weights& weights, const Target& target)
    : m_aspp(weights["dec_att"], target) {
    const Folded in = foldedConv(weights["conv_in"], weights["bn_in"]);
    m_in = Conv(target, in.weight, in.bias);
}

at::Tensor DecoderBlock::operator()(const at::Tensor& x, const Progress& progress) const {
    const at::Tensor inner = m_in(x, {.activation = Activation::relu}, progress.part(0.0, 0.2));
    return m_aspp(inner, progress.part(0.2, 1.0));
}

} // namespace kerf::nn
