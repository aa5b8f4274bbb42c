#pragma once

#include <QPoint>
#include <QPointF>
#include <QSize>

#include <optional>

namespace kerf::ui {

// How a view is shared out, in device pixels: one pane for the whole of it, or two of the same size that show
// the same part of the photo, A's and B's. A value.
struct Panes {
    QSize pane;
    std::optional<QPoint> second; // B's top left corner; A's is the view's

    // The top left corner of the pane that a position of the view belongs to; the gap is A's.
    QPoint originAt(QPointF position) const;

    bool operator==(const Panes&) const = default;
};

Panes onePane(QSize view);
// Next to each other, or above each other where the view is higher than wide.
Panes twoPanes(QSize view, int gap);

} // namespace kerf::ui
