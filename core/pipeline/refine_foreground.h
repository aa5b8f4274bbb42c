#pragma once

#include "core/base/progress.h"
#include "core/image/image.h"

namespace kerf {

// The subject's own colours under a soft matte, by two-pass blur fusion (Forte 2021, "Approximate Fast
// Foreground Colour Estimation"): boxes of 90, then 6 px, as BiRefNet's refine_foreground on the CPU
// (cv2.blur, BORDER_REFLECT_101). `image` RGB or RGBA (alpha ignored), `matte` one channel of the same size,
// any type. Gives RGB in f32, 0..1; 0 where the matte is 0 further than the boxes reach.
//
// Both functions: multi-threaded in tiles, so the working memory doesn't grow with the picture (about 25 MB
// a thread); the same bytes for any number of threads; throw Cancelled within a tile (50 ms).
Image estimateForeground(const Image& image, const Image& matte, const Progress& progress);

// The cut-out: foreground colours and the matte as straight alpha, in the type of `image`. Under alpha 0
// nothing of the hidden background is left: the foreground's colours reach `kBleed` px beyond the edge, so
// that scaling and filtering find them there, and black further out.
Image cutOut(const Image& image, const Image& matte, const Progress& progress);

inline constexpr int kBleed = 4;

} // namespace kerf
