#pragma once

#include "core/image/image.h"

#include <QMetaType>
#include <QPoint>
#include <QRectF>
#include <QString>

#include <array>
#include <optional>

namespace kerf::ui {

// What one picture holds at a pixel.
struct ProbedPixel {
    QPoint position; // in the picture's own pixels
    PixelType type = PixelType::u8;
    int channels = 0;               // 1 (a matte), 3 or 4
    std::array<double, 4> values{}; // as the file has them: 0..255, 0..65535 or 0..1

    double full() const; // the value that is 1
    int bits() const;    // 8, 16 or 32
};

// What a photo and its result hold at a pixel of the photo; empty: the cursor is not over the photo.
struct ProbeReading {
    std::optional<ProbedPixel> source;
    std::optional<ProbedPixel> result;
    std::optional<ProbedPixel> matte; // where the result comes with one

    bool isEmpty() const { return !source; }
    // The matte's own value where there is one, else the result's alpha: 0..1.
    std::optional<double> alpha() const;
};

// A larger result is read at the middle of the photo's pixel. `pixel` lies within `before`; empty images have
// no part in it. `area`: where the result lies, source pixels; nothing is read beside it.
ProbeReading readPixel(
    QPoint pixel,
    const Image& before,
    const Image& after,
    const Image& matte,
    const std::optional<QRectF>& area = {});

// A value as a person reads it: whole numbers, or five digits after the point for f32.
QString sampleText(const ProbedPixel& pixel, int channel);

// "1204,  877    128  64  32  →  2409, 1755    131  66  30 · α 255", with the depth where it isn't 8 bits.
// Filled up with figure spaces, so that nothing jumps while the cursor moves. Empty for an empty reading.
QString probeText(const ProbeReading& reading);

} // namespace kerf::ui

Q_DECLARE_METATYPE(kerf::ui::ProbeReading)
