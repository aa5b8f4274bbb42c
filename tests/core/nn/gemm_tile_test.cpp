#include "core/nn/amx_tiles.h"
#include "core/nn/cpu_precision.h"
#include "core/nn/gemm_tile.h"

#include <QtTest>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <random>

namespace kerf::nn {
namespace {

struct Shape {
    int segments;
    int k;
    int n;
    int m;
    int lda;
};

float rounded(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    return std::bit_cast<float>((bits + 0x7FFFU + (bits >> 16 & 1U)) & 0xFFFF0000U);
}

std::uint16_t upperHalf(float value) {
    return std::uint16_t(std::bit_cast<std::uint32_t>(value) >> 16);
}

std::vector<float> noise(std::size_t count, unsigned seed) {
    std::mt19937 engine(seed);
    std::uniform_real_distribution<float> uniform(-1.0F, 1.0F);
    std::vector<float> values(count);
    for (float& value : values) {
        value = rounded(uniform(engine)); // so that bf16 holds it exactly
    }
    return values;
}

// Relative L2 of the product that `kernels` compute against one in double.
double error(const Shape& shape, Element type, const CpuKernels& kernels) {
    const std::vector<float> b = noise(std::size_t(shape.segments * shape.k) * shape.n, 1);
    const std::vector<float> a = noise(std::size_t(shape.m + shape.segments + 1) * shape.lda + 64, 2);
    std::vector<std::uint16_t> halves(a.size());
    std::transform(a.begin(), a.end(), halves.begin(), upperHalf);
    const PackedMatrix packed(type, shape.segments, shape.k, shape.n, b.data(), kernels);
    std::vector<const void*> starts;
    for (int s = 0; s < shape.segments; ++s) { // each a row further
        const std::size_t at = std::size_t(s) * shape.lda;
        starts.push_back(
            type == Element::f32 ? static_cast<const void*>(&a[at]) : static_cast<const void*>(&halves[at]));
    }
    std::vector<float> c(std::size_t(shape.m) * kPanel);
    double difference = 0.0;
    double size = 0.0;
    const GemmScope scope(kernels);
    for (int panel = 0; panel < packed.panels(); ++panel) {
        packed.multiply(panel, starts.data(), shape.lda, shape.m, c.data(), kPanel);
        for (int row = 0; row < shape.m; ++row) {
            for (int column = 0; column < packed.panelWidth(panel); ++column) {
                const int n = panel * kPanel + column;
                double sum = 0.0;
                for (int k = 0; n < shape.n && k < shape.segments * shape.k; ++k) {
                    sum += double(b[std::size_t(k) * shape.n + n]) *
                           double(a[std::size_t(row + k / shape.k) * shape.lda + k % shape.k]);
                }
                difference += std::pow(c[std::size_t(row) * kPanel + column] - sum, 2);
                size += sum * sum;
            }
        }
    }
    return std::sqrt(difference / size);
}

// The tile instructions as Intel's manual has them.
struct PlainTiles {
    static inline bool configured = false;
    static inline std::uint32_t tile[8][16][16];

    template <int t>
    static void load(const void* p, std::int64_t stride) {
        for (int row = 0; row < 16; ++row) {
            std::memcpy(tile[t][row], static_cast<const char*>(p) + row * stride, 64);
        }
    }
    template <int t>
    static void store(void* p, std::int64_t stride) {
        for (int row = 0; row < 16; ++row) {
            std::memcpy(static_cast<char*>(p) + row * stride, tile[t][row], 64);
        }
    }
    template <int t>
    static void zero() {
        std::memset(tile[t], 0, sizeof(tile[t]));
    }
    template <int sum, int a, int b>
    static void multiply() {
        for (int row = 0; row < 16; ++row) {
            for (int pair = 0; pair < 16; ++pair) {
                for (int column = 0; column < 16; ++column) {
                    const std::uint32_t left = tile[a][row][pair];
                    const std::uint32_t right = tile[b][pair][column];
                    const auto value = [](std::uint32_t bits) { return std::bit_cast<float>(bits); };
                    tile[sum][row][column] = std::bit_cast<std::uint32_t>(
                        value(tile[sum][row][column]) + value(left << 16) * value(right << 16) +
                        value(left & 0xFFFF0000U) * value(right & 0xFFFF0000U));
                }
            }
        }
    }
};

void tilesOnce(const GemmCall& call) {
    const int done = tileProduct<PlainTiles>(call);
    GemmCall rest = call;
    std::vector<const void*> starts;
    for (int s = 0; s < call.segments; ++s) {
        starts.push_back(static_cast<const std::uint16_t*>(call.a[s]) + done * call.lda);
    }
    rest.a = starts.data();
    rest.c = call.c + done * call.ldc;
    rest.m = call.m - done;
    if (!PlainTiles::configured || rest.m < 0 || rest.m >= 16) {
        std::fill_n(call.c, call.m * call.ldc, std::nanf(""));
    }
    runnableCpuKernels().entry[0]->gemmBf16(rest);
}

// Twice half of it: the second time to what c holds.
void tilesTwice(const GemmCall& call) {
    tilesOnce(call);
    GemmCall again = call;
    again.add = true;
    tilesOnce(again);
    for (int row = 0; row < call.m; ++row) {
        for (int column = 0; column < call.width; ++column) {
            call.c[row * call.ldc + column] /= 2;
        }
    }
}

} // namespace

class GemmTileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void agreesWithDoubleOnEveryInstructionSet_data() {
        QTest::addColumn<int>("segments");
        QTest::addColumn<int>("k");
        QTest::addColumn<int>("n");
        QTest::addColumn<int>("m");
        QTest::addColumn<int>("lda");
        QTest::newRow("a pixel, a channel") << 1 << 1 << 1 << 1 << 32;
        QTest::newRow("three channels to three") << 9 << 3 << 3 << 17 << 3;
        QTest::newRow("odd depth") << 3 << 27 << 33 << 29 << 41;
        QTest::newRow("dense layer") << 9 << 64 << 32 << 96 << 192;
        QTest::newRow("overlapping rows") << 3 << 144 << 64 << 66 << 48;
        QTest::newRow("half a panel") << 1 << 96 << 48 << 95 << 96;
        QTest::newRow("deep") << 1 << 5760 << 64 << 13 << 5760;
        QTest::newRow("deep with a rest") << 2 << 1100 << 17 << 37 << 1111;
    }
    void agreesWithDoubleOnEveryInstructionSet() {
        QFETCH(int, segments);
        QFETCH(int, k);
        QFETCH(int, n);
        QFETCH(int, m);
        QFETCH(int, lda);
        const CpuKernelList list = runnableCpuKernels();
        for (int i = 0; i < list.count; ++i) {
            for (const Element type : {Element::f32, Element::bf16}) {
                const double worst = error({segments, k, n, m, lda}, type, *list.entry[i]);
                QVERIFY2(worst <= 1e-6, qPrintable(QString("%1: %2").arg(list.entry[i]->name).arg(worst)));
            }
        }
    }

    void trustsBf16WhereItIsFastAndRight() {
        const CpuKernelList list = runnableCpuKernels();
        for (int i = 0; i < list.count; ++i) {
            const CpuBf16 bf16 = checkBf16(*list.entry[i]);
            QCOMPARE(bf16.isUsable, list.entry[i]->fastBf16);
            QCOMPARE(bf16.reason.empty(), bf16.isUsable);
        }
    }

    void doesNotTrustBf16ThatIsWrong() {
        CpuKernels wrong = *runnableCpuKernels().entry[0];
        wrong.fastBf16 = true;
        wrong.gemmBf16 = [](const GemmCall& call) {
            for (int row = 0; row < call.m; ++row) {
                std::fill_n(call.c + row * call.ldc, call.width, 0.25F);
            }
        };

        const CpuBf16 bf16 = checkBf16(wrong);

        QVERIFY(!bf16.isUsable);
        QVERIFY2(bf16.reason.find("is off by") != std::string::npos, bf16.reason.c_str());
    }

    // AMX's addressing, with the tile instructions done in plain code, since few machines have them.
    void multipliesInTiles_data() {
        QTest::addColumn<int>("segments");
        QTest::addColumn<int>("k");
        QTest::addColumn<int>("n");
        QTest::addColumn<int>("m");
        QTest::addColumn<int>("lda");
        QTest::addColumn<bool>("add");
        QTest::newRow("one block") << 1 << 32 << 32 << 32 << 32 << false;
        QTest::newRow("one tile") << 1 << 64 << 16 << 16 << 96 << false;
        QTest::newRow("dense layer") << 9 << 64 << 32 << 96 << 192 << false;
        QTest::newRow("overlapping rows, a rest of the depth") << 3 << 144 << 32 << 64 << 48 << true;
        QTest::newRow("rows left over") << 2 << 33 << 16 << 61 << 40 << true;
    }
    void multipliesInTiles() {
        QFETCH(int, segments);
        QFETCH(int, k);
        QFETCH(int, n);
        QFETCH(int, m);
        QFETCH(int, lda);
        QFETCH(bool, add);
        const Shape shape{segments, k, n, m, lda};
        CpuKernels tiles = *runnableCpuKernels().entry[0];
        tiles.begin = [] { PlainTiles::configured = true; };
        tiles.end = [] { PlainTiles::configured = false; };
        tiles.gemmBf16 = add ? &tilesTwice : &tilesOnce;

        QCOMPARE_LE(error(shape, Element::bf16, tiles), 1e-6);
        QVERIFY(!PlainTiles::configured);
    }

    void takesNoMoreMemoryThanItsPaddingExplains() {
        const std::vector<float> values(100 * 40);

        const PackedMatrix matrix(Element::bf16, 1, 100, 40, values.data());

        QCOMPARE(matrix.bytes(), std::size_t(128 * 48 * 2));
        QCOMPARE(matrix.panels(), 2);
        QCOMPARE(matrix.panelWidth(1), 16);
    }
};

} // namespace kerf::nn

QTEST_GUILESS_MAIN(kerf::nn::GemmTileTest)
#include "gemm_tile_test.moc"
