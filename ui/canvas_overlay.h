#pragma once

#include "ui/viewport.h"

#include <QCursor>
#include <QPointF>

#include <optional>

class QKeyEvent;
class QPainter;

namespace kerf::ui {

// What a mouse, pen or finger does to an overlay. Positions are source pixels; `pressure` is 0..1, 1 for a
// mouse.
struct OverlayPointer {
    QPointF source;
    QPointF view; // device pixels
    Qt::MouseButton button = Qt::NoButton;
    Qt::KeyboardModifiers modifiers;
    double pressure = 1.0;
};

// Something that a canvas draws above its pictures and that may take the pointer while it is active: a brush,
// outlines of suspicious regions, a loupe. Given to Canvas::addOverlay(), which doesn't own it. GUI thread
// only.
class CanvasOverlay {
public:
    virtual ~CanvasOverlay() = default;

    // `painter` works in device pixels of the view; `ratio`: device pixels a logical pixel.
    virtual void paint(QPainter& painter, const Viewport& viewport, double ratio) = 0;

    // While true it is asked before the canvas; what it answers with false the canvas does as ever. Panning
    // with Space or the middle button and zooming stay the canvas's.
    virtual bool isActive() const { return false; }
    virtual bool press(const OverlayPointer& /*at*/) { return false; }
    virtual bool move(const OverlayPointer& /*at*/) { return false; } // pressed or not
    virtual bool release(const OverlayPointer& /*at*/) { return false; }
    virtual bool key(QKeyEvent& /*event*/) { return false; }
    virtual void leave() {}
    virtual std::optional<QCursor> cursor() const { return std::nullopt; }
};

} // namespace kerf::ui
