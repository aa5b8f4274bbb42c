#include "ui/alpha_painter.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace kerf::ui {
namespace {

constexpr QRgb kCheckLight = qRgb(0xC4, 0xC4, 0xC4);
constexpr QRgb kCheckDark = qRgb(0x98, 0x98, 0x98);
constexpr int kCheckSide = 8;     // logical pixels
constexpr double kRubylith = 0.6; // opacity where nothing is subject

const ShadeTable& greyTable() {
    static const ShadeTable table = [] {
        ShadeTable t{};
        for (int i = 0; i < 256; ++i) {
            t[std::size_t(i)] = qRgb(i, i, i);
        }
        return t;
    }();
    return table;
}

const ShadeTable& rubylithTable() {
    static const ShadeTable table = [] {
        ShadeTable t{};
        for (int i = 0; i < 256; ++i) {
            t[std::size_t(i)] =
                qPremultiply(qRgba(0xE0, 0x10, 0x18, int(std::lround((255 - i) * kRubylith))));
        }
        return t;
    }();
    return table;
}

QImage checkTile(int side) {
    QImage tile(2 * side, 2 * side, QImage::Format_RGB32);
    tile.fill(kCheckLight);
    for (int y = 0; y < 2 * side; ++y) {
        auto* row = reinterpret_cast<QRgb*>(tile.scanLine(y)); // pixels
        const int from = y < side ? side : 0;
        std::fill(row + from, row + from + side, kCheckDark);
    }
    return tile;
}

} // namespace

void paintOnChecks(QPainter& painter, const Placement& place, const QRect& part, double ratio) {
    if (place.image.hasAlphaChannel()) {
        const int side = std::max(1, int(std::lround(kCheckSide * ratio)));
        painter.fillRect(part, QBrush(checkTile(side)));
    }
    paintPicture(painter, place, part);
}

void paintAlpha(
    QPainter& painter,
    const AlphaStyle& style,
    const AlphaSources& sources,
    const QRect& part,
    double ratio) {
    painter.setClipRect(part);
    switch (style.view) {
    case AlphaView::checkerboard:
        paintOnChecks(painter, sources.color, part, ratio);
        break;
    case AlphaView::grey:
        if (sources.alpha) {
            paintShades(painter, *sources.alpha, part, greyTable());
        } else {
            painter.fillRect(part, Qt::white);
        }
        break;
    case AlphaView::overlay:
        // What was cut away exists only in the original; the subject comes from the result.
        paintOnChecks(painter, sources.original, part, ratio);
        if (sources.color.image.hasAlphaChannel()) {
            paintPicture(painter, sources.color, part);
        }
        if (sources.alpha) {
            paintShades(painter, *sources.alpha, part, rubylithTable());
        }
        break;
    }
}

} // namespace kerf::ui
