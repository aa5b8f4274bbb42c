// Renders the real window over the real session on the sample photographs into a folder: what the README
// shows and what one looks at before a release. Run by tools/screenshots.

#include "core/session/find_photos.h"
#include "core/session/session.h"
#include "tests/support/test_images.h"
#include "tests/ui/screenshot_file.h"
#include "tests/ui/screenshots_alpha.h"
#include "tests/ui/screenshots_batch.h"
#include "tests/ui/screenshots_compare.h"
#include "tests/ui/screenshots_dialogs.h"
#include "tests/ui/screenshots_edit.h"
#include "tests/ui/screenshots_export.h"
#include "tests/ui/screenshots_filmstrip.h"
#include "tests/ui/screenshots_look.h"
#include "tests/ui/screenshots_matte.h"
#include "tests/ui/screenshots_recipe.h"
#include "tests/ui/screenshots_runs.h"
#include "ui/canvas.h"
#include "ui/file_dialogs.h"
#include "ui/main_window.h"
#include "ui/session_bridge.h"
#include "ui/settings.h"
#include "ui/text.h"
#include "ui/theme.h"

#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QMenu>
#include <QMenuBar>
#include <QSettings>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <memory>
#include <string>

namespace {

using namespace kerf;

class Studio {
public:
    Studio(const QString& out, ui::ThemeChoice choice) : m_out(out) {
        m_theme.choose(choice);
        m_settings.setTheme(choice);
        m_settings.setAlphaPicture(ui::toUrl(test::samplePath("coffee.png")));
        m_suffix = choice == ui::ThemeChoice::dark ? QStringLiteral("dark") : QStringLiteral("light");
        m_window = std::make_unique<ui::MainWindow>(ui::WindowParts{
            .session = *m_session,
            .bridge = m_bridge,
            .settings = m_settings,
            .theme = m_theme,
            .dialogs = m_dialogs,
            .find = findPhotos});
        m_window->resize(1280, 820);
        m_window->show();
        QTest::qWait(300);
    }

    // What differs between the themes only in colour is taken in one run of all states.
    bool takeAll() {
        take("empty");
        m_window->addPaths(
            {test::samplePath("astronaut.png"), test::samplePath("chelsea.png"),
             test::samplePath("coffee.png")});
        m_window->addPaths(
            {std::filesystem::path(m_folder.filePath(QStringLiteral("torn_scan.png")).toStdString()),
             test::samplePath("README.md")});
        if (!QTest::qWaitFor([this] { return m_window->photos().count() == 4; }, 10000)) {
            return false;
        }
        QTest::qWait(1200);
        take("added");
        drawBox({.x = 0, .y = 0, .width = 385, .height = 300}, "actionNextPhoto"); // the cat's head
        trigger("actionPreviousPhoto");
        trigger("actionRunAll");
        if (!QTest::qWaitFor([this] { return m_window->photos().at(0).fraction > 0.3; }, 60000)) {
            take("stuck");
            return false;
        }
        take("running");
        const auto isOver = [this] {
            for (int row = 0; row < 4; ++row) {
                const ui::PhotoState state = m_window->photos().at(row).state;
                if (state != ui::PhotoState::done && state != ui::PhotoState::failed) {
                    return false;
                }
            }
            return true;
        };
        if (!QTest::qWaitFor(isOver, 180000)) {
            return false;
        }
        trigger("actionNextPhoto");
        QTest::qWait(1500);
        if (auto* banner = m_window->findChild<QWidget*>(QStringLiteral("banner"))) {
            banner->hide();
        }
        take("done-split");
        test::takeCompare(*m_window, [this](const char* what) { take(what); });
        trigger("actionAfter");
        take("done-result");
        test::takeAlphaViews(*m_window, [this](const char* what) { take(what); });
        test::takeRecipe(*m_window, [this](const char* what) { take(what); });
        test::takeLook(*m_window, [this](const char* what) { take(what); });
        test::takeEditing(*m_window, [this](const char* what) { take(what); });
        test::takeMattePage(*m_window, [this](const char* what) { take(what); });
        m_window->findChild<QSpinBox*>(QStringLiteral("strengthNumber"))->setValue(70);
        m_window->findChild<QComboBox*>(QStringLiteral("backgroundKind"))->setCurrentIndex(1);
        take("outdated");
        trigger("actionNextPhoto");
        QTest::qWait(1000);
        take("next");
        trigger("actionLastPhoto");
        QTest::qWait(500);
        take("error");
        QMenu* menu = m_window->menuBar()->actions().at(3)->menu();
        menu->popup(m_window->mapToGlobal(QPoint(90, 30)));
        QTest::qWait(200);
        test::saveScreenshot(menu->grab(), m_out, "menu", m_suffix);
        menu->hide();
        return true;
    }

    // What the exported picture looks like, alone.
    bool takeLook() {
        m_window->addPaths({test::samplePath("coffee.png"), test::samplePath("chelsea.png")});
        if (!QTest::qWaitFor([this] { return m_window->photos().count() == 2; }, 10000)) {
            return false;
        }
        QTest::qWait(1200);
        trigger("actionRun");
        const auto isDone = [this] { return m_window->photos().at(0).state == ui::PhotoState::done; };
        if (!QTest::qWaitFor(isDone, 60000)) {
            return false;
        }
        QTest::qWait(1000);
        test::takeLook(*m_window, [this](const char* what) { take(what); });
        return true;
    }

    bool takeExport() {
        m_window->addPaths({test::samplePath("coffee.png"), test::samplePath("chelsea.png")});
        if (!QTest::qWaitFor([this] { return m_window->photos().count() == 2; }, 10000)) {
            return false;
        }
        QTest::qWait(800);
        test::takeExport(*m_window, [this](const char* what) { take(what); });
        return true;
    }

    void breakPhoto() {
        QFile whole(QString::fromStdString(test::samplePath("coffee.png").string()));
        QFile cut(m_folder.filePath(QStringLiteral("torn_scan.png")));
        if (whole.open(QIODevice::ReadOnly) && cut.open(QIODevice::WriteOnly)) {
            cut.write(whole.read(whole.size() / 2));
        }
    }

private:
    void trigger(const char* name) { m_window->findChild<QAction*>(QString::fromLatin1(name))->trigger(); }

    void take(const char* what) {
        QTest::qWait(400); // the canvas draws on its own thread
        test::saveScreenshot(m_window->grab(), m_out, what, m_suffix);
    }

    void drawBox(const Rect& box, const char* photo) {
        trigger(photo);
        QTest::qWait(800);
        Q_EMIT m_window->findChild<ui::Canvas*>(QStringLiteral("canvas"))->subjectChanged(box);
    }

    QString m_out;
    QString m_suffix;
    QTemporaryDir m_folder;
    QSettings m_store{m_folder.filePath(QStringLiteral("kerf.ini")), QSettings::IniFormat};
    ui::Settings m_settings{m_store};
    ui::Theme m_theme;
    ui::FileDialogs m_dialogs;
    ui::SessionBridge m_bridge;
    std::unique_ptr<Session> m_session =
        makeSession([this](const JobEvent& event) { m_bridge.post(event); }, {});
    std::unique_ptr<ui::MainWindow> m_window;
};

} // namespace

int main(int argc, char** argv) {
    const QApplication application(argc, argv);
    if (argc < 2) {
        std::fputs(
            "usage: kerf-screenshots FOLDER [batch|dialogs|export|runs|filmstrip|look [FONT-PERCENT]]\n",
            stderr);
        return 2;
    }
    if (argc > 3) {
        QFont font = QApplication::font();
        font.setPointSizeF(font.pointSizeF() * QByteArray(argv[3]).toDouble() / 100.0);
        QApplication::setFont(font);
    }
    const QString out = QString::fromLocal8Bit(argv[1]);
    QDir().mkpath(out);
    const QString only = argc > 2 ? QString::fromLocal8Bit(argv[2]) : QString(); // one area
    for (const kerf::ui::ThemeChoice choice : {kerf::ui::ThemeChoice::dark, kerf::ui::ThemeChoice::light}) {
        const bool isDark = choice == kerf::ui::ThemeChoice::dark;
        if (only.isEmpty() || only == QLatin1String("dialogs")) {
            kerf::test::takeDialogs(out, choice);
        }
        if (only.isEmpty() || only == QLatin1String("batch")) {
            kerf::test::takeBatch(out, choice);
        }
        if (only.isEmpty() || only == QLatin1String("runs")) {
            kerf::test::takeRuns(out, choice);
        }
        if (only.isEmpty() || only == QLatin1String("filmstrip")) {
            kerf::test::takeFilmstrip(out, isDark ? QStringLiteral("dark") : QStringLiteral("light"));
        }
        if ((only.isEmpty() || only == QLatin1String("export")) && !Studio(out, choice).takeExport()) {
            return 1;
        }
        if (only == QLatin1String("look") && !Studio(out, choice).takeLook()) {
            return 1;
        }
        if (!only.isEmpty()) {
            continue;
        }
        Studio studio(out, choice);
        studio.breakPhoto();
        if (!studio.takeAll()) {
            std::fputs("kerf-screenshots: the photos were not done in time\n", stderr);
            return 1;
        }
    }
    return 0;
}
