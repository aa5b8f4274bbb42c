#pragma once

#include "core/pipeline/engine.h"
#include "core/pipeline/model_cache.h"

#include <memory>

namespace kerf {

// Real-ESRGAN (any RRDBNet or SRVGGNetCompact that is installed). `automatic` takes it on CUDA only: on a CPU
// a large photo takes minutes, so there it must be asked for.
std::unique_ptr<CleanupStage> makeEsrganCleanup(std::shared_ptr<ModelCache> cache);

// BiRefNet. The recipe's box crops what the net sees; strokes override its matte where they were drawn.
std::unique_ptr<MaskStage> makeBirefnetMask(std::shared_ptr<ModelCache> cache);

} // namespace kerf
