#include "core/image/pixels.h"
#include "tests/support/test_images.h"
#include "ui/qimage_convert.h"

#include <QColorSpace>
#include <QTest>

#include <array>
#include <stop_token>

using namespace kerf;

namespace {

Image solid(const std::array<double, 4>& color, int channels, PixelType type, QColorSpace space = {}) {
    const Image plain = test::makeImage(3, 2, channels, type, [&](int, int) { return color; });
    if (!space.isValid()) {
        return plain;
    }
    ImageFormat format = plain.format();
    format.icc = space.iccProfile().toStdString();
    ImageBuffer buffer(format);
    std::ranges::copy(plain.pixels(), buffer.pixels().begin());
    return Image(std::move(buffer));
}

// Largest difference of any channel, in 8-bit levels.
int difference(QRgb one, QRgb other) {
    return std::max(
        {std::abs(qRed(one) - qRed(other)), std::abs(qGreen(one) - qGreen(other)),
         std::abs(qBlue(one) - qBlue(other)), std::abs(qAlpha(one) - qAlpha(other))});
}

} // namespace

class QImageConvertTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsSrgbValues_data() {
        QTest::addColumn<int>("type");
        QTest::addColumn<int>("channels");
        for (const PixelType type : {PixelType::u8, PixelType::u16, PixelType::f32}) {
            for (const int channels : {1, 3, 4}) {
                QTest::addRow("type %d, %d channels", int(type), channels) << int(type) << channels;
            }
        }
    }

    void keepsSrgbValues() {
        QFETCH(int, type);
        QFETCH(int, channels);
        const Image image =
            solid({200 / 255.0, 100 / 255.0, 50 / 255.0, 1.0}, channels, static_cast<PixelType>(type));

        const QImage shown = ui::toQImage(image);

        QCOMPARE(shown.size(), QSize(3, 2));
        QCOMPARE(shown.format(), channels == 4 ? QImage::Format_ARGB32_Premultiplied : QImage::Format_RGB32);
        QCOMPARE(shown.pixel(2, 1), channels == 1 ? qRgb(200, 200, 200) : qRgb(200, 100, 50));
    }

    void premultipliesStraightAlpha() {
        const Image image = solid({1.0, 0.5, 0.0, 128 / 255.0}, 4, PixelType::u8);

        const QImage shown = ui::toQImage(image);

        const QRgb raw = reinterpret_cast<const QRgb*>(shown.constScanLine(0))[0];
        QCOMPARE(qAlpha(raw), 128);
        QCOMPARE(qRed(raw), 128);
        QCOMPARE(qGreen(raw), 64);
        QCOMPARE(qBlue(raw), 0);
    }

    void convertsWideColours_data() {
        QTest::addColumn<int>("type");
        QTest::addColumn<int>("channels");
        QTest::addRow("8 bits") << int(PixelType::u8) << 3;
        QTest::addRow("16 bits") << int(PixelType::u16) << 3;
        QTest::addRow("8 bits with alpha") << int(PixelType::u8) << 4;
        QTest::addRow("16 bits with alpha") << int(PixelType::u16) << 4;
    }

    // Display P3 (0.5, 0.3, 0.2) is sRGB (0.53285, 0.28775, 0.17704), worked out from both spaces' primaries.
    void convertsWideColours() {
        QFETCH(int, type);
        QFETCH(int, channels);
        const Image image = solid(
            {0.5, 0.3, 0.2, 1.0}, channels, static_cast<PixelType>(type),
            QColorSpace(QColorSpace::DisplayP3));

        const QImage shown = ui::toQImage(image);

        QVERIFY2(
            difference(shown.pixel(1, 1), qRgb(136, 73, 45)) <= 1,
            qPrintable(QString::number(shown.pixel(1, 1), 16)));
    }

    void takesAnUnreadableProfileForSrgb() {
        ImageFormat format{.width = 1, .height = 1, .channels = 3};
        format.icc = "not a profile";
        ImageBuffer buffer(format);
        std::ranges::copy(std::array<std::uint8_t, 3>{1, 2, 3}, buffer.row<std::uint8_t>(0).begin());

        QCOMPARE(ui::toQImage(Image(std::move(buffer))).pixel(0, 0), qRgb(1, 2, 3));
    }

    void takesTheMiddleOfEachBlockWhenStepping() {
        const Image image = test::makeImage(10, 7, 3, PixelType::u8, [](int x, int y) {
            return std::array{x / 255.0, y / 255.0, 0.0, 0.0};
        });

        const QImage shown = ui::toQImage(image, {}, 4);

        QCOMPARE(shown.size(), QSize(3, 2));
        QCOMPARE(shown.pixel(0, 0), qRgb(2, 2, 0));
        QCOMPARE(shown.pixel(1, 1), qRgb(6, 6, 0));
        QCOMPARE(shown.pixel(2, 0), qRgb(9, 2, 0));
    }

    void givesTheAlphaAlone() {
        const Image image = solid({1.0, 0.5, 0.0, 77 / 255.0}, 4, PixelType::u16);

        QCOMPARE(ui::toAlphaQImage(image).constScanLine(1)[2], uchar{77});
        QCOMPARE(ui::toAlphaQImage(alphaOf(image)).constScanLine(1)[2], uchar{77});
        QCOMPARE(ui::toAlphaQImage(solid({}, 3, PixelType::u8)).constScanLine(1)[2], uchar{255});
    }

    void stopsWhenCancelled() {
        std::stop_source stop;
        stop.request_stop();
        const Progress progress(stop.get_token(), {});

        QVERIFY_EXCEPTION_THROWN(ui::toQImage(solid({}, 3, PixelType::u8), progress), Cancelled);
    }

    void givesNothingForAnEmptyImage() { QVERIFY(ui::toQImage(Image()).isNull()); }
};

QTEST_GUILESS_MAIN(QImageConvertTest)
#include "qimage_convert_test.moc"
