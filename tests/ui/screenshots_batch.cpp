#include "tests/ui/screenshots_batch.h"

#include "tests/ui/screenshot_file.h"
#include "tests/ui/window_rig.h"
#include "ui/banner.h"
#include "ui/batch_view.h"

#include <QAction>
#include <QDialog>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

#include <cstdio>
#include <functional>
#include <utility>

namespace kerf::test {
namespace {

class BatchStudio {
public:
    BatchStudio(QString out, ui::ThemeChoice choice)
        : m_out(std::move(out)),
          m_suffix(choice == ui::ThemeChoice::dark ? QStringLiteral("dark") : QStringLiteral("light")) {
        m_rig.theme.choose(choice);
    }

    void takeAll() {
        FakeBatches& batches = m_rig.session.batches();
        m_rig.settings.setUnfinishedBatches({QStringLiteral("file:///home/you/Pictures/Cut-outs%20May")});
        batches.leaveUnfinished("/home/you/Pictures/Cut-outs May", 1204, 388);
        m_rig.window.resize(1280, 820);
        m_rig.window.show();
        QTest::qWait(300);
        save(&m_rig.window, "batch-offer");
        m_rig.find<ui::Banner>("banner")->dismiss();
        m_rig.add({"IMG_2041.jpg", "IMG_2042.jpg", "IMG_2043.jpg"});
        trigger("actionBatch");
        m_rig.find<QDialog>("batchWindow")->resize(1180, 760);
        take("batch-empty");
        batches.lock("/home/you/Pictures/Cut-outs");
        addFolder("/home/you/Pictures/many");
        choose("batchChooseOut", "/home/you/Pictures/Cut-outs");
        press("batchStart");
        take("batch-locked");
        choose("batchChooseOut", "/home/you/Pictures/Cut-outs June");
        batches.holdSearch(true);
        press("batchStart");
        take("batch-planning");
        batches.setMany(248);
        batches.holdAfter(61);
        batches.failFor(
            "DSC_00004.jpg", {ErrorCode::corrupt_file,
                              "the JPEG ends after 41 % of its lines; copy it again from the camera",
                              {}});
        batches.failFor(
            "DSC_00009.jpg",
            {ErrorCode::permission_denied, "it may not be read; change its permissions", {}});
        batches.holdSearch(false);
        waitFor([&] { return m_rig.find<QWidget>("batchRunning")->isVisible(); });
        take("batch-running");
        press("batchPauseButton");
        take("batch-paused");
        press("batchPauseButton");
        batches.fillDisk(384'000'000);
        take("batch-disk-full");
        batches.fillDisk(0);
        m_rig.find<QToolButton>("batchFailed")->click();
        take("batch-failed");
        m_rig.find<QToolButton>("batchAll")->click();
        m_rig.window.close();
        take("batch-closing");
        press("batchNoticeSecond");
        batches.release();
        waitFor([&] { return m_rig.find<QPushButton>("batchNew")->isEnabled(); });
        take("batch-finished");
    }

private:
    static void waitFor(const std::function<bool()>& isSo) {
        if (!QTest::qWaitFor(isSo, 20'000)) {
            std::fputs("kerf-screenshots: the batch hangs\n", stderr);
        }
    }
    void trigger(const char* name) { m_rig.find<QAction>(name)->trigger(); }
    void press(const char* name) {
        m_rig.find<QPushButton>(name)->click();
        QTest::qWait(100);
    }
    void choose(const char* button, const std::filesystem::path& path) {
        m_rig.dialogs.answer = {path};
        press(button);
    }
    void addFolder(const std::filesystem::path& path) { choose("batchAddFolder", path); }

    void take(const char* what) {
        QTest::qWait(500); // thumbnails come
        save(m_rig.find<QDialog>("batchWindow"), what);
    }

    void save(QWidget* widget, const char* what) { saveScreenshot(widget->grab(), m_out, what, m_suffix); }

    QString m_out;
    QString m_suffix;
    WindowRig m_rig;
};

} // namespace

void takeBatch(const QString& out, ui::ThemeChoice choice) {
    BatchStudio(out, choice).takeAll();
}

} // namespace kerf::test
