#include "tests/support/fake_session.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/file_name.h"
#include "core/contract/name_template.h"
#include "core/qa/matte_report.h"
#include "core/qa/self_check.h"
#include "tests/support/test_images.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <utility>

namespace kerf::test {
namespace {

constexpr int kWidth = 240;
constexpr int kHeight = 160;

double discAlpha(int x, int y) {
    const double distance = std::hypot(x - kWidth / 2.0, y - kHeight / 2.0);
    return std::clamp((56.0 - distance) / 4.0, 0.0, 1.0);
}

std::array<double, 4> photoPixel(int x, int y) {
    const double a = discAlpha(x, y);
    const double back = double(x) / kWidth;
    return {a * 0.9 + (1.0 - a) * back, a * 0.5 + (1.0 - a) * 0.4, a * 0.2 + (1.0 - a) * (1.0 - back), 1.0};
}

// Names as the real one gives them where none is equal to another.
ExportPlan planned(const PlanRequest& request) {
    request.options.check();
    const NameTemplate names(request.options.naming);
    ExportPlan plan;
    for (const std::filesystem::path& photo : request.photos) {
        PlannedExport made{.input = photo, .output = {}, .files = {}};
        for (const BatchOutput kind : request.options.outputs) {
            const std::string stage = kind == BatchOutput::result ? "cutout" : std::string(name(kind));
            const std::string stem = names.stem(
                {.name = photo.stem().native(),
                 .parent = photo.parent_path().filename().native(),
                 .stage = stage,
                 .model = "nlm+grabcut",
                 .width = kWidth,
                 .height = kHeight,
                 .counter = plan.photos.size() + 1,
                 .taken = {.year = 2024, .month = 5, .day = 1}});
            const std::filesystem::path file =
                request.output.empty()
                    ? request.folder / fileName(stem, std::string(extension(request.options.type)))
                    : request.output;
            const bool isTold = request.output.empty() && names.uses(NamePart::stage);
            made.files.push_back(isTold ? file : outputFile(file, kind));
            if (made.files.back() != request.output && isNameTaken(made.files.back())) {
                plan.firstExisting = plan.existing == 0 ? made.files.back() : plan.firstExisting;
                ++plan.existing;
            }
        }
        made.output = made.files.front();
        plan.photos.push_back(std::move(made));
    }
    return plan;
}

Inspected inspected(const InspectRequest& request) {
    const SelfCheckInput input{.source = request.result.source, .result = request.result.cleaned};
    if (request.view) {
        return {.view = checkImage(input, *request.view, request.gain, Progress{})};
    }
    return {
        .report = std::make_shared<const MatteReport>(
            measureMatte(request.result.matte, {.softDistance = request.softDistance}, Progress{})),
        .checks = checkResult(input, Progress{})};
}

PhotoInfo fakeInfo() {
    PhotoInfo info;
    info.format = "PNG";
    info.width = kWidth;
    info.height = kHeight;
    return info;
}

} // namespace

PhotoResult fakeResult(const Recipe& recipe) {
    PhotoResult result;
    result.source = makeImage(kWidth, kHeight, 3, PixelType::u8, photoPixel);
    result.cleaned = result.source;
    result.matte = makeImage(kWidth, kHeight, 1, PixelType::u8, [](int x, int y) {
        return std::array<double, 4>{discAlpha(x, y)};
    });
    result.foundMatte = result.matte;
    result.cutout = makeImage(kWidth, kHeight, 4, PixelType::u8, [](int x, int y) {
        return std::array<double, 4>{0.9, 0.5, 0.2, discAlpha(x, y)};
    });
    result.stages = {
        {.stage = "cleanup",
         .engine = "nlm",
         .device = "cpu",
         .requested = std::string(name(recipe.cleanup)),
         .reason = "Real-ESRGAN is not in this build; NLM removes noise only.",
         .settings = "h 6.2 from noise 4.1",
         .seconds = 0.8},
        {.stage = "mask",
         .engine = "grabcut",
         .device = "cpu",
         .requested = std::string(name(recipe.mask)),
         .reason = "No model is installed; a box around the subject does better.",
         .seconds = 1.1}};
    if (!recipe.edges.isNeutral() || !recipe.edits.empty()) {
        result.stages.push_back(
            {.stage = "edit",
             .engine = "edges",
             .device = "cpu",
             .requested = "edges",
             .settings = describe(recipe.edges, recipe.edits),
             .seconds = 0.1});
    }
    if (recipe.finish) {
        result.finished = makeImage(kWidth, kHeight, 4, PixelType::u8, [](int x, int y) {
            return std::array<double, 4>{0.55, 0.55, 0.55, discAlpha(x, y)};
        });
        result.stages.push_back(
            {.stage = "finish",
             .engine = "bw",
             .device = "cpu",
             .requested = "bw",
             .settings = "mix 21/72/7 (auto), black 4 %, white 93 %",
             .seconds = 0.1});
    }
    if (!recipe.framing.isNeutral()) { // half as wide again, to the left
        result.framed = makeImage(kWidth * 3 / 2, kHeight, 3, PixelType::u8, [](int x, int) {
            return std::array<double, 4>{x < kWidth / 2 ? 1.0 : 0.0, 0.0, x < kWidth / 2 ? 0.0 : 1.0, 1.0};
        });
        result.frame = FrameArea{-kWidth / 2.0, 0.0, kWidth * 1.5, double(kHeight)};
    }
    result.seconds = 2.0;
    result.report = std::make_shared<const MatteReport>(measureMatte(result.matte, {}, Progress{}));
    return result;
}

PhotoResult FakeSession::fakeRegion(const Request& request) {
    PhotoResult result = fakeResult(request.recipe);
    result.source = makeImage(request.region.width, request.region.height, 3, PixelType::u8, [](int, int) {
        return std::array<double, 4>{0.0, 0.0, 0.0, 1.0};
    });
    result.cutout = makeImage(request.region.width, request.region.height, 4, PixelType::u8, [](int, int) {
        return std::array<double, 4>{0.0, 0.0, 1.0, 1.0};
    });
    result.cleaned = result.cutout;
    result.matte = makeImage(request.region.width, request.region.height, 1, PixelType::u8, [](int, int) {
        return std::array<double, 4>{1.0};
    });
    return result;
}

FakeSession::FakeSession(
    EventHandler onEvent, Models::EventHandler onModelEvent, Batches::EventHandler onBatchNews)
    : m_onEvent(std::move(onEvent)),
      m_models(std::move(onModelEvent)),
      m_batches(std::move(onBatchNews)),
      m_thread([this](const std::stop_token& stop) { work(stop); }) {}

FakeSession::~FakeSession() = default;

JobId FakeSession::add(Request request) {
    JobId job{};
    {
        const std::scoped_lock lock(m_mutex);
        job = JobId(++m_lastJob);
        request.job = job;
        m_queue.push_back(std::move(request));
    }
    m_changed.notify_one();
    return job;
}

JobId FakeSession::open(std::filesystem::path file) {
    {
        const std::scoped_lock lock(m_mutex);
        m_opens.push_back(file);
    }
    return add({.kind = "open", .file = std::move(file)});
}

JobId FakeSession::thumbnail(std::filesystem::path file, int side) {
    {
        const std::scoped_lock lock(m_mutex);
        m_thumbnails.push_back(file);
    }
    return add({.kind = "thumbnail", .file = std::move(file), .side = side});
}

JobId FakeSession::run(std::filesystem::path file, Recipe recipe) {
    {
        const std::scoped_lock lock(m_mutex);
        m_runs.push_back({file, recipe});
    }
    return add({.kind = "run", .file = std::move(file), .recipe = std::move(recipe)});
}

JobId FakeSession::previewRegion(std::filesystem::path file, Recipe recipe, Rect region) {
    {
        const std::scoped_lock lock(m_mutex);
        m_regions.push_back(region);
    }
    return add({.kind = "region", .file = std::move(file), .recipe = std::move(recipe), .region = region});
}

JobId FakeSession::exportPhoto(ExportRequest request) {
    {
        const std::scoped_lock lock(m_mutex);
        m_exports.push_back(request);
    }
    return add({.kind = "export", .file = request.input, .exporting = request});
}

JobId FakeSession::devices() {
    return add({.kind = "devices"});
}

JobId FakeSession::edit(EditRequest request) {
    {
        const std::scoped_lock lock(m_mutex);
        m_edits.push_back({request.file, request.recipe});
    }
    return add({.kind = "edit", .file = request.file, .recipe = request.recipe});
}

JobId FakeSession::previewEdit(EditRequest request, EditView /*view*/) {
    {
        const std::scoped_lock lock(m_mutex);
        m_previews.push_back({request.file, request.recipe});
    }
    return add({.kind = "preview", .file = request.file, .recipe = request.recipe});
}

JobId FakeSession::planExport(PlanRequest request) {
    return add({.kind = "plan", .planning = std::move(request)});
}

JobId FakeSession::inspect(InspectRequest request) {
    {
        const std::scoped_lock lock(m_mutex);
        m_inspections.push_back(request);
    }
    return add({.kind = "inspect", .inspecting = std::move(request)});
}

void FakeSession::cancel(JobId job) {
    {
        const std::scoped_lock lock(m_mutex);
        ++m_cancels;
        m_cancelled.push_back(job);
    }
    m_changed.notify_one();
}

void FakeSession::cancelAll() {
    {
        const std::scoped_lock lock(m_mutex);
        ++m_cancels;
        for (const auto* requests : {&m_held}) {
            for (const Request& request : *requests) {
                m_cancelled.push_back(request.job);
            }
        }
        for (const Request& request : m_queue) {
            m_cancelled.push_back(request.job);
        }
    }
    m_changed.notify_one();
}

void FakeSession::addEsrgan() {
    const std::scoped_lock lock(m_mutex);
    m_hasEsrgan = true;
}

std::vector<EngineInfo> FakeSession::engines() const {
    const std::scoped_lock lock(m_mutex);
    return {
        {.stage = "cleanup",
         .id = "esrgan",
         .available = m_hasEsrgan,
         .reason = m_hasEsrgan ? "" : "Real-ESRGAN is away on holiday; choose NLM.",
         .canUseGpu = true},
        {.stage = "cleanup", .id = "nlm"},
        {.stage = "cleanup", .id = "nlm-opencv"},
        {.stage = "mask", .id = "birefnet", .canUseGpu = true},
        {.stage = "mask", .id = "grabcut"}};
}

void FakeSession::setCacheBytes(std::uint64_t bytes) {
    const std::scoped_lock lock(m_mutex);
    m_cacheBytes = bytes;
}

std::uint64_t FakeSession::cacheBytes() const {
    const std::scoped_lock lock(m_mutex);
    return m_cacheBytes;
}

void FakeSession::addGpu() {
    const std::scoped_lock lock(m_mutex);
    m_hasGpu = true;
}

void FakeSession::holdRuns() {
    const std::scoped_lock lock(m_mutex);
    m_isHolding = true;
}

void FakeSession::releaseRuns() {
    {
        const std::scoped_lock lock(m_mutex);
        m_isHolding = false;
        m_queue.insert(m_queue.begin(), m_held.begin(), m_held.end());
        m_held.clear();
    }
    m_changed.notify_one();
}

void FakeSession::failFor(const std::string& kind, const std::string& fileName, JobFailure failure) {
    const std::scoped_lock lock(m_mutex);
    m_failures[{kind, fileName}] = std::move(failure);
}

const JobFailure* FakeSession::failureFor(const Request& request) {
    const auto found = m_failures.find({request.kind, request.file.filename().string()});
    return found == m_failures.end() ? nullptr : &found->second;
}

void FakeSession::work(const std::stop_token& stop) {
    std::unique_lock lock(m_mutex);
    const auto hasWork = [this] {
        return !m_queue.empty() || std::any_of(m_held.begin(), m_held.end(), [this](const Request& held) {
            return std::find(m_cancelled.begin(), m_cancelled.end(), held.job) != m_cancelled.end();
        });
    };
    while (m_changed.wait(lock, stop, hasWork) && !stop.stop_requested()) {
        std::vector<Request> ended; // cancelled ones
        const auto isCancelled = [this](const Request& request) {
            return std::find(m_cancelled.begin(), m_cancelled.end(), request.job) != m_cancelled.end();
        };
        std::copy_if(m_held.begin(), m_held.end(), std::back_inserter(ended), isCancelled);
        std::copy_if(m_queue.begin(), m_queue.end(), std::back_inserter(ended), isCancelled);
        m_held.erase(std::remove_if(m_held.begin(), m_held.end(), isCancelled), m_held.end());
        m_queue.erase(std::remove_if(m_queue.begin(), m_queue.end(), isCancelled), m_queue.end());
        std::optional<Request> next;
        if (ended.empty() && !m_queue.empty()) {
            next = std::move(m_queue.front());
            m_queue.pop_front();
        }
        const bool isKept = next && std::any_of(m_finished.begin(), m_finished.end(), [&](const Run& run) {
                                return run.file == next->file && run.recipe == next->recipe;
                            });
        const bool isHeld = next && next->kind == "run" && m_isHolding && !isKept;
        if (isHeld) {
            m_held.push_back(*next);
        }
        std::optional<JobFailure> failure;
        if (next) {
            if (const JobFailure* found = failureFor(*next)) {
                failure = *found;
            }
        }
        lock.unlock();
        for (const Request& request : ended) {
            end(request.job, JobState::cancelled);
        }
        if (isHeld) {
            m_onEvent({.job = next->job, .state = JobState::running, .fraction = 0.4, .stage = "cleanup"});
        } else if (next && failure) {
            if (failure->file.empty()) {
                failure->file = next->file;
            }
            m_onEvent({.job = next->job, .state = JobState::failed, .failure = failure});
        } else if (next) {
            answer(*next);
        }
        lock.lock();
    }
}

void FakeSession::answer(const Request& request) {
    m_onEvent({.job = request.job, .state = JobState::running, .fraction = 0.5, .stage = "read"});
    if (request.kind == "open") {
        end(request.job, JobState::done, OpenedPhoto{fakeResult({}).source, fakeInfo()});
    } else if (request.kind == "thumbnail") {
        end(request.job, JobState::done, ThumbnailReady{fakeResult({}).source, fakeInfo()});
    } else if (request.kind == "region") {
        end(request.job, JobState::done, RegionPreview{request.region, fakeRegion(request)});
    } else if (request.kind == "preview") {
        const PhotoResult made = fakeResult(request.recipe);
        end(request.job, JobState::done, EditPreview{{0, 0, kWidth, kHeight}, made.cutout, made.matte});
    } else if (request.kind == "run" || request.kind == "edit") {
        {
            const std::scoped_lock lock(m_mutex);
            m_finished.push_back({request.file, request.recipe});
        }
        end(request.job, JobState::done, fakeResult(request.recipe));
    } else if (request.kind == "inspect") {
        end(request.job, JobState::done, inspected(request.inspecting));
    } else if (request.kind == "plan") {
        try {
            end(request.job, JobState::done, planned(request.planning));
        } catch (const Error& e) {
            m_onEvent(
                {.job = request.job,
                 .state = JobState::failed,
                 .failure = JobFailure{e.code(), e.what(), {}}});
        }
    } else if (request.kind == "export") {
        std::filesystem::create_directories(request.exporting.output.parent_path());
        std::ofstream(request.exporting.output) << "fake";
        end(request.job, JobState::done,
            ExportedFile{.file = request.exporting.output, .bytes = 4, .width = kWidth, .height = kHeight});
    } else {
        DevicesFound found;
        if (const std::scoped_lock lock(m_mutex); m_hasGpu) {
            found.devices.push_back({.id = "cuda:0", .name = "Test GPU", .usable = true});
        }
        found.devices.push_back(
            {.id = "cpu", .name = "Test processor", .detail = "2 threads", .usable = true});
        found.libtorch = "not in this build";
        end(request.job, JobState::done, found);
    }
}

void FakeSession::end(JobId job, JobState state, JobOutput output) {
    JobEvent event{.job = job, .state = state, .fraction = 1.0};
    if (state == JobState::done) {
        event.output = std::make_shared<const JobOutput>(std::move(output));
    }
    m_onEvent(event);
}

std::vector<InspectRequest> FakeSession::inspections() const {
    const std::scoped_lock lock(m_mutex);
    return m_inspections;
}

std::vector<FakeSession::Run> FakeSession::runs() const {
    const std::scoped_lock lock(m_mutex);
    return m_runs;
}

std::vector<FakeSession::Run> FakeSession::edits() const {
    const std::scoped_lock lock(m_mutex);
    return m_edits;
}

std::vector<FakeSession::Run> FakeSession::previews() const {
    const std::scoped_lock lock(m_mutex);
    return m_previews;
}

std::vector<Rect> FakeSession::regions() const {
    const std::scoped_lock lock(m_mutex);
    return m_regions;
}

std::vector<ExportRequest> FakeSession::exports() const {
    const std::scoped_lock lock(m_mutex);
    return m_exports;
}

std::vector<std::filesystem::path> FakeSession::opens() const {
    const std::scoped_lock lock(m_mutex);
    return m_opens;
}

std::vector<std::filesystem::path> FakeSession::thumbnails() const {
    const std::scoped_lock lock(m_mutex);
    return m_thumbnails;
}

int FakeSession::cancels() const {
    const std::scoped_lock lock(m_mutex);
    return m_cancels;
}

} // namespace kerf::test
