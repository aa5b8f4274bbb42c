#pragma once

#include "ui/alpha_style.h"
#include "ui/canvas_overlay.h"

#include <QRectF>
#include <QString>
#include <QStringList>

namespace kerf::ui {

class Canvas;
struct AlphaDetail;
struct MatteCounts;

// What the shades of an alpha view mean, in a corner of the canvas: the matte monitor's colours with how many
// pixels are exactly 0, between and exactly 1; the measured fringe and the colour opposed to it; gain and
// gamma, which act on the view alone. There only while the canvas shows a result in such a view.
class AlphaLegend final : public CanvasOverlay {
public:
    explicit AlphaLegend(const Canvas& canvas) : m_canvas(canvas) {}

    void paint(QPainter& painter, const Viewport& viewport, double ratio) override;

    // Its lines, also for a screen reader; none: there is no legend.
    QStringList lines() const;

private:
    const Canvas& m_canvas;
};

QString countsText(const MatteCounts& counts); // "0: 61.20 % · between: 4.13 % (12,345 pixels) · 1: 34.67 %"

} // namespace kerf::ui
