#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/nn/runtime.h"
#include "tests/support/failure.h"
#include "tests/support/owned_raster.h"
#include "tests/support/ref_models.h"

#include <QTemporaryDir>
#include <QTest>

#include <future>

using namespace kerf;
using test::OwnedRaster;

class RuntimeTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    // A weight file of that net, as its authors would publish it.
    std::filesystem::path weights(const std::string& architecture, nn::DType type = nn::DType::f32) const {
        const std::filesystem::path file =
            std::filesystem::path(m_folder.path().toStdString()) / (architecture + ".safetensors");
        test::writeSafetensors(file, test::refModel(test::parseArchitecture(architecture).value(), type));
        return file;
    }

    static nn::ModelRequest onCpu(const std::filesystem::path& file, Precision precision = Precision::fp32) {
        return {.file = file, .device = DeviceChoice::cpu, .precision = precision};
    }

private Q_SLOTS:
    void opensTheEngineAndTellsItsVersion() {
        QCOMPARE(nn::loadRuntime()->libtorchVersion(), std::string("2.11.0"));
    }

    void givesOneRuntimeToAllThreads() {
        auto one = std::async(std::launch::async, nn::loadRuntime);
        auto other = std::async(std::launch::async, nn::loadRuntime);

        QCOMPARE(one.get().get(), other.get().get());
    }

    void listsTheCpuLastAndUsable() {
        const std::vector<DeviceInfo> devices = nn::loadRuntime()->devices();

        QVERIFY(!devices.empty());
        const DeviceInfo& cpu = devices.back();
        QCOMPARE(cpu.id, std::string("cpu"));
        QVERIFY(!cpu.name.empty());
        QVERIFY(cpu.usable);
        QVERIFY(cpu.reason.empty());
        QVERIFY(cpu.memoryBytes > cpu.freeBytes);
        QVERIFY(cpu.freeBytes > 0);
        const std::string threads = std::to_string(hardwareThreads()) + " thread";
        QVERIFY2(cpu.detail.find(threads) != std::string::npos, cpu.detail.c_str());
    }

    void saysOfEveryOtherDeviceThatItWorksOrWhyNot() {
        const std::vector<DeviceInfo> devices = nn::loadRuntime()->devices();

        QVERIFY(devices.size() >= 2);
        for (const DeviceInfo& device : devices) {
            QCOMPARE(device.usable, device.reason.empty());
        }
        QVERIFY(devices.front().id.rfind("cuda", 0) == 0);
    }

    void enlargesAPhotoWithAWeightFile() {
        const auto runtime = nn::loadRuntime();
        const OwnedRaster in = OwnedRaster::picture("runtime", 61, 47);
        OwnedRaster out(122, 94, 3, 1);

        const auto model = runtime->openUpscale(onCpu(weights("rrdbnet-x2-nb1-nf16")), {});
        const nn::RunReport report = model->run(in.view(), out.target(), {}, {});

        QCOMPARE(model->facts().scale, 2);
        QCOMPARE(model->facts().device, std::string("cpu"));
        QCOMPARE(model->facts().precision, std::string("fp32"));
        QVERIFY2(report.settings.find("1 tile of") != std::string::npos, report.settings.c_str());
    }

    void staysNearFp32WhereItChoosesTheType() {
        const auto runtime = nn::loadRuntime();
        const std::filesystem::path file = weights("rrdbnet-x2-nb1-nf16");
        const OwnedRaster in = OwnedRaster::picture("types", 61, 47);
        OwnedRaster wide(122, 94, 3, 1);
        OwnedRaster chosen(122, 94, 3, 1);

        runtime->openUpscale(onCpu(file), {})->run(in.view(), wide.target(), {}, {});
        runtime->openUpscale(onCpu(file, Precision::automatic), {})->run(in.view(), chosen.target(), {}, {});

        QVERIFY(OwnedRaster::maxDifference(wide, chosen) <= 5); // bf16 has 8 bits
    }

    void makesAMatteWithAWeightFile() {
        const auto runtime = nn::loadRuntime();
        const OwnedRaster in = OwnedRaster::picture("runtime", 150, 110);
        OwnedRaster matte(150, 110, 1, 1);

        const auto model = runtime->openMatte(onCpu(weights("birefnet-tiny", nn::DType::f16)), {});
        const nn::RunReport report = model->run(in.view(), matte.target(), {.width = 128, .height = 96}, {});

        QCOMPARE(report.settings, std::string("128 x 96, fp32"));
    }

    void refusesANetOfTheOtherKind() {
        const auto runtime = nn::loadRuntime();

        QCOMPARE(
            test::codeThrownBy([&] { runtime->openMatte(onCpu(weights("rrdbnet-x2-nb1-nf16")), {}); }),
            std::optional(ErrorCode::invalid_option));
        QCOMPARE(
            test::codeThrownBy([&] { runtime->openUpscale(onCpu(weights("birefnet-tiny")), {}); }),
            std::optional(ErrorCode::invalid_option));
    }

    void refusesCudaWhereThereIsNone() {
        const auto runtime = nn::loadRuntime();
        const std::vector<DeviceInfo> devices = runtime->devices();
        if (devices.front().usable && devices.front().id != "cpu") {
            QSKIP("this machine has a CUDA device");
        }
        nn::ModelRequest request = onCpu(weights("rrdbnet-x2-nb1-nf16"));
        request.device = DeviceChoice::cuda;

        QCOMPARE(
            test::codeThrownBy([&] { runtime->openUpscale(request, {}); }),
            std::optional(ErrorCode::engine_missing));
    }

    void refusesWhatIsNoWeightFile() {
        QCOMPARE(
            test::codeThrownBy([&] { nn::loadRuntime()->openUpscale(onCpu("/nonexistent.pth"), {}); }),
            std::optional(ErrorCode::file_not_found));
    }
};

QTEST_GUILESS_MAIN(RuntimeTest)
#include "runtime_test.moc"
