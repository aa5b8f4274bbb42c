#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace kerf::nlm {

inline constexpr int kPatchRadius = 3;
inline constexpr int kSearchRadius = 10;
inline constexpr int kMargin = kPatchRadius + kSearchRadius; // how far a result's pixel looks
inline constexpr int kTileWidth = 256;
inline constexpr int kTileHeight = 64;

// How the patches' distance becomes a weight.
//
// E = mean squared difference of two patches / h^2 is held in whole numbers: the distance planes hold
// `levelScale` times 8-bit levels, the unit of a patch's sum is E = 8 * slope / 32767. The weight is
// (1 - (E - 1) / 8)^8, 1 below E = 1 and 0 above E = 9: close to exp(1 - E), but eighth powers are three
// multiplications of 16-bit lanes, and patches that don't match at all count for nothing.
struct Strength {
    float levelScale = 0.0F;
    std::int16_t slope = 0;
};
Strength strengthFor(double h) noexcept; // h > 0, in 8-bit levels

// One tile's pixels with their margin and what the filter needs on the way; about 1 MB. The caller fills the
// planes (the picture mirrored beyond its borders, every sample of the `rows` it uses, whole rows), calls
// filterTile and reads sum / weight. Owned by one thread at a time.
class Workspace {
public:
    static constexpr int kPlaneStride = 320; // margins, and room for the longest vector read beyond them
    static constexpr int kPlaneRows = kTileHeight + 2 * kMargin;
    static constexpr int kLineLength = 288; // the longest line of one offset, rounded up to whole vectors

    // Plane c, row y, column x hold the picture's sample at (x - kMargin, y - kMargin) of the tile.
    alignas(64) std::array<std::array<float, std::size_t(kPlaneStride) * kPlaneRows>, 3> value;
    alignas(64) std::array<std::array<std::int16_t, std::size_t(kPlaneStride) * kPlaneRows>, 3> scaled;
    // Weighted sums of the three channels and of the weights, kTileWidth a row.
    alignas(64) std::array<std::array<float, std::size_t(kTileWidth) * kTileHeight>, 4> sum;

    using Lines = std::array<std::array<std::uint16_t, kLineLength>, 2 * kSearchRadius + 1>;
    alignas(64) std::array<Lines, 2 * kPatchRadius + 1> squares; // the last 7 rows' squared differences
    alignas(64) Lines columns;                                   // their sums over the 7 rows
    alignas(64) std::array<std::array<float, kLineLength>, 2 * kSearchRadius + 1> weights;
};

// Which instructions filterTile is compiled for; all give the same result up to rounding of float sums.
enum class Simd : std::uint8_t { baseline, avx2, avx512 };
bool isSupported(Simd simd) noexcept; // by this processor and this build
Simd bestSimd() noexcept;

// Filters the `width` x `height` (at most kTileWidth x kTileHeight) pixels of a tile.
void filterTile(Workspace& tile, int width, int height, std::int16_t slope, Simd simd);

} // namespace kerf::nlm
