#pragma once

#include "ui/alpha_detail.h"
#include "ui/canvas.h"
#include "ui/canvas_renderer.h"
#include "ui/viewport.h"

#include <QColor>
#include <QRect>
#include <QString>

#include <optional>

class QPainter;

namespace kerf::ui {

// All that a canvas shows at one moment. A value.
struct CanvasScene {
    Viewport viewport;
    double pixelRatio = 1.0; // device pixels per logical pixel
    RenderedPicture before;
    RenderedPicture after;
    ExactPicture exactBefore; // used where its size is the photo's on the screen
    ExactPicture exactAfter;
    AlphaStyle alphaStyle;
    AlphaDetail alphaDetail;                // of `after`
    CompareMode mode = CompareMode::before; // what is to be seen now; without an `after`: before
    double divider = 0.5;
    bool isDividerActive = false;   // under the cursor, dragged
    std::optional<QString> caption; // what the only picture shown is, when that isn't plain
    QString beforeCaption;
    QString afterCaption;
    std::optional<Rect> subject;
    bool isSubjectToolActive = false;
    std::optional<QColor> focusColor; // draws a focus frame
};

// Where the divider is, in device pixels. The handle stays within reach when the line is out of view.
struct DividerGeometry {
    int line = 0;  // the first column right of it
    QRect visible; // the part of the photo in view
    QPointF handle;
    double handleRadius = 0.0;

    // In the line's grab zone or the handle's.
    bool isNear(QPointF position, double pixelRatio) const;
};
DividerGeometry dividerGeometry(const Viewport& viewport, double divider, double pixelRatio);

// Paints the part of the view within `exposed` (device pixels). The painter's units must be device pixels
// with whole offsets, else 100 % isn't exact.
void paintCanvas(QPainter& painter, const CanvasScene& scene, const QRect& exposed);

} // namespace kerf::ui
