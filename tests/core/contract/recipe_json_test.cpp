#include "core/base/error.h"
#include "core/contract/recipe_json.h"

#include <QTest>

#include <algorithm>

using namespace kerf;

namespace {

// Every value is another than by default: a field that recipe_json doesn't know would come back as it was.
Recipe allChanged() {
    return {
        .cleanup = CleanupEngine::nlm_opencv,
        .strength = 42,
        .nlmH = 3.25,
        .cleanupModel = "realesrgan-x2",
        .scale = 4,
        .tile = 512,
        .tileScheme = TileScheme::ai_forever,
        .mask = MaskEngine::grabcut,
        .maskModel = "birefnet",
        .maskUpsampling = MaskUpsampling::guided,
        .subject = Rect{-1, 2, 30, 40},
        .strokes = {{.isSubject = false, .radius = 3.5, .points = {{1.5, 2.25}, {-3, 4}}}},
        .edges = {.black = 3, .white = 250, .gamma = 1.5, .grow = -2, .feather = 1},
        .edits =
            {{.mode = StrokeMode::restore,
              .radius = 7,
              .hardness = 0.1,
              .opacity = 0.5,
              .onlyUncertain = false,
              .isEdgeAware = true,
              .points = {{1, 2, 0.25}}}},
        .finish =
            BwSettings{
                .autoMix = false,
                .red = 1,
                .green = 2,
                .blue = 3,
                .black = 4,
                .white = 5,
                .clip = 6,
                .localContrast = 7,
                .brightness = 8,
                .contrast = 9,
                .shadows = 10,
                .highlights = -11,
                .background = BwBackground::white,
                .dim = 12,
                .toning = BwToning::sepia,
                .toningStrength = 13,
                .grain = 14,
                .grainSize = 15,
                .seed = 16,
                .vignette = -17},
        .device = DeviceChoice::cpu,
        .requireGpu = true,
        .precision = Precision::bf16,
        .threads = 3,
        .background =
            Background{
                .kind = BackgroundKind::picture,
                .color = {1, 2, 250},
                .second = {3, 4, 5},
                .angle = 12.5,
                .picture = "/a picture/ü.png",
                .fit = PictureFit::contain,
                .blur = 7.5},
        .shadow = Shadow{.angle = 20, .distance = 0.5, .blur = 1.5, .opacity = 33, .color = {6, 7, 8}},
        .framing = {
            .around = FrameAround::subject,
            .margin = 6.5,
            .unit = MarginUnit::pixels,
            .canvas = CanvasSize{800, 600},
            .x = 10,
            .y = 20}};
}

std::string errorOf(const std::string& text) {
    try {
        recipeFromJson(text);
    } catch (const Error& e) {
        return e.code() == ErrorCode::invalid_option ? e.what() : "another code";
    }
    return "none";
}

// With double quotes for single ones: moc doesn't read raw string literals.
std::string quoted(std::string text) {
    std::ranges::replace(text, '\'', '"');
    return text;
}

void addWrongRows() {
    const auto row = [](const char* title, const std::string& text, const std::string& named) {
        QTest::newRow(title) << QByteArray::fromStdString(quoted(text)) << QByteArray::fromStdString(named);
    };
    row("an unknown name", "{'strenght': 5}", "'strenght' is not known");
    row("one inside another", "{'edges': {'blak': 5}}", "'edges.blak' is not known");
    row("in a list", "{'edits': [{'points': [[1, 2, 3]], 'size': 1}]}", "'edits[0].size'");
    row("an unknown word", "{'mask': 'magic'}", "mask can't be \"magic\"");
    row("a word for a number", "{'strength': '5'}", "strength is not a whole number");
    row("half a number", "{'strength': 5.5}", "strength is not a whole number");
    row("a huge number", "{'strength': 99999999999}", "strength is not a whole number");
    row("out of range", "{'strength': 101}", "strength must be between 0 and 100");
    row("black and white out of range", "{'bw': {'grain': 101}}", "grain must be from 0 to 100");
    row("an unknown background", "{'background': {'kind': 'sky'}}", "background.kind can't be");
    row("a background of no file", "{'background': {'kind': 'picture'}}", "no file is named");
    row("a shadow out of range", "{'shadow': {'blur': 51}}", "shadow's distance and blur");
    row("a margin out of range", "{'framing': {'margin': 46}}", "margin must be");
    row("a canvas of one side", "{'framing': {'canvas': '200'}}", "framing.canvas can't be");
    row("a canvas and an aspect", "{'framing': {'canvas': '20x20', 'aspect': '1:1'}}", "one of the two");
    row("a point of one number", "{'edits': [{'points': [[1]]}]}", "edits[0].points[0]");
    row("a null", "{'h': null}", "h is not a number");
    row("a list", "[1]", "is not a JSON object");
    row("no JSON", "{", "not JSON");
    row("a newer one", "{'kerf-recipe': 2}", "newer Kerf");
    row("a long text", "{'title': '" + std::string(300, 'x') + "'}", "title is not a text");
    row("a deep one", std::string(100'000, '['), "nested too deep");
}

} // namespace

class RecipeJsonTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesBackEveryValue() {
        const NamedRecipe recipe{.title = "My “cats”", .recipe = allChanged()};
        const std::string text = toJson(recipe);
        const NamedRecipe back = recipeFromJson(text);

        QCOMPARE(back.title, recipe.title);
        QVERIFY2(back == recipe, text.c_str());
        QCOMPARE(toJson(back), text);
    }

    void givesBackWhatWasDrawn() {
        const Recipe all = allChanged();
        const PhotoEdits edits{.subject = all.subject, .strokes = all.strokes, .edits = all.edits};
        QVERIFY(photoEditsFromJson(toJson(edits)) == edits);
        QVERIFY(photoEditsFromJson("{}") == PhotoEdits{});
    }

    void leavesDefaultsOut() {
        QCOMPARE(toJson(NamedRecipe{}), std::string("{\n  \"kerf-recipe\": 1\n}\n"));
        QVERIFY(recipeFromJson("{}") == NamedRecipe{});
        const std::string text = toJson(NamedRecipe{.recipe = {.finish = BwSettings{}}});
        QVERIFY(text.find("\"bw\": {}") != std::string::npos);
        QVERIFY(recipeFromJson(text).recipe.finish == BwSettings{});
    }

    void usesTheCommandLinesNames() {
        const NamedRecipe recipe = recipeFromJson(
            quoted("{'cleanup': 'nlm-opencv', 'tile-scheme': 'ai-forever', 'rect': '1,2,3,4', 'h': 5,"
                   "'background': '#ff8000', 'bw': {'background': 'dimmed', 'local-contrast': 30}}"));
        QVERIFY(recipe.recipe.cleanup == CleanupEngine::nlm_opencv);
        QVERIFY(recipe.recipe.tileScheme == TileScheme::ai_forever);
        QVERIFY((recipe.recipe.subject == Rect{1, 2, 3, 4}));
        QCOMPARE(recipe.recipe.nlmH.value(), 5.0);
        QVERIFY((recipe.recipe.background == Background{.color = {255, 128, 0}}));
        QCOMPARE(recipe.recipe.finish->localContrast, 30);
        QVERIFY(recipe.recipe.finish->background == BwBackground::dimmed);
    }

    void namesWhatIsWrong_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("named");
        addWrongRows();
    }
    void namesWhatIsWrong() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, named);
        const std::string error = errorOf(text.toStdString());
        QVERIFY2(error.find(named.toStdString()) != std::string::npos, error.c_str());
    }

    void readsBlackAndWhiteFromTheCommandLinesWords() {
        BwSettings settings;
        applyBwText(settings, "mix=40/50/10,grain=20,background=black,toning=selenium");
        QVERIFY(!settings.autoMix);
        QCOMPARE(settings.red + settings.green * 2 + settings.blue * 3, 40 + 100 + 30);
        QCOMPARE(settings.grain, 20);
        QVERIFY(settings.background == BwBackground::black && settings.toning == BwToning::selenium);
        applyBwText(settings, "mix=auto");
        QVERIFY(settings.autoMix);

        for (const char* wrong :
             {"grain", "grain=", "grain=101", "grian=5", "mix=1/2", "mix=a/b/c", "toning=blue"}) {
            QVERIFY_EXCEPTION_THROWN(applyBwText(settings, wrong), Error);
        }
        for (const BwNumber& number : bwNumbers()) {
            applyBwText(settings, std::string(number.name) + "=" + std::to_string(number.most));
            QCOMPARE(settings.*number.value, number.most);
        }
    }

    void offersItsPresets() {
        QCOMPARE(bwPresets().size(), std::size_t{4});
        for (const BwPreset& preset : bwPresets()) {
            preset.settings.check();
            QVERIFY(bwPreset(preset.name) == preset.settings);
        }
        QVERIFY(!bwPreset("loud"));
        QVERIFY_EXCEPTION_THROWN(BwSettings{.grain = -1}.check(), Error);
    }
};

QTEST_GUILESS_MAIN(RecipeJsonTest)
#include "recipe_json_test.moc"
