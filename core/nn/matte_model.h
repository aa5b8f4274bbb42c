#pragma once

#include "core/contract/model_info.h"
#include "core/nn/device.h"
#include "core/nn/net_source.h"
#include "core/nn/runtime.h"

namespace kerf::nn {

// About what the net's maps take at once on the CPU, beside the weights: one value for each pixel and each
// channel of the backbone's first stage. Measured 0.37 GB for 0.40 GB (Swin-T, 1024 x 1024, fp32).
std::uint64_t matteBytes(const BiRefNetShape& shape, const MatteSize& size, at::ScalarType type);

// A BiRefNet of `source`, whose patches are in `order`, packed for `placement`, on `threads` processors
// (0: all). Throws Error(model_corrupt, out_of_memory), Cancelled; LibTorch's own.
std::unique_ptr<MatteModel> makeMatteModel(
    NetSource source, PatchOrder order, const Placement& placement, int threads, const Progress& progress);

} // namespace kerf::nn
