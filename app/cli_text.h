#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace kerf::cli {

// A file's name for people: as it is where it is plain text, else quoted as a shell takes it ($'a\nb'), so
// that it stays on one line, can't steer the terminal and can be pasted back.
std::string shown(const std::filesystem::path& file);

bool isValidUtf8(std::string_view text);

// All but letters, digits and "-._~/" as %XX: a file's exact bytes in plain ASCII.
std::string percentEncoded(std::string_view bytes);

// Columns that `text` (UTF-8) takes on a terminal: wide East Asian characters and emoji two, accents none.
int columns(std::string_view text);

// The end of `text` that fits into `width` columns, with "..." where something is left out.
std::string endThatFits(const std::string& text, int width);

std::string duration(double seconds);   // "0.42 s", "12.3 s", "3:05 min"
std::string size(std::uintmax_t bytes); // "3.4 MB"

} // namespace kerf::cli
