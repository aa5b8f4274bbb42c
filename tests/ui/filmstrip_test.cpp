#include "tests/ui/window_rig.h"
#include "ui/filmstrip.h"
#include "ui/filmstrip_bar.h"
#include "ui/thumbnail_desk.h"
#include "ui/thumbnail_file.h"
#include "ui/triage_text.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace kerf;
using namespace kerf::ui;
using kerf::test::WindowRig;

namespace {

bool showActive(QWidget& window) {
    window.show();
    window.activateWindow();
    return QTest::qWaitForWindowActive(&window);
}

std::vector<std::string> manyNames(int count) {
    std::vector<std::string> names;
    for (int i = 0; i < count; ++i) {
        names.push_back("photo" + std::to_string(i) + ".jpg");
    }
    return names;
}

void choose(QComboBox* box, int data) {
    box->setCurrentIndex(box->findData(data));
}

void writeFile(const std::filesystem::path& path, const char* text) {
    QFile file(QString::fromStdString(path.native()));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

} // namespace

class FilmstripTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sortsAndKeepsTheShownPhoto();
    void filtersAndShowsTheNextPhoto();
    void filtersByANumberOfTheMatte();
    void runsTheSelectedPhotosOfASortedStrip();
    void becomesAGrid();
    void asksForWhatIsInViewOfTenThousand();
    void boundsTheMemoryOfThumbnails();
    void keepsThumbnailsOnDisk();
    void tellsAtOnceWhatCouldNotBeReadBefore();
    void dragsAllSelectedFinishedPhotos();
    void leavesTheFilterWithEscape();
};

void FilmstripTest::sortsAndKeepsTheShownPhoto() {
    WindowRig rig;
    QVERIFY(showActive(rig.window));
    QVERIFY(rig.add({"c.jpg", "b.jpg", "a.jpg"}));
    auto* strip = rig.find<Filmstrip>("filmstrip");
    QCOMPARE(strip->currentRow(), 0);

    choose(rig.find<QComboBox>("sortKey"), int(PhotoSort::name));

    QCOMPARE(strip->currentRow(), 0); // still c.jpg, at the end now
    QCOMPARE(strip->currentIndex().row(), 2);
    QTest::keyClick(strip, Qt::Key_PageUp);
    QTRY_COMPARE(rig.session.opens().back(), rig.path("b.jpg"));
    QTest::mouseClick(rig.find<QToolButton>("sortDirection"), Qt::LeftButton);
    QCOMPARE(strip->model()->index(0, 0).data().toString(), QStringLiteral("c.jpg"));
}

void FilmstripTest::filtersAndShowsTheNextPhoto() {
    WindowRig rig;
    QVERIFY(showActive(rig.window));
    QVERIFY(rig.add({"one.jpg", "two.jpg", "three.jpg"}));
    auto* strip = rig.find<Filmstrip>("filmstrip");
    QVERIFY(!rig.find<QToolButton>("showAllPhotos")->isVisible());

    QTest::keyClicks(rig.find<QLineEdit>("filterText"), QStringLiteral("t"));

    QCOMPARE(strip->model()->rowCount(), 2);
    QTRY_COMPARE(rig.session.opens().back(), rig.path("two.jpg"));
    QCOMPARE(strip->selectedRows(), std::vector<int>{1});
    QTRY_VERIFY(rig.find<QLabel>("verdictCounts")->text().contains(QStringLiteral("2 of 3 shown")));
    QTest::keyClicks(rig.find<QLineEdit>("filterText"), QStringLiteral("xyz"));
    QCOMPARE(strip->model()->rowCount(), 0);
    QCOMPARE(strip->currentRow(), -1);
    QTest::mouseClick(rig.find<QToolButton>("showAllPhotos"), Qt::LeftButton);
    QCOMPARE(strip->model()->rowCount(), 3);
    QCOMPARE(rig.find<QLineEdit>("filterText")->text(), QString());
}

void FilmstripTest::filtersByANumberOfTheMatte() {
    WindowRig rig;
    QVERIFY(showActive(rig.window));
    QVERIFY(rig.add({"one.jpg", "two.jpg", "three.jpg"}));
    auto* strip = rig.find<Filmstrip>("filmstrip");
    auto* limit = rig.find<QDoubleSpinBox>("filterLimit");
    auto* bound = rig.find<QComboBox>("filterBound");
    strip->goTo(1);
    rig.find<QAction>("actionRun")->trigger();
    QTRY_COMPARE(rig.window.photos().at(1).state, PhotoState::done);
    QVERIFY(!limit->isVisible());
    QVERIFY(!bound->isVisible());

    choose(rig.find<QComboBox>("filterNumber"), int(PhotoSort::coverage));
    QVERIFY(limit->isVisible());
    QVERIFY(bound->isVisible());
    QCOMPARE(limit->suffix(), TriageText::unit(TriageUnit::share));
    QCOMPARE(strip->model()->rowCount(), 1); // the others have no matte yet
    QCOMPARE(strip->model()->index(0, 0).data().toString(), QStringLiteral("two.jpg"));
    const auto write = [&](double value) { // in the form that the person's language has
        limit->setFocus();
        limit->selectAll();
        QTest::keyClicks(limit, QLocale().toString(value, 'f', 2));
        QTest::keyClick(limit, Qt::Key_Return);
    };
    const double percent = rig.window.photos().at(1).triage.value().coverage * 100.0;
    QVERIFY(percent > 1.0 && percent < 99.0);
    write(percent + 0.5);
    QCOMPARE(strip->model()->rowCount(), 0);
    choose(bound, true);
    QCOMPARE(strip->model()->rowCount(), 1);
    write(percent - 0.5);
    QCOMPARE(strip->model()->rowCount(), 0);
    QVERIFY(limit->hasFocus());

    choose(rig.find<QComboBox>("filterNumber"), int(PhotoSort::edge_width)); // starts afresh
    QCOMPARE(limit->suffix(), TriageText::unit(TriageUnit::pixels));
    QCOMPARE(limit->value(), 0.0);
    QTest::mouseClick(rig.find<QToolButton>("showAllPhotos"), Qt::LeftButton);
    QCOMPARE(strip->model()->rowCount(), 3);
    QVERIFY(!limit->isVisible());
}

void FilmstripTest::runsTheSelectedPhotosOfASortedStrip() {
    WindowRig rig;
    QVERIFY(showActive(rig.window));
    QVERIFY(rig.add({"c.jpg", "b.jpg", "a.jpg"}));
    choose(rig.find<QComboBox>("sortKey"), int(PhotoSort::name));
    auto* strip = rig.find<Filmstrip>("filmstrip");
    QTest::keyClick(strip, Qt::Key_Home);
    QTest::keyClick(strip, Qt::Key_Right, Qt::ShiftModifier);

    rig.find<QAction>("actionRun")->trigger();

    QTRY_COMPARE(rig.session.runs().size(), std::size_t(2));
    QCOMPARE(rig.session.runs()[0].file, rig.path("b.jpg"));
    QCOMPARE(rig.session.runs()[1].file, rig.path("a.jpg"));
}

void FilmstripTest::becomesAGrid() {
    WindowRig rig;
    QVERIFY(showActive(rig.window));
    QVERIFY(rig.add(manyNames(60)));
    auto* strip = rig.find<Filmstrip>("filmstrip");
    QVERIFY(!strip->isWrapping());
    const int low = strip->height();

    QTest::keyClick(strip, Qt::Key_G, Qt::ControlModifier);
    QTRY_VERIFY(strip->isWrapping());
    QTRY_COMPARE(
        strip->visualRect(strip->model()->index(0, 0)).left(),
        strip->visualRect(strip->model()->index(strip->viewport()->width() / 148, 0)).left());
    QTest::keyClick(strip, Qt::Key_G, Qt::ControlModifier);
    QTRY_VERIFY(!strip->isWrapping());

    QCOMPARE(strip->height(), low);
}

void FilmstripTest::asksForWhatIsInViewOfTenThousand() {
    WindowRig rig;
    QVERIFY(showActive(rig.window));
    QVERIFY(rig.add(manyNames(10000)));
    auto* strip = rig.find<Filmstrip>("filmstrip");
    QTRY_VERIFY(!rig.window.photos().at(0).thumbnail.isNull());
    const QSignalSpy inView(strip, &Filmstrip::inView);

    QTest::keyClick(strip, Qt::Key_End);

    QTRY_VERIFY(!rig.window.photos().at(9999).thumbnail.isNull());
    for (const QList<QVariant>& told : inView) {
        QVERIFY(told.front().value<std::vector<PhotoId>>().size() <= 12);
    }
    QVERIFY(rig.session.thumbnails().size() <= 40);
    QVERIFY(!rig.window.photos().at(5000).isThumbnailAsked);
}

void FilmstripTest::boundsTheMemoryOfThumbnails() {
    WindowRig rig;
    PhotoListModel photos;
    FoundPhotos found;
    for (const std::string& name : manyNames(3000)) {
        found.photos.push_back({.file = "/nowhere/" + name, .relative = name});
    }
    photos.append(found);
    ThumbnailDesk desk(rig.session, rig.bridge, photos, {});
    const auto seen = [&](int first, int last) {
        std::vector<PhotoId> ids;
        for (int row = first; row < last; ++row) {
            ids.push_back(photos.at(row).id);
        }
        desk.setWanted(ids, {256, 176});
        return QTest::qWaitFor(
            [&] {
                for (int row = first; row < last; ++row) {
                    if (photos.at(row).thumbnail.isNull()) {
                        return false;
                    }
                }
                return true;
            },
            30000);
    };

    for (int row = 0; row < 700; row += 50) { // 150 KB each
        QVERIFY(seen(row, row + 50));
        QVERIFY(desk.bytes() <= ThumbnailDesk::kMaxBytes);
    }

    QVERIFY(photos.at(0).thumbnail.isNull()); // let go
    QVERIFY(!photos.at(699).thumbnail.isNull());
    QVERIFY(seen(0, 50)); // and made again
}

void FilmstripTest::keepsThumbnailsOnDisk() {
    QTemporaryDir folder;
    WindowRig rig;
    const std::filesystem::path cache = folder.path().toStdString();
    writeFile(rig.path("one.jpg"), "one");
    FoundPhotos found;
    found.photos.push_back({.file = rig.path("one.jpg"), .relative = "one.jpg"});
    const auto look = [&](bool isKept) {
        PhotoListModel photos;
        photos.append(found);
        ThumbnailDesk desk(rig.session, rig.bridge, photos, cache);
        desk.setKept(isKept);
        desk.setWanted({photos.at(0).id}, {512, 400});
        QTRY_VERIFY(!photos.at(0).thumbnail.isNull());
        QCOMPARE(photos.at(0).thumbnail.width(), 240);
    };
    const ThumbnailKey key = thumbnailKey(rig.path("one.jpg"), cache).value();

    look(false);
    QVERIFY(readThumbnail(cache, key, ThumbnailSize::x_large).isNull());
    look(true);
    QCOMPARE(readThumbnail(cache, key, ThumbnailSize::x_large).size(), QSize(240, 160));
    look(true);

    QCOMPARE(rig.session.thumbnails().size(), std::size_t(2)); // not made a third time
    writeFile(rig.path("one.jpg"), "another");
    look(true);
    QCOMPARE(rig.session.thumbnails().size(), std::size_t(3)); // stale
}

void FilmstripTest::tellsAtOnceWhatCouldNotBeReadBefore() {
    QTemporaryDir folder;
    WindowRig rig;
    const std::filesystem::path cache = folder.path().toStdString();
    writeFile(rig.path("torn.jpg"), "torn");
    rig.session.failFor(
        "thumbnail", "torn.jpg", {.code = ErrorCode::corrupt_file, .detail = "It ends early."});
    FoundPhotos found;
    found.photos.push_back({.file = rig.path("torn.jpg"), .relative = "torn.jpg"});

    for (int i = 0; i < 2; ++i) {
        PhotoListModel photos;
        photos.append(found);
        ThumbnailDesk desk(rig.session, rig.bridge, photos, cache);
        desk.setWanted({photos.at(0).id}, {128, 88});
        QTRY_COMPARE(photos.at(0).state, PhotoState::failed);
        QCOMPARE(photos.at(0).failure->detail, std::string("It ends early."));
        QCOMPARE(photos.at(0).failure->file, rig.path("torn.jpg"));
        const ThumbnailKey key = thumbnailKey(rig.path("torn.jpg"), cache).value();
        QTRY_VERIFY(readThumbnailFailure(cache, key));
    }

    QCOMPARE(rig.session.thumbnails().size(), std::size_t(1));
}

void FilmstripTest::dragsAllSelectedFinishedPhotos() {
    WindowRig rig;
    QVERIFY(showActive(rig.window));
    QVERIFY(rig.add({"one.jpg", "two.jpg", "three.jpg"}));
    auto* strip = rig.find<Filmstrip>("filmstrip");
    QTest::keyClick(strip, Qt::Key_Right, Qt::ShiftModifier);
    rig.find<QAction>("actionRun")->trigger();
    QTRY_COMPARE(rig.window.photos().at(1).state, PhotoState::done);
    rig.find<QAction>("actionSelectAll")->trigger(); // the third has no result

    const QSignalSpy wanted(strip, &Filmstrip::dragWanted);
    const QPoint at = strip->visualRect(strip->model()->index(1, 0)).center();
    QTest::mousePress(strip->viewport(), Qt::LeftButton, {}, at);
    QTRY_COMPARE(rig.session.exports().size(), std::size_t(2));
    QTest::mouseRelease(strip->viewport(), Qt::LeftButton, {}, at);

    QCOMPARE(wanted.count(), 1);
    QCOMPARE(rig.session.exports()[0].output.filename().native(), std::string("two-cutout.png"));
    QCOMPARE(rig.session.exports()[1].output.filename().native(), std::string("one-cutout.png"));
}

void FilmstripTest::leavesTheFilterWithEscape() {
    WindowRig rig;
    QVERIFY(showActive(rig.window));
    QVERIFY(rig.add({"one.jpg", "two.jpg"}));
    auto* strip = rig.find<Filmstrip>("filmstrip");
    auto* field = rig.find<QLineEdit>("filterText");

    QTest::keyClick(strip, Qt::Key_F, Qt::ControlModifier);
    QTRY_VERIFY(field->hasFocus());
    QTest::keyClicks(field, QStringLiteral("two"));
    QCOMPARE(strip->model()->rowCount(), 1);
    QTest::keyClick(field, Qt::Key_Escape);

    QCOMPARE(strip->model()->rowCount(), 2);
    QVERIFY(strip->hasFocus());
}

QTEST_MAIN(FilmstripTest)
#include "filmstrip_test.moc"
