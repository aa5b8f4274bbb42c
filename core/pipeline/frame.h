#pragma once

#include "core/base/progress.h"
#include "core/contract/recipe.h"
#include "core/image/image.h"

#include <optional>

namespace kerf {

// Where a finished picture lies over the result, in pixels of the result, and how large it becomes.
struct FramePlan {
    double x = 0.0; // its top left corner; may lie beside the result
    double y = 0.0;
    double scale = 1.0; // finished pixels a pixel of the result
    int width = 0;      // finished pixels
    int height = 0;
};

// The box around all of a matte (one channel, u8 or u16) that isn't haze (0.05 and below) or specks: patches
// of less than a two-hundredth of the largest one. Nothing where there is none. Throws Cancelled.
std::optional<Rect> subjectBox(const Image& matte, const Progress& progress);

// The sides on which what is framed is cut off by the photo.
struct CutSides {
    bool left = false;
    bool top = false;
    bool right = false;
    bool bottom = false;
};

// Of the box of a subject in a photo of this size, as good as at its edge.
CutSides cutSidesOf(const Rect& box, int width, int height);

// The frame that a recipe lays around `box` (pixels of the result). Without a canvas it lies on whole pixels
// and nothing is resampled; with one the box's side that decides has exactly the size that the margins leave.
// A side that is cut off has no margin, and unless the recipe says where it is to stand, stands on the
// frame's edge: the bust of a portrait doesn't float. Throws Error(invalid_option) for a frame beyond all
// sizes.
FramePlan planFrame(const Framing& framing, const Rect& box, const CutSides& cut = {});

// What `picture` (RGB or RGBA, u8 or u16) shows in the frame: RGBA, transparent beside it; RGB where it is
// RGB and fills the frame. Resampled by Catmull-Rom, premultiplied, in float. The same bytes for any number
// of threads. Throws Cancelled.
Image reframe(const Image& picture, const FramePlan& plan, const Progress& progress);

} // namespace kerf
