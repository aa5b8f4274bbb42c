#pragma once

#include "core/nn/tensor_index.h"

#include <array>
#include <string>
#include <variant>
#include <vector>

namespace kerf::nn {

// Real-ESRGAN's RRDBNet (models.md of the official code: basicsr, ai-forever).
struct RrdbNetShape {
    int blocks = 23;
    int width = 64;    // channels of the trunk
    int growth = 32;   // channels that each dense layer adds
    int scale = 2;     // 1, 2, 4 or 8: output side / input side
    int unshuffle = 2; // the input is folded by this before the first convolution: 4, 2, 1, 1

    bool operator==(const RrdbNetShape&) const = default;
};

// Real-ESRGAN's compact net, SRVGGNetCompact.
struct SrvggNetShape {
    int depth = 32; // convolutions between the first and the last
    int width = 64;
    int scale = 4; // 1 to 4

    bool operator==(const SrvggNetShape&) const = default;
};

// BiRefNet with a Swin v1 backbone. Everything else about the decoder follows from `embed`.
struct BiRefNetShape {
    int embed = 192;
    std::array<int, 4> depths{2, 2, 18, 2};
    std::array<int, 4> heads{6, 12, 24, 48};
    int window = 12;

    bool operator==(const BiRefNetShape&) const = default;
};

// Kerf's own small mask net (tools/train/minimask/net.py).
struct MiniMaskShape {
    std::array<int, 5> widths{24, 48, 96, 160, 192}; // at a half, a quarter, ... of the input's sides
    std::array<int, 4> blocks{1, 2, 4, 3};           // from a quarter on
    int context = 48;                                // channels of each part of the whole
    std::array<int, 4> decoder{96, 64, 48, 24};      // from a sixteenth up

    bool operator==(const MiniMaskShape&) const = default;
};

using Architecture = std::variant<RrdbNetShape, SrvggNetShape, BiRefNetShape, MiniMaskShape>;

// Whether it finds subjects; the others clean photos up.
bool isMaskNet(const Architecture& architecture);

// "RRDBNet x2, 23 blocks, 64 wide", "BiRefNet, Swin-L", "Kerf Mini".
std::string describe(const Architecture& architecture);

// Name and shape of every tensor that inference needs, by the official code's names (new layout: conv_first,
// body.0.rdb1.conv1, ...; bb.layers.0.blocks.0.attn.qkv, ...), in no particular order.
struct ExpectedTensor {
    std::string name;
    std::vector<std::int64_t> shape;
};
std::vector<ExpectedTensor> expectedTensors(const Architecture& architecture);

// A weight file understood: its architecture, and for each official name the entry that holds it.
struct Recognised {
    Architecture architecture;
    std::vector<TensorEntry> tensors; // named as expectedTensors() names them; nothing else
};

// Reads the architecture and its parameters off names and shapes. Wrappers (params_ema, params, state_dict,
// ...), prefixes (module., _orig_mod., netG.) and older names (ESRGAN's RRDB_trunk, model.1.sub, ...) are
// taken off. Throws Error(model_corrupt): what it looks like, and the first three differences (missing, of
// another shape, unknown), or that it is no net that Kerf knows.
Recognised recognise(const TensorIndex& index);

} // namespace kerf::nn
