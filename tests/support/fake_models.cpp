#include "tests/support/fake_models.h"

#include <algorithm>
#include <utility>

namespace kerf::test {
namespace {

ModelEntry
official(const char* id, ModelKind kind, const char* title, const char* purpose, std::uint64_t bytes) {
    ModelEntry entry;
    entry.info = {
        .id = id,
        .kind = kind,
        .title = title,
        .purpose = purpose,
        .architecture = kind == ModelKind::mask ? "BiRefNet, Swin-L" : "RRDBNet x2, 23 blocks, 64 wide",
        .licence = kind == ModelKind::mask ? "MIT" : "BSD-3-Clause",
        .source = kind == ModelKind::mask ? "ZhengPeng7 (BiRefNet)" : "ai-forever (Sberbank AI)",
        .bytes = bytes,
        .isDownloadable = true,
        .scale = 2};
    entry.isOfficial = true;
    entry.url = std::string("https://models.example/") + id;
    return entry;
}

ModelListing firstListing() {
    ModelListing listing{.folder = "/fake/models", .freeBytes = 200'000'000'000};
    listing.models = {
        official(
            "realesrgan-x2", ModelKind::cleanup, "Real-ESRGAN x2",
            "Photos with noise, JPEG traces or slight blur, faces among them; doubles the sides.",
            67'061'725),
        official(
            "esrgan-x4", ModelKind::cleanup, "ESRGAN x4", "The older ESRGAN for clean, small pictures.", 0),
        official(
            "birefnet", ModelKind::mask, "BiRefNet",
            "Any subject, the usual choice: hair, fur and fine shapes.", 444'473'596),
        official(
            "birefnet-lite", ModelKind::mask, "BiRefNet lite",
            "Any subject, a fifth of the work of the large one.", 177'634'548)};
    ModelEntry mini;
    mini.info = {
        .id = "kerf-mini",
        .kind = ModelKind::mask,
        .title = "Kerf Mini",
        .purpose = "People, animals and things that fill a fair part of the photo, with nothing downloaded; "
                   "BiRefNet does better, above all at hair.",
        .architecture = "Kerf Mini",
        .licence = "CC-BY-SA-4.0",
        .source = "Kerf",
        .bytes = 4'879'194,
        .isInstalled = true,
        .width = 288,
        .height = 288};
    mini.isOfficial = true;
    mini.isShipped = true;
    mini.file = "/usr/share/kerf/models/kerf-mini.safetensors";
    mini.sha256 = "a09fb90a89e3d10dbf4b703fa8aba3912413fdf6560c7ca8b37ada6a2dd6d8c3";
    listing.models.push_back(mini);
    ModelEntry& import = listing.models[1];
    import.info.isDownloadable = false;
    import.importOnly = "its SHA-256 isn't known to Kerf, so a download could not be checked; fetch it "
                        "yourself and import it";
    return listing;
}

} // namespace

FakeModels::FakeModels(EventHandler onEvent)
    : m_onEvent(std::move(onEvent)),
      m_listing(firstListing()),
      m_thread([this](const std::stop_token& stop) { work(stop); }) {
    const std::scoped_lock lock(m_mutex);
    install("birefnet-lite");
}

FakeModels::~FakeModels() = default;

ModelEntry* FakeModels::find(const std::string& id) {
    const auto found =
        std::ranges::find_if(m_listing.models, [&](const ModelEntry& e) { return e.info.id == id; });
    return found == m_listing.models.end() ? nullptr : &*found;
}

void FakeModels::install(const std::string& id) {
    if (ModelEntry* entry = find(id)) {
        entry->info.isInstalled = true;
        entry->partBytes = 0;
        entry->file = m_listing.folder / (id + ".safetensors");
    }
    for (ModelEntry& entry : m_listing.models) {
        const auto first = std::ranges::find_if(m_listing.models, [&](const ModelEntry& e) {
            return e.info.kind == entry.info.kind && e.info.isInstalled;
        });
        entry.isAutomatic = first != m_listing.models.end() && first->info.id == entry.info.id;
    }
}

JobId FakeModels::add(Request request) {
    JobId job{};
    {
        const std::scoped_lock lock(m_mutex);
        job = request.event.job = JobId(++m_lastJob);
        m_queue.push_back(std::move(request));
    }
    m_changed.notify_all();
    return job;
}

JobId FakeModels::list() {
    return add({.event = {.task = ModelTask::list}});
}

JobId FakeModels::fetch(std::string id) {
    {
        const std::scoped_lock lock(m_mutex);
        m_fetched.push_back(id);
    }
    return add({.event = {.task = ModelTask::fetch, .id = std::move(id)}});
}

JobId FakeModels::verify(std::vector<std::string> ids) {
    return add({.event = {.task = ModelTask::verify}, .ids = std::move(ids)});
}

JobId FakeModels::import(std::filesystem::path file) {
    {
        const std::scoped_lock lock(m_mutex);
        m_imported.push_back(file);
    }
    return add({.event = {.task = ModelTask::import, .file = std::move(file)}});
}

JobId FakeModels::remove(std::string id) {
    return add({.event = {.task = ModelTask::remove, .id = std::move(id)}});
}

void FakeModels::cancel(JobId job) {
    {
        const std::scoped_lock lock(m_mutex);
        m_cancelled.push_back(job);
    }
    m_changed.notify_all();
}

void FakeModels::setMirror(std::string mirror) {
    const std::scoped_lock lock(m_mutex);
    m_mirror = std::move(mirror);
}

void FakeModels::holdFetches() {
    const std::scoped_lock lock(m_mutex);
    m_isHolding = true;
}

void FakeModels::releaseFetches() {
    {
        const std::scoped_lock lock(m_mutex);
        m_isHolding = false;
    }
    m_changed.notify_all();
}

void FakeModels::failNext(JobFailure failure) {
    const std::scoped_lock lock(m_mutex);
    m_failures.push_back(std::move(failure));
}

void FakeModels::spoil(const std::string& id) {
    const std::scoped_lock lock(m_mutex);
    m_spoilt.push_back(id);
}

void FakeModels::uninstallAll() {
    const std::scoped_lock lock(m_mutex);
    for (ModelEntry& entry : m_listing.models) {
        if (!entry.isShipped) {
            entry.info.isInstalled = entry.isAutomatic = false;
            entry.file.clear();
        }
    }
    install({});
}

void FakeModels::setShippedProblem(std::string problem) {
    const std::scoped_lock lock(m_mutex);
    ModelEntry* mini = find("kerf-mini");
    mini->info.isInstalled = problem.empty();
    mini->problem = std::move(problem);
    install({});
}

std::vector<std::string> FakeModels::fetched() const {
    const std::scoped_lock lock(m_mutex);
    return m_fetched;
}

std::vector<std::filesystem::path> FakeModels::imported() const {
    const std::scoped_lock lock(m_mutex);
    return m_imported;
}

std::string FakeModels::mirror() const {
    const std::scoped_lock lock(m_mutex);
    return m_mirror;
}

bool FakeModels::isInstalled(const std::string& id) const {
    const std::scoped_lock lock(m_mutex);
    return std::ranges::any_of(
        m_listing.models, [&](const ModelEntry& e) { return e.info.id == id && e.info.isInstalled; });
}

void FakeModels::end(ModelEvent event, std::unique_lock<std::mutex>& lock) {
    event.listing = std::make_shared<const ModelListing>(m_listing);
    lock.unlock();
    m_onEvent(event);
    lock.lock();
}

void FakeModels::work(const std::stop_token& stop) {
    std::unique_lock lock(m_mutex);
    while (m_changed.wait(lock, stop, [&] { return !m_queue.empty(); }) && !stop.stop_requested()) {
        Request request = std::move(m_queue.front());
        m_queue.pop_front();
        perform(request, lock, stop);
    }
}

void FakeModels::perform(Request& request, std::unique_lock<std::mutex>& lock, const std::stop_token& stop) {
    ModelEvent& event = request.event;
    event.state = JobState::done;
    event.fraction = 1.0;
    if (event.task != ModelTask::list && !m_failures.empty()) {
        event.state = JobState::failed;
        event.failure = m_failures.front();
        m_failures.erase(m_failures.begin());
        end(event, lock);
        return;
    }
    ModelEntry* entry = find(event.id);
    if (event.task == ModelTask::fetch && entry != nullptr) {
        const std::uint64_t part = entry->info.bytes / 10 * 4;
        event.state = JobState::running;
        event.fraction = 0.4;
        event.transfer = ModelTransfer{
            .bytes = part,
            .totalBytes = entry->info.bytes,
            .secondsLeft = 95.0,
            .bytesPerSecond = 2'800'000.0,
            .isResumed = entry->partBytes > 0};
        lock.unlock();
        m_onEvent(event);
        lock.lock();
        const auto isCancelled = [&] { return std::ranges::count(m_cancelled, event.job) > 0; };
        m_changed.wait(lock, stop, [&] { return !m_isHolding || isCancelled(); });
        event.transfer.reset();
        event.state = isCancelled() ? JobState::cancelled : JobState::done;
        if (isCancelled()) {
            entry->partBytes = part;
        } else {
            install(event.id);
        }
    } else if (event.task == ModelTask::remove && entry != nullptr) {
        entry->info.isInstalled = false;
        entry->partBytes = 0;
        entry->file.clear();
        install({});
    } else if (event.task == ModelTask::import) {
        ModelEntry own;
        own.info = {
            .id = event.file.stem().string(),
            .title = event.file.stem().string(),
            .purpose = "A net that Kerf has no description of.",
            .architecture = "RRDBNet x4, 23 blocks, 64 wide",
            .bytes = 67'000'000,
            .isInstalled = true,
            .scale = 4};
        own.file = m_listing.folder / event.file.filename();
        event.id = own.info.id;
        m_listing.models.push_back(own);
    } else if (event.task == ModelTask::verify) {
        for (const ModelEntry& each : m_listing.models) {
            if (each.info.isInstalled && (request.ids.empty() || request.ids[0] == each.info.id)) {
                const bool isGood = std::ranges::count(m_spoilt, each.info.id) == 0;
                event.verdicts.push_back(
                    {.file = each.file,
                     .id = each.info.id,
                     .isGood = isGood,
                     .text = isGood ? "official" : "it is damaged; remove it and fetch it again"});
            }
        }
    }
    end(event, lock);
}

} // namespace kerf::test
