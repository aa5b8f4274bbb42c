#include "core/contract/staging.h"

#include "core/base/error.h"
#include "core/contract/key_values.h"
#include "core/contract/names.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace kerf {
namespace {

constexpr int kMostSide = 20'000; // of a canvas
constexpr int kMostRatio = 20;    // of a frame's sides
constexpr std::size_t kMostName = 4096;
constexpr double kMostLength = 50.0; // per cent
constexpr double kMostMargin = 45.0; // per cent; two of them leave a tenth
constexpr double kMostMarginPixels = 10'000.0;

constexpr Names<BackgroundKind, 5> kKinds{{
    {BackgroundKind::color, "color"},
    {BackgroundKind::linear, "linear"},
    {BackgroundKind::radial, "radial"},
    {BackgroundKind::picture, "picture"},
    {BackgroundKind::blur, "blur"},
}};
constexpr Names<PictureFit, 2> kFits{{{PictureFit::cover, "cover"}, {PictureFit::contain, "contain"}}};
constexpr Names<FrameAround, 2> kArounds{{{FrameAround::photo, "photo"}, {FrameAround::subject, "subject"}}};
constexpr Names<MarginUnit, 2> kUnits{{{MarginUnit::percent, "percent"}, {MarginUnit::pixels, "pixels"}}};

struct Place {
    std::string_view name;
    int x = 0;
    int y = 0;
};
constexpr std::array<Place, 9> kPlaces{{
    {"top-left", 0, 0},
    {"top", 50, 0},
    {"top-right", 100, 0},
    {"left", 0, 50},
    {"center", 50, 50},
    {"right", 100, 50},
    {"bottom-left", 0, 100},
    {"bottom", 50, 100},
    {"bottom-right", 100, 100},
}};

[[noreturn]] void refuse(const std::string& what) {
    throw Error(ErrorCode::invalid_option, what);
}

bool isWithin(double value, double least, double most) noexcept {
    return std::isfinite(value) && value >= least && value <= most;
}

template <typename Number>
std::optional<Number> parseNumber(std::string_view text) noexcept {
    Number number{};
    const char* last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data(), last, number);
    return error == std::errc() && end == last ? std::optional<Number>(number) : std::nullopt;
}

// Two whole numbers above 0 with `between` between.
std::optional<std::pair<int, int>> parsePair(std::string_view text, char between) noexcept {
    const std::size_t at = text.find(between);
    if (at == std::string_view::npos) {
        return std::nullopt;
    }
    const std::optional<int> first = parseNumber<int>(text.substr(0, at));
    const std::optional<int> second = parseNumber<int>(text.substr(at + 1));
    if (!first || !second || *first < 1 || *second < 1) {
        return std::nullopt;
    }
    return std::pair(*first, *second);
}

bool isUtf8(std::string_view text) noexcept {
    for (std::size_t i = 0; i < text.size();) {
        const auto first = static_cast<unsigned char>(text[i]);
        const std::size_t length = first < 0x80U                       ? 1
                                   : (first >= 0xC2U && first < 0xE0U) ? 2
                                   : (first >= 0xE0U && first < 0xF0U) ? 3
                                   : (first >= 0xF0U && first < 0xF5U) ? 4
                                                                       : 0;
        if (length == 0 || i + length > text.size()) {
            return false;
        }
        for (std::size_t k = 1; k < length; ++k) {
            if ((static_cast<unsigned char>(text[i + k]) & 0xC0U) != 0x80U) {
                return false;
            }
        }
        i += length;
    }
    return true;
}

// The part of `text` before the next ':', which is taken off it.
std::string_view takePart(std::string_view& text) noexcept {
    const std::size_t colon = text.find(':');
    const std::string_view part = text.substr(0, colon);
    text = colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1);
    return part;
}

Color colorIn(std::string_view text) {
    const std::optional<Color> color = parseColor(text);
    if (!color) {
        refuse(fmt::format("'{}' is not a colour as #rrggbb", text));
    }
    return *color;
}

double numberIn(std::string_view what, std::string_view text) {
    const std::optional<double> number = parseNumber<double>(text);
    if (!number) {
        refuse(fmt::format("{}: '{}' is not a number", what, text));
    }
    return *number;
}

} // namespace

void Background::check() const {
    if (!isWithin(angle, 0.0, 360.0)) {
        refuse("the background's angle must be between 0 and 360 degrees");
    }
    if (!isWithin(blur, 0.0, kMostLength)) {
        refuse("the background's blur must be between 0 and 50 per cent");
    }
    if (kind == BackgroundKind::picture && picture.empty()) {
        refuse("no file is named for the background picture");
    }
    if (picture.size() > kMostName || picture.find('\0') != std::string::npos || !isUtf8(picture)) {
        refuse("the name of the background picture must be UTF-8 of at most 4096 bytes; rename the file");
    }
}

void Shadow::check() const {
    if (!isWithin(angle, 0.0, 360.0)) {
        refuse("the shadow's angle must be between 0 and 360 degrees");
    }
    if (!isWithin(distance, 0.0, kMostLength) || !isWithin(blur, 0.0, kMostLength)) {
        refuse("the shadow's distance and blur must be between 0 and 50 per cent");
    }
    if (opacity < 0 || opacity > 100) {
        refuse("the shadow's opacity must be between 0 and 100 per cent");
    }
}

bool Framing::isNeutral() const noexcept {
    return around == FrameAround::photo && margin == 0.0 && !canvas && !aspect;
}

void Framing::check() const {
    const bool isPercent = unit == MarginUnit::percent;
    if (!isWithin(margin, 0.0, isPercent ? kMostMargin : kMostMarginPixels)) {
        refuse("the margin must be between 0 and 45 per cent, or 0 and 10000 pixels");
    }
    if (canvas && aspect) {
        refuse("a canvas of an exact size has its aspect; give one of the two");
    }
    if (canvas && (canvas->width < 1 || canvas->height < 1 || canvas->width > kMostSide ||
                   canvas->height > kMostSide)) {
        refuse("the canvas must be between 1 and 20000 pixels on each side");
    }
    if (canvas && !isPercent && 2.0 * margin >= std::min(canvas->width, canvas->height)) {
        refuse("the margins leave nothing of the canvas; make them smaller");
    }
    if (aspect &&
        (aspect->width < 1 || aspect->height < 1 || double(aspect->width) / aspect->height > kMostRatio ||
         double(aspect->height) / aspect->width > kMostRatio)) {
        refuse("the aspect must be between 1:20 and 20:1");
    }
    if (x < 0 || x > 100 || y < 0 || y > 100) {
        refuse("the place must be between 0 and 100 per cent");
    }
}

std::string_view name(BackgroundKind kind) noexcept {
    return nameIn(kKinds, kind);
}
std::string_view name(PictureFit fit) noexcept {
    return nameIn(kFits, fit);
}
std::string_view name(FrameAround around) noexcept {
    return nameIn(kArounds, around);
}
std::string_view name(MarginUnit unit) noexcept {
    return nameIn(kUnits, unit);
}
std::optional<BackgroundKind> parseBackgroundKind(std::string_view text) noexcept {
    return parseIn(kKinds, text);
}
std::optional<PictureFit> parsePictureFit(std::string_view text) noexcept {
    return parseIn(kFits, text);
}
std::optional<FrameAround> parseFrameAround(std::string_view text) noexcept {
    return parseIn(kArounds, text);
}
std::optional<MarginUnit> parseMarginUnit(std::string_view text) noexcept {
    return parseIn(kUnits, text);
}

std::optional<CanvasSize> parseCanvasSize(std::string_view text) noexcept {
    const auto sides = parsePair(text, 'x');
    return sides ? std::optional<CanvasSize>({sides->first, sides->second}) : std::nullopt;
}

std::optional<Aspect> parseAspect(std::string_view text) noexcept {
    const auto sides = parsePair(text, ':');
    return sides ? std::optional<Aspect>({sides->first, sides->second}) : std::nullopt;
}

std::string toString(const CanvasSize& size) {
    return fmt::format("{}x{}", size.width, size.height);
}

std::string toString(const Aspect& aspect) {
    return fmt::format("{}:{}", aspect.width, aspect.height);
}

Background backgroundFromText(std::string_view text) {
    Background background;
    if (text.starts_with('#')) {
        background.color = colorIn(text);
        return background;
    }
    const std::string_view whole = text;
    const std::string_view kind = takePart(text);
    if (kind == "linear" || kind == "radial") {
        background.kind = kind == "linear" ? BackgroundKind::linear : BackgroundKind::radial;
        background.color = colorIn(takePart(text));
        background.second = colorIn(takePart(text));
        if (kind == "linear" && !text.empty()) {
            background.angle = numberIn("the angle", std::exchange(text, {}));
        }
        if (!text.empty()) {
            refuse(fmt::format("'{}' is too much: a gradient has two colours", text));
        }
    } else if (kind == "cover" || kind == "contain") {
        background.kind = BackgroundKind::picture;
        background.fit = kind == "cover" ? PictureFit::cover : PictureFit::contain;
        if (background.fit == PictureFit::contain && text.starts_with('#') &&
            text.substr(0, 8).ends_with(':')) {
            background.color = colorIn(takePart(text));
        }
        background.picture = text;
    } else if (kind == "blur") {
        background.kind = BackgroundKind::blur;
        if (!text.empty()) {
            background.blur = numberIn("the blur", text);
        }
    } else {
        refuse(fmt::format(
            "'{}' is neither a colour as #rrggbb nor linear:, radial:, cover:, contain: or blur", whole));
    }
    background.check();
    return background;
}

void applyShadowText(Shadow& shadow, std::string_view text) {
    forEachKeyValue(text, "distance=2", [&shadow](std::string_view key, std::string_view value) {
        if (key == "angle") {
            shadow.angle = numberIn(key, value);
        } else if (key == "distance") {
            shadow.distance = numberIn(key, value);
        } else if (key == "blur") {
            shadow.blur = numberIn(key, value);
        } else if (key == "opacity") {
            const std::optional<int> opacity = parseNumber<int>(value);
            if (!opacity) {
                refuse(fmt::format("opacity: '{}' is not a whole number", value));
            }
            shadow.opacity = *opacity;
        } else if (key == "color") {
            shadow.color = colorIn(value);
        } else {
            refuse(fmt::format("there is no '{}'; there are angle, distance, blur, opacity, color", key));
        }
    });
    shadow.check();
}

void applyCropText(Framing& framing, std::string_view text) {
    const std::string_view word = takePart(text);
    const std::optional<FrameAround> around = parseFrameAround(word);
    if (!around) {
        refuse(fmt::format("'{}' is neither subject nor photo", word));
    }
    framing.around = *around;
    framing.margin = 0.0;
    framing.unit = MarginUnit::percent;
    if (!text.empty()) {
        const bool isPixels = text.ends_with("px");
        if (!isPixels && !text.ends_with('%')) {
            refuse(fmt::format("the margin '{}' has no unit; write it as 5% or 40px", text));
        }
        framing.unit = isPixels ? MarginUnit::pixels : MarginUnit::percent;
        framing.margin = numberIn("the margin", text.substr(0, text.size() - (isPixels ? 2 : 1)));
    }
    framing.check();
}

void applyPlaceText(Framing& framing, std::string_view text) {
    for (const Place& place : kPlaces) {
        if (place.name == text) {
            framing.x = place.x;
            framing.y = place.y;
            return;
        }
    }
    const std::size_t comma = text.find(',');
    const auto x = parseNumber<int>(text.substr(0, comma));
    const auto y = comma == std::string_view::npos ? std::nullopt : parseNumber<int>(text.substr(comma + 1));
    if (!x || !y) {
        refuse(fmt::format(
            "'{}' is neither X,Y in per cent nor one of top-left, top, top-right, left, center, right, "
            "bottom-left, bottom, bottom-right",
            text));
    }
    framing.x = *x;
    framing.y = *y;
    framing.check();
}

} // namespace kerf
