#include "core/nn/gemm_tile.h"

#include <QtTest>

#include <bit>
#include <cmath>
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
