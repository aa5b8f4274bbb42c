#pragma once

#include "core/image/image.h"

#include <QPoint>
#include <QString>

namespace kerf::ui {

// What a photo and its result hold at a pixel of the photo, in their own sample values (f32 times 255):
// "1204, 877   128 64 32 → 131 66 30 · α 255". A larger result is read at the pixel's middle. Without a
// result the part from the arrow on is missing. Alpha comes from the cutout, else from the matte.
QString probeText(QPoint pixel, const Image& before, const Image& after, const Image& matte);

} // namespace kerf::ui
