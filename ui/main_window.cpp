#include "ui/main_window.h"

#include "ui/alpha_desk.h"
#include "ui/banner.h"
#include "ui/batch_desk.h"
#include "ui/canvas.h"
#include "ui/canvas_area.h"
#include "ui/compare_bar.h"
#include "ui/compare_desk.h"
#include "ui/core_text.h"
#include "ui/drop_zone.h"
#include "ui/edit_desk.h"
#include "ui/error_text.h"
#include "ui/export_desk.h"
#include "ui/export_panel.h"
#include "ui/filmstrip.h"
#include "ui/icons.h"
#include "ui/intake_desk.h"
#include "ui/judge_desk.h"
#include "ui/preferences_dialog.h"
#include "ui/preset_bar.h"
#include "ui/recent_menu.h"
#include "ui/recipe_panel.h"
#include "ui/region_desk.h"
#include "ui/result_card.h"
#include "ui/screen_profile.h"
#include "ui/session_bridge.h"
#include "ui/settings.h"
#include "ui/side_panel.h"
#include "ui/sitting_desk.h"
#include "ui/status_line.h"
#include "ui/strip.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/triage_desk.h"
#include "ui/window_tools.h"

#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QDesktopServices>
#include <QDragEnterEvent>
#include <QIcon>
#include <QKeyEvent>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QScreen>
#include <QSplitter>
#include <QTimer>
#include <QToolBar>
#include <QToolButton>
#include <QUrl>

#include <algorithm>
#include <utility>

namespace kerf::ui {
namespace {

constexpr int kPanelWidth = 340;

} // namespace

MainWindow::MainWindow(const WindowParts& parts, QWidget* parent)
    : QMainWindow(parent),
      m_parts(parts),
      m_desk(parts.session, parts.bridge, m_photos),
      m_finder(parts.find),
      m_actions(this),
      m_tools(new WindowTools(parts, m_actions, this)),
      m_area(new CanvasArea),
      m_stripDesk(
          {.session = parts.session,
           .bridge = parts.bridge,
           .photos = m_photos,
           .actions = m_actions,
           .settings = parts.settings,
           .folders = parts.folders}),
      m_filmstrip(m_stripDesk.strip()),
      m_side(new SidePanel),
      m_recipe(new RecipePanel),
      m_export(new ExportPanel),
      m_card(new ResultCard),
      m_status(new StatusLine) {
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(tr("Kerf"));
    setWindowIcon(QIcon(QStringLiteral(":/kerf.svg")));
    setAcceptDrops(true);
    qApp->installEventFilter(this);

    m_actions.fillMenus(menuBar());
    menuBar()->setObjectName(QStringLiteral("menuBar"));
    buildToolBar();
    buildLayout();
    connectFileActions();
    connectViewActions();
    connectDesk();
    connectPanels();
    connectFilmstrip();
    connectIntake();
    m_recipe->setEngines(m_parts.session.engines());
    restore();
    connectSitting();
    connectBatch();
    m_actions.addKeysTo(*this);
    updateState();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildToolBar() {
    QToolBar* bar = addToolBar(tr("Tools"));
    bar->setObjectName(QStringLiteral("toolBar"));
    bar->setMovable(false);
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    bar->setIconSize({20, 20});
    bar->setToolButtonStyle(Qt::ToolButtonIconOnly);
    const std::vector<std::vector<Act>> groups{
        {Act::add_photos},
        {Act::run, Act::run_all, Act::cancel},
        {Act::export_one},
        {Act::split, Act::side_by_side, Act::difference, Act::onion},
        {Act::fit, Act::actual_size},
        {Act::loupe, Act::preview_region},
        {Act::draw_box, Act::brush},
        {Act::undo, Act::redo}};
    for (const std::vector<Act>& group : groups) {
        if (group != groups.front()) {
            bar->addSeparator();
        }
        for (const Act act : group) {
            bar->addAction(m_actions[act]);
        }
    }
    auto* spacer = new QWidget;
    spacer->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(spacer);
    bar->addAction(m_actions[Act::recipe_panel]);
    if (auto* more = bar->findChild<QToolButton*>(QStringLiteral("qt_toolbar_ext_button"))) {
        more->setIcon(icon(QStringLiteral("chevron-right"), IconTone::text)); // the style's is black on black
        more->setAccessibleName(tr("More tools"));
        more->setToolTip(tr("More tools"));
    }
    for (QAction* action : bar->actions()) {
        if (auto* button = qobject_cast<QToolButton*>(bar->widgetForAction(action));
            button && !action->isSeparator()) {
            button->setObjectName(
                QString(action->objectName()).replace(QLatin1String("action"), QLatin1String("tool")));
            button->setAccessibleName(action->text());
            button->setFocusPolicy(Qt::TabFocus);
        }
    }
    for (const Act act : {Act::add_photos, Act::run, Act::run_all, Act::export_one}) {
        qobject_cast<QToolButton*>(bar->widgetForAction(m_actions[act]))
            ->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    }
}

void MainWindow::buildLayout() {
    m_recipe->addSection(m_export);
    m_recipe->setFoot(m_card);
    m_across = new QSplitter(Qt::Horizontal);
    m_across->setObjectName(QStringLiteral("acrossSplitter"));
    m_across->addWidget(m_area);
    m_side->addPage(m_recipe, tr("Recipe"));
    m_across->addWidget(m_side);
    m_across->setStretchFactor(0, 1);
    m_across->setSizes({900, kPanelWidth});
    m_down = new QSplitter(Qt::Vertical);
    m_down->setObjectName(QStringLiteral("downSplitter"));
    m_down->addWidget(m_across);
    m_down->addWidget(m_stripDesk.pane());
    m_down->setStretchFactor(0, 1);
    m_down->setSizes({700, m_stripDesk.pane()->minimumSizeHint().height()});
    for (QSplitter* splitter : {m_across, m_down}) {
        splitter->setHandleWidth(1);
        splitter->setChildrenCollapsible(false);
    }
    setCentralWidget(m_down);
    setStatusBar(m_status);
    // Never larger than the screen: at 200 % many laptops have fewer than these pixels.
    resize(QSize(1280, 820).boundedTo(screen()->availableSize() * 9 / 10));
}

void MainWindow::restore() {
    restoreGeometry(m_parts.settings.geometry());
    m_across->restoreState(m_parts.settings.splitter(QStringLiteral("across")));
    m_export->setOptions(m_parts.settings.exportOptions());
    const ThemeChoice theme = m_parts.theme.choice();
    m_actions
        [theme == ThemeChoice::system  ? Act::theme_system
         : theme == ThemeChoice::light ? Act::theme_light
                                       : Act::theme_dark]
            ->setChecked(true);
    m_actions[Act::recipe_panel]->setChecked(true);
    m_actions[Act::filmstrip]->setChecked(true);
}

void MainWindow::connectFileActions() {
    const auto on = [this](Act act, auto&& slot) {
        connect(m_actions[act], &QAction::triggered, this, slot);
    };
    const auto addChosen = [this](const std::vector<std::filesystem::path>& paths) {
        if (!paths.empty()) {
            m_parts.settings.setOpenFolder(toText(paths.front().parent_path()));
        }
        addPaths(paths);
    };
    on(Act::add_photos,
       [this, addChosen] { m_parts.dialogs.openPhotos(this, m_parts.settings.openFolder(), addChosen); });
    on(Act::add_folder,
       [this, addChosen] { m_parts.dialogs.openFolder(this, m_parts.settings.openFolder(), addChosen); });
    connect(m_area->dropZone(), &DropZone::addPhotosClicked, m_actions[Act::add_photos], &QAction::trigger);
    connect(m_area->dropZone(), &DropZone::addFolderClicked, m_actions[Act::add_folder], &QAction::trigger);
    connect(&m_finder, &PhotoFinder::found, this, &MainWindow::onFound);
    connect(&m_finder, &PhotoFinder::failed, this, [this](const QString& reason) {
        m_area->banner()->showMessage(Banner::Kind::error, tr("The folder could not be searched"), reason);
    });
    connect(&m_finder, &PhotoFinder::busyChanged, m_area->dropZone(), &DropZone::setSearching);
    on(Act::remove, [this] { removeSelected(); });
    on(Act::export_one, [this] { m_exporting->exportShown(); });
    on(Act::export_all, [this] { m_exporting->exportAll(); });
    on(Act::quit, [this] { close(); });
    on(Act::run, [this] { m_desk.run(m_filmstrip->selectedRows()); });
    on(Act::run_all, [this] {
        if (m_desk.runAll() == 0) {
            m_area->banner()->showMessage(
                Banner::Kind::info, tr("Everything is up to date"),
                tr("Every photo has a result that was made with this recipe."));
        }
    });
    on(Act::cancel, [this] { cancelOrDismiss(); });
    on(Act::reset_recipe, [this] { m_recipe->setRecipe({}); });
}

void MainWindow::connectViewActions() {
    Canvas* canvas = m_area->canvas();
    const auto on = [this](Act act, auto&& slot) {
        connect(m_actions[act], &QAction::triggered, this, slot);
    };
    const std::pair<Act, ThemeChoice> themes[] = {
        {Act::theme_system, ThemeChoice::system},
        {Act::theme_light, ThemeChoice::light},
        {Act::theme_dark, ThemeChoice::dark}};
    for (const auto& pair : themes) {
        on(pair.first, [this, choice = pair.second] {
            m_parts.theme.choose(choice);
            m_parts.settings.setTheme(choice);
        });
    }
    on(Act::toggle_fit, [canvas] { canvas->isFitted() ? canvas->zoomTo(1.0) : canvas->fit(); });
    on(Act::fit, [canvas] { canvas->fit(); });
    on(Act::actual_size, [canvas] { canvas->zoomTo(1.0); });
    on(Act::zoom_in, [canvas] { canvas->zoomIn(); });
    on(Act::zoom_out, [canvas] { canvas->zoomOut(); });
    connect(m_actions[Act::recipe_panel], &QAction::toggled, this, &MainWindow::updateState);
    connect(m_actions[Act::filmstrip], &QAction::toggled, this, &MainWindow::updateState);
    on(Act::full_screen, [this](bool isOn) { isOn ? showFullScreen() : showNormal(); });
    for (const Act act : {Act::next_photo, Act::previous_photo, Act::first_photo, Act::last_photo}) {
        canvas->addAction(m_actions[act]);
    }
}

void MainWindow::connectDesk() {
    Canvas* canvas = m_area->canvas();
    auto* bar = new CompareBar;
    m_area->viewStrip()->addGroup(bar);
    m_compare = new CompareDesk(
        {.window = this,
         .canvas = *canvas,
         .bar = *bar,
         .actions = m_actions,
         .session = m_parts.session,
         .bridge = m_parts.bridge,
         .dialogs = m_parts.dialogs,
         .settings = m_parts.settings},
        this);
    auto* alpha = new AlphaDesk(
        {.session = m_parts.session,
         .bridge = m_parts.bridge,
         .settings = m_parts.settings,
         .dialogs = m_parts.dialogs,
         .actions = m_actions,
         .area = *m_area},
        this);
    connect(alpha, &AlphaDesk::pictureFailed, this, &MainWindow::showFailure);
    connect(
        new ScreenProfile(*this, readScreenProfile, this), &ScreenProfile::changed, canvas,
        &Canvas::setScreen);
    m_triage = new TriageDesk(
        {.canvas = *canvas,
         .side = *m_side,
         .actions = m_actions,
         .session = m_parts.session,
         .bridge = m_parts.bridge,
         .settings = m_parts.settings},
        this);
    connect(m_compare, &CompareDesk::failed, this, &MainWindow::showFailure);
    connect(m_compare, &CompareDesk::changed, this, &MainWindow::updateState);
    m_region = new RegionDesk(
        {.canvas = *canvas,
         .actions = m_actions,
         .session = m_parts.session,
         .bridge = m_parts.bridge,
         .desk = m_desk,
         .photos = m_photos},
        this);
    connect(m_region, &RegionDesk::failed, this, &MainWindow::showFailure);
    connect(m_actions[Act::preview_region], &QAction::toggled, this, &MainWindow::updateState);
    connect(&m_desk, &JobDesk::opened, this, [this](const OpenedPhoto& photo) {
        m_compare->showPhoto(photo.image);
        m_triage->showPhoto(photo.image);
    });
    connect(&m_desk, &JobDesk::resultReady, this, [this](const PhotoResult& result) {
        m_compare->showResult(result);
        m_triage->showResult(result);
        showCurrentItem();
        updateState();
    });
    connect(&m_desk, &JobDesk::photoNoticed, this, [this](int row) {
        const PhotoItem& item = m_photos.at(row);
        m_area->banner()->showMessage(
            Banner::Kind::info, tr("About “%1”").arg(shortNameText(item.file)),
            coreSentencesText(item.info->notices));
    });
    connect(&m_desk, &JobDesk::shownFailed, this, &MainWindow::showFailure);
    connect(&m_desk, &JobDesk::exportFailed, this, &MainWindow::showFailure);
    connect(&m_desk, &JobDesk::exported, this, &MainWindow::onExported);
    connect(&m_desk, &JobDesk::workFinished, this, &MainWindow::onWorkFinished);
    connect(&m_desk, &JobDesk::progressChanged, this, [this] {
        m_status->showProgress(m_desk.progress());
        updateState();
    });
    connect(&m_desk, &JobDesk::devicesFound, this, [this](const DevicesFound& found) {
        m_recipe->setEngines(m_parts.session.engines());
        m_status->showDevices(found, m_parts.session.engines());
    });
    connect(
        this, &MainWindow::painted, this, [this] { m_desk.queryDevices(); }, Qt::QueuedConnection);
    connect(canvas, &Canvas::zoomChanged, m_status, &StatusLine::showZoom);
    connect(canvas, &Canvas::probed, m_status, [this](QPointF, const ProbeReading& reading) {
        m_status->showPixel(probeText(reading));
    });
}

void MainWindow::connectPanels() {
    Canvas* canvas = m_area->canvas();
    auto* presets = new PresetBar(
        m_parts.dialogs,
        m_parts.folders.data.empty() ? std::filesystem::path() : m_parts.folders.data / "presets");
    m_recipe->setHead(presets);
    connect(presets, &PresetBar::recipeChosen, m_recipe, &RecipePanel::setRecipe);
    connect(m_recipe, &RecipePanel::recipeChanged, presets, &PresetBar::showRecipe);
    connect(presets, &PresetBar::said, this, [this](const QString& title, const QString& body, bool isError) {
        m_area->banner()->showMessage(isError ? Banner::Kind::error : Banner::Kind::info, title, body);
    });
    connect(this, &MainWindow::painted, presets, &PresetBar::load, Qt::QueuedConnection);
    connect(m_recipe, &RecipePanel::backgroundPictureWanted, this, [this](const std::filesystem::path& now) {
        m_parts.dialogs.choosePicture(
            this, toText(now.parent_path()), [this](const std::vector<std::filesystem::path>& files) {
                if (!files.empty()) {
                    m_recipe->setBackgroundPicture(files.front());
                }
            });
    });
    m_edit = std::make_unique<EditDesk>(EditDesk::Parts{
        .desk = m_desk,
        .photos = m_photos,
        .actions = m_actions,
        .area = m_area,
        .recipe = m_recipe,
        .complete = [this](const Recipe& recipe) { return m_tools->completed(recipe); },
        .files = m_parts.edits});
    connect(m_edit.get(), &EditDesk::previewed, m_compare, &CompareDesk::showPreview);
    connect(m_edit.get(), &EditDesk::changed, this, [this] {
        showCurrentItem();
        updateState();
    });
    connect(m_edit.get(), &EditDesk::photoWanted, this, [this](PhotoId photo) {
        m_filmstrip->goTo(m_photos.rowOf(photo));
    });
    connect(m_tools, &WindowTools::recipeChanged, this, [this] {
        m_desk.setRecipe(m_tools->completed(m_recipe->recipe()));
        showCurrentItem();
    });
    connect(m_tools, &WindowTools::enginesChanged, this, [this] {
        m_desk.queryDevices();
        m_recipe->setModels(m_tools->models());
    });
    m_desk.setRecipe(m_tools->completed(m_recipe->recipe()));
    m_tools->offerModelsIn(m_area->dropZone());
    connect(this, &MainWindow::painted, m_tools, &WindowTools::start, Qt::QueuedConnection);
    connect(m_export, &ExportPanel::optionsChanged, this, [this](const ExportOptions& options) {
        m_parts.settings.setExportOptions(options);
    });
    connect(m_actions[Act::draw_box], &QAction::toggled, canvas, &Canvas::setSubjectTool);
    connect(m_actions[Act::draw_box], &QAction::toggled, m_recipe, &RecipePanel::setSubjectTool);
    connect(m_actions[Act::draw_box], &QAction::toggled, this, &MainWindow::updateState);
    connect(m_recipe, &RecipePanel::subjectToolToggled, m_actions[Act::draw_box], &QAction::setChecked);
    connect(canvas, &Canvas::subjectChanged, this, [this](std::optional<Rect> box) {
        m_actions[Act::draw_box]->setChecked(false);
        m_edit->setSubject(box);
    });
    const auto clear = [this] { m_edit->setSubject(std::nullopt); };
    connect(m_recipe, &RecipePanel::clearSubjectClicked, this, clear);
    connect(m_actions[Act::clear_box], &QAction::triggered, this, clear);
    Banner* banner = m_area->banner();
    connect(banner, &Banner::shown, this, &MainWindow::updateState);
    connect(banner, &Banner::dismissed, this, &MainWindow::updateState);
    connect(banner, &Banner::actionClicked, this, [this] {
        QDesktopServices::openUrl(toUrl(m_savedFile.parent_path()));
    });
}

void MainWindow::connectFilmstrip() {
    connect(
        m_filmstrip->selectionModel(), &QItemSelectionModel::currentChanged, this,
        &MainWindow::onCurrentChanged);
    connect(
        m_filmstrip->selectionModel(), &QItemSelectionModel::selectionChanged, this,
        &MainWindow::updateState);
    m_judge = new JudgeDesk(
        {.photos = m_photos,
         .strip = *m_filmstrip,
         .actions = m_actions,
         .canvas = *m_area->canvas(),
         .side = *m_side,
         .banner = *m_area->banner(),
         .settings = m_parts.settings,
         .data = m_parts.folders.data},
        this);
    m_exporting = new ExportDesk(
        {.window = this,
         .desk = m_desk,
         .photos = m_photos,
         .panel = *m_export,
         .dialogs = m_parts.dialogs,
         .settings = m_parts.settings},
        this);
    m_stripDesk.connectTo(*m_down, *m_area->banner(), [this] { return m_export->options(); });
    connect(&m_stripDesk, &FilmstripDesk::dragFailed, this, &MainWindow::showFailure);
}

void MainWindow::connectIntake() {
    const std::filesystem::path& kept = m_parts.folders.data;
    m_intake = new IntakeDesk(kept.empty() ? kept : kept / "Pasted", this);
    connect(m_intake, &IntakeDesk::came, this, [this](std::vector<std::filesystem::path> paths) {
        m_tools->takeModels(paths);
        addPaths(std::move(paths));
    });
    connect(m_intake, &IntakeDesk::refused, this, [this](const QString& title, const QString& reason) {
        m_area->banner()->showMessage(Banner::Kind::error, title, reason);
    });
    connect(m_actions[Act::paste], &QAction::triggered, this, [this] {
        const QMimeData nothing; // some platforms give none for an empty clipboard
        const QMimeData* held = QApplication::clipboard()->mimeData();
        m_intake->take(held ? *held : nothing);
    });
    QMenu* file = menuBar()->actions().front()->menu();
    m_recent = new RecentMenu(*file, m_actions[Act::paste], m_parts.settings, this);
    connect(
        m_recent, &RecentMenu::chosen, this, [this](const std::filesystem::path& path) { addPaths({path}); });
}

void MainWindow::connectSitting() {
    m_judge->setUndoStack(&m_edit->history().stack());
    m_sitting = new SittingDesk(
        {.photos = m_photos,
         .strip = *m_filmstrip,
         .canvas = *m_area->canvas(),
         .recipe = *m_recipe,
         .restoreRecipe = [this](const Recipe& recipe) { m_edit->history().restoreRecipe(recipe); },
         .actions = m_actions,
         .banner = *m_area->banner(),
         .settings = m_parts.settings,
         .find = m_parts.find,
         .data = m_parts.folders.data},
        this);
    connect(m_sitting, &SittingDesk::restored, this, [this] {
        m_status->showPhotos(m_photos.count());
        updateState();
        m_filmstrip->setFocus();
    });
    m_tools->addPrivateData(
        {.name = QStringLiteral("sitting"),
         .title = tr("Open photos"),
         .what = tr("Which photos were open, the recipe and the view, to bring them back at the next start."),
         .where = toText(m_parts.folders.data),
         .clear = [this] { m_sitting->forget(); },
         .isKept = [this] { return m_parts.settings.restoresSitting(); },
         .setKept = [this](bool isOn) { m_parts.settings.setRestoresSitting(isOn); }});
    m_tools->addPrivateData(
        {.name = QStringLiteral("verdicts"),
         .title = tr("Verdicts"),
         .what =
             tr("What you said about photos: verdicts, reasons, notes and pins. Clearing forgets them for "
                "good, those of the open photos too."),
         .where = toText(m_parts.folders.data),
         .clear = [this] { m_judge->forget(); }});
    if (m_parts.edits.clear) {
        m_tools->addPrivateData(
            {.name = QStringLiteral("edits"),
             .title = tr("Edits"),
             .what =
                 tr("What you drew on photos: strokes, hints and boxes. Clearing leaves those of the open "
                    "photos on them until Kerf is closed."),
             .where = toText(m_parts.folders.data),
             .clear = [this] { m_edit->forgetKept(); }});
    }
    m_tools->addPrivateData(
        {.name = QStringLiteral("recent"),
         .title = tr("Recent files"),
         .what = tr("The list of files and folders in the File menu."),
         .where = tr("In the settings"),
         .clear = [this] { m_recent->clear(); }});
}

void MainWindow::connectBatch() {
    m_batch = new BatchDesk(
        m_parts,
        {.window = this,
         .actions = m_actions,
         .photos = m_photos,
         .strip = *m_filmstrip,
         .compare = *m_compare,
         .banner = *m_area->banner(),
         .status = *m_status,
         .recipe = [this] { return m_desk.recipe(); },
         .completed = [this](const Recipe& recipe) { return m_tools->completed(recipe); },
         .exporting = [this] { return m_export->options(); },
         .addPhotos = [this](std::vector<std::filesystem::path> photos) { addPaths(std::move(photos)); }},
        this);
    connect(this, &MainWindow::painted, m_batch, &BatchDesk::lookBack, Qt::QueuedConnection);
}

void MainWindow::addPaths(std::vector<std::filesystem::path> paths) {
    if (!paths.empty()) {
        m_recent->add(paths);
        m_finder.search(std::move(paths));
    }
}

void MainWindow::onFound(const FoundPhotos& found) {
    const int first = m_photos.count();
    const AddedPhotos counts = m_photos.append(found);
    QStringList parts{counts.added == 1 ? tr("1 photo added") : tr("%1 photos added").arg(counts.added)};
    if (counts.duplicates > 0) {
        parts.append(counts.duplicates == 1 ? tr("1 duplicate") : tr("%1 duplicates").arg(counts.duplicates));
    }
    if (counts.unsupported > 0) {
        parts.append(tr("%1 unsupported").arg(counts.unsupported));
    }
    if (counts.missing > 0) {
        parts.append(tr("%1 not found").arg(counts.missing));
    }
    QString body;
    if (!found.unsupported.empty()) {
        body = tr("Not a photo that Kerf reads: %1").arg(shortNameText(found.unsupported.front()));
        body += found.unsupported.size() > 1 ? tr(" and %1 more.").arg(found.unsupported.size() - 1)
                                             : QStringLiteral(".");
    }
    if (counts.added != 1 || parts.size() > 1) {
        m_area->banner()->showMessage(Banner::Kind::info, parts.join(QStringLiteral(", ")), body);
    }
    m_status->showPhotos(m_photos.count());
    if (first == 0 && counts.added > 0) {
        m_filmstrip->step(0);
    }
    updateState();
    if (first == 0 && counts.added > 0) {
        m_filmstrip->setFocus(); // once it is visible: a hidden one can't have it
    }
}

void MainWindow::onCurrentChanged() {
    const int row = m_filmstrip->currentRow();
    if (row == m_desk.shownRow() && row >= 0) {
        return;
    }
    m_actions[Act::draw_box]->setChecked(false);
    m_region->clear();
    m_compare->clear();
    m_triage->clear();
    m_status->showPixel({});
    if (m_area->banner()->kind() == Banner::Kind::error && m_area->banner()->isVisible()) {
        m_area->banner()->dismiss(); // it was about another photo
    }
    m_desk.show(row);
    m_edit->onShown();
    showCurrentItem();
    updateState();
}

void MainWindow::showCurrentItem() {
    const int row = m_desk.shownRow();
    if (row < 0) {
        m_card->clear();
        m_status->showUsed({});
        m_recipe->setSubject(false, std::nullopt);
        setWindowTitle(tr("Kerf"));
        return;
    }
    const PhotoItem& item = m_photos.at(row);
    setWindowTitle(tr("%1 — Kerf").arg(nameText(item.file)));
    m_recipe->setSubject(true, item.subject);
    if (m_area->canvas()->subject() != item.subject) {
        m_area->canvas()->setSubject(item.subject);
    }
    if (item.made) {
        m_card->showResult(item.stages, item.seconds, item.isOutdated);
        m_status->showUsed(item.stages);
    } else {
        m_card->clear();
        m_status->showUsed({});
    }
    if (item.state == PhotoState::failed && item.failure && !m_area->banner()->isVisible()) {
        showFailure(*item.failure);
    }
}

void MainWindow::showFailure(const JobFailure& failure) {
    const ErrorText text = errorText(failure);
    m_area->banner()->showMessage(Banner::Kind::error, text.title, text.whole());
}

void MainWindow::onExported(const ExportedFile& file) {
    m_savedFile = file.file;
    m_area->banner()->showMessage(
        Banner::Kind::info, tr("Saved “%1”").arg(shortNameText(file.file)),
        tr("%1 × %2 pixels, in %3. %4")
            .arg(file.width)
            .arg(file.height)
            .arg(toText(file.file.parent_path()), coreSentencesText(file.notices))
            .trimmed(),
        tr("Show in folder"));
}

void MainWindow::onWorkFinished(int done, int failed, int cancelled) {
    if (done + failed + cancelled < 2 || failed == 0) {
        return; // the filmstrip says it all
    }
    QStringList parts{tr("%1 failed").arg(failed)};
    if (done > 0) {
        parts.append(tr("%1 done").arg(done));
    }
    if (cancelled > 0) {
        parts.append(tr("%1 cancelled").arg(cancelled));
    }
    m_area->banner()->showMessage(
        Banner::Kind::error, parts.join(QStringLiteral(", ")),
        tr("The failed photos are marked in the filmstrip. Select one to see the cause and what to do."));
}

void MainWindow::cancelOrDismiss() {
    if (m_edit->cancelLine()) {
        return;
    }
    if (m_desk.isBusy()) {
        m_desk.cancelAll();
    } else if (m_actions[Act::draw_box]->isChecked()) {
        m_actions[Act::draw_box]->setChecked(false);
    } else if (m_actions[Act::preview_region]->isChecked()) {
        m_actions[Act::preview_region]->setChecked(false);
    } else if (m_edit->isBrushOn()) {
        m_actions[Act::brush]->setChecked(false);
    } else {
        m_area->banner()->dismiss();
    }
}

void MainWindow::removeSelected() {
    const std::vector<int> rows = m_filmstrip->selectedRows();
    if (rows.empty()) {
        return;
    }
    for (const int row : rows) {
        m_desk.forget(row);
    }
    m_photos.remove(rows);
    m_status->showPhotos(m_photos.count());
    onCurrentChanged();
}

void MainWindow::nextOf(const std::vector<Act>& ring) {
    const auto now =
        std::find_if(ring.begin(), ring.end(), [this](Act act) { return m_actions[act]->isChecked(); });
    const std::size_t next = now == ring.end() ? 0 : std::size_t(now - ring.begin() + 1) % ring.size();
    m_actions[ring[next]]->setChecked(true);
}

void MainWindow::updateState() {
    const int row = m_desk.shownRow();
    const bool hasPhotos = m_photos.count() > 0;
    WindowState state{
        .hasPhotos = hasPhotos,
        .hasSelection = !m_filmstrip->selectionModel()->selectedIndexes().isEmpty(),
        .hasMatte = m_compare && m_compare->hasMatte(),
        .canCompare = m_compare && m_compare->canCompare(),
        .hasBox = row >= 0 && m_photos.at(row).subject,
        .canCancel = m_desk.isBusy() || m_actions[Act::draw_box]->isChecked() ||
                     m_actions[Act::preview_region]->isChecked() || m_area->banner()->isVisible() ||
                     m_edit->isBrushOn(),
        .isBrushOn = m_edit->isBrushOn(),
        .canUndo = m_edit->history().stack().canUndo(),
        .canRedo = m_edit->history().stack().canRedo()};
    m_actions.update(state);
    m_area->setHasPhotos(hasPhotos);
    m_side->setVisible(hasPhotos && m_actions[Act::recipe_panel]->isChecked());
    m_stripDesk.pane()->setVisible(hasPhotos && m_actions[Act::filmstrip]->isChecked());
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (canTake(*event->mimeData()) && event->source() != m_filmstrip) {
        event->acceptProposedAction();
        m_area->setDragged(true);
    }
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent*) {
    m_area->setDragged(false);
}

void MainWindow::dropEvent(QDropEvent* event) {
    m_area->setDragged(false);
    event->acceptProposedAction();
    m_intake->take(*event->mimeData());
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!m_batch->mayClose()) {
        event->ignore();
        return;
    }
    m_parts.settings.setGeometry(saveGeometry());
    m_parts.settings.setSplitter(QStringLiteral("across"), m_across->saveState());
    m_sitting->flush();
    m_parts.session.cancelAll();
    QMainWindow::closeEvent(event);
}

void MainWindow::paintEvent(QPaintEvent* event) {
    QMainWindow::paintEvent(event);
    if (!std::exchange(m_isPainted, true)) {
        Q_EMIT painted();
    }
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyRelease) {
        const auto* key = dynamic_cast<QKeyEvent*>(event);
        if (key && !key->isAutoRepeat() &&
            m_actions[Act::peek]->shortcuts().contains(QKeySequence(key->key() | key->modifiers()))) {
            m_actions[Act::peek]->setChecked(false);
        }
    }
    return QMainWindow::eventFilter(watched, event);
}

} // namespace kerf::ui
