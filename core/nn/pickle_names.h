#pragma once

#include "core/nn/pickle_machine.h"

namespace kerf::nn {

// Whether a state dict may mention that global name, and as what. Internal to nn.
struct KnownGlobal {
    bool isKnown = false;
    PickleGlobal global = PickleGlobal::ordered_dict;
};
KnownGlobal findGlobal(std::string_view module, std::string_view name);

} // namespace kerf::nn
