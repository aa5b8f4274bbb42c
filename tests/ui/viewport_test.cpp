#include "ui/viewport.h"

#include <QTest>

using namespace kerf;
using ui::Viewport;

namespace {

Viewport makeViewport(QSize photo, QSize view, double margin = 0.0) {
    Viewport viewport;
    viewport.setMargin(margin);
    viewport.setView(view);
    viewport.setPhoto(photo);
    return viewport;
}

double distance(QPointF one, QPointF other) {
    return std::hypot(one.x() - other.x(), one.y() - other.y());
}

} // namespace

class ViewportTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fitsAndCentresANewPhoto() {
        const Viewport viewport = makeViewport({4000, 3000}, {1000, 600}, 10.0);

        QVERIFY(viewport.isFitted());
        QCOMPARE(viewport.zoom(), 580.0 / 3000.0);
        QVERIFY(distance(viewport.photoInView().center(), {500.0, 300.0}) <= 0.75);
        QVERIFY(!viewport.canMove());
    }

    void followsTheViewWhileFitted() {
        Viewport viewport = makeViewport({4000, 3000}, {1000, 600});
        viewport.setView({2000, 2000});

        QVERIFY(viewport.isFitted());
        QCOMPARE(viewport.zoom(), 0.5);
    }

    void keepsTheMiddleWhenTheViewChangesAndIsNotFitted() {
        Viewport viewport = makeViewport({4000, 3000}, {1000, 600});
        viewport.zoomAt(1.5, {400.0, 200.0});
        const QPointF middle = viewport.toSource(QPointF(500.0, 300.0));

        viewport.setView({800, 500});

        QCOMPARE(viewport.zoom(), 1.5);
        QVERIFY(distance(viewport.toSource(QPointF(400.0, 250.0)), middle) < 1e-9);
    }

    void keepsThePointUnderTheCursor_data() {
        QTest::addColumn<double>("from");
        QTest::addColumn<double>("to");
        QTest::addRow("in") << 0.7 << 1.3;
        QTest::addRow("out") << 5.3 << 1.7;
        QTest::addRow("to actual size") << 0.7 << 1.0;
        QTest::addRow("far in") << 1.5 << 33.3;
    }

    void keepsThePointUnderTheCursor() {
        QFETCH(double, from);
        QFETCH(double, to);
        Viewport viewport = makeViewport({4000, 3000}, {1000, 600});
        viewport.zoomAt(from, {500.0, 300.0});
        const QPointF anchor(613.0, 122.0);
        const QPointF source = viewport.toSource(anchor);

        viewport.zoomAt(to, anchor);

        QCOMPARE(viewport.zoom(), to);
        // At whole zooms the photo moves onto whole pixels: by at most half of one along each axis.
        QVERIFY(distance(viewport.toView(source), anchor) <= 0.7072);
    }

    void liesOnWholePixelsAtWholeZooms() {
        Viewport viewport = makeViewport({4001, 3001}, {1001, 601});
        viewport.zoomAt(0.77, {300.0, 200.0});
        viewport.zoomAt(1.0, {311.3, 97.7});

        QCOMPARE(viewport.origin(), QPointF(viewport.origin().toPoint()));

        viewport.moveTo(viewport.origin() + QPointF(3.4, -7.7));
        QCOMPARE(viewport.origin(), QPointF(viewport.origin().toPoint()));
    }

    void leavesNoMoreThanTheMarginBesideALargePhoto() {
        Viewport viewport = makeViewport({4000, 3000}, {1000, 600}, 16.0);
        viewport.zoomAt(1.0, {500.0, 300.0});

        viewport.moveTo({5000.0, 5000.0});
        QCOMPARE(viewport.origin(), QPointF(16.0, 16.0));

        viewport.moveTo({-9000.0, -9000.0});
        QCOMPARE(viewport.photoInView().bottomRight(), QPointF(1000.0 - 16.0, 600.0 - 16.0));
    }

    void centresAlongAnAxisThatIsSmaller() {
        Viewport viewport = makeViewport({100, 3000}, {1000, 600});
        viewport.zoomAt(1.0, {500.0, 300.0});

        viewport.moveTo({0.0, -1000.0});

        QCOMPARE(viewport.origin(), QPointF(450.0, -1000.0));
    }

    void staysWithinItsZooms() {
        Viewport viewport = makeViewport({4000, 3000}, {1000, 600});

        viewport.zoomAt(1000.0, {0.0, 0.0});
        QCOMPARE(viewport.zoom(), Viewport::kMaxZoom);

        viewport.zoomAt(1e-9, {0.0, 0.0});
        QCOMPARE(viewport.zoom(), viewport.minZoom());
        QVERIFY(viewport.minZoom() < viewport.fitZoom());
    }

    void doesNotBlowUpATinyPhotoWhenFitting() {
        QCOMPARE(makeViewport({4, 4}, {1000, 600}).zoom(), Viewport::kMaxFitZoom);
    }

    void mapsBothWays() {
        Viewport viewport = makeViewport({4000, 3000}, {1000, 600});
        viewport.zoomAt(2.7, {10.0, 20.0});

        const QPointF source(1234.5, 987.25);
        QVERIFY(distance(viewport.toSource(viewport.toView(source)), source) < 1e-9);
    }

    void bringsARegionToTheMiddle_data() {
        QTest::addColumn<QRectF>("region");
        QTest::addColumn<double>("zoom");
        QTest::addRow("on a step") << QRectF(1900, 1400, 250, 100) << 2.0;
        QTest::addRow("between two steps") << QRectF(1900, 1400, 300, 300) << 1.0;
        QTest::addRow("tiny") << QRectF(2000, 1500, 2, 2) << Viewport::kMaxRegionZoom;
        QTest::addRow("a single point") << QRectF(2000, 1500, 0, 0) << Viewport::kMaxRegionZoom;
        QTest::addRow("larger than the view") << QRectF(1300, 1200, 1400, 600) << 1.0 / 3.0;
    }

    void bringsARegionToTheMiddle() {
        QFETCH(QRectF, region);
        QFETCH(double, zoom);
        Viewport viewport = makeViewport({4000, 3000}, {1000, 600}, 10.0);

        viewport.showRegion(region);

        QCOMPARE(viewport.zoom(), zoom);
        QVERIFY(!viewport.isFitted());
        QVERIFY(distance(viewport.toView(region.center()), {500.0, 300.0}) <= 0.75);
    }

    void showsARegionInTheCornerAsFarInAsThePhotoCanBePulled() {
        Viewport viewport = makeViewport({4000, 3000}, {1000, 600}, 10.0);

        viewport.showRegion({0, 0, 100, 100});

        QCOMPARE(viewport.toView(QPointF()), QPointF(10.0, 10.0));
    }

    void isEmptyWithoutPhotoOrView() {
        QVERIFY(makeViewport({}, {1000, 600}).isEmpty());
        QVERIFY(makeViewport({100, 100}, {}).isEmpty());
        QVERIFY(!makeViewport({100, 100}, {1, 1}).isEmpty());
        QVERIFY(makeViewport({100, 100}, {1, 1}).zoom() > 0.0);
    }

    void stepsThroughTheLadder() {
        QCOMPARE(ui::nextZoomIn(0.4), 0.5);
        QCOMPARE(ui::nextZoomIn(1.0), 1.5);
        QCOMPARE(ui::nextZoomIn(100.0), 64.0);
        QCOMPARE(ui::nextZoomOut(1.0), 2.0 / 3.0);
        QCOMPARE(ui::nextZoomOut(1.2), 1.0);
        QCOMPARE(ui::nextZoomOut(1e-3), 1.0 / 64.0);
    }
};

QTEST_GUILESS_MAIN(ViewportTest)
#include "viewport_test.moc"
