#pragma once

#include "core/session/session.h"
#include "ui/region_tool.h"

#include <QObject>
#include <QPointer>

#include <optional>

namespace kerf::ui {

class Actions;
class Canvas;
class JobDesk;
class PhotoListModel;
class SessionBridge;

// Previews a region of the shown photo: once it is drawn, the recipe runs on it alone and the canvas shows
// what comes of it in its place, until the photo has a new result, another one is shown, or the action is
// unchecked. GUI thread only.
class RegionDesk final : public QObject {
    Q_OBJECT

public:
    // All of it outlives the desk.
    struct Parts {
        Canvas& canvas;
        Actions& actions;
        Session& session;
        SessionBridge& bridge;
        const JobDesk& desk;
        const PhotoListModel& photos;
    };

    explicit RegionDesk(const Parts& parts, QObject* parent = nullptr);
    ~RegionDesk() override;

    void clear(); // no preview any more

Q_SIGNALS:
    void failed(const kerf::JobFailure& failure);

private:
    void start(const Rect& region);
    void onJobChanged(const JobEvent& event);
    void stopJob();

    Parts m_parts;
    QPointer<Canvas> m_canvas; // may go first with the window
    RegionTool m_tool;
    std::optional<JobId> m_job;
};

} // namespace kerf::ui
