#pragma once

#include "core/base/progress.h"
#include "core/image/image.h"

#include <QColorSpace>
#include <QColorTransform>
#include <QImage>
#include <QRect>

#include <optional>
#include <string>

namespace kerf::ui {

// How an image's colours become the screen's; nothing where they are that already. Qt reads matrix and curve
// profiles; a profile that it can't read counts as sRGB.
std::optional<QColorTransform> screenTransform(const std::string& icc, const QColorSpace& screen);

struct Conversion {
    std::optional<QColorTransform> colors; // see screenTransform()
    QRect area;                            // pixels of the image, within it; empty: all of it
    int step = 1; // > 1 takes the middle pixel of every step x step block only, quick and coarse
};

// A picture as a screen shows it: 8 bits, Format_RGB32, or Format_ARGB32_Premultiplied where the image has
// alpha, ceil(width / step) pixels wide. Any channels and sample type; a matte becomes a grey picture. An
// empty image gives a null QImage. Throws Cancelled and std::bad_alloc. Any thread; reentrant.
QImage toQImage(const Image& image, const Conversion& conversion, const Progress& progress = {});
QImage toQImage(const Image& image, const Progress& progress = {}, int step = 1); // for an sRGB screen

// The last channel alone (a matte, or an RGBA image's alpha) as Format_Grayscale8, its values as they are.
// Opaque (255 everywhere) for an image with three channels. The conversion's colours don't matter.
QImage toAlphaQImage(const Image& image, const Conversion& conversion, const Progress& progress = {});
QImage toAlphaQImage(const Image& image, const Progress& progress = {}, int step = 1);

} // namespace kerf::ui
