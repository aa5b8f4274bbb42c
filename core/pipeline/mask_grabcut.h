#pragma once

#include "core/base/progress.h"
#include "core/contract/recipe.h"
#include "core/image/image.h"

#include <optional>
#include <span>
#include <string>

namespace kerf {

struct GrabCutHints {
    std::optional<Rect> box;         // in pixels of the image; the subject touches its sides
    std::span<const Stroke> strokes; // in pixels of the image
    // A net's soft matte of the same view, u8 of any size, from 2 to 98 % of it subject: its log-odds take
    // the place of saliency's and the frame's. Empty: none.
    Image prior;
};

struct GrabCutResult {
    Image matte;            // one channel, u8 or u16 as the image is; never all 0 and never all full
    std::string seed;       // "box", "strokes", "box and strokes", "saliency", "inset rectangle"
    double maskScale = 1.0; // pixels of the matte's side that one of the finest cut's became
    std::string note;       // English: what to know about this matte; empty where there is nothing to say
};

// A matte without weights: GrabCut (Rother et al. 2004) on copies of 208, then at most 512 px, then a guided
// filter at full size (guided_filter.h); for a box of at most a twelfth of the photo, of the box and its own
// size around it only. Beside the colour models each pixel has log-odds of its own, which
// cv::grabCut has no room for: from the saliency map and the place in the frame, or in the box. The box is
// taken as tight; outside it all is background. Strokes hold everywhere, also against the box, and in the
// matte itself; the last one wins where they cross. RGB or RGBA, u8 or u16; alpha is ignored.
//
// Tried on 47 photographs with masks and dropped, since their mean IoU was lower or no better: the
// saliency map alone; a hard trimap from an inset rectangle; a vote of that with the saliency's cut; a
// majority of six cuts with other constants; for boxes, judging the place by a box grown at every side that
// meets the frame.
//
// A picture of one pixel has a matte of one partial value: there is no subject to tell from a background.
// Deterministic for any number of threads. Throws Error(invalid_option) for a box that doesn't meet the
// image, Error(unsupported_format) for f32; Cancelled within 200 ms.
GrabCutResult maskGrabCut(const Image& image, const GrabCutHints& hints, const Progress& progress);

} // namespace kerf
