#pragma once

#include <QPointF>
#include <QRectF>
#include <QSize>

namespace kerf::ui {

// Which part of a photo a view shows, and how large: a value, pure maths.
//
// View positions are device pixels from the view's top left corner; source positions are pixels of the photo.
// Zoom is device pixels a source pixel. Up to 100 % and at whole zooms (200 %, 300 % ...) the photo lies on
// whole device pixels, so that 100 % is exact. Along an axis where the photo is smaller than the view it is
// centred; where it is larger it can be moved until its edge is kOverscroll inside. While it is fitted it
// follows the view's size.
class Viewport {
public:
    static constexpr double kMaxZoom = 64.0;
    static constexpr double kMaxFitZoom = 8.0;
    static constexpr double kMaxRegionZoom = 4.0;

    // Space that a fitted photo leaves on each side, and that a larger one can be pulled in by; device
    // pixels.
    void setMargin(double margin);
    void setPhoto(QSize size); // fits; an empty size: nothing to see
    void setView(QSize size);  // keeps the source point in the middle of the view
    // All there is to see, where that isn't the photo alone (source pixels): what is fitted, centred and kept
    // in reach. Until another photo is set.
    void setExtent(const QRectF& source);

    bool isEmpty() const; // no photo or no view
    QSize photo() const { return m_photo; }
    QRectF extent() const { return m_extent; }
    QSize view() const { return m_view; }
    double zoom() const { return m_zoom; }
    bool isFitted() const { return m_isFitted; }
    double fitZoom() const;
    double minZoom() const; // a quarter of fitted or of 100 %, whichever is less

    void fit();
    void
    zoomAt(double zoom, QPointF anchor); // the source point at `anchor` stays where the rules above let it
    void moveTo(QPointF origin);         // where the photo's top left corner goes
    // Brings a part of the photo to the middle, large enough to judge and small enough to see around it: at
    // most half the view, at a step of the ladder of zooms, up to kMaxRegionZoom.
    void showRegion(const QRectF& source);
    QPointF origin() const { return m_origin; }

    QPointF toView(QPointF source) const { return m_origin + source * m_zoom; }
    QPointF toSource(QPointF view) const { return (view - m_origin) / m_zoom; }
    QRectF toView(const QRectF& source) const;
    QRectF photoInView() const; // all of the photo, may reach beyond the view
    QRectF extentInView() const { return toView(m_extent); }
    bool canMove() const; // the extent is larger than the view along an axis

    bool operator==(const Viewport&) const = default;

private:
    void settle();

    QSize m_photo;
    QRectF m_extent; // source pixels
    QSize m_view;
    QPointF m_origin;
    double m_zoom = 1.0;
    double m_margin = 0.0;
    bool m_isFitted = true;
};

// The next zoom of a familiar ladder (..., 50 %, 67 %, 100 %, 200 %, ...) above or below `zoom`.
double nextZoomIn(double zoom);
double nextZoomOut(double zoom);

} // namespace kerf::ui
