#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kerf {

// What is done to the whole edge of every matte, in this order: levels, shrink or grow, feather. Neutral by
// default. Lengths are pixels of the source photo, whatever the scale of the result.
struct EdgeSettings {
    int black = 0;        // alpha up to this becomes 0; 0..254, in 8-bit levels also for 16 bits
    int white = 255;      // alpha from this on becomes 1; black + 1..255
    double gamma = 1.0;   // of what lies between, 0.1..10; above 1 makes it more opaque
    double grow = 0.0;    // moves the edge outwards, below 0 inwards; -50..50
    double feather = 0.0; // over how far to each side the edge is softened, 0..100

    bool isNeutral() const noexcept;
    void check() const; // throws Error(invalid_option)

    bool operator==(const EdgeSettings&) const = default;
};

// What a brush line does to the matte under it: towards 1, towards 0, back to what the mask engine found.
enum class StrokeMode : std::uint8_t { add, remove, restore };

// A point of a brush line in pixels of the source photo (centres at .5), and how hard a pen was pressed
// there, 0..1; 1 for a mouse.
struct StrokePoint {
    double x = 0.0;
    double y = 0.0;
    double pressure = 1.0;

    bool operator==(const StrokePoint&) const = default;
};

// One brush line over a matte. Lines apply in their order.
struct MatteStroke {
    StrokeMode mode = StrokeMode::add;
    double radius = 20.0;      // source pixels, above 0, at most 10,000
    double hardness = 0.6;     // 0..1: the share of the radius that is painted in full, softer from there on
    double opacity = 1.0;      // 0..1, times the pressure
    bool onlyUncertain = true; // leaves alone what the mask engine found to be exactly 0 or 1; restoring is
                               // never kept from anything
    bool isEdgeAware = false;  // keeps to pixels that look like those under the line's middle
    std::vector<StrokePoint> points; // at least one

    void check() const; // throws Error(invalid_option)

    bool operator==(const MatteStroke&) const = default;
};

std::string_view name(StrokeMode mode) noexcept; // "add", "remove", "restore"

// "levels 10..245, gamma 1.2, grow 1.5 px, feather 2 px, 4 strokes"; empty where there is nothing to do.
std::string describe(const EdgeSettings& edges, const std::vector<MatteStroke>& strokes);

} // namespace kerf
