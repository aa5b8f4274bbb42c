#include "ui/viewport.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

namespace kerf::ui {
namespace {

constexpr std::array kLadder{1.0 / 64, 1.0 / 48, 1.0 / 32, 1.0 / 24, 1.0 / 16, 1.0 / 12, 1.0 / 8,
                             1.0 / 6,  1.0 / 4,  1.0 / 3,  1.0 / 2,  2.0 / 3,  1.0,      1.5,
                             2.0,      3.0,      4.0,      6.0,      8.0,      12.0,     16.0,
                             24.0,     32.0,     48.0,     64.0};
constexpr double kRegionShare = 0.5; // of the view that a region may fill
constexpr double kSameZoom = 1.001;  // zooms within this factor are one step of the ladder

double settledAxis(double origin, double photo, double view, double margin) {
    if (photo <= view) {
        return (view - photo) / 2.0;
    }
    return std::clamp(origin, view - photo - margin, margin);
}

} // namespace

void Viewport::setMargin(double margin) {
    m_margin = margin;
    settle();
}

void Viewport::setPhoto(QSize size) {
    m_photo = size;
    m_extent = QRectF(QPointF(), QSizeF(size));
    fit();
}

void Viewport::setExtent(const QRectF& source) {
    m_extent = source;
    settle();
}

void Viewport::setView(QSize size) {
    if (size == m_view) {
        return;
    }
    const QPointF middle = toSource(QPointF(m_view.width(), m_view.height()) / 2.0);
    m_view = size;
    m_origin = QPointF(m_view.width(), m_view.height()) / 2.0 - middle * m_zoom;
    settle();
}

bool Viewport::isEmpty() const {
    return m_photo.isEmpty() || m_view.isEmpty();
}

double Viewport::fitZoom() const {
    if (isEmpty()) {
        return 1.0;
    }
    const double width = std::max(1.0, m_view.width() - 2.0 * m_margin);
    const double height = std::max(1.0, m_view.height() - 2.0 * m_margin);
    return std::min({width / m_extent.width(), height / m_extent.height(), kMaxFitZoom});
}

double Viewport::minZoom() const {
    return std::min(fitZoom(), 1.0) / 4.0;
}

void Viewport::fit() {
    m_isFitted = true;
    settle();
}

void Viewport::zoomAt(double zoom, QPointF anchor) {
    if (isEmpty()) {
        return;
    }
    const QPointF source = toSource(anchor);
    m_isFitted = false;
    m_zoom = std::clamp(zoom, minZoom(), kMaxZoom);
    m_origin = anchor - source * m_zoom;
    settle();
}

void Viewport::moveTo(QPointF origin) {
    m_isFitted = m_isFitted && !canMove();
    m_origin = origin;
    settle();
}

void Viewport::showRegion(const QRectF& source) {
    if (isEmpty()) {
        return;
    }
    const double wide = kRegionShare * m_view.width() / std::max(source.width(), 1.0);
    const double high = kRegionShare * m_view.height() / std::max(source.height(), 1.0);
    const double zoom = std::min({wide, high, kMaxRegionZoom});
    m_isFitted = false;
    // The ladder's step itself where the zoom is on one, else the one below it.
    m_zoom = std::clamp(nextZoomOut(zoom * kSameZoom * kSameZoom), minZoom(), kMaxZoom);
    m_origin = QPointF(m_view.width(), m_view.height()) / 2.0 - source.center() * m_zoom;
    settle();
}

QRectF Viewport::toView(const QRectF& source) const {
    return {toView(source.topLeft()), source.size() * m_zoom};
}

QRectF Viewport::photoInView() const {
    return toView(QRectF(QPointF(), m_photo));
}

bool Viewport::canMove() const {
    return m_extent.width() * m_zoom > m_view.width() || m_extent.height() * m_zoom > m_view.height();
}

void Viewport::settle() {
    if (isEmpty()) {
        return;
    }
    if (m_isFitted) {
        m_zoom = fitZoom();
    } else {
        m_zoom = std::clamp(m_zoom, minZoom(), kMaxZoom);
    }
    const QPointF corner = m_extent.topLeft() * m_zoom; // from the photo's
    m_origin.setX(
        settledAxis(m_origin.x() + corner.x(), m_extent.width() * m_zoom, m_view.width(), m_margin) -
        corner.x());
    m_origin.setY(
        settledAxis(m_origin.y() + corner.y(), m_extent.height() * m_zoom, m_view.height(), m_margin) -
        corner.y());
    if (m_zoom <= 1.0 || m_isFitted || m_zoom == std::floor(m_zoom)) {
        m_origin = QPointF(std::round(m_origin.x()), std::round(m_origin.y()));
    }
}

double nextZoomIn(double zoom) {
    const auto above = std::ranges::find_if(kLadder, [&](double step) { return step > zoom * kSameZoom; });
    return above == kLadder.end() ? kLadder.back() : *above;
}

double nextZoomOut(double zoom) {
    const auto notBelow =
        std::ranges::find_if(kLadder, [&](double step) { return step >= zoom / kSameZoom; });
    return notBelow == kLadder.begin() ? kLadder.front() : *std::prev(notBelow);
}

} // namespace kerf::ui
