#include "ui/subject_box.h"

#include <algorithm>
#include <cmath>

namespace kerf::ui {
namespace {

struct Edges {
    bool left = false;
    bool right = false;
    bool top = false;
    bool bottom = false;
};

Edges edgesOf(BoxGrip grip) {
    using enum BoxGrip;
    return {
        .left = grip == left || grip == topLeft || grip == bottomLeft,
        .right = grip == right || grip == topRight || grip == bottomRight,
        .top = grip == top || grip == topLeft || grip == topRight,
        .bottom = grip == bottom || grip == bottomLeft || grip == bottomRight};
}

std::optional<Rect> wholePixels(const QRectF& box, QSize photo) {
    const QRectF normal = box.normalized();
    const int left = std::clamp(int(std::lround(normal.left())), 0, photo.width());
    const int right = std::clamp(int(std::lround(normal.right())), 0, photo.width());
    const int top = std::clamp(int(std::lround(normal.top())), 0, photo.height());
    const int bottom = std::clamp(int(std::lround(normal.bottom())), 0, photo.height());
    if (left >= right || top >= bottom) {
        return std::nullopt;
    }
    return Rect{.x = left, .y = top, .width = right - left, .height = bottom - top};
}

Rect movedBox(const Rect& start, QPointF by, QSize photo) {
    Rect box = start;
    box.x = std::clamp(start.x + int(std::lround(by.x())), 0, std::max(0, photo.width() - box.width));
    box.y = std::clamp(start.y + int(std::lround(by.y())), 0, std::max(0, photo.height() - box.height));
    return box;
}

} // namespace

QPointF handlePosition(const QRectF& box, BoxGrip handle) {
    const Edges edges = edgesOf(handle);
    const QPointF middle = box.center();
    return {
        edges.left ? box.left() : (edges.right ? box.right() : middle.x()),
        edges.top ? box.top() : (edges.bottom ? box.bottom() : middle.y())};
}

BoxGrip gripAt(const QRectF& box, QPointF position, double reach) {
    if (!box.adjusted(-reach, -reach, reach, reach).contains(position)) {
        return BoxGrip::none;
    }
    // In a box smaller than the zones the nearer edge counts, and a middle stays to move it by.
    const double reachX = std::min(reach, box.width() / 3.0);
    const double reachY = std::min(reach, box.height() / 3.0);
    const bool left = position.x() < box.left() + reachX;
    const bool right = position.x() > box.right() - reachX;
    const bool top = position.y() < box.top() + reachY;
    const bool bottom = position.y() > box.bottom() - reachY;
    if (top) {
        return left ? BoxGrip::topLeft : (right ? BoxGrip::topRight : BoxGrip::top);
    }
    if (bottom) {
        return left ? BoxGrip::bottomLeft : (right ? BoxGrip::bottomRight : BoxGrip::bottom);
    }
    return left ? BoxGrip::left : (right ? BoxGrip::right : BoxGrip::inside);
}

Qt::CursorShape cursorFor(BoxGrip grip) {
    switch (grip) {
    case BoxGrip::none:
        return Qt::CrossCursor;
    case BoxGrip::inside:
        return Qt::SizeAllCursor;
    case BoxGrip::left:
    case BoxGrip::right:
        return Qt::SizeHorCursor;
    case BoxGrip::top:
    case BoxGrip::bottom:
        return Qt::SizeVerCursor;
    case BoxGrip::topLeft:
    case BoxGrip::bottomRight:
        return Qt::SizeFDiagCursor;
    case BoxGrip::topRight:
    case BoxGrip::bottomLeft:
        return Qt::SizeBDiagCursor;
    }
    return Qt::CrossCursor;
}

std::optional<Rect>
draggedBox(const std::optional<Rect>& start, BoxGrip grip, QPointF from, QPointF to, QSize photo) {
    if (!start || grip == BoxGrip::none) {
        return wholePixels(QRectF(from, to), photo);
    }
    const QPointF by = to - from;
    if (grip == BoxGrip::inside) {
        return movedBox(*start, by, photo);
    }
    const Edges edges = edgesOf(grip);
    const QRectF moved = toRectF(*start).adjusted(
        edges.left ? by.x() : 0.0, edges.top ? by.y() : 0.0, edges.right ? by.x() : 0.0,
        edges.bottom ? by.y() : 0.0);
    return wholePixels(moved, photo);
}

std::optional<Rect> clampedBox(const Rect& box, QSize photo) {
    return wholePixels(toRectF(box), photo);
}

QRectF toRectF(const Rect& box) {
    return {double(box.x), double(box.y), double(box.width), double(box.height)};
}

} // namespace kerf::ui
