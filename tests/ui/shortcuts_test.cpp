#include "tests/ui/window_rig.h"
#include "ui/canvas.h"
#include "ui/filmstrip.h"

#include <QAbstractButton>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

using namespace kerf;
using namespace kerf::ui;
using kerf::test::WindowRig;

class ShortcutsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void triggersEachAction_data();
    void triggersEachAction();
    void everyActionIsInAMenuWithAKeyAndATooltip();
    void noTwoActionsShareAKey();
    void peeksWhileTheKeyIsHeld();
    void cyclesCompareAndAlpha();
    void browsesPhotosByKeys();
    void namesEveryInteractiveWidget();
    void namesTheKeyOfNowInToolTips();
    void showsTheSheetOfKeys();
};

namespace {

bool prepare(WindowRig& rig) {
    rig.window.show();
    rig.window.activateWindow();
    if (!QTest::qWaitForWindowActive(&rig.window) || !rig.add({"one.jpg", "two.jpg", "three.jpg"})) {
        return false;
    }
    Q_EMIT rig.find<Canvas>("canvas")->subjectChanged(Rect{.x = 1, .y = 1, .width = 9, .height = 9});
    rig.find<QAction>("actionRun")->trigger();
    if (!QTest::qWaitFor([&] { return rig.window.photos().at(0).state == PhotoState::done; })) {
        return false;
    }
    rig.find<Filmstrip>("filmstrip")->setFocus();
    return true;
}

} // namespace

void ShortcutsTest::triggersEachAction_data() {
    QTest::addColumn<QString>("name");
    const WindowRig rig;
    for (const QAction* action : rig.window.findChildren<QAction*>()) {
        if (action->objectName().startsWith(QLatin1String("action"))) {
            QTest::newRow(qPrintable(action->objectName())) << action->objectName();
        }
    }
}

void ShortcutsTest::triggersEachAction() {
    QFETCH(QString, name);
    WindowRig rig;
    QVERIFY(prepare(rig));
    if (name == QLatin1String("actionCancel")) {
        rig.find<QAction>("actionDrawBox")->setChecked(true);
    }
    if (name == QLatin1String("actionRedo")) {
        rig.find<QAction>("actionUndo")->trigger();
    }
    if (name.startsWith(QLatin1String("actionBrush")) && name != QLatin1String("actionBrush")) {
        rig.find<QAction>("actionBrush")->setChecked(true);
    }
    rig.dialogs.saveAnswer = rig.path("out.png");
    auto* action = rig.window.findChild<QAction*>(name);
    const QSignalSpy triggered(action, &QAction::triggered);

    const QKeyCombination key = action->shortcut()[0];
    QTest::keyClick(rig.find<Filmstrip>("filmstrip"), key.key(), key.keyboardModifiers());

    QCOMPARE(triggered.count(), 1);
}

void ShortcutsTest::everyActionIsInAMenuWithAKeyAndATooltip() {
    const WindowRig rig;
    QList<QAction*> inMenus;
    for (const QMenu* menu : rig.window.menuBar()->findChildren<QMenu*>()) {
        inMenus += menu->actions();
    }
    int count = 0;
    for (QAction* action : rig.window.findChildren<QAction*>()) {
        if (!action->objectName().startsWith(QLatin1String("action"))) {
            continue;
        }
        ++count;
        QVERIFY2(inMenus.contains(action), qPrintable(action->objectName()));
        QVERIFY2(!action->shortcut().isEmpty(), qPrintable(action->objectName()));
        QVERIFY2(
            action->toolTip().contains(action->shortcut().toString(QKeySequence::NativeText)),
            qPrintable(action->toolTip()));
    }
    QVERIFY(count >= 35);
}

void ShortcutsTest::noTwoActionsShareAKey() {
    const WindowRig rig;
    QHash<QKeySequence, QString> owners;
    for (const QAction* action : rig.window.findChildren<QAction*>()) {
        for (const QKeySequence& key : action->shortcuts()) {
            QVERIFY2(!owners.contains(key), qPrintable(action->objectName() + owners.value(key)));
            owners.insert(key, action->objectName());
        }
    }
}

void ShortcutsTest::peeksWhileTheKeyIsHeld() {
    WindowRig rig;
    QVERIFY(prepare(rig));
    auto* peek = rig.find<QAction>("actionPeek");

    QTest::keyPress(rig.find<Filmstrip>("filmstrip"), Qt::Key_Backslash);
    QVERIFY(peek->isChecked());
    QTest::keyRelease(rig.find<Filmstrip>("filmstrip"), Qt::Key_Backslash);

    QVERIFY(!peek->isChecked());
}

void ShortcutsTest::cyclesCompareAndAlpha() {
    WindowRig rig;
    QVERIFY(prepare(rig));
    auto* canvas = rig.find<Canvas>("canvas");

    QTest::keyClick(&rig.window, Qt::Key_Y);
    QCOMPARE(canvas->compareMode(), CompareMode::side);
    QTest::keyClick(&rig.window, Qt::Key_Y);
    QCOMPARE(canvas->compareMode(), CompareMode::difference);
    QTest::keyClick(&rig.window, Qt::Key_Y);
    QCOMPARE(canvas->compareMode(), CompareMode::split);

    QTest::keyClick(&rig.window, Qt::Key_M);
    QCOMPARE(canvas->alphaStyle().view, AlphaView::overlay);
    QVERIFY(rig.find<QAction>("actionOverlay")->isChecked());
    QTest::keyClick(&rig.window, Qt::Key_M);
    QCOMPARE(canvas->alphaStyle().view, AlphaView::checkerboard);
}

void ShortcutsTest::browsesPhotosByKeys() {
    WindowRig rig;
    QVERIFY(prepare(rig));
    auto* strip = rig.find<Filmstrip>("filmstrip");

    QTest::keyClick(strip, Qt::Key_PageDown);
    QCOMPARE(strip->currentIndex().row(), 1);
    QTest::keyClick(strip, Qt::Key_End);
    QCOMPARE(strip->currentIndex().row(), 2);
    QTest::keyClick(strip, Qt::Key_Left);
    QCOMPARE(strip->currentIndex().row(), 1);
    QTest::keyClick(strip, Qt::Key_Home);
    QCOMPARE(strip->currentIndex().row(), 0);
}

void ShortcutsTest::namesEveryInteractiveWidget() {
    WindowRig rig;
    QVERIFY(prepare(rig));
    int count = 0;
    for (const QWidget* widget : rig.window.findChildren<QWidget*>()) {
        const bool isInteractive =
            qobject_cast<const QAbstractButton*>(widget) || qobject_cast<const QComboBox*>(widget) ||
            qobject_cast<const QAbstractSpinBox*>(widget) ||
            (qobject_cast<const QAbstractSlider*>(widget) && !widget->inherits("QScrollBar")) ||
            qobject_cast<const Filmstrip*>(widget) || qobject_cast<const Canvas*>(widget);
        const bool isQts = widget->objectName().startsWith(QLatin1String("qt_"));
        if (!isInteractive || isQts) {
            continue;
        }
        ++count;
        const QString who = QStringLiteral("%1 %2 in %3")
                                .arg(
                                    QString::fromLatin1(widget->metaObject()->className()),
                                    widget->objectName(), widget->parentWidget()->objectName());
        QVERIFY2(!widget->objectName().isEmpty(), qPrintable(who));
        QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(who));
        const bool needsTip = !qobject_cast<const Filmstrip*>(widget) && !qobject_cast<const Canvas*>(widget);
        const bool isShown = widget->isVisibleTo(&rig.window);
        QVERIFY2(!needsTip || !isShown || !widget->toolTip().isEmpty(), qPrintable(who));
    }
    QVERIFY(count >= 30);
}

void ShortcutsTest::namesTheKeyOfNowInToolTips() {
    WindowRig rig;
    QVERIFY(prepare(rig));
    const auto* button = rig.find<QPushButton>("nextPlace");
    QVERIFY(button->toolTip().endsWith(QStringLiteral("(N)")));

    auto* actions = rig.window.findChild<Actions*>();
    QVERIFY(actions);
    actions->setKeys(Act::next_region, {QKeySequence(QStringLiteral("Ctrl+J"))});
    QVERIFY(button->toolTip().endsWith(QStringLiteral("(Ctrl+J)")));
    actions->setKeys(Act::next_region, {});
    QVERIFY(!button->toolTip().contains(QLatin1Char('(')));
}

void ShortcutsTest::showsTheSheetOfKeys() {
    WindowRig rig;
    QVERIFY(prepare(rig));

    rig.find<QSpinBox>("strengthNumber")
        ->setValue(70); // the menu says what can be undone, the sheet does not
    QTRY_VERIFY(rig.find<QAction>("actionUndo")->text() != QStringLiteral("Undo"));
    QTest::keyClick(&rig.window, Qt::Key_Question);

    QTRY_VERIFY(rig.find<QDialog>("shortcutSheet"));
    QVERIFY(rig.find<QDialog>("shortcutSheet")->isVisible());
    QStringList texts;
    for (const QLabel* label : rig.find<QDialog>("shortcutSheet")->findChildren<QLabel*>()) {
        texts.append(label->text());
    }
    QVERIFY(texts.contains(QStringLiteral("Undo")));
}

QTEST_MAIN(ShortcutsTest)
#include "shortcuts_test.moc"
