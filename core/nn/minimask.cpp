#include "core/nn/minimask.h"

#include "core/base/check.h"
#include "core/nn/decoder_block.h"

#include <ATen/ATen.h>

#include <array>
#include <cmath>
#include <vector>

namespace kerf::nn {
namespace {

// What PyTorch's operators for planes take and give; a view.
at::Tensor planesOf(const at::Tensor& map) {
    return map.permute({0, 3, 1, 2});
}

at::Tensor mapOf(const at::Tensor& planes) {
    return planes.permute({0, 2, 3, 1}).contiguous();
}

// Bilinear with align_corners=False, unlike BiRefNet's.
at::Tensor enlarged(const at::Tensor& x, std::int64_t h, std::int64_t w) {
    return mapOf(at::upsample_bilinear2d(planesOf(x), {h, w}, /*align_corners=*/false));
}

// Two by two pixels side by side as channels: with that a 2 x 2 convolution of stride 2 is a linear layer.
at::Tensor foldedByTwo(const at::Tensor& x) {
    const std::int64_t h = x.size(1) / 2;
    const std::int64_t w = x.size(2) / 2;
    return x.reshape({x.size(0), h, 2, w, 2, x.size(3)})
        .permute({0, 1, 3, 2, 4, 5})
        .reshape({x.size(0), h, w, 4 * x.size(3)});
}

// PyTorch's Sequential of a convolution, a batch norm and ReLU.
struct ConvRelu {
    ConvRelu() = default;
    ConvRelu(const Weights& weights, const Target& target) {
        const Folded folded = foldedConv(weights[0], weights[1]);
        isHalving = folded.weight.size(2) == 2;
        conv = Conv(
            target, isHalving ? folded.weight.permute({0, 2, 3, 1}).flatten(1).contiguous() : folded.weight,
            folded.bias);
    }

    at::Tensor operator()(const at::Tensor& x) const {
        return conv(isHalving ? foldedByTwo(x) : x, {.activation = Activation::relu});
    }

    Conv conv;
    bool isHalving = false;
};

struct Plain {
    Plain(const Weights& weights, const Target& target) : first(weights["first"], target) {
        const Folded folded = foldedConv(weights["second"], weights["norm"]);
        second = Conv(target, folded.weight, folded.bias);
    }

    at::Tensor operator()(const at::Tensor& x) const { return second(first(x), {.residual = x}).relu_(); }

    ConvRelu first;
    Conv second;
};

struct Wide {
    Wide(const Weights& weights, const Target& target) {
        spread = foldedConv(weights["spread"], weights["norm"]);
        spread.weight = spread.weight.to(target.options()).contiguous(at::MemoryFormat::ChannelsLast);
        spread.bias = spread.bias.to(target.options());
        grow = Conv(target, weights["grow"].get("weight"), weights["grow"].get("bias"));
        const Folded folded = foldedConv(weights["shrink"], weights["norm_out"]);
        shrink = Conv(target, folded.weight, folded.bias);
    }

    at::Tensor operator()(const at::Tensor& x) const {
        const std::int64_t reach = spread.weight.size(2) / 2;
        const at::Tensor seen = mapOf(at::conv2d(
            planesOf(x), spread.weight, spread.bias, /*stride=*/1, /*padding=*/reach, /*dilation=*/1,
            /*groups=*/x.size(3)));
        return shrink(grow(seen, {.activation = Activation::relu}), {.residual = x});
    }

    Folded spread; // each channel for itself
    Conv grow;
    Conv shrink;
};

struct Context {
    Context(const Weights& weights, const Target& target) : join(weights["join"], target) {
        for (int i = 0; i < 3; ++i) {
            parts.emplace_back(weights["parts"][i], target);
        }
    }

    at::Tensor operator()(const at::Tensor& x) const {
        const std::int64_t width = x.size(3);
        const at::Tensor all = at::empty({x.size(0), x.size(1), x.size(2), join.conv.inputs()}, x.options());
        sliceOf(all, 0, width).copy_(x);
        std::int64_t first = width;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            const auto cells = std::int64_t(i + 1);
            const at::Tensor part = parts[i](mapOf(at::adaptive_avg_pool2d(planesOf(x), {cells, cells})));
            sliceOf(all, first, part.size(3)).copy_(enlarged(part, x.size(1), x.size(2)));
            first += part.size(3);
        }
        return join(all);
    }

    std::vector<ConvRelu> parts;
    ConvRelu join;
};

struct Join {
    Join(const Weights& weights, const Target& target)
        : narrow(weights["narrow"], target), mix(weights["mix"], target) {}

    at::Tensor operator()(const at::Tensor& coarse, const at::Tensor& fine) const {
        const std::int64_t first = narrow.conv.outputs();
        const at::Tensor both =
            at::empty({fine.size(0), fine.size(1), fine.size(2), mix.conv.inputs()}, fine.options());
        sliceOf(both, 0, first).copy_(enlarged(narrow(coarse), fine.size(1), fine.size(2)));
        sliceOf(both, first, fine.size(3)).copy_(fine);
        return mix(both);
    }

    ConvRelu narrow;
    ConvRelu mix;
};

template <typename Block>
std::vector<Block> blocksOf(const Weights& weights, int count, const Target& target) {
    std::vector<Block> blocks;
    for (int i = 1; i <= count; ++i) {
        blocks.emplace_back(weights[i], target);
    }
    return blocks;
}

template <typename Block>
at::Tensor through(const std::vector<Block>& blocks, at::Tensor x) {
    for (const Block& block : blocks) {
        x = block(x);
    }
    return x;
}

} // namespace

struct MiniMask::Layers {
    Layers(const Weights& w, const MiniMaskShape& shape, const Target& placed)
        : target(placed),
          stem(w["stem"][0], target),
          stemOut(w["stem"][1], target),
          down4(w["down4"][0], target),
          down8(w["down8"][0], target),
          down16(w["down16"][0], target),
          down32(w["down32"][0], target),
          blocks4(blocksOf<Plain>(w["down4"], shape.blocks[0], target)),
          blocks8(blocksOf<Plain>(w["down8"], shape.blocks[1], target)),
          blocks16(blocksOf<Wide>(w["down16"], shape.blocks[2], target)),
          blocks32(blocksOf<Wide>(w["down32"], shape.blocks[3], target)),
          context(w["context"], target),
          up16(w["up16"], target),
          up8(w["up8"], target),
          up4(w["up4"], target),
          up2(w["up2"], target),
          answer(target, w["answers"][0].get("weight"), w["answers"][0].get("bias")) {}

    Target target;
    ConvRelu stem;
    ConvRelu stemOut;
    ConvRelu down4;
    ConvRelu down8;
    ConvRelu down16;
    ConvRelu down32;
    std::vector<Plain> blocks4;
    std::vector<Plain> blocks8;
    std::vector<Wide> blocks16;
    std::vector<Wide> blocks32;
    Context context;
    Join up16;
    Join up8;
    Join up4;
    Join up2;
    Conv answer;
};

MiniMask::MiniMask(const Weights& weights, const MiniMaskShape& shape, const Target& target)
    : m_layers(std::make_unique<const Layers>(weights, shape, target)) {}
MiniMask::~MiniMask() = default;
MiniMask::MiniMask(MiniMask&&) noexcept = default;
MiniMask& MiniMask::operator=(MiniMask&&) noexcept = default;

at::Tensor MiniMask::forward(const at::Tensor& x, const Progress& progress) const {
    const Layers& n = *m_layers;
    KERF_CHECK(x.size(1) % 32 == 0 && x.size(2) % 32 == 0);
    progress.step(0.0);
    const at::Tensor x2 = n.stemOut(n.stem(x.to(n.target.type)));
    progress.step(0.15);
    const at::Tensor x4 = through(n.blocks4, n.down4(x2));
    progress.step(0.3);
    const at::Tensor x8 = through(n.blocks8, n.down8(x4));
    progress.step(0.45);
    const at::Tensor x16 = through(n.blocks16, n.down16(x8));
    progress.step(0.55);
    const at::Tensor y32 = n.context(through(n.blocks32, n.down32(x16)));
    progress.step(0.65);
    const at::Tensor y8 = n.up8(n.up16(y32, x16), x8);
    progress.step(0.75);
    const at::Tensor y2 = n.up2(n.up4(y8, x4), x2);
    const at::Tensor logits =
        at::empty({y2.size(0), y2.size(1), y2.size(2), 1}, y2.options().dtype(at::kFloat));
    n.answer.into(logits, y2);
    progress.step(1.0);
    return enlarged(logits, x.size(1), x.size(2));
}

} // namespace kerf::nn
