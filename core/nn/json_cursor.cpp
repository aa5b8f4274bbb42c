#include "core/nn/json_cursor.h"

#include "core/nn/byte_source.h"
#include "core/nn/utf8.h"

#include <fmt/format.h>

namespace kerf::nn {

void JsonCursor::skipSpace() noexcept {
    while (m_at < m_text.size() &&
           (m_text[m_at] == ' ' || m_text[m_at] == '\n' || m_text[m_at] == '\t' || m_text[m_at] == '\r')) {
        ++m_at;
    }
}

char JsonCursor::peek() noexcept {
    skipSpace();
    return m_at < m_text.size() ? m_text[m_at] : '\0';
}

void JsonCursor::fail(std::string_view what, std::string_view wanted) const {
    if (m_at >= m_text.size()) {
        refuseDamaged(fmt::format("the header's text ends within {}", what));
    }
    refuseDamaged(fmt::format(
        "{} is not {} (byte {} of the header: {})", what, wanted, m_at, shown(m_text.substr(m_at, 1))));
}

void JsonCursor::open(char bracket, std::string_view what) {
    if (peek() != bracket) {
        fail(what, bracket == '{' ? "an object" : "a list");
    }
    ++m_at;
    m_isFirst = true;
}

bool JsonCursor::next(char closing) {
    const char c = peek();
    if (c == closing) {
        ++m_at;
        m_isFirst = false;
        return false;
    }
    if (!m_isFirst) {
        if (c != ',') {
            fail("an entry", "followed by a comma");
        }
        ++m_at;
    }
    m_isFirst = false;
    return true;
}

void JsonCursor::expect(char c) {
    if (peek() != c) {
        fail("a key", "followed by a colon");
    }
    ++m_at;
}

char32_t JsonCursor::hex4(std::string_view what) {
    char32_t value = 0;
    for (int i = 0; i < 4; ++i, ++m_at) {
        const char c = m_at < m_text.size() ? m_text[m_at] : '\0';
        const bool isDigit = c >= '0' && c <= '9';
        const char lower = static_cast<char>(c | 0x20);
        if (!isDigit && (lower < 'a' || lower > 'f')) {
            fail(what, "text with valid \\u escapes");
        }
        value = value * 16 + static_cast<char32_t>(isDigit ? c - '0' : lower - 'a' + 10);
    }
    return value;
}

// What follows "\u".
char32_t JsonCursor::escapedUnit(std::string_view what) {
    const char32_t unit = hex4(what);
    if (unit < 0xD800 || unit > 0xDFFF) {
        return unit;
    }
    if (unit > 0xDBFF || m_text.substr(m_at, 2) != "\\u") {
        fail(what, "text with valid \\u escapes");
    }
    m_at += 2;
    const char32_t low = hex4(what);
    if (low < 0xDC00 || low > 0xDFFF) {
        fail(what, "text with valid \\u escapes");
    }
    return 0x10000 + ((unit - 0xD800) << 10U) + (low - 0xDC00);
}

std::string JsonCursor::string(std::string_view what, std::size_t maxBytes) {
    if (peek() != '"') {
        fail(what, "text in quotes");
    }
    ++m_at;
    std::string text;
    while (m_at < m_text.size() && m_text[m_at] != '"') {
        const char c = m_text[m_at];
        if (c >= 0 && c < ' ') {
            fail(what, "text without control characters");
        }
        if (text.size() > maxBytes) {
            refuseUnsafe(fmt::format("{} is longer than {} bytes: {}", what, maxBytes, shown(text)));
        }
        ++m_at;
        if (c != '\\') {
            text += c;
            continue;
        }
        const char escape = m_at < m_text.size() ? m_text[m_at++] : '\0';
        constexpr std::string_view kEscapes = "\"\\/bfnrt";
        constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
        const auto known = kEscapes.find(escape);
        if (escape == 'u') {
            appendUtf8(text, escapedUnit(what));
        } else if (escape != '\0' && known != kEscapes.npos) {
            text += kMeanings[known];
        } else {
            fail(what, "text with known escapes");
        }
    }
    if (m_at >= m_text.size()) {
        fail(what, "text in quotes");
    }
    ++m_at;
    if (!isUtf8(text)) {
        refuseDamaged(fmt::format("{} is not valid UTF-8: {}", what, shown(text)));
    }
    return text;
}

std::uint64_t JsonCursor::number(std::string_view what) {
    if (peek() == '-') {
        refuseUnsafe(fmt::format("{} holds a negative number", what));
    }
    const std::size_t begin = m_at;
    std::uint64_t value = 0;
    for (; m_at < m_text.size() && m_text[m_at] >= '0' && m_text[m_at] <= '9'; ++m_at) {
        const auto digit = static_cast<std::uint64_t>(m_text[m_at] - '0');
        if (value > (0x7FFFFFFFFFFFFFFFU - digit) / 10) {
            refuseUnsafe(fmt::format("{} holds a number beyond 2^63", what));
        }
        value = value * 10 + digit;
    }
    const char after = m_at < m_text.size() ? m_text[m_at] : '\0';
    const bool hasLeadingZero = m_at - begin > 1 && m_text[begin] == '0';
    if (m_at == begin || hasLeadingZero || after == '.' || after == 'e' || after == 'E') {
        fail(what, "made of whole numbers");
    }
    return value;
}

void JsonCursor::end() {
    skipSpace();
    if (m_at != m_text.size()) {
        fail("what follows the header's last bracket", "blank");
    }
}

} // namespace kerf::nn
