#include "core/nn/swin.h"

#include "core/nn/window_attention.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <vector>

namespace kerf::nn {
namespace {

constexpr std::int64_t kPatch = 4;
constexpr std::int64_t kBandTokens = 8192;

struct Norm {
    Norm() = default;
    Norm(const Weights& w, const Target& target)
        : scale(w.get("weight").to(target.device)), shift(w.get("bias").to(target.device)) {}

    at::Tensor operator()(const at::Tensor& x) const { return layerNorm(x, scale, shift); }

    at::Tensor scale;
    at::Tensor shift;
};

Conv linear(const Weights& w, const Target& target) {
    return Conv(target, w.get("weight"), w.has("bias") ? w.get("bias") : at::Tensor());
}

struct Block {
    Block(const Weights& w, const Windows& windows, const Target& target)
        : norm1(w["norm1"], target),
          qkv(linear(w["attn"]["qkv"], target)),
          attention(
              target, windows, w["attn"].get("relative_position_bias_table"), w["attn"]["qkv"].get("bias")),
          proj(linear(w["attn"]["proj"], target)),
          norm2(w["norm2"], target),
          fc1(linear(w["mlp"]["fc1"], target)),
          fc2(linear(w["mlp"]["fc2"], target)) {}

    void runOn(const at::Tensor& x, const Progress& progress) const {
        const Progress silent(progress.stop(), {}); // heeds a stop inside of a block
        proj.into(x, attention(qkv(norm1(x), {}, silent)), {.residual = x}, silent);
        // In bands, so that the hidden values stay small.
        const std::int64_t bandRows = std::max<std::int64_t>(1, kBandTokens / (x.size(0) * x.size(2)));
        for (std::int64_t y = 0; y < x.size(1); y += bandRows) {
            const at::Tensor band = x.narrow(1, y, std::min(bandRows, x.size(1) - y));
            const at::Tensor hidden = fc1(norm2(band), {.activation = Activation::gelu}, silent);
            fc2.into(band, hidden, {.residual = band}, silent);
        }
    }

    Norm norm1;
    Conv qkv;
    WindowAttention attention;
    Conv proj;
    Norm norm2;
    Conv fc1;
    Conv fc2;
};

// A quarter of the pixels, each with its four channels' worth: (0, 0), (1, 0), (0, 1), (1, 1) as (row,
// column). Odd sides are padded with zeros.
at::Tensor gatherQuads(const at::Tensor& x) {
    const std::int64_t h = (x.size(1) + 1) / 2;
    const std::int64_t w = (x.size(2) + 1) / 2;
    const std::int64_t c = x.size(3);
    const bool isOdd = x.size(1) % 2 == 1 || x.size(2) % 2 == 1;
    at::Tensor even = x;
    if (isOdd) {
        even = at::zeros({x.size(0), 2 * h, 2 * w, c}, x.options());
        even.narrow(1, 0, x.size(1)).narrow(2, 0, x.size(2)).copy_(x);
    }
    return even.view({x.size(0), h, 2, w, 2, c})
        .permute({0, 1, 3, 4, 2, 5})
        .reshape({x.size(0), h, w, 4 * c});
}

struct Stage {
    std::vector<Block> blocks;
    Norm outputNorm;
    Norm mergeNorm; // the last stage has none
    Conv merge;
};

} // namespace

struct Swin::Layers {
    Target target;
    Conv embed; // of a patch's pixels, row by row, RGB
    Norm embedNorm;
    std::vector<Stage> stages;
};

Swin::Swin(const Weights& weights, const BiRefNetShape& shape, const Target& target) {
    auto layers = std::make_unique<Layers>();
    layers->target = target;
    const Weights embed = weights["patch_embed"];
    layers->embed = Conv(
        target, embed["proj"].get("weight").permute({0, 2, 3, 1}).reshape({shape.embed, -1}),
        embed["proj"].get("bias"));
    layers->embedNorm = Norm(embed["norm"], target);
    for (int s = 0; s < 4; ++s) {
        const Weights w = weights["layers"][s];
        Stage& stage = layers->stages.emplace_back();
        for (int b = 0; b < shape.depths[std::size_t(s)]; ++b) {
            const Windows windows{shape.window, b % 2 == 0 ? 0 : shape.window / 2};
            stage.blocks.emplace_back(w["blocks"][b], windows, target);
        }
        stage.outputNorm = Norm(weights["norm" + std::to_string(s)], target);
        if (s < 3) {
            stage.mergeNorm = Norm(w["downsample"]["norm"], target);
            stage.merge = linear(w["downsample"]["reduction"], target);
        }
    }
    m_layers = std::move(layers);
}

Swin::~Swin() = default;
Swin::Swin(Swin&&) noexcept = default;
Swin& Swin::operator=(Swin&&) noexcept = default;

std::array<at::Tensor, 4> Swin::forward(const at::Tensor& x, const Progress& progress) const {
    const std::int64_t n = x.size(0);
    const std::int64_t h = x.size(1) / kPatch;
    const std::int64_t w = x.size(2) / kPatch;
    const at::Tensor patches = x.to(m_layers->target.type)
                                   .view({n, h, kPatch, w, kPatch, 3})
                                   .permute({0, 1, 3, 2, 4, 5})
                                   .reshape({n, h, w, kPatch * kPatch * 3});
    at::Tensor tokens = m_layers->embedNorm(m_layers->embed(patches));

    std::size_t count = 0;
    for (const Stage& stage : m_layers->stages) {
        count += stage.blocks.size();
    }
    std::array<at::Tensor, 4> outputs;
    std::size_t done = 0;
    for (std::size_t s = 0; s < 4; ++s) {
        const Stage& stage = m_layers->stages[s];
        for (const Block& block : stage.blocks) {
            progress.step(double(done++) / double(count));
            block.runOn(tokens, progress);
        }
        outputs[s] = stage.outputNorm(tokens);
        if (s < 3) {
            tokens = stage.merge(stage.mergeNorm(gatherQuads(tokens)));
        }
    }
    return outputs;
}

} // namespace kerf::nn
