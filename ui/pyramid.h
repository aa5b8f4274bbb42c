#pragma once

#include "core/base/progress.h"

#include <QImage>
#include <QSize>

#include <vector>

namespace kerf::ui {

// A picture in falling sizes, so that a view never has to shrink it by more than half.
//
// Level pixel (x, y) covers the square of `span` x `span` picture pixels whose top left corner is
// (x * span, y * span); the last column and row may reach beyond the picture. The finest level comes first.
// Immutable once made, so any thread may read it.
struct PyramidLevel {
    QImage image;
    int span = 1;
};

struct Pyramid {
    QSize size; // the picture's
    std::vector<PyramidLevel> levels;

    // The coarsest level that still has a pixel for each device pixel at `zoom` (device pixels per picture
    // pixel), else the finest.
    const PyramidLevel& levelFor(double zoom) const;
};

// Half the size (rounded up), each pixel the mean of 2 x 2, rounded. RGB32, ARGB32_Premultiplied, Grayscale8.
// Throws Cancelled and std::bad_alloc.
QImage halved(const QImage& image, const Progress& progress = {});

// Levels down to a longer side of at most 256. Throws as halved().
Pyramid makePyramid(QImage image, const Progress& progress = {});

} // namespace kerf::ui
