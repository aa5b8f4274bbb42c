#pragma once

#include "ui/viewport.h"

#include <QPointF>
#include <QPolygonF>
#include <QRect>

#include <cstdint>
#include <optional>

namespace kerf::ui {

// The line between A and B in a wipe, in terms of the photo. At 0 degrees it is upright with A left of it; it
// turns clockwise, so that at 90 it lies with A above it.
struct Divider {
    double position = 0.5; // 0..1 of the view's extent across the line; 0: all is B, 1: all is A
    double angle = 0.0;    // degrees, (-180, 180]

    bool operator==(const Divider&) const = default;
};

inline constexpr double kDividerSnap = 4.0; // degrees around a multiple of 45

double normalAngle(double degrees);  // the same direction in (-180, 180]
double snappedAngle(double degrees); // the nearest multiple of 45 within kDividerSnap, else as it is
// `extent`: all there is to see, source pixels (Viewport::extent()).
Divider throughPoint(QPointF source, double angle, const QRectF& extent); // position kept in 0..1
// `pivot`, source pixels, on it.
Divider turned(const Divider& divider, double angle, QPointF pivot, const QRectF& extent);

// Where a divider is, in device pixels of the view. The handle stays within reach when the line is out of
// view.
struct DividerGeometry {
    enum class Part : std::uint8_t { none, line, grip }; // `grip` turns it

    QPointF normal;  // unit vector from A to B
    QPointF through; // a point of the line, on whole pixels where the line is upright or lies
    QRect visible;   // the part of the extent in view
    QPointF handle;
    QPointF grip;
    double handleRadius = 0.0;
    double gripRadius = 0.0;

    // What a press at `position` takes hold of.
    Part partAt(QPointF position, double pixelRatio) const;
    bool isStraight() const; // upright or lying: both sides are rectangles
    // `within` on A's side of the line and on B's; empty where it has none. Bounding rectangles of the areas.
    QRect sideA(const QRect& within) const;
    QRect sideB(const QRect& within) const;
    QPolygonF areaB(const QRect& within) const;
};

DividerGeometry dividerGeometry(const Viewport& viewport, const Divider& divider, double pixelRatio);

} // namespace kerf::ui
