#pragma once

#include <QPointF>
#include <QSizeF>
#include <QString>

class QPainter;

namespace kerf::ui {

// A short text on a dark, rounded ground, readable above any picture. All in device pixels; `ratio`: device
// pixels a logical pixel. The painter's font family is used.
QSizeF pillSize(const QPainter& painter, const QString& text, double ratio);
QString pillText(const QPainter& painter, const QString& text, double maxWidth, double ratio); // shortened
void paintPill(QPainter& painter, const QString& text, QPointF corner, double ratio);

} // namespace kerf::ui
