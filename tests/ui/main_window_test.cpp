#include "tests/ui/window_rig.h"
#include "ui/banner.h"
#include "ui/canvas.h"
#include "ui/drop_zone.h"
#include "ui/filmstrip.h"
#include "ui/recipe_panel.h"
#include "ui/result_card.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QDropEvent>
#include <QElapsedTimer>
#include <QLabel>
#include <QMenuBar>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QSignalSpy>
#include <QSlider>
#include <QSpinBox>
#include <QTest>
#include <QThread>
#include <QTimer>
#include <QToolButton>
#include <QUrl>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <ctime>

using namespace kerf;
using namespace kerf::ui;
using kerf::test::WindowRig;

namespace {

void drop(QWidget& window, const QList<QUrl>& urls) {
    QMimeData data;
    data.setUrls(urls);
    const QPoint at = window.rect().center();
    QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent event(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &event);
}

std::int64_t threadClock() { // milliseconds
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return time.tv_sec * 1000 + time.tv_nsec / 1'000'000;
}

bool showActive(QWidget& window) {
    window.show();
    window.activateWindow();
    return QTest::qWaitForWindowActive(&window);
}

} // namespace

class MainWindowTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void showsTheDropZoneWhenThereAreNoPhotos();
    void addsFilesAndFoldersWhenDropped();
    void countsDuplicatesAndUnsupportedWhenDroppedAgain();
    void showsTheVeilWhileSomethingIsDraggedOverPhotos();
    void asksForThumbnailsOfVisiblePhotosOnly();
    void runsTheSelectedPhotoWithTheRecipe();
    void showsProgressAndCancelsWhileRunning();
    void runsAllPhotosThatAreNotUpToDate();
    void showsTheFailureInPlaceAndStaysAlive();
    void namesEngineAndReasonInTheResultCard();
    void marksResultsOutdatedWhenTheRecipeChanges();
    void passesTheBoxOfItsPhotoOnly();
    void resetsAValueToItsDefault();
    void exportsTheShownPhotoWithTheOptions();
    void exportsAllUnderFreeNames();
    void preparesADragOfAFinishedPhoto();
    void loadsTheResultAgainWhenAPhotoIsSelectedAgain();
    void showsAFinishedResultAtOnceWhileOthersRun();
    void removesPhotosFromTheList();
    void keepsThemeAndExportOptionsForTheNextStart();
    void asksForDevicesAfterTheFirstPaint();
    void namesTheDeviceThatMadeTheShownResult();
    void offersOnlyTheEnginesThatAreThere();
    void stopsTheSearchWhenClosed();
    void showsTheZoomOfEveryPhoto();
    void showsOddNamesOnOneLine();
    void shortensNamesThatFileSystemsRefuse();
    void staysResponsiveWithAThousandPhotos();
    void fitsOnTheScreen();
    void givesTheKeysToTheFilmstripWhenPhotosCome();
    void keepsTheRecipeInReachWithLettersTwiceAsLarge();
};

void MainWindowTest::showsTheDropZoneWhenThereAreNoPhotos() {
    WindowRig rig;
    rig.window.show();

    QVERIFY(rig.find<DropZone>("dropZone")->isVisible());
    QVERIFY(rig.find<QPushButton>("addPhotosButton")->isVisible());
    QVERIFY(!rig.find<Canvas>("canvas")->isVisible());
    QVERIFY(!rig.find<Filmstrip>("filmstrip")->isVisible());

    rig.dialogs.answer = {rig.path("one.jpg")};
    QTest::mouseClick(rig.find<QPushButton>("addPhotosButton"), Qt::LeftButton);
    QTRY_COMPARE(rig.window.photos().count(), 1);
    QVERIFY(!rig.find<DropZone>("dropZone")->isVisible());
    QVERIFY(rig.find<Canvas>("canvas")->isVisible());
}

void MainWindowTest::addsFilesAndFoldersWhenDropped() {
    WindowRig rig;
    rig.window.show();

    drop(
        rig.window, {QUrl::fromLocalFile(rig.folder.filePath(QStringLiteral("one.jpg"))),
                     QUrl::fromLocalFile(rig.folder.filePath(QStringLiteral("folder"))),
                     QUrl::fromLocalFile(rig.folder.filePath(QStringLiteral("notes.txt")))});

    QTRY_COMPARE(rig.window.photos().count(), 3);
    QCOMPARE(rig.find<QLabel>("bannerTitle")->text(), QStringLiteral("3 photos added, 1 unsupported"));
    QVERIFY(rig.find<QLabel>("bannerBody")->text().contains(QStringLiteral("notes.txt")));
    QTRY_VERIFY(!rig.session.opens().empty());
    QCOMPARE(rig.session.opens().front(), rig.path("one.jpg"));
}

void MainWindowTest::countsDuplicatesAndUnsupportedWhenDroppedAgain() {
    WindowRig rig;
    rig.window.show();
    QVERIFY(rig.add({"one.jpg", "two.jpg"}));

    drop(
        rig.window, {QUrl::fromLocalFile(rig.folder.filePath(QStringLiteral("two.jpg"))),
                     QUrl::fromLocalFile(rig.folder.filePath(QStringLiteral("three.jpg"))),
                     QUrl::fromLocalFile(rig.folder.filePath(QStringLiteral("gone.jpg"))),
                     QUrl::fromLocalFile(rig.folder.filePath(QStringLiteral("a.txt"))),
                     QUrl::fromLocalFile(rig.folder.filePath(QStringLiteral("b.txt")))});

    QTRY_COMPARE(rig.window.photos().count(), 3);
    QCOMPARE(
        rig.find<QLabel>("bannerTitle")->text(),
        QStringLiteral("1 photo added, 1 duplicate, 2 unsupported, 1 not found"));
}

void MainWindowTest::showsTheVeilWhileSomethingIsDraggedOverPhotos() {
    WindowRig rig;
    rig.window.show();
    QVERIFY(rig.add({"one.jpg"}));
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(QStringLiteral("/x.jpg"))});

    QDragEnterEvent enter({50, 50}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&rig.window, &enter);
    QVERIFY(rig.find<DropZone>("dropZone")->isVisible());

    QDragLeaveEvent leave;
    QCoreApplication::sendEvent(&rig.window, &leave);
    QVERIFY(!rig.find<DropZone>("dropZone")->isVisible());
}

void MainWindowTest::asksForThumbnailsOfVisiblePhotosOnly() {
    WindowRig rig;
    rig.window.resize(900, 700);
    rig.window.show();
    std::vector<std::string> names;
    for (int i = 0; i < 200; ++i) {
        names.push_back("photo" + std::to_string(i) + ".jpg");
    }
    QVERIFY(rig.add(names));

    QTRY_VERIFY(rig.session.thumbnails().size() >= 4);
    QTest::qWait(50);
    QVERIFY2(
        rig.session.thumbnails().size() <= 12, qPrintable(QString::number(rig.session.thumbnails().size())));
    QTRY_VERIFY(!rig.window.photos().at(0).thumbnail.isNull());

    auto* strip = rig.find<Filmstrip>("filmstrip");
    strip->scrollTo(strip->model()->index(199, 0));
    QTRY_COMPARE(rig.session.thumbnails().back().filename().string(), std::string("photo199.jpg"));
}

void MainWindowTest::runsTheSelectedPhotoWithTheRecipe() {
    WindowRig rig;
    QVERIFY(showActive(rig.window));
    QVERIFY(rig.add({"one.jpg", "two.jpg"}));

    rig.find<QSlider>("strengthSlider")->setValue(60);
    auto* engine = rig.find<QComboBox>("cleanupEngine");
    engine->setCurrentIndex(engine->findData(int(CleanupEngine::nlm)));
    rig.find<QAction>("actionRun")->trigger();

    QTRY_COMPARE(rig.window.photos().at(0).state, PhotoState::done);
    QCOMPARE(rig.window.photos().at(0).triage.value().width, 240);
    QCOMPARE(rig.window.photos().at(0).triage.value().holes.count, 0);
    QCOMPARE(rig.window.photos().at(1).state, PhotoState::ready);
    QCOMPARE(rig.session.runs().size(), std::size_t(1));
    QCOMPARE(rig.session.runs()[0].file, rig.path("one.jpg"));
    QCOMPARE(rig.session.runs()[0].recipe.strength, 60);
    QCOMPARE(rig.session.runs()[0].recipe.cleanup, CleanupEngine::nlm);
    QCOMPARE(rig.find<QSpinBox>("strengthNumber")->value(), 60);
    QTRY_VERIFY(rig.find<Canvas>("canvas")->hasResult());
}

void MainWindowTest::showsProgressAndCancelsWhileRunning() {
    WindowRig rig;
    QVERIFY(showActive(rig.window));
    QVERIFY(rig.add({"one.jpg", "two.jpg"}));
    rig.session.holdRuns();
    rig.find<QAction>("actionRunAll")->trigger();

    QTRY_COMPARE(rig.window.photos().at(0).state, PhotoState::running);
    QCOMPARE(PhotoListModel::statusText(rig.window.photos().at(0)), QStringLiteral("Running 40 %"));
    QVERIFY(rig.find<QProgressBar>("overallProgress")->isVisible());
    QVERIFY(rig.find<QLabel>("workText")->text().contains(QStringLiteral("1 of 2")));
    QVERIFY(rig.find<QAction>("actionCancel")->isEnabled());

    QTest::keyClick(&rig.window, Qt::Key_Escape);
    QTRY_COMPARE(rig.window.photos().at(0).state, PhotoState::cancelled);
    QTRY_COMPARE(rig.window.photos().at(1).state, PhotoState::cancelled);
    QTRY_VERIFY(!rig.find<QProgressBar>("overallProgress")->isVisible());
}

void MainWindowTest::runsAllPhotosThatAreNotUpToDate() {
    WindowRig rig;
    rig.window.show();
    QVERIFY(rig.add({"one.jpg", "two.jpg", "three.jpg"}));
    rig.find<QAction>("actionRun")->trigger();
    QTRY_COMPARE(rig.window.photos().at(0).state, PhotoState::done);

    rig.find<QAction>("actionRunAll")->trigger();

    QTRY_COMPARE(rig.window.photos().at(2).state, PhotoState::done);
    QCOMPARE(rig.session.runs().size(), std::size_t(3));
    rig.find<QAction>("actionRunAll")->trigger();
    QCOMPARE(rig.session.runs().size(), std::size_t(3));
    QCOMPARE(rig.find<QLabel>("bannerTitle")->text(), QStringLiteral("Everything is up to date"));
}

void MainWindowTest::showsTheFailureInPlaceAndStaysAlive() {
    WindowRig rig;
    rig.window.show();
    const JobFailure failure{.code = ErrorCode::corrupt_file, .detail = "The PNG ends after 12 of 400 rows."};
    rig.session.failFor("open", "broken.png", failure);
    rig.session.failFor("run", "broken.png", failure);
    QVERIFY(rig.add({"broken.png", "good.png"}));

    auto* banner = rig.find<Banner>("banner");
    QTRY_VERIFY(banner->kind() == Banner::Kind::error && banner->isVisible());
    QVERIFY(banner->text().contains(QStringLiteral("broken.png")));
    QVERIFY(banner->text().contains(QStringLiteral("12 of 400 rows")));
    QVERIFY(banner->text().contains(QStringLiteral("Copy it again")));
    QCOMPARE(rig.window.photos().at(0).state, PhotoState::failed);

    QTest::mouseClick(rig.find<QToolButton>("bannerClose"), Qt::LeftButton);
    QVERIFY(!banner->isVisible());
    rig.find<QAction>("actionRunAll")->trigger();
    QTRY_COMPARE(rig.window.photos().at(1).state, PhotoState::done);
    QCOMPARE(rig.window.photos().at(0).state, PhotoState::failed);
}

void MainWindowTest::namesEngineAndReasonInTheResultCard() {
    WindowRig rig;
    rig.window.show();
    QVERIFY(rig.add({"one.jpg"}));
    auto* card = rig.find<ResultCard>("resultCard");
    QVERIFY(!card->isVisibleTo(&rig.window));

    rig.find<QAction>("actionRun")->trigger();

    QTRY_VERIFY(card->isVisibleTo(&rig.window));
    QVERIFY(card->text().contains(QStringLiteral("GrabCut")));
    QVERIFY(card->text().contains(QStringLiteral("CPU")));
    QVERIFY(card->text().contains(QStringLiteral("Real-ESRGAN is not in this build")));
}

void MainWindowTest::marksResultsOutdatedWhenTheRecipeChanges() {
    WindowRig rig;
    rig.window.show();
    QVERIFY(rig.add({"one.jpg"}));
    rig.find<QAction>("actionRun")->trigger();
    QTRY_COMPARE(rig.window.photos().at(0).state, PhotoState::done);

    rig.find<QSlider>("strengthSlider")->setValue(30);
    QVERIFY(rig.window.photos().at(0).isOutdated);
    QVERIFY(rig.find<Canvas>("canvas")->hasResult());
    QVERIFY(rig.find<ResultCard>("resultCard")->text().contains(QStringLiteral("Outdated")));

    rig.find<QSlider>("strengthSlider")->setValue(100);
    QVERIFY(!rig.window.photos().at(0).isOutdated);
}

void MainWindowTest::passesTheBoxOfItsPhotoOnly() {
    WindowRig rig;
    rig.window.show();
    QVERIFY(rig.add({"one.jpg", "two.jpg"}));
    QTest::mouseClick(rig.find<QPushButton>("drawBoxButton"), Qt::LeftButton);
    QVERIFY(rig.find<QAction>("actionDrawBox")->isChecked());

    const Rect box{.x = 10, .y = 20, .width = 100, .height = 80};
    Q_EMIT rig.find<Canvas>("canvas")->subjectChanged(box);
    QVERIFY(!rig.find<QAction>("actionDrawBox")->isChecked());
    rig.find<QAction>("actionRunAll")->trigger();

    QTRY_COMPARE(rig.session.runs().size(), std::size_t(2));
    QVERIFY(rig.session.runs()[0].recipe.subject == box);
    QVERIFY(!rig.session.runs()[1].recipe.subject);
    QTest::mouseClick(rig.find<QPushButton>("clearBoxButton"), Qt::LeftButton);
    QVERIFY(!rig.window.photos().at(0).subject);
}

void MainWindowTest::resetsAValueToItsDefault() {
    WindowRig rig;
    rig.window.show();
    QVERIFY(rig.add({"one.jpg"}));
    auto* reset = rig.find<QToolButton>("strengthReset");
    QVERIFY(!reset->isVisible());

    rig.find<QSpinBox>("strengthNumber")->setValue(10);
    QVERIFY(reset->isVisible());
    QTest::mouseClick(reset, Qt::LeftButton);

    QCOMPARE(rig.find<QSlider>("strengthSlider")->value(), Recipe().strength);
    QVERIFY(!reset->isVisible());
}

void MainWindowTest::exportsTheShownPhotoWithTheOptions() {
    WindowRig rig;
    rig.window.show();
    QVERIFY(rig.add({"one.jpg"}));
    auto* type = rig.find<QComboBox>("exportType");
    type->setCurrentIndex(type->findData(int(FileType::tiff)));
    auto* depth = rig.find<QComboBox>("exportDepth");
    depth->setCurrentIndex(depth->findData(16));
    rig.dialogs.saveAnswer = rig.path("out/result.tif");
    rig.dialogs.saveType = FileType::tiff;

    rig.find<QAction>("actionExport")->trigger();

    QTRY_COMPARE(rig.dialogs.suggestion, rig.path("one-cutout.tif"));
    QTRY_COMPARE(rig.session.exports().size(), std::size_t(1));
    const ExportRequest request = rig.session.exports()[0];
    QCOMPARE(request.input, rig.path("one.jpg"));
    QCOMPARE(request.output, rig.path("out/result.tif"));
    QCOMPARE(request.options.type, FileType::tiff);
    QCOMPARE(request.options.depth, 16);
    QCOMPARE(request.options.existing, ExistingPolicy::replace);
    QTRY_VERIFY(rig.find<Banner>("banner")->text().contains(QStringLiteral("Saved “result.tif”")));
    QVERIFY(rig.find<QPushButton>("bannerAction")->isVisible());
}

void MainWindowTest::exportsAllUnderFreeNames() {
    WindowRig rig;
    rig.window.show();
    QVERIFY(rig.add({"one.jpg", "two.jpg"}));
    rig.dialogs.answer = {rig.path("results")};

    rig.find<QAction>("actionExportAll")->trigger();

    QTRY_COMPARE(rig.session.exports().size(), std::size_t(2));
    QCOMPARE(rig.session.exports()[1].output, rig.path("results") / "two-cutout.png");
    QCOMPARE(
        rig.session.exports()[1].options.existing, ExistingPolicy::fail); // there is nothing to ask about
}

void MainWindowTest::preparesADragOfAFinishedPhoto() {
    WindowRig rig;
    rig.window.show();
    QVERIFY(rig.add({"one.jpg"}));
    auto* strip = rig.find<Filmstrip>("filmstrip");
    const QPoint at = strip->visualRect(strip->model()->index(0, 0)).center();
    QTest::mousePress(strip->viewport(), Qt::LeftButton, {}, at);
    QTest::mouseRelease(strip->viewport(), Qt::LeftButton, {}, at);
    QVERIFY(rig.session.exports().empty()); // nothing to drag yet
    rig.find<QAction>("actionRun")->trigger();
    QTRY_COMPARE(rig.window.photos().at(0).state, PhotoState::done);

    const QSignalSpy wanted(strip, &Filmstrip::dragWanted);
    QTest::mousePress(strip->viewport(), Qt::LeftButton, {}, at);
    QCOMPARE(wanted.count(), 1);
    QTRY_COMPARE(rig.session.exports().size(), std::size_t(1));
    QTest::mouseRelease(strip->viewport(), Qt::LeftButton, {}, at);

    QCOMPARE(rig.session.exports()[0].output.filename().string(), std::string("one-cutout.png"));
    QVERIFY(rig.session.exports()[0].output.parent_path() != rig.path(""));
}

void MainWindowTest::loadsTheResultAgainWhenAPhotoIsSelectedAgain() {
    WindowRig rig;
    QVERIFY(showActive(rig.window));
    QVERIFY(rig.add({"one.jpg", "two.jpg"}));
    rig.find<QAction>("actionRun")->trigger();
    QTRY_VERIFY(rig.find<Canvas>("canvas")->hasResult());

    rig.find<Filmstrip>("filmstrip")->setFocus();
    QTest::keyClick(rig.find<Filmstrip>("filmstrip"), Qt::Key_Right);
    QTRY_COMPARE(rig.session.opens().back(), rig.path("two.jpg"));
    QVERIFY(!rig.find<Canvas>("canvas")->hasResult());

    QTest::keyClick(rig.find<Filmstrip>("filmstrip"), Qt::Key_Left);
    QTRY_VERIFY(rig.find<Canvas>("canvas")->hasResult());
    QCOMPARE(rig.window.photos().at(0).state, PhotoState::done);
}

void MainWindowTest::showsAFinishedResultAtOnceWhileOthersRun() {
    WindowRig rig;
    QVERIFY(showActive(rig.window));
    QVERIFY(rig.add({"one.jpg", "two.jpg"}));
    rig.find<QAction>("actionRun")->trigger();
    QTRY_COMPARE(rig.window.photos().at(0).state, PhotoState::done);
    rig.session.holdRuns();
    rig.find<QAction>("actionRunAll")->trigger();
    QTRY_COMPARE(rig.window.photos().at(1).state, PhotoState::running);
    rig.find<QAction>("actionLastPhoto")->trigger();
    QVERIFY(!rig.find<Canvas>("canvas")->hasResult());

    rig.find<QAction>("actionFirstPhoto")->trigger();

    QTRY_VERIFY(rig.find<Canvas>("canvas")->hasResult());
    QCOMPARE(rig.window.photos().at(1).state, PhotoState::running);
}

void MainWindowTest::removesPhotosFromTheList() {
    WindowRig rig;
    rig.window.show();
    QVERIFY(rig.add({"one.jpg", "two.jpg"}));

    rig.find<QAction>("actionRemove")->trigger();
    QCOMPARE(rig.window.photos().count(), 1);
    QTRY_COMPARE(rig.session.opens().back(), rig.path("two.jpg"));
    rig.find<QAction>("actionRemove")->trigger();

    QCOMPARE(rig.window.photos().count(), 0);
    QVERIFY(rig.find<DropZone>("dropZone")->isVisible());
    QVERIFY(rig.add({"one.jpg"})); // may come again
}

void MainWindowTest::keepsThemeAndExportOptionsForTheNextStart() {
    WindowRig rig;
    rig.window.show();
    QVERIFY(rig.add({"one.jpg"}));
    rig.find<QAction>("actionThemeDark")->trigger();
    QVERIFY(rig.theme.isDark());
    QVERIFY(isDark(rig.window.palette()));
    auto* type = rig.find<QComboBox>("exportType");
    type->setCurrentIndex(type->findData(int(FileType::webp)));

    rig.find<QAction>("actionThemeLight")->trigger();

    QVERIFY(!isDark(rig.window.palette()));
    QCOMPARE(Settings(rig.store).theme(), ThemeChoice::light);
    QCOMPARE(Settings(rig.store).exportOptions().type, FileType::webp);
}

void MainWindowTest::asksForDevicesAfterTheFirstPaint() {
    WindowRig rig;
    QCOMPARE(rig.find<QLabel>("deviceText")->text(), QString());

    rig.window.show();

    QTRY_COMPARE(rig.find<QLabel>("deviceText")->text(), QStringLiteral("CPU · Test processor"));
}

void MainWindowTest::namesTheDeviceThatMadeTheShownResult() {
    WindowRig rig;
    rig.session.addGpu();
    QVERIFY(showActive(rig.window));
    QVERIFY(rig.add({"one.jpg", "two.jpg"}));
    auto* device = rig.find<QLabel>("deviceText");
    QTRY_COMPARE(device->text(), QStringLiteral("GPU · Test GPU")); // BiRefNet is there and can use it
    QVERIFY(device->toolTip().startsWith(QStringLiteral("GPU · Test GPU: the next photo runs here")));

    rig.find<QAction>("actionRun")->trigger();

    QTRY_COMPARE(device->text(), QStringLiteral("CPU · Test processor"));
    QVERIFY(device->toolTip().startsWith(QStringLiteral("CPU · Test processor: made this result")));
    rig.find<QAction>("actionNextPhoto")->trigger();
    QCOMPARE(device->text(), QStringLiteral("GPU · Test GPU"));
}

void MainWindowTest::offersOnlyTheEnginesThatAreThere() {
    WindowRig rig;
    const auto item = [&](const char* box, int engine) {
        const auto* combo = rig.find<QComboBox>(box);
        return combo->model()->index(combo->findData(engine), 0);
    };
    const QModelIndex esrgan = item("cleanupEngine", int(CleanupEngine::esrgan));
    QVERIFY(!(esrgan.flags() & Qt::ItemIsEnabled));
    QCOMPARE(
        esrgan.data(Qt::ToolTipRole).toString(),
        QStringLiteral("Real-ESRGAN is away on holiday; choose NLM."));
    QVERIFY(item("cleanupEngine", int(CleanupEngine::nlm)).flags() & Qt::ItemIsEnabled);
    QVERIFY(item("maskEngine", int(MaskEngine::birefnet)).flags() & Qt::ItemIsEnabled);
    QVERIFY(item("maskEngine", int(MaskEngine::off)).flags() & Qt::ItemIsEnabled);
}

void MainWindowTest::stopsTheSearchWhenClosed() {
    std::atomic<bool> isWalking = false;
    QElapsedTimer timer;
    {
        PhotoFinder finder([&](const std::vector<std::filesystem::path>&, const std::stop_token& stop) {
            isWalking = true;
            while (!stop.stop_requested()) {
                QThread::msleep(1);
            }
            return FoundPhotos{};
        });
        finder.search({"/huge"});
        QTRY_VERIFY(isWalking);
        timer.start();
    }
    QVERIFY2(timer.elapsed() < 200, qPrintable(QString::number(timer.elapsed())));
}

void MainWindowTest::showsTheZoomOfEveryPhoto() {
    WindowRig rig;
    QVERIFY(showActive(rig.window));
    QVERIFY(rig.add({"one.jpg", "two.jpg"}));
    auto* zoom = rig.find<QLabel>("zoomText");
    QTRY_VERIFY(!zoom->text().isEmpty());

    rig.find<QAction>("actionNextPhoto")->trigger();

    QTRY_COMPARE(rig.session.opens().size(), std::size_t(2));
    QTRY_VERIFY(!zoom->text().isEmpty()); // though both photos have the same size, and so the same zoom
    rig.find<QAction>("actionSelectAll")->trigger();
    rig.find<QAction>("actionRemove")->trigger();
    QCOMPARE(zoom->text(), QString());
}

void MainWindowTest::showsOddNamesOnOneLine() {
    WindowRig rig;
    const std::string longName = std::string(200, 'x') + ".jpg";
    QVERIFY(rig.add({"two\nlines.jpg", "caf\xe9.jpg", longName}));
    const auto name = [&](int row) { return rig.window.photos().index(row).data().toString(); };
    QCOMPARE(name(0), QStringLiteral("two\uFFFDlines.jpg"));
    QCOMPARE(name(1), QStringLiteral("caf\uFFFD.jpg"));
    QCOMPARE(name(2), QString::fromStdString(longName));

    rig.session.failFor("open", longName, {.code = ErrorCode::corrupt_file});
    rig.window.show();
    rig.find<QAction>("actionLastPhoto")->trigger();
    QTRY_VERIFY(rig.find<Banner>("banner")->isVisible());
    QVERIFY(rig.find<QLabel>("bannerTitle")->text().size() < 80);
}

void MainWindowTest::shortensNamesThatFileSystemsRefuse() {
    QCOMPARE(JobDesk::exportName("/a/b.c.jpg", FileType::png).native(), std::string("b.c-cutout.png"));
    std::string name; // 250 bytes, two for each character
    for (int i = 0; i < 125; ++i) {
        name += "\xc3\xa9";
    }
    const std::string made = JobDesk::exportName(name + ".jpg", FileType::png).native();
    QVERIFY(made.size() <= 255);
    QVERIFY(made.size() >= 244);
    QVERIFY(QString::fromStdString(made).endsWith(QStringLiteral("\u00e9-cutout.png")));
}

void MainWindowTest::staysResponsiveWithAThousandPhotos() {
    WindowRig rig;
    QVERIFY(showActive(rig.window));
    std::vector<std::string> names;
    for (int i = 0; i < 1000; ++i) {
        names.push_back("photo" + std::to_string(i) + ".jpg");
    }
    rig.session.holdRuns();
    // What this thread works between two beats: other programs' work does not count.
    std::int64_t beat = threadClock();
    std::int64_t longest = 0;
    QTimer heart;
    connect(&heart, &QTimer::timeout, this, [&] {
        const std::int64_t now = threadClock();
        longest = std::max(longest, now - beat);
        beat = now;
    });
    heart.start(5);
    const auto beats = [&](const char* what) {
        QTest::qWait(30);
        const bool isQuick = longest <= 100;
        if (!isQuick) {
            qWarning("%s: a gap of %ld ms", what, long(longest));
        }
        longest = 0;
        return isQuick;
    };

    QVERIFY(rig.add(names));
    QVERIFY(beats("adding"));
    rig.find<QAction>("actionRunAll")->trigger();
    QVERIFY(beats("asking for runs"));
    QTRY_COMPARE(rig.window.photos().at(999).state, PhotoState::running);
    QVERIFY(beats("running"));
    rig.find<QSlider>("strengthSlider")->setValue(50);
    QVERIFY(beats("another recipe"));
    rig.find<QAction>("actionCancel")->trigger();
    QTRY_COMPARE(rig.window.photos().at(999).state, PhotoState::cancelled);
    QVERIFY(beats("cancelling"));
    rig.find<QAction>("actionSelectAll")->trigger();
    QVERIFY(beats("selecting"));
    rig.find<QAction>("actionRemove")->trigger();
    QCOMPARE(rig.window.photos().count(), 0);
    QVERIFY(beats("removing"));
}

void MainWindowTest::fitsOnTheScreen() {
    WindowRig rig; // the offscreen platform's screen has 800 x 800 pixels
    const QSize screen = rig.window.screen()->availableSize();
    QVERIFY(rig.window.width() <= screen.width());
    QVERIFY(rig.window.height() <= screen.height());
}

void MainWindowTest::givesTheKeysToTheFilmstripWhenPhotosCome() {
    WindowRig rig;
    QVERIFY(showActive(rig.window));
    QVERIFY(rig.add({"one.jpg", "two.jpg"}));
    QTRY_VERIFY(rig.find<Filmstrip>("filmstrip")->hasFocus());

    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Right);
    QTRY_COMPARE(rig.session.opens().back(), rig.path("two.jpg"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_R, Qt::ControlModifier);
    QTRY_COMPARE(rig.window.photos().at(1).state, PhotoState::done);
}

void MainWindowTest::keepsTheRecipeInReachWithLettersTwiceAsLarge() {
    const QFont before = QApplication::font();
    QFont large = before;
    large.setPointSizeF(before.pointSizeF() * 2.0);
    QApplication::setFont(large);
    {
        WindowRig rig;
        rig.window.resize(1280, 820);
        QVERIFY(showActive(rig.window));
        QVERIFY(rig.add({"one.jpg", "two.jpg"}));
        rig.find<QAction>("actionRun")->trigger();
        QTRY_VERIFY(rig.find<ResultCard>("resultCard")->isVisible());
        QTest::qWait(20);

        const auto* scroll = rig.find<QScrollArea>("recipeScroll");
        QVERIFY2(scroll->height() >= 200, qPrintable(QString::number(scroll->height())));
        QVERIFY(scroll->widget()->width() <= scroll->viewport()->width());
        QVERIFY(rig.find<ResultCard>("resultCard")->parentWidget()->height() >= 100);
        QVERIFY(rig.find<Canvas>("canvas")->width() >= 360);
    }
    QApplication::setFont(before);
}

QTEST_MAIN(MainWindowTest)
#include "main_window_test.moc"
