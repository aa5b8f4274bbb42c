#include "ui/matte_codes.h"

#include "core/base/check.h"
#include "core/image/sample_type.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

namespace kerf::ui {
namespace {

constexpr int kSmallestSide = 256;
constexpr int kRowsPerStep = 128;
constexpr double kRounding = 1e-6; // of a pixel's edge

template <typename T>
std::uint8_t codeOf(T value) noexcept {
    constexpr T full = std::is_same_v<T, float> ? T(1) : std::numeric_limits<T>::max();
    if (!(value > T(0))) {
        return 0; // not-a-number, too
    }
    if (value >= full) {
        return 255;
    }
    const double scaled = double(value) / double(full) * 255.0;
    return static_cast<std::uint8_t>(std::clamp(int(std::lround(scaled)), 1, 254));
}

// Joins the codes of a block.
class Join {
public:
    void add(std::uint8_t code) noexcept {
        if (code == 255) {
            ++m_ones;
        } else if (code == 0) {
            ++m_zeros;
        } else {
            m_sum += code;
            ++m_partial;
        }
    }
    std::uint8_t code() const noexcept {
        if (m_partial > 0) {
            return static_cast<std::uint8_t>((m_sum + m_partial / 2) / m_partial);
        }
        return m_ones >= m_zeros ? 255 : 0;
    }

private:
    int m_zeros = 0;
    int m_ones = 0;
    int m_partial = 0;
    int m_sum = 0;
};

QImage allocate(int width, int height) {
    QImage image(width, height, QImage::Format_Grayscale8);
    if (image.isNull()) {
        throw std::bad_alloc();
    }
    return image;
}

QImage halvedCodes(const QImage& codes, const Progress& progress) {
    QImage out = allocate((codes.width() + 1) / 2, (codes.height() + 1) / 2);
    for (int y = 0; y < out.height(); ++y) {
        if (y % kRowsPerStep == 0) {
            progress.step(double(y) / out.height());
        }
        const uchar* upper = codes.constScanLine(2 * y);
        const uchar* lower = codes.constScanLine(std::min(2 * y + 1, codes.height() - 1));
        uchar* row = out.scanLine(y);
        for (int x = 0; x < out.width(); ++x) {
            const int left = 2 * x;
            const int right = std::min(left + 1, codes.width() - 1);
            if (upper[left] == upper[right] && upper[left] == lower[left] && upper[left] == lower[right]) {
                row[x] = upper[left];
                continue;
            }
            Join join;
            for (const uchar code : {upper[left], upper[right], lower[left], lower[right]}) {
                join.add(code);
            }
            row[x] = join.code();
        }
    }
    return out;
}

// The pixels of a picture that a device pixel shows along one axis: all that it touches where several fall
// into one, else the one at its middle.
struct Span {
    int first = 0;
    int last = 0;
};

std::vector<Span> spans(int from, int count, double origin, double pixel, int length) {
    std::vector<Span> result(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        const double start = (from + i - origin) / pixel;
        Span& span = result[std::size_t(i)];
        if (pixel >= 1.0 - kRounding) {
            span.first = span.last = std::clamp(int(std::floor(start + 0.5 / pixel)), 0, length - 1);
        } else {
            span.first = std::clamp(int(std::floor(start + kRounding)), 0, length - 1);
            span.last =
                std::clamp(int(std::ceil(start + 1.0 / pixel - kRounding)) - 1, span.first, length - 1);
        }
    }
    return result;
}

} // namespace

QImage toMatteCodes(const Image& image, const Progress& progress, int step) {
    KERF_CHECK(step >= 1);
    if (image.empty()) {
        return {};
    }
    const ImageFormat& format = image.format();
    QImage out = allocate((format.width + step - 1) / step, (format.height + step - 1) / step);
    if (format.channels == 3) {
        out.fill(Qt::white);
        return out;
    }
    const auto taken = [step](int i, int length) { return std::min(i * step + step / 2, length - 1); };
    withSampleType(format.type, [&](auto sample) {
        using T = decltype(sample);
        for (int i = 0; i < out.height(); ++i) {
            if (i % kRowsPerStep == 0) {
                progress.step(double(i) / out.height());
            }
            const auto row = image.row<T>(taken(i, format.height));
            const auto channels = std::size_t(format.channels);
            uchar* codes = out.scanLine(i);
            for (int x = 0; x < out.width(); ++x) {
                codes[x] = codeOf(row[std::size_t(taken(x, format.width)) * channels + channels - 1]);
            }
        }
    });
    progress.step(1.0);
    return out;
}

Pyramid makeCodePyramid(QImage codes, const Progress& progress) {
    KERF_CHECK(!codes.isNull());
    Pyramid pyramid{.size = codes.size(), .levels = {}};
    pyramid.levels.push_back({.image = std::move(codes), .span = 1});
    while (true) {
        const PyramidLevel& last = pyramid.levels.back();
        if (std::max(last.image.width(), last.image.height()) <= kSmallestSide) {
            return pyramid;
        }
        QImage next = halvedCodes(last.image, progress);
        pyramid.levels.push_back({.image = std::move(next), .span = last.span * 2});
    }
}

MatteCounts countCodes(const QImage& codes) {
    MatteCounts counts;
    for (int y = 0; y < codes.height(); ++y) {
        const uchar* row = codes.constScanLine(y);
        const auto zeros = std::count(row, row + codes.width(), uchar{0});
        const auto ones = std::count(row, row + codes.width(), uchar{255});
        counts.zero += zeros;
        counts.one += ones;
        counts.partial += codes.width() - zeros - ones;
    }
    return counts;
}

void paintCodes(QPainter& painter, const Placement& place, const QRect& part, const ShadeTable& table) {
    const QImage& image = place.image;
    const std::vector<Span> columns =
        spans(part.x(), part.width(), place.origin.x(), place.pixelWidth, image.width());
    const std::vector<Span> rows =
        spans(part.y(), part.height(), place.origin.y(), place.pixelHeight, image.height());
    QImage out(part.size(), QImage::Format_ARGB32_Premultiplied);
    if (out.isNull()) {
        return;
    }
    for (int y = 0; y < part.height(); ++y) {
        const Span& row = rows[std::size_t(y)];
        auto* pixels = reinterpret_cast<QRgb*>(out.scanLine(y)); // pixels
        for (std::size_t x = 0; x < columns.size(); ++x) {
            const Span& column = columns[x];
            if (row.first == row.last && column.first == column.last) {
                pixels[x] = table[image.constScanLine(row.first)[column.first]];
                continue;
            }
            Join join;
            for (int from = row.first; from <= row.last; ++from) {
                const uchar* codes = image.constScanLine(from);
                for (int at = column.first; at <= column.last; ++at) {
                    join.add(codes[at]);
                }
            }
            pixels[x] = table[join.code()];
        }
    }
    painter.drawImage(part.topLeft(), out);
}

} // namespace kerf::ui
