#include "core/nn/rrdbnet.h"
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

// The definition, written as it is read: everything concatenated, every map whole.
class Plain {
public:
    Plain(const RefSource& source, const RrdbNetShape& shape) : m_source(&source), m_shape(shape) {}

    at::Tensor forward(const at::Tensor& x) const {
        const at::Tensor head = conv("conv_first", at::pixel_unshuffle(x, m_shape.unshuffle));
        at::Tensor y = head;
        for (int i = 0; i < m_shape.blocks; ++i) {
            at::Tensor z = y;
            for (const char* part : {".rdb1", ".rdb2", ".rdb3"}) {
                z = dense("body." + std::to_string(i) + part, z);
            }
            y = y + 0.2 * z;
        }
        y = head + conv("conv_body", y);
        int ups = 0;
        for (int factor = m_shape.scale * m_shape.unshuffle; factor > 1; factor /= 2) {
            y = at::upsample_nearest2d(y, {y.size(2) * 2, y.size(3) * 2});
            y = at::leaky_relu(conv("conv_up" + std::to_string(++ups), y), 0.2);
        }
        return conv("conv_last", at::leaky_relu(conv("conv_hr", y), 0.2));
    }

private:
    at::Tensor conv(const std::string& name, const at::Tensor& x) const {
        return at::conv2d(x, m_source->tensor(name + ".weight"), m_source->tensor(name + ".bias"), 1, 1);
    }

    at::Tensor dense(const std::string& name, const at::Tensor& x) const {
        at::Tensor all = x;
        for (const char* layer : {".conv1", ".conv2", ".conv3", ".conv4"}) {
            all = at::cat({all, at::leaky_relu(conv(name + layer, all), 0.2)}, 1);
        }
        return x + 0.2 * conv(name + ".conv5", all);
    }

    const RefSource* m_source;
    RrdbNetShape m_shape;
};

at::Tensor run(const RrdbNet& net, const at::Tensor& planes, const Progress& progress = {}) {
    return net.forward(planes.permute({0, 2, 3, 1}).contiguous(), progress).permute({0, 3, 1, 2});
}

double relativeL2(const at::Tensor& got, const at::Tensor& expected) {
    return (got - expected).norm().item<double>() / expected.norm().item<double>();
}

constexpr RrdbNetShape kSmall{.blocks = 2, .width = 16, .growth = 8, .scale = 4, .unshuffle = 1};

} // namespace

class RrdbNetTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_inference.emplace(); }

    void followsTheDefinition_data() {
        QTest::addColumn<int>("scale");
        QTest::addColumn<int>("unshuffle");
        QTest::addColumn<int>("blocks");
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("growth");
        QTest::newRow("x1") << 1 << 4 << 1 << 32 << 16;
        QTest::newRow("x2") << 2 << 2 << 3 << 16 << 8;
        QTest::newRow("x4") << 4 << 1 << 2 << 24 << 12;
        QTest::newRow("x8") << 8 << 1 << 1 << 16 << 32;
        QTest::newRow("x2 without folding") << 2 << 1 << 1 << 16 << 8;
        QTest::newRow("x1 without folding") << 1 << 1 << 1 << 16 << 8;
    }
    void followsTheDefinition() {
        QFETCH(const int, scale);
        QFETCH(const int, unshuffle);
        QFETCH(const int, blocks);
        QFETCH(const int, width);
        QFETCH(const int, growth);
        const RrdbNetShape shape{blocks, width, growth, scale, unshuffle};
        const RefSource source(shape);
        const at::Tensor photo = picture(1, 36, 52);

        const at::Tensor out = run(RrdbNet(Weights(source), shape, {}), photo);

        QCOMPARE(out.size(2), std::int64_t(36) * scale);
        QCOMPARE(out.size(3), std::int64_t(52) * scale);
        const double error = relativeL2(out, Plain(source, shape).forward(photo));
        QVERIFY2(error < 1e-5, qPrintable(QString::number(error)));
    }

    // The tail works in strips: a picture of several of them, of odd height, and two pictures at once.
    void isTheSameAcrossStrips_data() {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("width");
        QTest::newRow("two strips") << 1 << 101 << 120;
        QTest::newRow("the lowest strips") << 1 << 27 << 2100;
        QTest::newRow("two pictures") << 2 << 101 << 120;
        QTest::newRow("one pixel") << 1 << 1 << 1;
    }
    void isTheSameAcrossStrips() {
        QFETCH(const int, count);
        QFETCH(const int, height);
        QFETCH(const int, width);
        RrdbNetShape shape = kSmall;
        shape.blocks = 1;
        const RefSource source(shape);
        const at::Tensor photo = picture(count, height, width);

        const at::Tensor out = run(RrdbNet(Weights(source), shape, {}), photo);

        const at::Tensor difference = (out - Plain(source, shape).forward(photo)).abs();
        QVERIFY2(
            difference.max().item<float>() < 1e-5F,
            qPrintable(QString::number(difference.max().item<float>())));
    }

    void staysCloseInBf16() {
        const RefSource source(kSmall);
        const at::Tensor photo = picture(1, 40, 40);

        const at::Tensor out = run(RrdbNet(Weights(source), kSmall, {at::kCPU, at::kBFloat16}), photo);

        QCOMPARE(out.scalar_type(), at::kFloat);
        const double error = relativeL2(out, Plain(source, kSmall).forward(photo));
        QVERIFY2(error > 0.0 && error < 2e-2, qPrintable(QString::number(error)));
    }

    void tellsItsProgressEvenly() {
        const RefSource source(kSmall);
        std::vector<double> told;
        const Progress progress({}, [&](double fraction) { told.push_back(fraction); });

        run(RrdbNet(Weights(source), kSmall, {}), picture(1, 40, 40), progress);

        QVERIFY(std::is_sorted(told.begin(), told.end()));
        QCOMPARE(told.front(), 0.0);
        QCOMPARE(told.back(), 1.0);
        for (std::size_t i = 1; i < told.size(); ++i) {
            QVERIFY(told[i] - told[i - 1] < 0.3);
        }
    }

    void stopsWhenAsked() {
        const RefSource source(kSmall);
        const RrdbNet net(Weights(source), kSmall, {});
        std::stop_source stop;
        int steps = 0;
        const Progress progress(stop.get_token(), [&](double /*fraction*/) {
            if (++steps == 3) {
                stop.request_stop();
            }
        });

        QVERIFY_EXCEPTION_THROWN(run(net, picture(1, 40, 40), progress), Cancelled);

        QCOMPARE(steps, 3);
    }

private:
    std::optional<at::InferenceMode> m_inference;
};

QTEST_GUILESS_MAIN(RrdbNetTest)
#include "rrdbnet_test.moc"
