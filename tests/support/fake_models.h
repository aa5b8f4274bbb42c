#pragma once

#include "core/session/models.h"

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace kerf::test {

// Models that lie nowhere: every task is answered from a thread of its own, the same every time. Four
// official ones, of which one is installed and one can only be imported, and the one that comes with Kerf.
// Its extra functions are thread-safe, too.
class FakeModels final : public Models {
public:
    explicit FakeModels(EventHandler onEvent);
    ~FakeModels() override;

    JobId list() override;
    JobId fetch(std::string id) override;
    JobId verify(std::vector<std::string> ids) override;
    JobId import(std::filesystem::path file) override;
    JobId remove(std::string id) override;
    void cancel(JobId job) override;
    void setMirror(std::string mirror) override;
    std::filesystem::path folder() const override { return "/fake/models"; }

    // From now on fetches stay at 40 %, until they are released or cancelled.
    void holdFetches();
    void releaseFetches();
    void failNext(JobFailure failure);           // of fetch, import, verify and remove
    void spoil(const std::string& id);           // verifying finds it damaged
    void uninstallAll();                         // but what comes with Kerf
    void setShippedProblem(std::string problem); // why it can't be used; empty: it can

    std::vector<std::string> fetched() const; // ids, in the order in which they were asked for
    std::vector<std::filesystem::path> imported() const;
    std::string mirror() const;
    bool isInstalled(const std::string& id) const;

private:
    struct Request {
        ModelEvent event;
        std::vector<std::string> ids;
    };

    JobId add(Request request);
    void work(const std::stop_token& stop);
    void perform(Request& request, std::unique_lock<std::mutex>& lock, const std::stop_token& stop);
    void install(const std::string& id);
    ModelEntry* find(const std::string& id);
    void end(ModelEvent event, std::unique_lock<std::mutex>& lock);

    EventHandler m_onEvent;
    mutable std::mutex m_mutex; // guards all below
    std::condition_variable_any m_changed;
    std::deque<Request> m_queue;
    std::vector<JobId> m_cancelled;
    ModelListing m_listing;
    std::vector<JobFailure> m_failures;
    std::vector<std::string> m_spoilt;
    std::vector<std::string> m_fetched;
    std::vector<std::filesystem::path> m_imported;
    std::string m_mirror;
    bool m_isHolding = false;
    std::uint64_t m_lastJob = 0;
    std::jthread m_thread;
};

} // namespace kerf::test
