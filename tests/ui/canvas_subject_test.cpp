#include "tests/ui/canvas_test_support.h"

using namespace kerf;
using test::CanvasOnScreen;

namespace {

using Box = std::optional<Rect>;

constexpr QSize kPhoto(1000, 800);

// The box between two source positions, as its contract has it: edges on the nearest pixel.
Rect boxBetween(QPointF from, QPointF to) {
    const QRectF box = QRectF(from, to).normalized();
    const int left = int(std::lround(box.left()));
    const int top = int(std::lround(box.top()));
    return {
        .x = left,
        .y = top,
        .width = int(std::lround(box.right())) - left,
        .height = int(std::lround(box.bottom())) - top};
}

} // namespace

// Draws and edits the subject's box with mouse and keys.
class CanvasSubjectTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void drawsABoxInSourcePixels_data() {
        QTest::addColumn<double>("zoom");
        QTest::addRow("fitted") << 0.0;
        QTest::addRow("actual size") << 1.0;
        QTest::addRow("370 per cent") << 3.7;
    }

    void drawsABoxInSourcePixels() {
        QFETCH(double, zoom);
        CanvasOnScreen screen;
        QVERIFY(screen.show(test::solidImage(kPhoto, Qt::red)));
        if (zoom > 0.0) {
            screen.canvas.zoomTo(zoom);
        }
        screen.canvas.setSubjectTool(true);
        const QPoint from(300, 220);
        const QPoint to(471, 391);
        const Rect expected = boxBetween(screen.sourceAt(from), screen.sourceAt(to));
        const QPointF origin = screen.origin();
        QSignalSpy changed(&screen.canvas, &ui::Canvas::subjectChanged);

        screen.drag(to, from); // any direction

        QCOMPARE(screen.canvas.subject(), Box(expected));
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.last().at(0).value<Box>(), Box(expected));
        QCOMPARE(screen.origin(), origin); // it didn't pan
    }

    void clampsTheBoxToThePhoto() {
        CanvasOnScreen screen;
        QVERIFY(screen.show(test::solidImage(kPhoto, Qt::red)));
        screen.canvas.setSubjectTool(true);

        screen.drag({400, 300}, {-50, -50});

        QVERIFY(screen.canvas.subject().has_value());
        QCOMPARE(screen.canvas.subject()->x, 0);
        QCOMPARE(screen.canvas.subject()->y, 0);
    }

    void leavesTheBoxAtAClick() {
        CanvasOnScreen screen;
        QVERIFY(screen.show(test::solidImage(kPhoto, Qt::red)));
        screen.canvas.setSubjectTool(true);
        const Rect box{.x = 100, .y = 100, .width = 200, .height = 200};
        screen.canvas.setSubject(box);
        QSignalSpy changed(&screen.canvas, &ui::Canvas::subjectChanged);

        QTest::mouseClick(&screen.canvas, Qt::LeftButton, {}, screen.toLogical({700.0, 600.0}));

        QCOMPARE(screen.canvas.subject(), Box(box));
        QVERIFY(changed.isEmpty());
    }

    void adjustsAnEdgeAndMoves() {
        CanvasOnScreen screen;
        QVERIFY(screen.show(test::solidImage(kPhoto, Qt::red)));
        screen.canvas.setSubjectTool(true);
        const Rect start{.x = 200, .y = 200, .width = 300, .height = 300};
        screen.canvas.setSubject(start);

        screen.drag(screen.toLogical({500.0, 500.0}), screen.toLogical({600.0, 640.0}));
        Rect box = screen.canvas.subject().value_or(Rect{});
        QCOMPARE(box.x, 200);
        QCOMPARE(box.y, 200);
        QVERIFY(std::abs(box.width - 400) <= 2);
        QVERIFY(std::abs(box.height - 440) <= 2);

        screen.drag(screen.toLogical({200.0, 420.0}), screen.toLogical({150.0, 300.0}));
        const Rect wider = screen.canvas.subject().value_or(Rect{});
        QVERIFY(std::abs(wider.x - 150) <= 2);
        QCOMPARE(wider.x + wider.width, box.x + box.width);
        QCOMPARE(wider.height, box.height);

        screen.drag(screen.toLogical({400.0, 400.0}), screen.toLogical({900.0, 400.0}));
        box = screen.canvas.subject().value_or(Rect{});
        QCOMPARE(box.width, wider.width);
        QCOMPARE(box.x + box.width, kPhoto.width()); // stopped at the photo's edge
    }

    void clearsWithEscapeAndDelete_data() {
        QTest::addColumn<int>("key");
        QTest::addRow("Escape") << int(Qt::Key_Escape);
        QTest::addRow("Delete") << int(Qt::Key_Delete);
        QTest::addRow("Backspace") << int(Qt::Key_Backspace);
    }

    void clearsWithEscapeAndDelete() {
        QFETCH(int, key);
        CanvasOnScreen screen;
        QVERIFY(screen.show(test::solidImage(kPhoto, Qt::red)));
        screen.canvas.setSubjectTool(true);
        screen.canvas.setSubject(Rect{.x = 200, .y = 200, .width = 300, .height = 300});
        QSignalSpy changed(&screen.canvas, &ui::Canvas::subjectChanged);

        QTest::keyClick(&screen.canvas, Qt::Key(key));

        QVERIFY(!screen.canvas.subject());
        QCOMPARE(changed.size(), 1);
        QVERIFY(!changed.last().at(0).value<Box>());
    }

    void takesADragBackWithEscape() {
        CanvasOnScreen screen;
        QVERIFY(screen.show(test::solidImage(kPhoto, Qt::red)));
        screen.canvas.setSubjectTool(true);
        const Rect start{.x = 200, .y = 200, .width = 300, .height = 300};
        screen.canvas.setSubject(start);
        QSignalSpy changed(&screen.canvas, &ui::Canvas::subjectChanged);

        const QPoint inside = screen.toLogical({350.0, 350.0});
        QTest::mousePress(&screen.canvas, Qt::LeftButton, {}, inside);
        screen.move(inside + QPoint(40, 40), Qt::LeftButton);
        QVERIFY(screen.canvas.subject() != Box(start));
        QTest::keyClick(&screen.canvas, Qt::Key_Escape);
        QTest::mouseRelease(&screen.canvas, Qt::LeftButton, {}, inside + QPoint(40, 40));

        QCOMPARE(screen.canvas.subject(), Box(start));
        QVERIFY(changed.isEmpty());
    }

    void isEditedWithTheKeyboard() {
        CanvasOnScreen screen;
        QVERIFY(screen.show(test::solidImage(kPhoto, Qt::red)));
        screen.canvas.setSubjectTool(true);

        QTest::keyClick(&screen.canvas, Qt::Key_Return);
        QCOMPARE(screen.canvas.subject(), Box(Rect{.x = 100, .y = 80, .width = 800, .height = 640}));

        QTest::keyClick(&screen.canvas, Qt::Key_Right, Qt::ControlModifier);
        QTest::keyClick(&screen.canvas, Qt::Key_Up, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(screen.canvas.subject(), Box(Rect{.x = 108, .y = 80, .width = 800, .height = 632}));
    }

    void dimsOutsideWhileTheToolIsActive() {
        CanvasOnScreen screen;
        QVERIFY(screen.show(test::solidImage(kPhoto, Qt::red)));
        screen.canvas.setSubject(Rect{.x = 200, .y = 200, .width = 300, .height = 300});
        QCOMPARE(screen.colorAt({100.0, 400.0}), QColor(Qt::red));

        screen.canvas.setSubjectTool(true);

        QVERIFY(screen.colorAt({100.0, 400.0}).red() < 160);
        QCOMPARE(screen.colorAt({350.0, 400.0}), QColor(Qt::red));
    }

    void outlinesInTwoTones() {
        CanvasOnScreen screen;
        QVERIFY(screen.show(test::solidImage(kPhoto, Qt::red)));
        screen.canvas.zoomTo(1.0);
        screen.canvas.setSubject(Rect{.x = 400, .y = 300, .width = 200, .height = 200});
        screen.canvas.setSubjectTool(true);

        const QImage shown = screen.grab();
        const QPoint edge = screen.toDevice({400.0, 350.0}).toPoint();
        const int line = std::max(1, int(std::lround(screen.canvas.devicePixelRatioF())));
        QCOMPARE(shown.pixelColor(edge.x() - 1, edge.y()), QColor(Qt::white));
        QVERIFY(shown.pixelColor(edge.x() - line - 1, edge.y()).red() < 60);
        QCOMPARE(shown.pixelColor(edge.x(), edge.y()), QColor(Qt::red));
    }

    void doesNotDragTheDividerWhileTheToolIsActive() {
        CanvasOnScreen screen;
        QVERIFY(screen.show(test::solidImage(kPhoto, Qt::red), test::solidImage(kPhoto, Qt::green)));
        screen.canvas.setSubjectTool(true);

        screen.drag(screen.toLogical({500.0, 300.0}), screen.toLogical({700.0, 500.0}));

        QCOMPARE(screen.canvas.divider(), 0.5);
        QVERIFY(screen.canvas.subject().has_value());
    }
};

QTEST_MAIN(CanvasSubjectTest)
#include "canvas_subject_test.moc"
