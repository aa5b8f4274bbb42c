#include "core/batch/folder_lock.h"
#include "core/batch/journal.h"
#include "core/io/reader.h"
#include "core/io/writer.h"
#include "core/session/session.h"
#include "tests/support/fake_engines.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <fstream>
#include <functional>
#include <map>
#include <mutex>

using namespace kerf;
using namespace kerf::test;
using namespace std::chrono_literals;

namespace {

namespace fs = std::filesystem;

// A door that work stands before until it is opened.
class Door {
public:
    void pass(const Progress& progress) {
        std::unique_lock lock(m_mutex);
        ++m_waiting;
        m_changed.notify_all();
        if (!m_changed.wait(lock, progress.stop(), [&] { return m_isOpen; })) {
            throw Cancelled{};
        }
    }
    void open() {
        const std::scoped_lock lock(m_mutex);
        m_isOpen = true;
        m_changed.notify_all();
    }
    bool waitFor(int count) {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, 10s, [&] { return m_waiting >= count; });
    }

private:
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    bool m_isOpen = false;
    int m_waiting = 0;
};

// A session over engines that a test decides, and all that it told of its batches.
struct Rig {
    QTemporaryDir folder;
    fs::path root = folder.path().toStdString();
    fs::path in = root / "in";
    fs::path out = root / "out";
    BatchWork work{.recipe = {.cleanup = CleanupEngine::nlm, .mask = MaskEngine::grabcut}};
    FakeCleanup::Work clean = [](const Image& image, const Progress&) { return image; };

    std::mutex mutex; // guards those below
    BatchNews now;
    std::map<std::string, BatchItem> items; // by the input's name
    std::vector<std::string> order;         // names, as they came
    std::vector<JobFailure> failures;
    std::vector<JobEvent> events;
    std::unique_ptr<Session> session; // last: it tells the others

    Rig() { begin(); }

    void begin() {
        session.reset();
        Engines engines;
        engines.cleanup.push_back(std::make_unique<FakeCleanup>(
            CleanupEngine::nlm, [this](const Image& image, const Progress& p) { return clean(image, p); }));
        engines.mask.push_back(std::make_unique<FakeMask>(MaskEngine::grabcut));
        session = makeSession(
            [this](const JobEvent& event) {
                const std::scoped_lock lock(mutex);
                events.push_back(event);
            },
            {.onBatchNews = [this](const BatchNews& news) { take(news); }}, std::move(engines));
    }

    void take(const BatchNews& news) {
        const std::scoped_lock lock(mutex);
        if (news.isReset) {
            items.clear();
            order.clear();
        }
        for (const BatchItem& item : news.added) {
            order.push_back(item.input.filename().string());
            items[order.back()] = item;
        }
        for (const BatchItem& item : news.changed) {
            items[item.input.filename().string()] = item;
        }
        if (news.failure) {
            failures.push_back(*news.failure);
        }
        merge(now, BatchNews(news));
    }

    void addPhoto(const std::string& name) const {
        const Image image = makeImage(40, 30, 3, PixelType::u8, [](int x, int y) {
            return std::array<double, 4>{x / 40.0, y / 30.0, 0.5, 1.0};
        });
        fs::create_directories((in / name).parent_path());
        writePhoto({.image = image, .output = in / name}, {});
    }

    template <typename T>
    T get(const std::function<T(const Rig&)>& what) {
        const std::scoped_lock lock(mutex);
        return what(*this);
    }
    BatchPhase phase() {
        return get<BatchPhase>([](const Rig& rig) { return rig.now.phase; });
    }
    BatchStatus status() {
        return get<BatchStatus>([](const Rig& rig) { return rig.now.status; });
    }
    BatchItem item(const std::string& name) {
        return get<BatchItem>([&](const Rig& rig) {
            const auto found = rig.items.find(name);
            return found == rig.items.end() ? BatchItem{} : found->second;
        });
    }
    BatchFound found() {
        return get<BatchFound>(
            [](const Rig& rig) { return rig.now.found.empty() ? BatchFound{} : rig.now.found.back(); });
    }
    Batches& batches() const { return session->batches(); }
};

} // namespace

class BatchRunnerTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void makesAFolderOfAFolder();
    void takesMoreAndKnowsWhatItHas();
    void goesOnWithWhatAnotherLeft();
    void saysThatAFolderIsInUse();
    void saysThatNothingIsThere();
    void pausesCancelsAndTriesAgain();
    void letsTheWindowGoFirst();
    void leavesABatchForLater();
};

void BatchRunnerTest::makesAFolderOfAFolder() {
    Rig rig;
    rig.addPhoto("a/1.png");
    rig.addPhoto("a/b/2.png");
    std::ofstream(rig.in / "note.txt") << "no photo";

    rig.batches().start({.inputs = {rig.in, rig.in / "a/1.png"}, .out = rig.out, .work = rig.work});

    QTRY_COMPARE(rig.phase(), BatchPhase::ended);
    QCOMPARE(rig.status().done, 2);
    QCOMPARE(rig.found().added, 2);
    QCOMPARE(rig.found().duplicates, 1);
    QCOMPARE(rig.found().unsupported, 1);
    QVERIFY(fs::exists(rig.out / "a/1.png"));
    QVERIFY(fs::exists(rig.out / "a/b/2.png"));
    QCOMPARE(rig.item("2.png").stages.front().engine, std::string("nlm"));
    QVERIFY(batch::readJournal(batch::Journal::fileIn(rig.out, {})).isFinished);
}

void BatchRunnerTest::takesMoreAndKnowsWhatItHas() {
    Rig rig;
    rig.addPhoto("1.png");
    rig.batches().start({.inputs = {rig.in}, .out = rig.out, .work = rig.work});
    QTRY_COMPARE(rig.phase(), BatchPhase::ended);
    rig.addPhoto("2.png");
    rig.addPhoto("other/1.png"); // wants the name that is taken when it is named itself

    rig.batches().add({rig.in / "1.png", rig.in / "2.png", rig.in / "other/1.png"});

    QTRY_COMPARE(rig.found().added, 2);
    QTRY_COMPARE(rig.phase(), BatchPhase::ended);
    QCOMPARE(rig.found().duplicates, 1);
    QCOMPARE(rig.status().done, 3);
    QVERIFY(fs::exists(rig.out / "1-2.png"));
    QVERIFY(fs::exists(rig.out / "2.png"));
}

void BatchRunnerTest::goesOnWithWhatAnotherLeft() {
    Rig rig;
    for (int i = 0; i < 6; ++i) {
        rig.addPhoto(std::to_string(i) + ".png");
    }
    Door door;
    rig.clean = [&](const Image& image, const Progress& progress) {
        door.pass(progress);
        return image;
    };
    rig.batches().start({.inputs = {rig.in}, .out = rig.out, .work = rig.work});
    QVERIFY(door.waitFor(1));
    rig.session.reset(); // as a window that is closed

    std::atomic<int> computed = 0;
    rig.clean = [&](const Image& image, const Progress&) {
        ++computed;
        return image;
    };
    rig.begin();
    rig.batches().look(rig.out);
    QTRY_VERIFY(rig.get<bool>([](const Rig& r) { return !r.now.glances.empty(); }));
    const BatchGlance glance = rig.get<BatchGlance>([](const Rig& r) { return r.now.glances.back(); });
    QVERIFY(glance.isUnfinished);
    QCOMPARE(glance.total, 6);
    QCOMPARE(glance.ended, 0);
    rig.batches().goOn(rig.out);

    QTRY_COMPARE(rig.phase(), BatchPhase::ended);
    QCOMPARE(rig.status().done, 6);
    QCOMPARE(computed.load(), 6);
    rig.batches().look(rig.root / "on a drive that is not connected");
    rig.batches().look(rig.out);
    QTRY_VERIFY(rig.get<bool>([](const Rig& r) { return !r.now.glances.back().isUnfinished; }));
    QCOMPARE(rig.get<std::size_t>([](const Rig& r) { return r.now.glances.size(); }), std::size_t(2));
}

void BatchRunnerTest::saysThatAFolderIsInUse() {
    Rig rig;
    rig.addPhoto("1.png");
    fs::create_directories(rig.out / batch::Journal::kFolder);
    const batch::FolderLock lock(rig.out / batch::Journal::kFolder / "lock", batch::LockKind::exclusive);

    rig.batches().start({.inputs = {rig.in}, .out = rig.out, .work = rig.work});

    QTRY_COMPARE(rig.get<std::size_t>([](const Rig& r) { return r.failures.size(); }), std::size_t(1));
    QCOMPARE(rig.phase(), BatchPhase::none);
    const JobFailure failure = rig.get<JobFailure>([](const Rig& r) { return r.failures.front(); });
    QVERIFY(failure.detail.find("another Kerf is writing into this folder") != std::string::npos);
}

void BatchRunnerTest::saysThatNothingIsThere() {
    Rig rig;
    fs::create_directories(rig.in);

    rig.batches().start({.inputs = {rig.in, rig.root / "gone"}, .out = rig.out, .work = rig.work});

    QTRY_COMPARE(rig.found().missing.size(), std::size_t(1));
    QTRY_COMPARE(rig.phase(), BatchPhase::none);
    QVERIFY(!fs::exists(rig.out));
    rig.batches().goOn(rig.root / "gone");
    QTRY_COMPARE(rig.get<std::size_t>([](const Rig& r) { return r.failures.size(); }), std::size_t(1));
}

void BatchRunnerTest::pausesCancelsAndTriesAgain() {
    Rig rig;
    for (int i = 0; i < 12; ++i) {
        rig.addPhoto(std::to_string(i) + ".png");
    }
    Door door;
    std::atomic<bool> isBroken = true;
    rig.clean = [&](const Image& image, const Progress& progress) {
        door.pass(progress);
        if (isBroken) {
            throw Error(ErrorCode::out_of_memory, "no memory; close something");
        }
        return image;
    };
    rig.batches().start({.inputs = {rig.in}, .out = rig.out, .work = rig.work});
    QVERIFY(door.waitFor(1));
    rig.batches().pause();
    QTRY_VERIFY(rig.status().isPaused);
    rig.batches().move({rig.item("11.png").id}, rig.item("10.png").id);
    QTRY_VERIFY(rig.get<bool>([](const Rig& r) { return r.now.queue.has_value(); }));
    const auto queue = rig.get<std::vector<std::string>>([](const Rig& r) { return *r.now.queue; });
    QCOMPARE(queue.at(queue.size() - 2), rig.item("11.png").id);
    rig.batches().cancel({rig.item("11.png").id});
    QTRY_COMPARE(rig.item("11.png").state, JobState::cancelled);
    door.open();
    rig.batches().resume();
    QTRY_COMPARE(rig.phase(), BatchPhase::ended);
    QCOMPARE(rig.status().failed, 11);

    isBroken = false;
    rig.batches().retry({rig.item("0.png").id, rig.item("11.png").id});

    QTRY_COMPARE(rig.status().done, 2);
    QTRY_COMPARE(rig.phase(), BatchPhase::ended);
    QCOMPARE(rig.status().failed, 10);
}

void BatchRunnerTest::letsTheWindowGoFirst() {
    Rig rig;
    for (int i = 0; i < 8; ++i) {
        rig.addPhoto(std::to_string(i) + ".png");
    }
    Door door;
    std::atomic<int> computed = 0;
    std::atomic<int> inside = 0;
    std::atomic<int> most = 0;
    rig.clean = [&](const Image& image, const Progress& progress) {
        most = std::max(most.load(), ++inside);
        door.pass(progress);
        ++computed;
        --inside;
        return image;
    };
    rig.batches().start({.inputs = {rig.in}, .out = rig.out, .work = rig.work});
    QVERIFY(door.waitFor(1));
    const JobId job = rig.session->run(rig.in / "7.png", rig.work.recipe);
    const auto isAtEngine = [&] {
        return rig.get<bool>([&](const Rig& r) {
            return std::ranges::any_of(r.events, [&](const JobEvent& event) {
                return event.job == job && event.stage == "cleanup";
            });
        });
    };
    QTRY_VERIFY(isAtEngine());
    QTest::qWait(50); // it waits for its turn
    door.open();

    const auto isDone = [&] {
        return rig.get<bool>([&](const Rig& r) {
            return std::ranges::any_of(r.events, [&](const JobEvent& event) {
                return event.job == job && event.state == JobState::done;
            });
        });
    };
    QTRY_VERIFY(isDone());
    QTRY_COMPARE(rig.phase(), BatchPhase::ended);
    QCOMPARE(most.load(), 1); // never two at the engine
    QCOMPARE(computed.load(), 9);
}

void BatchRunnerTest::leavesABatchForLater() {
    Rig rig;
    for (int i = 0; i < 4; ++i) {
        rig.addPhoto(std::to_string(i) + ".png");
    }
    Door door;
    rig.clean = [&](const Image& image, const Progress& progress) {
        door.pass(progress);
        return image;
    };
    rig.batches().start({.inputs = {rig.in}, .out = rig.out, .work = rig.work});
    QVERIFY(door.waitFor(1));

    rig.batches().leave();

    QTRY_COMPARE(rig.phase(), BatchPhase::none);
    door.open();
    rig.batches().goOn(rig.out);
    QTRY_COMPARE(rig.phase(), BatchPhase::ended);
    QCOMPARE(rig.status().done, 4);
}

QTEST_GUILESS_MAIN(BatchRunnerTest)
#include "batch_runner_test.moc"
