#pragma once

#include "core/session/session.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <stop_token>
#include <thread>

namespace kerf {

// Hands events to the handler from one thread of its own, in the order they were posted: so post() never
// waits for a front end, and the handler may call the session. A newer progress report takes the place of one
// of the same job and stage that has not been delivered yet. Thread-safe. What is undelivered at destruction
// is dropped.
class EventQueue {
public:
    explicit EventQueue(Session::EventHandler onEvent)
        : m_onEvent(std::move(onEvent)), m_thread([this](const std::stop_token& stop) { deliver(stop); }) {}

    void post(JobEvent event) {
        {
            const std::scoped_lock lock(m_mutex);
            if (event.state == JobState::running) {
                for (auto waiting = m_events.rbegin(); waiting != m_events.rend(); ++waiting) {
                    if (waiting->job == event.job) {
                        if (waiting->state == JobState::running && waiting->stage == event.stage) {
                            waiting->fraction = event.fraction;
                            return;
                        }
                        break;
                    }
                }
            }
            m_events.push_back(std::move(event));
        }
        m_changed.notify_one();
    }

private:
    void deliver(const std::stop_token& stop) {
        while (true) {
            JobEvent event;
            {
                std::unique_lock lock(m_mutex);
                m_changed.wait(lock, stop, [&] { return !m_events.empty(); });
                if (stop.stop_requested()) {
                    return;
                }
                event = std::move(m_events.front());
                m_events.pop_front();
            }
            m_onEvent(event);
        }
    }

    const Session::EventHandler m_onEvent;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<JobEvent> m_events;
    std::jthread m_thread;
};

} // namespace kerf
