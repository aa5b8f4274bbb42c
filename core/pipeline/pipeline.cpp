#include "core/pipeline/pipeline.h"

#include "core/base/check.h"
#include "core/image/pixels.h"
#include "core/pipeline/arrange.h"
#include "core/pipeline/finish_bw.h"
#include "core/pipeline/matte_edit.h"
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
    checkPicture(recipe.background);
    return {
        choose(engines.cleanup, recipe.cleanup, recipe, "clean-up"),
        choose(engines.mask, recipe.mask, recipe, "mask")};
}

StageRecord offRecord(std::string stage, std::string settings) {
    return {
        .stage = std::move(stage),
        .engine = "off",
        .device = "cpu",
        .requested = "off",
        .settings = std::move(settings)};
}

// The engine and the model that it would run with.
template <typename Engine>
std::string engineText(const Engine& engine, const Recipe& recipe, const Progress& progress) {
    return fmt::format(
        "{} {};", name(engine.id()), engine.model(recipe, Progress(progress.stop(), {})).contents);
}

// One run: the photo's way through the stages, each taken from the store where it can be.
class Run {
public:
    // `takeTurn`: called before an engine works; may be empty where none does.
    using TakeTurn = std::function<Turns::Pass(const Progress& progress)>;
    Run(const Recipe& recipe, const Plan& plan, const OnStage& onStage, StageStore* store, TakeTurn takeTurn)
        : m_takeTurn(std::move(takeTurn)),
          m_recipe(recipe),
          m_plan(plan),
          m_onStage(onStage),
          m_store(store),
          m_isMasked(recipe.mask != MaskEngine::off || hasEdits(recipe)) {}

    PipelineResult operator()(const Image& photo, const Progress& progress) {
        const double afterCleanup = m_plan.cleanup.stage == nullptr ? 0.0 : m_isMasked ? 0.6 : 0.95;
        const double afterMask = m_isMasked ? afterCleanup + (1.0 - afterCleanup) * 0.6 : afterCleanup;
        clean(photo, progress.part(0.0, afterCleanup));
        mask(progress.part(afterCleanup, afterMask));
        return finish(progress.part(afterMask, 1.0));
    }

    PipelineResult goOn(const PipelineResult& base, const Progress& progress) {
        m_result.cleaned = base.cleaned;
        m_result.foundMatte = base.foundMatte;
        m_result.scale = base.scale;
        m_engines = base.engines;
        for (const StageRecord& record : base.stages) {
            if (record.stage == "cleanup" || record.stage == "mask") {
                m_result.stages.push_back(record);
            }
        }
        return finish(progress);
    }

private:
    // The image of `stage`, whose record goes into the result: kept, or made by `make`, which gives a
    // StageMade.
    template <typename Make>
    Image get(Stage stage, std::string_view name, const Progress& progress, Make&& make) {
        const StageKey key{stage, upTo(stage, m_recipe), m_engines};
        std::shared_ptr<const StageMade> made = m_store != nullptr ? m_store->find(key) : nullptr;
        if (!made) {
            m_onStage(name);
            made = std::make_shared<const StageMade>(make());
            if (m_store != nullptr) {
                m_store->keep(key, made);
            }
        }
        progress.step(1.0);
        if (made->record) {
            m_result.stages.push_back(*made->record);
        }
        return made->image;
    }

    // What one engine makes, and the record of what it did.
    template <typename Engine, typename Id, typename Call>
    StageMade runEngine(
        const Choice<Engine>& choice,
        Id wanted,
        std::string_view stage,
        const Progress& progress,
        Call&& call) const {
        const Turns::Pass turn = m_takeTurn(progress);
        const auto start = std::chrono::steady_clock::now();
        EngineOutput output = call(*choice.stage);
        if (m_recipe.requireGpu && output.device.starts_with("cpu")) {
            throwNeedsGpu(stage, fmt::format("{} fell back to the CPU", title(choice.stage->id())));
        }
        StageRecord record{
            .stage = std::string(stage),
            .engine = std::string(name(choice.stage->id())),
            .device = output.device,
            .requested = std::string(name(wanted)),
            .reason = withSentence(choice.reason, output.reason),
            .settings = output.settings,
            .seconds = secondsSince(start),
            .maskScale = output.maskScale,
            .tileColumns = output.tileColumns,
            .tileRows = output.tileRows};
        return {output.image, std::move(record)};
    }

    void clean(const Image& photo, const Progress& progress) {
        const Choice<CleanupStage>& choice = m_plan.cleanup;
        if (choice.stage == nullptr) {
            m_result.cleaned = photo;
            m_result.stages.push_back(offRecord("cleanup", ""));
            return;
        }
        m_engines += engineText(*choice.stage, m_recipe, progress);
        m_result.cleaned = get(Stage::cleanup, "cleanup", progress, [&] {
            return runEngine(choice, m_recipe.cleanup, "cleanup", progress, [&](const CleanupStage& stage) {
                return stage.run(photo, m_recipe, progress);
            });
        });
        const ImageFormat& before = photo.format();
        const ImageFormat& after = m_result.cleaned.format();
        KERF_CHECK(after.channels == before.channels && after.type == before.type && after.icc == before.icc);
        m_result.scale = double(after.width) / before.width;
    }

    void mask(const Progress& progress) {
        const Image& cleaned = m_result.cleaned;
        const bool hasAlpha = cleaned.format().channels == 4;
        const Choice<MaskStage>& choice = m_plan.mask;
        if (choice.stage == nullptr) {
            m_result.foundMatte = alphaOf(cleaned);
            m_result.stages.push_back(offRecord("mask", hasAlpha ? "the photo's own alpha" : "opaque"));
            return;
        }
        m_engines += engineText(*choice.stage, m_recipe, progress);
        m_result.foundMatte = get(Stage::mask, "mask", progress, [&] {
            StageMade made = runEngine(choice, m_recipe.mask, "mask", progress, [&](const MaskStage& stage) {
                return stage.run(cleaned, m_result.scale, m_recipe, progress);
            });
            const ImageFormat& matte = made.image.format();
            const ImageFormat& format = cleaned.format();
            KERF_CHECK(matte.channels == 1 && matte.type == format.type);
            KERF_CHECK(matte.width == format.width && matte.height == format.height);
            if (hasAlpha) { // what the photo has cut away already must not come back
                made.image = multiplyMattes(made.image, alphaOf(cleaned));
            }
            return made;
        });
    }

    static bool hasEdits(const Recipe& recipe) { return !recipe.edges.isNeutral() || !recipe.edits.empty(); }

    PipelineResult finish(const Progress& progress) {
        edit(progress.part(0.0, 0.3));
        compose(progress.part(0.3, 1.0));
        m_result.engines = m_engines;
        progress.step(1.0);
        return std::move(m_result);
    }

    void edit(const Progress& progress) {
        m_result.matte = m_result.foundMatte;
        if (!hasEdits(m_recipe)) {
            return;
        }
        m_result.matte = get(Stage::edges, "edit", progress, [&] {
            const auto start = std::chrono::steady_clock::now();
            const Image matte = editMatte(
                m_result.cleaned, m_result.foundMatte, m_result.scale, m_recipe.edges, m_recipe.edits,
                progress);
            StageRecord record{
                .stage = "edit",
                .engine = "edges",
                .device = "cpu",
                .requested = "edges",
                .settings = describe(m_recipe.edges, m_recipe.edits),
                .seconds = secondsSince(start)};
            return StageMade{matte, std::move(record)};
        });
    }

    void compose(const Progress& progress) {
        m_result.cutout = m_result.cleaned;
        if (m_isMasked) {
            m_result.cutout = get(Stage::foreground, "foreground", progress, [&] {
                const auto start = std::chrono::steady_clock::now();
                const Image cutout =
                    cutOut(m_result.cleaned, m_result.matte, progress.part(0.0, m_recipe.finish ? 0.4 : 0.7));
                StageRecord record{
                    .stage = "foreground",
                    .engine = "blur-fusion",
                    .device = "cpu",
                    .requested = "auto",
                    .seconds = secondsSince(start)};
                return StageMade{cutout, std::move(record)};
            });
        }
        if (m_recipe.finish) {
            m_result.finished = blackAndWhite(*m_recipe.finish, progress.part(0.4, 0.7));
        }
        if (m_recipe.background || isArranged(m_recipe)) {
            arrangeAll(progress.part(0.7, 1.0));
        }
    }

    void arrangeAll(const Progress& progress) {
        const auto start = std::chrono::steady_clock::now();
        const bool isTold = isArranged(m_recipe);
        if (isTold) {
            m_onStage("compose");
        }
        Arranged arranged = arrange(
            {.cleaned = m_result.cleaned,
             .matte = m_result.matte,
             .cutout = m_result.cutout,
             .finished = m_result.finished,
             .isMasked = m_isMasked},
            m_recipe, progress);
        m_result.cutout = arranged.cutout;
        m_result.finished = arranged.finished;
        m_result.framed = arranged.framed;
        m_result.hasShadow = arranged.hasShadow;
        if (arranged.area) {
            m_result.frame = FrameArea{
                arranged.area->x / m_result.scale, arranged.area->y / m_result.scale,
                arranged.area->width / m_result.scale, arranged.area->height / m_result.scale};
        }
        if (isTold) {
            m_result.stages.push_back(
                {.stage = "compose",
                 .engine = "layers",
                 .device = "cpu",
                 .requested = "layers",
                 .reason = std::move(arranged.reason),
                 .settings = std::move(arranged.settings),
                 .seconds = secondsSince(start)});
        }
    }

    // Of the cut-out as it is before anything lies under it.
    Image blackAndWhite(const BwSettings& settings, const Progress& progress) {
        return get(Stage::finish, "finish", progress, [&] {
            const auto start = std::chrono::steady_clock::now();
            FinishResult made = finishBw(
                {.cleaned = m_result.cleaned,
                 .matte = m_result.matte,
                 .cutout = m_result.cutout,
                 .isMasked = m_isMasked},
                settings, progress);
            StageRecord record{
                .stage = "finish",
                .engine = "bw",
                .device = "cpu",
                .requested = "bw",
                .reason = std::move(made.reason),
                .settings = std::move(made.settings),
                .seconds = secondsSince(start)};
            return StageMade{made.image, std::move(record)};
        });
    }

    const TakeTurn m_takeTurn;
    const Recipe& m_recipe;
    const Plan& m_plan;
    const OnStage& m_onStage;
    StageStore* m_store;
    const bool m_isMasked; // the cut-out has a matte of Kerf's own
    std::string m_engines; // those of the stages so far
    PipelineResult m_result;
};

// `automatic` may pass an engine over that can be had by name.
Recipe namedIn(CleanupEngine engine) {
    return {.cleanup = engine};
}
Recipe namedIn(MaskEngine engine) {
    return {.mask = engine};
}

template <typename Stage>
void addEngines(
    const std::vector<std::unique_ptr<Stage>>& stages,
    const char* stage,
    bool asks,
    std::vector<EngineInfo>& list) {
    for (const auto& engine : stages) {
        const Availability there = asks ? engine->availability(namedIn(engine->id())) : Availability{};
        list.push_back(
            {.stage = stage,
             .id = std::string(name(engine->id())),
             .available = there.available,
             .reason = asSentence(there.reason),
             .canUseGpu = engine->canUseGpu()});
    }
}

} // namespace

Pipeline::Pipeline(Engines engines) : m_engines(std::move(engines)), m_turns(std::make_unique<Turns>()) {}

void Pipeline::check(const Recipe& recipe) const {
    planFor(m_engines, recipe);
}

std::string Pipeline::fingerprint(const Recipe& recipe, const Progress& progress) const {
    const Plan plan = planFor(m_engines, recipe);
    std::string parts;
    if (plan.cleanup.stage != nullptr) {
        parts += engineText(*plan.cleanup.stage, recipe, progress);
    }
    if (plan.mask.stage != nullptr) {
        parts += engineText(*plan.mask.stage, recipe, progress);
    }
    return parts;
}

std::vector<ChosenEngine> Pipeline::chosen(const Recipe& recipe, const Progress& progress) const {
    const Plan plan = planFor(m_engines, recipe);
    std::vector<ChosenEngine> list;
    const auto add = [&](const char* stage, const auto* engine) {
        if (engine != nullptr) {
            EngineModel model = engine->model(recipe, progress);
            list.push_back(
                {stage, std::string(name(engine->id())), std::move(model.id), std::move(model.contents)});
        }
    };
    add("cleanup", plan.cleanup.stage);
    add("mask", plan.mask.stage);
    return list;
}

std::vector<EngineInfo> Pipeline::engines() const {
    std::vector<EngineInfo> list;
    addEngines(m_engines.cleanup, "cleanup", true, list);
    addEngines(m_engines.mask, "mask", true, list);
    return list;
}

std::vector<EngineInfo> Pipeline::knownEngines() const {
    std::vector<EngineInfo> list;
    addEngines(m_engines.cleanup, "cleanup", false, list);
    addEngines(m_engines.mask, "mask", false, list);
    return list;
}

PipelineResult Pipeline::run(
    const Image& photo,
    const Recipe& recipe,
    const Progress& progress,
    const OnStage& onStage,
    StageStore* store,
    Urgency urgency) const {
    const Plan plan = planFor(m_engines, recipe);
    const auto takeTurn = [&](const Progress& stage) { return m_turns->enter(urgency, stage.stop()); };
    return Run(recipe, plan, onStage, store, takeTurn)(photo, progress);
}

PipelineResult Pipeline::finish(
    const PipelineResult& base,
    const Recipe& recipe,
    const Progress& progress,
    const OnStage& onStage,
    StageStore* store) {
    recipe.check();
    const Plan none;
    return Run(recipe, none, onStage, store, {}).goOn(base, progress);
}

} // namespace kerf
