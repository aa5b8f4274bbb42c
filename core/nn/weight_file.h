#pragma once

#include "core/nn/tensor_index.h"

#include <filesystem>
#include <memory>
#include <span>

namespace kerf::nn {

// A weight file from outside, opened: .safetensors, PyTorch's .pth (zip, or the older layout), or ncnn's
// .param with the .bin of the same name beside it (either may be named). Told apart by content, never by
// name. Nothing in the file is ever executed; what is allocated is bounded by the file's size.
//
// The descriptor stays open, so the file may be replaced meanwhile. Values are read with pread, never mapped:
// a file that shrinks is an error, not a SIGBUS. One thread at a time; movable.
class WeightFile {
public:
    // Throws Error: file_not_found, not_a_file, permission_denied, unsupported_format (no weight file),
    // model_corrupt (with the reason).
    explicit WeightFile(const std::filesystem::path& path);
    ~WeightFile();
    WeightFile(WeightFile&&) noexcept;
    WeightFile& operator=(WeightFile&&) noexcept;

    const std::filesystem::path& path() const noexcept;
    const TensorIndex& index() const noexcept;

    // The values of `entry` (one of index().tensors) as float32, in C order. `out` has entry.elements()
    // places. fp16, bf16, fp64 and integers are converted; rounding to nearest even. Throws
    // Error(model_corrupt) when the file has become shorter or a floating value is NaN or infinite.
    void read(const TensorEntry& entry, std::span<float> out) const;

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace kerf::nn
