#include "ui/edit_keeper.h"

#include "ui/core_text.h"

#include <exception>
#include <optional>
#include <utility>

namespace kerf::ui {

EditKeeper::EditKeeper(EditFiles files, QObject* parent)
    : QObject(parent),
      m_files(std::move(files)),
      m_thread([this](const std::stop_token& stop) { work(stop); }) {}

EditKeeper::~EditKeeper() = default;

void EditKeeper::load(PhotoId photo, std::filesystem::path file) {
    if (!m_files.load) {
        return;
    }
    {
        const std::scoped_lock lock(m_mutex);
        m_loadings.push_back({photo, std::move(file)});
    }
    m_changed.notify_one();
}

void EditKeeper::save(std::filesystem::path file, PhotoEdits edits) {
    if (!m_files.save) {
        return;
    }
    {
        const std::scoped_lock lock(m_mutex);
        m_savings[std::move(file)] = std::move(edits);
    }
    m_changed.notify_one();
}

void EditKeeper::clear() {
    if (!m_files.clear) {
        return;
    }
    {
        const std::scoped_lock lock(m_mutex);
        m_savings.clear();
        m_isClearing = true;
    }
    m_changed.notify_one();
}

void EditKeeper::work(const std::stop_token& stop) {
    for (;;) {
        std::optional<Loading> loading;
        std::map<std::filesystem::path, PhotoEdits>::node_type saving;
        bool isClearing = false;
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait(
                lock, stop, [this] { return m_isClearing || !m_loadings.empty() || !m_savings.empty(); });
            isClearing = std::exchange(m_isClearing, false);
            if (isClearing) {
                // before what was drawn since
            } else if (!m_savings.empty()) {
                saving = m_savings.extract(m_savings.begin());
            } else if (stop.stop_requested()) {
                return;
            } else if (!m_loadings.empty()) {
                loading = std::move(m_loadings.front());
                m_loadings.pop_front();
            }
        }
        if (isClearing) {
            clearAll();
        } else if (loading) {
            loadOne(*loading);
        } else if (saving) {
            saveOne(saving.key(), saving.mapped());
        }
    }
}

void EditKeeper::loadOne(const Loading& loading) {
    EditFiles::Loaded found;
    try {
        found = m_files.load(loading.file);
    } catch (const std::exception& e) {
        found.notice = e.what();
    }
    if (found.notice.empty() && found.edits == PhotoEdits()) {
        return;
    }
    QMetaObject::invokeMethod(
        this,
        [this, loading, found = std::move(found)] {
            if (!found.notice.empty()) {
                Q_EMIT damaged(loading.file, coreText(found.notice));
            } else {
                Q_EMIT loaded(loading.photo, found.edits);
            }
        },
        Qt::QueuedConnection);
}

void EditKeeper::clearAll() {
    try {
        m_files.clear();
    } catch (const std::exception& e) {
        QMetaObject::invokeMethod(
            this, [this, reason = coreText(e.what())] { Q_EMIT notCleared(reason); }, Qt::QueuedConnection);
    }
}

void EditKeeper::saveOne(const std::filesystem::path& file, const PhotoEdits& edits) {
    try {
        m_files.save(file, edits);
    } catch (const std::exception& e) {
        QMetaObject::invokeMethod(
            this, [this, file, reason = coreText(e.what())] { Q_EMIT failed(file, reason); },
            Qt::QueuedConnection);
    }
}

} // namespace kerf::ui
