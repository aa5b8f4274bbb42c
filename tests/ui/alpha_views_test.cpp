// The alpha views on the canvas itself, on screens with coarse and fine pixels.

#include "tests/ui/alpha_test_support.h"
#include "tests/ui/canvas_test_support.h"
#include "ui/alpha_detail.h"
#include "ui/alpha_legend.h"
#include "ui/alpha_painter.h"
#include "ui/torture.h"

#include <QTest>

using namespace kerf;
using namespace kerf::ui;
using kerf::test::CanvasOnScreen;

class AlphaViewsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void showsEachViewToThePixel_data();
    void showsEachViewToThePixel();
    void findsOnePartialPixelInTheFittedView();
    void showsTheTortureColorOfThisResult();
    void forgetsTheLastResultsDetail();
    void drawsTheLegendOnlyWithTheResult();
    void saysThatGainIsOfTheViewOnly();
    void keepsTheSubjectBoxOutOfTheResult();
};

namespace {

constexpr QSize kSize(400, 300);
const QColor kSubject(210, 120, 30);
const QColor kHidden(30, 200, 90); // under alpha 0
const QColor kFringe(60, 90, 160);
const QColor kPhoto(10, 60, 200);
constexpr int kHalf = 64; // alpha of the fringe

// Left third nothing, middle third fringe, right third subject.
Image cutout() {
    return test::cutoutImage(kSize, [](int x, int) {
        const QColor color = x < 133 ? kHidden : x < 266 ? kFringe : kSubject;
        const int alpha = x < 133 ? 0 : x < 266 ? kHalf : 255;
        return test::Pixel{
            std::uint16_t(color.red()), std::uint16_t(color.green()), std::uint16_t(color.blue()),
            std::uint16_t(alpha)};
    });
}

QColor mixed(const QColor& front, int alpha, const QColor& back) {
    const auto channel = [alpha](int one, int other) {
        return int(std::lround((one * alpha + other * (255 - alpha)) / 255.0));
    };
    return {
        channel(front.red(), back.red()), channel(front.green(), back.green()),
        channel(front.blue(), back.blue())};
}

bool isNear(const QColor& one, const QColor& other) {
    return std::abs(one.red() - other.red()) <= 1 && std::abs(one.green() - other.green()) <= 1 &&
           std::abs(one.blue() - other.blue()) <= 1;
}

bool waitFor(CanvasOnScreen& screen, const AlphaStyle& style) {
    QSignalSpy ready(&screen.canvas, &Canvas::contentReady);
    screen.canvas.setAlphaStyle(style);
    const AlphaNeeds needs = needsOf(style.view);
    const auto isThere = [&] {
        const AlphaDetail& detail = screen.canvas.alphaDetail();
        return (!needs.codes || detail.codes) && (!needs.straight || detail.straight) &&
               (!needs.fringe || detail.isFringeKnown);
    };
    return QTest::qWaitFor(isThere, 10000);
}

} // namespace

void AlphaViewsTest::showsEachViewToThePixel_data() {
    QTest::addColumn<AlphaView>("view");
    QTest::addColumn<QColor>("nothing");
    QTest::addColumn<QColor>("fringe");
    QTest::addColumn<QColor>("subject");
    const auto on = [](const QColor& back) { return mixed(kFringe, kHalf, back); };
    const QColor black(Qt::black);
    const QColor white(Qt::white);
    const QColor grey(128, 128, 128);
    const QColor color(1, 200, 77);
    const QColor torture = opposedColor(kFringe);
    const QColor red(kOverlayColors[0]);
    const QColor over = mixed(kFringe, kHalf, kPhoto);
    QTest::newRow("black") << AlphaView::black << black << on(black) << kSubject;
    QTest::newRow("white") << AlphaView::white << white << on(white) << kSubject;
    QTest::newRow("grey back") << AlphaView::mid_grey << grey << on(grey) << kSubject;
    QTest::newRow("colour") << AlphaView::color << color << on(color) << kSubject;
    QTest::newRow("torture") << AlphaView::torture << torture << on(torture) << kSubject;
    QTest::newRow("grey") << AlphaView::grey << black << QColor(kHalf, kHalf, kHalf) << white;
    QTest::newRow("overlay") << AlphaView::overlay << mixed(red, 153, kPhoto)
                             << mixed(red, int(std::lround((255 - kHalf) * 0.6)), over) << kSubject;
    QTest::newRow("monitor") << AlphaView::monitor << black << QColor(monitorTable()[kHalf]) << white;
    QTest::newRow("band") << AlphaView::band << mixed(black, 191, kPhoto) << kPhoto
                          << mixed(black, 191, kPhoto);
    QTest::newRow("rgb") << AlphaView::rgb << kHidden << kFringe << kSubject;
    QTest::newRow("premultiplied") << AlphaView::premultiplied << black << on(black) << kSubject;
}

void AlphaViewsTest::showsEachViewToThePixel() {
    QFETCH(AlphaView, view);
    QFETCH(QColor, nothing);
    QFETCH(QColor, fringe);
    QFETCH(QColor, subject);
    CanvasOnScreen screen;
    QVERIFY(screen.show(test::solidImage(kSize, kPhoto), cutout()));
    screen.canvas.setCompareMode(CompareMode::after);
    QVERIFY(waitFor(screen, {.view = view, .color = QColor(1, 200, 77)}));

    for (const double zoom : {1.0, 2.0, 0.5}) {
        screen.canvas.zoomTo(zoom);
        QTest::qWait(150); // sharpened
        const auto seen = [&](double x) { return screen.colorAt({x, 150.5}); };
        QVERIFY2(isNear(seen(60.5), nothing), qPrintable(seen(60.5).name()));
        QVERIFY2(isNear(seen(200.5), fringe), qPrintable(seen(200.5).name()));
        QVERIFY2(isNear(seen(330.5), subject), qPrintable(seen(330.5).name()));
    }
}

void AlphaViewsTest::findsOnePartialPixelInTheFittedView() {
    const QSize size(3000, 2000);
    CanvasOnScreen screen;
    QVERIFY(screen.show(
        test::solidImage(size, kPhoto), test::solidImage(size, kSubject),
        test::matteImage<std::uint16_t>(
            size, [](int x, int y) { return x == 1234 && y == 987 ? 65534 : 65535; })));
    screen.canvas.setCompareMode(CompareMode::after);

    QVERIFY(waitFor(screen, {.view = AlphaView::monitor}));

    QVERIFY(screen.canvas.zoom() < 0.6);
    const QImage image = screen.grab();
    int found = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            found += image.pixel(x, y) == monitorTable()[254] ? 1 : 0;
        }
    }
    QVERIFY(found >= 1 && found <= 4);
    QCOMPARE(screen.canvas.alphaDetail().counts.partial, std::int64_t{1});
}

void AlphaViewsTest::showsTheTortureColorOfThisResult() {
    CanvasOnScreen screen;
    QVERIFY(screen.show(test::solidImage(kSize, kPhoto), cutout()));

    QVERIFY(waitFor(screen, {.view = AlphaView::torture}));

    QCOMPARE(screen.canvas.alphaDetail().fringe, std::optional(kFringe));
}

void AlphaViewsTest::forgetsTheLastResultsDetail() {
    CanvasOnScreen screen;
    QVERIFY(screen.show(test::solidImage(kSize, kPhoto), cutout()));
    QVERIFY(waitFor(screen, {.view = AlphaView::monitor}));
    QVERIFY(screen.canvas.alphaDetail().counts.partial > 0);

    QVERIFY(screen.show(test::solidImage(kSize, kPhoto), test::halfTransparentImage(kSize, kSubject)));

    QTRY_VERIFY(screen.canvas.alphaDetail().codes);
    QCOMPARE(screen.canvas.alphaDetail().counts.partial, std::int64_t{0});

    screen.canvas.clear();
    QVERIFY(!screen.canvas.alphaDetail().codes);
}

void AlphaViewsTest::drawsTheLegendOnlyWithTheResult() {
    CanvasOnScreen screen;
    AlphaLegend legend(screen.canvas);
    QVERIFY(screen.show(test::solidImage(kSize, kPhoto), cutout()));
    screen.canvas.setCompareMode(CompareMode::after);
    QVERIFY(waitFor(screen, {.view = AlphaView::monitor}));
    const QImage without = screen.grab();

    screen.canvas.addOverlay(&legend);

    const QImage with = screen.grab();
    QVERIFY(with != without);
    QCOMPARE(
        with.copy(0, 0, with.width(), with.height() / 2),
        without.copy(0, 0, with.width(), with.height() / 2));
    QCOMPARE(legend.lines().size(), 1);
    QVERIFY(legend.lines().front().contains(QStringLiteral("39,900"))); // partial pixels
    // The whole ramp is there, from one end to the other.
    for (const std::size_t code : {std::size_t{1}, std::size_t{254}}) {
        bool isThere = false;
        for (int y = with.height() / 2; y < with.height(); ++y) {
            for (int x = 0; x < with.width() / 2; ++x) {
                isThere = isThere || with.pixel(x, y) == monitorTable()[code];
            }
        }
        QVERIFY(isThere);
    }

    screen.canvas.setPeeking(true);
    QVERIFY(legend.lines().isEmpty());
    screen.canvas.setPeeking(false);
    screen.canvas.setAlphaStyle({.view = AlphaView::white});
    QVERIFY(legend.lines().isEmpty());
    screen.canvas.removeOverlay(&legend);
}

void AlphaViewsTest::saysThatGainIsOfTheViewOnly() {
    CanvasOnScreen screen;
    const AlphaLegend legend(screen.canvas);
    QVERIFY(screen.show(test::solidImage(kSize, kPhoto), cutout()));

    screen.canvas.setAlphaStyle({.view = AlphaView::grey, .gain = 4.0, .gamma = 0.5});

    QCOMPARE(
        legend.lines(),
        QStringList(QStringLiteral("View only: gain 4.00 ×, gamma 0.50. The result stays as it is.")));
}

void AlphaViewsTest::keepsTheSubjectBoxOutOfTheResult() {
    CanvasOnScreen screen;
    QVERIFY(screen.show(test::solidImage(kSize, kPhoto), cutout()));
    screen.canvas.setCompareMode(CompareMode::after);
    QVERIFY(waitFor(screen, {.view = AlphaView::monitor}));
    const QImage without = screen.grab();

    screen.canvas.setSubject(Rect{.x = 20, .y = 30, .width = 300, .height = 200});

    QCOMPARE(screen.grab(), without);
    screen.canvas.setCompareMode(CompareMode::before);
    QVERIFY(screen.grab() != without);
}

QTEST_MAIN(AlphaViewsTest)
#include "alpha_views_test.moc"
