#include "core/base/error.h"
#include "core/image/pixels.h"
#include "core/pipeline/mask_grabcut.h"
#include "tests/support/test_images.h"

#include <QRect>
#include <QTest>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <future>
#include <thread>

using namespace kerf;
using kerf::test::makeImage;

namespace {

bool inDisc(int x, int y, double centerX, double centerY, double radius) {
    return std::hypot(x + 0.5 - centerX, y + 0.5 - centerY) < radius;
}

// A red disc on grey-green, both uneven, with noise.
Image discPhoto(int width, int height, double centerX, double centerY, double radius, PixelType type) {
    const Image plain = makeImage(width, height, 3, type, [&](int x, int y) {
        const double shade = 0.1 * std::sin(x * 0.05) + 0.1 * y / height;
        return inDisc(x, y, centerX, centerY, radius)
                   ? std::array<double, 4>{0.75 - shade, 0.25 + shade, 0.2, 1.0}
                   : std::array<double, 4>{0.4 + shade, 0.5 - shade, 0.4, 1.0};
    });
    return test::addNoise(plain, 5.0, 7);
}

double value(const Image& matte, int x, int y) {
    return matte.format().type == PixelType::u8 ? matte.row<std::uint8_t>(y)[std::size_t(x)] / 255.0
                                                : matte.row<std::uint16_t>(y)[std::size_t(x)] / 65535.0;
}

template <typename Inside>
double iouWith(const Image& matte, Inside&& inside) {
    double common = 0.0;
    double either = 0.0;
    for (int y = 0; y < matte.format().height; ++y) {
        for (int x = 0; x < matte.format().width; ++x) {
            const bool got = value(matte, x, y) > 0.5;
            const bool expected = inside(x, y);
            common += got && expected ? 1.0 : 0.0;
            either += got || expected ? 1.0 : 0.0;
        }
    }
    return common / either;
}

bool isNeitherEmptyNorFull(const Image& matte) {
    double least = 1.0;
    double most = 0.0;
    for (int y = 0; y < matte.format().height; ++y) {
        for (int x = 0; x < matte.format().width; ++x) {
            least = std::min(least, value(matte, x, y));
            most = std::max(most, value(matte, x, y));
        }
    }
    return most > 0.0 && least < 1.0;
}

bool areSame(const Image& a, const Image& b) {
    return std::ranges::equal(a.pixels(), b.pixels());
}

} // namespace

class MaskGrabCutTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsTheSubjectWithoutAHint_data() {
        QTest::addColumn<PixelType>("type");
        QTest::addColumn<double>("centerX");
        QTest::newRow("8 bit") << PixelType::u8 << 150.0;
        QTest::newRow("16 bit") << PixelType::u16 << 150.0;
        QTest::newRow("touching the frame") << PixelType::u8 << 60.0;
    }

    void findsTheSubjectWithoutAHint() {
        QFETCH(PixelType, type);
        QFETCH(double, centerX);
        const Image photo = discPhoto(320, 240, centerX, 130.0, 70.0, type);

        const GrabCutResult result = maskGrabCut(photo, {}, Progress());

        QCOMPARE(result.matte.format().channels, 1);
        QCOMPARE(result.matte.format().type, type);
        QCOMPARE(result.seed, std::string("saliency"));
        const double iou =
            iouWith(result.matte, [&](int x, int y) { return inDisc(x, y, centerX, 130.0, 70.0); });
        QVERIFY2(iou > 0.97, qPrintable(QString::number(iou)));
    }

    void followsANetsCoarseMatte() {
        const Image photo = discPhoto(320, 240, 230.0, 130.0, 70.0, PixelType::u8);
        const Image prior = makeImage(160, 120, 1, PixelType::u8, [](int x, int y) {
            return std::array<double, 4>{inDisc(x, y, 117.0, 64.0, 33.0) ? 0.8 : 0.1};
        });
        const GrabCutResult result = maskGrabCut(photo, {.prior = prior}, Progress());
        QCOMPARE(result.seed, std::string("net"));
        const double iou =
            iouWith(result.matte, [](int x, int y) { return inDisc(x, y, 230.0, 130.0, 70.0); });
        QVERIFY2(iou > 0.97, qPrintable(QString::number(iou)));
    }

    void alphaIsIgnored() {
        const Image photo = discPhoto(200, 160, 100.0, 80.0, 50.0, PixelType::u8);
        const Image alpha = makeImage(200, 160, 1, PixelType::u8, [](int x, int) {
            return std::array<double, 4>{x < 100 ? 0.0 : 1.0};
        });

        const Image matte = maskGrabCut(joinAlpha(photo, alpha), {}, Progress()).matte;

        QVERIFY(areSame(matte, maskGrabCut(photo, {}, Progress()).matte));
    }

    void aBoxChoosesBetweenTwoSubjects() {
        const auto inLeft = [](int x, int y) { return inDisc(x, y, 80.0, 120.0, 50.0); };
        const Image photo = makeImage(320, 240, 3, PixelType::u8, [&](int x, int y) {
            return inLeft(x, y) || inDisc(x, y, 240.0, 120.0, 50.0)
                       ? std::array<double, 4>{0.8, 0.3, 0.2, 1.0}
                       : std::array<double, 4>{0.3, 0.4, 0.5, 1.0};
        });
        GrabCutHints hints;
        hints.box = Rect{30, 70, 100, 100};

        const GrabCutResult result = maskGrabCut(photo, hints, Progress());

        QCOMPARE(result.seed, std::string("box"));
        QVERIFY(iouWith(result.matte, inLeft) > 0.96);
    }

    void aSmallBoxIsCutAsWellAsALargeOne_data() {
        QTest::addColumn<double>("radius");
        QTest::addColumn<double>("centerX");
        QTest::newRow("2 % of the photo") << 55.0 << 500.0;
        QTest::newRow("0.3 % of the photo") << 20.0 << 500.0;
        QTest::newRow("0.3 %, at the frame") << 20.0 << 12.0;
    }

    void aSmallBoxIsCutAsWellAsALargeOne() {
        QFETCH(double, radius);
        QFETCH(double, centerX);
        const auto inside = [=](int x, int y) { // a disc with a bite: no ellipse would do
            return inDisc(x, y, centerX, 400.0, radius) &&
                   !inDisc(x, y, centerX + 0.5 * radius, 400.0 - 0.5 * radius, 0.5 * radius);
        };
        const Image photo = test::addNoise(
            makeImage(
                800, 600, 3, PixelType::u8,
                [&](int x, int y) {
                    const double shade = 0.1 * std::sin(x * 0.05) + 0.1 * y / 600;
                    return inside(x, y) ? std::array<double, 4>{0.75, 0.25 + shade, 0.2, 1.0}
                                        : std::array<double, 4>{0.4 + shade, 0.5 - shade, 0.4, 1.0};
                }),
            5.0, 7);
        GrabCutHints hints;
        hints.box = Rect{int(centerX - radius), int(400.0 - radius), int(2.0 * radius), int(2.0 * radius)};

        const GrabCutResult result = maskGrabCut(photo, hints, Progress());

        QCOMPARE(result.matte.format().width, 800);
        const double iou = iouWith(result.matte, inside);
        QVERIFY2(iou > 0.9, qPrintable(QString::number(iou)));
        QCOMPARE(result.note, std::string());
    }

    void strokesHoldBesideASmallBox() {
        const Image photo = discPhoto(800, 600, 500.0, 400.0, 20.0, PixelType::u8);
        const std::array strokes{
            Stroke{.isSubject = true, .radius = 4.0, .points = {{100.0, 100.0}}},
            Stroke{.isSubject = false, .radius = 4.0, .points = {{500.0, 400.0}}}};
        GrabCutHints hints;
        hints.box = Rect{480, 380, 40, 40};
        hints.strokes = strokes;

        const Image matte = maskGrabCut(photo, hints, Progress()).matte;

        QCOMPARE(value(matte, 100, 100), 1.0);
        QCOMPARE(value(matte, 500, 400), 0.0);
        QCOMPARE(value(matte, 490, 400), 1.0);
        QCOMPARE(value(matte, 300, 300), 0.0);
    }

    void anOddBoxGivesASensibleMatte_data() {
        QTest::addColumn<QRect>("box");
        QTest::newRow("one pixel") << QRect(160, 120, 1, 1);
        QTest::newRow("one pixel in the corner") << QRect(319, 239, 1, 1);
        QTest::newRow("one row") << QRect(0, 120, 320, 1);
        QTest::newRow("one column, beyond the frame") << QRect(160, -1000, 1, 5000);
        QTest::newRow("the frame") << QRect(0, 0, 320, 240);
        QTest::newRow("far beyond the frame") << QRect(-100'000, -100'000, 300'000, 300'000);
    }

    void anOddBoxGivesASensibleMatte() {
        QFETCH(QRect, box);
        GrabCutHints hints;
        hints.box = Rect{box.x(), box.y(), box.width(), box.height()};

        const Image matte =
            maskGrabCut(discPhoto(320, 240, 160.0, 120.0, 70.0, PixelType::u8), hints, Progress()).matte;

        QVERIFY(isNeitherEmptyNorFull(matte));
        const QRect around = box.adjusted(-8, -8, 8, 8);
        for (int y = 0; y < 240; ++y) {
            for (int x = 0; x < 320; ++x) {
                QVERIFY2(
                    around.contains(x, y) || value(matte, x, y) == 0.0,
                    qPrintable(QString("%1, %2").arg(x).arg(y)));
            }
        }
    }

    void aBoxMayReachBeyondTheFrame() {
        GrabCutHints hints;
        hints.box = Rect{-50, 30, 140, 120};

        const Image matte =
            maskGrabCut(discPhoto(320, 240, 30.0, 90.0, 60.0, PixelType::u8), hints, Progress()).matte;

        QVERIFY(iouWith(matte, [](int x, int y) { return inDisc(x, y, 30.0, 90.0, 60.0); }) > 0.95);
    }

    void refusesABoxOutsideTheImage() {
        const Image photo = discPhoto(60, 40, 30.0, 20.0, 10.0, PixelType::u8);
        for (const Rect& box :
             {Rect{60, 0, 10, 10}, Rect{-20, 0, 20, 10}, Rect{10, 10, 0, 5}, Rect{0, 2000000000, 10, 10}}) {
            GrabCutHints hints;
            hints.box = box;
            try {
                maskGrabCut(photo, hints, Progress());
                QFAIL("no error");
            } catch (const Error& error) {
                QCOMPARE(error.code(), ErrorCode::invalid_option);
            }
        }
    }

    void strokesHoldWhateverThePictureSays() {
        const Image photo = discPhoto(320, 240, 160.0, 120.0, 60.0, PixelType::u8);
        const std::array strokes{
            Stroke{.isSubject = true, .radius = 6.0, .points = {{20.0, 20.0}, {60.0, 30.0}}},
            Stroke{.isSubject = false, .radius = 5.0, .points = {{160.0, 120.0}}},
            Stroke{.isSubject = false, .radius = 0.2, .points = {{200.0, 100.0}, {200.0, 110.0}}}};
        GrabCutHints hints;
        hints.strokes = strokes;

        const GrabCutResult result = maskGrabCut(photo, hints, Progress());

        QCOMPARE(result.seed, std::string("strokes"));
        QCOMPARE(value(result.matte, 20, 20), 1.0);
        QCOMPARE(value(result.matte, 40, 25), 1.0);
        QCOMPARE(value(result.matte, 160, 120), 0.0);
        QCOMPARE(value(result.matte, 157, 118), 0.0);
        QCOMPARE(value(result.matte, 200, 105), 0.0);
        QCOMPARE(value(result.matte, 140, 90), 1.0);
        QCOMPARE(value(result.matte, 300, 200), 0.0);
    }

    void strokesHoldAgainstTheBox() {
        const Image photo = discPhoto(320, 240, 160.0, 120.0, 60.0, PixelType::u8);
        const std::array strokes{Stroke{.isSubject = true, .radius = 4.0, .points = {{10.0, 10.0}}}};
        GrabCutHints hints;
        hints.box = Rect{100, 60, 120, 120};
        hints.strokes = strokes;

        const GrabCutResult result = maskGrabCut(photo, hints, Progress());

        QCOMPARE(result.seed, std::string("box and strokes"));
        QCOMPARE(value(result.matte, 10, 10), 1.0);
        QCOMPARE(value(result.matte, 160, 120), 1.0);
        QCOMPARE(value(result.matte, 300, 20), 0.0);
    }

    void isPartialOnlyNearEdges() {
        const Image matte =
            maskGrabCut(discPhoto(800, 600, 400.0, 300.0, 180.0, PixelType::u8), {}, Progress()).matte;

        int partial = 0;
        for (int y = 0; y < 600; ++y) {
            for (int x = 0; x < 800; ++x) {
                const double v = value(matte, x, y);
                if (v > 0.0 && v < 1.0) {
                    ++partial;
                    const double away = std::abs(std::hypot(x - 400.0, y - 300.0) - 180.0);
                    QVERIFY2(away < 0.035 * 800, "a veil far from the edge");
                }
            }
        }
        QVERIFY2(partial < 800 * 600 / 50, qPrintable(QString::number(partial)));
    }

    void isNeverEmptyNorFull_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("kind"); // 0 flat, 1 noise, 2 a faint spot, 3 left and right halves
        for (int kind = 0; kind < 4; ++kind) {
            for (const auto& size :
                 {std::array{1, 1},
                  {1, 2},
                  {2, 1},
                  {1, 300},
                  {300, 1},
                  {2, 2},
                  {7, 5},
                  {40, 900},
                  {256, 256}}) {
                QTest::addRow("%dx%d %d", size[0], size[1], kind) << size[0] << size[1] << kind;
            }
        }
    }

    void isNeverEmptyNorFull() {
        QFETCH(int, width);
        QFETCH(int, height);
        QFETCH(int, kind);
        Image photo = makeImage(width, height, 3, PixelType::u8, [&](int x, int y) {
            const bool spot = kind == 2 && inDisc(x, y, width * 0.5, height * 0.5, 2.0);
            const bool half = kind == 3 && 2 * x >= width;
            const double v = 0.5 + (spot ? 0.02 : 0.0) + (half ? 0.3 : 0.0);
            return std::array<double, 4>{v, v, v, 1.0};
        });
        if (kind == 1) {
            photo = test::addNoise(photo, 60.0, 3);
        }

        const GrabCutResult plain = maskGrabCut(photo, {}, Progress());
        GrabCutHints hints;
        hints.box = Rect{0, 0, width, height};
        const GrabCutResult boxed = maskGrabCut(photo, hints, Progress());

        QVERIFY(isNeitherEmptyNorFull(plain.matte));
        QVERIFY(isNeitherEmptyNorFull(boxed.matte));
    }

    void saysSoWhenNothingStandsOut() {
        const Image flat = makeImage(200, 150, 3, PixelType::u8, [](int, int) {
            return std::array<double, 4>{0.5, 0.5, 0.5, 1.0};
        });

        const GrabCutResult result = maskGrabCut(flat, {}, Progress());

        QVERIFY(!result.note.empty());
    }

    void isTheSameOnEveryRunAndThread() {
        const Image photo = discPhoto(300, 200, 140.0, 100.0, 60.0, PixelType::u8);

        const Image first = maskGrabCut(photo, {}, Progress()).matte;
        const Image second = maskGrabCut(photo, {}, Progress()).matte;
        const Image elsewhere =
            std::async(std::launch::async, [&] { return maskGrabCut(photo, {}, Progress()).matte; }).get();

        QVERIFY(areSame(first, second));
        QVERIFY(areSame(first, elsewhere));
    }

    void reportsProgressUpwardsToTheEnd() {
        double last = -1.0;
        bool rises = true;
        const Progress progress({}, [&](double fraction) {
            rises = rises && fraction >= last;
            last = fraction;
        });

        maskGrabCut(discPhoto(300, 200, 140.0, 100.0, 60.0, PixelType::u8), {}, progress);

        QVERIFY(rises);
        QCOMPARE(last, 1.0);
    }

    void stopsSoonWhenAsked() {
        const Image photo = discPhoto(1200, 800, 600.0, 400.0, 240.0, PixelType::u8);
        std::stop_source stop;
        std::chrono::steady_clock::time_point asked;
        const Progress progress(stop.get_token(), [&](double fraction) {
            if (fraction >= 0.2 && !stop.stop_requested()) {
                asked = std::chrono::steady_clock::now();
                stop.request_stop();
            }
        });

        QVERIFY_EXCEPTION_THROWN(maskGrabCut(photo, {}, progress), Cancelled);

        const auto waited = std::chrono::steady_clock::now() - asked;
        QVERIFY2(waited < std::chrono::milliseconds(400), "200 ms, doubled for a busy machine");
    }
};

QTEST_GUILESS_MAIN(MaskGrabCutTest)
#include "mask_grabcut_test.moc"
