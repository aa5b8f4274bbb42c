#include "app/cli_batch.h"

#include "app/cli_json.h"
#include "app/cli_progress.h"
#include "app/cli_report.h"
#include "app/cli_signals.h"
#include "app/cli_text.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/batch/batch.h"
#include "core/batch/folder_lock.h"
#include "core/contract/export_json.h"
#include "core/contract/recipe_json.h"
#include "core/session/find_photos.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

namespace kerf::cli {
namespace {

namespace fs = std::filesystem;
using batch::Batch;
using batch::Journal;
using batch::JournalContents;

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

std::string settingsOf(const Options& options) {
    Json json;
    json["recipe"] = Json::parse(toJson(NamedRecipe{.recipe = options.recipe}));
    json["export"] = Json::parse(toJson(options.exporting));
    json["outputs"] = Json::array();
    for (const BatchOutput output : options.outputs) {
        json["outputs"].push_back(int(output));
    }
    return json.dump();
}

// What a journal's header says. Throws Error(corrupt_file).
void takeSettings(const std::string& text, Options& options) {
    try {
        const Json json = Json::parse(text);
        options.recipe = recipeFromJson(json.at("recipe").dump()).recipe;
        options.exporting = exportFromJson(json.at("export").dump());
        options.outputs.clear();
        for (const Json& output : json.at("outputs")) {
            const int value = output.get<int>();
            if (value < 0 || value > int(BatchOutput::cleaned)) {
                throw Error(ErrorCode::corrupt_file, "");
            }
            options.outputs.push_back(BatchOutput(value));
        }
    } catch (const std::exception&) {
        throw Error(
            ErrorCode::corrupt_file,
            "its settings can't be read, perhaps by an older Kerf than began it; begin the batch anew",
            options.out);
    }
}

bool hasSameSettings(const std::string& one, const std::string& other) {
    return nlohmann::json::parse(one) == nlohmann::json::parse(other); // whatever the order
}

bool isUnfinished(const JournalContents& contents) {
    return std::ranges::any_of(contents.items, [](const auto& item) { return !item.second.ended; });
}

// Alone for a whole batch; beside other shards for a shard, which is alone with itself.
struct Locks {
    batch::FolderLock folder;
    std::optional<batch::FolderLock> shard;

    Locks(const fs::path& out, const batch::Shard& part)
        : folder(
              out / Journal::kFolder / "lock",
              part.count == 1 ? batch::LockKind::exclusive : batch::LockKind::shared) {
        if (part.count > 1) {
            shard.emplace(
                out / Journal::kFolder / fmt::format("lock-{}-of-{}", part.index, part.count),
                batch::LockKind::exclusive);
        }
    }
};

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
            makeOut();
            const Locks locks(m_options.out, m_options.shard);
            found.photos = batch::withoutOutputs(std::move(found.photos), m_options.out);
            std::vector<batch::PlannedPhoto> plan =
                batch::planOutputs(absolute(std::move(found.photos)), m_options.out, m_options.exporting);
            std::erase_if(plan, [&](const batch::PlannedPhoto& photo) {
                return !batch::isOfShard(photo.id, m_options.shard);
            });
            if (plan.empty() && m_totals.failed == 0 && m_options.shard.count == 1) {
                m_console.err << "kerf-cli: there are no photos in what was named\n" << std::flush;
            }
            const std::string settings = settingsOf(m_options);
            const std::optional<JournalContents> earlier = earlierBatch(settings);
            const fs::path file = Journal::fileIn(m_options.out, m_options.shard);
            Journal journal = earlier ? Journal(file, *earlier)
                                      : Journal(file, {.settings = settings, .shard = m_options.shard});
            return work(journal, earlier, plan);
        });
    }

    int goOn() {
        m_options.out = m_options.inputs.front();
        return guarded([&] {
            const fs::path file = Journal::fileIn(m_options.out, m_options.shard);
            batch::readJournal(file); // before anything is made in a folder that holds no batch
            const Locks locks(m_options.out, m_options.shard);
            const JournalContents earlier = batch::readJournal(file);
            if (!earlier.isListWhole) {
                throw Error(
                    ErrorCode::corrupt_file,
                    "it ended while its photos were being listed; give the whole kerf-cli batch command "
                    "again",
                    m_options.out);
            }
            takeSettings(earlier.header.settings, m_options);
            if (earlier.damagedLines > 0) {
                m_console.err << "kerf-cli: " << shown(file) << ": " << earlier.damagedLines
                              << " damaged lines; the photos that they are about are looked at again\n";
            }
            Journal journal(file, earlier);
            return work(journal, earlier, {});
        });
    }

private:
    template <typename Work>
    int guarded(const Work& work) {
        try {
            return work();
        } catch (const Error& e) {
            m_bar.clear();
            m_console.err << "kerf-cli: " << (e.file().empty() ? std::string() : shown(e.file()) + ": ")
                          << e.what() << '\n'
                          << std::flush;
            return kNothingCouldRun;
        }
    }

    void makeOut() const {
        std::error_code error;
        fs::create_directories(m_options.out / Journal::kFolder, error);
        if (error || !fs::is_directory(m_options.out / Journal::kFolder)) {
            throw Error(
                ErrorCode::write_failed,
                "nothing can be written there: " + error.message() + "; choose another folder",
                m_options.out);
        }
    }

    // The journal may be gone on with from another folder.
    static std::vector<FoundPhoto> absolute(std::vector<FoundPhoto> photos) {
        for (FoundPhoto& photo : photos) {
            photo.file = fs::absolute(photo.file);
        }
        return photos;
    }

    // The batch that is there, when it was begun with the same settings; one that has ended makes room.
    std::optional<JournalContents> earlierBatch(const std::string& settings) const {
        const fs::path file = Journal::fileIn(m_options.out, m_options.shard);
        if (!fs::exists(file)) {
            return std::nullopt;
        }
        JournalContents contents = batch::readJournal(file);
        if (hasSameSettings(contents.header.settings, settings)) {
            return contents;
        }
        if (isUnfinished(contents)) {
            throw Error(
                ErrorCode::already_exists,
                "a batch with other settings is unfinished there; finish it with kerf-cli resume, or choose "
                "another folder",
                m_options.out);
        }
        fs::rename(file, fs::path(file.native() + ".old"));
        return std::nullopt;
    }

    int work(
        Journal& journal,
        const std::optional<JournalContents>& earlier,
        const std::vector<batch::PlannedPhoto>& plan) {
        if (earlier && m_options.shard.count == 1) { // nobody else writes there
            std::set<fs::path> folders;
            for (const auto& [id, item] : earlier->items) {
                folders.insert((m_options.out / item.planned.output).parent_path());
            }
            std::ranges::for_each(folders, removeLeftTemporaries);
        }
        const StopOnSignal signals;
        const Pipeline pipeline(builtinEngines());
        Batch batch(
            pipeline,
            {.recipe = m_options.recipe,
             .exporting = m_options.exporting,
             .outputs = m_options.outputs,
             .out = m_options.out,
             .jobs = m_options.jobs},
            journal, [this](const BatchEvent& event) { m_mailbox.post(event); });
        if (earlier) {
            batch.add(*earlier);
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
        } else {
            journal.finished();
        }
        return conclude(isOver, signals.hasCome(), batch.status());
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
            m_console.err << "kerf-cli: waiting: " << status.pauseReason;
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

    int conclude(bool isOver, bool isInterrupted, const BatchStatus& status) {
        m_bar.clear();
        m_totals.cancelled += status.queued + status.running; // left for later
        m_totals.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
        m_totals.exitCode = isInterrupted                                          ? kInterrupted
                            : !isOver                                              ? kSomeFailed
                            : m_totals.failed > 0                                  ? kSomeFailed
                            : m_totals.photos() == 0 && m_options.shard.count == 1 ? kNothingCouldRun
                                                                                   : kAllDone;
        m_report.summary(m_totals);
        if (isInterrupted && !m_options.json) {
            m_console.err << "kerf-cli: interrupted; go on with: kerf-cli resume " << shown(m_options.out)
                          << '\n'
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
