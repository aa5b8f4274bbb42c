#pragma once

#include "core/nn/runtime.h"

namespace kerf::nn {

// What Runtime::openUpscale and openMatte do; they call these inside translate().
std::unique_ptr<UpscaleModel> openUpscaleModel(const ModelRequest& request, const Progress& progress);
std::unique_ptr<MatteModel> openMatteModel(const ModelRequest& request, const Progress& progress);

} // namespace kerf::nn
