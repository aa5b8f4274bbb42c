#pragma once

#include "ui/alpha_detail.h"
#include "ui/canvas.h"
#include "ui/canvas_overlay.h"
#include "ui/canvas_painter.h"
#include "ui/canvas_renderer.h"
#include "ui/subject_box.h"
#include "ui/viewport.h"

#include <array>
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

    enum class Drag { none, pan, divider, turning, box, overlay };

    // One of the pictures, as it came and as it can be painted.
    struct Picture {
        Image image;
        Image matte;
        ShownPicture shown;
    };

    void setUp();
    void onRendered(CanvasSide side, const RenderedPicture& picture, bool isComplete);
    Picture& pictureOf(CanvasSide side);
    void setPicture(CanvasSide side, const Image& image, const Image& matte);
    void drop(CanvasSide side);
    void placeAfter();                          // where afterArea says
    AlphaDetailer* detailerOf(CanvasSide side); // null: it needs none
    bool isDetailing() const { return alphaDetailer.isBusy() || referenceDetailer.isBusy(); }
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
    // Logical position of the widget to device pixels of its pane; while something is dragged, of the pane
    // where the drag began.
    QPointF toDevice(QPointF logical) const;
    bool isSideBySide() const;
    QPointF middle() const { return QPointF(viewport.view().width(), viewport.view().height()) / 2.0; }

    // What is to be seen
    CompareMode shownMode() const;
    bool isAlone() const;
    bool hasDivider() const { return shownMode() == CompareMode::split; }
    DividerGeometry dividerOnView() const { return dividerGeometry(viewport, divider, ratio); }
    void changeDivider(const Divider& changed);
    std::optional<QString> captionOf(CompareMode shown) const;
    std::optional<RegionScene> regionScene();
    CanvasScene scene();
    std::vector<std::shared_ptr<const Pyramid>> pyramids() const; // those with tiles
    void paintOverlay(QPainter& painter, CanvasOverlay& overlay, const QRect& exposed) const;

    // Input
    void startPan(QPointF position, Qt::MouseButton button);
    void pressLeft(QPointF position, Qt::KeyboardModifiers modifiers);
    void turnTo(QPointF position);
    DividerGeometry::Part partUnder(QPointF position) const; // of the divider, where it is shown
    QPointF hover(QPointF logical); // the cursor is here; its position as toDevice() has it
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
    std::array<Picture, kCanvasSides> pictures; // by CanvasSide
    Picture& before = pictures[std::size_t(CanvasSide::before)];
    Picture& reference = pictures[std::size_t(CanvasSide::reference)];
    Picture& after = pictures[std::size_t(CanvasSide::after)];
    std::optional<Rect> region;      // of the previewed one
    std::optional<QRectF> afterArea; // of the B that was set last
    PicturePatch patch;
    bool isPatchCovered = false; // by a B that was set after it and is on its way
    QString nameA;
    QString nameB;
    Viewport viewport;
    double ratio = 1.0;
    AlphaStyle alphaStyle;
    CompareMode mode = CompareMode::split;
    Divider divider;
    DifferenceStyle difference;
    double onionOpacity = 0.5;
    Channel channel = Channel::color;
    std::optional<Rect> subject;
    bool isPeeking = false;
    bool isLoupe = false;
    bool isSubjectTool = false;
    bool isSpaceHeld = false;
    bool isFocusShown = false;
    DividerGeometry::Part hoveredPart = DividerGeometry::Part::none;
    bool isAnnouncementDue = false;

    Drag drag = Drag::none;
    Qt::MouseButton dragButton = Qt::NoButton;
    QPointF dragStart;       // device pixels
    QPointF dragOrigin;      // the photo's origin, or the divider's distance from the press
    QPointF pivot;           // source pixels; what a divider is turned about
    double turnOffset = 0.0; // degrees from the cursor's direction to the divider's angle
    BoxGrip boxGrip = BoxGrip::none;
    std::optional<Rect> boxAtStart;
    std::optional<QPointF> cursorPosition; // device pixels of its pane; empty: outside
    QPoint cursorPane;                     // that pane's corner
    Panes panes;

    QTimer* sharpenTimer = nullptr;             // q's child
    QVariantAnimation* zoomAnimation = nullptr; // q's child
    Viewport zoomStart;
    QPointF zoomAnchor;
    double zoomTarget = 1.0;
    bool isFitAtEnd = false;

    std::vector<CanvasOverlay*> overlays; // lowest first; not owned
    AlphaDetailer alphaDetailer;          // of the result
    AlphaDetailer referenceDetailer;
    QColorSpace screen{QColorSpace::SRgb};
    TileStore tiles;
    CanvasRenderer renderer;
};

} // namespace kerf::ui
