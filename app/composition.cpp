#include "app/composition.h"

#include "app/components.h"
#include "app/fetcher_library.h"
#include "app/log_file.h"
#include "app/single_instance.h"
#include "core/base/log.h"
#include "core/session/compare_runs.h"
#include "core/session/edit_store.h"
#include "core/session/find_photos.h"
#include "core/session/run_judging.h"
#include "core/session/run_report.h"
#include "core/session/session.h"
#include "ui/bus_desktop.h"
#include "ui/file_dialogs.h"
#include "ui/log_model.h"
#include "ui/main_window.h"
#include "ui/session_bridge.h"
#include "ui/settings.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/translation.h"

#include <QApplication>
#include <QFont>
#include <QSettings>
#include <QStandardPaths>

namespace kerf::app {
namespace {

ui::Folders folders() {
    const auto at = [](QStandardPaths::StandardLocation where) {
        return ui::toPath(QStandardPaths::writableLocation(where));
    };
    return {
        .thumbnails = at(QStandardPaths::GenericCacheLocation) / "thumbnails",
        .data = at(QStandardPaths::GenericDataLocation) / "kerf"};
}

// What is read where somebody looks for why a photo came out as it did: what this machine can do.
void logMachine(Log& log, const Session& session, const DevicesFound& found) {
    for (const DeviceInfo& device : found.devices) {
        log.write(
            LogLevel::info, "device " + device.id + ": " + device.name +
                                (device.usable ? "" : ", not usable: " + device.reason));
    }
    log.write(LogLevel::info, "LibTorch: " + found.libtorch);
    for (const EngineInfo& engine : session.engines()) {
        log.write(
            LogLevel::info, engine.stage + " by " + engine.id +
                                (engine.available ? ": can run" : ": can't run: " + engine.reason));
    }
}

ui::EditFiles editFiles(const std::filesystem::path& folder) {
    const EditStore store(folder);
    return {
        .load =
            [store](const std::filesystem::path& photo) {
                EditStore::Loaded found = store.load(photo);
                return ui::EditFiles::Loaded{std::move(found.edits), std::move(found.notice)};
            },
        .save =
            [store](const std::filesystem::path& photo, const PhotoEdits& edits) {
                store.save(photo, edits);
            },
        .clear = [store] { store.clear(); }};
}

} // namespace

// In the order of need: the window goes first, then the session with its threads, then what its events go to.
struct Composition::Parts {
    QSettings store;
    ui::Settings settings{store};
    ui::Translation translation{settings.language()};
    ui::Theme theme;
    ui::FileDialogs dialogs;
    ui::BusDesktop desktop;
    ui::SessionBridge bridge;
    LogFile logFile{userLogFolder()};
    ui::LogModel logModel;
    Log log;
    std::unique_ptr<Session> session;
    std::unique_ptr<ui::MainWindow> window;
};

Composition::Composition() : m_parts(std::make_unique<Parts>()) {
    Parts& parts = *m_parts;
    parts.log.addSink([&parts](const LogRecord& record) { parts.logModel.post(record); });
    parts.log.addSink([&parts](const LogRecord& record) { parts.logFile.write(record); });
    const ui::Preferences preferences = parts.settings.preferences();
    QFont font = QApplication::font();
    font.setPointSizeF(font.pointSizeF() * preferences.interfacePercent / 100.0);
    QApplication::setFont(font);
    parts.session = makeSession(
        [&parts](const JobEvent& event) { parts.bridge.post(event); },
        {.modelFolder = ui::toPath(preferences.modelFolder),
         .mirror = parts.settings.mirror().toStdString(),
         .onModelEvent = [&parts](const ModelEvent& event) { parts.bridge.post(event); },
         .onBatchNews = [&parts](const BatchNews& news) { parts.bridge.post(news); },
         .openFetcher = openFetcher,
         .log = &parts.log});
    parts.theme.choose(parts.settings.theme());
    ui::AppFacts facts = buildFacts();
    facts.logFolder = parts.logFile.folder();
    facts.clearLog = [&parts] { parts.logFile.clear(); };
    parts.log.write(
        LogLevel::info, "Kerf " + facts.version.toStdString() + ' ' + facts.revision.toStdString() +
                            " starts, Qt " + qVersion());
    parts.window = std::make_unique<ui::MainWindow>(ui::WindowParts{
        .session = *parts.session,
        .bridge = parts.bridge,
        .settings = parts.settings,
        .theme = parts.theme,
        .dialogs = parts.dialogs,
        .find = findPhotos,
        .folders = folders(),
        .facts = std::move(facts),
        .log = &parts.logModel,
        .edits = editFiles(folders().data / "edits"),
        .desktop = &parts.desktop,
        .runs = {
            .compare = compareRuns,
            .keepVerdicts = changeJudgements,
            .saveReport = [](const RunComparison& comparison, const std::filesystem::path& folder) {
                saveReport(comparison, {}, folder);
            }}});
    QObject::connect(
        parts.window.get(), &ui::MainWindow::painted, &parts.theme, &ui::Theme::followDesktop,
        Qt::QueuedConnection);
    QObject::connect(
        &parts.bridge, &ui::SessionBridge::jobChanged, &parts.bridge, [&parts](const JobEvent& event) {
            const auto* found = event.output ? std::get_if<DevicesFound>(event.output.get()) : nullptr;
            if (found != nullptr) {
                logMachine(parts.log, *parts.session, *found);
            }
        });
}

Composition::~Composition() = default;

void Composition::show(std::vector<std::filesystem::path> paths) {
    m_parts->window->show();
    m_parts->window->addPaths(std::move(paths));
}

void Composition::serve(SingleInstance& instance) {
    ui::MainWindow* window = m_parts->window.get();
    QObject::connect(
        &instance, &SingleInstance::received, window,
        [window](const std::vector<std::filesystem::path>& paths) {
            window->setWindowState(window->windowState() & ~Qt::WindowMinimized);
            window->show();
            window->raise();
            window->activateWindow();
            window->addPaths(paths);
        });
}

} // namespace kerf::app
