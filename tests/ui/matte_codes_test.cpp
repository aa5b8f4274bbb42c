#include "tests/ui/alpha_test_support.h"
#include "ui/matte_codes.h"

#include <QPainter>
#include <QTest>

#include <cmath>

using namespace kerf;
using namespace kerf::ui;

class MatteCodesTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void neverRoundsAPartialValueToZeroOrOne();
    void readsTheAlphaOfACutout();
    void keepsALonePartialPixelOnEveryLevel();
    void doesNotInventPartialPixelsAtAHardEdge();
    void showsALonePartialPixelAtEveryZoom_data();
    void showsALonePartialPixelAtEveryZoom();
    void paintsOneToOneExactly();
    void counts();
};

namespace {

// Each code in a colour of its own.
ShadeTable identityTable() {
    ShadeTable table{};
    for (int i = 0; i < 256; ++i) {
        table[std::size_t(i)] = qRgb(i, i, i);
    }
    return table;
}

QImage painted(const Pyramid& codes, const QRectF& photo, QSize view) {
    QImage out(view, QImage::Format_RGB32);
    out.fill(qRgb(1, 2, 3));
    QPainter painter(&out);
    paintCodes(painter, placed(codes, photo, false), photo.toAlignedRect() & out.rect(), identityTable());
    return out;
}

int partialPixels(const QImage& image) {
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QRgb pixel = image.pixel(x, y);
            const bool isPartial = qRed(pixel) == qGreen(pixel) && qRed(pixel) > 0 && qRed(pixel) < 255;
            count += isPartial ? 1 : 0;
        }
    }
    return count;
}

} // namespace

void MatteCodesTest::neverRoundsAPartialValueToZeroOrOne() {
    const std::array<std::uint16_t, 6> words{0, 1, 100, 32768, 65534, 65535};
    const QImage wide = toMatteCodes(
        test::matteImage<std::uint16_t>({6, 1}, [&](int x, int) { return words[std::size_t(x)]; }));
    const std::array<int, 6> expected{0, 1, 1, 128, 254, 255};
    for (int x = 0; x < 6; ++x) {
        QCOMPARE(int(wide.constScanLine(0)[x]), expected[std::size_t(x)]);
    }

    const QImage bytes = toMatteCodes(test::matteImage({256, 1}, [](int x, int) { return x; }));
    for (int x = 0; x < 256; ++x) {
        QCOMPARE(int(bytes.constScanLine(0)[x]), x);
    }

    ImageBuffer floats({.width = 4, .height = 1, .channels = 1, .type = PixelType::f32});
    const std::array<float, 4> values{-0.5F, 1e-9F, 0.9999999F, 1.0F};
    std::copy(values.begin(), values.end(), floats.row<float>(0).begin());
    const QImage real = toMatteCodes(Image(std::move(floats)));
    const std::array<int, 4> codes{0, 1, 254, 255};
    for (int x = 0; x < 4; ++x) {
        QCOMPARE(int(real.constScanLine(0)[x]), codes[std::size_t(x)]);
    }
}

void MatteCodesTest::readsTheAlphaOfACutout() {
    const Image cutout = test::cutoutImage<std::uint16_t>({2, 1}, [](int x, int) {
        return test::Pixel{9, 9, 9, std::uint16_t(x == 0 ? 65534 : 65535)};
    });

    const QImage codes = toMatteCodes(cutout);

    QCOMPARE(int(codes.constScanLine(0)[0]), 254);
    QCOMPARE(int(codes.constScanLine(0)[1]), 255);
}

void MatteCodesTest::keepsALonePartialPixelOnEveryLevel() {
    const Pyramid codes = makeCodePyramid(toMatteCodes(test::matteImage<std::uint16_t>(
        {2049, 1031}, [](int x, int y) { return x == 2048 && y == 1030 ? 65534 : 65535; })));

    QVERIFY(codes.levels.size() >= 4);
    for (const PyramidLevel& level : codes.levels) {
        QCOMPARE(countCodes(level.image).partial, std::int64_t{1});
        QCOMPARE(int(level.image.constScanLine(level.image.height() - 1)[level.image.width() - 1]), 254);
    }
}

void MatteCodesTest::doesNotInventPartialPixelsAtAHardEdge() {
    const Pyramid codes = makeCodePyramid(
        toMatteCodes(test::matteImage({1201, 900}, [](int x, int) { return x < 601 ? 0 : 255; })));

    for (const PyramidLevel& level : codes.levels) {
        QCOMPARE(countCodes(level.image).partial, std::int64_t{0});
    }
    for (const double zoom : {0.9, 0.63, 0.25, 1.3}) {
        const QImage image =
            painted(codes, QRectF(0.0, 0.0, std::round(1201 * zoom), std::round(900 * zoom)), {1600, 1200});
        QCOMPARE(partialPixels(image), 0);
    }
}

void MatteCodesTest::showsALonePartialPixelAtEveryZoom_data() {
    QTest::addColumn<double>("zoom");
    for (const double zoom :
         {1.0, 0.99, 0.8, 0.77, 0.5, 0.41, 0.333, 0.2, 0.11, 0.07, 0.021, 1.25, 1.5, 2.0}) {
        QTest::addRow("%g", zoom) << zoom;
    }
}

void MatteCodesTest::showsALonePartialPixelAtEveryZoom() {
    QFETCH(double, zoom);
    for (const QPoint at : {QPoint(0, 0), QPoint(517, 333), QPoint(999, 699), QPoint(640, 11)}) {
        const Pyramid codes = makeCodePyramid(toMatteCodes(test::matteImage(
            {1000, 700}, [at](int x, int y) { return x == at.x() && y == at.y() ? 254 : 255; })));

        const QImage image = painted(
            codes, QRectF(3.0, 5.0, std::round(1000 * zoom), std::round(700 * zoom)),
            {int(1000 * zoom) + 10, int(700 * zoom) + 10});

        QVERIFY(partialPixels(image) >= 1);
        QVERIFY(partialPixels(image) <= 4);
    }
}

void MatteCodesTest::paintsOneToOneExactly() {
    const Pyramid codes = makeCodePyramid(
        toMatteCodes(test::matteImage({300, 200}, [](int x, int y) { return (x + y) % 256; })));

    const QImage image = painted(codes, QRectF(10.0, 20.0, 300.0, 200.0), {320, 240});

    for (int y = 0; y < 200; ++y) {
        for (int x = 0; x < 300; ++x) {
            QCOMPARE(qRed(image.pixel(x + 10, y + 20)), (x + y) % 256);
        }
    }
    QCOMPARE(image.pixel(9, 20), qRgb(1, 2, 3));
}

void MatteCodesTest::counts() {
    const MatteCounts counts = countCodes(toMatteCodes(test::matteImage({10, 10}, [](int x, int) {
        return x < 3 ? 0 : x < 5 ? 254 : 255;
    })));

    QCOMPARE(counts.zero, std::int64_t{30});
    QCOMPARE(counts.partial, std::int64_t{20});
    QCOMPARE(counts.one, std::int64_t{50});
}

QTEST_MAIN(MatteCodesTest)
#include "matte_codes_test.moc"
