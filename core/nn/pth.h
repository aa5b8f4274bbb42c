#pragma once

#include "core/nn/byte_source.h"
#include "core/nn/tensor_index.h"

namespace kerf::nn {

// Read what torch.save wrote: a zip (torch 1.6 and later), or five pickles followed by the storages (before).
// The pickles are read as data by PickleMachine. Nested dicts' keys are joined with '.'; what is no tensor is
// left out. Throw Error: model_corrupt with what is wrong; unsupported_format for a zip of something else.
// Internal to nn.
TensorIndex readTorchZip(const ByteSource& file);
TensorIndex readTorchLegacy(const ByteSource& file);

// Error(model_corrupt) for a pickle that isn't PyTorch's, saying what is foreign in it.
[[noreturn]] void refusePickle(const ByteSource& file);

} // namespace kerf::nn
