#pragma once

#include "core/contract/recipe.h"

#include <QPointF>
#include <QRectF>
#include <QSize>

#include <array>
#include <cstdint>
#include <optional>

namespace kerf::ui {

// What a press on the subject's box takes hold of.
enum class BoxGrip : std::uint8_t {
    none, // outside: a drag draws a new box
    inside,
    left,
    right,
    top,
    bottom,
    topLeft,
    topRight,
    bottomLeft,
    bottomRight
};

inline constexpr std::array kBoxHandles{BoxGrip::topLeft, BoxGrip::top,       BoxGrip::topRight,
                                        BoxGrip::right,   BoxGrip::bottom,    BoxGrip::bottomRight,
                                        BoxGrip::left,    BoxGrip::bottomLeft};

// Where a handle lies on a box; the middle for none and inside.
QPointF handlePosition(const QRectF& box, BoxGrip handle);

// What lies under `position`, in the box's coordinates; edges and corners `reach` to both sides, corners
// first.
BoxGrip gripAt(const QRectF& box, QPointF position, double reach);

Qt::CursorShape cursorFor(BoxGrip grip);

// `start` after a drag of `grip` from one source position to another; BoxGrip::none draws a new box between
// both. In whole source pixels within the photo; an edge dragged over its opposite flips. Nothing when it
// would be empty.
std::optional<Rect>
draggedBox(const std::optional<Rect>& start, BoxGrip grip, QPointF from, QPointF to, QSize photo);

// The part of a box that lies on the photo; nothing if none does.
std::optional<Rect> clampedBox(const Rect& box, QSize photo);

QRectF toRectF(const Rect& box);

} // namespace kerf::ui
