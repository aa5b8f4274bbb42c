#include "core/base/error.h"
#include "core/io/codec.h"
#include "tests/core/io/make_dng.h"
#include "tests/support/failure.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <optional>
#include <stop_token>
#include <string_view>

using namespace kerf;
using test::DngRecipe;

namespace {

using Bytes = std::vector<std::uint8_t>;

io::Decoded decode(const Bytes& bytes) {
    return io::rawCodec().read({{}, bytes}, Limits(), Progress());
}

std::optional<ErrorCode> failureOf(const Bytes& bytes, const Limits& limits = Limits()) {
    return test::codeThrownBy([&] { io::rawCodec().read({{}, bytes}, limits, Progress()); });
}

double encoded(double linear) {
    return linear <= 0.0031308 ? 12.92 * linear : 1.055 * std::pow(linear, 1.0 / 2.4) - 0.055;
}

// True when the pixel is this linear colour, within two 8-bit levels.
bool shows(const Image& image, int x, int y, const std::array<double, 3>& linear) {
    const auto row = image.row<std::uint16_t>(y);
    for (std::size_t c = 0; c < 3; ++c) {
        const double value = row[std::size_t(x) * 3 + c] / 65'535.0;
        if (std::abs(value - encoded(linear[c])) > 2.0 / 255.0) {
            qWarning("channel %d: %.4f, wanted %.4f", int(c), value, encoded(linear[c]));
            return false;
        }
    }
    return true;
}

Bytes bytesOf(std::string_view text) {
    Bytes bytes(text.begin(), text.end());
    bytes.resize(std::max<std::size_t>(bytes.size(), 64));
    return bytes;
}

} // namespace

class CodecRawTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void developsAKnownColour_data() {
        QTest::addColumn<double>("red");
        QTest::addColumn<double>("blue");
        QTest::newRow("white is white") << 1.0 << 1.0;
        QTest::newRow("balanced as the camera says") << 0.5 << 0.7;
    }

    void developsAKnownColour() {
        QFETCH(double, red);
        QFETCH(double, blue);
        DngRecipe recipe;
        recipe.neutral = {red, 1.0, blue};
        const Bytes bytes = test::makeDng(recipe);

        QVERIFY(io::rawCodec().sniff(bytes));
        const io::Decoded decoded = decode(bytes);

        QCOMPARE(decoded.info.format, std::string("RAW (Kerf Testcam)"));
        QCOMPARE(decoded.image.format().width, 64);
        QCOMPARE(decoded.image.format().height, 48);
        QCOMPARE(decoded.image.format().type, PixelType::u16);
        QVERIFY(shows(decoded.image, 32, 10, recipe.top));
        QVERIFY(shows(decoded.image, 32, 38, recipe.bottom));
        QVERIFY(!decoded.info.notices.empty());
    }

    void isBrightenedAsTheDngAsks_data() {
        QTest::addColumn<double>("stops");
        QTest::addColumn<double>("gain");
        QTest::newRow("one stop up") << 1.0 << 2.0;
        QTest::newRow("half a stop down") << -0.5 << std::sqrt(0.5);
        QTest::newRow("nonsense") << 900.0 << 1.0;
    }

    void isBrightenedAsTheDngAsks() {
        QFETCH(double, stops);
        QFETCH(double, gain);
        DngRecipe recipe;
        recipe.top = {0.3, 0.2, 0.1};
        recipe.baselineExposure = stops;

        const Image image = decode(test::makeDng(recipe)).image;

        QVERIFY(shows(image, 32, 10, {0.3 * gain, 0.2 * gain, 0.1 * gain}));
    }

    void isTurnedByTheLibrary() {
        DngRecipe recipe;
        recipe.orientation = 6; // a quarter turn to the right: what was above is at the right
        const Bytes bytes = test::makeDng(recipe);
        const io::Decoded decoded = decode(bytes);
        QCOMPARE(decoded.image.format().width, 48);
        QCOMPARE(decoded.image.format().height, 64);
        QCOMPARE(decoded.orientation, 1);
        QVERIFY(shows(decoded.image, 38, 32, recipe.top));
        QVERIFY(shows(decoded.image, 10, 32, recipe.bottom));
        const io::Decoded info = io::rawCodec().readInfo({{}, bytes}, Limits());
        QVERIFY(info.image.empty());
        QCOMPARE(info.info.width, 48);
        QCOMPARE(info.info.height, 64);
    }

    void carriesTheCamerasExif() {
        const io::Decoded decoded = decode(test::makeDng({}));
        PhotoInfo info;
        describe(decoded.metadata, info);
        QCOMPARE(info.camera, std::string("Kerf Testcam"));
    }

    void neverGivesACutFileOut() {
        const Bytes whole = test::makeDng({});
        for (std::size_t part = 1; part < 64; ++part) {
            const Bytes cut(whole.begin(), whole.begin() + std::ptrdiff_t(whole.size() * part / 64));
            const auto failure = failureOf(cut);
            QVERIFY2(
                failure == ErrorCode::corrupt_file || failure == ErrorCode::unsupported_format,
                qPrintable(QString::number(part)));
        }
        QCOMPARE(failureOf(whole), std::optional<ErrorCode>());
    }

    void aFlippedByteNeverEndsBadly() {
        const Bytes whole = test::makeDng({});
        const std::size_t header = whole.size() - 64 * 48 * 2;
        for (std::size_t i = 0; i < 2 * header; i += 3) { // both kinds, any place
            Bytes bytes = whole;
            bytes[i / 2] = std::uint8_t(bytes[i / 2] ^ (i % 2 == 0 ? 0xffU : 0x01U));
            const auto failure = failureOf(bytes, Limits{.maxPixels = 1'000'000});
            QVERIFY2(
                !failure || failure == ErrorCode::corrupt_file || failure == ErrorCode::too_large ||
                    failure == ErrorCode::unsupported_format,
                qPrintable(QString::number(i)));
        }
    }

    void checksTheSizeFirst() {
        QCOMPARE(
            failureOf(test::makeDng({}), Limits{.maxPixels = 64 * 48 - 1}),
            std::optional(ErrorCode::too_large));
    }

    void stopsWhenAsked() {
        std::stop_source source;
        source.request_stop();
        const Progress stopped(source.get_token(), nullptr);
        const Bytes bytes = test::makeDng({});
        QVERIFY_EXCEPTION_THROWN(io::rawCodec().read({{}, bytes}, Limits(), stopped), Cancelled);
    }

    void knowsCamerasFilesByTheirBeginning_data() {
        using namespace std::string_view_literals;
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<bool>("isRaw");
        const auto row = [](const char* name, std::string_view head, bool isRaw) {
            QTest::newRow(name) << QByteArray(head.data(), qsizetype(head.size())) << isRaw;
        };
        row("CR2", "II\x2a\0\x10\0\0\0CR\x02\0"sv, true);
        row("CR3",
            "\0\0\0\x18"
            "ftypcrx \0\0\0\1crx isom"sv,
            true);
        row("RAF", "FUJIFILMCCD-RAW 0201"sv, true);
        row("ORF", "IIRO\x08\0\0\0"sv, true);
        row("RW2", "IIU\0\x18\0\0\0"sv, true);
        row("MRW", "\0MRM"sv, true);
        row("TIFF", "II\x2a\0\x08\0\0\0\0\0"sv, false);
        row("JPEG", "\xff\xd8\xff\xe0"sv, false);
        row("HEIC",
            "\0\0\0\x18"
            "ftypheic\0\0\0\0mif1heic"sv,
            false);
        row("empty", ""sv, false);
    }

    void knowsCamerasFilesByTheirBeginning() {
        QFETCH(QByteArray, head);
        QFETCH(bool, isRaw);
        QCOMPARE(io::rawCodec().sniff(bytesOf({head.data(), std::size_t(head.size())})), isRaw);
    }

    void anythingBehindAGoodBeginningIsRefused() {
        const Bytes bytes = bytesOf("FUJIFILMCCD-RAW 0201FF383501X-T5");
        const auto failure = failureOf(bytes);
        QVERIFY(failure == ErrorCode::corrupt_file || failure == ErrorCode::unsupported_format);
    }
};

QTEST_GUILESS_MAIN(CodecRawTest)
#include "codec_raw_test.moc"
