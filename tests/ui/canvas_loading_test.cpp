#include "tests/ui/canvas_test_support.h"
#include "ui/canvas_renderer.h"

#include <QElapsedTimer>
#include <QTimer>

#include <algorithm>
#include <memory>

using namespace kerf;
using test::CanvasOnScreen;

namespace {

constexpr QSize kLarge(8000, 6000);

bool hasColor(const QImage& image, QColor color) {
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixelColor(x, y) == color) {
                return true;
            }
        }
    }
    return false;
}

// The longest time that the event loop didn't come round while it lived.
class Heartbeat {
public:
    Heartbeat() {
        m_timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_timer, &QTimer::timeout, [this] { beat(); });
        m_clock.start();
        m_timer.start(5);
    }

    qint64 longestGapMs() {
        beat();
        return m_longest;
    }

private:
    void beat() { m_longest = std::max(m_longest, m_clock.restart()); }

    QTimer m_timer;
    QElapsedTimer m_clock;
    qint64 m_longest = 0;
};

} // namespace

// How pictures come onto the screen: at once, in turn, and without holding up the window.
class CanvasLoadingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void showsTheNewPhotoAtOnceAndNothingOfTheOld() {
        CanvasOnScreen screen;
        QVERIFY(screen.show(test::solidImage({900, 600}, Qt::red), test::solidImage({900, 600}, Qt::green)));

        screen.canvas.setBefore(test::solidImage({900, 600}, Qt::blue));

        const QImage shown = screen.grab(); // no event has been handled in between
        QVERIFY(!screen.canvas.hasResult());
        QVERIFY(hasColor(shown, Qt::blue));
        QVERIFY(!hasColor(shown, Qt::red));
        QVERIFY(!hasColor(shown, Qt::green));
    }

    void dropsAResultThatComesTooLate() {
        CanvasOnScreen screen;
        QSignalSpy ready(&screen.canvas, &ui::Canvas::contentReady);
        screen.canvas.setBefore(test::solidImage({900, 600}, Qt::red));
        screen.canvas.setAfter(test::solidImage({4000, 3000}, Qt::green), {});

        screen.canvas.setBefore(test::solidImage({900, 600}, Qt::blue));

        QVERIFY(ready.wait(10000));
        QVERIFY(!hasColor(screen.grab(), Qt::green));
        screen.canvas.setCompareMode(ui::CompareMode::after);
        QVERIFY(!hasColor(screen.grab(), Qt::green));
    }

    void keepsTheOldResultUntilTheNewOneIsReady() {
        CanvasOnScreen screen;
        QVERIFY(screen.show(test::solidImage({900, 600}, Qt::red), test::solidImage({900, 600}, Qt::green)));
        screen.canvas.setCompareMode(ui::CompareMode::after);
        QSignalSpy ready(&screen.canvas, &ui::Canvas::contentReady);

        screen.canvas.setAfter(test::solidImage({900, 600}, Qt::blue), {});
        QVERIFY(hasColor(screen.grab(), Qt::green));

        QVERIFY(ready.wait(10000));
        QVERIFY(hasColor(screen.grab(), Qt::blue));
        QVERIFY(!hasColor(screen.grab(), Qt::green));
    }

    void takesTheResultAwayForAnEmptyImage() {
        CanvasOnScreen screen;
        QVERIFY(screen.show(test::solidImage({900, 600}, Qt::red), test::solidImage({900, 600}, Qt::green)));

        screen.canvas.setAfter({}, {});

        QVERIFY(!screen.canvas.hasResult());
        QVERIFY(!hasColor(screen.grab(), Qt::green));
    }

    void saysOnceThatTheContentIsThere() {
        CanvasOnScreen screen;
        QSignalSpy ready(&screen.canvas, &ui::Canvas::contentReady);

        QVERIFY(screen.show(test::solidImage({900, 600}, Qt::red), test::solidImage({900, 600}, Qt::green)));
        screen.canvas.update();
        QTest::qWait(50);

        QCOMPARE(ready.size(), 1);
    }

    void saysSoAgainForTheSamePictures() {
        CanvasOnScreen screen;
        const Image photo = test::solidImage({900, 600}, Qt::red);
        QVERIFY(screen.show(photo));

        QVERIFY(screen.show(photo));
    }

    void rendersCoarselyFirst() {
        ui::CanvasRenderer renderer;
        QSignalSpy rendered(&renderer, &ui::CanvasRenderer::rendered);

        renderer.render(ui::CanvasSide::before, test::solidImage({4000, 3000}, Qt::red), {});

        QVERIFY(renderer.isBusy());
        QTRY_COMPARE(rendered.size(), 2);
        QVERIFY(!rendered.at(0).at(2).toBool());
        QVERIFY(rendered.at(1).at(2).toBool());
        QVERIFY(!renderer.isBusy());
        const auto coarse = rendered.at(0).at(1).value<ui::RenderedPicture>();
        const auto full = rendered.at(1).at(1).value<ui::RenderedPicture>();
        QCOMPARE(coarse.color->levels.front().span, 2);
        QCOMPARE(full.color->levels.front().image.size(), QSize(4000, 3000));
    }

    void averagesToTheExactSize() {
        // Stripes of one pixel, to 3/5 of their size: a filter that looks at the two nearest pixels only
        // would leave some of them black or white.
        ImageBuffer buffer({.width = 3000, .height = 2000, .channels = 3});
        for (int y = 0; y < 2000; ++y) {
            const auto row = buffer.row<std::uint8_t>(y);
            for (std::size_t i = 0; i < row.size(); ++i) {
                row[i] = (i / 3) % 2 == 0 ? 0 : 255;
            }
        }
        const Image stripes(std::move(buffer));
        const ui::RenderedPicture full = ui::renderCoarsely(stripes, {}, 3000);
        ui::CanvasRenderer renderer;
        QSignalSpy resampled(&renderer, &ui::CanvasRenderer::resampled);

        renderer.resample(ui::CanvasSide::before, full, {1800, 1200});

        QTRY_COMPARE(resampled.size(), 1);
        const auto exact = resampled.at(0).at(1).value<ui::ExactPicture>();
        QCOMPARE(exact.color.size(), QSize(1800, 1200));
        QVERIFY(exact.alpha.isNull());
        for (int x = 10; x < 1790; ++x) {
            // A pixel's 5/3 share at least 1/3 with the other colour, at most 1 with one.
            const int value = qRed(exact.color.pixel(x, 600));
            QVERIFY2(value >= 95 && value <= 160, qPrintable(QString::number(value)));
        }
    }

    void sharpensWhatIsAtRestOnTheScreen() {
        CanvasOnScreen screen;
        const Image photo = test::noiseImage({2000, 1500});
        QVERIFY(screen.show(photo));
        const QRectF place(screen.origin(), QSizeF(2000.0, 1500.0) * screen.canvas.zoom());
        const ui::RenderedPicture full = ui::renderCoarsely(photo, {}, 2000);
        ui::Pyramid pyramid = ui::makePyramid(full.color->levels.front().image);
        const QImage expected = ui::shrunk(pyramid, place.toRect().size());

        QTRY_COMPARE(screen.grab().copy(place.toRect()), expected);

        screen.canvas.zoomTo(screen.canvas.zoom() * 1.3);
        screen.canvas.fit();
        QTRY_COMPARE(screen.grab().copy(place.toRect()), expected);
    }

    void rendersOnlyTheNewestRequest() {
        ui::CanvasRenderer renderer;
        QSignalSpy rendered(&renderer, &ui::CanvasRenderer::rendered);
        for (int i = 0; i < 20; ++i) {
            renderer.render(ui::CanvasSide::after, test::solidImage({1000 + i, 1000}, Qt::red), {});
        }

        QTRY_VERIFY(!renderer.isBusy());

        QCOMPARE(rendered.size(), 2);
        QCOMPARE(rendered.last().at(1).value<ui::RenderedPicture>().color->size, QSize(1019, 1000));
    }

    void endsAtOnceInTheMiddleOfAPicture() {
        auto renderer = std::make_unique<ui::CanvasRenderer>();
        const Image large = test::solidImage(kLarge, Qt::red);
        qint64 shortest = 1000000;
        for (int attempt = 0; attempt < 3; ++attempt) {
            renderer = std::make_unique<ui::CanvasRenderer>();
            renderer->render(ui::CanvasSide::before, large, {});
            QTest::qWait(20);
            QElapsedTimer clock;
            clock.start();
            renderer.reset();
            shortest = std::min(shortest, clock.elapsed());
        }
        QVERIFY2(shortest < 200, qPrintable(QString::number(shortest)));
    }

    // Five tries: on a busy machine the whole process may have to wait.
    void neverHoldsUpTheWindow() {
        qint64 shortest = 1000000;
        for (int attempt = 0; attempt < 5 && shortest >= 100; ++attempt) {
            CanvasOnScreen screen;
            const Image before = test::solidImage(kLarge, Qt::red);
            const Image after = test::halfTransparentImage(kLarge, Qt::green);
            Heartbeat heartbeat;
            QVERIFY(screen.show(before, after));
            QVERIFY(screen.show(test::solidImage({900, 600}, Qt::blue))); // gives all of it back
            shortest = std::min(shortest, heartbeat.longestGapMs());
        }
        qInfo("longest gap in the event loop: %lld ms", shortest);
        QVERIFY(shortest < 100);
    }
};

QTEST_MAIN(CanvasLoadingTest)
#include "canvas_loading_test.moc"
