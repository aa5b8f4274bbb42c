#pragma once

#include "core/base/progress.h"
#include "core/image/image.h"

namespace kerf {

// The subject's own colours under a soft matte, by two-pass blur fusion (Forte 2021, "Approximate Fast
// Foreground Colour Estimation"): boxes of 90, then 6 px, as BiRefNet's refine_foreground on the CPU
// (cv2.blur, BORDER_REFLECT_101). `image` RGB or RGBA (alpha ignored), `matte` one channel of the same size,
// any type. Gives RGB in f32, 0..1.
Image estimateForeground(const Image& image, const Image& matte, const Progress& progress);

// The cut-out: foreground colours and the matte as straight alpha, in the type of `image`. Under alpha 0
// nothing of the hidden background is left: the foreground reaches `kBleed` px beyond the edge, black further
// out.
Image cutOut(const Image& image, const Image& matte, const Progress& progress);

inline constexpr int kBleed = 4;

} // namespace kerf
