#pragma once

#include "core/base/progress.h"
#include "core/contract/matte_edits.h"
#include "core/image/image.h"

#include <vector>

namespace kerf {

// What a person does to the matte that a mask engine found. `image` is the cleaned photo (RGB or RGBA, u8 or
// u16), `matte` one channel of its size and type, `scale` how much larger both are than the source that
// lengths and points are given in. All of it: the same bytes for any number of threads and for any order of
// tiles; working memory of a few megabytes a thread; multi-threaded; throws Cancelled within a tile (50 ms).

// Strokes in their order, then the edges' levels, shrink or grow, and feather. `matte` itself where there is
// nothing to do. What the photo's own alpha has cut away stays away.
Image editMatte(
    const Image& image,
    const Image& matte,
    double scale,
    const EdgeSettings& edges,
    const std::vector<MatteStroke>& strokes,
    const Progress& progress);

// The parts of it. A stroke's line is round; beyond its radius nothing changes. An edge-aware one weighs each
// pixel by how much it looks like the line's middle beside it, smoothed by a guided filter, so that its
// border lies on the picture's.
Image paintStrokes(
    const Image& image,
    const Image& matte,
    double scale,
    const std::vector<MatteStroke>& strokes,
    const Progress& progress);

// Shrinking and growing moves every level of the matte by the same distance, by a round window whose radius
// may be a fraction of a pixel; beyond the frame the matte is taken to go on as it ends. The feather is a
// Gaussian of half its length as sigma, so that a straight edge stays where it is.
Image adjustEdges(const Image& matte, double scale, const EdgeSettings& edges, const Progress& progress);

} // namespace kerf
