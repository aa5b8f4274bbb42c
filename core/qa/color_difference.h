#pragma once

#include "core/base/progress.h"
#include "core/contract/run_comparison.h"
#include "core/image/image.h"
#include "core/image/rgb_to_xyz.h"

#include <optional>

namespace kerf {

// How far the colours of two pictures differ, as ColorDifference defines it; the same numbers for any count
// of threads. RGB or RGBA (straight), u8 or u16, of one size, not empty; `spaceA` and `spaceB` say what their
// samples mean. Nothing where no pixel is seen in both. `threads` 0: one per processor. Throws Cancelled.
std::optional<ColorDifference> measureColorDifference(
    const Image& a,
    const RgbToXyz& spaceA,
    const Image& b,
    const RgbToXyz& spaceB,
    int threads,
    const Progress& progress);

} // namespace kerf
