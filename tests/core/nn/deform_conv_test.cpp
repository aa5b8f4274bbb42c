#include "core/nn/deform_conv.h"
#include "core/nn/deform_conv_plans.h"
#include "core/nn/deform_conv_sample.h"
#include "tests/support/golden_file.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <QTest>

#include <cmath>
#include <filesystem>
#include <limits>
#include <vector>

using namespace kerf::nn;

namespace {

struct Problem {
    at::Tensor x; // maps
    at::Tensor offset;
    at::Tensor mask;
    at::Tensor weight;
    at::Tensor bias;
};

// `reach`: the largest offset, in pixels.
Problem randomProblem(int n, int h, int w, int in, int out, int k, double reach) {
    const auto random = [](at::IntArrayRef sizes) { return at::rand(sizes) * 2 - 1; };
    return {
        .x = random({n, h, w, in}),
        .offset = random({n, h, w, 2 * k * k}) * reach,
        .mask = at::rand({n, h, w, k * k}) * 2,
        .weight = random({out, in, k, k}) / std::sqrt(double(in * k * k)),
        .bias = random({out})};
}

// One bilinear sample in double, straight from the definition.
double sampleAt(const at::TensorAccessor<float, 3>& x, double y, double across, std::int64_t channel) {
    double sum = 0;
    for (int dy = 0; dy < 2; ++dy) {
        for (int dx = 0; dx < 2; ++dx) {
            const double row = std::floor(y) + dy;
            const double column = std::floor(across) + dx;
            if (row < 0 || column < 0 || row >= double(x.size(0)) || column >= double(x.size(1))) {
                continue;
            }
            sum += (1 - std::abs(y - row)) * (1 - std::abs(across - column)) *
                   x[std::int64_t(row)][std::int64_t(column)][channel];
        }
    }
    return sum;
}

at::Tensor definition(const Problem& p) {
    const std::int64_t k = p.weight.size(2);
    const at::Tensor columns =
        at::zeros({p.x.size(0), p.x.size(1), p.x.size(2), k * k, p.x.size(3)}, at::kDouble);
    auto to = columns.accessor<double, 5>();
    const auto x = p.x.accessor<float, 4>();
    const auto offset = p.offset.accessor<float, 4>();
    const auto mask = p.mask.accessor<float, 4>();
    for (std::int64_t n = 0; n < p.x.size(0); ++n) {
        for (std::int64_t row = 0; row < p.x.size(1); ++row) {
            for (std::int64_t column = 0; column < p.x.size(2); ++column) {
                for (std::int64_t tap = 0; tap < k * k; ++tap) {
                    // Coordinates are fp32's by contract.
                    const float y = float(row - k / 2 + tap / k) + offset[n][row][column][2 * tap];
                    const float across =
                        float(column - k / 2 + tap % k) + offset[n][row][column][2 * tap + 1];
                    for (std::int64_t c = 0; c < p.x.size(3); ++c) {
                        to[n][row][column][tap][c] = mask[n][row][column][tap] * sampleAt(x[n], y, across, c);
                    }
                }
            }
        }
    }
    const at::Tensor weight = p.weight.to(at::kDouble).permute({2, 3, 1, 0}).reshape({-1, p.weight.size(0)});
    return (columns.flatten(3).flatten(0, 2).matmul(weight) + p.bias.to(at::kDouble))
        .view({p.x.size(0), p.x.size(1), p.x.size(2), -1});
}

at::Tensor outputOf(const Problem& p, Activation activation = Activation::none) {
    const DeformConv conv({}, p.weight, p.bias);
    const at::Tensor out = at::full({p.x.size(0), p.x.size(1), p.x.size(2), p.weight.size(0)}, NAN);
    conv.into(out, p.x, p.offset, p.mask, activation);
    return out;
}

double furthest(const at::Tensor& a, const at::Tensor& b) {
    const double difference = (a.to(at::kDouble) - b.to(at::kDouble)).abs().max().item<double>();
    return std::isnan(difference) ? std::numeric_limits<double>::infinity() : difference;
}

double relative(const at::Tensor& a, const at::Tensor& b) {
    return ((a.to(at::kDouble) - b.to(at::kDouble)).norm() / b.to(at::kDouble).norm()).item<double>();
}

} // namespace

class DeformConvTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { at::manual_seed(7); }

    void agreesWithTheDefinition_data() {
        QTest::addColumn<std::vector<int>>("sizes"); // n, h, w, in, out, k
        QTest::addColumn<double>("reach");
        const auto row = [](const char* name, std::vector<int> sizes, double reach) {
            QTest::addRow("%s", name) << sizes << reach;
        };
        row("as BiRefNet's, k 1", {1, 20, 24, 64, 256, 1}, 3);
        row("as BiRefNet's, k 3", {1, 20, 24, 64, 256, 3}, 3);
        row("as BiRefNet's, k 7", {1, 20, 24, 64, 256, 7}, 3);
        row("batch, odd channels", {2, 23, 19, 17, 23, 3}, 6);
        row("one channel", {2, 9, 33, 1, 1, 5}, 2);
        row("smaller than a tile", {3, 3, 2, 5, 7, 7}, 4);
        row("one pixel", {1, 1, 1, 3, 2, 3}, 1);
        row("one row", {1, 1, 70, 16, 8, 3}, 2);
        row("many channels", {1, 9, 17, 600, 40, 3}, 2);
        row("no offset", {1, 18, 18, 8, 8, 3}, 0);
        row("far outside", {1, 18, 18, 8, 8, 3}, 1e5);
        row("farther than an integer", {1, 18, 18, 8, 8, 3}, 1e30);
    }

    void agreesWithTheDefinition() {
        QFETCH(const std::vector<int>, sizes);
        QFETCH(const double, reach);
        const Problem p = randomProblem(sizes[0], sizes[1], sizes[2], sizes[3], sizes[4], sizes[5], reach);

        const at::Tensor out = outputOf(p);

        const at::Tensor expected = definition(p);
        QVERIFY2(furthest(out, expected) <= 1e-5, qPrintable(QString::number(furthest(out, expected))));
    }

    void agreesWithTheGolden_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"k1", "k3", "k7"}) {
            QTest::newRow(name) << name;
        }
    }

    void agreesWithTheGolden() {
        QFETCH(const QString, name);
        const auto path = kerf::test::goldenFolder() / "deform_conv2d.safetensors";
        if (!std::filesystem::exists(path)) {
            QSKIP("no deform_conv2d.safetensors in $KERF_GOLDENS or ../shared/goldens");
        }
        const kerf::test::GoldenFile golden(path);
        const auto tensor = [&](const char* part) { return golden.tensor(name.toStdString() + '.' + part); };
        const auto map = [&](const char* part) { return tensor(part).permute({0, 2, 3, 1}).contiguous(); };
        const at::Tensor expected = map("output");
        const at::Tensor out = at::empty(expected.sizes());

        DeformConv({}, tensor("weight"), {}).into(out, map("input"), map("offset"), map("mask"));

        QVERIFY2(furthest(out, expected) <= 1e-5, qPrintable(QString::number(furthest(out, expected))));
    }

    void referenceAgreesWithTheDefinition() {
        const Problem p = randomProblem(2, 23, 19, 17, 23, 3, 30);
        const at::Tensor out = at::empty({2, 23, 19, 23});

        planDeformReference({}, p.weight, p.bias)
            ->run({.out = out, .x = p.x, .offset = p.offset, .modulator = p.mask});

        QVERIFY(furthest(out, definition(p)) <= 1e-5);
    }

    void samplesWholePixelsExactly() {
        Problem p = randomProblem(1, 12, 15, 4, 4, 1, 0);
        p.offset.select(3, 0).fill_(-2);
        p.offset.select(3, 1).fill_(1);
        p.mask.fill_(1);
        p.weight = at::eye(4).view({4, 4, 1, 1}).contiguous();
        p.bias.zero_();

        const at::Tensor out = outputOf(p);

        const at::Tensor expected = at::zeros_like(p.x);
        expected.slice(1, 2).slice(2, 0, 14).copy_(p.x.slice(1, 0, 10).slice(2, 1));
        QVERIFY(at::equal(out, expected));
    }

    void readsAndWritesSlices() {
        const Problem p = randomProblem(2, 13, 21, 16, 24, 3, 4);
        const at::Tensor wide = at::full({2, 13, 21, 40}, 5.0F);
        const at::Tensor motion = at::cat({p.x, p.offset, p.mask}, 3);

        DeformConv({}, p.weight, p.bias)
            .into(
                sliceOf(wide, 8, 24), sliceOf(motion, 0, 16), sliceOf(motion, 16, 18),
                sliceOf(motion, 34, 9));

        QVERIFY(at::equal(sliceOf(wide, 8, 24), outputOf(p)));
        QVERIFY(at::equal(sliceOf(wide, 0, 8), at::full({2, 13, 21, 8}, 5.0F)));
        QVERIFY(at::equal(sliceOf(wide, 32, 8), at::full({2, 13, 21, 8}, 5.0F)));
    }

    void takesABiasOnlyIfGiven() {
        Problem p = randomProblem(1, 9, 9, 8, 8, 3, 2);
        const at::Tensor out = at::empty({1, 9, 9, 8});

        DeformConv({}, p.weight, {}).into(out, p.x, p.offset, p.mask);

        p.bias.zero_();
        QVERIFY(at::equal(out, outputOf(p)));
    }

    void activatesTheSum_data() {
        QTest::addColumn<int>("activation");
        QTest::newRow("relu") << int(Activation::relu);
        QTest::newRow("leaky relu") << int(Activation::leaky_relu);
        QTest::newRow("sigmoid") << int(Activation::sigmoid);
    }

    void activatesTheSum() {
        QFETCH(const int, activation);
        const Problem p = randomProblem(1, 11, 19, 16, 8, 3, 2);

        const at::Tensor out = outputOf(p, Activation(activation));

        const at::Tensor sum = outputOf(p);
        const at::Tensor expected = Activation(activation) == Activation::relu ? at::relu(sum)
                                    : Activation(activation) == Activation::leaky_relu
                                        ? at::leaky_relu(sum, 0.2)
                                        : at::sigmoid(sum);
        QVERIFY(furthest(out, expected) <= 1e-6);
    }

    void makesTheMaskOfRawModulators() {
        Problem p = randomProblem(2, 17, 18, 16, 24, 3, 4);
        const at::Tensor raw = at::randn({2, 17, 18, 9}) * 6;
        p.mask = 2 * at::sigmoid(raw);
        const at::Tensor out = at::empty({2, 17, 18, 24});

        DeformConv({}, p.weight, p.bias).modulatedInto(out, p.x, at::cat({p.offset, raw}, 3));

        QVERIFY(furthest(out, outputOf(p)) <= 1e-5);
    }

    void givesTheSameWithAnyNumberOfThreads() {
        const Problem p = randomProblem(1, 40, 50, 64, 96, 7, 5);
        const int before = at::get_num_threads();
        at::set_num_threads(1);
        const at::Tensor alone = outputOf(p);
        at::set_num_threads(5);
        const at::Tensor together = outputOf(p);
        at::set_num_threads(before);

        QVERIFY(at::equal(alone, together));
    }

    void computesInBf16() {
        const Problem p = randomProblem(1, 30, 33, 64, 128, 7, 3);
        const Target target{.type = at::kBFloat16};
        const at::Tensor out = makeMap(target, 1, 30, 33, 128);

        // Offsets stay fp32: in bf16 their own rounding would be most of the difference.
        DeformConv(target, p.weight, p.bias).into(out, p.x.to(at::kBFloat16), p.offset, p.mask);

        QVERIFY2(
            relative(out, definition(p)) <= 6e-3, qPrintable(QString::number(relative(out, definition(p)))));
    }

    void readsBf16MotionAsFloat() {
        Problem p = randomProblem(1, 14, 15, 16, 8, 3, 3);
        p.offset = p.offset.to(at::kBFloat16).to(at::kFloat);
        p.mask = p.mask.to(at::kBFloat16).to(at::kFloat);
        const at::Tensor out = at::empty({1, 14, 15, 8});

        DeformConv({}, p.weight, p.bias).into(out, p.x, p.offset.to(at::kBFloat16), p.mask.to(at::kBFloat16));

        QVERIFY(at::equal(out, outputOf(p)));
    }

    void passesOnWhatIsNotANumber() {
        Problem p = randomProblem(1, 8, 8, 4, 4, 1, 0);
        p.offset[0][3][4][0] = NAN;

        const at::Tensor isNan = outputOf(p).isnan().any(3).squeeze(0);

        QVERIFY(isNan[3][4].item<bool>());
        QCOMPARE(isNan.sum().item<std::int64_t>(), 1);
    }

    void agreesOnAllInstructionSets_data() {
        QTest::addColumn<int>("simd");
        QTest::newRow("avx2") << int(DeformSimd::avx2);
        QTest::newRow("avx512") << int(DeformSimd::avx512);
    }

    void agreesOnAllInstructionSets() {
        QFETCH(const int, simd);
        if (!isSupported(DeformSimd(simd))) {
            QSKIP("this processor doesn't have it");
        }
        for (const int channels : {64, 37}) {
            for (const bool isBf16 : {false, true}) {
                const at::Tensor x = at::randn({9, 11, channels}).to(isBf16 ? at::kBFloat16 : at::kFloat);
                const DeformSource source{x.const_data_ptr(), isBf16, 9, 11, channels, channels};
                DeformChunk chunk;
                chunk.count = 101;
                const at::Tensor places = at::rand({3, DeformChunk::kTaps}) * 15 - 2;
                std::copy_n(places[0].const_data_ptr<float>(), DeformChunk::kTaps, chunk.y.begin());
                std::copy_n(places[1].const_data_ptr<float>(), DeformChunk::kTaps, chunk.x.begin());
                std::copy_n(places[2].const_data_ptr<float>(), DeformChunk::kTaps, chunk.mask.begin());
                DeformChunk plain = chunk;
                modulate(chunk, DeformSimd(simd));
                modulate(plain, DeformSimd::baseline);

                for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
                    const bool toBf16 = type == at::kBFloat16;
                    const at::Tensor ours = at::full({101, channels}, 9, type);
                    const at::Tensor theirs = at::full({101, channels}, 9, type);
                    sampleTaps(source, chunk, ours.mutable_data_ptr(), toBf16, DeformSimd(simd));
                    sampleTaps(source, plain, theirs.mutable_data_ptr(), toBf16, DeformSimd::baseline);

                    QVERIFY(furthest(ours, theirs) <= (toBf16 ? 0.04 : 4e-6));
                }
            }
        }
    }
};

QTEST_GUILESS_MAIN(DeformConvTest)
#include "deform_conv_test.moc"
