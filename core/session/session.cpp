#include "core/session/session.h"

#include "core/base/log.h"
#include "core/models/manifest.h"
#include "core/pipeline/model_cache.h"
#include "core/session/batch_runner.h"
#include "core/session/event_queue.h"
#include "core/session/model_desk.h"
#include "core/session/photo_work.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <new>
#include <thread>
#include <utility>
#include <vector>

namespace kerf {
namespace {

// What a job's work is given to report with and gives back.
struct JobContext {
    const Progress& progress;
    const StageHandler& onStage;
};
struct JobEnd {
    JobOutput output;
    bool skipped = false;
};
using JobWork = std::function<JobEnd(const JobContext&)>;

// The flags are guarded by the session's mutex.
struct Job {
    JobId id{};
    std::filesystem::path file; // for failures that don't name one
    JobWork work;
    // A run's: its result where that is kept.
    std::function<std::shared_ptr<const PhotoResult>(const Progress& progress)> recall;
    bool isExport = false;
    std::stop_source stop;
    bool isWriting = false; // from here on it may leave a file, so only its own end tells how it ended
    bool isEnded = false;   // its last event is posted
};

// Jobs that wait for one worker. Not synchronised: the session's mutex guards it.
class JobLine {
public:
    void pushBack(std::shared_ptr<Job> job) { m_jobs.push_back(std::move(job)); }
    void pushFront(std::shared_ptr<Job> job) { m_jobs.push_front(std::move(job)); }
    // Before the runs that wait, behind the exports.
    void pushExport(std::shared_ptr<Job> job) {
        const auto run = std::ranges::find_if(m_jobs, [](const auto& j) { return !j->isExport; });
        m_jobs.insert(run, std::move(job));
    }
    bool empty() const { return m_jobs.empty(); }

    std::shared_ptr<Job> takeFirst() {
        std::shared_ptr<Job> job = std::move(m_jobs.front());
        m_jobs.pop_front();
        return job;
    }

    // True when the job was waiting here and has been taken out.
    bool remove(JobId id) {
        const auto job = std::ranges::find_if(m_jobs, [&](const auto& j) { return j->id == id; });
        if (job == m_jobs.end()) {
            return false;
        }
        m_jobs.erase(job);
        return true;
    }

    std::deque<std::shared_ptr<Job>> takeAll() { return std::exchange(m_jobs, {}); }

private:
    std::deque<std::shared_ptr<Job>> m_jobs;
};

class WorkerSession final : public Session {
public:
    WorkerSession(
        EventHandler onEvent,
        SessionOptions options,
        Engines engines,
        std::shared_ptr<const models::ModelStore> store)
        : m_options(std::move(options)),
          m_store(std::move(store)),
          m_work(std::move(engines), m_options.cacheBytes),
          m_engines(m_work.knownEngines()),
          m_events(std::move(onEvent)),
          m_looker([this](const std::stop_token& stop) { loop(m_looking, stop); }),
          m_computer([this](const std::stop_token& stop) { loop(m_computing, stop); }),
          m_editor([this](const std::stop_token& stop) { loop(m_editing, stop); }),
          m_recaller([this](const std::stop_token& stop) { recallLoop(stop); }) {}

    // The workers are joined by their destructors, all told to stop before the first one is waited for.
    ~WorkerSession() override {
        m_looker.request_stop();
        m_computer.request_stop();
        m_editor.request_stop();
        m_recaller.request_stop();
    }

    JobId open(std::filesystem::path file) override {
        return submit(m_looking, Place::front, file, [this, file](const JobContext& context) {
            context.onStage("read");
            return JobEnd{m_work.open(file, context.progress)};
        });
    }

    JobId thumbnail(std::filesystem::path file, int side) override {
        return submit(m_looking, Place::back, file, [this, file, side](const JobContext& context) {
            context.onStage("read");
            return JobEnd{m_work.thumbnail(file, side, context.progress)};
        });
    }

    JobId run(std::filesystem::path file, Recipe recipe) override {
        auto job = std::make_shared<Job>();
        job->file = file;
        job->recall = [this, file, recipe](const Progress& progress) {
            return m_work.kept(file, recipe, progress);
        };
        job->work = [this, file = std::move(file), recipe = std::move(recipe)](const JobContext& context) {
            return JobEnd{m_work.run(file, recipe, context.progress, context.onStage)};
        };
        return submit(m_recalling, Place::back, std::move(job));
    }

    JobId previewRegion(std::filesystem::path file, Recipe recipe, Rect region) override {
        return submit(
            m_computing, Place::front, file,
            [this, file, recipe = std::move(recipe), region](const JobContext& context) {
                return JobEnd{m_work.previewRegion(file, recipe, region, context.progress, context.onStage)};
            });
    }

    JobId exportPhoto(ExportRequest request) override {
        auto job = std::make_shared<Job>();
        job->file = request.input;
        job->isExport = true;
        job->work = [this, request = std::move(request)](const JobContext& context) {
            PhotoWork::Exported made = m_work.exportPhoto(request, context.progress, context.onStage);
            return JobEnd{std::move(made.file), made.skipped};
        };
        return submit(m_computing, Place::before_runs, std::move(job));
    }

    JobId devices() override {
        return submit(m_looking, Place::front, {}, [this](const JobContext& /*context*/) {
            DevicesFound found = m_work.devices();
            std::vector<EngineInfo> engines = m_work.engines();
            {
                const std::scoped_lock lock(m_mutex);
                m_engines = std::move(engines);
            }
            return JobEnd{std::move(found)};
        });
    }

    JobId planExport(PlanRequest request) override {
        return submit(
            m_looking, Place::front, {}, [this, request = std::move(request)](const JobContext& context) {
                return JobEnd{m_work.planExport(request, context.progress)};
            });
    }

    JobId edit(EditRequest request) override {
        const std::filesystem::path file = request.file;
        return submit(
            m_editing, Place::back, file, [this, request = std::move(request)](const JobContext& context) {
                return JobEnd{m_work.edit(request, context.progress, context.onStage)};
            });
    }

    JobId previewEdit(EditRequest request, EditView view) override {
        const std::filesystem::path file = request.file;
        return submit(
            m_editing, Place::front, file,
            [this, request = std::move(request), view](const JobContext& context) {
                return JobEnd{m_work.previewEdit(request, view, context.progress)};
            });
    }

    JobId inspect(InspectRequest request) override {
        return submit(
            m_looking, Place::front, {}, [this, request = std::move(request)](const JobContext& context) {
                return JobEnd{m_work.inspect(request, context.progress)};
            });
    }

    void cancel(JobId job) override {
        std::shared_ptr<Job> running;
        {
            const std::scoped_lock lock(m_mutex);
            for (Worker* worker : {&m_looking, &m_recalling, &m_computing, &m_editing}) {
                if (worker->waiting.remove(job)) {
                    m_events.post({.job = job, .state = JobState::cancelled});
                    return;
                }
                if (worker->running && worker->running->id == job) {
                    running = worker->running;
                    acknowledge(*running);
                }
            }
        }
        if (running) {
            running->stop.request_stop();
        }
    }

    void cancelAll() override {
        std::vector<std::shared_ptr<Job>> running;
        {
            const std::scoped_lock lock(m_mutex);
            for (Worker* worker : {&m_looking, &m_recalling, &m_computing, &m_editing}) {
                for (const std::shared_ptr<Job>& job : worker->waiting.takeAll()) {
                    m_events.post({.job = job->id, .state = JobState::cancelled});
                }
                if (worker->running) {
                    running.push_back(worker->running);
                    acknowledge(*worker->running);
                }
            }
        }
        for (const std::shared_ptr<Job>& job : running) {
            job->stop.request_stop();
        }
    }

    std::vector<EngineInfo> engines() const override {
        const std::scoped_lock lock(m_mutex);
        return m_engines;
    }

    void setCacheBytes(std::uint64_t bytes) override { m_work.setCacheBytes(bytes); }

    // Made when it is first asked for: the command line's sessions need neither it nor its threads.
    Models& models() override {
        const std::scoped_lock lock(m_mutex);
        if (!m_models) {
            const Models::EventHandler& onEvent = m_options.onModelEvent;
            m_models = std::make_unique<ModelDesk>(ModelDeskParts{
                .store = m_store,
                .openFetcher = m_options.openFetcher,
                .onEvent = onEvent ? onEvent : [](const ModelEvent&) {},
                .log = m_options.log,
                .mirror = m_options.mirror});
        }
        return *m_models;
    }

    Batches& batches() override {
        const std::scoped_lock lock(m_mutex);
        if (!m_batches) {
            const Batches::EventHandler& onNews = m_options.onBatchNews;
            m_batches = std::make_unique<BatchRunner>(BatchRunnerParts{
                .pipeline = m_work.pipeline(),
                .onNews = onNews ? onNews : [](const BatchNews&) {},
                .log = m_options.log});
        }
        return *m_batches;
    }

private:
    enum class Place : std::uint8_t { front, back, before_runs };

    // One thread's jobs; guarded by m_mutex.
    struct Worker {
        JobLine waiting;
        std::shared_ptr<Job> running;
    };

    JobId submit(Worker& worker, Place place, std::filesystem::path file, JobWork work) {
        auto job = std::make_shared<Job>();
        job->file = std::move(file);
        job->work = std::move(work);
        return submit(worker, place, std::move(job));
    }

    JobId submit(Worker& worker, Place place, std::shared_ptr<Job> job) {
        JobId id{};
        {
            const std::scoped_lock lock(m_mutex);
            id = job->id = JobId{++m_lastId};
            m_events.post({.job = id, .state = JobState::queued});
            switch (place) {
            case Place::front:
                worker.waiting.pushFront(std::move(job));
                break;
            case Place::back:
                worker.waiting.pushBack(std::move(job));
                break;
            case Place::before_runs:
                worker.waiting.pushExport(std::move(job));
                break;
            }
        }
        m_changed.notify_all();
        return id;
    }

    // The worker's next job, once there is one; null when the session ends.
    std::shared_ptr<Job> next(Worker& worker, const std::stop_token& sessionStop) {
        std::unique_lock lock(m_mutex);
        worker.running = nullptr;
        m_changed.wait(lock, sessionStop, [&] { return !worker.waiting.empty(); });
        return sessionStop.stop_requested() ? nullptr : worker.running = worker.waiting.takeFirst();
    }

    void loop(Worker& worker, const std::stop_token& sessionStop) {
        while (const std::shared_ptr<Job> job = next(worker, sessionStop)) {
            const std::stop_callback forward(sessionStop, [&] { job->stop.request_stop(); });
            postUnlessEnded(*job, runOne(*job, job->work));
        }
    }

    // Runs whose result is kept end here, so that they wait for no other's computation; the others go on to
    // where it is computed, in their order.
    void recallLoop(const std::stop_token& sessionStop) {
        while (const std::shared_ptr<Job> job = next(m_recalling, sessionStop)) {
            const std::stop_callback forward(sessionStop, [&] { job->stop.request_stop(); });
            if (const std::shared_ptr<const PhotoResult> kept = recalled(*job)) {
                postUnlessEnded(*job, runOne(*job, [&](const JobContext&) { return JobEnd{*kept}; }));
                continue;
            }
            {
                const std::scoped_lock lock(m_mutex);
                m_recalling.running = nullptr;
                if (!job->isEnded) {
                    m_computing.waiting.pushBack(job);
                }
            }
            m_changed.notify_all();
        }
    }

    static std::shared_ptr<const PhotoResult> recalled(const Job& job) {
        try {
            return job.recall(Progress(job.stop.get_token(), {}));
        } catch (const Cancelled&) {
            return nullptr; // then its end is posted already, or the session ends
        } catch (const std::exception&) {
            return nullptr; // computing it will tell what is wrong
        }
    }

    // With m_mutex held. A running job is told to be cancelled at once, though its work goes on to the next
    // place where it can stop: nothing comes of it any more.
    void acknowledge(Job& job) {
        if (!job.isWriting && !job.isEnded) {
            job.isEnded = true;
            m_events.post({.job = job.id, .state = JobState::cancelled});
        }
    }

    void postUnlessEnded(Job& job, const JobEvent& event) {
        const std::scoped_lock lock(m_mutex);
        if (!job.isEnded) {
            job.isEnded = event.state != JobState::running;
            m_events.post(event);
        }
    }

    void startWriting(Job& job) {
        const std::scoped_lock lock(m_mutex);
        if (job.isEnded) {
            throw Cancelled{}; // whoever cancelled it was told that no file will come
        }
        job.isWriting = true;
    }

    // The one place where an exception becomes a value. Nothing thrown passes beyond it.
    JobEvent runOne(Job& job, const JobWork& work) {
        JobEvent event{.job = job.id, .state = JobState::running};
        const auto fail = [&](ErrorCode code, std::string detail, const std::filesystem::path& file) {
            event.state = JobState::failed;
            event.failure = JobFailure{code, std::move(detail), file.empty() ? job.file : file};
        };
        try {
            const Progress progress(job.stop.get_token(), [&](double fraction) {
                event.fraction = std::max(event.fraction, fraction);
                postUnlessEnded(job, event);
            });
            const StageHandler onStage = [&](std::string_view stage) {
                if (stage == kWriteStage) {
                    startWriting(job);
                }
                event.stage = stage;
                postUnlessEnded(job, event);
            };
            progress.step(0.0);
            JobEnd end = work({progress, onStage});
            event.state = end.skipped ? JobState::skipped : JobState::done;
            event.fraction = 1.0;
            event.output = std::make_shared<const JobOutput>(std::move(end.output));
        } catch (const Cancelled&) {
            event.state = JobState::cancelled;
        } catch (const Error& e) {
            fail(e.code(), e.what(), e.file());
        } catch (const std::bad_alloc&) {
            fail(
                ErrorCode::out_of_memory, "there is not enough memory for this photo; close other programs",
                {});
        } catch (const std::exception& e) {
            fail(
                ErrorCode::internal,
                std::string("an error in Kerf itself (") + e.what() + "); please report it", {});
        }
        event.stage.clear();
        logEnd(job, event);
        return event;
    }

    void logEnd(const Job& job, const JobEvent& event) const {
        if (m_options.log && event.failure) {
            m_options.log->write(
                LogLevel::error, event.failure->file.native() + ": " + event.failure->detail + " (" +
                                     errorName(event.failure->code) + ")");
        }
        const auto* result =
            event.output && job.recall ? std::get_if<PhotoResult>(event.output.get()) : nullptr;
        if (m_options.log && result != nullptr) {
            for (const StageRecord& stage : result->stages) {
                m_options.log->write(
                    stage.reason.empty() ? LogLevel::info : LogLevel::warning,
                    job.file.native() + ": " + stage.stage + " by " + stage.engine + " on " + stage.device +
                        (stage.reason.empty() ? "" : ". " + stage.reason));
            }
        }
    }

    const SessionOptions m_options;
    const std::shared_ptr<const models::ModelStore> m_store;
    PhotoWork m_work;
    mutable std::mutex m_mutex;
    std::vector<EngineInfo> m_engines; // guarded by m_mutex
    std::condition_variable_any m_changed;
    std::uint64_t m_lastId = 0;
    Worker m_looking;
    Worker m_recalling;
    Worker m_editing;
    Worker m_computing;
    EventQueue m_events;
    std::unique_ptr<ModelDesk> m_models;    // guarded by m_mutex
    std::unique_ptr<BatchRunner> m_batches; // guarded by m_mutex
    std::jthread m_looker;
    std::jthread m_computer;
    std::jthread m_editor;
    std::jthread m_recaller;
};

} // namespace

namespace {

std::shared_ptr<const models::ModelStore> storeOf(const SessionOptions& options) {
    return std::make_shared<const models::ModelStore>(
        options.modelFolder.empty() ? models::userModelFolder() : options.modelFolder,
        models::builtinManifest(), models::builtinShipped());
}

} // namespace

std::unique_ptr<Session> makeSession(Session::EventHandler onEvent, SessionOptions options) {
    auto store = storeOf(options);
    NetParts parts = installedNetParts();
    parts.store = store;
    return std::make_unique<WorkerSession>(
        std::move(onEvent), std::move(options), builtinEngines(std::move(parts)), std::move(store));
}

std::unique_ptr<Session> makeSession(Session::EventHandler onEvent, SessionOptions options, Engines engines) {
    auto store = storeOf(options);
    return std::make_unique<WorkerSession>(
        std::move(onEvent), std::move(options), std::move(engines), std::move(store));
}

} // namespace kerf
