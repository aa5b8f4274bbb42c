#include "core/nn/architecture.h"

#include "core/base/check.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <bit>

namespace kerf::nn {
namespace {

using Shape = std::vector<std::int64_t>;

// Collects names under prefixes.
class Names {
public:
    explicit Names(std::vector<ExpectedTensor>& tensors) : m_tensors(&tensors) {}

    void add(std::string name, Shape shape) { m_tensors->push_back({std::move(name), std::move(shape)}); }
    void pair(const std::string& name, Shape weight, std::int64_t outputs) {
        add(name + ".weight", std::move(weight));
        add(name + ".bias", {outputs});
    }
    void conv(const std::string& name, std::int64_t in, std::int64_t out, std::int64_t side) {
        pair(name, {out, in, side, side}, out);
    }
    void linear(const std::string& name, std::int64_t in, std::int64_t out) { pair(name, {out, in}, out); }
    void norm(const std::string& name, std::int64_t channels) { pair(name, {channels}, channels); }
    void batchNorm(const std::string& name, std::int64_t channels) {
        norm(name, channels);
        add(name + ".running_mean", {channels});
        add(name + ".running_var", {channels});
    }

private:
    std::vector<ExpectedTensor>* m_tensors;
};

void addRrdb(Names& names, const RrdbNetShape& shape) {
    KERF_CHECK(shape.blocks > 0 && shape.width > 0 && shape.growth > 0);
    KERF_CHECK(shape.scale > 0 && shape.unshuffle > 0);
    names.conv("conv_first", 3LL * shape.unshuffle * shape.unshuffle, shape.width, 3);
    for (int block = 0; block < shape.blocks; ++block) {
        for (int dense = 1; dense <= 3; ++dense) {
            for (int layer = 1; layer <= 5; ++layer) {
                names.conv(
                    fmt::format("body.{}.rdb{}.conv{}", block, dense, layer),
                    shape.width + (layer - 1LL) * shape.growth, layer < 5 ? shape.growth : shape.width, 3);
            }
        }
    }
    names.conv("conv_body", shape.width, shape.width, 3);
    const int ups =
        static_cast<int>(std::bit_width(static_cast<unsigned>(shape.scale * shape.unshuffle))) - 1;
    for (int up = 1; up <= ups; ++up) {
        names.conv(fmt::format("conv_up{}", up), shape.width, shape.width, 3);
    }
    names.conv("conv_hr", shape.width, shape.width, 3);
    names.conv("conv_last", shape.width, 3, 3);
}

void addSrvgg(Names& names, const SrvggNetShape& shape) {
    KERF_CHECK(shape.depth >= 0 && shape.width > 0 && shape.scale > 0);
    for (int i = 0; i <= shape.depth; ++i) {
        names.conv(fmt::format("body.{}", 2 * i), i == 0 ? 3 : shape.width, shape.width, 3);
        names.add(fmt::format("body.{}.weight", 2 * i + 1), {shape.width});
    }
    names.conv(fmt::format("body.{}", 2 * shape.depth + 2), shape.width, 3LL * shape.scale * shape.scale, 3);
}

void addSwin(Names& names, const BiRefNetShape& shape) {
    names.conv("bb.patch_embed.proj", 3, shape.embed, 4);
    names.norm("bb.patch_embed.norm", shape.embed);
    const std::int64_t offsets = (2LL * shape.window - 1) * (2LL * shape.window - 1);
    for (std::size_t stage = 0; stage < 4; ++stage) {
        const std::int64_t channels = std::int64_t{shape.embed} << stage;
        for (int block = 0; block < shape.depths[stage]; ++block) {
            const std::string name = fmt::format("bb.layers.{}.blocks.{}", stage, block);
            names.norm(name + ".norm1", channels);
            names.add(name + ".attn.relative_position_bias_table", {offsets, shape.heads[stage]});
            names.linear(name + ".attn.qkv", channels, 3 * channels);
            names.linear(name + ".attn.proj", channels, channels);
            names.norm(name + ".norm2", channels);
            names.linear(name + ".mlp.fc1", channels, 4 * channels);
            names.linear(name + ".mlp.fc2", 4 * channels, channels);
        }
        if (stage < 3) {
            const std::string name = fmt::format("bb.layers.{}.downsample", stage);
            names.add(name + ".reduction.weight", {2 * channels, 4 * channels});
            names.norm(name + ".norm", 4 * channels);
        }
    }
    for (int stage = 0; stage < 4; ++stage) {
        names.norm(fmt::format("bb.norm{}", stage), std::int64_t{shape.embed} << stage);
    }
}

// The official code's BasicDecBlk with ASPPDeformable inside.
void addDecoderBlock(Names& names, const std::string& name, std::int64_t in, std::int64_t out) {
    constexpr std::int64_t kInner = 64;
    constexpr std::int64_t kBranch = 256;
    names.conv(name + ".conv_in", in, kInner, 3);
    const auto deform = [&names](const std::string& branch, std::int64_t side) {
        const std::string conv = branch + ".atrous_conv.";
        names.conv(conv + "offset_conv", kInner, 2 * side * side, side);
        names.conv(conv + "modulator_conv", kInner, side * side, side);
        names.add(conv + "regular_conv.weight", {kBranch, kInner, side, side});
        names.batchNorm(branch + ".bn", kBranch);
    };
    deform(name + ".dec_att.aspp1", 1);
    deform(name + ".dec_att.aspp_deforms.0", 1);
    deform(name + ".dec_att.aspp_deforms.1", 3);
    deform(name + ".dec_att.aspp_deforms.2", 7);
    names.add(name + ".dec_att.global_avg_pool.1.weight", {kBranch, kInner, 1, 1});
    names.batchNorm(name + ".dec_att.global_avg_pool.2", kBranch);
    names.add(name + ".dec_att.conv1.weight", {kInner, 5 * kBranch, 1, 1});
    names.batchNorm(name + ".dec_att.bn1", kInner);
    names.conv(name + ".conv_out", kInner, out, 3);
    names.batchNorm(name + ".bn_in", kInner);
    names.batchNorm(name + ".bn_out", out);
}

void addBiRefNet(Names& names, const BiRefNetShape& shape) {
    KERF_CHECK(shape.embed > 0 && shape.embed % 4 == 0 && shape.window > 0);
    addSwin(names, shape);
    const std::int64_t e = shape.embed;
    addDecoderBlock(names, "squeeze_module.0", 30 * e, 16 * e);
    // Patches of the image that each level is given: 3 * grid * grid channels become an eighth of the
    // lateral's.
    const std::array<std::int64_t, 5> patchOutputs{e / 4, e / 2, e, 2 * e, 2 * e};
    for (std::int64_t level = 5; level >= 1; --level) {
        const std::int64_t grid = level == 1 ? 1 : std::int64_t{1} << level;
        const std::string name = fmt::format("decoder.ipt_blk{}", level);
        names.conv(name + ".conv1", 3 * grid * grid, 64, 3);
        names.conv(name + ".conv_out", 64, patchOutputs[static_cast<std::size_t>(level - 1)], 3);
    }
    addDecoderBlock(names, "decoder.decoder_block4", 18 * e, 8 * e);
    addDecoderBlock(names, "decoder.decoder_block3", 10 * e, 4 * e);
    addDecoderBlock(names, "decoder.decoder_block2", 5 * e, 2 * e);
    addDecoderBlock(names, "decoder.decoder_block1", 2 * e + e / 2, e);
    names.conv("decoder.conv_out1.0", e + e / 4, 1, 1);
    for (int level = 4; level >= 2; --level) {
        const std::int64_t channels = e << (level - 1);
        names.conv(fmt::format("decoder.lateral_block{}.conv", level), channels, channels, 1);
        names.conv(fmt::format("decoder.gdt_convs_{}.0", level), channels, 16, 3);
        names.batchNorm(fmt::format("decoder.gdt_convs_{}.1", level), 16);
        names.conv(fmt::format("decoder.gdt_convs_attn_{}.0", level), 16, 1, 1);
    }
}

void addMiniMask(Names& names, const MiniMaskShape& shape) {
    constexpr int kGrowth = 3; // of a wide block's hidden layer
    constexpr int kReach = 7;
    const auto conv = [&](const std::string& name, std::int64_t in, std::int64_t out, std::int64_t side) {
        names.add(name + ".0.weight", {out, in, side, side});
        names.batchNorm(name + ".1", out);
    };
    const auto plain = [&](const std::string& name, std::int64_t width) {
        conv(name + ".first", width, width, 3);
        names.add(name + ".second.weight", {width, width, 3, 3});
        names.batchNorm(name + ".norm", width);
    };
    const auto wide = [&](const std::string& name, std::int64_t width) {
        names.add(name + ".spread.weight", {width, 1, kReach, kReach});
        names.batchNorm(name + ".norm", width);
        names.conv(name + ".grow", width, kGrowth * width, 1);
        names.add(name + ".shrink.weight", {width, kGrowth * width, 1, 1});
        names.batchNorm(name + ".norm_out", width);
    };
    const auto& widths = shape.widths;
    conv("stem.0", 3, widths[0], 2);
    conv("stem.1", widths[0], widths[0], 3);
    for (std::size_t stage = 0; stage < 4; ++stage) {
        const std::string name = fmt::format("down{}", 4 << stage);
        conv(name + ".0", widths[stage], widths[stage + 1], 2);
        for (int block = 1; block <= shape.blocks[stage]; ++block) {
            const std::string inner = fmt::format("{}.{}", name, block);
            stage < 2 ? plain(inner, widths[stage + 1]) : wide(inner, widths[stage + 1]);
        }
    }
    for (int part = 0; part < 3; ++part) {
        conv(fmt::format("context.parts.{}", part), widths[4], shape.context, 1);
    }
    conv("context.join", widths[4] + 3LL * shape.context, widths[4], 1);
    std::int64_t coarse = widths[4];
    for (std::size_t level = 0; level < 4; ++level) {
        const std::string name = fmt::format("up{}", 16 >> level);
        const std::int64_t width = shape.decoder[level];
        conv(name + ".narrow", coarse, width, 1);
        conv(name + ".mix", width + widths[3 - level], width, 3);
        coarse = width;
    }
    names.conv("answers.0", coarse, 1, 1);
}

std::string backbone(const BiRefNetShape& shape) {
    struct Known {
        const char* name;
        int embed;
        int middle;
    };
    for (const Known known :
         {Known{"Swin-T", 96, 6}, {"Swin-S", 96, 18}, {"Swin-B", 128, 18}, {"Swin-L", 192, 18}}) {
        if (known.embed == shape.embed && shape.depths == std::array{2, 2, known.middle, 2}) {
            return known.name;
        }
    }
    return fmt::format("Swin {} wide, depths {}", shape.embed, fmt::join(shape.depths, "-"));
}

} // namespace

bool isMaskNet(const Architecture& architecture) {
    return std::holds_alternative<BiRefNetShape>(architecture) ||
           std::holds_alternative<MiniMaskShape>(architecture);
}

std::string describe(const Architecture& architecture) {
    if (const auto* rrdb = std::get_if<RrdbNetShape>(&architecture)) {
        return fmt::format(
            "RRDBNet x{}, {} block{}, {} wide", rrdb->scale, rrdb->blocks, rrdb->blocks == 1 ? "" : "s",
            rrdb->width);
    }
    if (const auto* srvgg = std::get_if<SrvggNetShape>(&architecture)) {
        return fmt::format("SRVGGNetCompact x{}, {} deep, {} wide", srvgg->scale, srvgg->depth, srvgg->width);
    }
    if (std::holds_alternative<MiniMaskShape>(architecture)) {
        return "Kerf Mini";
    }
    return "BiRefNet, " + backbone(std::get<BiRefNetShape>(architecture));
}

std::vector<ExpectedTensor> expectedTensors(const Architecture& architecture) {
    std::vector<ExpectedTensor> tensors;
    Names names(tensors);
    if (const auto* rrdb = std::get_if<RrdbNetShape>(&architecture)) {
        addRrdb(names, *rrdb);
    } else if (const auto* srvgg = std::get_if<SrvggNetShape>(&architecture)) {
        addSrvgg(names, *srvgg);
    } else if (const auto* mini = std::get_if<MiniMaskShape>(&architecture)) {
        addMiniMask(names, *mini);
    } else {
        addBiRefNet(names, std::get<BiRefNetShape>(architecture));
    }
    return tensors;
}

} // namespace kerf::nn
