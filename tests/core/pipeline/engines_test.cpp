#include "core/base/error.h"
#include "core/image/pixels.h"
#include "core/image/resize.h"
#include "core/pipeline/engine.h"
#include "tests/support/test_images.h"

#include <QTest>

#include <algorithm>

using namespace kerf;
using namespace kerf::test;

namespace {

template <typename Stage, typename Id>
const Stage& find(const std::vector<std::unique_ptr<Stage>>& stages, Id id) {
    return **std::ranges::find_if(stages, [&](const auto& stage) { return stage->id() == id; });
}

// Soft shapes, in the colours of a photograph.
Image scene(int channels = 3, PixelType type = PixelType::u8) {
    return makeImage(160, 120, channels, type, [](int x, int y) {
        const bool isInside = (x - 80) * (x - 80) + (y - 60) * (y - 60) < 35 * 35;
        const double shade = 0.2 + 0.3 * y / 120.0;
        return isInside ? std::array<double, 4>{0.9 - x / 800.0, 0.5, 0.2, 0.75}
                        : std::array<double, 4>{shade, shade, 0.5, 0.25};
    });
}

double coverage(const Image& matte) {
    const Image levels = convertType(matte, PixelType::f32);
    double sum = 0.0;
    for (int y = 0; y < levels.format().height; ++y) {
        for (const float level : levels.row<float>(y)) {
            sum += double(level);
        }
    }
    return sum / (double(levels.format().width) * levels.format().height);
}

} // namespace

class EnginesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void listsTheBestFirst() {
        QCOMPARE(m_engines.cleanup.front()->id(), CleanupEngine::esrgan);
        QCOMPARE(m_engines.mask.front()->id(), MaskEngine::birefnet);
    }

    void nlmTakesItsStrengthFromTheNoise() {
        const Image clean = scene();
        const Image noisy = addNoise(clean, 12.0, 1);

        const EngineOutput output = nlm().run(noisy, {}, Progress{});

        QVERIFY2(output.settings.starts_with("h "), output.settings.c_str());
        QVERIFY2(output.settings.find(" from noise 1") != std::string::npos, output.settings.c_str());
        QCOMPARE(output.device, std::string("cpu"));
        QVERIFY(psnr(output.image, clean) > psnr(noisy, clean) + 3.0);
    }

    void nlmLeavesAPhotoWithoutNoiseAloneAndSaysSo() {
        const Image flat = makeImage(64, 64, 3, PixelType::u8, [](int x, int) {
            return x < 32 ? std::array<double, 4>{0.1, 0.2, 0.3, 1} : std::array<double, 4>{0.8, 0.7, 0.6, 1};
        });

        const EngineOutput output = nlm().run(flat, {}, Progress{});

        QCOMPARE(output.image.pixels().data(), flat.pixels().data());
        QVERIFY(output.settings.starts_with("h 0 from noise"));
        QVERIFY(!output.reason.empty());
    }

    void strengthPutsTextureBack() {
        const Image noisy = addNoise(scene(), 12.0, 2);
        const EngineOutput none = nlm().run(noisy, {.strength = 0}, Progress{});
        const EngineOutput half = nlm().run(noisy, {.strength = 50}, Progress{});
        const EngineOutput all = nlm().run(noisy, {.strength = 100}, Progress{});

        QCOMPARE(none.image.pixels().data(), noisy.pixels().data());
        QVERIFY2(half.settings.ends_with("strength 50 %"), half.settings.c_str());
        QVERIFY(psnr(half.image, noisy) > psnr(all.image, noisy));
        QVERIFY(psnr(half.image, noisy) < 60.0);
    }

    void takesHAsGiven() {
        const EngineOutput output = nlm().run(addNoise(scene(), 8.0, 3), {.nlmH = 6.5}, Progress{});
        QCOMPARE(output.settings, std::string("h 6.5"));
    }

    void openCvsSaysThatItWorksInEightBits() {
        const auto& opencv = find(m_engines.cleanup, CleanupEngine::nlm_opencv);
        const Image deep = scene(3, PixelType::u16);

        const EngineOutput output = opencv.run(deep, {}, Progress{});

        QVERIFY2(output.settings.starts_with("h 10, hColor 10"), output.settings.c_str());
        QVERIFY(output.reason.find("8 bits") != std::string::npos);
        QCOMPARE(output.image.format(), deep.format());
        QCOMPARE(opencv.run(scene(), {}, Progress{}).reason, std::string());
    }

    void cleanUpKeepsAlphaTypeAndProfile_data() {
        QTest::addColumn<int>("engine");
        QTest::addColumn<int>("type");
        QTest::newRow("nlm 8") << int(CleanupEngine::nlm) << int(PixelType::u8);
        QTest::newRow("nlm 16") << int(CleanupEngine::nlm) << int(PixelType::u16);
        QTest::newRow("opencv 8") << int(CleanupEngine::nlm_opencv) << int(PixelType::u8);
        QTest::newRow("opencv 16") << int(CleanupEngine::nlm_opencv) << int(PixelType::u16);
    }
    void cleanUpKeepsAlphaTypeAndProfile() {
        QFETCH(int, engine);
        QFETCH(int, type);
        const Image image = addNoise(scene(4, PixelType(type)), 10.0, 4);

        const EngineOutput output =
            find(m_engines.cleanup, CleanupEngine(engine)).run(image, {.strength = 80}, Progress{});

        QCOMPARE(output.image.format(), image.format());
        QCOMPARE(maxDifference(alphaOf(output.image), alphaOf(image)), 0.0);
    }

    void grabCutTellsHowCoarseItsMaskIs() {
        const Image large = resize(scene(), 1280, 960);

        const EngineOutput output =
            grabcut().run(large, 1.0, {.subject = Rect{340, 180, 600, 600}}, Progress{});

        QCOMPARE(output.maskScale, 2.5); // 512 px became 1280
    }

    void grabCutScalesTheBox() {
        const Image twice = resize(scene(), 320, 240);
        const Recipe recipe{
            .subject = Rect{42, 22, 76, 76}}; // in pixels of the source, which is half as large
        const EngineOutput output = grabcut().run(twice, 2.0, recipe, Progress{});

        QCOMPARE(output.settings, std::string("seed: box"));
        QCOMPARE(output.maskScale, 1.0);
        QCOMPARE(output.image.format().width, 320);
        const double disc = 3.14159 * 35 * 35 / (160 * 120);
        QVERIFY2(
            std::abs(coverage(output.image) - disc) < 0.05, std::to_string(coverage(output.image)).c_str());
        QVERIFY(output.reason.find("strokes or BiRefNet do better") != std::string::npos);
    }

    void grabCutSaysWhatDoesBetter() {
        const EngineOutput guessed = grabcut().run(scene(), 1.0, {}, Progress{});
        QVERIFY(guessed.reason.find("a box around it, strokes or BiRefNet do better") != std::string::npos);

        Recipe recipe;
        recipe.strokes = {
            {.isSubject = true, .radius = 5.0, .points = {{70, 60}, {90, 60}}},
            {.isSubject = false, .radius = 5.0, .points = {{10, 10}, {150, 10}}}};
        const EngineOutput stroked = grabcut().run(scene(), 1.0, recipe, Progress{});
        QCOMPARE(stroked.settings, std::string("seed: strokes"));
        QVERIFY(stroked.reason.find("a box") == std::string::npos);
        QVERIFY(stroked.reason.find("BiRefNet does better") != std::string::npos);
    }

    void farBoxesAreRefusedNotOverflown() {
        const Recipe recipe{.subject = Rect{2'000'000'000, 0, 2'000'000'000, 10}};
        QVERIFY_THROWS_EXCEPTION(Error, grabcut().run(scene(), 2.0, recipe, Progress{}));
    }

private:
    const CleanupStage& nlm() const { return find(m_engines.cleanup, CleanupEngine::nlm); }
    const MaskStage& grabcut() const { return find(m_engines.mask, MaskEngine::grabcut); }

    const Engines m_engines = builtinEngines();
};

QTEST_GUILESS_MAIN(EnginesTest)
#include "engines_test.moc"
