#include "tests/ui/surfaces.h"

#include "ui/canvas.h"
#include "ui/model_dialog.h"
#include "ui/notice_bar.h"
#include "ui/preferences_dialog.h"
#include "ui/run_window.h"
#include "ui/side_panel.h"

#include <QAction>
#include <QPushButton>
#include <QTest>

#include <string>

namespace kerf::test {
namespace {

using Page = ui::PreferencesDialog::Page;

bool isOnScreen(QWidget* window) {
    if (window == nullptr) {
        return false;
    }
    window->activateWindow();
    return QTest::qWaitForWindowActive(window) && QTest::qWaitFor([&] {
               QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
               return true;
           });
}

bool isReady(WindowRig& rig) {
    rig.window.resize(1400, 900);
    rig.window.show();
    return isOnScreen(&rig.window);
}

QWidget* emptyWindow(WindowRig& rig) {
    rig.session.models().uninstallAll(); // so that models are offered
    const bool isOffered =
        isReady(rig) && QTest::qWaitFor([&] { return rig.find<QWidget>("modelOffer")->isVisible(); });
    return isOffered ? &rig.window : nullptr;
}

// Photos, the first one with a result and a box, and a side page in view.
QWidget* windowWithResult(WindowRig& rig, int page) {
    if (!isReady(rig) || !rig.add({"one.jpg", "two.jpg"})) {
        return nullptr;
    }
    Q_EMIT rig.find<ui::Canvas>("canvas")->subjectChanged(Rect{.x = 1, .y = 1, .width = 90, .height = 90});
    rig.find<QAction>("actionRun")->trigger();
    if (!QTest::qWaitFor([&] { return rig.window.photos().at(0).state == ui::PhotoState::done; })) {
        return nullptr;
    }
    auto* side = rig.window.findChild<ui::SidePanel*>();
    if (page < side->count()) {
        side->setCurrentIndex(page);
    }
    QTest::qWait(50); // strips and cards come with the result
    return &rig.window;
}

template <typename T>
T* opened(WindowRig& rig, const char* action, const char* name) {
    if (!isReady(rig)) {
        return nullptr;
    }
    rig.find<QAction>(action)->trigger();
    auto* window = rig.find<T>(name);
    return isOnScreen(window) ? window : nullptr;
}

// Two runs compared, the first pair in view.
QWidget* runsCompared(WindowRig& rig) {
    auto* window = opened<ui::RunWindow>(rig, "actionCompareRuns", "runWindow");
    if (!window) {
        return nullptr;
    }
    window->takePaths({rig.path("run-41"), rig.path("run-42")});
    window->findChild<QPushButton*>(QStringLiteral("runCompare"))->click();
    const bool isDone = QTest::qWaitFor(
        [&] { return window->findChild<QPushButton*>(QStringLiteral("runReport"))->isEnabled(); });
    QTest::qWait(50); // its pictures
    return isDone ? window : nullptr;
}

QWidget* modelsUnderWay(WindowRig& rig) {
    auto* dialog = opened<ui::ModelDialog>(rig, "actionModels", "modelDialog");
    const auto button = [&](const char* name) { return rig.find<QPushButton>(name); };
    if (!dialog || !QTest::qWaitFor([&] { return button("download-birefnet") != nullptr; })) {
        return nullptr;
    }
    rig.session.models().holdFetches();
    button("download-birefnet")->click();
    button("remove-birefnet-lite")->click();
    dialog->offerImport({"/elsewhere/mine.pth"});
    return QTest::qWaitFor([&] { return rig.find<QWidget>("modelProgress-birefnet")->isVisible(); })
               ? dialog
               : nullptr;
}

std::function<QWidget*(WindowRig&)> preferences(Page page) {
    return [page](WindowRig& rig) -> QWidget* {
        auto* dialog = opened<ui::PreferencesDialog>(rig, "actionPreferences", "preferencesDialog");
        if (dialog) {
            dialog->showPage(page);
        }
        return dialog;
    };
}

QWidget* batchForm(WindowRig& rig) {
    if (!isReady(rig) || !rig.add({"one.jpg", "two.jpg"})) {
        return nullptr;
    }
    rig.session.batches().leaveUnfinished(rig.path("left"), 40, 12);
    rig.dialogs.answer = {rig.path("left")};
    auto* window = opened<QWidget>(rig, "actionBatch", "batchWindow");
    if (!window) {
        return nullptr;
    }
    rig.find<QPushButton>("batchAddFolder")->click();
    rig.find<QPushButton>("batchChooseOut")->click();
    return QTest::qWaitFor([&] { return rig.find<QWidget>("batchOffer")->isVisible(); }) ? window : nullptr;
}

// Some done, one failed, one under way, the disk full, a question open.
QWidget* batchQueue(WindowRig& rig) {
    FakeBatches& batches = rig.session.batches();
    batches.setMany(12);
    batches.failFor(
        "DSC_00001.jpg", {ErrorCode::corrupt_file, "the JPEG ends early; copy it again from the camera", {}});
    batches.holdAfter(4);
    auto* window = opened<QWidget>(rig, "actionBatch", "batchWindow");
    if (!window) {
        return nullptr;
    }
    rig.dialogs.answer = {rig.path("many")};
    rig.find<QPushButton>("batchAddFolder")->click();
    rig.dialogs.answer = {rig.path("out")};
    rig.find<QPushButton>("batchChooseOut")->click();
    rig.find<QPushButton>("batchStart")->click();
    const auto* running = rig.find<QWidget>("batchRunning");
    if (!QTest::qWaitFor([&] { return running->isVisible(); })) {
        return nullptr;
    }
    batches.fillDisk(250'000'000);
    rig.find<QPushButton>("batchCancel")->click();
    return QTest::qWaitFor([&] { return rig.find<QWidget>("batchPause")->isVisible(); }) ? window : nullptr;
}

std::vector<Surface> makeSurfaces() {
    return {
        {"window, empty", emptyWindow},
        {"window, first side page", [](WindowRig& rig) { return windowWithResult(rig, 0); }},
        {"window, second side page", [](WindowRig& rig) { return windowWithResult(rig, 1); }},
        {"window, third side page", [](WindowRig& rig) { return windowWithResult(rig, 2); }},
        {"two runs, empty",
         [](WindowRig& rig) { return opened<QWidget>(rig, "actionCompareRuns", "runWindow"); }},
        {"two runs", runsCompared},
        {"models", [](WindowRig& rig) { return opened<QWidget>(rig, "actionModels", "modelDialog"); }},
        {"models, under way", modelsUnderWay},
        {"batch, new", batchForm},
        {"batch, under way", batchQueue},
        {"preferences, computing", preferences(Page::computing)},
        {"preferences, folders", preferences(Page::folders)},
        {"preferences, appearance", preferences(Page::appearance)},
        {"preferences, shortcuts", preferences(Page::shortcuts)},
        {"preferences, privacy", preferences(Page::privacy)},
        {"keys", [](WindowRig& rig) { return opened<QWidget>(rig, "actionShortcuts", "shortcutSheet"); }},
        {"about", [](WindowRig& rig) { return opened<QWidget>(rig, "actionAbout", "aboutDialog"); }},
        {"log", [](WindowRig& rig) { return opened<QWidget>(rig, "actionLog", "logView"); }}};
}

} // namespace

const std::vector<Surface>& surfaces() {
    static const std::vector<Surface> all = makeSurfaces();
    return all;
}

} // namespace kerf::test
