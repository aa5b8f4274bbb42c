#pragma once

#include <QColor>

namespace kerf::ui {

// A colour in Oklab (Björn Ottosson, 2020), where equal distances look about equal: lightness 0..1, a from
// green to red, b from blue to yellow.
struct Oklab {
    double lightness = 0.0;
    double a = 0.0;
    double b = 0.0;

    double chroma() const;
    double hue() const; // degrees, 0..360
};

double toLinear(double srgb);    // of one channel, 0..1
double fromLinear(double light); // clamped

Oklab toOklab(const QColor& srgb);

// The sRGB colour of this lightness and hue (degrees) with as much of `chroma` as sRGB has there.
QColor fromOklch(double lightness, double chroma, double hue);

} // namespace kerf::ui
