#pragma once

#include "core/base/progress.h"
#include "core/contract/recipe.h"
#include "core/image/image.h"

#include <vector>

namespace kerf {

// What a mask net is shown and where its matte goes. All in pixels of `image`, the cleaned photo, which is
// `scale` times the source that recipes speak of.

// The recipe's box with a margin of an eighth of its longer side, so that the net sees what the subject
// stands against; the whole image without a box. Throws Error(invalid_option) for a box outside the image.
Rect regionFor(const Image& image, double scale, const Recipe& recipe);

Image cropped(const Image& image, const Rect& region); // `region` lies inside; the image itself if it is all

// A matte of the image's size: `matte`, which has the region's size, at its place, and 0 around it.
Image placed(const Image& matte, const Rect& region, const Image& image);

// The matte with strokes painted over it: full under the middle half of a subject's line and 0 under a
// background's; from there to its radius as far as the picture looks the same, by the guided filter, so that
// a line's border lies on the picture's. Later strokes win. `image` and `matte` as for paintStrokes().
Image withStrokes(
    const Image& image,
    const Image& matte,
    double scale,
    const std::vector<Stroke>& strokes,
    const Progress& progress);

} // namespace kerf
