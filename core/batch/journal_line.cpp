#include "core/batch/journal_line.h"

#include "core/base/sha256.h"

#include <cstdint>

namespace kerf::batch {
namespace {

constexpr std::size_t kSumDigits = 16;

std::string sumOf(std::string_view text) {
    Sha256 hash;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes
    hash.update({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    return toHex(hash.finish()).substr(0, kSumDigits);
}

int digitOf(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

} // namespace

std::string toLine(std::string_view text) {
    return sumOf(text) + ' ' + std::string(text) + '\n';
}

std::optional<std::string_view> textOf(std::string_view line) {
    if (line.size() <= kSumDigits || line[kSumDigits] != ' ') {
        return std::nullopt;
    }
    const std::string_view text = line.substr(kSumDigits + 1);
    return sumOf(text) == line.substr(0, kSumDigits) ? std::optional(text) : std::nullopt;
}

std::string escaped(const std::filesystem::path& path) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string text;
    for (const char c : path.native()) {
        if (c >= ' ' && c <= '~' && c != '%') {
            text += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            text += {'%', kDigits[byte >> 4U], kDigits[byte & 15U]};
        }
    }
    return text;
}

std::optional<std::filesystem::path> unescaped(std::string_view text) {
    std::string bytes;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            bytes += text[i];
            continue;
        }
        const int high = i + 3 <= text.size() ? digitOf(text[i + 1]) : -1;
        const int low = i + 3 <= text.size() ? digitOf(text[i + 2]) : -1;
        if (high < 0 || low < 0) {
            return std::nullopt;
        }
        bytes += static_cast<char>(high * 16 + low);
        i += 2;
    }
    if (bytes.find('\0') != std::string::npos) {
        return std::nullopt;
    }
    return bytes;
}

} // namespace kerf::batch
