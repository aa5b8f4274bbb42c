#pragma once

#include "core/nn/byte_source.h"
#include "core/nn/tensor_index.h"

namespace kerf::nn {

// Reads a net of ncnn (github.com/Tencent/ncnn): its text .param and the .bin with the values, which the
// index's places refer to. RRDBNet and SRVGGNetCompact only; the .param's graph must compute exactly what
// those do, and the tensors get their official names. Throws Error(model_corrupt). Internal to nn.
TensorIndex readNcnn(const ByteSource& param, const ByteSource& bin);

} // namespace kerf::nn
