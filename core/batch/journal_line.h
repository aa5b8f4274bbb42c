#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace kerf::batch {

// A line of a journal: the first 16 digits of the text's SHA-256, a space, the text. A line that was cut off
// or changed is told by that.
std::string toLine(std::string_view text);                     // with the line feed
std::optional<std::string_view> textOf(std::string_view line); // without; empty when it doesn't agree

// Paths are bytes, JSON is UTF-8: everything but printable ASCII, and "%" itself, becomes "%41".
std::string escaped(const std::filesystem::path& path);
std::optional<std::filesystem::path> unescaped(std::string_view text); // empty: no such text, or a NUL in it

} // namespace kerf::batch
