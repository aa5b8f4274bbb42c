#include "core/base/error.h"
#include "core/contract/finish.h"
#include "core/io/writer.h"
#include "core/pipeline/arrange.h"
#include "core/pipeline/compose.h"
#include "tests/support/test_images.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <set>

using namespace kerf;
using namespace kerf::test;

namespace {

constexpr int kWidth = 240;
constexpr int kHeight = 160;

bool isSubject(int x, int y) {
    return std::hypot(x + 0.5 - 100.0, y + 0.5 - 70.0) < 30.0;
}

// A red disc of 60 pixels around 100,70 on `behind`.
ArrangeInput disc(const Shade& behind, PixelType type = PixelType::u8) {
    ArrangeInput input;
    input.cleaned = makeImage(kWidth, kHeight, 3, type, [&](int x, int y) {
        return isSubject(x, y) ? std::array<double, 4>{1.0, 0.0, 0.0, 1.0} : behind(x, y);
    });
    input.matte = makeImage(kWidth, kHeight, 1, type, [](int x, int y) {
        return std::array<double, 4>{isSubject(x, y) ? 1.0 : 0.0};
    });
    input.cutout = makeImage(kWidth, kHeight, 4, type, [](int x, int y) {
        const double inside = isSubject(x, y) ? 1.0 : 0.0;
        return std::array<double, 4>{inside, 0.0, 0.0, inside};
    });
    return input;
}

std::array<double, 4> green(int, int) {
    return {0.0, 0.6, 0.0, 1.0};
}

// Samples as 0..255, whatever the type.
std::array<double, 4> at(const Image& image, int x, int y) {
    std::array<double, 4> pixel{0.0, 0.0, 0.0, 255.0};
    const auto channels = std::size_t(image.format().channels);
    for (std::size_t c = 0; c < channels; ++c) {
        const std::size_t i = std::size_t(x) * channels + c;
        pixel[c] = image.format().type == PixelType::u8 ? double(image.row<std::uint8_t>(y)[i])
                                                        : image.row<std::uint16_t>(y)[i] / 257.0;
    }
    return pixel;
}

bool isNear(const std::array<double, 4>& pixel, double red, double green, double blue, double by = 1.0) {
    return std::abs(pixel[0] - red) <= by && std::abs(pixel[1] - green) <= by &&
           std::abs(pixel[2] - blue) <= by;
}

double alphaSum(const Image& image) {
    double sum = 0.0;
    for (int y = 0; y < image.format().height; ++y) {
        for (int x = 0; x < image.format().width; ++x) {
            sum += at(image, x, y)[3] / 255.0;
        }
    }
    return sum;
}

Background blur(double percent) {
    return {.kind = BackgroundKind::blur, .blur = percent};
}

} // namespace

// Frame, shadow and background.
class ArrangeTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runsALinearGradientFromEdgeToEdge() {
        const Recipe recipe{
            .background = Background{
                .kind = BackgroundKind::linear, .color = {0, 0, 0}, .second = {200, 100, 50}, .angle = 90.0}};
        const Image image = arrange(disc(green, PixelType::u16), recipe, {}).cutout;

        QCOMPARE(image.format().channels, 3);
        QCOMPARE(image.format().type, PixelType::u16);
        QVERIFY(isNear(at(image, 0, 5), 0, 0, 0));
        QVERIFY(isNear(at(image, kWidth - 1, 150), 200, 100, 50));
        QVERIFY(isNear(at(image, kWidth / 2, 150), 100, 50, 25));
        QVERIFY(isNear(at(image, 100, 70), 255, 0, 0, 0.0));
    }

    void runsARadialGradientFromTheMiddleToTheCorners() {
        const Recipe recipe{
            .background =
                Background{.kind = BackgroundKind::radial, .color = {250, 250, 250}, .second = {10, 20, 30}}};
        const ArrangeInput input = disc(green);
        const Image image = arrange(input, recipe, {}).cutout;
        for (const auto& [x, y] : {std::pair(0, 0), std::pair(kWidth - 1, 0), std::pair(0, kHeight - 1)}) {
            QVERIFY(isNear(at(image, x, y), 10, 20, 30, 2.0));
        }
        QVERIFY(isNear(at(image, 140, 80), 216, 217, 219, 2.0));
    }

    void doesNotBandInSixteenBits() {
        const Recipe recipe{
            .background = Background{
                .kind = BackgroundKind::linear,
                .color = {100, 100, 100},
                .second = {101, 101, 101},
                .angle = 90.0}};
        const Image image = arrange(disc(green, PixelType::u16), recipe, {}).cutout;
        std::set<std::uint16_t> levels;
        for (int x = 0; x < kWidth; ++x) {
            levels.insert(image.row<std::uint16_t>(2)[std::size_t(x) * 3]);
        }
        QVERIFY(levels.size() > 200);
    }

    void keepsTheMeanOfAnEightBitGradient() {
        const Recipe recipe{
            .background = Background{
                .kind = BackgroundKind::linear, .color = {100, 100, 100}, .second = {101, 101, 101}}};
        const Image image = arrange(disc(green), recipe, {}).cutout;
        double sum = 0.0;
        for (int x = 0; x < kWidth; ++x) {
            for (int y = 120; y < kHeight; ++y) {
                sum += at(image, x, y)[0];
            }
        }
        QVERIFY(std::abs(sum / (kWidth * 40) - 100.875) < 0.05);
    }

    void blursThePhotoWithoutItsSubject() {
        for (const PixelType type : {PixelType::u8, PixelType::u16}) {
            const Image image = arrange(disc(green, type), {.background = blur(10.0)}, {}).cutout;
            for (int y = 0; y < kHeight; ++y) {
                for (int x = 0; x < kWidth; ++x) {
                    if (!isSubject(x, y)) {
                        QVERIFY2(isNear(at(image, x, y), 0, 153, 0), qPrintable(QString::number(x)));
                    }
                }
            }
        }
    }

    void blursWhatIsThere() {
        const auto stripes = [](int x, int) {
            return std::array<double, 4>{0.0, x / 4 % 2 == 0 ? 0.2 : 0.8, 0.0, 1.0};
        };
        const ArrangeInput input = disc(stripes, PixelType::u16);
        const Image soft = arrange(input, {.background = blur(15.0)}, {}).cutout;
        const Image sharp = arrange(input, {.background = blur(0.0)}, {}).cutout;
        QVERIFY(std::abs(at(soft, 200, 30)[1] - 127.5) < 4.0);
        QVERIFY(std::abs(at(soft, 204, 30)[1] - 127.5) < 4.0);
        QVERIFY(std::abs(at(sharp, 201, 30)[1] - at(input.cleaned, 201, 30)[1]) < 0.1);
    }

    void blursAPhotoThatIsAllSubject() {
        ArrangeInput input = disc(green);
        input.matte =
            makeImage(kWidth, kHeight, 1, PixelType::u8, [](int, int) { return std::array<double, 4>{1.0}; });
        QVERIFY(!arrange(input, {.background = blur(5.0)}, {}).cutout.empty());
    }

    void throwsAShadowIntoTheAlpha() {
        const ArrangeInput input = disc(green, PixelType::u16);
        const Shadow shadow{
            .angle = 90.0, .distance = 25.0, .blur = 0.0, .opacity = 40, .color = {0, 0, 255}};
        const Arranged arranged = arrange(input, {.shadow = shadow}, {});

        QVERIFY(arranged.hasShadow);
        QCOMPARE(arranged.cutout.format().channels, 4);
        // A quarter of 160 pixels to the right.
        QVERIFY(isNear(at(arranged.cutout, 150, 70), 0, 0, 255, 0.1));
        QVERIFY(std::abs(at(arranged.cutout, 150, 70)[3] - 0.4 * 255.0) < 0.1);
        QVERIFY(std::abs(at(arranged.cutout, 168, 70)[3] - 0.4 * 255.0) < 0.1);
        QCOMPARE(at(arranged.cutout, 171, 70)[3], 0.0);
        QVERIFY(isNear(at(arranged.cutout, 171, 70), 0, 0, 0, 0.0));
        QVERIFY(isNear(at(arranged.cutout, 100, 70), 255, 0, 0, 0.0));
    }

    void keepsAShadowsEnergyWhateverItsBlur() {
        ArrangeInput input = disc(green, PixelType::u16);
        const double subject = alphaSum(input.cutout);
        const auto sumWith = [&](double blur) {
            // So far to the left that nothing of it is hidden, and so far from the edges that all is seen.
            return alphaSum(
                arrange(
                    input, {.shadow = Shadow{.angle = 90.0, .distance = 45.0, .blur = blur, .opacity = 50}},
                    {})
                    .cutout);
        };
        QVERIFY(std::abs(sumWith(0.0) - subject * 1.5) < subject * 0.01);
        QVERIFY(std::abs(sumWith(4.0) - subject * 1.5) < subject * 0.01);
    }

    void putsTheShadowUnderTheSubjectByTheOverOperator() {
        ArrangeInput input = disc(green, PixelType::u16);
        input.cutout = makeImage(kWidth, kHeight, 4, PixelType::u16, [](int, int) {
            return std::array<double, 4>{0.8, 0.2, 0.0, 0.5};
        });
        const Shadow shadow{.distance = 0.0, .blur = 0.0, .opacity = 60, .color = {0, 0, 0}};
        const Image clear = arrange(input, {.shadow = shadow}, {}).cutout;
        // alpha = a + s (1 - a), colour = c a / alpha; s = 0.5 * 0.6
        QVERIFY(std::abs(at(clear, 9, 9)[3] / 255.0 - 0.65) < 1e-4);
        QVERIFY(std::abs(at(clear, 9, 9)[0] / 255.0 - 0.8 * 0.5 / 0.65) < 1e-4);
        // Over a colour it is the same as that picture over the colour.
        const Background white{};
        const Image over = arrange(input, {.background = white, .shadow = shadow}, {}).cutout;
        QVERIFY(maxDifference(over, overColor(clear, white.color, {})) < 1e-4);
    }

    void leavesNoColourUnderAlphaZero() {
        const Image image = arrange(disc(green), {.shadow = Shadow{.color = {255, 255, 255}}}, {}).cutout;
        for (int y = 0; y < kHeight; ++y) {
            for (int x = 0; x < kWidth; ++x) {
                QVERIFY(at(image, x, y)[3] > 0.0 || isNear(at(image, x, y), 0, 0, 0, 0.0));
            }
        }
    }

    void framesTheSubject() {
        Recipe recipe{.background = Background{.color = {1, 2, 3}}};
        recipe.framing = {.around = FrameAround::subject, .margin = 10.0, .canvas = CanvasSize{200, 100}};
        const Arranged arranged = arrange(disc(green), recipe, {});

        QCOMPARE(arranged.framed.format().width, 200);
        QCOMPARE(arranged.framed.format().height, 100);
        QVERIFY(isNear(at(arranged.framed, 100, 12), 255, 0, 0));
        QVERIFY(isNear(at(arranged.framed, 100, 8), 1, 2, 3));
        QVERIFY(arranged.settings.find("subject 60 x 60, frame 200 x 100") != std::string::npos);
        QVERIFY(arranged.reason.find("enlarged 1.3 times") != std::string::npos);
        // 80 pixels of 100 for the 60 of the subject.
        QCOMPARE(arranged.area->width, 150.0);
        QCOMPARE(arranged.area->x, 100.0 - 75.0);
        QCOMPARE(arranged.cutout.format().width, kWidth);
    }

    void linesUpWithWhatIsNotFramed() {
        Recipe recipe{
            .background = Background{.kind = BackgroundKind::linear, .color = {0, 0, 0}, .angle = 90.0},
            .shadow = Shadow{.distance = 6.0, .blur = 3.0}};
        recipe.framing = {.around = FrameAround::subject, .margin = 30.0};
        const Arranged arranged = arrange(disc(green, PixelType::u16), recipe, {});
        const int left = int(arranged.area->x);
        const int top = int(arranged.area->y);

        QVERIFY(left >= 0 && top < 0);
        for (const auto& [x, y] :
             {std::pair(20, 60), std::pair(75, 60), std::pair(100, 90), std::pair(120, 30)}) {
            const auto framed = at(arranged.framed, x, y);
            const auto whole = at(arranged.cutout, x + left, y + top);
            QVERIFY(isNear(framed, whole[0], whole[1], whole[2], 0.5));
        }
    }

    void saysThatAnEmptyMatteHasNoSubject() {
        ArrangeInput input = disc(green);
        input.matte =
            makeImage(kWidth, kHeight, 1, PixelType::u8, [](int, int) { return std::array<double, 4>{0.0}; });
        Recipe recipe;
        recipe.framing = {.around = FrameAround::subject};
        const Arranged arranged = arrange(input, recipe, {});
        QVERIFY(arranged.reason.starts_with("There is no subject"));
        QCOMPARE(arranged.framed.format().width, kWidth);
        QCOMPARE(arranged.framed.format().height, kHeight);
    }

    void laysAPictureBehind() {
        const QTemporaryDir folder;
        const std::string file = (folder.path() + "/behind.png").toStdString();
        const Image picture = makeImage(60, 20, 3, PixelType::u8, [](int x, int) {
            return x < 20   ? std::array<double, 4>{1.0, 1.0, 0.0, 1.0}
                   : x < 40 ? std::array<double, 4>{0.0, 1.0, 1.0, 1.0}
                            : std::array<double, 4>{1.0, 0.0, 1.0, 1.0};
        });
        writePhoto({.image = picture, .output = file}, {});
        Background behind{.kind = BackgroundKind::picture, .color = {9, 9, 9}, .picture = file};
        const Image cover = arrange(disc(green), {.background = behind}, {}).cutout;
        // 240 x 160 is a middle of half the picture's width.
        QVERIFY(isNear(at(cover, 120, 150), 0, 255, 255));
        QVERIFY(isNear(at(cover, 3, 150), 255, 255, 0));
        QVERIFY(isNear(at(cover, 237, 150), 255, 0, 255));
        behind.fit = PictureFit::contain;
        const Image contain = arrange(disc(green), {.background = behind}, {}).cutout;
        QVERIFY(isNear(at(contain, 120, 35), 9, 9, 9, 0.0)); // 80 of 160 rows are the picture
        QVERIFY(isNear(at(contain, 10, 80), 255, 255, 0));

        const std::string before = stampOf(behind);
        QVERIFY(!before.empty());
        writePhoto({.image = cover, .output = file, .options = {.existing = ExistingPolicy::replace}}, {});
        QVERIFY(stampOf(behind) != before);
    }

    void namesABackgroundThatIsMissing() {
        const Background gone{.kind = BackgroundKind::picture, .picture = "/nowhere/sky.png"};
        for (const bool isChecked : {true, false}) {
            try {
                if (isChecked) {
                    checkPicture(gone);
                } else {
                    arrange(disc(green), {.background = gone}, {});
                }
                QFAIL("nothing was thrown");
            } catch (const Error& e) {
                QVERIFY(e.code() == ErrorCode::file_not_found);
                QCOMPARE(e.file().string(), gone.picture);
                QVERIFY(std::string(e.what()).starts_with("the background picture"));
            }
        }
    }

    void standsInBlackAndWhiteBeforeAPhotoInBlackAndWhite() {
        ArrangeInput input = disc(green);
        input.finished = makeImage(kWidth, kHeight, 4, PixelType::u8, [](int x, int y) {
            const double inside = isSubject(x, y) ? 1.0 : 0.0;
            return std::array<double, 4>{inside * 0.5, inside * 0.5, inside * 0.5, inside};
        });
        const Recipe recipe{.finish = BwSettings{}, .background = blur(5.0)};
        const Image image = arrange(input, recipe, {}).finished;
        const auto pixel = at(image, 220, 20);
        QVERIFY(pixel[1] > 20.0);
        QVERIFY(isNear(pixel, pixel[1], pixel[1], pixel[1], 1.0));
    }

    void goesOnBesideASceneOnWhite() {
        ArrangeInput input = disc(green);
        input.finished = makeImage(kWidth, kHeight, 3, PixelType::u8, [](int, int) {
            return std::array<double, 4>{1.0, 1.0, 1.0};
        });
        Recipe recipe{.finish = BwSettings{.background = BwBackground::white}};
        recipe.framing = {.aspect = Aspect{1, 1}};
        recipe.shadow = Shadow{}; // the photo's rectangle would throw it
        const Arranged arranged = arrange(input, recipe, {});
        QCOMPARE(arranged.framed.format().channels, 3);
        for (int y = 0; y < kWidth; ++y) {
            QVERIFY(isNear(at(arranged.framed, 5, y), 255, 255, 255, 0.0));
        }
        QVERIFY(arranged.reason.find("no shadow") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(ArrangeTest)
#include "arrange_test.moc"
