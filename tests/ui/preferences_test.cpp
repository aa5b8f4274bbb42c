#include "tests/ui/window_rig.h"
#include "ui/about_dialog.h"
#include "ui/notice_bar.h"
#include "ui/preferences_dialog.h"
#include "ui/shortcut_editor.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

using namespace kerf;
using namespace kerf::ui;
using kerf::test::WindowRig;
using namespace Qt::StringLiterals;

class PreferencesTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void opensOnceAndIsNotModal();
    void deviceReachesTheRuns();
    void everyComputingValueReachesTheRuns();
    void aChangeMarksResultsAsOutdated();
    void memoryReachesTheSession();
    void resetsEachValue();
    void recipesOwnChoiceWins();
    void themeFollowsAndAgreesWithTheMenu();
    void remembersFoldersSizeAndLanguage();
    void damagedValuesAreTheDefaults();
    void clearsWhatIsKept();
    void recordsAKey();
    void namesAConflictAndTakesTheKey();
    void leavesAKeyThatIsTaken();
    void escapeLeavesTheKey();
    void resetsKeys();
    void remembersKeys();
    void searchesActionsAndKeys();
    void sheetShowsTheKeysAsTheyAre();
    void copiesVersions();
};

namespace {

struct Rig : WindowRig {
    PreferencesDialog* dialog = nullptr;

    bool open(PreferencesDialog::Page page = PreferencesDialog::Page::computing) {
        window.show();
        find<QAction>("actionPreferences")->trigger();
        dialog = find<PreferencesDialog>("preferencesDialog");
        if (dialog) {
            dialog->showPage(page);
        }
        return dialog && QTest::qWaitForWindowActive(dialog);
    }
    void choose(const char* box, int data) const {
        auto* found = find<QComboBox>(box);
        QVERIFY2(found && found->isVisible(), box);
        found->setCurrentIndex(found->findData(data));
    }
    void click(const char* button) const {
        auto* found = find<QAbstractButton>(button);
        QVERIFY2(found && found->isVisible() && found->isEnabled(), button);
        QTest::mouseClick(found, Qt::LeftButton, Qt::NoModifier, QPoint(6, found->height() / 2));
    }
    Recipe runOne() {
        find<QAction>("actionRun")->trigger();
        const bool hasRun = QTest::qWaitFor([this] { return !session.runs().empty(); });
        return hasRun ? session.runs().back().recipe : Recipe{};
    }
    QTreeWidgetItem* selectAction(const QString& text) const {
        auto* tree = find<QTreeWidget>("keyTree");
        for (QTreeWidgetItem* item : tree->findItems(text, Qt::MatchExactly | Qt::MatchRecursive)) {
            tree->setCurrentItem(item);
            return item;
        }
        return nullptr;
    }
    void record(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const {
        click("recordKey");
        QVERIFY(find<ShortcutEditor>("shortcutEditor")->isRecording());
        QTest::keyClick(find<QPushButton>("recordKey"), key, modifiers);
    }
    QKeySequence keyOf(const char* action) const { return find<QAction>(action)->shortcut(); }
};

} // namespace

void PreferencesTest::opensOnceAndIsNotModal() {
    Rig rig;
    QVERIFY(rig.open());
    rig.find<QAction>("actionPreferences")->trigger();

    QCOMPARE(rig.window.findChildren<PreferencesDialog*>().size(), 1);
    QVERIFY(!rig.dialog->isModal());
}

void PreferencesTest::deviceReachesTheRuns() {
    Rig rig;
    QVERIFY(rig.open());
    QVERIFY(rig.add({"one.jpg"}));

    rig.choose("preferDevice", int(DeviceChoice::cpu));

    QCOMPARE(rig.runOne().device, DeviceChoice::cpu);
}

void PreferencesTest::everyComputingValueReachesTheRuns() {
    Rig rig;
    QVERIFY(rig.open());
    QVERIFY(rig.add({"one.jpg"}));

    rig.choose("preferPrecision", int(Precision::fp32));
    rig.find<QSpinBox>("preferThreads")->setValue(3);
    rig.click("preferRequireGpu");

    const Recipe recipe = rig.runOne();
    QCOMPARE(recipe.precision, Precision::fp32);
    QCOMPARE(recipe.threads, 3);
    QVERIFY(recipe.requireGpu);
}

void PreferencesTest::aChangeMarksResultsAsOutdated() {
    Rig rig;
    QVERIFY(rig.open());
    QVERIFY(rig.add({"one.jpg"}));
    rig.runOne();
    QTRY_COMPARE(rig.window.photos().at(0).state, PhotoState::done);
    QVERIFY(!rig.window.photos().at(0).isOutdated);

    rig.choose("preferPrecision", int(Precision::fp32));

    QVERIFY(rig.window.photos().at(0).isOutdated);
}

void PreferencesTest::memoryReachesTheSession() {
    Rig rig;
    QVERIFY(rig.open());
    QCOMPARE(rig.session.cacheBytes(), std::uint64_t{2'048'000'000});

    rig.find<QSpinBox>("preferCache")->setValue(512);

    QCOMPARE(rig.session.cacheBytes(), std::uint64_t{512'000'000});
}

void PreferencesTest::resetsEachValue() {
    Rig rig;
    QVERIFY(rig.open());
    auto* threads = rig.find<QSpinBox>("preferThreads");
    QVERIFY(!rig.find<QToolButton>("preferThreadsReset")->isVisible());

    threads->setValue(5);
    rig.click("preferThreadsReset");

    QCOMPARE(threads->value(), 0);
    QCOMPARE(rig.settings.preferences(), Preferences());
}

void PreferencesTest::recipesOwnChoiceWins() {
    Preferences preferences;
    preferences.device = DeviceChoice::cpu;
    preferences.threads = 2;
    Recipe recipe;
    recipe.device = DeviceChoice::cuda;
    recipe.threads = 7;

    const Recipe both = withPreferences(recipe, preferences);

    QCOMPARE(both.device, DeviceChoice::cuda);
    QCOMPARE(both.threads, 7);
    QVERIFY(!both.requireGpu);
    both.check();
}

void PreferencesTest::themeFollowsAndAgreesWithTheMenu() {
    Rig rig;
    QVERIFY(rig.open(PreferencesDialog::Page::appearance));

    rig.choose("preferTheme", int(ThemeChoice::dark));
    QCOMPARE(rig.theme.choice(), ThemeChoice::dark);
    QVERIFY(rig.find<QAction>("actionThemeDark")->isChecked());
    QCOMPARE(rig.settings.theme(), ThemeChoice::dark);

    rig.find<QAction>("actionThemeLight")->trigger();
    QCOMPARE(rig.find<QComboBox>("preferTheme")->currentData().toInt(), int(ThemeChoice::light));
    rig.click("preferThemeReset");
    QCOMPARE(rig.theme.choice(), ThemeChoice::system);
}

void PreferencesTest::remembersFoldersSizeAndLanguage() {
    Rig rig;
    QVERIFY(rig.open(PreferencesDialog::Page::folders));
    rig.dialogs.answer = {"/srv/kerf/models"};

    rig.click("preferModelFolderChoose");
    rig.click("preferExportFolderChoose");
    rig.dialog->showPage(PreferencesDialog::Page::appearance);
    rig.choose("preferSize", 150);
    auto* language = rig.find<QComboBox>("preferLanguage");
    language->setCurrentIndex(language->findData(u"de"_s));

    QCOMPARE(rig.settings.preferences().modelFolder, u"/srv/kerf/models"_s);
    QCOMPARE(rig.settings.exportFolder(), u"/srv/kerf/models"_s);
    QCOMPARE(rig.settings.preferences().interfacePercent, 150);
    QCOMPARE(rig.settings.language(), u"de"_s);
}

void PreferencesTest::damagedValuesAreTheDefaults() {
    Rig rig;
    rig.store.setValue(u"compute/device"_s, u"abacus"_s);
    rig.store.setValue(u"compute/threads"_s, u"-4"_s);
    rig.store.setValue(u"compute/cacheMegabytes"_s, u"lots"_s);
    rig.store.setValue(u"appearance/interfacePercent"_s, 9000);

    QCOMPARE(rig.settings.preferences(), Preferences());
}

void PreferencesTest::clearsWhatIsKept() {
    Rig rig;
    rig.settings.setExportFolder(u"/private"_s);
    QVERIFY(rig.open(PreferencesDialog::Page::privacy));

    rig.click("privacyClear-places");
    QCOMPARE(rig.settings.exportFolder(), u"/private"_s); // asked, not done
    rig.click("privacyClear-places");

    QVERIFY(rig.settings.exportFolder().isEmpty());
    QCOMPARE(rig.find<QPushButton>("privacyClear-places")->text(), u"Cleared"_s);
}

void PreferencesTest::recordsAKey() {
    Rig rig;
    QVERIFY(rig.open(PreferencesDialog::Page::shortcuts));
    QVERIFY(rig.selectAction(u"Run"_s));
    QSignalSpy run(rig.find<QAction>("actionRun"), &QAction::triggered);

    rig.record(Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);

    QCOMPARE(rig.keyOf("actionRun"), QKeySequence(u"Ctrl+Shift+J"_s));
    QVERIFY(rig.find<QAction>("actionRun")->toolTip().contains(u"Ctrl+Shift+J"_s));
    QVERIFY(rig.add({"one.jpg"}));
    rig.dialog->close();
    rig.window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&rig.window));
    QTest::keyClick(&rig.window, Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(run.count(), 1);
}

void PreferencesTest::namesAConflictAndTakesTheKey() {
    Rig rig;
    QVERIFY(rig.open(PreferencesDialog::Page::shortcuts));
    QVERIFY(rig.selectAction(u"Run"_s));

    rig.record(Qt::Key_E, Qt::ControlModifier);

    QCOMPARE(rig.keyOf("actionRun"), QKeySequence(u"Ctrl+R"_s));
    const QString said = rig.find<NoticeBar>("keyNotice")->text();
    QVERIFY2(said.contains(u"Ctrl+E belongs to “Export…”"_s), qPrintable(said));
    rig.click("keyNoticeFirst");
    QCOMPARE(rig.keyOf("actionRun"), QKeySequence(u"Ctrl+E"_s));
    QVERIFY(rig.keyOf("actionExport").isEmpty());
}

void PreferencesTest::leavesAKeyThatIsTaken() {
    Rig rig;
    QVERIFY(rig.open(PreferencesDialog::Page::shortcuts));
    QVERIFY(rig.selectAction(u"Run"_s));

    rig.record(Qt::Key_E, Qt::ControlModifier);
    rig.click("keyNoticeSecond");

    QCOMPARE(rig.keyOf("actionRun"), QKeySequence(u"Ctrl+R"_s));
    QCOMPARE(rig.keyOf("actionExport"), QKeySequence(u"Ctrl+E"_s));
}

void PreferencesTest::escapeLeavesTheKey() {
    Rig rig;
    QVERIFY(rig.open(PreferencesDialog::Page::shortcuts));
    QVERIFY(rig.selectAction(u"Run"_s));

    rig.record(Qt::Key_Escape);

    QCOMPARE(rig.keyOf("actionRun"), QKeySequence(u"Ctrl+R"_s));
    QVERIFY(!rig.find<ShortcutEditor>("shortcutEditor")->isRecording());
    QVERIFY(rig.dialog->isVisible());
}

void PreferencesTest::resetsKeys() {
    Rig rig;
    QVERIFY(rig.open(PreferencesDialog::Page::shortcuts));
    QVERIFY(!rig.find<QPushButton>("resetAllKeys")->isEnabled());
    QVERIFY(rig.selectAction(u"Run"_s));
    rig.record(Qt::Key_J, Qt::ControlModifier);
    rig.click("resetKey");
    QCOMPARE(rig.keyOf("actionRun"), QKeySequence(u"Ctrl+R"_s));

    rig.click("removeKey");
    QVERIFY(rig.keyOf("actionRun").isEmpty());
    rig.click("resetAllKeys");

    QCOMPARE(rig.keyOf("actionRun"), QKeySequence(u"Ctrl+R"_s));
    QVERIFY(!rig.settings.keys(u"actionRun"_s));
}

void PreferencesTest::remembersKeys() {
    Rig rig;
    QVERIFY(rig.open(PreferencesDialog::Page::shortcuts));
    QVERIFY(rig.selectAction(u"Run"_s));
    rig.record(Qt::Key_J, Qt::ControlModifier);
    QVERIFY(rig.selectAction(u"Run all"_s));
    rig.click("removeKey");

    ui::SessionBridge bridge;
    test::FakeSession session([&](const JobEvent& event) { bridge.post(event); });
    const MainWindow next(
        {.session = session,
         .bridge = bridge,
         .settings = rig.settings,
         .theme = rig.theme,
         .dialogs = rig.dialogs,
         .find = WindowRig::findFake});

    QCOMPARE(next.findChild<QAction*>(u"actionRun"_s)->shortcut(), QKeySequence(u"Ctrl+J"_s));
    QVERIFY(next.findChild<QAction*>(u"actionRunAll"_s)->shortcut().isEmpty());
}

void PreferencesTest::searchesActionsAndKeys() {
    Rig rig;
    QVERIFY(rig.open(PreferencesDialog::Page::shortcuts));
    const auto shown = [&] {
        int count = 0;
        for (QTreeWidgetItemIterator it(rig.find<QTreeWidget>("keyTree"), QTreeWidgetItemIterator::NotHidden);
             *it; ++it) {
            count += (*it)->parent() != nullptr ? 1 : 0;
        }
        return count;
    };
    QVERIFY(shown() > 30);

    rig.find<QLineEdit>("keySearch")->setText(u"quit"_s);
    QCOMPARE(shown(), 1);
    rig.find<QLineEdit>("keySearch")->setText(u"ctrl+shift+r"_s);
    QCOMPARE(shown(), 1);
}

void PreferencesTest::sheetShowsTheKeysAsTheyAre() {
    Rig rig;
    QVERIFY(rig.open(PreferencesDialog::Page::shortcuts));
    QVERIFY(rig.selectAction(u"Run"_s));
    rig.record(Qt::Key_J, Qt::ControlModifier);

    rig.find<QAction>("actionShortcuts")->trigger();

    QStringList texts;
    for (const QLabel* label : rig.find<QDialog>("shortcutSheet")->findChildren<QLabel*>()) {
        texts << label->text();
    }
    QVERIFY(texts.contains(u"Ctrl+J"_s));
    QVERIFY(!texts.contains(u"Ctrl+R"_s));
}

void PreferencesTest::copiesVersions() {
    Rig rig;
    rig.window.show();
    rig.find<QAction>("actionModels")->trigger();
    QTRY_VERIFY(rig.find<QLabel>("modelTitle-birefnet-lite")); // the models are listed

    rig.find<QAction>("actionAbout")->trigger();
    rig.click("aboutCopy");

    const QString text = QGuiApplication::clipboard()->text();
    QVERIFY2(text.startsWith(u"Kerf "_s) && text.contains(u"BiRefNet lite, MIT"_s), qPrintable(text));
}

QTEST_MAIN(PreferencesTest)
#include "preferences_test.moc"
