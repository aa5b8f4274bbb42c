#pragma once

#include "core/session/session.h"
#include "ui/run_pair_model.h"

#include <QImage>
#include <QObject>

#include <array>
#include <deque>
#include <map>
#include <set>
#include <vector>

namespace kerf::ui {

class SessionBridge;

// Gets the thumbnails of the pairs in view from the session: A and B side by side. What has left the view
// before its turn is not made, and of those out of view the oldest are let go. GUI thread only.
class RunThumbnails final : public QObject {
    Q_OBJECT

public:
    RunThumbnails(Session& session, SessionBridge& bridge, RunPairModel& pairs, QObject* parent = nullptr);

    void setWanted(const std::vector<int>& rows);    // in view, the most wanted first
    void clear();                                    // the model holds other pairs now
    static QSize size();                             // of both together, logical pixels
    void setRatio(double ratio) { m_ratio = ratio; } // device pixels a logical pixel

private:
    struct Making {
        int row = 0;
        bool isA = false;
    };
    struct Pictures {
        std::array<QImage, 2> images; // A, B
        int waiting = 0;
    };

    void pump();
    void begin(int row);
    void onJobChanged(const JobEvent& event);
    void show(int row);
    void letGo();

    Session& m_session;
    RunPairModel& m_pairs;
    double m_ratio = 1.0;
    std::vector<int> m_wanted;
    std::map<JobId, Making> m_making;
    std::map<int, Pictures> m_pictures; // of rows under way
    std::deque<int> m_shown;            // rows that have one, the oldest first
    std::set<int> m_known;              // under way or shown
};

} // namespace kerf::ui
