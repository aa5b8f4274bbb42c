#pragma once

#include "ui/alpha_style.h"
#include "ui/placement.h"

#include <optional>

class QPainter;
class QRect;

namespace kerf::ui {

// What a result's view is made from. `color` and `original`: RGB32 or, where they are transparent,
// ARGB32_Premultiplied; `alpha`: Grayscale8.
struct AlphaSources {
    Placement color;                // the result
    std::optional<Placement> alpha; // its matte; none: opaque
    Placement original;
};

// paintPicture() with a checkerboard behind a transparent picture. `ratio`: device pixels a logical one.
void paintOnChecks(QPainter& painter, const Placement& place, const QRect& part, double ratio);

// Shades `part` (device pixels) with the result as `style` wants it seen. Sets the painter's clip.
void paintAlpha(
    QPainter& painter, const AlphaStyle& style, const AlphaSources& sources, const QRect& part, double ratio);

} // namespace kerf::ui
