#include "tests/ui/window_rig.h"
#include "ui/banner.h"
#include "ui/canvas.h"
#include "ui/viewport.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QMenuBar>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>
#include <QTabletEvent>
#include <QTest>
#include <QToolButton>

#include <cmath>

using namespace kerf;
using namespace kerf::ui;

namespace {

// A window with photos on the screen; what a person does to them.
struct Bench {
    test::WindowRig rig;
    Canvas* canvas = nullptr;

    bool open(const std::vector<std::string>& names = {"a.jpg"}) {
        rig.window.resize(1000, 760);
        rig.window.show();
        canvas = rig.find<Canvas>("canvas");
        return QTest::qWaitForWindowExposed(&rig.window) && rig.add(names) &&
               QTest::qWaitFor([&] { return !canvas->viewport().isEmpty(); });
    }

    bool run() {
        trigger("actionRun");
        return QTest::qWaitFor([&] { return item().state == PhotoState::done && canvas->hasResult(); });
    }

    const PhotoItem& item(int row = 0) const { return rig.window.photos().at(row); }
    QAction* action(const char* name) const { return rig.find<QAction>(name); }
    void trigger(const char* name) const { action(name)->trigger(); }
    void click(const char* name) const { QTest::mouseClick(rig.find<QToolButton>(name), Qt::LeftButton); }

    QPoint at(QPointF source) const {
        return (canvas->viewport().toView(source) / canvas->devicePixelRatioF()).toPoint();
    }

    // Paints a line with the mouse.
    void stroke(QPointF from, QPointF to, Qt::KeyboardModifiers modifiers = {}) const {
        QTest::mouseMove(canvas, at(from));
        QTest::mousePress(canvas, Qt::LeftButton, modifiers, at(from));
        for (int i = 1; i <= 8; ++i) {
            drag(from + (to - from) * i / 8.0, modifiers);
        }
        QTest::mouseRelease(canvas, Qt::LeftButton, modifiers, at(to));
    }

    void drag(QPointF to, Qt::KeyboardModifiers modifiers = {}) const {
        QMouseEvent move(
            QEvent::MouseMove, at(to), canvas->mapToGlobal(QPointF(at(to))), Qt::NoButton, Qt::LeftButton,
            modifiers);
        QCoreApplication::sendEvent(canvas, &move);
    }

    bool isUpToDate() const {
        return item().made && *item().made == rig.session.edits().back().recipe && !item().isOutdated;
    }
};

constexpr QPointF kEdge(176.0, 80.0); // on the disc's soft edge

} // namespace

// Painting, undoing and keeping edits, in the window over a fake session.
class EditDeskTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void paintsALineWithTheMouse();
    void showsABrushOnlyWhileItIsOn();
    void turnsRoundWithAlt();
    void goesStraightOnWithShift();
    void changesSizeAndHardnessByKeys();
    void feelsThePen();
    void takesALineBackWithEscape();
    void saysWhenNothingIsUncertain();
    void tellsTheEngineByHints();
    void clearsAllStrokes();
    void adjustsEdgesLive();
    void resetsAnEdgeValue();
    void undoesAndRedoesAMixedSequence();
    void takesAMovingSliderForOneStep();
    void goesToThePhotoThatAnUndoChanges();
    void keepsEditsForTheNextTime();
    void forgetsKeptEdits();
    void tellsOfDamagedEdits();
    void leavesTheToolForTheBox();
    void needsNoResultToDraw();
};

void EditDeskTest::paintsALineWithTheMouse() {
    Bench bench;
    QVERIFY(bench.open() && bench.run());
    QTest::keyClick(bench.canvas, Qt::Key_K);
    QVERIFY(bench.action("actionBrush")->isChecked());

    bench.stroke(kEdge, kEdge + QPointF(0.0, 30.0));

    QCOMPARE(int(bench.item().edits.size()), 1);
    const MatteStroke& stroke = bench.item().edits.front();
    QVERIFY(stroke.mode == StrokeMode::add);
    QVERIFY(stroke.onlyUncertain);
    QVERIFY(stroke.points.size() >= 3);
    QVERIFY(std::hypot(stroke.points.front().x - kEdge.x(), stroke.points.front().y - kEdge.y()) < 1.0);
    QVERIFY(std::abs(stroke.points.back().y - kEdge.y() - 30.0) < 1.0);
    QVERIFY(!bench.item().isOutdated); // it is brought up to date at once
    QTRY_VERIFY(!bench.rig.session.previews().empty());
    QTRY_COMPARE(int(bench.rig.session.edits().size()), 1);
    QTRY_VERIFY(bench.isUpToDate());
    QCOMPARE(bench.item().stages.back().stage, std::string("edit"));
    QCOMPARE(int(bench.rig.session.runs().size()), 1); // no engine was asked
}

void EditDeskTest::showsABrushOnlyWhileItIsOn() {
    Bench bench;
    QVERIFY(bench.open());
    auto* modes = bench.rig.find<QWidget>("brushModes");
    QVERIFY(!modes->isVisible());
    QVERIFY(!bench.action("actionBrushLarger")->isEnabled());

    bench.trigger("actionBrush");
    QVERIFY(modes->isVisible());
    QVERIFY(bench.action("actionBrushLarger")->isEnabled());
    QTest::mouseMove(bench.canvas, bench.at({120.0, 80.0}));
    QCOMPARE(bench.canvas->cursor().shape(), Qt::BlankCursor); // the ring is the cursor

    bench.click("brushDone");
    QVERIFY(!modes->isVisible());
    QVERIFY(!bench.action("actionBrush")->isChecked());
}

void EditDeskTest::turnsRoundWithAlt() {
    Bench bench;
    QVERIFY(bench.open() && bench.run());
    bench.trigger("actionBrush");

    bench.stroke(kEdge, kEdge + QPointF(0.0, 9.0), Qt::AltModifier);
    bench.click("brushMode_brush-remove");
    bench.stroke(kEdge, kEdge + QPointF(0.0, 9.0), Qt::AltModifier);
    bench.click("brushMode_brush-restore");
    bench.stroke(kEdge, kEdge + QPointF(0.0, 9.0), Qt::AltModifier);

    const auto& edits = bench.item().edits;
    QCOMPARE(int(edits.size()), 3);
    QVERIFY(edits[0].mode == StrokeMode::remove);
    QVERIFY(edits[1].mode == StrokeMode::add);
    QVERIFY(edits[2].mode == StrokeMode::restore);
}

void EditDeskTest::goesStraightOnWithShift() {
    Bench bench;
    QVERIFY(bench.open());
    bench.trigger("actionBrush");
    bench.stroke({60.0, 60.0}, {70.0, 60.0});

    QTest::mouseClick(bench.canvas, Qt::LeftButton, Qt::ShiftModifier, bench.at({150.0, 120.0}));

    const MatteStroke& straight = bench.item().edits.back();
    QCOMPARE(int(bench.item().edits.size()), 2);
    QVERIFY(straight.points.front() == bench.item().edits.front().points.back());
    QVERIFY(std::abs(straight.points.back().x - 150.0) < 1.0);
}

void EditDeskTest::changesSizeAndHardnessByKeys() {
    Bench bench;
    QVERIFY(bench.open());
    bench.trigger("actionBrush");
    auto* size = bench.rig.find<QSpinBox>("brushSizeNumber");
    auto* hardness = bench.rig.find<QSpinBox>("brushHardnessNumber");
    size->setValue(40);
    hardness->setValue(50);

    QTest::keyClick(bench.canvas, Qt::Key_BracketRight);
    QCOMPARE(size->value(), 46);
    QTest::keyClick(bench.canvas, Qt::Key_BracketLeft);
    QCOMPARE(size->value(), 40);
    QTest::keyClick(bench.canvas, Qt::Key_BracketRight, Qt::ShiftModifier);
    QCOMPARE(hardness->value(), 60);
    QTest::keyClick(bench.canvas, Qt::Key_BracketLeft, Qt::ShiftModifier);
    QTest::keyClick(bench.canvas, Qt::Key_BracketLeft, Qt::ShiftModifier);
    QCOMPARE(hardness->value(), 40);
    bench.stroke({60.0, 60.0}, {70.0, 60.0});

    QCOMPARE(bench.item().edits.back().radius, 20.0);
    QCOMPARE(bench.item().edits.back().hardness, 0.4);
}

void EditDeskTest::feelsThePen() {
    Bench bench;
    QVERIFY(bench.open());
    bench.trigger("actionBrush");
    const auto pen = [&](QEvent::Type type, QPointF source, double pressure) {
        const QPointF at = bench.at(source);
        QTabletEvent event(
            type, QPointingDevice::primaryPointingDevice(), at, bench.canvas->mapToGlobal(at), pressure, 0.0F,
            0.0F, 0.0F, 0.0, 0.0F, Qt::NoModifier, Qt::LeftButton, Qt::LeftButton);
        QCoreApplication::sendEvent(bench.canvas, &event);
    };

    pen(QEvent::TabletPress, {60.0, 60.0}, 0.25);
    QTest::mousePress(bench.canvas, Qt::LeftButton, {}, bench.at({60.0, 60.0}));
    pen(QEvent::TabletMove, {90.0, 60.0}, 0.75);
    bench.drag({90.0, 60.0});
    QTest::mouseRelease(bench.canvas, Qt::LeftButton, {}, bench.at({90.0, 60.0}));

    const auto& points = bench.item().edits.back().points;
    QCOMPARE(points.front().pressure, 0.25);
    QCOMPARE(points.back().pressure, 0.75);
}

void EditDeskTest::takesALineBackWithEscape() {
    Bench bench;
    QVERIFY(bench.open() && bench.run());
    bench.trigger("actionBrush");

    QTest::mousePress(bench.canvas, Qt::LeftButton, {}, bench.at({60.0, 60.0}));
    bench.drag({90.0, 60.0});
    QTest::keyClick(bench.canvas, Qt::Key_Escape);
    QTest::mouseRelease(bench.canvas, Qt::LeftButton, {}, bench.at({90.0, 60.0}));
    QVERIFY(bench.item().edits.empty());
    QVERIFY(bench.action("actionBrush")->isChecked());

    QTest::keyClick(bench.canvas, Qt::Key_Escape);
    QVERIFY(!bench.action("actionBrush")->isChecked());
}

void EditDeskTest::saysWhenNothingIsUncertain() {
    Bench bench;
    QVERIFY(bench.open() && bench.run());
    bench.trigger("actionBrush");
    bench.rig.find<QSpinBox>("brushSizeNumber")->setValue(10);
    auto* note = bench.rig.find<QLabel>("brushNote");

    bench.stroke({20.0, 20.0}, {30.0, 20.0}); // background for sure
    QVERIFY(note->text().contains(QStringLiteral("Uncertain")));
    QVERIFY(note->isVisible());

    bench.stroke(kEdge, kEdge + QPointF(0.0, 5.0));
    QVERIFY(note->text().isEmpty());

    bench.rig.find<QCheckBox>("brushUncertain")->click();
    bench.stroke({20.0, 20.0}, {30.0, 20.0});
    QVERIFY(note->text().isEmpty());
    QVERIFY(!bench.item().edits.back().onlyUncertain);
}

void EditDeskTest::tellsTheEngineByHints() {
    Bench bench;
    QVERIFY(bench.open() && bench.run());
    bench.trigger("actionBrush");
    bench.click("brushMode_hint-background");
    QVERIFY(!bench.rig.find<QCheckBox>("brushUncertain")->isVisible());

    bench.stroke({20.0, 20.0}, {60.0, 20.0});

    QCOMPARE(int(bench.item().strokes.size()), 1);
    QVERIFY(!bench.item().strokes.front().isSubject);
    QVERIFY(bench.item().edits.empty());
    QVERIFY(bench.item().isOutdated); // the engine has to look again
    QVERIFY(bench.run());
    QVERIFY(bench.rig.session.runs().back().recipe.strokes == bench.item().strokes);
    QVERIFY(bench.rig.session.edits().empty());
}

void EditDeskTest::clearsAllStrokes() {
    Bench bench;
    QVERIFY(bench.open() && bench.run());
    bench.trigger("actionBrush");
    auto* clear = bench.rig.find<QToolButton>("brushClear");
    QVERIFY(!clear->isEnabled());
    bench.stroke({60.0, 60.0}, {90.0, 60.0});
    bench.stroke({60.0, 90.0}, {90.0, 90.0});
    QVERIFY(clear->text().contains(QLatin1Char('2')));

    clear->click();
    QVERIFY(bench.item().edits.empty());
    bench.trigger("actionUndo");

    QCOMPARE(int(bench.item().edits.size()), 2);
}

void EditDeskTest::adjustsEdgesLive() {
    Bench bench;
    QVERIFY(bench.open() && bench.run());

    bench.rig.find<QDoubleSpinBox>("edgeGrowNumber")->setValue(-1.5);

    QCOMPARE(bench.rig.find<QSlider>("edgeGrowSlider")->value(), -6); // quarter pixels
    QTRY_VERIFY(!bench.rig.session.previews().empty());
    QTRY_VERIFY(bench.canvas->hasAfterPatch());
    QTRY_COMPARE(int(bench.rig.session.edits().size()), 1);
    QTRY_VERIFY(bench.isUpToDate());
    QCOMPARE(bench.item().made->edges.grow, -1.5);
    QTRY_VERIFY(!bench.canvas->hasAfterPatch()); // the whole result is on the screen

    bench.rig.find<QSlider>("edgeBlackSlider")->setValue(254); // pushes white along
    QCOMPARE(bench.rig.find<QDoubleSpinBox>("edgeWhiteNumber")->value(), 255.0);
    bench.rig.find<QDoubleSpinBox>("edgeWhiteNumber")->setValue(100.0);
    QCOMPARE(bench.rig.find<QDoubleSpinBox>("edgeBlackNumber")->value(), 99.0);
}

void EditDeskTest::resetsAnEdgeValue() {
    Bench bench;
    QVERIFY(bench.open());
    auto* feather = bench.rig.find<QDoubleSpinBox>("edgeFeatherNumber");
    feather->setValue(7.0);
    auto* reset = bench.rig.find<QToolButton>("edgeFeatherReset");
    QVERIFY(!reset->isHidden());

    reset->click();

    QCOMPARE(feather->value(), 0.0);
    QVERIFY(reset->isHidden());
}

void EditDeskTest::undoesAndRedoesAMixedSequence() {
    Bench bench;
    QVERIFY(bench.open() && bench.run());
    auto* grow = bench.rig.find<QDoubleSpinBox>("edgeGrowNumber");
    auto* strength = bench.rig.find<QSpinBox>("strengthNumber");
    QVERIFY(!bench.action("actionUndo")->isEnabled());

    bench.trigger("actionBrush");
    bench.stroke({60.0, 60.0}, {90.0, 60.0});
    grow->setValue(2.0);
    bench.trigger("actionDrawBox");
    bench.stroke({40.0, 30.0}, {200.0, 140.0});
    QVERIFY(bench.item().subject.has_value());
    strength->setValue(70);
    const PhotoItem whole = bench.item();
    QVERIFY(bench.action("actionUndo")->text().contains(QStringLiteral("strength")));

    const auto keys = [&](Qt::KeyboardModifiers modifiers) {
        QTest::keyClick(bench.canvas, Qt::Key_Z, modifiers);
    };
    keys(Qt::ControlModifier);
    QCOMPARE(strength->value(), 100);
    keys(Qt::ControlModifier);
    QVERIFY(!bench.item().subject);
    QVERIFY(!bench.canvas->subject());
    keys(Qt::ControlModifier);
    QCOMPARE(grow->value(), 0.0);
    keys(Qt::ControlModifier);
    QVERIFY(bench.item().edits.empty());
    QVERIFY(!bench.action("actionUndo")->isEnabled());
    QVERIFY(!bench.item().isOutdated);

    for (int i = 0; i < 4; ++i) {
        keys(Qt::ControlModifier | Qt::ShiftModifier);
    }
    QVERIFY(!bench.action("actionRedo")->isEnabled());
    QVERIFY(bench.item().edits == whole.edits);
    QVERIFY(bench.item().subject == whole.subject);
    QVERIFY(bench.canvas->subject() == whole.subject);
    QCOMPARE(grow->value(), 2.0);
    QCOMPARE(strength->value(), 70);
}

void EditDeskTest::takesAMovingSliderForOneStep() {
    Bench bench;
    QVERIFY(bench.open());
    auto* slider = bench.rig.find<QSlider>("edgeFeatherSlider");

    for (int position = 1; position <= 20; ++position) {
        slider->setValue(position);
    }
    bench.trigger("actionUndo");

    QCOMPARE(slider->value(), 0);
    QVERIFY(!bench.action("actionUndo")->isEnabled());
}

void EditDeskTest::goesToThePhotoThatAnUndoChanges() {
    Bench bench;
    QVERIFY(bench.open({"a.jpg", "b.jpg"}));
    bench.trigger("actionBrush");
    bench.stroke({60.0, 60.0}, {90.0, 60.0});
    bench.trigger("actionNextPhoto");
    QTRY_VERIFY(bench.rig.window.windowTitle().contains(QStringLiteral("b.jpg")));
    QVERIFY(bench.item(1).edits.empty());

    bench.trigger("actionUndo");

    QVERIFY(bench.item(0).edits.empty());
    QTRY_VERIFY(bench.rig.window.windowTitle().contains(QStringLiteral("a.jpg")));
}

void EditDeskTest::keepsEditsForTheNextTime() {
    Bench first;
    QVERIFY(first.open());
    first.trigger("actionBrush");
    first.stroke({60.0, 60.0}, {90.0, 60.0});
    const std::filesystem::path file = first.rig.path("a.jpg");
    QTRY_COMPARE(int(first.rig.edits.of(file).edits.size()), 1);

    Bench second;
    second.rig.edits.set(second.rig.path("a.jpg"), {first.rig.edits.of(file), {}});
    QVERIFY(second.open());

    QTRY_COMPARE(int(second.item().edits.size()), 1);
    QVERIFY(second.item().edits == first.item().edits);
    QVERIFY(!second.action("actionUndo")->isEnabled());
    QVERIFY(second.run());
    QVERIFY(second.rig.session.runs().back().recipe.edits == first.item().edits);
}

void EditDeskTest::forgetsKeptEdits() {
    Bench bench;
    QVERIFY(bench.open());
    bench.trigger("actionBrush");
    bench.stroke({60.0, 60.0}, {90.0, 60.0});
    const std::filesystem::path file = bench.rig.path("a.jpg");
    QTRY_COMPARE(int(bench.rig.edits.of(file).edits.size()), 1);

    bench.trigger("actionPreferences");
    auto* clear = bench.rig.find<QPushButton>("privacyClear-edits");
    clear->click();
    clear->click(); // yes, really

    QTRY_VERIFY(bench.rig.edits.of(file) == PhotoEdits());
    QCOMPARE(int(bench.item().edits.size()), 1); // it is still being worked on
}

void EditDeskTest::tellsOfDamagedEdits() {
    Bench bench;
    bench.rig.edits.set(bench.rig.path("a.jpg"), {{}, "it was put aside as x.damaged"});

    QVERIFY(bench.open());

    auto* banner = bench.rig.find<Banner>("banner");
    QTRY_VERIFY(banner->text().contains(QStringLiteral("x.damaged")));
    QVERIFY(banner->text().contains(QStringLiteral("a.jpg")));
}

void EditDeskTest::leavesTheToolForTheBox() {
    Bench bench;
    QVERIFY(bench.open());
    bench.trigger("actionBrush");

    bench.trigger("actionDrawBox");
    QVERIFY(!bench.action("actionBrush")->isChecked());
    bench.trigger("actionBrush");
    QVERIFY(!bench.action("actionDrawBox")->isChecked());
}

void EditDeskTest::needsNoResultToDraw() {
    Bench bench;
    QVERIFY(bench.open());
    bench.trigger("actionBrush");
    bench.stroke({60.0, 60.0}, {90.0, 60.0});

    QCOMPARE(int(bench.item().edits.size()), 1);
    QVERIFY(bench.rig.session.previews().empty());
    QVERIFY(bench.run());
    QCOMPARE(int(bench.rig.session.runs().back().recipe.edits.size()), 1);
}

QTEST_MAIN(EditDeskTest)
#include "edit_desk_test.moc"
