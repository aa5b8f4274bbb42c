#pragma once

#include "core/image/image.h"
#include "ui/canvas.h"

#include <QColor>
#include <QImage>
#include <QPointF>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

namespace kerf::test {

inline Image solidImage(QSize size, QColor color) {
    ImageBuffer buffer({.width = size.width(), .height = size.height(), .channels = 3});
    for (int y = 0; y < size.height(); ++y) {
        const auto row = buffer.row<std::uint8_t>(y);
        for (std::size_t i = 0; i < row.size(); i += 3) {
            row[i] = std::uint8_t(color.red());
            row[i + 1] = std::uint8_t(color.green());
            row[i + 2] = std::uint8_t(color.blue());
        }
    }
    return Image(std::move(buffer));
}

// `color` with alpha 0 in the left half and 255 in the right; colour 0 under alpha 0.
inline Image halfTransparentImage(QSize size, QColor color) {
    ImageBuffer buffer(
        {.width = size.width(), .height = size.height(), .channels = 4, .alpha = AlphaKind::straight});
    for (int y = 0; y < size.height(); ++y) {
        const auto row = buffer.row<std::uint8_t>(y);
        for (int x = 0; x < size.width(); ++x) {
            const bool isSubject = x >= size.width() / 2;
            const QRgb pixel = isSubject ? color.rgba() : 0U;
            const auto i = std::size_t(x) * 4;
            row[i] = std::uint8_t(qRed(pixel));
            row[i + 1] = std::uint8_t(qGreen(pixel));
            row[i + 2] = std::uint8_t(qBlue(pixel));
            row[i + 3] = isSubject ? 255 : 0;
        }
    }
    return Image(std::move(buffer));
}

// Every pixel unlike its neighbours.
inline Image noiseImage(QSize size) {
    ImageBuffer buffer({.width = size.width(), .height = size.height(), .channels = 3});
    std::uint32_t state = 1;
    for (int y = 0; y < size.height(); ++y) {
        for (std::uint8_t& sample : buffer.row<std::uint8_t>(y)) {
            state = state * 1664525U + 1013904223U;
            sample = std::uint8_t(state >> 24U);
        }
    }
    return Image(std::move(buffer));
}

// Black and white in turn, one pixel each.
inline Image checkedImage(QSize size) {
    ImageBuffer buffer({.width = size.width(), .height = size.height(), .channels = 3});
    for (int y = 0; y < size.height(); ++y) {
        const auto row = buffer.row<std::uint8_t>(y);
        for (std::size_t i = 0; i < row.size(); ++i) {
            row[i] = (i / 3 + std::size_t(y)) % 2 == 0 ? 0 : 255;
        }
    }
    return Image(std::move(buffer));
}

// Subject in the right half.
inline Image halfMatte(QSize size) {
    ImageBuffer buffer({.width = size.width(), .height = size.height(), .channels = 1});
    for (int y = 0; y < size.height(); ++y) {
        const auto row = buffer.row<std::uint8_t>(y);
        for (std::size_t x = 0; x < row.size(); ++x) {
            row[x] = x < row.size() / 2 ? 0 : 255;
        }
    }
    return Image(std::move(buffer));
}

// A shown canvas with helpers that speak in device pixels of the photo.
class CanvasOnScreen {
public:
    explicit CanvasOnScreen(QSize size = {800, 600}) {
        canvas.resize(size);
        canvas.show();
        m_isExposed = QTest::qWaitForWindowExposed(&canvas);
        QObject::connect(
            &canvas, &ui::Canvas::probed, [this](QPointF source, const ui::ProbeReading& reading) {
                m_probed = source;
                probedText = ui::probeText(reading);
                probed = reading;
            });
    }

    bool isExposed() const { return m_isExposed; }

    // Sets pictures and waits until they are shown in full.
    bool show(const Image& before, const Image& after = {}, const Image& matte = {}) {
        QSignalSpy ready(&canvas, &ui::Canvas::contentReady);
        canvas.setBefore(before);
        canvas.setAfter(after, matte);
        return ready.wait(20000);
    }

    QImage grab() { return canvas.grab().toImage().convertToFormat(QImage::Format_RGB32); }

    // Logical view position to source position, as the canvas itself tells it.
    QPointF sourceAt(QPoint logical) {
        QTest::mouseMove(&canvas, logical);
        QMouseEvent move(
            QEvent::MouseMove, QPointF(logical), canvas.mapToGlobal(QPointF(logical)), Qt::NoButton,
            Qt::NoButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&canvas, &move);
        return m_probed;
    }

    // Device position in a grab() of the photo's top left corner.
    QPointF origin() {
        const QPoint at(canvas.width() / 2, canvas.height() / 2);
        const QPointF source = sourceAt(at);
        return QPointF(at) * canvas.devicePixelRatioF() - source * canvas.zoom();
    }

    QPointF toDevice(QPointF source) { return origin() + source * canvas.zoom(); }
    QPoint toLogical(QPointF source) { return (toDevice(source) / canvas.devicePixelRatioF()).toPoint(); }

    QColor colorAt(QPointF source) {
        const QPointF device = toDevice(source);
        return grab().pixelColor(int(std::floor(device.x())), int(std::floor(device.y())));
    }

    void drag(QPoint from, QPoint to, Qt::MouseButton button = Qt::LeftButton) {
        QTest::mousePress(&canvas, button, {}, from);
        for (int step = 1; step <= 4; ++step) {
            move(from + (to - from) * step / 4, button);
        }
        QTest::mouseRelease(&canvas, button, {}, to);
    }

    void move(QPoint to, Qt::MouseButtons buttons) {
        QMouseEvent event(
            QEvent::MouseMove, QPointF(to), canvas.mapToGlobal(QPointF(to)), Qt::NoButton, buttons,
            Qt::NoModifier);
        QCoreApplication::sendEvent(&canvas, &event);
    }

    void wheel(QPoint at, int angle, Qt::KeyboardModifiers modifiers = {}, QPoint pixels = {}) {
        QWheelEvent event(
            QPointF(at), canvas.mapToGlobal(QPointF(at)), pixels, QPoint(0, angle), Qt::NoButton, modifiers,
            Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&canvas, &event);
    }

    ui::Canvas canvas;
    QString probedText;
    ui::ProbeReading probed;

private:
    bool m_isExposed = false;
    QPointF m_probed;
};

} // namespace kerf::test
