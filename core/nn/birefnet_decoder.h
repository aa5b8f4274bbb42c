#pragma once

#include "core/base/progress.h"
#include "core/contract/model_info.h"
#include "core/nn/decoder_block.h"
#include "core/nn/image_branch.h"
#include "core/nn/layers.h"
#include "core/nn/weights.h"

#include <array>
#include <vector>

namespace kerf::nn {

// What the encoder hands to the decoder: the first three stages of the image and of its half-size copy. The
// official code enlarges the latter and joins both; what follows is linear, so they stay apart here.
struct EncodedStages {
    std::array<at::Tensor, 3> full; // [N, H/4, W/4, e], [N, H/8, W/8, 2 e], [N, H/16, W/16, 4 e]
    std::array<at::Tensor, 3> half; // [N, H/8, W/8, e], [N, H/16, W/16, 2 e], [N, H/32, W/32, 4 e]
};

// BiRefNet's decoder, from the squeezed last stage to the logits.
class BiRefNetDecoder {
public:
    // `net` is the whole net's weights.
    BiRefNetDecoder(const Weights& net, PatchOrder order, const Target& target);

    // `squeezed` is the squeeze block's inner map [N, H/32, W/32, 64]. Returns the logits [N, H, W, 1], fp32.
    at::Tensor operator()(
        const at::Tensor& image,
        const at::Tensor& squeezed,
        EncodedStages stages,
        const Progress& progress) const;

    // The squeeze block's output, as the official code has it.
    at::Tensor outputOf(const at::Tensor& squeezed) const { return m_squeezeOut(squeezed); }

private:
    // From a block's output to the next block's input.
    struct Climb {
        Climb(const Weights& decoder, int block, const Target& target);
        void
        into(const at::Tensor& out, const at::Tensor& inner, const at::Tensor& full, const at::Tensor& half)
            const;

        Conv blockOut;
        Conv gateFeatures;
        Conv gate;
        Conv lateralFull;
        Conv lateralHalf;
    };
    struct Level {
        ImageBranch image;
        DecoderBlock block;
    };

    Target m_target;
    Conv m_squeezeOut;
    std::vector<Level> m_levels; // blocks 4, 3, 2, 1
    std::vector<Climb> m_climbs; // from 4 to 3, 3 to 2, 2 to 1
    LogitsHead m_head;
};

} // namespace kerf::nn
