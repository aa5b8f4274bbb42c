#include "core/image/pixels.h"

#include <QTest>

#include <algorithm>
#include <stdexcept>

using namespace kerf;

namespace {

Image greyRamp() {
    ImageBuffer buffer(ImageFormat{.width = 256, .height = 1, .channels = 1});
    for (int x = 0; x < 256; ++x) {
        buffer.row<std::uint8_t>(0)[std::size_t(x)] = std::uint8_t(x);
    }
    return Image(std::move(buffer));
}

Image onePixel(std::initializer_list<std::uint8_t> samples) {
    const int channels = int(samples.size());
    ImageBuffer buffer(ImageFormat{
        .width = 1,
        .height = 1,
        .channels = channels,
        .alpha = channels == 4 ? AlphaKind::straight : AlphaKind::none});
    std::ranges::copy(samples, buffer.row<std::uint8_t>(0).begin());
    return Image(std::move(buffer));
}

} // namespace

class PixelsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eightBitsSurviveEveryOtherType() {
        const Image ramp = greyRamp();
        for (const PixelType type : {PixelType::u16, PixelType::f32}) {
            const Image back = convertType(convertType(ramp, type), PixelType::u8);
            QVERIFY(std::ranges::equal(back.pixels(), ramp.pixels()));
        }
    }

    void roundsToNearestAndClamps() {
        ImageBuffer buffer(ImageFormat{.width = 5, .height = 1, .channels = 1, .type = PixelType::f32});
        std::ranges::copy(
            std::initializer_list<float>{-1.0F, 2.0F, 0.5F, 100.4F / 255, 100.6F / 255},
            buffer.row<float>(0).begin());

        const Image bytes = convertType(Image(std::move(buffer)), PixelType::u8);

        const std::vector<std::uint8_t> wanted{0, 255, 128, 100, 101};
        QVERIFY(std::ranges::equal(bytes.row<std::uint8_t>(0), wanted));
    }

    void alphaComesAndGoes() {
        const Image rgba = onePixel({10, 20, 30, 40});

        const Image joined = joinAlpha(dropAlpha(rgba), alphaOf(rgba));

        QCOMPARE(joined.format().alpha, AlphaKind::straight);
        QVERIFY(std::ranges::equal(joined.pixels(), rgba.pixels()));
        QCOMPARE(int(alphaOf(dropAlpha(rgba)).row<std::uint8_t>(0)[0]), 255);
    }

    void multipliesMattesRounded() {
        const Image product = multiplyMattes(onePixel({128}), onePixel({128}));
        QCOMPARE(int(product.row<std::uint8_t>(0)[0]), 64);
        QCOMPARE(int(multiplyMattes(onePixel({77}), onePixel({255})).row<std::uint8_t>(0)[0]), 77);
    }

    void anotherProfileLeavesThePixelsShared() {
        const Image ramp = greyRamp();
        const Image tagged = ramp.withIcc("profile");
        QCOMPARE(tagged.format().icc, std::string("profile"));
        QCOMPARE(tagged.pixels().data(), ramp.pixels().data());
        QVERIFY(ramp.format().icc.empty());
    }

    void aRowOutsideThePictureOrOfAnotherTypeIsABug() {
        const Image ramp = greyRamp();
        QVERIFY_EXCEPTION_THROWN(ramp.row<std::uint8_t>(1), std::logic_error);
        QVERIFY_EXCEPTION_THROWN(ramp.row<std::uint16_t>(0), std::logic_error);
    }
};

QTEST_GUILESS_MAIN(PixelsTest)
#include "pixels_test.moc"
