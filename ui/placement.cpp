#include "ui/placement.h"

#include "ui/pyramid.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <vector>

namespace kerf::ui {
namespace {

// One axis of a scaled picture: for each device pixel the two level pixels and the second one's weight in
// 1/256.
struct Tap {
    int first = 0;
    int second = 0;
    int weight = 0;
};

std::vector<Tap> taps(int from, int count, double origin, double pixel, int length, bool isSmooth) {
    std::vector<Tap> result(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        const double centre = (from + i + 0.5 - origin) / pixel;
        Tap& tap = result[std::size_t(i)];
        if (isSmooth) {
            const double position = centre - 0.5;
            const double floor = std::floor(position);
            tap.first = std::clamp(int(floor), 0, length - 1);
            tap.second = std::clamp(int(floor) + 1, 0, length - 1);
            tap.weight = int(std::lround((position - floor) * 256.0));
        } else {
            tap.first = tap.second = std::clamp(int(std::floor(centre)), 0, length - 1);
        }
    }
    return result;
}

} // namespace

Placement placed(const Pyramid& pyramid, const QRectF& photo, bool isSmooth) {
    const double scaleX = photo.width() / pyramid.size.width();
    const double scaleY = photo.height() / pyramid.size.height();
    const PyramidLevel& level = pyramid.levelFor(scaleX);
    return {
        .image = level.image,
        .origin = photo.topLeft(),
        .pixelWidth = scaleX * level.span,
        .pixelHeight = scaleY * level.span,
        .isSmooth = isSmooth};
}

void paintPicture(QPainter& painter, const Placement& place, const QRect& part) {
    const QImage& image = place.image;
    // Two further pixels on each side, so that the filter never sees the edge of the part.
    const int left = int(std::floor((part.left() - place.origin.x()) / place.pixelWidth)) - 2;
    const int top = int(std::floor((part.top() - place.origin.y()) / place.pixelHeight)) - 2;
    const int right = int(std::ceil((part.right() + 1 - place.origin.x()) / place.pixelWidth)) + 2;
    const int bottom = int(std::ceil((part.bottom() + 1 - place.origin.y()) / place.pixelHeight)) + 2;
    const QRect source = QRect(QPoint(left, top), QPoint(right - 1, bottom - 1)).intersected(image.rect());
    if (source.isEmpty()) {
        return;
    }
    const QRectF target(
        place.origin.x() + source.x() * place.pixelWidth, place.origin.y() + source.y() * place.pixelHeight,
        source.width() * place.pixelWidth, source.height() * place.pixelHeight);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, place.isSmooth);
    painter.drawImage(target, image, QRectF(source));
}

void paintShades(QPainter& painter, const Placement& place, const QRect& part, const ShadeTable& table) {
    const QImage& image = place.image;
    const std::vector<Tap> columns =
        taps(part.x(), part.width(), place.origin.x(), place.pixelWidth, image.width(), place.isSmooth);
    const std::vector<Tap> rows =
        taps(part.y(), part.height(), place.origin.y(), place.pixelHeight, image.height(), place.isSmooth);
    QImage out(part.size(), QImage::Format_ARGB32_Premultiplied);
    if (out.isNull()) {
        return;
    }
    for (int y = 0; y < part.height(); ++y) {
        const Tap& row = rows[std::size_t(y)];
        const uchar* upper = image.constScanLine(row.first);
        const uchar* lower = image.constScanLine(row.second);
        auto* pixels = reinterpret_cast<QRgb*>(out.scanLine(y)); // pixels
        if (!place.isSmooth) {
            std::transform(
                columns.begin(), columns.end(), pixels, [&](const Tap& c) { return table[upper[c.first]]; });
            continue;
        }
        for (std::size_t x = 0; x < columns.size(); ++x) {
            const Tap& c = columns[x];
            const int above = upper[c.first] * (256 - c.weight) + upper[c.second] * c.weight;
            const int below = lower[c.first] * (256 - c.weight) + lower[c.second] * c.weight;
            const int value = above * (256 - row.weight) + below * row.weight;
            pixels[x] = table[std::size_t((value + 32768) >> 16)];
        }
    }
    painter.drawImage(part.topLeft(), out);
}

} // namespace kerf::ui
