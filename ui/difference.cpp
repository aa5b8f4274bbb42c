#include "ui/difference.h"

#include "core/base/check.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace kerf::ui {
namespace {

// What a channel's difference, -255..255, looks like.
using Table = std::array<std::uint8_t, 511>;

Table tableFor(const DifferenceStyle& style) {
    Table table{};
    const int gain = std::clamp(style.gain, 1, kMaxGain);
    for (int i = 0; i < int(table.size()); ++i) {
        const int value = (i - 255) * gain;
        table[std::size_t(i)] =
            std::uint8_t(std::clamp(style.isSigned ? 128 + value : std::abs(value), 0, 255));
    }
    return table;
}

// Of the differences of a colour and of alpha the larger one.
int larger(int color, int alpha) noexcept {
    return std::abs(alpha) > std::abs(color) ? alpha : color;
}

// value * alpha / 255, rounded
int scaled(int value, int alpha) noexcept {
    const int product = value * alpha + 128;
    return (product + (product >> 8)) >> 8;
}

} // namespace

QImage difference(const QImage& a, const QImage& b, const DifferenceStyle& style) {
    KERF_CHECK(a.size() == b.size());
    QImage out(a.size(), QImage::Format_RGB32);
    if (out.isNull()) {
        return out;
    }
    KERF_CHECK(a.format() == QImage::Format_ARGB32_Premultiplied && b.format() == a.format());
    const Table table = tableFor(style);
    for (int y = 0; y < out.height(); ++y) {
        const auto* first = reinterpret_cast<const QRgb*>(a.constScanLine(y));  // pixels
        const auto* second = reinterpret_cast<const QRgb*>(b.constScanLine(y)); // pixels
        auto* row = reinterpret_cast<QRgb*>(out.scanLine(y));                   // pixels
        for (int x = 0; x < out.width(); ++x) {
            const QRgb p = first[x];
            const QRgb q = second[x];
            const auto seen = [&](int one, int other) { return table[std::size_t(255 + other - one)]; };
            if (qAlpha(p & q) == 255) {
                row[x] = qRgb(seen(qRed(p), qRed(q)), seen(qGreen(p), qGreen(q)), seen(qBlue(p), qBlue(q)));
                continue;
            }
            if (style.countsAlpha) {
                const int alpha = qAlpha(q) - qAlpha(p);
                const auto any = [&](int one, int other) {
                    return table[std::size_t(255 + larger(other - one, alpha))];
                };
                row[x] = qRgb(any(qRed(p), qRed(q)), any(qGreen(p), qGreen(q)), any(qBlue(p), qBlue(q)));
                continue;
            }
            const auto shared = [&](int one, int other) {
                return seen(scaled(one, qAlpha(q)), scaled(other, qAlpha(p)));
            };
            row[x] = qRgb(shared(qRed(p), qRed(q)), shared(qGreen(p), qGreen(q)), shared(qBlue(p), qBlue(q)));
        }
    }
    return out;
}

void keepChannel(QImage& image, Channel channel) {
    const int shift = channel == Channel::red ? 16 : channel == Channel::green ? 8 : 0;
    if (channel == Channel::color || channel == Channel::alpha) {
        return;
    }
    for (int y = 0; y < image.height(); ++y) {
        auto* row = reinterpret_cast<QRgb*>(image.scanLine(y)); // pixels
        std::transform(row, row + image.width(), row, [shift](QRgb pixel) {
            return 0xFF000000U | ((pixel >> unsigned(shift)) & 0xFFU) * 0x010101U;
        });
    }
}

} // namespace kerf::ui
