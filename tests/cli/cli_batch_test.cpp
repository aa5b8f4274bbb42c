#include "core/base/atomic_file.h"
#include "core/image/image.h"
#include "core/io/writer.h"
#include "tests/cli/cli_program.h"
#include "tests/support/corpus.h"
#include "tests/support/test_images.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include <csignal>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <random>

using namespace kerf;
using namespace kerf::test;

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

// Fast engines: what is tested is the batch.
const QStringList kQuick{"--cleanup", "off", "--mask", "off", "--json"};

Ended run(const QStringList& arguments) {
    QProcess process;
    process.start(KERF_CLI, arguments);
    return finish(process);
}

} // namespace

class CliBatchTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { m_folder.emplace(); }
    void cleanup() { empty(*m_folder); }
    void cleanupTestCase() { empty(m_photos); }
    void mirrorsATreeAndDoesNothingTwice();
    void goesOnAfterKill9();
    void endsWholeOnSigterm();
    void sharesAFolderBetweenShards();
    void letsNoSecondBatchIn();
    void asksBeforeItMixesSettings();
    void finishesWithOneHostileFileAmongMany();
    void explainsWhatIsWrong_data();
    void explainsWhatIsWrong();

private:
    // Qt can't remove files whose names are no UTF-8.
    static void empty(const QTemporaryDir& folder) { fs::remove_all(folder.path().toStdString()); }
    QString in() const { return m_photos.path() + "/in"; }
    QString out() const { return m_folder->path() + "/out"; }
    // Every output's bytes by its name below OUT.
    static std::map<std::string, std::vector<std::uint8_t>> outputsIn(const QString& folder);

    QTemporaryDir m_photos;
    std::optional<QTemporaryDir> m_folder;
    std::map<std::string, std::vector<std::uint8_t>> m_undisturbed;
};

std::map<std::string, std::vector<std::uint8_t>> CliBatchTest::outputsIn(const QString& folder) {
    std::map<std::string, std::vector<std::uint8_t>> outputs;
    const fs::path root = folder.toStdString();
    if (!fs::exists(root)) {
        return outputs;
    }
    for (const fs::path& file : filesUnder(root)) {
        const fs::path name = file.lexically_relative(root);
        if (*name.begin() != ".kerf-batch") {
            outputs[name.native()] = readBytes(file);
        }
    }
    return outputs;
}

void CliBatchTest::initTestCase() {
    for (int i = 0; i < 24; ++i) {
        const fs::path file = fs::path(in().toStdString()) / (i % 3 == 0 ? "a b" : "c") /
                              (std::string("p\xff") + std::to_string(i) + ".png");
        fs::create_directories(file.parent_path());
        const Image image = makeImage(160 + i, 120, 3, PixelType::u8, [&](int x, int y) {
            return std::array<double, 4>{(x * 7 + i) % 160 / 160.0, y / 120.0, (x ^ y) % 97 / 97.0, 1.0};
        });
        writePhoto({.image = image, .output = file}, {});
    }
    const QTemporaryDir undisturbed;
    QCOMPARE(run(QStringList{"batch", in(), "--out", undisturbed.path()} + kQuick).code, 0);
    m_undisturbed = outputsIn(undisturbed.path());
    empty(undisturbed);
    QCOMPARE(m_undisturbed.size(), std::size_t(48)); // with a sidecar each
}

void CliBatchTest::mirrorsATreeAndDoesNothingTwice() {
    const QStringList command =
        QStringList{"batch", in(), "--out", out(), "--outputs", "result,clean"} + kQuick;
    const Ended first = run(command);
    QCOMPARE(first.code, 0);
    QCOMPARE(first.count("done"), 24);
    QVERIFY(QFile::exists(out() + "/a b"));
    QCOMPARE(outputsIn(out()).size(), std::size_t(72));

    const Ended again = run(command);
    QCOMPARE(again.code, 0);
    QCOMPARE(again.count("skipped"), 24);

    fs::remove_all((out() + "/c").toStdString());
    const Ended resumed = run({"resume", out(), "--json"});
    QCOMPARE(resumed.code, 0);
    QCOMPARE(resumed.count("done"), 16);
    QCOMPARE(resumed.count("skipped"), 8);
    QCOMPARE(outputsIn(out()).size(), std::size_t(72));
}

void CliBatchTest::goesOnAfterKill9() {
    std::mt19937 generator(1);
    int cut = 0;
    for (int round = 0; round < 25; ++round) {
        empty(*m_folder);
        m_folder.emplace();
        QProcess process;
        process.start(KERF_CLI, QStringList{"batch", in(), "--out", out()} + kQuick);
        QVERIFY(process.waitForStarted());
        QTest::qSleep(int(generator() % 60)); // a random moment is what this is about
        process.kill();
        process.waitForFinished();
        cut += int(process.exitStatus() == QProcess::CrashExit);
        for (const auto& [name, bytes] : outputsIn(out())) { // whole, or a temporary one
            const bool isTemporary = fs::path(name).filename().native().starts_with(kTemporaryPrefix);
            QVERIFY2(isTemporary || m_undisturbed.at(name) == bytes, name.c_str());
        }

        const bool isBegun = QFile::exists(out() + "/.kerf-batch/journal.jsonl");
        const Ended resumed = isBegun ? run({"resume", out(), "--json"}) : Ended{};
        if (resumed.code != 0) { // killed before there was anything to go on with
            QCOMPARE(run(QStringList{"batch", in(), "--out", out()} + kQuick).code, 0);
        } else {
            QCOMPARE(resumed.count("done") + resumed.count("skipped"), 24);
        }
        QVERIFY(outputsIn(out()) == m_undisturbed);
    }
    QVERIFY(cut > 0);
}

void CliBatchTest::endsWholeOnSigterm() {
    QProcess process;
    process.start(KERF_CLI, QStringList{"batch", in(), "--out", out()} + kQuick);
    QVERIFY(process.waitForReadyRead()); // the first photo is done
    const auto id = pid_t(process.processId());
    if (id > 0) { // 0 when it has ended already: that would be the whole process group
        ::kill(id, SIGTERM);
    }
    const Ended ended = finish(process);

    QVERIFY(ended.code == 130 || ended.code == 0); // it may have been done already
    for (const auto& [name, bytes] : outputsIn(out())) {
        QVERIFY2(m_undisturbed.at(name) == bytes, name.c_str()); // no temporary file either
    }
    QCOMPARE(run({"resume", out(), "--json"}).code, 0);
    QVERIFY(outputsIn(out()) == m_undisturbed);
}

void CliBatchTest::sharesAFolderBetweenShards() {
    std::vector<std::unique_ptr<QProcess>> processes;
    for (int i = 1; i <= 3; ++i) {
        processes.push_back(std::make_unique<QProcess>());
        processes.back()->start(
            KERF_CLI, QStringList{"batch", in(), "--out", out(), "--shard", QString("%1/3").arg(i)} + kQuick);
    }
    int done = 0;
    for (const auto& process : processes) {
        const Ended ended = finish(*process);
        QVERIFY2(ended.code == 0, qPrintable(ended.err));
        done += ended.count("done");
    }
    QCOMPARE(done, 24);
    QVERIFY(outputsIn(out()) == m_undisturbed);
    QCOMPARE(run({"resume", out(), "--shard", "2/3", "--json"}).count("done"), 0);
    const Ended whole = run({"resume", out()});
    QCOMPARE(whole.code, 3);
    QVERIFY2(whole.err.contains("begun in shards"), qPrintable(whole.err));
}

void CliBatchTest::letsNoSecondBatchIn() {
    QCOMPARE(run(QStringList{"batch", in(), "--out", out()} + kQuick).code, 0);
    // Another one holds the folder for as long as its output isn't read.
    QProcess holder;
    holder.start("flock", {"--no-fork", out() + "/.kerf-batch/lock", "sh", "-c", "echo held; exec sleep 60"});
    if (!holder.waitForReadyRead(10'000)) {
        QSKIP("flock(1) is not there");
    }

    const Ended second = run({"resume", out()});
    const Ended third = run(QStringList{"batch", in(), "--out", out()} + kQuick);

    holder.kill();
    holder.waitForFinished();
    QCOMPARE(second.code, 3);
    QVERIFY2(second.err.contains("another Kerf is writing into this folder"), qPrintable(second.err));
    QVERIFY(third.lines().back().at("exit_code") == 3); // --json has its last line even then
    QCOMPARE(run({"resume", out(), "--quiet"}).code, 0);
}

void CliBatchTest::asksBeforeItMixesSettings() {
    QCOMPARE(run(QStringList{"batch", in(), "--out", out()} + kQuick).code, 0);
    const fs::path journal = (out() + "/.kerf-batch/journal.jsonl").toStdString();
    const std::vector<std::uint8_t> whole = readBytes(journal);
    // Half of it: an unfinished batch, of whose files none is there yet.
    writeBytes(journal, {whole.begin(), whole.begin() + std::ptrdiff_t(whole.size() / 2)});
    fs::remove_all((out() + "/c").toStdString());
    fs::remove_all((out() + "/a b").toStdString());
    const QStringList other = QStringList{"batch", in(), "--out", out(), "--format", "tiff"} + kQuick;

    const Ended refused = run(other);
    QCOMPARE(refused.code, 3);
    QVERIFY2(refused.err.contains("unfinished"), qPrintable(refused.err));

    QCOMPARE(run({"resume", out(), "--json"}).code, 0);
    QCOMPARE(run(other).code, 0);
    QCOMPARE(outputsIn(out()).size(), std::size_t(96));
}

void CliBatchTest::finishesWithOneHostileFileAmongMany() {
    const QString hostile = m_folder->path() + "/hostile.png";
    QFile file(hostile);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\xff\xff\xff\xff\xff\xff\xff\xff", 24);
    file.close();

    const Ended ended = run(QStringList{"batch", in(), hostile, "--out", out()} + kQuick);

    QCOMPARE(ended.code, 1);
    QCOMPARE(ended.count("done"), 24);
    QCOMPARE(ended.count("failed"), 1);
    QVERIFY(!ended.lines().back().at("failed").is_null());
}

void CliBatchTest::explainsWhatIsWrong_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("words");
    QTest::newRow("no batch") << QStringList{"resume", "/nonexistent"} << 3
                              << "there is no batch to go on with";
    QTest::newRow("no folder") << QStringList{"resume"} << 2 << "name the one folder";
    QTest::newRow("no output") << QStringList{"batch", "x.jpg"} << 2 << "--out DIR is missing";
    QTest::newRow("shard") << QStringList{"batch", "x.jpg", "--out", "y", "--shard", "3/2"} << 2 << "--shard";
    QTest::newRow("outputs") << QStringList{"batch", "x.jpg", "--out", "y", "--outputs", "matte,matte"} << 2
                             << "each once";
    QTest::newRow("of batch only") << QStringList{"run", "x.jpg", "--out", "y", "--shard", "1/2"} << 2
                                   << "is an option of 'batch' and 'resume' only";
}

void CliBatchTest::explainsWhatIsWrong() {
    QFETCH(const QStringList, arguments);
    QFETCH(const int, code);
    QFETCH(const QString, words);

    const Ended ended = run(arguments);

    QCOMPARE(ended.code, code);
    QVERIFY2(ended.err.contains(words), qPrintable(ended.err));
}

QTEST_GUILESS_MAIN(CliBatchTest)
#include "cli_batch_test.moc"
