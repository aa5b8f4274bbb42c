#include "core/base/error.h"
#include "core/pipeline/turns.h"

#include <QTest>

#include <algorithm>
#include <atomic>
#include <future>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

using namespace kerf;

class TurnsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void letsOneInAtATime();
    void letsTheUrgentInFirst();
    void endsAWaitThatIsStopped();
};

void TurnsTest::letsOneInAtATime() {
    Turns turns;
    std::atomic<int> inside = 0;
    std::atomic<int> most = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&, i] {
                for (int round = 0; round < 200; ++round) {
                    const Turns::Pass turn = turns.enter(i % 2 == 0 ? Urgency::now : Urgency::later, {});
                    most = std::max(most.load(), ++inside);
                    --inside;
                }
            });
        }
    }
    QCOMPARE(most.load(), 1);
}

void TurnsTest::letsTheUrgentInFirst() {
    Turns turns;
    std::mutex mutex;
    std::string order;
    std::optional<std::jthread> later;
    std::optional<std::jthread> urgent;
    {
        const Turns::Pass turn = turns.enter(Urgency::later, {});
        std::atomic<int> waiting = 0;
        const auto wait = [&](Urgency urgency, char mark) {
            return [&, urgency, mark] {
                ++waiting;
                const Turns::Pass own = turns.enter(urgency, {});
                const std::scoped_lock lock(mutex);
                order += mark;
            };
        };
        later.emplace(wait(Urgency::later, 'l'));
        QTRY_COMPARE(waiting.load(), 1);
        urgent.emplace(wait(Urgency::now, 'u'));
        QTRY_COMPARE(waiting.load(), 2);
        QTest::qWait(50); // until both are at the door
    }
    later.reset();
    urgent.reset();
    QCOMPARE(order, std::string("ul"));
}

void TurnsTest::endsAWaitThatIsStopped() {
    Turns turns;
    std::stop_source stop;
    std::future<bool> blocked;
    {
        const Turns::Pass turn = turns.enter(Urgency::now, {});
        blocked = std::async(std::launch::async, [&] {
            try {
                const Turns::Pass own = turns.enter(Urgency::now, stop.get_token());
                return false;
            } catch (const Cancelled&) {
                return true;
            }
        });
        stop.request_stop();
        QVERIFY(blocked.get());
    }
    const Turns::Pass free = turns.enter(Urgency::later, {}); // nobody urgent is taken to wait still
}

QTEST_APPLESS_MAIN(TurnsTest)
#include "turns_test.moc"
