#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kerf::nn {

// Walks through JSON text whose form is known beforehand: objects, arrays, strings and whole numbers, never
// deeper than its caller asks, so that hostile text costs nothing. Each call throws Error(model_corrupt) when
// something else stands there. Refers to the text. Internal to nn.
class JsonCursor {
public:
    explicit JsonCursor(std::string_view text) : m_text(text) {}

    // `bracket` is '{' or '['. Then call next() before each entry until it says that there is none.
    void open(char bracket, std::string_view what);
    bool next(char closing);
    void expect(char c);
    std::string string(std::string_view what, std::size_t maxBytes); // valid UTF-8
    std::uint64_t number(std::string_view what);                     // 0 .. 2^63-1
    void end();                                                      // nothing but white space follows

private:
    void skipSpace() noexcept;
    char peek() noexcept; // 0 at the end
    char32_t hex4(std::string_view what);
    char32_t escapedUnit(std::string_view what);
    [[noreturn]] void fail(std::string_view what, std::string_view wanted) const;

    std::string_view m_text;
    std::size_t m_at = 0;
    bool m_isFirst = true; // of the object or array just opened
};

} // namespace kerf::nn
