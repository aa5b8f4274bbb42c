#include "app/cli_batch.h"

#include "app/cli_json.h"
#include "app/cli_progress.h"
#include "app/cli_report.h"
#include "app/cli_signals.h"
#include "app/cli_text.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/batch/batch.h"
#include "core/batch/batch_folder.h"
#include "core/contract/batch_json.h"
#include "core/session/find_photos.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <set>
#include <system_error>
#include <utility>

namespace kerf::cli {
namespace {

namespace fs = std::filesystem;
using batch::Batch;
using batch::BatchFolder;
using batch::Journal;

// Events from the batch's threads to the main one.
class Mailbox {
public:
    void post(const BatchEvent& event) {
        {
            const std::scoped_lock lock(m_mutex);
            m_events.push_back(event);
        }
        m_changed.notify_one();
    }

    // Those that came within `time`; fewer when `stop` is asked for.
    std::deque<BatchEvent> take(std::chrono::milliseconds time, const std::stop_token& stop) {
        std::unique_lock lock(m_mutex);
        m_changed.wait_for(lock, stop, time, [&] { return !m_events.empty(); });
        return std::exchange(m_events, {});
    }

private:
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<BatchEvent> m_events;
};

BatchWork workOf(const Options& options) {
    return {.recipe = options.recipe, .exporting = options.exporting};
}

class BatchRun {
public:
    BatchRun(Options options, Console console)
        : m_options(std::move(options)),
          m_console(console),
          m_report(m_console, m_options.json, m_options.quiet),
          m_bar(m_console, !m_options.quiet) {}

    int begin() {
        return guarded([&] {
            FoundPhotos found = findPhotos(m_options.inputs);
            m_totals.duplicates = found.duplicates;
            m_totals.unsupported = int(found.unsupported.size());
            for (const fs::path& file : found.missing) {
                fail(
                    file,
                    {ErrorCode::file_not_found, "there is no such file or folder; check the name", file});
            }
            for (const fs::path& file : found.unreadable) {
                fail(
                    file, {ErrorCode::permission_denied, "it may not be read; change its permissions", file});
            }
            BatchFolder folder =
                BatchFolder::begin(m_options.out, m_options.shard, toJson(workOf(m_options)));
            found.photos = batch::withoutOutputs(std::move(found.photos), m_options.out);
            if (found.photos.empty() && m_totals.failed == 0 && m_options.shard.count == 1) {
                m_console.err << "kerf-cli: there are no photos in what was named\n" << std::flush;
            }
            return work(folder, std::move(found.photos));
        });
    }

    int goOn() {
        m_options.out = m_options.inputs.front();
        return guarded([&] {
            hintAtShards();
            BatchFolder folder = BatchFolder::goOn(m_options.out, m_options.shard);
            try {
                const BatchWork work = batchWorkFromJson(folder.earlier()->header.settings);
                m_options.recipe = work.recipe;
                m_options.exporting = work.exporting;
            } catch (const Error& e) {
                throw Error(e.code(), e.what(), m_options.out);
            }
            if (folder.earlier()->damagedLines > 0) {
                m_console.err << "kerf-cli: " << shown(Journal::fileIn(m_options.out, m_options.shard))
                              << ": " << folder.earlier()->damagedLines
                              << " damaged lines; the photos that they are about are looked at again\n";
            }
            return work(folder, {});
        });
    }

private:
    // Throws Error when resume is given a folder that only shards wrote into.
    void hintAtShards() const {
        if (m_options.shard.count > 1 || isNameTaken(Journal::fileIn(m_options.out, {}))) {
            return;
        }
        std::error_code error;
        for (fs::directory_iterator entry(m_options.out / Journal::kFolder, error);
             !error && entry != fs::directory_iterator(); entry.increment(error)) {
            if (entry->path().filename().native().starts_with("journal-")) {
                throw Error(
                    ErrorCode::file_not_found,
                    "the batch there was begun in shards; go on with each by --shard I/N", m_options.out);
            }
        }
    }

    template <typename Work>
    int guarded(const Work& work) {
        try {
            return work();
        } catch (const Error& e) {
            m_bar.clear();
            m_console.err << "kerf-cli: " << (e.file().empty() ? std::string() : shown(e.file()) + ": ")
                          << e.what() << '\n'
                          << std::flush;
            if (m_options.json) { // the last line, whatever happened
                m_totals.exitCode = kNothingCouldRun;
                m_report.summary(m_totals);
            }
            return kNothingCouldRun;
        }
    }

    // A photo that the journal knows keeps the name that it has there, whatever has come to be beside it. The
    // parts of a shared batch plan as if each were alone: they can't know of the others'.
    std::vector<batch::PlannedPhoto>
    planPhotos(const BatchFolder& folder, const Pipeline& pipeline, std::vector<FoundPhoto> photos) const {
        std::vector<batch::PlannedPhoto> earlier;
        if (folder.earlier() && m_options.shard.count == 1) {
            earlier = batch::plannedIn(*folder.earlier(), m_options.out);
        }
        std::set<fs::path> known;
        for (const batch::PlannedPhoto& photo : earlier) {
            known.insert(photo.input);
        }
        for (FoundPhoto& photo : photos) {
            photo.file = fs::absolute(photo.file); // the journal may be gone on with from another folder
        }
        std::erase_if(photos, [&](const FoundPhoto& photo) { return known.contains(photo.file); });
        std::vector<batch::PlannedPhoto> plan = batch::planOutputs(
            photos, m_options.out, m_options.exporting, earlier,
            batch::namingFacts(pipeline, m_options.recipe, m_options.exporting));
        std::erase_if(plan, [&](const batch::PlannedPhoto& photo) {
            return !batch::isOfShard(photo.id, m_options.shard);
        });
        return plan;
    }

    int work(BatchFolder& folder, std::vector<FoundPhoto> photos) {
        const StopOnSignal signals;
        const Pipeline pipeline(builtinEngines());
        const std::vector<batch::PlannedPhoto> plan = planPhotos(folder, pipeline, std::move(photos));
        Batch batch(
            pipeline,
            {.recipe = m_options.recipe,
             .exporting = m_options.exporting,
             .out = m_options.out,
             .jobs = m_options.jobs,
             .keepsDetails = false},
            folder.journal(), [this](const BatchEvent& event) { m_mailbox.post(event); });
        if (folder.earlier()) {
            batch.add(*folder.earlier());
        }
        batch.add(plan);
        batch.close();
        bool isOver = false;
        while (!isOver && !signals.hasCome() && !m_report.isBroken()) {
            isOver = batch.waitFor(std::chrono::milliseconds(0));
            handle(m_mailbox.take(std::chrono::milliseconds(isOver ? 0 : 200), signals.token()));
        }
        if (!isOver) {
            batch.stop();
            handle(m_mailbox.take(std::chrono::milliseconds(0), {}));
        }
        closeJournal(folder.journal(), isOver);
        return conclude(isOver, signals.hasCome(), batch.status());
    }

    // What is done is done; whoever relies on the journal is told that it doesn't say so.
    void closeJournal(Journal& journal, bool isOver) {
        try {
            isOver ? journal.finished() : journal.settle();
        } catch (const Error& e) {
            m_isJournalBehind = true;
            m_bar.clear();
            m_console.err << "kerf-cli: " << shown(e.file()) << ": " << e.what()
                          << ". What is written is whole; kerf-cli resume " << shown(m_options.out)
                          << shardOption() << " brings the journal up to date\n"
                          << std::flush;
        }
    }

    void handle(const std::deque<BatchEvent>& events) {
        for (const BatchEvent& event : events) {
            sayPause(event.status);
            if (!event.item) {
                continue;
            }
            const BatchItem& item = *event.item;
            if (item.state == JobState::running) {
                m_bar.show(
                    {.finished = event.status.ended(),
                     .total = event.status.total,
                     .fraction = item.fraction,
                     .stage = item.stage,
                     .photo = item.input});
            } else if (item.state != JobState::queued) {
                m_bar.clear();
                tell(item);
            }
        }
    }

    void sayPause(const BatchStatus& status) {
        if (status.pauseReason == m_saidPause) {
            return;
        }
        m_saidPause = status.pauseReason;
        if (!status.pauseReason.empty()) {
            m_bar.clear();
            m_console.err << "kerf-cli: waiting: " << shown(m_options.out) << ": " << status.pauseReason;
            if (status.bytesNeeded > 0) {
                m_console.err << " (some " << (status.bytesNeeded + 999'999) / 1'000'000
                              << " MB are needed; it goes on by itself)";
            }
            m_console.err << '\n' << std::flush;
        }
    }

    void tell(const BatchItem& item) {
        switch (item.state) {
        case JobState::done: {
            ++m_totals.done;
            ExportedFile made{
                .file = item.output, .stages = item.stages, .notices = item.notices, .seconds = item.seconds};
            if (!item.files.empty()) {
                made.file = m_options.out / item.files.front().file;
                made.bytes = item.files.front().bytes;
                made.width = item.files.front().width;
                made.height = item.files.front().height;
            }
            m_report.done(item.input, made);
            break;
        }
        case JobState::failed:
            fail(item.input, *item.failure);
            break;
        case JobState::skipped:
            ++m_totals.skipped;
            m_report.skipped(item.input, item.output);
            break;
        case JobState::cancelled:
            ++m_totals.cancelled;
            m_report.cancelled(item.input);
            break;
        case JobState::queued:
        case JobState::running:
            break;
        }
    }

    void fail(const fs::path& input, const JobFailure& failure) {
        ++m_totals.failed;
        m_report.failed(input, failure);
    }

    std::string shardOption() const {
        const batch::Shard& shard = m_options.shard;
        return shard.count == 1
                   ? std::string()
                   : " --shard " + std::to_string(shard.index) + "/" + std::to_string(shard.count);
    }

    int conclude(bool isOver, bool isInterrupted, const BatchStatus& status) {
        m_bar.clear();
        m_totals.cancelled += status.queued + status.running; // left for later
        m_totals.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
        m_totals.exitCode = isInterrupted                                          ? kInterrupted
                            : !isOver                                              ? kSomeFailed
                            : m_totals.failed > 0 || m_isJournalBehind             ? kSomeFailed
                            : m_totals.photos() == 0 && m_options.shard.count == 1 ? kNothingCouldRun
                                                                                   : kAllDone;
        m_report.summary(m_totals);
        if (isInterrupted && !m_options.json) {
            m_console.err << "kerf-cli: interrupted; go on with: kerf-cli resume " << shown(m_options.out)
                          << shardOption() << '\n'
                          << std::flush;
        }
        return m_totals.exitCode;
    }

    Options m_options;
    Console m_console;
    Report m_report;
    ProgressBar m_bar;
    RunTotals m_totals;
    Mailbox m_mailbox;
    std::string m_saidPause;
    bool m_isJournalBehind = false;
    const std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

} // namespace

int runBatch(const Options& options, Console console) {
    return BatchRun(options, console).begin();
}

int resumeBatch(const Options& options, Console console) {
    return BatchRun(options, console).goOn();
}

} // namespace kerf::cli
