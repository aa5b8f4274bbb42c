// Choosing alpha views in the real window as a person does: bar, menu and keys.

#include "tests/ui/window_rig.h"
#include "ui/alpha_bar.h"
#include "ui/alpha_detail.h"
#include "ui/canvas.h"
#include "ui/color_button.h"
#include "ui/filmstrip.h"
#include "ui/pyramid.h"
#include "ui/strip.h"

#include <QColorDialog>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

using namespace kerf;
using namespace kerf::ui;
using kerf::test::WindowRig;

class AlphaBarTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void offersEveryViewWithAnIcon();
    void choosesAViewByThePicker();
    void reachesEveryViewByItsKey_data();
    void reachesEveryViewByItsKey();
    void goesThroughAllViewsByOneKey();
    void togglesTheOverlayAndCyclesItsColor();
    void showsOnlyTheSettingsOfTheView_data();
    void showsOnlyTheSettingsOfTheView();
    void changesTheCanvasAtOnce();
    void resetsTheView();
    void takesAColorFromTheDialog();
    void loadsAnOwnPicture();
    void saysWhenThePictureCannotBeRead();
    void remembersTheChoiceButNotTheGain();
    void survivesDamagedSettings();
    void laysItsSettingsOutInOneRowWhereThereIsRoom();
    void namesItsEditorsForScreenReaders();
    void showsThePixelReadOut();
};

namespace {

bool prepare(WindowRig& rig) {
    rig.window.resize(1280, 820);
    rig.window.show();
    rig.window.activateWindow();
    if (!QTest::qWaitForWindowActive(&rig.window) || !rig.add({"one.jpg"})) {
        return false;
    }
    rig.find<QAction>("actionRun")->trigger();
    auto* canvas = rig.find<Canvas>("canvas");
    if (!QTest::qWaitFor([&] { return canvas->hasResult(); })) {
        return false;
    }
    rig.find<Filmstrip>("filmstrip")->setFocus();
    return true;
}

AlphaView shownView(const WindowRig& rig) {
    return rig.find<Canvas>("canvas")->alphaStyle().view;
}

void choose(const WindowRig& rig, AlphaView view) {
    auto* picker = rig.find<QComboBox>("alphaView");
    picker->setCurrentIndex(picker->findData(int(view)));
}

} // namespace

void AlphaBarTest::offersEveryViewWithAnIcon() {
    const WindowRig rig;
    const auto* picker = rig.find<QComboBox>("alphaView");

    for (int i = 0; i < kAlphaViews; ++i) {
        const int row = picker->findData(i);
        QVERIFY(row >= 0);
        QVERIFY(!picker->itemText(row).isEmpty());
        QVERIFY(!picker->itemIcon(row).isNull());
        QVERIFY(!picker->itemData(row, Qt::ToolTipRole).toString().isEmpty());
    }
}

void AlphaBarTest::choosesAViewByThePicker() {
    WindowRig rig;
    QVERIFY(prepare(rig));
    QVERIFY(rig.find<Strip>("viewStrip")->isVisible());

    choose(rig, AlphaView::monitor);

    QCOMPARE(shownView(rig), AlphaView::monitor);
    QVERIFY(rig.find<QAction>("actionMonitor")->isChecked());
    QTRY_VERIFY(rig.find<QComboBox>("alphaView")->accessibleDescription().startsWith(QStringLiteral("0: ")));
    QVERIFY(!rig.find<QAction>("actionCheckerboard")->isChecked());
}

void AlphaBarTest::reachesEveryViewByItsKey_data() {
    QTest::addColumn<QString>("action");
    QTest::addColumn<AlphaView>("view");
    const std::pair<const char*, AlphaView> rows[] = {
        {"actionOnBlack", AlphaView::black},
        {"actionOnWhite", AlphaView::white},
        {"actionOnGrey", AlphaView::mid_grey},
        {"actionOnColor", AlphaView::color},
        {"actionOnGradient", AlphaView::gradient},
        {"actionOnPicture", AlphaView::picture},
        {"actionTorture", AlphaView::torture},
        {"actionGrey", AlphaView::grey},
        {"actionOverlay", AlphaView::overlay},
        {"actionMonitor", AlphaView::monitor},
        {"actionEdgeBand", AlphaView::band},
        {"actionWithoutAlpha", AlphaView::rgb},
        {"actionPremultiplied", AlphaView::premultiplied}};
    for (const auto& row : rows) {
        QTest::newRow(row.first) << QString::fromLatin1(row.first) << row.second;
    }
}

void AlphaBarTest::reachesEveryViewByItsKey() {
    QFETCH(QString, action);
    QFETCH(AlphaView, view);
    WindowRig rig;
    QVERIFY(prepare(rig));
    const QKeyCombination key = rig.window.findChild<QAction*>(action)->shortcut()[0];

    QTest::keyClick(rig.find<Filmstrip>("filmstrip"), key.key(), key.keyboardModifiers());

    QCOMPARE(shownView(rig), view);
    QCOMPARE(rig.find<QComboBox>("alphaView")->currentData().toInt(), int(view));
}

void AlphaBarTest::goesThroughAllViewsByOneKey() {
    WindowRig rig;
    QVERIFY(prepare(rig));
    QSet<int> seen;
    for (int i = 0; i < kAlphaViews; ++i) {
        seen.insert(int(shownView(rig)));
        QTest::keyClick(&rig.window, Qt::Key_V);
    }

    QCOMPARE(seen.size(), kAlphaViews);
    QCOMPARE(shownView(rig), AlphaView::checkerboard);
    QTest::keyClick(&rig.window, Qt::Key_V, Qt::ShiftModifier);
    QCOMPARE(shownView(rig), AlphaView::premultiplied);
}

void AlphaBarTest::togglesTheOverlayAndCyclesItsColor() {
    WindowRig rig;
    QVERIFY(prepare(rig));
    const auto* canvas = rig.find<Canvas>("canvas");
    choose(rig, AlphaView::white);

    QTest::keyClick(&rig.window, Qt::Key_M);
    QCOMPARE(shownView(rig), AlphaView::overlay);
    QTest::keyClick(&rig.window, Qt::Key_M);
    QCOMPARE(shownView(rig), AlphaView::white);

    // From another view it brings the overlay as it is; from there on it goes round.
    QTest::keyClick(&rig.window, Qt::Key_M, Qt::ShiftModifier);
    QCOMPARE(shownView(rig), AlphaView::overlay);
    QCOMPARE(canvas->alphaStyle().overlayColor, 0);
    for (int i = 1; i <= int(kOverlayColors.size()); ++i) {
        QTest::keyClick(&rig.window, Qt::Key_M, Qt::ShiftModifier);
        QCOMPARE(canvas->alphaStyle().overlayColor, i % int(kOverlayColors.size()));
    }
}

void AlphaBarTest::showsOnlyTheSettingsOfTheView_data() {
    QTest::addColumn<AlphaView>("view");
    QTest::addColumn<QStringList>("editors");
    const QStringList curve{QStringLiteral("viewGain"), QStringLiteral("viewGamma")};
    const auto with = [&](const char* names) {
        return QString::fromLatin1(names).split(u' ', Qt::SkipEmptyParts) + curve;
    };
    QTest::newRow("checkerboard") << AlphaView::checkerboard
                                  << with("checkSide checkContrast checkLight checkDark");
    QTest::newRow("black") << AlphaView::black << with("");
    QTest::newRow("colour") << AlphaView::color << with("viewColor");
    QTest::newRow("gradient") << AlphaView::gradient << with("gradientTop gradientBottom");
    QTest::newRow("picture") << AlphaView::picture << with("choosePicture");
    QTest::newRow("overlay") << AlphaView::overlay << with("overlayColor overlayOpacity");
    QTest::newRow("band") << AlphaView::band << with("bandDim");
    QTest::newRow("monitor") << AlphaView::monitor << QStringList();
}

void AlphaBarTest::showsOnlyTheSettingsOfTheView() {
    QFETCH(AlphaView, view);
    QFETCH(QStringList, editors);
    WindowRig rig;
    QVERIFY(prepare(rig));

    choose(rig, view);

    const QStringList all{
        QStringLiteral("checkSide"),      QStringLiteral("checkContrast"), QStringLiteral("checkLight"),
        QStringLiteral("checkDark"),      QStringLiteral("viewColor"),     QStringLiteral("gradientTop"),
        QStringLiteral("gradientBottom"), QStringLiteral("choosePicture"), QStringLiteral("overlayColor"),
        QStringLiteral("overlayOpacity"), QStringLiteral("bandDim"),       QStringLiteral("viewGain"),
        QStringLiteral("viewGamma")};
    for (const QString& name : all) {
        QVERIFY2(
            rig.window.findChild<QWidget*>(name)->isVisible() == editors.contains(name), qPrintable(name));
    }
}

void AlphaBarTest::changesTheCanvasAtOnce() {
    WindowRig rig;
    QVERIFY(prepare(rig));
    const auto* canvas = rig.find<Canvas>("canvas");

    rig.find<QSpinBox>("checkSide")->setValue(24);
    rig.find<QSpinBox>("checkContrast")->setValue(150);
    rig.find<QDoubleSpinBox>("viewGain")->setValue(4.0);
    rig.find<QDoubleSpinBox>("viewGamma")->setValue(0.5);

    QCOMPARE(canvas->alphaStyle().checkSide, 24);
    QCOMPARE(canvas->alphaStyle().checkContrast, 150);
    QCOMPARE(canvas->alphaStyle().gain, 4.0);
    QCOMPARE(canvas->alphaStyle().gamma, 0.5);
}

void AlphaBarTest::resetsTheView() {
    WindowRig rig;
    QVERIFY(prepare(rig));
    auto* reset = rig.find<QToolButton>("alphaReset");
    QVERIFY(!reset->isVisible());
    rig.find<QSpinBox>("checkSide")->setValue(24);
    rig.find<QDoubleSpinBox>("viewGain")->setValue(4.0);
    QVERIFY(reset->isVisible());

    reset->click();

    QCOMPARE(rig.find<Canvas>("canvas")->alphaStyle(), AlphaStyle());
    QCOMPARE(rig.find<QSpinBox>("checkSide")->value(), 8);
    QVERIFY(!reset->isVisible());
}

void AlphaBarTest::takesAColorFromTheDialog() {
    WindowRig rig;
    QVERIFY(prepare(rig));
    choose(rig, AlphaView::color);

    rig.find<ColorButton>("viewColor")->click();
    auto* dialog = rig.find<QColorDialog>("viewColorDialog");
    QVERIFY(dialog);
    dialog->setCurrentColor(QColor(1, 2, 3));
    dialog->accept();

    QCOMPARE(rig.find<Canvas>("canvas")->alphaStyle().color, QColor(1, 2, 3));
    QVERIFY(rig.find<ColorButton>("viewColor")->accessibleName().contains(QStringLiteral("#010203")));
}

void AlphaBarTest::loadsAnOwnPicture() {
    WindowRig rig;
    QVERIFY(prepare(rig));
    rig.dialogs.answer = {rig.path("beach.jpg")};
    choose(rig, AlphaView::picture);
    QVERIFY(!rig.find<Canvas>("canvas")->alphaStyle().picture);

    rig.find<QPushButton>("choosePicture")->click();

    QTRY_VERIFY(rig.find<Canvas>("canvas")->alphaStyle().picture);
    QCOMPARE(rig.find<Canvas>("canvas")->alphaStyle().picture->size, QSize(240, 160));
    QCOMPARE(rig.session.opens().back().filename(), std::filesystem::path("beach.jpg"));
    QCOMPARE(rig.find<QPushButton>("choosePicture")->text(), QStringLiteral("beach.jpg"));
    QCOMPARE(rig.window.photos().count(), 1); // it is no photo of the list
}

void AlphaBarTest::saysWhenThePictureCannotBeRead() {
    WindowRig rig;
    QVERIFY(prepare(rig));
    rig.dialogs.answer = {rig.path("broken.jpg")};
    rig.session.failFor("open", "broken.jpg", {ErrorCode::corrupt_file, "no end"});
    choose(rig, AlphaView::picture);

    rig.find<QPushButton>("choosePicture")->click();

    QTRY_VERIFY(rig.find<QWidget>("banner")->isVisible());
    QVERIFY(!rig.find<Canvas>("canvas")->alphaStyle().picture);
    QVERIFY(rig.settings.alphaPicture().isEmpty());
}

void AlphaBarTest::remembersTheChoiceButNotTheGain() {
    WindowRig rig;
    QVERIFY(prepare(rig));
    rig.dialogs.answer = {rig.path("beach.jpg")};
    choose(rig, AlphaView::picture);
    rig.find<QPushButton>("choosePicture")->click();
    QTRY_VERIFY(rig.find<Canvas>("canvas")->alphaStyle().picture);
    choose(rig, AlphaView::overlay);
    rig.find<QSpinBox>("overlayOpacity")->setValue(35);
    rig.find<QDoubleSpinBox>("viewGain")->setValue(4.0);

    MainWindow again(
        {.session = rig.session,
         .bridge = rig.bridge,
         .settings = rig.settings,
         .theme = rig.theme,
         .dialogs = rig.dialogs,
         .find = WindowRig::findFake});
    const auto* canvas = again.findChild<Canvas*>(QStringLiteral("canvas"));
    QCOMPARE(canvas->alphaStyle().view, AlphaView::overlay);
    QCOMPARE(canvas->alphaStyle().overlayOpacity, 35);
    QCOMPARE(canvas->alphaStyle().gain, 1.0);
    QVERIFY(!canvas->alphaStyle().picture); // not before it is wanted

    again.findChild<QAction*>(QStringLiteral("actionOnPicture"))->trigger();
    // Its action works once there are photos; the picker always does.
    auto* picker = again.findChild<QComboBox*>(QStringLiteral("alphaView"));
    picker->setCurrentIndex(picker->findData(int(AlphaView::picture)));
    QTRY_VERIFY(canvas->alphaStyle().picture);
}

void AlphaBarTest::survivesDamagedSettings() {
    WindowRig rig;
    rig.store.setValue(QStringLiteral("alpha/view"), QStringLiteral("nonsense"));
    rig.store.setValue(QStringLiteral("alpha/check-side"), -5);
    rig.store.setValue(QStringLiteral("alpha/overlay-color"), 99);
    rig.store.setValue(QStringLiteral("alpha/overlay-opacity"), QStringLiteral("much"));
    rig.store.setValue(QStringLiteral("alpha/color"), QStringLiteral("reddish"));

    const AlphaStyle style = rig.settings.alphaStyle();

    QCOMPARE(style.view, AlphaView::checkerboard);
    QCOMPARE(style.checkSide, 2);
    QCOMPARE(style.overlayColor, int(kOverlayColors.size()) - 1);
    QCOMPARE(style.overlayOpacity, 60);
    QCOMPARE(style.color, AlphaStyle().color);
}

void AlphaBarTest::laysItsSettingsOutInOneRowWhereThereIsRoom() {
    WindowRig rig;
    QVERIFY(prepare(rig));
    auto* bar = rig.find<AlphaBar>("alphaBar");
    const auto* picker = rig.find<QComboBox>("alphaView");
    const auto* canvas = rig.find<Canvas>("canvas");
    const QSize size = canvas->size();
    for (int i = 0; i < kAlphaViews; ++i) {
        choose(rig, AlphaView(i));
        rig.find<QDoubleSpinBox>("viewGain")->setValue(i % 2 == 0 ? 1.0 : 2.0); // the reset comes and goes
        QTRY_VERIFY2(
            bar->height() < 2 * picker->height(),
            qPrintable(QStringLiteral("%1: %2 high, %3 wide, wants %4 of %5")
                           .arg(picker->currentText())
                           .arg(bar->height())
                           .arg(bar->width())
                           .arg(bar->sizeHint().width())
                           .arg(rig.find<Strip>("viewStrip")->width())));
        QCOMPARE(canvas->size(), size); // the photo keeps still
    }
}

void AlphaBarTest::namesItsEditorsForScreenReaders() {
    WindowRig rig;
    QVERIFY(prepare(rig));
    auto* bar = rig.find<AlphaBar>("alphaBar");

    for (const QLabel* label : bar->findChildren<QLabel*>()) {
        QVERIFY2(label->buddy(), qPrintable(label->text()));
        QVERIFY2(!label->buddy()->accessibleName().isEmpty(), qPrintable(label->text()));
        QVERIFY2(!label->buddy()->toolTip().isEmpty(), qPrintable(label->text()));
        QVERIFY2(label->buddy()->focusPolicy() & Qt::TabFocus, qPrintable(label->text()));
    }
}

void AlphaBarTest::showsThePixelReadOut() {
    WindowRig rig;
    QVERIFY(prepare(rig));
    auto* canvas = rig.find<Canvas>("canvas");
    const auto corner = [&] {
        return canvas->grab(QRect(canvas->width() - 200, canvas->height() - 60, 150, 40)).toImage();
    };
    QTest::mouseMove(canvas, canvas->rect().center());
    QMouseEvent move(
        QEvent::MouseMove, QPointF(canvas->rect().center()),
        canvas->mapToGlobal(QPointF(canvas->rect().center())), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
    QCoreApplication::sendEvent(canvas, &move);
    QVERIFY(!rig.find<QLabel>("pixelText")->text().isEmpty());
    const QImage without = corner();

    QTest::keyClick(&rig.window, Qt::Key_I);

    QVERIFY(corner() != without);
    QVERIFY(rig.settings.isPixelReadoutShown());
    QTest::keyClick(&rig.window, Qt::Key_I);
    QCOMPARE(corner(), without);
}

QTEST_MAIN(AlphaBarTest)
#include "alpha_bar_test.moc"
