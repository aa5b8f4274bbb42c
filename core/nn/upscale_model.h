#pragma once

#include "core/nn/device.h"
#include "core/nn/net_source.h"
#include "core/nn/runtime.h"
#include "core/nn/tiler.h"

namespace kerf::nn {

// An RRDBNet or SRVGGNet of `source`, packed for `placement`, on `threads` processors (0: all). Throws
// Error(model_corrupt, out_of_memory), Cancelled; LibTorch's own.
std::unique_ptr<UpscaleModel>
makeUpscaleModel(NetSource source, const Placement& placement, int threads, const Progress& progress);

// Memory that a run takes for each pixel of a tile, overlap included: an estimate from the maps that the net
// holds at once.
double bytesPerPixel(const Architecture& architecture, at::ScalarType type);

// The side of a tile, without its overlap, whose run takes at most half of `freeBytes`: 64 to `most`.
int tileSide(std::uint64_t freeBytes, double bytesPerPixel, int overlap, int most);

// How such a net's tiles overlap. Tiled and whole must differ by at most 2/255 on photographs; with 23 blocks
// of test weights it was 0.01/255 with this overlap and 0.34/255 with half of it.
Tiling tilingOf(const Architecture& architecture);

} // namespace kerf::nn
