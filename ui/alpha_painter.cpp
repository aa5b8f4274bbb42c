#include "ui/alpha_painter.h"

#include "ui/alpha_detail.h"
#include "ui/backdrop.h"
#include "ui/matte_codes.h"
#include "ui/oklab.h"
#include "ui/torture.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace kerf::ui {
namespace {

constexpr QRgb kNotReady = qRgb(0x5A, 0x5A, 0x5A);

ShadeTable greyTable() {
    ShadeTable table{};
    for (int i = 0; i < 256; ++i) {
        table[std::size_t(i)] = qRgb(i, i, i);
    }
    return table;
}

ShadeTable overlayTable(const AlphaStyle& style) {
    const QRgb color = kOverlayColors[std::size_t(style.overlayColor)];
    ShadeTable table{};
    for (int i = 0; i < 256; ++i) {
        const int opacity = int(std::lround((255 - i) * style.overlayOpacity / 100.0));
        table[std::size_t(i)] = qPremultiply(qRgba(qRed(color), qGreen(color), qBlue(color), opacity));
    }
    return table;
}

ShadeTable bandTable(const AlphaStyle& style) {
    ShadeTable table{};
    table.front() = table.back() = qRgba(0, 0, 0, int(std::lround(style.bandDim * 2.55)));
    return table;
}

// Of each channel, by its value.
std::array<int, 256> curveOf(const AlphaStyle& style) {
    std::array<int, 256> curve{};
    for (int i = 0; i < 256; ++i) {
        const double value = std::min(1.0, i / 255.0 * style.gain);
        curve[std::size_t(i)] = int(std::lround(std::pow(value, 1.0 / style.gamma) * 255.0));
    }
    return curve;
}

void applyCurve(QImage& image, const AlphaStyle& style) {
    const std::array<int, 256> curve = curveOf(style);
    for (int y = 0; y < image.height(); ++y) {
        auto* row = reinterpret_cast<QRgb*>(image.scanLine(y)); // pixels
        std::transform(row, row + image.width(), row, [&](QRgb pixel) {
            return qRgb(
                curve[std::size_t(qRed(pixel))], curve[std::size_t(qGreen(pixel))],
                curve[std::size_t(qBlue(pixel))]);
        });
    }
}

// What is shown is the picture's own colours, on whatever background.
bool showsColors(AlphaView view) {
    return view != AlphaView::grey && view != AlphaView::overlay && view != AlphaView::monitor &&
           view != AlphaView::band;
}

// Paints `part` as `paint` does, with gain and gamma where `isCurved`. Without memory for that: plain.
template <typename Paint>
void throughCurve(
    QPainter& painter, const AlphaStyle& style, const QRect& part, bool isCurved, const Paint& paint) {
    QImage seen = isCurved ? QImage(part.size(), QImage::Format_RGB32) : QImage();
    if (seen.isNull()) {
        paint(painter);
        return;
    }
    QPainter inner(&seen);
    inner.translate(-part.topLeft());
    inner.setClipRect(part);
    paint(inner);
    inner.end();
    applyCurve(seen, style);
    painter.drawImage(part.topLeft(), seen);
}

void paintBehind(
    QPainter& painter, const AlphaStyle& style, const Placement& place, const QRect& part, double ratio) {
    if (place.image.hasAlphaChannel()) {
        paintChecks(painter, style, part, ratio);
    }
    paintPicture(painter, place, part);
}

void paintOverlay(
    QPainter& painter,
    const AlphaStyle& style,
    const AlphaSources& sources,
    const QRect& part,
    double ratio) {
    // What was cut away exists only in the original; the subject comes from the result.
    paintBehind(painter, style, sources.original, part, ratio);
    if (sources.color.image.hasAlphaChannel()) {
        paintPicture(painter, sources.color, part);
    }
    if (sources.alpha) {
        paintShades(painter, *sources.alpha, part, overlayTable(style));
    }
}

void paintView(
    QPainter& painter,
    const AlphaStyle& style,
    const AlphaSources& sources,
    const QRect& part,
    double ratio) {
    switch (style.view) {
    case AlphaView::grey:
        if (sources.alpha) {
            paintShades(painter, *sources.alpha, part, greyTable());
        } else {
            painter.fillRect(part, Qt::white);
        }
        return;
    case AlphaView::overlay:
        paintOverlay(painter, style, sources, part, ratio);
        return;
    case AlphaView::monitor:
        if (sources.codes) {
            paintCodes(painter, *sources.codes, part, monitorTable());
        } else {
            painter.fillRect(part, QColor(kNotReady));
        }
        return;
    case AlphaView::band:
        paintBehind(painter, style, sources.original, part, ratio);
        if (sources.codes) {
            paintCodes(painter, *sources.codes, part, bandTable(style));
        }
        return;
    case AlphaView::rgb:
        if (sources.straight) {
            paintPicture(painter, *sources.straight, part);
        } else {
            painter.fillRect(part, QColor(kNotReady));
        }
        return;
    default:
        if (sources.color.image.hasAlphaChannel()) {
            paintBackdrop(painter, style, sources.torture, sources.photo, part, ratio);
        }
        paintPicture(painter, sources.color, part);
    }
}

} // namespace

void addDetail(AlphaSources& sources, const AlphaDetail& detail, bool isSmooth) {
    if (detail.straight) {
        sources.straight = placed(*detail.straight, sources.photo, isSmooth);
    }
    if (detail.codes) {
        sources.codes = placed(*detail.codes, sources.photo, false);
    }
    sources.torture = opposedColor(detail.fringe);
}

const ShadeTable& monitorTable() {
    static const ShadeTable table = [] {
        ShadeTable t{};
        for (int i = 1; i < 255; ++i) {
            const double at = (i - 1) / 253.0;
            t[std::size_t(i)] = fromOklch(0.45 + 0.41 * at, 0.19, 305.0 - 215.0 * at).rgb();
        }
        t.front() = qRgb(0, 0, 0);
        t.back() = qRgb(255, 255, 255);
        return t;
    }();
    return table;
}

void paintOnChecks(
    QPainter& painter, const AlphaStyle& style, const Placement& place, const QRect& part, double ratio) {
    throughCurve(painter, style, part, style.hasCurve() && showsColors(style.view), [&](QPainter& on) {
        paintBehind(on, style, place, part, ratio);
    });
}

void paintAlpha(
    QPainter& painter,
    const AlphaStyle& style,
    const AlphaSources& sources,
    const QRect& part,
    double ratio) {
    painter.setClipRect(part);
    throughCurve(painter, style, part, style.hasCurve(), [&](QPainter& on) {
        paintView(on, style, sources, part, ratio);
    });
}

} // namespace kerf::ui
