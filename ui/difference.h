#pragma once

#include "ui/compare_view.h"

#include <QImage>

namespace kerf::ui {

// What sets two pictures of the same size apart, as RGB32. Both ARGB32_Premultiplied; colours count as far as
// both pictures are opaque, so that a background that was cut away is no difference; unless the style counts
// alpha: then both are taken as they are on black, and where the alphas differ more than the colours, they
// count. Null for a null picture.
QImage difference(const QImage& a, const QImage& b, const DifferenceStyle& style);

// RGB32 with one of its channels in all three. `channel`: red, green or blue; anything else changes nothing.
void keepChannel(QImage& image, Channel channel);

} // namespace kerf::ui
