#include "core/base/atomic_file.h"
#include "core/base/error.h"

#include <QtCore/QProcess>
#include <QtCore/QStandardPaths>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <optional>
#include <thread>
#include <vector>

using namespace kerf;
namespace fs = std::filesystem;

namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes pattern(std::size_t size, std::uint8_t seed) {
    Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i) {
        bytes[i] = std::uint8_t(i * 31 + seed);
    }
    return bytes;
}

Bytes contents(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::size_t entries(const fs::path& dir) {
    return std::size_t(std::distance(fs::directory_iterator(dir), fs::directory_iterator()));
}

std::optional<ErrorCode> failureOf(const fs::path& target, const Bytes& bytes, OnExisting onExisting) {
    try {
        writeFileAtomically(target, bytes, onExisting);
    } catch (const Error& e) {
        return e.code();
    }
    return std::nullopt;
}

mode_t modeOf(const fs::path& file) {
    struct stat status {};
    return ::stat(file.c_str(), &status) == 0 ? status.st_mode & mode_t{0777} : mode_t{0};
}

// What strace did to the tool that writes "new" over "old" (or nothing) at `target`.
struct Injected {
    bool isFinished = false; // the tool came to its end, undisturbed or with an Error
    int exitCode = 0;
};

Injected runInjected(const QString& what, const fs::path& target, const char* policy) {
    QProcess strace;
    strace.start(
        QStringLiteral("strace"),
        {QStringLiteral("-f"), QStringLiteral("-o"), QStringLiteral("/dev/null"), QStringLiteral("-e"),
         QStringLiteral("inject=") + what, QStringLiteral(KERF_ATOMIC_TOOL),
         QString::fromStdString(target.string()), QString::fromLatin1(policy)});
    strace.waitForFinished();
    return {strace.exitStatus() == QProcess::NormalExit && strace.exitCode() < 100, strace.exitCode()};
}

bool canTrace() {
    QProcess strace;
    strace.start(
        QStringLiteral("strace"), {QStringLiteral("-o"), QStringLiteral("/dev/null"), QStringLiteral("-e"),
                                   QStringLiteral("inject=fsync:error=EIO"), QStringLiteral("true")});
    return strace.waitForFinished() && strace.exitStatus() == QProcess::NormalExit && strace.exitCode() == 0;
}

} // namespace

class AtomicFileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void writesANewFile();
    void failsOverAnExistingFile();
    void replacesKeepingTheMode();
    void replacesALinkAndNotWhatItLeadsTo();
    void writesNamesOf255Bytes();
    void writesOddNamesByteForByte();
    void saysWhyItCannotWrite();
    void saysWhatSpaceIsNeededWhenTheDiskIsFull();
    void leavesNothingWhenTheFileMayNotGrow();
    void onlyOneOfManyWritersGetsAName();
    void keepsTheOldOrTheNewFileUnderEveryFault_data();
    void keepsTheOldOrTheNewFileUnderEveryFault();
    void tellsSameFilesThroughLinks();
    void removesWhatKilledProcessesLeftAndNothingElse();
    void letsNobodyLoseTheFileBeingWritten();
    void makesFoldersOrSaysWhyNot();

private:
    fs::path dir() const { return m_dir->path().toStdString(); }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void AtomicFileTest::init() {
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(m_dir->isValid());
}

void AtomicFileTest::cleanup() {
    std::error_code ignored; // Qt can't remove names that are not UTF-8
    fs::remove_all(dir(), ignored);
}

void AtomicFileTest::writesANewFile() {
    const Bytes bytes = pattern(3'000'001, 1);
    const mode_t mask = ::umask(027);

    writeFileAtomically(dir() / "a.png", bytes, OnExisting::fail);
    ::umask(mask);

    QVERIFY(contents(dir() / "a.png") == bytes);
    QCOMPARE(modeOf(dir() / "a.png"), mode_t(0640));
    writeFileAtomically(dir() / "empty", {}, OnExisting::replace);
    QCOMPARE(fs::file_size(dir() / "empty"), std::uintmax_t(0));
    QCOMPARE(entries(dir()), std::size_t(2));
}

void AtomicFileTest::failsOverAnExistingFile() {
    const Bytes old = pattern(10, 1);
    writeFileAtomically(dir() / "a", old, OnExisting::fail);
    fs::create_symlink("nowhere", dir() / "dangling");

    QCOMPARE(failureOf(dir() / "a", pattern(20, 2), OnExisting::fail).value(), ErrorCode::already_exists);
    QCOMPARE(failureOf(dir() / "dangling", old, OnExisting::fail).value(), ErrorCode::already_exists);

    QVERIFY(contents(dir() / "a") == old);
    QVERIFY(fs::is_symlink(dir() / "dangling"));
    QCOMPARE(entries(dir()), std::size_t(2));
}

void AtomicFileTest::replacesKeepingTheMode() {
    writeFileAtomically(dir() / "a", pattern(10, 1), OnExisting::fail);
    QCOMPARE(::chmod((dir() / "a").c_str(), 0604), 0);

    writeFileAtomically(dir() / "a", pattern(20, 2), OnExisting::replace);

    QVERIFY(contents(dir() / "a") == pattern(20, 2));
    QCOMPARE(modeOf(dir() / "a"), mode_t(0604));
}

void AtomicFileTest::replacesALinkAndNotWhatItLeadsTo() {
    const Bytes photo = pattern(10, 1);
    writeFileAtomically(dir() / "photo", photo, OnExisting::fail);
    fs::create_symlink("photo", dir() / "link");
    fs::create_hard_link(dir() / "photo", dir() / "hard");

    writeFileAtomically(dir() / "link", pattern(20, 2), OnExisting::replace);
    writeFileAtomically(dir() / "hard", pattern(20, 2), OnExisting::replace);

    QVERIFY(contents(dir() / "photo") == photo);
    QVERIFY(!fs::is_symlink(dir() / "link"));
}

void AtomicFileTest::writesNamesOf255Bytes() {
    const std::string longest(255, 'n');

    writeFileAtomically(dir() / longest, pattern(5, 1), OnExisting::fail);

    QVERIFY(contents(dir() / longest) == pattern(5, 1));
    QCOMPARE(
        failureOf(dir() / (longest + "n"), pattern(5, 1), OnExisting::fail).value(), ErrorCode::write_failed);
    QCOMPARE(entries(dir()), std::size_t(1));
}

void AtomicFileTest::writesOddNamesByteForByte() {
    for (const std::string& name :
         {std::string("-rf"), std::string("a\nb"), std::string("\xff\xfe"), std::string("%n%s '\"$(x)"),
          std::string("\xf0\x9f\x93\xb7 \xd7\x90.png")}) {
        writeFileAtomically(dir() / name, pattern(5, 1), OnExisting::fail);
        QVERIFY(contents(dir() / name) == pattern(5, 1));
    }
}

void AtomicFileTest::saysWhyItCannotWrite() {
    const Bytes bytes = pattern(5, 1);
    fs::create_directory(dir() / "folder");

    QCOMPARE(failureOf(dir() / "none" / "a", bytes, OnExisting::fail).value(), ErrorCode::file_not_found);
    QCOMPARE(failureOf(dir() / "folder", bytes, OnExisting::replace).value(), ErrorCode::not_a_file);
    QCOMPARE(failureOf(dir() / "folder" / "", bytes, OnExisting::fail).value(), ErrorCode::not_a_file);
    QCOMPARE(failureOf("/proc/kerf", bytes, OnExisting::fail).value(), ErrorCode::file_not_found);
    if (::geteuid() != 0) {
        fs::permissions(dir() / "folder", fs::perms::owner_read | fs::perms::owner_exec);
        QCOMPARE(
            failureOf(dir() / "folder" / "a", bytes, OnExisting::fail).value(), ErrorCode::permission_denied);
        fs::permissions(dir() / "folder", fs::perms::owner_all);
    }
}

void AtomicFileTest::saysWhatSpaceIsNeededWhenTheDiskIsFull() {
    const std::string mountPoint = (dir() / "small").string();
    fs::create_directory(mountPoint);
    if (::mount("tmpfs", mountPoint.c_str(), "tmpfs", 0, "size=256k") != 0) {
        QSKIP("mounting a small file system is not allowed here");
    }
    const auto unmount = qScopeGuard([&] { ::umount(mountPoint.c_str()); });
    const fs::path small(mountPoint);
    writeFileAtomically(small / "a", pattern(100'000, 1), OnExisting::fail);

    std::string message;
    try {
        writeFileAtomically(small / "a", pattern(300'000, 2), OnExisting::replace);
    } catch (const Error& e) {
        QCOMPARE(e.code(), ErrorCode::disk_full);
        message = e.what();
    }

    QVERIFY2(message.find("300000 bytes") != std::string::npos, message.c_str());
    QVERIFY(contents(small / "a") == pattern(100'000, 1));
    QCOMPARE(entries(small), std::size_t(1));
}

void AtomicFileTest::leavesNothingWhenTheFileMayNotGrow() {
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit old{};
    ::getrlimit(RLIMIT_FSIZE, &old);
    const rlimit small{1'500'000, old.rlim_max};
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);

    const auto failure = failureOf(dir() / "a", pattern(3'000'000, 1), OnExisting::fail);
    ::setrlimit(RLIMIT_FSIZE, &old);

    QCOMPARE(failure.value(), ErrorCode::write_failed);
    QCOMPARE(entries(dir()), std::size_t(0));
}

void AtomicFileTest::onlyOneOfManyWritersGetsAName() {
    for (int round = 0; round < 20; ++round) {
        const fs::path target = dir() / std::to_string(round);
        std::atomic<int> written{0};
        std::atomic<int> refused{0};
        {
            std::vector<std::jthread> writers;
            for (std::uint8_t i = 0; i < 5; ++i) {
                writers.emplace_back([&, i] {
                    const auto failure = failureOf(target, pattern(50'000, i), OnExisting::fail);
                    (failure ? refused : written) += 1;
                });
            }
        }
        QCOMPARE(written.load(), 1);
        QCOMPARE(refused.load(), 4);
    }
    QCOMPARE(entries(dir()), std::size_t(20));
}

void AtomicFileTest::keepsTheOldOrTheNewFileUnderEveryFault_data() {
    QTest::addColumn<QString>("call");
    QTest::addColumn<QString>("fault");
    for (const char* call : {"openat", "write", "fsync", "close", "fchmod", "renameat", "renameat2"}) {
        for (const char* fault : {"error=ENOSPC", "error=EIO", "signal=KILL"}) {
            QTest::addRow("%s %s", call, fault) << QString::fromLatin1(call) << QString::fromLatin1(fault);
        }
    }
}

void AtomicFileTest::keepsTheOldOrTheNewFileUnderEveryFault() {
    QFETCH(QString, call);
    QFETCH(QString, fault);
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    QSKIP("the faults would hit the sanitizer's own system calls");
#endif
    if (QStandardPaths::findExecutable(QStringLiteral("strace")).isEmpty() || !canTrace()) {
        QSKIP("strace is not here or may not trace");
    }
    const Bytes old = pattern(100, 1);
    const Bytes fresh = pattern(2'500'000, 2);
    const bool isKill = fault.startsWith(QStringLiteral("signal"));
    for (const char* policy : {"replace", "fail"}) {
        const bool replaces = std::string(policy) == "replace";
        int disturbed = 0;
        for (int when = 1; when <= 12; ++when) {
            const fs::path sub = dir() / (policy + std::to_string(when));
            fs::create_directory(sub);
            const fs::path target = sub / "out";
            if (replaces) {
                writeFileAtomically(target, old, OnExisting::fail);
            }
            const Injected run = runInjected(
                call + QStringLiteral(":") + fault + QStringLiteral(":when=%1").arg(when), target, policy);

            const Bytes after = contents(target);
            const bool isOld = replaces ? after == old : !fs::exists(target);
            QVERIFY2(isOld || after == fresh, qPrintable(QString::number(when)));
            if (run.isFinished && run.exitCode == 0) {
                QVERIFY(after == fresh);
            } else {
                ++disturbed;
            }
            if (!isKill) {
                QVERIFY2(entries(sub) == (fs::exists(target) ? 1 : 0), qPrintable(QString::number(when)));
            }
            const bool isLoadersToo = call == QStringLiteral("close") || call == QStringLiteral("openat");
            if (run.isFinished && run.exitCode == 0 && !isLoadersToo) {
                break; // its turn did not come
            }
        }
        const bool isCalled = call == QStringLiteral("renameat2") ? !replaces
                              : call == QStringLiteral("renameat") || call == QStringLiteral("fchmod")
                                  ? replaces
                                  : true;
        QCOMPARE(disturbed > 0, isCalled);
    }
}

void AtomicFileTest::tellsSameFilesThroughLinks() {
    writeFileAtomically(dir() / "a", pattern(5, 1), OnExisting::fail);
    writeFileAtomically(dir() / "b", pattern(5, 1), OnExisting::fail);
    fs::create_hard_link(dir() / "a", dir() / "hard");
    fs::create_symlink("hard", dir() / "soft");
    fs::create_symlink("nowhere", dir() / "dangling");

    QVERIFY(isSameFile(dir() / "a", dir() / "." / "soft"));
    QVERIFY(!isSameFile(dir() / "a", dir() / "b"));
    QVERIFY(!isSameFile(dir() / "dangling", dir() / "dangling"));
    QVERIFY(isNameTaken(dir() / "dangling"));
    QVERIFY(!isNameTaken(dir() / "c"));
}

void AtomicFileTest::removesWhatKilledProcessesLeftAndNothingElse() {
    const fs::path left = dir() / (std::string(kTemporaryPrefix) + "0123456789abcdef");
    const fs::path readOnly = dir() / (std::string(kTemporaryPrefix) + "1");
    const fs::path inUse = dir() / (std::string(kTemporaryPrefix) + "2");
    const fs::path link = dir() / (std::string(kTemporaryPrefix) + "3");
    for (const fs::path& file : {left, readOnly, inUse, dir() / "photo.png"}) {
        writeFileAtomically(file, pattern(10, 1), OnExisting::fail);
    }
    ::chmod(readOnly.c_str(), 0444);
    fs::create_symlink("photo.png", link);
    const int fd = ::open(inUse.c_str(), O_RDONLY | O_CLOEXEC);
    QCOMPARE(::flock(fd, LOCK_EX), 0);

    removeLeftTemporaries(dir());
    removeLeftTemporaries(dir() / "not there");

    QVERIFY(!fs::exists(left) && !fs::exists(readOnly));
    QVERIFY(fs::exists(inUse) && fs::is_symlink(link) && fs::exists(dir() / "photo.png"));
    ::close(fd);
    removeLeftTemporaries(dir());
    QVERIFY(!fs::exists(inUse));
}

void AtomicFileTest::letsNobodyLoseTheFileBeingWritten() {
    std::jthread cleaner([&](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            removeLeftTemporaries(dir());
        }
    });
    for (int i = 0; i < 300; ++i) {
        const Bytes bytes = pattern(20'000, std::uint8_t(i));
        QVERIFY(!failureOf(dir() / "a", bytes, OnExisting::replace));
        QVERIFY(contents(dir() / "a") == bytes);
    }
}

void AtomicFileTest::makesFoldersOrSaysWhyNot() {
    makeFolders(dir() / "a" / "b" / "c" / "");
    makeFolders(dir() / "a" / "b");
    QVERIFY(fs::is_directory(dir() / "a" / "b" / "c"));

    writeFileAtomically(dir() / "file", pattern(1, 1), OnExisting::fail);
    const auto codeOf = [](const fs::path& folder) {
        try {
            makeFolders(folder);
        } catch (const Error& e) {
            return std::optional(e.code());
        }
        return std::optional<ErrorCode>();
    };
    QCOMPARE(codeOf(dir() / "file"), std::optional(ErrorCode::not_a_file));
    QVERIFY(codeOf(dir() / "file" / "sub"));
    QVERIFY(codeOf("/proc/none/sub"));
    QCOMPARE(codeOf(dir() / std::string(256, 'n')), std::optional(ErrorCode::write_failed));
}

QTEST_GUILESS_MAIN(AtomicFileTest)
#include "atomic_file_test.moc"
