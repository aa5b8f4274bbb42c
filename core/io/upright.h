#pragma once

#include "core/base/progress.h"
#include "core/image/image.h"

namespace kerf::io {

// The picture as the viewer is to see it: `orientation` is EXIF's 1..8, another value counts as 1 (`image`
// itself). Exact; any type and number of channels. Throws Cancelled. Thread-safe.
Image upright(const Image& image, int orientation, const Progress& progress);

} // namespace kerf::io
