#pragma once

#include <filesystem>

namespace kerf {

// "img2" before "img10": runs of digits compare by their value, letters without regard to case (ASCII), ties
// byte by byte, so that the order is total.
bool naturallyLess(const std::filesystem::path& one, const std::filesystem::path& other);

} // namespace kerf
