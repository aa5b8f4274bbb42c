#pragma once

#include <string>
#include <string_view>

namespace kerf {

// Names of files are bytes; where text is wanted they go through here: what is no well-formed UTF-8 (Unicode
// 15, table 3-7) becomes U+FFFD, one for each byte that can't be the start of a character.
std::string validUtf8(std::string_view bytes);

// All but printable ASCII, and "%" itself, as %XX: any bytes as plain text, and back. What is no such text
// comes back as it is.
std::string percentEscaped(std::string_view bytes);
std::string percentUnescaped(std::string_view text);

} // namespace kerf
