#include "tests/ui/alpha_test_support.h"
#include "ui/probe.h"
#include "ui/probe_readout.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QTest>

using namespace kerf;
using namespace kerf::ui;

class ProbeTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsEightBits();
    void readsSixteenBitsAsTheFileHasThem();
    void readsFloats();
    void readsALargerResultAtThePixelsMiddle();
    void prefersTheMattesOwnValue();
    void keepsItsLengthWhateverTheValues();
    void saysNothingWithoutAPixel();
    void listsATableWithPositionsAndDepths();
    void paintsTheTableOnlyWhenShown();
};

namespace {

Image solid(QSize size, test::Pixel pixel) {
    return test::cutoutImage(size, [pixel](int, int) { return pixel; });
}
Image solidWords(QSize size, test::Pixel pixel) {
    return test::cutoutImage<std::uint16_t>(size, [pixel](int, int) { return pixel; });
}

// Figure spaces stand for digits that are not there.
QString plain(QString text) {
    return text.remove(QChar(0x2007)).simplified();
}

} // namespace

void ProbeTest::readsEightBits() {
    const ProbeReading reading =
        readPixel({3, 4}, solid({10, 10}, {1, 20, 255, 7}), solid({10, 10}, {4, 5, 6, 254}), {});

    QCOMPARE(reading.source->values, (std::array{1.0, 20.0, 255.0, 7.0}));
    QCOMPARE(reading.result->bits(), 8);
    QCOMPARE(*reading.alpha(), 254.0 / 255.0);
    QCOMPARE(
        plain(probeText(reading)),
        QStringLiteral("3, 4 1 20 255 \u00B7 \u03B1 7 \u2192 4 5 6 \u00B7 \u03B1 254"));
}

void ProbeTest::readsSixteenBitsAsTheFileHasThem() {
    const ProbeReading reading = readPixel(
        {0, 0}, solidWords({4, 4}, {1, 300, 65535, 65535}), solidWords({4, 4}, {12, 13, 14, 65534}), {});

    QCOMPARE(reading.source->bits(), 16);
    QCOMPARE(reading.result->values[3], 65534.0);
    QCOMPARE(
        plain(probeText(reading)),
        QStringLiteral(
            "0, 0 1 300 65535 \u00B7 \u03B1 65535 (16 bit) \u2192 12 13 14 \u00B7 \u03B1 65534 (16 bit)"));
}

void ProbeTest::readsFloats() {
    ImageBuffer floats({.width = 1, .height = 1, .channels = 3, .type = PixelType::f32});
    floats.row<float>(0)[0] = 0.5F;
    floats.row<float>(0)[1] = 1.25F;
    floats.row<float>(0)[2] = 0.0F;

    const ProbeReading reading = readPixel({0, 0}, Image(std::move(floats)), {}, {});

    QCOMPARE(sampleText(*reading.source, 1), QStringLiteral("1.25000"));
    QCOMPARE(plain(probeText(reading)), QStringLiteral("0, 0 0.50000 1.25000 0.00000 (32 bit)"));
}

void ProbeTest::readsALargerResultAtThePixelsMiddle() {
    const Image result = test::cutoutImage({20, 20}, [](int x, int y) {
        return test::Pixel{std::uint16_t(x), std::uint16_t(y), 0, 255};
    });

    const ProbeReading reading = readPixel({4, 7}, solid({10, 10}, {0, 0, 0, 255}), result, {});

    QCOMPARE(reading.result->position, QPoint(9, 15));
    QCOMPARE(reading.result->values, (std::array{9.0, 15.0, 0.0, 255.0}));
    QVERIFY(plain(probeText(reading)).contains(QStringLiteral("\u2192 9, 15 ")));
}

void ProbeTest::prefersTheMattesOwnValue() {
    const Image matte = test::matteImage<std::uint16_t>({10, 10}, [](int, int) { return 65534; });

    const ProbeReading reading =
        readPixel({1, 1}, solid({10, 10}, {0, 0, 0, 255}), solid({10, 10}, {1, 1, 1, 255}), matte);

    QCOMPARE(*reading.alpha(), 65534.0 / 65535.0);
    QCOMPARE(reading.matte->bits(), 16);
}

void ProbeTest::keepsItsLengthWhateverTheValues() {
    const Image few = solid({2000, 1000}, {1, 2, 3, 4});
    const Image many = solid({2000, 1000}, {250, 251, 252, 253});

    QCOMPARE(
        probeText(readPixel({1, 1}, few, few, {})).size(),
        probeText(readPixel({1999, 999}, many, many, {})).size());
}

void ProbeTest::saysNothingWithoutAPixel() {
    QVERIFY(ProbeReading().isEmpty());
    QVERIFY(probeText({}).isEmpty());
    QVERIFY(!ProbeReading().alpha());
}

void ProbeTest::listsATableWithPositionsAndDepths() {
    ProbeReadout readout;
    const Image matte = test::matteImage<std::uint16_t>({20, 20}, [](int, int) { return 40000; });
    readout.setReading(
        readPixel({4, 7}, solid({10, 10}, {1, 2, 3, 255}), solid({20, 20}, {5, 6, 7, 8}), matte));
    QVERIFY(readout.rows().empty());

    readout.setShown(true);

    const std::vector<ProbeReadout::Row> rows = readout.rows();
    QCOMPARE(rows.size(), std::size_t{4});
    const auto line = [&](std::size_t row) {
        return QStringList(rows[row].begin(), rows[row].end()).join(u' ');
    };
    QCOMPARE(line(1), QStringLiteral("Source 4 7 1 2 3 255 8 bit"));
    QCOMPARE(line(2), QStringLiteral("Result 9 15 5 6 7 8 8 bit"));
    QCOMPARE(line(3), QStringLiteral("Matte 9 15    40000 16 bit"));
}

void ProbeTest::paintsTheTableOnlyWhenShown() {
    ProbeReadout readout;
    readout.setReading(readPixel({4, 7}, solid({10, 10}, {255, 0, 0, 255}), {}, {}));
    Viewport viewport;
    viewport.setView({600, 400});
    const auto painted = [&](double ratio) {
        QImage out(600, 400, QImage::Format_RGB32);
        out.fill(qRgb(90, 90, 90));
        QPainter painter(&out);
        readout.paint(painter, viewport, ratio);
        painter.end();
        return out;
    };
    QImage empty(600, 400, QImage::Format_RGB32);
    empty.fill(qRgb(90, 90, 90));

    QCOMPARE(painted(1.0), empty);
    readout.setShown(true);
    for (const double ratio : {1.0, 1.25}) {
        const QImage image = painted(ratio);
        QVERIFY(image != empty);
        bool hasSwatch = false;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                hasSwatch = hasSwatch || image.pixel(x, y) == qRgb(255, 0, 0);
            }
        }
        QVERIFY(hasSwatch);
        QCOMPARE(image.pixel(10, 10), qRgb(90, 90, 90));
    }
}

QTEST_MAIN(ProbeTest)
#include "probe_test.moc"
