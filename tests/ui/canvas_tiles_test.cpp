#include "tests/ui/canvas_test_support.h"
#include "ui/pyramid.h"
#include "ui/qimage_convert.h"
#include "ui/tile_store.h"

using namespace kerf;
using test::CanvasOnScreen;
using ui::CompareMode;

namespace {

constexpr qint64 kFew = 100'000; // kept pixels, so that a small photo is a large one

bool showTiled(CanvasOnScreen& screen, const Image& before, const Image& after = {}) {
    screen.canvas.setKeptPixels(kFew);
    return screen.show(before, after);
}

// Waits for the tiles of what is seen: each that arrives paints again.
bool settles(CanvasOnScreen& screen, const std::function<bool()>& isRight) {
    screen.canvas.update();
    return QTest::qWaitFor(isRight, 20000);
}

int wrongPixels(const QImage& shown, const QImage& photo, QPoint origin, int zoom) {
    int wrong = 0;
    for (int y = 0; y < shown.height(); ++y) {
        for (int x = 0; x < shown.width(); ++x) {
            const QPoint source((x - origin.x()) / zoom, (y - origin.y()) / zoom);
            wrong += shown.pixel(x, y) != photo.pixel(source) ? 1 : 0;
        }
    }
    return wrong;
}

} // namespace

class CanvasTilesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void makesTheSameLevelsFromStripsAsFromTheWhole() {
        const Image image = test::noiseImage({1024, 768});
        const ui::Pyramid whole = ui::makePyramid(ui::toQImage(image));

        const ui::Pyramid tiled = ui::makePyramid({.image = image}, kFew);

        QCOMPARE(tiled.size, QSize(1024, 768));
        QCOMPARE(tiled.levels.front().span, 4);
        QVERIFY(tiled.fine);
        QCOMPARE(tiled.levels.size(), whole.levels.size() - 2);
        for (std::size_t i = 0; i < tiled.levels.size(); ++i) {
            QCOMPARE(tiled.levels[i].span, whole.levels[i + 2].span);
            QCOMPARE(tiled.levels[i].image, whole.levels[i + 2].image);
        }
        const QRect part(100, 60, 200, 130);
        QCOMPARE(ui::levelPart(*tiled.fine, 2, part), whole.levels[1].image.copy(part));
    }

    void keepsAllLevelsOfASmallPicture() {
        const ui::Pyramid pyramid = ui::makePyramid({.image = test::noiseImage({300, 200})}, kFew);

        QVERIFY(!pyramid.fine);
        QCOMPARE(pyramid.levels.front().span, 1);
        QCOMPARE(pyramid.spanFor(4.0), 1);
    }

    void tellsWhichLevelSuits() {
        const ui::Pyramid pyramid = ui::makePyramid({.image = test::noiseImage({1024, 768})}, kFew);

        QCOMPARE(pyramid.spanFor(8.0), 1);
        QCOMPARE(pyramid.spanFor(1.0), 1);
        QCOMPARE(pyramid.spanFor(0.6), 1);
        QCOMPARE(pyramid.spanFor(0.5), 2);
        QCOMPARE(pyramid.spanFor(0.25), 4);
        QCOMPARE(pyramid.spanFor(1e-4), 4);
    }

    void showsEachPixelOnceFromTiles_data() {
        QTest::addColumn<int>("zoom");
        QTest::addRow("actual size") << 1;
        QTest::addRow("200 per cent") << 2;
        QTest::addRow("700 per cent") << 7;
    }

    void showsEachPixelOnceFromTiles() {
        QFETCH(int, zoom);
        CanvasOnScreen screen;
        const Image photo = test::noiseImage({2301, 1801});
        QVERIFY(showTiled(screen, photo));
        const QImage expected = ui::toQImage(photo);

        screen.canvas.zoomTo(zoom);
        const auto isExact = [&] {
            return wrongPixels(screen.grab(), expected, screen.origin().toPoint(), zoom) == 0;
        };
        QVERIFY(settles(screen, isExact));

        // Elsewhere too, to the very corner.
        for (int i = 0; i < 40; ++i) {
            QTest::keyClick(&screen.canvas, Qt::Key_Right);
            QTest::keyClick(&screen.canvas, Qt::Key_Down);
        }
        const auto cornerIsExact = [&] {
            const QPointF origin = screen.origin();
            const QImage shown = screen.grab();
            const QPoint last = (origin + QPointF(2301, 1801) * zoom).toPoint();
            const QRect inside = shown.rect().intersected(QRect(QPoint(), last - QPoint(1, 1)));
            const QImage part = shown.copy(inside);
            return inside.width() > 100 && wrongPixels(part, expected, origin.toPoint(), zoom) == 0;
        };
        QVERIFY(settles(screen, cornerIsExact));
    }

    void showsWhatThereIsWhileTilesAreMade() {
        CanvasOnScreen screen;
        QVERIFY(showTiled(screen, test::solidImage({2400, 1800}, QColor(200, 40, 90))));

        screen.canvas.zoomTo(1.0);

        QCOMPARE(screen.grab().pixelColor(400, 300), QColor(200, 40, 90)); // at once
    }

    void hasNoSeamsBetweenTiles() {
        CanvasOnScreen screen;
        QVERIFY(showTiled(screen, test::solidImage({2400, 1800}, QColor(200, 40, 90))));

        screen.canvas.zoomTo(1.37); // smooth, at no whole number

        const auto isEven = [&] {
            const QImage shown = screen.grab();
            for (int x = 0; x < shown.width(); ++x) {
                for (int y = 0; y < shown.height(); y += 7) {
                    if (shown.pixelColor(x, y) != QColor(200, 40, 90)) {
                        return false;
                    }
                }
            }
            return true;
        };
        QVERIFY(settles(screen, isEven));
    }

    void takesTheAlphaFromTilesToo() {
        CanvasOnScreen screen;
        QVERIFY(showTiled(
            screen, test::solidImage({2400, 1800}, Qt::red),
            test::halfTransparentImage({2400, 1800}, Qt::green)));
        screen.canvas.setCompareMode(CompareMode::after);
        screen.canvas.setAlphaStyle({.view = ui::AlphaView::grey});
        screen.canvas.zoomTo(1.0);

        const auto hasTheEdge = [&] {
            return screen.colorAt({1199.5, 900.5}) == QColor(Qt::black) &&
                   screen.colorAt({1200.5, 900.5}) == QColor(Qt::white);
        };
        QVERIFY(settles(screen, hasTheEdge));
    }

    void forgetsTilesOfAnotherPhoto() {
        CanvasOnScreen screen;
        QVERIFY(showTiled(screen, test::solidImage({2400, 1800}, Qt::red)));
        screen.canvas.zoomTo(1.0);
        QVERIFY(settles(screen, [&] { return screen.grab().pixelColor(400, 300) == QColor(Qt::red); }));

        QVERIFY(showTiled(screen, test::solidImage({2400, 1800}, Qt::blue)));

        QVERIFY(settles(screen, [&] { return screen.grab().pixelColor(400, 300) == QColor(Qt::blue); }));
    }
};

QTEST_MAIN(CanvasTilesTest)
#include "canvas_tiles_test.moc"
