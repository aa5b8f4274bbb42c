#pragma once

#include <cstdint>

namespace kerf::nn {

enum class Activation : std::uint8_t { none, relu, leaky_relu, prelu, gelu, sigmoid };

} // namespace kerf::nn
