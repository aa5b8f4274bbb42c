#pragma once

// How the CUDA window attention finds its way, as arithmetic that both compilers read; a test on the CPU
// walks it too (attention_tile_test.cpp).
//
// One block attends one head in one window: rows of 32 values (64 bytes, four chunks of 16) hold the tokens'
// q, then k, then v, in shared memory. A warp has 16 queries and all keys; the scores stay in its registers
// and become the left operand of the second product (as FlashAttention-2 does; Dao 2023).

#include "core/nn/conv_tile.h"

namespace kerf::nn::attention {

inline constexpr int kHeadValues = 32;
inline constexpr int kHeadChunks = 4;

// Byte offset of a chunk of a row; eight successive rows of one chunk lie in different banks.
KERF_HOST_DEVICE constexpr int chunkOffset(int row, int chunk) {
    return row * 64 + ((chunk ^ ((row >> 1) & 3)) << 4);
}

// Where lane 0..31 points ldmatrix.x4.
// Queries 0-15 from `first` on, values 16 * step on: as the left operand.
KERF_HOST_DEVICE constexpr int queryAddress(int lane, int first, int step) {
    return chunkOffset(first + (lane & 7) + ((lane >> 3) & 1) * 8, step * 2 + (lane >> 4));
}
// Keys 0-15 from row `first` on: as the right operand of two 8-column products.
KERF_HOST_DEVICE constexpr int keyAddress(int lane, int first, int step) {
    return chunkOffset(first + (lane & 7) + (lane >> 4) * 8, step * 2 + ((lane >> 3) & 1));
}
// Values 16 * step on of tokens 0-15 from row `first` on, to be transposed: the same.
KERF_HOST_DEVICE constexpr int valueAddress(int lane, int first, int step) {
    return chunkOffset(first + (lane & 7) + ((lane >> 3) & 1) * 8, step * 2 + (lane >> 4));
}

struct Place {
    int y;
    int x;
    int region;     // tokens of different regions don't see each other
    bool isPadding; // outside the map
};

struct Grid {
    int height; // the map's
    int width;
    int side;
    int shift;

    KERF_HOST_DEVICE constexpr int down() const { return (height + side - 1) / side; }
    KERF_HOST_DEVICE constexpr int across() const { return (width + side - 1) / side; }

    // 0: before the last window; 1: in it; 2: in it, wrapped around.
    KERF_HOST_DEVICE constexpr int regionOf(int place, int padded) const {
        return shift == 0 || place < padded - side ? 0 : (place < padded - shift ? 1 : 2);
    }

    // The pixel that a window's token is.
    KERF_HOST_DEVICE constexpr Place placeOf(int window, int token) const {
        const int paddedHeight = down() * side;
        const int paddedWidth = across() * side;
        const int y = window / across() * side + token / side;
        const int x = window % across() * side + token % side;
        const int sourceY = (y + shift) % paddedHeight;
        const int sourceX = (x + shift) % paddedWidth;
        return {
            sourceY, sourceX, regionOf(y, paddedHeight) * 3 + regionOf(x, paddedWidth),
            sourceY >= height || sourceX >= width};
    }
};

} // namespace kerf::nn::attention
