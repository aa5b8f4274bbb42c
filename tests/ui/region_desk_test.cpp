#include "tests/ui/canvas_test_support.h"
#include "tests/ui/window_rig.h"
#include "ui/canvas.h"
#include "ui/filmstrip.h"
#include "ui/viewport.h"

#include <QTest>

using namespace kerf;
using namespace kerf::ui;
using kerf::test::WindowRig;

namespace {

bool prepare(WindowRig& rig) {
    rig.window.show();
    rig.window.activateWindow();
    if (!QTest::qWaitForWindowActive(&rig.window) || !rig.add({"one.jpg", "two.jpg"})) {
        return false;
    }
    return QTest::qWaitFor([&] { return rig.find<Canvas>("canvas")->viewport().photo().width() > 0; });
}

QPoint viewPoint(const Canvas& canvas, QPointF source) {
    return (canvas.viewport().toView(source) / canvas.devicePixelRatioF()).toPoint();
}

QColor colorAt(Canvas& canvas, QPointF source) {
    const QPointF device = canvas.viewport().toView(source);
    return canvas.grab().toImage().pixelColor(int(device.x()), int(device.y()));
}

void drag(Canvas& canvas, QPointF from, QPointF to) {
    QTest::mousePress(&canvas, Qt::LeftButton, {}, viewPoint(canvas, from));
    for (int step = 1; step <= 4; ++step) {
        const QPoint at = viewPoint(canvas, from + (to - from) * step / 4.0);
        QMouseEvent move(
            QEvent::MouseMove, QPointF(at), canvas.mapToGlobal(QPointF(at)), Qt::NoButton, Qt::LeftButton,
            Qt::NoModifier);
        QCoreApplication::sendEvent(&canvas, &move);
    }
    QTest::mouseRelease(&canvas, Qt::LeftButton, {}, viewPoint(canvas, to));
}

} // namespace

class RegionDeskTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void previewsADrawnRegionInItsPlace() {
        WindowRig rig;
        QVERIFY(prepare(rig));
        auto* canvas = rig.find<Canvas>("canvas");
        const QColor outside = colorAt(*canvas, {200.0, 120.0});

        QTest::keyClick(&rig.window, Qt::Key_R, Qt::ShiftModifier);
        drag(*canvas, {40.0, 30.0}, {100.0, 80.0});

        QTRY_VERIFY(canvas->hasRegion());
        QTRY_COMPARE(colorAt(*canvas, {70.0, 55.0}), QColor(Qt::blue));
        const Rect asked = rig.session.regions().at(0);
        QVERIFY(std::abs(asked.x - 40) <= 1 && std::abs(asked.width - 60) <= 1);
        QCOMPARE(colorAt(*canvas, {200.0, 120.0}), outside);

        canvas->setPeeking(true); // the photo, also in the region: the fake's is black
        QCOMPARE(colorAt(*canvas, {70.0, 55.0}), QColor(Qt::black));
        canvas->setPeeking(false);
        QTest::keyClick(&rig.window, Qt::Key_R, Qt::ShiftModifier); // takes it away
        QVERIFY(!canvas->hasRegion());
    }

    void previewsTheMiddleByKeyboard() {
        WindowRig rig;
        QVERIFY(prepare(rig));
        auto* canvas = rig.find<Canvas>("canvas");
        canvas->grab();

        QTest::keyClick(&rig.window, Qt::Key_R, Qt::ShiftModifier);
        QTest::keyClick(canvas, Qt::Key_Return);

        QTRY_VERIFY(canvas->hasRegion());
        QCOMPARE(rig.session.regions().at(0), (Rect{.x = 60, .y = 40, .width = 120, .height = 80}));
        QTest::keyClick(&rig.window, Qt::Key_Escape);
        QVERIFY(!canvas->hasRegion());
        QVERIFY(!rig.find<QAction>("actionPreviewRegion")->isChecked());
    }

    void goesWithANewResultAndAnotherPhoto() {
        WindowRig rig;
        QVERIFY(prepare(rig));
        auto* canvas = rig.find<Canvas>("canvas");
        const auto preview = [&] {
            rig.find<QAction>("actionPreviewRegion")->setChecked(true);
            drag(*canvas, {40.0, 30.0}, {100.0, 80.0});
            return QTest::qWaitFor([&] { return canvas->hasRegion(); });
        };

        QVERIFY(preview());
        rig.find<QAction>("actionRun")->trigger();
        QTRY_VERIFY(canvas->hasResult());
        QVERIFY(!canvas->hasRegion());
        QVERIFY(preview());
        rig.find<QAction>("actionNextPhoto")->trigger();
        QVERIFY(!canvas->hasRegion());
    }

    void tellsWhyItFailed() {
        WindowRig rig;
        QVERIFY(prepare(rig));
        auto* canvas = rig.find<Canvas>("canvas");
        rig.session.failFor(
            "region", "one.jpg", {ErrorCode::out_of_memory, "not enough memory", rig.path("one.jpg")});

        rig.find<QAction>("actionPreviewRegion")->setChecked(true);
        drag(*canvas, {40.0, 30.0}, {100.0, 80.0});

        QTRY_VERIFY(!rig.find<QAction>("actionPreviewRegion")->isChecked());
        QVERIFY(rig.find<QWidget>("banner")->isVisible());
        QVERIFY(!canvas->hasRegion());
    }

    void takesASlipOfTheHandForNothing() {
        WindowRig rig;
        QVERIFY(prepare(rig));
        auto* canvas = rig.find<Canvas>("canvas");

        rig.find<QAction>("actionPreviewRegion")->setChecked(true);
        drag(*canvas, {40.0, 30.0}, {41.0, 31.0});

        QVERIFY(rig.session.regions().empty());
    }

    void enlargesBothUnderTheCursorWithTheLoupe() {
        WindowRig rig;
        QVERIFY(prepare(rig));
        rig.find<QAction>("actionRun")->trigger();
        auto* canvas = rig.find<Canvas>("canvas");
        rig.window.resize(1280, 820); // else there is no room for the lens beside the cursor
        QTRY_VERIFY(canvas->hasResult() && canvas->width() > 700 && canvas->height() > 350);
        QTest::qWait(200);
        const QPoint cursor(60, 120); // beside the caption, which darkens what is under it
        const auto hover = [&] {
            QMouseEvent move(
                QEvent::MouseMove, QPointF(cursor), canvas->mapToGlobal(QPointF(cursor)), Qt::NoButton,
                Qt::NoButton, Qt::NoModifier);
            QCoreApplication::sendEvent(canvas, &move);
        };
        hover();
        const QImage without = canvas->grab().toImage();

        QTest::keyClick(&rig.window, Qt::Key_L);
        QVERIFY(canvas->hasLoupe());
        hover();
        const QImage with = canvas->grab().toImage();
        // Its middle shows the pixel under the cursor, A left and B right.
        const double ratio = canvas->devicePixelRatioF();
        const auto lens = [&](int which) {
            return QPoint(
                int((cursor.x() + 22 + 190 / 2 + which * 192) * ratio),
                int((cursor.y() + 22 + 190 / 2) * ratio));
        };
        // The view is smooth at this zoom, the lens is not: nearly the same colour.
        const QColor enlarged = with.pixelColor(lens(0));
        const QColor plain = without.pixelColor((QPointF(cursor) * ratio).toPoint());
        QVERIFY2(
            std::abs(enlarged.red() - plain.red()) + std::abs(enlarged.green() - plain.green()) +
                    std::abs(enlarged.blue() - plain.blue()) <=
                24,
            qPrintable(enlarged.name() + plain.name()));
        QVERIFY(with != without);

        QTest::keyClick(&rig.window, Qt::Key_L);
        QVERIFY(!canvas->hasLoupe());
        hover();
        QCOMPARE(canvas->grab().toImage(), without);
    }

    void keepsTheLoupeOnlyWhileTheKeyIsHeld() {
        WindowRig rig;
        QVERIFY(prepare(rig));
        const auto* canvas = rig.find<Canvas>("canvas");

        QTest::keyPress(&rig.window, Qt::Key_L);
        QVERIFY(canvas->hasLoupe());
        QTest::qWait(400); // longer than a short press
        QTest::keyRelease(&rig.window, Qt::Key_L);

        QVERIFY(!canvas->hasLoupe());
    }
};

QTEST_MAIN(RegionDeskTest)
#include "region_desk_test.moc"
