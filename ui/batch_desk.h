#pragma once

#include "core/session/session.h"
#include "ui/main_window.h"
#include "ui/photo_list_model.h"

#include <QElapsedTimer>
#include <QObject>

#include <filesystem>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

class QStatusBar;
class QToolButton;
class QWidget;

namespace kerf::ui {

class Actions;
class Banner;
class BatchThumbnails;
class BatchWindow;
class CompareDesk;
class Filmstrip;

// The window's dealings with batches: opens their window, asks the session for what a person wants there,
// remembers which are unfinished and offers to go on with them at the next start, keeps the machine awake
// while one runs, and says when a long one has ended. GUI thread only.
class BatchDesk final : public QObject {
    Q_OBJECT

public:
    // What it works on beside what the window was given. All of it outlives the desk.
    struct Parts {
        QWidget* window = nullptr;
        Actions& actions;
        PhotoListModel& photos;
        Filmstrip& strip;
        CompareDesk& compare;
        Banner& banner;
        QStatusBar& status;
        std::function<Recipe()> recipe;                 // the window's, with the preferences
        std::function<Recipe(const Recipe&)> completed; // one with the preferences
        std::function<ExportOptions()> exporting;
        std::function<void(std::vector<std::filesystem::path>)> addPhotos;
    };

    BatchDesk(const WindowParts& given, Parts parts, QObject* parent = nullptr);

    void open();     // the batch's window
    void lookBack(); // for batches that were left unfinished; once the window is on the screen
    // Whether the window may close now; else the person is asked, and it is closed when they say so.
    bool mayClose();

private:
    BatchWindow* window();
    void connectForm();
    void connectQueue();
    void fillForm();
    void onNews(const BatchNews& news);
    void onGlance(const BatchGlance& glance);
    void onFound(const BatchFound& found, BatchPhase phase);
    void onEnded(const BatchStatus& status);
    void showFailure(const JobFailure& failure, BatchPhase phase);
    void showOffer();
    void showChip(const BatchNews& news);
    void holdSleep(const BatchNews& news);
    void remember(const std::filesystem::path& out, bool isUnfinished);
    void takeDropped(const std::vector<std::filesystem::path>& paths);
    void goOn(const std::filesystem::path& out);
    void showResult(const BatchItem& item);
    void showPending();

    WindowParts m_given;
    Parts m_parts;
    BatchWindow* m_window = nullptr; // made when it is first needed
    BatchPhase m_phase = BatchPhase::none;
    BatchStatus m_status;
    std::filesystem::path m_out;
    std::vector<BatchGlance> m_offers;
    QToolButton* m_chip; // in the status bar
    QElapsedTimer m_since;
    bool m_isSleepHeld = false;
    bool m_mayClose = false; // the person has said so
    std::optional<std::pair<std::filesystem::path, std::filesystem::path>>
        m_pending; // photo and result to show
};

} // namespace kerf::ui
