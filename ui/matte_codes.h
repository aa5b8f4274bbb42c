#pragma once

#include "core/base/progress.h"
#include "core/image/image.h"
#include "ui/placement.h"
#include "ui/pyramid.h"

#include <QImage>

#include <cstdint>

namespace kerf::ui {

// A matte with one byte a pixel that never takes a partial value for 0 or 1: 0 is exactly 0, 255 is exactly
// 1, and what lies between is 1..254 however near it comes (65534 of 65535 is 254).
//
// Smaller levels keep that: where a block has any partial pixel, its code is the mean of the partial ones
// alone, so none of them vanishes; else it is what most of its pixels are (a tie counts as 1).

// As a Grayscale8 picture: the last channel of `image`; 255 everywhere for three channels. `step` > 1: see
// toQImage(). Throws Cancelled and std::bad_alloc. Any thread.
QImage toMatteCodes(const Image& image, const Progress& progress = {}, int step = 1);

// Levels down to a longer side of at most 256. Throws as toMatteCodes().
Pyramid makeCodePyramid(QImage codes, const Progress& progress = {});

// How many pixels are exactly 0, partial and exactly 1.
struct MatteCounts {
    std::int64_t zero = 0;
    std::int64_t partial = 0;
    std::int64_t one = 0;
};
MatteCounts countCodes(const QImage& codes);

// Paints `table`'s colour of each code within `part`. A device pixel that takes in several codes joins them
// as a smaller level does; `place.isSmooth` is ignored.
void paintCodes(QPainter& painter, const Placement& place, const QRect& part, const ShadeTable& table);

} // namespace kerf::ui
