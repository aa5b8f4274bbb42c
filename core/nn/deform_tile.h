#pragma once

// How the CUDA deformable convolution cuts its work, as arithmetic that both compilers read: the kernel walks
// it, and a test on the CPU walks it too, with the tensor cores' fragments emulated.
//
// One block computes a tile of 8 x 8 pixels for `Outputs` channels, so that a tap is sampled once. A stage in
// shared memory holds one tap's samples of 32 input channels, and the weights for them. Rows are 64 bytes: 32
// values of 16 bits, as four chunks of 16 bytes that change places so that the eight rows which ldmatrix
// reads at a time lie in different banks. Fragments as in conv_tile.h.

#include "core/nn/conv_tile.h"

namespace kerf::nn::deformtile {

inline constexpr int kWarps = 8;
inline constexpr int kThreads = kWarps * 32;
inline constexpr int kSide = 8;
inline constexpr int kPixels = kSide * kSide;
inline constexpr int kStageChannels = 32;
inline constexpr int kChunks = 4; // of 8 values, in a row; kPixels * kChunks is kThreads
inline constexpr int kRowBytes = kStageChannels * 2;

// Of the kernel for fp32.
inline constexpr int kFloatPixels = 32; // 8 across, 4 down
inline constexpr int kFloatOutputs = 256;

// Byte offset of a chunk (0..3) of a row of 32 values.
KERF_HOST_DEVICE constexpr int chunkOffset(int row, int chunk) {
    return row * kRowBytes + ((chunk ^ ((row >> 1) & 3)) << 4);
}

// Outputs: 64 or 256. Warps share the tile: each has some pixels and some outputs.
template <int Outputs>
struct Tile {
    static constexpr int warpsAcross = Outputs == 256 ? 4 : 2;
    static constexpr int warpsDown = kWarps / warpsAcross;
    static constexpr int pixels = kPixels / warpsDown; // of a warp
    static constexpr int outputs = Outputs / warpsAcross;
    static constexpr int lines = pixels / 16;
    static constexpr int pairs = outputs / 16;
    static constexpr int stageBytes = (kPixels + Outputs) * kRowBytes;
    static constexpr int sharedBytes = 2 * stageBytes;

    KERF_HOST_DEVICE static constexpr int firstPixel(int warp) { return warp / warpsAcross * pixels; }
    KERF_HOST_DEVICE static constexpr int firstOutput(int warp) { return warp % warpsAcross * outputs; }

    KERF_HOST_DEVICE static constexpr int sampleOffset(int pixel, int chunk) {
        return chunkOffset(pixel, chunk);
    }
    KERF_HOST_DEVICE static constexpr int weightOffset(int output, int chunk) {
        return chunkOffset(kPixels + output, chunk);
    }

    // Where lane 0..31 points ldmatrix.x4, for 16 pixels or outputs from `first` on and 16 channels (step 0
    // or 1); the order is that of conv_tile.h.
    KERF_HOST_DEVICE static constexpr int sampleAddress(int lane, int first, int step) {
        return sampleOffset(first + (lane & 7) + ((lane >> 3) & 1) * 8, step * 2 + (lane >> 4));
    }
    KERF_HOST_DEVICE static constexpr int weightAddress(int lane, int first, int step) {
        return weightOffset(first + (lane & 7) + (lane >> 4) * 8, step * 2 + ((lane >> 3) & 1));
    }
};

// Weights of 16 bits lie in memory as [tap][inputs / 32][outputs, padded][32].
KERF_HOST_DEVICE constexpr long long packedIndex(int stage, int output, int paddedOutputs) {
    return (static_cast<long long>(stage) * paddedOutputs + output) * kStageChannels;
}

// Where one tap reads: the four pixels around a place, moved inside the picture, and what each counts; 0 for
// one that lay outside. A coordinate that is not a number gives weights that aren't either.
struct Corners {
    int y[2];
    int x[2];
    float down[2];
    float across[2];
};

KERF_HOST_DEVICE inline void neighbours(float at, int size, int (&index)[2], float (&weight)[2]) {
    const float last = static_cast<float>(size - 1);
    // Beyond these all weights are 0 or the coordinate is no number; the conversion below stays defined.
    const bool isFar = at <= -2.0F || at >= last + 2.0F;
    const bool isNumber = at == at;
    const float near = isFar || !isNumber ? -2.0F : at;
    const int whole = static_cast<int>(near);
    const int low = static_cast<float>(whole) > near ? whole - 1 : whole;
    const float part = isNumber ? near - static_cast<float>(low) : at;
    for (int i = 0; i < 2; ++i) {
        const int place = low + i;
        const bool isOut = place < 0 || place >= size;
        index[i] = place < 0 ? 0 : (place >= size ? size - 1 : place);
        weight[i] = i == 0 ? 1.0F - part : part;
        if (isOut && isNumber) {
            weight[i] = 0.0F;
        }
    }
}

KERF_HOST_DEVICE inline Corners cornersAt(float y, float x, int height, int width) {
    Corners corners{};
    neighbours(y, height, corners.y, corners.down);
    neighbours(x, width, corners.x, corners.across);
    return corners;
}

} // namespace kerf::nn::deformtile
