#include "ui/pyramid.h"

#include "core/base/check.h"
#include "ui/qimage_convert.h"

#include <algorithm>
#include <cstdint>
#include <new>
#include <utility>

namespace kerf::ui {
namespace {

constexpr int kSmallestSide = 256;
constexpr int kRowsPerStep = 128;
constexpr double kSlack = 0.999; // a level counts as fine enough in spite of rounding

// The means of four pixels' channels, two channels a time in one word.
std::uint32_t mean(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) noexcept {
    constexpr std::uint32_t mask = 0x00FF00FFU;
    constexpr std::uint32_t half = 0x00020002U;
    const std::uint32_t low = (a & mask) + (b & mask) + (c & mask) + (d & mask) + half;
    const std::uint32_t high =
        ((a >> 8U) & mask) + ((b >> 8U) & mask) + ((c >> 8U) & mask) + ((d >> 8U) & mask) + half;
    return ((low >> 2U) & mask) | (((high >> 2U) & mask) << 8U);
}

std::uint8_t mean(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d) noexcept {
    return static_cast<std::uint8_t>((a + b + c + d + 2) >> 2);
}

template <typename T>
void halveRow(const T* upper, const T* lower, int width, T* out) {
    const int pairs = width / 2;
    for (int x = 0; x < pairs; ++x) {
        out[x] = mean(upper[2 * x], upper[2 * x + 1], lower[2 * x], lower[2 * x + 1]);
    }
    if (width % 2 != 0) {
        const T up = upper[width - 1];
        const T low = lower[width - 1];
        out[pairs] = mean(up, up, low, low);
    }
}

} // namespace

const PyramidLevel& Pyramid::levelFor(double zoom) const {
    KERF_CHECK(!levels.empty());
    const auto coarser = std::find_if(levels.begin(), levels.end(), [&](const PyramidLevel& level) {
        return 1.0 / level.span < zoom * kSlack;
    });
    return coarser == levels.begin() ? levels.front() : *std::prev(coarser);
}

QImage halved(const QImage& image, const Progress& progress) {
    const bool isGrey = image.format() == QImage::Format_Grayscale8;
    KERF_CHECK(isGrey || image.depth() == 32);
    QImage out((image.width() + 1) / 2, (image.height() + 1) / 2, image.format());
    if (out.isNull()) {
        throw std::bad_alloc();
    }
    for (int y = 0; y < out.height(); ++y) {
        if (y % kRowsPerStep == 0) {
            progress.step(double(y) / out.height());
        }
        const uchar* upper = image.constScanLine(2 * y);
        const uchar* lower = image.constScanLine(std::min(2 * y + 1, image.height() - 1));
        if (isGrey) {
            halveRow<std::uint8_t>(upper, lower, image.width(), out.scanLine(y));
        } else {
            halveRow<std::uint32_t>(
                reinterpret_cast<const std::uint32_t*>(upper), // pixels
                reinterpret_cast<const std::uint32_t*>(lower), image.width(),
                reinterpret_cast<std::uint32_t*>(out.scanLine(y)));
        }
    }
    return out;
}

int Pyramid::spanFor(double zoom) const {
    const int kept = levelFor(zoom).span;
    if (!fine || kept > levels.front().span) {
        return kept;
    }
    int span = kept;
    while (span > 1 && 1.0 / span < zoom * kSlack) {
        span /= 2;
    }
    return span;
}

QSize levelSize(QSize picture, int span) {
    return {(picture.width() + span - 1) / span, (picture.height() + span - 1) / span};
}

QImage levelPart(const FineSource& source, int span, const QRect& area, const Progress& progress) {
    const QRect all(0, 0, source.image.format().width, source.image.format().height);
    const Conversion conversion{
        .colors = source.colors, .area = QRect(area.topLeft() * span, area.size() * span).intersected(all)};
    QImage part = source.isAlpha ? toAlphaQImage(source.image, conversion, progress)
                                 : toQImage(source.image, conversion, progress);
    for (int done = 1; done < span; done *= 2) {
        part = halved(part);
    }
    return part;
}

Pyramid makePyramid(const FineSource& source, qint64 maxPixels, const Progress& progress) {
    const QSize size(source.image.format().width, source.image.format().height);
    int span = 1;
    while (qint64(levelSize(size, span).width()) * levelSize(size, span).height() > maxPixels) {
        span *= 2;
    }
    const QSize first = levelSize(size, span);
    QImage image;
    for (int y = 0; y < first.height(); y += kRowsPerStep) {
        progress.step(0.8 * y / first.height());
        const QRect rows(0, y, first.width(), std::min(kRowsPerStep, first.height() - y));
        const QImage strip = levelPart(source, span, rows, Progress(progress.stop(), {}));
        if (image.isNull()) {
            image = QImage(first, strip.format());
        }
        if (image.isNull()) {
            throw std::bad_alloc();
        }
        for (int i = 0; i < strip.height(); ++i) {
            std::copy_n(
                strip.constScanLine(i), std::min(strip.bytesPerLine(), image.bytesPerLine()),
                image.scanLine(y + i));
        }
    }
    Pyramid pyramid = makePyramid(std::move(image), progress.part(0.8, 1.0));
    for (PyramidLevel& level : pyramid.levels) {
        level.span *= span;
    }
    pyramid.size = size;
    if (span > 1) {
        pyramid.fine = source;
    }
    return pyramid;
}

Pyramid makePyramid(QImage image, const Progress& progress) {
    KERF_CHECK(!image.isNull());
    Pyramid pyramid{.size = image.size(), .levels = {}};
    pyramid.levels.push_back({.image = std::move(image), .span = 1});
    while (true) {
        const PyramidLevel& last = pyramid.levels.back();
        if (std::max(last.image.width(), last.image.height()) <= kSmallestSide) {
            return pyramid;
        }
        QImage next = halved(last.image, progress);
        pyramid.levels.push_back({.image = std::move(next), .span = last.span * 2});
    }
}

} // namespace kerf::ui
