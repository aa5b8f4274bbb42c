#pragma once

#include "core/session/session.h"
#include "ui/worker.h"

#include <QImage>
#include <QObject>
#include <QSize>

#include <deque>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace kerf::ui {

class BatchModel;
class SessionBridge;

// Gets the thumbnails of a batch's photos that are in view: from the desktop's folder where there is one,
// else from the session. Lets those seen longest ago go. GUI thread only.
class BatchThumbnails final : public QObject {
    Q_OBJECT

public:
    // All outlive it. `folder`: the desktop's thumbnails; empty: none is read.
    BatchThumbnails(
        Session& session,
        SessionBridge& bridge,
        BatchModel& model,
        std::filesystem::path folder,
        QObject* parent = nullptr);

    void setWanted(std::vector<std::string> ids, QSize box); // those in view; device pixels

    static constexpr std::size_t kMost = 400; // kept

private:
    void pump();
    void put(const std::string& id, const QImage& image);
    void onJobChanged(const JobEvent& event);

    Session& m_session;
    BatchModel& m_model;
    std::filesystem::path m_folder;
    std::vector<std::string> m_wanted;
    QSize m_box{1, 1};
    std::set<std::string> m_busy;
    std::map<JobId, std::string> m_making;
    std::deque<std::string> m_kept; // the latest last
    Worker m_worker{Worker::AtEnd::drop};
};

} // namespace kerf::ui
