#include "core/base/error.h"
#include "core/batch/batch.h"
#include "core/io/reader.h"
#include "core/io/writer.h"
#include "tests/support/corpus.h"
#include "tests/support/failure.h"
#include "tests/support/fake_engines.h"

#include <QTemporaryDir>
#include <QtTest/QtTest>

#include <fstream>
#include <optional>
#include <semaphore>
#include <set>

using namespace kerf;
using namespace kerf::batch;
using namespace kerf::test;
namespace fs = std::filesystem;

namespace {

// A batch over photos of its own, with engines that a test decides, in a folder of its own.
struct Rig {
    QTemporaryDir folder;
    fs::path in = fs::path(folder.path().toStdString()) / "in";
    fs::path out = fs::path(folder.path().toStdString()) / "out";
    BatchSettings settings;
    FakeCleanup::Work work = [](const Image& image, const Progress&) { return image; };
    std::shared_ptr<std::atomic<int>> computed;
    std::mutex mutex;
    std::vector<BatchEvent> events; // guarded by mutex

    Rig() {
        fs::create_directories(in);
        fs::create_directories(out / Journal::kFolder);
        settings.out = out;
        settings.recipe.mask = MaskEngine::grabcut;
        settings.recipe.cleanup = CleanupEngine::nlm;
        settings.exporting.sidecar = false; // sidecar_test has them
    }

    fs::path addPhoto(const std::string& name) const {
        const Image image = makeImage(40, 30, 3, PixelType::u8, [](int x, int y) {
            return std::array<double, 4>{x / 40.0, y / 30.0, 0.5, 1.0};
        });
        writePhoto({.image = image, .output = in / name}, {});
        return in / name;
    }

    std::vector<PlannedPhoto> plan(int count) const {
        std::vector<FoundPhoto> photos;
        for (int i = 0; i < count; ++i) {
            const std::string name = std::to_string(i) + ".png";
            photos.push_back({fs::exists(in / name) ? in / name : addPhoto(name), name});
        }
        return planOutputs(photos, out, settings.exporting);
    }

    Pipeline pipeline() {
        Engines engines;
        auto cleanup = std::make_unique<FakeCleanup>(
            CleanupEngine::nlm, [this](const Image& image, const Progress& p) { return work(image, p); });
        computed = cleanup->calls;
        engines.cleanup.push_back(std::move(cleanup));
        engines.mask.push_back(std::make_unique<FakeMask>(MaskEngine::grabcut));
        return Pipeline(std::move(engines));
    }

    Batch::Handler handler() {
        return [this](const BatchEvent& event) {
            const std::scoped_lock lock(mutex);
            events.push_back(event);
        };
    }

    fs::path journalFile() const { return Journal::fileIn(out, {}); }

    // Runs all of it from nothing.
    BatchStatus run(int count) {
        const Pipeline line = pipeline();
        Journal journal(journalFile(), JournalHeader{});
        Batch batch(line, settings, journal, handler());
        batch.add(plan(count));
        batch.close();
        batch.wait();
        journal.finished();
        return batch.status();
    }

    // Goes on with what the journal says.
    BatchStatus goOn() {
        const Pipeline line = pipeline();
        const JournalContents earlier = readJournal(journalFile());
        Journal journal(journalFile(), earlier);
        Batch batch(line, settings, journal, handler());
        batch.add(earlier);
        batch.close();
        batch.wait();
        return batch.status();
    }
};

} // namespace

class BatchTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesEveryPhoto();
    void endsEveryPhotoOnce();
    void letsOneBadPhotoStopNoOther();
    void writesSeveralPicturesOfAPhoto();
    void doesNothingTwice();
    void doesAgainWhatIsGoneOrChangedByPolicy();
    void knowsItsOwnFilesAfterAPowerCut();
    void leavesTheRestForLaterWhenStopped();
    void cancelsOneOfMany();
    void triesAgain();
    void triesAgainWhatWasHalfWritten();
    void pausesAndGoesOn();
    void takesMoreWhileRunning();
    void doesFirstWhatIsMovedToTheFront();
    void waitsInTheOrderThatAPersonGives();
    void skipsOrRefusesWhatIsThereByPolicy();
    void refusesARecipeThatCantRun();
};

void BatchTest::writesEveryPhoto() {
    Rig rig;

    const BatchStatus status = rig.run(20);

    QCOMPARE(status.done, 20);
    QCOMPARE(status.total, 20);
    for (int i = 0; i < 20; ++i) {
        const Photo photo = readPhoto(rig.out / (std::to_string(i) + ".png"), {}, {});
        QCOMPARE(photo.image.format().channels, 4);
        QCOMPARE(photo.image.format().width, 40);
    }
    const JournalContents read = readJournal(rig.journalFile());
    QVERIFY(read.isFinished);
    QVERIFY(std::ranges::all_of(read.items, [](const auto& i) { return i.second.ended == JobState::done; }));
}

void BatchTest::endsEveryPhotoOnce() {
    Rig rig;
    rig.run(10);

    std::map<std::string, int> ends;
    double last = 0.0;
    for (const BatchEvent& event : rig.events) {
        if (event.item && event.item->state == JobState::done) {
            ++ends[event.item->id];
            QCOMPARE(event.item->files.size(), std::size_t(1));
        }
        QVERIFY(event.status.queued + event.status.running + event.status.ended() == event.status.total);
        last = event.status.done;
    }
    QCOMPARE(ends.size(), std::size_t(10));
    QVERIFY(std::ranges::all_of(ends, [](const auto& end) { return end.second == 1; }));
    QCOMPARE(last, 10.0);
}

void BatchTest::letsOneBadPhotoStopNoOther() {
    Rig rig;
    rig.plan(10);
    std::ofstream(rig.in / "4.png", std::ios::binary | std::ios::trunc) << "\x89PNG\r\n\x1a\nnonsense";

    const BatchStatus status = rig.run(10);

    QCOMPARE(status.done, 9);
    QCOMPARE(status.failed, 1);
    QVERIFY(!fs::exists(rig.out / "4.png"));
    const JournalContents read = readJournal(rig.journalFile());
    const auto failed =
        std::ranges::find_if(read.items, [](const auto& i) { return i.second.ended == JobState::failed; });
    QVERIFY(failed != read.items.end());
    QCOMPARE(failed->second.failure->code, ErrorCode::corrupt_file);
}

void BatchTest::writesSeveralPicturesOfAPhoto() {
    Rig rig;
    rig.settings.exporting.outputs = {BatchOutput::result, BatchOutput::matte, BatchOutput::cleaned};

    rig.run(2);

    QCOMPARE(readPhoto(rig.out / "0.png", {}, {}).image.format().channels, 4);
    QCOMPARE(readPhoto(rig.out / "0-matte.png", {}, {}).info.colorModel, std::string("grey"));
    QCOMPARE(readPhoto(rig.out / "1-clean.png", {}, {}).image.format().channels, 3);
    QCOMPARE(readJournal(rig.journalFile()).items.begin()->second.files.size(), std::size_t(3));
}

void BatchTest::doesNothingTwice() {
    Rig rig;
    rig.run(5);
    const auto before = fs::last_write_time(rig.out / "3.png");

    const BatchStatus status = rig.goOn();

    QCOMPARE(status.skipped, 5);
    QCOMPARE(rig.computed->load(), 0);
    QVERIFY(fs::last_write_time(rig.out / "3.png") == before);
}

void BatchTest::doesAgainWhatIsGoneOrChangedByPolicy() {
    Rig rig;
    rig.run(3);
    fs::remove(rig.out / "0.png");
    std::ofstream(rig.out / "1.png", std::ios::app) << "edited";

    const BatchStatus status = rig.goOn();

    QCOMPARE(status.done, 1);    // 0: it was gone
    QCOMPARE(status.failed, 1);  // 1: somebody's work, not to be overwritten silently
    QCOMPARE(status.skipped, 1); // 2
    QVERIFY(fs::exists(rig.out / "0.png"));
}

void BatchTest::knowsItsOwnFilesAfterAPowerCut() {
    Rig rig;
    rig.run(3);
    // The cut came between the file's name and the journal's "done".
    const std::vector<std::uint8_t> bytes = readBytes(rig.journalFile());
    std::string text(bytes.begin(), bytes.end());
    std::string cut;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find('\n', at) + 1;
        const std::string line = text.substr(at, end - at);
        const bool isEnd = line.find("\"done\"") != line.npos || line.find("\"finished\"") != line.npos;
        cut += isEnd ? "" : line;
        at = end;
    }
    writeBytes(rig.journalFile(), {cut.begin(), cut.end()});

    const BatchStatus status = rig.goOn();

    QCOMPARE(status.done, 3);
    QCOMPARE(rig.computed->load(), 0); // found by their hashes
}

void BatchTest::leavesTheRestForLaterWhenStopped() {
    Rig rig;
    std::counting_semaphore<100> go(0);
    std::atomic<int> begun = 0;
    rig.work = [&](const Image& image, const Progress& progress) {
        ++begun;
        while (!go.try_acquire_for(std::chrono::milliseconds(5))) {
            progress.throwIfStopped();
        }
        return image;
    };
    {
        const Pipeline line = rig.pipeline();
        Journal journal(rig.journalFile(), JournalHeader{});
        Batch batch(line, rig.settings, journal, rig.handler());
        batch.add(rig.plan(10));
        batch.close();
        go.release(3);
        QTRY_COMPARE(batch.status().done, 3);
        QTRY_VERIFY(begun == 4);
        batch.stop();
        QCOMPARE(batch.status().cancelled, 0);
    }
    QCOMPARE(
        std::distance(fs::directory_iterator(rig.out), fs::directory_iterator()), 3 + 1); // and the journal
    go.release(7);

    const BatchStatus status = rig.goOn();

    QCOMPARE(status.skipped, 3);
    QCOMPARE(status.done, 7);
}

void BatchTest::cancelsOneOfMany() {
    Rig rig;
    std::counting_semaphore<100> go(0);
    rig.work = [&](const Image& image, const Progress& progress) {
        while (!go.try_acquire_for(std::chrono::milliseconds(5))) {
            progress.throwIfStopped();
        }
        return image;
    };
    const Pipeline line = rig.pipeline();
    Journal journal(rig.journalFile(), JournalHeader{});
    const std::vector<PlannedPhoto> plan = rig.plan(8);
    Batch batch(line, rig.settings, journal, rig.handler());
    batch.add(plan);
    batch.close();
    // Which of the first photos is decoded first is not said.
    std::optional<BatchItem> underWay;
    const auto isUnderWay = [](const BatchItem& item) { return item.stage == "cleanup"; };
    QTRY_VERIFY(([&] {
        const std::vector<BatchItem> items = batch.items();
        const auto found = std::ranges::find_if(items, isUnderWay);
        underWay = found != items.end() ? std::optional(*found) : std::nullopt;
        return underWay.has_value();
    }()));

    batch.cancel({underWay->id, plan[7].id}); // one under way, one that waits

    QTRY_COMPARE(batch.status().cancelled, 2);
    go.release(6);
    batch.wait();
    QCOMPARE(batch.status().done, 6);
    QVERIFY(!fs::exists(underWay->output));
    QVERIFY(!fs::exists(rig.out / "7.png"));
}

void BatchTest::triesAgain() {
    Rig rig;
    std::atomic<bool> isBroken = true;
    rig.work = [&](const Image& image, const Progress&) {
        if (isBroken) {
            throw Error(ErrorCode::out_of_memory, "no memory; close something");
        }
        return image;
    };
    const Pipeline line = rig.pipeline();
    Journal journal(rig.journalFile(), JournalHeader{});
    const std::vector<PlannedPhoto> plan = rig.plan(3);
    Batch batch(line, rig.settings, journal, rig.handler());
    batch.add(plan);
    QTRY_COMPARE(batch.status().failed, 3);
    isBroken = false;

    batch.retry({plan[0].id, plan[1].id});
    batch.close();

    batch.wait();
    QCOMPARE(batch.status().done, 2);
    QCOMPARE(batch.status().failed, 1);
    QCOMPARE(readJournal(rig.journalFile()).items.at(plan[0].id).ended, std::optional(JobState::done));
}

void BatchTest::triesAgainWhatWasHalfWritten() {
    Rig rig;
    rig.settings.exporting.type = FileType::jpeg;
    rig.settings.exporting.outputs = {BatchOutput::result, BatchOutput::matte};
    const fs::path inTheWay = rig.out / "0-matte.jpg";
    std::atomic<bool> isInTheWay = true;
    rig.work = [&](const Image& image, const Progress&) {
        if (isInTheWay) { // after it was looked whether the names are free
            fs::create_directory(inTheWay);
        }
        return image;
    };
    const Pipeline line = rig.pipeline();
    Journal journal(rig.journalFile(), JournalHeader{});
    const std::vector<PlannedPhoto> plan = rig.plan(1);
    Batch batch(line, rig.settings, journal, rig.handler());
    batch.add(plan);
    QTRY_COMPARE(batch.status().failed, 1);
    QCOMPARE(batch.items().front().files.size(), std::size_t(1));
    // The journal also has the one that was about to get its name.
    QCOMPARE(readJournal(rig.journalFile()).items.at(plan[0].id).files.size(), std::size_t(2));
    isInTheWay = false;
    fs::remove(inTheWay);

    batch.retry({plan[0].id});

    batch.close();
    batch.wait();
    QCOMPARE(batch.status().done, 1);
    const BatchItem item = batch.items().front();
    QCOMPARE(item.files.size(), std::size_t(2));
    QCOMPARE(item.notices.size(), std::size_t(1)); // JPEG holds no transparency: once, though written twice
    QVERIFY(!fs::exists(rig.out / "0-2.jpg"));
}

void BatchTest::pausesAndGoesOn() {
    Rig rig;
    const Pipeline line = rig.pipeline();
    Journal journal(rig.journalFile(), JournalHeader{});
    Batch batch(line, rig.settings, journal, rig.handler());
    batch.pause();
    batch.add(rig.plan(4));
    batch.close();

    QVERIFY(!batch.waitFor(std::chrono::milliseconds(100)));
    QCOMPARE(batch.status().queued, 4);
    QVERIFY(batch.status().isPaused);

    batch.resume();
    batch.wait();
    QCOMPARE(batch.status().done, 4);
}

void BatchTest::takesMoreWhileRunning() {
    Rig rig;
    const Pipeline line = rig.pipeline();
    Journal journal(rig.journalFile(), JournalHeader{});
    const std::vector<PlannedPhoto> plan = rig.plan(6);
    Batch batch(line, rig.settings, journal, rig.handler());

    batch.add(std::span(plan).first(3));
    QTRY_COMPARE(batch.status().done, 3);
    batch.add(plan); // three of them are there already
    batch.close();
    batch.wait();

    QCOMPARE(batch.status().total, 6);
    QCOMPARE(batch.status().done, 6);
}

void BatchTest::doesFirstWhatIsMovedToTheFront() {
    Rig rig;
    rig.settings.jobs = 1;
    const Pipeline line = rig.pipeline();
    Journal journal(rig.journalFile(), JournalHeader{});
    const std::vector<PlannedPhoto> plan = rig.plan(5);
    Batch batch(line, rig.settings, journal, rig.handler());
    batch.pause();
    batch.add(plan);
    batch.close();
    batch.moveToFront({plan[4].id, plan[2].id});
    batch.resume();
    batch.wait();

    std::vector<std::string> order;
    for (const BatchEvent& event : rig.events) {
        if (event.item && event.item->state == JobState::done) {
            order.push_back(event.item->id);
        }
    }
    QCOMPARE(order, (std::vector{plan[4].id, plan[2].id, plan[0].id, plan[1].id, plan[3].id}));
}

void BatchTest::waitsInTheOrderThatAPersonGives() {
    Rig rig;
    const Pipeline line = rig.pipeline();
    Journal journal(rig.journalFile(), JournalHeader{});
    const std::vector<PlannedPhoto> plan = rig.plan(5);
    Batch batch(line, rig.settings, journal, rig.handler());
    batch.pause();
    batch.add(plan);
    const auto orderIs = [&](std::initializer_list<std::size_t> order) {
        std::vector<std::string> ids;
        for (const std::size_t index : order) {
            ids.push_back(plan[index].id);
        }
        return batch.queued() == ids;
    };

    batch.moveBefore({plan[4].id, plan[3].id}, plan[1].id);
    QVERIFY(orderIs({0, 4, 3, 1, 2}));
    batch.moveBefore({plan[0].id}, {});
    QVERIFY(orderIs({4, 3, 1, 2, 0}));
    batch.moveBefore({plan[0].id, "unknown"}, plan[4].id);
    QVERIFY(orderIs({0, 4, 3, 1, 2}));
}

void BatchTest::skipsOrRefusesWhatIsThereByPolicy() {
    for (const auto& [policy, done, failed, skipped] :
         {std::tuple(ExistingPolicy::fail, 2, 1, 0), std::tuple(ExistingPolicy::skip, 2, 0, 1),
          std::tuple(ExistingPolicy::rename, 3, 0, 0), std::tuple(ExistingPolicy::replace, 3, 0, 0)}) {
        Rig rig;
        rig.settings.exporting.existing = policy;
        std::ofstream(rig.out / "1.png") << "mine";

        const BatchStatus status = rig.run(3);

        QCOMPARE(status.done, done);
        QCOMPARE(status.failed, failed);
        QCOMPARE(status.skipped, skipped);
        const std::vector<std::uint8_t> kept = readBytes(rig.out / "1.png");
        QCOMPARE(std::string(kept.begin(), kept.end()) == "mine", policy != ExistingPolicy::replace);
        QCOMPARE(fs::exists(rig.out / "1-2.png"), policy == ExistingPolicy::rename);
    }
}

void BatchTest::refusesARecipeThatCantRun() {
    Rig rig;
    rig.settings.recipe.mask = MaskEngine::birefnet;
    QCOMPARE(codeThrownBy([&] { rig.run(1); }), std::optional(ErrorCode::engine_missing));
}

QTEST_GUILESS_MAIN(BatchTest)
#include "batch_test.moc"
