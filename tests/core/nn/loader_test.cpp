#include "core/base/error.h"
#include "core/nn/cpu_info.h"
#include "core/nn/loader.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace kerf;
namespace fs = std::filesystem;

class LoaderTest : public QObject {
    Q_OBJECT

private:
    static std::string messageOf(const fs::path& candidate) {
        try {
            const std::vector<fs::path> candidates{candidate};
            nn::openRuntime(candidates);
        } catch (const Error& e) {
            return e.code() == ErrorCode::engine_missing ? e.what() : "another code";
        }
        return {};
    }

private Q_SLOTS:
    void looksBesideTheProgramAndInItsLibraryFolders() {
        const std::vector<fs::path> candidates = nn::runtimeCandidates("/opt/kerf/bin");

        QCOMPARE(candidates.size(), std::size_t(3));
        QCOMPARE(candidates[0].string(), std::string("/opt/kerf/bin/libkerf_nn.so"));
        QCOMPARE(candidates[1].string(), std::string("/opt/kerf/lib/kerf/libkerf_nn.so"));
        QCOMPARE(candidates[2].string(), std::string("/opt/kerf/lib/libkerf_nn.so"));
    }

    void saysWhereItLookedWhenTheLibraryIsMissing() {
        const std::string message = messageOf("/nonexistent/libkerf_nn.so");

        QVERIFY(
            message.find("not in this build, looked for /nonexistent/libkerf_nn.so") != std::string::npos);
        QVERIFY(message.find("tools/setup") != std::string::npos);
    }

    void givesTheLoadersReasonWhenTheLibraryIsNoLibrary() {
        const QTemporaryDir folder;
        const fs::path path = fs::path(folder.path().toStdString()) / "libkerf_nn.so";
        std::ofstream(path) << "not a library";

        const std::string message = messageOf(path);

        QVERIFY2(message.find("can't be loaded") != std::string::npos, message.c_str());
        QVERIFY2(message.find(path.string()) != std::string::npos, message.c_str());
    }

    void refusesALibraryThatIsNotOurs() {
        const std::string message = messageOf("/lib/x86_64-linux-gnu/libz.so.1");

        QVERIFY2(message.find("is not Kerf's") != std::string::npos, message.c_str());
    }

    void readsNameAndInstructionSetsOfACpu() {
        const nn::CpuInfo info = nn::parseCpuInfo(
            "processor\t: 0\nmodel name\t: Intel(R) Xeon(R) Platinum 8488C\n"
            "flags\t\t: fpu avx avx2 avx512f avx512bw avx512vl avx512_bf16 amx_bf16 amx_tile\n");

        QCOMPARE(info.name, std::string("Intel(R) Xeon(R) Platinum 8488C"));
        QCOMPARE(info.sets, (std::vector<std::string>{"avx2", "avx512", "bf16", "amx"}));
    }

    void listsNoSetThatTheCpuLacks() {
        QVERIFY(nn::parseCpuInfo("flags : fpu avx avx512f\n").sets.empty());
        QVERIFY(nn::parseCpuInfo("").name.empty());
    }

    void readsMemoryInBytes() {
        const nn::MemoryInfo memory =
            nn::parseMemoryInfo("MemTotal:       24576 kB\nMemFree: 1 kB\nMemAvailable:   12288 kB\n");

        QCOMPARE(memory.totalBytes, std::uint64_t(24576) * 1024);
        QCOMPARE(memory.availableBytes, std::uint64_t(12288) * 1024);
    }
};

QTEST_GUILESS_MAIN(LoaderTest)
#include "loader_test.moc"
