#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kerf {

// A colour in sRGB.
struct Color {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;

    bool operator==(const Color&) const = default;
};

std::optional<Color> parseColor(std::string_view text) noexcept; // "#rrggbb"
std::string toString(Color color);                               // "#rrggbb"

} // namespace kerf
