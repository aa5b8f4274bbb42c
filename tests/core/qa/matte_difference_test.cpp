#include "core/qa/matte_difference.h"
#include "tests/support/test_images.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace kerf;
using namespace kerf::test;

namespace {

constexpr int kWidth = 160;
constexpr int kHeight = 120;

// The mattes of matte_difference_reference.py, by the same formulas.
using Alpha = double (*)(int x, int y);

double soft(double distance, double width) {
    return std::clamp(0.5 + distance / width, 0.0, 1.0);
}
double disc(int x, int y) {
    return soft(40.0 - std::hypot(x - 70.0, y - 60.0), 8.0);
}
double otherDisc(int x, int y) {
    return soft(38.0 - std::hypot(x - 73.0, y - 58.0), 14.0);
}
double ripple(int x, int y) {
    const double angle = std::atan2(y - 60.0, x - 70.0);
    const double body = soft(38.0 + 5.0 * std::sin(9.0 * angle) - std::hypot(x - 70.0, y - 60.0), 6.0);
    const double inside = 1.0 - 0.4 * soft(9.0 - std::hypot(x - 60.0, y - 50.0), 8.0);
    const double apart = 0.8 * soft(6.0 - std::hypot(x - 140.0, y - 100.0), 3.0);
    return std::max(body * inside, apart);
}
double frameCut(int x, int y) {
    return soft(70.0 - std::hypot(x - 20.0, (y - 60.0) * 0.7), 20.0);
}
double stripes(int x, int y) {
    return y > 20 ? std::clamp(0.5 + 0.5 * std::sin(x * 0.35 + y * 0.05), 0.0, 1.0) : 0.0;
}
double paleStripes(int x, int y) {
    return stripes(x, y) * 0.85;
}

struct Expected {
    const char* name;
    double mae, sad, mse, gradient, connectivity, iou, boundaryMean, boundaryP95;
};

// Printed by matte_difference_reference.py (numpy 2, scipy 1).
constexpr Expected kExpected[] = {
    {"two discs", 0.037681781, 0.723490196, 0.011914645, 0.863224245, 0.757056863, 0.870196078, 2.60895678,
     5.65685425},
    {"two discs, 16 bits", 0.0376821307, 0.72349691, 0.0119128567, 0.862867623, 0.760087739, 0.870196078,
     2.60895678, 5.65685425},
    {"ripple and disc", 0.0537632761, 1.0322549, 0.0263547474, 2.6097136, 1.06291569, 0.827209346, 4.90053464,
     35.7770876},
    {"cut by the frame", 0.406522059, 7.80522353, 0.368905895, 4.33681611, 7.87711176, 0.319658421,
     22.3657261, 56.5154846},
    {"stripes", 0.0618519199, 1.18755686, 0.00695167644, 0.429384574, 1.20020784, 0.883219955, 0.507178227,
     1},
    {"stripes and disc, 16 bits", 0.398528739, 7.6517518, 0.290104075, 16.7668977, 7.62268246, 0.247041847,
     18.1148893, 46.5188134}};

struct Mattes {
    const char* name;
    Alpha a;
    Alpha b;
    PixelType type;
};
constexpr Mattes kMattes[] = {
    {"two discs", disc, otherDisc, PixelType::u8},
    {"two discs, 16 bits", disc, otherDisc, PixelType::u16},
    {"ripple and disc", ripple, disc, PixelType::u8},
    {"cut by the frame", frameCut, ripple, PixelType::u8},
    {"stripes", stripes, paleStripes, PixelType::u8},
    {"stripes and disc, 16 bits", stripes, disc, PixelType::u16}};

Image matteOf(Alpha alpha, PixelType type) {
    return makeImage(
        kWidth, kHeight, 1, type, [&](int x, int y) { return std::array<double, 4>{alpha(x, y)}; });
}

// A square of full alpha on nothing.
Image squareAt(int left, int top, int side, PixelType type = PixelType::u8) {
    return makeImage(64, 64, 1, type, [=](int x, int y) {
        const bool isInside = x >= left && x < left + side && y >= top && y < top + side;
        return std::array<double, 4>{isInside ? 1.0 : 0.0};
    });
}

MatteDifference difference(const Image& a, const Image& b, int threads = 2) {
    return measureMatteDifference(a, b, threads, Progress{});
}

bool isNear(double value, double expected) {
    return std::abs(value - expected) <= 1e-3 * std::max(1e-3, std::abs(expected));
}

bool isEqual(const MatteDifference& one, const MatteDifference& other) {
    return one.mae == other.mae && one.sad == other.sad && one.mse == other.mse &&
           one.gradient == other.gradient && one.connectivity == other.connectivity && one.iou == other.iou &&
           one.boundaryMean == other.boundaryMean && one.boundaryP95 == other.boundaryP95;
}

} // namespace

class MatteDifferenceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void agreesWithAnIndependentImplementation_data() {
        QTest::addColumn<int>("index");
        for (int i = 0; i < int(std::size(kMattes)); ++i) {
            QTest::newRow(kMattes[i].name) << i;
        }
    }
    void agreesWithAnIndependentImplementation() {
        QFETCH(int, index);
        const Mattes& mattes = kMattes[index];
        const Expected& expected = kExpected[index];
        QCOMPARE(QString(mattes.name), QString(expected.name));

        const MatteDifference got =
            difference(matteOf(mattes.a, mattes.type), matteOf(mattes.b, mattes.type));

        const std::pair<double, double> numbers[] = {
            {got.mae, expected.mae},
            {got.sad, expected.sad},
            {got.mse, expected.mse},
            {got.gradient, expected.gradient},
            {got.connectivity, expected.connectivity},
            {got.iou, expected.iou},
            {got.boundaryMean, expected.boundaryMean},
            {got.boundaryP95, expected.boundaryP95}};
        for (const auto& [value, wanted] : numbers) {
            QVERIFY2(
                isNear(value, wanted), qPrintable(QString("%1 for %2").arg(value, 0, 'g', 9).arg(wanted)));
        }
    }

    void isTheSameBothWaysRound() {
        const MatteDifference one = difference(matteOf(ripple, PixelType::u8), matteOf(disc, PixelType::u8));
        const MatteDifference other =
            difference(matteOf(disc, PixelType::u8), matteOf(ripple, PixelType::u8));

        QCOMPARE(other.mae, one.mae);
        QCOMPARE(other.iou, one.iou);
        QVERIFY(std::abs(other.gradient - one.gradient) < 1e-9);
        QVERIFY(std::abs(other.connectivity - one.connectivity) < 1e-9);
        QVERIFY(std::abs(other.boundaryMean - one.boundaryMean) < 1e-9);
    }

    void doesNotDependOnThreads() {
        const Image a = matteOf(ripple, PixelType::u16);
        const Image b = matteOf(frameCut, PixelType::u8); // other types, too

        QVERIFY(isEqual(difference(a, b, 1), difference(a, b, 7)));
    }

    void findsNoDifferenceBetweenTheSame() {
        const Image matte = matteOf(ripple, PixelType::u8);

        QVERIFY(isEqual(difference(matte, matte), MatteDifference()));
    }

    // By hand: a square of 20 px moved by 3 px to the right loses and gains 3 x 20 px.
    void measuresAShiftedSquare() {
        const MatteDifference got = difference(squareAt(10, 10, 20), squareAt(13, 10, 20));

        QCOMPARE(got.sad, 120.0 / 1000.0);
        QCOMPARE(got.mae, 120.0 / 4096.0);
        QCOMPARE(got.mse, 120.0 / 4096.0);
        QCOMPARE(got.iou, 17.0 * 20.0 / (23.0 * 20.0));
        QCOMPARE(got.boundaryP95, 3.0);
        // One common piece of 17 x 20 px; what is outside it hangs together with nothing: phi differs by 1.
        QVERIFY(std::abs(got.connectivity - 120.0 / 1000.0) < 1e-9);
    }

    // A piece apart, however far away, is a difference of connectivity by all its pixels.
    void countsAPieceApartAsUnconnected() {
        const Image apart = makeImage(64, 64, 1, PixelType::u8, [](int x, int y) {
            const bool isBody = x >= 10 && x < 30 && y >= 10 && y < 30;
            const bool isApart = x >= 50 && x < 54 && y >= 50 && y < 54;
            return std::array<double, 4>{isBody || isApart ? 1.0 : 0.0};
        });

        const MatteDifference got = difference(squareAt(10, 10, 20), apart);

        QVERIFY(std::abs(got.connectivity - 16.0 / 1000.0) < 1e-9);
        QCOMPARE(got.iou, 400.0 / 416.0);
    }

    void tellsOneEmptyMatteFromTwo() {
        const Image nothing = squareAt(0, 0, 0);

        const MatteDifference one = difference(nothing, squareAt(10, 10, 20));

        QCOMPARE(one.iou, 0.0);
        QCOMPARE(one.boundaryMean, std::hypot(64.0, 64.0));
        QCOMPARE(one.boundaryP95, std::hypot(64.0, 64.0));
        QVERIFY(isEqual(difference(nothing, nothing), MatteDifference()));
    }

    void worksOnASinglePixel() {
        const auto pixel = [](double alpha) {
            return makeImage(1, 1, 1, PixelType::u8, [=](int, int) { return std::array<double, 4>{alpha}; });
        };

        const MatteDifference got = difference(pixel(1.0), pixel(0.0));

        QCOMPARE(got.mae, 1.0);
        QCOMPARE(got.iou, 0.0);
        QCOMPARE(got.gradient, 0.0);
    }

    void canBeCancelled() {
        std::stop_source stop;
        stop.request_stop();

        QVERIFY_EXCEPTION_THROWN(
            measureMatteDifference(
                matteOf(disc, PixelType::u8), matteOf(ripple, PixelType::u8), 2,
                Progress(stop.get_token(), {})),
            Cancelled);
    }
};

QTEST_APPLESS_MAIN(MatteDifferenceTest)
#include "matte_difference_test.moc"
