#pragma once

#include "core/base/progress.h"
#include "core/contract/matte_report.h"
#include "core/image/image.h"

namespace kerf {

struct MatteMeasuring {
    int softDistance = 8;   // px from any 0 beyond which softness is interior, 0..kMaxSoftDistance
    double maskScale = 0.0; // as MatteNumbers::maskScale; it can't be seen in the matte
    int threads = 0;        // 0: one per processor
};

// Numbers, histogram and regions of a matte: one channel of any sample type, or an image's alpha where it has
// 4 channels. An image without alpha is opaque throughout. An empty image gives an empty report. Throws
// Cancelled.
MatteReport measureMatte(const Image& matte, const MatteMeasuring& measuring, const Progress& progress);

} // namespace kerf
