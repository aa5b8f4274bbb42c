#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace kerf::ui {

// A thread for small work that would hold the GUI thread up: files read and written, pictures converted. Runs
// what it is given in that order, one at a time. Work answers by QMetaObject::invokeMethod with a queued
// connection on an object that outlives the worker: make the worker the last member of its class.
class Worker final {
public:
    // What is still waiting when it is destroyed; what runs is always waited for.
    enum class AtEnd { drop, finish };

    explicit Worker(AtEnd atEnd);
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    void post(std::function<void()> work); // any thread; must not throw

private:
    void run(const std::stop_token& stop);

    AtEnd m_atEnd;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<std::function<void()>> m_queue; // guarded by m_mutex
    std::jthread m_thread;
};

} // namespace kerf::ui
