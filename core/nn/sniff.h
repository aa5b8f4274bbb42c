#pragma once

#include "core/nn/byte_source.h"
#include "core/nn/tensor_index.h"

#include <memory>

namespace kerf::nn {

struct OpenedWeights {
    TensorIndex index;
    std::unique_ptr<const ByteSource> values; // what the index's places refer to
};

// Tells the format by content and reads the index. `path` is only used to find the other file of an ncnn
// pair. Throws as WeightFile does. Internal to nn.
OpenedWeights openWeights(std::unique_ptr<const ByteSource> file, const std::filesystem::path& path);

} // namespace kerf::nn
