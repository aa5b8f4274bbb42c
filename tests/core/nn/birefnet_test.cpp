#include "core/nn/birefnet.h"
#include "core/nn/image_branch.h"
#include "core/nn/window_attention.h"
#include "tests/support/ref_source.h"

#include <ATen/ATen.h>
#include <QTest>

#include <optional>
#include <stop_token>
#include <vector>

using namespace kerf;
using namespace kerf::nn;
using kerf::test::RefSource;

namespace {

constexpr BiRefNetShape kTiny{.embed = 8, .depths = {2, 2, 2, 2}, .heads = {1, 2, 4, 8}, .window = 4};

double relativeL2(const at::Tensor& got, const at::Tensor& expected) {
    return (got.to(at::kDouble) - expected.to(at::kDouble)).norm().item<double>() /
           expected.to(at::kDouble).norm().item<double>();
}

} // namespace

// What the goldens (golden_test) don't show: batches, progress, stopping, the parts by their definitions.
class BiRefNetTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_inference.emplace(); }

    void givesEachImageOfABatchItsOwnLogits() {
        const RefSource source(kTiny);
        const BiRefNet net(Weights(source), kTiny, PatchOrder::rows_first, {});
        const at::Tensor x = at::randn({2, 64, 96, 3});

        const at::Tensor both = net.forward(x);

        QCOMPARE(both.sizes().vec(), (std::vector<std::int64_t>{2, 64, 96, 1}));
        for (std::int64_t i = 0; i < 2; ++i) {
            QVERIFY(relativeL2(both.narrow(0, i, 1), net.forward(x.narrow(0, i, 1))) < 1e-5);
        }
    }

    void leavesItsInputAsItWas() {
        const RefSource source(kTiny);
        const BiRefNet net(Weights(source), kTiny, PatchOrder::rows_first, {});
        const at::Tensor x = at::randn({1, 32, 32, 3});
        const at::Tensor before = x.clone();

        net.forward(x);

        QVERIFY(at::equal(x, before));
    }

    void reportsEveryBlockInOrder() {
        const RefSource source(kTiny);
        const BiRefNet net(Weights(source), kTiny, PatchOrder::rows_first, {});
        std::vector<double> fractions;

        net.forward(
            at::randn({1, 64, 64, 3}), Progress({}, [&](double fraction) { fractions.push_back(fraction); }));

        QVERIFY(fractions.size() >= 2 * 8 + 5 * 5); // both passes' blocks, five decoder blocks' branches
        QVERIFY(std::is_sorted(fractions.begin(), fractions.end()));
        QVERIFY(fractions.back() <= 1.0);
    }

    void stopsAtTheNextStep() {
        const RefSource source(kTiny);
        const BiRefNet net(Weights(source), kTiny, PatchOrder::rows_first, {});
        std::stop_source stop;
        int reports = 0;
        const Progress progress(stop.get_token(), [&](double) {
            if (++reports == 10) {
                stop.request_stop();
            }
        });

        QVERIFY_EXCEPTION_THROWN(net.forward(at::randn({1, 64, 64, 3}), progress), Cancelled);
        QCOMPARE(reports, 10);
    }

    void laysThePartsOfTheImageOnEachOther() {
        const at::Tensor image = at::randn({2, 8, 12, 3});

        const at::Tensor patches = gatherPatches({}, image, 4);

        QCOMPARE(patches.sizes().vec(), (std::vector<std::int64_t>{2, 2, 3, 48}));
        for (std::int64_t row = 0; row < 4; ++row) {
            for (std::int64_t column = 0; column < 4; ++column) {
                QVERIFY(at::equal(
                    sliceOf(patches, (row * 4 + column) * 3, 3),
                    image.narrow(1, row * 2, 2).narrow(2, column * 3, 3)));
            }
        }
    }

    void attendsWithinWindowsAsTheReferenceDoes_data() {
        QTest::addColumn<int>("side");
        QTest::addColumn<int>("shift");
        QTest::addColumn<int>("heads");
        QTest::addColumn<int>("headSize");
        QTest::addColumn<int>("h");
        QTest::addColumn<int>("w");
        QTest::addColumn<bool>("narrow");
        for (const bool narrow : {false, true}) {
            const char* type = narrow ? "bf16" : "fp32";
            QTest::addRow("Swin-T %s", type) << 7 << 0 << 3 << 32 << 14 << 21 << narrow;
            QTest::addRow("Swin-T shifted, padded %s", type) << 7 << 3 << 6 << 32 << 16 << 20 << narrow;
            QTest::addRow("Swin-L shifted %s", type) << 12 << 6 << 2 << 32 << 24 << 36 << narrow;
            QTest::addRow("Swin-L padded %s", type) << 12 << 0 << 2 << 32 << 16 << 8 << narrow;
            QTest::addRow("Swin-L shifted, one window %s", type) << 12 << 6 << 4 << 32 << 8 << 8 << narrow;
            QTest::addRow("small heads %s", type) << 4 << 2 << 3 << 8 << 9 << 7 << narrow;
            QTest::addRow("odd heads %s", type) << 5 << 2 << 2 << 20 << 10 << 11 << narrow;
        }
    }
    void attendsWithinWindowsAsTheReferenceDoes() {
        QFETCH(const int, side);
        QFETCH(const int, shift);
        QFETCH(const int, heads);
        QFETCH(const int, headSize);
        QFETCH(const int, h);
        QFETCH(const int, w);
        QFETCH(const bool, narrow);
        const Target target{at::kCPU, narrow ? at::kBFloat16 : at::kFloat};
        const at::Tensor table = at::randn({(2 * side - 1) * (2 * side - 1), heads});
        const at::Tensor bias = at::randn({3 * heads * headSize});
        const at::Tensor qkv = (2 * at::randn({2, h, w, 3 * heads * headSize})).to(target.type);

        const WindowAttention attention(target, {side, shift}, table, bias);
        const double error = relativeL2(attention(qkv), attention.reference(qkv));

        QVERIFY2(error < (narrow ? 4e-3 : 2e-6), qPrintable(QString::number(error)));
    }

private:
    std::optional<at::InferenceMode> m_inference;
};

QTEST_GUILESS_MAIN(BiRefNetTest)
#include "birefnet_test.moc"
