#pragma once

#include "core/base/progress.h"
#include "core/contract/recipe.h"
#include "core/image/image.h"

#include <optional>
#include <span>
#include <string>

namespace kerf {

struct GrabCutHints {
    std::optional<Rect> box;         // in pixels of the image
    std::span<const Stroke> strokes; // in pixels of the image
};

struct GrabCutResult {
    Image matte;      // one channel, u8 or u16 as the image is; never all 0 and never all full
    std::string seed; // "box", "strokes", "box and strokes", "saliency", "inset rectangle"
    std::string
        note; // English: what to know about this matte ("the subject fills the frame ..."); may be empty
};

// A matte without weights: GrabCut (Rother et al. 2004, OpenCV's) on a copy of at most 512 px, then a guided
// filter (He et al. 2010) at full size, which follows hair-wide edges. Without a hint the seed is made from
// the picture. RGB or RGBA, u8 or u16; alpha is ignored. Deterministic. Throws Error(invalid_option) for a
// box outside the image; Cancelled.
GrabCutResult maskGrabCut(const Image& image, const GrabCutHints& hints, const Progress& progress);

} // namespace kerf
