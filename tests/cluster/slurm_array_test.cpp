// packaging/cluster/kerf-submit on a real Slurm that runs on this machine for the test: shards are killed and
// queued again at random, and the result is complete and undoubled.
#include "core/io/writer.h"
#include "tests/support/corpus.h"
#include "tests/support/test_images.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <vector>

using namespace kerf;
using namespace kerf::test;
namespace fs = std::filesystem;

namespace {

constexpr int kPhotos = 240;
constexpr int kShards = 6;
constexpr int kDisturbances = 14;
constexpr int kPatienceMs = 400'000;
const QStringList kWork{"--cleanup", "off", "--mask", "grabcut", "--outputs", "result,matte"};

struct Ended {
    int code = -1;
    QString out;
    QString err;
};

Ended call(const QString& program, const QStringList& arguments) {
    QProcess process;
    process.start(program, arguments);
    if (!process.waitForFinished(kPatienceMs) || process.exitStatus() != QProcess::NormalExit) {
        return {.err = process.errorString()};
    }
    return {
        .code = process.exitCode(),
        .out = QString::fromUtf8(process.readAllStandardOutput()),
        .err = QString::fromUtf8(process.readAllStandardError())};
}

QString textOf(const fs::path& path) {
    return QString::fromStdString(path.string());
}

std::map<std::string, std::vector<std::uint8_t>> resultsIn(const fs::path& out) {
    std::map<std::string, std::vector<std::uint8_t>> results;
    for (const fs::path& file : filesUnder(out)) {
        const fs::path name = file.lexically_relative(out);
        if (*name.begin() != ".kerf-batch") {
            results[name.native()] = readBytes(file);
        }
    }
    return results;
}

// Processes whose command line holds `text` as an argument.
std::vector<pid_t> processesOn(const std::string& text) {
    std::vector<pid_t> found;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator("/proc", error)) {
        std::ifstream stream(entry.path() / "cmdline", std::ios::binary);
        const std::string line{std::istreambuf_iterator<char>(stream), {}};
        std::ifstream name(entry.path() / "comm");
        std::string comm;
        std::getline(name, comm);
        if (comm == "kerf-cli" && line.find(text) != std::string::npos) {
            found.push_back(pid_t(std::stol(entry.path().filename().string())));
        }
    }
    return found;
}

} // namespace

class SlurmArrayTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void endsCompleteAndUndoubled();
    void refusesPartOfAnArray();

private:
    // What the queue says of the array's tasks, "ID_TASK STATE" each; empty when all have ended.
    static QStringList tasks(const QString& job);
    // One task is queued again or its program killed. True when there was one to disturb.
    bool disturb(const QString& job);
    // Slurm lets a task that was queued again wait for two minutes; a few seconds do, for the revoked
    // credential.
    void hasten(const QString& job);
    QString reportOf(const QString& job) const;

    std::map<QString, QElapsedTimer> m_waiting;
    QTemporaryDir m_folder{"/tmp/kerf-slurm-XXXXXX"}; // short, for the socket's name
    bool m_isUp = false;
    std::mt19937 m_random{11};
    int m_killed = 0;
    int m_requeued = 0;
};

void SlurmArrayTest::initTestCase() {
    for (const char* program : {"slurmctld", "slurmd", "munged", "sbatch"}) {
        const bool isThere =
            !QStandardPaths::findExecutable(program).isEmpty() ||
            !QStandardPaths::findExecutable(program, {"/usr/sbin", "/sbin", "/usr/bin"}).isEmpty();
        if (!isThere) {
            QSKIP("Slurm or munge is not installed: tools/setup --slow");
        }
    }
    const Ended started = call(KERF_SLURM_HERE, {"start", m_folder.path() + "/slurm", "4"});
    m_isUp = started.code == 0;
    if (!m_isUp) {
        QFAIL(qPrintable("Slurm doesn't start: " + started.err));
    }
    qputenv("SLURM_CONF", (m_folder.path() + "/slurm/slurm.conf").toUtf8());
    qputenv("KERF_CLI", KERF_CLI);
    qputenv("SBATCH_OUTPUT", (m_folder.path() + "/%x-%A_%a.out").toUtf8());
}

void SlurmArrayTest::cleanupTestCase() {
    call(KERF_SLURM_HERE, {"stop", m_folder.path() + "/slurm"});
    if (qEnvironmentVariableIsSet("KERF_KEEP")) {
        m_folder.setAutoRemove(false);
        qInfo("kept in %s", qPrintable(m_folder.path()));
    }
}

QStringList SlurmArrayTest::tasks(const QString& job) {
    return call("squeue", {"-h", "-r", "-j", job, "-o", "%i %T"}).out.split('\n', Qt::SkipEmptyParts);
}

bool SlurmArrayTest::disturb(const QString& job) {
    QStringList running;
    for (const QString& task : tasks(job)) {
        if (task.endsWith(" RUNNING")) {
            running.push_back(task.section(' ', 0, 0));
        }
    }
    if (running.isEmpty()) {
        return false;
    }
    if (m_random() % 2 == 0) {
        const QString task = running.at(int(m_random() % std::size_t(running.size())));
        const bool isDone = call("scontrol", {"requeue", task}).code == 0;
        m_requeued += int(isDone);
        return isDone;
    }
    const std::vector<pid_t> programs = processesOn(m_folder.path().toStdString() + "/out");
    if (programs.empty()) {
        return false;
    }
    const bool isDone = ::kill(programs[m_random() % programs.size()], SIGKILL) == 0;
    m_killed += int(isDone);
    return isDone;
}

void SlurmArrayTest::hasten(const QString& job) {
    constexpr int kEnoughMs = 4000;
    const QStringList pending = tasks(job).filter(" PENDING");
    std::erase_if(m_waiting, [&](const auto& entry) { return !pending.contains(entry.first); });
    for (const QString& task : pending) {
        QElapsedTimer& since = m_waiting[task];
        if (!since.isValid()) {
            since.start();
        } else if (since.elapsed() > kEnoughMs) {
            call("scontrol", {"update", "JobId=" + task.section(' ', 0, 0), "StartTime=now"});
        }
    }
}

QString SlurmArrayTest::reportOf(const QString& job) const {
    QFile file(m_folder.path() + "/kerf-merge-" + job + "_4294967294.out");
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : "no report";
}

void SlurmArrayTest::endsCompleteAndUndoubled() {
    const fs::path root = m_folder.path().toStdString();
    for (int i = 0; i < kPhotos; ++i) {
        const fs::path file = root / "in" / (i % 3 == 0 ? "a b" : "") / (std::to_string(i) + ".png");
        fs::create_directories(file.parent_path());
        const Image image = makeImage(32, 24, 3, PixelType::u8, [&](int x, int y) {
            return std::array<double, 4>{(x * 7 + i) % 32 / 32.0, y / 24.0, (x ^ y) % 19 / 19.0, 1.0};
        });
        writePhoto({.image = image, .output = file}, {});
    }
    const QStringList plain = QStringList{"batch", textOf(root / "in"), "--out", textOf(root / "plain")};
    QCOMPARE(call(KERF_CLI, plain + kWork + QStringList{"--quiet"}).code, 0);
    const auto whole = resultsIn(root / "plain");
    QCOMPARE(whole.size(), std::size_t(3 * kPhotos));

    const QStringList shards{QString::number(kShards), textOf(root / "in"), textOf(root / "out")};
    const Ended sent = call(KERF_SUBMIT, shards + kWork);
    QVERIFY2(sent.code == 0, qPrintable(sent.err));
    const QString array = sent.out.section('\n', 0, 0);
    const QString merge = sent.out.section('\n', 1, 1);
    QElapsedTimer timer;
    timer.start();
    for (int disturbed = 0; !tasks(array).isEmpty();) {
        QVERIFY2(timer.elapsed() < kPatienceMs, qPrintable(tasks(array).join(", ")));
        hasten(array);
        if (disturbed < kDisturbances) {
            disturbed += int(disturb(array));
        }
        QTest::qWait(100 + int(m_random() % 500)); // at random is what this is about
    }
    while (!tasks(merge).isEmpty()) {
        QVERIFY2(timer.elapsed() < kPatienceMs, "the report is not made");
        QTest::qWait(100);
    }

    qInfo("%d shards, %d killed, %d queued again while they ran", kShards, m_killed, m_requeued);
    QVERIFY(m_killed > 0 && m_requeued > 0);
    const QString state = call("scontrol", {"show", "job", merge}).out;
    QVERIFY2(state.contains("JobState=COMPLETED") && state.contains("ExitCode=0:0"), qPrintable(state));
    const QString report = reportOf(merge);
    QVERIFY2(
        report.contains(QString("%1 done in %2 journals").arg(kPhotos).arg(kShards)), qPrintable(report));
    QVERIFY(resultsIn(root / "out") == whole); // byte by byte, and nothing beside them
}

void SlurmArrayTest::refusesPartOfAnArray() {
    const QString out = m_folder.path() + "/part";
    const Ended sent = call("sbatch", {"--parsable", "--array=2-3", KERF_ARRAY, "in", out});
    QVERIFY2(sent.code == 0, qPrintable(sent.err));
    const QString job = sent.out.trimmed();
    QTRY_VERIFY_WITH_TIMEOUT(tasks(job).isEmpty(), 60'000);

    QFile file(m_folder.path() + "/kerf-" + job + "_2.out");
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().contains("KERF_SHARDS=N"));
    QVERIFY(!QFile::exists(out));
}

QTEST_GUILESS_MAIN(SlurmArrayTest)
#include "slurm_array_test.moc"
