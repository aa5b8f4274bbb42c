#pragma once

#include "core/nn/byte_source.h"
#include "core/nn/tensor_index.h"

namespace kerf::nn {

// Reads the header of a .safetensors file (huggingface.co/docs/safetensors: 8 bytes of length, JSON, values).
// Stricter than the reference: no empty tensors, no duplicate or unprintable names, only types that nets'
// weights have. Throws Error(model_corrupt) with what is wrong. Internal to nn.
TensorIndex readSafetensors(const ByteSource& file);

} // namespace kerf::nn
