#pragma once

#include "core/session/find_photos.h"

#include <QObject>

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace kerf::ui {

// Walks dropped files and folders on a thread of its own and tells what it found, one signal for each
// request, in their order. Its functions are for the GUI thread and never block but for the destructor,
// which stops the walk that is under way and waits for that.
class PhotoFinder final : public QObject {
    Q_OBJECT

public:
    using Find =
        std::function<FoundPhotos(const std::vector<std::filesystem::path>&, const std::stop_token& stop)>;

    explicit PhotoFinder(Find find, QObject* parent = nullptr);
    ~PhotoFinder() override;

    void search(std::vector<std::filesystem::path> paths);
    bool isBusy() const { return m_pending > 0; }

Q_SIGNALS:
    void busyChanged(bool isBusy);
    void found(const kerf::FoundPhotos& photos);
    void failed(const QString& reason);

private:
    void work(const std::stop_token& stop);
    void finish();

    Find m_find;
    int m_pending = 0; // GUI thread
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<std::vector<std::filesystem::path>> m_requests; // guarded by m_mutex
    std::jthread m_thread;
};

} // namespace kerf::ui
