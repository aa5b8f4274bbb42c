#pragma once

#include "core/base/tile_grid.h"
#include "core/nn/runtime.h"

#include <cstdint>
#include <span>
#include <vector>

namespace at {
class Tensor;
}

namespace kerf::nn {

// Copies of a photo's pixels as nets read them, and back. Internal to nn.

// The samples of `in` at rows[y], columns[x] (indices into it, in any order) as [1, rows, columns, channels]:
// bytes for 8-bit photos, else float32 in 0..1.
at::Tensor
gather(const Raster& in, std::span<const std::int32_t> rows, std::span<const std::int32_t> columns);

// Throws std::logic_error unless `out` is `in` enlarged by `scale`, both RGB of one sample size.
void checkUpscale(const Raster& in, const MutableRaster& out, int scale);

// Where the samples of `span` lie in a side of `length` that is continued by reflection.
std::vector<std::int32_t> reflected(const TileSpan& span, int length);

// Clamped to 0..1 (a NaN becomes 0) and stored from sample `x * channels` of row `y` on, rounded to nearest
// or cut off.
enum class Rounding : std::uint8_t { nearest, down };
void store(const MutableRaster& out, int y, int x, std::span<const float> samples, Rounding rounding);

} // namespace kerf::nn
