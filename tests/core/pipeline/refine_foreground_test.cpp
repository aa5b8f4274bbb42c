#include "core/image/pixels.h"
#include "core/pipeline/refine_foreground.h"
#include "tests/support/test_images.h"

#include <QTest>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

using namespace kerf;
using kerf::test::makeImage;

namespace {

// A safetensors file: the header's length, the header as JSON, then the tensors' bytes.
class Tensors {
public:
    explicit Tensors(const std::filesystem::path& path) {
        std::ifstream file(path, std::ios::binary);
        m_bytes.assign(std::istreambuf_iterator<char>(file), {});
        std::uint64_t length = 0;
        std::memcpy(&length, m_bytes.data(), sizeof length);
        m_header = nlohmann::json::parse(m_bytes.data() + 8, m_bytes.data() + 8 + length);
        m_data = 8 + std::size_t(length);
    }

    Image image(const char* name) const {
        const auto& entry = m_header.at(name);
        const auto& shape = entry.at("shape");
        ImageFormat format{.width = shape.at(1), .height = shape.at(0)};
        format.channels = shape.size() == 3 ? 3 : 1;
        format.type = entry.at("dtype") == "F32" ? PixelType::f32 : PixelType::u8;
        ImageBuffer out(format);
        const std::size_t begin = entry.at("data_offsets").at(0);
        std::memcpy(out.pixels().data(), m_bytes.data() + m_data + begin, out.pixels().size());
        return Image(std::move(out));
    }

private:
    std::vector<char> m_bytes;
    nlohmann::json m_header;
    std::size_t m_data = 0;
};

// refine_foreground*.safetensors in $KERF_GOLDENS, else in the test material's goldens.
std::vector<std::filesystem::path> goldens() {
    const char* named =
        std::getenv("KERF_GOLDENS"); // NOLINT(concurrency-mt-unsafe): read before threads start
    const std::filesystem::path folder = named ? named : test::sharedDir() / "goldens";
    std::vector<std::filesystem::path> files;
    if (std::filesystem::is_directory(folder)) {
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            const std::string name = entry.path().filename().string();
            if (name.starts_with("refine_foreground") && name.ends_with(".safetensors")) {
                files.push_back(entry.path());
            }
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

constexpr std::array<double, 4> kGreenScreen{0.0, 1.0, 0.0, 1.0};

// A disc with an edge of `soft` px, in a colour that changes slowly over it.
double discCover(int x, int y, double soft) {
    return std::clamp((60.0 - std::hypot(x - 100.0, y - 80.0)) / soft + 0.5, 0.0, 1.0);
}

std::array<double, 4> discColor(int x, int y) {
    return {0.9 - 0.001 * x, 0.2 + 0.001 * y, 0.3, 1.0};
}

Image discOverGreen(PixelType type) {
    return makeImage(200, 160, 3, type, [](int x, int y) {
        std::array<double, 4> pixel{};
        const double a = discCover(x, y, 8.0);
        for (std::size_t c = 0; c < 3; ++c) {
            pixel[c] = a * discColor(x, y)[c] + (1.0 - a) * kGreenScreen[c];
        }
        return pixel;
    });
}

Image discMatte(PixelType type) {
    return makeImage(
        200, 160, 1, type, [](int x, int y) { return std::array<double, 4>{discCover(x, y, 8.0)}; });
}

} // namespace

class RefineForegroundTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void agreesWithTheReference_data() {
        QTest::addColumn<QString>("path");
        for (const auto& path : goldens()) {
            QTest::newRow(path.stem().c_str()) << QString::fromStdString(path.string());
        }
        if (goldens().empty()) {
            QTest::newRow("none") << QString();
        }
    }
    void agreesWithTheReference() {
        QFETCH(const QString, path);
        if (path.isEmpty()) {
            QSKIP(
                "no test material: neither $KERF_GOLDENS nor ../shared/goldens has a refine_foreground file");
        }
        const Tensors golden(path.toStdString());

        const Image result = estimateForeground(golden.image("image"), golden.image("alpha"), Progress());

        QVERIFY(test::maxDifference(result, golden.image("foreground")) < 1e-4);
    }

    void tilesLeaveNoSeam() {
        // A crop has its tiles elsewhere, so away from its rim it must still say what the whole picture says.
        constexpr int kOffset = 100;
        constexpr int kMargin = 48;
        const auto image = [](int from, int width) {
            return makeImage(width, 400, 3, PixelType::f32, [from](int x, int y) {
                return std::array<double, 4>{
                    0.5 + 0.4 * std::sin((from + x) * 0.2), 0.5 + 0.4 * std::cos(y * 0.3), 0.4, 1.0};
            });
        };
        const auto matte = [](int from, int width) {
            return makeImage(width, 400, 1, PixelType::f32, [from](int x, int y) {
                return std::array<double, 4>{0.5 + 0.3 * std::sin((from + x + y) * 0.01)};
            });
        };

        const Image whole = estimateForeground(image(0, 700), matte(0, 700), Progress());
        const Image crop = estimateForeground(image(kOffset, 600), matte(kOffset, 600), Progress());

        double worst = 0.0;
        for (int y = 0; y < 400; ++y) {
            const auto expected = whole.row<float>(y).subspan(3 * (kOffset + kMargin));
            const auto got = crop.row<float>(y).subspan(3 * kMargin);
            for (std::size_t i = 0; i < got.size(); ++i) {
                worst = std::max(worst, double(std::abs(got[i] - expected[i])));
            }
        }
        QVERIFY2(worst < 1e-5, qPrintable(QString::number(worst)));
    }

    void softEdgesGetTheSubjectsColour_data() {
        QTest::addColumn<PixelType>("type");
        QTest::newRow("8 bit") << PixelType::u8;
        QTest::newRow("16 bit") << PixelType::u16;
    }

    void softEdgesGetTheSubjectsColour() {
        QFETCH(PixelType, type);

        const Image result =
            convertType(cutOut(discOverGreen(type), discMatte(type), Progress()), PixelType::f32);

        double sum = 0.0;
        double worst = 0.0;
        int count = 0;
        for (int y = 0; y < 160; ++y) {
            for (int x = 0; x < 200; ++x) {
                const auto pixel = result.row<float>(y).subspan(std::size_t(x) * 4, 4);
                if (pixel[3] < 0.1F) {
                    continue;
                }
                for (std::size_t c = 0; c < 3; ++c) {
                    const double error = std::abs(pixel[c] - discColor(x, y)[c]);
                    sum += error;
                    worst = std::max(worst, error);
                    ++count;
                }
            }
        }
        QVERIFY2(sum / count < 0.007, qPrintable(QString::number(sum / count)));
        QVERIFY2(worst < 0.13, qPrintable(QString::number(worst)));
    }

    void nothingOfTheBackgroundIsLeftUnderAlphaZero() {
        const Image matte = discMatte(PixelType::u8);

        const Image result = cutOut(discOverGreen(PixelType::u8), matte, Progress());

        int bled = 0;
        int black = 0;
        for (int y = 0; y < 160; ++y) {
            for (int x = 0; x < 200; ++x) {
                const auto pixel = result.row<std::uint8_t>(y).subspan(std::size_t(x) * 4, 4);
                QCOMPARE(pixel[3], matte.row<std::uint8_t>(y)[std::size_t(x)]);
                if (pixel[3] != 0) {
                    continue;
                }
                QVERIFY2(pixel[1] < 110, "the green of the hidden background");
                const bool isBlack = pixel[0] == 0 && pixel[1] == 0 && pixel[2] == 0;
                (isBlack ? black : bled) += 1;
                if (std::hypot(x - 100.0, y - 80.0) > 64.0 + 1.5 * kBleed) {
                    QVERIFY2(isBlack, "colour beyond the margin");
                }
            }
        }
        QVERIFY(bled > 1000);
        QVERIFY(black > 10000);
    }

    void keepsAlphaAndHidesEverythingUnderAnEmptyMatte() {
        const Image empty =
            makeImage(50, 40, 1, PixelType::u8, [](int, int) { return std::array<double, 4>{}; });
        const Image image = makeImage(50, 40, 4, PixelType::u8, [](int, int) {
            return std::array<double, 4>{0.3, 0.6, 0.9, 1.0};
        });

        const Image result = cutOut(image, empty, Progress());

        QCOMPARE(result.format().channels, 4);
        QCOMPARE(result.format().alpha, AlphaKind::straight);
        QVERIFY(std::ranges::all_of(result.pixels(), [](std::byte b) { return b == std::byte{0}; }));
    }

    void opaquePixelsAreThePhotosOwn() {
        const Image photo = test::addNoise(
            makeImage(
                120, 90, 3, PixelType::u8,
                [](int x, int y) {
                    return std::array<double, 4>{x / 120.0, y / 90.0, 0.5, 1.0};
                }),
            20.0, 1);
        const Image matte = makeImage(
            120, 90, 1, PixelType::u8, [](int x, int) { return std::array<double, 4>{x < 60 ? 1.0 : 0.0}; });

        const Image result = cutOut(photo, matte, Progress());

        for (int y = 0; y < 90; ++y) {
            for (std::size_t x = 0; x < 60; ++x) {
                for (std::size_t c = 0; c < 3; ++c) {
                    QCOMPARE(result.row<std::uint8_t>(y)[4 * x + c], photo.row<std::uint8_t>(y)[3 * x + c]);
                }
            }
        }
    }

    void worksOnTheSmallestPictures() {
        for (const auto& [width, height] : {std::array{1, 1}, {1, 7}, {9, 1}, {2, 2}}) {
            const Image image = makeImage(width, height, 3, PixelType::u8, [](int, int) {
                return std::array<double, 4>{0.2, 0.4, 0.6};
            });
            const Image matte = makeImage(width, height, 1, PixelType::u8, [](int x, int y) {
                return std::array<double, 4>{x + y == 0 ? 0.5 : 1.0};
            });

            const Image result = cutOut(image, matte, Progress());

            QCOMPARE(result.format().width, width);
            QVERIFY(std::abs(int(result.row<std::uint8_t>(0)[0]) - 51) <= 2);
        }
    }

    void stopsWhenAsked() {
        std::stop_source stop;
        stop.request_stop();
        const Progress progress(stop.get_token(), {});

        QVERIFY_EXCEPTION_THROWN(
            cutOut(discOverGreen(PixelType::u8), discMatte(PixelType::u8), progress), Cancelled);
    }
};

QTEST_GUILESS_MAIN(RefineForegroundTest)
#include "refine_foreground_test.moc"
