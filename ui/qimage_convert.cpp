#include "ui/qimage_convert.h"

#include "core/base/check.h"
#include "core/image/sample_type.h"

#include <QRgba64>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <new>
#include <span>
#include <type_traits>

namespace kerf::ui {
namespace {

constexpr int kRowsPerBlock = 64;

template <typename T>
std::uint8_t toByte(T value) noexcept {
    if constexpr (std::is_same_v<T, std::uint8_t>) {
        return value;
    } else if constexpr (std::is_same_v<T, std::uint16_t>) {
        return static_cast<std::uint8_t>((value * 255U + 32895U) >> 16U);
    } else {
        return static_cast<std::uint8_t>(std::clamp(value, 0.0F, 1.0F) * 255.0F + 0.5F);
    }
}

template <typename T>
std::uint16_t toWord(T value) noexcept {
    if constexpr (std::is_same_v<T, std::uint8_t>) {
        return static_cast<std::uint16_t>(value * 257U);
    } else if constexpr (std::is_same_v<T, std::uint16_t>) {
        return value;
    } else {
        return static_cast<std::uint16_t>(std::clamp(value, 0.0F, 1.0F) * 65535.0F + 0.5F);
    }
}

// Which pixels along an axis are taken: those of [from, from + length), or the middle ones of each block.
struct Sampling {
    int from = 0;
    int length = 0;
    int step = 1;

    int count() const noexcept { return (length + step - 1) / step; }
    int at(int i) const noexcept { return from + std::min(i * step + step / 2, length - 1); }
};

struct Grid {
    Sampling columns;
    Sampling rows;
};

Grid gridOf(const ImageFormat& format, const Conversion& conversion) {
    const QRect all(0, 0, format.width, format.height);
    const QRect area = conversion.area.isEmpty() ? all : conversion.area;
    KERF_CHECK(conversion.step >= 1 && all.contains(area));
    return {
        .columns = {area.x(), area.width(), conversion.step},
        .rows = {area.y(), area.height(), conversion.step}};
}

// Calls put(x, first sample of the pixel) for the taken pixels of a row.
template <typename T, typename Put>
void forEachTaken(std::span<const T> row, int channels, Sampling sampling, Put&& put) {
    const int count = sampling.count();
    if (sampling.step == 1) {
        const T* sample = row.data() + std::ptrdiff_t(sampling.from) * channels;
        for (int x = 0; x < count; ++x, sample += channels) {
            put(x, sample);
        }
        return;
    }
    for (int x = 0; x < count; ++x) {
        put(x, row.data() + std::ptrdiff_t(sampling.at(x)) * channels);
    }
}

template <typename T>
void fillRow8(const Image& image, int y, Sampling sampling, QRgb* out) {
    const ImageFormat& format = image.format();
    const std::span<const T> row = image.row<T>(y);
    if (format.channels == 1) {
        forEachTaken(row, 1, sampling, [&](int x, const T* s) {
            const int grey = toByte(s[0]);
            out[x] = qRgb(grey, grey, grey);
        });
    } else if (format.channels == 3) {
        forEachTaken(row, 3, sampling, [&](int x, const T* s) {
            out[x] = qRgb(toByte(s[0]), toByte(s[1]), toByte(s[2]));
        });
    } else {
        forEachTaken(row, 4, sampling, [&](int x, const T* s) {
            out[x] = qRgba(toByte(s[0]), toByte(s[1]), toByte(s[2]), toByte(s[3]));
        });
    }
}

template <typename T>
void fillRow16(const Image& image, int y, Sampling sampling, QRgba64* out) {
    const ImageFormat& format = image.format();
    const int green = format.channels == 1 ? 0 : 1;
    const int blue = format.channels == 1 ? 0 : 2;
    forEachTaken(image.row<T>(y), format.channels, sampling, [&](int x, const T* s) {
        const std::uint16_t alpha = format.channels == 4 ? toWord(s[3]) : std::uint16_t{0xFFFF};
        out[x] = QRgba64::fromRgba64(toWord(s[0]), toWord(s[green]), toWord(s[blue]), alpha);
    });
}

QImage allocate(int width, int height, QImage::Format format) {
    QImage image(width, height, format);
    if (image.isNull()) {
        throw std::bad_alloc();
    }
    return image;
}

// The formats that hold the image's samples as they are, with 8 and with 16 bits.
struct RawFormats {
    QImage::Format bits8 = QImage::Format_RGB32;
    QImage::Format bits16 = QImage::Format_RGBX64;

    explicit RawFormats(AlphaKind alpha) {
        if (alpha == AlphaKind::straight) {
            bits8 = QImage::Format_ARGB32;
            bits16 = QImage::Format_RGBA64;
        } else if (alpha == AlphaKind::premultiplied) {
            bits8 = QImage::Format_ARGB32_Premultiplied;
            bits16 = QImage::Format_RGBA64_Premultiplied;
        }
    }
};

// Rows [from, from + count) of the result with the profile's colours converted; 16 bits in between where the
// samples have more than 8, so that wide spaces don't band.
QImage convertedBlock(
    const Image& image,
    int from,
    int count,
    const Grid& grid,
    const QColorTransform& transform,
    QImage::Format wanted) {
    const ImageFormat& format = image.format();
    const RawFormats raw(format.alpha);
    const bool isByte = format.type == PixelType::u8;
    QImage block = allocate(grid.columns.count(), count, isByte ? raw.bits8 : raw.bits16);
    withSampleType(format.type, [&](auto sample) {
        using T = decltype(sample);
        for (int i = 0; i < count; ++i) {
            const int y = grid.rows.at(from + i);
            if constexpr (std::is_same_v<T, std::uint8_t>) {
                fillRow8<T>(image, y, grid.columns, reinterpret_cast<QRgb*>(block.scanLine(i))); // pixels
            } else {
                fillRow16<T>(image, y, grid.columns, reinterpret_cast<QRgba64*>(block.scanLine(i))); // pixels
            }
        }
    });
    block.applyColorTransform(transform);
    return std::move(block).convertToFormat(wanted);
}

void premultiplyRow(std::span<QRgb> row) {
    for (QRgb& pixel : row) {
        pixel = qPremultiply(pixel);
    }
}

} // namespace

std::optional<QColorTransform> screenTransform(const std::string& icc, const QColorSpace& screen) {
    QColorSpace space(QColorSpace::SRgb);
    if (!icc.empty()) {
        const QColorSpace own = QColorSpace::fromIccProfile(
            QByteArray::fromRawData(icc.data(), static_cast<qsizetype>(icc.size())));
        space = own.isValid() ? own : space;
    }
    if (!screen.isValid() || space == screen) {
        return std::nullopt;
    }
    return space.transformationToColorSpace(screen);
}

QImage toQImage(const Image& image, const Progress& progress, int step) {
    if (image.empty()) {
        return {};
    }
    return toQImage(
        image, {.colors = screenTransform(image.format().icc, QColorSpace(QColorSpace::SRgb)), .step = step},
        progress);
}

QImage toQImage(const Image& image, const Conversion& conversion, const Progress& progress) {
    if (image.empty()) {
        return {};
    }
    const ImageFormat& format = image.format();
    const Grid grid = gridOf(format, conversion);
    const int width = grid.columns.count();
    const int height = grid.rows.count();
    const bool hasAlpha = format.alpha != AlphaKind::none;
    QImage out =
        allocate(width, height, hasAlpha ? QImage::Format_ARGB32_Premultiplied : QImage::Format_RGB32);

    for (int from = 0; from < height; from += kRowsPerBlock) {
        progress.step(double(from) / height);
        const int count = std::min(kRowsPerBlock, height - from);
        if (conversion.colors) {
            const QImage block = convertedBlock(image, from, count, grid, *conversion.colors, out.format());
            for (int i = 0; i < count; ++i) {
                std::memcpy(
                    out.scanLine(from + i), block.constScanLine(i), std::size_t(width) * sizeof(QRgb));
            }
            continue;
        }
        withSampleType(format.type, [&](auto sample) {
            for (int i = from; i < from + count; ++i) {
                auto* row = reinterpret_cast<QRgb*>(out.scanLine(i)); // pixels
                fillRow8<decltype(sample)>(image, grid.rows.at(i), grid.columns, row);
                if (format.alpha == AlphaKind::straight) {
                    premultiplyRow({row, std::size_t(width)});
                }
            }
        });
    }
    progress.step(1.0);
    return out;
}

QImage toAlphaQImage(const Image& image, const Progress& progress, int step) {
    return toAlphaQImage(image, Conversion{.colors = {}, .area = {}, .step = step}, progress);
}

QImage toAlphaQImage(const Image& image, const Conversion& conversion, const Progress& progress) {
    if (image.empty()) {
        return {};
    }
    const ImageFormat& format = image.format();
    const Grid grid = gridOf(format, conversion);
    const int height = grid.rows.count();
    QImage out = allocate(grid.columns.count(), height, QImage::Format_Grayscale8);
    if (format.channels == 3) {
        out.fill(Qt::white);
        return out;
    }
    withSampleType(format.type, [&](auto sample) {
        using T = decltype(sample);
        for (int i = 0; i < height; ++i) {
            if (i % kRowsPerBlock == 0) {
                progress.step(double(i) / height);
            }
            uchar* row = out.scanLine(i);
            forEachTaken(
                image.row<T>(grid.rows.at(i)), format.channels, grid.columns,
                [&](int x, const T* s) { row[x] = toByte(s[format.channels - 1]); });
        }
    });
    progress.step(1.0);
    return out;
}

} // namespace kerf::ui
