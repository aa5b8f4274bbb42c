#pragma once

#include "core/base/progress.h"
#include "core/contract/finish.h"
#include "core/image/image.h"

#include <string>

namespace kerf {

// What the finish works on, all of one size, u8 or u16, in one profile.
struct FinishSource {
    Image cleaned; // RGB or RGBA
    Image matte;   // one channel; opaque where there was no mask
    Image cutout;  // RGBA with the foreground's colours; the same as `cleaned` without a mask
    bool isMasked = true;
};

struct FinishResult {
    Image image;          // as the cut-out, or RGB where the background is part of the picture
    std::string settings; // what was chosen from the photo: "mix 30/60/10, black 4 %, white 93 %"
    std::string reason;   // what a person should know, in sentences
};

// Enhanced black and white. The mix is made in linear light, as a coloured filter before the lens would:
// there brightness adds up. All that follows works on lightness (CIE L*), where equal steps look equal, so
// that a setting does the same whatever profile the photo is in. Float inside; 8-bit results are dithered.
// Alpha is copied. Under alpha 0 black stays black. The same bytes for any number of threads. Throws
// Cancelled within 100 ms.
FinishResult finishBw(const FinishSource& source, const BwSettings& settings, const Progress& progress);

// Whether all its pictures are neutral grey.
bool isGrey(const BwSettings& settings) noexcept;

} // namespace kerf
