#pragma once

#include "core/contract/model_info.h"
#include "core/nn/device.h"
#include "core/nn/net_source.h"
#include "core/nn/runtime.h"

namespace kerf::nn {

// About what the net's maps take at once on the CPU, beside the weights: one value for each pixel and each
// channel of the first stage. (BiRefNet's Swin-T, 1024 x 1024, fp32: 0.40 GB; the
// whole program peaked at 0.74 GB, 0.18 GB of it weights.)
std::uint64_t matteBytes(const Architecture& architecture, const MatteSize& size, at::ScalarType type);

// A mask net of `source`, of a BiRefNet one whose patches are in `order`, packed for `placement`, on
// `threads` processors (0: all). Throws Error(model_corrupt, out_of_memory), Cancelled; LibTorch's own.
std::unique_ptr<MatteModel> makeMatteModel(
    NetSource source, PatchOrder order, const Placement& placement, int threads, const Progress& progress);

} // namespace kerf::nn
