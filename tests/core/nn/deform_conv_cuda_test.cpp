#include "core/nn/cuda_devices.h"
#include "core/nn/cuda_kernels.h"
#include "core/nn/deform_conv.h"
#include "core/nn/deform_conv_plans.h"

#include <ATen/ATen.h>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace kerf::nn;

class DeformConvCudaTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        const auto devices = cudaDevices(installedCudaParts());
        const bool isUsable = std::any_of(
            devices.begin(), devices.end(), [](const kerf::DeviceInfo& device) { return device.usable; });
        if (!isUsable) {
            QSKIP(devices.front().reason.c_str());
        }
    }

    void agreesWithTheReference_data() {
        QTest::addColumn<int>("type");
        QTest::addColumn<int>("kernel");
        QTest::addColumn<double>("bound");
        for (const int kernel : {1, 3, 7}) {
            QTest::addRow("fp32, %d", kernel) << int(at::kFloat) << kernel << 1e-5;
            QTest::addRow("fp16, %d", kernel) << int(at::kHalf) << kernel << 2e-3;
            QTest::addRow("bf16, %d", kernel) << int(at::kBFloat16) << kernel << 1e-2;
        }
    }

    void agreesWithTheReference() {
        QFETCH(const int, type);
        QFETCH(const int, kernel);
        QFETCH(const double, bound);
        const Target target{.device = at::Device(at::kCUDA, 0), .type = at::ScalarType(type)};
        const auto random = [&](int channels) { return at::randn({2, 37, 45, channels}).to(target.type); };
        const at::Tensor weight = (at::randn({256, 64, kernel, kernel}) / (8.0 * kernel)).to(target.type);
        const at::Tensor bias = at::randn({256});
        const at::Tensor x = random(64);
        const at::Tensor motion = random(3 * kernel * kernel) * 3;
        const at::Tensor out = makeMap(target, 2, 37, 45, 256);

        DeformConv(target, weight.to(at::kFloat), bias)
            .modulatedInto(out, x.to(target.device), motion.to(target.device), Activation::relu);

        const at::Tensor expected = at::empty({2, 37, 45, 256});
        DeformConv(Target(), weight.to(at::kFloat), bias)
            .modulatedInto(expected, x.to(at::kFloat), motion.to(at::kFloat), Activation::relu);
        const double error = ((out.cpu().to(at::kFloat) - expected).norm() / expected.norm()).item<double>();
        QVERIFY2(error <= bound, qPrintable(QString::number(error)));
        QCOMPARE(QString::fromStdString(kernelNotes()), QString());
    }
};

QTEST_GUILESS_MAIN(DeformConvCudaTest)
#include "deform_conv_cuda_test.moc"
