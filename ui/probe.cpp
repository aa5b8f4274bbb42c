#include "ui/probe.h"

#include <QStringList>

#include <algorithm>
#include <cmath>

namespace kerf::ui {
namespace {

int sample(const Image& image, int x, int y, int channel) {
    const auto i = std::size_t(x) * std::size_t(image.format().channels) + std::size_t(channel);
    switch (image.format().type) {
    case PixelType::u8:
        return image.row<std::uint8_t>(y)[i];
    case PixelType::u16:
        return image.row<std::uint16_t>(y)[i];
    case PixelType::f32:
        return int(std::lround(image.row<float>(y)[i] * 255.0F));
    }
    return 0;
}

// The image's pixel at the middle of the photo's pixel.
QPoint scaled(QPoint pixel, const ImageFormat& photo, const ImageFormat& image) {
    return {
        std::min(int((pixel.x() + 0.5) * image.width / photo.width), image.width - 1),
        std::min(int((pixel.y() + 0.5) * image.height / photo.height), image.height - 1)};
}

QString colorText(const Image& image, QPoint at) {
    QStringList values;
    for (int channel = 0; channel < std::min(image.format().channels, 3); ++channel) {
        values += QString::number(sample(image, at.x(), at.y(), channel));
    }
    return values.join(u' ');
}

} // namespace

QString probeText(QPoint pixel, const Image& before, const Image& after, const Image& matte) {
    const ImageFormat& photo = before.format();
    QString text = QStringLiteral("%1, %2   %3").arg(pixel.x()).arg(pixel.y()).arg(colorText(before, pixel));
    if (after.empty()) {
        return text;
    }
    const QPoint at = scaled(pixel, photo, after.format());
    text += QStringLiteral(" \u2192 ") + colorText(after, at);
    if (after.format().channels == 4) {
        text += QStringLiteral(" \u00B7 \u03B1 %1").arg(sample(after, at.x(), at.y(), 3));
    } else if (!matte.empty()) {
        const QPoint atMatte = scaled(pixel, photo, matte.format());
        text += QStringLiteral(" \u00B7 \u03B1 %1").arg(sample(matte, atMatte.x(), atMatte.y(), 0));
    }
    return text;
}

} // namespace kerf::ui
