#pragma once

#include "core/image/image.h"

namespace kerf {

// Where the subject probably is: one channel f32, 0..1, of the size of `small`, an RGB u8 copy of the photo
// of at most about 500 px.
//
// Background is what is joined with the frame by small colour steps and has much of its outline there, so
// that a subject that merely touches the frame isn't taken for it (boundary connectivity, background-weighted
// contrast and their balance over superpixels: Zhu et al. 2014, "Saliency Optimization from Robust Background
// Detection"; superpixels: Achanta et al. 2012, SLIC). Deterministic. No threads.
Image saliencyMap(const Image& small);

} // namespace kerf
