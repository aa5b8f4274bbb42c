#include "core/base/error.h"
#include "core/contract/staging.h"

#include <QTest>

#include <functional>

using namespace kerf;

namespace {

// What is wrong with it; empty: nothing.
std::string errorOf(const std::function<void()>& read) {
    try {
        read();
    } catch (const Error& e) {
        return e.code() == ErrorCode::invalid_option ? e.what() : "another code";
    }
    return {};
}

Framing cropped(std::string_view text) {
    Framing framing;
    applyCropText(framing, text);
    return framing;
}

Framing placed(std::string_view text) {
    Framing framing;
    applyPlaceText(framing, text);
    return framing;
}

} // namespace

class StagingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsBackgrounds() {
        QVERIFY((backgroundFromText("#0a0b0c") == Background{.color = {10, 11, 12}}));
        QVERIFY(
            (backgroundFromText("linear:#000000:#ffffff:90") == Background{
                                                                    .kind = BackgroundKind::linear,
                                                                    .color = {0, 0, 0},
                                                                    .second = {255, 255, 255},
                                                                    .angle = 90.0}));
        QVERIFY(
            (backgroundFromText("radial:#ffffff:#808080") ==
             Background{.kind = BackgroundKind::radial, .second = {128, 128, 128}}));
        QVERIFY(
            (backgroundFromText("cover:a:b.png") ==
             Background{.kind = BackgroundKind::picture, .picture = "a:b.png"}));
        QVERIFY(
            (backgroundFromText("contain:#102030:x.png") == Background{
                                                                .kind = BackgroundKind::picture,
                                                                .color = {16, 32, 48},
                                                                .picture = "x.png",
                                                                .fit = PictureFit::contain}));
        QVERIFY((backgroundFromText("blur:2.5") == Background{.kind = BackgroundKind::blur, .blur = 2.5}));
        QVERIFY((backgroundFromText("blur") == Background{.kind = BackgroundKind::blur}));
    }

    void saysWhatIsWrongWithABackground_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("named");
        QTest::newRow("a word") << QByteArray("green") << QByteArray("'green' is neither");
        QTest::newRow("half a colour") << QByteArray("#12345") << QByteArray("'#12345' is not a colour");
        QTest::newRow("one colour") << QByteArray("linear:#000000") << QByteArray("'' is not a colour");
        QTest::newRow("three colours")
            << QByteArray("radial:#000000:#ffffff:#000000") << QByteArray("is too much");
        QTest::newRow("an angle") << QByteArray("linear:#000000:#ffffff:400") << QByteArray("0 and 360");
        QTest::newRow("no angle") << QByteArray("linear:#000000:#ffffff:up") << QByteArray("not a number");
        QTest::newRow("no file") << QByteArray("cover:") << QByteArray("no file is named");
        QTest::newRow("bytes") << QByteArray("cover:\xFF.png") << QByteArray("must be UTF-8");
        QTest::newRow("a blur") << QByteArray("blur:51") << QByteArray("0 and 50");
        QTest::newRow("infinity") << QByteArray("blur:inf") << QByteArray("0 and 50");
    }
    void saysWhatIsWrongWithABackground() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, named);
        const std::string error = errorOf([&] { backgroundFromText(text.toStdString()); });
        QVERIFY2(error.find(named.toStdString()) != std::string::npos, error.c_str());
    }

    void readsShadowsOverWhatIsThere() {
        Shadow shadow{.opacity = 10};
        applyShadowText(shadow, "angle=90,blur=1.5,color=#010203");
        QVERIFY((shadow == Shadow{.angle = 90.0, .blur = 1.5, .opacity = 10, .color = {1, 2, 3}}));
        applyShadowText(shadow, "");
        QCOMPARE(shadow.opacity, 10);
        QVERIFY(errorOf([&] { applyShadowText(shadow, "size=3"); }).find("'size'") != std::string::npos);
        QVERIFY(errorOf([&] { applyShadowText(shadow, "blur"); }).find("no value") != std::string::npos);
        QVERIFY(
            errorOf([&] { applyShadowText(shadow, "opacity=101"); }).find("opacity") != std::string::npos);
    }

    void readsWhatIsFramed() {
        QVERIFY((cropped("subject") == Framing{.around = FrameAround::subject}));
        QVERIFY((cropped("subject:5%") == Framing{.around = FrameAround::subject, .margin = 5.0}));
        QVERIFY((cropped("photo:12px") == Framing{.margin = 12.0, .unit = MarginUnit::pixels}));
        QVERIFY(errorOf([] { cropped("dog"); }).find("'dog'") != std::string::npos);
        QVERIFY(errorOf([] { cropped("subject:5"); }).find("no unit") != std::string::npos);
        QVERIFY(errorOf([] { cropped("subject:50%"); }).find("margin must be") != std::string::npos);
        QVERIFY(errorOf([] { cropped("subject:-1px"); }).find("margin must be") != std::string::npos);
        QVERIFY(Framing{}.isNeutral());
        QVERIFY(!cropped("subject").isNeutral());
    }

    void readsPlaces() {
        QVERIFY((placed("bottom-left") == Framing{.x = 0, .y = 100}));
        QVERIFY((placed("30,70") == Framing{.x = 30, .y = 70}));
        QVERIFY(errorOf([] { placed("middle"); }).find("top-left") != std::string::npos);
        QVERIFY(errorOf([] { placed("30,101"); }).find("place must be") != std::string::npos);
    }

    void readsSizesAndAspects() {
        QVERIFY((parseCanvasSize("2000x1500") == CanvasSize{2000, 1500}));
        QVERIFY((parseAspect("4:5") == Aspect{4, 5}));
        for (const char* wrong : {"", "x", "10", "10x", "x10", "0x10", "10x-1", "10x10x", "1e3x5"}) {
            QVERIFY2(!parseCanvasSize(wrong), wrong);
        }
        QVERIFY(!parseAspect("4/5"));
        QVERIFY(errorOf([] {
                    Framing{.canvas = CanvasSize{20'001, 5}}.check();
                }).find("20000") != std::string::npos);
        QVERIFY(errorOf([] { Framing{.aspect = Aspect{21, 1}}.check(); }).find("20:1") != std::string::npos);
        const Framing full{.margin = 50.0, .unit = MarginUnit::pixels, .canvas = CanvasSize{100, 200}};
        QVERIFY(errorOf([&] { full.check(); }).find("leave nothing") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(StagingTest)
#include "staging_test.moc"
