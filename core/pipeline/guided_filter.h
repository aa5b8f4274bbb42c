#pragma once

#include "core/base/progress.h"
#include "core/image/image.h"

namespace kerf {

// The matte whose edges follow the picture's: a fast guided filter (He & Sun 2015) with the colours as the
// guide. Its coefficients come from a copy of at most 1,024 px and are applied to every pixel of the full
// size, so hair that `mask` can't resolve shows, and the working memory doesn't grow with the picture.
//
// `image` RGB or RGBA, u8 or u16 (alpha is ignored); `mask` one channel u8 of any size that covers the same
// view, at least 2 % and at most 98 % of it subject. Gives one channel in the type of `image`. A pixel is
// partial only near an edge of the mask (2.5 % of the longer side): elsewhere exactly 0 or full. Never all 0
// and never all full, but for a picture of 1 pixel, whose matte is the mask's mean. Multi-threaded in bands
// of rows; the same bytes for any number of threads; throws Cancelled within a band.
Image refineMatte(const Image& image, const Image& mask, const Progress& progress);

// A net's soft matte at the image's size, following the image's edges: the same filter with a window of a few
// of the matte's pixels, the coefficients at the matte's own resolution. Every value stays within the range
// of the matte's pixels around it, so that flat parts stay flat and soft ones soft. `image` as above, `matte`
// one channel u8 or u16 of any size that covers the same view. Gives one channel in the type of `image`.
Image upsampleMatte(const Image& image, const Image& matte, const Progress& progress);

// The plain filter: `mask` (one channel f32) smoothed within windows of `radius` pixels, but not across the
// edges of `guide` (RGB f32 of the same size, 0..1); `epsilon` is the variance of colour below which a window
// counts as flat. f32, may leave 0..1 a little. A pixel depends on two radii around it. One thread.
Image guidedFilter(const Image& guide, const Image& mask, int radius, float epsilon);

} // namespace kerf
