#include "ui/photo_finder.h"

#include "ui/core_text.h"

#include <utility>

namespace kerf::ui {

PhotoFinder::PhotoFinder(Find find, QObject* parent)
    : QObject(parent),
      m_find(std::move(find)),
      m_thread([this](const std::stop_token& stop) { work(stop); }) {}

PhotoFinder::~PhotoFinder() = default;

void PhotoFinder::search(std::vector<std::filesystem::path> paths) {
    if (++m_pending == 1) {
        Q_EMIT busyChanged(true);
    }
    {
        const std::scoped_lock lock(m_mutex);
        m_requests.push_back(std::move(paths));
    }
    m_changed.notify_one();
}

void PhotoFinder::work(const std::stop_token& stop) {
    for (;;) {
        std::vector<std::filesystem::path> paths;
        {
            std::unique_lock lock(m_mutex);
            if (!m_changed.wait(lock, stop, [this] { return !m_requests.empty(); })) {
                return;
            }
            paths = std::move(m_requests.front());
            m_requests.pop_front();
        }
        try {
            QMetaObject::invokeMethod(
                this,
                [this, photos = m_find(paths, stop)] {
                    Q_EMIT found(photos);
                    finish();
                },
                Qt::QueuedConnection);
        } catch (const std::exception& e) {
            QMetaObject::invokeMethod(
                this,
                [this, reason = coreText(e.what())] {
                    Q_EMIT failed(reason);
                    finish();
                },
                Qt::QueuedConnection);
        }
    }
}

void PhotoFinder::finish() {
    if (--m_pending == 0) {
        Q_EMIT busyChanged(false);
    }
}

} // namespace kerf::ui
