#pragma once

#include "core/image/image.h"

#include <QSize>

#include <array>
#include <cstdint>

namespace kerf::test {

using Pixel = std::array<std::uint16_t, 4>; // red, green, blue, alpha in the image's own range

// A straight RGBA picture from a function of x and y; 8 bits, or 16.
template <typename T = std::uint8_t, typename F>
Image cutoutImage(QSize size, F&& pixelAt) {
    ImageBuffer buffer(
        {.width = size.width(),
         .height = size.height(),
         .channels = 4,
         .type = sizeof(T) == 1 ? PixelType::u8 : PixelType::u16,
         .alpha = AlphaKind::straight});
    for (int y = 0; y < size.height(); ++y) {
        const auto row = buffer.row<T>(y);
        for (int x = 0; x < size.width(); ++x) {
            const Pixel pixel = pixelAt(x, y);
            for (std::size_t channel = 0; channel < 4; ++channel) {
                row[std::size_t(x) * 4 + channel] = T(pixel[channel]);
            }
        }
    }
    return Image(std::move(buffer));
}

// A matte from a function of x and y.
template <typename T = std::uint8_t, typename F>
Image matteImage(QSize size, F&& valueAt) {
    ImageBuffer buffer(
        {.width = size.width(),
         .height = size.height(),
         .channels = 1,
         .type = sizeof(T) == 1 ? PixelType::u8 : PixelType::u16});
    for (int y = 0; y < size.height(); ++y) {
        const auto row = buffer.row<T>(y);
        for (int x = 0; x < size.width(); ++x) {
            row[std::size_t(x)] = T(valueAt(x, y));
        }
    }
    return Image(std::move(buffer));
}

} // namespace kerf::test
