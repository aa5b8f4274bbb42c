#include "tests/ui/canvas_test_support.h"
#include "ui/qimage_convert.h"

#include <QNativeGestureEvent>
#include <QPointingDevice>
#include <QRegularExpression>

using namespace kerf;
using test::CanvasOnScreen;
using ui::AlphaView;
using ui::CompareMode;

namespace {

constexpr QRgb kSurround = qRgb(0x5A, 0x5A, 0x5A);

double distance(QPointF one, QPointF other) {
    return std::hypot(one.x() - other.x(), one.y() - other.y());
}

// Number of device pixels within `area` that differ from what the photo has there.
int wrongPixels(const QImage& shown, const QImage& photo, QPoint origin, int zoom, const QRect& area) {
    int wrong = 0;
    for (int y = area.top(); y <= area.bottom(); ++y) {
        for (int x = area.left(); x <= area.right(); ++x) {
            const QPoint source((x - origin.x()) / zoom, (y - origin.y()) / zoom);
            wrong += shown.pixel(x, y) != photo.pixel(source) ? 1 : 0;
        }
    }
    return wrong;
}

} // namespace

class CanvasTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void showsOnlyTheSurroundWhenEmpty() {
        CanvasOnScreen screen({300, 200});

        QVERIFY(!screen.canvas.hasResult());
        const QImage shown = screen.grab();
        QImage expected(shown.size(), QImage::Format_RGB32);
        expected.fill(kSurround);
        expected.setDevicePixelRatio(shown.devicePixelRatio());
        QCOMPARE(shown, expected);
    }

    void hasAccessibleNameAndDescription() {
        CanvasOnScreen screen;

        QCOMPARE(screen.canvas.objectName(), QStringLiteral("canvas"));
        QVERIFY(!screen.canvas.accessibleName().isEmpty());
        QVERIFY(!screen.canvas.accessibleDescription().isEmpty());
        QVERIFY(screen.canvas.focusPolicy() & Qt::TabFocus);
    }

    void framesItselfOnlyWhenTheKeyboardBroughtTheFocus() {
        QWidget window;
        window.resize(500, 400);
        QWidget other(&window);
        other.setFocusPolicy(Qt::StrongFocus);
        ui::Canvas canvas(&window);
        canvas.setGeometry(0, 100, 500, 300);
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        const auto corner = [&] { return canvas.grab().toImage().pixelColor(0, 0); };
        other.setFocus();
        QCOMPARE(corner(), QColor(kSurround));

        QTest::keyClick(&other, Qt::Key_Tab);
        QVERIFY(canvas.hasFocus());
        QCOMPARE(corner(), canvas.palette().color(QPalette::Highlight));

        other.setFocus();
        QTest::mouseClick(&canvas, Qt::LeftButton);
        QVERIFY(canvas.hasFocus());
        QCOMPARE(corner(), QColor(kSurround));
    }

    void fitsANewPhotoWithTheDividerInTheMiddle() {
        CanvasOnScreen screen;
        QVERIFY(screen.show(test::solidImage({900, 600}, Qt::red)));
        screen.canvas.zoomTo(3.0);
        screen.canvas.setDivider(0.2);

        QVERIFY(screen.show(test::solidImage({600, 900}, Qt::red)));

        QVERIFY(screen.canvas.isFitted());
        QCOMPARE(screen.canvas.divider(), 0.5);
        QVERIFY(distance(screen.toLogical({300.0, 450.0}), {400.0, 300.0}) <= 1.0);
    }

    void keepsZoomAndPlaceForAPhotoOfTheSameSize() {
        CanvasOnScreen screen;
        QVERIFY(screen.show(test::solidImage({2000, 1500}, Qt::red)));
        screen.canvas.zoomTo(2.0);
        screen.canvas.setDivider(0.3);
        const QPointF origin = screen.origin();

        QVERIFY(screen.show(test::solidImage({2000, 1500}, Qt::blue)));

        QCOMPARE(screen.canvas.zoom(), 2.0);
        QCOMPARE(screen.origin(), origin);
        QCOMPARE(screen.canvas.divider(), 0.3);
    }

    void followsResizesWhileFitted() {
        CanvasOnScreen screen;
        QVERIFY(screen.show(test::solidImage({2000, 1500}, Qt::red)));
        const double before = screen.canvas.zoom();
        QSignalSpy zoomed(&screen.canvas, &ui::Canvas::zoomChanged);

        screen.canvas.resize(400, 300);

        QTRY_VERIFY(screen.canvas.zoom() < before * 0.6);
        QVERIFY(screen.canvas.isFitted());
        QCOMPARE(zoomed.last().at(0).toDouble(), screen.canvas.zoom());
    }

    void showsEachPixelOnceAtActualSize_data() {
        QTest::addColumn<int>("zoom");
        QTest::addRow("actual size") << 1;
        QTest::addRow("200 per cent") << 2;
        QTest::addRow("300 per cent") << 3;
        QTest::addRow("700 per cent") << 7;
    }

    void showsEachPixelOnceAtActualSize() {
        QFETCH(int, zoom);
        CanvasOnScreen screen;
        const Image photo = test::noiseImage({1801, 1301});
        QVERIFY(screen.show(photo));

        screen.canvas.zoomTo(zoom);

        const QPointF origin = screen.origin();
        QVERIFY(distance(origin, origin.toPoint()) < 1e-6);
        const QImage shown = screen.grab();
        QCOMPARE(wrongPixels(shown, ui::toQImage(photo), origin.toPoint(), zoom, shown.rect()), 0);
    }

    void isExactWhereverItLiesInTheWindow() {
        QWidget window;
        window.resize(700, 500);
        auto* canvas = new ui::Canvas(&window);
        canvas->setGeometry(3, 5, 601, 401);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QSignalSpy ready(canvas, &ui::Canvas::contentReady);
        const Image photo = test::noiseImage({1801, 1301});
        canvas->setBefore(photo);
        QVERIFY(ready.wait(20000));
        canvas->zoomTo(1.0);

        const QImage shown = window.grab().toImage().convertToFormat(QImage::Format_RGB32);

        const double ratio = window.devicePixelRatioF();
        const QImage source = ui::toQImage(photo);
        const QRect middle(
            int(3 * ratio) + 2, int(5 * ratio) + 2, int(601 * ratio) - 4, int(401 * ratio) - 4);
        const QImage part = shown.copy(middle);
        // Where the part lies in the photo is found by its first row.
        const QPoint about((1801 - int(601 * ratio)) / 2, (1301 - int(401 * ratio)) / 2);
        bool isFound = false;
        for (int y = about.y() - 8; y <= about.y() + 8 && !isFound; ++y) {
            for (int x = about.x() - 8; x <= about.x() + 8 && !isFound; ++x) {
                isFound = source.copy(QRect(QPoint(x, y), middle.size())) == part;
            }
        }
        QVERIFY(isFound);
    }

    void averagesWhenSmaller() {
        CanvasOnScreen screen;
        const Image photo = test::checkedImage({2048, 1536});
        QVERIFY(screen.show(photo));

        screen.canvas.zoomTo(0.25);

        // One-pixel black and white checks are an even grey without any moire.
        const QColor color = screen.colorAt({1000.0, 700.0});
        QVERIFY2(std::abs(color.red() - 128) <= 2, qPrintable(color.name()));
        const QColor other = screen.colorAt({1003.0, 703.0});
        QVERIFY2(std::abs(other.red() - 128) <= 2, qPrintable(other.name()));
    }

    void movesTheDividerWithTheMouse() {
        CanvasOnScreen screen;
        QVERIFY(screen.show(test::solidImage({800, 600}, Qt::red), test::solidImage({800, 600}, Qt::green)));
        QSignalSpy moved(&screen.canvas, &ui::Canvas::dividerMoved);

        screen.drag(screen.toLogical({400.0, 150.0}), screen.toLogical({200.0, 150.0}));

        QVERIFY(std::abs(screen.canvas.divider() - 0.25) < 0.005);
        QCOMPARE(moved.last().at(0).toDouble(), screen.canvas.divider());
        QVERIFY(screen.canvas.isFitted()); // nothing panned
        QCOMPARE(screen.colorAt({150.0, 500.0}), QColor(Qt::red));
        QCOMPARE(screen.colorAt({250.0, 500.0}), QColor(Qt::green));
    }

    void grabsTheDividerBesideItsLineAndKeepsTheDistance() {
        CanvasOnScreen screen;
        QVERIFY(screen.show(test::solidImage({800, 600}, Qt::red), test::solidImage({800, 600}, Qt::green)));
        const QPoint line = screen.toLogical({400.0, 150.0});

        screen.drag(line + QPoint(5, 0), line + QPoint(6, 0));

        const double onePixel = screen.canvas.devicePixelRatioF() / (800.0 * screen.canvas.zoom());
        QVERIFY(std::abs(screen.canvas.divider() - 0.5 - onePixel) < onePixel);
    }

    void keepsTheDividerWithinThePhoto() {
        CanvasOnScreen screen;
        QVERIFY(screen.show(test::solidImage({800, 600}, Qt::red), test::solidImage({800, 600}, Qt::green)));

        screen.drag(screen.toLogical({400.0, 150.0}), QPoint(-500, 150));
        QCOMPARE(screen.canvas.divider(), 0.0);

        screen.canvas.setDivider(7.0);
        QCOMPARE(screen.canvas.divider(), 1.0);
    }

    void leavesTheHandleInReachWhenTheLineIsOutOfView() {
        CanvasOnScreen screen;
        QVERIFY(
            screen.show(test::solidImage({2400, 1800}, Qt::red), test::solidImage({2400, 1800}, Qt::green)));
        screen.canvas.zoomTo(1.0);
        screen.canvas.setDivider(0.0);

        screen.drag({8, 300}, {308, 300});

        const double line = screen.toDevice({screen.canvas.divider() * 2400.0, 0.0}).x();
        QVERIFY(std::abs(line / screen.canvas.devicePixelRatioF() - 308.0) < 16.0);
    }

    void centresTheDividerOnADoubleClick() {
        CanvasOnScreen screen;
        QVERIFY(screen.show(test::solidImage({800, 600}, Qt::red), test::solidImage({800, 600}, Qt::green)));
        screen.canvas.setDivider(0.3);

        QTest::mouseDClick(&screen.canvas, Qt::LeftButton, {}, screen.toLogical({240.0, 150.0}));

        QCOMPARE(screen.canvas.divider(), 0.5);
        QVERIFY(screen.canvas.isFitted());
    }

    void movesTheDividerWithTheKeyboard() {
        CanvasOnScreen screen;
        QVERIFY(screen.show(test::solidImage({800, 600}, Qt::red), test::solidImage({800, 600}, Qt::green)));

        QTest::keyClick(&screen.canvas, Qt::Key_Left, Qt::ShiftModifier);
        QTest::keyClick(&screen.canvas, Qt::Key_Left, Qt::ShiftModifier);
        QTest::keyClick(&screen.canvas, Qt::Key_Right, Qt::ShiftModifier);

        QVERIFY(std::abs(screen.canvas.divider() - 0.49) < 1e-9);
    }

    void tellsByTheCursorWhatADragWillDo() {
        CanvasOnScreen screen;
        QVERIFY(screen.show(test::solidImage({800, 600}, Qt::red), test::solidImage({800, 600}, Qt::green)));
        QCOMPARE(screen.canvas.isFitted(), true);

        screen.move(screen.toLogical({400.0, 100.0}), {});
        QCOMPARE(screen.canvas.cursor().shape(), Qt::SplitHCursor);
        screen.move(screen.toLogical({100.0, 100.0}), {});
        QCOMPARE(screen.canvas.cursor().shape(), Qt::ArrowCursor);
        screen.canvas.zoomTo(5.0);
        QCOMPARE(screen.canvas.cursor().shape(), Qt::OpenHandCursor);
        screen.canvas.setSubjectTool(true);
        QCOMPARE(screen.canvas.cursor().shape(), Qt::CrossCursor);
    }

    void putsALargerResultOverThePhoto() {
        CanvasOnScreen screen;
        QVERIFY(screen.show(
            test::solidImage({800, 600}, Qt::red), test::halfTransparentImage({1600, 1200}, Qt::green)));
        screen.canvas.setCompareMode(CompareMode::after);
        screen.canvas.setAlphaStyle({.view = AlphaView::grey});

        QCOMPARE(screen.colorAt({398.0, 500.0}), QColor(Qt::black));
        QCOMPARE(screen.colorAt({402.0, 500.0}), QColor(Qt::white));
        QCOMPARE(screen.colorAt({798.0, 500.0}), QColor(Qt::white));
    }

    void pansByDragging() {
        CanvasOnScreen screen;
        QVERIFY(
            screen.show(test::solidImage({2400, 1800}, Qt::red), test::solidImage({2400, 1800}, Qt::green)));
        screen.canvas.zoomTo(1.0);
        screen.canvas.setDivider(0.9);
        const double ratio = screen.canvas.devicePixelRatioF();
        QPointF origin = screen.origin();

        screen.drag({300, 200}, {340, 170});
        QVERIFY(distance(screen.origin() - origin, QPointF(40.0, -30.0) * ratio) <= 1.0);

        origin = screen.origin();
        screen.drag({300, 200}, {290, 210}, Qt::MiddleButton);
        QVERIFY(distance(screen.origin() - origin, QPointF(-10.0, 10.0) * ratio) <= 1.0);
        QCOMPARE(screen.canvas.divider(), 0.9);
    }

    void pansOverTheDividerWithSpaceAndTheMiddleButton() {
        CanvasOnScreen screen;
        QVERIFY(
            screen.show(test::solidImage({2400, 1800}, Qt::red), test::solidImage({2400, 1800}, Qt::green)));
        screen.canvas.zoomTo(1.0);
        QPoint line = screen.toLogical({1200.0, 800.0});
        QPointF origin = screen.origin();

        QTest::keyPress(&screen.canvas, Qt::Key_Space);
        screen.drag(line, line + QPoint(40, 0));
        QTest::keyRelease(&screen.canvas, Qt::Key_Space);
        QVERIFY(screen.origin().x() > origin.x() + 30.0);

        origin = screen.origin();
        line = screen.toLogical({1200.0, 800.0});
        screen.drag(line, line + QPoint(40, 0), Qt::MiddleButton);
        QVERIFY(screen.origin().x() > origin.x() + 30.0);
        QCOMPARE(screen.canvas.divider(), 0.5);

        line = screen.toLogical({1200.0, 800.0});
        screen.drag(line, line + QPoint(40, 0)); // Space is up again
        QVERIFY(screen.canvas.divider() > 0.5);
    }

    void scrollsWithTheArrowKeys() {
        CanvasOnScreen screen;
        QVERIFY(screen.show(test::solidImage({2400, 1800}, Qt::red)));
        screen.canvas.zoomTo(1.0);
        const QPointF origin = screen.origin();

        QTest::keyClick(&screen.canvas, Qt::Key_Right);
        QTest::keyClick(&screen.canvas, Qt::Key_Down);

        QVERIFY(screen.origin().x() < origin.x());
        QVERIFY(screen.origin().y() < origin.y());
    }

    void zoomsAtTheCursorWithTheWheel_data() {
        QTest::addColumn<int>("angle");
        QTest::addColumn<int>("modifiers");
        QTest::addColumn<int>("pixels");
        QTest::addRow("in") << 120 << int(Qt::NoModifier) << 0;
        QTest::addRow("out") << -120 << int(Qt::NoModifier) << 0;
        QTest::addRow("three notches") << 360 << int(Qt::NoModifier) << 0;
        QTest::addRow("with Ctrl") << 120 << int(Qt::ControlModifier) << 0;
        QTest::addRow("fine steps") << 15 << int(Qt::NoModifier) << 0;
        QTest::addRow("pixels only") << 0 << int(Qt::NoModifier) << 30;
    }

    void zoomsAtTheCursorWithTheWheel() {
        QFETCH(int, angle);
        QFETCH(int, modifiers);
        QFETCH(int, pixels);
        CanvasOnScreen screen;
        QVERIFY(screen.show(test::solidImage({2400, 1800}, Qt::red)));
        screen.canvas.zoomTo(2.6);
        const QPoint cursor(250, 420);
        const QPointF source = screen.sourceAt(cursor);
        const double expected = 2.6 * std::pow(1.25, angle != 0 ? angle / 120.0 : pixels / 60.0);

        screen.wheel(cursor, angle, Qt::KeyboardModifiers(modifiers), QPoint(0, pixels));

        QTRY_COMPARE(screen.canvas.zoom(), expected);
        QVERIFY(distance(screen.sourceAt(cursor), source) < 1e-6);
    }

    void stopsAtActualSizeAndAtFitted() {
        CanvasOnScreen screen;
        QVERIFY(screen.show(test::solidImage({2400, 1800}, Qt::red)));
        const double fitted = screen.canvas.zoom();
        screen.canvas.zoomTo(0.9);

        screen.wheel({300, 300}, 120);
        QTRY_COMPARE(screen.canvas.zoom(), 1.0);

        screen.canvas.zoomTo(fitted * 1.1);
        screen.wheel({300, 300}, -120);
        QTRY_VERIFY(screen.canvas.isFitted());
        QCOMPARE(screen.canvas.zoom(), fitted);
    }

    void zoomsAtTheFingersWithAPinch() {
        CanvasOnScreen screen;
        QVERIFY(screen.show(test::solidImage({2400, 1800}, Qt::red)));
        screen.canvas.zoomTo(2.6);
        const QPoint fingers(250, 420);
        const QPointF source = screen.sourceAt(fingers);

        QNativeGestureEvent pinch(
            Qt::ZoomNativeGesture, QPointingDevice::primaryPointingDevice(), 2, QPointF(fingers),
            QPointF(fingers), screen.canvas.mapToGlobal(QPointF(fingers)), 0.5, {});
        QCoreApplication::sendEvent(&screen.canvas, &pinch);

        QCOMPARE(screen.canvas.zoom(), 2.6 * 1.5);
        QVERIFY(distance(screen.sourceAt(fingers), source) < 1e-6);
    }

    void togglesFitAndActualSizeOnADoubleClick() {
        CanvasOnScreen screen;
        QVERIFY(screen.show(test::solidImage({2400, 1800}, Qt::red)));
        const QPoint cursor(300, 250);
        const QPointF source = screen.sourceAt(cursor);

        QTest::mouseDClick(&screen.canvas, Qt::LeftButton, {}, cursor);
        QCOMPARE(screen.canvas.zoom(), 1.0);
        QVERIFY(distance(screen.sourceAt(cursor), source) <= 1.0);

        QTest::mouseDClick(&screen.canvas, Qt::LeftButton, {}, cursor);
        QVERIFY(screen.canvas.isFitted());
    }

    void zoomsInStepsAboutTheMiddle() {
        CanvasOnScreen screen;
        QVERIFY(screen.show(test::solidImage({2400, 1800}, Qt::red)));
        screen.canvas.zoomTo(1.2);
        const QPointF source = screen.sourceAt({400, 300});

        screen.canvas.zoomIn();
        QCOMPARE(screen.canvas.zoom(), 1.5);
        QVERIFY(distance(screen.sourceAt({400, 300}), source) < 1e-6);
        screen.canvas.zoomOut();
        QCOMPARE(screen.canvas.zoom(), 1.0);
    }

    void showsTheAlphaInEachWay_data() {
        QTest::addColumn<double>("zoom");
        QTest::addRow("fitted") << 0.0;
        QTest::addRow("actual size") << 1.0;
        QTest::addRow("300 per cent") << 3.0;
    }

    // Before blue; after green, without the left half.
    void showsTheAlphaInEachWay() {
        QFETCH(double, zoom);
        CanvasOnScreen screen;
        QVERIFY(screen.show(
            test::solidImage({1000, 800}, Qt::blue), test::halfTransparentImage({1000, 800}, Qt::green)));
        screen.canvas.setCompareMode(CompareMode::after);
        if (zoom > 0.0) {
            screen.canvas.zoomTo(zoom);
        }
        const QPointF background(470.5, 430.5);
        const QPointF subject(530.5, 430.5);

        const QColor check = screen.colorAt(background);
        QVERIFY2(
            check == QColor(0xC4, 0xC4, 0xC4) || check == QColor(0x98, 0x98, 0x98), qPrintable(check.name()));
        QCOMPARE(screen.colorAt(subject), QColor(Qt::green));

        screen.canvas.setAlphaStyle({.view = AlphaView::grey});
        QCOMPARE(screen.colorAt(background), QColor(Qt::black));
        QCOMPARE(screen.colorAt(subject), QColor(Qt::white));

        screen.canvas.setAlphaStyle({.view = AlphaView::overlay});
        const QColor red = screen.colorAt(background);
        QVERIFY2(std::abs(red.red() - 134) <= 2, qPrintable(red.name()));         // 0.6 * 224
        QVERIFY2(std::abs(red.blue() - (102 + 14)) <= 2, qPrintable(red.name())); // 0.4 * 255 + 0.6 * 24
        QCOMPARE(screen.colorAt(subject), QColor(Qt::green));
    }

    void leavesTheChecksInPlaceWhenZooming() {
        CanvasOnScreen screen;
        QVERIFY(screen.show(
            test::solidImage({2400, 1800}, Qt::blue), test::halfTransparentImage({2400, 1800}, Qt::green)));
        screen.canvas.setCompareMode(CompareMode::after);
        const auto corner = [&] { return screen.grab().copy(0, 100, 60, 60); };
        screen.canvas.zoomTo(1.0);
        screen.drag({300, 300}, {420, 300}); // the transparent half at the left of the view
        const QImage before = corner();
        screen.canvas.zoomTo(1.7);

        QCOMPARE(corner(), before);
    }

    void takesTheAlphaFromTheMatteWhenTheCutoutHasNone() {
        CanvasOnScreen screen;
        const Image matte = test::halfMatte({1000, 800});
        QVERIFY(screen.show(
            test::solidImage({1000, 800}, Qt::blue), test::solidImage({1000, 800}, Qt::green), matte));
        screen.canvas.setCompareMode(CompareMode::after);

        QCOMPARE(screen.colorAt({100.0, 700.0}), QColor(Qt::green));
        screen.canvas.setAlphaStyle({.view = AlphaView::grey});
        QCOMPARE(screen.colorAt({100.0, 700.0}), QColor(Qt::black));
        QCOMPARE(screen.colorAt({900.0, 700.0}), QColor(Qt::white));
    }

    void showsOneOfBothOrPeeks() {
        CanvasOnScreen screen;
        QVERIFY(screen.show(test::solidImage({800, 600}, Qt::red), test::solidImage({800, 600}, Qt::green)));
        const QPointF left(100.0, 500.0);
        const QPointF right(700.0, 500.0);
        QCOMPARE(screen.colorAt(left), QColor(Qt::red));
        QCOMPARE(screen.colorAt(right), QColor(Qt::green));

        screen.canvas.setCompareMode(CompareMode::before);
        QCOMPARE(screen.colorAt(right), QColor(Qt::red));

        screen.canvas.setCompareMode(CompareMode::after);
        QCOMPARE(screen.colorAt(left), QColor(Qt::green));

        screen.canvas.setPeeking(true);
        QCOMPARE(screen.colorAt(left), QColor(Qt::red));
        screen.canvas.setPeeking(false);
        QCOMPARE(screen.colorAt(left), QColor(Qt::green));
    }

    void tellsThePixelUnderTheCursor() {
        CanvasOnScreen screen;
        QVERIFY(screen.show(
            test::solidImage({1000, 800}, QColor(1, 2, 3)),
            test::halfTransparentImage({2000, 1600}, QColor(4, 5, 6))));
        screen.canvas.zoomTo(1.0);

        const QPointF source = screen.sourceAt({450, 300});
        const QPoint pixel(int(source.x()), int(source.y()));
        QVERIFY(screen.probed.result);
        QCOMPARE(screen.probed.source->position, pixel);
        QCOMPARE(screen.probed.result->position, QPoint(2 * pixel.x() + 1, 2 * pixel.y() + 1));
        const std::array<double, 4> expected =
            source.x() < 500.0 ? std::array{0.0, 0.0, 0.0, 0.0} : std::array{4.0, 5.0, 6.0, 255.0};
        QCOMPARE(screen.probed.result->values, expected);
        QVERIFY(screen.probedText.contains(QString::number(pixel.x())));

        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(&screen.canvas, &leave);
        QCOMPARE(screen.probedText, QString());
    }

    void clearsToTheSurround() {
        CanvasOnScreen screen;
        QVERIFY(screen.show(test::solidImage({800, 600}, Qt::red), test::solidImage({800, 600}, Qt::green)));

        screen.canvas.clear();

        QVERIFY(!screen.canvas.hasResult());
        QCOMPARE(screen.grab().pixel(screen.grab().rect().center()), kSurround);
    }
};

QTEST_MAIN(CanvasTest)
#include "canvas_test.moc"
