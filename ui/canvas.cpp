#include "ui/canvas.h"

#include <algorithm>

namespace kerf::ui {

class Canvas::Private {
public:
    Image before;
    Image after;
    Image matte;
    AlphaView alphaView = AlphaView::checkerboard;
    CompareMode mode = CompareMode::split;
    double divider = 0.5;
    double zoom = 1.0;
    bool fitted = true;
    bool peeking = false;
    bool subjectTool = false;
    std::optional<Rect> subject;
};

Canvas::Canvas(QWidget* parent) : QWidget(parent), d(std::make_unique<Private>()) {
    setObjectName(QStringLiteral("canvas"));
    setAttribute(Qt::WA_OpaquePaintEvent);
}

Canvas::~Canvas() = default;

void Canvas::clear() {
    *d = Private();
    update();
}

void Canvas::setBefore(const Image& image) {
    d->before = image;
    update();
}

void Canvas::setAfter(const Image& cutout, const Image& matte) {
    d->after = cutout;
    d->matte = matte;
    update();
}

bool Canvas::hasResult() const {
    return !d->after.empty();
}

AlphaView Canvas::alphaView() const {
    return d->alphaView;
}

CompareMode Canvas::compareMode() const {
    return d->mode;
}

double Canvas::divider() const {
    return d->divider;
}

double Canvas::zoom() const {
    return d->zoom;
}

bool Canvas::isFitted() const {
    return d->fitted;
}

std::optional<Rect> Canvas::subject() const {
    return d->subject;
}

void Canvas::setAlphaView(AlphaView view) {
    d->alphaView = view;
}

void Canvas::setCompareMode(CompareMode mode) {
    d->mode = mode;
}

void Canvas::setPeeking(bool peeking) {
    d->peeking = peeking;
}

void Canvas::setDivider(double position) {
    d->divider = std::clamp(position, 0.0, 1.0);
    Q_EMIT dividerMoved(d->divider);
}

void Canvas::fit() {
    d->fitted = true;
    Q_EMIT zoomChanged(d->zoom);
}

void Canvas::zoomTo(double zoom) {
    d->zoom = zoom;
    d->fitted = false;
    Q_EMIT zoomChanged(zoom);
}

void Canvas::zoomIn() {
    zoomTo(d->zoom * 2.0);
}

void Canvas::zoomOut() {
    zoomTo(d->zoom / 2.0);
}

void Canvas::setSubject(std::optional<Rect> box) {
    d->subject = box;
}

void Canvas::setSubjectTool(bool active) {
    d->subjectTool = active;
}

} // namespace kerf::ui
