#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace kerf {

// The values of an enumeration and what the command line and JSON call them. For the .cpp files behind the
// name() and parse...() of the contract's types.
template <typename Value, std::size_t N>
using Names = std::array<std::pair<Value, std::string_view>, N>;

// Empty for a value that is not listed.
template <typename Value, std::size_t N>
constexpr std::string_view nameIn(const Names<Value, N>& names, Value value) noexcept {
    for (const auto& [candidate, text] : names) {
        if (candidate == value) {
            return text;
        }
    }
    return {};
}

template <typename Value, std::size_t N>
constexpr std::optional<Value> parseIn(const Names<Value, N>& names, std::string_view text) noexcept {
    for (const auto& [candidate, known] : names) {
        if (known == text) {
            return candidate;
        }
    }
    return std::nullopt;
}

} // namespace kerf
