#pragma once

#include "core/base/log.h"
#include "core/base/progress.h"
#include "core/models/fetcher.h"
#include "core/models/store.h"
#include "core/session/models.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>

namespace kerf {

struct ModelDeskParts {
    std::shared_ptr<const models::ModelStore> store;
    // Called for the first fetch that needs a connection. Throws Error(engine_missing). May be empty: then
    // only mirror folders work.
    std::function<std::unique_ptr<models::Fetcher>()> openFetcher;
    Models::EventHandler onEvent; // must not throw
    Log* log = nullptr;           // outlives it
    std::string mirror;
};

// Models over a model folder, with threads of its own: one that downloads, one for all else, one that
// delivers events, so that the handler may call back.
class ModelDesk final : public Models {
public:
    explicit ModelDesk(ModelDeskParts parts);
    ~ModelDesk() override;
    ModelDesk(const ModelDesk&) = delete;
    ModelDesk& operator=(const ModelDesk&) = delete;

    JobId list() override;
    JobId fetch(std::string id) override;
    JobId verify(std::vector<std::string> ids) override;
    JobId import(std::filesystem::path file) override;
    JobId remove(std::string id) override;
    void cancel(JobId job) override;
    void setMirror(std::string mirror) override;
    std::filesystem::path folder() const override { return m_parts.store->folder(); }

private:
    // A task on its way; the event is what was last told of it.
    struct Task {
        ModelEvent event;
        std::vector<std::string> ids; // to verify
        std::stop_source stop;
    };
    struct Line {
        std::deque<std::shared_ptr<Task>> waiting;
        std::shared_ptr<Task> running;
    };

    JobId submit(Line& line, Task task);
    void loop(Line& line, const std::stop_token& stop);
    void run(Task& task);
    void perform(Task& task, const Progress& progress);
    void performFetch(Task& task, const Progress& progress);
    ModelListing listing(const Progress& progress) const;
    void post(const ModelEvent& event);
    void deliver(const std::stop_token& stop);
    void logEnd(const ModelEvent& event) const;

    const ModelDeskParts m_parts;
    std::unique_ptr<models::Fetcher> m_fetcher; // the downloading thread's
    mutable std::mutex m_mutex;                 // guards those below
    std::condition_variable_any m_changed;
    std::uint64_t m_lastId = 0;
    std::string m_mirror;
    Line m_fetches;
    Line m_others;
    std::deque<ModelEvent> m_events; // to be delivered
    std::jthread m_deliverer;
    std::jthread m_downloader;
    std::jthread m_worker;
};

} // namespace kerf
