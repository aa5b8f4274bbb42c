#include "core/image/pixels.h"
#include "core/image/resize.h"
#include "core/io/color.h"
#include "core/pipeline/pipeline.h"
#include "tests/support/fake_engines.h"

#include <QTest>

#include <cmath>

using namespace kerf;
using namespace kerf::test;

namespace {

const auto ignoreStage = [](std::string_view) {};

Image photo(int channels = 3, PixelType type = PixelType::u8) {
    return makeImage(40, 30, channels, type, [](int x, int y) {
        return std::array<double, 4>{x / 40.0, y / 30.0, 0.5, y < 15 ? 1.0 : 0.5};
    });
}

// Real-ESRGAN missing, NLM there, BiRefNet missing, GrabCut there: as in this version.
struct Fakes {
    std::unique_ptr<FakeCleanup> esrgan = std::make_unique<FakeCleanup>(CleanupEngine::esrgan);
    std::unique_ptr<FakeCleanup> nlm = std::make_unique<FakeCleanup>(CleanupEngine::nlm);
    std::unique_ptr<FakeMask> birefnet = std::make_unique<FakeMask>(MaskEngine::birefnet);
    std::unique_ptr<FakeMask> grabcut = std::make_unique<FakeMask>(MaskEngine::grabcut);

    Fakes() {
        esrgan->gpu = true;
        esrgan->available = {false, "the net is missing; get it"};
        birefnet->available = {false, "the other net is missing; get it"};
    }

    Pipeline pipeline() {
        Engines engines;
        engines.cleanup.push_back(std::move(esrgan));
        engines.cleanup.push_back(std::move(nlm));
        engines.mask.push_back(std::move(birefnet));
        engines.mask.push_back(std::move(grabcut));
        return Pipeline(std::move(engines));
    }
};

// Forgets nothing.
class KeepAll final : public StageStore {
public:
    std::shared_ptr<const StageMade> find(const StageKey& key) override {
        const auto found = std::ranges::find_if(m_made, [&](const auto& one) { return one.first == key; });
        return found == m_made.end() ? nullptr : found->second;
    }
    void keep(const StageKey& key, std::shared_ptr<const StageMade> made) override {
        m_made.emplace_back(key, std::move(made));
    }

private:
    std::vector<std::pair<StageKey, std::shared_ptr<const StageMade>>> m_made;
};

PipelineResult run(const Pipeline& pipeline, const Image& image, const Recipe& recipe) {
    return pipeline.run(image, recipe, Progress{}, ignoreStage);
}

// The error of a recipe, as "code: text".
std::string errorOf(const Pipeline& pipeline, const Recipe& recipe) {
    try {
        run(pipeline, photo(), recipe);
    } catch (const Error& e) {
        return std::string(errorName(e.code())) + ": " + e.what();
    }
    return "none";
}

} // namespace

class PipelineTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void automaticTakesTheFirstThatIsThereAndSaysWhy() {
        const PipelineResult result = run(Fakes().pipeline(), photo(), {});

        QCOMPARE(result.stages.size(), std::size_t{3});
        QCOMPARE(result.stages[0].stage, std::string("cleanup"));
        QCOMPARE(result.stages[0].engine, std::string("nlm"));
        QCOMPARE(result.stages[0].requested, std::string("auto"));
        QCOMPARE(result.stages[0].reason, std::string("The net is missing, so NLM ran instead."));
        QCOMPARE(result.stages[1].engine, std::string("grabcut"));
        QCOMPARE(
            result.stages[1].reason,
            std::string("The other net is missing, so GrabCut ran instead. A box does better."));
        QCOMPARE(result.stages[2].stage, std::string("foreground"));
    }

    void automaticPrefersTheBestWhenItIsThere() {
        Fakes fakes;
        fakes.esrgan->available = {};
        fakes.esrgan->device = "cuda:0";

        const PipelineResult result = run(fakes.pipeline(), photo(), {.requireGpu = false});

        QCOMPARE(result.stages[0].engine, std::string("esrgan"));
        QCOMPARE(result.stages[0].device, std::string("cuda:0"));
        QCOMPARE(result.stages[0].reason, std::string());
    }

    void refusesAnEngineThatIsNotThereBeforeAnythingRuns() {
        Fakes fakes;
        const auto calls = fakes.nlm->calls;
        const Pipeline pipeline = fakes.pipeline();

        const std::string error = errorOf(pipeline, {.mask = MaskEngine::birefnet});

        QCOMPARE(error, std::string("engine_missing: the other net is missing; get it"));
        QCOMPARE(calls->load(), 0);
    }

    void refusesTheCpuWhereAGpuIsRequired() {
        const Pipeline pipeline = Fakes().pipeline();
        const std::string automatic = errorOf(pipeline, {.requireGpu = true});
        const std::string named = errorOf(pipeline, {.cleanup = CleanupEngine::nlm, .requireGpu = true});

        QVERIFY2(automatic.starts_with("engine_missing: a GPU is required"), automatic.c_str());
        QVERIFY2(automatic.find("the net is missing") != std::string::npos, automatic.c_str());
        QVERIFY2(named.find("NLM runs on the CPU only") != std::string::npos, named.c_str());
    }

    void refusesAFallbackThatTheEngineItselfMade() {
        Fakes fakes;
        fakes.esrgan->available = {};
        const Pipeline pipeline = fakes.pipeline();
        const std::string error = errorOf(pipeline, {.mask = MaskEngine::off, .requireGpu = true});

        QVERIFY2(error.find("Real-ESRGAN fell back to the CPU") != std::string::npos, error.c_str());
    }

    void saysThatCudaWasAskedFor() {
        const PipelineResult result = run(Fakes().pipeline(), photo(), {.device = DeviceChoice::cuda});

        QVERIFY(
            result.stages[0].reason.find("CUDA was asked for, but NLM runs on the CPU only.") !=
            std::string::npos);
    }

    void leavesThePhotoAloneWhenAllIsOff() {
        const Image image = photo();
        const PipelineResult result =
            run(Fakes().pipeline(), image, {.cleanup = CleanupEngine::off, .mask = MaskEngine::off});

        QCOMPARE(result.cleaned.pixels().data(), image.pixels().data());
        QCOMPARE(result.cutout.pixels().data(), image.pixels().data());
        QCOMPARE(maxDifference(result.matte, alphaOf(image)), 0.0);
        QCOMPARE(result.stages[1].settings, std::string("opaque"));
    }

    void keepsTheOwnAlphaWhenTheMaskIsOff() {
        const Image image = photo(4);
        const PipelineResult result = run(Fakes().pipeline(), image, {.mask = MaskEngine::off});

        QCOMPARE(maxDifference(result.matte, alphaOf(image)), 0.0);
        QCOMPARE(maxDifference(result.cutout, image), 0.0);
    }

    void multipliesTheOwnAlphaIntoTheNewMatte() {
        const PipelineResult result = run(Fakes().pipeline(), photo(4), {});

        QCOMPARE(int(result.matte.row<std::uint8_t>(2)[3]), 255);
        QCOMPARE(int(result.matte.row<std::uint8_t>(20)[3]), 128);
        QCOMPARE(int(result.matte.row<std::uint8_t>(20)[30]), 0);
    }

    void hidesTheColoursUnderAlphaZero() {
        const PipelineResult result = run(Fakes().pipeline(), photo(), {});

        QCOMPARE(result.cutout.format().channels, 4);
        QCOMPARE(result.cutout.format().alpha, AlphaKind::straight);
        const auto pixel = result.cutout.row<std::uint8_t>(29).subspan(39 * 4, 4);
        QCOMPARE(int(pixel[0]) + pixel[1] + pixel[2] + pixel[3], 0);
    }

    void composesOverTheExactColour_data() {
        QTest::addColumn<int>("type");
        QTest::newRow("8 bits") << int(PixelType::u8);
        QTest::newRow("16 bits") << int(PixelType::u16);
    }
    void composesOverTheExactColour() {
        QFETCH(int, type);
        const PipelineResult result =
            run(Fakes().pipeline(), photo(3, PixelType(type)),
                {.background = Background{.color = {255, 128, 1}}});

        QCOMPARE(result.cutout.format().channels, 3);
        const Image narrow = convertType(result.cutout, PixelType::u8);
        const auto pixel = narrow.row<std::uint8_t>(10).subspan(39 * 3, 3);
        QCOMPARE(int(pixel[0]), 255);
        QCOMPARE(int(pixel[1]), 128);
        QCOMPARE(int(pixel[2]), 1);
    }

    void blendsSoftEdgesInTheEncodedSpace() {
        const Image half = makeImage(4, 4, 4, PixelType::u8, [](int, int) {
            return std::array<double, 4>{1.0, 0.0, 0.0, 0.5};
        });
        const PipelineResult result =
            run(Fakes().pipeline(), half,
                {.cleanup = CleanupEngine::off,
                 .mask = MaskEngine::off,
                 .background = Background{.color = {0, 0, 255}}});

        const auto pixel = result.cutout.row<std::uint8_t>(0);
        QCOMPARE(int(pixel[0]), 128);
        QCOMPARE(int(pixel[1]), 0);
        QCOMPARE(int(pixel[2]), 127);
    }

    void bringsTheColourIntoThePhotosProfile() {
        ImageFormat format = photo(4).format();
        format.icc = displayP3Profile();
        ImageBuffer buffer(format);
        std::ranges::fill(buffer.pixels(), std::byte{0});
        const PipelineResult result =
            run(Fakes().pipeline(), Image(std::move(buffer)),
                {.cleanup = CleanupEngine::off,
                 .mask = MaskEngine::off,
                 .background = Background{.color = {255, 0, 0}}});

        QCOMPARE(result.cutout.format().icc, displayP3Profile());
        const Image back = convertProfile(result.cutout, result.cutout.format().icc, {});
        const auto pixel = back.row<std::uint8_t>(0);
        QVERIFY(pixel[0] >= 253 && pixel[1] <= 3 && pixel[2] <= 3);
        QVERIFY(result.cutout.row<std::uint8_t>(0)[0] < 245); // sRGB's red is inside P3
    }

    void givesTheMaskTheScale() {
        Engines engines;
        engines.cleanup.push_back(
            std::make_unique<FakeCleanup>(CleanupEngine::nlm, [](const Image& image, const Progress&) {
                return resize(image, image.format().width * 2, image.format().height * 2);
            }));
        auto mask = std::make_unique<FakeMask>(MaskEngine::grabcut);
        const auto scale = mask->lastScale;
        engines.mask.push_back(std::move(mask));

        const PipelineResult result = run(Pipeline(std::move(engines)), photo(4), {});

        QCOMPARE(result.scale, 2.0);
        QCOMPARE(scale->load(), 2.0);
        QCOMPARE(result.matte.format().width, 80);
        QCOMPARE(result.cutout.format().height, 60);
    }

    void reportsStagesInOrderAndRisingProgress() {
        std::vector<std::string> stages;
        std::vector<double> fractions;
        const Progress progress({}, [&](double fraction) { fractions.push_back(fraction); });
        Fakes().pipeline().run(
            photo(), {}, progress, [&](std::string_view stage) { stages.emplace_back(stage); });

        QCOMPARE(stages, (std::vector<std::string>{"cleanup", "mask", "foreground"}));
        QVERIFY(std::ranges::is_sorted(fractions));
        QCOMPARE(fractions.back(), 1.0);
    }

    void startsAtTheFirstStageWhoseRecipeIsAnother_data() {
        QTest::addColumn<Recipe>("second");
        QTest::addColumn<QStringList>("stages");
        QTest::newRow("the same") << Recipe{} << QStringList{};
        QTest::newRow("background") << Recipe{.background = Background{.color = {1, 2, 3}}} << QStringList{};
        QTest::newRow("shadow") << Recipe{.shadow = Shadow{}} << QStringList{"compose"};
        QTest::newRow("frame") << Recipe{.framing = {.aspect = Aspect{1, 1}}} << QStringList{"compose"};
        QTest::newRow("finish") << Recipe{.finish = BwSettings{}} << QStringList{"finish"};
        QTest::newRow("box") << Recipe{.subject = Rect{1, 2, 3, 4}} << QStringList{"mask", "foreground"};
        QTest::newRow("mask off") << Recipe{.mask = MaskEngine::off} << QStringList{};
        QTest::newRow("strength") << Recipe{.strength = 50} << QStringList{"cleanup", "mask", "foreground"};
    }
    void startsAtTheFirstStageWhoseRecipeIsAnother() {
        QFETCH(Recipe, second);
        QFETCH(QStringList, stages);
        const Pipeline pipeline = Fakes().pipeline();
        KeepAll store;
        pipeline.run(photo(), {}, Progress{}, ignoreStage, &store);

        QStringList ran;
        const auto onStage = [&](std::string_view stage) {
            ran.append(QString::fromStdString(std::string(stage)));
        };
        const PipelineResult reused = pipeline.run(photo(), second, Progress{}, onStage, &store);

        QCOMPARE(ran, stages);
        const PipelineResult fresh = run(pipeline, photo(), second);
        QCOMPARE(maxDifference(reused.cutout, fresh.cutout), 0.0);
        QCOMPARE(maxDifference(reused.matte, fresh.matte), 0.0);
        QCOMPARE(reused.stages.size(), fresh.stages.size());
        QCOMPARE(reused.stages[1].reason, fresh.stages[1].reason);
    }

    void anotherFinishRunsNothingButTheFinish() {
        const Pipeline pipeline = Fakes().pipeline();
        KeepAll store;
        pipeline.run(photo(), {.finish = BwSettings{}}, Progress{}, ignoreStage, &store);
        std::vector<std::string> stages;
        const PipelineResult result = pipeline.run(
            photo(), {.finish = BwSettings{.brightness = 20}}, Progress{},
            [&](std::string_view stage) { stages.emplace_back(stage); }, &store);

        QCOMPARE(stages, std::vector<std::string>{"finish"});
        QCOMPARE(result.stages.back().stage, std::string("finish"));
        QCOMPARE(result.stages.back().engine, std::string("bw"));
        QCOMPARE(maxDifference(alphaOf(result.finished), result.matte), 0.0);
        QVERIFY(run(pipeline, photo(), {}).finished.empty());
    }

    void laysTheFinishOverTheBackground() {
        const PipelineResult result =
            run(Fakes().pipeline(), photo(),
                {.finish = BwSettings{}, .background = Background{.color = {255, 128, 1}}});
        QCOMPARE(result.finished.format().channels, 3);
        const auto pixel = result.finished.row<std::uint8_t>(10).subspan(39 * 3, 3);
        QVERIFY(pixel[0] == 255 && pixel[1] == 128 && pixel[2] == 1);
    }

    void stopsWhenAsked() {
        std::stop_source stop;
        stop.request_stop();
        const Progress progress(stop.get_token(), {});
        QVERIFY_THROWS_EXCEPTION(Cancelled, Fakes().pipeline().run(photo(), {}, progress, ignoreStage));
    }

    void refusesARecipeOutOfRange() {
        const std::string error = errorOf(Fakes().pipeline(), {.strength = 101});
        QVERIFY(error.starts_with("invalid_option"));
    }
};

QTEST_GUILESS_MAIN(PipelineTest)
#include "pipeline_test.moc"
