#include "core/nn/utf8.h"

namespace kerf::nn {
namespace {

struct Lead {
    std::size_t followers = 0;
    unsigned char lowest = 0x80; // of the byte after it
    unsigned char highest = 0xBF;
    bool isValid = true;
};

Lead leadOf(unsigned char c) noexcept {
    if (c < 0x80) {
        return {};
    }
    if (c >= 0xC2 && c <= 0xDF) {
        return {.followers = 1};
    }
    if (c >= 0xE0 && c <= 0xEF) {
        return {
            .followers = 2,
            .lowest = static_cast<unsigned char>(c == 0xE0 ? 0xA0 : 0x80),
            .highest = static_cast<unsigned char>(c == 0xED ? 0x9F : 0xBF)};
    }
    if (c >= 0xF0 && c <= 0xF4) {
        return {
            .followers = 3,
            .lowest = static_cast<unsigned char>(c == 0xF0 ? 0x90 : 0x80),
            .highest = static_cast<unsigned char>(c == 0xF4 ? 0x8F : 0xBF)};
    }
    return {.isValid = false};
}

} // namespace

bool isUtf8(std::string_view text) noexcept {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const Lead lead = leadOf(static_cast<unsigned char>(text[i]));
        if (!lead.isValid || lead.followers > text.size() - i - 1) {
            return false;
        }
        for (std::size_t k = 1; k <= lead.followers; ++k) {
            const auto c = static_cast<unsigned char>(text[i + k]);
            if (c < (k == 1 ? lead.lowest : 0x80) || c > (k == 1 ? lead.highest : 0xBF)) {
                return false;
            }
        }
        i += lead.followers;
    }
    return true;
}

void appendUtf8(std::string& text, char32_t code) {
    const auto tail = [&](unsigned shift) { text += static_cast<char>(0x80U | ((code >> shift) & 0x3FU)); };
    if (code < 0x80) {
        text += static_cast<char>(code);
    } else if (code < 0x800) {
        text += static_cast<char>(0xC0U | (code >> 6U));
        tail(0);
    } else if (code < 0x10000) {
        text += static_cast<char>(0xE0U | (code >> 12U));
        tail(6);
        tail(0);
    } else {
        text += static_cast<char>(0xF0U | (code >> 18U));
        tail(12);
        tail(6);
        tail(0);
    }
}

} // namespace kerf::nn
