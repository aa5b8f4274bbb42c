#pragma once

#include "core/contract/recipe.h"
#include "ui/photo_list_model.h"

#include <QObject>

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace kerf::ui {

// What keeps edits between two sittings; called on a thread of the keeper's own. Empty functions: nothing is
// kept.
struct EditFiles {
    struct Loaded {
        PhotoEdits edits;
        std::string notice; // English: what was wrong with what was kept; empty: nothing
    };
    std::function<Loaded(const std::filesystem::path& photo)> load;
    std::function<void(const std::filesystem::path& photo, const PhotoEdits& edits)> save; // may throw
    std::function<void()> clear; // all of it; may throw
};

// Fetches and keeps what is drawn on photos on a thread of its own, in the order in which it is asked. Of two
// savings of one photo that wait only the later is done. Its functions are for the GUI thread and don't
// block; the destructor waits until all is saved.
class EditKeeper final : public QObject {
    Q_OBJECT

public:
    explicit EditKeeper(EditFiles files, QObject* parent = nullptr);
    ~EditKeeper() override;

    void load(PhotoId photo, std::filesystem::path file);
    void save(std::filesystem::path file, PhotoEdits edits);
    void clear(); // all that is kept, of all photos; what was to be saved before isn't

Q_SIGNALS:
    void loaded(kerf::ui::PhotoId photo, const kerf::PhotoEdits& edits); // only where there are any
    void damaged(const std::filesystem::path& file, const QString& notice);
    void failed(const std::filesystem::path& file, const QString& reason); // could not be saved
    void notCleared(const QString& reason);

private:
    struct Loading {
        PhotoId photo{};
        std::filesystem::path file;
    };

    void work(const std::stop_token& stop);
    void loadOne(const Loading& loading);
    void clearAll();
    void saveOne(const std::filesystem::path& file, const PhotoEdits& edits);

    const EditFiles m_files;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<Loading> m_loadings;                        // guarded by m_mutex
    std::map<std::filesystem::path, PhotoEdits> m_savings; // guarded by m_mutex
    bool m_isClearing = false;                             // guarded by m_mutex
    std::jthread m_thread;
};

} // namespace kerf::ui
