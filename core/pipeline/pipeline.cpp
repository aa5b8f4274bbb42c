#include "core/pipeline/pipeline.h"

#include "core/base/check.h"
#include "core/image/pixels.h"
#include "core/pipeline/compose.h"
#include "core/pipeline/refine_foreground.h"

#include <fmt/format.h>

#include <cctype>
#include <chrono>
#include <utility>

namespace kerf {
namespace {

using OnStage = std::function<void(std::string_view)>;

double secondsSince(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// "what is missing" of "what is missing; what to do".
std::string causeOf(const std::string& reason) {
    return reason.substr(0, reason.find(';'));
}

// With a capital letter and a full stop.
std::string asSentence(std::string text) {
    if (text.empty()) {
        return text;
    }
    text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
    return text.ends_with('.') ? text : text + '.';
}

// `text` and, as further sentences, `more`.
std::string withSentence(const std::string& text, const std::string& more) {
    return text.empty() || more.empty() ? text + asSentence(more) : text + ' ' + asSentence(more);
}

std::string withItem(std::string text, const std::string& more) {
    if (!text.empty() && !more.empty()) {
        text += ", ";
    }
    return text + more;
}

template <typename Stage>
struct Choice {
    const Stage* stage = nullptr; // none: the stage is off
    std::string reason;           // why it is this one, where that needs saying
};

void throwNeedsGpu(std::string_view what, const std::string& why) {
    throw Error(
        ErrorCode::engine_missing,
        fmt::format(
            "a GPU is required for the {}, but {}; allow the CPU or switch the {} off", what, why, what));
}

template <typename Stage>
Choice<Stage>
chooseBest(const std::vector<std::unique_ptr<Stage>>& stages, const Recipe& recipe, std::string_view what) {
    std::string missed;
    bool hasCpuOnly = false;
    for (const auto& stage : stages) {
        const Availability availability = stage->availability(recipe);
        const std::string_view engine = title(stage->id());
        if (!availability.available) {
            missed = withItem(missed, causeOf(availability.reason));
        } else if (recipe.requireGpu && !stage->canUseGpu()) {
            missed = withItem(missed, fmt::format("{} runs on the CPU only", engine));
            hasCpuOnly = true;
        } else {
            const std::string why =
                missed.empty() ? "" : asSentence(fmt::format("{}, so {} ran instead", missed, engine));
            return {stage.get(), why};
        }
    }
    if (hasCpuOnly) {
        throwNeedsGpu(what, missed);
    }
    throw Error(
        ErrorCode::engine_missing,
        fmt::format("no engine for the {} can run: {}; switch it off", what, missed));
}

template <typename Stage, typename Id>
Choice<Stage> choose(
    const std::vector<std::unique_ptr<Stage>>& stages,
    Id wanted,
    const Recipe& recipe,
    std::string_view what) {
    if (wanted == Id::off) {
        return {};
    }
    Choice<Stage> choice;
    if (wanted == Id::automatic) {
        choice = chooseBest(stages, recipe, what);
    } else {
        for (const auto& stage : stages) {
            if (stage->id() == wanted) {
                choice.stage = stage.get();
            }
        }
        if (choice.stage == nullptr) {
            throw Error(
                ErrorCode::engine_missing,
                fmt::format("{} is not in this build; choose auto", title(wanted)));
        }
        if (Availability availability = choice.stage->availability(recipe); !availability.available) {
            throw Error(ErrorCode::engine_missing, availability.reason);
        }
        if (recipe.requireGpu && !choice.stage->canUseGpu()) {
            throwNeedsGpu(what, fmt::format("{} runs on the CPU only", title(wanted)));
        }
    }
    if (recipe.device == DeviceChoice::cuda && !choice.stage->canUseGpu()) {
        const std::string note =
            fmt::format("CUDA was asked for, but {} runs on the CPU only", title(choice.stage->id()));
        choice.reason = withSentence(choice.reason, note);
    }
    return choice;
}

struct Plan {
    Choice<CleanupStage> cleanup;
    Choice<MaskStage> mask;
};

Plan planFor(const Engines& engines, const Recipe& recipe) {
    recipe.check();
    return {
        choose(engines.cleanup, recipe.cleanup, recipe, "clean-up"),
        choose(engines.mask, recipe.mask, recipe, "mask")};
}

// Runs one engine and writes down what it did.
template <typename Stage, typename Id, typename Run>
Image runStage(
    const Choice<Stage>& choice,
    Id wanted,
    const Recipe& recipe,
    std::string stage,
    std::vector<StageRecord>& records,
    Run&& run) {
    const auto start = std::chrono::steady_clock::now();
    EngineOutput output = run(*choice.stage);
    if (recipe.requireGpu && output.device.starts_with("cpu")) {
        throwNeedsGpu(stage, fmt::format("{} fell back to the CPU", title(choice.stage->id())));
    }
    records.push_back(
        {.stage = std::move(stage),
         .engine = std::string(name(choice.stage->id())),
         .device = output.device,
         .requested = std::string(name(wanted)),
         .reason = withSentence(choice.reason, output.reason),
         .settings = output.settings,
         .seconds = secondsSince(start)});
    return output.image;
}

StageRecord offRecord(std::string stage, std::string settings) {
    return {
        .stage = std::move(stage),
        .engine = "off",
        .device = "cpu",
        .requested = "off",
        .settings = std::move(settings)};
}

void clean(
    const Choice<CleanupStage>& choice,
    const Image& photo,
    const Recipe& recipe,
    const Progress& progress,
    const OnStage& onStage,
    PipelineResult& result) {
    if (choice.stage == nullptr) {
        result.cleaned = photo;
        result.stages.push_back(offRecord("cleanup", ""));
        return;
    }
    onStage("cleanup");
    result.cleaned =
        runStage(choice, recipe.cleanup, recipe, "cleanup", result.stages, [&](const CleanupStage& stage) {
            return stage.run(photo, recipe, progress);
        });
    const ImageFormat& before = photo.format();
    const ImageFormat& after = result.cleaned.format();
    KERF_CHECK(after.channels == before.channels && after.type == before.type && after.icc == before.icc);
    result.scale = double(after.width) / before.width;
}

void mask(
    const Choice<MaskStage>& choice,
    const Recipe& recipe,
    const Progress& progress,
    const OnStage& onStage,
    PipelineResult& result) {
    const bool hasAlpha = result.cleaned.format().channels == 4;
    if (choice.stage == nullptr) {
        result.matte = alphaOf(result.cleaned);
        result.stages.push_back(offRecord("mask", hasAlpha ? "the photo's own alpha" : "opaque"));
        return;
    }
    onStage("mask");
    const Image matte =
        runStage(choice, recipe.mask, recipe, "mask", result.stages, [&](const MaskStage& stage) {
            return stage.run(result.cleaned, result.scale, recipe, progress);
        });
    const ImageFormat& format = result.cleaned.format();
    KERF_CHECK(matte.format().channels == 1 && matte.format().type == format.type);
    KERF_CHECK(matte.format().width == format.width && matte.format().height == format.height);
    // What the photo has cut away already must not come back.
    result.matte = hasAlpha ? multiplyMattes(matte, alphaOf(result.cleaned)) : matte;
}

void compose(
    bool isMasked,
    const Recipe& recipe,
    const Progress& progress,
    const OnStage& onStage,
    PipelineResult& result) {
    result.cutout = result.cleaned;
    if (isMasked) {
        onStage("foreground");
        const auto start = std::chrono::steady_clock::now();
        result.cutout = cutOut(result.cleaned, result.matte, progress.part(0.0, 0.9));
        result.stages.push_back(
            {.stage = "foreground",
             .engine = "blur-fusion",
             .device = "cpu",
             .requested = "auto",
             .seconds = secondsSince(start)});
    }
    if (recipe.background && result.cutout.format().channels == 4) {
        result.cutout = overColor(result.cutout, *recipe.background, progress.part(0.9, 1.0));
    }
}

// `automatic` may pass an engine over that can be had by name.
Recipe namedIn(CleanupEngine engine) {
    return {.cleanup = engine};
}
Recipe namedIn(MaskEngine engine) {
    return {.mask = engine};
}

template <typename Stage>
void addEngines(
    const std::vector<std::unique_ptr<Stage>>& stages, const char* stage, std::vector<EngineInfo>& list) {
    for (const auto& engine : stages) {
        const Availability there = engine->availability(namedIn(engine->id()));
        list.push_back(
            {.stage = stage,
             .id = std::string(name(engine->id())),
             .available = there.available,
             .reason = asSentence(there.reason),
             .canUseGpu = engine->canUseGpu()});
    }
}

} // namespace

Pipeline::Pipeline(Engines engines) : m_engines(std::move(engines)) {}

void Pipeline::check(const Recipe& recipe) const {
    planFor(m_engines, recipe);
}

std::string Pipeline::fingerprint(const Recipe& recipe, const Progress& progress) const {
    const Plan plan = planFor(m_engines, recipe);
    std::string parts;
    const auto add = [&](const auto* stage) {
        if (stage != nullptr) {
            parts += fmt::format("{} {};", name(stage->id()), stage->model(recipe, progress));
        }
    };
    add(plan.cleanup.stage);
    add(plan.mask.stage);
    return parts;
}

std::vector<EngineInfo> Pipeline::engines() const {
    std::vector<EngineInfo> list;
    addEngines(m_engines.cleanup, "cleanup", list);
    addEngines(m_engines.mask, "mask", list);
    return list;
}

PipelineResult Pipeline::run(
    const Image& photo, const Recipe& recipe, const Progress& progress, const OnStage& onStage) const {
    const Plan plan = planFor(m_engines, recipe);
    const bool isMasked = plan.mask.stage != nullptr;
    const double afterCleanup = plan.cleanup.stage == nullptr ? 0.0 : isMasked ? 0.6 : 0.95;
    const double afterMask = isMasked ? afterCleanup + (1.0 - afterCleanup) * 0.6 : afterCleanup;

    PipelineResult result;
    clean(plan.cleanup, photo, recipe, progress.part(0.0, afterCleanup), onStage, result);
    mask(plan.mask, recipe, progress.part(afterCleanup, afterMask), onStage, result);
    compose(isMasked, recipe, progress.part(afterMask, 1.0), onStage, result);
    progress.step(1.0);
    return result;
}

} // namespace kerf
