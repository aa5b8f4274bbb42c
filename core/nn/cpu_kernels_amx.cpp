#include "core/nn/amx_tiles.h"

#define KERF_KERNELS amx
#include "core/nn/cpu_kernels_body.h"
#include "core/nn/cpu_kernels_sets.h"

namespace kerf::nn {
namespace {

// The instructions. Their numbers are part of the instruction's name, hence the lists.
struct Tiles {
    template <int tile>
    static void load(const void* p, std::int64_t stride) {
        if constexpr (tile == 0) {
            _tile_loadd(0, p, stride);
        } else if constexpr (tile == 1) {
            _tile_loadd(1, p, stride);
        } else if constexpr (tile == 2) {
            _tile_loadd(2, p, stride);
        } else if constexpr (tile == 3) {
            _tile_loadd(3, p, stride);
        } else if constexpr (tile == 4) {
            _tile_loadd(4, p, stride);
        } else if constexpr (tile == 5) {
            _tile_loadd(5, p, stride);
        } else if constexpr (tile == 6) {
            _tile_loadd(6, p, stride);
        } else {
            static_assert(tile == 7);
            _tile_loadd(7, p, stride);
        }
    }

    template <int tile>
    static void store(void* p, std::int64_t stride) {
        if constexpr (tile == 0) {
            _tile_stored(0, p, stride);
        } else if constexpr (tile == 1) {
            _tile_stored(1, p, stride);
        } else if constexpr (tile == 2) {
            _tile_stored(2, p, stride);
        } else {
            static_assert(tile == 3);
            _tile_stored(3, p, stride);
        }
    }

    template <int tile>
    static void zero() {
        if constexpr (tile == 0) {
            _tile_zero(0);
        } else if constexpr (tile == 1) {
            _tile_zero(1);
        } else if constexpr (tile == 2) {
            _tile_zero(2);
        } else {
            static_assert(tile == 3);
            _tile_zero(3);
        }
    }

    template <int sum, int a, int b>
    static void multiply() {
        if constexpr (sum == 0 && a == 4 && b == 6) {
            _tile_dpbf16ps(0, 4, 6);
        } else if constexpr (sum == 1 && a == 4 && b == 7) {
            _tile_dpbf16ps(1, 4, 7);
        } else if constexpr (sum == 2 && a == 5 && b == 6) {
            _tile_dpbf16ps(2, 5, 6);
        } else {
            static_assert(sum == 3 && a == 5 && b == 7);
            _tile_dpbf16ps(3, 5, 7);
        }
    }
};

void multiply(const GemmCall& call) {
    const int row = tileProduct<Tiles>(call);
    if (row < call.m) {
        amx::product<amx::PairTile>(call, row);
    }
}

void begin() {
    const TileShape shape;
    // The intrinsic tells the compiler of one int of it.
    asm volatile("" ::"m"(shape));
    _tile_loadconfig(&shape);
}

void end() {
    _tile_release();
}

} // namespace

const CpuKernels kAmxKernels = {
    .name = "amx",
    .fastBf16 = true,
    .gemmFloat = amx::gemmFloat,
    .gemmBf16 = multiply,
    .finish = amx::finish,
    .layerNorm = amx::layerNorm,
    .resizeRow = amx::resizeRow,
    .convert = amx::convert,
    .rowStep = 16,
    .begin = begin,
    .end = end};

} // namespace kerf::nn
