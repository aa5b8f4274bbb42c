#pragma once

#include "core/nn/tensor_index.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace kerf::test {

// A tensor for a weight file. Its values are asked for when they are written, one tensor at a time, and
// dropped again.
struct WriteTensor {
    std::string name;
    nn::DType type = nn::DType::f32;
    std::vector<std::int64_t> shape;
    std::function<std::vector<float>()> values; // as many as the shape has, C order; integers exactly

    std::uint64_t elements() const;
    std::uint64_t bytes() const { return elements() * nn::bytesOf(type); }
};

// As the official writer does it: sorted by type and name, header padded to 8 bytes. Empty metadata: none.
void writeSafetensors(
    const std::filesystem::path& file,
    std::vector<WriteTensor> tensors,
    const std::map<std::string, std::string>& metadata = {{"format", "pt"}});

// What writeSafetensors would write, in bytes.
std::uint64_t safetensorsBytes(
    std::vector<WriteTensor> tensors,
    const std::map<std::string, std::string>& metadata = {{"format", "pt"}});

// PyTorch's zip with its quirks: stored records aligned to 64 bytes, sizes 0 in the local headers, data
// descriptors, a top folder and storage keys of any name.
struct PthOptions {
    std::string folder = "archive";
    std::string wrap;        // "params_ema": the state dict is the value of that key; empty: bare
    std::string prefix;      // before every name: "module."
    bool hasLongKeys = true; // storages named by 14 digits, as torch 1.6 did; else "0", "1", ...
    bool isLegacy = false;   // the layout before torch 1.6
};
void writePth(
    const std::filesystem::path& file,
    const std::vector<WriteTensor>& tensors,
    const PthOptions& options = {});

// Values as `type` stores them, little-endian.
std::string packed(const std::vector<float>& values, nn::DType type);

} // namespace kerf::test
