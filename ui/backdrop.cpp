#include "ui/backdrop.h"

#include "ui/pyramid.h"

#include <QLinearGradient>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace kerf::ui {
namespace {

constexpr QRgb kMidGrey = qRgb(0x80, 0x80, 0x80);

QImage checkTile(const AlphaStyle& style, int side) {
    const std::array<QColor, 2> colors = checkColors(style);
    QImage tile(2 * side, 2 * side, QImage::Format_RGB32);
    tile.fill(colors[0]);
    for (int y = 0; y < 2 * side; ++y) {
        auto* row = reinterpret_cast<QRgb*>(tile.scanLine(y)); // pixels
        const int from = y < side ? side : 0;
        std::fill(row + from, row + from + side, colors[1].rgb());
    }
    return tile;
}

void paintCover(QPainter& painter, const Pyramid& picture, const QRectF& photo, const QRect& part) {
    const double scale =
        std::max(photo.width() / picture.size.width(), photo.height() / picture.size.height());
    const PyramidLevel& level = picture.levelFor(scale);
    const QPointF origin =
        photo.center() - QPointF(picture.size.width(), picture.size.height()) * (scale / 2.0);
    paintPicture(
        painter,
        {.image = level.image,
         .origin = origin,
         .pixelWidth = scale * level.span,
         .pixelHeight = scale * level.span,
         .isSmooth = scale != 1.0},
        part);
}

} // namespace

void paintChecks(QPainter& painter, const AlphaStyle& style, const QRect& part, double ratio) {
    const int side = std::max(1, int(std::lround(style.checkSide * ratio)));
    painter.fillRect(part, QBrush(checkTile(style, side)));
}

void paintBackdrop(
    QPainter& painter,
    const AlphaStyle& style,
    const QColor& torture,
    const QRectF& photo,
    const QRect& part,
    double ratio) {
    switch (style.view) {
    case AlphaView::checkerboard:
        paintChecks(painter, style, part, ratio);
        break;
    case AlphaView::black:
    case AlphaView::premultiplied:
        painter.fillRect(part, Qt::black);
        break;
    case AlphaView::white:
        painter.fillRect(part, Qt::white);
        break;
    case AlphaView::mid_grey:
        painter.fillRect(part, QColor(kMidGrey));
        break;
    case AlphaView::color:
        painter.fillRect(part, style.color);
        break;
    case AlphaView::torture:
        painter.fillRect(part, torture);
        break;
    case AlphaView::gradient: {
        QLinearGradient gradient(photo.topLeft(), photo.bottomLeft());
        gradient.setColorAt(0.0, style.gradientTop);
        gradient.setColorAt(1.0, style.gradientBottom);
        painter.fillRect(part, gradient);
        break;
    }
    case AlphaView::picture:
        if (!style.picture || style.picture->levels.front().image.hasAlphaChannel()) {
            paintChecks(painter, style, part, ratio);
        }
        if (style.picture) {
            paintCover(painter, *style.picture, photo, part);
        }
        break;
    case AlphaView::grey:
    case AlphaView::overlay:
    case AlphaView::monitor:
    case AlphaView::band:
    case AlphaView::rgb:
        break;
    }
}

} // namespace kerf::ui
