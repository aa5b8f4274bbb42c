// What a fault at any point leaves of one export and of one batch: the old file or the new one, and a word
// about it. A sample of the points by default; all with KERF_ALL_POINTS=1 (the test cli_fault_test.all).
#include "tests/cli/fault_rig.h"
#include "tests/support/corpus.h"

#include <QTest>

#include <algorithm>
#include <cerrno>
#include <memory>

using namespace kerf::test;
namespace fs = std::filesystem;

namespace {

using Results = std::map<std::string, std::vector<std::uint8_t>>;

enum class Work { export_new, export_over, batch };

QString textOf(const fs::path& path) {
    return QString::fromStdString(path.string());
}

bool areAllPoints() {
    return qEnvironmentVariableIsSet("KERF_ALL_POINTS");
}

// What a message says of an errno.
QString causeOf(int error) {
    switch (error) {
    case ENOSPC:
        return "disk is full";
    case EDQUOT:
        return "quota";
    case EROFS:
        return "read-only";
    default:
        return "Input/output error";
    }
}

} // namespace

class CliFaultTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void keepsOldOrNewUnderEveryFault_data();
    void keepsOldOrNewUnderEveryFault();
    void keepsOldOrNewUnderEveryKill_data();
    void keepsOldOrNewUnderEveryKill();
    void recoversFromFaultsDuringRecovery_data();
    void recoversFromFaultsDuringRecovery();
    void keepsItsWordAfterAPowerCut_data();
    void keepsItsWordAfterAPowerCut();

private:
    static std::unique_ptr<FaultRig> rigFor(Work work, bool isForKills);
    static QStringList commandFor(const FaultRig& rig, Work work);
    // Makes what is there before: nothing, or for export_over the old file.
    void prepare(const FaultRig& rig, Work work) const;
    // Empty when all is as promised after a run that was hit; else what isn't.
    QString broken(const FaultRig& rig, Work work, const Ended& ended, int error) const;
    // Runs it again, undisturbed; empty when everything is whole then.
    QString unfinished(FaultRig& rig, Work work) const;
    void learnResults(FaultRig& rig, Work work);

    Results m_new;
    Results m_old;
};

void CliFaultTest::initTestCase() {
    const QString reason = faultsAreMissing();
    if (!reason.isEmpty()) {
        QSKIP(qPrintable(reason));
    }
}

std::unique_ptr<FaultRig> CliFaultTest::rigFor(Work work, bool isForKills) {
    if (work == Work::batch) {
        return isForKills ? std::make_unique<FaultRig>(24, 20, 16) : std::make_unique<FaultRig>(3, 8, 8);
    }
    return isForKills ? std::make_unique<FaultRig>(1, 160, 120) : std::make_unique<FaultRig>(1, 8, 8);
}

QStringList CliFaultTest::commandFor(const FaultRig& rig, Work work) {
    QStringList command{work == Work::batch ? "batch" : "run", textOf(rig.in()), "--out", textOf(rig.out())};
    command += {"--cleanup", "off", "--mask", "off"};
    if (work == Work::export_over) {
        command += {"--existing", "replace"};
    }
    return command;
}

void CliFaultTest::prepare(const FaultRig& rig, Work work) const {
    rig.clear();
    if (work == Work::export_over) {
        for (const auto& [name, bytes] : m_old) {
            fs::create_directories((rig.out() / name).parent_path());
            writeBytes(rig.out() / name, bytes);
        }
    }
}

void CliFaultTest::learnResults(FaultRig& rig, Work work) {
    m_old.clear();
    rig.clear();
    QCOMPARE(rig.run(commandFor(rig, work)).code, 0);
    m_new = rig.results();
    QVERIFY(!m_new.empty());
    if (work == Work::export_over) {
        for (const auto& [name, bytes] : m_new) {
            m_old[name] = {'o', 'l', 'd'};
        }
    }
}

QString CliFaultTest::broken(const FaultRig& rig, Work work, const Ended& ended, int error) const {
    Results whole = m_old;
    for (const auto& [name, bytes] : rig.results()) {
        const auto made = m_new.find(name);
        if (made != m_new.end() && bytes == made->second) {
            whole[name] = bytes;
        } else if (const auto old = m_old.find(name); old == m_old.end() || bytes != old->second) {
            return "torn: " + textOf(name);
        }
    }
    if (rig.results().size() < m_old.size()) {
        return "the old file is lost";
    }
    if (const QString changed = rig.changedInput(); !changed.isEmpty()) {
        return "an input was changed: " + changed;
    }
    if (error == 0) { // killed
        return {};
    }
    if (ended.code == -1) {
        return "crashed";
    }
    if (ended.code == 0) {
        return whole == m_new ? QString() : "ended as if all were well";
    }
    // Disks that are full are waited for.
    if (work == Work::batch && ended.code == 130) {
        return "interrupted";
    }
    const bool namesFile = ended.err.contains(textOf(rig.out()));
    return namesFile && ended.err.contains(causeOf(error), Qt::CaseInsensitive) ? QString()
                                                                                : "not told: " + ended.err;
}

QString CliFaultTest::unfinished(FaultRig& rig, Work work) const {
    Ended ended;
    if (work == Work::batch) {
        ended = rig.run({"resume", textOf(rig.out())});
        if (ended.code == 3) { // it had not come to the end of its list
            ended = rig.run(commandFor(rig, work));
        }
    } else {
        ended = rig.run(commandFor(rig, work) + QStringList{"--existing", "replace"});
    }
    if (ended.code != 0) {
        return QString("the next run ends with %1: %2").arg(ended.code).arg(ended.err);
    }
    if (rig.results() != m_new) {
        return "the next run leaves other results";
    }
    if (rig.temporaries() != 0) {
        return "temporary files are left";
    }
    if (work != Work::batch) {
        return {};
    }
    const Ended merged = rig.run({"merge", textOf(rig.out()), "--verify", "--json"});
    const nlohmann::json summary = merged.summary();
    const auto photos = std::ranges::count_if(
        m_new, [](const auto& result) { return !result.first.ends_with(".kerf.json"); });
    const bool isWhole = merged.code == 0 && summary.value("done", 0) == int(photos) &&
                         summary.value("damaged_lines", -1) == 0;
    return isWhole ? QString() : "the journal says otherwise: " + merged.out.section('\n', -2);
}

void CliFaultTest::keepsOldOrNewUnderEveryFault_data() {
    QTest::addColumn<Work>("work");
    QTest::addColumn<QString>("calls");
    QTest::addColumn<int>("error");
    QTest::addColumn<int>("step"); // of a sample
    for (const auto& [work, name] :
         {std::pair(Work::export_new, "new file"), std::pair(Work::export_over, "replaced file"),
          std::pair(Work::batch, "batch")}) {
        for (const char* calls : {"open", "write", "fsync", "rename", "mkdir", "close"}) {
            for (const auto& [error, word] :
                 {std::pair(ENOSPC, "ENOSPC"), std::pair(EIO, "EIO"), std::pair(EROFS, "EROFS"),
                  std::pair(EDQUOT, "EDQUOT")}) {
                const bool isFull = error == ENOSPC || error == EDQUOT;
                const bool isQuick = work != Work::batch || !isFull; // else half a second of waiting
                if (error != EDQUOT || areAllPoints()) {
                    QTest::addRow("%s %s %s", name, calls, word)
                        << work << QString(calls) << error << (isQuick ? 2 : 5);
                }
            }
        }
    }
}

void CliFaultTest::keepsOldOrNewUnderEveryFault() {
    QFETCH(const Work, work);
    QFETCH(const QString, calls);
    QFETCH(const int, error);
    QFETCH(const int, step);
    const std::unique_ptr<FaultRig> rig = rigFor(work, false);
    learnResults(*rig, work);

    int hits = 0;
    for (long at = 1;; at += areAllPoints() ? 1 : step) {
        prepare(*rig, work);
        const Ended ended =
            rig->run(commandFor(*rig, work), {.calls = calls, .at = at, .what = QString::number(error)});
        const QString where = QString("%1 %2: ").arg(calls).arg(at);
        const QString wrong = broken(*rig, work, ended, error);
        QVERIFY2(wrong.isEmpty(), qPrintable(where + wrong));
        if (!ended.wasHit) {
            QCOMPARE(ended.code, 0);
            break; // a clean run: that many calls there are not
        }
        ++hits;
        QVERIFY2(rig->temporaries() == 0, qPrintable(where + "a temporary file is left"));
        const QString left = unfinished(*rig, work);
        QVERIFY2(left.isEmpty(), qPrintable(where + left));
    }
    qInfo("%d faults", hits);
    QVERIFY(hits > 0 || calls == "mkdir");
}

void CliFaultTest::keepsOldOrNewUnderEveryKill_data() {
    QTest::addColumn<Work>("work");
    QTest::addColumn<int>("chunk"); // small, so that there are a thousand boundaries
    QTest::addColumn<int>("points");
    QTest::newRow("new file") << Work::export_new << 52 << 40;
    QTest::newRow("replaced file") << Work::export_over << 52 << 15;
    QTest::newRow("batch") << Work::batch << 56 << 30;
}

void CliFaultTest::keepsOldOrNewUnderEveryKill() {
    QFETCH(const Work, work);
    QFETCH(const int, chunk);
    QFETCH(const int, points);
    const std::unique_ptr<FaultRig> rig = rigFor(work, true);
    learnResults(*rig, work);
    prepare(*rig, work);
    const long calls = rig->run(commandFor(*rig, work), {.chunk = chunk}).calls;
    QVERIFY2(calls >= 1000, qPrintable(QString::number(calls)));

    int kills = 0;
    const long step = areAllPoints() ? 1 : calls / points;
    for (long at = 1; at <= calls; at += step) {
        prepare(*rig, work);
        const Ended ended = rig->run(commandFor(*rig, work), {.at = at, .what = "KILL", .chunk = chunk});
        const QString where = QString("call %1 of %2: ").arg(at).arg(calls);
        const QString wrong = broken(*rig, work, ended, 0);
        QVERIFY2(wrong.isEmpty(), qPrintable(where + wrong));
        QCOMPARE(ended.code == -1, ended.wasHit);
        kills += int(ended.wasHit);
        const QString left = unfinished(*rig, work);
        QVERIFY2(left.isEmpty(), qPrintable(where + left));
    }
    qInfo("%d kills at %ld boundaries", kills, calls);
    QVERIFY(kills * step >= calls * 9 / 10);
}

void CliFaultTest::recoversFromFaultsDuringRecovery_data() {
    QTest::addColumn<QString>("what");
    QTest::newRow("killed") << "KILL";
    QTest::newRow("EIO") << QString::number(EIO);
}

// Each run goes on with what the one before left, and is hit a little later.
void CliFaultTest::recoversFromFaultsDuringRecovery() {
    QFETCH(const QString, what);
    FaultRig rig(12, 20, 16);
    learnResults(rig, Work::batch);
    prepare(rig, Work::batch);
    const bool isKill = what == "KILL";
    QVERIFY(rig.run(commandFor(rig, Work::batch), {.at = 50, .what = "KILL", .chunk = 400}).wasHit);

    const int step = areAllPoints() ? 1 : 7;
    int hits = 0;
    for (long at = 1;; at += step) {
        const Ended ended = rig.run(commandFor(rig, Work::batch), {.at = at, .what = what, .chunk = 400});
        const QString wrong = broken(rig, Work::batch, ended, isKill ? 0 : EIO);
        QVERIFY2(wrong.isEmpty(), qPrintable(QString("call %1: ").arg(at) + wrong));
        if (!ended.wasHit) {
            QCOMPARE(ended.code, 0);
            break;
        }
        ++hits;
    }
    qInfo("%d recoveries were hit", hits);
    QVERIFY(hits > 5);
    const QString left = unfinished(rig, Work::batch);
    QVERIFY2(left.isEmpty(), qPrintable(left));
}

void CliFaultTest::keepsItsWordAfterAPowerCut_data() {
    QTest::addColumn<Work>("work");
    QTest::addColumn<bool>("keepsNames");
    for (const auto& [work, name] :
         {std::pair(Work::export_new, "new file"), std::pair(Work::batch, "batch")}) {
        QTest::addRow("%s, all that was not synced is lost", name) << work << false;
        QTest::addRow("%s, names come to the disk before what is in the files", name) << work << true;
    }
}

void CliFaultTest::keepsItsWordAfterAPowerCut() {
    QFETCH(const Work, work);
    QFETCH(const bool, keepsNames);
    constexpr int kChunk = 300;
    FaultRig rig(work == Work::batch ? 8 : 1, 20, 16);
    learnResults(rig, work);
    prepare(rig, work);
    const long calls = rig.run(commandFor(rig, work), {.chunk = kChunk}, rig.root()).calls;

    const long step = areAllPoints() ? 1 : std::max(1L, calls / 15);
    int cuts = 0;
    for (long at = 1; at <= calls + step; at += step) { // the last one: just behind the end
        prepare(rig, work);
        const Ended ended = rig.run(
            commandFor(rig, work), {.at = at, .what = "KILL", .chunk = kChunk, .isPowerCut = true},
            rig.root());
        rig.losePower(keepsNames ? Unsynced::names : Unsynced::nothing);
        const QString where = QString("call %1 of %2: ").arg(at).arg(calls);
        const QString wrong = broken(rig, work, ended, 0);
        QVERIFY2(wrong.isEmpty(), qPrintable(where + wrong));
        if (!ended.wasHit) { // it had ended: nothing may be lost
            QVERIFY2(rig.results() == m_new, qPrintable(where + "what was done is lost"));
        }
        if (work == Work::batch && fs::exists(rig.out() / ".kerf-batch" / "journal.jsonl")) {
            const Ended merged = rig.run({"merge", textOf(rig.out()), "--verify", "--json"});
            QVERIFY2(
                merged.summary().value("changed", -1) == 0, qPrintable(where + "it says done, and isn't"));
        }
        cuts += int(ended.wasHit);
        const QString left = unfinished(rig, work);
        QVERIFY2(left.isEmpty(), qPrintable(where + left));
    }
    qInfo("%d power cuts at %ld boundaries", cuts, calls);
    QVERIFY(cuts > 5);
}

QTEST_GUILESS_MAIN(CliFaultTest)
#include "cli_fault_test.moc"
