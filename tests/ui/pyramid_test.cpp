#include "core/base/error.h"
#include "ui/pyramid.h"

#include <QTest>

#include <stop_token>

using namespace kerf;

class PyramidTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void averagesFourPixels() {
        QImage image(2, 2, QImage::Format_ARGB32_Premultiplied);
        auto* pixels = reinterpret_cast<QRgb*>(image.bits());
        pixels[0] = qRgba(10, 0, 1, 255);
        pixels[1] = qRgba(20, 0, 1, 255);
        pixels[2] = qRgba(30, 0, 0, 0);
        pixels[3] = qRgba(41, 0, 0, 1);

        const QImage half = ui::halved(image);

        QCOMPARE(half.size(), QSize(1, 1));
        QCOMPARE(*reinterpret_cast<const QRgb*>(half.constBits()), qRgba(25, 0, 1, 128));
    }

    void averagesOddEdgesFromWhatIsThere() {
        QImage image(3, 3, QImage::Format_Grayscale8);
        for (int y = 0; y < 3; ++y) {
            for (int x = 0; x < 3; ++x) {
                image.scanLine(y)[x] = uchar(x == 2 || y == 2 ? 200 : 100);
            }
        }

        const QImage half = ui::halved(image);

        QCOMPARE(half.size(), QSize(2, 2));
        QCOMPARE(half.constScanLine(0)[0], uchar{100});
        QCOMPARE(half.constScanLine(0)[1], uchar{200});
        QCOMPARE(half.constScanLine(1)[1], uchar{200});
    }

    void keepsAWhitePictureWhiteOnEveryLevel() {
        QImage image(1300, 700, QImage::Format_RGB32);
        image.fill(Qt::white);

        const ui::Pyramid pyramid = ui::makePyramid(image);

        QCOMPARE(pyramid.size, QSize(1300, 700));
        QCOMPARE(pyramid.levels.size(), std::size_t{4}); // 1300, 650, 325, 163
        QCOMPARE(pyramid.levels.back().span, 8);
        for (const ui::PyramidLevel& level : pyramid.levels) {
            QCOMPARE(
                level.image.pixel(level.image.width() - 1, level.image.height() - 1), qRgb(255, 255, 255));
        }
    }

    void choosesALevelWithAPixelForEachDevicePixel_data() {
        QTest::addColumn<double>("zoom");
        QTest::addColumn<int>("span");
        QTest::addRow("enlarged") << 3.0 << 1;
        QTest::addRow("actual size") << 1.0 << 1;
        QTest::addRow("a little less") << 0.9 << 1;
        QTest::addRow("just above a half") << 0.51 << 1;
        QTest::addRow("half") << 0.5 << 2;
        QTest::addRow("third") << 0.33 << 2;
        QTest::addRow("tiny") << 0.001 << 8;
    }

    void choosesALevelWithAPixelForEachDevicePixel() {
        QFETCH(double, zoom);
        QFETCH(int, span);
        const ui::Pyramid pyramid = ui::makePyramid(QImage(1300, 700, QImage::Format_RGB32));

        QCOMPARE(pyramid.levelFor(zoom).span, span);
    }

    void stopsWhenCancelled() {
        std::stop_source stop;
        stop.request_stop();

        QVERIFY_EXCEPTION_THROWN(
            ui::makePyramid(QImage(1300, 700, QImage::Format_RGB32), Progress(stop.get_token(), {})),
            Cancelled);
    }
};

QTEST_GUILESS_MAIN(PyramidTest)
#include "pyramid_test.moc"
