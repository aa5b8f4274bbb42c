#include "core/nn/srvggnet.h"
#include "tests/support/ref_source.h"
#include "tests/support/ref_weights.h"

#include <ATen/ATen.h>
#include <QTest>

#include <algorithm>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

using namespace kerf;
using namespace kerf::nn;
using kerf::test::RefSource;

namespace {

at::Tensor picture(std::int64_t n, int height, int width) {
    std::vector<float> values = test::refImage("photo", int(n) * 3, height, width);
    return at::from_blob(values.data(), {n, 3, height, width}, at::kFloat).clone();
}

at::Tensor plain(const RefSource& source, const SrvggNetShape& shape, const at::Tensor& photo) {
    const auto tensor = [&](int index, const char* leaf) {
        return source.tensor("body." + std::to_string(index) + leaf);
    };
    at::Tensor y = photo;
    for (int i = 0; i <= shape.depth; ++i) {
        y = at::conv2d(y, tensor(2 * i, ".weight"), tensor(2 * i, ".bias"), 1, 1);
        y = at::prelu(y, tensor(2 * i + 1, ".weight"));
    }
    const int last = 2 * (shape.depth + 1);
    y = at::pixel_shuffle(at::conv2d(y, tensor(last, ".weight"), tensor(last, ".bias"), 1, 1), shape.scale);
    return y + at::upsample_nearest2d(photo, {y.size(2), y.size(3)});
}

at::Tensor run(const SrvggNet& net, const at::Tensor& planes, const Progress& progress = {}) {
    return net.forward(planes.permute({0, 2, 3, 1}).contiguous(), progress).permute({0, 3, 1, 2});
}

double relativeL2(const at::Tensor& got, const at::Tensor& expected) {
    return (got - expected).norm().item<double>() / expected.norm().item<double>();
}

} // namespace

class SrvggNetTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_inference.emplace(); }

    void followsTheDefinition_data() {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("scale");
        QTest::addColumn<int>("depth");
        QTest::addColumn<int>("width");
        QTest::newRow("x1") << 1 << 1 << 3 << 16;
        QTest::newRow("x2") << 1 << 2 << 1 << 24;
        QTest::newRow("x3") << 1 << 3 << 5 << 64;
        QTest::newRow("x4, two pictures") << 2 << 4 << 4 << 48;
    }
    void followsTheDefinition() {
        QFETCH(const int, count);
        QFETCH(const int, scale);
        QFETCH(const int, depth);
        QFETCH(const int, width);
        const SrvggNetShape shape{depth, width, scale};
        const RefSource source(shape);
        const at::Tensor photo = picture(count, 31, 47);

        const at::Tensor out = run(SrvggNet(Weights(source), shape, {}), photo);

        const double error = relativeL2(out, plain(source, shape, photo));
        QVERIFY2(error < 1e-6, qPrintable(QString::number(error)));
    }

    void staysCloseInBf16() {
        const SrvggNetShape shape{6, 32, 2};
        const RefSource source(shape);
        const at::Tensor photo = picture(1, 40, 56);

        const at::Tensor out = run(SrvggNet(Weights(source), shape, {at::kCPU, at::kBFloat16}), photo);

        QCOMPARE(out.scalar_type(), at::kFloat);
        const double error = relativeL2(out, plain(source, shape, photo));
        QVERIFY2(error > 0.0 && error < 5e-3, qPrintable(QString::number(error)));
    }

    void stopsWhenAsked() {
        const SrvggNetShape shape{6, 16, 2};
        const RefSource source(shape);
        const SrvggNet net(Weights(source), shape, {});
        std::stop_source stop;
        std::vector<double> told;
        const Progress progress(stop.get_token(), [&](double fraction) {
            told.push_back(fraction);
            if (told.size() == 4) {
                stop.request_stop();
            }
        });

        QVERIFY_EXCEPTION_THROWN(run(net, picture(1, 20, 20), progress), Cancelled);

        QCOMPARE(told.size(), std::size_t(4));
        QVERIFY(std::is_sorted(told.begin(), told.end()));
    }

private:
    std::optional<at::InferenceMode> m_inference;
};

QTEST_GUILESS_MAIN(SrvggNetTest)
#include "srvggnet_test.moc"
