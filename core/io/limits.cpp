#include "core/io/limits.h"

#include "core/base/error.h"

#include <fmt/format.h>

namespace kerf {

void checkSize(std::uint64_t width, std::uint64_t height, const Limits& limits) {
    if (width == 0 || height == 0) {
        throw Error(
            ErrorCode::corrupt_file, fmt::format("the header gives a size of {} x {} pixels", width, height));
    }
    const auto side = static_cast<std::uint64_t>(limits.maxSide);
    if (width > side || height > side || width > limits.maxPixels / height) {
        throw Error(
            ErrorCode::too_large,
            fmt::format(
                "{} x {} pixels is more than Kerf opens (at most {} megapixels and {} pixels a side); "
                "make it smaller in another program first",
                width, height, limits.maxPixels / 1'000'000, limits.maxSide));
    }
}

} // namespace kerf
