#pragma once

#include "core/base/progress.h"
#include "core/contract/recipe.h"
#include "core/image/image.h"
#include "core/pipeline/backdrop.h"
#include "core/pipeline/frame.h"

#include <memory>
#include <optional>
#include <string>

namespace kerf {

// The pipeline's last step: what was cut out and finished gets its frame, its shadow and its background, in
// this order: first the frame, then what lies under the subject, in the frame and at the finished picture's
// size. So a gradient runs from edge to edge of what is exported, a shadow isn't cut off where the photo
// ends, and all lengths are shares of what is seen.

// What there is to arrange, all of one size and profile.
struct ArrangeInput {
    Image cleaned;
    Image matte;
    Image cutout;   // RGBA, or RGB where there is neither mask nor alpha
    Image finished; // the same in black and white, or an opaque scene; may be empty
    bool isMasked = true;
};

struct Arranged {
    Image cutout; // over all of the photo, with what the recipe lays under it there
    Image finished;
    Image framed;                  // the last of the two, framed; empty where the recipe frames nothing
    std::optional<FrameArea> area; // where that lies, in pixels of the result
    bool hasShadow = false;        // in the alpha
    std::string settings;          // what was chosen: "subject 812 x 1204, frame 2000 x 2000"
    std::string reason;            // what a person should know, in sentences
};

// Whether there is anything to be told of it.
bool isArranged(const Recipe& recipe) noexcept;

// Throws Error for a background picture that can't be read or a frame too large; Cancelled.
Arranged arrange(const ArrangeInput& input, const Recipe& recipe, const Progress& progress);

// The frame of a result of this size: around the box of its subject, where the recipe wants that and there
// is one, else around all. Without framing it is the result itself.
FramePlan frameFor(const Recipe& recipe, int width, int height, const std::optional<Rect>& subject);

// Null where the recipe has no background. `input` as for arrange().
std::shared_ptr<const Backdrop>
backdropFor(const ArrangeInput& input, const Recipe& recipe, const FramePlan& plan, const Progress& progress);

// Of a piece of the result: the part `part` (pixels of the result) at `scale` times its size.
PieceView pieceOf(const FramePlan& plan, int width, int height, const Area& part, double scale);

} // namespace kerf
