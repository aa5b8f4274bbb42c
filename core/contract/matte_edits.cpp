#include "core/contract/matte_edits.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>

namespace kerf {
namespace {

constexpr double kMaxGrow = 50.0;
constexpr double kMaxFeather = 100.0;
constexpr double kMaxRadius = 10000.0;

void refuse(const char* what) {
    throw Error(ErrorCode::invalid_option, what);
}

bool isWithin(double value, double least, double most) noexcept {
    return value >= least && value <= most; // false for what is no number
}

// As short as it is clear, the same in every locale: 1.5, 2, 0.25
std::string number(double value) {
    const long hundredths = std::lround(std::abs(value) * 100.0);
    std::string text = std::to_string(hundredths / 100);
    if (const long rest = hundredths % 100; rest != 0) {
        text += '.';
        text += char('0' + rest / 10);
        if (rest % 10 != 0) {
            text += char('0' + rest % 10);
        }
    }
    return text;
}

} // namespace

bool EdgeSettings::isNeutral() const noexcept {
    return *this == EdgeSettings();
}

void EdgeSettings::check() const {
    if (black < 0 || white > 255 || black >= white) {
        refuse("the levels' black must be below their white, both between 0 and 255");
    }
    if (!isWithin(gamma, 0.1, 10.0)) {
        refuse("the levels' gamma must be between 0.1 and 10");
    }
    if (!isWithin(grow, -kMaxGrow, kMaxGrow)) {
        refuse("the edge can be grown or shrunk by at most 50 pixels");
    }
    if (!isWithin(feather, 0.0, kMaxFeather)) {
        refuse("the feather must be between 0 and 100 pixels");
    }
}

void MatteStroke::check() const {
    if (!isWithin(radius, 0.0, kMaxRadius) || radius <= 0.0 || points.empty()) {
        refuse("a brush stroke needs a radius above 0, at most 10000, and at least one point");
    }
    if (!isWithin(hardness, 0.0, 1.0) || !isWithin(opacity, 0.0, 1.0)) {
        refuse("a brush stroke's hardness and opacity must be between 0 and 1");
    }
    const bool isSound = std::ranges::all_of(points, [](const StrokePoint& p) {
        return std::isfinite(p.x) && std::isfinite(p.y) && isWithin(p.pressure, 0.0, 1.0);
    });
    if (!isSound) {
        refuse("a brush stroke's point is not a finite number, or its pressure not between 0 and 1");
    }
}

std::string_view name(StrokeMode mode) noexcept {
    switch (mode) {
    case StrokeMode::add:
        return "add";
    case StrokeMode::remove:
        return "remove";
    case StrokeMode::restore:
        break;
    }
    return "restore";
}

std::string describe(const EdgeSettings& edges, const std::vector<MatteStroke>& strokes) {
    std::string text;
    const auto add = [&text](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
    if (edges.black != 0 || edges.white != 255) {
        add("levels " + std::to_string(edges.black) + ".." + std::to_string(edges.white));
    }
    if (edges.gamma != 1.0) {
        add("gamma " + number(edges.gamma));
    }
    if (edges.grow != 0.0) {
        add((edges.grow > 0.0 ? "grow " : "shrink ") + number(edges.grow) + " px");
    }
    if (edges.feather != 0.0) {
        add("feather " + number(edges.feather) + " px");
    }
    if (!strokes.empty()) {
        add(std::to_string(strokes.size()) + (strokes.size() == 1 ? " stroke" : " strokes"));
    }
    return text;
}

} // namespace kerf
