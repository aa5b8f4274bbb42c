#pragma once

#include <QColor>
#include <QFont>
#include <QRectF>

class QPainter;

namespace kerf::ui {

// The look of read-outs that lie over the photo: dark in every theme, as the surround is grey in every theme.
// All in device pixels; `ratio`: device pixels a logical pixel.
namespace card {

inline constexpr QRgb kText = qRgb(0xF4, 0xF4, 0xF4);
inline constexpr QRgb kMuted = qRgb(0xC2, 0xC2, 0xC2);

QFont font(double ratio, bool isBold = false); // the application's size, in device pixels
void paintBack(QPainter& painter, const QRectF& card, double ratio);
void paintSwatch(QPainter& painter, const QRectF& rect, const QColor& color, double ratio);

} // namespace card

} // namespace kerf::ui
