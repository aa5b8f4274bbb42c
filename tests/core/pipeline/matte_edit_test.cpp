#include "core/pipeline/matte_edit.h"
#include "tests/support/test_images.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <numbers>

using namespace kerf;

namespace {

constexpr int kSide = 400;
constexpr double kMiddle = kSide / 2.0;

// A disc with an edge `soft` pixels wide, half on its radius.
Image disc(double radius, double soft, PixelType type = PixelType::u8, int side = kSide) {
    return test::makeImage(side, side, 1, type, [=](int x, int y) {
        const double distance = std::hypot(x + 0.5 - side / 2.0, y + 0.5 - side / 2.0);
        return std::array<double, 4>{std::clamp((radius - distance) / soft + 0.5, 0.0, 1.0)};
    });
}

Image photo(PixelType type = PixelType::u8, int side = kSide) {
    return test::makeImage(side, side, 3, type, [](int, int) {
        return std::array<double, 4>{0.5, 0.5, 0.5, 1.0};
    });
}

double valueAt(const Image& matte, int x, int y) {
    return matte.format().type == PixelType::u8 ? matte.row<std::uint8_t>(y)[std::size_t(x)] / 255.0
                                                : matte.row<std::uint16_t>(y)[std::size_t(x)] / 65535.0;
}

// Of the disc that covers as much.
double radiusOf(const Image& matte) {
    double sum = 0.0;
    for (int y = 0; y < matte.format().height; ++y) {
        for (int x = 0; x < matte.format().width; ++x) {
            sum += valueAt(matte, x, y);
        }
    }
    return std::sqrt(sum / std::numbers::pi);
}

// How far from the middle the matte is a half, in the direction of `angle`.
double halfAt(const Image& matte, double angle) {
    const double middle = matte.format().width / 2.0;
    const auto at = [&](double r) {
        const double x = middle + r * std::cos(angle) - 0.5;
        const double y = middle + r * std::sin(angle) - 0.5;
        const int left = int(std::floor(x));
        const int top = int(std::floor(y));
        const double right = x - left;
        const double down = y - top;
        return (valueAt(matte, left, top) * (1 - right) + valueAt(matte, left + 1, top) * right) *
                   (1 - down) +
               (valueAt(matte, left, top + 1) * (1 - right) + valueAt(matte, left + 1, top + 1) * right) *
                   down;
    };
    double least = 0.0;
    double most = middle - 2.0;
    for (int i = 0; i < 40; ++i) {
        const double r = (least + most) / 2.0;
        (at(r) > 0.5 ? least : most) = r;
    }
    return least;
}

MatteStroke dab(StrokeMode mode, double x, double y, double radius) {
    return {
        .mode = mode,
        .radius = radius,
        .hardness = 1.0,
        .onlyUncertain = false,
        .points = {{x, y}, {x + 0.5, y}}};
}

Image painted(const Image& matte, const std::vector<MatteStroke>& strokes) {
    return editMatte(photo(matte.format().type, matte.format().width), matte, 1.0, {}, strokes, {});
}

} // namespace

// Edges and brush strokes over discs, whose answers are known.
class MatteEditTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void leavesAMatteAloneWithoutEdits();
    void mapsLevelsExactly_data();
    void mapsLevelsExactly();
    void growsBySoManyPixels_data();
    void growsBySoManyPixels();
    void growsAThinHair();
    void shrinksNothingAtTheFrame();
    void scalesLengthsWithTheResult();
    void keepsTheHalfLineWhenFeathering_data();
    void keepsTheHalfLineWhenFeathering();
    void paintsARoundLine();
    void softensALineByItsHardness();
    void followsThePensPressure();
    void leavesCertainPixelsAlone();
    void restoresTheEnginesMatte();
    void stopsAtThePicturesEdge();
    void isTheSameAtEveryScale();
    void keepsWhatThePhotoHasCutAway();
    void cancels();
};

void MatteEditTest::leavesAMatteAloneWithoutEdits() {
    const Image matte = disc(80.0, 6.0);

    const Image edited = editMatte(photo(), matte, 1.0, {}, {}, {});

    QVERIFY(edited.pixels().data() == matte.pixels().data());
}

void MatteEditTest::mapsLevelsExactly_data() {
    QTest::addColumn<bool>("isDeep");
    QTest::addRow("8 bits") << false;
    QTest::addRow("16 bits") << true;
}

void MatteEditTest::mapsLevelsExactly() {
    QFETCH(bool, isDeep);
    const Image ramp = test::makeImage(256, 2, 1, isDeep ? PixelType::u16 : PixelType::u8, [](int x, int) {
        return std::array<double, 4>{x / 255.0};
    });

    const Image plain = adjustEdges(ramp, 1.0, {.black = 20, .white = 220}, {});
    const Image bent = adjustEdges(ramp, 1.0, {.gamma = 2.0}, {});

    for (int x = 0; x < 256; ++x) {
        if (x <= 20) {
            QCOMPARE(valueAt(plain, x, 0), 0.0);
        } else if (x >= 220) {
            QCOMPARE(valueAt(plain, x, 1), 1.0);
        } else {
            QVERIFY(std::abs(valueAt(plain, x, 0) - (x - 20) / 200.0) < 0.0025);
        }
        QVERIFY(std::abs(valueAt(bent, x, 0) - std::sqrt(x / 255.0)) < 0.0025);
    }
    QCOMPARE(valueAt(bent, 0, 0), 0.0);
    QCOMPARE(valueAt(bent, 255, 0), 1.0);
}

void MatteEditTest::growsBySoManyPixels_data() {
    QTest::addColumn<double>("by");
    QTest::addColumn<double>("soft");
    QTest::addColumn<bool>("isDeep");
    for (const double by : {0.25, 0.5, 1.0, 1.5, 2.0, 3.3, 8.0, 17.6, 40.0}) {
        QTest::addRow("%g px", by) << by << 1.0 << false;
        QTest::addRow("-%g px", by) << -by << 1.0 << false;
    }
    QTest::addRow("a soft edge, 2 px") << 2.0 << 8.0 << false;
    QTest::addRow("a soft edge, -2.5 px") << -2.5 << 8.0 << true;
}

void MatteEditTest::growsBySoManyPixels() {
    QFETCH(double, by);
    QFETCH(double, soft);
    QFETCH(bool, isDeep);
    const Image matte = disc(90.0, soft, isDeep ? PixelType::u16 : PixelType::u8);

    const Image edited = adjustEdges(matte, 1.0, {.grow = by}, {});

    const double radius = radiusOf(edited);
    QVERIFY2(std::abs(radius - 90.0 - by) < 0.1, qPrintable(QString::number(radius)));
    for (int i = 0; i < 32; ++i) { // in every direction
        const double half = halfAt(edited, i * std::numbers::pi / 16.0 + 0.05);
        QVERIFY2(std::abs(half - 90.0 - by) < 0.2, qPrintable(QString::number(half)));
    }
}

// A hair that is nowhere more than a third there has no edge at a half, but grows all the same.
void MatteEditTest::growsAThinHair() {
    const Image hair = test::makeImage(
        100, 100, 1, PixelType::u8, [](int x, int) { return std::array<double, 4>{x == 50 ? 0.3 : 0.0}; });

    const Image edited = adjustEdges(hair, 1.0, {.grow = 2.0}, {});

    for (int x = 48; x <= 52; ++x) {
        QVERIFY(std::abs(valueAt(edited, x, 50) - 0.3) < 0.01);
    }
    QVERIFY(valueAt(edited, 46, 50) < 0.01);
    QVERIFY(valueAt(edited, 54, 50) < 0.01);
}

void MatteEditTest::shrinksNothingAtTheFrame() {
    const Image half = test::makeImage(
        100, 60, 1, PixelType::u8, [](int x, int) { return std::array<double, 4>{x < 50 ? 1.0 : 0.0}; });

    const Image edited = adjustEdges(half, 1.0, {.grow = -5.0}, {});

    QCOMPARE(valueAt(edited, 0, 0), 1.0);
    QCOMPARE(valueAt(edited, 0, 59), 1.0);
    QCOMPARE(valueAt(edited, 44, 30), 1.0);
    QCOMPARE(valueAt(edited, 45, 30), 0.0);
}

void MatteEditTest::scalesLengthsWithTheResult() {
    const Image edited = adjustEdges(disc(90.0, 1.0), 2.0, {.grow = 1.5}, {});

    QVERIFY(std::abs(radiusOf(edited) - 93.0) < 0.1);
}

void MatteEditTest::keepsTheHalfLineWhenFeathering_data() {
    QTest::addColumn<double>("feather");
    for (const double feather : {1.0, 4.0, 11.0, 13.0, 40.0, 90.0}) {
        QTest::addRow("%g px", feather) << feather;
    }
}

void MatteEditTest::keepsTheHalfLineWhenFeathering() {
    QFETCH(double, feather);
    constexpr int kWide = 800;
    const Image edge = test::makeImage(kWide, 40, 1, PixelType::u16, [](int x, int) {
        return std::array<double, 4>{x < kWide / 2 ? 1.0 : 0.0};
    });

    const Image edited = adjustEdges(edge, 1.0, {.feather = feather}, {});

    const double around = (valueAt(edited, kWide / 2 - 1, 20) + valueAt(edited, kWide / 2, 20)) / 2.0;
    QVERIFY2(std::abs(around - 0.5) < 0.001, qPrintable(QString::number(around)));
    // One sigma, half the feather, from the edge a Gaussian's step has 15.9 per cent.
    const int there = int(std::lround(feather / 2.0));
    if (feather >= 4.0) {
        const double value =
            (valueAt(edited, kWide / 2 + there, 20) + valueAt(edited, kWide / 2 + there - 1, 20)) / 2.0;
        const double wanted = 0.5 * std::erfc(there / (feather / 2.0) / std::numbers::sqrt2);
        QVERIFY2(std::abs(value - wanted) < 0.02, qPrintable(QString::number(value)));
    }
    QCOMPARE(valueAt(edited, 0, 20), 1.0);
    QCOMPARE(valueAt(edited, kWide - 1, 20), 0.0);
}

void MatteEditTest::paintsARoundLine() {
    const Image nothing =
        test::makeImage(kSide, kSide, 1, PixelType::u8, [](int, int) { return std::array<double, 4>{0.0}; });

    const Image dot = painted(nothing, {dab(StrokeMode::add, kMiddle - 0.25, kMiddle, 60.0)});
    MatteStroke line = dab(StrokeMode::add, 100.0, 100.0, 10.0);
    line.points = {{100.0, 100.0}, {300.0, 100.0}};
    const Image bar = painted(nothing, {line});

    QVERIFY2(std::abs(radiusOf(dot) - 60.0) < 0.3, qPrintable(QString::number(radiusOf(dot))));
    QCOMPARE(valueAt(bar, 200, 100), 1.0);
    QCOMPARE(valueAt(bar, 200, 108), 1.0);
    QCOMPARE(valueAt(bar, 200, 111), 0.0);
    QCOMPARE(valueAt(bar, 88, 100), 0.0);
}

void MatteEditTest::softensALineByItsHardness() {
    const Image full =
        test::makeImage(kSide, kSide, 1, PixelType::u16, [](int, int) { return std::array<double, 4>{1.0}; });
    MatteStroke stroke = dab(StrokeMode::remove, kMiddle, kMiddle, 80.0);
    stroke.hardness = 0.5;

    const Image edited = painted(full, {stroke});

    QVERIFY(valueAt(edited, int(kMiddle) + 30, int(kMiddle)) < 0.001);
    QVERIFY(std::abs(valueAt(edited, int(kMiddle) + 60, int(kMiddle)) - 0.5) < 0.03);
    QCOMPARE(valueAt(edited, int(kMiddle) + 81, int(kMiddle)), 1.0);
}

void MatteEditTest::followsThePensPressure() {
    const Image nothing =
        test::makeImage(kSide, kSide, 1, PixelType::u8, [](int, int) { return std::array<double, 4>{0.0}; });
    MatteStroke stroke = dab(StrokeMode::add, 100.0, 200.0, 20.0);
    stroke.opacity = 0.8;
    stroke.points = {{100.0, 200.0, 0.0}, {300.0, 200.0, 1.0}};

    const Image edited = painted(nothing, {stroke});

    QVERIFY(std::abs(valueAt(edited, 200, 200) - 0.4) < 0.02);
    QVERIFY(std::abs(valueAt(edited, 299, 200) - 0.8) < 0.02);
}

void MatteEditTest::leavesCertainPixelsAlone() {
    const Image matte = disc(80.0, 20.0);
    MatteStroke add = dab(StrokeMode::add, kMiddle + 80.0, kMiddle, 30.0);
    MatteStroke remove = dab(StrokeMode::remove, kMiddle - 80.0, kMiddle, 30.0);
    add.onlyUncertain = remove.onlyUncertain = true;

    const Image edited = painted(matte, {add, remove});

    int changed = 0;
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            const double before = valueAt(matte, x, y);
            if (before == 0.0 || before == 1.0) {
                QCOMPARE(valueAt(edited, x, y), before);
            }
            changed += valueAt(edited, x, y) != before ? 1 : 0;
        }
    }
    QVERIFY(changed > 500);
    QCOMPARE(valueAt(edited, int(kMiddle) + 80, int(kMiddle)), 1.0);
    QCOMPARE(valueAt(edited, int(kMiddle) - 80, int(kMiddle)), 0.0);
}

void MatteEditTest::restoresTheEnginesMatte() {
    const Image matte = disc(80.0, 20.0, PixelType::u16);
    MatteStroke restore = dab(StrokeMode::restore, kMiddle, kMiddle, 190.0);
    restore.onlyUncertain = true; // of no meaning here

    const Image edited = painted(
        matte, {dab(StrokeMode::add, kMiddle + 80.0, kMiddle, 40.0),
                dab(StrokeMode::remove, kMiddle, kMiddle, 50.0), restore});

    QVERIFY(test::isEqual(edited, matte));
}

// The picture is red on the left and green on the right; the brush, its middle on the red, reaches over both.
void MatteEditTest::stopsAtThePicturesEdge() {
    const Image halves = test::makeImage(kSide, kSide, 3, PixelType::u8, [](int x, int) {
        return x < 200 ? std::array<double, 4>{0.8, 0.2, 0.2, 1.0}
                       : std::array<double, 4>{0.2, 0.7, 0.3, 1.0};
    });
    const Image nothing =
        test::makeImage(kSide, kSide, 1, PixelType::u8, [](int, int) { return std::array<double, 4>{0.0}; });
    MatteStroke stroke = dab(StrokeMode::add, 185.0, 100.0, 40.0);
    stroke.points = {{185.0, 100.0}, {185.0, 300.0}};
    stroke.isEdgeAware = true;

    const Image edited = editMatte(halves, nothing, 1.0, {}, {stroke}, {});

    for (int y = 120; y < 280; ++y) { // across a border of the tiles
        QVERIFY2(valueAt(edited, 197, y) > 0.95, qPrintable(QString::number(valueAt(edited, 197, y))));
        QVERIFY2(valueAt(edited, 202, y) < 0.05, qPrintable(QString::number(valueAt(edited, 202, y))));
        QVERIFY(valueAt(edited, 155, y) > 0.95);
        QCOMPARE(valueAt(edited, 143, y), 0.0);
    }
}

// A result twice as large gets the same strokes and edges at twice their size.
void MatteEditTest::isTheSameAtEveryScale() {
    const std::vector<MatteStroke> strokes{
        dab(StrokeMode::add, 130.0, 100.0, 25.0), dab(StrokeMode::remove, 60.0, 100.0, 15.0)};
    const EdgeSettings edges{.grow = 1.5, .feather = 3.0};

    const Image small =
        editMatte(photo(PixelType::u8, 200), disc(40.0, 2.0, PixelType::u8, 200), 1.0, edges, strokes, {});
    const Image large =
        editMatte(photo(PixelType::u8, 400), disc(80.0, 4.0, PixelType::u8, 400), 2.0, edges, strokes, {});

    double sum = 0.0;
    for (int y = 0; y < 200; ++y) {
        for (int x = 0; x < 200; ++x) {
            const double mean = (valueAt(large, 2 * x, 2 * y) + valueAt(large, 2 * x + 1, 2 * y) +
                                 valueAt(large, 2 * x, 2 * y + 1) + valueAt(large, 2 * x + 1, 2 * y + 1)) /
                                4.0;
            const double difference = std::abs(mean - valueAt(small, x, y));
            QVERIFY2(difference < 0.12, qPrintable(QString::number(difference)));
            sum += difference;
        }
    }
    QVERIFY(sum / 40000.0 < 0.001);
}

void MatteEditTest::keepsWhatThePhotoHasCutAway() {
    const Image cut = test::makeImage(kSide, kSide, 4, PixelType::u8, [](int x, int) {
        return std::array<double, 4>{0.5, 0.5, 0.5, x < 200 ? 1.0 : 0.0};
    });
    const Image matte = test::makeImage(kSide, kSide, 1, PixelType::u8, [](int x, int) {
        return std::array<double, 4>{x < 200 ? 1.0 : 0.0};
    });

    const Image edited =
        editMatte(cut, matte, 1.0, {.grow = 10.0}, {dab(StrokeMode::add, 200.0, 200.0, 60.0)}, {});

    QVERIFY(test::isEqual(edited, matte));
}

void MatteEditTest::cancels() {
    std::stop_source source;
    source.request_stop();
    const Progress stopped(source.get_token(), {});

    QVERIFY_EXCEPTION_THROWN(editMatte(photo(), disc(80.0, 4.0), 1.0, {.grow = 2.0}, {}, stopped), Cancelled);
    QVERIFY_EXCEPTION_THROWN(
        editMatte(photo(), disc(80.0, 4.0), 1.0, {}, {dab(StrokeMode::add, 9.0, 9.0, 9.0)}, stopped),
        Cancelled);
}

QTEST_APPLESS_MAIN(MatteEditTest)
#include "matte_edit_test.moc"
