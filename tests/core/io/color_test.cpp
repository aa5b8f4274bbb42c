#include "core/base/error.h"
#include "core/image/pixels.h"
#include "core/io/color.h"
#include "tests/support/corpus.h"
#include "tests/support/test_images.h"

#include <QtTest/QtTest>

#include <cmath>
#include <map>

using namespace kerf;

namespace {

Image flat(const std::array<double, 4>& color, int channels, PixelType type) {
    return test::makeImage(5, 3, channels, type, [&](int, int) { return color; });
}

// The first pixel in 0..1.
std::array<double, 4> pixel(const Image& image) {
    const Image floats = convertType(image, PixelType::f32);
    std::array<double, 4> out{};
    for (int c = 0; c < image.format().channels; ++c) {
        out[std::size_t(c)] = double(floats.row<float>(0)[std::size_t(c)]);
    }
    return out;
}

void compare(const std::array<double, 4>& actual, const std::array<double, 4>& wanted, double tolerance) {
    for (std::size_t c = 0; c < 3; ++c) {
        QVERIFY2(
            std::abs(actual[c] - wanted[c]) <= tolerance,
            qPrintable(QString("channel %1: %2, wanted %3").arg(c).arg(actual[c]).arg(wanted[c])));
    }
}

} // namespace

class ColorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsProfilesApart();
    void givesTheSameBytesEachTime();
    void convertsKnownColors_data();
    void convertsKnownColors();
    void keepsAlphaAndComesBack_data();
    void keepsAlphaAndComesBack();
    void convertsLargePicturesAsSmallOnes_data();
    void convertsLargePicturesAsSmallOnes();
    void widensGreyByItsProfile();
    void convertsCmykWithoutAProfile();
    void refusesWhatDoesNotFit();
    void refusesSpacesWithoutSense();
    void survivesTheProfileCorpus();
    void survivesTruncatedAndFlippedProfiles();
    void stopsWhenCancelled();
};

void ColorTest::tellsProfilesApart() {
    const ProfileInfo srgb = inspectProfile(srgbProfile());
    QCOMPARE(srgb.kind, ProfileKind::rgb);
    QCOMPARE(srgb.name, std::string("sRGB"));
    QVERIFY(srgb.isSrgb && srgb.isWorkingSpace);

    for (const std::string& icc : {displayP3Profile(), adobeRgbProfile()}) {
        const ProfileInfo info = inspectProfile(icc);
        QVERIFY(info.isWorkingSpace && !info.isSrgb);
    }
    QCOMPARE(inspectProfile(displayP3Profile()).name, std::string("Display P3"));

    RgbSpace plain;
    plain.curve = RgbSpace::Curve::gamma;
    plain.gamma = 2.2;
    QVERIFY(!inspectProfile(makeRgbProfile(plain, "2.2")).isSrgb);
    QVERIFY(inspectProfile(makeRgbProfile(plain, "2.2")).isWorkingSpace);
    plain.gamma = 1.0;
    QVERIFY(!inspectProfile(makeRgbProfile(plain, "linear")).isWorkingSpace);

    QCOMPARE(inspectProfile("").kind, ProfileKind::invalid);
    QCOMPARE(inspectProfile(std::string(5000, 'x')).kind, ProfileKind::invalid);
}

void ColorTest::givesTheSameBytesEachTime() {
    QCOMPARE(makeCicpProfile(12, 13), displayP3Profile());
    QVERIFY(srgbProfile().size() < 1000);
}

void ColorTest::convertsKnownColors_data() {
    QTest::addColumn<int>("type");
    QTest::addColumn<double>("tolerance");
    QTest::newRow("8") << int(PixelType::u8) << 1.01 / 255;
    QTest::newRow("16") << int(PixelType::u16) << 12.0 / 65535;
    QTest::newRow("float") << int(PixelType::f32) << 2e-4;
}

void ColorTest::convertsKnownColors() {
    QFETCH(int, type);
    QFETCH(double, tolerance);
    const auto as = PixelType(type);

    // sRGB red in Display P3, as in CSS Color 4's conversion by matrices and the sRGB curve.
    const Image red = convertProfile(flat({1, 0, 0, 1}, 3, as), "", displayP3Profile());
    compare(pixel(red), {0.917488, 0.200287, 0.138561, 0}, tolerance);
    QCOMPARE(red.format().icc, displayP3Profile());

    // Grey stays grey, white stays white.
    compare(
        pixel(convertProfile(flat({0.5, 0.5, 0.5, 1}, 3, as), "", displayP3Profile())), {0.5, 0.5, 0.5, 0},
        tolerance + (as == PixelType::u8 ? 0.5 / 255 : 0));
    compare(
        pixel(convertProfile(flat({1, 1, 1, 1}, 3, as), displayP3Profile(), "")), {1, 1, 1, 0}, tolerance);

    // sRGB green in Adobe RGB.
    compare(
        pixel(convertProfile(flat({0, 1, 0, 1}, 3, as), "", adobeRgbProfile())), {0.564978, 1, 0.234443, 0},
        tolerance);
}

void ColorTest::keepsAlphaAndComesBack_data() {
    QTest::addColumn<int>("type");
    QTest::addColumn<double>("leastPsnr");
    QTest::newRow("8") << int(PixelType::u8) << 46.0; // a dark channel beside a bright one loses a few levels
    QTest::newRow("16") << int(PixelType::u16) << 90.0;
}

void ColorTest::keepsAlphaAndComesBack() {
    QFETCH(int, type);
    QFETCH(double, leastPsnr);
    const Image image = test::makeImage(300, 200, 4, PixelType(type), [](int x, int y) {
        return std::array<double, 4>{x / 299.0, y / 199.0, (x + y) / 498.0, 1.0 - x / 299.0};
    });

    const Image there = convertProfile(image, srgbProfile(), displayP3Profile());
    const Image back = convertProfile(there, displayP3Profile(), srgbProfile());

    QVERIFY(back.format().icc.empty());
    QCOMPARE(test::maxDifference(alphaOf(there), alphaOf(image)), 0.0);
    const double psnr = test::psnr(back, image);
    QVERIFY2(psnr >= leastPsnr, qPrintable(QString::number(psnr)));
}

void ColorTest::convertsLargePicturesAsSmallOnes_data() {
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    const QStringList names{"srgb", "p3", "adobe"};
    for (const QString& from : names) {
        for (const QString& to : names) {
            if (from != to) {
                QTest::newRow(qPrintable(from + " to " + to)) << from << to;
            }
        }
    }
}

void ColorTest::convertsLargePicturesAsSmallOnes() {
    QFETCH(QString, from);
    QFETCH(QString, to);
    const std::map<QString, std::string> profiles{
        {"srgb", srgbProfile()}, {"p3", displayP3Profile()}, {"adobe", adobeRgbProfile()}};
    // 48 x 48 x 48 colours, dense where it is dark; small pictures of them go through lcms2's own pipeline.
    const auto level = [](int i) { return std::pow(i / 47.0, 2.5); };
    const auto color = [&](int index) {
        return std::array<double, 4>{
            level(index % 48), level(index / 48 % 48), level(index / 2304), index / 110592.0};
    };
    const Image large =
        test::makeImage(384, 288, 4, PixelType::u16, [&](int x, int y) { return color(y * 384 + x); });
    const Image fast = convertProfile(large, profiles.at(from), profiles.at(to));

    int largest = 0;
    for (int y = 0; y < 288; y += 5) {
        const Image small =
            test::makeImage(384, 1, 4, PixelType::u16, [&](int x, int) { return color(y * 384 + x); });
        const Image wanted = convertProfile(small, profiles.at(from), profiles.at(to));
        const auto a = fast.row<std::uint16_t>(y);
        const auto b = wanted.row<std::uint16_t>(0);
        for (std::size_t i = 0; i < a.size(); ++i) {
            largest = std::max(largest, std::abs(int(a[i]) - int(b[i])));
        }
    }
    QVERIFY2(largest <= 2, qPrintable(QString::number(largest)));
}

void ColorTest::widensGreyByItsProfile() {
    const auto corpus = test::corpusDir("icc");
    if (corpus.empty()) {
        QSKIP("the ICC corpus is not here");
    }
    for (const auto& file : test::filesUnder(corpus)) {
        const auto bytes = test::readBytes(file);
        const std::string icc(bytes.begin(), bytes.end());
        if (inspectProfile(icc).kind != ProfileKind::grey) {
            continue;
        }
        const Image out = convertProfile(flat({1, 1, 1, 0.25}, 4, PixelType::u16), icc, "");
        compare(pixel(out), {1, 1, 1, 0}, 0.01);
        QVERIFY(std::abs(pixel(out)[3] - 0.25) < 1e-4);
    }
}

void ColorTest::convertsCmykWithoutAProfile() {
    const std::vector<std::uint8_t> inks{0, 0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 255, 0, 128, 0, 51};

    const Image image = convertCmyk(inks, 2, 2, "", Progress());

    const auto top = image.row<std::uint8_t>(0);
    QCOMPARE(
        std::vector<std::uint8_t>(top.begin(), top.end()),
        (std::vector<std::uint8_t>{255, 255, 255, 0, 255, 255}));
    const auto bottom = image.row<std::uint8_t>(1);
    QCOMPARE(
        std::vector<std::uint8_t>(bottom.begin(), bottom.end()),
        (std::vector<std::uint8_t>{0, 0, 0, 204, 102, 204}));
}

void ColorTest::refusesWhatDoesNotFit() {
    const Image image = flat({0.2, 0.4, 0.6, 1}, 3, PixelType::u8);
    const std::vector<std::uint8_t> inks(4, 0);

    QVERIFY_EXCEPTION_THROWN(convertProfile(image, std::string(400, 'x'), ""), Error);
    QVERIFY_EXCEPTION_THROWN(convertProfile(image, "", "short"), Error);
    QVERIFY_EXCEPTION_THROWN(convertCmyk(inks, 1, 1, srgbProfile(), Progress()), Error);
}

void ColorTest::refusesSpacesWithoutSense() {
    RgbSpace flatSpace;
    flatSpace.red = flatSpace.green;
    QVERIFY(makeRgbProfile(flatSpace, "x").empty());
    RgbSpace noWhite;
    noWhite.white = {0.3, 0.0};
    QVERIFY(makeRgbProfile(noWhite, "x").empty());
    RgbSpace steep;
    steep.curve = RgbSpace::Curve::gamma;
    steep.gamma = 1e9;
    QVERIFY(makeRgbProfile(steep, "x").empty());
    QVERIFY(makeCicpProfile(9, 16).empty());
    QVERIFY(makeCicpProfile(200, 13).empty());
}

namespace {

// Everything that may be done with bytes that say they are a profile.
void exercise(const std::string& icc) {
    const ProfileInfo info = inspectProfile(icc);
    try {
        convertProfile(flat({0.2, 0.4, 0.6, 0.5}, 4, PixelType::u8), icc, "");
        convertProfile(flat({0.2, 0.4, 0.6, 0.5}, 4, PixelType::u16), icc, displayP3Profile());
        QVERIFY2(
            info.kind == ProfileKind::rgb || info.kind == ProfileKind::grey,
            qPrintable(QString::number(int(info.kind))));
    } catch (const Error& e) {
        QCOMPARE(e.code(), ErrorCode::corrupt_file);
    }
    try {
        const std::vector<std::uint8_t> inks(4 * 6, 100);
        convertCmyk(inks, 3, 2, icc, Progress());
    } catch (const Error& e) {
        QCOMPARE(e.code(), ErrorCode::corrupt_file);
    }
}

} // namespace

void ColorTest::survivesTheProfileCorpus() {
    const auto corpus = test::corpusDir("icc");
    if (corpus.empty()) {
        QSKIP("the ICC corpus is not here");
    }
    int valid = 0;
    for (const auto& file : test::filesUnder(corpus)) {
        const auto bytes = test::readBytes(file);
        const std::string icc(bytes.begin(), bytes.end());
        exercise(icc);
        valid += inspectProfile(icc).kind != ProfileKind::invalid ? 1 : 0;
    }
    QVERIFY(valid >= 9);
    const auto small = test::readBytes(corpus / "icc" / "toosmall.icc");
    QCOMPARE(inspectProfile(std::string(small.begin(), small.end())).kind, ProfileKind::invalid);
}

void ColorTest::survivesTruncatedAndFlippedProfiles() {
    const std::string whole = displayP3Profile();
    for (std::size_t size = 1; size < whole.size(); size += 3) {
        exercise(whole.substr(0, size));
    }
    for (std::size_t at = 0; at < whole.size(); at += 3) {
        std::string flipped = whole;
        flipped[at] = char(flipped[at] ^ 0x55);
        exercise(flipped);
    }
}

void ColorTest::stopsWhenCancelled() {
    std::stop_source stop;
    stop.request_stop();
    const Progress progress(stop.get_token(), {});

    QVERIFY_EXCEPTION_THROWN(
        convertProfile(flat({0, 1, 0, 1}, 3, PixelType::u8), "", displayP3Profile(), progress), Cancelled);
}

QTEST_GUILESS_MAIN(ColorTest)
#include "color_test.moc"
