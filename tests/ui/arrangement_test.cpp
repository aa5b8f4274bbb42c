#include "tests/ui/window_rig.h"
#include "ui/canvas.h"
#include "ui/compare_bar.h"
#include "ui/recipe_panel.h"
#include "ui/setting_row.h"
#include "ui/viewport.h"

#include <QAction>
#include <QColorDialog>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

using namespace kerf;
using namespace kerf::ui;
using namespace kerf::test;

namespace {

const Recipe& recipeOf(const WindowRig& rig) {
    return rig.find<RecipePanel>("recipePanel")->recipe();
}

void choose(const WindowRig& rig, const char* name, int value) {
    auto* box = rig.find<QComboBox>(name);
    box->setCurrentIndex(box->findData(value));
    Q_EMIT box->activated(box->currentIndex());
}

// The row of an editor.
bool isShown(const WindowRig& rig, const char* name) {
    return !rig.find<QWidget>(name)->parentWidget()->isHidden();
}

// Where a value's name is accented, and back with its reset.
bool resets(const WindowRig& rig, const char* name) {
    auto* reset = rig.find<QToolButton>(name);
    const bool wasThere = !reset->isHidden();
    reset->click();
    return wasThere && reset->isHidden();
}

QColor colorAt(const WindowRig& rig, QPointF source) {
    auto* canvas = rig.find<Canvas>("canvas");
    const QImage shown = canvas->grab().toImage();
    const QPointF at = canvas->viewport().toView(source);
    return shown.pixelColor(int(at.x()), int(at.y()));
}

bool run(WindowRig& rig) {
    rig.window.resize(1200, 900);
    rig.window.show();
    if (!rig.add({"one.jpg"})) {
        return false;
    }
    rig.find<QAction>("actionRun")->trigger();
    return QTest::qWaitFor([&] { return rig.find<Canvas>("canvas")->hasResult(); });
}

} // namespace

// What the exported picture looks like: background, shadow and frame in the window.
class ArrangementTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aBackgroundShowsWhatItsKindCanBeTold() {
        WindowRig rig;
        rig.window.show();
        QVERIFY(!isShown(rig, "backgroundColorLine"));
        choose(rig, "backgroundKind", int(BackgroundKind::color));
        QVERIFY((recipeOf(rig).background == Background{}));
        QVERIFY(isShown(rig, "backgroundColorLine") && !isShown(rig, "backgroundSecondLine"));

        choose(rig, "backgroundKind", int(BackgroundKind::linear));
        QVERIFY(isShown(rig, "backgroundSecondLine") && isShown(rig, "backgroundAnglePair"));
        rig.find<QSpinBox>("backgroundAngleNumber")->setValue(90);
        QCOMPARE(recipeOf(rig).background.value().angle, 90.0);
        QCOMPARE(rig.find<QSlider>("backgroundAngleSlider")->value(), 90);

        choose(rig, "backgroundKind", int(BackgroundKind::blur));
        QVERIFY(isShown(rig, "backgroundBlurPair") && !isShown(rig, "backgroundColorLine"));
        rig.find<QDoubleSpinBox>("backgroundBlurNumber")->setValue(7.5);
        QVERIFY((recipeOf(rig).background == Background{.kind = BackgroundKind::blur, .blur = 7.5}));
        QVERIFY(resets(rig, "backgroundBlurReset"));
        QCOMPARE(recipeOf(rig).background.value().blur, Background{}.blur);

        choose(rig, "backgroundKind", int(BackgroundKind::linear)); // as it was left
        QCOMPARE(recipeOf(rig).background.value().angle, 90.0);
        choose(rig, "backgroundKind", int(BackgroundKind::color)); // of which an even colour knows nothing
        QVERIFY((recipeOf(rig).background == Background{}));
        QVERIFY(resets(rig, "backgroundKindReset"));
        QVERIFY(!recipeOf(rig).background);
    }

    void aColourIsChosenInADialog() {
        WindowRig rig;
        rig.window.show();
        choose(rig, "backgroundKind", int(BackgroundKind::color));
        rig.find<QToolButton>("backgroundColor")->click();
        auto* dialog = rig.find<QColorDialog>("backgroundColorDialog");
        Q_EMIT dialog->colorSelected(QColor(1, 2, 3));
        QVERIFY((recipeOf(rig).background == Background{.color = {1, 2, 3}}));
        QCOMPARE(rig.find<QToolButton>("backgroundColor")->text(), QStringLiteral("#010203"));
        QVERIFY(resets(rig, "backgroundColorReset"));
    }

    void aPictureCountsOnceItIsChosen() {
        WindowRig rig;
        rig.window.show();
        choose(rig, "backgroundKind", int(BackgroundKind::picture)); // and the dialog is closed
        QVERIFY(!recipeOf(rig).background);
        QCOMPARE(rig.find<QComboBox>("backgroundKind")->currentIndex(), 0);

        rig.dialogs.answer = {"/pictures/sky.jpg"};
        choose(rig, "backgroundKind", int(BackgroundKind::picture));
        QCOMPARE(recipeOf(rig).background.value().picture, std::string("/pictures/sky.jpg"));
        QCOMPARE(rig.find<QPushButton>("backgroundPicture")->text(), QStringLiteral("sky.jpg"));
        QVERIFY(!isShown(rig, "backgroundColorLine"));
        choose(rig, "backgroundFit", int(PictureFit::contain));
        QVERIFY(isShown(rig, "backgroundColorLine"));

        rig.dialogs.answer = {"/pictures/sea.jpg"};
        rig.find<QPushButton>("backgroundPicture")->click();
        QCOMPARE(recipeOf(rig).background.value().picture, std::string("/pictures/sea.jpg"));
        QVERIFY(recipeOf(rig).background.value().fit == PictureFit::contain);
    }

    void aShadowComesBackAsItWas() {
        WindowRig rig;
        rig.window.show();
        QVERIFY(!isShown(rig, "shadowBlurPair"));
        choose(rig, "shadowKind", 1);
        QVERIFY((recipeOf(rig).shadow == Shadow{}));
        rig.find<QSlider>("shadowOpacitySlider")->setValue(70);
        rig.find<QDoubleSpinBox>("shadowDistanceNumber")->setValue(3.3);
        rig.find<QSlider>("shadowBlurSlider")->setValue(60);
        rig.find<QSpinBox>("shadowAngleNumber")->setValue(200);
        const Shadow wanted{.angle = 200.0, .distance = 3.3, .blur = 6.0, .opacity = 70};
        QVERIFY(std::abs(recipeOf(rig).shadow.value().blur - 6.0) < 1e-9);
        QCOMPARE(rig.find<QDoubleSpinBox>("shadowBlurNumber")->value(), 6.0);
        QCOMPARE(recipeOf(rig).shadow.value().distance, wanted.distance);
        QCOMPARE(recipeOf(rig).shadow.value().opacity, wanted.opacity);

        choose(rig, "shadowKind", 0);
        QVERIFY(!recipeOf(rig).shadow);
        choose(rig, "shadowKind", 1);
        QCOMPARE(recipeOf(rig).shadow.value().angle, 200.0);
        QVERIFY(resets(rig, "shadowAngleReset"));
        QVERIFY(resets(rig, "shadowKindReset"));
    }

    void aFrameIsCutToTheSubject() {
        WindowRig rig;
        rig.window.show();
        QVERIFY(!isShown(rig, "framePlaceLine"));
        choose(rig, "frameAround", int(FrameAround::subject));
        QVERIFY((recipeOf(rig).framing == Framing{.around = FrameAround::subject, .margin = 5.0}));
        choose(rig, "frameMarginUnit", int(MarginUnit::pixels));
        rig.find<QDoubleSpinBox>("frameMarginNumber")->setValue(120.0);
        QCOMPARE(recipeOf(rig).framing.margin, 120.0);
        choose(rig, "frameMarginUnit", int(MarginUnit::percent)); // of which there are no 120
        recipeOf(rig).check();

        rig.find<QToolButton>("framePlace-bottom-right")->click();
        QCOMPARE(recipeOf(rig).framing.x, 100);
        QCOMPARE(recipeOf(rig).framing.y, 100);
        rig.find<QSpinBox>("frameXNumber")->setValue(20);
        QVERIFY(!rig.find<QToolButton>("framePlace-bottom-right")->isChecked());
        QVERIFY(resets(rig, "framePlaceReset"));
        QVERIFY(rig.find<QToolButton>("framePlace-center")->isChecked());
        QVERIFY(resets(rig, "frameMarginReset"));
        QVERIFY(resets(rig, "frameAroundReset"));
        QVERIFY(recipeOf(rig).framing.isNeutral());
    }

    void aFrameHasAShapeOrASize() {
        WindowRig rig;
        rig.window.show();
        auto* shape = rig.find<QComboBox>("frameShape");
        const auto pick = [&](const QString& text) {
            const int row = shape->findText(text);
            QVERIFY2(row >= 0, qPrintable(text));
            shape->setCurrentIndex(row);
        };
        pick(QStringLiteral("4 : 5"));
        QVERIFY((recipeOf(rig).framing.aspect == Aspect{4, 5}));
        QVERIFY(!isShown(rig, "frameAspectPair") && !isShown(rig, "frameCanvasPair"));

        pick(QStringLiteral("Own shape"));
        QVERIFY(isShown(rig, "frameAspectPair"));
        rig.find<QSpinBox>("frameAspectWidth")->setValue(1);
        rig.find<QSpinBox>("frameAspectHeight")->setValue(1); // still its own
        QVERIFY(isShown(rig, "frameAspectPair"));
        rig.find<QSpinBox>("frameAspectWidth")->setValue(900);
        recipeOf(rig).check();

        pick(QStringLiteral("Exact size"));
        QVERIFY((recipeOf(rig).framing.canvas == CanvasSize{2000, 2000}));
        QVERIFY(!recipeOf(rig).framing.aspect);
        rig.find<QSpinBox>("frameWidth")->setValue(1500);
        QVERIFY((recipeOf(rig).framing.canvas == CanvasSize{1500, 2000}));
        pick(QStringLiteral("As it comes"));
        QVERIFY(recipeOf(rig).framing.isNeutral());
        pick(QStringLiteral("Exact size")); // as it was left
        QVERIFY((recipeOf(rig).framing.canvas == CanvasSize{1500, 2000}));
        QVERIFY(resets(rig, "frameShapeReset"));
    }

    void aShopsSquareIsOnePresetAway() {
        WindowRig rig;
        rig.window.show();
        auto* picker = rig.find<QComboBox>("presetPicker");
        QTRY_VERIFY(picker->count() > 1);
        const int row = picker->findText(QStringLiteral("Shop, white square"));
        QVERIFY(row >= 0);
        picker->setCurrentIndex(row);
        Q_EMIT picker->activated(row);
        QVERIFY((recipeOf(rig).background == Background{}));
        QVERIFY(
            (recipeOf(rig).framing ==
             Framing{.around = FrameAround::subject, .margin = 5.0, .canvas = CanvasSize{2000, 2000}}));
    }

    void theExportedPictureStandsWhereItIsOverThePhoto() {
        WindowRig rig;
        QVERIFY(run(rig));
        auto* canvas = rig.find<Canvas>("canvas");
        const double before = canvas->zoom();
        const QSize photo = canvas->viewport().photo();
        rig.find<QAction>("actionAfter")->trigger();

        // Of the fake session the frame is half as wide again to the left: red there, blue over the photo.
        choose(rig, "frameAround", int(FrameAround::subject));
        auto* b = rig.find<QComboBox>("compareB");
        QTRY_COMPARE(b->currentText(), QStringLiteral("As exported"));
        QTRY_VERIFY(canvas->zoom() < before); // all of it is fitted
        QTRY_COMPARE(colorAt(rig, {-photo.width() * 0.25, photo.height() * 0.5}), QColor(Qt::red));
        QCOMPARE(colorAt(rig, {photo.width() * 0.5, photo.height() * 0.5}), QColor(Qt::blue));
        QCOMPARE(rig.find<QComboBox>("compareA")->findText(QStringLiteral("As exported")), -1);

        // In a wipe the photo is where it was, and nothing of it beside the frame.
        rig.find<QAction>("actionSplit")->trigger();
        canvas->setDivider(0.6);
        QTRY_COMPARE(colorAt(rig, {photo.width() * 0.8, photo.height() * 0.5}), QColor(Qt::blue));
        QVERIFY(colorAt(rig, {photo.width() * 0.1, photo.height() * 0.5}) != QColor(Qt::blue));
        QVERIFY(colorAt(rig, {-photo.width() * 0.25, photo.height() * 0.5}) != QColor(Qt::red));

        // Without a frame it is the cut-out again, fitted as before.
        choose(rig, "frameAround", int(FrameAround::photo));
        QTRY_COMPARE(b->currentText(), QStringLiteral("Cut-out"));
        QTRY_COMPARE(canvas->zoom(), before);
    }

    void swappingLeavesTheExportedPictureOnItsSide() {
        WindowRig rig;
        QVERIFY(run(rig));
        choose(rig, "frameAround", int(FrameAround::subject));
        auto* b = rig.find<QComboBox>("compareB");
        QTRY_COMPARE(b->currentText(), QStringLiteral("As exported"));
        rig.find<QAction>("actionSwapSides")->trigger();
        QCOMPARE(rig.find<QComboBox>("compareA")->currentText(), QStringLiteral("Cut-out"));
        QCOMPARE(b->currentText(), QStringLiteral("Original"));
    }
};

QTEST_MAIN(ArrangementTest)
#include "arrangement_test.moc"
