#include "core/pipeline/net_engines.h"

#include "core/base/check.h"
#include "core/image/pixels.h"
#include "core/image/resize.h"
#include "core/image/sample_type.h"
#include "core/pipeline/cleanup_nlm.h"
#include "core/pipeline/guided_filter.h"
#include "core/pipeline/net_region.h"
#include "core/pipeline/rasters.h"

#include <fmt/format.h>

#include <utility>

namespace kerf {
namespace {

constexpr int kUsualScale = 2; // what Real-ESRGAN's users expect, whatever the net's own scale is

std::string joined(const std::string& one, const std::string& other) {
    return one.empty() || other.empty() ? one + other : one + ' ' + other;
}

EngineModel modelOf(const ModelChoice& choice) {
    return choice.model ? EngineModel{choice.model->info.id, choice.model->contents()} : EngineModel{};
}

// What stands in the way of a net on the device that the recipe asks for.
Availability
onDevice(const ModelCache& cache, const ModelChoice& choice, const Recipe& recipe, bool onlyGpu) {
    if (!choice.model) {
        return {false, choice.reason};
    }
    const bool asksForGpu = recipe.requireGpu || recipe.device == DeviceChoice::cuda;
    if (!asksForGpu && !onlyGpu) {
        return {};
    }
    if (recipe.device == DeviceChoice::cpu) {
        return {
            false, recipe.requireGpu ? "a GPU is required but the CPU was chosen; take one of the two back"
                                     : "Real-ESRGAN is slow on the CPU; name it to have it there"};
    }
    if (const std::string problem = cache.gpuProblem(); !problem.empty()) {
        const std::string cause = problem.substr(0, problem.find(';'));
        return {
            false, asksForGpu
                       ? fmt::format("{}; allow the CPU", cause)
                       : fmt::format(
                             "Real-ESRGAN is slow without a GPU ({}); name it to have it on the CPU", cause)};
    }
    return {};
}

class EsrganCleanup final : public CleanupStage {
public:
    explicit EsrganCleanup(std::shared_ptr<ModelCache> cache) : m_cache(std::move(cache)) {}

    CleanupEngine id() const override { return CleanupEngine::esrgan; }
    bool canUseGpu() const override { return true; }

    Availability availability(const Recipe& recipe) const override {
        return onDevice(
            *m_cache, m_cache->chooseAtAGlance(ModelKind::cleanup, recipe.cleanupModel), recipe,
            recipe.cleanup == CleanupEngine::automatic);
    }

    EngineModel model(const Recipe& recipe, const Progress& progress) const override {
        const ModelChoice choice =
            m_cache->choose(ModelKind::cleanup, recipe.cleanupModel, progress.part(0.0, 0.02));
        return modelOf(choice);
    }

    EngineOutput run(const Image& image, const Recipe& recipe, const Progress& progress) const override {
        const ModelChoice choice =
            m_cache->choose(ModelKind::cleanup, recipe.cleanupModel, progress.part(0.0, 0.02));
        if (!choice.model) {
            throw Error(ErrorCode::model_missing, choice.reason);
        }
        progress.step(0.0);
        const nn::UpscaleModel& model = m_cache->upscale(*choice.model, recipe, progress.part(0.0, 0.05));
        const nn::ModelFacts& facts = model.facts();
        const Image colour = dropAlpha(image);
        ImageBuffer out(
            formatLike(image, image.format().width * facts.scale, image.format().height * facts.scale, 3));
        const nn::UpscaleOptions options{
            .tile = recipe.tile,
            .scheme = recipe.tileScheme,
            .mayUseCpu = recipe.device == DeviceChoice::automatic && !recipe.requireGpu};
        const nn::RunReport report =
            model.run(rasterOf(colour), rasterOf(out), options, progress.part(0.05, 0.9));
        EngineOutput output{
            .image = Image(std::move(out)),
            .settings = fmt::format("{}, {}", choice.model->info.title, report.settings),
            .reason = joined(facts.note, report.note),
            .device = report.device,
            .tileColumns = report.tileColumns,
            .tileRows = report.tileRows};
        finish(image, recipe, facts.scale, progress.part(0.9, 1.0), output);
        return output;
    }

private:
    // To the size that the recipe wants, with its share of the photo's own texture and its alpha.
    static void finish(
        const Image& image,
        const Recipe& recipe,
        int netScale,
        const Progress& progress,
        EngineOutput& output) {
        const int scale = recipe.scale.value_or(kUsualScale);
        const int width = image.format().width * scale;
        const int height = image.format().height * scale;
        if (scale != netScale) {
            output.image = resize(output.image, width, height);
            output.settings += fmt::format(", resampled from x{} to x{}", netScale, scale);
            for (std::vector<int>* borders : {&output.tileColumns, &output.tileRows}) {
                for (int& border : *borders) {
                    border = border * scale / netScale;
                }
            }
        }
        progress.step(0.3);
        if (recipe.strength < 100) {
            const Image enlarged = scale == 1 ? dropAlpha(image) : resize(dropAlpha(image), width, height);
            output.image = restoreTexture(enlarged, output.image, recipe.strength, progress.part(0.3, 0.9));
            output.settings += fmt::format(", strength {} %", recipe.strength);
        }
        if (image.format().channels == 4) {
            const Image alpha = alphaOf(image);
            output.image = joinAlpha(output.image, scale == 1 ? alpha : resize(alpha, width, height));
        }
        progress.step(1.0);
    }

    std::shared_ptr<ModelCache> m_cache;
};

class BirefnetMask final : public MaskStage {
public:
    explicit BirefnetMask(std::shared_ptr<ModelCache> cache) : m_cache(std::move(cache)) {}

    MaskEngine id() const override { return MaskEngine::birefnet; }
    bool canUseGpu() const override { return true; }

    Availability availability(const Recipe& recipe) const override {
        return onDevice(*m_cache, m_cache->chooseAtAGlance(ModelKind::mask, recipe.maskModel), recipe, false);
    }

    EngineModel model(const Recipe& recipe, const Progress& progress) const override {
        const ModelChoice choice =
            m_cache->choose(ModelKind::mask, recipe.maskModel, progress.part(0.0, 0.02));
        return modelOf(choice);
    }

    EngineOutput
    run(const Image& image, double scale, const Recipe& recipe, const Progress& progress) const override {
        const ModelChoice choice =
            m_cache->choose(ModelKind::mask, recipe.maskModel, progress.part(0.0, 0.02));
        if (!choice.model) {
            throw Error(ErrorCode::model_missing, choice.reason);
        }
        progress.step(0.0);
        const Rect seen = regionFor(image, scale, recipe);
        const nn::MatteModel& model = m_cache->matte(*choice.model, recipe, progress.part(0.0, 0.1));
        const nn::MatteOptions options{
            .width = choice.model->info.width,
            .height = choice.model->info.height,
            .mayUseCpu = recipe.device == DeviceChoice::automatic && !recipe.requireGpu};
        nn::RunReport report;
        const Image matte = matteOf(
            dropAlpha(cropped(image, seen)), model, options, recipe, progress.part(0.1, 0.95), report);
        EngineOutput output{
            .image = placed(matte, seen, image),
            .settings = fmt::format("{}, {}", choice.model->info.title, report.settings),
            .reason = joined(model.facts().note, report.note),
            .device = report.device,
            .maskScale = double(seen.width) / nn::matteSize(seen.width, seen.height, options).width};
        if (recipe.subject) {
            output.settings += ", within the box";
        }
        if (!recipe.strokes.empty()) {
            output.image = withStrokes(image, output.image, scale, recipe.strokes, progress.part(0.95, 1.0));
            output.reason = joined(output.reason, "Strokes override BiRefNet where they were drawn.");
        }
        progress.step(1.0);
        return output;
    }

private:
    static Image matteOf(
        const Image& photo,
        const nn::MatteModel& model,
        const nn::MatteOptions& options,
        const Recipe& recipe,
        const Progress& progress,
        nn::RunReport& report) {
        const ImageFormat& format = photo.format();
        if (recipe.maskUpsampling == MaskUpsampling::bicubic) {
            ImageBuffer out(formatLike(photo, format.width, format.height, 1));
            report = model.run(rasterOf(photo), rasterOf(out), options, progress);
            return Image(std::move(out));
        }
        const nn::MatteSize size = nn::matteSize(format.width, format.height, options);
        ImageBuffer small(formatLike(photo, size.width, size.height, 1));
        report = model.run(rasterOf(photo), rasterOf(small), options, progress.part(0.0, 0.8));
        report.settings += ", guided upsampling";
        return upsampleMatte(photo, Image(std::move(small)), progress.part(0.8, 1.0));
    }

    std::shared_ptr<ModelCache> m_cache;
};

} // namespace

std::unique_ptr<CleanupStage> makeEsrganCleanup(std::shared_ptr<ModelCache> cache) {
    return std::make_unique<EsrganCleanup>(std::move(cache));
}

std::unique_ptr<MaskStage> makeBirefnetMask(std::shared_ptr<ModelCache> cache) {
    return std::make_unique<BirefnetMask>(std::move(cache));
}

} // namespace kerf
