// What kerf-cli does when it is stopped, when its folders and photos change under it, and beside others of
// its kind.
#include "core/batch/folder_lock.h"
#include "core/batch/journal.h"
#include "tests/cli/fault_rig.h"
#include "tests/support/corpus.h"

#include <QElapsedTimer>
#include <QTest>
#include <sys/prctl.h>
#include <sys/stat.h>

#include <csignal>
#include <fstream>
#include <memory>

using namespace kerf;
using namespace kerf::test;
namespace fs = std::filesystem;

namespace {

QString textOf(const fs::path& path) {
    return QString::fromStdString(path.string());
}

QStringList batchOf(const FaultRig& rig, const QStringList& more = {}) {
    return QStringList{"batch", textOf(rig.in()), "--out", textOf(rig.out()), "--cleanup",
                       "off",   "--mask",         "off"} +
           more;
}

QStringList resumeOf(const FaultRig& rig) {
    return {"resume", textOf(rig.out())};
}

// A number in {"type":"summary"}.
int total(const Ended& ended, const char* what) {
    return ended.summary().value(what, -1);
}

// A hostile photo that no corpus is needed for.
void writeBomb(const fs::path& file) {
    const std::string bytes("\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\xff\xff\xff\xff\xff\xff\xff\xff", 24);
    std::ofstream(file, std::ios::binary).write(bytes.data(), std::streamsize(bytes.size()));
}

} // namespace

class CliStopTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void leavesTheRestForLaterOnASignal_data();
    void leavesTheRestForLaterOnASignal();
    void stopsWhileItWaitsForRoom();
    void endsAtOnceOnASecondSignal();
    void failsWhenItsFolderIsRemoved();
    void refusesAFolderThatMayNotBeWrittenTo_data();
    void refusesAFolderThatMayNotBeWrittenTo();
    void tellsAPhotoThatChangesWhileItIsRead_data();
    void tellsAPhotoThatChangesWhileItIsRead();
    void letsOneOfManyIn();
    void refusesShardsOfAnotherCount();
    void runsShardsAtOnceWithoutADouble();
    void finishes99BesideOneHostileFile_data();
    void finishes99BesideOneHostileFile();
    void finishes99BesideAllHostileFiles();
};

void CliStopTest::initTestCase() {
    const QString reason = faultsAreMissing();
    if (!reason.isEmpty()) {
        QSKIP(qPrintable(reason));
    }
}

void CliStopTest::leavesTheRestForLaterOnASignal_data() {
    QTest::addColumn<QString>("signal");
    QTest::addColumn<QString>("command");
    for (const char* command : {"batch", "run"}) {
        for (const char* signal : {"TERM", "INT", "HUP"}) {
            QTest::addRow("%s %s", command, signal) << QString(signal) << QString(command);
        }
    }
}

void CliStopTest::leavesTheRestForLaterOnASignal() {
    QFETCH(const QString, signal);
    QFETCH(const QString, command);
    FaultRig rig(60, 24, 18);
    QStringList arguments = batchOf(rig, {"--json"});
    arguments.front() = command;
    QCOMPARE(rig.run(arguments).code, 0);
    const auto whole = rig.pictures();
    rig.clear();

    const Ended ended = rig.run(arguments, {.calls = "write", .at = 12, .what = signal});

    QCOMPARE(ended.code, 130);
    QCOMPARE(total(ended, "exit_code"), 130);
    QCOMPARE(total(ended, "done") + total(ended, "cancelled"), 60);
    QVERIFY(total(ended, "cancelled") > 0);
    QCOMPARE(rig.temporaries(), 0);
    QCOMPARE(rig.pictures().size(), std::size_t(total(ended, "done")));
    for (const auto& [name, bytes] : rig.pictures()) {
        QVERIFY2(whole.at(name) == bytes, name.c_str());
    }
    if (command == "batch") {
        const batch::JournalContents journal = batch::readJournal(batch::Journal::fileIn(rig.out(), {}));
        const auto done = std::ranges::count_if(
            journal.items, [](const auto& item) { return item.second.ended == JobState::done; });
        QCOMPARE(int(done), total(ended, "done"));
        QVERIFY(!journal.isFinished);
        QCOMPARE(rig.run(resumeOf(rig)).code, 0);
    } else {
        QCOMPARE(rig.run(arguments + QStringList{"--existing", "skip"}).code, 0);
    }
    QVERIFY(rig.pictures() == whole);
    QCOMPARE(rig.changedInput(), QString());
}

void CliStopTest::stopsWhileItWaitsForRoom() {
    FaultRig rig(4, 24, 18);
    QProcess process;
    // Behind the journal's beginning: the first photo's own bytes.
    rig.start(process, batchOf(rig), {.calls = "fsync", .at = 8, .what = QString::number(ENOSPC)});
    QVERIFY(rig.waitForMark(process));
    QTRY_VERIFY(process.bytesAvailable() >= 0 && process.state() == QProcess::Running);
    ::kill(pid_t(process.processId()), SIGTERM);

    const Ended ended = rig.finish(process);

    QVERIFY2(ended.err.contains("waiting: " + textOf(rig.out())), qPrintable(ended.err));
    QVERIFY(ended.code == 130 || ended.code == 0); // the room may have come before the signal
    QCOMPARE(rig.run(resumeOf(rig)).code, 0);
    QCOMPARE(rig.pictures().size(), std::size_t(4));
}

void CliStopTest::endsAtOnceOnASecondSignal() {
    FaultRig rig(6, 24, 18);
    QCOMPARE(rig.run(batchOf(rig)).code, 0);
    const auto whole = rig.pictures();
    rig.clear();
    QProcess process;
    rig.start(process, batchOf(rig), {.calls = "rename", .at = 3, .what = "STALL"}); // a disk that hangs
    QVERIFY(rig.waitForMark(process));
    ::kill(pid_t(process.processId()), SIGTERM);
    QVERIFY(!process.waitForFinished(300)); // it waits for what is under way

    ::kill(pid_t(process.processId()), SIGTERM);

    const Ended ended = rig.finish(process);
    QCOMPARE(ended.code, -1);
    for (const auto& [name, bytes] : rig.pictures()) {
        QVERIFY2(whole.at(name) == bytes, name.c_str());
    }
    QCOMPARE(rig.run(resumeOf(rig)).code, 0);
    QVERIFY(rig.pictures() == whole);
    QCOMPARE(rig.temporaries(), 0);
}

void CliStopTest::failsWhenItsFolderIsRemoved() {
    FaultRig rig(12, 24, 18);
    QCOMPARE(rig.run(batchOf(rig)).code, 0);
    const auto whole = rig.pictures();
    rig.clear();
    QProcess process;
    rig.start(process, batchOf(rig), {.calls = "rename", .at = 4, .what = "STALL"});
    QVERIFY(rig.waitForMark(process));

    std::error_code busy;
    while (fs::exists(rig.out())) { // another thread of it may be writing into what is being removed
        fs::remove_all(rig.out(), busy);
    }
    std::ofstream(rig.go()) << "go";

    const Ended ended = rig.finish(process);
    QCOMPARE(ended.code, 1);
    QVERIFY2(ended.err.contains(textOf(rig.out()) + ": the batch's folder is gone"), qPrintable(ended.err));
    QVERIFY2(ended.err.contains("journal"), qPrintable(ended.err));
    QVERIFY(!fs::exists(rig.out())); // a new one would hold half a batch
    QCOMPARE(rig.run(resumeOf(rig)).code, 3);
    QCOMPARE(rig.run(batchOf(rig)).code, 0);
    QVERIFY(rig.pictures() == whole);
    QCOMPARE(rig.changedInput(), QString());
}

void CliStopTest::refusesAFolderThatMayNotBeWrittenTo_data() {
    QTest::addColumn<QString>("command");
    QTest::newRow("batch") << "batch";
    QTest::newRow("run") << "run";
}

void CliStopTest::refusesAFolderThatMayNotBeWrittenTo() {
    QFETCH(const QString, command);
    FaultRig rig(2, 8, 8);
    fs::create_directories(rig.out());
    ::chmod(rig.out().c_str(), 0555);
    QProcess process;
    process.setChildProcessModifier([] { // root may write anywhere, unless it gives that up
        ::prctl(PR_CAPBSET_DROP, 1 /* CAP_DAC_OVERRIDE */, 0, 0, 0);
    });
    QStringList arguments = batchOf(rig);
    arguments.front() = command;

    process.start(KERF_CLI, arguments);

    const Ended ended = rig.finish(process);
    ::chmod(rig.out().c_str(), 0755);
    QCOMPARE(ended.code, 3);
    QVERIFY2(
        ended.err.contains(textOf(rig.out()) + ": nothing can be written there: "), qPrintable(ended.err));
    QVERIFY(fs::is_empty(rig.out()));
    QCOMPARE(rig.run(arguments).code, 0);
}

void CliStopTest::tellsAPhotoThatChangesWhileItIsRead_data() {
    QTest::addColumn<bool>("isReplaced");
    QTest::newRow("written over") << false;
    QTest::newRow("another file takes its name") << true;
}

void CliStopTest::tellsAPhotoThatChangesWhileItIsRead() {
    QFETCH(const bool, isReplaced);
    FaultRig rig(3, 24, 18);
    const fs::path folder = rig.in() / "a b"; // whose name can be said, with one photo in it
    const fs::path victim = filesUnder(folder).front();
    const std::vector<std::uint8_t> other = readBytes(
        rig.in() / "p\xff"
                   "1.png");
    const long reads = rig.run(batchOf(rig), {.calls = "read", .chunk = 100}, folder).calls;
    const auto whole = rig.pictures();
    rig.clear();
    QProcess process; // held up shortly before the end of the last reading, which is for the pixels
    rig.start(
        process, batchOf(rig), {.calls = "read", .at = reads - 3, .what = "STALL", .chunk = 100}, folder);
    QVERIFY(rig.waitForMark(process));

    if (isReplaced) {
        writeBytes(rig.root() / "other", other);
        fs::rename(rig.root() / "other", victim);
    } else {
        ::chmod(victim.c_str(), 0644);
        writeBytes(victim, other);
    }
    std::ofstream(rig.go()) << "go";

    const Ended ended = rig.finish(process);
    const auto results = rig.pictures();
    if (isReplaced) { // the old file was read to its end
        QCOMPARE(ended.code, 0);
        QVERIFY(results == whole);
    } else {
        QCOMPARE(ended.code, 1);
        QVERIFY2(ended.err.contains("p") && ended.err.contains("changed"), qPrintable(ended.err));
        QCOMPARE(results.size(), std::size_t(2));
        QCOMPARE(rig.run(resumeOf(rig)).code, 0); // what it is now
        QCOMPARE(rig.pictures().size(), std::size_t(3));
    }
}

void CliStopTest::letsOneOfManyIn() {
    FaultRig rig(30, 24, 18);
    QCOMPARE(rig.run(batchOf(rig)).code, 0);
    const auto whole = rig.pictures();
    rig.clear();
    QProcess first; // holds the folder for as long as it is held
    rig.start(first, batchOf(rig), {.calls = "rename", .at = 5, .what = "STALL"});
    QVERIFY(rig.waitForMark(first));
    std::vector<std::unique_ptr<QProcess>> others;
    for (int i = 0; i < 4; ++i) {
        others.push_back(std::make_unique<QProcess>());
        const QStringList shard = i % 2 == 0 ? QStringList() : QStringList{"--shard", "1/2"};
        others.back()->start(KERF_CLI, batchOf(rig, shard));
    }
    for (const auto& other : others) {
        const Ended ended = rig.finish(*other);
        QCOMPARE(ended.code, 3);
        QVERIFY2(ended.err.contains("another Kerf is writing into this folder"), qPrintable(ended.err));
    }
    std::ofstream(rig.go()) << "go";
    QCOMPARE(rig.finish(first).code, 0);
    QVERIFY(rig.pictures() == whole);

    // All at once from nothing: who comes too late says so, and the photos are done once.
    rig.clear();
    others.clear();
    for (int i = 0; i < 5; ++i) {
        others.push_back(std::make_unique<QProcess>());
        others.back()->start(KERF_CLI, batchOf(rig));
    }
    int worked = 0;
    for (const auto& other : others) {
        const Ended ended = rig.finish(*other);
        worked += int(ended.code == 0);
        QVERIFY2(ended.code == 0 || ended.code == 3, qPrintable(ended.err));
    }
    QVERIFY(worked >= 1);
    QVERIFY(rig.pictures() == whole);
    QCOMPARE(rig.run({"merge", textOf(rig.out()), "--verify"}).code, 0);
}

void CliStopTest::refusesShardsOfAnotherCount() {
    FaultRig rig(8, 24, 18);
    QProcess first;
    rig.start(first, batchOf(rig, {"--shard", "1/2"}), {.calls = "rename", .at = 3, .what = "STALL"});
    QVERIFY(rig.waitForMark(first));

    QProcess same;
    same.start(KERF_CLI, batchOf(rig, {"--shard", "1/2"}));
    QProcess another;
    another.start(KERF_CLI, batchOf(rig, {"--shard", "2/3"}));

    QCOMPARE(rig.finish(same).code, 3);
    const Ended refused = rig.finish(another);
    QCOMPARE(refused.code, 3);
    QVERIFY2(refused.err.contains("another Kerf is writing"), qPrintable(refused.err));
    QProcess second;
    second.start(KERF_CLI, batchOf(rig, {"--shard", "2/2"}));
    QCOMPARE(rig.finish(second).code, 0);
    std::ofstream(rig.go()) << "go";
    QCOMPARE(rig.finish(first).code, 0);
    QCOMPARE(rig.run({"merge", textOf(rig.out())}).code, 0);
}

void CliStopTest::runsShardsAtOnceWithoutADouble() {
    FaultRig rig(60, 20, 16);
    QCOMPARE(rig.run(batchOf(rig)).code, 0);
    const auto whole = rig.pictures();
    rig.clear();
    constexpr int kShards = 6;
    // Each is killed once at another place, then run again as a scheduler would, all at the same time.
    for (const bool isKilled : {true, false}) {
        std::vector<std::unique_ptr<QProcess>> shards;
        for (int i = 1; i <= kShards; ++i) {
            shards.push_back(std::make_unique<QProcess>());
            rig.start(
                *shards.back(), batchOf(rig, {"--shard", QString("%1/%2").arg(i).arg(kShards)}),
                isKilled ? Fault{.at = 12L * i, .what = "KILL"} : Fault{});
        }
        for (const auto& shard : shards) {
            const Ended ended = rig.finish(*shard);
            QVERIFY2(isKilled || ended.code == 0, qPrintable(ended.err));
        }
        if (isKilled) {
            QVERIFY(rig.run({"merge", textOf(rig.out())}).code != 0);
        }
    }

    const Ended merged = rig.run({"merge", textOf(rig.out()), "--verify", "--json"});

    QCOMPARE(merged.code, 0);
    QCOMPARE(total(merged, "done"), 60);
    QCOMPARE(total(merged, "journals"), kShards);
    QVERIFY(rig.pictures() == whole);
    QCOMPARE(rig.temporaries(), 0);
}

void CliStopTest::finishes99BesideOneHostileFile_data() {
    QTest::addColumn<QByteArray>("bytes"); // empty: the bomb
    QTest::newRow("a picture of 2^32 squared") << QByteArray();
    QTest::newRow("nothing behind the signature") << QByteArray("\x89PNG\r\n\x1a\n");
    QTest::newRow("half a JPEG") << QByteArray("\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x02", 13);
    QTest::newRow("a TIFF that points at itself")
        << QByteArray("II*\x00\x08\x00\x00\x00\x00\x00\x08\x00\x00\x00", 14);
    QTest::newRow("a WebP of no size")
        << QByteArray("RIFF\xff\xff\xff\xffWEBPVP8 \xff\xff\xff\xff\x00\x00\x00", 23);
}

void CliStopTest::finishes99BesideOneHostileFile() {
    QFETCH(const QByteArray, bytes);
    FaultRig rig(99, 16, 12);
    const fs::path hostile = rig.root() / "hostile.png";
    if (bytes.isEmpty()) {
        writeBomb(hostile);
    } else {
        writeBytes(hostile, {bytes.begin(), bytes.end()});
    }
    QStringList arguments = batchOf(rig, {"--json"});
    arguments.insert(1, textOf(hostile));

    const Ended ended = rig.run(arguments);

    QCOMPARE(ended.code, 1);
    QCOMPARE(total(ended, "done"), 99);
    QCOMPARE(total(ended, "failed"), 1);
    QCOMPARE(rig.pictures().size(), std::size_t(99));
}

void CliStopTest::finishes99BesideAllHostileFiles() {
    FaultRig rig(99, 16, 12);
    QStringList arguments = batchOf(rig, {"--json"});
    for (const char* name : {"png", "icc", "tiff"}) {
        const fs::path corpus = corpusDir(name);
        if (corpus.empty()) {
            QSKIP("the test material folder is not there");
        }
        arguments.insert(1, textOf(corpus));
    }

    const Ended ended = rig.run(arguments);

    QCOMPARE(ended.code, 1);
    QVERIFY(total(ended, "failed") > 0);
    int good = 0;
    for (const auto& [name, bytes] : rig.pictures()) {
        good += int(name.find("p\xff") != name.npos);
    }
    QCOMPARE(good, 99);
}

QTEST_GUILESS_MAIN(CliStopTest)
#include "cli_stop_test.moc"
