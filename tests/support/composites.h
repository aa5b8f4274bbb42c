#pragma once

#include "core/contract/recipe.h"
#include "core/image/image.h"

#include <span>
#include <string>

namespace kerf::test {

// A picture of one subject whose matte is known exactly: photo = alpha * subject + (1 - alpha) * background,
// then light, noise and compression.
struct Composite {
    std::string name; // "017 star stripes over wood, at the frame"
    Image photo;      // RGB u8
    Image alpha;      // u8
    Rect box;         // of the pixels that are at least half subject
};

inline constexpr int kComposites = 120;

// The `index`-th picture of the set, the same on any machine: six shapes (blob, star, animal, fringe of hair,
// bust, cup) filled with gradients, stripes, spots, cloth or a photograph's texture, over six kinds of
// background (a photograph blurred or not, a gradient, clouds, wood, bokeh, a horizon). Every fourth subject
// is cut by the frame, every fifth has nearly the background's colours, every third is compressed hard.
// `photographs` are RGB(A) u8, at least one, at least 64 px.
Composite makeComposite(int index, std::span<const Image> photographs);

} // namespace kerf::test
