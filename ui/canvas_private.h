#pragma once

#include "ui/alpha_detail.h"
#include "ui/canvas.h"
#include "ui/canvas_overlay.h"
#include "ui/canvas_painter.h"
#include "ui/canvas_renderer.h"
#include "ui/subject_box.h"
#include "ui/viewport.h"

#include <vector>

class QGestureEvent;
class QMouseEvent;
class QNativeGestureEvent;
class QTimer;
class QVariantAnimation;

namespace kerf::ui {

// The canvas's state, what is on view (canvas.cpp) and what mouse, keys and fingers do (canvas_input.cpp).
// Positions are device pixels of the view unless they are called source or logical.
class Canvas::Private {
public:
    explicit Private(Canvas& owner) : q(owner) {}

    enum class Drag { none, pan, divider, box, overlay };

    void setUp();
    void onRendered(CanvasSide side, const RenderedPicture& picture, bool isComplete);
    void dropResult();
    void dropPhoto();
    void contentChanged();
    void announceIfReady();
    void sharpen();

    // View
    void syncView();
    void changeViewport(const Viewport& changed);
    void zoomBy(double factor, QPointF anchor, bool isAnimated);
    void animateTo(double zoom, QPointF anchor, bool endsFitted);
    void stopAnimation();
    void toggleFit(QPointF anchor);
    void scrollBy(QPointF devicePixels);
    QPointF toDevice(QPointF logical) const { return logical * ratio; }
    QPointF middle() const { return QPointF(viewport.view().width(), viewport.view().height()) / 2.0; }

    // What is to be seen
    CompareMode shownMode() const;
    bool hasDivider() const { return shownMode() == CompareMode::split; }
    CanvasScene scene() const;

    // Input
    void startPan(QPointF position, Qt::MouseButton button);
    void pressLeft(QPointF position);
    void dragTo(QPointF position);
    void endDrag();
    void cancelBoxDrag();
    CanvasOverlay* activeOverlay() const; // the topmost one, if any
    OverlayPointer pointerOf(const QMouseEvent& event) const;
    void updateCursor();
    void updateProbe();
    void editBox(const std::optional<Rect>& box);
    bool pressKey(int key, Qt::KeyboardModifiers modifiers);
    bool pressBoxKey(int key, Qt::KeyboardModifiers modifiers);
    bool pressArrow(QPoint direction, Qt::KeyboardModifiers modifiers);
    bool handleGesture(QGestureEvent& event);
    bool handleNativeGesture(const QNativeGestureEvent& event);

    Canvas& q;
    Image before;
    Image after;
    Image matte;
    RenderedPicture renderedBefore;
    RenderedPicture renderedAfter;
    ExactPicture exactBefore;
    ExactPicture exactAfter;
    Viewport viewport;
    double ratio = 1.0;
    AlphaStyle alphaStyle;
    CompareMode mode = CompareMode::split;
    double divider = 0.5;
    std::optional<Rect> subject;
    bool isPeeking = false;
    bool isSubjectTool = false;
    bool isSpaceHeld = false;
    bool isFocusShown = false;
    bool isDividerHovered = false;
    bool isAnnouncementDue = false;

    Drag drag = Drag::none;
    Qt::MouseButton dragButton = Qt::NoButton;
    QPointF dragStart;  // device pixels
    QPointF dragOrigin; // the photo's origin, or the divider's distance from the press
    BoxGrip boxGrip = BoxGrip::none;
    std::optional<Rect> boxAtStart;
    std::optional<QPointF> cursorPosition; // device pixels; empty: outside

    QTimer* sharpenTimer = nullptr;             // q's child
    QVariantAnimation* zoomAnimation = nullptr; // q's child
    Viewport zoomStart;
    QPointF zoomAnchor;
    double zoomTarget = 1.0;
    bool isFitAtEnd = false;

    std::vector<CanvasOverlay*> overlays; // lowest first; not owned
    AlphaDetailer alphaDetailer;          // of the result
    CanvasRenderer renderer;
};

} // namespace kerf::ui
