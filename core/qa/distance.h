#pragma once

#include "core/base/progress.h"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace kerf {

// Exact Euclidean distances between pixel centres, in time linear in the pixels: first how far each pixel of
// a column is from the nearest marked one of its column, then row by row the lower envelope of the parabolas
// that these put up (Meijster, Roerdink and Hesselink 2000; Felzenszwalb and Huttenlocher 2012).
class DistanceField {
public:
    static constexpr std::uint32_t kNone = 0xffffffffU; // squared distance where nothing at all is marked

    // `classes` are width x height bytes; a pixel is marked where (byte & bit) is not 0.
    DistanceField(
        std::span<const std::uint8_t> classes,
        int width,
        int height,
        std::uint8_t bit,
        int threads,
        const Progress& progress);

    // Space that one thread needs for a row.
    struct Scratch {
        std::vector<int> apex;
        std::vector<double> from;
    };

    // Squared distances of a whole row. Thread-safe with a scratch for each thread.
    void row(int y, std::span<std::uint32_t> squared, Scratch& scratch) const;

private:
    int m_width;
    std::vector<std::uint16_t> m_down; // in the column; kFar: none
};

} // namespace kerf
