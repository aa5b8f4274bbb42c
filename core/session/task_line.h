#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

namespace kerf {

// A thread that does what it is given, in that order. What is waiting when it ends is dropped, what runs is
// waited for.
class TaskLine {
public:
    TaskLine() : m_thread([this](const std::stop_token& stop) { run(stop); }) {}

    void post(std::function<void()> task) { // any thread; must not throw
        {
            const std::scoped_lock lock(m_mutex);
            m_tasks.push_back(std::move(task));
        }
        m_changed.notify_one();
    }

    void end() { // from another thread
        m_thread.request_stop();
        if (m_thread.joinable()) {
            m_thread.join();
        }
    }

private:
    void run(const std::stop_token& stop) {
        while (true) {
            std::function<void()> task;
            {
                std::unique_lock lock(m_mutex);
                m_changed.wait(lock, stop, [&] { return !m_tasks.empty(); });
                if (stop.stop_requested()) {
                    return;
                }
                task = std::move(m_tasks.front());
                m_tasks.pop_front();
            }
            task();
        }
    }

    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<std::function<void()>> m_tasks; // guarded by m_mutex
    std::jthread m_thread;
};

} // namespace kerf
