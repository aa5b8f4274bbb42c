#include "core/image/pixels.h"
#include "core/image/resize.h"
#include "tests/support/test_images.h"

#include <QSize>
#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>

using namespace kerf;

class ResizeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hiddenColourDoesNotLeak() {
        ImageBuffer buffer(ImageFormat{.width = 2, .height = 1, .channels = 4, .alpha = AlphaKind::straight});
        std::ranges::copy(
            std::initializer_list<std::uint8_t>{200, 100, 50, 255, 0, 255, 0, 0},
            buffer.row<std::uint8_t>(0).begin());

        const Image half = resize(Image(std::move(buffer)), 1, 1);

        const auto pixel = half.row<std::uint8_t>(0);
        QCOMPARE(int(pixel[0]), 200);
        QCOMPARE(int(pixel[1]), 100);
        QCOMPARE(int(pixel[2]), 50);
        QCOMPARE(int(pixel[3]), 128);
    }

    void shrinkingWithAlphaKeepsMeans_data() {
        QTest::addColumn<PixelType>("type");
        QTest::addColumn<QSize>("size");
        for (const PixelType type : {PixelType::u8, PixelType::u16, PixelType::f32}) {
            for (const QSize size :
                 {QSize(100, 60), QSize(33, 19), QSize(7, 60), QSize(100, 1), QSize(1, 1)}) {
                QTest::addRow("type %d, %dx%d", int(type), size.width(), size.height()) << type << size;
            }
        }
    }

    // An even colour stays what it is under any alpha; the mean of alpha does too.
    void shrinkingWithAlphaKeepsMeans() {
        QFETCH(PixelType, type);
        QFETCH(QSize, size);
        const Image image = test::makeImage(101, 61, 4, type, [](int x, int y) {
            return std::array<double, 4>{0.2, 0.6, 0.8, (x + y) / 160.0};
        });

        const Image small = convertType(resize(image, size.width(), size.height()), PixelType::f32);

        double alpha = 0.0;
        for (int y = 0; y < size.height(); ++y) {
            const auto row = small.row<float>(y);
            for (std::size_t x = 0; x < row.size(); x += 4) {
                QVERIFY(std::abs(row[x] - 0.2F) < 0.003F && std::abs(row[x + 2] - 0.8F) < 0.003F);
                alpha += double(row[x + 3]);
            }
        }
        alpha /= size.width() * size.height();
        QVERIFY2(std::abs(alpha - 0.5) < 0.003, qPrintable(QString::number(alpha)));
    }

    void averagesAreaWithParts() {
        ImageBuffer buffer(ImageFormat{.width = 3, .height = 1, .channels = 4, .alpha = AlphaKind::straight});
        std::ranges::copy(
            std::initializer_list<std::uint8_t>{90, 0, 0, 255, 0, 0, 0, 255, 30, 0, 0, 255},
            buffer.row<std::uint8_t>(0).begin());

        const Image two = resize(Image(std::move(buffer)), 2, 1);

        QCOMPARE(int(two.row<std::uint8_t>(0)[0]), 60); // (90 + 0 / 2) / 1.5
        QCOMPARE(int(two.row<std::uint8_t>(0)[4]), 20);
    }

    void fitsASquareAndKeepsTheAspect() {
        const auto sizeOf = [](int width, int height, int side) {
            const Image image =
                shrinkToFit(Image(ImageBuffer({.width = width, .height = height, .channels = 3})), side);
            return QSize(image.format().width, image.format().height);
        };
        QCOMPARE(sizeOf(400, 200, 100), QSize(100, 50));
        QCOMPARE(sizeOf(40, 20, 100), QSize(40, 20));
        QCOMPARE(sizeOf(1000, 1, 100), QSize(100, 1));
    }
};

QTEST_GUILESS_MAIN(ResizeTest)
#include "resize_test.moc"
