#pragma once

#include "core/session/session.h"
#include "ui/photo_list_model.h"

#include <QList>
#include <QObject>
#include <QTemporaryDir>
#include <QUrl>

#include <map>
#include <memory>
#include <vector>

namespace kerf::ui {

class SessionBridge;

// Writes finished photos into a temporary folder, so that they can be dragged to another program. What was
// written stays as long as the desk does and is not written twice. GUI thread only.
class DragDesk final : public QObject {
    Q_OBJECT

public:
    DragDesk(Session& session, SessionBridge& bridge, PhotoListModel& photos, QObject* parent = nullptr);

    // Those of `photos` that have a result. ready() follows, at once when all are there already. What was
    // prepared before and isn't among them is not wanted any more.
    void prepare(const std::vector<PhotoId>& photos, ExportOptions options);
    void cancel(); // what is not written yet is not wanted any more

Q_SIGNALS:
    void ready(const QList<QUrl>& files); // at least one
    void failed(const kerf::JobFailure& failure);

private:
    struct Prepared {
        Recipe recipe;
        ExportOptions options;
        std::filesystem::path file;
    };
    struct Job {
        PhotoId photo{};
        Prepared prepared;
    };

    void onJobChanged(const JobEvent& event);
    void tellWhenReady();

    Session& m_session;
    PhotoListModel& m_photos;
    std::unique_ptr<QTemporaryDir> m_folder;
    int m_count = 0;
    std::vector<PhotoId> m_wanted;
    std::map<PhotoId, Prepared> m_prepared;
    std::map<JobId, Job> m_jobs;
};

} // namespace kerf::ui
