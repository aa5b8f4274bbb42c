#include "core/image/pixels.h"
#include "core/pipeline/cleanup_nlm.h"
#include "tests/support/test_images.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <stop_token>
#include <vector>

using namespace kerf;

namespace {

// Soft waves, a checkerboard's hard edges and a fine weave.
std::array<double, 4> scene(int x, int y) {
    const bool dark = (x / 37 + y / 29) % 2 == 0;
    const double weave = 0.06 * std::sin(x * 0.9) * std::sin(y * 1.1);
    return {
        0.5 + 0.25 * std::sin(x * 0.03) + 0.15 * std::sin(y * 0.05), (dark ? 0.25 : 0.72) + weave,
        0.4 + 0.3 * std::sin((x + y) * 0.02), 0.5 + 0.4 * std::sin(x * 0.3)};
}

Image photo(int width, int height, PixelType type = PixelType::u8, int channels = 3) {
    return test::makeImage(width, height, channels, type, scene);
}

bool samePixels(const Image& one, const Image& other) {
    return one.format() == other.format() && std::ranges::equal(one.pixels(), other.pixels());
}

} // namespace

class CleanupNlmTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void takesWhiteNoiseAway_data() {
        QTest::addColumn<double>("sigma");
        QTest::addColumn<double>("leastGain");
        QTest::newRow("sigma 5") << 5.0 << 4.0;
        QTest::newRow("sigma 10") << 10.0 << 6.0;
        QTest::newRow("sigma 20") << 20.0 << 8.0;
        QTest::newRow("sigma 30") << 30.0 << 8.0;
    }
    void takesWhiteNoiseAway() {
        QFETCH(double, sigma);
        QFETCH(double, leastGain);
        const Image clean = photo(200, 150);
        const Image noisy = test::addNoise(clean, sigma, 1);

        const Image cleaned = denoiseNlm(noisy, {.h = strengthForNoise(sigma)}, {});

        const double gain = test::psnr(cleaned, clean) - test::psnr(noisy, clean);
        QVERIFY2(gain >= leastGain, qPrintable(QString::number(gain)));
    }

    void leavesAConstantPictureAsItIs_data() {
        QTest::addColumn<int>("type");
        QTest::newRow("8 bits") << int(PixelType::u8);
        QTest::newRow("16 bits") << int(PixelType::u16);
    }
    void leavesAConstantPictureAsItIs() {
        QFETCH(int, type);
        const Image flat = test::makeImage(70, 80, 3, PixelType(type), [](int, int) {
            return std::array<double, 4>{0.77777, 1.0, 0.0, 0.0};
        });

        QVERIFY(samePixels(denoiseNlm(flat, {.h = 10.0}, {}), flat));
        QVERIFY(samePixels(denoiseNlm(flat, {.h = 0.01}, {}), flat));
        QVERIFY(samePixels(denoiseNlm(flat, {.h = 100.0}, {}), flat));
    }

    void keepsAnEdgeInPlaceAndSteep() {
        const Image clean = test::makeImage(120, 60, 3, PixelType::u8, [](int x, int) {
            const double v = x < 60 ? 0.25 : 0.75;
            return std::array<double, 4>{v, v, v, 0.0};
        });

        const Image cleaned = denoiseNlm(test::addNoise(clean, 15.0, 5), {.h = 15.0}, {});

        const auto row = cleaned.row<std::uint8_t>(30);
        QVERIFY(std::abs(row[59 * 3] - 64) < 12);
        QVERIFY(std::abs(row[60 * 3] - 191) < 12);
    }

    void keepsAStar() {
        const Image clean = test::makeImage(64, 64, 3, PixelType::u8, [](int x, int y) {
            const double v = x == 31 && y == 33 ? 1.0 : 0.1;
            return std::array<double, 4>{v, v, v, 0.0};
        });

        const Image cleaned = denoiseNlm(test::addNoise(clean, 5.0, 5), {.h = 6.0}, {});

        QVERIFY(cleaned.row<std::uint8_t>(33)[31 * 3] > 200);
    }

    void sixteenBitsDoNotBand() {
        // 8 bits would have 13 steps over this ramp; neighbours differ by less than one of them.
        const Image ramp = test::makeImage(400, 60, 3, PixelType::u16, [](int x, int) {
            const double v = 0.4 + 0.05 * x / 400;
            return std::array<double, 4>{v, v, v, 0.0};
        });

        const Image cleaned = denoiseNlm(test::addNoise(ramp, 4.0, 5), {.h = 5.0}, {});

        std::vector<int> values;
        for (const std::uint16_t value : cleaned.row<std::uint16_t>(30)) {
            values.push_back(value);
        }
        std::ranges::sort(values);
        values.erase(std::unique(values.begin(), values.end()), values.end());
        QVERIFY(values.size() > 300);
        QVERIFY(test::psnr(cleaned, ramp) > 46.0);
    }

    void sixteenBitsGiveWhatEightGive() {
        const Image noisy = test::addNoise(photo(150, 90), 12.0, 2);

        const Image eight = denoiseNlm(noisy, {.h = 12.0}, {});
        const Image sixteen = denoiseNlm(convertType(noisy, PixelType::u16), {.h = 12.0}, {});

        QVERIFY(test::maxDifference(eight, convertType(sixteen, PixelType::u8)) <= 1.01 / 255);
    }

    void copiesAlpha() {
        const Image rgba = photo(90, 70, PixelType::u16, 4);

        const Image cleaned = denoiseNlm(rgba, {.h = 10.0}, {});

        QVERIFY(samePixels(alphaOf(cleaned), alphaOf(rgba)));
        QVERIFY(samePixels(dropAlpha(cleaned), denoiseNlm(dropAlpha(rgba), {.h = 10.0}, {})));
    }

    void takesAnySize_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        for (const auto& [width, height] :
             {std::pair{1, 1}, {1, 40}, {40, 1}, {2, 2}, {5, 6}, {257, 65}, {300, 3}}) {
            QTest::addRow("%d x %d", width, height) << width << height;
        }
    }
    void takesAnySize() {
        QFETCH(int, width);
        QFETCH(int, height);
        const Image noisy = test::addNoise(photo(width, height), 10.0, 4);

        const Image cleaned = denoiseNlm(noisy, {.h = 10.0}, {});

        QCOMPARE(cleaned.format(), noisy.format());
        QVERIFY(test::maxDifference(cleaned, noisy) < 0.25);
    }

    void doesNotDependOnTheNumberOfThreads() {
        const Image noisy = test::addNoise(photo(530, 140), 15.0, 8);

        const Image one = denoiseNlm(noisy, {.h = 15.0, .threads = 1}, {});

        QVERIFY(samePixels(denoiseNlm(noisy, {.h = 15.0, .threads = 2}, {}), one));
        QVERIFY(samePixels(denoiseNlm(noisy, {.h = 15.0, .threads = 5}, {}), one));
    }

    void tilesHaveNoSeams() {
        const Image noisy = test::addNoise(photo(520, 150), 15.0, 8);
        ImageBuffer part({.width = 280, .height = 100, .channels = 3});
        for (int y = 0; y < 100; ++y) {
            std::ranges::copy(
                noisy.row<std::uint8_t>(y + 30).subspan(std::size_t(200 * 3), std::size_t(280 * 3)),
                part.row<std::uint8_t>(y).begin());
        }

        const Image whole = denoiseNlm(noisy, {.h = 15.0}, {});
        const Image cut = denoiseNlm(Image(std::move(part)), {.h = 15.0}, {});

        for (int y = 13; y < 87; ++y) { // inside, the cut's other tiles must not show
            const auto wanted =
                whole.row<std::uint8_t>(y + 30).subspan(std::size_t(213 * 3), std::size_t(254 * 3));
            const auto got = cut.row<std::uint8_t>(y).subspan(std::size_t(13 * 3), std::size_t(254 * 3));
            QVERIFY(std::ranges::equal(got, wanted));
        }
    }

    void stopsSoon() {
        const Image large = photo(3000, 2000);
        std::stop_source stop;
        QElapsedTimer sinceStop;
        const Progress progress(stop.get_token(), [&](double done) {
            if (done > 0.0 && !stop.stop_requested()) {
                sinceStop.start();
                stop.request_stop();
            }
        });

        QVERIFY_EXCEPTION_THROWN(denoiseNlm(large, {.h = 10.0}, progress), Cancelled);

        QVERIFY2(sinceStop.elapsed() < 2000, "stopped late, even for a busy machine");
    }
};

QTEST_GUILESS_MAIN(CleanupNlmTest)
#include "cleanup_nlm_test.moc"
