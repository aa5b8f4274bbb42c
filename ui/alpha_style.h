#pragma once

#include <QColor>
#include <QString>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>

namespace kerf::ui {

struct Pyramid;

// What the canvas shows of a result.
enum class AlphaView : std::uint8_t {
    checkerboard, // the cut-out before something
    black,
    white,
    mid_grey,
    color,
    gradient,
    picture,
    torture,       // before the colour opposed to its own fringe, see torture.h
    grey,          // the matte as a grey picture
    overlay,       // the photo, tinted where it is cut away
    monitor,       // exactly 0 black, exactly 1 white, everything between in false colours
    band,          // the photo, dimmed where the matte is exactly 0 or 1
    rgb,           // the result's colours, its alpha ignored
    premultiplied, // colours times alpha: what is on black
};
inline constexpr int kAlphaViews = 14;
inline constexpr std::array<double, 2> kGainRange{0.1, 64.0};
inline constexpr std::array<double, 2> kGammaRange{0.2, 5.0};

// How the canvas shows a result and its alpha: which view, and the settings of all views. A value.
//
// Gain and gamma act on what is shown, as a viewer's knobs do: shown = min(1, gain * value)^(1 / gamma), of
// each 8-bit channel. They change neither the result nor the matte monitor.
struct AlphaStyle {
    AlphaView view = AlphaView::checkerboard;
    int checkSide = 8;       // logical pixels, 2..64
    int checkContrast = 100; // percent of the two colours' distance, 0..300
    QColor checkLight{0xC4, 0xC4, 0xC4};
    QColor checkDark{0x98, 0x98, 0x98};
    QColor color{0x00, 0xB1, 0x40};
    QColor gradientTop{0x00, 0x00, 0x00};
    QColor gradientBottom{0xFF, 0xFF, 0xFF};
    std::shared_ptr<const Pyramid> picture; // RGB32 or ARGB32_Premultiplied; null: none chosen
    int overlayColor = 0;                   // of kOverlayColors
    int overlayOpacity = 60;                // percent, where nothing is subject
    int bandDim = 75;                       // percent
    double gain = 1.0;                      // kGainRange
    double gamma = 1.0;                     // kGammaRange

    bool hasCurve() const; // gain or gamma do something in this view
    bool operator==(const AlphaStyle&) const = default;
};

inline constexpr std::array<QRgb, 5> kOverlayColors{
    qRgb(0xE0, 0x10, 0x18), qRgb(0x00, 0xA8, 0x38), qRgb(0x18, 0x50, 0xF0), qRgb(0xD8, 0x10, 0xC8),
    qRgb(0xF0, 0xC8, 0x00)};

// Every value within its range.
AlphaStyle clamped(AlphaStyle style);

// What belongs to its view, and gain and gamma, back to the defaults; the other views' settings stay.
AlphaStyle withViewReset(AlphaStyle style);

// The two colours of the checkerboard with the contrast that is set: light, dark.
std::array<QColor, 2> checkColors(const AlphaStyle& style);

// A view's name in settings.
QString alphaViewKey(AlphaView view);
std::optional<AlphaView> parseAlphaView(const QString& key);

} // namespace kerf::ui
