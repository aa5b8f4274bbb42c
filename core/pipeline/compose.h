#pragma once

#include "core/base/progress.h"
#include "core/contract/recipe.h"
#include "core/image/image.h"

namespace kerf {

// `cutout` (RGBA straight, u8 or u16) over an even colour: RGB in its type and profile. Blended in the
// picture's gamma-encoded space, as other editors do. The colour is sRGB and is converted to the picture's
// profile. Throws Cancelled; what convertProfile throws.
Image overColor(const Image& cutout, Color background, const Progress& progress);

} // namespace kerf
