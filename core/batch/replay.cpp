#include "core/batch/replay.h"

#include "core/base/error.h"
#include "core/batch/file_hash.h"
#include "core/batch/sidecar.h"
#include "core/io/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace kerf::batch {
namespace {

namespace fs = std::filesystem;

constexpr double kRead = 0.1;
constexpr double kComputed = 0.8;
constexpr int kLeastTile = 32;
constexpr int kMostTile = 4096;

const StageProvenance* stageNamed(const Provenance& provenance, std::string_view stage) {
    const auto found = std::ranges::find_if(
        provenance.stages, [&](const StageProvenance& each) { return each.record.stage == stage; });
    return found == provenance.stages.end() ? nullptr : &*found;
}

// "..., tile 512, 6 tiles of ..."; 0: it doesn't say.
int tileIn(std::string_view settings) {
    constexpr std::string_view kWord = ", tile ";
    const std::size_t at = settings.find(kWord);
    int tile = 0;
    if (at != std::string_view::npos) {
        const std::string_view digits = settings.substr(at + kWord.size());
        std::from_chars(digits.data(), digits.data() + digits.size(), tile);
    }
    return tile >= kLeastTile && tile <= kMostTile ? tile : 0;
}

std::optional<Precision> precisionIn(std::string_view settings) {
    for (const Precision precision : {Precision::fp32, Precision::bf16, Precision::fp16}) {
        if (settings.find(name(precision)) != std::string_view::npos) {
            return precision;
        }
    }
    return std::nullopt;
}

void compareFile(
    std::vector<std::string>& differences,
    std::string_view what,
    const NamedFile& then,
    const fs::path& now) {
    if (hashOfFile(now) != then.sha256) {
        differences.push_back(fmt::format("{} is another file than then, or was changed", what));
    }
}

void compareProgram(std::vector<std::string>& differences, const Provenance& then, bool usesNets) {
    if (then.kerf != kerfVersion()) {
        differences.push_back(fmt::format("Kerf is {}, it was {}", kerfVersion(), then.kerf));
    }
    const auto now = libraryVersions(usesNets);
    for (const auto& [library, version] : then.libraries) {
        const auto found = now.find(library);
        if (found == now.end() || found->second != version) {
            differences.push_back(fmt::format(
                "{} is {}, it was {}", library, found == now.end() ? "not there" : found->second, version));
        }
    }
}

void compareModels(
    std::vector<std::string>& differences, const Provenance& then, const std::vector<ChosenEngine>& now) {
    for (const StageProvenance& stage : then.stages) {
        const auto found = std::ranges::find(now, stage.record.stage, &ChosenEngine::stage);
        if (!stage.model.empty() && found != now.end() && found->contents != stage.modelContents) {
            differences.push_back(fmt::format(
                "the model {} is another one: SHA-256 {}..., it was {}...", stage.model,
                found->contents.substr(0, 12), stage.modelContents.substr(0, 12)));
        }
    }
}

void compareStages(
    std::vector<std::string>& differences, const Provenance& then, const std::vector<StageRecord>& now) {
    for (const StageProvenance& stage : then.stages) {
        const StageRecord& was = stage.record;
        const auto is = std::ranges::find(now, was.stage, &StageRecord::stage);
        if (is == now.end()) {
            differences.push_back(fmt::format("the stage {} did not run", was.stage));
        } else if (is->engine != was.engine) {
            differences.push_back(fmt::format("{} ran {}, it was {}", was.stage, is->engine, was.engine));
        } else if (is->device != was.device) {
            differences.push_back(fmt::format("{} ran on {}, it was {}", was.stage, is->device, was.device));
        } else if (is->settings != was.settings) {
            differences.push_back(
                fmt::format("{} chose \"{}\", it was \"{}\"", was.stage, is->settings, was.settings));
        }
    }
}

// Names the models that it takes, which the engine's own words can't.
[[noreturn]] void throwMissing(const Error& error, const Provenance& then) {
    std::string models;
    for (const StageProvenance& stage : then.stages) {
        if (!stage.model.empty()) {
            models += fmt::format(
                "{}{} (SHA-256 {})", models.empty() ? "; it was made with " : ", ", stage.model,
                stage.modelContents.substr(0, 64));
        }
    }
    throw Error(error.code(), error.what() + models, error.file());
}

} // namespace

bool Replayed::isSame() const {
    return std::ranges::all_of(files, &ReplayedFile::isSame);
}

Recipe asItRan(const Provenance& provenance) {
    Recipe recipe = provenance.recipe;
    std::vector<std::string> devices; // of the nets
    if (const StageProvenance* cleanup = stageNamed(provenance, "cleanup")) {
        recipe.cleanup = parseCleanupEngine(cleanup->record.engine).value_or(recipe.cleanup);
        if (!cleanup->model.empty()) {
            recipe.cleanupModel = cleanup->model;
            recipe.tile = recipe.tile != 0 ? recipe.tile : tileIn(cleanup->record.settings);
            devices.push_back(cleanup->record.device);
            recipe.precision = precisionIn(cleanup->record.settings).value_or(recipe.precision);
        }
    }
    if (const StageProvenance* mask = stageNamed(provenance, "mask")) {
        recipe.mask = parseMaskEngine(mask->record.engine).value_or(recipe.mask);
        if (!mask->model.empty()) {
            recipe.maskModel = mask->model;
            devices.push_back(mask->record.device);
            recipe.precision = precisionIn(mask->record.settings).value_or(recipe.precision);
        }
    }
    const auto areAll = [&](std::string_view device) {
        return !devices.empty() &&
               std::ranges::all_of(devices, [&](const auto& each) { return each.starts_with(device); });
    };
    recipe.requireGpu = false;
    if (areAll("cpu") || areAll("cuda")) {
        recipe.device = areAll("cpu") ? DeviceChoice::cpu : DeviceChoice::cuda;
    }
    return recipe;
}

Replayed replay(
    const Pipeline& pipeline,
    const Provenance& provenance,
    const fs::path& source,
    const fs::path& picture,
    const Progress& progress) {
    Replayed replayed;
    Recipe recipe = asItRan(provenance);
    compareFile(replayed.differences, "the photo", provenance.source, source);
    if (provenance.backgroundPicture) {
        compareFile(replayed.differences, "the background picture", *provenance.backgroundPicture, picture);
        recipe.background->picture = picture.native();
    }
    const bool usesNets = std::ranges::any_of(
        provenance.stages, [](const StageProvenance& stage) { return !stage.model.empty(); });
    compareProgram(replayed.differences, provenance, usesNets);
    try {
        compareModels(replayed.differences, provenance, pipeline.chosen(recipe, progress.part(0.0, 0.0)));
    } catch (const Error& e) {
        throwMissing(e, provenance);
    }
    const Photo photo = readPhoto(source, Limits{}, progress.part(0.0, kRead));
    const PipelineResult result =
        pipeline.run(photo.image, recipe, progress.part(kRead, kComputed), [](std::string_view) {});
    compareStages(replayed.differences, provenance, result.stages);
    for (const OutputProvenance& output : provenance.outputs) {
        const WriteRequest request{
            .image = pictureOf(result, output.picture, provenance.exporting),
            .metadata = photo.metadata,
            .source = source,
            .output = output.file.name,
            .options = provenance.exporting,
            .mayBeGrey = output.picture == BatchOutput::result && recipe.finish.has_value()};
        ReplayedFile file{.then = output, .encoded = encodePhoto(request, progress.part(kComputed, 1.0))};
        file.sha256 = hashOf(file.encoded.bytes);
        replayed.files.push_back(std::move(file));
    }
    return replayed;
}

} // namespace kerf::batch
