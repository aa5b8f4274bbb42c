#include "core/session/photo_work.h"

#include "core/base/atomic_file.h"
#include "core/base/inside.h"
#include "core/base/parallel.h"
#include "core/batch/file_hash.h"
#include "core/batch/plan.h"
#include "core/image/pixels.h"
#include "core/image/resize.h"
#include "core/io/color.h"
#include "core/io/writer.h"
#include "core/nn/cpu_info.h"
#include "core/nn/runtime.h"
#include "core/pipeline/backdrop.h"
#include "core/qa/matte_report.h"
#include "core/qa/self_check.h"
#include "core/session/region_preview.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

namespace kerf {
namespace {

namespace fs = std::filesystem;

constexpr double kReadShare = 0.1; // of the time that a run or an export takes
constexpr double kComputed = 0.97; // when a run's matte is measured

double secondsSince(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// Refuses, before anything is computed, an output whose folder can't be there or can't be written to.
void checkFolder(const fs::path& output) {
    std::error_code error;
    fs::path folder = fs::absolute(output, error).parent_path();
    while (fs::symlink_status(folder, error).type() == fs::file_type::not_found &&
           folder.has_relative_path()) {
        folder = folder.parent_path(); // the nearest one that is there
    }
    if (!fs::is_directory(folder, error)) {
        const bool isDenied = error == std::errc::permission_denied;
        throw Error(
            isDenied ? ErrorCode::permission_denied : ErrorCode::not_a_file,
            isDenied ? "the folder may not be entered; choose another or change its permissions"
                     : "this is not a folder, so nothing can be written into it; choose another",
            folder);
    }
    if (faccessat(AT_FDCWD, folder.c_str(), W_OK | X_OK, AT_EACCESS) != 0) {
        const bool isReadOnly =
            std::error_code(errno, std::generic_category()) == std::errc::read_only_file_system;
        throw Error(
            isReadOnly ? ErrorCode::write_failed : ErrorCode::permission_denied,
            isReadOnly ? "the file system is read-only; choose another folder"
                       : "the folder may not be written to; choose another or change its permissions",
            folder);
    }
}

void makeFolder(const fs::path& output) {
    std::error_code error;
    makeFolders(fs::absolute(output, error).parent_path());
}

// What can be known before the work: true when the file is there and is to be skipped.
bool isAlreadyThere(const fs::path& output, const ExportRequest& request) {
    const ExistingPolicy policy = request.options.existing;
    if (!isNameTaken(output) || policy == ExistingPolicy::rename) {
        return false;
    }
    if (isSameFile(request.input, output)) {
        throw Error(
            ErrorCode::source_in_danger,
            "the output would be the photo itself; choose another folder or name", output);
    }
    if (policy == ExistingPolicy::fail) {
        throw Error(
            ErrorCode::already_exists,
            "the file is there already; choose another name, or skip, rename or replace it", output);
    }
    return policy == ExistingPolicy::skip;
}

const StageRecord* recordOf(const PhotoResult& result, std::string_view stage) {
    const auto record = std::ranges::find(result.stages, stage, &StageRecord::stage);
    return record == result.stages.end() ? nullptr : &*record;
}

MatteReport measure(const PhotoResult& result, int softDistance, const Progress& progress) {
    const StageRecord* mask = recordOf(result, "mask");
    return measureMatte(
        result.matte.empty() ? alphaOf(result.cutout) : result.matte,
        {.softDistance = softDistance, .maskScale = mask != nullptr ? mask->maskScale : 0.0}, progress);
}

// An export measures nothing, so what it leaves in memory has to be measured when it is looked at.
bool lacksReport(const PhotoResult& result) {
    const StageRecord* mask = recordOf(result, "mask");
    const bool isMasked =
        (mask != nullptr && mask->engine != "off") ||
        std::ranges::find(result.stages, "edit", &StageRecord::stage) != result.stages.end();
    return !result.report && (isMasked || result.source.format().channels == 4);
}

std::shared_ptr<const MatteReport> reportOf(const PhotoResult& result, const Progress& progress) {
    return std::make_shared<const MatteReport>(measure(result, MatteReport{}.softDistance, progress));
}

std::vector<fs::path> filesOf(const ExportRequest& request) {
    std::vector<fs::path> files = request.files;
    if (files.empty()) {
        for (const BatchOutput kind : request.options.outputs) {
            files.push_back(outputFile(request.output, kind));
        }
    }
    if (files.size() != request.options.outputs.size()) {
        throw Error(ErrorCode::invalid_option, "there are not as many names as pictures to write");
    }
    return files;
}

// Another state of the background picture makes another result.
ResultKey keyFor(const Recipe& recipe, const std::string& engines) {
    return {recipe, engines + stampOf(recipe.background)};
}

std::string textOf(const char* file) {
    std::ifstream stream(file);
    return {std::istreambuf_iterator<char>(stream), {}};
}

// What is known without the nets' engine: the processor, which all engines without weights run on.
DeviceInfo processor() {
    const nn::CpuInfo cpu = nn::parseCpuInfo(textOf("/proc/cpuinfo"));
    const nn::MemoryInfo memory = nn::parseMemoryInfo(textOf("/proc/meminfo"));
    return {
        .id = "cpu",
        .name = cpu.name.empty() ? "CPU" : cpu.name,
        .detail = std::to_string(hardwareThreads()) + " threads",
        .memoryBytes = memory.totalBytes,
        .freeBytes = memory.availableBytes,
        .usable = true};
}

} // namespace

OpenedPhoto PhotoWork::open(const fs::path& file, const Progress& progress) {
    const std::shared_ptr<const Photo> photo = read(file, progress).photo;
    return {photo->image, photo->info};
}

ThumbnailReady PhotoWork::thumbnail(const fs::path& file, int side, const Progress& progress) {
    if (side < 1) {
        throw Error(ErrorCode::invalid_option, "a thumbnail needs a side of at least 1 pixel");
    }
    // Not kept: a long filmstrip would push out the photos that are worked on.
    const std::optional<FileKey> key = keyOf(file);
    std::shared_ptr<const Photo> photo = key ? m_cache.photo(*key) : nullptr;
    if (!photo) {
        photo = std::make_shared<const Photo>(readPhoto(file, Limits{}, progress.part(0.0, 0.9)));
    }
    const Image small = shrinkToFit(photo->image, side);
    progress.step(0.95);
    const Image converted = convertProfile(small, small.format().icc, {});
    return {convertType(converted, PixelType::u8), photo->info};
}

PhotoResult PhotoWork::run(
    const fs::path& file, const Recipe& recipe, const Progress& progress, const StageHandler& onStage) {
    m_pipeline.check(recipe);
    onStage("read");
    const Loaded loaded = read(file, progress.part(0.0, kReadShare));
    const auto result = compute(loaded, recipe, progress.part(kReadShare, kComputed), onStage);
    return *measured(loaded, recipe, result, progress.part(kComputed, 1.0));
}

RegionPreview PhotoWork::previewRegion(
    const fs::path& file,
    const Recipe& recipe,
    const Rect& region,
    const Progress& progress,
    const StageHandler& onStage) {
    const auto start = std::chrono::steady_clock::now();
    m_pipeline.check(recipe);
    onStage("read");
    const Loaded loaded = read(file, progress.part(0.0, kReadShare));
    RegionResult made =
        runRegion(m_pipeline, loaded.photo->image, recipe, region, progress.part(kReadShare, 1.0), onStage);
    RegionPreview preview{.region = made.region, .result = {}};
    preview.result.source = made.source;
    preview.result.cleaned = made.result.cleaned;
    preview.result.foundMatte = made.result.foundMatte;
    preview.result.matte = made.result.matte;
    preview.result.cutout = made.result.cutout;
    preview.result.finished = made.result.finished;
    preview.result.hasShadow = made.result.hasShadow;
    preview.result.scale = made.result.scale;
    preview.result.stages = std::move(made.result.stages);
    preview.result.seconds = secondsSince(start);
    return preview;
}

std::shared_ptr<const PhotoResult>
PhotoWork::kept(const fs::path& file, const Recipe& recipe, const Progress& progress) {
    const std::optional<FileKey> key = keyOf(file);
    if (!key) {
        return nullptr;
    }
    try {
        auto result = m_cache.result(*key, keyFor(recipe, m_pipeline.fingerprint(recipe, progress)));
        return result && lacksReport(*result) ? nullptr : result;
    } catch (const Error&) {
        return nullptr; // computing says what is wrong
    }
}

ExportPlan PhotoWork::planExport(const PlanRequest& request, const Progress& progress) const {
    request.options.check();
    std::vector<batch::PlannedPhoto> planned;
    if (!request.output.empty()) {
        planned.push_back({.id = {}, .input = request.photos.at(0), .output = request.output});
    } else {
        std::vector<FoundPhoto> photos;
        for (const fs::path& file : request.photos) {
            photos.push_back({file, file.filename()});
        }
        planned = batch::planOutputs(
            photos, request.folder, request.options, {},
            batch::namingFacts(m_pipeline, request.recipe, request.options));
    }
    ExportPlan plan;
    for (const batch::PlannedPhoto& photo : planned) {
        progress.throwIfStopped();
        plan.photos.push_back({photo.input, photo.output, photo.filesFor(request.options.outputs)});
        for (const fs::path& file : plan.photos.back().files) {
            if (file != request.output && isNameTaken(file)) {
                plan.firstExisting = plan.existing == 0 ? file : plan.firstExisting;
                ++plan.existing;
            }
        }
    }
    return plan;
}

PhotoWork::Exported
PhotoWork::exportPhoto(const ExportRequest& request, const Progress& progress, const StageHandler& onStage) {
    const auto start = std::chrono::steady_clock::now();
    request.options.check();
    m_pipeline.check(request.recipe);
    const std::vector<fs::path> names = filesOf(request);
    for (const fs::path& name : names) {
        if (isAlreadyThere(name, request)) {
            return {.file = {.file = name}, .skipped = true};
        }
        checkFolder(name);
    }

    onStage("read");
    constexpr double kWriteFrom = 0.85;
    std::optional<batch::ProvenanceNotes> provenance;
    if (request.options.sidecar) {
        provenance.emplace(m_pipeline, request.recipe, request.input, progress.part(0.0, 0.0));
    }
    const Loaded loaded = read(request.input, progress.part(0.0, kReadShare));
    const std::shared_ptr<const PhotoResult> result =
        compute(loaded, request.recipe, progress.part(kReadShare, kWriteFrom), onStage);
    onStage(kWriteStage);
    progress.step(kWriteFrom);
    Exported exported{.file = {.stages = result->stages, .notices = loaded.photo->info.notices}};
    ExportedFile& made = exported.file;
    for (std::size_t i = 0; i < names.size() && !exported.skipped; ++i) {
        const double share = (1.0 - kWriteFrom) / double(names.size());
        const Progress part =
            progress.part(kWriteFrom + double(i) * share, kWriteFrom + double(i + 1) * share);
        exported.skipped =
            !write(request, names[i], request.options.outputs[i], *result, *loaded.photo, part, made);
    }
    if (provenance && !exported.skipped) {
        writeSidecar(*provenance, request.options, made);
    }
    made.file = exported.skipped ? names.front() : made.files.front().file;
    made.seconds = secondsSince(start);
    return exported;
}

bool PhotoWork::write(
    const ExportRequest& request,
    const fs::path& name,
    BatchOutput kind,
    const PhotoResult& result,
    const Photo& photo,
    const Progress& progress,
    ExportedFile& made) {
    if (request.folder.empty()) {
        makeFolder(name);
    } else {
        makeFoldersInside(request.folder, name.parent_path());
    }
    const WriteRequest write{
        .image = pictureOf(result, kind, request.options),
        .metadata = photo.metadata,
        .source = request.input,
        .output = name,
        .options = request.options,
        .mayBeGrey = kind == BatchOutput::result && request.recipe.finish.has_value()};
    EncodedPhoto encoded = encodePhoto(write, progress.part(0.0, 0.95));
    progress.step(0.95);
    BatchFile file{.bytes = encoded.bytes.size(), .width = encoded.width, .height = encoded.height};
    if (request.options.sidecar) {
        file.sha256 = batch::hashOf(encoded.bytes);
    }
    const Written written = storePhoto(write, std::move(encoded));
    if (written.skipped) {
        return false;
    }
    file.file = written.file;
    if (made.files.empty()) {
        made.bytes = file.bytes;
        made.width = file.width;
        made.height = file.height;
    }
    made.files.push_back(std::move(file));
    for (const std::string& notice : written.notices) {
        if (std::ranges::find(made.notices, notice) == made.notices.end()) {
            made.notices.push_back(notice);
        }
    }
    return true;
}

void PhotoWork::writeSidecar(
    const batch::ProvenanceNotes& notes, const ExportOptions& options, ExportedFile& made) {
    std::string why;
    const std::optional<Provenance> provenance = notes.finish(options, made.stages, made.files, why);
    const fs::path name = batch::sidecarFile(made.files.front().file);
    if (provenance && !batch::maySidecarReplace(name, options.existing)) {
        why = "there is a file in the place of the sidecar, which was not written";
    }
    if (!why.empty()) {
        made.notices.push_back(std::move(why));
        return;
    }
    const std::string text = toJson(*provenance);
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes
    const std::span bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    writeFileAtomically(name, bytes, OnExisting::replace);
}

Inspected PhotoWork::inspect(const InspectRequest& request, const Progress& progress) const {
    if (!(request.gain > 0.0) || request.softDistance < 0 || request.softDistance > kMaxSoftDistance) {
        throw Error(ErrorCode::invalid_option, "the gain must be above 0, the distance from 0 to 64 pixels");
    }
    const PhotoResult& result = request.result;
    const StageRecord* cleanup = recordOf(result, "cleanup");
    SelfCheckInput input;
    if (cleanup != nullptr && cleanup->engine != "off") {
        input.source = result.source;
        input.result = result.cleaned;
        input.tileColumns = cleanup->tileColumns;
        input.tileRows = cleanup->tileRows;
    }
    if (request.view) {
        return {.view = checkImage(input, *request.view, request.gain, progress)};
    }
    Inspected inspected{.report = result.report};
    if (result.report ? result.report->softDistance != request.softDistance : lacksReport(result)) {
        inspected.report = std::make_shared<const MatteReport>(
            measure(result, request.softDistance, progress.part(0.0, 0.5)));
    }
    inspected.checks = checkResult(input, progress.part(0.5, 1.0));
    return inspected;
}

DevicesFound PhotoWork::devices() const {
    try {
        const std::shared_ptr<const nn::Runtime> runtime = nn::loadRuntime();
        return {runtime->devices(), runtime->libtorchVersion()};
    } catch (const Error& e) {
        // The engines without weights don't need it, so this is a finding rather than a failure.
        DeviceInfo gpu{.id = "cuda", .name = "GPU", .usable = false};
        gpu.reason = "the nets' engine, which looks for it, can't be opened; see below what is missing";
        return {{gpu, processor()}, e.what()};
    }
}

PhotoWork::Loaded PhotoWork::read(const fs::path& file, const Progress& progress) {
    const std::optional<FileKey> key = keyOf(file);
    if (std::shared_ptr<const Photo> kept = key ? m_cache.photo(*key) : nullptr) {
        progress.step(1.0);
        return {kept, key};
    }
    auto photo = std::make_shared<const Photo>(readPhoto(file, Limits{}, progress));
    if (!key || keyOf(file) != key) {
        return {photo, std::nullopt};
    }
    m_cache.add(*key, photo);
    return {photo, key};
}

std::shared_ptr<const PhotoResult> PhotoWork::compute(
    const Loaded& loaded, const Recipe& recipe, const Progress& progress, const StageHandler& onStage) {
    const std::optional<FileKey>& key = loaded.key;
    const std::string engines = m_pipeline.fingerprint(recipe, Progress(progress.stop(), {}));
    const ResultKey made = keyFor(recipe, engines);
    if (std::shared_ptr<const PhotoResult> kept = key ? m_cache.result(*key, made) : nullptr) {
        progress.step(1.0);
        return kept;
    }
    const auto start = std::chrono::steady_clock::now();
    const Image& source = loaded.photo->image;
    std::optional<CachedStages> stages;
    if (key) {
        stages.emplace(m_cache, *key);
    }
    PipelineResult fresh = m_pipeline.run(source, recipe, progress, onStage, stages ? &*stages : nullptr);
    auto result = std::make_shared<const PhotoResult>(PhotoResult{
        .source = source,
        .cleaned = fresh.cleaned,
        .foundMatte = fresh.foundMatte,
        .matte = fresh.matte,
        .cutout = fresh.cutout,
        .finished = fresh.finished,
        .framed = fresh.framed,
        .frame = fresh.frame,
        .hasShadow = fresh.hasShadow,
        .scale = fresh.scale,
        .stages = std::move(fresh.stages),
        .seconds = secondsSince(start),
        .report = nullptr,
        .engines = engines});
    if (key) {
        m_cache.add(*key, made, result);
    }
    return result;
}

std::shared_ptr<const PhotoResult> PhotoWork::measured(
    const Loaded& loaded,
    const Recipe& recipe,
    std::shared_ptr<const PhotoResult> result,
    const Progress& progress) {
    if (!lacksReport(*result)) {
        return result;
    }
    PhotoResult complete = *result;
    complete.report = reportOf(*result, progress);
    result = std::make_shared<const PhotoResult>(std::move(complete));
    if (loaded.key) {
        m_cache.add(
            *loaded.key, keyFor(recipe, m_pipeline.fingerprint(recipe, Progress(progress.stop(), {}))),
            result);
    }
    return result;
}

namespace {

PipelineResult asBase(const EditRequest& request) {
    if (!request.base || request.base->foundMatte.empty()) {
        throw Error(ErrorCode::invalid_option, "there is no result to edit; run the photo first");
    }
    PipelineResult base;
    base.cleaned = request.base->cleaned;
    base.foundMatte = request.base->foundMatte;
    base.matte = request.base->matte;
    base.scale = request.base->scale;
    base.stages = request.base->stages;
    base.engines = request.base->engines;
    return base;
}

} // namespace

PhotoResult
PhotoWork::edit(const EditRequest& request, const Progress& progress, const StageHandler& onStage) {
    const auto start = std::chrono::steady_clock::now();
    const std::optional<FileKey> key = keyOf(request.file);
    // What the stages made before is right only if the file is still the one that the base was made of.
    const std::shared_ptr<const Photo> photo = key ? m_cache.photo(*key) : nullptr;
    const bool isUnchanged =
        photo && request.base && photo->image.pixels().data() == request.base->source.pixels().data();
    std::optional<CachedStages> stages;
    if (isUnchanged) {
        stages.emplace(m_cache, *key);
    }
    PipelineResult fresh = Pipeline::finish(
        asBase(request), request.recipe, progress.part(0.0, kComputed), onStage, stages ? &*stages : nullptr);
    double seconds = secondsSince(start);
    for (const StageRecord& record : fresh.stages) {
        seconds += record.stage == "cleanup" || record.stage == "mask" ? record.seconds : 0.0;
    }
    PhotoResult result{
        .source = request.base->source,
        .cleaned = fresh.cleaned,
        .foundMatte = fresh.foundMatte,
        .matte = fresh.matte,
        .cutout = fresh.cutout,
        .finished = fresh.finished,
        .framed = fresh.framed,
        .frame = fresh.frame,
        .hasShadow = fresh.hasShadow,
        .scale = fresh.scale,
        .stages = std::move(fresh.stages),
        .seconds = seconds,
        .report = nullptr,
        .engines = request.base->engines};
    if (lacksReport(result)) {
        result.report = reportOf(result, progress.part(kComputed, 1.0));
    }
    // Under the engines that made the base, since others may be installed by now.
    if (isUnchanged) {
        m_cache.add(
            *key, keyFor(request.recipe, result.engines), std::make_shared<const PhotoResult>(result));
    }
    return result;
}

EditPreview
PhotoWork::previewEdit(const EditRequest& request, const EditView& view, const Progress& progress) {
    if (view.width <= 0 || view.height <= 0 || view.region.width <= 0 || view.region.height <= 0) {
        throw Error(ErrorCode::invalid_option, "there is nothing to be seen of the photo");
    }
    EditPreviewer::Made made =
        m_previewer.make(asBase(request), request.recipe, {view.region, view.width, view.height}, progress);
    return {made.region, std::move(made.cutout), std::move(made.matte)};
}

} // namespace kerf
