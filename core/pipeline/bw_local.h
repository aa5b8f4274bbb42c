#pragma once

#include "core/pipeline/bw_tones.h"

#include <vector>

namespace kerf::bw {

// The standard deviation of the noise of a plane, looked for where the subject is smoothest; 0 where it has
// nearly no area.
double noiseUnder(const Plane& plane, const Image& matte, const Progress& progress);

// Local contrast by contrast-limited adaptive equalisation of the subject's tones: each cell of a grid has a
// map of lightness from what of the subject lies in it, and a pixel takes the maps of the four cells around
// it. What is as small as the picture's noise is passed through as it is, so noise isn't raised. Where there
// is little subject, the map is that of all of it; nothing but the subject has a say.
class LocalContrast {
public:
    // `plane` is lightness 0..1; `noise` its standard deviation there; amount 0..1.
    LocalContrast(
        const Plane& plane, const Image& matte, double amount, double noise, const Progress& progress);

    // Lightness `v` of the pixel at x, y, which with noise is `v` and without it about `calm`.
    float operator()(int x, int y, float v, float calm) const noexcept;
    // The plane without what may be noise; the plane itself where there is none.
    const Plane& calm() const { return m_calm.values.empty() ? m_plane : m_calm; }

private:
    static constexpr int kBins = 256;

    void fillMaps(const Image& matte, const Progress& progress);
    float mapped(int cell, float v) const noexcept;

    const Plane& m_plane; // outlives this
    Plane m_calm{0, 0};
    float m_amount;
    int m_across = 1;
    int m_down = 1;
    double m_cellWidth = 1.0;
    double m_cellHeight = 1.0;
    std::vector<float> m_maps; // of cells: kBins + 1 values each, what is added to a lightness
};

} // namespace kerf::bw
