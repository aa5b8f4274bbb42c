#include "tests/ui/canvas_test_support.h"
#include "ui/difference.h"

using namespace kerf;
using test::CanvasOnScreen;
using ui::AlphaView;
using ui::Channel;
using ui::CompareMode;

namespace {

constexpr QSize kPhoto(800, 600);
const QColor kA(200, 100, 40);
const QColor kB(190, 104, 40);

bool isNear(const QColor& color, const QColor& wanted, int tolerance = 1) {
    return std::abs(color.red() - wanted.red()) <= tolerance &&
           std::abs(color.green() - wanted.green()) <= tolerance &&
           std::abs(color.blue() - wanted.blue()) <= tolerance;
}

// A and B as plain colours, B at twice the size as a net makes it.
bool showPair(CanvasOnScreen& screen) {
    return screen.show(test::solidImage(kPhoto, kA), test::solidImage(kPhoto * 2, kB));
}

void dragWithCtrl(CanvasOnScreen& screen, QPoint from, QPoint to) {
    QTest::mousePress(&screen.canvas, Qt::LeftButton, Qt::ControlModifier, from);
    for (int step = 1; step <= 4; ++step) {
        screen.move(from + (to - from) * step / 4, Qt::LeftButton);
    }
    QTest::mouseRelease(&screen.canvas, Qt::LeftButton, Qt::ControlModifier, to);
}

} // namespace

class CanvasCompareTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wipesAtAnAngle() {
        CanvasOnScreen screen;
        QVERIFY(showPair(screen));

        screen.canvas.setDividerAngle(90.0);
        QCOMPARE(screen.colorAt({100.0, 200.0}), kA);
        QCOMPARE(screen.colorAt({700.0, 290.0}), kA);
        QCOMPARE(screen.colorAt({100.0, 310.0}), kB);
        QCOMPARE(screen.colorAt({700.0, 500.0}), kB);

        screen.canvas.setDividerAngle(45.0); // x + y = 700 is the line
        QCOMPARE(screen.colorAt({650.0, 20.0}), kA);
        QCOMPARE(screen.colorAt({720.0, 20.0}), kB);
        QCOMPARE(screen.colorAt({120.0, 560.0}), kA);
        QCOMPARE(screen.colorAt({170.0, 560.0}), kB);

        screen.canvas.setDividerAngle(180.0);
        QCOMPARE(screen.colorAt({100.0, 500.0}), kB);
        QCOMPARE(screen.colorAt({700.0, 500.0}), kA);
    }

    void turnsTheDividerWithTheMouse() {
        CanvasOnScreen screen;
        QVERIFY(showPair(screen));
        QSignalSpy turned(&screen.canvas, &ui::Canvas::dividerTurned);
        const QPoint middle = screen.toLogical({400.0, 300.0});

        // The knob below the handle, to the left of it: a quarter turn clockwise.
        screen.drag(middle + QPoint(0, 62), middle + QPoint(-62, 1));
        QCOMPARE(screen.canvas.dividerAngle(), 90.0);
        QCOMPARE(turned.last().at(0).toDouble(), 90.0);
        QVERIFY(std::abs(screen.canvas.divider() - 0.5) < 0.01);

        // With Ctrl anywhere on the line; 30 degrees don't snap.
        dragWithCtrl(screen, middle + QPoint(200, 0), middle + QPoint(173, -100));
        QVERIFY2(
            std::abs(screen.canvas.dividerAngle() - 60.0) < 1.0,
            qPrintable(QString::number(screen.canvas.dividerAngle())));
        QVERIFY(screen.canvas.isFitted());
    }

    void turnsTheDividerWithTheKeyboard() {
        CanvasOnScreen screen;
        QVERIFY(showPair(screen));

        for (int i = 0; i < 9; ++i) {
            QTest::keyClick(&screen.canvas, Qt::Key_Down, Qt::ShiftModifier);
        }
        QCOMPARE(screen.canvas.dividerAngle(), 45.0);
        QTest::keyClick(&screen.canvas, Qt::Key_Up, Qt::ShiftModifier);
        QCOMPARE(screen.canvas.dividerAngle(), 40.0);
        QTest::keyClick(&screen.canvas, Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY(screen.canvas.divider() > 0.505);
    }

    void standsUprightAgainAfterADoubleClick() {
        CanvasOnScreen screen;
        QVERIFY(showPair(screen));
        screen.canvas.setDividerAngle(90.0);
        screen.canvas.setDivider(0.3);

        QTest::mouseDClick(&screen.canvas, Qt::LeftButton, {}, screen.toLogical({100.0, 180.0}));

        QCOMPARE(screen.canvas.divider(), 0.5);
        QCOMPARE(screen.canvas.dividerAngle(), 0.0);
    }

    void showsBothSideBySideWithOneZoomAndPlace() {
        CanvasOnScreen screen;
        const QSize size(3200, 2400);
        QVERIFY(screen.show(test::noiseImage(size), test::noiseImage(size)));
        screen.canvas.setCompareMode(CompareMode::side);
        screen.canvas.zoomTo(1.0);

        const QImage shown = screen.grab();
        const int gap = int(std::lround(2.0 * screen.canvas.devicePixelRatioF()));
        const int pane = (shown.width() - gap) / 2;
        const QImage a = shown.copy(0, 60, pane, shown.height() - 60); // below the captions
        const QImage b = shown.copy(shown.width() - pane, 60, pane, shown.height() - 60);
        QCOMPARE(a, b);

        // A drag in B's pane moves both.
        const QPoint inB(600, 300);
        const QPointF source = screen.sourceAt(inB);
        screen.drag(inB, inB + QPoint(-40, 20));
        QVERIFY(
            std::hypot(
                screen.sourceAt(inB + QPoint(-40, 20)).x() - source.x(),
                screen.sourceAt(inB + QPoint(-40, 20)).y() - source.y()) <= 1.5);
        const QImage moved = screen.grab();
        QVERIFY(moved.copy(0, 60, 100, 100) != shown.copy(0, 60, 100, 100));
    }

    void tellsTheSamePlaceInBothPanes() {
        CanvasOnScreen screen;
        QVERIFY(showPair(screen));
        screen.canvas.setCompareMode(CompareMode::side);

        const QPointF inA = screen.sourceAt({100, 250});
        const QPointF inB = screen.sourceAt({501, 250}); // 401 logical pixels on

        QVERIFY(std::hypot(inA.x() - inB.x(), inA.y() - inB.y()) * screen.canvas.zoom() <= 1.5);
    }

    void stacksThePanesInAPortraitView() {
        CanvasOnScreen screen({400, 700});
        QVERIFY(showPair(screen));
        screen.canvas.setCompareMode(CompareMode::side);

        const QImage shown = screen.grab();
        QCOMPARE(shown.pixelColor(shown.width() / 2, shown.height() / 4), kA);
        QCOMPARE(shown.pixelColor(shown.width() / 2, shown.height() * 3 / 4), kB);
    }

    void keepsThePanesWhilePeeking() {
        CanvasOnScreen screen;
        QVERIFY(showPair(screen));
        screen.canvas.setCompareMode(CompareMode::side);
        const double zoom = screen.canvas.zoom();

        screen.canvas.setPeeking(true);

        QCOMPARE(screen.canvas.zoom(), zoom);
        const QImage shown = screen.grab();
        QCOMPARE(shown.pixelColor(shown.width() * 3 / 4, shown.height() / 2), kA);
    }

    void enlargesTheDifference() {
        CanvasOnScreen screen;
        QVERIFY(showPair(screen));
        screen.canvas.setCompareMode(CompareMode::difference);

        screen.canvas.setDifferenceStyle({.gain = 1});
        QCOMPARE(screen.colorAt({300.0, 400.0}), QColor(10, 4, 0));
        screen.canvas.setDifferenceStyle({.gain = 8});
        QCOMPARE(screen.colorAt({300.0, 400.0}), QColor(80, 32, 0));
        screen.canvas.setDifferenceStyle({.gain = 64});
        QCOMPARE(screen.colorAt({300.0, 400.0}), QColor(255, 255, 0));
        screen.canvas.setDifferenceStyle({.gain = 8, .isSigned = true});
        QCOMPARE(screen.colorAt({300.0, 400.0}), QColor(48, 160, 128));
    }

    void seesNoDifferenceWhereTheBackgroundWasCutAway() {
        CanvasOnScreen screen;
        QVERIFY(screen.show(test::solidImage(kPhoto, kA), test::halfTransparentImage(kPhoto, kB)));
        screen.canvas.setCompareMode(CompareMode::difference);
        screen.canvas.setDifferenceStyle({.gain = 8});

        QCOMPARE(screen.colorAt({200.0, 400.0}), QColor(Qt::black));
        QCOMPARE(screen.colorAt({600.0, 400.0}), QColor(80, 32, 0));
        screen.canvas.setChannel(Channel::alpha);
        QCOMPARE(screen.colorAt({200.0, 400.0}), QColor(Qt::white));
        QCOMPARE(screen.colorAt({600.0, 400.0}), QColor(Qt::black));
    }

    void laysBOverAInAnOnion() {
        CanvasOnScreen screen;
        QVERIFY(screen.show(test::solidImage(kPhoto, Qt::black), test::solidImage(kPhoto, Qt::white)));
        screen.canvas.setCompareMode(CompareMode::onion);

        for (const double opacity : {0.0, 0.25, 1.0}) {
            screen.canvas.setOnionOpacity(opacity);
            const int grey = int(std::lround(255.0 * opacity));
            QVERIFY(isNear(screen.colorAt({300.0, 400.0}), QColor(grey, grey, grey), 2));
        }
    }

    void showsOneChannel_data() {
        QTest::addColumn<int>("channel");
        QTest::addColumn<QColor>("a");
        QTest::addColumn<QColor>("b");
        const auto grey = [](int value) { return QColor(value, value, value); };
        QTest::addRow("red") << int(Channel::red) << grey(200) << grey(190);
        QTest::addRow("green") << int(Channel::green) << grey(100) << grey(104);
        QTest::addRow("blue") << int(Channel::blue) << grey(40) << grey(40);
        QTest::addRow("alpha") << int(Channel::alpha) << grey(255) << grey(255);
        QTest::addRow("all") << int(Channel::color) << kA << kB;
    }

    void showsOneChannel() {
        QFETCH(int, channel);
        QFETCH(QColor, a);
        QFETCH(QColor, b);
        CanvasOnScreen screen;
        QVERIFY(screen.show(test::solidImage(kPhoto, kA), test::halfTransparentImage(kPhoto, kB)));

        screen.canvas.setChannel(Channel(channel));

        QCOMPARE(screen.colorAt({300.0, 500.0}), a);
        QCOMPARE(screen.colorAt({600.0, 500.0}), b);
        if (Channel(channel) == Channel::alpha) {
            screen.canvas.setDivider(0.0);
            QCOMPARE(screen.colorAt({200.0, 500.0}), QColor(Qt::black));
        }
    }

    void comparesWithAReference() {
        CanvasOnScreen screen;
        QVERIFY(showPair(screen));
        QSignalSpy ready(&screen.canvas, &ui::Canvas::contentReady);

        screen.canvas.setReference(test::solidImage({400, 300}, Qt::blue));
        QVERIFY(ready.wait(20000));
        QCOMPARE(screen.colorAt({100.0, 500.0}), QColor(Qt::blue));
        QCOMPARE(screen.colorAt({700.0, 500.0}), kB);

        screen.canvas.setReference({});
        QCOMPARE(screen.colorAt({100.0, 500.0}), kA);
    }

    void forgetsTheReferenceWithThePhoto() {
        CanvasOnScreen screen;
        QVERIFY(showPair(screen));
        QSignalSpy ready(&screen.canvas, &ui::Canvas::contentReady);
        screen.canvas.setReference(test::solidImage({400, 300}, Qt::blue));
        QVERIFY(ready.wait(20000));

        QVERIFY(screen.show(test::solidImage(kPhoto, Qt::red)));

        QCOMPARE(screen.colorAt({100.0, 500.0}), QColor(Qt::red));
    }

    void laysAReferenceWithAlphaOnTheSameViewAsB() {
        CanvasOnScreen screen;
        QVERIFY(screen.show(test::solidImage(kPhoto, kA), test::halfTransparentImage(kPhoto, kB)));
        QSignalSpy ready(&screen.canvas, &ui::Canvas::contentReady);
        screen.canvas.setReference(test::halfTransparentImage(kPhoto, kA));
        QVERIFY(ready.wait(20000));

        screen.canvas.setAlphaStyle({.view = AlphaView::grey});
        screen.canvas.setDivider(1.0);

        QCOMPARE(screen.colorAt({200.0, 500.0}), QColor(Qt::black));
        QCOMPARE(screen.colorAt({600.0, 500.0}), QColor(Qt::white));
    }
};

QTEST_MAIN(CanvasCompareTest)
#include "canvas_compare_test.moc"
