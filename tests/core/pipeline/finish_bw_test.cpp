#include "core/base/error.h"
#include "core/image/pixels.h"
#include "core/io/color.h"
#include "core/pipeline/finish_bw.h"
#include "core/pipeline/refine_foreground.h"
#include "tests/support/test_images.h"

#include <QTest>

#include <cmath>
#include <map>
#include <set>

using namespace kerf;
using namespace kerf::test;

namespace {

using Rgb = std::array<double, 3>;

constexpr int kSide = 160;

double distanceToCentre(int x, int y) {
    return std::hypot(x + 0.5 - kSide / 2.0, y + 0.5 - kSide / 2.0);
}

// Of a disc in the middle, with an edge of some pixels.
double discAlpha(int x, int y) {
    return std::clamp((50.0 - distanceToCentre(x, y)) / 4.0 + 0.5, 0.0, 1.0);
}

// A disc with a texture of its own, dark fur, before a wall.
FinishSource discBefore(Rgb subject, Rgb wall, PixelType type = PixelType::u8) {
    const auto fur = [&](int x, int y, std::size_t c) {
        return std::clamp(subject[c] * (1.0 + 0.4 * std::sin(x * 0.9) * std::cos(y * 0.7)), 0.0, 1.0);
    };
    FinishSource source;
    source.cleaned = makeImage(kSide, kSide, 3, type, [&](int x, int y) {
        const double a = discAlpha(x, y);
        std::array<double, 4> v{};
        for (std::size_t c = 0; c < 3; ++c) {
            v[c] = a * fur(x, y, c) + (1.0 - a) * wall[c];
        }
        return v;
    });
    source.matte = makeImage(
        kSide, kSide, 1, type, [&](int x, int y) { return std::array<double, 4>{discAlpha(x, y)}; });
    source.cutout = makeImage(kSide, kSide, 4, type, [&](int x, int y) {
        const double a = discAlpha(x, y);
        const double k = a > 0.0 ? 1.0 : 0.0;
        return std::array<double, 4>{k * fur(x, y, 0), k * fur(x, y, 1), k * fur(x, y, 2), a};
    });
    return source;
}

FinishSource whole(const Image& image) {
    return {.cleaned = image, .matte = alphaOf(image), .cutout = image, .isMasked = false};
}

FinishResult run(const FinishSource& source, const BwSettings& settings) {
    return finishBw(source, settings, Progress{});
}

// The first channel, 0..1, in a corner.
double cornerOf(const Image& image) {
    return convertType(image, PixelType::f32).row<float>(2)[std::size_t(2 * image.format().channels)];
}

// A mean over a square of 20 in the middle.
double meanOf(const Image& image) {
    const Image wide = convertType(image, PixelType::f32);
    double sum = 0.0;
    for (int y = 70; y < 90; ++y) {
        for (int x = 70; x < 90; ++x) {
            sum += wide.row<float>(y)[std::size_t(x * image.format().channels)];
        }
    }
    return sum / 400.0;
}

bool isNeutral(const Image& image) {
    const Image narrow = convertType(image, PixelType::u16);
    for (int y = 0; y < image.format().height; ++y) {
        const auto row = narrow.row<std::uint16_t>(y);
        for (std::size_t x = 0; x < row.size(); x += std::size_t(image.format().channels)) {
            if (row[x] != row[x + 1] || row[x] != row[x + 2]) {
                return false;
            }
        }
    }
    return true;
}

const BwSettings kNothing{.autoMix = false};

} // namespace

class FinishBwTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // As a photo in black and white is defined: the luminance in linear light, encoded again.
    void withoutSettingsGivesTheLuminance_data() {
        QTest::addColumn<QByteArray>("profile");
        QTest::addColumn<int>("type");
        for (const PixelType type : {PixelType::u8, PixelType::u16}) {
            QTest::newRow(type == PixelType::u8 ? "sRGB 8" : "sRGB 16") << QByteArray() << int(type);
            QTest::newRow(type == PixelType::u8 ? "Adobe 8" : "Adobe 16")
                << QByteArray::fromStdString(adobeRgbProfile()) << int(type);
        }
    }
    void withoutSettingsGivesTheLuminance() {
        QFETCH(QByteArray, profile);
        QFETCH(int, type);
        const bool isAdobe = !profile.isEmpty();
        const Image image = makeImage(64, 64, 3, PixelType(type), [](int x, int y) {
                                return std::array<double, 4>{x / 63.0, y / 63.0, (x + y) / 126.0};
                            }).withIcc(profile.toStdString());
        const Image grey = convertType(run(whole(image), kNothing).image, PixelType::f32);

        const auto linear = [&](double v) {
            return isAdobe        ? std::pow(v, 563.0 / 256.0)
                   : v <= 0.04045 ? v / 12.92
                                  : std::pow((v + 0.055) / 1.055, 2.4);
        };
        const auto encoded = [&](double v) {
            return isAdobe          ? std::pow(v, 256.0 / 563.0)
                   : v <= 0.0031308 ? v * 12.92
                                    : 1.055 * std::pow(v, 1 / 2.4) - 0.055;
        };
        double worst = 0.0;
        for (int y = 0; y < 64; ++y) {
            for (int x = 0; x < 64; ++x) {
                const double y0 =
                    0.21 * linear(x / 63.0) + 0.72 * linear(y / 63.0) + 0.07 * linear((x + y) / 126.0);
                worst =
                    std::max(worst, std::abs(encoded(y0) - double(grey.row<float>(y)[std::size_t(x * 3)])));
            }
        }
        QVERIFY2(
            worst < (type == int(PixelType::u8) ? 1.6 / 255 : 0.5 / 255),
            qPrintable(QString::number(worst * 255)));
        QVERIFY(isNeutral(run(whole(image), kNothing).image));
        QCOMPARE(grey.format().icc, profile.toStdString());
    }

    void leavesAGreyPictureAsItIs() {
        const Image grey = makeImage(256, 4, 3, PixelType::u8, [](int x, int) {
            return std::array<double, 4>{x / 255.0, x / 255.0, x / 255.0};
        });
        QVERIFY(maxDifference(run(whole(grey), kNothing).image, grey) <= 1.0 / 255 + 1e-6);
    }

    void aWallBehindADarkSubjectDoesNotChangeIt_data() {
        QTest::addColumn<int>("preset");
        for (int i = 0; i < int(bwPresets().size()); ++i) {
            QTest::newRow(bwPresets()[std::size_t(i)].name.data()) << i;
        }
    }
    void aWallBehindADarkSubjectDoesNotChangeIt() {
        QFETCH(int, preset);
        BwSettings settings = bwPresets()[std::size_t(preset)].settings;
        settings.background = BwBackground::cutout;
        const Rgb fur{0.16, 0.13, 0.11};
        const Image white = run(discBefore(fur, {1, 1, 1}), settings).image;
        const Image grey = run(discBefore(fur, {0.7, 0.7, 0.7}), settings).image;
        QVERIFY(maxDifference(white, grey) == 0.0);

        settings.autoMix = false; // which alone looks at the background, and only as far as it must
        const Image before = run(discBefore(fur, {1, 1, 1}), settings).image;
        const Image black = run(discBefore(fur, {0.02, 0.02, 0.02}), settings).image;
        QVERIFY(maxDifference(before, black) == 0.0);
    }

    void theSubjectSetsTheExposure() {
        const FinishSource dog = discBefore({0.2, 0.2, 0.2}, {1, 1, 1});
        const double plain = meanOf(run(dog, kNothing).image);
        BwSettings settings = kNothing;
        settings.white = 100;
        QVERIFY(meanOf(run(dog, settings).image) > plain + 0.15); // though the wall is white already
    }

    void theAutomaticMixSetsRedAndGreenOfOneLuminanceApart() {
        // Both of lightness 50 by the sRGB weights.
        const Rgb red{0.84, 0.20, 0.20};
        const Rgb green{0.20, 0.5089, 0.20};
        const FinishSource source = discBefore(red, green);
        BwSettings settings = kNothing;
        settings.background = BwBackground::same;
        const Image plain = run(source, settings).image;
        QVERIFY(std::abs(meanOf(plain) - cornerOf(plain)) < 0.06);

        settings.autoMix = true;
        const Image apart = run(source, settings).image;
        QVERIFY2(
            std::abs(meanOf(apart) - cornerOf(apart)) > 0.2,
            qPrintable(QString::number(meanOf(apart) - cornerOf(apart))));
    }

    void theAutomaticMixLeavesGreyAlone() {
        const FinishResult result = run(discBefore({0.3, 0.3, 0.3}, {0.7, 0.7, 0.7}), {});
        QVERIFY2(result.settings.starts_with("mix 21/72/7 (auto)"), result.settings.c_str());
    }

    void everyNumberHasAnEffectAndANeutralPlace_data() {
        QTest::addColumn<int>("number");
        for (int i = 0; i < int(bwNumbers().size()); ++i) {
            if (bwNumbers()[std::size_t(i)].name == "grain-size") {
                continue; // grainGrowsWithItsSize()
            }
            QTest::newRow(std::string(bwNumbers()[std::size_t(i)].name).c_str()) << i;
        }
    }
    void everyNumberHasAnEffectAndANeutralPlace() {
        QFETCH(int, number);
        const BwNumber& one = bwNumbers()[std::size_t(number)];
        const FinishSource source = discBefore({0.5, 0.4, 0.3}, {0.8, 0.7, 0.9}, PixelType::u16);
        BwSettings settings = kNothing;
        settings.background = BwBackground::same;
        // The context in which it acts.
        settings.black = one.name == "clip" ? 100 : 0;
        settings.background = one.name == "dim" ? BwBackground::dimmed : settings.background;
        settings.toning = one.name == "toning-strength" ? BwToning::sepia : settings.toning;
        settings.grain = one.name == "seed" ? 50 : 0;
        settings.dim = 0;
        settings.toningStrength = 0;
        BwSettings least = settings;
        least.*one.value = one.least;
        if (one.value == &BwSettings::red || one.value == &BwSettings::green ||
            one.value == &BwSettings::blue) {
            least.*one.value = 0;
        }
        BwSettings most = settings;
        most.*one.value = one.most;
        const Image atLeast = run(source, least).image;
        const Image atMost = run(source, most).image;
        QVERIFY(maxDifference(atLeast, atMost) > 0.02);

        if (one.least == 0 && one.name != "clip" &&
            one.name != "seed" /* have no place where they do nothing */) {
            BwSettings plain = kNothing;
            plain.background = BwBackground::same;
            QVERIFY(maxDifference(run(source, least).image, run(source, plain).image) == 0.0);
        }
        const bool isBright = one.name == "brightness" || one.name == "shadows" || one.name == "highlights";
        if (isBright || one.name == "white") {
            QVERIFY(meanOf(atMost) > meanOf(atLeast));
        }
        if (one.name == "vignette") {
            QVERIFY(cornerOf(atMost) < cornerOf(atLeast) - 0.2);
            QVERIFY(std::abs(meanOf(atMost) - meanOf(atLeast)) < 0.01); // the subject is out of it
        }
    }

    void curvesRiseEverywhere_data() {
        QTest::addColumn<int>("value");
        QTest::newRow("least") << -100;
        QTest::newRow("most") << 100;
    }
    void curvesRiseEverywhere() {
        QFETCH(int, value);
        const Image ramp = makeImage(1024, 8, 3, PixelType::u16, [](int x, int) {
            return std::array<double, 4>{x / 1023.0, x / 1023.0, x / 1023.0};
        });
        for (const auto number :
             {&BwSettings::brightness, &BwSettings::contrast, &BwSettings::shadows,
              &BwSettings::highlights}) {
            BwSettings settings = kNothing;
            settings.*number = value;
            const Image image = run(whole(ramp), settings).image;
            const auto row = image.row<std::uint16_t>(3);
            for (std::size_t x = 1; x < 1024; ++x) {
                QVERIFY(row[x * 3] >= row[x * 3 - 3]);
            }
        }
    }

    // An 8-bit gradient that is stretched has gaps in its histogram unless it is dithered.
    void aGradientHasNoBands() {
        const Image ramp = makeImage(512, 256, 3, PixelType::u16, [](int x, int) {
            const double v = 0.35 + 0.3 * x / 511.0;
            return std::array<double, 4>{v, v, v};
        });
        const Image coarse = convertType(ramp, PixelType::u8);
        BwSettings settings = kNothing;
        settings.black = 100;
        settings.white = 100;
        settings.contrast = 40;
        const Image image = run(whole(coarse), settings).image;
        std::map<int, int> histogram;
        for (int y = 0; y < 256; ++y) {
            for (std::size_t x = 0; x < 512; ++x) {
                ++histogram[image.row<std::uint8_t>(y)[x * 3]];
            }
        }
        const int first = histogram.begin()->first;
        const int last = histogram.rbegin()->first;
        QVERIFY(last - first > 150);
        QVERIFY2(
            int(histogram.size()) > (last - first) * 9 / 10, qPrintable(QString::number(histogram.size())));

        const Image deep = run(whole(ramp), settings).image; // 16 bits: a step a column, none lost
        std::set<std::uint16_t> values;
        for (std::size_t x = 0; x < 512; ++x) {
            values.insert(deep.row<std::uint16_t>(9)[x * 3]);
        }
        QVERIFY(values.size() > 480);
    }

    void leavesAlphaAsItIs() {
        for (const PixelType type : {PixelType::u8, PixelType::u16}) {
            const FinishSource source = discBefore({0.5, 0.4, 0.3}, {0.8, 0.7, 0.9}, type);
            for (const BwPreset& preset : bwPresets()) {
                BwSettings settings = preset.settings;
                settings.background = BwBackground::cutout;
                const Image image = run(source, settings).image;
                QCOMPARE(image.format(), source.cutout.format());
                QCOMPARE(maxDifference(alphaOf(image), alphaOf(source.cutout)), 0.0);
            }
        }
    }

    void nothingShowsUnderAlphaZero() {
        BwSettings settings = bwPresets()[1].settings;
        settings.background = BwBackground::cutout;
        settings.brightness = 100;
        settings.grain = 100;
        const Image image = run(discBefore({0.5, 0.4, 0.3}, {1, 1, 1}), settings).image;
        QCOMPARE(cornerOf(image), 0.0);
    }

    void treatsTheBackground_data() {
        QTest::addColumn<int>("background");
        QTest::addColumn<double>("corner");
        QTest::newRow("same") << int(BwBackground::same) << 0.6;
        QTest::newRow("dimmed") << int(BwBackground::dimmed) << 0.3;
        QTest::newRow("white") << int(BwBackground::white) << 1.0;
        QTest::newRow("black") << int(BwBackground::black) << 0.0;
    }
    void treatsTheBackground() {
        QFETCH(int, background);
        QFETCH(double, corner);
        BwSettings settings = kNothing;
        settings.background = BwBackground(background);
        settings.dim = 50;
        const FinishSource source = discBefore({0.3, 0.3, 0.3}, {0.6, 0.6, 0.6});
        const Image image = run(source, settings).image;

        QCOMPARE(image.format().channels, 3);
        QVERIFY2(std::abs(cornerOf(image) - corner) < 0.03, qPrintable(QString::number(cornerOf(image))));
        const Image plain = run(source, kNothing).image;
        QVERIFY(std::abs(meanOf(image) - meanOf(plain)) < 0.005);
        if (BwBackground(background) == BwBackground::same) {
            QVERIFY(maxDifference(image, source.cleaned) < 3.0 / 255); // grey before, grey now
        }
    }

    void keepsTheBackgroundInColour() {
        BwSettings settings = kNothing;
        settings.background = BwBackground::color;
        const FinishSource source = discBefore({0.5, 0.3, 0.2}, {0.2, 0.5, 0.9});
        const Image image = run(source, settings).image;
        const auto corner = image.row<std::uint8_t>(2).subspan(6, 3);
        QVERIFY(
            std::abs(corner[0] - 51) <= 1 && std::abs(corner[1] - 128) <= 1 &&
            std::abs(corner[2] - 230) <= 1);
        const auto middle = image.row<std::uint8_t>(kSide / 2).subspan(std::size_t(kSide / 2 * 3), 3);
        QVERIFY(middle[0] == middle[1] && middle[1] == middle[2]);
        QVERIFY(!isGrey(settings));
        QVERIFY(isGrey(kNothing));
    }

    void tonesAsPrintsDo() {
        const FinishSource source = discBefore({0.4, 0.4, 0.4}, {0.5, 0.5, 0.5});
        BwSettings settings{.autoMix = false, .toning = BwToning::sepia, .toningStrength = 100};
        const Image sepia = run(source, settings).image;
        const auto warm = sepia.row<std::uint8_t>(kSide / 2).subspan(std::size_t(kSide / 2 * 4), 3);
        QVERIFY(warm[0] > warm[1] + 8 && warm[1] > warm[2] + 8);

        settings.toning = BwToning::selenium;
        const Image selenium = run(source, settings).image;
        const auto cool = selenium.row<std::uint8_t>(kSide / 2).subspan(std::size_t(kSide / 2 * 4), 3);
        QVERIFY(cool[0] > cool[1] && cool[2] > cool[1]);
        QVERIFY(std::abs(meanOf(sepia) - meanOf(selenium)) < 0.08); // a tint, no exposure
    }

    void localContrastDoesNotRaiseNoise() {
        std::uint32_t state = 7;
        const auto noise = [&] {
            double sum = 0.0;
            for (int i = 0; i < 6; ++i) {
                state = state * 1664525U + 1013904223U;
                sum += double(state >> 8U) / double(1U << 24U) - 0.5;
            }
            return sum * std::sqrt(2.0) * 0.02; // sigma 5 of 255
        };
        const Image noisy = makeImage(kSide * 2, kSide * 2, 3, PixelType::u8, [&](int x, int y) {
            const double shade = (x / 80 + y / 80) % 2 == 0 ? 0.35 : 0.6; // large fields, flat inside
            const double v = shade + noise();
            return std::array<double, 4>{v, v, v};
        });
        const auto deviation = [](const Image& image) { // inside of one field
            double sum = 0.0;
            double squares = 0.0;
            for (int y = 100; y < 140; ++y) {
                for (int x = 100; x < 140; ++x) {
                    const double v = image.row<std::uint8_t>(y)[std::size_t(x * 3)];
                    sum += v;
                    squares += v * v;
                }
            }
            return std::sqrt(squares / 1600 - sum / 1600 * (sum / 1600));
        };
        BwSettings settings = kNothing;
        settings.localContrast = 100;
        const double before = deviation(run(whole(noisy), kNothing).image);
        const double after = deviation(run(whole(noisy), settings).image);
        QVERIFY2(after < before * 1.15, qPrintable(QString("%1 became %2").arg(before).arg(after)));
    }

    void localContrastRaisesTexture() {
        const FinishSource source = discBefore({0.3, 0.3, 0.3}, {0.7, 0.7, 0.7}, PixelType::u16);
        const auto range = [](const Image& image) {
            std::uint16_t least = 65535;
            std::uint16_t most = 0;
            for (int y = 70; y < 90; ++y) {
                for (int x = 70; x < 90; ++x) {
                    const std::uint16_t v = image.row<std::uint16_t>(y)[std::size_t(x * 4)];
                    least = std::min(least, v);
                    most = std::max(most, v);
                }
            }
            return most - least;
        };
        BwSettings settings = kNothing;
        settings.localContrast = 100;
        QVERIFY(range(run(source, settings).image) > range(run(source, kNothing).image) * 1.2);
    }

    void grainGrowsWithItsSize() {
        const Image flat = makeImage(3000, 40, 3, PixelType::u16, [](int, int) {
            return std::array<double, 4>{0.5, 0.5, 0.5};
        });
        BwSettings settings = kNothing;
        settings.grain = 100;
        const auto roughness = [&](int size) { // differences of neighbours: small in large clumps
            settings.grainSize = size;
            const Image image = run(whole(flat), settings).image;
            double sum = 0.0;
            for (std::size_t x = 1; x < 3000; ++x) {
                const auto row = image.row<std::uint16_t>(20);
                sum += std::abs(double(row[x * 3]) - double(row[x * 3 - 3]));
            }
            return sum;
        };
        QVERIFY(roughness(10) > 1.4 * roughness(100));
    }

    void givesTheSameBytesEachTime() {
        const FinishSource source = discBefore({0.5, 0.4, 0.3}, {0.8, 0.7, 0.9});
        BwSettings settings = bwPresets()[1].settings;
        settings.grain = 50;
        const Image first = run(source, settings).image;
        QCOMPARE(maxDifference(run(source, settings).image, first), 0.0);
        settings.seed = 2;
        QVERIFY(maxDifference(run(source, settings).image, first) > 0.0);
    }

    void saysWhenThereIsNoSubject() {
        const Image image = makeImage(32, 32, 3, PixelType::u8, [](int x, int) {
            return std::array<double, 4>{x / 32.0, 0.5, 0.5};
        });
        QCOMPARE(
            run(whole(image), {}).reason,
            std::string("There is no mask, so the whole picture counts as the subject."));
        FinishSource empty = discBefore({0.5, 0.4, 0.3}, {0.8, 0.7, 0.9});
        empty.matte =
            makeImage(kSide, kSide, 1, PixelType::u8, [](int, int) { return std::array<double, 4>{}; });
        empty.cutout = joinAlpha(empty.cleaned, empty.matte);
        QVERIFY(run(empty, {}).reason.find("holds nearly nothing") != std::string::npos);
    }

    void worksOnOnePixel() {
        const Image dot = makeImage(1, 1, 3, PixelType::u16, [](int, int) {
            return std::array<double, 4>{0.5, 0.4, 0.3};
        });
        for (const BwPreset& preset : bwPresets()) {
            QCOMPARE(run(whole(dot), preset.settings).image.format(), dot.format());
        }
    }

    void stopsWhenAsked() {
        std::stop_source stop;
        stop.request_stop();
        const Progress progress(stop.get_token(), {});
        QVERIFY_THROWS_EXCEPTION(Cancelled, finishBw(discBefore({0.5, 0.4, 0.3}, {1, 1, 1}), {}, progress));
        QVERIFY_THROWS_EXCEPTION(Error, run(discBefore({0.5, 0.4, 0.3}, {1, 1, 1}), {.grain = 101}));
    }
};

QTEST_GUILESS_MAIN(FinishBwTest)
#include "finish_bw_test.moc"
