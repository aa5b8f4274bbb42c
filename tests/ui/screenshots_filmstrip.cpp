#include "tests/ui/screenshots_filmstrip.h"

#include "core/session/find_photos.h"
#include "core/session/session.h"
#include "tests/support/test_images.h"
#include "tests/ui/screenshot_file.h"
#include "ui/canvas.h"
#include "ui/file_dialogs.h"
#include "ui/filmstrip.h"
#include "ui/main_window.h"
#include "ui/session_bridge.h"
#include "ui/settings.h"
#include "ui/theme.h"

#include <QAction>
#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <memory>

namespace kerf::test {
namespace {

struct Scene {
    QTemporaryDir folder;
    QSettings store{folder.filePath(QStringLiteral("kerf.ini")), QSettings::IniFormat};
    ui::Settings settings{store};
    ui::FileDialogs dialogs;
    ui::SessionBridge bridge;
    std::unique_ptr<Session> session = makeSession([this](const JobEvent& event) { bridge.post(event); }, {});
    std::unique_ptr<ui::MainWindow> window;

    QAction* action(const char* name) const { return window->findChild<QAction*>(QString::fromLatin1(name)); }
    template <typename T>
    T* find(const char* name) const {
        return window->findChild<T*>(QString::fromLatin1(name));
    }
};

void copyPhotos(const Scene& scene) {
    const std::array<const char*, 3> samples{"astronaut.png", "chelsea.png", "coffee.png"};
    for (int i = 0; i < 40; ++i) {
        const auto sample = samplePath(samples[std::size_t(i) % samples.size()]);
        QFile::copy(
            QString::fromStdString(sample.string()),
            scene.folder.filePath(
                QStringLiteral("2026-05-%1 portrait.png").arg(i + 1, 2, 10, QLatin1Char('0'))));
    }
}

void judge(const Scene& scene) {
    auto* strip = scene.find<ui::Filmstrip>("filmstrip");
    const std::array<const char*, 4> acts{
        "actionJudgePass", "actionJudgeFail", "actionJudgeTouchUp", "actionJudgePass"};
    for (int row = 0; row < 9; ++row) {
        strip->goTo(row);
        scene.action(acts[std::size_t(row) % acts.size()])->trigger();
    }
    strip->goTo(1);
    QTest::qWait(800);
    auto* reason = scene.find<QComboBox>("judgeReason");
    reason->setCurrentIndex(3);
    Q_EMIT reason->activated(3);
    scene.find<QPlainTextEdit>("judgeNote")
        ->setPlainText(QStringLiteral("Whiskers are lost against the blanket. Paint them back by hand."));
    auto* canvas = scene.find<ui::Canvas>("canvas");
    scene.find<QPushButton>("judgePlacePin")->click();
    QTest::qWait(100);
    QTest::mouseClick(
        canvas, Qt::LeftButton, {},
        canvas->rect().center() + QPoint(-canvas->width() / 8, canvas->height() / 10));
}

void takeOnce(const QString& out, const QString& suffix, bool isLarge) {
    Scene scene;
    ui::Theme theme;
    theme.choose(suffix == QLatin1String("dark") ? ui::ThemeChoice::dark : ui::ThemeChoice::light);
    copyPhotos(scene);
    scene.window = std::make_unique<ui::MainWindow>(ui::WindowParts{
        .session = *scene.session,
        .bridge = scene.bridge,
        .settings = scene.settings,
        .theme = theme,
        .dialogs = scene.dialogs,
        .find = findPhotos});
    scene.window->resize(1280, 820);
    scene.window->show();
    scene.window->addPaths({scene.folder.path().toStdString()});
    if (!QTest::qWaitFor([&] { return scene.window->photos().count() == 40; }, 10000)) {
        std::fputs("kerf-screenshots: the photos were not found\n", stderr);
    }
    QTest::qWait(1500);
    const auto take = [&](const char* what) {
        QTest::qWait(500);
        saveScreenshot(scene.window->grab(), out, what, suffix);
    };
    scene.action("actionJudgePage")->trigger();
    judge(scene);
    take(isLarge ? "judge-large-letters" : "judge");
    if (isLarge) {
        return;
    }
    scene.action("actionPhotoGrid")->trigger();
    auto* key = scene.find<QComboBox>("sortKey");
    key->setCurrentIndex(key->findData(int(ui::PhotoSort::verdict)));
    take("grid");
    scene.find<QLineEdit>("filterText")->setText(QStringLiteral("-1"));
    take("grid-filtered");
}

} // namespace

void takeFilmstrip(const QString& out, const QString& suffix) {
    takeOnce(out, suffix, false);
    const QFont before = QApplication::font();
    QFont large = before;
    large.setPointSizeF(before.pointSizeF() * 2.0);
    QApplication::setFont(large);
    takeOnce(out, suffix, true);
    QApplication::setFont(before);
}

} // namespace kerf::test
