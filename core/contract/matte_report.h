#pragma once

#include "core/contract/recipe.h"

#include <array>
#include <cstdint>
#include <vector>

namespace kerf {

// What a matte's shape says about it without anything to compare with; by measureMatte() in core/qa. Plain
// data.
//
// Lengths and areas are in pixels of the matte (the result's, which may be larger than the photo), shares
// 0..1 of its pixels. A pixel is 0 or 1 where it would be 0 or 255 in 8 bits, but for `transparent` and
// `opaque`, which count what is exactly 0 and full in the matte's own depth. Soft is strictly between 0.05
// and 0.95; inside is at least 0.5.

// Connected pixels of one kind.
struct SpotCount {
    int count = 0;
    std::int64_t area = 0;    // of all
    std::int64_t largest = 0; // area of the largest

    bool operator==(const SpotCount&) const = default;
};

// How far softness is told apart: MatteNumbers::softBeyond has an entry for every whole distance up to it.
inline constexpr int kMaxSoftDistance = 64;

// Small enough to be kept for every photo of a long list.
struct MatteNumbers {
    int width = 0;
    int height = 0;
    double coverage = 0.0;    // mean alpha
    double transparent = 0.0; // share that is exactly 0
    double opaque = 0.0;      // share that is exactly full
    double partial = 0.0;     // the rest
    double haze = 0.0;        // share above 0, but at most 0.05: what is left of a background
    // The edge's width in pixels: at a soft pixel the distance (between centres) to the nearest pixel of at
    // most 0.05 and that to the nearest of at least 0.95, less 1; so a straight ramp with n soft pixels is n
    // wide, an edge without any 0. Percentiles along the edge (each soft pixel counts as 1/width), to a
    // quarter of a pixel. Soft patches that don't lie between subject and background don't count. 0 without
    // an edge.
    double edgeP50 = 0.0;
    double edgeP90 = 0.0;
    double edgeMax = 0.0;
    // Share of soft pixels further than `index` px from any pixel that is 0: softness that no edge explains.
    std::array<float, kMaxSoftDistance + 1> softBeyond{};
    SpotCount holes;   // below 0.5, surrounded (4-connected; what reaches the frame is no hole)
    SpotCount islands; // inside (8-connected), apart from the largest piece
    SpotCount ghosts;  // soft patches that are nowhere inside and touch nothing that is: faint remains
    // Share of each side of the frame that is inside.
    double left = 0.0;
    double top = 0.0;
    double right = 0.0;
    double bottom = 0.0;
    double maskScale =
        0.0; // pixels of the matte's side that one pixel of the engine's own mask became; 0: not known

    // Share of soft pixels further than `distance` (0..kMaxSoftDistance) from any 0.
    double interiorSoftness(int distance) const { return double(softBeyond[std::size_t(distance)]); }

    bool operator==(const MatteNumbers&) const = default;
};

enum class MatteRegionKind : std::uint8_t { hole, island, ghost, soft_interior };

// A place worth a look.
struct MatteRegion {
    MatteRegionKind kind = MatteRegionKind::hole;
    Rect box; // in pixels of the matte
    std::int64_t area = 0;

    bool operator==(const MatteRegion&) const = default;
};

struct MatteReport {
    MatteNumbers numbers;
    // Pixels by alpha in 8 bits (rounded).
    std::array<std::uint64_t, 256> histogram{};
    int softDistance = 8; // what the soft_interior regions were found with
    // Of each kind the kMaxRegions largest; all kinds together, largest area first.
    static constexpr int kMaxRegions = 200;
    std::vector<MatteRegion> regions;

    bool operator==(const MatteReport&) const = default;
};

} // namespace kerf
