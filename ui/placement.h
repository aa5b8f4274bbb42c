#pragma once

#include <QImage>
#include <QPointF>

#include <array>

class QPainter;
class QRect;
class QRectF;

namespace kerf::ui {

struct Pyramid;

// How a picture lies on the device.
struct Placement {
    QImage image;            // shares its pixels
    QPointF origin;          // device pixels; where the picture's top left corner is
    double pixelWidth = 1.0; // device pixels per pixel of `image`
    double pixelHeight = 1.0;
    bool isSmooth = false;
};

// A picture over all of the photo, which lies at `photo` (device pixels), by the level that suits the size.
Placement placed(const Pyramid& pyramid, const QRectF& photo, bool isSmooth);

// What is painted for each value of a Grayscale8 picture; premultiplied.
using ShadeTable = std::array<QRgb, 256>;

// Draw the part of a picture within `part`. The painter's units must be device pixels; nothing is drawn
// outside the painter's clip, but paintPicture() may reach beyond `part`.
void paintPicture(QPainter& painter, const Placement& place, const QRect& part);
void paintShades(QPainter& painter, const Placement& place, const QRect& part, const ShadeTable& table);

} // namespace kerf::ui
