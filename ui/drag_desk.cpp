#include "ui/drag_desk.h"

#include "ui/job_desk.h"
#include "ui/session_bridge.h"
#include "ui/text.h"

#include <algorithm>

namespace kerf::ui {

DragDesk::DragDesk(Session& session, SessionBridge& bridge, PhotoListModel& photos, QObject* parent)
    : QObject(parent), m_session(session), m_photos(photos) {
    connect(&bridge, &SessionBridge::jobChanged, this, &DragDesk::onJobChanged);
}

void DragDesk::prepare(const std::vector<PhotoId>& photos, ExportOptions options) {
    options.sidecar = false; // one file is dragged for each photo
    options.outputs.resize(1);
    const auto isSame = [&](const Prepared& one, const Recipe& recipe) {
        return one.recipe == recipe && one.options == options;
    };
    m_wanted.clear();
    std::vector<std::pair<PhotoId, Prepared>> missing;
    for (const PhotoId photo : photos) {
        const int row = m_photos.rowOf(photo);
        if (row < 0 || !m_photos.at(row).made) {
            continue;
        }
        const PhotoItem& item = m_photos.at(row);
        m_wanted.push_back(photo);
        const auto there = m_prepared.find(photo);
        const bool isUnderWay = std::any_of(m_jobs.begin(), m_jobs.end(), [&](const auto& job) {
            return job.second.photo == photo && isSame(job.second.prepared, *item.made);
        });
        if (isUnderWay || (there != m_prepared.end() && isSame(there->second, *item.made))) {
            continue;
        }
        missing.emplace_back(photo, Prepared{.recipe = *item.made, .options = options});
    }
    for (auto job = m_jobs.begin(); job != m_jobs.end();) {
        const bool isWanted =
            std::find(m_wanted.begin(), m_wanted.end(), job->second.photo) != m_wanted.end() &&
            isSame(job->second.prepared, *m_photos.at(m_photos.rowOf(job->second.photo)).made);
        if (!isWanted) {
            m_session.cancel(job->first);
        }
        job = isWanted ? std::next(job) : m_jobs.erase(job);
    }
    if (!missing.empty() && !m_folder) {
        m_folder = std::make_unique<QTemporaryDir>();
    }
    for (auto& [photo, prepared] : missing) {
        // A folder of its own for each, since the one before may still be being copied by the other program.
        const std::filesystem::path input = m_photos.at(m_photos.rowOf(photo)).file;
        prepared.file =
            toPath(m_folder->path()) / std::to_string(++m_count) / JobDesk::exportName(input, options.type);
        const JobId job = m_session.exportPhoto(
            {.input = input, .output = prepared.file, .recipe = prepared.recipe, .options = options});
        m_prepared.erase(photo);
        m_jobs[job] = {.photo = photo, .prepared = prepared};
    }
    tellWhenReady();
}

void DragDesk::cancel() {
    for (const auto& pair : m_jobs) {
        m_session.cancel(pair.first);
    }
    m_jobs.clear();
    m_wanted.clear();
}

void DragDesk::onJobChanged(const JobEvent& event) {
    const auto found = m_jobs.find(event.job);
    if (found == m_jobs.end() || event.state == JobState::queued || event.state == JobState::running) {
        return;
    }
    Job job = found->second;
    m_jobs.erase(found);
    if (event.state == JobState::done) {
        job.prepared.file = std::get<ExportedFile>(*event.output).file;
        m_prepared[job.photo] = job.prepared;
    } else if (event.state == JobState::failed) {
        JobFailure failure = event.failure.value_or(JobFailure{});
        if (failure.file.empty()) {
            failure.file = job.prepared.file;
        }
        Q_EMIT failed(failure);
    }
    tellWhenReady();
}

void DragDesk::tellWhenReady() {
    if (!m_jobs.empty()) {
        return;
    }
    QList<QUrl> files;
    for (const PhotoId photo : m_wanted) {
        const auto there = m_prepared.find(photo);
        if (there != m_prepared.end()) {
            files.append(toUrl(there->second.file));
        }
    }
    if (!files.isEmpty()) {
        Q_EMIT ready(files);
    }
}

} // namespace kerf::ui
