#include "core/base/error.h"
#include "core/nn/birefnet.h"
#include "core/nn/cuda_graph.h"
#include "core/nn/device.h"
#include "tests/support/failure.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <QTest>
#include <c10/core/InferenceMode.h>

#include <cmath>

using namespace kerf;

class DeviceTest : public QObject {
    Q_OBJECT

private:
    static std::vector<DeviceInfo> devices(std::vector<DeviceInfo> gpus) {
        gpus.push_back({.id = "cpu", .name = "some CPU", .usable = true});
        return gpus;
    }
    static DeviceInfo gpu(int index, const std::string& reason = {}) {
        return {
            .id = "cuda:" + std::to_string(index),
            .name = "NVIDIA X",
            .usable = reason.empty(),
            .reason = reason};
    }
    static nn::CpuBf16 bf16() { return {.isUsable = true}; }
    static nn::CpuBf16 noBf16() { return {.isUsable = false, .reason = "this CPU is too old"}; }

private Q_SLOTS:
    void takesTheFirstGpuThatWorks() {
        const nn::Placement placement = nn::place(
            DeviceChoice::automatic, Precision::automatic, devices({gpu(0, "driver too old"), gpu(1)}), bf16);

        QCOMPARE(placement.device, std::string("cuda:1 NVIDIA X"));
        QVERIFY(placement.target.device == at::Device(at::kCUDA, 1));
        QVERIFY(placement.target.type == at::kHalf);
        QCOMPARE(placement.precision, std::string("fp16"));
        QVERIFY(placement.note.empty());
    }

    void computesOnAGpuInTheTypeAskedFor_data() {
        QTest::addColumn<Precision>("precision");
        QTest::addColumn<int>("type");
        QTest::newRow("fp32") << Precision::fp32 << int(at::kFloat);
        QTest::newRow("bf16") << Precision::bf16 << int(at::kBFloat16);
        QTest::newRow("fp16") << Precision::fp16 << int(at::kHalf);
    }

    void computesOnAGpuInTheTypeAskedFor() {
        QFETCH(const Precision, precision);
        QFETCH(const int, type);

        const nn::Placement placement = nn::place(DeviceChoice::cuda, precision, devices({gpu(0)}), noBf16);

        QCOMPARE(int(placement.target.type), type);
        QCOMPARE(placement.precision, std::string(name(precision)));
    }

    void takesTheCpuAndSaysWhyWhenAGpuIsThereButFails() {
        const nn::Placement placement =
            nn::place(DeviceChoice::automatic, Precision::fp32, devices({gpu(0, "driver too old")}), noBf16);

        QCOMPARE(placement.device, std::string("cpu"));
        QCOMPARE(
            placement.note,
            std::string("The GPU can't be used (NVIDIA X: driver too old), so the CPU was taken."));
    }

    void saysNothingWhereThereIsNoGpu() {
        const DeviceInfo none{.id = "cuda", .name = "NVIDIA GPU", .reason = "no driver"};

        const nn::Placement placement =
            nn::place(DeviceChoice::automatic, Precision::automatic, devices({none}), noBf16);

        QCOMPARE(placement.device, std::string("cpu"));
        QVERIFY(placement.note.empty());
    }

    void refusesCudaWithItsReason() {
        const DeviceInfo none{.id = "cuda", .name = "NVIDIA GPU", .reason = "no driver; install one"};
        std::string what;
        try {
            nn::place(DeviceChoice::cuda, Precision::automatic, devices({none}), bf16);
        } catch (const Error& e) {
            QVERIFY(e.code() == ErrorCode::engine_missing);
            what = e.what();
        }
        QCOMPARE(what, std::string("NVIDIA GPU: no driver; install one"));
        QCOMPARE(
            test::codeThrownBy([&] { nn::place(DeviceChoice::cuda, Precision::fp32, devices({}), bf16); }),
            std::optional(ErrorCode::engine_missing));
    }

    void choosesTheCpusType_data() {
        QTest::addColumn<Precision>("precision");
        QTest::addColumn<bool>("hasBf16");
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("note");
        QTest::newRow("automatic, new") << Precision::automatic << true << "bf16"
                                        << "";
        QTest::newRow("automatic, old") << Precision::automatic << false << "fp32"
                                        << "";
        QTest::newRow("fp32, new") << Precision::fp32 << true << "fp32"
                                   << "";
        QTest::newRow("bf16, new") << Precision::bf16 << true << "bf16"
                                   << "";
        QTest::newRow("bf16, old") << Precision::bf16 << false << "fp32"
                                   << "The CPU took fp32 in place of bf16: this CPU is too old.";
        QTest::newRow("fp16") << Precision::fp16 << true << "fp32"
                              << "The CPU doesn't compute in fp16, so fp32 was taken.";
    }

    void choosesTheCpusType() {
        QFETCH(const Precision, precision);
        QFETCH(const bool, hasBf16);
        QFETCH(const QString, type);
        QFETCH(const QString, note);

        const nn::Placement placement =
            nn::place(DeviceChoice::cpu, precision, devices({gpu(0)}), hasBf16 ? bf16 : noBf16);

        QCOMPARE(placement.device, std::string("cpu"));
        QCOMPARE(QString::fromStdString(placement.precision), type);
        QCOMPARE(placement.target.type == at::kBFloat16, type == "bf16");
        QCOMPARE(QString::fromStdString(placement.note), note);
    }

    void placesANetOnThisMachine() {
        const nn::Placement placement = nn::place(DeviceChoice::cpu, Precision::fp32);

        QVERIFY(placement.target.device.is_cpu());
        QVERIFY(placement.target.type == at::kFloat);
    }

    void keepsThreadsAndInferenceToItsScope() {
        const int before = at::get_num_threads();
        {
            const nn::ComputeScope scope(1);
            QCOMPARE(at::get_num_threads(), 1);
            QVERIFY(c10::InferenceMode::is_enabled());
        }
        QCOMPARE(at::get_num_threads(), before);
        QVERIFY(!c10::InferenceMode::is_enabled());
    }

    void bringsPixelsToTheNetAndBack() {
        const at::Tensor bytes = at::arange(0, 192).to(at::kByte).view({1, 8, 8, 3});

        const at::Tensor map = nn::upload({}, bytes);

        QVERIFY(map.scalar_type() == at::kFloat);
        QCOMPARE(map[0][3][2][1].item<float>(), float(3 * 24 + 2 * 3 + 1) / 255.0F);
        QVERIFY(at::equal(nn::download(map), map));
        const nn::Target narrow{.device = at::kCPU, .type = at::kBFloat16};
        QVERIFY(nn::upload(narrow, bytes).scalar_type() == at::kBFloat16);
        QVERIFY(nn::download(nn::upload(narrow, bytes)).scalar_type() == at::kFloat);
        QVERIFY(at::equal(nn::upload({}, map), map)); // 16-bit photos come as floats
    }

    void normalisesAsBiRefNetWantsIt() {
        const at::Tensor bytes = at::full({1, 1, 2, 3}, 51, at::kByte);

        const at::Tensor map = nn::uploadNormalised({}, bytes);

        for (int channel = 0; channel < 3; ++channel) {
            const float expected = (0.2F - nn::kImageMean[channel]) / nn::kImageDeviation[channel];
            QVERIFY(std::abs(map[0][0][1][channel].item<float>() - expected) < 1e-6F);
        }
    }

    void resizesBytesAsPillow() {
        const at::Tensor all = at::randint(0, 256, {1, 37, 60, 3}, at::TensorOptions().dtype(at::kByte));
        const at::Tensor photo = all.narrow(2, 4, 53); // its lines lie apart
        const at::Tensor expected = at::empty({1, 16, 24, 3}, photo.options());
        const at::Tensor dense = photo.contiguous();
        nn::pilResize(
            {static_cast<const std::byte*>(dense.const_data_ptr()), 53, 37, 3, 1, 53 * 3},
            {static_cast<std::byte*>(expected.mutable_data_ptr()), 24, 16, 3, 1, 24 * 3},
            nn::PilFilter::bilinear);

        const at::Tensor resized =
            nn::resizeBytes(at::kCPU, photo, 16, 24, nn::PilFilter::bilinear, 0, Progress{});

        QVERIFY(at::equal(resized, expected));
    }

    void computesAndTellsThatMemoryRanOut() {
        bool isFull = false;
        nn::ReplayedForward net([&](const at::Tensor& map, const Progress&) {
            TORCH_CHECK_WITH(OutOfMemoryError, !isFull, "out of memory");
            return map.mul(2.0).to(at::kBFloat16);
        });
        const auto map = [] { return at::ones({1, 1, 2, 3}); };

        const at::Tensor result = nn::compute(at::kCPU, net, map, Progress{});

        QVERIFY(at::equal(result, at::full({1, 1, 2, 3}, 2.0)));
        isFull = true;
        QCOMPARE(
            test::codeThrownBy([&] { nn::compute(at::kCPU, net, map, Progress{}); }),
            ErrorCode::out_of_memory);
    }

    void knowsHowMuchMemoryIsFree() {
        const std::uint64_t free = nn::freeMemory(at::kCPU);

        QVERIFY(free > std::uint64_t(1) << 20U);
        QVERIFY(free < std::uint64_t(1) << 50U);
    }
};

QTEST_GUILESS_MAIN(DeviceTest)
#include "device_test.moc"
