#pragma once

#include "core/base/progress.h"
#include "core/contract/recipe.h"
#include "core/image/image.h"
#include "core/pipeline/backdrop.h"

#include <optional>

namespace kerf {

// `cutout` (RGBA straight, u8 or u16) over an even colour: RGB in its type and profile. Blended in the
// picture's gamma-encoded space, as other editors do. The colour is sRGB and is converted to the picture's
// profile. Throws Cancelled; what convertProfile throws.
Image overColor(const Image& cutout, Color background, const Progress& progress);

// A piece of the finished picture: `cutout`, as above, its shadow under it, under both the backdrop (null:
// none, then the result has alpha, and the shadow is in it). Where the cut-out is opaque its samples stay
// what they are; what comes from float is dithered in 8 bit, so that a gradient doesn't band. The same bytes
// for any number of threads. Over an even colour and without a shadow it is overColor().
Image compose(
    const Image& cutout,
    const PieceView& view,
    const Backdrop* backdrop,
    const std::optional<Shadow>& shadow,
    const Progress& progress);

// How far a shadow reaches from what throws it, where the finished picture's shorter side has this length.
double reachOf(const Shadow& shadow, double shorterSide);

} // namespace kerf
