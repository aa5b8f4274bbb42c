#include "core/pipeline/net_region.h"
#include "tests/support/test_images.h"

#include <QTest>

using namespace kerf;

namespace {

// Red on the left, green from column 100 on.
Image halves() {
    return test::makeImage(200, 120, 3, PixelType::u8, [](int x, int) {
        return x < 100 ? std::array<double, 4>{0.8, 0.2, 0.2, 1.0}
                       : std::array<double, 4>{0.2, 0.7, 0.3, 1.0};
    });
}

Image even(double value) {
    return test::makeImage(
        200, 120, 1, PixelType::u8, [value](int, int) { return std::array<double, 4>{value}; });
}

int at(const Image& matte, int x, int y) {
    return matte.row<std::uint8_t>(y)[std::size_t(x)];
}

} // namespace

// Strokes that correct a net's matte.
class NetRegionTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // The line's middle lies on the red, its radius reaches 12 px over the border.
    void keepsAStrokeWithinThePicturesEdge() {
        const Stroke stroke{.isSubject = true, .radius = 40.0, .points = {{72.0, 30.0}, {72.0, 90.0}}};

        const Image matte = withStrokes(halves(), even(0.0), 1.0, {stroke}, {});

        QCOMPARE(at(matte, 72, 60), 255);
        QCOMPARE(at(matte, 55, 60), 255); // within half the radius
        QVERIFY(at(matte, 97, 60) > 240);
        QVERIFY(at(matte, 103, 60) < 15);
        QCOMPARE(at(matte, 150, 60), 0);
    }

    void paintsItsMiddleWhateverThePictureLooksLike() {
        const Stroke stroke{.isSubject = false, .radius = 40.0, .points = {{90.0, 60.0}}};

        const Image matte = withStrokes(halves(), even(1.0), 1.0, {stroke}, {});

        QCOMPARE(at(matte, 105, 60), 0);   // 15 px away, beyond the border
        QVERIFY(at(matte, 120, 60) > 240); // beyond half the radius the green is kept
        QVERIFY(at(matte, 60, 60) < 15);
    }

    void letsLaterStrokesWin() {
        const std::vector<Stroke> strokes{
            {.isSubject = true, .radius = 20.0, .points = {{50.0, 60.0}}},
            {.isSubject = false, .radius = 10.0, .points = {{50.0, 60.0}}}};

        const Image matte = withStrokes(halves(), even(0.5), 1.0, strokes, {});

        QCOMPARE(at(matte, 50, 60), 0);
        QVERIFY(at(matte, 64, 60) > 240);
    }
};

QTEST_APPLESS_MAIN(NetRegionTest)
#include "net_region_test.moc"
