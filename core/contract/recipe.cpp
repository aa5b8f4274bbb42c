#include "core/contract/recipe.h"

#include "core/base/error.h"
#include "core/contract/names.h"

#include <charconv>
#include <cmath>
#include <utility>

namespace kerf {
namespace {

constexpr Names<CleanupEngine, 5> kCleanupNames{{
    {CleanupEngine::automatic, "auto"},
    {CleanupEngine::esrgan, "esrgan"},
    {CleanupEngine::nlm, "nlm"},
    {CleanupEngine::nlm_opencv, "nlm-opencv"},
    {CleanupEngine::off, "off"},
}};

constexpr Names<MaskEngine, 5> kMaskNames{{
    {MaskEngine::automatic, "auto"},
    {MaskEngine::birefnet, "birefnet"},
    {MaskEngine::mini, "mini"},
    {MaskEngine::grabcut, "grabcut"},
    {MaskEngine::off, "off"},
}};

constexpr Names<DeviceChoice, 3> kDeviceNames{{
    {DeviceChoice::automatic, "auto"},
    {DeviceChoice::cpu, "cpu"},
    {DeviceChoice::cuda, "cuda"},
}};

constexpr Names<Precision, 4> kPrecisionNames{{
    {Precision::automatic, "auto"},
    {Precision::fp32, "fp32"},
    {Precision::bf16, "bf16"},
    {Precision::fp16, "fp16"},
}};

constexpr Names<TileScheme, 2> kTileSchemeNames{{
    {TileScheme::blended, "blended"},
    {TileScheme::ai_forever, "ai-forever"},
}};

constexpr Names<MaskUpsampling, 2> kMaskUpsamplingNames{{
    {MaskUpsampling::bicubic, "bicubic"},
    {MaskUpsampling::guided, "guided"},
}};

} // namespace

void Recipe::check() const {
    if (strength < 0 || strength > 100) {
        throw Error(ErrorCode::invalid_option, "the strength must be between 0 and 100 per cent");
    }
    if (nlmH && !(*nlmH > 0.0 && *nlmH <= 100.0)) {
        throw Error(ErrorCode::invalid_option, "h must be above 0 and at most 100");
    }
    if (scale && *scale != 1 && *scale != 2 && *scale != 4) {
        throw Error(ErrorCode::invalid_option, "the scale must be 1, 2 or 4");
    }
    if (tile != 0 && (tile < 32 || tile > 4096)) {
        throw Error(
            ErrorCode::invalid_option, "a tile's side must be between 32 and 4096 pixels, or 0 to choose it");
    }
    if (threads < 0 || threads > 256) {
        throw Error(ErrorCode::invalid_option, "the number of threads must be between 0 and 256");
    }
    if (subject && (subject->width <= 0 || subject->height <= 0)) {
        throw Error(ErrorCode::invalid_option, "the subject's rectangle has no area");
    }
    edges.check();
    if (finish) {
        finish->check();
    }
    if (background) {
        background->check();
    }
    if (shadow) {
        shadow->check();
    }
    framing.check();
    for (const MatteStroke& stroke : edits) {
        stroke.check();
    }
    for (const Stroke& stroke : strokes) {
        if (!(stroke.radius > 0.0) || stroke.points.empty()) {
            throw Error(ErrorCode::invalid_option, "a stroke needs a radius above 0 and at least one point");
        }
        for (const Point& point : stroke.points) {
            if (!std::isfinite(point.x) || !std::isfinite(point.y)) {
                throw Error(ErrorCode::invalid_option, "a stroke's point is not a finite number");
            }
        }
    }
}

Recipe forEngines(Recipe recipe) {
    const Recipe none;
    recipe.edges = none.edges;
    recipe.edits = none.edits;
    recipe.finish = none.finish;
    recipe.background = none.background;
    recipe.shadow = none.shadow;
    recipe.framing = none.framing;
    return recipe;
}

std::string_view name(CleanupEngine engine) noexcept {
    return nameIn(kCleanupNames, engine);
}

std::string_view name(MaskEngine engine) noexcept {
    return nameIn(kMaskNames, engine);
}

std::string_view name(DeviceChoice device) noexcept {
    return nameIn(kDeviceNames, device);
}

std::string_view name(Precision precision) noexcept {
    return nameIn(kPrecisionNames, precision);
}

std::string_view name(TileScheme scheme) noexcept {
    return nameIn(kTileSchemeNames, scheme);
}

std::string_view name(MaskUpsampling upsampling) noexcept {
    return nameIn(kMaskUpsamplingNames, upsampling);
}

std::optional<CleanupEngine> parseCleanupEngine(std::string_view text) noexcept {
    return parseIn(kCleanupNames, text);
}

std::optional<MaskEngine> parseMaskEngine(std::string_view text) noexcept {
    return parseIn(kMaskNames, text);
}

std::optional<DeviceChoice> parseDeviceChoice(std::string_view text) noexcept {
    return parseIn(kDeviceNames, text);
}

std::optional<Precision> parsePrecision(std::string_view text) noexcept {
    return parseIn(kPrecisionNames, text);
}

std::optional<TileScheme> parseTileScheme(std::string_view text) noexcept {
    return parseIn(kTileSchemeNames, text);
}

std::optional<MaskUpsampling> parseMaskUpsampling(std::string_view text) noexcept {
    return parseIn(kMaskUpsamplingNames, text);
}

std::string_view title(CleanupEngine engine) noexcept {
    switch (engine) {
    case CleanupEngine::automatic:
        return "Automatic";
    case CleanupEngine::esrgan:
        return "Real-ESRGAN";
    case CleanupEngine::nlm:
        return "NLM";
    case CleanupEngine::nlm_opencv:
        return "NLM (OpenCV)";
    case CleanupEngine::off:
        break;
    }
    return "Off";
}

std::string_view title(MaskEngine engine) noexcept {
    switch (engine) {
    case MaskEngine::automatic:
        return "Automatic";
    case MaskEngine::birefnet:
        return "BiRefNet";
    case MaskEngine::mini:
        return "Kerf Mini";
    case MaskEngine::grabcut:
        return "GrabCut";
    case MaskEngine::off:
        break;
    }
    return "Off";
}

std::optional<Rect> parseRect(std::string_view text) noexcept {
    std::array<int, 4> numbers{};
    const char* at = text.data();
    const char* last = at + text.size();
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const auto [end, error] = std::from_chars(at, last, numbers[i]);
        const bool isLast = i + 1 == numbers.size();
        if (error != std::errc() || (isLast ? end != last : (end == last || *end != ','))) {
            return std::nullopt;
        }
        at = end + (isLast ? 0 : 1);
    }
    const Rect rect{numbers[0], numbers[1], numbers[2], numbers[3]};
    if (rect.width <= 0 || rect.height <= 0) {
        return std::nullopt;
    }
    return rect;
}

} // namespace kerf
