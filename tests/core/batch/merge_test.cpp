#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/batch/journal.h"
#include "core/batch/merge.h"
#include "tests/support/corpus.h"
#include "tests/support/failure.h"

#include <QTemporaryDir>
#include <QtTest/QtTest>

#include <fstream>
#include <optional>
#include <string_view>

using namespace kerf;
using namespace kerf::batch;
using namespace kerf::test;
namespace fs = std::filesystem;

namespace {

const PlannedPhoto kOne{.id = "00000000000000a1", .input = "/in/one.jpg", .output = "one.png"};
const PlannedPhoto kTwo{.id = "00000000000000b2", .input = "/in/t\nw\xffo.jpg", .output = "sub/two.png"};
const PlannedPhoto kThree{.id = "00000000000000c3", .input = "/in/three.jpg", .output = "three.png"};

std::string sha256Of(std::string_view text) {
    Sha256 hash;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes
    hash.update({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    return toHex(hash.finish());
}

// A shard's journal in a folder, as a batch writes it.
class ShardOf {
public:
    ShardOf(fs::path out, Shard shard, std::vector<PlannedPhoto> photos, const char* settings = "{}")
        : m_out(std::move(out)) {
        fs::create_directories(m_out / Journal::kFolder);
        m_journal.emplace(Journal::fileIn(m_out, shard), JournalHeader{.settings = settings, .shard = shard});
        for (PlannedPhoto& photo : photos) {
            photo.output = m_out / photo.output;
        }
        m_journal->planned(photos, m_out);
    }

    ShardOf& done(const PlannedPhoto& photo, const std::string& bytes = "a picture") {
        const fs::path file = m_out / photo.output;
        fs::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << bytes;
        m_journal->ended(
            {.id = photo.id,
             .state = JobState::done,
             .files = {{.file = photo.output, .bytes = bytes.size(), .sha256 = sha256Of(bytes)}}});
        return *this;
    }
    ShardOf& failed(const PlannedPhoto& photo) {
        m_journal->ended(
            {.id = photo.id,
             .state = JobState::failed,
             .failure = JobFailure{.code = ErrorCode::corrupt_file, .detail = "it is torn"}});
        return *this;
    }

private:
    fs::path m_out;
    std::optional<Journal> m_journal;
};

MergedReport merge(const std::vector<fs::path>& folders, Look look = Look::size) {
    return mergeJournals(folders, look);
}

} // namespace

class MergeTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder.emplace(); }
    void joinsShardsOfOneFolder();
    void joinsShardsOfSeveralFolders();
    void namesWhatIsMissing();
    void namesWhatWasDoneTwice();
    void seesFilesThatAreGoneOrChanged();
    void takesASecondTryThatWorked();
    void isIncompleteWhileAListIsTorn();
    void refusesFoldersWithoutABatch();

private:
    fs::path out(const char* name = "out") const { return fs::path(m_folder->path().toStdString()) / name; }

    std::optional<QTemporaryDir> m_folder;
};

void MergeTest::joinsShardsOfOneFolder() {
    ShardOf(out(), {1, 2}, {kOne, kTwo}).done(kOne).done(kTwo);
    ShardOf(out(), {2, 2}, {kThree}).done(kThree);

    const MergedReport report = merge({out(), out() / "."}, Look::contents); // one folder named twice

    QVERIFY(report.isComplete());
    QCOMPARE(report.journals, 2);
    QCOMPARE(report.photos.size(), std::size_t(3));
    QCOMPARE(report.photos[1].input, kTwo.input);
    QCOMPARE(report.photos[1].files.at(0).sha256, sha256Of("a picture"));
    QCOMPARE(report.photos[2].shard, (Shard{2, 2}));
}

void MergeTest::joinsShardsOfSeveralFolders() {
    ShardOf(out("a"), {1, 2}, {kOne}).done(kOne);
    ShardOf(out("b"), {2, 2}, {kTwo}).done(kTwo);

    QVERIFY(merge({out("a"), out("b")}).isComplete());
    QCOMPARE(merge({out("b")}).missing, (std::vector{Shard{1, 2}}));
}

void MergeTest::namesWhatIsMissing() {
    ShardOf(out(), {3, 4}, {kOne, kTwo, kThree}).done(kOne).failed(kTwo);

    const MergedReport report = merge({out()});

    QVERIFY(!report.isComplete());
    QCOMPARE(report.missing, (std::vector{Shard{1, 4}, Shard{2, 4}, Shard{4, 4}}));
    QCOMPARE(report.photos[1].state, std::optional(JobState::failed));
    QCOMPARE(report.photos[1].failure->detail, std::string("it is torn"));
    QVERIFY(!report.photos[2].state);
}

void MergeTest::namesWhatWasDoneTwice() {
    ShardOf(out("a"), {1, 1}, {kOne}, R"({"a":1})").done(kOne);
    ShardOf(out("b"), {1, 1}, {kOne, kTwo}, R"({"a":2})").done(kOne).done(kTwo);
    PlannedPhoto another = kOne; // another photo of the same name is another photo
    another.input = "/elsewhere/one.jpg";
    ShardOf(out("c"), {1, 1}, {another}, R"({"a":1})").done(another);

    const MergedReport report = merge({out("a"), out("b"), out("c")});

    QVERIFY(!report.isComplete());
    QVERIFY(!report.hasOneSetting);
    QCOMPARE(report.photos.size(), std::size_t(3));
    QCOMPARE(report.photos[0].doneTwiceBy, (std::vector{Journal::fileIn(out("b"), {})}));
    QVERIFY(report.photos[1].doneTwiceBy.empty() && report.photos[2].doneTwiceBy.empty());
}

void MergeTest::seesFilesThatAreGoneOrChanged() {
    ShardOf(out(), {1, 1}, {kOne, kTwo, kThree}).done(kOne).done(kTwo).done(kThree);
    fs::remove(out() / kOne.output);
    std::ofstream(out() / kTwo.output, std::ios::binary) << "A picture"; // of the same size

    const MergedReport quick = merge({out()});
    const MergedReport whole = merge({out()}, Look::contents);

    QVERIFY(!quick.isComplete());
    QCOMPARE(quick.photos[0].wrong, (std::vector{kOne.output}));
    QVERIFY(quick.photos[1].wrong.empty());
    QCOMPARE(whole.photos[1].wrong, (std::vector{kTwo.output}));
    QVERIFY(whole.photos[2].wrong.empty());
}

void MergeTest::takesASecondTryThatWorked() {
    ShardOf(out(), {1, 2}, {kOne}).failed(kOne);
    ShardOf(out(), {2, 2}, {kTwo}).done(kTwo);
    QVERIFY(!merge({out()}).isComplete());
    ShardOf(out(), {1, 1}, {kOne}).done(kOne);

    const MergedReport report = merge({out()});

    QVERIFY(report.isComplete());
    QCOMPARE(report.photos.size(), std::size_t(2));
}

void MergeTest::isIncompleteWhileAListIsTorn() {
    ShardOf(out(), {1, 1}, {kOne, kTwo}).done(kOne);
    const fs::path journal = Journal::fileIn(out(), {});
    std::vector<std::uint8_t> bytes = readBytes(journal);
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    bytes[text.find("b2") - 1] = '7'; // the second photo is lost with its line
    writeBytes(journal, bytes);

    const MergedReport report = merge({out()});

    QCOMPARE(report.photos.size(), std::size_t(1));
    QCOMPARE(report.damagedLines, 1);
    QCOMPARE(report.unlisted, (std::vector{journal}));
    QVERIFY(!report.isComplete());
}

void MergeTest::refusesFoldersWithoutABatch() {
    fs::create_directories(out());
    QCOMPARE(codeThrownBy([&] { merge({out()}); }), std::optional(ErrorCode::file_not_found));
    QCOMPARE(codeThrownBy([&] { merge({out("none")}); }), std::optional(ErrorCode::file_not_found));
}

QTEST_GUILESS_MAIN(MergeTest)
#include "merge_test.moc"
