#include "core/base/error.h"
#include "core/nn/cuda_graph.h"
#include "core/nn/cuda_kernels.h"
#include "core/nn/translate.h"

#include <ATen/ATen.h>
#include <QTest>

using namespace kerf;

// What happens around a kernel, without a device: errors and verdicts.
class CudaKernelsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saysNothingWhenAllWentWell() { nn::checkCuda(0, "a test"); }

    void tellsKindsOfFailureApart_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<QString>("words");
        QTest::addRow("memory") << 2 << ErrorCode::out_of_memory << "smaller tiles";
        QTest::addRow("illegal address") << 700 << ErrorCode::internal << "start Kerf again";
        QTest::addRow("uncorrectable memory") << 214 << ErrorCode::internal << "start Kerf again";
        QTest::addRow("invalid value") << 1 << ErrorCode::internal << "CUDA refused a test";
    }

    void tellsKindsOfFailureApart() {
        QFETCH(const int, status);
        QFETCH(const ErrorCode, code);
        QFETCH(const QString, words);
        try {
            nn::checkCuda(status, "a test");
            QFAIL("nothing was thrown");
        } catch (const Error& e) {
            QCOMPARE(e.code(), code);
            QVERIFY2(QString::fromUtf8(e.what()).contains(words), e.what());
        }
    }

    void asksAKernelOnceAndKeepsTheAnswer() {
        int asked = 0;
        const auto agrees = [&] {
            ++asked;
            return true;
        };

        QVERIFY(nn::isTrusted("good kernel", agrees));
        QVERIFY(nn::isTrusted("good kernel", agrees));

        QCOMPARE(asked, 1);
        QVERIFY(nn::kernelNotes().find("good kernel") == std::string::npos);
    }

    void leavesANoteOfAKernelThatDisagreesOrFails() {
        QVERIFY(!nn::isTrusted("wrong kernel", [] { return false; }));
        QVERIFY(!nn::isTrusted(
            "failing kernel", []() -> bool { throw Error(ErrorCode::internal, "no kernel image"); }));
        QVERIFY(!nn::isTrusted("failing kernel", [] { return true; }));

        const std::string notes = nn::kernelNotes();
        QVERIFY2(notes.find("wrong kernel) disagrees") != std::string::npos, notes.c_str());
        QVERIFY2(notes.find("no kernel image") != std::string::npos, notes.c_str());
    }

    void letsACheckAskForOtherKernels() {
        QVERIFY(nn::isTrusted("outer kernel", [] {
            return nn::isTrusted("inner kernel", [] { return true; }) &&
                   nn::isTrusted("inner kernel", [] { return false; });
        }));
    }

    void callsTheForwardWhereNothingCanBeReplayed() {
        int calls = 0;
        nn::ReplayedForward replayed(
            [&](const at::Tensor& map, const Progress& progress) {
                progress.step(0.5);
                ++calls;
                return map + 1;
            },
            true);
        const at::Tensor x = at::rand({1, 2, 3, 4});

        for (int i = 0; i < 3; ++i) {
            QVERIFY(at::equal(replayed(x), x + 1));
            QVERIFY(!replayed.isReplaying());
        }

        QCOMPARE(calls, 3);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_THROWS_EXCEPTION(Cancelled, replayed(x, Progress(stop.get_token(), {})));
    }

    void saysThatTheDeviceIsLost_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<QString>("words");
        QTest::addRow("sticky") << "CUDA error: an illegal memory access was encountered"
                                << ErrorCode::internal << "start Kerf again";
        QTest::addRow("memory") << "CUDA error: out of memory" << ErrorCode::out_of_memory << "memory";
        QTest::addRow("a library's memory")
            << "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"
            << ErrorCode::out_of_memory << "ALLOC_FAILED";
        QTest::addRow("something else") << "expected a tensor" << ErrorCode::internal << "expected a tensor";
    }

    void saysThatTheDeviceIsLost() {
        QFETCH(const QString, text);
        QFETCH(const ErrorCode, code);
        QFETCH(const QString, words);
        try {
            nn::translate([&] { throw c10::Error({__func__, __FILE__, __LINE__}, text.toStdString()); });
            QFAIL("nothing was thrown");
        } catch (const Error& e) {
            QCOMPARE(e.code(), code);
            QVERIFY2(QString::fromUtf8(e.what()).contains(words), e.what());
        }
    }

    void findsNoFunctionThatIsNotThere() { QVERIFY(nn::cudaSymbol("kerfCudaNoSuchThing") == nullptr); }
};

QTEST_GUILESS_MAIN(CudaKernelsTest)
#include "cuda_kernels_test.moc"
