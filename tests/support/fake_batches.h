#pragma once

#include "core/session/batches.h"

#include <array>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace kerf::test {

// Batches that make no files: every photo is answered from a thread of its own, the same every time. What a
// test says fails, fails; otherwise photos are done, in the order of the queue. Names tell as WindowRig's
// finder has it: a "folder" holds a.jpg and b.jpg, *.txt is no photo, "gone..." is missing, "many" holds as
// many photos as setMany() says. Its extra functions are thread-safe, too.
class FakeBatches final : public Batches {
public:
    explicit FakeBatches(EventHandler onNews);
    ~FakeBatches() override;

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

    void holdSearch(bool isHeld); // looking for photos takes until it is let go
    void holdAfter(int photos);   // so many end, then one runs at 40 % until release()
    void release();
    void setMany(int photos);
    void failFor(const std::string& name, JobFailure failure); // a photo's name; until mend()
    void mend(const std::string& name);
    void lock(const std::filesystem::path& out); // another Kerf works there
    void fillDisk(std::uint64_t bytesNeeded);    // 0: there is room again
    // A batch lies there that was left after `ended` of its photos.
    void leaveUnfinished(const std::filesystem::path& out, int total, int ended);
    void flood(); // tells of all items as changed, at once

    std::vector<BatchOrder> orders() const;
    std::vector<std::filesystem::path> wentOn() const;
    std::vector<std::string> queue() const; // names of the inputs that wait

private:
    struct Left {
        int total = 0;
        int ended = 0;
    };

    void post(std::function<void()> task);
    void run(const std::stop_token& stop);
    bool step(std::unique_lock<std::mutex>& lock); // false: nothing to do
    BatchFound find(const std::vector<std::filesystem::path>& inputs, BatchNews& news);
    void addItem(const std::filesystem::path& file, BatchNews& news, BatchFound& found);
    void tell(BatchNews news); // m_mutex must be held
    void set(BatchItem& item, JobState state);
    void end(BatchItem& item, JobState state);
    BatchStatus status() const;
    bool fails(const BatchOrder& order);

    EventHandler m_onNews;
    mutable std::mutex m_mutex; // guards all below
    std::condition_variable_any m_changed;
    std::deque<std::function<void()>> m_tasks; // called with m_mutex held
    std::function<void()> m_search;            // of the batch that was started; as well
    BatchPhase m_phase = BatchPhase::none;
    std::filesystem::path m_out;
    std::map<std::string, BatchItem> m_items; // by id
    std::array<int, 6> m_counts{};            // by JobState
    std::deque<std::string> m_queue;
    std::set<std::filesystem::path> m_inputs;
    std::map<std::string, JobFailure> m_failures;
    std::set<std::filesystem::path> m_locked;
    std::map<std::filesystem::path, Left> m_left;
    std::vector<BatchOrder> m_orders;
    std::vector<std::filesystem::path> m_wentOn;
    std::string m_running; // id
    std::uint64_t m_bytesNeeded = 0;
    int m_many = 0;
    int m_mayEnd = -1; // -1: all
    bool m_isPaused = false;
    bool m_isSearchHeld = false;
    std::uint64_t m_lastId = 0;
    std::jthread m_thread;
};

} // namespace kerf::test
