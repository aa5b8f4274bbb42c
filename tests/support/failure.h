#pragma once

#include "core/base/error.h"

#include <optional>

namespace kerf::test {

// The code of the Error that `act` ends with; nothing when it ends without one.
template <typename Act>
std::optional<ErrorCode> codeThrownBy(Act&& act) {
    try {
        act();
    } catch (const Error& e) {
        return e.code();
    }
    return std::nullopt;
}

} // namespace kerf::test
