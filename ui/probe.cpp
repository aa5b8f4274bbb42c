#include "ui/probe.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace kerf::ui {
namespace {

constexpr QChar kFigureSpace(0x2007);

double sample(const Image& image, QPoint at, int channel) {
    const auto i = std::size_t(at.x()) * std::size_t(image.format().channels) + std::size_t(channel);
    switch (image.format().type) {
    case PixelType::u8:
        return image.row<std::uint8_t>(at.y())[i];
    case PixelType::u16:
        return image.row<std::uint16_t>(at.y())[i];
    case PixelType::f32:
        return double(image.row<float>(at.y())[i]);
    }
    return 0.0;
}

// The image's pixel at the middle of the photo's pixel; nothing beside the image.
std::optional<QPoint> scaled(QPoint pixel, const QRectF& area, const ImageFormat& image) {
    const double x = (pixel.x() + 0.5 - area.x()) / area.width();
    const double y = (pixel.y() + 0.5 - area.y()) / area.height();
    if (x < 0.0 || y < 0.0 || x >= 1.0 || y >= 1.0) {
        return {};
    }
    return QPoint(
        std::min(int(x * image.width), image.width - 1), std::min(int(y * image.height), image.height - 1));
}

ProbedPixel read(const Image& image, QPoint at) {
    ProbedPixel pixel{.position = at, .type = image.format().type, .channels = image.format().channels};
    for (int channel = 0; channel < pixel.channels; ++channel) {
        pixel.values[std::size_t(channel)] = sample(image, at, channel);
    }
    return pixel;
}

QString padded(const QString& text, int width) {
    return text.rightJustified(width, kFigureSpace);
}

QString positionText(QPoint at) {
    return QStringLiteral("%1, %2").arg(
        padded(QString::number(at.x()), 5), padded(QString::number(at.y()), 4));
}

int widthOf(const ProbedPixel& pixel) {
    return pixel.bits() == 8 ? 3 : pixel.bits() == 16 ? 5 : 7;
}

QString valuesText(const ProbedPixel& pixel) {
    QStringList values;
    for (int channel = 0; channel < std::min(pixel.channels, 3); ++channel) {
        values += padded(sampleText(pixel, channel), widthOf(pixel));
    }
    return values.join(u' ');
}

QString depthText(const ProbedPixel& pixel) {
    return pixel.bits() == 8 ? QString()
                             : QCoreApplication::translate("Probe", " (%1 bit)").arg(pixel.bits());
}

} // namespace

double ProbedPixel::full() const {
    return type == PixelType::u8 ? 255.0 : type == PixelType::u16 ? 65535.0 : 1.0;
}

int ProbedPixel::bits() const {
    return type == PixelType::u8 ? 8 : type == PixelType::u16 ? 16 : 32;
}

std::optional<double> ProbeReading::alpha() const {
    if (matte) {
        return matte->values[0] / matte->full();
    }
    return result && result->channels == 4 ? std::optional(result->values[3] / result->full()) : std::nullopt;
}

ProbeReading readPixel(
    QPoint pixel,
    const Image& before,
    const Image& after,
    const Image& matte,
    const std::optional<QRectF>& area) {
    ProbeReading reading;
    reading.source = read(before, pixel);
    const QRectF place = area.value_or(QRectF(0.0, 0.0, before.format().width, before.format().height));
    const auto readIn = [&](const Image& image) {
        const auto at = image.empty() ? std::nullopt : scaled(pixel, place, image.format());
        return at ? std::optional(read(image, *at)) : std::nullopt;
    };
    reading.result = readIn(after);
    reading.matte = after.empty() ? std::nullopt : readIn(matte);
    return reading;
}

QString sampleText(const ProbedPixel& pixel, int channel) {
    const double value = pixel.values[std::size_t(channel)];
    return pixel.type == PixelType::f32 ? QString::number(value, 'f', 5)
                                        : QString::number(std::lround(value));
}

QString probeText(const ProbeReading& reading) {
    if (reading.isEmpty()) {
        return {};
    }
    const ProbedPixel& source = *reading.source;
    QString text = positionText(source.position) + QStringLiteral("   ") + valuesText(source);
    if (source.channels == 4) {
        text += QStringLiteral(" \u00B7 \u03B1 ") + padded(sampleText(source, 3), widthOf(source));
    }
    text += depthText(source);
    if (!reading.result) {
        return text;
    }
    const ProbedPixel& result = *reading.result;
    text += QStringLiteral("  \u2192  ");
    if (result.position != source.position) {
        text += positionText(result.position) + QStringLiteral("   ");
    }
    text += valuesText(result);
    if (result.channels == 4) {
        text += QStringLiteral(" \u00B7 \u03B1 ") + padded(sampleText(result, 3), widthOf(result));
    } else if (reading.matte) {
        text += QStringLiteral(" \u00B7 \u03B1 ") +
                padded(sampleText(*reading.matte, 0), widthOf(*reading.matte));
    }
    return text + depthText(result);
}

} // namespace kerf::ui
