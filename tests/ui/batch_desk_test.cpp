#include "tests/ui/window_rig.h"
#include "ui/banner.h"
#include "ui/batch_model.h"
#include "ui/batch_sort_model.h"
#include "ui/batch_view.h"
#include "ui/canvas.h"
#include "ui/filmstrip.h"
#include "ui/text.h"

#include <QAction>
#include <QComboBox>
#include <QDialog>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QRadioButton>
#include <QTest>
#include <QToolButton>

using namespace kerf;
using namespace kerf::test;

namespace {

namespace fs = std::filesystem;

constexpr int kTogether = 12;

// A window with its batch window open, and what a person does there.
struct Desk {
    WindowRig rig;

    Desk() {
        rig.window.show();
        rig.find<QAction>("actionBatch")->trigger();
    }

    FakeBatches& batches() { return rig.session.batches(); }
    QDialog* window() const { return rig.find<QDialog>("batchWindow"); }
    QPushButton* button(const char* name) const { return rig.find<QPushButton>(name); }
    QString text(const char* label) const { return rig.find<QLabel>(label)->text(); }
    QString notice(const char* name) const {
        const auto* bar = rig.find<QWidget>(name);
        return bar->isVisible() ? bar->accessibleName() : QString();
    }

    void chooseOut(const fs::path& out) {
        rig.dialogs.answer = {out};
        button("batchChooseOut")->click();
    }
    void addFolder(const fs::path& folder) {
        rig.dialogs.answer = {folder};
        button("batchAddFolder")->click();
    }
    // A batch of `count` photos, of which `ends` end by themselves (-1: all).
    bool start(int count, int ends = -1) {
        batches().setMany(count);
        batches().holdAfter(ends);
        addFolder(rig.path("many"));
        chooseOut(rig.path("out"));
        button("batchStart")->click();
        return QTest::qWaitFor([&] { return model().rowCount() == count; });
    }

    ui::BatchView* view() const { return rig.window.findChild<ui::BatchView*>(); }
    const QAbstractItemModel& model() const { return *view()->model(); }
    QString cell(int row, int column) const { return model().index(row, column).data().toString(); }
    QString state(int row) const { return cell(row, ui::BatchModel::stateColumn); }
    int rowsIn(const char* state) const {
        int count = 0;
        for (int row = 0; row < model().rowCount(); ++row) {
            count += int(this->state(row) == QLatin1String(state));
        }
        return count;
    }
    void select(int row) {
        view()->selectionModel()->select(
            model().index(row, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    }
    void drop(const std::vector<fs::path>& paths) {
        QMimeData data;
        QList<QUrl> urls;
        for (const fs::path& path : paths) {
            urls.append(ui::toUrl(path));
        }
        data.setUrls(urls);
        QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(window(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent event(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(window(), &event);
    }
};

} // namespace

class BatchDeskTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void makesFilesOfThePhotosOfTheWindow();
    void takesFoldersAndAPreset();
    void tellsWhatWasAddedWhileRunning();
    void pausesAndGoesOn();
    void triesFailedPhotosAgain();
    void cancelsOneAndAsksBeforeAll();
    void ordersWhatWaits();
    void filtersAndSorts();
    void waitsForRoomOnTheDisk();
    void saysThatAFolderIsTaken();
    void saysThatThereIsNothing();
    void stopsLooking();
    void asksBeforeItCloses();
    void offersToGoOn();
    void offersWhatLiesInTheChosenFolder();
    void staysAwakeAndSaysWhenItIsOver();
    void showsAResultInTheWindow();
    void keepsUpWithManyPhotos();
};

void BatchDeskTest::makesFilesOfThePhotosOfTheWindow() {
    Desk desk;
    desk.window()->hide();
    QVERIFY(desk.rig.add({"one.jpg", "two.jpg"}));
    desk.rig.find<QAction>("actionBatch")->trigger();
    QVERIFY(desk.rig.find<QRadioButton>("batchUseWindow")->isChecked());
    QVERIFY(!desk.button("batchStart")->isEnabled()); // where to?
    desk.chooseOut(desk.rig.path("out"));

    desk.button("batchStart")->click();

    QTRY_COMPARE(desk.rowsIn("Done"), 2);
    const BatchOrder order = desk.batches().orders().front();
    QCOMPARE(order.inputs, (std::vector{desk.rig.path("one.jpg"), desk.rig.path("two.jpg")}));
    QCOMPARE(order.out, desk.rig.path("out"));
    QCOMPARE(order.work.exporting.existing, ExistingPolicy::rename);
    QVERIFY2(
        desk.text("batchTitle").contains(QLatin1String("all photos are done")),
        qPrintable(desk.text("batchTitle")));
    QCOMPARE(desk.cell(0, ui::BatchModel::enginesColumn), QStringLiteral("NLM denoise, GrabCut"));
    QCOMPARE(desk.rig.find<QToolButton>("batchDone")->text(), QStringLiteral("Done 2"));
}

void BatchDeskTest::takesFoldersAndAPreset() {
    Desk desk;
    desk.drop({desk.rig.path("folder"), desk.rig.path("folder"), desk.rig.path("more")});
    desk.chooseOut(desk.rig.path("out"));
    auto* recipes = desk.rig.find<QComboBox>("batchRecipe");
    QVERIFY(recipes->count() > 2);
    recipes->setCurrentIndex(recipes->count() - 1);
    desk.rig.find<QComboBox>("batchExisting")->setCurrentIndex(1);

    desk.button("batchStart")->click();

    QTRY_COMPARE(desk.batches().orders().size(), std::size_t(1));
    const BatchOrder order = desk.batches().orders().front();
    QCOMPARE(order.inputs.size(), std::size_t(2));
    QVERIFY(!(order.work.recipe == Recipe{}));
    QCOMPARE(order.work.exporting.existing, ExistingPolicy::skip);
    QTRY_VERIFY(desk.notice("batchNotice").contains(QLatin1String("3 photos added")));
}

void BatchDeskTest::tellsWhatWasAddedWhileRunning() {
    Desk desk;
    QVERIFY(desk.start(5, 2));

    desk.drop({desk.rig.path("folder"), desk.rig.path("folder") / "a.jpg", desk.rig.path("n.txt")});

    QTRY_COMPARE(desk.model().rowCount(), 7);
    QTRY_VERIFY(
        desk.notice("batchNotice").contains(QLatin1String("2 photos added, 1 duplicate, 1 unsupported")));
    desk.batches().release();
    QTRY_COMPARE(desk.rowsIn("Done"), 7);
}

void BatchDeskTest::pausesAndGoesOn() {
    Desk desk;
    QVERIFY(desk.start(8, 3));
    QTRY_COMPARE(desk.rowsIn("Running"), 1);
    const QString running = desk.cell(3, ui::BatchModel::progressColumn);
    QVERIFY2(
        running.contains(QLatin1String("40 %")) && running.contains(QLatin1String("Cleaning up")),
        qPrintable(running));

    desk.button("batchPauseButton")->click();

    QTRY_COMPARE(desk.button("batchPauseButton")->text(), QStringLiteral("Resume"));
    QVERIFY(desk.text("batchTitle").startsWith(QLatin1String("Paused")));
    desk.batches().release();
    QTRY_COMPARE(desk.rowsIn("Done"), 4); // what was under way
    QCOMPARE(desk.rowsIn("Waiting"), 4);
    desk.button("batchPauseButton")->click();
    QTRY_COMPARE(desk.rowsIn("Done"), 8);
    QVERIFY(!desk.button("batchPauseButton")->isEnabled());
}

void BatchDeskTest::triesFailedPhotosAgain() {
    Desk desk;
    desk.batches().failFor(
        "DSC_00001.jpg", {ErrorCode::corrupt_file, "the JPEG ends early; copy it again", {}});
    QVERIFY(desk.start(3));
    QTRY_COMPARE(desk.rowsIn("Failed"), 1);
    QCOMPARE(
        desk.cell(1, ui::BatchModel::detailsColumn), QStringLiteral("The JPEG ends early. Copy it again."));
    QTRY_VERIFY(desk.text("batchTitle").contains(QLatin1String("1 photo failed")));
    desk.batches().mend("DSC_00001.jpg");

    desk.button("batchRetry")->click();

    QTRY_COMPARE(desk.rowsIn("Done"), 3);
    QVERIFY(!desk.button("batchRetry")->isEnabled());
}

void BatchDeskTest::cancelsOneAndAsksBeforeAll() {
    Desk desk;
    QVERIFY(desk.start(6, 1));
    QTRY_COMPARE(desk.rowsIn("Running"), 1);
    desk.select(5);
    QCOMPARE(desk.button("batchCancel")->text(), QStringLiteral("Cancel selected"));
    desk.button("batchCancel")->click();
    QTRY_COMPARE(desk.state(5), QStringLiteral("Cancelled"));

    desk.view()->clearSelection();
    desk.button("batchCancel")->click();
    QCOMPARE(desk.rowsIn("Cancelled"), 1); // asked, not done
    desk.button("batchNoticeFirst")->click();

    QTRY_COMPARE(desk.rowsIn("Cancelled"), 5);
    QCOMPARE(desk.rowsIn("Done"), 1);
    desk.select(5);
    desk.batches().release();
    desk.button("batchRetry")->click();
    QTRY_COMPARE(desk.state(5), QStringLiteral("Done"));
}

void BatchDeskTest::ordersWhatWaits() {
    Desk desk;
    QVERIFY(desk.start(6, 1)); // 0 is done, 1 runs, 2 to 5 wait
    QTRY_COMPARE(desk.rowsIn("Running"), 1);
    const auto queueIs = [&](std::initializer_list<int> photos) {
        std::vector<std::string> names;
        for (const int photo : photos) {
            names.push_back("DSC_0000" + std::to_string(photo) + ".jpg");
        }
        return QTest::qWaitFor([&] { return desk.batches().queue() == names; });
    };
    const auto shows = [&](int row, const char* name) {
        return QTest::qWaitFor(
            [&] { return desk.cell(row, ui::BatchModel::photoColumn) == QLatin1String(name); });
    };
    desk.select(4);
    desk.button("batchUp")->click();
    QVERIFY(queueIs({2, 4, 3, 5}));
    QVERIFY(shows(3, "DSC_00004.jpg"));
    QCOMPARE(desk.view()->selectionModel()->selectedRows().front().row(), 3); // goes with the photo

    desk.button("batchDown")->click();
    QVERIFY(queueIs({2, 3, 4, 5}));
    QVERIFY(shows(4, "DSC_00004.jpg"));
    desk.button("batchDown")->click();
    QVERIFY(queueIs({2, 3, 5, 4}));
    QVERIFY(shows(5, "DSC_00004.jpg"));
    desk.button("batchFront")->click();
    QVERIFY(queueIs({4, 2, 3, 5}));
    QVERIFY(shows(2, "DSC_00004.jpg"));
    QVERIFY(shows(0, "DSC_00000.jpg")); // what is done stays

    const QRect fifth = desk.view()->visualRect(desk.model().index(4, 1));       // DSC_00003.jpg
    desk.view()->moveSelectedTo(fifth.center() + QPoint(0, fifth.height() / 4)); // dropped below it
    QVERIFY(queueIs({2, 3, 4, 5}));
    QVERIFY(shows(4, "DSC_00004.jpg"));
    desk.view()->moveSelectedTo(QPoint(5, 100'000)); // below all
    QVERIFY(queueIs({2, 3, 5, 4}));
    desk.view()->moveSelectedTo(desk.view()->visualRect(desk.model().index(0, 1)).topLeft()); // above all
    QVERIFY(queueIs({4, 2, 3, 5}));
}

void BatchDeskTest::filtersAndSorts() {
    Desk desk;
    desk.batches().failFor("DSC_00002.jpg", {ErrorCode::too_large, "it is huge; make it smaller", {}});
    QVERIFY(desk.start(kTogether));
    QTRY_COMPARE(desk.rowsIn("Done"), kTogether - 1);
    QTRY_COMPARE(desk.rig.find<QToolButton>("batchFailed")->text(), QStringLiteral("Failed 1"));

    desk.rig.find<QToolButton>("batchFailed")->click();
    QCOMPARE(desk.model().rowCount(), 1);
    desk.rig.find<QToolButton>("batchAll")->click();
    desk.rig.find<QLineEdit>("batchSearch")->setText(QStringLiteral("huge"));
    QCOMPARE(desk.model().rowCount(), 1);
    desk.rig.find<QLineEdit>("batchSearch")->clear();
    desk.view()->sortByColumn(ui::BatchModel::stateColumn, Qt::AscendingOrder);
    QCOMPARE(desk.state(0), QStringLiteral("Failed"));
    desk.view()->sortByColumn(ui::BatchModel::photoColumn, Qt::DescendingOrder);
    QCOMPARE(desk.cell(0, ui::BatchModel::photoColumn), QStringLiteral("DSC_00011.jpg"));
}

void BatchDeskTest::waitsForRoomOnTheDisk() {
    Desk desk;
    QVERIFY(desk.start(6, 1));
    QTRY_COMPARE(desk.rowsIn("Running"), 1);

    desk.batches().fillDisk(250'000'000);

    QTRY_VERIFY(desk.notice("batchPause").contains(QLatin1String("250 MB")));
    QVERIFY(desk.notice("batchPause").contains(QLatin1String("goes on by itself")));
    QVERIFY(!desk.button("batchPauseButton")->isEnabled());
    desk.batches().fillDisk(0);
    desk.batches().release();
    QTRY_COMPARE(desk.rowsIn("Done"), 6);
    QVERIFY(desk.notice("batchPause").isEmpty());
}

void BatchDeskTest::saysThatAFolderIsTaken() {
    Desk desk;
    desk.batches().lock(desk.rig.path("out"));
    desk.addFolder(desk.rig.path("folder"));
    desk.chooseOut(desk.rig.path("out"));

    desk.button("batchStart")->click();

    QTRY_VERIFY(desk.notice("batchFormNotice").contains(QLatin1String("taken")));
    QVERIFY(
        desk.notice("batchFormNotice").contains(QLatin1String("Another Kerf is writing into this folder")));
    QVERIFY(desk.button("batchStart")->isVisible());
}

void BatchDeskTest::saysThatThereIsNothing() {
    Desk desk;
    desk.addFolder(desk.rig.path("gone-folder"));
    desk.chooseOut(desk.rig.path("out"));

    desk.button("batchStart")->click();

    QTRY_VERIFY(desk.notice("batchFormNotice").contains(QLatin1String("no photo")));
    QVERIFY(desk.notice("batchFormNotice").contains(QLatin1String("gone-folder")));
}

void BatchDeskTest::stopsLooking() {
    Desk desk;
    desk.batches().holdSearch(true);
    desk.addFolder(desk.rig.path("folder"));
    desk.chooseOut(desk.rig.path("out"));
    desk.button("batchStart")->click();
    QTRY_VERIFY(desk.button("batchCancel")->isVisible());
    QCOMPARE(desk.button("batchCancel")->text(), QStringLiteral("Stop looking"));

    desk.button("batchCancel")->click();

    QTRY_VERIFY(desk.button("batchStart")->isVisible());
    desk.batches().holdSearch(false);
    QTest::qWait(50);
    QVERIFY(desk.button("batchStart")->isVisible()); // nothing comes of it later
}

void BatchDeskTest::asksBeforeItCloses() {
    Desk desk;
    QVERIFY(desk.start(6, 2));
    QTRY_COMPARE(desk.rowsIn("Running"), 1);
    desk.window()->hide();

    desk.rig.window.close();

    QVERIFY(desk.rig.window.isVisible());
    QVERIFY(desk.window()->isVisible());
    QVERIFY(desk.notice("batchNotice").contains(QLatin1String("2 of 6")));
    desk.button("batchNoticeSecond")->click();
    QVERIFY(desk.rig.window.isVisible());
    desk.rig.window.close();
    desk.button("batchNoticeFirst")->click();
    QVERIFY(!desk.rig.window.isVisible());
    QCOMPARE(
        desk.rig.settings.unfinishedBatches(),
        QStringList{ui::toUrl(desk.rig.path("out")).toString(QUrl::FullyEncoded)});
}

void BatchDeskTest::offersToGoOn() {
    WindowRig rig;
    const fs::path out = rig.path("of \xff last time");
    const fs::path gone = rig.path("gone");
    rig.session.batches().leaveUnfinished(out, 5, 2);
    rig.settings.setUnfinishedBatches(
        {ui::toUrl(out).toString(QUrl::FullyEncoded), ui::toUrl(gone).toString(QUrl::FullyEncoded)});
    rig.window.show();
    auto* banner = rig.window.findChild<ui::Banner*>();
    QTRY_VERIFY(banner->isVisible());
    QVERIFY2(banner->text().contains(QLatin1String("2 of 5")), qPrintable(banner->text()));
    QTRY_COMPARE(rig.settings.unfinishedBatches().size(), 1); // nothing is left to go on with in the other

    rig.find<QPushButton>("bannerAction")->click();

    QTRY_COMPARE(rig.session.batches().wentOn(), std::vector{out});
    QVERIFY(!banner->isVisible());
    QTRY_COMPARE(rig.find<QToolButton>("batchDone")->text(), QStringLiteral("Done 3"));
    QCOMPARE(rig.find<QToolButton>("batchSkipped")->text(), QStringLiteral("Skipped 2"));
    QTRY_VERIFY(rig.settings.unfinishedBatches().isEmpty());
}

void BatchDeskTest::offersWhatLiesInTheChosenFolder() {
    Desk desk;
    desk.batches().leaveUnfinished(desk.rig.path("left"), 7, 3);

    desk.chooseOut(desk.rig.path("left"));

    QTRY_VERIFY(desk.notice("batchOffer").contains(QLatin1String("3 of 7")));
    desk.button("batchOfferFirst")->click();
    QTRY_COMPARE(desk.rig.find<QToolButton>("batchDone")->text(), QStringLiteral("Done 4"));
}

void BatchDeskTest::staysAwakeAndSaysWhenItIsOver() {
    Desk desk;
    QVERIFY(!desk.rig.desktop.isAwake);
    QVERIFY(desk.start(4, 1));
    QTRY_COMPARE(desk.rowsIn("Running"), 1);
    QVERIFY(desk.rig.desktop.isAwake);
    QTRY_VERIFY(desk.rig.find<QToolButton>("batchChip")->text().contains(QLatin1String("1 of 4")));
    desk.window()->hide();
    desk.rig.window.hide(); // nobody looks

    desk.batches().release();

    QTRY_COMPARE(desk.rig.desktop.messages.size(), std::size_t(1));
    QVERIFY(desk.rig.desktop.messages.front().body.contains(QLatin1String("4 of 4")));
    QVERIFY(!desk.rig.desktop.isAwake);
    QCOMPARE(desk.rig.desktop.holds, 1);
}

void BatchDeskTest::showsAResultInTheWindow() {
    Desk desk;
    desk.addFolder(desk.rig.path("folder"));
    desk.chooseOut(desk.rig.path("out"));
    desk.button("batchStart")->click();
    QTRY_COMPARE(desk.rowsIn("Done"), 2);
    QVERIFY(!desk.button("batchShow")->isEnabled());
    desk.select(1);

    desk.button("batchShow")->click();

    QTRY_COMPARE(desk.rig.window.photos().count(), 1);
    QCOMPARE(desk.rig.window.photos().at(0).file, desk.rig.path("folder") / "b.jpg");
    QTRY_COMPARE(desk.rig.find<ui::Filmstrip>("filmstrip")->currentRow(), 0);
    QTRY_VERIFY([&] {
        const auto opens = desk.rig.session.opens();
        return std::find(opens.begin(), opens.end(), desk.rig.path("out") / "b.png") != opens.end();
    }());
}

void BatchDeskTest::keepsUpWithManyPhotos() {
    Desk desk;
    QVERIFY(desk.start(10'000, 0));
    desk.view()->scrollToBottom();
    QTRY_VERIFY(!desk.rig.session.thumbnails().empty());
    desk.batches().flood();
    desk.batches().release();
    QTRY_COMPARE_WITH_TIMEOUT(
        desk.rig.find<QToolButton>("batchDone")->text(), QStringLiteral("Done 10,000"), 60'000);
    QCOMPARE(desk.rowsIn("Done"), 10'000);
    QVERIFY(desk.rig.session.thumbnails().size() < 200); // those in view alone
}

QTEST_MAIN(BatchDeskTest)
#include "batch_desk_test.moc"
