#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace kerf::io {

// Writes one row of a PNG as its file has it: the filter's number, then the filtered bytes. `row` and `above`
// hold the same number of bytes, `above` zeros for the first row; `step` bytes make a pixel (1..8). Of the
// filters the one whose differences are smallest in sum is taken (PNG specification, 12.8); Average is left
// out, which photographs hardly ever want. `out` has row.size() + 1 bytes; `scratch` as many as two rows.
void filterPngRow(
    std::span<const std::uint8_t> row,
    std::span<const std::uint8_t> above,
    std::size_t step,
    std::span<std::uint8_t> out,
    std::span<std::uint8_t> scratch);

} // namespace kerf::io
