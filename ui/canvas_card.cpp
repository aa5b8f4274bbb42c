#include "ui/canvas_card.h"

#include <QFontInfo>
#include <QGuiApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace kerf::ui::card {

QFont font(double ratio, bool isBold) {
    QFont font = QGuiApplication::font();
    font.setPixelSize(std::max(1, int(std::lround(QFontInfo(font).pixelSize() * ratio))));
    font.setWeight(isBold ? QFont::DemiBold : QFont::Normal);
    return font;
}

void paintBack(QPainter& painter, const QRectF& card, double ratio) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(20, 20, 20, 225)); // 4.5 : 1 for the text on white, too
    painter.drawRoundedRect(card, 8.0 * ratio, 8.0 * ratio);
    painter.restore();
}

void paintSwatch(QPainter& painter, const QRectF& rect, const QColor& color, double ratio) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(QColor(255, 255, 255, 110), ratio));
    painter.setBrush(color);
    painter.drawRoundedRect(rect, 2.0 * ratio, 2.0 * ratio);
    painter.restore();
}

} // namespace kerf::ui::card
