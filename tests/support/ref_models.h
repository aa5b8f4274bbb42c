#pragma once

#include "core/nn/architecture.h"
#include "tests/support/weight_writer.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kerf::test {

// "birefnet-swin_v1_t" (also _s, _b, _l), "birefnet-tiny", "rrdbnet-x2", "rrdbnet-x4-nb6-nf32",
// "srvggnet-x4-nc32-nf64"; nb: blocks, nc: depth, nf: width; "minimask", "minimask-small".
std::optional<nn::Architecture> parseArchitecture(std::string_view name);

// All tensors of an official file of that net, with those that inference doesn't use: floating ones of `type`
// with the values of refTensor(), integer ones as they really are.
std::vector<WriteTensor>
refModel(const nn::Architecture& architecture, nn::DType type, const std::string& salt = {});

} // namespace kerf::test
