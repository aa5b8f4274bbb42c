#include "core/pipeline/nlm_kernel.h"

#include "core/base/check.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>

// The functions below are inlined into one copy of filterTile for each instruction set; the compiler
// vectorises their plain loops for it. Hence always_inline: a function has one target.
namespace kerf::nlm {
namespace {

constexpr int kSlope = 24;
constexpr float kFull = 32767.0F; // weight 1
// A pixel's weight for itself. Below 1, as it holds its own noise; patches unlike any other keep their
// detail all the same, since the others' weights are 0. Measured with the kernel's flat top on the sample
// photographs: + 0.2 to 0.6 dB against weight 1 and exp(-E).
constexpr float kSelf = 0.2F;
// The largest sum of squares of one pixel: 49 of them still fit 16 bits.
constexpr std::uint16_t kMaxSquare = 65535 / 49;
// Rounds whole lines up, so that the loops have no remainder on any instruction set.
constexpr int kLanes = 32;

constexpr int roundUp(int n, int step) {
    return (n + step - 1) / step * step;
}

// (a * b) / 32768, rounded, as one instruction does it.
[[gnu::always_inline]] inline std::int16_t mulRounded(std::int16_t a, std::int16_t b) {
    return static_cast<std::int16_t>(((a * b >> 14) + 1) >> 1);
}

// One offset's squared differences of a row into `squares`, which holds those of seven rows ago, and into
// the running sums of the columns.
[[gnu::always_inline]] inline void addSquares(
    const std::int16_t* __restrict red,
    const std::int16_t* __restrict green,
    const std::int16_t* __restrict blue,
    std::ptrdiff_t offset,
    std::uint16_t* __restrict squares,
    std::uint16_t* __restrict columns,
    int length) {
    for (int x = 0; x < length; ++x) {
        const auto r = static_cast<std::int16_t>(red[x] - red[x + offset]);
        const auto g = static_cast<std::int16_t>(green[x] - green[x + offset]);
        const auto b = static_cast<std::int16_t>(blue[x] - blue[x + offset]);
        auto square = static_cast<std::uint16_t>(
            std::uint16_t(mulRounded(r, r)) + std::uint16_t(mulRounded(g, g)) +
            std::uint16_t(mulRounded(b, b)));
        square = square < kMaxSquare ? square : kMaxSquare;
        columns[x] = static_cast<std::uint16_t>(columns[x] + square - squares[x]);
        squares[x] = square;
    }
}

struct Shape {
    std::uint16_t flat; // distances below have weight 1
    std::uint16_t last; // from here on the weight is 0
    std::int16_t slope;
};

[[gnu::always_inline]] inline void weighPatches(
    const std::uint16_t* __restrict columns, float* __restrict weights, int length, const Shape shape) {
    for (int x = 0; x < length; ++x) {
        auto distance = static_cast<std::uint16_t>(
            columns[x] + columns[x + 1] + columns[x + 2] + columns[x + 3] + columns[x + 4] + columns[x + 5] +
            columns[x + 6]);
        // As a maximum and a minimum: GCC leaves a loop with branches alone.
        distance = distance > shape.flat ? distance : shape.flat;
        distance = distance < shape.last ? distance : shape.last;
        auto weight = static_cast<std::int16_t>(32767 - (distance - shape.flat) * shape.slope);
        weight = mulRounded(weight, weight);
        weight = mulRounded(weight, weight);
        weight = mulRounded(weight, weight);
        weights[x] = static_cast<float>(weight);
    }
}

template <int bytes>
struct Vector {
    using Floats [[gnu::vector_size(bytes)]] = float;

    // By reference, as a vector's way of being returned depends on the target.
    [[gnu::always_inline]] static void load(Floats& v, const float* p) { std::memcpy(&v, p, bytes); }
    [[gnu::always_inline]] static void store(float* p, const Floats& v) { std::memcpy(p, &v, bytes); }
};

// Where the weights and the values of one row's offsets lie.
struct Terms {
    std::array<const float*, 2 * kSearchRadius + 1> weights;
    std::array<std::ptrdiff_t, 2 * kSearchRadius + 1> values;
    int count;
};

// Adds all terms to a row of sums; two vectors of each sum stay in registers meanwhile.
template <int bytes>
[[gnu::always_inline]] inline void addTerms(Workspace& tile, const Terms& terms, int row, int width) {
    using V = Vector<bytes>;
    constexpr int lanes = bytes / int(sizeof(float));
    constexpr std::size_t unrolled = 2;
    for (int x = 0; x < width; x += lanes * int(unrolled)) {
        const std::size_t first = std::size_t(row) * kTileWidth + std::size_t(x);
        typename V::Floats sums[4][unrolled];
        for (std::size_t c = 0; c < 4; ++c) {
            for (std::size_t u = 0; u < unrolled; ++u) {
                V::load(sums[c][u], tile.sum[c].data() + first + u * lanes);
            }
        }
        for (std::size_t k = 0; k < std::size_t(terms.count); ++k) {
            const float* weights = terms.weights[k] + x;
            const std::ptrdiff_t values = terms.values[k] + x;
            for (std::size_t u = 0; u < unrolled; ++u) {
                typename V::Floats weight;
                V::load(weight, weights + u * lanes);
                for (std::size_t c = 0; c < 3; ++c) {
                    typename V::Floats value;
                    V::load(value, tile.value[c].data() + values + u * lanes);
                    sums[c][u] += weight * value;
                }
                sums[3][u] += weight;
            }
        }
        for (std::size_t c = 0; c < 4; ++c) {
            for (std::size_t u = 0; u < unrolled; ++u) {
                V::store(tile.sum[c].data() + first + u * lanes, sums[c][u]);
            }
        }
    }
}

std::ptrdiff_t planeIndex(int x, int y) {
    return std::ptrdiff_t(y + kMargin) * Workspace::kPlaneStride + x + kMargin;
}

void startSums(Workspace& tile, int width, int height) {
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const std::size_t to = std::size_t(y) * kTileWidth + std::size_t(x);
            for (std::size_t c = 0; c < 3; ++c) {
                tile.sum[c][to] = kSelf * kFull * tile.value[c][std::size_t(planeIndex(x, y))];
            }
            tile.sum[3][to] = kSelf * kFull;
        }
    }
}

// The pairs of pixels (p, p + offset) for the offsets of one dy, each pair for both its pixels: the weight
// of p for p + offset is that of p + offset for p. So half of the offsets do. For the offset dx the line of
// weights starts at p.x = -max(dx, 0), as far out as a pixel of the tile needs it.
template <int bytes>
[[gnu::always_inline]] inline void
addRowsOfOffsets(Workspace& tile, int width, int height, const Shape& shape, int dy) {
    const int firstDx = dy > 0 ? -kSearchRadius : 1;
    const int paddedWidth = roundUp(width, kLanes);
    tile.columns = {};
    tile.squares = {};
    Terms terms{};
    terms.count = kSearchRadius - firstDx + 1;
    for (int y = -dy - kPatchRadius; y < height + kPatchRadius; ++y) {
        auto& squares = tile.squares[std::size_t(y + 2 * kMargin) % tile.squares.size()];
        for (int k = 0; k < terms.count; ++k) {
            const int dx = firstDx + k;
            const std::ptrdiff_t from = planeIndex(-std::max(dx, 0) - kPatchRadius, y);
            addSquares(
                tile.scaled[0].data() + from, tile.scaled[1].data() + from, tile.scaled[2].data() + from,
                std::ptrdiff_t(dy) * Workspace::kPlaneStride + dx, squares[std::size_t(k)].data(),
                tile.columns[std::size_t(k)].data(),
                roundUp(width + std::abs(dx) + 2 * kPatchRadius, kLanes));
        }
        const int p = y - kPatchRadius;
        if (p < -dy) {
            continue;
        }
        for (int k = 0; k < terms.count; ++k) {
            weighPatches(
                tile.columns[std::size_t(k)].data(), tile.weights[std::size_t(k)].data(),
                roundUp(width + std::abs(firstDx + k), kLanes / 2), shape);
        }
        const auto addTo = [&](int row, int sign) __attribute__((always_inline)) {
            for (int k = 0; k < terms.count; ++k) {
                const int dx = firstDx + k;
                terms.weights[std::size_t(k)] =
                    tile.weights[std::size_t(k)].data() + (sign > 0 ? std::max(dx, 0) : std::max(-dx, 0));
                terms.values[std::size_t(k)] = planeIndex(sign * dx, row + sign * dy);
            }
            addTerms<bytes>(tile, terms, row, paddedWidth);
        };
        if (p >= 0) {
            addTo(p, 1);
        }
        if (p + dy < height) {
            addTo(p + dy, -1);
        }
    }
}

template <int bytes>
[[gnu::always_inline]] inline void
filterTileWith(Workspace& tile, int width, int height, std::int16_t slope) {
    const int flat = 32767 / (8 * slope);
    const Shape shape{std::uint16_t(flat), std::uint16_t(flat + 32767 / slope), slope};
    startSums(tile, roundUp(width, kLanes), height);
    for (int dy = 0; dy <= kSearchRadius; ++dy) {
        addRowsOfOffsets<bytes>(tile, width, height, shape, dy);
    }
}

void filterBaseline(Workspace& tile, int width, int height, std::int16_t slope) {
    filterTileWith<16>(tile, width, height, slope);
}

#if defined(__x86_64__)
[[gnu::target("avx2,fma")]] void filterAvx2(Workspace& tile, int width, int height, std::int16_t slope) {
    filterTileWith<32>(tile, width, height, slope);
}

[[gnu::target("avx2,fma,avx512f,avx512bw,avx512dq,avx512vl")]] void
filterAvx512(Workspace& tile, int width, int height, std::int16_t slope) {
    filterTileWith<64>(tile, width, height, slope);
}
#endif

} // namespace

Strength strengthFor(double h) noexcept {
    // Larger, the sum of three squares would overflow 16 bits.
    constexpr double largestScale = 104.0;
    const double scale = 32767.5 / (h * std::sqrt(3 * 49 * 8 * double(kSlope)));
    if (scale <= largestScale) {
        return {float(scale), kSlope};
    }
    const double slope = kSlope * (scale / largestScale) * (scale / largestScale);
    return {float(largestScale), static_cast<std::int16_t>(std::lround(std::min(slope, 4000.0)))};
}

bool isSupported(Simd simd) noexcept {
#if defined(__x86_64__)
    switch (simd) {
    case Simd::baseline:
        return true;
    case Simd::avx2:
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    case Simd::avx512:
        return isSupported(Simd::avx2) && __builtin_cpu_supports("avx512f") &&
               __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
               __builtin_cpu_supports("avx512vl");
    }
#endif
    return simd == Simd::baseline;
}

Simd bestSimd() noexcept {
    return isSupported(Simd::avx512) ? Simd::avx512 : isSupported(Simd::avx2) ? Simd::avx2 : Simd::baseline;
}

void filterTile(Workspace& tile, int width, int height, std::int16_t slope, Simd simd) {
    KERF_CHECK(width > 0 && width <= kTileWidth && height > 0 && height <= kTileHeight && slope > 0);
    KERF_CHECK(isSupported(simd));
#if defined(__x86_64__)
    if (simd == Simd::avx512) {
        return filterAvx512(tile, width, height, slope);
    }
    if (simd == Simd::avx2) {
        return filterAvx2(tile, width, height, slope);
    }
#endif
    filterBaseline(tile, width, height, slope);
}

} // namespace kerf::nlm
