#pragma once

#include "core/contract/export_options.h"
#include "ui/drag_desk.h"
#include "ui/folders.h"
#include "ui/photo_list_model.h"
#include "ui/thumbnail_desk.h"
#include "ui/worker.h"

#include <QObject>
#include <QPointer>

#include <functional>

class QSplitter;
class QToolButton;
class QWidget;

namespace kerf::ui {

class Actions;
class Banner;
class Filmstrip;
class FilmstripBar;
class Settings;

// The lower part of the window: the filmstrip with its bar, and what it needs from elsewhere (thumbnails,
// files to drag, dates). GUI thread only.
class FilmstripDesk final : public QObject {
    Q_OBJECT

public:
    struct Parts {
        Session& session;
        SessionBridge& bridge;
        PhotoListModel& photos;
        Actions& actions;
        const Settings& settings;
        Folders folders;
    };

    explicit FilmstripDesk(const Parts& parts, QObject* parent = nullptr);

    QWidget* pane() const { return m_pane; } // strip and bar; whoever shows it owns it
    Filmstrip* strip() const { return m_strip; }

    // `splitter`: what the pane lies in, as its last widget; its height there makes a row or a grid.
    void connectTo(QSplitter& splitter, Banner& banner, std::function<ExportOptions()> dragOptions);

    bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    void dragFailed(const kerf::JobFailure& failure);

private:
    void connectStrip(Banner& banner, std::function<ExportOptions()> dragOptions);
    void connectActions(QSplitter& splitter);
    void setGrid(QSplitter& splitter, bool isGrid);
    void findDates(int first, int last);

    PhotoListModel& m_photos;
    Actions& m_actions;
    const Settings& m_settings;
    QWidget* m_pane;
    Filmstrip* m_strip;
    FilmstripBar* m_bar;
    ThumbnailDesk m_thumbnails;
    DragDesk m_drag;
    Worker m_worker{Worker::AtEnd::drop};
};

} // namespace kerf::ui
