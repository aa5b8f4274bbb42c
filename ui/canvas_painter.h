#pragma once

#include "core/contract/recipe.h"
#include "ui/divider.h"
#include "ui/panes.h"
#include "ui/picture_painter.h"
#include "ui/viewport.h"

#include <QColor>
#include <QRect>
#include <QString>

#include <optional>

class QPainter;

namespace kerf::ui {

// The preview of a region: a comparison of its own in the region's place.
struct RegionScene {
    Rect region; // source pixels
    ComparedPictures pictures;
    CompareMode mode = CompareMode::after;
};

// All that a canvas shows at one moment. A value. The viewport is that of one pane.
struct CanvasScene {
    Viewport viewport;
    Panes panes;
    double pixelRatio = 1.0; // device pixels per logical pixel
    ComparedPictures pictures;
    std::optional<RegionScene> region;
    CompareMode mode = CompareMode::before; // what is to be seen now; without an `after`: before
    Divider divider;
    DividerGeometry::Part activePart = DividerGeometry::Part::none; // under the cursor, dragged
    std::optional<QString> caption; // what the only picture shown is, when that isn't plain
    QString captionA;
    QString captionB;
    std::optional<QPointF> twin; // in two panes: where the cursor is; its twin is drawn in the other one
    bool isTwinInSecond = false;
    std::optional<QPointF> loupe; // where the cursor is, in its pane
    bool isLoupeInSecond = false;
    std::optional<Rect> subject;
    bool isSubjectToolActive = false;
    std::optional<QColor> focusColor; // draws a focus frame
};

// Paints the part of the view within `exposed` (device pixels). The painter's units must be device pixels
// with whole offsets, else 100 % isn't exact.
void paintCanvas(QPainter& painter, const CanvasScene& scene, const QRect& exposed);

} // namespace kerf::ui
