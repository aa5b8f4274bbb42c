#include "ui/subject_box.h"

#include <QTest>

using namespace kerf;
using ui::BoxGrip;

class SubjectBoxTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsHandlesEdgesAndInside_data() {
        QTest::addColumn<QPointF>("at");
        QTest::addColumn<int>("grip");
        const auto row = [](const char* name, QPointF at, BoxGrip grip) {
            QTest::addRow("%s", name) << at << int(grip);
        };
        row("corner", {102.0, 98.0}, BoxGrip::topLeft);
        row("other corner", {301.0, 199.0}, BoxGrip::bottomRight);
        row("top", {200.0, 94.0}, BoxGrip::top);
        row("left edge", {105.0, 150.0}, BoxGrip::left);
        row("inside", {200.0, 150.0}, BoxGrip::inside);
        row("outside", {320.0, 150.0}, BoxGrip::none);
    }

    void findsHandlesEdgesAndInside() {
        QFETCH(QPointF, at);
        QFETCH(int, grip);

        QCOMPARE(int(ui::gripAt(QRectF(100.0, 100.0, 200.0, 100.0), at, 8.0)), grip);
    }

    void leavesAMiddleInASmallBox() {
        QCOMPARE(ui::gripAt(QRectF(100.0, 100.0, 9.0, 9.0), {104.5, 104.5}, 8.0), BoxGrip::inside);
    }

    void putsHandlesOnTheEdges() {
        const QRectF box(10.0, 20.0, 100.0, 50.0);
        for (const BoxGrip handle : ui::kBoxHandles) {
            QCOMPARE(ui::gripAt(box, ui::handlePosition(box, handle), 8.0), handle);
        }
    }

    void drawsInAnyDirectionAndClampsToThePhoto() {
        const auto box =
            ui::draggedBox(std::nullopt, BoxGrip::none, {90.4, 70.6}, {-20.0, 9.5}, QSize(100, 80));

        QVERIFY(box.has_value());
        QCOMPARE(*box, (Rect{.x = 0, .y = 10, .width = 90, .height = 61}));
    }

    void drawsNothingOutsideThePhoto() {
        QVERIFY(!ui::draggedBox(std::nullopt, BoxGrip::none, {-9.0, -9.0}, {-2.0, 40.0}, QSize(100, 80)));
    }

    void flipsAnEdgeDraggedOverItsOpposite() {
        const Rect start{.x = 20, .y = 20, .width = 20, .height = 20};

        const auto box = ui::draggedBox(start, BoxGrip::left, {20.0, 30.0}, {70.0, 30.0}, QSize(100, 80));

        QCOMPARE(box, (std::optional<Rect>{{.x = 40, .y = 20, .width = 30, .height = 20}}));
    }

    void keepsItsSizeWhenMovedAgainstAnEdge() {
        const Rect start{.x = 20, .y = 20, .width = 30, .height = 40};

        const auto box = ui::draggedBox(start, BoxGrip::inside, {30.0, 30.0}, {500.0, 20.0}, QSize(100, 80));

        QCOMPARE(box, (std::optional<Rect>{{.x = 70, .y = 10, .width = 30, .height = 40}}));
    }

    void clipsABoxToThePhoto() {
        QCOMPARE(
            ui::clampedBox({.x = -10, .y = 70, .width = 30, .height = 40}, QSize(100, 80)),
            (std::optional<Rect>{{.x = 0, .y = 70, .width = 20, .height = 10}}));
        QVERIFY(!ui::clampedBox({.x = 200, .y = 0, .width = 30, .height = 40}, QSize(100, 80)));
    }
};

QTEST_GUILESS_MAIN(SubjectBoxTest)
#include "subject_box_test.moc"
