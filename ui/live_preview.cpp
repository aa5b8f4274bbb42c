#include "ui/live_preview.h"

#include "ui/job_desk.h"

namespace kerf::ui {
namespace {

constexpr int kPauseMs = 250;

} // namespace

LivePreview::LivePreview(JobDesk& desk, PhotoListModel& photos, QObject* parent)
    : QObject(parent), m_desk(desk), m_photos(photos) {
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseMs);
    connect(&m_pause, &QTimer::timeout, this, &LivePreview::run);
}

void LivePreview::recipeChanged() {
    if (isWanted()) {
        m_pause.start();
    } else {
        m_pause.stop();
    }
}

// Whether nothing but the cheap part differs from what the result was made with.
bool LivePreview::isWanted() const {
    const int row = m_desk.shownRow();
    if (row < 0 || !m_photos.at(row).made) {
        return false;
    }
    const Recipe wanted = m_desk.recipeOf(row);
    Recipe made = *m_photos.at(row).made;
    if (made == wanted) {
        return false;
    }
    made.edges = wanted.edges;
    made.finish = wanted.finish;
    made.background = wanted.background;
    return made == wanted;
}

void LivePreview::run() {
    if (isWanted()) {
        m_desk.run({m_desk.shownRow()});
    }
}

} // namespace kerf::ui
