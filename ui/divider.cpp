#include "ui/divider.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace kerf::ui {
namespace {

constexpr double kHandleRadius = 15.0; // logical pixels, all of them
constexpr double kGripRadius = 7.0;
constexpr double kGripDistance = 62.0; // from the handle, along the line
constexpr double kGrabReach = 7.0;     // to each side of the line
constexpr double kStraight = 1e-6;

QPointF normalOf(double angle) {
    // Exact where it matters: a share of a pixel would blur an upright line.
    if (angle == 0.0) {
        return {1.0, 0.0};
    }
    if (angle == 90.0) {
        return {0.0, 1.0};
    }
    if (angle == 180.0) {
        return {-1.0, 0.0};
    }
    if (angle == -90.0) {
        return {0.0, -1.0};
    }
    const double radians = angle * std::numbers::pi / 180.0;
    return {std::cos(radians), std::sin(radians)};
}

QPointF alongOf(QPointF normal) {
    return {-normal.y(), normal.x()};
}

struct Extent {
    double from = 0.0;
    double length = 1.0;
};

// Across the line.
Extent extentOf(const QRectF& source, QPointF normal) {
    const double left = source.left() * normal.x();
    const double right = source.right() * normal.x();
    const double top = source.top() * normal.y();
    const double bottom = source.bottom() * normal.y();
    const double from = std::min(left, right) + std::min(top, bottom);
    return {from, std::max(1e-9, std::max(left, right) + std::max(top, bottom) - from)};
}

QPointF clampedTo(const QRectF& rect, QPointF point) {
    return {
        std::clamp(point.x(), rect.left(), std::max(rect.left(), rect.right())),
        std::clamp(point.y(), rect.top(), std::max(rect.top(), rect.bottom()))};
}

} // namespace

double normalAngle(double degrees) {
    const double turned = std::remainder(degrees, 360.0);
    return turned <= -180.0 ? turned + 360.0 : turned;
}

double snappedAngle(double degrees) {
    const double nearest = std::round(degrees / 45.0) * 45.0;
    return normalAngle(std::abs(degrees - nearest) <= kDividerSnap ? nearest : degrees);
}

Divider throughPoint(QPointF source, double angle, const QRectF& extent) {
    const QPointF normal = normalOf(angle);
    const Extent across = extentOf(extent, normal);
    const double along = QPointF::dotProduct(source, normal);
    return {.position = std::clamp((along - across.from) / across.length, 0.0, 1.0), .angle = angle};
}

Divider turned(const Divider& divider, double angle, QPointF pivot, const QRectF& extent) {
    const double turnedTo = normalAngle(angle);
    return turnedTo == divider.angle ? divider : throughPoint(pivot, turnedTo, extent);
}

DividerGeometry dividerGeometry(const Viewport& viewport, const Divider& divider, double pixelRatio) {
    DividerGeometry geometry;
    geometry.normal = normalOf(divider.angle);
    const Extent extent = extentOf(viewport.extent(), geometry.normal);
    const QPointF source = geometry.normal * (extent.from + divider.position * extent.length);
    const QPointF through = viewport.toView(source);
    geometry.through =
        geometry.isStraight() ? QPointF(std::round(through.x()), std::round(through.y())) : through;
    geometry.visible = viewport.extentInView().toRect().intersected(QRect(QPoint(), viewport.view()));
    geometry.handleRadius = kHandleRadius * pixelRatio;
    geometry.gripRadius = kGripRadius * pixelRatio;

    const QRectF visible(geometry.visible);
    const double room = geometry.handleRadius * 0.7;
    const double across = std::min(room, visible.width() / 2.0);
    const double down = std::min(room, visible.height() / 2.0);
    const QRectF view = QRectF(QPointF(), QSizeF(viewport.view())).adjusted(across, down, -across, -down);
    const QRectF reach = visible.intersected(view);
    const double distance = QPointF::dotProduct(visible.center() - geometry.through, geometry.normal);
    geometry.handle =
        clampedTo(reach.isEmpty() ? visible : reach, visible.center() - geometry.normal * distance);
    if (geometry.isStraight()) {
        geometry.handle = QPointF(std::round(geometry.handle.x()), std::round(geometry.handle.y()));
    }
    const QPointF along = alongOf(geometry.normal) * (kGripDistance * pixelRatio);
    geometry.grip = visible.contains(geometry.handle + along) || !visible.contains(geometry.handle - along)
                        ? geometry.handle + along
                        : geometry.handle - along;
    return geometry;
}

DividerGeometry::Part DividerGeometry::partAt(QPointF position, double pixelRatio) const {
    const auto isWithin = [&](QPointF middle, double radius) {
        const QPointF from = position - middle;
        return QPointF::dotProduct(from, from) <= radius * radius;
    };
    if (isWithin(grip, gripRadius + 4.0 * pixelRatio)) {
        return Part::grip;
    }
    const double distance = QPointF::dotProduct(position - through, normal);
    const bool isOnLine = std::abs(distance) <= kGrabReach * pixelRatio &&
                          QRectF(visible).adjusted(-1.0, -1.0, 1.0, 1.0).contains(position);
    return isOnLine || isWithin(handle, handleRadius + 4.0 * pixelRatio) ? Part::line : Part::none;
}

bool DividerGeometry::isStraight() const {
    return std::abs(normal.x()) < kStraight || std::abs(normal.y()) < kStraight;
}

QRect DividerGeometry::sideA(const QRect& within) const {
    if (!isStraight()) {
        return within;
    }
    QRect side = within;
    if (normal.x() > 0.5) {
        side.setRight(std::min(side.right(), int(through.x()) - 1));
    } else if (normal.x() < -0.5) {
        side.setLeft(std::max(side.left(), int(through.x())));
    } else if (normal.y() > 0.5) {
        side.setBottom(std::min(side.bottom(), int(through.y()) - 1));
    } else {
        side.setTop(std::max(side.top(), int(through.y())));
    }
    return side;
}

QRect DividerGeometry::sideB(const QRect& within) const {
    if (!isStraight()) {
        return areaB(within).boundingRect().toAlignedRect().intersected(within);
    }
    DividerGeometry opposite = *this;
    opposite.normal = -normal;
    return opposite.sideA(within);
}

QPolygonF DividerGeometry::areaB(const QRect& within) const {
    const QRectF rect(within);
    const QPolygonF corners{rect.topLeft(), rect.topRight(), rect.bottomRight(), rect.bottomLeft()};
    const auto beyond = [&](QPointF point) { return QPointF::dotProduct(point - through, normal); };
    QPolygonF area;
    for (int i = 0; i < int(corners.size()); ++i) {
        const QPointF from = corners[i];
        const QPointF to = corners[(i + 1) % corners.size()];
        const double one = beyond(from);
        const double other = beyond(to);
        if (one >= 0.0) {
            area << from;
        }
        if ((one < 0.0) != (other < 0.0)) {
            area << from + (to - from) * (one / (one - other));
        }
    }
    return area;
}

} // namespace kerf::ui
