#pragma once

#include "core/session/session.h"
#include "ui/photo_list_model.h"

#include <QElapsedTimer>
#include <QObject>

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace kerf::ui {

class SessionBridge;

// How far all the work is that was asked for since the desk was last idle.
struct WorkProgress {
    int total = 0; // runs and exports
    int finished = 0;
    double fraction = 0.0;
    std::optional<double> secondsLeft; // once there is enough to tell from
};

// The window's dealings with the session: which job belongs to which photo, what the current photo shows,
// what is still to be done. Holds the images of the current photo only for as long as it takes to signal
// them. One recipe serves all photos; only what is drawn on a photo is its own. GUI thread only.
class JobDesk final : public QObject {
    Q_OBJECT

public:
    JobDesk(Session& session, SessionBridge& bridge, PhotoListModel& photos, QObject* parent = nullptr);

    const Recipe& recipe() const { return m_recipe; }
    Recipe recipeOf(int row) const;       // with what was drawn on the photo
    void setRecipe(const Recipe& recipe); // what was drawn with it is ignored
    PhotoEdits editsOf(int row) const;    // what was drawn on the photo
    void setEdits(int row, const PhotoEdits& edits);

    void show(int row); // -1: nothing
    int shownRow() const;
    bool isBusy() const { return m_progress.total > m_progress.finished; }
    const WorkProgress& progress() const { return m_progress; }

    // Brings the shown photo's result up to date by its edges, edits and background alone; resultReady()
    // follows. `base` is a result of it whose recipe is the same for the engines. Takes the place of an
    // earlier edit.
    void edit(std::shared_ptr<const PhotoResult> base);
    // What that would look like in a part of it; editPreviewed() follows unless a newer one was asked for.
    void previewEdit(std::shared_ptr<const PhotoResult> base, const EditView& view);
    void cancelEdit(); // and its preview

    void run(const std::vector<int>& rows);
    int runAll(); // those without an up-to-date result; how many there were
    void cancelAll();
    void cancel(const std::vector<int>& rows);
    void forget(int row); // cancels what the photo has under way; call it before it is removed

    // `folder`: the files stay in it; empty: where a person named them.
    void exportPhoto(
        int row,
        const PlannedExport& planned,
        const std::filesystem::path& folder,
        const ExportOptions& options);
    // `planned` hears the answer on this thread, or exportFailed() tells why there is none.
    void planExport(PlanRequest request, std::function<void(const ExportPlan&)> planned);
    void nameExport(PlanRequest request); // exportNamed() follows unless a newer one was asked for
    // <stem>-cutout.<ext>, shortened where the file system would refuse it
    static std::filesystem::path exportName(const std::filesystem::path& source, FileType type);

    void queryDevices();

Q_SIGNALS:
    void opened(const kerf::OpenedPhoto& photo); // the shown photo
    void photoNoticed(int row); // opened for the first time, with something to be said about its file
    void resultReady(const kerf::PhotoResult& result);    // of the shown photo
    void editPreviewed(const kerf::EditPreview& preview); // the shown photo's
    void shownFailed(const kerf::JobFailure& failure);    // the shown photo could not be opened or run
    void photoFailed(int row);
    void exported(const kerf::ExportedFile& file);
    void exportFailed(const kerf::JobFailure& failure);
    // The first file's name; or why there is none, English.
    void exportNamed(const std::filesystem::path& name, const QString& why);
    void devicesFound(const kerf::DevicesFound& devices);
    void progressChanged();
    void workFinished(int done, int failed, int cancelled);

private:
    enum class Kind { open, run, look, exporting, planning, naming, devices, edit, preview };
    struct Task {
        Kind kind = Kind::open;
        PhotoId photo{};
        Recipe recipe;
        double fraction = 0.0;
        std::function<void(const ExportPlan&)> planned = {}; // planning
    };

    void onJobChanged(const JobEvent& event);
    void onRunChanged(int row, const Task& task, const JobEvent& event);
    void onRunDone(int row, const Task& task, const JobEvent& event);
    void onOpenChanged(int row, const JobEvent& event);
    void onExportChanged(const Task& task, const JobEvent& event);
    void onPlanChanged(const Task& task, const JobEvent& event);
    void onEditChanged(int row, const Task& task, const JobEvent& event);
    void add(JobId job, Task task);
    void finish(Kind kind, const JobEvent& event);
    void updateProgress();
    void markOutdated(int row);
    void lookAtResult(int row);
    void stopOpening(); // of the shown photo and its earlier result
    bool isShown(PhotoId id) const { return m_shown && *m_shown == id; }

    Session& m_session;
    PhotoListModel& m_photos;
    Recipe m_recipe;
    std::optional<PhotoId> m_shown;
    std::optional<JobId> m_opening;
    std::optional<JobId> m_looking;
    std::optional<JobId> m_editing;
    std::optional<JobId> m_previewing;
    std::optional<JobId> m_naming;
    std::map<JobId, Task> m_tasks;
    std::map<PhotoId, JobId> m_runs; // those queued or running
    WorkProgress m_progress;
    QElapsedTimer m_since;
    int m_done = 0;
    int m_failed = 0;
    int m_cancelled = 0;
};

} // namespace kerf::ui
