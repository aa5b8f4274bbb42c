#pragma once

#include "ui/alpha_style.h"
#include "ui/placement.h"

#include <QRectF>

namespace kerf::ui {

// Fills `part` (device pixels) with a checkerboard from the view's corner, so that it keeps still while the
// photo moves. `ratio`: device pixels a logical pixel.
void paintChecks(QPainter& painter, const AlphaStyle& style, const QRect& part, double ratio);

// Fills `part` with what `style` puts behind a cut-out; nothing for a view that has no background. Gradient
// and picture belong to the photo, which lies at `photo`: the picture covers it, centred, cut where it is
// longer. `torture`: see opposedColor().
void paintBackdrop(
    QPainter& painter,
    const AlphaStyle& style,
    const QColor& torture,
    const QRectF& photo,
    const QRect& part,
    double ratio);

} // namespace kerf::ui
