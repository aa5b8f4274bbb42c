#pragma once

#include "core/image/image.h"

#include <cstdint>
#include <utility>

namespace kerf {

// Calls f once with a value (0) of the C++ type that samples of this type have, so that a generic lambda can
// be written once for all of them.
template <typename F>
void withSampleType(PixelType type, F&& f) {
    switch (type) {
    case PixelType::u8:
        std::forward<F>(f)(std::uint8_t{});
        break;
    case PixelType::u16:
        std::forward<F>(f)(std::uint16_t{});
        break;
    case PixelType::f32:
        std::forward<F>(f)(float{});
        break;
    }
}

} // namespace kerf
