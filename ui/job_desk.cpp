#include "ui/job_desk.h"

#include "core/base/file_name.h"
#include "ui/core_text.h"
#include "ui/session_bridge.h"
#include "ui/text.h"

#include <algorithm>
#include <utility>

namespace kerf::ui {
namespace {

constexpr double kMinSecondsForEta = 2.0;
constexpr double kMinFractionForEta = 0.03;

JobFailure failureOf(const JobEvent& event, const std::filesystem::path& file) {
    JobFailure failure = event.failure.value_or(JobFailure{});
    if (failure.file.empty()) {
        failure.file = file;
    }
    return failure;
}

} // namespace

JobDesk::JobDesk(Session& session, SessionBridge& bridge, PhotoListModel& photos, QObject* parent)
    : QObject(parent), m_session(session), m_photos(photos) {
    connect(&bridge, &SessionBridge::jobChanged, this, &JobDesk::onJobChanged);
}

Recipe JobDesk::recipeOf(int row) const {
    Recipe recipe = m_recipe;
    const PhotoItem& item = m_photos.at(row);
    recipe.subject = item.subject;
    recipe.strokes = item.strokes;
    recipe.edits = item.edits;
    return recipe;
}

void JobDesk::setRecipe(const Recipe& recipe) {
    m_recipe = recipe;
    m_recipe.subject.reset();
    m_recipe.strokes.clear();
    m_recipe.edits.clear();
    for (int row = 0; row < m_photos.count(); ++row) {
        markOutdated(row);
    }
}

PhotoEdits JobDesk::editsOf(int row) const {
    const PhotoItem& item = m_photos.at(row);
    return {.subject = item.subject, .strokes = item.strokes, .edits = item.edits};
}

void JobDesk::setEdits(int row, const PhotoEdits& edits) {
    m_photos.update(row, [&](PhotoItem& item) {
        item.subject = edits.subject;
        item.strokes = edits.strokes;
        item.edits = edits.edits;
    });
    markOutdated(row);
}

void JobDesk::markOutdated(int row) {
    const PhotoItem& item = m_photos.at(row);
    const Recipe now = item.made ? recipeOf(row) : Recipe();
    // What needs no engine is made at once for the photo that is looked at.
    const bool isLive = item.made && isShown(item.id) && forEngines(*item.made) == forEngines(now);
    const bool isOutdated = item.made && *item.made != now && !isLive;
    if (item.isOutdated != isOutdated) {
        m_photos.update(row, [&](PhotoItem& changed) { changed.isOutdated = isOutdated; });
    }
}

void JobDesk::edit(std::shared_ptr<const PhotoResult> base) {
    cancelEdit();
    const int row = shownRow();
    if (row >= 0) {
        const PhotoItem& item = m_photos.at(row);
        const Recipe recipe = recipeOf(row);
        m_editing = m_session.edit({.file = item.file, .base = std::move(base), .recipe = recipe});
        add(*m_editing, {.kind = Kind::edit, .photo = item.id, .recipe = recipe});
    }
}

void JobDesk::previewEdit(std::shared_ptr<const PhotoResult> base, const EditView& view) {
    cancelEdit(); // they share a thread, and the edit has to be made anew anyway
    const int row = shownRow();
    if (row >= 0) {
        const PhotoItem& item = m_photos.at(row);
        const Recipe recipe = recipeOf(row);
        m_previewing =
            m_session.previewEdit({.file = item.file, .base = std::move(base), .recipe = recipe}, view);
        add(*m_previewing, {.kind = Kind::preview, .photo = item.id, .recipe = recipe});
    }
}

void JobDesk::cancelEdit() {
    for (std::optional<JobId>* job : {&m_editing, &m_previewing}) {
        if (*job) {
            m_session.cancel(**job);
            job->reset();
        }
    }
}

void JobDesk::add(JobId job, Task task) {
    const bool isWork = task.kind == Kind::run || task.kind == Kind::exporting;
    m_tasks[job] = std::move(task);
    if (isWork) {
        if (!isBusy()) {
            m_progress = {};
            m_done = m_failed = m_cancelled = 0;
            m_since.start();
        }
        ++m_progress.total;
        updateProgress();
    }
}

void JobDesk::stopOpening() {
    for (std::optional<JobId>* job : {&m_opening, &m_looking}) {
        if (*job) {
            m_session.cancel(**job);
            job->reset();
        }
    }
}

void JobDesk::show(int row) {
    stopOpening();
    cancelEdit();
    const int before = shownRow();
    m_shown.reset();
    if (before >= 0) {
        markOutdated(before); // an edit of it may not have been made
    }
    if (row < 0) {
        return;
    }
    const PhotoItem& item = m_photos.at(row);
    m_shown = item.id;
    markOutdated(row);
    m_opening = m_session.open(item.file);
    add(*m_opening, {.kind = Kind::open, .photo = item.id});
    if (item.made) {
        lookAtResult(row);
    }
}

void JobDesk::lookAtResult(int row) {
    const PhotoItem& item = m_photos.at(row);
    m_looking = m_session.run(item.file, *item.made); // at once, where the session keeps it
    add(*m_looking, {.kind = Kind::look, .photo = item.id, .recipe = *item.made});
}

int JobDesk::shownRow() const {
    return m_shown ? m_photos.rowOf(*m_shown) : -1;
}

void JobDesk::run(const std::vector<int>& rows) {
    for (const int row : rows) {
        const Recipe recipe = recipeOf(row);
        const PhotoId id = m_photos.at(row).id;
        const auto under = m_runs.find(id);
        if (under != m_runs.end()) {
            if (m_tasks[under->second].recipe == recipe) {
                continue;
            }
            m_session.cancel(under->second);
        }
        m_photos.update(row, [](PhotoItem& item) {
            item.state = PhotoState::queued;
            item.fraction = 0.0;
            item.failure.reset();
        });
        const JobId job = m_session.run(m_photos.at(row).file, recipe);
        m_runs[id] = job;
        add(job, {.kind = Kind::run, .photo = id, .recipe = recipe});
    }
}

int JobDesk::runAll() {
    std::vector<int> rows;
    for (int row = 0; row < m_photos.count(); ++row) {
        const PhotoItem& item = m_photos.at(row);
        if (!(item.state == PhotoState::done && !item.isOutdated)) {
            rows.push_back(row);
        }
    }
    run(rows);
    return int(rows.size());
}

void JobDesk::cancelAll() {
    for (const auto& [job, task] : m_tasks) {
        if (task.kind == Kind::run || task.kind == Kind::exporting) {
            m_session.cancel(job);
        }
    }
}

void JobDesk::cancel(const std::vector<int>& rows) {
    for (const int row : rows) {
        const auto under = m_runs.find(m_photos.at(row).id);
        if (under != m_runs.end()) {
            m_session.cancel(under->second);
        }
    }
}

void JobDesk::forget(int row) {
    const PhotoId id = m_photos.at(row).id;
    for (const auto& [job, task] : m_tasks) {
        if (task.photo == id && task.kind != Kind::exporting) {
            m_session.cancel(job);
        }
    }
    m_runs.erase(id);
}

std::filesystem::path JobDesk::exportName(const std::filesystem::path& source, FileType type) {
    return fileName(source.stem().native(), "-cutout" + std::string(extension(type)));
}

void JobDesk::exportPhoto(
    int row,
    const PlannedExport& planned,
    const std::filesystem::path& folder,
    const ExportOptions& options) {
    const PhotoItem& item = m_photos.at(row);
    const Recipe recipe = item.made.value_or(recipeOf(row)); // what is seen is what is saved
    const JobId job = m_session.exportPhoto(
        {.input = item.file,
         .output = planned.output,
         .recipe = recipe,
         .options = options,
         .files = planned.files,
         .folder = folder});
    add(job, {.kind = Kind::exporting, .photo = item.id, .recipe = recipe});
}

void JobDesk::planExport(PlanRequest request, std::function<void(const ExportPlan&)> planned) {
    add(m_session.planExport(std::move(request)), {.kind = Kind::planning, .planned = std::move(planned)});
}

void JobDesk::nameExport(PlanRequest request) {
    if (m_naming) {
        m_session.cancel(*m_naming);
    }
    m_naming = m_session.planExport(std::move(request));
    add(*m_naming, {.kind = Kind::naming});
}

void JobDesk::onPlanChanged(const Task& task, const JobEvent& event) {
    if (event.state != JobState::done && event.state != JobState::failed) {
        return;
    }
    const bool isDone = event.state == JobState::done;
    if (task.kind == Kind::planning) {
        if (isDone) {
            task.planned(std::get<ExportPlan>(*event.output));
        } else {
            Q_EMIT exportFailed(failureOf(event, {}));
        }
    } else if (m_naming == event.job) {
        m_naming.reset();
        const std::filesystem::path name =
            isDone ? std::get<ExportPlan>(*event.output).photos.front().files.front().filename()
                   : std::filesystem::path();
        Q_EMIT exportNamed(name, isDone ? QString() : coreSentencesText({event.failure->detail}));
    }
}

void JobDesk::queryDevices() {
    add(m_session.devices(), {.kind = Kind::devices});
}

void JobDesk::onJobChanged(const JobEvent& event) {
    const auto found = m_tasks.find(event.job);
    if (found == m_tasks.end()) {
        return;
    }
    found->second.fraction = hasEnded(event.state) ? 1.0 : event.fraction;
    const Task task = found->second;
    if (hasEnded(event.state)) {
        m_tasks.erase(found);
    }
    const int row = m_photos.rowOf(task.photo);
    switch (task.kind) {
    case Kind::run:
        onRunChanged(row, task, event);
        break;
    case Kind::open:
    case Kind::look:
        if (row >= 0 && isShown(task.photo)) {
            onOpenChanged(row, event);
        }
        break;
    case Kind::exporting:
        onExportChanged(task, event);
        break;
    case Kind::edit:
    case Kind::preview:
        if (row >= 0 && isShown(task.photo)) {
            onEditChanged(row, task, event);
        }
        break;
    case Kind::planning:
    case Kind::naming:
        onPlanChanged(task, event);
        break;
    case Kind::devices:
        if (event.state == JobState::done) {
            Q_EMIT devicesFound(std::get<DevicesFound>(*event.output));
        }
        break;
    }
    finish(task.kind, event);
}

void JobDesk::onRunChanged(int row, const Task& task, const JobEvent& event) {
    const auto under = m_runs.find(task.photo);
    const bool isNewest = under != m_runs.end() && under->second == event.job;
    if (!isNewest || row < 0) {
        return; // a newer run of this photo took over, or the photo was removed
    }
    if (hasEnded(event.state)) {
        m_runs.erase(under);
    }
    switch (event.state) {
    case JobState::queued:
        break;
    case JobState::running:
        m_photos.update(row, [&](PhotoItem& item) {
            item.state = PhotoState::running;
            item.fraction = event.fraction;
            item.stage = event.stage;
        });
        break;
    case JobState::done:
        onRunDone(row, task, event);
        break;
    case JobState::failed:
        m_photos.update(row, [&](PhotoItem& item) {
            item.state = PhotoState::failed;
            item.failure = failureOf(event, item.file);
        });
        Q_EMIT photoFailed(row);
        if (isShown(task.photo)) {
            Q_EMIT shownFailed(*m_photos.at(row).failure);
        }
        break;
    case JobState::cancelled:
    case JobState::skipped:
        m_photos.update(row, [](PhotoItem& item) { item.state = PhotoState::cancelled; });
        break;
    }
}

void JobDesk::onRunDone(int row, const Task& task, const JobEvent& event) {
    const PhotoResult& result = std::get<PhotoResult>(*event.output);
    m_photos.update(row, [&](PhotoItem& item) {
        item.state = PhotoState::done;
        item.fraction = 1.0;
        item.made = task.recipe;
        item.stages = result.stages;
        item.seconds = result.seconds;
        item.triage = result.report ? std::optional(result.report->numbers) : std::nullopt;
        item.failure.reset();
    });
    markOutdated(row);
    if (isShown(task.photo)) {
        stopOpening();
        Q_EMIT resultReady(result);
    }
}

void JobDesk::onEditChanged(int row, const Task& task, const JobEvent& event) {
    const bool isEdit = m_editing == event.job;
    if ((!isEdit && m_previewing != event.job) || !hasEnded(event.state)) {
        return; // overtaken by a newer one
    }
    (isEdit ? m_editing : m_previewing).reset();
    if (event.state == JobState::done && isEdit) {
        if (!m_runs.contains(task.photo)) { // whose result is on its way has a state of its own
            onRunDone(row, task, event);
        }
    } else if (event.state == JobState::done) {
        Q_EMIT editPreviewed(std::get<EditPreview>(*event.output));
    } else if (event.state == JobState::failed) {
        Q_EMIT shownFailed(failureOf(event, m_photos.at(row).file));
    }
}

void JobDesk::onOpenChanged(int row, const JobEvent& event) {
    const bool isOpening = m_opening == event.job;
    if (!isOpening && m_looking != event.job) {
        return;
    }
    if (hasEnded(event.state)) {
        (isOpening ? m_opening : m_looking).reset();
    }
    if (event.state == JobState::done && isOpening) {
        const auto& photo = std::get<OpenedPhoto>(*event.output);
        const bool isFirst = !m_photos.at(row).info;
        m_photos.update(row, [&](PhotoItem& item) { item.info = photo.info; });
        Q_EMIT opened(photo);
        // every camera RAW has its notice: that stands in the tool tip alone
        if (isFirst && !photo.info.notices.empty() && !photo.info.format.starts_with("RAW")) {
            Q_EMIT photoNoticed(row);
        }
    } else if (event.state == JobState::done) {
        stopOpening(); // the result brings the photo along
        Q_EMIT resultReady(std::get<PhotoResult>(*event.output));
    } else if (event.state == JobState::failed) {
        m_photos.update(row, [&](PhotoItem& item) {
            item.state = PhotoState::failed;
            item.failure = failureOf(event, item.file);
        });
        Q_EMIT photoFailed(row);
        Q_EMIT shownFailed(*m_photos.at(row).failure);
    }
}

void JobDesk::onExportChanged(const Task& task, const JobEvent& event) {
    const int row = m_photos.rowOf(task.photo);
    const std::filesystem::path source = row >= 0 ? m_photos.at(row).file : std::filesystem::path();
    const bool isWritten =
        event.state == JobState::done || (event.state == JobState::skipped && event.output);
    if (isWritten) {
        Q_EMIT exported(std::get<ExportedFile>(*event.output));
    } else if (event.state == JobState::failed) {
        Q_EMIT exportFailed(failureOf(event, source));
    }
}

void JobDesk::finish(Kind kind, const JobEvent& event) {
    if (kind != Kind::run && kind != Kind::exporting) {
        return;
    }
    if (hasEnded(event.state)) {
        ++m_progress.finished;
        m_done += event.state == JobState::done || event.state == JobState::skipped ? 1 : 0;
        m_failed += event.state == JobState::failed ? 1 : 0;
        m_cancelled += event.state == JobState::cancelled ? 1 : 0;
    }
    updateProgress();
    if (hasEnded(event.state) && !isBusy()) {
        Q_EMIT workFinished(m_done, m_failed, m_cancelled);
    }
}

void JobDesk::updateProgress() {
    double sum = m_progress.finished;
    for (const auto& [job, task] : m_tasks) {
        if (task.kind == Kind::run || task.kind == Kind::exporting) {
            sum += task.fraction;
        }
    }
    m_progress.fraction = m_progress.total > 0 ? sum / m_progress.total : 0.0;
    const double seconds = double(m_since.elapsed()) / 1000.0;
    m_progress.secondsLeft.reset();
    if (isBusy() && seconds >= kMinSecondsForEta && m_progress.fraction >= kMinFractionForEta) {
        m_progress.secondsLeft = seconds * (1.0 - m_progress.fraction) / m_progress.fraction;
    }
    Q_EMIT progressChanged();
}

} // namespace kerf::ui
