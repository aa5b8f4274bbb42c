#include "tests/ui/alpha_test_support.h"
#include "ui/alpha_detail.h"
#include "ui/oklab.h"
#include "ui/theme.h"
#include "ui/torture.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace kerf;
using namespace kerf::ui;

class TortureTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void measuresTheFringeAlone();
    void weighsTheMiddleOfTheEdgeMost();
    void findsNoFringeWhereNoAlphaIsPartial();
    void opposesHueAndLightness_data();
    void opposesHueAndLightness();
    void givesAHuelessFringeMagenta();
    void isMeasuredOnTheResultItself();
    void oklabKnowsItsReferenceColors();
};

namespace {

QImage codesOf(std::initializer_list<int> values) {
    QImage codes(int(values.size()), 1, QImage::Format_Grayscale8);
    std::copy(values.begin(), values.end(), codes.scanLine(0));
    return codes;
}

QImage colorsOf(std::initializer_list<QRgb> values) {
    QImage colors(int(values.size()), 1, QImage::Format_RGB32);
    std::copy(values.begin(), values.end(), reinterpret_cast<QRgb*>(colors.scanLine(0)));
    return colors;
}

double hueDistance(double one, double other) {
    const double apart = std::fabs(one - other);
    return std::min(apart, 360.0 - apart);
}

} // namespace

void TortureTest::measuresTheFringeAlone() {
    const QImage colors = colorsOf({qRgb(255, 0, 0), qRgb(20, 140, 60), qRgb(20, 140, 60), qRgb(0, 0, 255)});

    QCOMPARE(fringeColor(colors, codesOf({0, 1, 254, 255})), QColor(20, 140, 60));
}

void TortureTest::weighsTheMiddleOfTheEdgeMost() {
    // Linear light: weights 254 : 254 : 16256 give 0.969 of white.
    const QImage colors = colorsOf({qRgb(0, 0, 0), qRgb(0, 0, 0), qRgb(255, 255, 255)});

    const std::optional<QColor> fringe = fringeColor(colors, codesOf({1, 254, 128}));

    QVERIFY(fringe);
    QCOMPARE(fringe->red(), int(std::lround(fromLinear(16256.0 / 16764.0) * 255.0)));
}

void TortureTest::findsNoFringeWhereNoAlphaIsPartial() {
    QVERIFY(!fringeColor(colorsOf({qRgb(9, 9, 9), qRgb(9, 9, 9)}), codesOf({0, 255})));
    QVERIFY(!fringeColor({}, {}));
}

void TortureTest::opposesHueAndLightness_data() {
    QTest::addColumn<QColor>("fringe");
    QTest::newRow("green") << QColor(30, 150, 70);
    QTest::newRow("brown fur") << QColor(120, 84, 52);
    QTest::newRow("blonde hair") << QColor(214, 190, 140);
    QTest::newRow("sky") << QColor(120, 170, 230);
    QTest::newRow("red") << QColor(200, 30, 30);
}

void TortureTest::opposesHueAndLightness() {
    QFETCH(QColor, fringe);
    const Oklab from = toOklab(fringe);

    const QColor opposed = opposedColor(fringe);
    const Oklab to = toOklab(opposed);

    QVERIFY(hueDistance(std::fmod(from.hue() + 180.0, 360.0), to.hue()) < 3.0);
    QVERIFY(std::fabs(to.lightness - (from.lightness < 0.6 ? 0.85 : 0.35)) < 0.01);
    QVERIFY(to.chroma() > 0.05);
    QVERIFY(contrast(fringe, opposed) > 2.0);
}

void TortureTest::givesAHuelessFringeMagenta() {
    for (const QColor& grey : {QColor(40, 40, 40), QColor(200, 201, 200)}) {
        const QColor opposed = opposedColor(grey);
        QVERIFY(hueDistance(toOklab(opposed).hue(), 328.0) < 3.0);
    }
    QCOMPARE(opposedColor(std::nullopt), opposedColor(QColor(0, 0, 0)));
}

void TortureTest::isMeasuredOnTheResultItself() {
    // A subject with a fringe of its own colour two pixels wide.
    const Image cutout = test::cutoutImage({64, 40}, [](int x, int) {
        return x < 30   ? test::Pixel{0, 0, 0, 0}
               : x < 32 ? test::Pixel{90, 60, 200, std::uint16_t(x == 30 ? 80 : 170)}
                        : test::Pixel{250, 250, 10, 255};
    });

    const AlphaDetail detail = makeAlphaDetail(cutout, {}, needsOf(AlphaView::torture), {});

    QVERIFY(detail.isFringeKnown);
    QCOMPARE(detail.fringe, std::optional(QColor(90, 60, 200)));
}

void TortureTest::oklabKnowsItsReferenceColors() {
    const Oklab red = toOklab(QColor(255, 0, 0));
    QVERIFY(std::fabs(red.lightness - 0.62796) < 1e-3);
    QVERIFY(std::fabs(red.a - 0.22486) < 1e-3);
    QVERIFY(std::fabs(red.b - 0.12585) < 1e-3);
    const Oklab white = toOklab(QColor(255, 255, 255));
    QVERIFY(std::fabs(white.lightness - 1.0) < 1e-3);
    QVERIFY(white.chroma() < 1e-3);
    for (const QColor& color : {QColor(12, 200, 99), QColor(255, 255, 0), QColor(1, 2, 3)}) {
        const Oklab lab = toOklab(color);
        const QColor back = fromOklch(lab.lightness, lab.chroma(), lab.hue());
        QVERIFY(std::abs(back.red() - color.red()) <= 1);
        QVERIFY(std::abs(back.green() - color.green()) <= 1);
        QVERIFY(std::abs(back.blue() - color.blue()) <= 1);
    }
}

QTEST_MAIN(TortureTest)
#include "torture_test.moc"
