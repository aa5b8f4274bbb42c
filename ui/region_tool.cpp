#include "ui/region_tool.h"

#include "ui/pill.h"
#include "ui/subject_box.h"

#include <QKeyEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace kerf::ui {
namespace {

constexpr int kSmallest = 8;     // source pixels; less is a slip of the hand
constexpr double kMiddle = 0.5;  // of the view, that Enter takes
constexpr double kPillGap = 8.0; // logical pixels

} // namespace

void RegionTool::start(const Viewport& viewport) {
    look(viewport);
    m_isActive = true;
    m_start.reset();
    Q_EMIT changed();
}

void RegionTool::stop() {
    m_isActive = false;
    m_start.reset();
    Q_EMIT changed();
}

void RegionTool::setRegion(std::optional<Rect> region, const QString& caption) {
    m_region = region;
    m_caption = caption;
    Q_EMIT changed();
}

bool RegionTool::press(const OverlayPointer& at) {
    if (at.button != Qt::LeftButton) {
        return false;
    }
    m_start = at.source;
    m_caption.clear();
    return true;
}

bool RegionTool::move(const OverlayPointer& at) {
    if (!m_start) {
        return false;
    }
    m_region = draggedBox(std::nullopt, BoxGrip::none, *m_start, at.source, m_photo);
    return true;
}

bool RegionTool::release(const OverlayPointer& at) {
    if (!m_start) {
        return false;
    }
    move(at);
    m_start.reset();
    if (m_region && m_region->width >= kSmallest && m_region->height >= kSmallest) {
        Q_EMIT drawn(*m_region);
    } else {
        m_region.reset();
        Q_EMIT changed();
    }
    return true;
}

bool RegionTool::key(QKeyEvent& event) {
    if (event.key() != Qt::Key_Return && event.key() != Qt::Key_Enter) {
        return false;
    }
    m_region = draggedBox(std::nullopt, BoxGrip::none, m_middle.topLeft(), m_middle.bottomRight(), m_photo);
    if (m_region) {
        Q_EMIT drawn(*m_region);
    }
    return true;
}

void RegionTool::look(const Viewport& viewport) {
    m_photo = viewport.photo();
    const QRectF view(QPointF(), QSizeF(viewport.view()));
    const QRectF seen = QRectF(viewport.toSource(view.topLeft()), viewport.toSource(view.bottomRight()))
                            .intersected(QRectF(QPointF(), QSizeF(m_photo)));
    const QSizeF inset = seen.size() * ((1.0 - kMiddle) / 2.0);
    m_middle = seen.adjusted(inset.width(), inset.height(), -inset.width(), -inset.height());
}

void RegionTool::paint(QPainter& painter, const Viewport& viewport, double ratio) {
    look(viewport);
    const QRectF view(QPointF(), QSizeF(viewport.view()));
    if (!m_region) {
        return;
    }
    const QRect frame = viewport.toView(toRectF(*m_region)).toRect();
    const int line = std::max(1, int(std::lround(ratio)));
    painter.setBrush(Qt::NoBrush);
    const auto outline = [&](int out, const QColor& color) {
        QPen pen(color, line);
        pen.setJoinStyle(Qt::MiterJoin);
        painter.setPen(pen);
        const double half = line / 2.0;
        painter.drawRect(QRectF(frame).adjusted(-out - half, -out - half, out + half, out + half));
    };
    outline(0, QColor(255, 255, 255, 235));
    outline(line, QColor(0, 0, 0, 150));
    if (m_caption.isEmpty()) {
        return;
    }
    // Above the frame, where there is room; else inside.
    const double gap = kPillGap * ratio;
    const QString text = pillText(painter, m_caption, view.width() - 2.0 * gap, ratio);
    const QSizeF size = pillSize(painter, text, ratio);
    const double above = frame.top() - gap - size.height();
    const double top = above >= 0.0 ? above : std::max(gap, frame.top() + gap);
    const double left =
        std::clamp(double(frame.left()), gap, std::max(gap, view.width() - gap - size.width()));
    paintPill(painter, text, {left, std::min(top, view.height() - gap - size.height())}, ratio);
}

} // namespace kerf::ui
