#pragma once

#include <vector>

namespace kerf {

// The index of the sample that stands for `index` when a row of `length` samples is continued by reflection
// about its first and last sample (which aren't repeated), as often as needed. length > 0; any index.
int reflectedIndex(int index, int length) noexcept;
// The same, the samples at the ends repeated ("symmetric").
int symmetricIndex(int index, int length) noexcept;

// How a side is cut into tiles; all in pixels of the source.
struct TileCut {
    int core = 512;   // a tile's share of the side, without its overlap; > 0
    int overlap = 16; // that a tile reads beyond its share, at either end; >= ramp / 2
    int ramp = 16;    // width of the stretch in which a tile fades into the next; even, <= core / 2
    int border = 0;   // by which the side is continued at either end; a multiple of align
    int align = 1;    // tiles begin and end at multiples of this, counted from -border
};

// Where a stretch of samples begins and ends (not included).
struct TileSpan {
    int begin = 0;
    int end = 0;

    int length() const noexcept { return end - begin; }
    bool operator==(const TileSpan&) const = default;
};

// One side of a picture, cut into tiles of one length that overlap by at least 2 * cut.overlap. The tiles are
// spread evenly; those at the ends reach over the side by cut.border, the last one by up to cut.align - 1
// more. Plain geometry: no pixels, no I/O. Throws std::logic_error where `cut` breaks its rules.
class TileAxis {
public:
    TileAxis(int length, const TileCut& cut);

    int count() const noexcept { return static_cast<int>(m_starts.size()); }
    int extent() const noexcept { return m_extent; } // of every tile, overlap included
    // What tile i reads; reaches beyond 0..length.
    TileSpan read(int i) const;
    // What tile i writes: inside 0..length, ramps included. Together they cover it, and only neighbours share
    // samples.
    TileSpan written(int i) const;
    // The samples that tile i - 1 and tile i both write; empty for the first tile and behind the last.
    TileSpan ramp(int i) const;

private:
    int m_length = 0;
    int m_extent = 0;
    int m_ramp = 0;
    std::vector<int> m_starts;
};

} // namespace kerf
