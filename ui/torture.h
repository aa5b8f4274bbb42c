#pragma once

#include <QColor>
#include <QImage>

#include <optional>

namespace kerf::ui {

// The mean colour of a cut-out's fringe: of all pixels with 0 < alpha < 1, in linear light, weighted by
// alpha * (1 - alpha), so that the middle of the edge counts most. `colors`: RGB32, not premultiplied;
// `codes`: see matte_codes.h, of any size. Nothing where no alpha is partial. Any thread.
std::optional<QColor> fringeColor(const QImage& colors, const QImage& codes);

// The background on which a fringe of this colour shows most. In Oklab: the opposite hue (hue + 180 degrees),
// a far lightness (0.85 for a fringe darker than 0.6, else 0.35), and as much chroma, up to 0.25, as sRGB has
// there. A fringe without a hue of its own (chroma below 0.02), or none, gets magenta's (328 degrees), which
// photographs seldom have.
QColor opposedColor(const std::optional<QColor>& fringe);

} // namespace kerf::ui
