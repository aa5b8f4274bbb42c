#include "core/base/bounded_queue.h"

#include <QTest>

#include <future>

using kerf::BoundedQueue;

class BoundedQueueTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsTheOrderAndDrainsAfterClose() {
        BoundedQueue<int> queue(3);
        for (int i = 0; i < 3; ++i) {
            QVERIFY(queue.push(i, {}));
        }
        queue.close();

        QVERIFY(!queue.push(3, {}));
        for (int i = 0; i < 3; ++i) {
            QVERIFY(queue.pop({}) == i);
        }
        QVERIFY(!queue.pop({}));
    }

    void pushWaitsForRoom() {
        BoundedQueue<int> queue(1);
        QVERIFY(queue.push(1, {}));

        auto second = std::async(std::launch::async, [&] { return queue.push(2, {}); });
        QVERIFY(queue.pop({}) == 1);

        QVERIFY(second.get());
        QVERIFY(queue.pop({}) == 2);
    }

    void pushWakesWithFalseWhenStopped() {
        BoundedQueue<int> queue(1);
        std::stop_source stop;
        QVERIFY(queue.push(1, stop.get_token()));

        auto blocked = std::async(std::launch::async, [&] { return queue.push(2, stop.get_token()); });
        stop.request_stop();

        QVERIFY(!blocked.get());
    }

    void popWakesEmptyWhenStopped() {
        BoundedQueue<int> queue(1);
        std::stop_source stop;

        auto blocked = std::async(std::launch::async, [&] { return queue.pop(stop.get_token()); });
        stop.request_stop();

        QVERIFY(!blocked.get());
    }
};

QTEST_GUILESS_MAIN(BoundedQueueTest)
#include "bounded_queue_test.moc"
