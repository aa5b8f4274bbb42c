#pragma once

// Products with AMX: 32 x 32 sums in four of the eight tiles, two tiles of each factor. Written over the tile
// instructions (`Tiles`), so that a test can run it on machines without them. Internal to nn.

#include "core/nn/cpu_kernels.h"

namespace kerf::nn {

inline constexpr int kTileRows = 16;
inline constexpr int kTileDepth = 32; // bf16 elements of a tile's row

// What tile registers are loaded from: 16 rows of 64 bytes each, for all eight.
struct alignas(64) TileShape {
    std::uint8_t palette = 1;
    std::uint8_t startRow = 0;
    std::uint8_t reserved[14] = {};
    std::uint16_t rowBytes[16] = {64, 64, 64, 64, 64, 64, 64, 64};
    std::uint8_t rows[16] = {16, 16, 16, 16, 16, 16, 16, 16};
};
static_assert(sizeof(TileShape) == 64);

// Rows row..row+31 (or +15) and columns 0..31 (or 15) of the product. Tiles 0 to 3 are sums, 4 and 5 rows of
// a, 6 and 7 columns of b.
template <class Tiles, bool twoRows, bool twoColumns>
inline void tileBlock(const GemmCall& call, int row) {
    const std::int64_t aBytes = call.lda * 2;
    const std::int64_t bBytes = call.width * 4;
    const std::int64_t cBytes = call.ldc * 4;
    float* c = call.c + row * call.ldc;
    float* lower = c + kTileRows * call.ldc;
    if (call.add) {
        Tiles::template load<0>(c, cBytes);
        if constexpr (twoColumns) {
            Tiles::template load<1>(c + kTileRows, cBytes);
        }
        if constexpr (twoRows) {
            Tiles::template load<2>(lower, cBytes);
        }
        if constexpr (twoRows && twoColumns) {
            Tiles::template load<3>(lower + kTileRows, cBytes);
        }
    } else {
        Tiles::template zero<0>();
        Tiles::template zero<1>();
        Tiles::template zero<2>();
        Tiles::template zero<3>();
    }
    const auto* b = static_cast<const std::uint16_t*>(call.b);
    for (int s = 0; s < call.segments; ++s) {
        const auto* a = static_cast<const std::uint16_t*>(call.a[s]) + row * call.lda;
        for (int k = 0; k < call.k; k += kTileDepth) {
            Tiles::template load<6>(b, bBytes);
            Tiles::template load<4>(a + k, aBytes);
            Tiles::template multiply<0, 4, 6>();
            if constexpr (twoRows) {
                Tiles::template load<5>(a + kTileRows * call.lda + k, aBytes);
                Tiles::template multiply<2, 5, 6>();
            }
            if constexpr (twoColumns) {
                Tiles::template load<7>(b + 2 * kTileRows, bBytes);
                Tiles::template multiply<1, 4, 7>();
            }
            if constexpr (twoRows && twoColumns) {
                Tiles::template multiply<3, 5, 7>();
            }
            b += kTileDepth * call.width;
        }
    }
    Tiles::template store<0>(c, cBytes);
    if constexpr (twoColumns) {
        Tiles::template store<1>(c + kTileRows, cBytes);
    }
    if constexpr (twoRows) {
        Tiles::template store<2>(lower, cBytes);
    }
    if constexpr (twoRows && twoColumns) {
        Tiles::template store<3>(lower + kTileRows, cBytes);
    }
}

// All whole tiles of rows. Returns the first row that is left: fewer than 16 are.
template <class Tiles, bool twoColumns>
inline int tileRows(const GemmCall& call) {
    int row = 0;
    for (; row + 2 * kTileRows <= call.m; row += 2 * kTileRows) {
        tileBlock<Tiles, true, twoColumns>(call, row);
    }
    if (row + kTileRows <= call.m) {
        tileBlock<Tiles, false, twoColumns>(call, row);
        row += kTileRows;
    }
    return row;
}

template <class Tiles>
inline int tileProduct(const GemmCall& call) {
    return call.width == kPanel ? tileRows<Tiles, true>(call) : tileRows<Tiles, false>(call);
}

} // namespace kerf::nn
