#pragma once

#include <string>
#include <string_view>

namespace kerf::nn {

// Well-formed UTF-8 (Unicode 15, table 3-7): no overlong forms, no surrogates. Internal to nn.
bool isUtf8(std::string_view text) noexcept;

// `code` is a Unicode scalar value.
void appendUtf8(std::string& text, char32_t code);

} // namespace kerf::nn
