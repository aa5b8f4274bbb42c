#include "core/base/error.h"
#include "core/contract/export_options.h"
#include "core/contract/recipe.h"

#include <QTest>

#include <limits>

using namespace kerf;

class RecipeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesAndParsesEveryEngine() {
        for (const auto engine :
             {CleanupEngine::automatic, CleanupEngine::esrgan, CleanupEngine::nlm, CleanupEngine::nlm_opencv,
              CleanupEngine::off}) {
            QVERIFY(parseCleanupEngine(name(engine)) == engine);
        }
        for (const auto engine :
             {MaskEngine::automatic, MaskEngine::birefnet, MaskEngine::mini, MaskEngine::grabcut,
              MaskEngine::off}) {
            QVERIFY(parseMaskEngine(name(engine)) == engine);
        }
        for (const auto device : {DeviceChoice::automatic, DeviceChoice::cpu, DeviceChoice::cuda}) {
            QVERIFY(parseDeviceChoice(name(device)) == device);
        }
        for (const auto precision :
             {Precision::automatic, Precision::fp32, Precision::bf16, Precision::fp16}) {
            QVERIFY(parsePrecision(name(precision)) == precision);
        }
        for (const auto scheme : {TileScheme::blended, TileScheme::ai_forever}) {
            QVERIFY(parseTileScheme(name(scheme)) == scheme);
        }
        for (const auto upsampling : {MaskUpsampling::bicubic, MaskUpsampling::guided}) {
            QVERIFY(parseMaskUpsampling(name(upsampling)) == upsampling);
        }
        for (const auto type : {FileType::png, FileType::tiff, FileType::jpeg, FileType::webp}) {
            QVERIFY(parseFileType(name(type)) == type);
        }
        for (const auto policy :
             {ExistingPolicy::fail, ExistingPolicy::skip, ExistingPolicy::rename, ExistingPolicy::replace}) {
            QVERIFY(parseExistingPolicy(name(policy)) == policy);
        }
        QVERIFY(!parseCleanupEngine("NLM"));
        QVERIFY(!parseMaskEngine(""));
    }

    void parsesRectanglesAndColoursStrictly() {
        QVERIFY((parseRect("1,-2,30,40") == Rect{1, -2, 30, 40}));
        for (const char* wrong :
             {"", "1,2,3", "1,2,3,4,5", "1,2,3,4 ", "1,2,0,4", "1,2,3,-4", "a,2,3,4", "1;2;3;4",
              "99999999999,1,1,1"}) {
            QVERIFY2(!parseRect(wrong), wrong);
        }
        QVERIFY((parseColor("#1A2b3c") == Color{0x1a, 0x2b, 0x3c}));
        QCOMPARE(toString({0x1a, 0x2b, 0x3c}), std::string("#1a2b3c"));
        for (const char* wrong : {"", "#12345", "1234567", "#12345g", "#-12345", "#1234567"}) {
            QVERIFY2(!parseColor(wrong), wrong);
        }
    }

    void refusesValuesOutOfRange() {
        Recipe().check();
        QVERIFY_EXCEPTION_THROWN(Recipe{.strength = 101}.check(), Error);
        QVERIFY_EXCEPTION_THROWN(Recipe{.nlmH = 0.0}.check(), Error);
        QVERIFY_EXCEPTION_THROWN((Recipe{.subject = Rect{0, 0, 0, 5}}.check()), Error);
        QVERIFY_EXCEPTION_THROWN(Recipe{.scale = 3}.check(), Error);
        Recipe{.scale = 4, .tile = 32, .threads = 256}.check();
        QVERIFY_EXCEPTION_THROWN(Recipe{.tile = 31}.check(), Error);
        QVERIFY_EXCEPTION_THROWN(Recipe{.tile = 4097}.check(), Error);
        QVERIFY_EXCEPTION_THROWN(Recipe{.threads = -1}.check(), Error);
        const double nan = std::numeric_limits<double>::quiet_NaN();
        QVERIFY_EXCEPTION_THROWN((Recipe{.strokes = {Stroke{.points = {Point{nan, 0}}}}}.check()), Error);
        ExportOptions().check();
        QVERIFY_EXCEPTION_THROWN((ExportOptions{.type = FileType::jpeg, .depth = 16}.check()), Error);
        QVERIFY_EXCEPTION_THROWN(ExportOptions{.quality = 0}.check(), Error);
    }
};

QTEST_GUILESS_MAIN(RecipeTest)
#include "recipe_test.moc"
