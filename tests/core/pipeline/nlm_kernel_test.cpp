#include "core/pipeline/nlm_kernel.h"

#include <QTest>

#include <cmath>
#include <memory>
#include <random>

using namespace kerf;

namespace {

std::unique_ptr<nlm::Workspace> noisyTile(const nlm::Strength& strength) {
    auto tile = std::make_unique<nlm::Workspace>();
    std::mt19937 generator(11);
    std::normal_distribution<float> noise(0.0F, 12.0F);
    for (std::size_t c = 0; c < 3; ++c) {
        for (std::size_t i = 0; i < tile->value[c].size(); ++i) {
            const std::size_t x = i % nlm::Workspace::kPlaneStride;
            const float value = std::clamp((x / 40 % 2 ? 170.0F : 80.0F) + noise(generator), 0.0F, 255.0F);
            tile->value[c][i] = value;
            tile->scaled[c][i] = static_cast<std::int16_t>(value * strength.levelScale + 0.5F);
        }
    }
    return tile;
}

float result(const nlm::Workspace& tile, std::size_t channel, int x, int y) {
    const std::size_t i = std::size_t(y) * nlm::kTileWidth + std::size_t(x);
    return tile.sum[channel][i] / tile.sum[3][i];
}

// The same filter, written down plainly: every offset of every pixel, in double precision.
double plainResult(const nlm::Workspace& tile, double h, std::size_t channel, int x, int y) {
    const auto value = [&](std::size_t c, int column, int row) {
        const int i = (row + nlm::kMargin) * nlm::Workspace::kPlaneStride + column + nlm::kMargin;
        return double(tile.value[c][std::size_t(i)]);
    };
    double sum = 0.0;
    double weights = 0.0;
    for (int dy = -nlm::kSearchRadius; dy <= nlm::kSearchRadius; ++dy) {
        for (int dx = -nlm::kSearchRadius; dx <= nlm::kSearchRadius; ++dx) {
            double squares = 0.0;
            for (std::size_t c = 0; c < 3; ++c) {
                for (int v = -nlm::kPatchRadius; v <= nlm::kPatchRadius; ++v) {
                    for (int u = -nlm::kPatchRadius; u <= nlm::kPatchRadius; ++u) {
                        const double d = value(c, x + u, y + v) - value(c, x + u + dx, y + v + dy);
                        squares += d * d;
                    }
                }
            }
            const double distance = squares / (147.0 * h * h);
            const double base = std::clamp(1.0 - (distance - 1.0) / 8.0, 0.0, 1.0);
            const double weight = dx == 0 && dy == 0 ? 0.2 : std::pow(base, 8.0);
            sum += weight * value(channel, x + dx, y + dy);
            weights += weight;
        }
    }
    return sum / weights;
}

} // namespace

class NlmKernelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isTheFilterItClaimsToBe_data() {
        QTest::addColumn<double>("h");
        QTest::newRow("weak") << 4.0;
        QTest::newRow("middling") << 12.0;
        QTest::newRow("strong") << 30.0;
    }
    void isTheFilterItClaimsToBe() {
        QFETCH(double, h);
        const nlm::Strength strength = nlm::strengthFor(h);
        const auto tile = noisyTile(strength);

        nlm::filterTile(*tile, 100, 40, strength.slope, nlm::bestSimd());

        for (int y = 0; y < 40; y += 13) {
            for (int x = 0; x < 100; x += 9) {
                QVERIFY(std::abs(result(*tile, 1, x, y) - plainResult(*tile, h, 1, x, y)) < 0.6);
            }
        }
    }

    void everyInstructionSetGivesTheSame_data() {
        QTest::addColumn<int>("simd");
        QTest::newRow("avx2") << int(nlm::Simd::avx2);
        QTest::newRow("avx512") << int(nlm::Simd::avx512);
    }
    void everyInstructionSetGivesTheSame() {
        QFETCH(int, simd);
        if (!nlm::isSupported(nlm::Simd(simd))) {
            QSKIP("this processor doesn't have these instructions");
        }
        const nlm::Strength strength = nlm::strengthFor(14.0);
        const auto plain = noisyTile(strength);
        const auto fast = noisyTile(strength);

        nlm::filterTile(*plain, 203, 57, strength.slope, nlm::Simd::baseline);
        nlm::filterTile(*fast, 203, 57, strength.slope, nlm::Simd(simd));

        for (int y = 0; y < 57; ++y) {
            for (int x = 0; x < 203; ++x) {
                for (std::size_t c = 0; c < 3; ++c) {
                    QVERIFY(std::abs(result(*plain, c, x, y) - result(*fast, c, x, y)) < 0.01F);
                }
            }
        }
    }
};

QTEST_GUILESS_MAIN(NlmKernelTest)
#include "nlm_kernel_test.moc"
