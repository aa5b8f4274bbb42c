#include "core/base/error.h"
#include "core/io/file_bytes.h"
#include "core/io/reader.h"
#include "tests/support/corpus.h"
#include "tests/support/failure.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <numeric>
#include <optional>
#include <stop_token>

using namespace kerf;
namespace fs = std::filesystem;

namespace {

constexpr auto kAnything = [](std::span<const std::uint8_t>) {};

std::optional<ErrorCode> failureOf(const fs::path& file, const Limits& limits = Limits()) {
    return test::codeThrownBy([&] { io::readFile(file, limits, Progress(), kAnything); });
}

} // namespace

class FileBytesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_dir = fs::path(m_temporary.path().toStdString()); }

    void givesEveryByte_data() {
        QTest::addColumn<int>("size");
        for (const int size : {0, 1, 65'535, 65'536, 65'537, 9'000'000}) {
            QTest::addRow("%d", size) << size;
        }
    }

    void givesEveryByte() {
        QFETCH(int, size);
        std::vector<std::uint8_t> bytes;
        bytes.resize(std::size_t(size));
        std::iota(bytes.begin(), bytes.end(), std::uint8_t(7));
        const fs::path file = m_dir / "bytes";
        test::writeBytes(file, bytes);
        std::size_t head = 0;

        const io::FileBytes read =
            io::readFile(file, Limits(), Progress(), [&](std::span<const std::uint8_t> beginning) {
                head = beginning.size();
            });

        QVERIFY(std::ranges::equal(read.view(), bytes));
        QCOMPARE(head, std::min<std::size_t>(bytes.size(), io::kHeadBytes));
        QCOMPARE(io::readHead(file).size(), head);
    }

    void refusesWhatIsNotARegularFile() {
        const fs::path fifo = m_dir / "fifo";
        QCOMPARE(mkfifo(fifo.c_str(), 0600), 0);
        const fs::path socketFile = m_dir / "socket";
        const int descriptor = socket(AF_UNIX, SOCK_STREAM, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        socketFile.string().copy(address.sun_path, sizeof address.sun_path - 1);
        QCOMPARE(bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
        fs::create_directory(m_dir / "folder.png");
        fs::create_symlink(fifo, m_dir / "link");

        QElapsedTimer timer;
        timer.start();
        for (const fs::path& file :
             {fifo, socketFile, m_dir / "folder.png", m_dir / "link", fs::path("/dev/zero"),
              fs::path("/dev/null")}) {
            QCOMPARE(failureOf(file), std::optional(ErrorCode::not_a_file));
            QVERIFY(!looksLikePhoto(file));
        }
        QVERIFY2(timer.elapsed() < 100, "waited for one of them");
        ::close(descriptor);
    }

    void saysWhatIsMissing() {
        QCOMPARE(failureOf(m_dir / "none"), std::optional(ErrorCode::file_not_found));
        QCOMPARE(failureOf(m_dir / "none" / "below"), std::optional(ErrorCode::file_not_found));
        QCOMPARE(failureOf(m_dir / std::string(300, 'x')), std::optional(ErrorCode::file_not_found));
        QCOMPARE(failureOf(""), std::optional(ErrorCode::file_not_found));
        fs::create_symlink("loop", m_dir / "loop");
        QCOMPARE(failureOf(m_dir / "loop"), std::optional(ErrorCode::file_not_found));
    }

    void saysWhatMayNotBeRead() {
        if (geteuid() == 0) {
            QSKIP("root may read everything");
        }
        const fs::path file = m_dir / "secret";
        test::writeBytes(file, {1, 2, 3});
        fs::permissions(file, fs::perms::none);
        QCOMPARE(failureOf(file), std::optional(ErrorCode::permission_denied));
    }

    void followsALinkToAFile() {
        test::writeBytes(m_dir / "real", {1, 2, 3});
        fs::create_symlink("real", m_dir / "alias");
        QCOMPARE(failureOf(m_dir / "alias"), std::optional<ErrorCode>());
    }

    void refusesMoreThanTheLimitUnread() {
        const fs::path file = m_dir / "sparse";
        std::ofstream(file).put('x');
        fs::resize_file(file, std::uintmax_t{5} << 30U); // takes no room
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(failureOf(file), std::optional(ErrorCode::too_large));
        QVERIFY(timer.elapsed() < 100);
        QCOMPARE(failureOf(m_dir / "sparse", Limits{.maxFileBytes = 3}), std::optional(ErrorCode::too_large));
    }

    void aFileThatIsNoPhotoIsNotReadWhole() {
        const fs::path file = m_dir / "zeros";
        std::ofstream(file).put('\0');
        fs::resize_file(file, std::uintmax_t{3} << 30U);
        QElapsedTimer timer;
        timer.start();
        const auto refuse = [](std::span<const std::uint8_t>) {
            throw Error(ErrorCode::unsupported_format, "no");
        };
        QVERIFY_EXCEPTION_THROWN(io::readFile(file, Limits(), Progress(), refuse), Error);
        QVERIFY(timer.elapsed() < 100);
    }

    void noticesAFileThatGrows() {
        const fs::path file = m_dir / "growing";
        test::writeBytes(file, std::vector<std::uint8_t>(10'000'000));
        bool hasGrown = false;
        const Progress progress({}, [&](double) {
            if (!hasGrown) {
                std::ofstream(file, std::ios::app).put('x');
                hasGrown = true;
            }
        });
        try {
            io::readFile(file, Limits(), progress, kAnything);
            QFAIL("took a file that changed");
        } catch (const Error& e) {
            QCOMPARE(e.code(), ErrorCode::corrupt_file);
        }
    }

    void noticesAFileThatShrinks() {
        const fs::path file = m_dir / "shrinking";
        test::writeBytes(file, std::vector<std::uint8_t>(10'000'000));
        const Progress progress({}, [&](double) { fs::resize_file(file, 5'000'000); });
        QVERIFY_EXCEPTION_THROWN(io::readFile(file, Limits(), progress, kAnything), Error);
    }

    void stopsWhenAsked() {
        const fs::path file = m_dir / "large";
        test::writeBytes(file, std::vector<std::uint8_t>(1'000'000));
        std::stop_source source;
        source.request_stop();
        const Progress stopped(source.get_token(), nullptr);
        QVERIFY_EXCEPTION_THROWN(io::readFile(file, Limits(), stopped, kAnything), Cancelled);
    }

    void leavesNoDescriptorOpen() {
        const auto openFiles = [] {
            return std::distance(fs::directory_iterator("/proc/self/fd"), fs::directory_iterator());
        };
        const fs::path file = m_dir / "some";
        test::writeBytes(file, {1, 2, 3});
        const auto before = openFiles();
        for (int i = 0; i < 20; ++i) {
            failureOf(file);
            failureOf(m_dir);
            failureOf(file, Limits{.maxFileBytes = 1});
        }
        QCOMPARE(openFiles(), before);
    }

private:
    QTemporaryDir m_temporary;
    fs::path m_dir;
};

QTEST_GUILESS_MAIN(FileBytesTest)
#include "file_bytes_test.moc"
