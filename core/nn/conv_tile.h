#pragma once

// How the CUDA convolution cuts its work, as arithmetic that both compilers read: the kernel walks it, and a
// test on the CPU walks it too, with the tensor cores' fragments emulated (conv_tile_test.cpp).
//
// One block computes a tile of kTileWidth x (8 * RowsPerWarp) pixels for BlockOutputs channels. A stage in
// shared memory holds 16 input channels of the tile with its border, and all taps' weights for them. Rows are
// 32 bytes: 16 values of 16 bits, as two chunks of 16 bytes that change places so that the eight rows which
// ldmatrix reads at a time lie in different banks.
//
// Fragments are those of mma.m16n8k16 and ldmatrix in the PTX ISA 9.0, 9.7.14.5.8 and 9.7.14.5.15.

#if defined(__CUDACC__)
#define KERF_HOST_DEVICE __host__ __device__
#else
#define KERF_HOST_DEVICE
#endif

namespace kerf::nn::convtile {

inline constexpr int kWarps = 8;
inline constexpr int kThreads = kWarps * 32;
inline constexpr int kTileWidth = 16; // the 16 rows of a fragment are 16 neighbours in x
inline constexpr int kStageChannels = 16;
inline constexpr int kChunkValues = 8; // 16 bytes
inline constexpr int kRowBytes = 32;

// Byte offset of a chunk (0 or 1) of a row of 16 values.
KERF_HOST_DEVICE constexpr int chunkOffset(int row, int chunk) {
    return row * kRowBytes + ((chunk ^ ((row >> 2) & 1)) << 4);
}

// Kernel: 1 or 3. Outputs: multiple of 16. RowsPerWarp: image rows of a warp.
template <int Kernel, int Outputs, int RowsPerWarp>
struct Tile {
    static constexpr int taps = Kernel * Kernel;
    static constexpr int height = kWarps * RowsPerWarp;
    static constexpr int haloWidth = kTileWidth + Kernel - 1;
    static constexpr int haloHeight = height + Kernel - 1;
    static constexpr int inputRows = haloWidth * haloHeight;
    static constexpr int weightRows = taps * Outputs;
    static constexpr int stages = Kernel == 1 ? 4 : 2; // a 1 x 1 stage is short: more must be on their way
    static constexpr int stageBytes = (inputRows + weightRows) * kRowBytes;
    static constexpr int sumStride = Outputs + 8; // floats; 8 more keep the four rows of a store apart
    static constexpr int sumBytes = kWarps * kTileWidth * sumStride * 4;
    static constexpr int sharedBytes = stages * stageBytes > sumBytes ? stages* stageBytes : sumBytes;

    // Row of a stage that holds the pixel which tap (i, j) reads for pixel (x, y) of the tile.
    KERF_HOST_DEVICE static constexpr int inputRow(int y, int x, int tap) {
        return (y + tap / Kernel) * haloWidth + x + tap % Kernel;
    }
    KERF_HOST_DEVICE static constexpr int weightRow(int tap, int output) {
        return inputRows + tap * Outputs + output;
    }

    // Where lane 0..31 points ldmatrix.x4: four 8 x 8 matrices, eight lanes each.
    // A: pixels 0-7 then 8-15 of channels 0-7, then the same of channels 8-15.
    KERF_HOST_DEVICE static constexpr int inputAddress(int lane, int y, int tap) {
        return chunkOffset(inputRow(y, (lane & 7) + ((lane >> 3) & 1) * 8, tap), lane >> 4);
    }
    // B: for 16 outputs from `first` on: outputs 0-7 with channels 0-7, then 8-15; outputs 8-15 likewise.
    KERF_HOST_DEVICE static constexpr int weightAddress(int lane, int first, int tap) {
        return chunkOffset(weightRow(tap, first + (lane & 7) + (lane >> 4) * 8), (lane >> 3) & 1);
    }
};

// Pixel and output (of 16 x 8) of value 0..3 of a lane's sums.
KERF_HOST_DEVICE constexpr int sumPixel(int lane, int value) {
    return (lane >> 2) + (value >> 1) * 8;
}
KERF_HOST_DEVICE constexpr int sumOutput(int lane, int value) {
    return (lane & 3) * 2 + (value & 1);
}

// Weights lie in memory as [inputs / 16][tap][outputs, padded][16]. Index of their first value for a stage's
// tap and output.
KERF_HOST_DEVICE constexpr long long
packedIndex(int stage, int tap, int output, int taps, int paddedOutputs) {
    return ((static_cast<long long>(stage) * taps + tap) * paddedOutputs + output) * kStageChannels;
}

} // namespace kerf::nn::convtile
