#include "core/base/error.h"
#include "core/pipeline/frame.h"
#include "tests/support/test_images.h"

#include <QTest>

#include <cmath>

using namespace kerf;
using namespace kerf::test;

namespace {

bool isIn(const Rect& box, int x, int y) {
    return x >= box.x && y >= box.y && x < box.x + box.width && y < box.y + box.height;
}

constexpr Rect kBox{700, 300, 101, 57};

// A subject of this box, haze everywhere and a speck far away.
Image matteWithSpeck(PixelType type) {
    return makeImage(2000, 1200, 1, type, [](int x, int y) {
        const bool isSpeck = isIn({20, 30, 4, 4}, x, y);
        return std::array<double, 4>{isIn(kBox, x, y) || isSpeck ? 1.0 : 0.04};
    });
}

// Red in the box, transparent elsewhere.
Image cutout(PixelType type = PixelType::u8) {
    return makeImage(400, 300, 4, type, [](int x, int y) {
        const double inside = isIn({100, 80, 60, 40}, x, y) ? 1.0 : 0.0;
        return std::array<double, 4>{inside, 0.0, 0.0, inside};
    });
}

constexpr Rect kRed{100, 80, 60, 40};

// The box of what is opaque.
Rect redIn(const Image& image) {
    int left = image.format().width;
    int top = image.format().height;
    int right = -1;
    int bottom = -1;
    for (int y = 0; y < image.format().height; ++y) {
        for (int x = 0; x < image.format().width; ++x) {
            if (image.row<std::uint8_t>(y)[std::size_t(x) * 4 + 3] > 127) {
                left = std::min(left, x);
                top = std::min(top, y);
                right = std::max(right, x);
                bottom = std::max(bottom, y);
            }
        }
    }
    return {left, top, right - left + 1, bottom - top + 1};
}

Image framed(const Framing& framing) {
    return reframe(cutout(), planFrame(framing, kRed), {});
}

} // namespace

class FrameTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsTheSubjectWithoutSpecksAndHaze_data() {
        QTest::addColumn<int>("type");
        QTest::newRow("8 bit") << int(PixelType::u8);
        QTest::newRow("16 bit") << int(PixelType::u16);
    }
    void findsTheSubjectWithoutSpecksAndHaze() {
        QFETCH(int, type);
        QVERIFY(subjectBox(matteWithSpeck(PixelType(type)), {}) == kBox);
    }

    void takesTwoSubjectsTogether() {
        const Image two = makeImage(900, 600, 1, PixelType::u8, [](int x, int y) {
            return std::array<double, 4>{
                isIn({50, 50, 80, 80}, x, y) || isIn({700, 400, 40, 40}, x, y) ? 1.0 : 0.0};
        });
        QVERIFY((subjectBox(two, {}) == Rect{50, 50, 690, 390}));
    }

    void findsNothingInAnEmptyMatte() {
        const Image haze =
            makeImage(40, 30, 1, PixelType::u8, [](int, int) { return std::array<double, 4>{0.049}; });
        QVERIFY(!subjectBox(haze, {}));
    }

    void leavesTheMarginToThePixel() {
        const Image image =
            framed({.around = FrameAround::subject, .margin = 12.0, .unit = MarginUnit::pixels});
        QCOMPARE(image.format().width, 84);
        QCOMPARE(image.format().height, 64);
        QVERIFY((redIn(image) == Rect{12, 12, 60, 40}));
    }

    void takesPerCentOfTheFinishedPicturesShorterSide() {
        // 40 + 2 * 5 = 50, of which 5 is a tenth.
        const Image image = framed({.around = FrameAround::subject, .margin = 10.0});
        QCOMPARE(image.format().height, 50);
        QCOMPARE(image.format().width, 70);
    }

    void fillsACanvasToTheMargins() {
        const Image image = framed({.margin = 5.0, .canvas = CanvasSize{2000, 2000}});
        QCOMPARE(image.format().width, 2000);
        QCOMPARE(image.format().height, 2000);
        const auto alpha = [&](int x, int y) {
            return int(image.row<std::uint8_t>(y)[std::size_t(x) * 4 + 3]);
        };
        // The edges of what was enlarged 30 times are half way up there.
        QVERIFY(alpha(99, 1000) < 128 && alpha(100, 1000) >= 128);
        QVERIFY(alpha(1899, 1000) >= 128 && alpha(1900, 1000) < 128);
        QVERIFY(alpha(1000, 399) < 128 && alpha(1000, 400) >= 128);
        QVERIFY(alpha(1000, 1599) >= 128 && alpha(1000, 1600) < 128);
    }

    void reducesToACanvas() {
        const Image image = framed({.margin = 2.0, .unit = MarginUnit::pixels, .canvas = CanvasSize{34, 50}});
        QVERIFY((redIn(image) == Rect{2, 15, 30, 20}));
    }

    void placesInWhatIsFree_data() {
        QTest::addColumn<int>("x");
        QTest::addColumn<int>("y");
        QTest::addColumn<int>("left");
        QTest::addColumn<int>("top");
        QTest::newRow("top left") << 0 << 0 << 10 << 10;
        QTest::newRow("center") << 50 << 50 << 10 << 80;
        QTest::newRow("bottom right") << 100 << 100 << 10 << 150;
        QTest::newRow("own") << 25 << 75 << 10 << 115;
    }
    void placesInWhatIsFree() {
        QFETCH(int, x);
        QFETCH(int, y);
        QFETCH(int, left);
        QFETCH(int, top);
        const Rect box{100, 80, 180, 40};
        Framing framing{
            .margin = 10.0, .unit = MarginUnit::pixels, .canvas = CanvasSize{200, 200}, .x = x, .y = y};
        const FramePlan canvas = planFrame(framing, box);
        framing.canvas.reset();
        framing.aspect = Aspect{1, 1};
        const FramePlan aspect = planFrame(framing, box);

        for (const FramePlan& plan : {canvas, aspect}) {
            QCOMPARE(plan.width, 200);
            QCOMPARE(plan.height, 200);
            QCOMPARE(plan.scale, 1.0);
            QCOMPARE(box.x - plan.x, double(left));
            QCOMPARE(box.y - plan.y, double(top));
        }
    }

    void standsWhereThePhotoCutsItOff() {
        const Rect bust{100, 50, 200, 250}; // of a photo of 400 x 300
        const CutSides cut = cutSidesOf(bust, 400, 300);
        QVERIFY(!cut.left && !cut.top && !cut.right && cut.bottom);

        Framing framing{.margin = 10.0, .unit = MarginUnit::pixels};
        const FramePlan plain = planFrame(framing, bust, cut);
        QCOMPARE(plain.width, 220);
        QCOMPARE(plain.height, 260); // one margin, above
        QCOMPARE(plain.y, 40.0);
        framing.canvas = CanvasSize{1000, 520};
        const FramePlan canvas = planFrame(framing, bust, cut);
        QCOMPARE(canvas.scale, 510.0 / 250.0);
        QCOMPARE(canvas.y + canvas.height / canvas.scale, 300.0);
        framing.canvas = CanvasSize{420, 1000}; // more room than it needs: still at the bottom
        const FramePlan high = planFrame(framing, bust, cut);
        QCOMPARE(high.scale, 2.0);
        QCOMPARE(high.y + high.height / high.scale, 300.0);
        framing.y = 0; // unless told otherwise
        QCOMPARE(planFrame(framing, bust, cut).y, 50.0 - 10.0 / 2.0);

        framing = {.margin = 10.0, .aspect = Aspect{1, 1}};
        const FramePlan square = planFrame(framing, bust, cut);
        QCOMPARE(square.width, square.height);
        QVERIFY(std::abs((bust.y - square.y) - 0.1 * square.height) <= 1.0);
        QCOMPARE(square.y + square.height, 300.0);
    }

    void growsToAnAspect_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::newRow("1:1") << 1 << 1;
        QTest::newRow("4:5") << 4 << 5;
        QTest::newRow("16:9") << 16 << 9;
        QTest::newRow("1:20") << 1 << 20;
    }
    void growsToAnAspect() {
        QFETCH(int, width);
        QFETCH(int, height);
        for (const double percent : {0.0, 5.0, 20.0}) {
            const FramePlan plan =
                planFrame({.margin = percent, .aspect = Aspect{width, height}}, {0, 0, 900, 700});
            QVERIFY(std::abs(double(plan.width) / plan.height - double(width) / height) < 0.003);
            // The margins are what was asked for on the sides that decide.
            const double margin = std::min((plan.width - 900) / 2.0, (plan.height - 700) / 2.0);
            QVERIFY(std::abs(margin - percent / 100.0 * std::min(plan.width, plan.height)) <= 1.0);
        }
    }

    void keepsSamplesWhereNothingIsResampled() {
        const Image image =
            reframe(cutout(PixelType::u16), {.x = 90, .y = 70, .width = 80, .height = 60}, {});
        QCOMPARE(image.format().channels, 4);
        QCOMPARE(int(image.row<std::uint16_t>(10)[10 * 4]), 65535);
        QCOMPARE(int(image.row<std::uint16_t>(9)[10 * 4 + 3]), 0);
    }

    void addsAlphaOnlyBesideThePhoto() {
        const Image photo = makeImage(40, 30, 3, PixelType::u8, [](int, int) {
            return std::array<double, 4>{0.2, 0.4, 0.6};
        });
        QCOMPARE(reframe(photo, {.x = 5, .y = 5, .width = 20, .height = 20}, {}).format().channels, 3);
        QCOMPARE(
            reframe(photo, {.x = 5, .y = 5, .scale = 2.0, .width = 40, .height = 40}, {}).format().channels,
            3);
        const Image beyond = reframe(photo, {.x = -5, .y = 5, .scale = 2.0, .width = 40, .height = 40}, {});
        QCOMPARE(beyond.format().channels, 4);
        QCOMPARE(int(beyond.row<std::uint8_t>(3)[9 * 4 + 3]), 0);
        QCOMPARE(int(beyond.row<std::uint8_t>(3)[9 * 4]), 0); // no colour under alpha 0
        QCOMPARE(int(beyond.row<std::uint8_t>(3)[10 * 4 + 3]), 255);
        QCOMPARE(int(beyond.row<std::uint8_t>(3)[10 * 4]), 51); // nor dark edges
    }

    void resamplesWithoutChangingAnEvenColour() {
        for (const double scale : {0.31, 0.77, 1.9}) {
            const Image photo = makeImage(200, 150, 3, PixelType::u16, [](int, int) {
                return std::array<double, 4>{0.2, 0.4, 0.6};
            });
            const Image image =
                reframe(photo, {.x = 10.3, .y = 7.7, .scale = scale, .width = 30, .height = 30}, {});
            for (int y = 0; y < 30; ++y) {
                for (std::size_t i = 0; i < 90; i += 3) {
                    QVERIFY(std::abs(int(image.row<std::uint16_t>(y)[i]) - 13107) <= 1);
                }
            }
        }
    }

    void keepsTheColourInSoftEdges() {
        const Image soft = makeImage(200, 40, 4, PixelType::u8, [](int x, int) {
            return std::array<double, 4>{
                x < 150 ? 0.8 : 0.0, 0.4, 0.0, std::clamp((150 - x) / 100.0, 0.0, 1.0)};
        });
        const Image image = reframe(soft, {.scale = 0.4, .width = 80, .height = 16}, {});
        for (std::size_t x = 0; x < 55; ++x) {
            const auto row = image.row<std::uint8_t>(8);
            QVERIFY(std::abs(int(row[x * 4]) - 204) <= 1);
        }
    }

    void refusesAFrameBeyondAllSizes() {
        bool isRefused = false;
        try {
            planFrame({.aspect = Aspect{20, 1}}, {0, 0, 100, 40'000});
        } catch (const Error& e) {
            isRefused = e.code() == ErrorCode::invalid_option;
        }
        QVERIFY(isRefused);
    }
};

QTEST_GUILESS_MAIN(FrameTest)
#include "frame_test.moc"
