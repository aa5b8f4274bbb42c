#include "core/image/pixels.h"
#include "core/io/reader.h"
#include "core/pipeline/cleanup_nlm.h"
#include "tests/support/test_images.h"

#include <QTest>

#include <cmath>

using namespace kerf;

namespace {

Image sample(const char* name) {
    return readPhoto(test::samplePath(name), {}, {}).image;
}

// Smooth areas with a picture in them, as photographs have; without any noise.
Image scene(PixelType type) {
    return test::makeImage(400, 300, 3, type, [](int x, int y) {
        const double weave = x > 250 ? 0.1 * std::sin(x * 1.3) * std::sin(y * 0.9) : 0.0;
        const double v = 0.5 + 0.2 * std::sin(x * 0.02) + weave;
        return std::array<double, 4>{v, v * 0.8, 0.3 + 0.2 * std::sin(y * 0.03), 0.0};
    });
}

// A flat drawing: two colours and a disc's edge between them.
Image artwork() {
    return test::makeImage(300, 300, 3, PixelType::u8, [](int x, int y) {
        const double inside = std::clamp(100.0 - std::hypot(x - 150.0, y - 150.0), 0.0, 1.0);
        return std::array<double, 4>{0.2 + 0.6 * inside, 0.5, 0.9 - 0.5 * inside, 0.0};
    });
}

// Black with white letters' worth of blocks: everything is clipped.
Image blackAndWhite() {
    return test::makeImage(200, 200, 3, PixelType::u8, [](int x, int y) {
        const double v = (x / 5 + y / 5) % 2;
        return std::array<double, 4>{v, v, v, 0.0};
    });
}

// What a camera's JPEG does to white noise, roughly: the finest grain is gone.
Image withCoarseGrain(const Image& clean, double sigma) {
    const Image noisy = convertType(test::addNoise(clean, sigma, 9), PixelType::f32);
    ImageBuffer out(noisy.format());
    const int width = noisy.format().width;
    const int height = noisy.format().height;
    for (int y = 0; y < height; ++y) {
        const auto here = noisy.row<float>(y);
        const auto below = noisy.row<float>(std::min(y + 1, height - 1));
        for (int x = 0; x < width; ++x) {
            for (int c = 0; c < 3; ++c) {
                const auto i = std::size_t(x * 3 + c);
                const auto right = std::size_t(std::min(x + 1, width - 1) * 3 + c);
                out.row<float>(y)[i] = (here[i] + here[right] + below[i] + below[right]) / 4;
            }
        }
    }
    return convertType(Image(std::move(out)), PixelType::u8);
}

} // namespace

class NlmNoiseTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsWhiteNoiseWithin15PerCent_data() {
        QTest::addColumn<int>("type");
        QTest::addColumn<double>("sigma");
        for (const double sigma : {3.0, 6.0, 10.0, 20.0, 40.0}) {
            QTest::addRow("8 bits, sigma %g", sigma) << int(PixelType::u8) << sigma;
            QTest::addRow("16 bits, sigma %g", sigma) << int(PixelType::u16) << sigma;
        }
    }
    void findsWhiteNoiseWithin15PerCent() {
        QFETCH(int, type);
        QFETCH(double, sigma);

        const double found = estimateNoise(test::addNoise(scene(PixelType(type)), sigma, 6));

        QVERIFY2(std::abs(found / sigma - 1.0) < 0.15, qPrintable(QString::number(found)));
    }

    // The samples are real photographs with grain of their own (0.5 to 1.6 levels), which adds to ours.
    void findsWhiteNoiseOnPhotographs_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<double>("sigma");
        for (const char* name : {"chelsea.png", "astronaut.png", "coffee.png"}) {
            for (const double sigma : {3.0, 5.0, 10.0, 20.0, 40.0}) {
                QTest::addRow("%s, sigma %g", name, sigma) << name << sigma;
            }
        }
    }
    void findsWhiteNoiseOnPhotographs() {
        QFETCH(QString, name);
        QFETCH(double, sigma);
        const Image photo = sample(name.toUtf8().constData());

        const double own = estimateNoise(photo);
        const double found = estimateNoise(test::addNoise(photo, sigma, 6));

        QVERIFY2(own < 2.0, qPrintable(QString::number(own)));
        QVERIFY2(std::abs(found / std::hypot(sigma, own) - 1.0) < 0.15, qPrintable(QString::number(found)));
    }

    void seesNoneInArtwork() {
        QVERIFY(estimateNoise(artwork()) < 0.1);
        QVERIFY(estimateNoise(blackAndWhite()) < 0.1);
        QCOMPARE(strengthForNoise(estimateNoise(artwork())), 0.0);
    }

    void clippedAreasDoNotHideNoise() {
        const Image halfBlack = test::makeImage(400, 200, 3, PixelType::u8, [](int x, int) {
            const double v = x < 240 ? 0.0 : 0.5;
            return std::array<double, 4>{v, v, v, 0.0};
        });

        const double found = estimateNoise(test::addNoise(halfBlack, 12.0, 6));

        QVERIFY2(std::abs(found / 12.0 - 1.0) < 0.2, qPrintable(QString::number(found)));
    }

    void coarseGrainCountsToo() {
        // The mean of four samples has half the deviation, but no finest grain to show it.
        const double found = estimateNoise(withCoarseGrain(scene(PixelType::u8), 20.0));

        QVERIFY2(found > 4.0 && found < 12.0, qPrintable(QString::number(found)));
    }

    void sizesWithoutABlockAreTakenAsClean() {
        QCOMPARE(
            estimateNoise(test::addNoise(
                test::makeImage(
                    9, 5, 3, PixelType::u8,
                    [](int, int) {
                        return std::array<double, 4>{0.5, 0.5, 0.5, 0.0};
                    }),
                20.0, 1)),
            0.0);
    }

    void reportsAndStops() {
        const Image photo = scene(PixelType::u8);
        double last = 0.0;
        std::stop_source stop;
        const Progress stopsHalfWay(stop.get_token(), [&](double fraction) {
            QVERIFY(fraction >= last);
            last = fraction;
            if (fraction > 0.2) {
                stop.request_stop();
            }
        });

        QVERIFY_EXCEPTION_THROWN(estimateNoise(photo, stopsHalfWay), Cancelled);
        QVERIFY2(last < 0.25, qPrintable(QString::number(last)));
    }

    void moreNoiseAsksForMoreStrength() {
        QCOMPARE(strengthForNoise(0.0), 0.0);
        QCOMPARE(strengthForNoise(0.5), 0.0);
        double previous = 0.0;
        for (double sigma = 0.7; sigma < 60.0; sigma += 0.1) {
            const double h = strengthForNoise(sigma);
            QVERIFY(h > previous && h < 1.2 * sigma);
            previous = h;
        }
    }

    void automaticStrengthLeavesCleanPhotographsAlone_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"chelsea.png", "astronaut.png", "coffee.png"}) {
            QTest::newRow(name) << name;
        }
    }
    void automaticStrengthLeavesCleanPhotographsAlone() {
        QFETCH(QString, name);
        const Image photo = sample(name.toUtf8().constData());
        const double h = strengthForNoise(estimateNoise(photo));

        const Image cleaned = h > 0.0 ? denoiseNlm(photo, {.h = h}, {}) : photo;

        QVERIFY2(test::psnr(cleaned, photo) > 45.0, qPrintable(QString::number(test::psnr(cleaned, photo))));
    }
};

QTEST_GUILESS_MAIN(NlmNoiseTest)
#include "nlm_noise_test.moc"
