#include "tests/ui/window_rig.h"
#include "ui/banner.h"
#include "ui/canvas.h"
#include "ui/filmstrip.h"
#include "ui/recent_menu.h"
#include "ui/recipe_panel.h"
#include "ui/sitting.h"

#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QMenu>
#include <QSlider>
#include <QTest>

using namespace kerf;
using namespace kerf::ui;
using kerf::test::WindowRig;

namespace {

struct Keep {
    QTemporaryDir folder;

    std::filesystem::path path() const { return folder.path().toStdString(); }
    QString file() const { return folder.filePath(QStringLiteral("sitting.json")); }
    QByteArray bytes() const {
        QFile opened(file());
        return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray();
    }
    void put(const QByteArray& bytes) const {
        QFile opened(file());
        QVERIFY(opened.open(QIODevice::WriteOnly));
        opened.write(bytes);
    }
};

bool showActive(WindowRig& rig) {
    rig.window.show();
    rig.window.activateWindow();
    return QTest::qWaitForWindowActive(&rig.window);
}

bool addThree(WindowRig& rig) {
    rig.window.addPaths({"/photos/one.jpg", "/photos/two.jpg", "/photos/three.jpg"});
    return QTest::qWaitFor([&] { return rig.window.photos().count() == 3; });
}

} // namespace

class SittingDeskTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bringsBackWhatWasOpen();
    void bringsBackAfterACrash();
    void saysWhichPhotosAreGone();
    void doesNothingWhenSwitchedOff();
    void startsAfreshWithADamagedFile();
    void readsBackWhatItWrites();
    void opensWhatWasOpenedLast();
    void remembersFoldersOfManyFiles();
};

void SittingDeskTest::bringsBackWhatWasOpen() {
    const Keep keep;
    {
        WindowRig rig({.data = keep.path()});
        QVERIFY(showActive(rig));
        QTest::qWait(50); // read: there is nothing yet
        QVERIFY(addThree(rig));
        auto* strip = rig.find<Filmstrip>("filmstrip");
        auto* key = rig.find<QComboBox>("sortKey");
        key->setCurrentIndex(key->findData(int(PhotoSort::name)));
        strip->goTo(1);                                          // two.jpg, the last by name
        QTest::keyClick(strip, Qt::Key_Left, Qt::ShiftModifier); // and three.jpg
        rig.find<QSlider>("strengthSlider")->setValue(40);
        rig.find<QAction>("actionOnion")->trigger();
        QTRY_VERIFY(!rig.find<QLabel>("zoomText")->text().isEmpty());
        rig.find<QAction>("actionActualSize")->trigger();
        rig.window.close();
    }
    WindowRig rig({.data = keep.path()});
    QVERIFY(showActive(rig));

    QTRY_COMPARE(rig.window.photos().count(), 3);
    auto* strip = rig.find<Filmstrip>("filmstrip");
    QTRY_COMPARE(strip->currentRow(), 2);
    QCOMPARE(strip->selectedRows(), (std::vector<int>{1, 2}));
    QCOMPARE(strip->model()->index(0, 0).data().toString(), QStringLiteral("one.jpg"));
    QCOMPARE(strip->sorted()->key(), PhotoSort::name);
    QCOMPARE(rig.find<RecipePanel>("recipePanel")->recipe().strength, 40);
    QCOMPARE(rig.find<Canvas>("canvas")->compareMode(), CompareMode::onion);
    QTRY_COMPARE(rig.session.opens().back(), std::filesystem::path("/photos/three.jpg"));
    QTRY_VERIFY(!rig.find<Canvas>("canvas")->isFitted());
    QCOMPARE(rig.find<Canvas>("canvas")->zoom(), 1.0);
    // Nobody did that now, so there is nothing to undo; and a change is one from what was brought back.
    QVERIFY(!rig.find<QAction>("actionUndo")->isEnabled());
    rig.find<QSlider>("strengthSlider")->setValue(70);
    rig.find<QAction>("actionUndo")->trigger();
    QCOMPARE(rig.find<RecipePanel>("recipePanel")->recipe().strength, 40);
    QVERIFY(!rig.find<QAction>("actionUndo")->isEnabled());
}

void SittingDeskTest::bringsBackAfterACrash() {
    const Keep keep;
    WindowRig first({.data = keep.path()});
    QVERIFY(showActive(first));
    QTest::qWait(50);
    QVERIFY(addThree(first));
    QTRY_VERIFY(keep.bytes().contains("three.jpg")); // while it is open

    WindowRig second({.data = keep.path()}); // as if the first had ended
    second.window.show();

    QTRY_COMPARE(second.window.photos().count(), 3);
}

void SittingDeskTest::saysWhichPhotosAreGone() {
    const Keep keep;
    keep.put(toJson(Sitting{
        .photos = {"/photos/one.jpg", "/photos/gone.jpg", "/photos/two.jpg"},
        .current = "/photos/gone.jpg"}));
    WindowRig rig({.data = keep.path()});
    QVERIFY(showActive(rig));

    QTRY_COMPARE(rig.window.photos().count(), 2);
    QTRY_VERIFY(rig.find<Banner>("banner")->text().contains(QStringLiteral("1 photo of last time")));
    QVERIFY(rig.find<Banner>("banner")->text().contains(QStringLiteral("gone.jpg")));
    QCOMPARE(rig.find<Filmstrip>("filmstrip")->currentRow(), 0);
}

void SittingDeskTest::doesNothingWhenSwitchedOff() {
    const Keep keep;
    const QByteArray kept = toJson(Sitting{.photos = {"/photos/one.jpg"}});
    keep.put(kept);
    QTemporaryDir other;
    QSettings store(other.filePath(QStringLiteral("kerf.ini")), QSettings::IniFormat);
    Settings settings(store);
    settings.setRestoresSitting(false);
    Theme theme;
    test::FakeDialogs dialogs;
    SessionBridge bridge;
    test::FakeSession session([&](const JobEvent& event) { bridge.post(event); }, [](const ModelEvent&) {});
    MainWindow window(
        {.session = session,
         .bridge = bridge,
         .settings = settings,
         .theme = theme,
         .dialogs = dialogs,
         .find = WindowRig::findFake,
         .folders = {.data = keep.path()}});
    window.show();
    window.addPaths({"/photos/two.jpg"});
    QTRY_COMPARE(window.photos().count(), 1);
    QTest::qWait(600); // longer than it takes to be written

    QCOMPARE(window.photos().at(0).name, QStringLiteral("two.jpg"));
    QCOMPARE(keep.bytes(), kept);
}

void SittingDeskTest::startsAfreshWithADamagedFile() {
    const Keep keep;
    keep.put("{\"version\":1,");
    WindowRig rig({.data = keep.path()});
    QVERIFY(showActive(rig));

    QTRY_VERIFY(QFile::exists(keep.file() + QStringLiteral(".damaged")));
    QVERIFY(addThree(rig));
    QTRY_VERIFY(keep.bytes().contains("three.jpg"));
}

void SittingDeskTest::readsBackWhatItWrites() {
    Sitting sitting{
        .photos = {"/a b/\xe9.jpg", "/c.jpg"},
        .current = "/c.jpg",
        .selected = {"/c.jpg"},
        .compare = CompareMode::difference,
        .zoom = 2.5,
        .key = PhotoSort::verdict,
        .order = Qt::DescendingOrder,
        .filter = {
            .text = QStringLiteral("x"),
            .state = PhotoFilter::State::failed,
            .judged = PhotoFilter::Judged::noted,
            .limit = NumberLimit{.number = PhotoSort::edge_width, .isMost = true, .value = 12.25}}};
    sitting.recipe.strength = 12;
    sitting.recipe.background = Background{.color = {1, 2, 3}};

    QCOMPARE(sittingFromJson(toJson(sitting)).value(), sitting);
    QVERIFY(!sittingFromJson("[]"));
    QVERIFY(!sittingFromJson("{\"version\":9}"));
    const QByteArray odd =
        "{\"version\":1,\"photos\":[3,\"http://x\",\"file:///a\"],\"zoom\":-1,\"sort\":\"?\","
        "\"filter-number\":\"name\"}";
    QCOMPARE(sittingFromJson(odd).value(), Sitting{.photos = {"/a"}});
}

void SittingDeskTest::opensWhatWasOpenedLast() {
    WindowRig rig;
    QVERIFY(showActive(rig));
    auto* menu = rig.find<QMenu>("recentMenu");
    QVERIFY(!menu->menuAction()->isEnabled());
    rig.window.addPaths({"/photos/one.jpg"});
    rig.window.addPaths({"/photos/folder"});
    QTRY_COMPARE(rig.window.photos().count(), 3);
    QCOMPARE(menu->actions().at(0)->text(), QStringLiteral("folder"));
    QCOMPARE(menu->actions().at(1)->text(), QStringLiteral("one.jpg"));
    rig.find<QAction>("actionSelectAll")->trigger();
    rig.find<QAction>("actionRemove")->trigger();

    menu->actions().at(1)->trigger();

    QTRY_COMPARE(rig.window.photos().count(), 1);
    QCOMPARE(rig.window.photos().at(0).name, QStringLiteral("one.jpg"));
    QTRY_COMPARE(menu->actions().at(0)->text(), QStringLiteral("one.jpg")); // the newest first
    rig.find<QAction>("clearRecent")->trigger();
    QTRY_VERIFY(!menu->menuAction()->isEnabled());
    QVERIFY(rig.settings.recentUrls().isEmpty());
}

void SittingDeskTest::remembersFoldersOfManyFiles() {
    QTemporaryDir folder;
    QSettings store(folder.filePath(QStringLiteral("kerf.ini")), QSettings::IniFormat);
    Settings settings(store);
    QMenu file;
    RecentMenu recent(file, nullptr, settings);

    recent.add({"/p/a.jpg", "/p/b.jpg", "/q/c.jpg", "/q/d.jpg"});
    QCOMPARE(settings.recentUrls(), (QStringList{QStringLiteral("file:///p"), QStringLiteral("file:///q")}));
    for (int i = 0; i < 30; ++i) {
        recent.add({"/p/" + std::to_string(i) + " & \xe9.jpg"});
    }

    QCOMPARE(settings.recentUrls().size(), RecentMenu::kMost);
    QCOMPARE(settings.recentUrls().front(), QStringLiteral("file:///p/29%20%26%20%E9.jpg"));
}

QTEST_MAIN(SittingDeskTest)
#include "sitting_desk_test.moc"
