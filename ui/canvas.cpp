#include "ui/canvas.h"

#include "ui/canvas_private.h"
#include "ui/qimage_convert.h"

#include <QPaintEvent>
#include <QPainter>
#include <QStyle>
#include <QTimer>
#include <QVariantAnimation>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace kerf::ui {
namespace {

constexpr double kMargin = 16.0;     // logical pixels around a fitted photo
constexpr double kPaneGap = 2.0;     // logical pixels between A's pane and B's
constexpr int kZoomMs = 110;         // how long a notch takes
constexpr int kSharpenMs = 80;       // after the last change of zoom
constexpr double kExactViews = 3.0;  // how many times as large as the view an exact picture may be
constexpr int kFirstSightSide = 384; // small enough to be made on the GUI thread in a few milliseconds

constexpr std::array kAllSides{
    CanvasSide::before, CanvasSide::reference, CanvasSide::after, CanvasSide::regionPhoto,
    CanvasSide::region};

// The pyramid has what a picture of this size is shrunk from, and it is a shrinking.
bool isKept(const Pyramid& pyramid, QSize size) {
    const int span = pyramid.levels.front().span;
    return size.width() < pyramid.size.width() && qint64(size.width()) * span <= pyramid.size.width();
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
    for (AlphaDetailer* detailer : {&alphaDetailer, &referenceDetailer}) {
        connect(detailer, &AlphaDetailer::changed, &q, [this] { contentChanged(); });
    }
    connect(&renderer, &CanvasRenderer::resampled, &q, [this](CanvasSide side, const ExactPicture& picture) {
        pictureOf(side).shown.exact = picture;
        q.update();
    });
    connect(&tiles, &TileStore::arrived, &q, [this] { q.update(); });
    connect(
        &renderer, &CanvasRenderer::rendered, &q,
        [this](CanvasSide side, const RenderedPicture& picture, bool isComplete) {
            onRendered(side, picture, isComplete);
        });
}

void Canvas::Private::onRendered(CanvasSide side, const RenderedPicture& picture, bool isComplete) {
    ShownPicture& shown = pictureOf(side).shown;
    // A coarse picture doesn't replace a finished one of the same photo: that would flicker.
    const bool isBetter = isComplete || !shown || !shown.rendered.isComplete;
    if (isBetter && picture.color) {
        renderer.discard(std::exchange(shown.rendered, picture));
        shown.exact = {};
        if (side == CanvasSide::after) {
            placeAfter();
        }
    }
    if (isComplete) {
        if (side == CanvasSide::after && isPatchCovered) {
            patch = {};
        }
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
    const QSize view = viewport.view();
    const double limit = kExactViews * view.width() * view.height();
    for (const CanvasSide side : {CanvasSide::before, CanvasSide::reference, CanvasSide::after}) {
        const ShownPicture& shown = pictureOf(side).shown;
        const QRectF place = shown.area ? viewport.toView(*shown.area) : viewport.photoInView();
        const QSize size = place.toRect().size();
        if (double(size.width()) * size.height() > limit) {
            continue;
        }
        if (shown && shown.rendered.isComplete && isKept(*shown.rendered.color, size) &&
            shown.exact.color.size() != size) {
            renderer.resample(side, shown.rendered, size);
        }
    }
}

Canvas::Private::Picture& Canvas::Private::pictureOf(CanvasSide side) {
    return pictures[std::size_t(side)];
}

void Canvas::Private::drop(CanvasSide side) {
    renderer.cancel(side);
    Picture& picture = pictureOf(side);
    renderer.discard(std::exchange(picture.image, {}));
    renderer.discard(std::exchange(picture.matte, {}));
    renderer.discard(std::exchange(picture.shown.rendered, {}));
    picture.shown.exact = {};
    if (side == CanvasSide::after) {
        patch = {};
        afterArea.reset();
        placeAfter();
    }
    if (AlphaDetailer* detailer = detailerOf(side)) {
        detailer->setResult({}, {});
    }
}

AlphaDetailer* Canvas::Private::detailerOf(CanvasSide side) {
    return side == CanvasSide::after       ? &alphaDetailer
           : side == CanvasSide::reference ? &referenceDetailer
                                           : nullptr;
}

// With the picture, not before it: else the last one would be seen in the next one's place.
void Canvas::Private::placeAfter() {
    after.shown.area = afterArea;
    const QRectF photo(QPointF(), QSizeF(viewport.photo()));
    Viewport changed = viewport;
    changed.setExtent(after.shown.area ? photo.united(*after.shown.area) : photo);
    changeViewport(changed);
}

void Canvas::Private::dropPhoto() {
    for (const CanvasSide side : kAllSides) {
        drop(side);
    }
    region.reset();
}

// What was shown stays until the new picture is ready.
void Canvas::Private::setPicture(CanvasSide side, const Image& image, const Image& matte) {
    isAnnouncementDue = true;
    Picture& picture = pictureOf(side);
    if (!isSameImage(image, picture.image) || !isSameImage(matte, picture.matte)) {
        if (image.empty()) {
            drop(side);
        } else {
            renderer.discard(std::exchange(picture.image, image));
            renderer.discard(std::exchange(picture.matte, matte));
            renderer.render(side, image, matte);
            isPatchCovered = isPatchCovered || side == CanvasSide::after;
            if (AlphaDetailer* detailer = detailerOf(side)) {
                detailer->setResult(image, matte);
            }
        }
        syncView();
    }
    contentChanged();
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
    if (isAnnouncementDue && !renderer.isBusy() && !isDetailing() && !tiles.isBusy()) {
        isAnnouncementDue = false;
        QMetaObject::invokeMethod(&q, &Canvas::contentReady, Qt::QueuedConnection);
    }
}

void Canvas::Private::syncView() {
    ratio = q.devicePixelRatioF();
    Viewport changed = viewport;
    changed.setMargin(std::round(kMargin * ratio));
    const QSize view(int(std::lround(q.width() * ratio)), int(std::lround(q.height() * ratio)));
    panes = isSideBySide() ? twoPanes(view, int(std::lround(kPaneGap * ratio))) : onePane(view);
    changed.setView(panes.pane);
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
    if (isPeeking || isSubjectTool || after.image.empty() || !after.shown) {
        return CompareMode::before;
    }
    return isAlone() && mode != CompareMode::before ? CompareMode::after : mode;
}

// A photo with alpha of its own stands on both sides until there is a result: nothing to be compared.
bool Canvas::Private::isAlone() const {
    const bool hasOwnAlpha = !before.image.empty() && before.image.format().channels == 4;
    return hasOwnAlpha && reference.image.empty() && isSameImage(after.image, before.image);
}

QPointF Canvas::Private::toDevice(QPointF logical) const {
    const QPointF position = logical * ratio;
    return position - (drag == Drag::none ? panes.originAt(position) : cursorPane);
}

// Peeking keeps the panes: the photo would jump.
bool Canvas::Private::isSideBySide() const {
    return mode == CompareMode::side && !isSubjectTool && !after.image.empty() && !isAlone();
}

void Canvas::Private::changeDivider(const Divider& changed) {
    const Divider old = std::exchange(divider, changed);
    if (changed == old) {
        return;
    }
    updateCursor();
    q.update();
    if (changed.position != old.position) {
        Q_EMIT q.dividerMoved(changed.position);
    }
    if (changed.angle != old.angle) {
        Q_EMIT q.dividerTurned(changed.angle);
    }
}

std::optional<QString> Canvas::Private::captionOf(CompareMode shown) const {
    if (after.image.empty() || isSubjectTool) {
        return std::nullopt;
    }
    switch (shown) {
    case CompareMode::difference:
        return difference.isSigned
                   ? tr("%2 minus %1, × %3").arg(nameA, nameB).arg(difference.gain)
                   : tr("Difference of %1 and %2, × %3").arg(nameA, nameB).arg(difference.gain);
    case CompareMode::onion:
        return tr("%1, over it %2 at %3 %").arg(nameA, nameB).arg(int(std::lround(onionOpacity * 100.0)));
    case CompareMode::after:
        return nameB;
    default:
        return nameA;
    }
}

// A part without a detail of its own is shown in the views that need none.
std::optional<RegionScene> Canvas::Private::regionScene() {
    const Picture& part = pictureOf(CanvasSide::regionPhoto);
    const Picture& made = pictureOf(CanvasSide::region);
    if (!region || !part.shown || !made.shown || isSubjectTool) {
        return std::nullopt;
    }
    RegionScene scene{.region = *region};
    scene.pictures.photo = part.shown;
    scene.pictures.after = made.shown;
    scene.pictures.alphaStyle = alphaStyle;
    if (needsOf(alphaStyle.view).isAny()) {
        scene.pictures.alphaStyle.view = AlphaView::checkerboard;
    }
    scene.pictures.channel = channel;
    scene.pictures.difference = difference;
    scene.pictures.onionOpacity = onionOpacity;
    scene.pictures.tiles = &tiles;
    scene.mode = isPeeking ? CompareMode::before : after.image.empty() ? CompareMode::after : shownMode();
    return scene;
}

std::vector<std::shared_ptr<const Pyramid>> Canvas::Private::pyramids() const {
    std::vector<std::shared_ptr<const Pyramid>> all;
    for (const Picture& picture : pictures) {
        for (const auto& pyramid : {picture.shown.rendered.color, picture.shown.rendered.alpha}) {
            if (pyramid && pyramid->fine) {
                all.push_back(pyramid);
            }
        }
    }
    return all;
}

CanvasScene Canvas::Private::scene() {
    CanvasScene scene;
    scene.viewport = viewport;
    scene.panes = panes;
    scene.pixelRatio = ratio;
    scene.pictures.photo = before.shown;
    scene.pictures.reference = reference.shown;
    scene.pictures.after = after.shown;
    scene.pictures.patch = patch;
    scene.pictures.alphaStyle = alphaStyle;
    scene.pictures.afterDetail = alphaDetailer.detail();
    scene.pictures.referenceDetail = referenceDetailer.detail();
    scene.pictures.channel = channel;
    scene.pictures.difference = difference;
    scene.pictures.onionOpacity = onionOpacity;
    scene.pictures.tiles = &tiles;
    scene.region = regionScene();
    scene.mode = shownMode();
    scene.divider = divider;
    scene.activePart = drag == Drag::divider   ? DividerGeometry::Part::line
                       : drag == Drag::turning ? DividerGeometry::Part::grip
                                               : hoveredPart;
    scene.captionA = nameA;
    scene.captionB = nameB;
    scene.caption = captionOf(scene.mode);
    if (isLoupe && cursorPosition && !viewport.isEmpty()) {
        scene.loupe = cursorPosition;
        scene.isLoupeInSecond = !cursorPane.isNull();
    }
    if (panes.second && cursorPosition) {
        scene.twin = cursorPosition;
        scene.isTwinInSecond = cursorPane.isNull();
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
        "The photo before and after. Arrow keys scroll, Shift with Left and Right moves the divider, Shift "
        "with Up and Down turns it. With the subject tool Enter draws a box, Ctrl with the arrow keys moves "
        "it, Ctrl and Shift sizes it, Delete "
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
    d->stopAnimation();
    d->dropPhoto();
    d->drag = Private::Drag::none;
    d->subject.reset();
    d->divider.position = 0.5;
    Viewport changed = d->viewport;
    changed.setPhoto({});
    d->changeViewport(changed);
    d->syncView();
    d->isAnnouncementDue = true;
    d->contentChanged();
}

void Canvas::setBefore(const Image& image) {
    if (image.empty()) {
        clear();
        return;
    }
    d->isAnnouncementDue = true;
    if (isSameImage(image, d->before.image)) {
        d->contentChanged();
        return;
    }
    d->dropPhoto();
    d->before.image = image;
    d->before.shown.rendered = renderCoarsely(image, {}, kFirstSightSide, {}, d->screen);
    d->renderer.render(CanvasSide::before, image, {});
    d->syncView(); // without a result there is one pane
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

void Canvas::setAfter(const Image& cutout, const Image& matte, const std::optional<QRectF>& area) {
    const bool isSame = isSameImage(cutout, d->after.image) && isSameImage(matte, d->after.matte);
    d->afterArea = area;
    d->setPicture(CanvasSide::after, cutout, matte);
    if (isSame) {
        d->placeAfter();
    }
}

void Canvas::setReference(const Image& picture, const Image& matte) {
    d->setPicture(CanvasSide::reference, picture, matte);
}

void Canvas::setScreen(const QColorSpace& screen) {
    if (screen == d->screen) {
        return;
    }
    d->screen = screen;
    d->renderer.setScreen(screen);
    for (const CanvasSide side : kAllSides) {
        const Private::Picture& picture = d->pictureOf(side);
        if (!picture.image.empty()) {
            d->isAnnouncementDue = true;
            d->renderer.render(side, picture.image, picture.matte);
        }
    }
}

void Canvas::setKeptPixels(qint64 pixels) {
    d->renderer.setKeptPixels(pixels);
}

void Canvas::setRegion(const Rect& region, const Image& photo, const Image& picture, const Image& matte) {
    d->region = region;
    d->setPicture(CanvasSide::regionPhoto, photo, {});
    d->setPicture(CanvasSide::region, picture, matte);
}

void Canvas::clearRegion() {
    d->region.reset();
    d->drop(CanvasSide::regionPhoto);
    d->drop(CanvasSide::region);
    d->contentChanged();
}

bool Canvas::hasRegion() const {
    return d->region.has_value();
}

void Canvas::setNames(const QString& a, const QString& b) {
    d->nameA = a;
    d->nameB = b;
    update();
}

void Canvas::setAfterPatch(const Rect& region, const Image& cutout, const Image& matte) {
    const QSizeF photo = d->viewport.photo();
    if (!hasResult() || photo.isEmpty() || cutout.empty()) {
        return;
    }
    d->patch = {
        .region =
            {region.x / photo.width(), region.y / photo.height(), region.width / photo.width(),
             region.height / photo.height()},
        .color = toQImage(cutout),
        .alpha = matte.empty() ? QImage() : toAlphaQImage(matte)};
    d->isPatchCovered = false;
    update();
}

void Canvas::clearAfterPatch() {
    d->patch = {};
    update();
}

bool Canvas::hasAfterPatch() const {
    return bool(d->patch);
}

bool Canvas::hasResult() const {
    return !d->after.image.empty();
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
    return d->divider.position;
}

double Canvas::dividerAngle() const {
    return d->divider.angle;
}

const DifferenceStyle& Canvas::differenceStyle() const {
    return d->difference;
}

double Canvas::onionOpacity() const {
    return d->onionOpacity;
}

Channel Canvas::channel() const {
    return d->channel;
}

double Canvas::zoom() const {
    return d->viewport.zoom();
}

const Viewport& Canvas::viewport() const {
    return d->viewport;
}

bool Canvas::hasLoupe() const {
    return d->isLoupe;
}

bool Canvas::isFitted() const {
    return d->viewport.isFitted();
}

std::optional<Rect> Canvas::subject() const {
    return d->subject;
}

const AlphaDetail& Canvas::alphaDetail() const {
    return d->alphaDetailer.detail();
}

bool Canvas::isResultInView() const {
    const CompareMode shown = d->shownMode();
    return shown != CompareMode::before && shown != CompareMode::difference && d->channel == Channel::color;
}

void Canvas::setAlphaStyle(const AlphaStyle& style) {
    d->alphaStyle = clamped(style);
    d->alphaDetailer.setView(style.view);
    d->referenceDetailer.setView(style.view);
    d->isAnnouncementDue = d->isAnnouncementDue || d->isDetailing();
    update();
}

void Canvas::setCompareMode(CompareMode mode) {
    d->mode = mode;
    d->syncView();
    d->updateCursor();
    update();
}

void Canvas::setPeeking(bool peeking) {
    d->isPeeking = peeking;
    d->updateCursor();
    update();
}

void Canvas::setDivider(double position) {
    d->changeDivider({.position = std::clamp(position, 0.0, 1.0), .angle = d->divider.angle});
}

void Canvas::setDividerAngle(double degrees) {
    if (d->viewport.photo().isEmpty()) {
        d->changeDivider({.position = d->divider.position, .angle = normalAngle(degrees)});
        return;
    }
    const QPointF handle = d->viewport.toSource(d->dividerOnView().handle);
    d->changeDivider(turned(d->divider, degrees, handle, d->viewport.extent()));
}

void Canvas::setDifferenceStyle(const DifferenceStyle& style) {
    d->difference = style;
    update();
}

void Canvas::setOnionOpacity(double opacity) {
    d->onionOpacity = std::clamp(opacity, 0.0, 1.0);
    update();
}

void Canvas::setChannel(Channel channel) {
    d->channel = channel;
    update();
}

void Canvas::setLoupe(bool isOn) {
    d->isLoupe = isOn;
    update();
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
    d->syncView();
    d->updateCursor();
    update();
}

void Canvas::Private::paintOverlay(QPainter& painter, CanvasOverlay& overlay, const QRect& exposed) const {
    for (const QPoint& corner : {QPoint(), panes.second.value_or(QPoint())}) {
        painter.save();
        painter.translate(corner);
        painter.setClipRect(exposed.translated(-corner).intersected(QRect(QPoint(), panes.pane)));
        overlay.paint(painter, viewport, ratio);
        painter.restore();
        if (!panes.second) {
            return;
        }
    }
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
    d->tiles.beginFrame(d->pyramids());
    paintCanvas(painter, d->scene(), exposed);
    d->tiles.endFrame();
    if (!d->viewport.isEmpty()) {
        for (CanvasOverlay* overlay : d->overlays) {
            d->paintOverlay(painter, *overlay, exposed);
        }
    }
    d->announceIfReady();
}

void Canvas::resizeEvent(QResizeEvent* /*event*/) {
    d->syncView();
}

} // namespace kerf::ui
