#pragma once

#include "core/session/session.h"
#include "tests/support/fake_batches.h"
#include "tests/support/fake_models.h"

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace kerf::test {

// A Session that does no work: it answers every request from a thread of its own with small synthetic
// pictures, so that the window's behaviour can be tested fast and the same every time. Reads no photo; an
// export writes a few bytes to the output. Its extra functions are thread-safe, too.
class FakeSession final : public Session {
public:
    explicit FakeSession(
        EventHandler onEvent,
        Models::EventHandler onModelEvent = [](const ModelEvent&) {},
        Batches::EventHandler onBatchNews = [](const BatchNews&) {});
    ~FakeSession() override;

    JobId open(std::filesystem::path file) override;
    JobId thumbnail(std::filesystem::path file, int side) override;
    JobId run(std::filesystem::path file, Recipe recipe) override;
    JobId previewRegion(std::filesystem::path file, Recipe recipe, Rect region) override;
    JobId exportPhoto(ExportRequest request) override;
    JobId devices() override;
    JobId edit(EditRequest request) override;
    JobId previewEdit(EditRequest request, EditView view) override;
    JobId planExport(PlanRequest request) override; // as the real one, with "nlm+grabcut" for {model}
    JobId
    inspect(InspectRequest request) override; // does what it is asked to, quickly on such small pictures
    void cancel(JobId job) override;
    void cancelAll() override;
    std::vector<EngineInfo> engines() const override; // as a build has them without its nets
    void setCacheBytes(std::uint64_t bytes) override;
    FakeModels& models() override { return m_models; }
    FakeBatches& batches() override { return m_batches; }

    std::uint64_t cacheBytes() const; // 0: never set

    void addGpu();    // to the devices that it tells of; its runs are made on the CPU all the same
    void addEsrgan(); // Real-ESRGAN can run from now on
    // From now on runs stay at 40 % of "cleanup" until they are released or cancelled; what has been run
    // before with an equal recipe is still answered at once.
    void holdRuns();
    void releaseRuns();
    // Requests of `kind` ("open", "thumbnail", "run", "region", "export") for a file of this name fail.
    void failFor(const std::string& kind, const std::string& fileName, JobFailure failure);

    struct Run {
        std::filesystem::path file;
        Recipe recipe;
    };
    std::vector<Run> runs() const;     // in the order in which they were asked for
    std::vector<Run> edits() const;    // as runs()
    std::vector<Run> previews() const; // of edits
    std::vector<Rect> regions() const; // that were asked to be previewed
    std::vector<ExportRequest> exports() const;
    std::vector<std::filesystem::path> opens() const;
    std::vector<std::filesystem::path> thumbnails() const;
    std::vector<InspectRequest> inspections() const;
    int cancels() const;

private:
    struct Request {
        JobId job{};
        std::string kind;
        std::filesystem::path file;
        Recipe recipe;
        Rect region;
        ExportRequest exporting;
        InspectRequest inspecting;
        PlanRequest planning = {};
        int side = 0;
    };

    static PhotoResult fakeRegion(const Request& request); // all blue
    JobId add(Request request);
    void work(const std::stop_token& stop);
    void answer(const Request& request);
    void end(JobId job, JobState state, JobOutput output = {});
    const JobFailure* failureFor(const Request& request);

    EventHandler m_onEvent;
    FakeModels m_models;
    FakeBatches m_batches;
    mutable std::mutex m_mutex; // guards all below
    std::condition_variable_any m_changed;
    std::deque<Request> m_queue;
    std::vector<Request> m_held;
    std::map<std::pair<std::string, std::string>, JobFailure> m_failures;
    std::vector<Run> m_runs;
    std::vector<Run> m_finished;
    std::vector<Run> m_edits;
    std::vector<Run> m_previews;
    std::vector<Rect> m_regions;
    std::vector<ExportRequest> m_exports;
    std::vector<std::filesystem::path> m_opens;
    std::vector<std::filesystem::path> m_thumbnails;
    std::vector<InspectRequest> m_inspections;
    bool m_isHolding = false;
    bool m_hasGpu = false;
    bool m_hasEsrgan = false;
    int m_cancels = 0;
    std::uint64_t m_lastJob = 0;
    std::uint64_t m_cacheBytes = 0;
    std::vector<JobId> m_cancelled; // asked for, not yet told
    std::jthread m_thread;
};

// The picture that FakeSession gives for every photo: 240 x 160, a disc before a gradient.
PhotoResult fakeResult(const Recipe& recipe);

} // namespace kerf::test
