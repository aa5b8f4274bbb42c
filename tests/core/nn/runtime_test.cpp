#include "core/base/parallel.h"
#include "core/nn/runtime.h"

#include <QTest>

#include <future>

using namespace kerf;

class RuntimeTest : public QObject {
    Q_OBJECT

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
};

QTEST_GUILESS_MAIN(RuntimeTest)
#include "runtime_test.moc"
