#pragma once

#include "core/nn/runtime.h"
#include "core/nn/tile_runner.h"

namespace kerf::nn {

// How a photo is cut for a net; lengths in pixels of the source.
struct Tiling {
    int scale = 1;               // output side / input side
    int align = 1;               // tile sides are multiples of this
    int tile = 512;              // side of a tile without its overlap, >= 32
    int overlap = 32;            // that a tile reads beyond its share at each end
    int ramp = 16;               // in the middle of an overlap, over which two tiles fade into each other
    bool isNetElsewhere = false; // not on the CPU, which then cuts and joins tiles while it runs
    int border = 8;              // by which the photo is continued by reflection before it is cut
};

struct TiledRun {
    int tiles = 0; // of the first size
    int width = 0; // of a tile with its overlap
    int height = 0;
    int tile = 0;             // side without overlap that was used last
    bool isOnCpu = false;     // as a fallback
    std::string note;         // TileRunner::note
    std::vector<int> columns; // RunReport::tileColumns
    std::vector<int> rows;
};

// Runs `engines` over `in` tile by tile and writes `out` (the same channels and sample size, `scale` times
// the sides; values clamped and rounded to nearest). Tiles overlap and fade linearly into each other; all
// have one size. Beside a tile it keeps `ramp` rows of the result as floats, never the whole picture. A tile
// that runs out of memory is cut in halves down to 64 px. Throws as TileRunner::run; then `out` is undefined.
TiledRun runTiled(
    const Raster& in,
    const MutableRaster& out,
    const Tiling& tiling,
    const TileEngines& engines,
    const Progress& progress);

// Runs `engines` over `in` as ai-forever's predict() does, for the same bytes: the photo continued
// symmetrically by 15, then by its edge to multiples of 192 and by 24 more; patches of 240 at steps of 192,
// four at once; the outer 24 thrown away, nothing blended; clamped, truncated. Photos below 15 px, which the
// original can't take, are continued periodically; 16-bit ones, too, are truncated.
TiledRun runAsAiForever(
    const Raster& in,
    const MutableRaster& out,
    int scale,
    const TileEngines& engines,
    const Progress& progress);

} // namespace kerf::nn
