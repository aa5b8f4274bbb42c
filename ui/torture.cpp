#include "ui/torture.h"

#include "ui/oklab.h"

#include <array>
#include <cmath>

namespace kerf::ui {
namespace {

constexpr double kNoHue = 0.02;
constexpr double kMagenta = 328.0;
constexpr double kMostChroma = 0.25;
constexpr double kMiddle = 0.6;
constexpr double kLight = 0.85;
constexpr double kDark = 0.35;

const std::array<double, 256>& linearTable() {
    static const std::array<double, 256> table = [] {
        std::array<double, 256> t{};
        for (std::size_t i = 0; i < t.size(); ++i) {
            t[i] = toLinear(double(i) / 255.0);
        }
        return t;
    }();
    return table;
}

} // namespace

std::optional<QColor> fringeColor(const QImage& colors, const QImage& codes) {
    if (colors.isNull() || codes.isNull()) {
        return std::nullopt;
    }
    const std::array<double, 256>& light = linearTable();
    std::array<double, 3> sum{};
    double weights = 0.0;
    for (int y = 0; y < codes.height(); ++y) {
        const uchar* code = codes.constScanLine(y);
        const int row = int(qint64(y) * colors.height() / codes.height());
        const auto* pixels = reinterpret_cast<const QRgb*>(colors.constScanLine(row)); // pixels
        for (int x = 0; x < codes.width(); ++x) {
            if (code[x] == 0 || code[x] == 255) {
                continue;
            }
            const double alpha = code[x] / 255.0;
            const double weight = alpha * (1.0 - alpha);
            const QRgb pixel = pixels[qint64(x) * colors.width() / codes.width()];
            sum[0] += weight * light[std::size_t(qRed(pixel))];
            sum[1] += weight * light[std::size_t(qGreen(pixel))];
            sum[2] += weight * light[std::size_t(qBlue(pixel))];
            weights += weight;
        }
    }
    if (weights == 0.0) {
        return std::nullopt;
    }
    const auto byte = [&](double total) { return int(std::lround(fromLinear(total / weights) * 255.0)); };
    return QColor(byte(sum[0]), byte(sum[1]), byte(sum[2]));
}

QColor opposedColor(const std::optional<QColor>& fringe) {
    const Oklab lab = toOklab(fringe.value_or(QColor(0, 0, 0)));
    const double hue = lab.chroma() < kNoHue ? kMagenta : std::fmod(lab.hue() + 180.0, 360.0);
    return fromOklch(lab.lightness < kMiddle ? kLight : kDark, kMostChroma, hue);
}

} // namespace kerf::ui
