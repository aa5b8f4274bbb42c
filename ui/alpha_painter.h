#pragma once

#include "ui/alpha_style.h"
#include "ui/placement.h"

#include <QColor>
#include <QRectF>

#include <optional>

class QPainter;
class QRect;

namespace kerf::ui {

struct AlphaDetail;

// What a result's view is made from. `color` and `original`: RGB32 or, where they are transparent,
// ARGB32_Premultiplied; `alpha`: Grayscale8. `straight` and `codes`: see AlphaDetail; while a view's own one
// is missing, a neutral grey stands in its place.
struct AlphaSources {
    Placement color;                // the result
    std::optional<Placement> alpha; // its matte; none: opaque
    Placement original;
    QRectF photo; // device pixels; all of it
    std::optional<Placement> straight = {};
    std::optional<Placement> codes = {};
    QColor torture = {}; // see opposedColor()
};

// Adds what the result's detail holds to sources whose `photo` is set.
void addDetail(AlphaSources& sources, const AlphaDetail& detail, bool isSmooth);

// Draws the part of a picture within `part` (device pixels), with the style's checkerboard behind a
// transparent one: what a result is compared with. Gain and gamma act on it in views that show colours, so
// that both sides are seen through the same knobs, not in those that show the matte. `ratio`: device pixels a
// logical pixel.
void paintOnChecks(
    QPainter& painter, const AlphaStyle& style, const Placement& place, const QRect& part, double ratio);

// Shades `part` (device pixels) with the result as `style` wants it seen. Sets the painter's clip. The
// painter's units must be device pixels.
void paintAlpha(
    QPainter& painter, const AlphaStyle& style, const AlphaSources& sources, const QRect& part, double ratio);

// The colours of the matte monitor: 0 black, 255 white, between them a ramp from violet over green to yellow
// whose lightness rises evenly and which comes near neither end.
const ShadeTable& monitorTable();

} // namespace kerf::ui
