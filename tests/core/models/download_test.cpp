#include "core/base/error.h"
#include "core/models/descriptor.h"
#include "core/models/download.h"
#include "tests/support/failure.h"
#include "tests/support/sha256_of.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <functional>
#include <random>

using namespace kerf;
using namespace kerf::models;
using kerf::test::codeThrownBy;
using kerf::test::sha256Of;

namespace {

std::string makeContents(std::size_t bytes) {
    std::mt19937 random(7);
    std::string contents(bytes, '\0');
    for (char& byte : contents) {
        byte = char(random() & 0xffU);
    }
    return contents;
}

constexpr std::size_t kBytes = 300'000;
constexpr std::size_t kPiece = 10'000;

// A server in this process, with one file and a way to misbehave.
class FakeFetcher final : public Fetcher {
public:
    std::string contents = makeContents(kBytes);
    std::string etag = "\"one\"";
    std::string contentType = "application/octet-stream";
    std::optional<std::uint64_t> announced = kBytes;
    int status = 200; // of a refusal
    bool hasRanges = true;
    bool honoursIfRange = true;
    std::vector<std::size_t> cuts; // bytes of each answer, until they are used up
    std::function<void()> onPiece;

    std::vector<FetchRequest> requests;

    void fetch(const FetchRequest& request, FetchSink& sink, const Progress& progress) override {
        requests.push_back(request);
        const bool isFitting = !honoursIfRange || request.validator == etag;
        const bool isRest = hasRanges && request.offset > 0 && isFitting;
        std::size_t at = isRest ? request.offset : 0;
        const int good = isRest ? 206 : 200;
        sink.begin(
            {.status = status != 200 ? status : good,
             .begin = at,
             .total = announced,
             .etag = etag,
             .contentType = contentType,
             .url = request.url + "?final"});
        std::size_t left = contents.size() - at;
        if (!cuts.empty()) {
            left = std::min(left, cuts.front());
            cuts.erase(cuts.begin());
        }
        while (left > 0) {
            progress.throwIfStopped();
            const std::size_t n = std::min(left, kPiece);
            sink.write({reinterpret_cast<const std::uint8_t*>(contents.data()) + at, n});
            at += n;
            left -= n;
            if (onPiece) {
                onPiece();
            }
        }
    }
};

} // namespace

class DownloadTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void bringsAFile();
    void bringsAFileWhoseSizeIsNotKnown();
    void doesNotConnectForAnInstalledModel();
    void goesOnByItselfAfterACut();
    void givesUpWhenThereIsNoHeadway();
    void keepsThePartWhenCancelledAndResumes();
    void resumesInAnotherProcess();
    void startsAgainWhenTheServerHasAnotherVersion_data();
    void startsAgainWhenTheServerHasAnotherVersion();
    void startsAgainWhenTheServerIgnoresTheRange();
    void startsAgainWithoutAWayToTellVersions();
    void startsAgainWhenTheEarlierBytesWereWrong();
    void startsAgainWhenTheRangeIsRefused();
    void deletesAFileOfAnotherHash();
    void refusesWhatIsNotTheFile_data();
    void refusesWhatIsNotTheFile();
    void stopsAServerThatSendsMoreThanItSaid();
    void saysWhenTheDiskIsFull_data();
    void saysWhenTheDiskIsFull();
    void doesNotFollowALinkInThePartsPlace();
    void checksTheFreeSpaceFirst();
    void saysWhenAFileMayNotBeThatLarge();
    void doesNotReplaceAnotherFile();
    void letsOnlyOneProcessDownloadAFile();
    void doesNotDownloadWhatCannotBeVerified();
    void takesFilesFromAMirrorFolder();
    void takesFilesFromAMirrorAddress();
    void refusesOtherMirrors();
    void tellsHowFarItIs();

private:
    QString path(const char* name) const { return m_dir->filePath(QString("models/") + name); }
    std::filesystem::path folder() const { return m_dir->filePath("models").toStdString(); }
    ModelFile& file() { return m_manifest.entries[0].files[0]; }
    QByteArray read(const char* name) const {
        QFile in(path(name));
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
    }
    void save(const QString& name, const std::string& contents) const {
        QVERIFY(QDir().mkpath(QFileInfo(name).path()));
        QFile out(name);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(contents.data(), qint64(contents.size()));
    }
    InstalledModel download(const std::string& id = "net") {
        m_options.pauseMs = 1;
        const ModelStore store(folder(), m_manifest);
        return Downloader(store, m_fetcher).download(id, m_options, Progress(m_stop.get_token(), {}));
    }
    QString failure() {
        try {
            download();
        } catch (const Error& e) {
            return QStringLiteral("%1: %2").arg(errorName(e.code()), e.what());
        }
        return {};
    }
    bool isWhole() const { return read("net.pth").toStdString() == m_fetcher.contents; }
    QStringList left() const { return QDir(folder().c_str()).entryList(QDir::Files); }

    std::unique_ptr<QTemporaryDir> m_dir;
    Manifest m_manifest;
    FakeFetcher m_fetcher;
    DownloadOptions m_options;
    std::stop_source m_stop;
};

void DownloadTest::init() {
    m_dir = std::make_unique<QTemporaryDir>();
    m_fetcher = {};
    m_options = {};
    m_stop = {};
    ManifestEntry entry;
    entry.info.id = "net";
    entry.info.isDownloadable = true;
    entry.info.architecture = "RRDBNet x2";
    entry.files = {{"net.pth", "https://host/net.pth", kBytes, sha256Of(m_fetcher.contents)}};
    m_manifest = {};
    m_manifest.entries = {entry};
}

void DownloadTest::bringsAFile() {
    const InstalledModel model = download();

    QVERIFY(isWhole());
    QCOMPARE(model.file, folder() / "net.pth");
    QCOMPARE(model.sha256, file().sha256);
    QCOMPARE(left(), QStringList{"net.pth"});
    QCOMPARE(m_fetcher.requests.size(), std::size_t{1});
    QCOMPARE(m_fetcher.requests[0].url, std::string("https://host/net.pth"));
}

void DownloadTest::bringsAFileWhoseSizeIsNotKnown() {
    file().bytes = 0;
    download();
    QVERIFY(isWhole());

    QFile::remove(path("net.pth"));
    m_fetcher.announced.reset();
    download();
    QVERIFY(isWhole());
}

void DownloadTest::doesNotConnectForAnInstalledModel() {
    save(path("renamed.pth"), m_fetcher.contents);

    QCOMPARE(download().file, folder() / "renamed.pth");

    QVERIFY(m_fetcher.requests.empty());
}

void DownloadTest::goesOnByItselfAfterACut() {
    m_fetcher.cuts = {100'000, 1, 50'000};

    download();

    QVERIFY(isWhole());
    QCOMPARE(m_fetcher.requests.size(), std::size_t{4});
    QCOMPARE(m_fetcher.requests[1].offset, std::uint64_t{100'000});
    QCOMPARE(m_fetcher.requests[1].validator, m_fetcher.etag);
    QCOMPARE(m_fetcher.requests[3].offset, std::uint64_t{150'001});
}

void DownloadTest::givesUpWhenThereIsNoHeadway() {
    m_fetcher.cuts = {100'000, 0, 0, 0, 0, 0};

    const QString said = failure();

    QVERIFY2(
        said.contains("network_failed: the connection was cut after 0.1 MB of 0.3 MB"), qPrintable(said));
    QCOMPARE(m_fetcher.requests.size(), std::size_t{2});
    QCOMPARE(read("net.pth.part").size(), 100'000);
}

void DownloadTest::keepsThePartWhenCancelledAndResumes() {
    int pieces = 0;
    m_fetcher.onPiece = [&] {
        if (++pieces == 10) {
            m_stop.request_stop();
        }
    };
    bool isCancelled = false;
    try {
        download();
    } catch (const Cancelled&) {
        isCancelled = true;
    }
    QVERIFY(isCancelled);
    QCOMPARE(read("net.pth.part").size(), 100'000);
    QVERIFY(!QFile::exists(path("net.pth")));

    m_stop = {};
    m_fetcher.onPiece = {};
    download();

    QVERIFY(isWhole());
    QCOMPARE(m_fetcher.requests.back().offset, std::uint64_t{100'000});
    QCOMPARE(left(), QStringList{"net.pth"});
}

void DownloadTest::resumesInAnotherProcess() {
    m_fetcher.cuts = {250'000, 0};
    QVERIFY(failure().startsWith("network_failed"));
    m_fetcher.requests.clear();

    download();

    QVERIFY(isWhole());
    QCOMPARE(m_fetcher.requests[0].offset, std::uint64_t{250'000});
}

void DownloadTest::startsAgainWhenTheServerHasAnotherVersion_data() {
    QTest::addColumn<bool>("honoursIfRange");
    QTest::newRow("a server that honours If-Range") << true;
    QTest::newRow("a server that sends the rest of another version") << false;
}

void DownloadTest::startsAgainWhenTheServerHasAnotherVersion() {
    QFETCH(const bool, honoursIfRange);
    const std::string right = m_fetcher.contents;
    m_fetcher.contents = std::string(kBytes, 'x');
    m_fetcher.cuts = {100'000, 0};
    QVERIFY(failure().startsWith("network_failed"));

    m_fetcher.honoursIfRange = honoursIfRange;
    m_fetcher.contents = right;
    m_fetcher.etag = "\"two\"";
    download();

    QVERIFY(isWhole());
}

void DownloadTest::startsAgainWhenTheServerIgnoresTheRange() {
    m_fetcher.cuts = {100'000, 0};
    QVERIFY(failure().startsWith("network_failed"));
    m_fetcher.hasRanges = false;

    download();

    QVERIFY(isWhole());
    QCOMPARE(left(), QStringList{"net.pth"});
}

void DownloadTest::startsAgainWithoutAWayToTellVersions() {
    m_fetcher.etag = "W/\"weak\"";
    m_fetcher.cuts = {100'000, 0};
    QVERIFY(failure().startsWith("network_failed"));
    m_fetcher.requests.clear();

    download();

    QVERIFY(isWhole());
    QCOMPARE(m_fetcher.requests[0].offset, std::uint64_t{0});
}

void DownloadTest::startsAgainWhenTheEarlierBytesWereWrong() {
    m_fetcher.cuts = {100'000, 0};
    QVERIFY(failure().startsWith("network_failed"));
    QFile part(path("net.pth.part"));
    QVERIFY(part.open(QIODevice::ReadWrite));
    part.write("damage");
    part.close();

    download();

    QVERIFY(isWhole());
}

void DownloadTest::startsAgainWhenTheRangeIsRefused() {
    m_fetcher.cuts = {100'000, 0};
    QVERIFY(failure().startsWith("network_failed"));
    m_fetcher.status = 416;

    const QString said = failure();

    QVERIFY2(said.contains("the server answered 416"), qPrintable(said));
    QCOMPARE(m_fetcher.requests.back().offset, std::uint64_t{0});
}

void DownloadTest::deletesAFileOfAnotherHash() {
    m_fetcher.contents[123] ^= 1;

    const QString said = failure();

    QVERIFY2(said.startsWith("model_corrupt: what came is not the official file"), qPrintable(said));
    QCOMPARE(left(), QStringList());
}

void DownloadTest::refusesWhatIsNotTheFile_data() {
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("start");
    QTest::addColumn<int>("announced");
    QTest::addColumn<QString>("said");
    const QString type = "application/octet-stream";
    QTest::newRow("a page") << 200 << "text/html; charset=utf-8"
                            << "" << int(kBytes) << "corrupt_file: a web page came instead";
    QTest::newRow("a page that says it is a file")
        << 200 << type << "\n <!DOCTYPE html>" << int(kBytes) << "corrupt_file: a web page came instead";
    QTest::newRow("another size") << 200 << type << "" << 299'999
                                  << "corrupt_file: the server has a file of 299999 bytes, the official one "
                                     "has 300000";
    QTest::newRow("404") << 404 << type << "" << 10
                         << "network_failed: the server answered 404: the file isn't";
    QTest::newRow("403") << 403 << type << "" << 10
                         << "network_failed: the server answered 403: it doesn't hand";
    QTest::newRow("429") << 429 << type << "" << 10 << "network_failed: the server answered 429: too many";
    QTest::newRow("503") << 503 << type << "" << 10 << "network_failed: the server answered 503: it has a";
    QTest::newRow("304") << 304 << type << "" << 0 << "network_failed: the server answered 304";
    QTest::newRow("part of it") << 206 << type << "" << int(kBytes)
                                << "network_failed: the server sends a part";
}

void DownloadTest::refusesWhatIsNotTheFile() {
    QFETCH(const int, status);
    QFETCH(const QString, type);
    QFETCH(const QString, start);
    QFETCH(const int, announced);
    QFETCH(const QString, said);
    m_fetcher.status = status;
    m_fetcher.contentType = type.toStdString();
    m_fetcher.announced = std::uint64_t(announced);
    m_fetcher.contents.replace(0, std::size_t(start.size()), start.toStdString());

    const QString failed = failure();

    QVERIFY2(failed.startsWith(said), qPrintable(failed));
    QCOMPARE(left(), QStringList());
}

void DownloadTest::stopsAServerThatSendsMoreThanItSaid() {
    m_fetcher.contents += std::string(100'000, 'x');

    const QString said = failure();

    QVERIFY2(said.startsWith("corrupt_file: the server sends more than the 300000 bytes"), qPrintable(said));
    QCOMPARE(left(), QStringList());
}

void DownloadTest::saysWhenTheDiskIsFull_data() {
    QTest::addColumn<int>("error");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("said");
    QTest::newRow("full") << ENOSPC << int(ErrorCode::disk_full) << "the disk is full; free some space";
    QTest::newRow("quota") << EDQUOT << int(ErrorCode::disk_full) << "your quota of disk space is used up";
    QTest::newRow("read-only") << EROFS << int(ErrorCode::write_failed) << "the file system is read-only";
    QTest::newRow("permission") << EACCES << int(ErrorCode::permission_denied) << "no permission to write";
}

void DownloadTest::saysWhenTheDiskIsFull() {
    QFETCH(const int, error);
    QFETCH(const int, code);
    QFETCH(const QString, said);

    try {
        throwForWriting(error, "/models/net.pth");
    } catch (const Error& e) {
        QCOMPARE(int(e.code()), code);
        QVERIFY2(QString(e.what()).startsWith(said), e.what());
        QCOMPARE(e.file(), std::filesystem::path("/models/net.pth"));
    }
}

void DownloadTest::doesNotFollowALinkInThePartsPlace() {
    save(m_dir->filePath("precious"), "precious");
    QVERIFY(QDir().mkpath(path("")));
    QVERIFY(QFile::link(m_dir->filePath("precious"), path("net.pth.part")));

    QVERIFY(failure().startsWith("write_failed"));

    QVERIFY(QFileInfo(path("net.pth.part")).isSymLink());
    QFile precious(m_dir->filePath("precious"));
    QVERIFY(precious.open(QIODevice::ReadOnly));
    QCOMPARE(precious.readAll(), QByteArray("precious"));
}

void DownloadTest::checksTheFreeSpaceFirst() {
    file().bytes = std::uint64_t{1} << 60U;

    const QString said = failure();

    QVERIFY2(said.startsWith("disk_full: 1152921504606.8 MB more are needed, "), qPrintable(said));
    QVERIFY(m_fetcher.requests.empty());
}

// A limit of the process stands in for a full disk: the writing fails in the middle.
void DownloadTest::saysWhenAFileMayNotBeThatLarge() {
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    rlimit small = before;
    small.rlim_cur = 150'000;
    setrlimit(RLIMIT_FSIZE, &small);

    const QString said = failure();

    setrlimit(RLIMIT_FSIZE, &before);
    QVERIFY2(said.startsWith("write_failed: the file is larger than one file may be here"), qPrintable(said));
    QCOMPARE(read("net.pth.part").size(), 150'000);
    download(); // goes on when there is room again
    QVERIFY(isWhole());
    QCOMPARE(m_fetcher.requests.back().offset, std::uint64_t{150'000});
}

void DownloadTest::doesNotReplaceAnotherFile() {
    save(path("net.pth"), "mine");

    const QString said = failure();

    QVERIFY2(said.startsWith("already_exists: another file has this name"), qPrintable(said));
    QCOMPARE(read("net.pth"), QByteArray("mine"));
    QVERIFY(m_fetcher.requests.empty());
    QCOMPARE(left(), QStringList{"net.pth"});
}

void DownloadTest::letsOnlyOneProcessDownloadAFile() {
    save(path("net.pth.part"), "begun");
    const int fd = open(path("net.pth.part").toUtf8().constData(), O_RDWR | O_CLOEXEC);
    QCOMPARE(flock(fd, LOCK_EX), 0); // locks belong to the open file, so this one counts as another process

    const QString said = failure();

    QVERIFY2(said.startsWith("already_exists: another Kerf is downloading this file"), qPrintable(said));
    QVERIFY(m_fetcher.requests.empty());
    QCOMPARE(read("net.pth.part"), QByteArray("begun"));
    ::close(fd);
    download();
    QVERIFY(isWhole());
}

void DownloadTest::doesNotDownloadWhatCannotBeVerified() {
    m_manifest.entries[0].info.isDownloadable = false;
    m_manifest.entries[0].importOnly = "no hash";

    QCOMPARE(failure(), QStringLiteral("invalid_option: no hash"));
    QCOMPARE(codeThrownBy([&] { download("absent"); }), ErrorCode::model_missing);
    QVERIFY(m_fetcher.requests.empty());
}

void DownloadTest::takesFilesFromAMirrorFolder() {
    save(m_dir->filePath("mirror/net.pth"), m_fetcher.contents);
    m_options.mirror = m_dir->filePath("mirror").toStdString();

    download();

    QVERIFY(isWhole());
    QVERIFY(m_fetcher.requests.empty());
    QVERIFY(QFile::exists(m_dir->filePath("mirror/net.pth")));
    QFile::remove(path("net.pth"));
    QFile::remove(m_dir->filePath("mirror/net.pth"));
    QVERIFY2(failure().startsWith("file_not_found: the mirror lacks this file"), qPrintable(failure()));
}

void DownloadTest::takesFilesFromAMirrorAddress() {
    m_options.mirror = "https://mirror/kerf/";

    download();

    QVERIFY(isWhole());
    QCOMPARE(m_fetcher.requests[0].url, std::string("https://mirror/kerf/net.pth"));
}

void DownloadTest::refusesOtherMirrors() {
    for (const char* mirror : {"http://mirror/kerf", "file:///etc", "ftp://mirror"}) {
        m_options.mirror = mirror;
        QVERIFY2(failure().startsWith("invalid_option: a mirror is a folder or an https address"), mirror);
    }
    m_options.mirror = "/no/such/folder";
    QVERIFY(failure().startsWith("file_not_found: there is no such folder"));
    QVERIFY(m_fetcher.requests.empty());
}

void DownloadTest::tellsHowFarItIs() {
    std::vector<DownloadStatus> all;
    m_options.report = [&](const DownloadStatus& status) { all.push_back(status); };
    m_fetcher.onPiece = [] { QTest::qSleep(40); };

    download();

    QVERIFY(all.size() >= 5);
    QVERIFY(all.back().isVerifying);
    QCOMPARE(all.back().bytes, std::uint64_t{kBytes});
    QVERIFY(std::is_sorted(
        all.begin(), all.end(), [](const auto& a, const auto& b) { return a.bytes < b.bytes; }));
    const auto late = std::find_if(all.begin(), all.end(), [](const auto& s) { return bool(s.secondsLeft); });
    QVERIFY(late != all.end());
    QVERIFY(*late->secondsLeft > 0.0 && *late->secondsLeft < 5.0);
    QCOMPARE(late->totalBytes, std::uint64_t{kBytes});
}

QTEST_GUILESS_MAIN(DownloadTest)
#include "download_test.moc"
