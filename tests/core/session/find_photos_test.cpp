#include "core/session/find_photos.h"
#include "tests/support/test_images.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <sys/stat.h>
#include <unistd.h>

using namespace kerf;
using kerf::test::samplePath;

class FindPhotosTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    // QTemporaryDir leaves names behind that are no UTF-8.
    void cleanup() {
        m_dir->setAutoRemove(false);
        std::filesystem::remove_all(m_dir->path().toStdString());
    }

    void walksFoldersInNaturalOrder() {
        for (const char* name : {"img10.png", "img2.png", "IMG1.png", "sub/b.png", "a/z.png"}) {
            photo(name);
        }
        QCOMPARE(
            relatives(find({root()})),
            (std::vector<std::string>{"a/z.png", "IMG1.png", "img2.png", "img10.png", "sub/b.png"}));
    }

    void keepsTheOrderInWhichTheyWereNamed() {
        for (const char* name : {"b/2.png", "b/10.png", "a/x.png", "z.png", "c.png"}) {
            photo(name);
        }
        QCOMPARE(
            relatives(find({root() / "z.png", root() / "b", root() / "c.png", root() / "a"})),
            (std::vector<std::string>{"z.png", "2.png", "10.png", "c.png", "x.png"}));
    }

    void endsWhenItIsStopped() {
        photo("a.png");
        photo("sub/b.png");
        std::stop_source stop;
        QCOMPARE(findPhotos({root()}, stop.get_token()).photos.size(), std::size_t{2});
        stop.request_stop();
        QCOMPARE(findPhotos({root(), root() / "a.png"}, stop.get_token()).photos.size(), std::size_t{0});
    }

    void tellsPhotosByTheirContents() {
        photo("photo.txt");
        text("text.png");
        text("empty.jpg", "");

        const FoundPhotos found = find({root()});

        QCOMPARE(relatives(found), std::vector<std::string>{"photo.txt"});
        QCOMPARE(found.unsupported.size(), std::size_t{2});
    }

    void leavesHiddenEntriesOutUnlessNamed() {
        photo(".hidden.png");
        photo(".cache/a.png");
        QCOMPARE(find({root()}).photos.size(), std::size_t{0});
        QCOMPARE(find({root() / ".hidden.png"}).photos.size(), std::size_t{1});
        QCOMPARE(find({root() / ".cache"}).photos.size(), std::size_t{1});
    }

    void countsDuplicatesAndMissingOnes() {
        photo("a.png");
        std::filesystem::create_symlink(root() / "a.png", root() / "link.png");

        const FoundPhotos found = find({root() / "a.png", root(), root() / "a.png", root() / "no.png"});

        QCOMPARE(found.photos.size(), std::size_t{1});
        QCOMPARE(found.duplicates, 3);
        QCOMPARE(found.missing, std::vector<std::filesystem::path>{root() / "no.png"});
    }

    void cutsLoopsOfLinks() {
        photo("sub/a.png");
        std::filesystem::create_directory_symlink(root(), root() / "sub" / "up");
        std::filesystem::create_symlink(root() / "gone", root() / "dangling");
        QCOMPARE(find({root(), root() / "sub"}).photos.size(), std::size_t{1});
        QCOMPARE(find({root() / "sub" / "up"}).photos.size(), std::size_t{1});
    }

    void takesNamesByteByByte() {
        const std::filesystem::path name = root() / "a\n\xff.png";
        std::filesystem::copy_file(samplePath("chelsea.png"), name);
        QCOMPARE(find({root()}).photos.at(0).file, name);
    }

    void reportsWhatCannotBeRead() {
        if (geteuid() == 0) {
            QSKIP("root may read anything");
        }
        photo("a.png");
        photo("locked/b.png");
        photo("secret.png");
        std::filesystem::permissions(root() / "locked", std::filesystem::perms::none);
        std::filesystem::permissions(root() / "secret.png", std::filesystem::perms::none);

        const FoundPhotos found = find({root()});
        std::filesystem::permissions(root() / "locked", std::filesystem::perms::owner_all);

        QCOMPARE(found.photos.size(), std::size_t{1});
        QCOMPARE(
            found.unreadable, (std::vector<std::filesystem::path>{root() / "secret.png", root() / "locked"}));
    }

    void neverOpensPipes() {
        const std::string pipe = root() / "pipe.png";
        QCOMPARE(mkfifo(pipe.c_str(), 0600), 0);
        QCOMPARE(find({root()}).unsupported.size(), std::size_t{0});
        QCOMPARE(find({pipe}).unsupported.size(), std::size_t{1});
    }

    void ordersNumbersByValue() {
        QVERIFY(naturallyLess("img2", "img10"));
        QVERIFY(!naturallyLess("img10", "img2"));
        QVERIFY(naturallyLess("a", "B"));
        QVERIFY(naturallyLess("1", "01") != naturallyLess("01", "1"));
        QVERIFY(!naturallyLess("x", "x"));
        QVERIFY(naturallyLess("99999999999999999999999", "100000000000000000000000"));
    }

private:
    std::filesystem::path root() const { return m_dir->path().toStdString(); }
    static FoundPhotos find(const std::vector<std::filesystem::path>& paths) { return findPhotos(paths); }

    static std::vector<std::string> relatives(const FoundPhotos& found) {
        std::vector<std::string> names;
        for (const FoundPhoto& photo : found.photos) {
            names.push_back(photo.relative.native());
        }
        return names;
    }

    void photo(const std::string& name) const {
        std::filesystem::create_directories((root() / name).parent_path());
        std::filesystem::copy_file(samplePath("chelsea.png"), root() / name);
    }
    void text(const std::string& name, const QByteArray& contents = "no picture") const {
        QFile file(QString::fromStdString(root() / name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(contents);
    }

    std::unique_ptr<QTemporaryDir> m_dir;
};

QTEST_GUILESS_MAIN(FindPhotosTest)
#include "find_photos_test.moc"
