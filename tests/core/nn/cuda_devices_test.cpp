#include "core/nn/cuda_devices.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace kerf;
namespace fs = std::filesystem;

// Each part that can be missing has its own reason. A library that every machine has stands for the driver.
class CudaDevicesTest : public QObject {
    Q_OBJECT

private:
    static constexpr const char* kAnyLibrary = "libz.so.1";

    static void
    verifyReason(const nn::CudaParts& parts, const std::string& cause, const std::string& remedy) {
        const std::vector<DeviceInfo> devices = nn::cudaDevices(parts);
        QCOMPARE(devices.size(), std::size_t(1));
        QCOMPARE(devices[0].id, std::string("cuda"));
        QVERIFY(!devices[0].usable);
        const std::string& reason = devices[0].reason;
        QVERIFY2(reason.find(cause) != std::string::npos, reason.c_str());
        QVERIFY2(reason.find(remedy) != std::string::npos, reason.c_str());
    }

private Q_SLOTS:
    void namesTheDriverWhenThereIsNone() {
        verifyReason({.driver = "libno-such-driver.so"}, "no NVIDIA driver", "install driver 580");
    }

    void namesTheKernelsWhenTheyWereNotBuilt() {
        verifyReason(
            {.driver = kAnyLibrary, .kernels = "/nonexistent/libkerf_nn_cuda.so"},
            "libkerf_nn_cuda.so) is not in this build", "KERF_BUILD_CUDA=ON");
    }

    void givesTheLoadersReasonWhenTheKernelsAreBroken() {
        const QTemporaryDir folder;
        const fs::path path = fs::path(folder.path().toStdString()) / "libkerf_nn_cuda.so";
        std::ofstream(path) << "not a library";

        verifyReason({.driver = kAnyLibrary, .kernels = path}, "can't be loaded", "build it again");
    }

    void refusesKernelsOfAnotherVersion() {
        verifyReason(
            {.driver = kAnyLibrary, .kernels = "/lib/x86_64-linux-gnu/libz.so.1"}, "another version",
            "build it again");
    }
};

QTEST_GUILESS_MAIN(CudaDevicesTest)
#include "cuda_devices_test.moc"
