#pragma once

#include "core/contract/color.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kerf {

// How the cut-out is set into the picture that leaves Kerf: what lies behind it, the shadow that it throws
// there, and the frame around both. Plain data.
//
// Lengths are per cent of the finished picture's shorter side, so that they look the same on photos of any
// size. Directions are degrees clockwise from the top: 90 is to the right, 180 down.

enum class BackgroundKind : std::uint8_t { color, linear, radial, picture, blur };

// How a picture fills an area of another shape: cut off, or whole with colour around it.
enum class PictureFit : std::uint8_t { cover, contain };

struct Background {
    BackgroundKind kind = BackgroundKind::color;
    Color color{255, 255, 255};  // the colour; a gradient's start (its middle when radial); around a picture
    Color second{198, 204, 212}; // where a gradient ends
    double angle = 180.0;        // 0..360, where a linear gradient goes to
    std::string picture;         // a file's name, in UTF-8
    PictureFit fit = PictureFit::cover;
    double blur = 4.0; // 0..50, of the photo itself, without the subject

    void check() const; // throws Error(invalid_option); does not look at the file

    bool operator==(const Background&) const = default;
};

// Thrown by all that has alpha; part of the alpha where nothing lies behind.
struct Shadow {
    double angle = 150.0;  // 0..360, where it falls to
    double distance = 1.5; // 0..50
    double blur = 4.0;     // 0..50, over which its edge fades
    int opacity = 45;      // 0..100 per cent
    Color color;

    void check() const; // throws Error(invalid_option)

    bool operator==(const Shadow&) const = default;
};

// What the frame is laid around. The subject is what the matte shows, without specks and haze; where the
// photo cuts it off there is no margin.
enum class FrameAround : std::uint8_t { photo, subject };

enum class MarginUnit : std::uint8_t { percent, pixels };

struct CanvasSize {
    int width = 0; // pixels
    int height = 0;

    bool operator==(const CanvasSize&) const = default;
};

struct Aspect {
    int width = 1;
    int height = 1;

    bool operator==(const Aspect&) const = default;
};

// The default changes nothing.
struct Framing {
    FrameAround around = FrameAround::photo;
    double margin = 0.0; // on each side, 0..45 per cent or 0..10'000 pixels of the finished picture
    MarginUnit unit = MarginUnit::percent;
    std::optional<CanvasSize> canvas; // exactly this size: what is framed is enlarged or reduced to fit
    std::optional<Aspect> aspect;     // the smallest frame of this shape; not together with a canvas
    // Per cent of the space that is left which lies left of what is framed, and above it, 0..100. As by
    // default a subject that the photo cuts off on one side stands there.
    int x = 50;
    int y = 50;

    bool isNeutral() const noexcept;
    void check() const; // throws Error(invalid_option)

    bool operator==(const Framing&) const = default;
};

// Where a finished picture lies over its photo, in pixels of the source.
struct FrameArea {
    double x = 0.0;
    double y = 0.0;
    double width = 0.0;
    double height = 0.0;

    bool operator==(const FrameArea&) const = default;
};

std::string_view name(BackgroundKind kind) noexcept; // "linear"
std::string_view name(PictureFit fit) noexcept;
std::string_view name(FrameAround around) noexcept;
std::string_view name(MarginUnit unit) noexcept;
std::optional<BackgroundKind> parseBackgroundKind(std::string_view text) noexcept;
std::optional<PictureFit> parsePictureFit(std::string_view text) noexcept;
std::optional<FrameAround> parseFrameAround(std::string_view text) noexcept;
std::optional<MarginUnit> parseMarginUnit(std::string_view text) noexcept;

std::optional<CanvasSize> parseCanvasSize(std::string_view text) noexcept; // "2000x1500"
std::optional<Aspect> parseAspect(std::string_view text) noexcept;         // "4:5"
std::string toString(const CanvasSize& size);
std::string toString(const Aspect& aspect);

// As the command line has them. All throw Error(invalid_option), which says what is wrong.
//
// "#rrggbb", "linear:#rrggbb:#rrggbb[:DEGREES]", "radial:#rrggbb:#rrggbb", "cover:FILE",
// "contain:[#rrggbb:]FILE", "blur[:PERCENT]".
Background backgroundFromText(std::string_view text);
// "angle=150,distance=2,blur=4,opacity=40,color=#000000": some or all of them, over what is there.
void applyShadowText(Shadow& shadow, std::string_view text);
// "photo" or "subject", and a margin: "subject:5%", "subject:40px".
void applyCropText(Framing& framing, std::string_view text);
// One of nine places ("top-left", "top", ..., "center", ...), or "X,Y" in per cent.
void applyPlaceText(Framing& framing, std::string_view text);

} // namespace kerf
