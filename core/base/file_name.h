#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kerf {

inline constexpr std::size_t kMaxFileNameBytes = 255; // what file systems take

// stem + end, where the stem is cut so that both fit into kMaxFileNameBytes; never within a UTF-8 character,
// bytes that are no UTF-8 anywhere. `end` is kept whole.
std::string fileName(std::string_view stem, std::string_view end);

bool isUtf8(std::string_view text) noexcept; // no overlong forms, no surrogates

} // namespace kerf
