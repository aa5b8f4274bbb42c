#include "ui/worker.h"

#include <utility>

namespace kerf::ui {

Worker::Worker(AtEnd atEnd) : m_atEnd(atEnd), m_thread([this](const std::stop_token& stop) { run(stop); }) {}

Worker::~Worker() = default;

void Worker::post(std::function<void()> work) {
    {
        const std::scoped_lock lock(m_mutex);
        m_queue.push_back(std::move(work));
    }
    m_changed.notify_one();
}

void Worker::run(const std::stop_token& stop) {
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_changed.wait(lock, stop, [this] { return !m_queue.empty(); });
        if (m_queue.empty() || (stop.stop_requested() && m_atEnd == AtEnd::drop)) {
            return;
        }
        const std::function<void()> work = std::move(m_queue.front());
        m_queue.pop_front();
        lock.unlock();
        work();
        lock.lock();
    }
}

} // namespace kerf::ui
