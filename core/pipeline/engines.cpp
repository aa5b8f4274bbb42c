#include "core/image/pixels.h"
#include "core/pipeline/cleanup_nlm.h"
#include "core/pipeline/engine.h"
#include "core/pipeline/mask_grabcut.h"
#include "core/pipeline/mask_mini.h"
#include "core/pipeline/net_engines.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

namespace kerf {
namespace {

// The part of the texture that the recipe's strength asks to have back; the settings say so.
void applyStrength(
    const Image& original, const Recipe& recipe, const Progress& progress, EngineOutput& output) {
    if (recipe.strength < 100) {
        output.image = restoreTexture(original, output.image, recipe.strength, progress);
        output.settings += fmt::format(", strength {} %", recipe.strength);
    }
}

EngineOutput unchanged(const Image& image, std::string settings, std::string reason) {
    return {.image = image, .settings = std::move(settings), .reason = std::move(reason)};
}

class NlmCleanup final : public CleanupStage {
public:
    CleanupEngine id() const override { return CleanupEngine::nlm; }
    Availability availability(const Recipe& /*recipe*/) const override { return {}; }

    EngineOutput run(const Image& image, const Recipe& recipe, const Progress& progress) const override {
        if (recipe.strength == 0) {
            return unchanged(image, "strength 0 %", "Strength 0 leaves the photo as it is.");
        }
        progress.step(0.0);
        EngineOutput output;
        double h = recipe.nlmH.value_or(0.0);
        if (recipe.nlmH) {
            output.settings = fmt::format("h {:.3g}", h);
        } else {
            const double sigma = estimateNoise(image, progress.part(0.0, 0.05));
            h = strengthForNoise(sigma);
            if (h <= 0.0) {
                return unchanged(
                    image, fmt::format("h 0 from noise {:.1f}", sigma),
                    "No noise worth removing was found, so the photo is as it was.");
            }
            output.settings = fmt::format("h {:.1f} from noise {:.1f}", h, sigma);
        }
        output.image = denoiseNlm(image, {.h = h}, progress.part(0.05, 0.95));
        applyStrength(image, recipe, progress.part(0.95, 1.0), output);
        return output;
    }
};

class NlmOpenCvCleanup final : public CleanupStage {
public:
    CleanupEngine id() const override { return CleanupEngine::nlm_opencv; }
    Availability availability(const Recipe& /*recipe*/) const override { return {}; }

    EngineOutput run(const Image& image, const Recipe& recipe, const Progress& progress) const override {
        if (recipe.strength == 0) {
            return unchanged(image, "strength 0 %", "Strength 0 leaves the photo as it is.");
        }
        constexpr double kUsualH = 10.0; // what OpenCV's documentation recommends for colour photographs
        const double h = recipe.nlmH.value_or(kUsualH);
        EngineOutput output;
        output.settings = fmt::format("h {0:.3g}, hColor {0:.3g}, windows 7 and 21", h);
        if (image.format().type == PixelType::u16) {
            output.reason =
                "OpenCV's filter works in 8 bits, so the photo's 16 were rounded; NLM keeps them.";
        }
        output.image = denoiseNlmOpenCv(image, h, h, progress.part(0.0, 0.95));
        if (image.format().channels == 4) { // alpha has not to be rounded with the colours
            output.image = joinAlpha(dropAlpha(output.image), alphaOf(image));
        }
        applyStrength(image, recipe, progress.part(0.95, 1.0), output);
        return output;
    }
};

int scaled(int pixels, double scale) {
    constexpr double kFarAway = 1e9; // beyond every photo, and far from overflow
    return static_cast<int>(std::lround(std::clamp(pixels * scale, -kFarAway, kFarAway)));
}

std::vector<Stroke> scaled(std::vector<Stroke> strokes, double scale) {
    for (Stroke& stroke : strokes) {
        stroke.radius *= scale;
        for (Point& point : stroke.points) {
            point = {point.x * scale, point.y * scale};
        }
    }
    return strokes;
}

std::string adviceFor(const Recipe& recipe) {
    if (!recipe.strokes.empty()) {
        return "GrabCut tells subject from background by colour; BiRefNet does better.";
    }
    return recipe.subject
               ? "GrabCut tells subject from background by colour; strokes or BiRefNet do better."
               : "GrabCut had to guess the subject; a box around it, strokes or BiRefNet do better.";
}

class GrabCutMask final : public MaskStage {
public:
    MaskEngine id() const override { return MaskEngine::grabcut; }
    Availability availability(const Recipe& /*recipe*/) const override { return {}; }

    EngineOutput
    run(const Image& image, double scale, const Recipe& recipe, const Progress& progress) const override {
        std::optional<Rect> box;
        if (recipe.subject) {
            const Rect& r = *recipe.subject;
            box =
                Rect{scaled(r.x, scale), scaled(r.y, scale), scaled(r.width, scale), scaled(r.height, scale)};
        }
        const std::vector<Stroke> strokes = scaled(recipe.strokes, scale);
        GrabCutResult result = maskGrabCut(image, {.box = box, .strokes = strokes}, progress);
        EngineOutput output{.image = std::move(result.matte), .settings = "seed: " + result.seed};
        output.maskScale = result.maskScale;
        output.reason = adviceFor(recipe);
        if (std::string& note = result.note; !note.empty()) {
            note[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(note[0])));
            output.reason += ' ' + note + '.';
        }
        return output;
    }
};

} // namespace

Engines builtinEngines() {
    return builtinEngines(installedNetParts());
}

Engines builtinEngines(NetParts parts) {
    const auto nets = std::make_shared<ModelCache>(std::move(parts));
    Engines engines;
    engines.cleanup.push_back(makeEsrganCleanup(nets));
    engines.cleanup.push_back(std::make_unique<NlmCleanup>());
    engines.cleanup.push_back(std::make_unique<NlmOpenCvCleanup>());
    engines.mask.push_back(makeBirefnetMask(nets));
    engines.mask.push_back(makeMiniMask(nets));
    engines.mask.push_back(std::make_unique<GrabCutMask>());
    return engines;
}

} // namespace kerf
