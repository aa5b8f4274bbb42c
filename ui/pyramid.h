#pragma once

#include "core/base/progress.h"
#include "core/image/image.h"

#include <QColorTransform>
#include <QImage>
#include <QRect>
#include <QSize>

#include <optional>
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

// The levels finer than the first one are made tile by tile when they are looked at (tile_store.h): of a
// large picture they would take more memory and time than anyone looks at.
struct FineSource {
    Image image;
    bool isAlpha = false;                  // its alpha is meant
    std::optional<QColorTransform> colors; // see screenTransform()
};

struct Pyramid {
    QSize size; // the picture's
    std::vector<PyramidLevel> levels;
    std::optional<FineSource> fine; // where the first level's span is more than 1

    // The span of the coarsest level, kept or not, that still has a pixel for each device pixel.
    int spanFor(double zoom) const;

    // The coarsest level that still has a pixel for each device pixel at `zoom` (device pixels per picture
    // pixel), else the finest.
    const PyramidLevel& levelFor(double zoom) const;
};

// Half the size (rounded up), each pixel the mean of 2 x 2, rounded. RGB32, ARGB32_Premultiplied, Grayscale8.
// Throws Cancelled and std::bad_alloc.
QImage halved(const QImage& image, const Progress& progress = {});

// Levels down to a longer side of at most 256. Throws as halved().
Pyramid makePyramid(QImage image, const Progress& progress = {});

// As the above from an image; levels of more than `maxPixels` pixels are left to `fine`. Throws as halved().
Pyramid makePyramid(const FineSource& source, qint64 maxPixels, const Progress& progress = {});

// Pixels of the level with `span`, a power of two: `area` in the level's pixels, within it. Throws as
// halved().
QImage levelPart(const FineSource& source, int span, const QRect& area, const Progress& progress = {});
QSize levelSize(QSize picture, int span);

} // namespace kerf::ui
