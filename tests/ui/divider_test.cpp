#include "ui/divider.h"
#include "ui/panes.h"

#include <QTest>

#include <cmath>

using namespace kerf::ui;

namespace {

constexpr QSize kPhoto(400, 200);

Viewport shown() {
    Viewport viewport;
    viewport.setView({400, 200}); // one to one
    viewport.setPhoto(kPhoto);
    return viewport;
}

DividerGeometry at(double angle, double position = 0.5) {
    return dividerGeometry(shown(), {.position = position, .angle = angle}, 1.0);
}

} // namespace

class DividerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void snapsCloseToMultiplesOf45() {
        QCOMPARE(snappedAngle(3.0), 0.0);
        QCOMPARE(snappedAngle(43.0), 45.0);
        QCOMPARE(snappedAngle(50.0), 50.0);
        QCOMPARE(snappedAngle(-87.0), -90.0);
        QCOMPARE(snappedAngle(178.0), 180.0);
        QCOMPARE(snappedAngle(-178.0), 180.0);
        QCOMPARE(normalAngle(270.0), -90.0);
    }

    void sharesThePhotoOut_data() {
        QTest::addColumn<double>("angle");
        QTest::addColumn<QRect>("a");
        QTest::addColumn<QRect>("b");
        QTest::addRow("upright") << 0.0 << QRect(0, 0, 100, 200) << QRect(100, 0, 300, 200);
        QTest::addRow("lying") << 90.0 << QRect(0, 0, 400, 50) << QRect(0, 50, 400, 150);
        QTest::addRow("upside down") << 180.0 << QRect(300, 0, 100, 200) << QRect(0, 0, 300, 200);
        QTest::addRow("lying, A below") << -90.0 << QRect(0, 150, 400, 50) << QRect(0, 0, 400, 150);
    }

    void sharesThePhotoOut() {
        QFETCH(double, angle);
        QFETCH(QRect, a);
        QFETCH(QRect, b);

        const DividerGeometry geometry = at(angle, 0.25);

        QVERIFY(geometry.isStraight());
        QCOMPARE(geometry.sideA({QPoint(), kPhoto}), a);
        QCOMPARE(geometry.sideB({QPoint(), kPhoto}), b);
    }

    void sharesThePhotoOutAtAnAngle() {
        const DividerGeometry geometry = at(45.0);
        const QPolygonF area = geometry.areaB({QPoint(), kPhoto});

        QVERIFY(!geometry.isStraight());
        QVERIFY(area.containsPoint({350.0, 150.0}, Qt::OddEvenFill));
        QVERIFY(area.containsPoint({205.0, 105.0}, Qt::OddEvenFill));
        QVERIFY(!area.containsPoint({195.0, 95.0}, Qt::OddEvenFill));
        QVERIFY(!area.containsPoint({50.0, 50.0}, Qt::OddEvenFill));
        QVERIFY(area.containsPoint({299.0, 9.0}, Qt::OddEvenFill)); // x + y = 300 is the line
        QVERIFY(!area.containsPoint({289.0, 9.0}, Qt::OddEvenFill));
    }

    void isAllOfOnePictureAtItsEnds() {
        for (const double angle : {0.0, 30.0, 90.0, 135.0, 180.0, -60.0}) {
            QVERIFY(at(angle, 1.0).areaB({QPoint(1, 1), kPhoto - QSize(2, 2)}).isEmpty());
            const QPolygonF all = at(angle, 0.0).areaB({QPoint(), kPhoto});
            QCOMPARE(all.boundingRect(), QRectF(QPointF(), QSizeF(kPhoto)));
        }
    }

    void turnsAboutThePivot() {
        const QPointF pivot(120.0, 80.0);
        const Divider start = throughPoint(pivot, 0.0, QRectF(QPointF(), QSizeF(kPhoto)));

        for (const double angle : {17.0, 45.0, 90.0, -135.0, 180.0}) {
            const Divider changed = turned(start, angle, pivot, QRectF(QPointF(), QSizeF(kPhoto)));
            const DividerGeometry geometry = dividerGeometry(shown(), changed, 1.0);
            const double off = QPointF::dotProduct(pivot - geometry.through, geometry.normal);
            QVERIFY2(std::abs(off) <= 0.75, qPrintable(QString::number(off)));
            QCOMPARE(changed.angle, angle);
        }
    }

    void tellsWhatAPressTakesHoldOf() {
        const DividerGeometry geometry = at(45.0);

        QCOMPARE(geometry.partAt(geometry.handle, 1.0), DividerGeometry::Part::line);
        QCOMPARE(geometry.partAt(geometry.grip, 1.0), DividerGeometry::Part::grip);
        QCOMPARE(geometry.partAt({288.0, 10.0}, 1.0), DividerGeometry::Part::line);
        QCOMPARE(geometry.partAt({30.0, 30.0}, 1.0), DividerGeometry::Part::none);
        const QPointF arm = geometry.grip - geometry.handle;
        QVERIFY(std::abs(QPointF::dotProduct(arm, geometry.normal)) < 1e-6); // it lies on the line
    }

    void keepsTheHandleWithinTheView() {
        Viewport zoomed = shown();
        zoomed.zoomAt(4.0, {0.0, 0.0}); // the photo's left top quarter of a quarter
        for (const double angle : {0.0, 45.0, 90.0}) {
            const QPointF handle = dividerGeometry(zoomed, {.position = 0.9, .angle = angle}, 1.0).handle;
            QVERIFY(QRectF(0, 0, 400, 200).contains(handle));
        }
    }

    void putsPanesNextToEachOtherOrAboveEachOther() {
        QCOMPARE(twoPanes({801, 600}, 3), (Panes{.pane = {399, 600}, .second = QPoint(402, 0)}));
        QCOMPARE(twoPanes({600, 802}, 2), (Panes{.pane = {600, 400}, .second = QPoint(0, 402)}));
        QCOMPARE(twoPanes({801, 600}, 3).originAt({500.0, 10.0}), QPoint(402, 0));
        QCOMPARE(twoPanes({801, 600}, 3).originAt({400.0, 10.0}), QPoint());
        QCOMPARE(onePane({801, 600}).originAt({700.0, 10.0}), QPoint());
    }
};

QTEST_GUILESS_MAIN(DividerTest)
#include "divider_test.moc"
