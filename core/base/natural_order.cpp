#include "core/base/natural_order.h"

#include <algorithm>
#include <string_view>

namespace kerf {
namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// The run of digits that starts at `at`, without leading zeros; `at` moves behind it.
std::string_view takeNumber(std::string_view text, std::size_t& at) {
    const std::size_t start = at;
    while (at < text.size() && isDigit(text[at])) {
        ++at;
    }
    std::string_view digits = text.substr(start, at - start);
    digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
    return digits;
}

// Below 0, 0 or above 0, as strcmp.
int compareNaturally(std::string_view one, std::string_view other) {
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < one.size() && j < other.size()) {
        if (isDigit(one[i]) && isDigit(other[j])) {
            const std::string_view a = takeNumber(one, i);
            const std::string_view b = takeNumber(other, j);
            if (a.size() != b.size()) {
                return a.size() < b.size() ? -1 : 1;
            }
            if (const int order = a.compare(b); order != 0) {
                return order;
            }
            continue;
        }
        const auto a = static_cast<unsigned char>(lower(one[i++]));
        const auto b = static_cast<unsigned char>(lower(other[j++]));
        if (a != b) {
            return a < b ? -1 : 1;
        }
    }
    return int(i < one.size()) - int(j < other.size());
}

} // namespace

bool naturallyLess(const std::filesystem::path& one, const std::filesystem::path& other) {
    auto i = one.begin();
    auto j = other.begin();
    for (; i != one.end() && j != other.end(); ++i, ++j) {
        if (const int order = compareNaturally(i->native(), j->native()); order != 0) {
            return order < 0;
        }
    }
    if ((i != one.end()) != (j != other.end())) {
        return i == one.end();
    }
    return one.native() < other.native();
}

} // namespace kerf
