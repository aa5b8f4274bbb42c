#pragma once

#include "core/base/progress.h"
#include "core/contract/engine_info.h"
#include "core/contract/events.h"
#include "core/contract/export_options.h"
#include "core/contract/recipe.h"
#include "core/image/image.h"
#include "core/pipeline/engine.h"
#include "core/pipeline/stage_store.h"
#include "core/pipeline/turns.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kerf {

// What the pipeline made of one photo. All images share pixels where a stage was off.
struct PipelineResult {
    Image cleaned;    // RGB or RGBA, the source itself when clean-up was off
    Image foundMatte; // one channel; the source's own alpha, or fully opaque, when the mask was off
    Image matte;      // that with the recipe's edges and edits
    Image cutout; // RGBA straight with foreground colours; RGB over the recipe's background, and where the
                  // mask was off and the photo has no alpha. With the mask off, no edits and an alpha of its
                  // own the colours are the photo's, as they stand
    Image finished; // the cut-out in black and white, or the scene; over the recipe's background as it;
                    // empty where the recipe has no finish
    Image framed;   // the last of these two as the recipe frames it; empty where it doesn't
    std::optional<FrameArea> frame; // where `framed` lies
    bool hasShadow = false;         // in the alpha of cut-out and finish, beside the matte
    double scale = 1.0;             // size of the result over that of the source
    std::vector<StageRecord> stages;
    std::string engines; // that ran, with their models, as fingerprint() has them
};

// A result's last picture, of a PipelineResult or the session's PhotoResult.
template <typename Result>
const Image& finishedPicture(const Result& result) {
    return !result.framed.empty() ? result.framed : result.finished.empty() ? result.cutout : result.finished;
}

// What of a result a file is made of. Cleaned photo and matte are never framed.
template <typename Result>
const Image& pictureOf(const Result& result, BatchOutput kind, const ExportOptions& options) {
    if (kind == BatchOutput::cleaned) {
        return result.cleaned;
    }
    if (kind == BatchOutput::matte || options.alphaOnly) {
        return result.matte;
    }
    return finishedPicture(result);
}

// decode -> clean-up -> mask -> edits -> foreground colours -> finish -> frame, shadow and background.
// Decoding and encoding are the caller's.
class Pipeline {
public:
    explicit Pipeline(Engines engines);

    // What `run` would refuse whatever the photo is. Throws Error(engine_missing) for an engine that was
    // named but isn't there, or for a fallback to the CPU where `requireGpu` is set; Error(invalid_option);
    // as reading does for a background picture, of which it reads the header.
    void check(const Recipe& recipe) const;

    // Which engines and models would run now: two runs of an equal recipe on one photo are equal when this
    // is. Reads model files that are new. Throws as check() does; Cancelled.
    std::string fingerprint(const Recipe& recipe, const Progress& progress) const;

    // The same, one for each stage that is on.
    std::vector<ChosenEngine> chosen(const Recipe& recipe, const Progress& progress) const;

    // Best first in each stage. Asks each whether it is available, which looks at the model folder.
    std::vector<EngineInfo> engines() const;
    // The same at once: each is taken for available.
    std::vector<EngineInfo> knownEngines() const;

    // Throws as check() does; Cancelled; what the engines throw. `onStage` hears each stage's name as it
    // starts. With a store of this photo's only the stages run whose results it doesn't have. May be called
    // from several threads: the engines work on one photo at a time, on the more urgent one first.
    PipelineResult
    run(const Image& photo,
        const Recipe& recipe,
        const Progress& progress,
        const std::function<void(std::string_view stage)>& onStage,
        StageStore* store = nullptr,
        Urgency urgency = Urgency::now) const;

    // What `run` does after the mask, for a recipe that asks the engines for nothing else than the one that
    // `base` was made with: its cleaned photo, found matte, scale, engines and their records go on from
    // there. Needs no engine, so it may run beside one; any thread. The store is this photo's, as for run().
    // Throws Error(invalid_option), for a background picture that can't be read; Cancelled.
    static PipelineResult finish(
        const PipelineResult& base,
        const Recipe& recipe,
        const Progress& progress,
        const std::function<void(std::string_view stage)>& onStage,
        StageStore* store = nullptr);

private:
    Engines m_engines;
    std::unique_ptr<Turns> m_turns; // at the engines
};

} // namespace kerf
