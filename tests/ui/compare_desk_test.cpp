#include "tests/ui/window_rig.h"
#include "ui/canvas.h"
#include "ui/compare_bar.h"
#include "ui/filmstrip.h"
#include "ui/strip.h"

#include <QCheckBox>
#include <QComboBox>
#include <QSlider>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

using namespace kerf;
using namespace kerf::ui;
using kerf::test::WindowRig;

namespace {

bool prepare(WindowRig& rig) {
    rig.window.show();
    rig.window.activateWindow();
    return QTest::qWaitForWindowActive(&rig.window) && rig.add({"one.jpg", "two.jpg"});
}

bool run(WindowRig& rig) {
    rig.find<QAction>("actionRun")->trigger();
    return QTest::qWaitFor([&] { return rig.find<Canvas>("canvas")->hasResult(); });
}

void key(WindowRig& rig, Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
    QTest::keyClick(&rig.window, key, modifiers);
}

// Chooses a row as a person does.
void choose(QComboBox* picker, const QString& text) {
    const int row = picker->findText(text);
    QVERIFY2(row >= 0, qPrintable(text));
    picker->setCurrentIndex(row);
    Q_EMIT picker->activated(row);
}

QColor pixelOf(WindowRig& rig, double across, double down) {
    QImage shown = rig.find<Canvas>("canvas")->grab().toImage();
    return shown.pixelColor(int(shown.width() * across), int(shown.height() * down));
}

} // namespace

class CompareDeskTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void offersNothingWithoutAResult() {
        WindowRig rig;
        QVERIFY(prepare(rig));

        QVERIFY(!rig.find<CompareBar>("compareBar")->isVisible());
        QVERIFY(run(rig));
        QVERIFY(rig.find<CompareBar>("compareBar")->isVisible());
        QVERIFY(rig.find<Strip>("viewStrip")->isVisible());
        rig.find<QAction>("actionNextPhoto")->trigger();
        QTRY_VERIFY(!rig.find<CompareBar>("compareBar")->isVisible());
    }

    void choosesModesByKeys() {
        WindowRig rig;
        QVERIFY(prepare(rig));
        QVERIFY(run(rig));
        const auto* canvas = rig.find<Canvas>("canvas");

        key(rig, Qt::Key_O, Qt::ShiftModifier);
        QCOMPARE(canvas->compareMode(), CompareMode::onion);
        key(rig, Qt::Key_W);
        QCOMPARE(canvas->compareMode(), CompareMode::split);
        key(rig, Qt::Key_Y);
        QCOMPARE(canvas->compareMode(), CompareMode::side);
        key(rig, Qt::Key_Y);
        QCOMPARE(canvas->compareMode(), CompareMode::difference);
        key(rig, Qt::Key_Y);
        QCOMPARE(canvas->compareMode(), CompareMode::split);
        key(rig, Qt::Key_D, Qt::ShiftModifier);
        QCOMPARE(canvas->compareMode(), CompareMode::difference);
        key(rig, Qt::Key_W, Qt::ShiftModifier);
        QCOMPARE(canvas->compareMode(), CompareMode::side);
    }

    void showsOnlyTheOptionsOfTheMode() {
        WindowRig rig;
        QVERIFY(prepare(rig));
        QVERIFY(run(rig));
        const auto shown = [&] {
            return std::array{
                rig.find<QSpinBox>("dividerAngle")->isVisible(),
                rig.find<QSpinBox>("differenceGain")->isVisible(),
                rig.find<QCheckBox>("differenceSigned")->isVisible(),
                rig.find<QSpinBox>("onionOpacity")->isVisible()};
        };

        QCOMPARE(shown(), (std::array{true, false, false, false}));
        key(rig, Qt::Key_D, Qt::ShiftModifier);
        QCOMPARE(shown(), (std::array{false, true, true, false}));
        key(rig, Qt::Key_O, Qt::ShiftModifier);
        QCOMPARE(shown(), (std::array{false, false, false, true}));
        key(rig, Qt::Key_W, Qt::ShiftModifier);
        QCOMPARE(shown(), (std::array{false, false, false, false}));
    }

    void handsItsOptionsToTheCanvas() {
        WindowRig rig;
        QVERIFY(prepare(rig));
        QVERIFY(run(rig));
        auto* canvas = rig.find<Canvas>("canvas");

        rig.find<QSpinBox>("dividerAngle")->setValue(45);
        QCOMPARE(canvas->dividerAngle(), 45.0);
        canvas->setDividerAngle(90.0);
        QCOMPARE(rig.find<QSpinBox>("dividerAngle")->value(), 90);

        rig.find<QSlider>("differenceGainSlider")->setValue(33);
        rig.find<QCheckBox>("differenceSigned")->click();
        QCOMPARE(canvas->differenceStyle(), (DifferenceStyle{.gain = 33, .isSigned = true}));
        QCOMPARE(rig.find<QSpinBox>("differenceGain")->value(), 33);

        rig.find<QSpinBox>("onionOpacity")->setValue(20);
        QCOMPARE(canvas->onionOpacity(), 0.2);
        QCOMPARE(rig.find<QSlider>("onionOpacitySlider")->value(), 20);
    }

    void comparesAnyPair() {
        WindowRig rig;
        QVERIFY(prepare(rig));
        QVERIFY(run(rig));
        auto* a = rig.find<QComboBox>("compareA");
        auto* b = rig.find<QComboBox>("compareB");
        QCOMPARE(a->currentText(), QStringLiteral("Original"));
        QCOMPARE(b->currentText(), QStringLiteral("Cut-out"));

        // Clean-up and original are the same in the fake result, the cut-out is not.
        key(rig, Qt::Key_D, Qt::ShiftModifier);
        rig.find<QSpinBox>("differenceGain")->setValue(64);
        choose(b, QStringLiteral("Clean-up"));
        QTRY_COMPARE(pixelOf(rig, 0.5, 0.45), QColor(Qt::black));
        choose(a, QStringLiteral("Cut-out"));
        choose(b, QStringLiteral("Original"));
        QCOMPARE(a->currentText(), QStringLiteral("Cut-out"));
        rig.find<QToolButton>("compareSwap")->click();
        QCOMPARE(a->currentText(), QStringLiteral("Original"));
        QCOMPARE(b->currentText(), QStringLiteral("Cut-out"));
        key(rig, Qt::Key_S, Qt::ShiftModifier);
        QCOMPARE(b->currentText(), QStringLiteral("Original"));
    }

    void comparesWithAnotherFile() {
        WindowRig rig;
        QVERIFY(prepare(rig));
        QVERIFY(run(rig));
        rig.dialogs.answer = {rig.path("rival.png")};
        auto* b = rig.find<QComboBox>("compareB");

        choose(b, QStringLiteral("Another file…"));

        QTRY_COMPARE(b->currentText(), QStringLiteral("rival.png"));
        QCOMPARE(rig.session.opens().back(), rig.path("rival.png"));
        QVERIFY(rig.find<QComboBox>("compareA")->findText(QStringLiteral("rival.png")) >= 0);
        rig.find<QAction>("actionNextPhoto")->trigger();
        QTRY_VERIFY(rig.session.opens().back() == rig.path("two.jpg"));
        QVERIFY(rig.find<CompareBar>("compareBar")->isVisible()); // the other file is still there
        QTRY_VERIFY(rig.find<Canvas>("canvas")->hasResult());
    }

    void tellsWhyAnotherFileCannotBeOpened() {
        WindowRig rig;
        QVERIFY(prepare(rig));
        QVERIFY(run(rig));
        rig.session.failFor(
            "open", "torn.png", {ErrorCode::corrupt_file, "the file ends early", rig.path("torn.png")});
        rig.dialogs.answer = {rig.path("torn.png")};
        auto* b = rig.find<QComboBox>("compareB");

        choose(b, QStringLiteral("Another file…"));

        QTRY_VERIFY(rig.find<QWidget>("banner")->isVisible());
        QCOMPARE(b->currentText(), QStringLiteral("Cut-out"));
    }

    void showsChannelsByKeysAndTheSameKeyBringsThemAllBack() {
        WindowRig rig;
        QVERIFY(prepare(rig));
        QVERIFY(run(rig));
        const auto* canvas = rig.find<Canvas>("canvas");
        const std::pair<Qt::Key, Channel> keys[] = {
            {Qt::Key_R, Channel::red},
            {Qt::Key_G, Channel::green},
            {Qt::Key_B, Channel::blue},
            {Qt::Key_A, Channel::alpha},
            {Qt::Key_C, Channel::color}};
        for (const auto& pair : keys) {
            key(rig, pair.first);
            QCOMPARE(canvas->channel(), pair.second);
        }
        key(rig, Qt::Key_G);
        key(rig, Qt::Key_G);
        QCOMPARE(canvas->channel(), Channel::color);
        QVERIFY(rig.find<QAction>("actionChannelColor")->isChecked());
    }
};

QTEST_MAIN(CompareDeskTest)
#include "compare_desk_test.moc"
