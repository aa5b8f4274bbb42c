#include "ui/panes.h"

#include <algorithm>

namespace kerf::ui {

QPoint Panes::originAt(QPointF position) const {
    if (!second) {
        return {};
    }
    const bool isSecond = second->x() > 0 ? position.x() >= second->x() : position.y() >= second->y();
    return isSecond ? *second : QPoint();
}

Panes onePane(QSize view) {
    return {.pane = view, .second = {}};
}

Panes twoPanes(QSize view, int gap) {
    if (view.isEmpty()) {
        return onePane(view);
    }
    if (view.height() > view.width()) {
        const int high = std::max(1, (view.height() - gap) / 2);
        return {.pane = {view.width(), high}, .second = QPoint(0, view.height() - high)};
    }
    const int wide = std::max(1, (view.width() - gap) / 2);
    return {.pane = {wide, view.height()}, .second = QPoint(view.width() - wide, 0)};
}

} // namespace kerf::ui
