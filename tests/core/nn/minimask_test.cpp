#include "core/nn/cpu_info.h"
#include "core/nn/minimask.h"
#include "core/nn/weight_file.h"
#include "tests/support/golden_file.h"
#include "tests/support/ref_source.h"

#include <ATen/ATen.h>
#include <QTest>

#include <fstream>
#include <iterator>
#include <stop_token>

using namespace kerf;
using namespace kerf::nn;
using kerf::test::GoldenFile;
using kerf::test::RefSource;

namespace {

bool cpuHasBf16() {
    std::ifstream file("/proc/cpuinfo");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const std::vector<std::string> sets = parseCpuInfo(text).sets;
    return std::find(sets.begin(), sets.end(), "bf16") != sets.end();
}

at::Tensor mapOf(const at::Tensor& planes) {
    return planes.permute({0, 2, 3, 1}).contiguous();
}

double relativeL2(const at::Tensor& got, const at::Tensor& expected) {
    return ((got - expected).norm() / expected.norm()).item<double>();
}

} // namespace

class MiniMaskTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void agreesWithPyTorch();
    void seesTheWholePicture();
    void treatsPicturesOfABatchAlike();
    void stopsWhenToldTo();
    void theShippedFileIsWhole();

private:
    at::InferenceMode m_inference;
    const MiniMaskShape m_shape;
    const RefSource m_source{m_shape, ""};
};

void MiniMaskTest::agreesWithPyTorch() {
    const GoldenFile golden(KERF_MINIMASK_GOLDEN);
    const at::Tensor expected = mapOf(golden.tensor("output"));
    const at::Tensor x = mapOf(golden.tensor("image"));
    const double exact = relativeL2(MiniMask(Weights(m_source), m_shape, {}).forward(x), expected);
    QVERIFY2(exact < 1e-5, qPrintable(QString::number(exact)));
    if (cpuHasBf16()) {
        const Target bf16{at::kCPU, at::kBFloat16};
        const double close = relativeL2(MiniMask(Weights(m_source), m_shape, bf16).forward(x), expected);
        QVERIFY2(close < 3e-2, qPrintable(QString::number(close)));
    }
}

void MiniMaskTest::seesTheWholePicture() {
    const MiniMask net(Weights(m_source), m_shape, {});
    const at::Tensor x = at::rand({1, 96, 96, 3});
    const at::Tensor changed = x.clone();
    changed.slice(1, 0, 8).slice(2, 0, 8).fill_(3.0);
    const at::Tensor difference = (net.forward(x) - net.forward(changed)).abs();
    QVERIFY(difference.slice(1, 88, 96).slice(2, 88, 96).max().item<double>() > 0.0);
}

void MiniMaskTest::treatsPicturesOfABatchAlike() {
    const MiniMask net(Weights(m_source), m_shape, {});
    const at::Tensor pictures = at::rand({3, 32, 64, 3});
    const at::Tensor together = net.forward(pictures);
    QCOMPARE(together.sizes(), (std::vector<std::int64_t>{3, 32, 64, 1}));
    for (int i = 0; i < 3; ++i) {
        QVERIFY(at::allclose(together.narrow(0, i, 1), net.forward(pictures.narrow(0, i, 1)), 1e-4, 1e-5));
    }
}

void MiniMaskTest::stopsWhenToldTo() {
    const MiniMask net(Weights(m_source), m_shape, {});
    std::stop_source stop;
    stop.request_stop();
    QVERIFY_EXCEPTION_THROWN(
        net.forward(at::zeros({1, 32, 32, 3}), Progress(stop.get_token(), {})), Cancelled);
}

void MiniMaskTest::theShippedFileIsWhole() {
    const WeightFile file{std::filesystem::path(KERF_MINI_FILE)};
    const Recognised recognised = recognise(file.index());
    QVERIFY(recognised.architecture == Architecture(m_shape));
    QVERIFY(std::filesystem::file_size(KERF_MINI_FILE) < 5'000'000);
    const FileSource source(file, recognised);
    const at::Tensor logits = MiniMask(Weights(source), m_shape, {}).forward(at::zeros({1, 64, 64, 3}));
    QVERIFY(at::isfinite(logits).all().item<bool>());
}

QTEST_GUILESS_MAIN(MiniMaskTest)
#include "minimask_test.moc"
