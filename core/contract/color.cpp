#include "core/contract/color.h"

#include <charconv>
#include <system_error>

namespace kerf {

std::optional<Color> parseColor(std::string_view text) noexcept {
    if (text.size() != 7 || text[0] != '#') {
        return std::nullopt;
    }
    unsigned value = 0;
    const char* last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data() + 1, last, value, 16);
    if (error != std::errc() || end != last) {
        return std::nullopt;
    }
    return Color{std::uint8_t(value >> 16U), std::uint8_t(value >> 8U), std::uint8_t(value)};
}

std::string toString(Color color) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text = "#";
    for (const unsigned channel : {color.red, color.green, color.blue}) {
        text += digits[channel >> 4U];
        text += digits[channel & 15U];
    }
    return text;
}

} // namespace kerf
