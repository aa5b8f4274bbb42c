#pragma once

#include "core/image/image.h"

namespace kerf {

// RGB copy of a photo for looking at it as a whole: area-averaged to at most `most` px on the longer side and
// at least `least` on the shorter (stretched where it has fewer), in the image's type. Alpha is ignored.
Image smallCopy(const Image& image, int most, int least);

} // namespace kerf
