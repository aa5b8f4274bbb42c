#include "core/io/xmp_depth.h"

#include <algorithm>

namespace kerf::io {
namespace {

// The position after the next `end` from `from` on.
std::size_t skipTo(std::string_view text, std::string_view end, std::size_t from) {
    const std::size_t found = text.find(end, from);
    return found == std::string_view::npos ? text.size() : found + end.size();
}

// The position of the '>' that ends the tag at `from`; quoted attributes may hold one.
std::size_t endOfTag(std::string_view text, std::size_t from) {
    char quote = 0;
    for (std::size_t i = from; i < text.size(); ++i) {
        const char c = text[i];
        if (quote != 0) {
            quote = c == quote ? '\0' : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '>') {
            return i;
        }
    }
    return text.size();
}

} // namespace

int xmlDepth(std::string_view text) noexcept {
    int depth = 0;
    int deepest = 0;
    for (std::size_t i = text.find('<'); i < text.size(); i = text.find('<', i)) {
        const std::string_view tag = text.substr(i);
        if (tag.starts_with("<!--")) {
            i = skipTo(text, "-->", i + 4);
        } else if (tag.starts_with("<![CDATA[")) {
            i = skipTo(text, "]]>", i + 9);
        } else if (tag.starts_with("<?")) {
            i = skipTo(text, "?>", i + 2);
        } else {
            const std::size_t end = endOfTag(text, i);
            const bool closes = tag.starts_with("</");
            const bool isEmpty = end > i && end < text.size() && text[end - 1] == '/';
            if (closes) {
                depth = std::max(0, depth - 1);
            } else if (!isEmpty && !tag.starts_with("<!")) {
                deepest = std::max(deepest, ++depth);
            }
            i = std::min(end + 1, text.size());
        }
    }
    return deepest;
}

} // namespace kerf::io
