#include "ui/pin_overlay.h"

#include "ui/theme.h"

#include <QApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <utility>

namespace kerf::ui {
namespace {

constexpr double kHeadRadius = 8.0; // logical pixels, as all here
constexpr double kHeadAbove = 18.0; // the head's middle above the tip
constexpr double kReach = 4.0;
constexpr double kDragFrom = 3.0;
constexpr int kBubbleWidth = 240;
constexpr int kBubbleLines = 6;
constexpr int kPadding = 8;

QPainterPath pinPath(QPointF tip, double ratio) {
    const double r = kHeadRadius * ratio;
    const QPointF head = tip - QPointF(0, kHeadAbove * ratio);
    QPainterPath path(tip);
    path.quadTo(head + QPointF(-r * 0.9, r * 1.1), head + QPointF(-r, 0));
    path.arcTo(QRectF(head.x() - r, head.y() - r, 2 * r, 2 * r), 180, -180);
    path.quadTo(head + QPointF(r * 0.9, r * 1.1), tip);
    path.closeSubpath();
    return path;
}

} // namespace

void PinOverlay::show(const std::optional<Point>& pin, const QString& note) {
    m_pin = pin;
    m_note = note;
    if (!pin) {
        m_isHovered = false;
    }
}

void PinOverlay::setEditable(bool isEditable) {
    m_isEditable = isEditable;
}

void PinOverlay::setPlacing(bool isPlacing) {
    m_isPlacing = isPlacing;
}

bool PinOverlay::isActive() const {
    return m_isPlacing || (m_isEditable && m_pin);
}

void PinOverlay::paint(QPainter& painter, const Viewport& viewport, double ratio) {
    m_ratio = ratio;
    m_photo = viewport.photo();
    if (!m_pin) {
        return;
    }
    m_tip = viewport.toView(QPointF(m_pin->x, m_pin->y));
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    // On the photo, so not in the theme's colours: dark on light and light on dark.
    painter.setPen(QPen(QColor(0, 0, 0, 200), 3.0 * ratio));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(pinPath(m_tip, ratio));
    painter.setPen(QPen(Qt::white, 1.5 * ratio));
    painter.setBrush(m_isHovered ? themeColors(true).accent : themeColors(true).warning);
    painter.drawPath(pinPath(m_tip, ratio));
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0, 0, 0, 200));
    painter.drawEllipse(m_tip - QPointF(0, kHeadAbove * ratio), 3.0 * ratio, 3.0 * ratio);
    const QString note = m_note.trimmed();
    if (!note.isEmpty()) {
        QFont font = QApplication::font();
        font.setPixelSize(std::max(1, int(std::lround(QFontMetricsF(font).ascent() * ratio * 0.95))));
        painter.setFont(font);
        const QFontMetrics metrics(font);
        const int width = int(kBubbleWidth * ratio);
        const QRect most(0, 0, width, metrics.height() * kBubbleLines);
        QRect text = metrics.boundingRect(most, Qt::TextWordWrap | Qt::AlignLeft, note).intersected(most);
        const int padding = int(kPadding * ratio);
        QRectF bubble(
            m_tip + QPointF((kHeadRadius + 6) * ratio, -(kHeadAbove + kHeadRadius) * ratio),
            QSizeF(text.size()) + QSizeF(2 * padding, 2 * padding));
        if (bubble.right() > viewport.view().width()) { // to the other side, as far as there is room
            bubble.moveRight(std::max(m_tip.x() - (kHeadRadius + 6) * ratio, bubble.width()));
        }
        bubble.moveTop(
            std::clamp(bubble.top(), 0.0, std::max(0.0, double(viewport.view().height()) - bubble.height())));
        painter.setPen(QPen(QColor(255, 255, 255, 70), ratio));
        painter.setBrush(QColor(24, 25, 27, 225));
        painter.drawRoundedRect(bubble, 6 * ratio, 6 * ratio);
        painter.setPen(Qt::white);
        const QRectF inner = bubble.adjusted(padding, padding, -padding, -padding);
        painter.setClipRect(inner);
        painter.drawText(inner, Qt::TextWordWrap | Qt::AlignLeft, note);
    }
    painter.restore();
}

bool PinOverlay::isOnPin(QPointF view) const {
    const QPointF head = m_tip - QPointF(0, kHeadAbove * m_ratio);
    const double reach = (kHeadRadius + kReach) * m_ratio;
    const bool isOnTip = std::abs(view.x() - m_tip.x()) <= kReach * 2 * m_ratio && view.y() <= m_tip.y() &&
                         view.y() >= head.y();
    return m_pin && (isOnTip || std::hypot(view.x() - head.x(), view.y() - head.y()) <= reach);
}

Point PinOverlay::inside(QPointF source) const {
    return {
        .x = std::clamp(source.x(), 0.0, double(m_photo.width())),
        .y = std::clamp(source.y(), 0.0, double(m_photo.height()))};
}

bool PinOverlay::press(const OverlayPointer& at) {
    if (at.button != Qt::LeftButton) {
        return false;
    }
    if (m_isPlacing) {
        m_pin = inside(at.source);
        m_isDragging = true;
        m_pressed = at.view;
        return true;
    }
    if (!isOnPin(at.view)) {
        return false;
    }
    m_pressed = at.view;
    return true;
}

bool PinOverlay::move(const OverlayPointer& at) {
    if (m_pressed) {
        const QPointF way = at.view - *m_pressed;
        m_isDragging = m_isDragging || std::hypot(way.x(), way.y()) > kDragFrom * m_ratio;
        if (m_isDragging) {
            m_pin = inside(at.source);
        }
        return true;
    }
    const bool isHovered = isOnPin(at.view);
    return std::exchange(m_isHovered, isHovered) != isHovered;
}

bool PinOverlay::release(const OverlayPointer& /*at*/) {
    if (!std::exchange(m_pressed, std::nullopt)) {
        return false;
    }
    if (std::exchange(m_isDragging, false)) {
        m_isPlacing = false;
        Q_EMIT placed(*m_pin);
    } else {
        Q_EMIT clicked();
    }
    return true;
}

bool PinOverlay::key(QKeyEvent& event) {
    if (m_isPlacing && event.key() == Qt::Key_Escape) {
        m_isPlacing = false;
        Q_EMIT placingLeft();
        return true;
    }
    return false;
}

std::optional<QCursor> PinOverlay::cursor() const {
    if (m_isPlacing) {
        return QCursor(Qt::CrossCursor);
    }
    return m_isHovered ? std::optional(QCursor(Qt::PointingHandCursor)) : std::nullopt;
}

} // namespace kerf::ui
