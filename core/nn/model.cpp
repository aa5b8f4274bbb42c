#include "core/nn/model.h"

#include "core/base/error.h"

namespace kerf::nn {

std::unique_ptr<UpscaleModel> openUpscaleModel(const ModelRequest& request, const Progress& /*progress*/) {
    throw Error(ErrorCode::engine_missing, "no clean-up net is in this build; choose NLM", request.file);
}

std::unique_ptr<MatteModel> openMatteModel(const ModelRequest& request, const Progress& /*progress*/) {
    throw Error(ErrorCode::engine_missing, "no mask net is in this build; choose GrabCut", request.file);
}

} // namespace kerf::nn
