// Every view to the pixel, on a picture whose colours and alpha are known.

#include "tests/ui/alpha_test_support.h"
#include "ui/alpha_detail.h"
#include "ui/alpha_painter.h"
#include "ui/oklab.h"
#include "ui/qimage_convert.h"
#include "ui/torture.h"

#include <QPainter>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <functional>

using namespace kerf;
using namespace kerf::ui;

class AlphaPainterTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void putsTheCutoutOnOneColor_data();
    void putsTheCutoutOnOneColor();
    void putsTheCutoutOnACheckerboard_data();
    void putsTheCutoutOnACheckerboard();
    void runsTheGradientFromTopToBottomOfThePhoto();
    void coversThePhotoWithTheOwnPicture();
    void showsAlphaAsGrey();
    void tintsWhatIsCutAway();
    void cyclesThroughColorsThatDiffer();
    void tellsExactFromNearlyInTheMonitor_data();
    void tellsExactFromNearlyInTheMonitor();
    void ordersTheMonitorsRampByLightness();
    void dimsAllButTheEdgeBand();
    void showsColorsUnderAlphaZero();
    void appliesGainAndGammaToWhatIsShown();
    void leavesTheMonitorAloneWithGainAndGamma();
    void appliesGainToTheOriginalWhereColorsAreShown();
    void staysWithinThePart();
    void resetsOnlyWhatBelongsToTheView();
};

namespace {

constexpr QSize kSize(64, 16);
constexpr QColor kTorture(0x12, 0x34, 0xAB);

// Alpha rises from 0 to 255 by column, the colour is known in each, also under alpha 0.
std::uint16_t alphaAt(int x) {
    return std::uint16_t(x == 63 ? 255 : x * 4);
}
QColor colorAt(int x, int y) {
    return {200 - x, 40 + y, 3 * x};
}
QColor originalAt(int x, int y) {
    return {x * 2, 255 - y * 8, 90};
}

// What there is to paint: pictures at one device pixel a pixel, from `origin` on.
struct Scene {
    explicit Scene(QPoint at = {}) : origin(at) {
        const Image cutout = test::cutoutImage(kSize, [](int x, int y) {
            const QColor color = colorAt(x, y);
            return test::Pixel{
                std::uint16_t(color.red()), std::uint16_t(color.green()), std::uint16_t(color.blue()),
                alphaAt(x)};
        });
        detail = makeAlphaDetail(cutout, {}, {.straight = true, .codes = true, .fringe = true}, {});
        QImage original(kSize, QImage::Format_RGB32);
        for (int y = 0; y < kSize.height(); ++y) {
            for (int x = 0; x < kSize.width(); ++x) {
                original.setPixelColor(x, y, originalAt(x, y));
            }
        }
        sources.color = {.image = toQImage(cutout), .origin = origin};
        sources.alpha = Placement{.image = toAlphaQImage(cutout), .origin = origin};
        sources.original = {.image = original, .origin = origin};
        sources.photo = QRectF(origin, QSizeF(kSize));
        addDetail(sources, detail, false);
        sources.torture = kTorture;
    }

    QImage paint(const AlphaStyle& style, double ratio = 1.0) const {
        QImage out(kSize + QSize(origin.x(), origin.y()), QImage::Format_RGB32);
        out.fill(qRgb(1, 2, 3));
        QPainter painter(&out);
        paintAlpha(painter, style, sources, QRect(origin, kSize), ratio);
        painter.end();
        return out.copy(QRect(origin, kSize));
    }

    QPoint origin;
    AlphaDetail detail;
    AlphaSources sources;
};

QColor over(const QColor& color, int alpha, const QColor& back) {
    const auto channel = [alpha](int front, int behind) {
        return int(std::lround((front * alpha + behind * (255 - alpha)) / 255.0));
    };
    return {
        channel(color.red(), back.red()), channel(color.green(), back.green()),
        channel(color.blue(), back.blue())};
}

bool isNear(const QColor& one, const QColor& other, int tolerance) {
    return std::abs(one.red() - other.red()) <= tolerance &&
           std::abs(one.green() - other.green()) <= tolerance &&
           std::abs(one.blue() - other.blue()) <= tolerance;
}

// `tolerance` 1: premultiplied 8-bit colours round once, blending once more.
QString firstWrong(const QImage& image, int tolerance, const std::function<QColor(int, int)>& expected) {
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (!isNear(image.pixelColor(x, y), expected(x, y), tolerance)) {
                return QStringLiteral("%1,%2: %3 instead of %4")
                    .arg(x)
                    .arg(y)
                    .arg(image.pixelColor(x, y).name(), expected(x, y).name());
            }
        }
    }
    return {};
}

} // namespace

void AlphaPainterTest::putsTheCutoutOnOneColor_data() {
    QTest::addColumn<AlphaView>("view");
    QTest::addColumn<QColor>("back");
    QTest::newRow("black") << AlphaView::black << QColor(0, 0, 0);
    QTest::newRow("white") << AlphaView::white << QColor(255, 255, 255);
    QTest::newRow("grey") << AlphaView::mid_grey << QColor(128, 128, 128);
    QTest::newRow("colour") << AlphaView::color << QColor(9, 200, 77);
    QTest::newRow("torture") << AlphaView::torture << kTorture;
    QTest::newRow("premultiplied") << AlphaView::premultiplied << QColor(0, 0, 0);
}

void AlphaPainterTest::putsTheCutoutOnOneColor() {
    QFETCH(AlphaView, view);
    QFETCH(QColor, back);

    const QImage image = Scene().paint({.view = view, .color = QColor(9, 200, 77)});

    QCOMPARE(
        firstWrong(image, 1, [&](int x, int y) { return over(colorAt(x, y), alphaAt(x), back); }), QString());
    QCOMPARE(image.pixelColor(0, 3), back);            // exactly nothing
    QCOMPARE(image.pixelColor(63, 3), colorAt(63, 3)); // exactly the subject
}

void AlphaPainterTest::putsTheCutoutOnACheckerboard_data() {
    QTest::addColumn<double>("ratio");
    QTest::addColumn<int>("side");
    QTest::addColumn<int>("contrast");
    QTest::newRow("1x") << 1.0 << 8 << 100;
    QTest::newRow("1.25x") << 1.25 << 8 << 100;
    QTest::newRow("2x") << 2.0 << 4 << 100;
    QTest::newRow("no contrast") << 1.0 << 8 << 0;
    QTest::newRow("strong contrast") << 1.0 << 4 << 200;
}

void AlphaPainterTest::putsTheCutoutOnACheckerboard() {
    QFETCH(double, ratio);
    QFETCH(int, side);
    QFETCH(int, contrast);
    const AlphaStyle style{
        .checkSide = side,
        .checkContrast = contrast,
        .checkLight = QColor(180, 200, 180),
        .checkDark = QColor(140, 100, 140)};
    const std::array<QColor, 2> expected =
        contrast == 0     ? std::array{QColor(160, 150, 160), QColor(160, 150, 160)}
        : contrast == 100 ? std::array{QColor(180, 200, 180), QColor(140, 100, 140)}
                          : std::array{QColor(200, 250, 200), QColor(120, 50, 120)};
    const int square = int(std::lround(side * ratio));

    const QImage image = Scene().paint(style, ratio);

    QCOMPARE(
        firstWrong(
            image, 1,
            [&](int x, int y) {
                const bool isLight = (x / square + y / square) % 2 == 0;
                return over(colorAt(x, y), alphaAt(x), expected[isLight ? 0 : 1]);
            }),
        QString());
}

void AlphaPainterTest::runsTheGradientFromTopToBottomOfThePhoto() {
    const AlphaStyle style{
        .view = AlphaView::gradient, .gradientTop = QColor(0, 0, 0), .gradientBottom = QColor(160, 80, 240)};

    const QImage image = Scene({7, 30}).paint(style);

    for (int y = 0; y < kSize.height(); ++y) {
        const double at = (y + 0.5) / kSize.height();
        QVERIFY(isNear(image.pixelColor(0, y), QColor(int(160 * at), int(80 * at), int(240 * at)), 2));
    }
    QCOMPARE(image.pixelColor(63, 5), colorAt(63, 5));
}

void AlphaPainterTest::coversThePhotoWithTheOwnPicture() {
    // As high as the photo, twice as wide: its middle half is seen.
    QImage own(128, 16, QImage::Format_RGB32);
    for (int y = 0; y < 16; ++y) {
        for (int x = 0; x < 128; ++x) {
            own.setPixelColor(x, y, QColor(x, y * 10, 200));
        }
    }
    const AlphaStyle style{
        .view = AlphaView::picture, .picture = std::make_shared<const Pyramid>(makePyramid(own))};

    const QImage image = Scene({5, 6}).paint(style);

    QCOMPARE(
        firstWrong(
            image, 1,
            [&](int x, int y) { return over(colorAt(x, y), alphaAt(x), QColor(x + 32, y * 10, 200)); }),
        QString());
}

void AlphaPainterTest::showsAlphaAsGrey() {
    Scene scene;

    QCOMPARE(
        firstWrong(
            scene.paint({.view = AlphaView::grey}), 0,
            [](int x, int) { return QColor(alphaAt(x), alphaAt(x), alphaAt(x)); }),
        QString());

    scene.sources.alpha.reset();
    QCOMPARE(
        firstWrong(scene.paint({.view = AlphaView::grey}), 0, [](int, int) { return QColor(Qt::white); }),
        QString());
}

void AlphaPainterTest::tintsWhatIsCutAway() {
    for (const int opacity : {0, 60, 100}) {
        const AlphaStyle style{.view = AlphaView::overlay, .overlayColor = 2, .overlayOpacity = opacity};
        const QColor tint(kOverlayColors[2]);

        const QImage image = Scene().paint(style);

        QCOMPARE(
            firstWrong(
                image, 2,
                [&](int x, int y) {
                    const QColor photo = over(colorAt(x, y), alphaAt(x), originalAt(x, y));
                    return over(tint, int(std::lround((255 - alphaAt(x)) * opacity / 100.0)), photo);
                }),
            QString());
        QCOMPARE(image.pixelColor(63, 3), colorAt(63, 3));
    }
}

void AlphaPainterTest::cyclesThroughColorsThatDiffer() {
    QList<QRgb> seen;
    for (int i = 0; i < int(kOverlayColors.size()); ++i) {
        const QRgb pixel =
            Scene().paint({.view = AlphaView::overlay, .overlayColor = i, .overlayOpacity = 100}).pixel(0, 0);
        QVERIFY(!seen.contains(pixel));
        seen.append(pixel);
    }
}

void AlphaPainterTest::tellsExactFromNearlyInTheMonitor_data() {
    QTest::addColumn<int>("value");
    QTest::addColumn<int>("full");
    QTest::addColumn<QColor>("plain"); // invalid: any that is neither black nor white nor grey
    QTest::newRow("0 of 255") << 0 << 255 << QColor(Qt::black);
    QTest::newRow("1 of 255") << 1 << 255 << QColor();
    QTest::newRow("254 of 255") << 254 << 255 << QColor();
    QTest::newRow("255 of 255") << 255 << 255 << QColor(Qt::white);
    QTest::newRow("0 of 65535") << 0 << 65535 << QColor(Qt::black);
    QTest::newRow("1 of 65535") << 1 << 65535 << QColor();
    QTest::newRow("65534 of 65535") << 65534 << 65535 << QColor();
    QTest::newRow("65535 of 65535") << 65535 << 65535 << QColor(Qt::white);
}

void AlphaPainterTest::tellsExactFromNearlyInTheMonitor() {
    QFETCH(int, value);
    QFETCH(int, full);
    QFETCH(QColor, plain);
    const auto pixelAt = [value](int, int) { return test::Pixel{9, 9, 9, std::uint16_t(value)}; };
    const Image cutout = full == 255 ? test::cutoutImage({600, 400}, pixelAt)
                                     : test::cutoutImage<std::uint16_t>({600, 400}, pixelAt);
    const AlphaDetail detail = makeAlphaDetail(cutout, {}, needsOf(AlphaView::monitor), {});

    for (const double zoom : {1.0, 2.0, 1.25, 0.8, 0.31, 0.1}) {
        AlphaSources sources;
        sources.photo = QRectF(0.0, 0.0, 600 * zoom, 400 * zoom);
        addDetail(sources, detail, zoom < 2.0);
        QImage out(32, 32, QImage::Format_RGB32);
        QPainter painter(&out);
        paintAlpha(painter, {.view = AlphaView::monitor}, sources, out.rect(), 1.0);
        painter.end();
        for (const QPoint at : {QPoint(0, 0), QPoint(31, 31), QPoint(13, 17)}) {
            const QColor seen = out.pixelColor(at);
            if (plain.isValid()) {
                QCOMPARE(seen, plain);
            } else {
                QVERIFY(seen.hsvSaturation() > 100);
            }
        }
    }
}

void AlphaPainterTest::ordersTheMonitorsRampByLightness() {
    const ShadeTable& table = monitorTable();
    double last = 0.0;
    for (std::size_t i = 1; i < 255; ++i) {
        const double lightness = toOklab(QColor(table[i])).lightness;
        QVERIFY(lightness > last - 0.002); // whole bytes
        last = lightness;
        QVERIFY(table[i] != table.front() && table[i] != table.back());
    }
    QVERIFY(toOklab(QColor(table[1])).lightness > 0.4);
    QVERIFY(toOklab(QColor(table[254])).lightness < 0.9);
}

void AlphaPainterTest::dimsAllButTheEdgeBand() {
    const QImage image = Scene().paint({.view = AlphaView::band, .bandDim = 80});

    QCOMPARE(
        firstWrong(
            image, 1,
            [](int x, int y) {
                const bool isBand = alphaAt(x) > 0 && alphaAt(x) < 255;
                return isBand ? originalAt(x, y) : over(QColor(0, 0, 0), 204, originalAt(x, y));
            }),
        QString());
}

void AlphaPainterTest::showsColorsUnderAlphaZero() {
    QCOMPARE(
        firstWrong(Scene().paint({.view = AlphaView::rgb}), 0, [](int x, int y) { return colorAt(x, y); }),
        QString());
}

void AlphaPainterTest::appliesGainAndGammaToWhatIsShown() {
    const auto seen = [](int value, double gain, double gamma) {
        return int(std::lround(std::pow(std::min(1.0, value / 255.0 * gain), 1.0 / gamma) * 255.0));
    };
    for (const auto& curve : {std::pair(4.0, 1.0), std::pair(1.0, 2.2), std::pair(0.5, 0.5)}) {
        QCOMPARE(
            firstWrong(
                Scene({3, 4}).paint({.view = AlphaView::grey, .gain = curve.first, .gamma = curve.second}), 0,
                [&](int x, int) {
                    const int value = seen(alphaAt(x), curve.first, curve.second);
                    return QColor(value, value, value);
                }),
            QString());
    }
    const QImage opaque = Scene().paint({.view = AlphaView::white, .gain = 0.5});
    QCOMPARE(opaque.pixelColor(0, 0), QColor(128, 128, 128));
}

void AlphaPainterTest::leavesTheMonitorAloneWithGainAndGamma() {
    const Scene scene;

    QCOMPARE(
        scene.paint({.view = AlphaView::monitor, .gain = 20.0, .gamma = 3.0}),
        scene.paint({.view = AlphaView::monitor}));
}

void AlphaPainterTest::appliesGainToTheOriginalWhereColorsAreShown() {
    const Scene scene;
    const auto original = [&](AlphaView view) {
        QImage out(kSize, QImage::Format_RGB32);
        QPainter painter(&out);
        paintOnChecks(painter, {.view = view, .gain = 2.0}, scene.sources.original, out.rect(), 1.0);
        painter.end();
        return out.pixelColor(20, 10);
    };
    const QColor plain = originalAt(20, 10);
    const QColor twice(plain.red() * 2, 255, plain.blue() * 2);

    QCOMPARE(original(AlphaView::white), twice);
    QCOMPARE(original(AlphaView::rgb), twice);
    QCOMPARE(original(AlphaView::grey), plain);
    QCOMPARE(original(AlphaView::monitor), plain);
}

void AlphaPainterTest::staysWithinThePart() {
    const Scene scene;
    for (int i = 0; i < kAlphaViews; ++i) {
        for (const double gain : {1.0, 2.0}) {
            QImage out(kSize, QImage::Format_RGB32);
            out.fill(qRgb(1, 2, 3));
            const QRect part(10, 4, 20, 6);
            QPainter painter(&out);
            paintAlpha(painter, {.view = AlphaView(i), .gain = gain}, scene.sources, part, 1.0);
            painter.end();
            const QImage whole = scene.paint({.view = AlphaView(i), .gain = gain});
            for (int y = 0; y < kSize.height(); ++y) {
                for (int x = 0; x < kSize.width(); ++x) {
                    const QRgb expected = part.contains(x, y) ? whole.pixel(x, y) : qRgb(1, 2, 3);
                    QVERIFY2(out.pixel(x, y) == expected, qPrintable(alphaViewKey(AlphaView(i))));
                }
            }
        }
    }
}

void AlphaPainterTest::resetsOnlyWhatBelongsToTheView() {
    AlphaStyle style{
        .view = AlphaView::overlay, .checkSide = 32, .overlayColor = 3, .overlayOpacity = 10, .gain = 4.0};

    style = withViewReset(style);

    QCOMPARE(style.overlayColor, 0);
    QCOMPARE(style.overlayOpacity, 60);
    QCOMPARE(style.gain, 1.0);
    QCOMPARE(style.checkSide, 32);
    QCOMPARE(style.view, AlphaView::overlay);
    for (int i = 0; i < kAlphaViews; ++i) {
        QCOMPARE(parseAlphaView(alphaViewKey(AlphaView(i))), std::optional(AlphaView(i)));
    }
}

QTEST_MAIN(AlphaPainterTest)
#include "alpha_painter_test.moc"
