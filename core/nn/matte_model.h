#pragma once

#include "core/contract/model_info.h"
#include "core/nn/device.h"
#include "core/nn/net_source.h"
#include "core/nn/runtime.h"

namespace kerf::nn {

// A BiRefNet of `source`, whose patches are in `order`, packed for `placement`, on `threads` processors
// (0: all). Throws Error(model_corrupt, out_of_memory), Cancelled; LibTorch's own.
std::unique_ptr<MatteModel> makeMatteModel(
    NetSource source, PatchOrder order, const Placement& placement, int threads, const Progress& progress);

} // namespace kerf::nn
