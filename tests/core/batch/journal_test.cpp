#include "core/base/error.h"
#include "core/batch/folder_lock.h"
#include "core/batch/journal.h"
#include "core/batch/journal_line.h"
#include "tests/support/corpus.h"
#include "tests/support/failure.h"

#include <QTemporaryDir>
#include <QtTest/QtTest>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <optional>

using namespace kerf;
using namespace kerf::batch;
namespace fs = std::filesystem;

namespace {

const PlannedPhoto kOne{.id = "00000000000000a1", .input = "/in/one.jpg", .output = "/out/one.png"};
const PlannedPhoto kTwo{
    .id = "00000000000000b2", .input = "/in/t\nw\xff\x80o %.jpg", .output = "/out/sub/two.png"};

BatchFile file(const char* name) {
    return {.file = name, .bytes = 12, .sha256 = "abcd", .width = 3, .height = 4};
}

BatchItem ended(const PlannedPhoto& photo, JobState state) {
    BatchItem item{.id = photo.id, .input = photo.input, .output = photo.output, .state = state};
    if (state == JobState::done) {
        item.files = {file("one.png")};
    }
    return item;
}

} // namespace

class JournalTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder.emplace(); }
    void tellsWhatWasDone();
    void keepsNamesByteForByte();
    void isReadUpToWhereItWasCut();
    void goesOnBehindATornLine();
    void leavesDamagedLinesOut();
    void isNoWholeListWithADamagedLine();
    void keepsWhatTheDiskRefused();
    void tellsThatItWasRemoved();
    void refusesNamesOutsideTheFolder();
    void refusesWhatIsNoJournal();
    void isNeverBegunTwice();
    void locksOutOtherProcesses();

private:
    fs::path path() const { return fs::path(m_folder->path().toStdString()) / "journal.jsonl"; }
    void writeSome() const;

    std::optional<QTemporaryDir> m_folder;
};

void JournalTest::writeSome() const {
    Journal journal(path(), JournalHeader{.settings = R"({"a":1})", .shard = {.index = 2, .count = 3}});
    journal.planned(std::vector{kOne, kTwo}, "/out");
    journal.writing(kOne.id, std::vector{file("one.png")});
    journal.ended(ended(kOne, JobState::done));
    BatchItem failed = ended(kTwo, JobState::failed);
    failed.failure = JobFailure{.code = ErrorCode::corrupt_file, .detail = "it is torn", .file = kTwo.input};
    journal.ended(failed);
}

void JournalTest::tellsWhatWasDone() {
    writeSome();

    const JournalContents read = readJournal(path());

    QCOMPARE(read.header.settings, std::string(R"({"a":1})"));
    QCOMPARE(read.header.shard, (Shard{.index = 2, .count = 3}));
    QCOMPARE(read.order, (std::vector{kOne.id, kTwo.id}));
    QVERIFY(!read.isFinished);
    QCOMPARE(read.damagedLines, 0);
    const ItemHistory& one = read.items.at(kOne.id);
    QCOMPARE(one.ended, std::optional(JobState::done));
    QCOMPARE(one.files, std::vector{file("one.png")});
    QCOMPARE(one.planned.output, fs::path("one.png"));
    const ItemHistory& two = read.items.at(kTwo.id);
    QCOMPARE(two.ended, std::optional(JobState::failed));
    QCOMPARE(two.failure->code, ErrorCode::corrupt_file);
    QCOMPARE(two.failure->detail, std::string("it is torn"));
}

void JournalTest::keepsNamesByteForByte() {
    writeSome();
    QCOMPARE(readJournal(path()).items.at(kTwo.id).planned.input.native(), kTwo.input.native());

    for (int byte = 1; byte < 256; ++byte) {
        const fs::path name(std::string(1, char(byte)) + "x" + std::string(1, char(byte)));
        const std::string text = escaped(name);
        QVERIFY(std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; }));
        QCOMPARE(unescaped(text)->native(), name.native());
    }
    for (const char* wrong : {"%", "%4", "%zz", "%00", "a%0"}) {
        QVERIFY2(!unescaped(wrong), wrong);
    }
}

void JournalTest::isReadUpToWhereItWasCut() {
    writeSome();
    const std::vector<std::uint8_t> whole = test::readBytes(path());
    const std::string_view text(reinterpret_cast<const char*>(whole.data()), whole.size());
    const std::size_t header = text.find('\n') + 1;

    for (std::size_t length = 0; length < text.size(); ++length) {
        const std::string_view part = text.substr(0, length);
        if (length < header) {
            QCOMPARE(test::codeThrownBy([&] { parseJournal(part); }), std::optional(ErrorCode::corrupt_file));
            continue;
        }
        const JournalContents read = parseJournal(part);
        QCOMPARE(read.damagedLines, 0);
        QCOMPARE(read.wholeBytes, part.rfind('\n') + 1);
        for (const auto& [id, item] : read.items) { // never more than what the whole one says
            QVERIFY(!item.ended || parseJournal(text).items.at(id).ended == item.ended);
        }
    }
}

void JournalTest::goesOnBehindATornLine() {
    writeSome();
    std::vector<std::uint8_t> bytes = test::readBytes(path());
    bytes.insert(bytes.end(), {'0', '1', '2'});
    test::writeBytes(path(), bytes);

    Journal(path(), readJournal(path())).finished();

    const JournalContents read = readJournal(path());
    QCOMPARE(read.damagedLines, 0);
    QVERIFY(read.isFinished);
    QCOMPARE(read.items.size(), std::size_t(2));
}

void JournalTest::leavesDamagedLinesOut() {
    writeSome();
    std::vector<std::uint8_t> bytes = test::readBytes(path());
    const auto spoiled = std::ranges::search(bytes, std::string_view("\"done\"")).begin();
    QVERIFY(spoiled != bytes.end());
    spoiled[2] = 'x';
    test::writeBytes(path(), bytes);

    const JournalContents read = readJournal(path());

    QCOMPARE(read.damagedLines, 1);
    QVERIFY(!read.items.at(kOne.id).ended); // what the line said is done again
    QCOMPARE(read.items.at(kTwo.id).ended, std::optional(JobState::failed));
}

void JournalTest::isNoWholeListWithADamagedLine() {
    writeSome();
    std::vector<std::uint8_t> bytes = test::readBytes(path());
    const std::string text(bytes.begin(), bytes.end());
    bytes[text.find("/in/one")] = 'X';

    const std::string damaged(bytes.begin(), bytes.end());
    QVERIFY(parseJournal(text).isListWhole);
    QVERIFY(!parseJournal(damaged).isListWhole); // there is a photo that it doesn't know of
}

// A file may not grow beyond a limit for a while, as on a full disk.
void JournalTest::keepsWhatTheDiskRefused() {
    std::signal(SIGXFSZ, SIG_IGN);
    Journal journal(path(), JournalHeader{});
    journal.planned(std::vector{kOne, kTwo}, "/out");
    const auto whole = fs::file_size(path());
    rlimit old{};
    ::getrlimit(RLIMIT_FSIZE, &old);
    const rlimit small{whole + 20, old.rlim_max};
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);

    const auto code = test::codeThrownBy([&] { journal.ended(ended(kOne, JobState::done)); });
    const auto again = test::codeThrownBy([&] { journal.settle(); });
    const auto size = fs::file_size(path());
    ::setrlimit(RLIMIT_FSIZE, &old);

    QCOMPARE(code, std::optional(ErrorCode::write_failed));
    QCOMPARE(again, std::optional(ErrorCode::write_failed));
    QCOMPARE(size, whole); // no torn line
    QVERIFY(!readJournal(path()).items.at(kOne.id).ended);
    journal.ended(ended(kTwo, JobState::done));
    const JournalContents read = readJournal(path());
    QCOMPARE(read.items.at(kOne.id).ended, std::optional(JobState::done));
    QCOMPARE(read.items.at(kTwo.id).ended, std::optional(JobState::done));
    QCOMPARE(read.damagedLines, 0);
}

void JournalTest::tellsThatItWasRemoved() {
    Journal journal(path(), JournalHeader{});
    fs::remove(path());

    QCOMPARE(
        test::codeThrownBy([&] { journal.writing(kOne.id, {}); }), std::optional(ErrorCode::file_not_found));
}

void JournalTest::refusesNamesOutsideTheFolder() {
    const std::string header = toLine(R"({"type":"header","version":1,"settings":{},"shard":"1/1"})");
    for (const char* name : {"../x.png", "/etc/x.png", "a/../../x.png", "", "."}) {
        const std::string line =
            std::string(R"({"type":"planned","id":"00000000000000a1","input":"/i","output":")") + name +
            "\"}";
        const JournalContents read = parseJournal(header + toLine(line));
        const bool isOut = std::string_view(name) != ".";
        QCOMPARE(read.items.size(), std::size_t(isOut ? 0 : 1));
        QCOMPARE(read.damagedLines, isOut ? 1 : 0);
    }
}

void JournalTest::refusesWhatIsNoJournal() {
    const auto codeOf = [](const std::string& bytes) {
        return test::codeThrownBy([&] { parseJournal(bytes); });
    };
    QCOMPARE(codeOf(""), std::optional(ErrorCode::corrupt_file));
    QCOMPARE(codeOf("hello\n"), std::optional(ErrorCode::corrupt_file));
    QCOMPARE(codeOf(toLine("[]")), std::optional(ErrorCode::corrupt_file));
    QCOMPARE(
        codeOf(toLine(R"({"type":"header","version":2,"settings":{},"shard":"1/1"})")),
        std::optional(ErrorCode::corrupt_file));
    QCOMPARE(test::codeThrownBy([&] { readJournal(path()); }), std::optional(ErrorCode::file_not_found));
}

void JournalTest::isNeverBegunTwice() {
    writeSome();
    QCOMPARE(
        test::codeThrownBy([&] { Journal(path(), JournalHeader{}); }),
        std::optional(ErrorCode::already_exists));
    QCOMPARE(readJournal(path()).items.size(), std::size_t(2));
}

void JournalTest::locksOutOtherProcesses() {
    const fs::path lock = path().parent_path() / "lock";
    const auto isFreeFor = [&](LockKind kind) { // asked from another process
        const pid_t child = fork();
        if (child == 0) {
            _exit(test::codeThrownBy([&] { FolderLock(lock, kind); }) ? 1 : 0);
        }
        int status = 0;
        waitpid(child, &status, 0);
        return WEXITSTATUS(status) == 0;
    };
    {
        const FolderLock held(lock, LockKind::exclusive);
        QVERIFY(!isFreeFor(LockKind::exclusive));
        QVERIFY(!isFreeFor(LockKind::shared));
    }
    {
        const FolderLock held(lock, LockKind::shared);
        QVERIFY(!isFreeFor(LockKind::exclusive));
        QVERIFY(isFreeFor(LockKind::shared));
    }
    QVERIFY(isFreeFor(LockKind::exclusive));
}

QTEST_GUILESS_MAIN(JournalTest)
#include "journal_test.moc"
