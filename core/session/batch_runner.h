#pragma once

#include "core/base/log.h"
#include "core/batch/batch.h"
#include "core/contract/found_photos.h"
#include "core/pipeline/pipeline.h"
#include "core/session/batches.h"
#include "core/session/task_line.h"

#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <stop_token>

namespace kerf {

struct BatchRunnerParts {
    const Pipeline& pipeline;      // outlives it
    Batches::EventHandler onNews;  // must neither throw nor take long
    Log* log = nullptr;            // outlives it
    std::uint64_t memoryBytes = 0; // as BatchSettings'
};

// Batches over a pipeline, with threads of its own: one that looks for photos, one that does what is asked
// for, and those of batch::Batch.
class BatchRunner final : public Batches {
public:
    explicit BatchRunner(BatchRunnerParts parts);
    ~BatchRunner() override;
    BatchRunner(const BatchRunner&) = delete;
    BatchRunner& operator=(const BatchRunner&) = delete;

    void start(BatchOrder order) override;
    void goOn(std::filesystem::path out) override;
    void add(std::vector<std::filesystem::path> inputs) override;
    void pause() override;
    void resume() override;
    void cancel(std::vector<std::string> ids) override;
    void cancelAll() override;
    void retry(std::vector<std::string> ids) override;
    void move(std::vector<std::string> ids, std::string next) override;
    void leave() override;
    void look(std::filesystem::path out) override;

private:
    struct Run;

    // What is done on m_worker's thread.
    void attempt(const std::filesystem::path& out, const std::function<void()>& work);
    void doWithBatch(std::function<void(batch::Batch&)> work);
    void search(std::vector<std::filesystem::path> inputs, std::function<void(FoundPhotos)> done);
    void begin(const BatchOrder& order, FoundPhotos found);
    void open(
        std::unique_ptr<Run> run,
        const std::vector<batch::PlannedPhoto>& plan,
        std::optional<BatchFound> found);
    void addFound(FoundPhotos found);
    std::vector<batch::PlannedPhoto> plan(Run& run, FoundPhotos found, BatchFound& counts) const;
    void endRun();  // and tells so
    void stopRun(); // what has not ended is left for goOn()
    void checkEnd();
    void tellFound(BatchFound found);

    // Any thread.
    void tell(const std::function<void(BatchNews&)>& fill);
    void onBatchEvent(const BatchEvent& event);

    const BatchRunnerParts m_parts;
    std::unique_ptr<Run> m_run;    // m_worker's thread's
    std::stop_source m_searchStop; // as well
    std::mutex m_mutex;            // guards m_now, and one call of the handler at a time
    BatchNews m_now;               // what holds: no lists
    TaskLine m_searcher;
    TaskLine m_worker;
};

} // namespace kerf
