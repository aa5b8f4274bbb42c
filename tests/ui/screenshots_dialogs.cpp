#include "tests/ui/screenshots_dialogs.h"

#include "core/base/log.h"
#include "tests/ui/screenshot_file.h"
#include "tests/ui/window_rig.h"
#include "ui/log_model.h"
#include "ui/model_dialog.h"
#include "ui/preferences_dialog.h"

#include <QApplication>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QTest>
#include <QTreeWidget>

#include <cstdio>
#include <utility>

namespace kerf::test {
namespace {

class DialogStudio {
public:
    DialogStudio(QString out, ui::ThemeChoice choice)
        : m_out(std::move(out)),
          m_suffix(choice == ui::ThemeChoice::dark ? QStringLiteral("dark") : QStringLiteral("light")) {
        m_theme.choose(choice);
        m_settings.setTheme(choice);
    }

    void takeAll() {
        m_session.models().uninstallAll();
        makeWindow();
        wait();
        save(m_window.get(), "offer");
        takeModels();
        takePreferences();
        m_log.write(LogLevel::info, "Kerf starts, Qt 6");
        m_log.write(LogLevel::info, "download of birefnet starts, from the official address");
        m_log.write(LogLevel::warning, "/photos/cat.jpg: mask by grabcut on cpu. No model is installed.");
        m_log.write(LogLevel::error, "/photos/torn.png: the PNG ends early; copy it again (corrupt_file)");
        take("actionLog", "logView", "log");
        take("actionAbout", "aboutDialog", "about");
        take("actionShortcuts", "shortcutSheet", "keys");
    }

private:
    void makeWindow() {
        ui::AppFacts facts{.version = QStringLiteral("0.1.0"), .logFolder = "/home/you/.local/state/kerf"};
        facts.components = {
            {QStringLiteral("Qt"), QStringLiteral("6.4.2"), QStringLiteral("LGPL-3.0-only"),
             QStringLiteral("Window and network")},
            {QStringLiteral("OpenCV"), QStringLiteral("4.6.0"), QStringLiteral("Apache-2.0"),
             QStringLiteral("Image processing")}};
        m_window = std::make_unique<ui::MainWindow>(ui::WindowParts{
            .session = m_session,
            .bridge = m_bridge,
            .settings = m_settings,
            .theme = m_theme,
            .dialogs = m_dialogs,
            .find = WindowRig::findFake,
            .facts = facts,
            .log = &m_logModel});
        m_log.addSink([this](const LogRecord& record) { m_logModel.post(record); });
        m_window->resize(1280, 820);
        m_window->show();
    }

    void takeModels() {
        FakeModels& models = m_session.models();
        trigger("actionModels");
        wait();
        press("download-birefnet-lite");
        wait();
        press("verify-birefnet-lite");
        models.failNext(
            {ErrorCode::network_failed,
             "the server's name can't be resolved; check the network, or use a mirror",
             "https://models.example/realesrgan-x2"});
        press("download-realesrgan-x2");
        wait();
        models.holdFetches();
        press("download-birefnet");
        wait();
        press("remove-birefnet-lite");
        m_window->findChild<ui::ModelDialog*>()->offerImport({"/downloads/4x-UltraSharp.pth"});
        wait();
        auto* dialog = m_window->findChild<ui::ModelDialog*>();
        save(dialog, "models");
        models.releaseFetches();
        const auto showEnd = [dialog] {
            auto* scroll = dialog->findChild<QScrollArea*>(QStringLiteral("modelScroll"));
            scroll->verticalScrollBar()->setValue(scroll->verticalScrollBar()->maximum());
        };
        wait();
        showEnd();
        save(dialog, "models-end");
        models.setShippedProblem("Kerf's small net is damaged or was replaced; install Kerf again");
        models.list();
        wait();
        showEnd();
        save(dialog, "models-broken");
        models.setShippedProblem({});
        models.list();
    }

    void takePreferences() {
        trigger("actionPreferences");
        auto* dialog = m_window->findChild<ui::PreferencesDialog*>();
        ui::Preferences changed;
        changed.threads = 6;
        m_settings.setPreferences(changed);
        using Page = ui::PreferencesDialog::Page;
        const std::pair<Page, const char*> pages[] = {
            {Page::computing, "preferences-computing"},
            {Page::folders, "preferences-folders"},
            {Page::appearance, "preferences-appearance"},
            {Page::privacy, "preferences-privacy"},
            {Page::shortcuts, "preferences-shortcuts"}};
        for (const auto& [page, name] : pages) {
            dialog->showPage(page);
            wait();
            save(dialog, name);
        }
        auto* tree = dialog->findChild<QTreeWidget*>(QStringLiteral("keyTree"));
        tree->setCurrentItem(tree->topLevelItem(1)->child(0));
        press("recordKey");
        QTest::keyClick(
            dialog->findChild<QPushButton*>(QStringLiteral("recordKey")), Qt::Key_E, Qt::ControlModifier);
        wait();
        save(dialog, "preferences-conflict");
    }

    void take(const char* action, const char* dialog, const char* what) {
        trigger(action);
        wait();
        save(m_window->findChild<QWidget*>(QString::fromLatin1(dialog)), what);
    }
    void trigger(const char* name) { m_window->findChild<QAction*>(QString::fromLatin1(name))->trigger(); }
    void press(const char* name) { m_window->findChild<QPushButton*>(QString::fromLatin1(name))->click(); }
    static void wait() { QTest::qWait(300); }

    void save(QWidget* widget, const char* what) { saveScreenshot(widget->grab(), m_out, what, m_suffix); }

    QString m_out;
    QString m_suffix;
    QTemporaryDir m_folder;
    QSettings m_store{m_folder.filePath(QStringLiteral("kerf.ini")), QSettings::IniFormat};
    ui::Settings m_settings{m_store};
    ui::Theme m_theme;
    FakeDialogs m_dialogs;
    ui::SessionBridge m_bridge;
    ui::LogModel m_logModel;
    Log m_log;
    FakeSession m_session{
        [this](const JobEvent& event) { m_bridge.post(event); },
        [this](const ModelEvent& event) { m_bridge.post(event); }};
    std::unique_ptr<ui::MainWindow> m_window;
};

} // namespace

void takeDialogs(const QString& out, ui::ThemeChoice choice) {
    DialogStudio(out, choice).takeAll();
}

} // namespace kerf::test
