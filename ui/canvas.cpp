#include "ui/canvas.h"

#include "ui/canvas_private.h"

#include <QPaintEvent>
#include <QPainter>
#include <QStyle>
#include <QTimer>
#include <QVariantAnimation>

#include <algorithm>
#include <cmath>
#include <utility>

namespace kerf::ui {
namespace {

constexpr double kMargin = 16.0;     // logical pixels around a fitted photo
constexpr int kZoomMs = 110;         // how long a notch takes
constexpr int kSharpenMs = 80;       // after the last change of zoom
constexpr double kExactViews = 3.0;  // how many times as large as the view an exact picture may be
constexpr int kFirstSightSide = 384; // small enough to be made on the GUI thread in a few milliseconds

bool isSameImage(const Image& one, const Image& other) {
    return one.pixels().data() == other.pixels().data() && one.format() == other.format();
}

QSize sizeOf(const Image& image) {
    return {image.format().width, image.format().height};
}

} // namespace

void Canvas::Private::setUp() {
    zoomAnimation = new QVariantAnimation(&q);
    zoomAnimation->setDuration(kZoomMs);
    zoomAnimation->setEasingCurve(QEasingCurve::OutCubic);
    zoomAnimation->setStartValue(0.0);
    zoomAnimation->setEndValue(1.0);
    connect(zoomAnimation, &QVariantAnimation::valueChanged, &q, [this](const QVariant& value) {
        const double part = value.toDouble();
        Viewport changed = zoomStart;
        if (part >= 1.0 && isFitAtEnd) {
            changed.fit();
        } else {
            // From the start each time: no error adds up, and at the end the zoom is exact.
            changed.zoomAt(
                part >= 1.0 ? zoomTarget : zoomStart.zoom() * std::pow(zoomTarget / zoomStart.zoom(), part),
                zoomAnchor);
        }
        changeViewport(changed);
    });
    sharpenTimer = new QTimer(&q);
    sharpenTimer->setSingleShot(true);
    sharpenTimer->setInterval(kSharpenMs);
    connect(sharpenTimer, &QTimer::timeout, &q, [this] { sharpen(); });
    connect(&alphaDetailer, &AlphaDetailer::changed, &q, [this] { contentChanged(); });
    connect(&renderer, &CanvasRenderer::resampled, &q, [this](CanvasSide side, const ExactPicture& picture) {
        (side == CanvasSide::before ? exactBefore : exactAfter) = picture;
        q.update();
    });
    connect(
        &renderer, &CanvasRenderer::rendered, &q,
        [this](CanvasSide side, const RenderedPicture& picture, bool isComplete) {
            onRendered(side, picture, isComplete);
        });
}

void Canvas::Private::onRendered(CanvasSide side, const RenderedPicture& picture, bool isComplete) {
    RenderedPicture& shown = side == CanvasSide::before ? renderedBefore : renderedAfter;
    // A coarse picture doesn't replace a finished one of the same photo: that would flicker.
    const bool isBetter = isComplete || !shown.color || shown.color->levels.front().span > 1;
    if (isBetter && picture.color) {
        renderer.discard(std::exchange(shown, picture));
        (side == CanvasSide::before ? exactBefore : exactAfter) = {};
    }
    if (isComplete) {
        sharpen();
    }
    contentChanged();
}

// Below 100 % a pyramid's level is drawn with a quick filter while things move; at rest the picture is
// averaged to its very size, which also makes painting a plain copy.
void Canvas::Private::sharpen() {
    if (viewport.isEmpty() || zoomAnimation->state() == QAbstractAnimation::Running) {
        return;
    }
    const QSize size = viewport.photoInView().toRect().size();
    const QSize view = viewport.view();
    const double limit = kExactViews * view.width() * view.height();
    if (double(size.width()) * size.height() > limit) {
        return;
    }
    const auto request = [&](CanvasSide side, const RenderedPicture& picture, const ExactPicture& exact) {
        const bool isComplete = picture.color && picture.color->levels.front().span == 1;
        if (isComplete && size.width() < picture.color->size.width() && exact.color.size() != size) {
            renderer.resample(side, picture, size);
        }
    };
    request(CanvasSide::before, renderedBefore, exactBefore);
    request(CanvasSide::after, renderedAfter, exactAfter);
}

void Canvas::Private::dropResult() {
    alphaDetailer.setResult({}, {});
    renderer.discard(std::exchange(after, {}));
    renderer.discard(std::exchange(matte, {}));
    renderer.discard(std::exchange(renderedAfter, {}));
    exactAfter = {};
}

void Canvas::Private::dropPhoto() {
    dropResult();
    renderer.discard(std::exchange(before, {}));
    renderer.discard(std::exchange(renderedBefore, {}));
    exactBefore = {};
}

void Canvas::Private::contentChanged() {
    updateCursor();
    updateProbe();
    q.update();
    if (!q.isVisible()) {
        announceIfReady();
    }
}

void Canvas::Private::announceIfReady() {
    if (isAnnouncementDue && !renderer.isBusy() && !alphaDetailer.isBusy()) {
        isAnnouncementDue = false;
        QMetaObject::invokeMethod(&q, &Canvas::contentReady, Qt::QueuedConnection);
    }
}

void Canvas::Private::syncView() {
    ratio = q.devicePixelRatioF();
    Viewport changed = viewport;
    changed.setMargin(std::round(kMargin * ratio));
    changed.setView({int(std::lround(q.width() * ratio)), int(std::lround(q.height() * ratio))});
    if (changed != viewport) {
        stopAnimation();
    }
    changeViewport(changed);
}

void Canvas::Private::changeViewport(const Viewport& changed) {
    if (changed == viewport) {
        return;
    }
    const auto told = [](const Viewport& view) { return view.isEmpty() ? 0.0 : view.zoom(); };
    const bool isOtherZoom = told(changed) != told(viewport);
    viewport = changed;
    updateCursor();
    updateProbe();
    q.update();
    if (isOtherZoom) {
        sharpenTimer->start();
        Q_EMIT q.zoomChanged(told(viewport));
    }
}

void Canvas::Private::zoomBy(double factor, QPointF anchor, bool isAnimated) {
    if (viewport.isEmpty()) {
        return;
    }
    const bool isRunning = zoomAnimation->state() == QAbstractAnimation::Running;
    const double from = isRunning ? zoomTarget : viewport.zoom();
    double target = std::clamp(from * factor, viewport.minZoom(), Viewport::kMaxZoom);
    // Fitted and 100 % are where people want to stop.
    bool endsFitted = false;
    const double fitted = viewport.fitZoom();
    const auto passes = [&](double zoom) { return (from - zoom) * (target - zoom) < 0.0; };
    if (passes(1.0)) {
        target = 1.0;
    } else if (factor < 1.0 && passes(fitted)) {
        target = fitted;
        endsFitted = true;
    }
    if (isAnimated && q.style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, &q) > 0) {
        animateTo(target, anchor, endsFitted);
        return;
    }
    stopAnimation();
    Viewport changed = viewport;
    if (endsFitted) {
        changed.fit();
    } else {
        changed.zoomAt(target, anchor);
    }
    changeViewport(changed);
}

void Canvas::Private::animateTo(double zoom, QPointF anchor, bool endsFitted) {
    zoomAnimation->stop();
    zoomStart = viewport;
    zoomAnchor = anchor;
    zoomTarget = zoom;
    isFitAtEnd = endsFitted;
    zoomAnimation->start();
}

void Canvas::Private::stopAnimation() {
    zoomAnimation->stop();
}

void Canvas::Private::toggleFit(QPointF anchor) {
    stopAnimation();
    Viewport changed = viewport;
    if (viewport.isFitted()) {
        changed.zoomAt(1.0, anchor);
    } else {
        changed.fit();
    }
    changeViewport(changed);
}

void Canvas::Private::scrollBy(QPointF devicePixels) {
    stopAnimation();
    Viewport changed = viewport;
    changed.moveTo(viewport.origin() - devicePixels);
    changeViewport(changed);
}

CompareMode Canvas::Private::shownMode() const {
    if (isPeeking || isSubjectTool || after.empty() || !renderedAfter.color) {
        return CompareMode::before;
    }
    return mode;
}

CanvasScene Canvas::Private::scene() const {
    CanvasScene scene;
    scene.viewport = viewport;
    scene.pixelRatio = ratio;
    scene.before = renderedBefore;
    scene.after = renderedAfter;
    scene.exactBefore = exactBefore;
    scene.exactAfter = exactAfter;
    scene.alphaStyle = alphaStyle;
    scene.alphaDetail = alphaDetailer.detail();
    scene.mode = shownMode();
    scene.divider = divider;
    scene.isDividerActive = isDividerHovered || drag == Drag::divider;
    scene.beforeCaption = tr("Before");
    scene.afterCaption = tr("After");
    if (!after.empty() && !isSubjectTool) {
        scene.caption = scene.mode == CompareMode::after ? scene.afterCaption : scene.beforeCaption;
    }
    scene.subject = subject;
    scene.isSubjectToolActive = isSubjectTool;
    if (isFocusShown && q.hasFocus()) {
        scene.focusColor = q.palette().color(QPalette::Highlight);
    }
    return scene;
}

Canvas::Canvas(QWidget* parent) : QWidget(parent), d(std::make_unique<Private>(*this)) {
    setObjectName(QStringLiteral("canvas"));
    setAccessibleName(tr("Photo"));
    setAccessibleDescription(tr(
        "The photo before and after. Arrow keys scroll, Shift with Left and Right moves the divider. With "
        "the "
        "subject tool Enter draws a box, Ctrl with the arrow keys moves it, Ctrl and Shift sizes it, Delete "
        "clears it."));
    setAttribute(Qt::WA_OpaquePaintEvent);
    setFocusPolicy(Qt::WheelFocus);
    setMouseTracking(true);
    setMinimumSize(160, 120);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    grabGesture(Qt::PinchGesture);
    d->setUp();
}

Canvas::~Canvas() = default;

void Canvas::clear() {
    d->renderer.cancel(CanvasSide::before);
    d->renderer.cancel(CanvasSide::after);
    d->stopAnimation();
    d->dropPhoto();
    d->drag = Private::Drag::none;
    d->subject.reset();
    d->divider = 0.5;
    Viewport changed = d->viewport;
    changed.setPhoto({});
    d->changeViewport(changed);
    d->isAnnouncementDue = true;
    d->contentChanged();
}

void Canvas::setBefore(const Image& image) {
    if (image.empty()) {
        clear();
        return;
    }
    d->isAnnouncementDue = true;
    if (isSameImage(image, d->before)) {
        d->contentChanged();
        return;
    }
    d->renderer.cancel(CanvasSide::after);
    d->dropPhoto();
    d->before = image;
    d->renderedBefore = renderCoarsely(image, {}, kFirstSightSide);
    d->renderer.render(CanvasSide::before, image, {});
    if (sizeOf(image) != d->viewport.photo()) {
        d->stopAnimation();
        d->drag = Private::Drag::none;
        Viewport changed = d->viewport;
        changed.setPhoto(sizeOf(image));
        d->changeViewport(changed);
        setDivider(0.5);
    }
    d->contentChanged();
}

void Canvas::setAfter(const Image& cutout, const Image& matte) {
    d->isAnnouncementDue = true;
    if (isSameImage(cutout, d->after) && isSameImage(matte, d->matte)) {
        d->contentChanged();
        return;
    }
    d->renderer.discard(std::exchange(d->after, cutout));
    d->renderer.discard(std::exchange(d->matte, matte));
    if (cutout.empty()) {
        d->renderer.cancel(CanvasSide::after);
        d->dropResult();
    } else {
        d->renderer.render(CanvasSide::after, cutout, matte);
        d->alphaDetailer.setResult(cutout, matte);
    }
    d->contentChanged();
}

bool Canvas::hasResult() const {
    return !d->after.empty();
}

void Canvas::addOverlay(CanvasOverlay* overlay) {
    d->overlays.push_back(overlay);
    overlayChanged();
}

void Canvas::removeOverlay(CanvasOverlay* overlay) {
    std::erase(d->overlays, overlay);
    overlayChanged();
}

void Canvas::overlayChanged() {
    d->updateCursor();
    update();
}

const AlphaStyle& Canvas::alphaStyle() const {
    return d->alphaStyle;
}

CompareMode Canvas::compareMode() const {
    return d->mode;
}

double Canvas::divider() const {
    return d->divider;
}

double Canvas::zoom() const {
    return d->viewport.zoom();
}

const Viewport& Canvas::viewport() const {
    return d->viewport;
}

bool Canvas::isFitted() const {
    return d->viewport.isFitted();
}

std::optional<Rect> Canvas::subject() const {
    return d->subject;
}

void Canvas::setAlphaStyle(const AlphaStyle& style) {
    d->alphaStyle = clamped(style);
    d->alphaDetailer.setView(style.view);
    d->isAnnouncementDue = d->isAnnouncementDue || d->alphaDetailer.isBusy();
    update();
}

void Canvas::setCompareMode(CompareMode mode) {
    d->mode = mode;
    d->updateCursor();
    update();
}

void Canvas::setPeeking(bool peeking) {
    d->isPeeking = peeking;
    d->updateCursor();
    update();
}

void Canvas::setDivider(double position) {
    const double clamped = std::clamp(position, 0.0, 1.0);
    if (clamped == d->divider) {
        return;
    }
    d->divider = clamped;
    d->updateCursor();
    update();
    Q_EMIT dividerMoved(clamped);
}

void Canvas::fit() {
    d->stopAnimation();
    Viewport changed = d->viewport;
    changed.fit();
    d->changeViewport(changed);
}

void Canvas::zoomTo(double zoom) {
    d->stopAnimation();
    Viewport changed = d->viewport;
    changed.zoomAt(zoom, d->middle());
    d->changeViewport(changed);
}

void Canvas::zoomIn() {
    zoomTo(nextZoomIn(zoom()));
}

void Canvas::zoomOut() {
    zoomTo(nextZoomOut(zoom()));
}

void Canvas::showRegion(const QRectF& source) {
    d->stopAnimation();
    Viewport changed = d->viewport;
    changed.showRegion(source);
    d->changeViewport(changed);
}

void Canvas::setSubject(std::optional<Rect> box) {
    if (d->drag == Private::Drag::box) {
        d->cancelBoxDrag();
    }
    d->subject = box;
    d->updateCursor();
    update();
}

void Canvas::setSubjectTool(bool active) {
    if (d->drag == Private::Drag::box) {
        d->cancelBoxDrag();
    }
    d->isSubjectTool = active;
    d->updateCursor();
    update();
}

void Canvas::paintEvent(QPaintEvent* event) {
    if (d->ratio != devicePixelRatioF()) {
        d->syncView(); // the window went to another screen
    }
    QPainter painter(this);
    // Device pixels from here on, from the widget's corner rounded to a whole one: a share of a pixel, as
    // fractional scales bring it, would blur 100 %.
    const QTransform toDevice = painter.deviceTransform();
    const QPointF corner = toDevice.map(QPointF());
    painter.setWorldTransform(
        QTransform::fromTranslate(std::round(corner.x()), std::round(corner.y())) * toDevice.inverted());
    const QRectF logical(event->rect());
    const QRect exposed = QRectF(logical.topLeft() * d->ratio, logical.size() * d->ratio)
                              .toAlignedRect()
                              .adjusted(-1, -1, 1, 1);
    paintCanvas(painter, d->scene(), exposed);
    if (!d->viewport.isEmpty()) {
        for (CanvasOverlay* overlay : d->overlays) {
            painter.save();
            painter.setClipRect(exposed);
            overlay->paint(painter, d->viewport, d->ratio);
            painter.restore();
        }
    }
    d->announceIfReady();
}

void Canvas::resizeEvent(QResizeEvent* /*event*/) {
    d->syncView();
}

} // namespace kerf::ui
