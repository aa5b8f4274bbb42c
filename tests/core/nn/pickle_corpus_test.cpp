#include "tests/support/corpus.h"
#include "tests/support/pickle_writer.h"
#include "tests/support/weight_writer.h"
#include "tests/support/zip_writer.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <map>
#include <regex>
#include <set>

using namespace kerf;
namespace fs = std::filesystem;

namespace {

// Sanitizers make everything several times slower.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr double kLimitMs = 1000;
#else
constexpr double kLimitMs = 100;
#endif

struct Outcome {
    bool isRefused = false;
    std::string reason;
    double milliseconds = 0;
};

// What kerf-open-weights said of each file.
struct Report {
    std::map<std::string, Outcome> files;
    int exitCode = -1;
    double peakMegabytes = 0;
};

QStringList pathsOf(const std::vector<fs::path>& files) {
    QStringList paths;
    for (const fs::path& file : files) {
        paths.push_back(QString::fromStdString(file.string()));
    }
    return paths;
}

Report parse(const QByteArray& output) {
    Report report;
    for (const QByteArray& line : output.split('\n')) {
        const QList<QByteArray> cells = line.split('\t');
        if (cells.size() == 4) {
            report.files[cells[0].toStdString()] = {
                cells[1] == "refused", cells[2].toStdString(), cells[3].toDouble()};
        } else if (!line.isEmpty()) {
            report.peakMegabytes = line.toDouble() / 1024;
        }
    }
    return report;
}

// Runs `program`; its last arguments are the files.
Report run(const QString& program, QStringList arguments, const std::vector<fs::path>& files) {
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(
        "ASAN_OPTIONS", "detect_leaks=0"); // looking for leaks starts a thread, and fails under strace
    process.setProcessEnvironment(environment);
    process.start(program, arguments << pathsOf(files));
    if (!process.waitForFinished(120'000)) {
        return {};
    }
    Report report = parse(process.readAllStandardOutput());
    report.exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    return report;
}

} // namespace

// The hostile corpus, opened by a program of its own, so that its memory and its system calls can be watched.
class PickleCorpusTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void refusesEveryFileWithAReasonInTime();
    void namesWhatTheFilesWouldCall_data();
    void namesWhatTheFilesWouldCall();
    void keepsMemoryWithinTheFilesSize();
    void startsNothingAndOpensNothingElse();

private:
    fs::path m_corpus;
    std::vector<fs::path> m_files;
};

void PickleCorpusTest::initTestCase() {
    m_corpus = test::corpusDir("pickle");
    if (m_corpus.empty()) {
        QSKIP("the shared corpus of hostile pickles is not there");
    }
    m_files = test::filesUnder(m_corpus);
    QVERIFY(m_files.size() >= 100);
}

void PickleCorpusTest::refusesEveryFileWithAReasonInTime() {
    const Report report = run(KERF_OPEN_WEIGHTS, {}, m_files);

    QCOMPARE(report.exitCode, 0);
    QCOMPARE(report.files.size(), m_files.size());
    for (const auto& [path, outcome] : report.files) {
        QVERIFY2(outcome.isRefused, path.c_str());
        QVERIFY2(outcome.reason.find("; ") != std::string::npos, (path + ": " + outcome.reason).c_str());
        QVERIFY2(outcome.milliseconds <= kLimitMs, path.c_str());
    }
}

void PickleCorpusTest::namesWhatTheFilesWouldCall_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("reason");
    QTest::newRow("protocol 0") << "malicious2_v0.pkl"
                                << "\"posix.system\"";
    QTest::newRow("protocol 3") << "malicious2_v3.pkl"
                                << "\"posix.system\"";
    QTest::newRow("protocol 4") << "malicious2_v4.pkl"
                                << "\"posix.system\"";
    QTest::newRow("eval") << "malicious1_v3.pkl"
                          << "\"builtins.eval\"";
    QTest::newRow("magic number") << "pytorch_magic_bypass.pt"
                                  << "\"__builtin__.eval\"";
    QTest::newRow("type confusion") << "type-confusion-exploit.pkl"
                                    << "\"os.system\"";
    QTest::newRow("7z") << "malicious1.7z"
                        << "a 7z archive";
    QTest::newRow("password") << "benign_password_protected.zip"
                              << "is encrypted";
    QTest::newRow("lying local header") << "malicious1_central_directory.zip"
                                        << "another one than the directory says";
    QTest::newRow("deflate") << "object_arrays_compressed.npz"
                             << "is compressed";
    QTest::newRow("another net") << "pytorch_model.bin"
                                 << "no net that Kerf knows (38 tensors";
}

void PickleCorpusTest::namesWhatTheFilesWouldCall() {
    QFETCH(const QString, file);
    QFETCH(const QString, reason);
    const auto found = std::ranges::find_if(
        m_files, [&](const fs::path& path) { return path.filename() == file.toStdString(); });
    QVERIFY(found != m_files.end());

    const Report report = run(KERF_OPEN_WEIGHTS, {}, {*found});

    QCOMPARE(report.files.size(), std::size_t{1});
    const std::string said = report.files.begin()->second.reason;
    QVERIFY2(said.find(reason.toStdString()) != said.npos, said.c_str());
}

void PickleCorpusTest::keepsMemoryWithinTheFilesSize() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    QSKIP("the sanitizer's own memory is larger than what is measured here");
#endif
    QTemporaryDir folder;
    const fs::path at = folder.path().toStdString();
    const auto write = [&](const char* name, const std::string& bytes) {
        std::ofstream(at / name, std::ios::binary) << bytes;
        return at / name;
    };
    // A header of 8 MB full of tensors, and pickles that ask for as many values as possible.
    std::string header = "{";
    for (int i = 0; header.size() < (8U << 20U); ++i) {
        header += "\"t" + std::to_string(i) + R"(":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},)";
    }
    std::vector<fs::path> files = m_files;
    files.push_back(write("many.safetensors", test::little(header.size(), 8) + header + "    "));
    files.push_back(write(
        "huge_name.safetensors", test::little(8U << 20U, 8) + "{\"" + std::string((8U << 20U) - 2, 'n')));
    for (const char opcode : {'N', '(', ')', '}', ']'}) {
        test::ZipWriter zip(at / (std::string("pickle_") + std::to_string(int(opcode)) + ".pth"));
        zip.add("t/data.pkl", test::PickleWriter().raw(std::string(4U << 20U, opcode)).bytes());
        zip.finish();
        files.push_back(at / (std::string("pickle_") + std::to_string(int(opcode)) + ".pth"));
    }

    const Report none = run(KERF_OPEN_WEIGHTS, {}, {});
    const Report all = run(KERF_OPEN_WEIGHTS, {}, files);

    QCOMPARE(all.files.size(), files.size());
    for (const auto& [path, outcome] : all.files) {
        QVERIFY2(
            outcome.isRefused && outcome.milliseconds <= kLimitMs, (path + ": " + outcome.reason).c_str());
    }
    // The largest file has 8 MB: its header, and half as much for what was understood of it.
    QVERIFY2(all.peakMegabytes - none.peakMegabytes <= 24, std::to_string(all.peakMegabytes).c_str());
}

void PickleCorpusTest::startsNothingAndOpensNothingElse() {
    const QString strace = QStandardPaths::findExecutable("strace");
    if (strace.isEmpty()) {
        QSKIP("strace is not installed");
    }
    QTemporaryDir folder;
    const QString log = folder.filePath("log");
    const Report report = run(strace, {"-f", "-o", log, "-e", "trace=all", KERF_OPEN_WEIGHTS}, m_files);
    if (report.files.empty()) {
        QSKIP("strace may not watch processes here");
    }
    QCOMPARE(report.files.size(), m_files.size());

    std::ifstream lines(log.toStdString());
    const std::regex call(R"re(^\d+ +(\w+)\((.*))re");
    const std::regex opened(R"re(^(?:AT_FDCWD, )?"([^"]*)", ([A-Z_|]+))re"); // openat or open
    const std::set<std::string> forbidden{"fork",     "vfork",   "clone",     "clone3",  "socket",
                                          "connect",  "bind",    "sendto",    "creat",   "mkdir",
                                          "unlink",   "rename",  "renameat",  "symlink", "unlinkat",
                                          "truncate", "mkdirat", "renameat2", "execveat"};
    std::size_t opens = 0;
    std::size_t starts = 0;
    for (std::string line; std::getline(lines, line);) {
        std::smatch match;
        if (!std::regex_search(line, match, call)) {
            continue;
        }
        const std::string name = match[1];
        const std::string arguments = match[2];
        QVERIFY2(!forbidden.contains(name), line.c_str());
        starts += name == "execve" ? 1 : 0;
        if (name == "open" || name == "openat") {
            std::smatch file;
            QVERIFY2(std::regex_search(arguments, file, opened), line.c_str());
            const std::string path = file[1];
            const std::string flags = file[2];
            const bool isSystem = path.starts_with("/etc/ld.so") || path.starts_with("/lib") ||
                                  path.starts_with("/usr/lib") || path.starts_with("/proc/self/") ||
                                  path.starts_with("/sys/devices/system/cpu");
            QVERIFY2(isSystem || path.starts_with(m_corpus.string()), line.c_str());
            QVERIFY2(
                flags.find("O_WRONLY") == flags.npos && flags.find("O_RDWR") == flags.npos, line.c_str());
            QVERIFY2(flags.find("O_CREAT") == flags.npos, line.c_str());
            ++opens;
        }
    }
    QCOMPARE(starts, std::size_t{1}); // strace's own, of the program
    QVERIFY(opens >= m_files.size());
}

QTEST_GUILESS_MAIN(PickleCorpusTest)
#include "pickle_corpus_test.moc"
