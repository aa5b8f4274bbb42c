#include "core/base/parallel.h"

#include <QTest>
#include <pthread.h>

#include <atomic>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <vector>

using namespace kerf;

class ParallelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runsEveryItemOnce_data() {
        QTest::addColumn<int>("threads");
        for (const int threads : {0, 1, 2, 7}) {
            QTest::addRow("%d threads", threads) << threads;
        }
    }

    void runsEveryItemOnce() {
        QFETCH(const int, threads);
        std::vector<std::atomic<int>> runs(1000);

        parallelFor(int(runs.size()), threads, {}, [&](int i) { ++runs[std::size_t(i)]; });

        for (const std::atomic<int>& count : runs) {
            QCOMPARE(count.load(), 1);
        }
    }

    void worksAloneWhenThereAreNoMoreThreads() {
        pthread_attr_t usual;
        QCOMPARE(pthread_getattr_default_np(&usual), 0);
        pthread_attr_t impossible;
        QCOMPARE(pthread_getattr_default_np(&impossible), 0);
        pthread_attr_setstacksize(&impossible, std::size_t{1} << 50U);
        QCOMPARE(pthread_setattr_default_np(&impossible), 0);
        QVERIFY_EXCEPTION_THROWN(std::thread([] {}).join(), std::system_error);
        int runs = 0;

        parallelFor(100, 8, {}, [&](int) { ++runs; });

        QCOMPARE(pthread_setattr_default_np(&usual), 0);
        QCOMPARE(runs, 100);
    }

    void doesNothingForNoItems() {
        parallelFor(0, 4, {}, [](int) { QFAIL("no item to run"); });
    }

    void rethrowsTheFirstErrorAndStopsTheRest() {
        std::atomic<int> runs{0};

        QVERIFY_EXCEPTION_THROWN(
            parallelFor(
                100000, 4, {},
                [&](int) {
                    ++runs;
                    throw std::runtime_error("item");
                }),
            std::runtime_error);

        QVERIFY(runs <= 4);
    }

    void stopsWhenAsked() {
        std::stop_source stop;
        std::atomic<int> runs{0};
        bool cancelled = false;

        try {
            parallelFor(100000, 2, Progress(stop.get_token(), {}), [&](int) {
                ++runs;
                stop.request_stop();
            });
        } catch (const Cancelled&) {
            cancelled = true;
        }

        QVERIFY(cancelled);
        QVERIFY(runs <= 4);
    }
};

QTEST_GUILESS_MAIN(ParallelTest)
#include "parallel_test.moc"
