#include "core/image/pixels.h"
#include "core/image/resize.h"
#include "core/qa/self_check.h"
#include "tests/support/test_images.h"

#include <QTest>

#include <cmath>

using namespace kerf;
using test::makeImage;

namespace {

std::array<double, 4> grey(double v) {
    return {v, v, v, 1.0};
}

// Smooth, with texture in both directions; positions in source pixels.
double hills(double x, double y) {
    return 0.5 + 0.2 * std::sin(x * 0.21 + 0.4) + 0.2 * std::cos(y * 0.17) + 0.05 * std::sin((x + y) * 0.4);
}

Image photo(
    double moveX = 0.0,
    double moveY = 0.0,
    int scale = 1,
    double lift = 0.0,
    PixelType type = PixelType::u16) {
    return makeImage(200 * scale, 140 * scale, 3, type, [=](int x, int y) {
        const double sourceX = (x + 0.5) / scale - 0.5 - moveX;
        const double sourceY = (y + 0.5) / scale - 0.5 - moveY;
        return std::array<double, 4>{
            hills(sourceX, sourceY), hills(sourceX, sourceY) + lift, 0.9 * hills(sourceX, sourceY), 1.0};
    });
}

SelfCheckNumbers check(const SelfCheckInput& input) {
    return checkResult(input, Progress{});
}

// Vertical bars with hard edges, and flat parts between.
Image bars() {
    return makeImage(
        240, 160, 3, PixelType::u16, [](int x, int /*y*/) { return grey(x % 40 < 20 ? 0.3 : 0.7); });
}

} // namespace

class SelfCheckTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsNothingInAFaithfulEnlargement() {
        const RedegradeNumbers same = check({.source = photo(), .result = photo()}).redegrade.value();
        const RedegradeNumbers twice = check({.source = photo(), .result = photo(0, 0, 2)}).redegrade.value();

        QCOMPARE(same.mean, 0.0);
        QCOMPARE(same.most, 0.0);
        QCOMPARE(same.structure, 1.0);
        QVERIFY(twice.mean < 0.5);
        QVERIFY(std::abs(twice.drift) < 0.02);
        QVERIFY(twice.shift() < 0.01);
    }

    void measuresAChannelThatDrifted() {
        const RedegradeNumbers numbers =
            check({.source = photo(), .result = photo(0, 0, 2, 6.0 / 255.0)}).redegrade.value();

        QVERIFY2(std::abs(numbers.drift - 6.0) < 0.02, qPrintable(QString::number(numbers.drift)));
        QVERIFY(numbers.most < 8.0);
    }

    void measuresAShift_data() {
        QTest::addColumn<double>("x");
        QTest::addColumn<double>("y");
        QTest::addColumn<int>("scale");
        QTest::newRow("half a pixel right") << 0.5 << 0.0 << 2;
        QTest::newRow("a quarter left and down") << -0.25 << 0.25 << 4;
        QTest::newRow("a pixel up") << 0.0 << -1.0 << 1;
    }
    void measuresAShift() {
        QFETCH(double, x);
        QFETCH(double, y);
        QFETCH(int, scale);

        const RedegradeNumbers numbers =
            check({.source = photo(), .result = photo(x, y, scale)}).redegrade.value();

        QVERIFY2(std::abs(numbers.shiftX - x) < 0.03, qPrintable(QString::number(numbers.shiftX)));
        QVERIFY2(std::abs(numbers.shiftY - y) < 0.03, qPrintable(QString::number(numbers.shiftY)));
    }

    void tellsNoiseFromDetailInWhatWasRemoved() {
        const Image clean = bars();
        const Image noisy = test::addNoise(clean, 5.0, 7);
        const Image blurred = resize(resize(clean, 80, 53), 240, 160);

        const RedegradeNumbers noise = check({.source = noisy, .result = clean}).redegrade.value();
        const RedegradeNumbers detail = check({.source = noisy, .result = blurred}).redegrade.value();

        QVERIFY2(std::abs(noise.structure - 1.0) < 0.1, qPrintable(QString::number(noise.structure)));
        QVERIFY2(detail.structure > 2.0, qPrintable(QString::number(detail.structure)));
        QVERIFY(noise.removed > 2.0 && noise.removed < 5.0);
    }

    void looksAtOpaquePixelsOnly() {
        const Image result = makeImage(200, 140, 3, PixelType::u8, [](int x, int y) {
            return x < 100 ? grey(0.0)
                           : std::array<double, 4>{hills(x, y), hills(x, y), 0.9 * hills(x, y), 1.0};
        });
        const Image matte = makeImage(
            200, 140, 1, PixelType::u8, [](int x, int) { return grey(x < 100 ? 254.0 / 255.0 : 1.0); });
        const Image source = photo(0, 0, 1, 0.0, PixelType::u8);

        QVERIFY(check({.source = source, .result = result}).redegrade->mean > 20.0);
        QCOMPARE(check({.source = source, .result = result, .matte = matte}).redegrade->mean, 0.0);
        QCOMPARE(check({.source = source, .result = joinAlpha(result, matte)}).redegrade->mean, 0.0);
    }

    void namesAnotherProfile() {
        const Image other = photo().withIcc("another");

        QVERIFY(check({.source = photo(), .result = other}).redegrade->isOtherProfile);
        QVERIFY(!check({.source = photo(), .result = photo()}).redegrade->isOtherProfile);
    }

    void saysNothingWhereSizesDontFit() {
        const Image odd = resize(photo(), 301, 200);

        QVERIFY(!check({.source = photo(), .result = odd}).redegrade);
        QVERIFY(!check({.source = Image(), .result = odd}).redegrade);
        QVERIFY(!check({}).redegrade);
        QVERIFY(
            checkImage({.source = photo(), .result = odd}, CheckView::redegrade, 1.0, Progress{}).empty());
    }

    void findsTheBorderThatShows() {
        const Image result = makeImage(300, 200, 3, PixelType::u16, [](int x, int y) {
            return grey(hills(x, y) + (x >= 128 ? 8.0 / 255.0 : 0.0));
        });
        const std::vector<int> columns{64, 128, 192};
        const std::vector<int> rows{100};

        const SeamNumbers numbers =
            check({.result = result, .tileColumns = columns, .tileRows = rows}).seams.value();

        QCOMPARE(numbers.borders, 4);
        QCOMPARE(numbers.position, 128);
        QVERIFY(numbers.isColumn);
        QVERIFY2(numbers.worst > 1.5, qPrintable(QString::number(numbers.worst)));
        const SeamNumbers others =
            check({.result = result, .tileColumns = {64, 192}, .tileRows = rows}).seams.value();
        QVERIFY2(others.worst < 1.15, qPrintable(QString::number(others.worst)));
    }

    void knowsNoSeamsWithoutTiles() {
        QVERIFY(!check({.result = photo()}).seams);
        QVERIFY(!check({.result = photo(), .tileColumns = {0, 5000}}).seams);
    }

    void drawsTheDifferenceAroundGrey() {
        const Image source = makeImage(8, 6, 3, PixelType::u8, [](int, int) { return grey(100.0 / 255.0); });
        const Image result = makeImage(16, 12, 3, PixelType::u8, [](int x, int) {
            return std::array<double, 4>{
                x < 8 ? 103.0 / 255.0 : 100.0 / 255.0, 100.0 / 255.0, 90.0 / 255.0, 1.0};
        });

        const Image picture =
            checkImage({.source = source, .result = result}, CheckView::redegrade, 4.0, Progress{});

        QCOMPARE(picture.format().width, 8);
        QCOMPARE(int(picture.row<std::uint8_t>(0)[0]), 128 + 12);
        QCOMPARE(int(picture.row<std::uint8_t>(0)[1]), 128);
        QCOMPARE(int(picture.row<std::uint8_t>(0)[2]), 128 - 40);
        QCOMPARE(int(picture.row<std::uint8_t>(5)[7 * 3]), 128);
        const Image residual =
            checkImage({.source = source, .result = result}, CheckView::residual, 10.0, Progress{});
        QCOMPARE(residual.format().channels, 1);
        QCOMPARE(int(residual.row<std::uint8_t>(0)[7]), int(std::lround(128 + 10 * 10 * 0.114)));
    }

    void takesASinglePixel() {
        const Image dot = makeImage(1, 1, 3, PixelType::u8, [](int, int) { return grey(0.5); });

        const SelfCheckNumbers numbers = check({.source = dot, .result = dot, .tileColumns = {1}});

        QCOMPARE(numbers.redegrade->mean, 0.0);
        QCOMPARE(numbers.redegrade->structure, 1.0);
        QVERIFY(!numbers.seams);
    }
};

QTEST_APPLESS_MAIN(SelfCheckTest)
#include "self_check_test.moc"
