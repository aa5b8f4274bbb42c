#pragma once

#include "core/nn/tensor_index.h"

#include <cstddef>
#include <span>

namespace kerf::nn {

// Little-endian values of `type` as float32; fp64 and integers are rounded to nearest even. `in` has
// bytesOf(type) * out.size() bytes. Internal to nn.
void toFloat(DType type, std::span<const std::byte> in, std::span<float> out);

// Position of the first NaN or infinity; values.size() if there is none.
std::size_t firstNonFinite(std::span<const float> values);

} // namespace kerf::nn
