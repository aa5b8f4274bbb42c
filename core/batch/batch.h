#pragma once

#include "core/base/bounded_queue.h"
#include "core/batch/journal.h"
#include "core/batch/memory_gate.h"
#include "core/batch/plan.h"
#include "core/contract/batch.h"
#include "core/contract/export_options.h"
#include "core/contract/recipe.h"
#include "core/pipeline/pipeline.h"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace kerf::batch {

struct BatchSettings {
    Recipe recipe;
    ExportOptions exporting;
    std::filesystem::path out;     // must be there
    int jobs = 0;                  // threads that encode and write; 0: one a processor
    std::uint64_t memoryBytes = 0; // for the pictures under way; 0: defaultMemoryBudget()
    bool keepsDetails = true; // items() tells the stages and notices of what has ended; else only its event
};

// A folder of photos on its way through the pipeline: decode threads, one compute thread and encode threads,
// with bounded queues between them, so that they overlap and memory stays flat however many photos there are.
//
// Every photo ends exactly once: done, failed with its reason, cancelled or skipped (its files are there and
// still the same as the journal says, or the policy for existing files says so). The journal has it before
// the handler hears of it. One bad photo never stops another. A full disk pauses the batch; it goes on by
// itself when there is room. Thread-safe. The handler is called on the batch's threads, one call at a time,
// and must neither throw nor call the batch.
class Batch {
public:
    using Handler = std::function<void(const BatchEvent& event)>;

    // Pipeline and journal outlive it. Throws as Pipeline::check() does; Error(invalid_option).
    Batch(const Pipeline& pipeline, BatchSettings settings, Journal& journal, Handler handler);
    ~Batch(); // as stop()
    Batch(const Batch&) = delete;
    Batch& operator=(const Batch&) = delete;

    // New photos; the journal gets them. While it runs, too; ids that are there already are left out.
    void add(std::span<const PlannedPhoto> photos);
    // Photos of a journal that was read. Those that failed or were cancelled are tried again.
    void add(const JournalContents& earlier);
    void close(); // no more will be added

    void pause(); // what is under way ends
    void resume();
    void cancel(const std::vector<std::string>& ids);
    void cancelAll();
    void retry(const std::vector<std::string>& ids);       // failed or cancelled ones
    void moveToFront(const std::vector<std::string>& ids); // queued ones, in this order
    // Queued ones, in this order, to before that one; empty, or one that doesn't wait: to the end.
    void moveBefore(const std::vector<std::string>& ids, const std::string& next);

    // Ends as soon as it can; what hasn't ended is left for a later run. Returns when all threads have ended.
    void stop();
    // Returns when everything has ended and close() was called, or after stop().
    void wait();
    // As above for at most so long; true when it has ended.
    bool waitFor(std::chrono::milliseconds time);

    BatchStatus status() const;
    std::vector<BatchItem> items() const;    // in the order in which they came
    std::vector<std::string> queued() const; // ids of those that wait, in their order

private:
    struct Entry {
        BatchItem item;
        std::vector<std::filesystem::path> names; // one for each output
        std::vector<BatchFile> known; // written or about to be, in earlier runs, too; names below OUT
        bool wasDone = false;         // in an earlier run
        std::stop_source stop;
        std::chrono::steady_clock::time_point begun;
    };
    struct Decoded;
    struct Computed;

    void decodeLoop(const std::stop_token& stop);
    void computeLoop(const std::stop_token& stop);
    void encodeLoop(const std::stop_token& stop);
    std::shared_ptr<Entry> take(const std::stop_token& stop);
    // Runs `work` for one photo; false when that ended it (failed, cancelled, or left because of a stop).
    bool attempt(Entry& entry, const std::function<void()>& work);
    bool isSettledBefore(Entry& entry);
    std::unique_ptr<Decoded> decode(std::shared_ptr<Entry> entry, const std::stop_token& stop);
    void encode(Computed& computed, const std::stop_token& stop);
    BatchFile writeOutput(
        Computed& computed, BatchOutput kind, const std::vector<BatchFile>& before, const Progress& progress);
    void writeSidecar(Computed& computed, std::vector<BatchFile>& files);
    // Pauses while the disk is full; false when the batch was stopped or the item cancelled meanwhile.
    bool waitForRoom(
        Entry& entry, const Error& error, std::uint64_t bytes, int attempt, const std::stop_token& stop);
    Progress progressOf(Entry& entry, double from, double to);
    void enterStage(Entry& entry, std::string_view stage);
    void end(Entry& entry, JobState state, std::optional<JobFailure> failure = {});
    BatchItem ended(const Entry& entry, JobState state) const; // m_mutex must be held
    void settle(Entry& entry, BatchItem ended);                // m_mutex must be held
    // Items of these entries, in the same order. What can't be written there is noted on the items.
    void journalEnds(std::span<BatchItem> items, std::span<const Entry* const> entries);
    static void removeLeft(std::span<const PlannedPhoto> photos);
    bool isStopping() const;
    void notify(const Entry* entry); // m_mutex must be held
    void refreshStatus();            // m_mutex must be held
    void count(JobState state, int change);
    double activeSeconds() const; // since the batch was made, pauses left out; m_mutex must be held
    std::uint64_t memoryFor(const std::filesystem::path& input) const;
    std::filesystem::path below(const std::filesystem::path& file) const;
    void requireOut() const;
    bool isUnchanged(const BatchFile& file) const;

    const Pipeline& m_pipeline;
    const BatchSettings m_settings;
    Journal& m_journal;
    const Handler m_handler;
    const bool m_mayEnlarge; // a net that doubles the size may run
    MemoryGate m_gate;
    BoundedQueue<std::unique_ptr<Decoded>> m_decoded;
    BoundedQueue<std::unique_ptr<Computed>> m_computed;

    std::mutex m_adding;
    mutable std::mutex m_mutex; // guards all below
    std::condition_variable_any m_changed;
    std::map<std::string, std::shared_ptr<Entry>> m_entries;
    std::vector<std::shared_ptr<Entry>> m_order;
    std::deque<std::shared_ptr<Entry>> m_queue;
    BatchStatus m_status;
    bool m_isClosed = false;
    bool m_isPausedByUser = false;
    bool m_isStopping = false;
    int m_waitingForRoom = 0;
    std::deque<double> m_endTimes{0.0}; // activeSeconds() at the last ends by work, the begin before them
    std::chrono::steady_clock::time_point m_activeSince = std::chrono::steady_clock::now();
    double m_activeBefore = 0.0; // seconds, until the last pause
    bool m_isActive = true;

    std::vector<std::jthread> m_threads; // last: they use all above
};

} // namespace kerf::batch
