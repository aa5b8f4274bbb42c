#pragma once

#include "core/base/progress.h"
#include "core/image/image.h"

#include <QImage>

namespace kerf::ui {

// A picture as a screen shows it: sRGB with 8 bits, Format_RGB32, or Format_ARGB32_Premultiplied where the
// image has alpha. Any channels and sample type; a matte becomes a grey picture. Colours are converted from
// format().icc by Qt, which reads matrix and curve profiles; a profile that it can't read counts as sRGB.
// `step` > 1 takes the middle pixel of every step x step block only: ceil(width / step) pixels wide, quick
// and coarse. An empty image gives a null QImage. Throws Cancelled and std::bad_alloc. Any thread; reentrant.
QImage toQImage(const Image& image, const Progress& progress = {}, int step = 1);

// The last channel alone (a matte, or an RGBA image's alpha) as Format_Grayscale8, its values as they are.
// Opaque (255 everywhere) for an image with three channels.
QImage toAlphaQImage(const Image& image, const Progress& progress = {}, int step = 1);

} // namespace kerf::ui
