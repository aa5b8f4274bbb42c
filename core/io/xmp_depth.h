#pragma once

#include <string_view>

namespace kerf::io {

// How deep the elements of an XML text nest, at most; text need not be well-formed. To be asked before a
// parser that recurses.
int xmlDepth(std::string_view text) noexcept;

} // namespace kerf::io
