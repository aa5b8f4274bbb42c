#include "core/io/color.h"
#include "core/qa/ciede2000.h"
#include "core/qa/color_difference.h"
#include "tests/support/test_images.h"

#include <QTest>

#include <cmath>

using namespace kerf;
using namespace kerf::test;

namespace {

struct SharmaPair {
    Lab one;
    Lab other;
    double difference;
};

// G. Sharma, W. Wu, E. Dalal: The CIEDE2000 Color-Difference Formula: Implementation Notes, Supplementary
// Test Data, and Mathematical Observations, 2005, table 1: chosen so that a slip in any branch shows.
constexpr SharmaPair kSharma[] = {
    {{50.0000, 2.6772, -79.7751}, {50.0000, 0.0000, -82.7485}, 2.0425},
    {{50.0000, 3.1571, -77.2803}, {50.0000, 0.0000, -82.7485}, 2.8615},
    {{50.0000, 2.8361, -74.0200}, {50.0000, 0.0000, -82.7485}, 3.4412},
    {{50.0000, -1.3802, -84.2814}, {50.0000, 0.0000, -82.7485}, 1.0000},
    {{50.0000, -1.1848, -84.8006}, {50.0000, 0.0000, -82.7485}, 1.0000},
    {{50.0000, -0.9009, -85.5211}, {50.0000, 0.0000, -82.7485}, 1.0000},
    {{50.0000, 0.0000, 0.0000}, {50.0000, -1.0000, 2.0000}, 2.3669},
    {{50.0000, -1.0000, 2.0000}, {50.0000, 0.0000, 0.0000}, 2.3669},
    {{50.0000, 2.4900, -0.0010}, {50.0000, -2.4900, 0.0009}, 7.1792},
    {{50.0000, 2.4900, -0.0010}, {50.0000, -2.4900, 0.0010}, 7.1792},
    {{50.0000, 2.4900, -0.0010}, {50.0000, -2.4900, 0.0011}, 7.2195},
    {{50.0000, 2.4900, -0.0010}, {50.0000, -2.4900, 0.0012}, 7.2195},
    {{50.0000, -0.0010, 2.4900}, {50.0000, 0.0009, -2.4900}, 4.8045},
    {{50.0000, -0.0010, 2.4900}, {50.0000, 0.0010, -2.4900}, 4.8045},
    {{50.0000, -0.0010, 2.4900}, {50.0000, 0.0011, -2.4900}, 4.7461},
    {{50.0000, 2.5000, 0.0000}, {50.0000, 0.0000, -2.5000}, 4.3065},
    {{50.0000, 2.5000, 0.0000}, {73.0000, 25.0000, -18.0000}, 27.1492},
    {{50.0000, 2.5000, 0.0000}, {61.0000, -5.0000, 29.0000}, 22.8977},
    {{50.0000, 2.5000, 0.0000}, {56.0000, -27.0000, -3.0000}, 31.9030},
    {{50.0000, 2.5000, 0.0000}, {58.0000, 24.0000, 15.0000}, 19.4535},
    {{50.0000, 2.5000, 0.0000}, {50.0000, 3.1736, 0.5854}, 1.0000},
    {{50.0000, 2.5000, 0.0000}, {50.0000, 3.2972, 0.0000}, 1.0000},
    {{50.0000, 2.5000, 0.0000}, {50.0000, 1.8634, 0.5757}, 1.0000},
    {{50.0000, 2.5000, 0.0000}, {50.0000, 3.2592, 0.3350}, 1.0000},
    {{60.2574, -34.0099, 36.2677}, {60.4626, -34.1751, 39.4387}, 1.2644},
    {{63.0109, -31.0961, -5.8663}, {62.8187, -29.7946, -4.0864}, 1.2630},
    {{61.2901, 3.7196, -5.3901}, {61.4292, 2.2480, -4.9620}, 1.8731},
    {{35.0831, -44.1164, 3.7933}, {35.0232, -40.0716, 1.5901}, 1.8645},
    {{22.7233, 20.0904, -46.6940}, {23.0331, 14.9730, -42.5619}, 2.0373},
    {{36.4612, 47.8580, 18.3852}, {36.2715, 50.5065, 21.2231}, 1.4146},
    {{90.8027, -2.0831, 1.4410}, {91.1528, -1.6435, 0.0447}, 1.4441},
    {{90.9257, -0.5406, -0.9208}, {88.6381, -0.8985, -0.7239}, 1.5381},
    {{6.7747, -0.2908, -2.4247}, {5.8714, -0.0985, -2.2286}, 0.6377},
    {{2.0776, 0.0795, -1.1350}, {0.9033, -0.0636, -0.5514}, 0.9082}};

RgbToXyz spaceOf(const std::string& icc) {
    return rgbToXyz(icc).value();
}

std::optional<ColorDifference> difference(const Image& a, const Image& b, int threads = 2) {
    return measureColorDifference(
        a, spaceOf(a.format().icc), b, spaceOf(b.format().icc), threads, Progress{});
}

Image plain(std::array<double, 4> color, int channels = 3, PixelType type = PixelType::u8) {
    return makeImage(40, 30, channels, type, [=](int, int) { return color; });
}

} // namespace

class ColorDifferenceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesThePublishedDifferences() {
        QCOMPARE(std::size(kSharma), std::size_t(34));
        for (const SharmaPair& pair : kSharma) {
            QVERIFY2(
                std::abs(ciede2000(pair.one, pair.other) - pair.difference) < 0.5e-4,
                qPrintable(QString("%1 for %2").arg(ciede2000(pair.one, pair.other)).arg(pair.difference)));
            QVERIFY(std::abs(ciede2000(pair.other, pair.one) - pair.difference) < 0.5e-4);
        }
    }

    // Greys of sRGB: L* by the CIE's formula, and 50 is the middle of the lightness weighting.
    void knowsTheLightnessOfGrey() {
        const Image one = plain({119.0 / 255.0, 119.0 / 255.0, 119.0 / 255.0, 1.0});   // L* 50.034
        const Image other = plain({131.0 / 255.0, 131.0 / 255.0, 131.0 / 255.0, 1.0}); // L* 54.660
        const auto lightness = [](double encoded) {
            return 116.0 * std::cbrt(std::pow((encoded + 0.055) / 1.055, 2.4)) - 16.0;
        };
        const double expected = ciede2000({.l = lightness(119.0 / 255.0)}, {.l = lightness(131.0 / 255.0)});

        const auto got = difference(one, other).value();

        QVERIFY2(std::abs(got.mean - expected) < 2e-3, qPrintable(QString::number(got.mean)));
        QVERIFY(std::abs(got.p95 - expected) <= 0.011);
    }

    // The same colours in other profiles are the same colours.
    void looksThroughTheProfiles_data() {
        QTest::addColumn<QByteArray>("icc");
        QTest::newRow("Display P3") << QByteArray::fromStdString(displayP3Profile());
        QTest::newRow("Adobe RGB") << QByteArray::fromStdString(adobeRgbProfile());
    }
    void looksThroughTheProfiles() {
        QFETCH(QByteArray, icc);
        const Image srgb = makeImage(64, 64, 4, PixelType::u16, [](int x, int y) {
            return std::array<double, 4>{0.1 + x / 80.0, 0.1 + y / 80.0, 0.3 + 0.3 * std::sin(x * 0.2), 1.0};
        });
        const Image converted = convertProfile(srgb, {}, icc.toStdString());

        const auto got = difference(srgb, converted).value();
        const auto unconverted = difference(srgb, converted.withIcc({})).value();

        QVERIFY2(got.mean < 0.02, qPrintable(QString::number(got.mean)));
        QVERIFY2(unconverted.mean > 1.0, qPrintable(QString::number(unconverted.mean)));
    }

    // The left half differs; what isn't seen in both doesn't count, and half of it counts half.
    void weighsByTheSmallerAlpha() {
        const auto picture = [](double leftShade, double leftAlpha, double rightAlpha) {
            return makeImage(40, 10, 4, PixelType::u8, [=](int x, int) {
                const double shade = x < 20 ? leftShade : 0.5;
                return std::array<double, 4>{shade, shade, shade, x < 20 ? leftAlpha : rightAlpha};
            });
        };
        const double whole = difference(picture(0.5, 1, 0), picture(0.6, 1, 0)).value().mean;

        QVERIFY(whole > 5.0);
        QVERIFY(std::abs(difference(picture(0.5, 1, 1), picture(0.6, 1, 1)).value().mean - whole / 2) < 1e-9);
        QCOMPARE(difference(picture(0.5, 0, 1), picture(0.6, 1, 1)).value().mean, 0.0);
        const double share = 51.0 / (51.0 + 255.0);
        QVERIFY(
            std::abs(difference(picture(0.5, 1, 1), picture(0.6, 0.2, 1)).value().mean - whole * share) <
            1e-9);
        QVERIFY(!difference(picture(0.5, 0, 0), picture(0.6, 1, 1)));
    }

    void findsThe95thPercentile() {
        // 4 of 100 columns differ much: 95 % of the weight doesn't see it; 6 of 100: it does.
        const auto striped = [](int columns) {
            return makeImage(100, 20, 3, PixelType::u8, [=](int x, int) {
                const double shade = x < columns ? 0.9 : 0.4;
                return std::array<double, 4>{shade, shade, shade, 1.0};
            });
        };

        QCOMPARE(difference(striped(0), striped(4)).value().p95, 0.0);
        QVERIFY(difference(striped(0), striped(6)).value().p95 > 20.0);
    }

    void doesNotDependOnThreadsOrDepth() {
        const auto shades = [](double more, PixelType type) {
            return makeImage(99, 77, 3, type, [=](int x, int y) {
                return std::array<double, 4>{(x + more) / 120.0, y / 120.0, 0.4, 1.0};
            });
        };
        const Image a = shades(0.0, PixelType::u8);
        const Image b = shades(4.0, PixelType::u8);

        QCOMPARE(difference(a, b, 1).value().mean, difference(a, b, 5).value().mean);
        const auto deep = difference(shades(0.0, PixelType::u16), shades(4.0, PixelType::u16)).value();
        QVERIFY(std::abs(deep.mean - difference(a, b).value().mean) < 0.05);
    }
};

QTEST_APPLESS_MAIN(ColorDifferenceTest)
#include "color_difference_test.moc"
