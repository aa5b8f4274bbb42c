#include "ui/canvas_private.h"
#include "ui/probe.h"

#include <QGestureEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QPinchGesture>
#include <QPointingDevice>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace kerf::ui {
namespace {

constexpr double kWheelFactor = 1.25; // zoom a notch
constexpr double kArrowStep = 64.0;   // logical pixels an arrow key scrolls
constexpr double kDividerStep = 0.01; // of the photo's width
constexpr double kTurnStep = 5.0;     // degrees that a key turns the divider
constexpr double kGripReach = 8.0;    // logical pixels around the box's edges
constexpr int kBoxStep = 8;           // source pixels a key moves the box

// Of a vector on the view, in degrees clockwise from rightwards.
double directionOf(QPointF vector) {
    return std::atan2(vector.y(), vector.x()) * 180.0 / std::numbers::pi;
}

Qt::CursorShape splitCursor(double angle) {
    const double tilt = std::abs(std::remainder(angle, 180.0)); // 0: upright, 90: lying
    if (tilt > 22.5 && tilt < 67.5) {
        return std::remainder(angle, 180.0) > 0.0 ? Qt::SizeFDiagCursor : Qt::SizeBDiagCursor;
    }
    return tilt <= 22.5 ? Qt::SplitHCursor : Qt::SplitVCursor;
}

} // namespace

void Canvas::Private::startPan(QPointF position, Qt::MouseButton button) {
    stopAnimation();
    drag = Drag::pan;
    dragButton = button;
    dragStart = position;
    dragOrigin = viewport.origin();
}

void Canvas::Private::pressLeft(QPointF position, Qt::KeyboardModifiers modifiers) {
    if (isSpaceHeld) {
        startPan(position, Qt::LeftButton);
        return;
    }
    if (isSubjectTool) {
        stopAnimation();
        drag = Drag::box;
        boxAtStart = subject;
        boxGrip = subject ? gripAt(viewport.toView(toRectF(*subject)), position, kGripReach * ratio)
                          : BoxGrip::none;
    } else if (const DividerGeometry::Part part = partUnder(position); part != DividerGeometry::Part::none) {
        stopAnimation();
        const DividerGeometry geometry = dividerOnView();
        const bool isTurning = part == DividerGeometry::Part::grip || (modifiers & Qt::ControlModifier);
        drag = isTurning ? Drag::turning : Drag::divider;
        dragOrigin = geometry.handle - position;
        pivot = viewport.toSource(geometry.handle);
        // A press close to the pivot has no direction: then the line follows the cursor.
        const bool hasDirection = dragOrigin.manhattanLength() > kGripReach * ratio;
        turnOffset = hasDirection ? divider.angle - directionOf(-dragOrigin) : -90.0;
    } else {
        startPan(position, Qt::LeftButton);
        return;
    }
    dragButton = Qt::LeftButton;
    dragStart = position;
}

void Canvas::Private::dragTo(QPointF position) {
    switch (drag) {
    case Drag::none:
    case Drag::overlay:
        break;
    case Drag::pan: {
        Viewport changed = viewport;
        changed.moveTo(dragOrigin + position - dragStart);
        changeViewport(changed);
        break;
    }
    case Drag::divider:
        changeDivider(
            throughPoint(viewport.toSource(position + dragOrigin), divider.angle, viewport.extent()));
        break;
    case Drag::turning:
        turnTo(position);
        break;
    case Drag::box: {
        // A press with a trembling hand is no new box.
        const double moved = (position - dragStart).manhattanLength();
        if (boxGrip == BoxGrip::none && moved < 3.0 * ratio) {
            break;
        }
        const std::optional<Rect> box = draggedBox(
            boxAtStart, boxGrip, viewport.toSource(dragStart), viewport.toSource(position), viewport.photo());
        if (box) {
            subject = box;
        }
        q.update();
        break;
    }
    }
}

void Canvas::Private::turnTo(QPointF position) {
    const QPointF arm = position - viewport.toView(pivot);
    if (arm.manhattanLength() > kGripReach * ratio) {
        changeDivider(turned(divider, snappedAngle(directionOf(arm) + turnOffset), pivot, viewport.extent()));
    }
}

DividerGeometry::Part Canvas::Private::partUnder(QPointF position) const {
    return hasDivider() ? dividerOnView().partAt(position, ratio) : DividerGeometry::Part::none;
}

void Canvas::Private::endDrag() {
    const bool hadBox = drag == Drag::box;
    drag = Drag::none;
    dragButton = Qt::NoButton;
    if (hadBox && subject != boxAtStart) {
        Q_EMIT q.subjectChanged(subject);
    }
    updateCursor();
    q.update();
}

void Canvas::Private::cancelBoxDrag() {
    subject = boxAtStart;
    drag = Drag::none;
    dragButton = Qt::NoButton;
    updateCursor();
    q.update();
}

QPointF Canvas::Private::hover(QPointF logical) {
    if (drag == Drag::none) {
        cursorPane = panes.originAt(logical * ratio);
    }
    cursorPosition = toDevice(logical);
    if (panes.second || isLoupe) {
        q.update(); // the twin of the cursor, the loupe
    }
    return *cursorPosition;
}

CanvasOverlay* Canvas::Private::activeOverlay() const {
    const auto found =
        std::find_if(overlays.rbegin(), overlays.rend(), [](CanvasOverlay* one) { return one->isActive(); });
    return found == overlays.rend() ? nullptr : *found;
}

OverlayPointer Canvas::Private::pointerOf(const QMouseEvent& event) const {
    const QPointF position = toDevice(event.position());
    const bool isPen = event.pointingDevice() &&
                       event.pointingDevice()->capabilities().testFlag(QInputDevice::Capability::Pressure);
    return {
        .source = viewport.toSource(position),
        .view = position,
        .button = event.button(),
        .modifiers = event.modifiers(),
        .pressure = isPen && event.pointCount() > 0 ? event.points().first().pressure() : 1.0};
}

void Canvas::Private::updateCursor() {
    const DividerGeometry::Part wasHovered = hoveredPart;
    hoveredPart = !isSpaceHeld && drag == Drag::none && cursorPosition ? partUnder(*cursorPosition)
                                                                       : DividerGeometry::Part::none;
    if (hoveredPart != wasHovered) {
        q.update();
    }
    Qt::CursorShape shape = Qt::ArrowCursor;
    if (drag == Drag::pan) {
        shape = Qt::ClosedHandCursor;
    } else if (drag == Drag::turning || hoveredPart == DividerGeometry::Part::grip) {
        shape = Qt::PointingHandCursor;
    } else if (drag == Drag::divider || hoveredPart == DividerGeometry::Part::line) {
        shape = splitCursor(divider.angle);
    } else if (isSpaceHeld) {
        shape = Qt::OpenHandCursor;
    } else if (isSubjectTool && !viewport.isEmpty()) {
        const bool isOnBox = subject && cursorPosition;
        shape = cursorFor(
            drag == Drag::box ? boxGrip
            : isOnBox ? gripAt(viewport.toView(toRectF(*subject)), *cursorPosition, kGripReach * ratio)
                      : BoxGrip::none);
    } else if (!viewport.isEmpty() && viewport.canMove()) {
        shape = Qt::OpenHandCursor;
    }
    const CanvasOverlay* overlay = activeOverlay();
    const bool isOverlays = overlay && !isSpaceHeld && (drag == Drag::none || drag == Drag::overlay);
    if (const std::optional<QCursor> own = isOverlays ? overlay->cursor() : std::nullopt) {
        q.setCursor(*own);
    } else if (q.cursor().shape() != shape) {
        q.setCursor(shape);
    }
}

void Canvas::Private::updateProbe() {
    if (viewport.isEmpty() || before.image.empty() || !cursorPosition) {
        Q_EMIT q.probed({}, {});
        return;
    }
    const QPointF source = viewport.toSource(*cursorPosition);
    const QPoint pixel(int(std::floor(source.x())), int(std::floor(source.y())));
    const bool isInside = QRect(QPoint(), viewport.photo()).contains(pixel);
    Q_EMIT q.probed(
        source, isInside ? readPixel(pixel, before.image, after.image, after.matte, after.shown.area)
                         : ProbeReading());
}

void Canvas::Private::editBox(const std::optional<Rect>& box) {
    if (box == subject) {
        return;
    }
    subject = box;
    updateCursor();
    q.update();
    Q_EMIT q.subjectChanged(subject);
}

bool Canvas::Private::pressKey(int key, Qt::KeyboardModifiers modifiers) {
    if (isSubjectTool && pressBoxKey(key, modifiers)) {
        return true;
    }
    switch (key) {
    case Qt::Key_Space:
        isSpaceHeld = true;
        updateCursor();
        return true;
    case Qt::Key_Left:
        return pressArrow({-1, 0}, modifiers);
    case Qt::Key_Right:
        return pressArrow({1, 0}, modifiers);
    case Qt::Key_Up:
        return pressArrow({0, -1}, modifiers);
    case Qt::Key_Down:
        return pressArrow({0, 1}, modifiers);
    default:
        return false;
    }
}

bool Canvas::Private::pressArrow(QPoint direction, Qt::KeyboardModifiers modifiers) {
    if ((modifiers & Qt::ShiftModifier) && direction.x() != 0 && hasDivider()) {
        q.setDivider(divider.position + direction.x() * kDividerStep);
        return true;
    }
    if ((modifiers & Qt::ShiftModifier) && hasDivider()) {
        q.setDividerAngle(std::round(divider.angle / kTurnStep + direction.y()) * kTurnStep);
        return true;
    }
    if ((modifiers & ~Qt::KeypadModifier) || viewport.isEmpty()) {
        return false;
    }
    scrollBy(QPointF(direction) * kArrowStep * ratio);
    return true;
}

// With the tool on: Enter starts a box, Ctrl with the arrows moves it, Ctrl and Shift sizes it, Delete and
// Escape clear it.
bool Canvas::Private::pressBoxKey(int key, Qt::KeyboardModifiers modifiers) {
    if (key == Qt::Key_Escape && drag == Drag::box) {
        cancelBoxDrag();
        return true;
    }
    const QSize photo = viewport.photo();
    if ((key == Qt::Key_Return || key == Qt::Key_Enter) && !subject && !photo.isEmpty()) {
        const QRectF inset(
            photo.width() * 0.1, photo.height() * 0.1, photo.width() * 0.8, photo.height() * 0.8);
        editBox(draggedBox(std::nullopt, BoxGrip::none, inset.topLeft(), inset.bottomRight(), photo));
        return true;
    }
    if (!subject) {
        return false;
    }
    if (key == Qt::Key_Escape || key == Qt::Key_Delete || key == Qt::Key_Backspace) {
        editBox(std::nullopt);
        return true;
    }
    if (!(modifiers & Qt::ControlModifier)) {
        return false;
    }
    const QPointF by(
        (key == Qt::Key_Right ? kBoxStep : 0) - (key == Qt::Key_Left ? kBoxStep : 0),
        (key == Qt::Key_Down ? kBoxStep : 0) - (key == Qt::Key_Up ? kBoxStep : 0));
    if (by.isNull()) {
        return false;
    }
    const BoxGrip grip = (modifiers & Qt::ShiftModifier) ? BoxGrip::bottomRight : BoxGrip::inside;
    if (const std::optional<Rect> box = draggedBox(subject, grip, {}, by, photo)) {
        editBox(box);
    }
    return true;
}

bool Canvas::Private::handleGesture(QGestureEvent& event) {
    auto* pinch = qobject_cast<QPinchGesture*>(event.gesture(Qt::PinchGesture));
    if (!pinch) {
        return false;
    }
    if (drag != Drag::none) {
        endDrag();
    }
    if (pinch->changeFlags() & QPinchGesture::ScaleFactorChanged) {
        zoomBy(pinch->scaleFactor(), toDevice(q.mapFromGlobal(pinch->centerPoint())), false);
    }
    if (pinch->changeFlags() & QPinchGesture::CenterPointChanged) {
        scrollBy((pinch->lastCenterPoint() - pinch->centerPoint()) * ratio);
    }
    return true;
}

bool Canvas::Private::handleNativeGesture(const QNativeGestureEvent& event) {
    switch (event.gestureType()) {
    case Qt::ZoomNativeGesture:
        zoomBy(1.0 + event.value(), toDevice(event.position()), false);
        return true;
    case Qt::SmartZoomNativeGesture:
        toggleFit(toDevice(event.position()));
        return true;
    case Qt::PanNativeGesture:
        scrollBy(-event.delta() * ratio);
        return true;
    default:
        return false;
    }
}

bool Canvas::event(QEvent* event) {
    switch (event->type()) {
    case QEvent::Gesture:
        if (d->handleGesture(*static_cast<QGestureEvent*>(event))) {
            event->accept();
            return true;
        }
        break;
    case QEvent::NativeGesture:
        if (d->handleNativeGesture(*static_cast<QNativeGestureEvent*>(event))) {
            event->accept();
            return true;
        }
        break;
    case QEvent::ShortcutOverride: {
        // While a box is drawn or stands, Escape and Delete are about it and no shortcut of the window.
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool isClearing =
            key->key() == Qt::Key_Escape || key->key() == Qt::Key_Delete || key->key() == Qt::Key_Backspace;
        if (d->isSubjectTool && d->subject && isClearing) {
            event->accept();
            return true;
        }
        break;
    }
    default:
        break;
    }
    return QWidget::event(event);
}

void Canvas::mousePressEvent(QMouseEvent* event) {
    const QPointF position = d->hover(event->position());
    if (d->viewport.isEmpty() || d->drag != Private::Drag::none) {
        event->ignore();
        return;
    }
    CanvasOverlay* overlay = d->activeOverlay();
    if (event->button() == Qt::MiddleButton) {
        d->startPan(position, Qt::MiddleButton);
    } else if (overlay && !d->isSpaceHeld && overlay->press(d->pointerOf(*event))) {
        d->drag = Private::Drag::overlay;
        d->dragButton = event->button();
    } else if (event->button() == Qt::LeftButton) {
        d->pressLeft(position, event->modifiers());
    } else {
        event->ignore();
        return;
    }
    d->updateCursor();
    update();
}

void Canvas::mouseMoveEvent(QMouseEvent* event) {
    const QPointF position = d->hover(event->position());
    CanvasOverlay* overlay = d->activeOverlay();
    const bool isOverlays = d->drag == Private::Drag::overlay || d->drag == Private::Drag::none;
    if (overlay && isOverlays && !d->viewport.isEmpty() && overlay->move(d->pointerOf(*event))) {
        update();
    } else if (d->drag != Private::Drag::none) {
        d->dragTo(position);
    } else {
        d->updateCursor();
    }
    d->updateProbe();
}

void Canvas::mouseReleaseEvent(QMouseEvent* event) {
    if (d->drag == Private::Drag::none || event->button() != d->dragButton) {
        event->ignore();
        return;
    }
    d->hover(event->position());
    CanvasOverlay* overlay = d->activeOverlay();
    if (overlay && d->drag == Private::Drag::overlay) {
        overlay->release(d->pointerOf(*event));
    }
    d->endDrag();
}

void Canvas::mouseDoubleClickEvent(QMouseEvent* event) {
    const QPointF position = d->toDevice(event->position());
    if (event->button() != Qt::LeftButton || d->isSubjectTool || d->viewport.isEmpty()) {
        mousePressEvent(event);
        return;
    }
    if (d->partUnder(position) != DividerGeometry::Part::none) {
        d->changeDivider({});
    } else {
        d->toggleFit(position);
    }
}

void Canvas::wheelEvent(QWheelEvent* event) {
    const QPointF anchor = d->toDevice(event->position());
    const QPoint pixels = event->pixelDelta();
    const QPoint angle = event->angleDelta();
    const bool isTouchpad =
        event->pointingDevice() && event->pointingDevice()->type() == QInputDevice::DeviceType::TouchPad;
    event->accept();
    if (d->drag != Private::Drag::none) {
        return; // what is held stays under the cursor
    }
    if (isTouchpad && !pixels.isNull() && !(event->modifiers() & Qt::ControlModifier)) {
        d->scrollBy(-QPointF(pixels) * d->ratio); // two fingers move, a pinch or Ctrl zooms
        return;
    }
    const double notches = angle.y() != 0 ? angle.y() / 120.0 : pixels.y() / 60.0;
    if (notches == 0.0) {
        const double sideways = angle.x() != 0 ? angle.x() / 120.0 * kArrowStep : pixels.x();
        d->scrollBy({-sideways * d->ratio, 0.0});
        return;
    }
    // Fine steps are smooth by themselves.
    d->zoomBy(std::pow(kWheelFactor, notches), anchor, std::abs(notches) >= 1.0);
}

void Canvas::keyPressEvent(QKeyEvent* event) {
    CanvasOverlay* overlay = d->activeOverlay();
    if (overlay && overlay->key(*event)) {
        return;
    }
    if (!d->pressKey(event->key(), event->modifiers())) {
        QWidget::keyPressEvent(event);
    }
}

void Canvas::keyReleaseEvent(QKeyEvent* event) {
    if (event->key() != Qt::Key_Space) {
        QWidget::keyReleaseEvent(event);
        return;
    }
    if (!event->isAutoRepeat()) {
        d->isSpaceHeld = false;
        d->updateCursor();
    }
}

void Canvas::leaveEvent(QEvent* /*event*/) {
    d->cursorPosition.reset();
    if (d->panes.second || d->isLoupe) {
        update();
    }
    if (CanvasOverlay* overlay = d->activeOverlay()) {
        overlay->leave();
    }
    d->updateCursor();
    d->updateProbe();
}

void Canvas::focusInEvent(QFocusEvent* event) {
    const Qt::FocusReason reason = event->reason();
    if (reason != Qt::ActiveWindowFocusReason && reason != Qt::PopupFocusReason) {
        d->isFocusShown = reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason;
    }
    update();
}

void Canvas::focusOutEvent(QFocusEvent* /*event*/) {
    d->isSpaceHeld = false;
    d->updateCursor();
    update();
}

} // namespace kerf::ui
