#pragma once

#include "core/base/sha256.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace kerf::test {

// Lower case, as manifests have it.
inline std::string sha256Of(std::string_view bytes) {
    Sha256 sum;
    sum.update({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
    return toHex(sum.finish());
}

} // namespace kerf::test
