#include "ui/alpha_style.h"

#include <algorithm>
#include <cmath>

namespace kerf::ui {
namespace {

constexpr std::array<const char*, kAlphaViews> kKeys{
    "checkerboard", "black", "white",   "mid-grey", "color", "gradient", "picture",
    "torture",      "grey",  "overlay", "monitor",  "band",  "rgb",      "premultiplied"};

QColor valid(const QColor& color, const QColor& otherwise) {
    return color.isValid() ? QColor(color.rgb()) : otherwise;
}

} // namespace

bool AlphaStyle::hasCurve() const {
    return view != AlphaView::monitor && (gain != 1.0 || gamma != 1.0);
}

AlphaStyle clamped(AlphaStyle style) {
    const AlphaStyle fresh;
    const auto within = [](double value, const std::array<double, 2>& range) {
        return std::isfinite(value) ? std::clamp(value, range[0], range[1]) : 1.0;
    };
    style.checkSide = std::clamp(style.checkSide, 2, 64);
    style.checkContrast = std::clamp(style.checkContrast, 0, 300);
    style.overlayColor = std::clamp(style.overlayColor, 0, int(kOverlayColors.size()) - 1);
    style.overlayOpacity = std::clamp(style.overlayOpacity, 0, 100);
    style.bandDim = std::clamp(style.bandDim, 0, 100);
    style.gain = within(style.gain, kGainRange);
    style.gamma = within(style.gamma, kGammaRange);
    for (const auto member :
         {&AlphaStyle::checkLight, &AlphaStyle::checkDark, &AlphaStyle::color, &AlphaStyle::gradientTop,
          &AlphaStyle::gradientBottom}) {
        style.*member = valid(style.*member, fresh.*member);
    }
    return style;
}

AlphaStyle withViewReset(AlphaStyle style) {
    const AlphaStyle fresh;
    switch (style.view) {
    case AlphaView::checkerboard:
        style.checkSide = fresh.checkSide;
        style.checkContrast = fresh.checkContrast;
        style.checkLight = fresh.checkLight;
        style.checkDark = fresh.checkDark;
        break;
    case AlphaView::color:
        style.color = fresh.color;
        break;
    case AlphaView::gradient:
        style.gradientTop = fresh.gradientTop;
        style.gradientBottom = fresh.gradientBottom;
        break;
    case AlphaView::overlay:
        style.overlayColor = fresh.overlayColor;
        style.overlayOpacity = fresh.overlayOpacity;
        break;
    case AlphaView::band:
        style.bandDim = fresh.bandDim;
        break;
    default:
        break;
    }
    if (style.view != AlphaView::monitor) {
        style.gain = fresh.gain;
        style.gamma = fresh.gamma;
    }
    return style;
}

std::array<QColor, 2> checkColors(const AlphaStyle& style) {
    const double part = style.checkContrast / 100.0;
    const auto moved = [&](const QColor& one, const QColor& other) {
        const auto channel = [&](int a, int b) {
            const double middle = (a + b) / 2.0;
            return std::clamp(int(std::lround(middle + (a - middle) * part)), 0, 255);
        };
        return QColor(
            channel(one.red(), other.red()), channel(one.green(), other.green()),
            channel(one.blue(), other.blue()));
    };
    return {moved(style.checkLight, style.checkDark), moved(style.checkDark, style.checkLight)};
}

QString alphaViewKey(AlphaView view) {
    return QString::fromLatin1(kKeys[std::size_t(view)]);
}

std::optional<AlphaView> parseAlphaView(const QString& key) {
    const auto found =
        std::find_if(kKeys.begin(), kKeys.end(), [&](const char* one) { return key == QLatin1String(one); });
    return found == kKeys.end() ? std::nullopt : std::optional(AlphaView(found - kKeys.begin()));
}

} // namespace kerf::ui
