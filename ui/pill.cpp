#include "ui/pill.h"

#include <QColor>
#include <QFont>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace kerf::ui {
namespace {

constexpr double kTextSize = 12.0; // logical pixels, all of them
constexpr double kAside = 10.0;
constexpr double kAbove = 4.0;

QFont fontOf(const QPainter& painter, double ratio) {
    QFont font = painter.font();
    font.setPixelSize(std::max(1, int(std::lround(kTextSize * ratio))));
    font.setWeight(QFont::DemiBold);
    return font;
}

} // namespace

QSizeF pillSize(const QPainter& painter, const QString& text, double ratio) {
    const QFontMetricsF metrics(fontOf(painter, ratio));
    return {
        std::ceil(metrics.horizontalAdvance(text) + 2.0 * kAside * ratio),
        std::ceil(metrics.height() + 2.0 * kAbove * ratio)};
}

QString pillText(const QPainter& painter, const QString& text, double maxWidth, double ratio) {
    return QFontMetricsF(fontOf(painter, ratio))
        .elidedText(text, Qt::ElideMiddle, std::max(0.0, maxWidth - 2.0 * kAside * ratio));
}

void paintPill(QPainter& painter, const QString& text, QPointF corner, double ratio) {
    const QRectF pill(corner, pillSize(painter, text, ratio));
    painter.save();
    painter.setFont(fontOf(painter, ratio));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(20, 20, 20, 165));
    painter.drawRoundedRect(pill, pill.height() / 2.0, pill.height() / 2.0);
    painter.setPen(QColor(255, 255, 255, 235));
    painter.drawText(pill, Qt::AlignCenter, text);
    painter.restore();
}

} // namespace kerf::ui
