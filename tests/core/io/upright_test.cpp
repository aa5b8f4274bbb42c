#include "core/base/error.h"
#include "core/io/upright.h"

#include <QTest>

#include <cstring>
#include <stop_token>

using namespace kerf;

namespace {

// A pixel's bytes say where it stood.
Image numbered(int width, int height, int channels, PixelType type) {
    ImageBuffer buffer(ImageFormat{
        .width = width,
        .height = height,
        .channels = channels,
        .type = type,
        .alpha = channels == 4 ? AlphaKind::straight : AlphaKind::none});
    const std::size_t size = buffer.format().bytesPerSample() * std::size_t(channels);
    for (std::size_t i = 0; i < std::size_t(width) * std::size_t(height); ++i) {
        for (std::size_t b = 0; b < size; ++b) {
            buffer.pixels()[i * size + b] = std::byte((i + b * 59 + (i >> 8U) * 31) & 0xffU);
        }
    }
    return Image(std::move(buffer));
}

// Where in the stored picture EXIF's definition finds the upright picture's pixel.
std::pair<int, int> storedAt(int orientation, int x, int y, int storedWidth, int storedHeight) {
    const int right = storedWidth - 1;
    const int bottom = storedHeight - 1;
    switch (orientation) {
    case 2:
        return {right - x, y};
    case 3:
        return {right - x, bottom - y};
    case 4:
        return {x, bottom - y};
    case 5:
        return {y, x};
    case 6:
        return {y, bottom - x};
    case 7:
        return {right - y, bottom - x};
    case 8:
        return {right - y, x};
    default:
        return {x, y};
    }
}

} // namespace

class UprightTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void turnsEveryTypeExactly_data() {
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("type");
        for (const int channels : {1, 3, 4}) {
            for (int type = 0; type < 3; ++type) {
                QTest::addRow("%d channels, type %d", channels, type) << channels << type;
            }
        }
    }

    void turnsEveryTypeExactly() {
        QFETCH(int, channels);
        QFETCH(int, type);
        const int width = 131; // beyond one block, and not a multiple
        const int height = 70;
        const Image image = numbered(width, height, channels, PixelType(type));
        const std::size_t size = image.format().bytesPerSample() * std::size_t(channels);
        for (int orientation = 1; orientation <= 8; ++orientation) {
            const Image turned = io::upright(image, orientation, Progress());
            const bool isSideways = orientation >= 5;
            QCOMPARE(turned.format().width, isSideways ? height : width);
            QCOMPARE(turned.format().height, isSideways ? width : height);
            for (int y = 0; y < turned.format().height; ++y) {
                for (int x = 0; x < turned.format().width; ++x) {
                    const auto [fromX, fromY] = storedAt(orientation, x, y, width, height);
                    const std::byte* got =
                        turned.pixels().data() +
                        (std::size_t(y) * std::size_t(turned.format().width) + std::size_t(x)) * size;
                    const std::byte* wanted =
                        image.pixels().data() +
                        (std::size_t(fromY) * std::size_t(width) + std::size_t(fromX)) * size;
                    QVERIFY(std::memcmp(got, wanted, size) == 0);
                }
            }
        }
    }

    void anotherNumberChangesNothing() {
        const Image image = numbered(5, 4, 3, PixelType::u8);
        for (const int orientation : {-1, 0, 1, 9, 255}) {
            QCOMPARE(io::upright(image, orientation, Progress()).pixels().data(), image.pixels().data());
        }
    }

    void keepsTheProfile() {
        const Image image = numbered(5, 4, 4, PixelType::u8).withIcc("profile");
        const Image turned = io::upright(image, 6, Progress());
        QCOMPARE(turned.format().icc, std::string("profile"));
        QCOMPARE(turned.format().alpha, AlphaKind::straight);
    }

    void stopsWhenAsked() {
        std::stop_source source;
        source.request_stop();
        const Progress stopped(source.get_token(), nullptr);
        QVERIFY_EXCEPTION_THROWN(io::upright(numbered(50, 40, 3, PixelType::u8), 6, stopped), Cancelled);
    }
};

QTEST_GUILESS_MAIN(UprightTest)
#include "upright_test.moc"
