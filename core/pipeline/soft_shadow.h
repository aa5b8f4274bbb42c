#pragma once

#include "core/base/progress.h"
#include "core/image/image.h"

#include <span>
#include <vector>

namespace kerf {

// The alpha of a picture, blurred and moved: what a light throws on a wall behind it. What leaves the picture
// is taken to go on beyond its edge. Made as small as its blur allows. Immutable; any thread may read it.
class SoftShadow {
public:
    // Of an RGBA picture (u8 or u16). All in its pixels; `sigma` >= 0. Throws Cancelled.
    SoftShadow(const Image& picture, double sigma, double right, double down, const Progress& progress);

    // Fills row y of the picture: how much of the light is held off, 0..1.
    void row(int y, std::span<float> shade) const;

private:
    struct Between {
        std::size_t first = 0;
        std::size_t second = 0;
        float share = 0.0F; // of the second
    };
    Between between(double at, int count) const;

    Image m_shade;       // f32, one channel
    double m_side = 1.0; // pixels of the picture that one of it is
    double m_down;
    std::vector<Between> m_columns;
};

} // namespace kerf
