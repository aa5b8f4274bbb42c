#include "core/session/batch_runner.h"

#include "core/base/error.h"
#include "core/batch/batch_folder.h"
#include "core/batch/plan.h"
#include "core/contract/batch_json.h"
#include "core/session/find_photos.h"

#include <algorithm>
#include <exception>
#include <system_error>
#include <utility>

namespace kerf {

namespace fs = std::filesystem;
using batch::Batch;
using batch::BatchFolder;

namespace {

fs::path real(const fs::path& file) {
    std::error_code error;
    fs::path name = fs::canonical(file, error);
    return error ? file : name;
}

} // namespace

// A batch on its way. The batch goes before the folder that it writes into.
struct BatchRunner::Run {
    BatchFolder folder;
    BatchWork work;
    std::vector<batch::PlannedPhoto> planned; // all
    std::set<fs::path> inputs;                // theirs, without links
    int searches = 0;                         // for more photos, that have not answered yet
    bool isEnded = false;                     // and told so
    std::unique_ptr<Batch> batch;

    void takeEarlier() {
        if (!folder.earlier()) {
            return;
        }
        planned = batch::plannedIn(*folder.earlier(), folder.out());
        for (const batch::PlannedPhoto& photo : planned) {
            inputs.insert(real(photo.input));
        }
    }
};

BatchRunner::BatchRunner(BatchRunnerParts parts) : m_parts(std::move(parts)) {}

BatchRunner::~BatchRunner() {
    m_searchStop.request_stop();
    m_worker.end();
    m_searcher.end();
    stopRun();
}

// ---- what may be asked for

void BatchRunner::start(BatchOrder order) {
    m_worker.post([this, order = std::move(order)]() mutable {
        endRun();
        order.out = fs::absolute(order.out);
        tell([&](BatchNews& news) {
            news.phase = BatchPhase::searching;
            news.isSearching = true;
            news.out = order.out;
            news.status = {};
            news.isReset = true;
            news.work = order.work;
        });
        search(order.inputs, [this, order](FoundPhotos found) { begin(order, std::move(found)); });
    });
}

void BatchRunner::goOn(fs::path out) {
    m_worker.post([this, out = fs::absolute(out)] {
        endRun();
        attempt(out, [&] {
            BatchFolder folder = BatchFolder::goOn(out, {});
            BatchWork work = batchWorkFromJson(folder.earlier()->header.settings);
            tell([&](BatchNews& news) {
                news.phase = BatchPhase::working;
                news.out = out;
                news.status = {};
                news.isReset = true;
                news.work = work;
            });
            auto run = std::make_unique<Run>(Run{.folder = std::move(folder), .work = std::move(work)});
            run->takeEarlier();
            open(std::move(run), {}, std::nullopt);
        });
    });
}

void BatchRunner::add(std::vector<fs::path> inputs) {
    m_worker.post([this, inputs = std::move(inputs)]() mutable {
        if (!m_run) {
            return;
        }
        ++m_run->searches;
        tell([](BatchNews& news) { news.isSearching = true; });
        search(std::move(inputs), [this](FoundPhotos found) { addFound(std::move(found)); });
    });
}

void BatchRunner::pause() {
    doWithBatch([](Batch& batch) { batch.pause(); });
}

void BatchRunner::resume() {
    doWithBatch([](Batch& batch) { batch.resume(); });
}

void BatchRunner::cancel(std::vector<std::string> ids) {
    doWithBatch([ids = std::move(ids)](Batch& batch) { batch.cancel(ids); });
}

void BatchRunner::cancelAll() {
    doWithBatch([](Batch& batch) { batch.cancelAll(); });
}

void BatchRunner::retry(std::vector<std::string> ids) {
    doWithBatch([this, ids = std::move(ids)](Batch& batch) {
        batch.retry(ids);
        m_run->isEnded = false;
        tell([](BatchNews& news) { news.phase = BatchPhase::working; });
    });
    m_worker.post([this] { checkEnd(); }); // there may have been none to try
}

void BatchRunner::move(std::vector<std::string> ids, std::string next) {
    doWithBatch([this, ids = std::move(ids), next = std::move(next)](Batch& batch) {
        batch.moveBefore(ids, next);
        const std::vector<std::string> queue = batch.queued(); // not while telling: its lock goes before ours
        tell([&](BatchNews& news) { news.queue = queue; });
    });
}

void BatchRunner::leave() {
    m_worker.post([this] { endRun(); });
}

void BatchRunner::look(fs::path out) {
    m_searcher.post([this, out = fs::absolute(out)] {
        std::error_code error;
        if (!fs::exists(out, error)) {
            return; // perhaps on a drive that isn't connected: nobody shall forget it
        }
        BatchGlance glance{.out = out};
        try {
            const batch::JournalContents contents = batch::readJournal(batch::Journal::fileIn(out, {}));
            glance.isUnfinished = batch::isUnfinished(contents);
            glance.total = int(contents.items.size());
            glance.ended = int(std::ranges::count_if(
                contents.items, [](const auto& item) { return item.second.ended.has_value(); }));
            const batch::FolderLock lock(
                out / batch::Journal::kFolder / "lock", batch::LockKind::shared); // for a moment
        } catch (const Error& e) {
            glance.isInUse = e.code() == ErrorCode::already_exists; // else there is nothing to go on with
        }
        tell([&](BatchNews& news) { news.glances.push_back(glance); });
    });
}

// ---- how it is done

void BatchRunner::attempt(const fs::path& out, const std::function<void()>& work) {
    const auto fail = [&](ErrorCode code, const std::string& what, const fs::path& file) {
        endRun();
        const fs::path& where = file.empty() ? out : file;
        if (m_parts.log) {
            m_parts.log->write(LogLevel::error, "batch: " + where.native() + ": " + what);
        }
        tell([&](BatchNews& news) {
            news.phase = BatchPhase::none;
            news.isSearching = false;
            news.failure = JobFailure{.code = code, .detail = what, .file = where};
        });
    };
    try {
        work();
    } catch (const Error& e) {
        fail(e.code(), e.what(), e.file());
    } catch (const std::exception& e) {
        fail(ErrorCode::internal, e.what(), {});
    }
}

void BatchRunner::doWithBatch(std::function<void(Batch&)> work) {
    m_worker.post([this, work = std::move(work)] {
        if (m_run) {
            work(*m_run->batch);
        }
    });
}

void BatchRunner::search(std::vector<fs::path> inputs, std::function<void(FoundPhotos)> done) {
    m_searcher.post(
        [this, inputs = std::move(inputs), done = std::move(done), stop = m_searchStop.get_token()] {
            FoundPhotos found = findPhotos(inputs, stop);
            m_worker.post([found = std::move(found), done, stop] {
                if (!stop.stop_requested()) { // else it is about a batch that was left
                    done(found);
                }
            });
        });
}

std::vector<batch::PlannedPhoto> BatchRunner::plan(Run& run, FoundPhotos found, BatchFound& counts) const {
    const std::vector<FoundPhoto> photos = batch::withoutOutputs(std::move(found.photos), run.folder.out());
    std::vector<FoundPhoto> fresh;
    for (const FoundPhoto& photo : photos) {
        if (run.inputs.insert(real(photo.file)).second) {
            fresh.push_back({.file = fs::absolute(photo.file), .relative = photo.relative});
        } else {
            ++counts.duplicates;
        }
    }
    counts.added = int(fresh.size());
    counts.duplicates += found.duplicates;
    counts.unsupported = int(found.unsupported.size());
    counts.missing = std::move(found.missing);
    counts.unreadable = std::move(found.unreadable);
    std::vector<batch::PlannedPhoto> plan = batch::planOutputs(
        fresh, run.folder.out(), run.work.exporting, run.planned,
        batch::namingFacts(m_parts.pipeline, run.work.recipe, run.work.exporting));
    run.planned.insert(run.planned.end(), plan.begin(), plan.end());
    return plan;
}

void BatchRunner::begin(const BatchOrder& order, FoundPhotos found) {
    if (found.photos.empty()) {
        endRun();
        tellFound(
            {.duplicates = found.duplicates,
             .unsupported = int(found.unsupported.size()),
             .missing = std::move(found.missing),
             .unreadable = std::move(found.unreadable)});
        return;
    }
    attempt(order.out, [&] {
        auto run = std::make_unique<Run>(
            Run{.folder = BatchFolder::begin(order.out, {}, toJson(order.work)), .work = order.work});
        run->takeEarlier();
        BatchFound counts;
        const std::vector<batch::PlannedPhoto> photos = plan(*run, std::move(found), counts);
        open(std::move(run), photos, std::move(counts));
    });
}

void BatchRunner::open(
    std::unique_ptr<Run> run, const std::vector<batch::PlannedPhoto>& plan, std::optional<BatchFound> found) {
    m_run = std::move(run);
    m_run->batch = std::make_unique<Batch>(
        m_parts.pipeline,
        batch::BatchSettings{
            .recipe = m_run->work.recipe,
            .exporting = m_run->work.exporting,
            .out = m_run->folder.out(),
            .memoryBytes = m_parts.memoryBytes},
        m_run->folder.journal(), [this](const BatchEvent& event) { onBatchEvent(event); });
    Batch& batch = *m_run->batch;
    batch.pause(); // until the items are told
    if (const auto& earlier = m_run->folder.earlier()) {
        batch.add(*earlier);
    }
    batch.add(plan);
    const std::vector<BatchItem> items = batch.items();
    tell([&](BatchNews& news) {
        news.phase = BatchPhase::working;
        news.isSearching = false;
        news.added = items;
        if (found) {
            news.found.push_back(*found);
        }
    });
    batch.resume();
    if (m_parts.log) {
        m_parts.log->write(
            LogLevel::info, "batch into " + m_run->folder.out().native() + ": " +
                                std::to_string(batch.status().total) + " photos");
    }
}

void BatchRunner::addFound(FoundPhotos found) {
    if (!m_run) {
        return;
    }
    Run& run = *m_run;
    --run.searches;
    BatchFound counts;
    std::optional<JobFailure> failure;
    std::vector<BatchItem> added;
    const std::size_t before = run.planned.size();
    try {
        const std::vector<batch::PlannedPhoto> photos = plan(run, std::move(found), counts);
        for (const batch::PlannedPhoto& photo : photos) {
            added.push_back({.id = photo.id, .input = photo.input, .output = photo.output});
        }
        run.isEnded = run.isEnded && photos.empty();
        // Told first, so that nobody hears of one of them before it is there.
        tell([&](BatchNews& news) {
            news.phase = run.isEnded ? BatchPhase::ended : BatchPhase::working;
            news.isSearching = run.searches > 0;
            news.added = added;
            news.found.push_back(counts);
        });
        run.batch->add(photos);
    } catch (const Error& e) {
        failure = JobFailure{.code = e.code(), .detail = e.what(), .file = e.file()};
    } catch (const std::exception& e) {
        failure = JobFailure{.code = ErrorCode::internal, .detail = e.what(), .file = {}};
    }
    if (failure) { // they are not in the journal, so they are not in the batch
        for (std::size_t i = before; i < run.planned.size(); ++i) {
            run.inputs.erase(real(run.planned[i].input));
        }
        run.planned.resize(before);
        for (BatchItem& item : added) {
            item.state = JobState::failed;
            item.failure = failure;
        }
        tell([&](BatchNews& news) {
            news.changed = std::move(added);
            news.failure = failure;
        });
    }
    checkEnd();
}

void BatchRunner::endRun() {
    m_searchStop.request_stop();
    m_searchStop = std::stop_source();
    stopRun();
    tell([](BatchNews& news) {
        news.phase = BatchPhase::none;
        news.isSearching = false;
    });
}

void BatchRunner::stopRun() {
    if (!m_run) {
        return;
    }
    m_run->batch->stop();
    try {
        m_run->folder.journal().settle();
    } catch (const Error& e) { // whoever goes on finds the files by their hashes
        if (m_parts.log) {
            m_parts.log->write(LogLevel::warning, std::string("batch: ") + e.what());
        }
    }
    m_run.reset();
}

void BatchRunner::checkEnd() {
    if (!m_run || m_run->isEnded || m_run->searches > 0) {
        return;
    }
    const BatchStatus status = m_run->batch->status();
    if (status.ended() < status.total) {
        return;
    }
    m_run->isEnded = true;
    try {
        m_run->folder.journal().finished();
    } catch (const Error& e) { // every photo's own line is there: nothing is lost
        if (m_parts.log) {
            m_parts.log->write(LogLevel::warning, std::string("batch: ") + e.what());
        }
    }
    tell([&](BatchNews& news) {
        news.phase = BatchPhase::ended;
        news.status = status;
    });
}

void BatchRunner::tellFound(BatchFound found) {
    tell([&](BatchNews& news) { news.found.push_back(std::move(found)); });
}

void BatchRunner::tell(const std::function<void(BatchNews&)>& fill) {
    const std::scoped_lock lock(m_mutex);
    BatchNews news = m_now;
    fill(news);
    m_now = {.phase = news.phase, .isSearching = news.isSearching, .out = news.out, .status = news.status};
    m_parts.onNews(news);
}

// With the batch's lock held, so nothing here may ask the batch.
void BatchRunner::onBatchEvent(const BatchEvent& event) {
    tell([&](BatchNews& news) {
        news.status = event.status;
        if (event.item) {
            news.changed.push_back(*event.item);
        }
    });
    if (m_parts.log && event.item && event.item->state == JobState::failed && event.item->failure) {
        const JobFailure& failure = *event.item->failure;
        m_parts.log->write(
            LogLevel::error, "batch: " + (failure.file.empty() ? event.item->input : failure.file).native() +
                                 ": " + failure.detail + " (" + errorName(failure.code) + ")");
    }
    if (event.status.ended() == event.status.total && event.status.total > 0) {
        m_worker.post([this] { checkEnd(); });
    }
}

} // namespace kerf
