#include "core/image/pixels.h"
#include "core/qa/matte_report.h"
#include "tests/support/test_images.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

using namespace kerf;
using test::makeImage;

namespace {

using Alpha = std::function<double(int x, int y)>;

Image matte(int width, int height, const Alpha& alpha, PixelType type = PixelType::u8) {
    return makeImage(
        width, height, 1, type, [&](int x, int y) { return std::array<double, 4>{alpha(x, y)}; });
}

MatteReport measure(const Image& image, const MatteMeasuring& measuring = {}) {
    return measureMatte(image, measuring, Progress{});
}

// 0, then `soft` columns that rise evenly, then 1.
Alpha ramp(int start, int soft) {
    return [=](int x, int /*y*/) { return std::clamp(double(x - start + 1) / (soft + 1), 0.0, 1.0); };
}

bool isIn(int x, int y, const Rect& box) {
    return x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;
}

std::vector<MatteRegion> ofKind(const MatteReport& report, MatteRegionKind kind) {
    std::vector<MatteRegion> regions;
    std::ranges::copy_if(
        report.regions, std::back_inserter(regions), [&](const MatteRegion& r) { return r.kind == kind; });
    return regions;
}

} // namespace

class MatteReportTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countsWhatIsExactly0And1() {
        const MatteReport report = measure(matte(100, 10, [](int x, int /*y*/) {
            return x < 20 ? 0.0 : x < 50 ? 0.5 : 1.0;
        }));

        QCOMPARE(report.numbers.transparent, 0.2);
        QCOMPARE(report.numbers.opaque, 0.5);
        QCOMPARE(report.numbers.partial, 0.3);
        QCOMPARE(report.numbers.coverage, (0.3 * 128.0 / 255.0 + 0.5));
        QCOMPARE(report.histogram[0], 200U);
        QCOMPARE(report.histogram[128], 300U);
        QCOMPARE(report.histogram[255], 500U);
        QCOMPARE(std::accumulate(report.histogram.begin(), report.histogram.end(), std::uint64_t{0}), 1000U);
    }

    void tells65534From65535() {
        const MatteReport report = measure(matte(
            10, 10, [](int x, int /*y*/) { return x < 5 ? 65534.0 / 65535.0 : 1.0 / 65535.0; },
            PixelType::u16));

        QCOMPARE(report.numbers.opaque, 0.0);
        QCOMPARE(report.numbers.transparent, 0.0);
        QCOMPARE(report.numbers.partial, 1.0);
        QCOMPARE(report.numbers.coverage, 0.5);
        QCOMPARE(report.numbers.haze, 0.0); // invisible in 8 bits
        QCOMPARE(report.histogram[0], 50U);
        QCOMPARE(report.histogram[255], 50U);
    }

    void measuresAStraightRampInEveryType_data() {
        QTest::addColumn<int>("type");
        QTest::addColumn<int>("soft");
        for (const PixelType type : {PixelType::u8, PixelType::u16, PixelType::f32}) {
            for (const int soft : {1, 3, 9, 17}) {
                QTest::addRow("type %d, %d px", int(type), soft) << int(type) << soft;
            }
        }
    }
    void measuresAStraightRampInEveryType() {
        QFETCH(int, type);
        QFETCH(int, soft);

        const MatteReport report = measure(matte(120, 40, ramp(50, soft), PixelType(type)));

        QCOMPARE(report.numbers.edgeP50, double(soft));
        QCOMPARE(report.numbers.edgeP90, double(soft));
        QCOMPARE(report.numbers.edgeMax, double(soft));
        // The i-th soft column lies i px from the last column of zeros.
        for (int distance = 0; distance <= kMaxSoftDistance; ++distance) {
            QCOMPARE(
                report.numbers.interiorSoftness(distance),
                double(float(40.0 * std::max(0, soft - distance) / (120.0 * 40.0))));
        }
    }

    void leavesTheEndsOfALongRampToTheSolidParts() {
        // Of 39 steps of 1/40 the two ends, 0.025 and 0.975, are not soft, 0.05 and 0.95 themselves neither.
        const MatteReport report = measure(matte(120, 8, ramp(40, 39), PixelType::f32));

        QVERIFY(std::abs(report.numbers.edgeP50 - 36.0) <= 1.0);
    }

    void countsHardEdgesAsNoWidth() {
        const MatteReport hard = measure(matte(60, 50, [](int x, int /*y*/) { return x < 30 ? 0.0 : 1.0; }));
        const MatteReport mixed = measure(
            matte(90, 100, [](int x, int y) { return y < 60 ? (x < 30 ? 0.0 : 1.0) : ramp(30, 9)(x, y); }));

        QCOMPARE(hard.numbers.edgeP50, 0.0);
        QCOMPARE(hard.numbers.edgeMax, 0.0);
        QCOMPARE(mixed.numbers.edgeP50, 0.0);
        QCOMPARE(mixed.numbers.edgeP90, 9.0);
    }

    void measuresADiscsSoftEdge() {
        constexpr double kRamp = 12.0;
        const Image disc = matte(400, 400, [](int x, int y) {
            return std::clamp((120.0 - std::hypot(x - 199.5, y - 199.5)) / kRamp + 0.5, 0.0, 1.0);
        });

        const MatteNumbers numbers = measure(disc).numbers;

        // 5 % to 95 % of 12 px.
        QVERIFY2(
            std::abs(numbers.edgeP50 - 0.9 * kRamp) < 0.75, qPrintable(QString::number(numbers.edgeP50)));
        QVERIFY(numbers.edgeP90 - numbers.edgeP50 <= 1.0);
        QVERIFY(
            std::abs(numbers.coverage - 3.14159265 * (120.0 * 120.0 + kRamp * kRamp / 12.0) / 160000.0) <
            1e-4);
        QCOMPARE(numbers.holes.count, 0);
        QCOMPARE(numbers.islands.count, 0);
        QCOMPARE(numbers.ghosts.count, 0);
        QCOMPARE(numbers.interiorSoftness(14), 0.0);
    }

    void findsSoftnessInsideTheSubject() {
        const Rect patch{60, 30, 20, 10};
        const Image image =
            matte(200, 100, [&](int x, int y) { return isIn(x, y, patch) ? 0.4 : ramp(20, 3)(x, y); });

        const MatteReport report = measure(image);

        QCOMPARE(report.numbers.interiorSoftness(8), double(200.0F / 20000.0F));
        const auto soft = ofKind(report, MatteRegionKind::soft_interior);
        QCOMPARE(soft.size(), 1U);
        QVERIFY(soft[0].box == patch);
        QCOMPARE(soft[0].area, 200);
        QCOMPARE(report.numbers.edgeMax, 3.0); // the patch is no edge
        QCOMPARE(report.numbers.holes.count, 1);
    }

    void takesTheDistanceThatIsAskedFor() {
        const Image image = matte(100, 50, ramp(20, 19));

        const auto far = ofKind(measure(image, {.softDistance = 12}), MatteRegionKind::soft_interior);
        const auto none = ofKind(measure(image, {.softDistance = 40}), MatteRegionKind::soft_interior);

        QCOMPARE(far.size(), 1U);
        QVERIFY(
            (far[0].box == Rect{32, 0, 7, 50})); // the 13th to the 19th column, which in 8 bits is below 0.95
        QVERIFY(none.empty());
    }

    void findsPlantedHolesAndIslands() {
        const Rect body{20, 20, 100, 80};
        const std::vector<Rect> holes{{30, 30, 5, 4}, {60, 50, 10, 10}};
        const std::vector<Rect> islands{{140, 10, 8, 8}, {150, 80, 2, 3}, {0, 0, 4, 4}};
        const auto any = [](int x, int y, const std::vector<Rect>& boxes) {
            return std::ranges::any_of(boxes, [&](const Rect& box) { return isIn(x, y, box); });
        };
        const Image image = matte(200, 120, [&](int x, int y) {
            return (isIn(x, y, body) && !any(x, y, holes)) || any(x, y, islands) ? 1.0 : 0.0;
        });

        const MatteReport report = measure(image);

        QVERIFY((report.numbers.holes == SpotCount{2, 120, 100}));
        QVERIFY((report.numbers.islands == SpotCount{3, 64 + 6 + 16, 64}));
        const std::vector<MatteRegion> expected{
            {MatteRegionKind::hole, holes[1], 100},
            {MatteRegionKind::island, islands[0], 64},
            {MatteRegionKind::hole, holes[0], 20},
            {MatteRegionKind::island, islands[2], 16},
            {MatteRegionKind::island, islands[1], 6}};
        QVERIFY(report.regions == expected);
    }

    void takesANotchAtTheFrameForNoHole() {
        const Image image = matte(50, 50, [](int x, int y) {
            return isIn(x, y, {20, 0, 5, 10}) ? 0.0 : 1.0;
        });

        QCOMPARE(measure(image).numbers.holes.count, 0);
    }

    void findsFaintRemains() {
        const Rect ghost{80, 10, 6, 5};
        const Image image = matte(100, 60, [&](int x, int y) {
            return isIn(x, y, {10, 10, 30, 30}) ? 1.0 : isIn(x, y, ghost) ? 0.3 : y > 50 ? 0.02 : 0.0;
        });

        const MatteReport report = measure(image);

        QVERIFY((report.numbers.ghosts == SpotCount{1, 30, 30}));
        QVERIFY(ofKind(report, MatteRegionKind::ghost)[0].box == ghost);
        QCOMPARE(report.numbers.islands.count, 0);
        QCOMPARE(report.numbers.edgeMax, 0.0);
        QCOMPARE(report.numbers.haze, 900.0 / 6000.0);
    }

    void measuresTheContactWithEachSide() {
        const Image image = matte(
            100, 50, [](int x, int y) { return (x < 10 && y < 20) || (x >= 75 && y >= 40) ? 1.0 : 0.0; });

        const MatteNumbers numbers = measure(image).numbers;

        QCOMPARE(numbers.left, 0.4);
        QCOMPARE(numbers.top, 0.1);
        QCOMPARE(numbers.right, 0.2);
        QCOMPARE(numbers.bottom, 0.25);
    }

    void takesASinglePixel_data() {
        QTest::addColumn<double>("alpha");
        QTest::newRow("0") << 0.0;
        QTest::newRow("between") << 0.6;
        QTest::newRow("1") << 1.0;
    }
    void takesASinglePixel() {
        QFETCH(double, alpha);

        const MatteNumbers numbers = measure(matte(1, 1, [&](int, int) { return alpha; })).numbers;

        QCOMPARE(numbers.coverage, alpha);
        QCOMPARE(numbers.partial, alpha == 0.6 ? 1.0 : 0.0);
        QCOMPARE(numbers.left, alpha > 0.0 ? 1.0 : 0.0);
        QCOMPARE(numbers.holes.count + numbers.islands.count, 0);
        QCOMPARE(numbers.edgeMax, 0.0);
        QCOMPARE(numbers.interiorSoftness(8), alpha == 0.6 ? 1.0 : 0.0); // no 0 anywhere
    }

    void saysNothingOfAnEmptyMatteButThatItIsOne() {
        const MatteReport report = measure(matte(300, 200, [](int, int) { return 0.0; }));

        MatteNumbers expected;
        expected.width = 300;
        expected.height = 200;
        expected.transparent = 1.0;
        QVERIFY(report.numbers == expected);
        QVERIFY(report.regions.empty());
        QCOMPARE(report.histogram[0], 60000U);
    }

    void takesAWholePictureForTheSubject() {
        const MatteNumbers numbers = measure(matte(300, 200, [](int, int) { return 1.0; })).numbers;

        QCOMPARE(numbers.coverage, 1.0);
        QCOMPARE(numbers.opaque, 1.0);
        QCOMPARE(numbers.left + numbers.top + numbers.right + numbers.bottom, 4.0);
        QCOMPARE(numbers.edgeMax, 0.0);
    }

    void readsTheAlphaOfAPhoto() {
        const Image alpha = matte(60, 40, ramp(20, 5));
        const Image grey = makeImage(60, 40, 3, PixelType::u8, [](int, int) {
            return std::array<double, 4>{0.5, 0.5, 0.5, 1.0};
        });

        QVERIFY(measure(joinAlpha(grey, alpha)) == measure(alpha));
        QCOMPARE(measure(grey).numbers.opaque, 1.0);
    }

    void isTheSameOnAnyNumberOfThreads() {
        const Image image = matte(333, 411, [](int x, int y) {
            return std::clamp(0.5 + 0.7 * std::sin(x * 0.11) * std::cos(y * 0.07), 0.0, 1.0);
        });

        QVERIFY(measure(image, {.threads = 1}) == measure(image, {.threads = 5}));
    }

    void givesNothingForNoPicture() { QVERIFY(measure(Image()) == MatteReport()); }

    void stopsWhenAsked() {
        std::stop_source stop;
        stop.request_stop();

        QVERIFY_THROWS_EXCEPTION(
            Cancelled, measureMatte(matte(10, 10, ramp(3, 3)), {}, Progress(stop.get_token(), {})));
    }
};

QTEST_APPLESS_MAIN(MatteReportTest)
#include "matte_report_test.moc"
