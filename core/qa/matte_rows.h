#pragma once

#include "core/image/image.h"

#include <cstdint>
#include <span>

namespace kerf {

// Rows of a one-channel picture of any type, thread-safe.

// As 0..1; floats are clamped.
void readAlphaRow(const Image& matte, int y, std::span<float> out);

// The tenths that alpha reaches, 0..10: the largest n with alpha >= n / 10, exactly; half of 255 or 65535
// isn't a whole number, so "at least half" is "at least 5 tenths".
void readTenths(const Image& matte, int y, std::span<std::uint8_t> out);

} // namespace kerf
