#include "ui/triage_overlay.h"

#include <QGuiApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace kerf::ui {
namespace {

// On photos of any colour: a bright line between two dark ones.
const QColor kLine(0xff, 0xc8, 0x3d);
const QColor kCurrentLine(0xff, 0x5d, 0x8f);
const QColor kShade(0, 0, 0, 170);

void paintTag(QPainter& painter, QPointF at, const QString& text, double ratio, const QRectF& view) {
    QFont font = QGuiApplication::font();
    font.setPixelSize(std::max(1, int(std::lround(painter.fontMetrics().height() * 0.8 * ratio))));
    painter.setFont(font);
    const QFontMetricsF metrics(font);
    const double pad = 5.0 * ratio;
    QRectF tag(0.0, 0.0, metrics.horizontalAdvance(text) + 2.0 * pad, metrics.height() + pad);
    tag.moveBottomLeft(at);
    tag.moveLeft(std::clamp(tag.left(), view.left(), std::max(view.left(), view.right() - tag.width())));
    tag.moveTop(std::clamp(tag.top(), view.top(), std::max(view.top(), view.bottom() - tag.height())));
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0, 0, 0, 205));
    painter.drawRoundedRect(tag, 4.0 * ratio, 4.0 * ratio);
    painter.setPen(Qt::white);
    painter.drawText(tag, Qt::AlignCenter, text);
}

} // namespace

void TriageOverlay::setPlaces(std::vector<Place> places, int current) {
    m_places = std::move(places);
    m_current = current < int(m_places.size()) ? current : -1;
}

void TriageOverlay::setPicture(const QImage& picture, const QString& caption) {
    m_picture = picture;
    m_caption = caption;
}

void TriageOverlay::setTiles(std::vector<double> columns, std::vector<double> rows) {
    m_columns = std::move(columns);
    m_rows = std::move(rows);
}

void TriageOverlay::paintPicture(QPainter& painter, const Viewport& viewport, double ratio) const {
    const QRectF photo = viewport.photoInView();
    painter.setRenderHint(QPainter::SmoothPixmapTransform, viewport.zoom() < 2.0);
    painter.drawImage(photo, m_picture);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(QColor(0x3f, 0xd0, 0xff, 150), ratio, Qt::DashLine));
    for (const double column : m_columns) {
        const double x = viewport.toView(QPointF(column, 0.0)).x();
        painter.drawLine(QPointF(x, photo.top()), QPointF(x, photo.bottom()));
    }
    for (const double row : m_rows) {
        const double y = viewport.toView(QPointF(0.0, row)).y();
        painter.drawLine(QPointF(photo.left(), y), QPointF(photo.right(), y));
    }
}

void TriageOverlay::paintPlace(
    QPainter& painter, const Viewport& viewport, double ratio, bool isCurrent, const Place& place) const {
    // Never so small that it can't be seen.
    const double least = 10.0 * ratio;
    QRectF box = viewport.toView(place.source);
    const double growX = std::max(0.0, least - box.width()) / 2.0 + 2.0 * ratio;
    const double growY = std::max(0.0, least - box.height()) / 2.0 + 2.0 * ratio;
    box.adjust(-growX, -growY, growX, growY);
    const double width = (isCurrent ? 2.5 : 1.5) * ratio;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(kShade, width + 2.0 * ratio));
    painter.drawRect(box);
    painter.setPen(QPen(isCurrent ? kCurrentLine : kLine, width));
    painter.drawRect(box);
    if (isCurrent) {
        const QRectF view(QPointF(), QSizeF(viewport.view()));
        paintTag(painter, box.topLeft() - QPointF(0.0, 4.0 * ratio), place.label, ratio, view);
    }
}

void TriageOverlay::paint(QPainter& painter, const Viewport& viewport, double ratio) {
    const QRectF view(QPointF(), QSizeF(viewport.view()));
    if (!m_picture.isNull()) {
        paintPicture(painter, viewport, ratio);
    }
    if (m_isShown) {
        painter.setRenderHint(QPainter::Antialiasing, false);
        for (int i = 0; i < int(m_places.size()); ++i) {
            if (i != m_current && viewport.toView(m_places[std::size_t(i)].source).intersects(view)) {
                paintPlace(painter, viewport, ratio, false, m_places[std::size_t(i)]);
            }
        }
        if (m_current >= 0) {
            paintPlace(painter, viewport, ratio, true, m_places[std::size_t(m_current)]);
        }
    }
    if (!m_picture.isNull()) {
        const QRectF photo = viewport.photoInView().intersected(view);
        paintTag(painter, photo.bottomLeft() + QPointF(8.0, -8.0) * ratio, m_caption, ratio, view);
    }
}

} // namespace kerf::ui
