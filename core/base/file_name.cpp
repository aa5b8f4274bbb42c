#include "core/base/file_name.h"

#include <algorithm>
#include <cstdint>

namespace kerf {
namespace {

bool isContinuation(char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U;
}

// Bytes of the character that begins with `first`; 0: none does.
std::size_t lengthOf(unsigned char first) {
    return first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
}

} // namespace

std::string fileName(std::string_view stem, std::string_view end) {
    constexpr std::size_t kMostBack = 3; // a character's bytes but its first
    const std::size_t most = kMaxFileNameBytes - std::min(kMaxFileNameBytes, end.size());
    std::size_t size = std::min(stem.size(), most);
    if (size < stem.size()) {
        std::size_t back = 0;
        while (back < kMostBack && back < size && isContinuation(stem[size - back])) {
            ++back;
        }
        size -= isContinuation(stem[size - back]) ? 0 : back;
    }
    return std::string(stem.substr(0, size)).append(end);
}

bool isUtf8(std::string_view text) noexcept {
    for (std::size_t at = 0; at < text.size();) {
        const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
        const std::size_t length = lengthOf(byte(0));
        if (length == 0 || length > text.size() - at) {
            return false;
        }
        for (std::size_t i = 1; i < length; ++i) {
            if (!isContinuation(text[at + i])) {
                return false;
            }
        }
        const bool isBad = (byte(0) == 0xe0 && byte(1) < 0xa0) || (byte(0) == 0xed && byte(1) > 0x9f) ||
                           (byte(0) == 0xf0 && byte(1) < 0x90) || (byte(0) == 0xf4 && byte(1) > 0x8f);
        if (isBad) {
            return false;
        }
        at += length;
    }
    return true;
}

} // namespace kerf
