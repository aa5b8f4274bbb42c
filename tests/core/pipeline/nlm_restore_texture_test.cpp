#include "core/image/pixels.h"
#include "core/pipeline/cleanup_nlm.h"
#include "tests/support/test_images.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace kerf;

namespace {

bool samePixels(const Image& one, const Image& other) {
    return one.format() == other.format() && std::ranges::equal(one.pixels(), other.pixels());
}

Image grey(int width, int height, PixelType type, int channels = 3) {
    return test::makeImage(width, height, channels, type, [](int, int) {
        return std::array<double, 4>{0.5, 0.5, 0.5, 0.3};
    });
}

// `period` pixels from crest to crest, 20 % high.
Image waves(double period) {
    return test::makeImage(120, 100, 3, PixelType::u16, [&](int x, int) {
        const double v = 0.5 + 0.2 * std::sin(x * 6.283185 / period);
        return std::array<double, 4>{v, v, v, 0.0};
    });
}

// The share of the difference between `cleaned` and `original` that is back.
double shareBack(const Image& original, const Image& cleaned, int strength) {
    const Image mixed = restoreTexture(original, cleaned, strength, {});
    const double all = std::pow(10.0, -test::psnr(original, cleaned) / 20.0);
    return std::pow(10.0, -test::psnr(mixed, cleaned) / 20.0) / all;
}

} // namespace

class NlmRestoreTextureTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theEndsAreThePicturesThemselves() {
        const Image cleaned = grey(90, 70, PixelType::u8, 4);
        const Image original = test::addNoise(cleaned, 12.0, 3);

        QVERIFY(samePixels(restoreTexture(original, cleaned, 0, {}), original));
        QVERIFY(samePixels(restoreTexture(original, cleaned, 100, {}), cleaned));
    }

    void lessStrengthBringsMoreBack_data() {
        QTest::addColumn<int>("type");
        QTest::newRow("8 bits") << int(PixelType::u8);
        QTest::newRow("16 bits") << int(PixelType::u16);
    }
    void lessStrengthBringsMoreBack() {
        QFETCH(int, type);
        const Image cleaned = grey(90, 70, PixelType(type));
        const Image original = test::addNoise(cleaned, 12.0, 3);

        double previous = 0.0;
        for (int strength = 100; strength >= 0; strength -= 10) {
            const Image mixed = restoreTexture(original, cleaned, strength, {});
            const double distance = test::psnr(mixed, cleaned);
            QVERIFY(strength == 100 || distance < previous);
            previous = distance == std::numeric_limits<double>::infinity() ? 1000.0 : distance;
        }
    }

    void coarseTextureComesBackFirst() {
        const Image cleaned = grey(120, 100, PixelType::u16);

        const double coarse = shareBack(waves(24.0), cleaned, 70);
        const double middle = shareBack(waves(7.0), cleaned, 70);
        const double fine = shareBack(waves(2.5), cleaned, 70);

        QVERIFY(coarse > 0.5);
        QVERIFY(coarse > middle + 0.1);
        QVERIFY(middle > fine + 0.1);
        QVERIFY(fine < 0.1);
    }

    void bandsHaveNoSeams() {
        // Constant along y: so must the result be, through all bands of rows.
        const Image mixed = restoreTexture(waves(9.0), grey(120, 100, PixelType::u16), 60, {});

        for (int y = 1; y < 100; ++y) {
            QVERIFY(std::ranges::equal(mixed.row<std::uint16_t>(y), mixed.row<std::uint16_t>(0)));
        }
    }

    void keepsAlphaAndTakesTinyPictures() {
        for (const auto& [width, height] : {std::pair{1, 1}, {1, 9}, {9, 1}, {40, 33}}) {
            const Image cleaned = grey(width, height, PixelType::u8, 4);
            const Image original = test::addNoise(cleaned, 12.0, 3);

            const Image mixed = restoreTexture(original, cleaned, 50, {});

            QCOMPARE(mixed.format(), cleaned.format());
            QVERIFY(samePixels(alphaOf(mixed), alphaOf(cleaned)));
        }
    }

    void stopsWhenAsked() {
        std::stop_source stop;
        stop.request_stop();
        const Image image = grey(50, 50, PixelType::u8);

        QVERIFY_EXCEPTION_THROWN(restoreTexture(image, image, 50, Progress(stop.get_token(), {})), Cancelled);
    }
};

QTEST_GUILESS_MAIN(NlmRestoreTextureTest)
#include "nlm_restore_texture_test.moc"
