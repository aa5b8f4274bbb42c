#pragma once

#include <QObject>
#include <QTimer>

namespace kerf::ui {

class JobDesk;
class PhotoListModel;

// Brings the shown photo's result up to date a moment after the last change of what costs little: the edges,
// the finish, the background. The session takes the stages before from its memory. A photo without a result
// waits for its person to run it. GUI thread only.
class LivePreview final : public QObject {
    Q_OBJECT

public:
    LivePreview(JobDesk& desk, PhotoListModel& photos, QObject* parent = nullptr); // both outlive it

    void recipeChanged(); // call it once the desk has the new recipe

private:
    bool isWanted() const;
    void run();

    JobDesk& m_desk;
    PhotoListModel& m_photos;
    QTimer m_pause;
};

} // namespace kerf::ui
