#pragma once

#include "core/contract/recipe.h"
#include "core/image/image.h"
#include "core/pipeline/pipeline.h"

#include <functional>
#include <string_view>

namespace kerf {

// What a recipe makes of a part of a photo, computed from that part and a little around it only.
struct RegionResult {
    Rect region; // the part of the asked one that lies on the photo
    Image source;
    PipelineResult result; // all of its images cover `region`
};

// Throws Error(invalid_option) where nothing of the region lies on the photo, else as Pipeline::run().
RegionResult runRegion(
    const Pipeline& pipeline,
    const Image& photo,
    const Recipe& recipe,
    const Rect& region,
    const Progress& progress,
    const std::function<void(std::string_view stage)>& onStage);

// The recipe for a picture that is the part `crop` of the photo: box and strokes moved, those outside left
// out.
Recipe recipeWithin(const Recipe& recipe, const Rect& crop);

} // namespace kerf
