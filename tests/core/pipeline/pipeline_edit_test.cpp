#include "core/image/pixels.h"
#include "core/pipeline/edit_preview.h"
#include "tests/support/fake_engines.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace kerf;
using namespace kerf::test;

namespace {

const auto ignoreStage = [](std::string_view) {};

Image photo(int channels = 3) {
    return makeImage(400, 300, channels, PixelType::u8, [](int x, int y) {
        return std::array<double, 4>{x / 400.0, y / 300.0, 0.5, 1.0};
    });
}

// Twice as large, its left half subject.
Pipeline doubling(std::shared_ptr<std::atomic<int>>* calls = nullptr) {
    Engines engines;
    auto cleanup = std::make_unique<FakeCleanup>(CleanupEngine::nlm, [](const Image& image, const Progress&) {
        const ImageFormat& f = image.format();
        return makeImage(f.width * 2, f.height * 2, f.channels, f.type, [](int x, int y) {
            return std::array<double, 4>{x / 800.0, y / 600.0, 0.5, 1.0};
        });
    });
    if (calls) {
        *calls = cleanup->calls;
    }
    engines.cleanup.push_back(std::move(cleanup));
    engines.mask.push_back(std::make_unique<FakeMask>(MaskEngine::grabcut));
    return Pipeline(std::move(engines));
}

Recipe edited() {
    Recipe recipe;
    recipe.edges = {.grow = 4.0};
    recipe.edits = {
        {.mode = StrokeMode::remove,
         .radius = 30.0,
         .hardness = 1.0,
         .onlyUncertain = false,
         .points = {{100.0, 150.0}}}};
    return recipe;
}

std::vector<std::string> stagesOf(const PipelineResult& result) {
    std::vector<std::string> names;
    std::ranges::transform(result.stages, std::back_inserter(names), &StageRecord::stage);
    return names;
}

} // namespace

// Edits between the mask and the foreground's colours.
class PipelineEditTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void editsAtTheResultsScale();
    void saysWhatWasDone();
    void leavesOutWhatIsNeutral();
    void cutsOutWithoutAnEngine();
    void finishesToTheSameBytesAsARun();
    void goesOnFromTheStagesThatAreThere();
    void previewsAPart();
    void previewsWhatLiesUnderAPart();
    void previewsWhatLiesBesideThePhotoAsNothing();
};

void PipelineEditTest::editsAtTheResultsScale() {
    const PipelineResult result = doubling().run(photo(), edited(), {}, ignoreStage);

    QCOMPARE(result.scale, 2.0);
    QCOMPARE(int(result.foundMatte.row<std::uint8_t>(300)[399]), 255);
    QCOMPARE(int(result.foundMatte.row<std::uint8_t>(300)[400]), 0);
    QCOMPARE(int(result.matte.row<std::uint8_t>(50)[407]), 255); // 4 source pixels are 8 here
    QCOMPARE(int(result.matte.row<std::uint8_t>(50)[408]), 0);
    QCOMPARE(int(result.matte.row<std::uint8_t>(300)[200]), 0); // in the removed dot
    QCOMPARE(int(result.matte.row<std::uint8_t>(300)[200 - 49]), 0);
    QCOMPARE(int(result.matte.row<std::uint8_t>(300)[200 - 55]), 255); // 60 - 8 px away
    QVERIFY(isEqual(alphaOf(result.cutout), result.matte));
}

void PipelineEditTest::saysWhatWasDone() {
    const PipelineResult result = doubling().run(photo(), edited(), {}, ignoreStage);

    QCOMPARE(stagesOf(result), (std::vector<std::string>{"cleanup", "mask", "edit", "foreground"}));
    QCOMPARE(result.stages[2].settings, std::string("grow 4 px, 1 stroke"));
}

void PipelineEditTest::leavesOutWhatIsNeutral() {
    const PipelineResult result = doubling().run(photo(), {}, {}, ignoreStage);

    QCOMPARE(stagesOf(result), (std::vector<std::string>{"cleanup", "mask", "foreground"}));
    QVERIFY(result.matte.pixels().data() == result.foundMatte.pixels().data());
}

// With the mask off a person may still cut by hand.
void PipelineEditTest::cutsOutWithoutAnEngine() {
    Recipe recipe = edited();
    recipe.mask = MaskEngine::off;
    recipe.edges = {};

    const PipelineResult result = doubling().run(photo(), recipe, {}, ignoreStage);

    QCOMPARE(result.cutout.format().channels, 4);
    QCOMPARE(int(result.cutout.row<std::uint8_t>(300)[4 * 200 + 3]), 0);
    QCOMPARE(int(result.cutout.row<std::uint8_t>(300)[4 * 600 + 3]), 255);
}

void PipelineEditTest::finishesToTheSameBytesAsARun() {
    std::shared_ptr<std::atomic<int>> calls;
    const Pipeline pipeline = doubling(&calls);
    const PipelineResult base = pipeline.run(photo(4), {}, {}, ignoreStage);
    Recipe recipe = edited();
    recipe.background = Background{.color = {10, 200, 30}};

    const PipelineResult finished = Pipeline::finish(base, recipe, {}, ignoreStage);

    QCOMPARE(calls->load(), 1);
    const PipelineResult whole = pipeline.run(photo(4), recipe, {}, ignoreStage);
    QVERIFY(isEqual(finished.matte, whole.matte));
    QVERIFY(isEqual(finished.cutout, whole.cutout));
    QCOMPARE(stagesOf(finished), stagesOf(whole));

    const PipelineResult undone = Pipeline::finish(finished, {}, {}, ignoreStage);
    QVERIFY(isEqual(undone.matte, base.matte));
    QVERIFY(isEqual(undone.cutout, base.cutout));
}

// Keeps everything.
class KeepAll final : public StageStore {
public:
    std::shared_ptr<const StageMade> find(const StageKey& key) override {
        const auto found = std::ranges::find(m_kept, key, [](const auto& each) { return each.first; });
        return found == m_kept.end() ? nullptr : found->second;
    }
    void keep(const StageKey& key, std::shared_ptr<const StageMade> made) override {
        m_kept.emplace_back(key, std::move(made));
    }

private:
    std::vector<std::pair<StageKey, std::shared_ptr<const StageMade>>> m_kept;
};

void PipelineEditTest::goesOnFromTheStagesThatAreThere() {
    KeepAll store;
    const PipelineResult base = doubling().run(photo(), edited(), {}, ignoreStage, &store);
    Recipe recipe = edited();
    recipe.framing.aspect = Aspect{1, 1};
    recipe.background = Background{};
    std::vector<std::string> ran;

    const PipelineResult framed = Pipeline::finish(
        base, recipe, {}, [&](std::string_view stage) { ran.emplace_back(stage); }, &store);

    QCOMPARE(ran, (std::vector<std::string>{"compose"}));
    QVERIFY((framed.frame == FrameArea{0.0, -50.0, 400.0, 400.0}));
    QCOMPARE(framed.framed.format().width, 800);
    QCOMPARE(&finishedPicture(framed), &framed.framed);
    QCOMPARE(
        stagesOf(framed), (std::vector<std::string>{"cleanup", "mask", "edit", "foreground", "compose"}));
    QVERIFY(isEqual(framed.framed, Pipeline::finish(base, recipe, {}, ignoreStage).framed));
}

void PipelineEditTest::previewsWhatLiesUnderAPart() {
    const PipelineResult base = doubling().run(photo(), {}, {}, ignoreStage);
    Recipe recipe{
        .background = Background{.kind = BackgroundKind::linear, .color = {0, 0, 0}, .angle = 90.0},
        .shadow = Shadow{.angle = 90.0, .distance = 5.0, .blur = 3.0}};
    recipe.framing = {.around = FrameAround::subject, .margin = 5.0};
    const PipelineResult whole = Pipeline::finish(base, recipe, {}, ignoreStage);
    EditPreviewer previewer;
    const auto same = [&](const Image& made, int left, int top, double by) {
        double worst = 0.0;
        for (int y = 0; y < made.format().height; ++y) {
            for (std::size_t i = 0; i < std::size_t(made.format().width) * 3; ++i) {
                const auto wanted = whole.cutout.row<std::uint8_t>(y + top)[std::size_t(left) * 3 + i];
                worst = std::max(worst, std::abs(double(made.row<std::uint8_t>(y)[i]) - wanted));
            }
        }
        return worst <= by;
    };

    const auto made = previewer.make(base, recipe, {{150, 100, 100, 80}, 200, 160}, {});
    recipe.shadow->opacity = 0;
    const auto without = previewer.make(base, recipe, {{150, 100, 100, 80}, 200, 160}, {});

    QCOMPARE(made.cutout.format().channels, 3);
    QCOMPARE(made.cutout.format().width, 200);
    QVERIFY(same(made.cutout, 300, 200, 2.0));
    QVERIFY(!same(without.cutout, 300, 200, 2.0));
}

void PipelineEditTest::previewsAPart() {
    const PipelineResult base = doubling().run(photo(), {}, {}, ignoreStage);
    const PipelineResult whole = Pipeline::finish(base, edited(), {}, ignoreStage);
    EditPreviewer previewer;

    // From beyond the photo's left side, at the result's own size: the same pixels.
    const auto made = previewer.make(base, edited(), {{-20, 100, 260, 100}, 520, 200}, {});
    const auto again = previewer.make(base, edited(), {{-20, 100, 260, 100}, 520, 200}, {});
    const auto small = previewer.make(base, edited(), {{0, 0, 400, 300}, 200, 150}, {});

    QVERIFY(made.region == (Rect{0, 100, 240, 100}));
    QCOMPARE(made.matte.format().width, 480);
    QCOMPARE(made.matte.format().height, 200);
    for (int y = 0; y < 200; ++y) {
        const auto row = made.matte.row<std::uint8_t>(y);
        const auto wanted = whole.matte.row<std::uint8_t>(y + 200);
        QVERIFY(std::equal(row.begin(), row.end(), wanted.begin()));
    }
    QVERIFY(isEqual(again.matte, made.matte));
    QCOMPARE(small.matte.format().width, 200);
    QCOMPARE(small.cutout.format().channels, 4);
    QCOMPARE(int(small.matte.row<std::uint8_t>(75)[50]), 0);    // removed
    QCOMPARE(int(small.matte.row<std::uint8_t>(10)[50]), 255);  // kept
    QCOMPARE(int(small.matte.row<std::uint8_t>(10)[101]), 255); // grown by 4 source pixels
    QCOMPARE(int(small.matte.row<std::uint8_t>(10)[103]), 0);
}

void PipelineEditTest::previewsWhatLiesBesideThePhotoAsNothing() {
    const PipelineResult base = doubling().run(photo(), {}, {}, ignoreStage);
    EditPreviewer previewer;

    const auto made = previewer.make(base, edited(), {{500, 0, 100, 100}, 100, 100}, {});

    QVERIFY(made.matte.empty());
    QVERIFY(made.cutout.empty());
}

QTEST_APPLESS_MAIN(PipelineEditTest)
#include "pipeline_edit_test.moc"
