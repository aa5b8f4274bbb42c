#pragma once

#include "core/base/error.h"

#include <fmt/format.h>

#include <string_view>

namespace kerf {

// Calls take(key, value) for every item of "key=value,key=value", in their order. Throws
// Error(invalid_option) for an item without '=', with `example` of how it is written.
template <typename Take>
void forEachKeyValue(std::string_view text, std::string_view example, Take&& take) {
    while (!text.empty()) {
        const std::size_t comma = text.find(',');
        const std::string_view item = text.substr(0, comma);
        text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
        const std::size_t equals = item.find('=');
        if (equals == std::string_view::npos) {
            throw Error(
                ErrorCode::invalid_option, fmt::format("'{}' has no value; write it as {}", item, example));
        }
        take(item.substr(0, equals), item.substr(equals + 1));
    }
}

} // namespace kerf
