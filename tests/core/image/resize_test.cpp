#include "core/image/resize.h"

#include <QSize>
#include <QTest>

#include <algorithm>

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
