#pragma once

#include "ui/actions.h"
#include "ui/app_facts.h"
#include "ui/edit_keeper.h"
#include "ui/file_dialogs.h"
#include "ui/filmstrip_desk.h"
#include "ui/folders.h"
#include "ui/job_desk.h"
#include "ui/photo_finder.h"
#include "ui/photo_list_model.h"
#include "ui/run_functions.h"

#include <QMainWindow>

#include <filesystem>
#include <memory>
#include <vector>

class QSplitter;

namespace kerf::ui {

class BatchDesk;
class CanvasArea;
class CompareDesk;
class EditDesk;
class ExportDesk;
class ExportPanel;
class IntakeDesk;
class JudgeDesk;
class Filmstrip;
class Desktop;
class LogModel;
class RecentMenu;
class RecipePanel;
class RegionDesk;
class ResultCard;
class Settings;
class SidePanel;
class SittingDesk;
class StatusLine;
class Theme;
class TriageDesk;
class WindowTools;

// What the window is given; all of it outlives the window.
struct WindowParts {
    Session& session;
    SessionBridge& bridge; // carries the session's events
    Settings& settings;
    Theme& theme;
    FileDialogs& dialogs;
    PhotoFinder::Find find; // called on a thread of the window's own
    Folders folders;        // where it keeps things between two starts
    AppFacts facts = {};
    LogModel* log = nullptr;    // null: there is none
    EditFiles edits = {};       // what keeps the edits of photos
    Desktop* desktop = nullptr; // null: there is none
    RunFunctions runs = {};     // what compares two runs
};

// Kerf's window: lays the parts out and connects them. State is the photo list's and the job desk's, the work
// the session's. GUI thread only.
class MainWindow final : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(const WindowParts& parts, QWidget* parent = nullptr);
    ~MainWindow() override;

    void addPaths(std::vector<std::filesystem::path> paths); // files and folders; answers with a message

    const PhotoListModel& photos() const { return m_photos; }

Q_SIGNALS:
    void painted(); // once: the window is on the screen

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildToolBar();
    void buildLayout();
    void restore();
    void connectFileActions();
    void connectViewActions();
    void connectDesk();
    void connectPanels();
    void connectFilmstrip();
    void connectIntake();
    void connectSitting();
    void connectBatch();

    void onFound(const FoundPhotos& found);
    void onCurrentChanged();
    void onWorkFinished(int done, int failed, int cancelled);
    void onExported(const ExportedFile& file);
    void showFailure(const JobFailure& failure);
    void showCurrentItem(); // card, box, error of the shown photo
    void cancelOrDismiss();
    void removeSelected();
    void nextOf(const std::vector<Act>& ring);
    void updateState();

    WindowParts m_parts;
    PhotoListModel m_photos;
    JobDesk m_desk;
    PhotoFinder m_finder;
    Actions m_actions;
    WindowTools* m_tools;
    CanvasArea* m_area;
    CompareDesk* m_compare = nullptr; // this one's children
    BatchDesk* m_batch = nullptr;
    RegionDesk* m_region = nullptr;
    TriageDesk* m_triage = nullptr;
    FilmstripDesk m_stripDesk;
    Filmstrip* m_filmstrip;
    SidePanel* m_side;
    JudgeDesk* m_judge = nullptr; // these too
    IntakeDesk* m_intake = nullptr;
    RecentMenu* m_recent = nullptr;
    SittingDesk* m_sitting = nullptr;
    RecipePanel* m_recipe;
    ExportPanel* m_export;
    ExportDesk* m_exporting = nullptr;
    ResultCard* m_card;
    StatusLine* m_status;
    QSplitter* m_across = nullptr;     // canvas and panel
    QSplitter* m_down = nullptr;       // those and the filmstrip
    std::filesystem::path m_savedFile; // that the message is about
    bool m_isPainted = false;
    std::unique_ptr<EditDesk> m_edit; // goes before all that it uses
};

} // namespace kerf::ui
