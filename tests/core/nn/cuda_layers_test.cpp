#include "core/nn/conv_plans.h"
#include "core/nn/cuda_devices.h"
#include "core/nn/cuda_graph.h"
#include "core/nn/cuda_kernels.h"
#include "core/nn/device_cuda.h"
#include "core/nn/layers_cuda.h"

#include <ATen/ATen.h>
#include <QTest>
#include <c10/core/InferenceMode.h>

#include <array>
#include <cmath>
#include <optional>

using namespace kerf;
using namespace kerf::nn;

// The layers on a CUDA device against ATen's on the CPU, in fp32 on the very values that the device reads.
class CudaLayersTest : public QObject {
    Q_OBJECT

private:
    static at::Tensor onCpu(const at::Tensor& map) { return map.cpu().to(at::kFloat); }

    static double distance(const at::Tensor& got, const at::Tensor& expected) {
        return ((onCpu(got) - expected).norm() / expected.norm()).item<double>();
    }

    static at::Tensor random(at::IntArrayRef sizes, at::ScalarType type) {
        return at::randn(sizes, at::TensorOptions().dtype(at::kFloat)).to(type);
    }

    static double boundOf(at::ScalarType type) {
        return type == at::kFloat ? 2e-6 : (type == at::kHalf ? 1e-3 : 6e-3);
    }

    static void addTypes() {
        QTest::addColumn<int>("type");
        QTest::newRow("fp32") << int(at::kFloat);
        QTest::newRow("fp16") << int(at::kHalf);
        QTest::newRow("bf16") << int(at::kBFloat16);
    }

    static void verifyNoNotes() {
        const std::string notes = kernelNotes();
        QVERIFY2(notes.empty(), notes.c_str());
    }

    std::optional<at::InferenceMode> m_inference;

private Q_SLOTS:
    void initTestCase() {
        const std::vector<DeviceInfo> devices = cudaDevices(installedCudaParts());
        if (!devices.front().usable) {
            QSKIP(devices.front().reason.c_str());
        }
        m_inference.emplace();
    }

    void init() { at::manual_seed(3); }

    void convolvesAsTheReferenceDoes_data() {
        QTest::addColumn<int>("type");
        QTest::addColumn<int>("side");
        QTest::addColumn<int>("inputs");
        QTest::addColumn<int>("outputs");
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("activation");
        struct Shape {
            int side, inputs, outputs, height, width;
        };
        constexpr std::array kShapes{
            Shape{3, 64, 32, 128, 128}, Shape{3, 192, 64, 128, 96}, Shape{3, 96, 32, 33, 47},
            Shape{3, 12, 64, 40, 56},   Shape{3, 64, 3, 65, 31},    Shape{3, 3, 64, 17, 300},
            Shape{3, 64, 256, 64, 64},  Shape{1, 192, 576, 40, 44}, Shape{1, 64, 64, 7, 9},
            Shape{1, 768, 256, 16, 16}, Shape{7, 32, 24, 20, 24},   Shape{3, 40, 40, 1, 1}};
        for (const at::ScalarType type : {at::kFloat, at::kHalf, at::kBFloat16}) {
            int activation = 0;
            for (const Shape& shape : kShapes) {
                QTest::addRow(
                    "%s %dx%d %d->%d on %dx%d", at::toString(type), shape.side, shape.side, shape.inputs,
                    shape.outputs, shape.height, shape.width)
                    << int(type) << shape.side << shape.inputs << shape.outputs << shape.height << shape.width
                    << activation++ % 6;
            }
        }
    }

    void convolvesAsTheReferenceDoes() {
        QFETCH(const int, type);
        QFETCH(const int, side);
        QFETCH(const int, inputs);
        QFETCH(const int, outputs);
        QFETCH(const int, height);
        QFETCH(const int, width);
        QFETCH(const int, activation);
        const Target target{at::Device(at::kCUDA, 0), at::ScalarType(type)};
        const at::Tensor weight =
            (at::randn({outputs, inputs, side, side}) / std::sqrt(double(inputs * side * side)))
                .to(target.type)
                .to(at::kFloat);
        const at::Tensor bias = at::randn({outputs});
        const at::Tensor x = random({1, height, width, inputs}, target.type);
        const at::Tensor residual = random({1, height, width, outputs}, target.type);
        Fusion fusion{.activation = Activation(activation), .gain = 0.5F};
        fusion.slopes = at::rand({outputs});
        fusion.residual = onCpu(residual);
        const at::Tensor expected = makeMap({}, 1, height, width, outputs);
        planReference({}, weight, bias)->run(expected, onCpu(x), fusion);

        const at::Tensor buffer = makeMap(target, 1, height, width, inputs + outputs + 16);
        const at::Tensor source = sliceOf(buffer, 0, inputs);
        const at::Tensor out = sliceOf(buffer, inputs + 8, outputs);
        source.copy_(x);
        fusion.slopes = fusion.slopes.to(target.device);
        fusion.residual = residual.to(target.device);
        Conv(target, weight, bias).into(out, source, fusion);

        const double error = distance(out, expected);
        QVERIFY2(error <= boundOf(target.type), qPrintable(QString::number(error)));
        verifyNoNotes();
    }

    void keepsASumInFp32WhenTheOutputIs() {
        const Target target{at::Device(at::kCUDA, 0), at::kHalf};
        const at::Tensor weight = at::randn({64, 64, 3, 3}).mul(0.04).to(at::kHalf).to(at::kFloat);
        const at::Tensor x = random({1, 32, 48, 64}, at::kHalf);
        const at::Tensor expected = makeMap({}, 1, 32, 48, 64);
        planReference({}, weight, {})->run(expected, onCpu(x), {});
        const at::Tensor out = makeMap({target.device, at::kFloat}, 1, 32, 48, 64);

        Conv(target, weight, {}).into(out, x.to(target.device));

        QVERIFY(distance(out, expected) < 1e-5);
    }

    void normalisesChannels_data() { addTypes(); }
    void normalisesChannels() {
        QFETCH(const int, type);
        for (const std::int64_t channels : {96, 192, 1536, 3072, 10}) {
            const at::Tensor x = random({2, 9, 7, channels}, at::ScalarType(type)) + 2.0;
            const at::Tensor scale = at::randn({channels});
            const at::Tensor shift = at::randn({channels});
            const at::Tensor out = layerNorm(x.cuda(), scale.cuda(), shift.cuda());
            QVERIFY(
                distance(out, at::layer_norm(onCpu(x), {channels}, scale, shift, 1e-5)) <=
                boundOf(at::ScalarType(type)) * 2);
        }
        verifyNoNotes();
    }

    void resizesBilinearly_data() { addTypes(); }
    void resizesBilinearly() {
        QFETCH(const int, type);
        for (const auto& [h, w] :
             {std::array{64, 96}, std::array{7, 5}, std::array{1, 1}, std::array{33, 1}}) {
            const at::Tensor x = random({1, 16, 24, 48}, at::ScalarType(type));
            const at::Tensor residual = random({1, h, w, 48}, at::ScalarType(type));
            const at::Tensor expected = resizeBilinear(onCpu(x), h, w, onCpu(residual));
            QVERIFY(
                distance(resizeBilinear(x.cuda(), h, w, residual.cuda()), expected) <=
                boundOf(at::ScalarType(type)) * 2);
        }
        verifyNoNotes();
    }

    void doublesEveryPixel() {
        const at::Tensor x = random({2, 13, 9, 64}, at::kHalf);
        QVERIFY(at::equal(onCpu(upsampleNearest2x(x.cuda())), upsampleNearest2x(onCpu(x))));
        verifyNoNotes();
    }

    // windowAttentionCuda() compares itself with ATen's functions before it serves.
    void attendsInWindows_data() {
        QTest::addColumn<int>("type");
        QTest::addColumn<int>("side");
        for (const at::ScalarType type : {at::kHalf, at::kBFloat16}) {
            for (const int side : {4, 7, 8, 12}) {
                QTest::addRow("%s, %d x %d", at::toString(type), side, side) << int(type) << side;
            }
        }
    }
    void attendsInWindows() {
        QFETCH(const int, type);
        QFETCH(const int, side);
        const std::int64_t tokens = std::int64_t(side) * side;
        const at::Tensor qkv = random({1, 30, 41, 6 * 96}, at::ScalarType(type)).cuda();
        const at::Tensor out = at::empty({1, 30, 41, 6 * 32}, qkv.options());
        const at::Tensor bias = at::randn({6, tokens, tokens}).cuda();
        const at::Tensor padding = at::zeros({6 * 96}, qkv.options());

        QVERIFY(windowAttentionCuda(out, qkv, bias, padding, side, side / 2));

        QVERIFY(at::isfinite(out).all().item<bool>());
        verifyNoNotes();
    }

    void uploadsBytesAndResizesThemAsPillow() {
        const at::Tensor bytes = at::randint(0, 256, {1, 301, 517, 3}, at::TensorOptions().dtype(at::kByte));
        const float mean[3] = {0.485F, 0.456F, 0.406F};
        const float deviation[3] = {0.229F, 0.224F, 0.225F};
        const Target target{at::Device(at::kCUDA, 0), at::kFloat};
        const at::Tensor expected = (bytes.to(at::kFloat) / 255.0 - at::tensor({0.485, 0.456, 0.406})) /
                                    at::tensor({0.229, 0.224, 0.225});
        QVERIFY(at::allclose(downloadCuda(uploadCuda(target, bytes, mean, deviation)), expected, 1e-5, 1e-5));
        QVERIFY(pilResizeCuda(bytes.cuda(), 128, 96, PilFilter::bilinear).defined());
        verifyNoNotes();
    }

    void replaysAGraphAsTheForwardItRecorded() {
        const Target target{at::Device(at::kCUDA, 0), at::kHalf};
        const Conv first(target, at::randn({64, 64, 3, 3}) / 24.0, at::randn({64}));
        const Conv second(target, at::randn({32, 64, 1, 1}) / 8.0, at::randn({32}));
        const auto forward = [&](const at::Tensor& map, const Progress& /*progress*/ = {}) {
            return second(first(map, {.activation = Activation::leaky_relu}), {});
        };
        ReplayedForward replayed(forward, true);
        bool wasReplayed = false;
        for (int i = 0; i < 4; ++i) {
            const at::Tensor x = random({1, 48, 64, 64}, at::kHalf).cuda();
            QVERIFY(at::equal(replayed(x), forward(x)));
            wasReplayed = wasReplayed || replayed.isReplaying();
        }
        QVERIFY2(wasReplayed, kernelNotes().c_str());
        const at::Tensor other = random({1, 16, 16, 64}, at::kHalf).cuda();
        for (int i = 0; i < 3; ++i) {
            QVERIFY(at::equal(replayed(other), forward(other)));
        }
        verifyNoNotes();
    }
};

QTEST_GUILESS_MAIN(CudaLayersTest)
#include "cuda_layers_test.moc"
