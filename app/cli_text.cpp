#include "app/cli_text.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <optional>

namespace kerf::cli {
namespace {

struct Character {
    char32_t code = 0;
    std::size_t length = 1; // bytes
};

// The character that starts at `at`; nothing for what is no valid UTF-8 (overlong, surrogates, cut off).
std::optional<Character> characterAt(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned first = byte(at);
    if (first < 0x80) {
        return Character{first, 1};
    }
    const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || at + length > text.size()) {
        return std::nullopt;
    }
    char32_t code = first & (0xffU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xc0U) != 0x80U) {
            return std::nullopt;
        }
        code = (code << 6U) | (byte(at + i) & 0x3fU);
    }
    constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
    if (code < least[length] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
        return std::nullopt;
    }
    return Character{code, length};
}

bool isBetween(char32_t code, char32_t first, char32_t last) {
    return code >= first && code <= last;
}

// Control characters, and those that turn the direction of writing around.
bool isUnsafe(char32_t code) {
    return code < 0x20 || isBetween(code, 0x7f, 0x9f) || isBetween(code, 0x200e, 0x200f) ||
           isBetween(code, 0x2028, 0x202e) || isBetween(code, 0x2066, 0x2069) || code == 0xfeff;
}

int columnsOf(char32_t code) {
    if (isBetween(code, 0x300, 0x36f) || isBetween(code, 0x200b, 0x200d) || isBetween(code, 0xfe00, 0xfe0f)) {
        return 0;
    }
    const bool isWide = isBetween(code, 0x1100, 0x115f) || isBetween(code, 0x2e80, 0xa4cf) ||
                        isBetween(code, 0xac00, 0xd7a3) || isBetween(code, 0xf900, 0xfaff) ||
                        isBetween(code, 0xfe30, 0xfe6f) || isBetween(code, 0xff00, 0xff60) ||
                        isBetween(code, 0x1f300, 0x1faff) || isBetween(code, 0x20000, 0x3fffd);
    return isWide ? 2 : 1;
}

void appendEscaped(std::string& text, std::string_view bytes) {
    for (const char c : bytes) {
        switch (c) {
        case '\n':
            text += "\\n";
            break;
        case '\t':
            text += "\\t";
            break;
        case '\r':
            text += "\\r";
            break;
        default:
            text += fmt::format("\\{:03o}", static_cast<unsigned char>(c));
        }
    }
}

} // namespace

std::string shown(const std::filesystem::path& file) {
    const std::string& name = file.native();
    std::string quoted;
    bool isPlain = true;
    for (std::size_t at = 0; at < name.size();) {
        const std::optional<Character> character = characterAt(name, at);
        const std::size_t length = character ? character->length : 1;
        const std::string_view bytes = std::string_view(name).substr(at, length);
        if (!character || isUnsafe(character->code)) {
            appendEscaped(quoted, bytes);
            isPlain = false;
        } else if (bytes == "'" || bytes == "\\") {
            quoted += '\\';
            quoted += bytes;
        } else {
            quoted += bytes;
        }
        at += length;
    }
    return isPlain ? name : "$'" + quoted + "'";
}

bool isValidUtf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::optional<Character> character = characterAt(text, at);
        if (!character) {
            return false;
        }
        at += character->length;
    }
    return true;
}

std::string percentEncoded(std::string_view bytes) {
    std::string text;
    for (const char c : bytes) {
        const bool isPlain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                             std::string_view("-._~/").find(c) != std::string_view::npos;
        text += isPlain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return text;
}

int columns(std::string_view text) {
    int sum = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::optional<Character> character = characterAt(text, at);
        sum += character ? columnsOf(character->code) : 1;
        at += character ? character->length : 1;
    }
    return sum;
}

std::string endThatFits(const std::string& text, int width) {
    if (columns(text) <= width) {
        return text;
    }
    constexpr std::string_view gap = "...";
    std::size_t at = 0;
    while (at < text.size() && columns(std::string_view(text).substr(at)) + int(gap.size()) > width) {
        const std::optional<Character> character = characterAt(text, at);
        at += character ? character->length : 1;
    }
    return width < int(gap.size()) ? std::string() : std::string(gap) + text.substr(at);
}

std::string duration(double seconds) {
    if (seconds < 9.95) {
        return seconds < 0.995 ? fmt::format("{:.2f} s", seconds) : fmt::format("{:.1f} s", seconds);
    }
    const auto whole = std::lround(seconds);
    return whole < 100 ? fmt::format("{} s", whole) : fmt::format("{}:{:02} min", whole / 60, whole % 60);
}

std::string size(std::uintmax_t bytes) {
    if (bytes < 1000) {
        return fmt::format("{} bytes", bytes);
    }
    constexpr std::array<const char*, 4> units{"kB", "MB", "GB", "TB"};
    double value = double(bytes) / 1000.0;
    std::size_t unit = 0;
    for (; value >= 999.5 && unit + 1 < units.size(); ++unit) {
        value /= 1000.0;
    }
    return fmt::format("{:.3g} {}", value, units[unit]);
}

} // namespace kerf::cli
