#include "core/session/model_desk.h"

#include "core/models/download.h"
#include "core/models/manage.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <new>
#include <system_error>
#include <utility>

namespace kerf {
namespace {

namespace fs = std::filesystem;

// A mirror folder needs no network, so what connects is opened no earlier than for the first request.
class LateFetcher final : public models::Fetcher {
public:
    LateFetcher(
        std::unique_ptr<models::Fetcher>& fetcher,
        const std::function<std::unique_ptr<models::Fetcher>()>& open)
        : m_fetcher(fetcher), m_open(open) {}

    void
    fetch(const models::FetchRequest& request, models::FetchSink& sink, const Progress& progress) override {
        if (m_fetcher == nullptr) {
            if (!m_open) {
                throw Error(
                    ErrorCode::engine_missing,
                    "this build can't download; choose a mirror folder, or import the file", request.url);
            }
            m_fetcher = m_open();
        }
        m_fetcher->fetch(request, sink, progress);
    }

private:
    std::unique_ptr<models::Fetcher>& m_fetcher;
    const std::function<std::unique_ptr<models::Fetcher>()>& m_open;
};

const char* nameOf(ModelTask task) {
    switch (task) {
    case ModelTask::list:
        return "list";
    case ModelTask::fetch:
        return "fetch";
    case ModelTask::verify:
        return "verify";
    case ModelTask::import:
        return "import";
    case ModelTask::remove:
        return "remove";
    }
    return "";
}

std::uint64_t sizeOf(const fs::path& file) {
    std::error_code error;
    const std::uintmax_t bytes = fs::file_size(file, error);
    return error ? 0 : std::uint64_t(bytes);
}

// Of the nearest folder that is there: the model folder is made with the first model.
std::uint64_t freeBytesAt(fs::path folder) {
    std::error_code error;
    while (!fs::exists(folder, error) && folder.has_relative_path()) {
        folder = folder.parent_path();
    }
    const fs::space_info space = fs::space(folder, error);
    return error ? 0 : std::uint64_t(space.available);
}

} // namespace

ModelDesk::ModelDesk(ModelDeskParts parts)
    : m_parts(std::move(parts)),
      m_mirror(m_parts.mirror),
      m_deliverer([this](const std::stop_token& stop) { deliver(stop); }),
      m_downloader([this](const std::stop_token& stop) { loop(m_fetches, stop); }),
      m_worker([this](const std::stop_token& stop) { loop(m_others, stop); }) {}

ModelDesk::~ModelDesk() {
    m_downloader.request_stop();
    m_worker.request_stop();
    m_deliverer.request_stop();
}

JobId ModelDesk::list() {
    return submit(m_others, {.event = {.task = ModelTask::list}});
}

JobId ModelDesk::fetch(std::string id) {
    return submit(m_fetches, {.event = {.task = ModelTask::fetch, .id = std::move(id)}});
}

JobId ModelDesk::verify(std::vector<std::string> ids) {
    return submit(
        m_others,
        {.event = {.task = ModelTask::verify, .id = ids.size() == 1 ? ids[0] : ""}, .ids = std::move(ids)});
}

JobId ModelDesk::import(fs::path file) {
    return submit(m_others, {.event = {.task = ModelTask::import, .file = std::move(file)}});
}

JobId ModelDesk::remove(std::string id) {
    return submit(m_others, {.event = {.task = ModelTask::remove, .id = std::move(id)}});
}

void ModelDesk::setMirror(std::string mirror) {
    const std::scoped_lock lock(m_mutex);
    m_mirror = std::move(mirror);
}

JobId ModelDesk::submit(Line& line, Task task) {
    auto shared = std::make_shared<Task>(std::move(task));
    {
        const std::scoped_lock lock(m_mutex);
        shared->event.job = JobId{++m_lastId};
        line.waiting.push_back(shared);
    }
    m_changed.notify_all();
    return shared->event.job; // only the worker changes the event, and never its job
}

// One that waits ends at once, whatever is under way.
void ModelDesk::cancel(JobId job) {
    {
        const std::scoped_lock lock(m_mutex);
        for (Line* line : {&m_fetches, &m_others}) {
            if (line->running && line->running->event.job == job) {
                line->running->stop.request_stop();
                return;
            }
            const auto found =
                std::ranges::find_if(line->waiting, [&](const auto& task) { return task->event.job == job; });
            if (found != line->waiting.end()) {
                (*found)->event.state = JobState::cancelled;
                m_events.push_back((*found)->event);
                line->waiting.erase(found);
                break;
            }
        }
    }
    m_changed.notify_all();
}

void ModelDesk::loop(Line& line, const std::stop_token& stop) {
    for (;;) {
        std::shared_ptr<Task> task;
        {
            std::unique_lock lock(m_mutex);
            line.running = nullptr;
            m_changed.wait(lock, stop, [&] { return !line.waiting.empty(); });
            if (stop.stop_requested()) {
                return;
            }
            task = line.running = line.waiting.front();
            line.waiting.pop_front();
        }
        const std::stop_callback forward(stop, [&] { task->stop.request_stop(); });
        run(*task);
        if (stop.stop_requested()) {
            return;
        }
    }
}

// Nothing thrown passes beyond here.
void ModelDesk::run(Task& task) {
    ModelEvent& event = task.event;
    const auto fail = [&](ErrorCode code, std::string detail, const fs::path& file) {
        event.state = JobState::failed;
        event.failure = JobFailure{code, std::move(detail), file};
    };
    try {
        event.state = JobState::running;
        const Progress progress(task.stop.get_token(), [&](double fraction) {
            event.fraction = std::max(event.fraction, fraction);
            post(event);
        });
        progress.step(0.0);
        perform(task, progress);
        event.state = JobState::done;
        event.fraction = 1.0;
    } catch (const Cancelled&) {
        event.state = JobState::cancelled;
    } catch (const Error& e) {
        fail(e.code(), e.what(), e.file().empty() ? event.file : e.file());
    } catch (const std::bad_alloc&) {
        fail(ErrorCode::out_of_memory, "there is not enough memory; close other programs", event.file);
    } catch (const std::exception& e) {
        fail(
            ErrorCode::internal, std::string("an error in Kerf itself (") + e.what() + "); please report it",
            event.file);
    }
    event.transfer.reset();
    logEnd(event);
    if (event.state != JobState::cancelled) { // which has to be told soon, and changes no model
        try {
            event.listing =
                std::make_shared<const ModelListing>(listing(Progress(task.stop.get_token(), {})));
        } catch (const Cancelled&) { // what happened has happened; the list may be asked for again
        } catch (const std::exception&) {
        }
    }
    post(event);
}

void ModelDesk::perform(Task& task, const Progress& progress) {
    const models::ModelStore& store = *m_parts.store;
    ModelEvent& event = task.event;
    switch (event.task) {
    case ModelTask::list:
        (void)store.installed(progress); // with its progress; run() makes the list
        break;
    case ModelTask::fetch:
        performFetch(task, progress);
        break;
    case ModelTask::verify:
        for (models::VerifiedFile& file : models::verifyModels(store, task.ids, progress)) {
            event.verdicts.push_back(
                {.file = std::move(file.file),
                 .id = std::move(file.id),
                 .isGood = file.isGood,
                 .text = std::move(file.verdict)});
        }
        break;
    case ModelTask::import:
        event.id = models::importModel(store, event.file, {}, progress).info.id;
        break;
    case ModelTask::remove:
        (void)models::removeModel(store, event.id);
        break;
    }
}

void ModelDesk::performFetch(Task& task, const Progress& progress) {
    ModelEvent& event = task.event;
    models::DownloadOptions options;
    {
        const std::scoped_lock lock(m_mutex);
        options.mirror = m_mirror;
    }
    if (m_parts.log) {
        m_parts.log->write(
            LogLevel::info, fmt::format(
                                "download of {} starts, from {}", event.id,
                                options.mirror.empty() ? "the official address" : options.mirror));
    }
    using Clock = std::chrono::steady_clock;
    std::optional<std::pair<Clock::time_point, std::uint64_t>> first;
    options.report = [&](const models::DownloadStatus& status) {
        const Clock::time_point now = Clock::now();
        if (!first || status.bytes < first->second) {
            first = {now, status.bytes};
        }
        const double seconds = std::chrono::duration<double>(now - first->first).count();
        constexpr double kEnoughToTell = 0.5;
        event.transfer = ModelTransfer{
            .bytes = status.bytes,
            .totalBytes = status.totalBytes,
            .secondsLeft = status.secondsLeft,
            .bytesPerSecond = seconds < kEnoughToTell ? 0.0 : double(status.bytes - first->second) / seconds,
            .isResumed = status.isResumed,
            .isVerifying = status.isVerifying};
        post(event);
    };
    LateFetcher fetcher(m_fetcher, m_parts.openFetcher);
    // Between two reports nothing is posted: a block comes every millisecond.
    const Progress quiet(
        progress.stop(), [&](double fraction) { event.fraction = std::max(event.fraction, fraction); });
    (void)models::Downloader(*m_parts.store, fetcher).download(event.id, options, quiet);
}

ModelListing ModelDesk::listing(const Progress& progress) const {
    const models::ModelStore& store = *m_parts.store;
    const std::vector<models::InstalledModel> installed = store.installed(progress);
    ModelListing result{.folder = store.folder(), .freeBytes = freeBytesAt(store.folder())};
    std::vector<ModelEntry> others;
    for (ModelInfo& info : store.list(progress)) {
        ModelEntry entry{.info = std::move(info)};
        const auto found = std::ranges::find_if(
            installed, [&](const models::InstalledModel& model) { return model.info.id == entry.info.id; });
        if (found != installed.end()) {
            entry.file = found->file;
            entry.sha256 = found->sha256;
        }
        const auto best = store.best(entry.info.kind, progress);
        entry.isAutomatic = best && best->info.id == entry.info.id;
        if (const models::ManifestEntry* official = store.entry(entry.info.id)) {
            entry.isOfficial = true;
            entry.url = official->files[0].url;
            entry.importOnly = official->importOnly;
            entry.partBytes = sizeOf(store.folder() / (official->files[0].name + ".part"));
            result.models.push_back(std::move(entry));
        } else {
            others.push_back(std::move(entry));
        }
    }
    if (std::optional<models::ShippedModel> shipped = store.shipped()) {
        const bool isUsable = shipped->problem.empty();
        ModelEntry entry{.info = std::move(shipped->info), .isOfficial = true, .isShipped = true};
        entry.file = std::move(shipped->file);
        entry.sha256 = std::move(shipped->foundSha256);
        entry.problem = std::move(shipped->problem);
        entry.isAutomatic = isUsable && !store.best(entry.info.kind, progress);
        result.models.push_back(std::move(entry));
    }
    std::ranges::move(others, std::back_inserter(result.models));
    return result;
}

// A newer report of a running task takes the place of one that nobody has seen.
void ModelDesk::post(const ModelEvent& event) {
    {
        const std::scoped_lock lock(m_mutex);
        const auto isSame = [&](const ModelEvent& waiting) {
            return waiting.job == event.job && waiting.state == JobState::running;
        };
        const auto before = std::ranges::find_if(m_events, isSame);
        if (before != m_events.end()) {
            *before = event;
        } else {
            m_events.push_back(event);
        }
    }
    m_changed.notify_all();
}

void ModelDesk::deliver(const std::stop_token& stop) {
    for (;;) {
        ModelEvent event;
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, stop, [&] { return !m_events.empty(); });
            if (stop.stop_requested()) {
                return;
            }
            event = std::move(m_events.front());
            m_events.pop_front();
        }
        m_parts.onEvent(event);
    }
}

void ModelDesk::logEnd(const ModelEvent& event) const {
    if (!m_parts.log || event.task == ModelTask::list) {
        return;
    }
    std::string what = fmt::format("models: {}", nameOf(event.task));
    for (const std::string& part : {event.id, event.file.native()}) {
        what += part.empty() ? "" : " " + part;
    }
    if (event.state == JobState::failed) {
        m_parts.log->write(
            LogLevel::error,
            fmt::format("{} failed ({}): {}", what, errorName(event.failure->code), event.failure->detail));
        return;
    }
    m_parts.log->write(
        LogLevel::info, what + (event.state == JobState::cancelled ? ": cancelled" : ": done"));
    for (const ModelVerdict& verdict : event.verdicts) {
        m_parts.log->write(
            verdict.isGood ? LogLevel::info : LogLevel::warning,
            fmt::format("{}: {}", verdict.file.native(), verdict.text));
    }
}

} // namespace kerf
