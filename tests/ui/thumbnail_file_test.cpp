#include "ui/thumbnail_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>
#include <sys/stat.h>

using namespace kerf;
using namespace kerf::ui;

namespace {

constexpr const char* kPhoto = "photo.jpg";

struct Desk {
    QTemporaryDir folder;

    std::filesystem::path root() const { return folder.path().toStdString(); }
    std::filesystem::path cache() const { return root() / "cache" / "thumbnails"; }
    std::filesystem::path photo() const { return root() / kPhoto; }
    ThumbnailKey key() const { return thumbnailKey(photo(), cache()).value(); }
    QString kept(const char* size) const {
        return QString::fromStdString((cache() / size / thumbnailName(key().uri)).native());
    }
    void put(const QByteArray& bytes, const char* size = "normal") const {
        QDir().mkpath(QFileInfo(kept(size)).path());
        QFile file(kept(size));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
};

void writePhoto(const Desk& desk, const QByteArray& bytes = "not really a photo") {
    QFile file(QString::fromStdString(desk.photo().native()));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

QImage picture(int width, int height) {
    QImage image(width, height, QImage::Format_RGB32);
    image.fill(QColor(200, 100, 50));
    return image;
}

QByteArray bytesOf(const QString& name) {
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class ThumbnailFileTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesFilesAsTheStandardDoes();
    void escapesAsOtherProgramsDo_data();
    void escapesAsOtherProgramsDo();
    void keepsAThumbnailPrivatelyWithItsTexts();
    void findsALargerOneWhereThereIsNone();
    void refusesAStaleOne();
    void refusesHostileFiles_data();
    void refusesHostileFiles();
    void remembersWhatCouldNotBeRead();
    void makesNoThumbnailsOfThumbnails();
};

void ThumbnailFileTest::namesFilesAsTheStandardDoes() {
    const QByteArray uri = thumbnailUri("/home/jens/photos/me.png"); // the standard's own example

    QCOMPARE(uri, QByteArray("file:///home/jens/photos/me.png"));
    QCOMPARE(thumbnailName(uri).native(), std::string("c6ee772d9e49320e97ec29a7eb5b1697.png"));
    QCOMPARE(thumbnailSizeFor(128), ThumbnailSize::normal);
    QCOMPARE(thumbnailSizeFor(129), ThumbnailSize::large);
    QCOMPARE(thumbnailSizeFor(257), ThumbnailSize::x_large);
}

void ThumbnailFileTest::escapesAsOtherProgramsDo_data() {
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("uri");
    QTest::newRow("space") << QByteArray("/a b") << QByteArray("file:///a%20b");
    QTest::newRow("umlaut") << QByteArray("/\xc3\xa4") << QByteArray("file:///%C3%A4");
    QTest::newRow("kept") << QByteArray("/a!$&'()*+,:=@-._~") << QByteArray("file:///a!$&'()*+,:=@-._~");
    QTest::newRow("others") << QByteArray("/#?%;[]") << QByteArray("file:///%23%3F%25%3B%5B%5D");
    QTest::newRow("no UTF-8") << QByteArray("/\xe9") << QByteArray("file:///%E9");
}

void ThumbnailFileTest::escapesAsOtherProgramsDo() {
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, uri);
    QCOMPARE(thumbnailUri(path.toStdString()), uri);
}

void ThumbnailFileTest::keepsAThumbnailPrivatelyWithItsTexts() {
    const Desk desk;
    writePhoto(desk);

    QVERIFY(writeThumbnail(desk.cache(), desk.key(), ThumbnailSize::normal, picture(128, 80)));

    const QImage kept(desk.kept("normal"));
    QCOMPARE(kept.size(), QSize(128, 80));
    QCOMPARE(kept.text(QStringLiteral("Thumb::URI")).toUtf8(), desk.key().uri);
    QCOMPARE(kept.text(QStringLiteral("Thumb::MTIME")), QString::number(desk.key().seconds));
    QCOMPARE(kept.text(QStringLiteral("Thumb::Size")), QStringLiteral("18"));
    QVERIFY(bytesOf(desk.kept("normal")).contains("tEXtThumb::URI")); // not compressed
    struct stat status {};
    QCOMPARE(::stat(qPrintable(desk.kept("normal")), &status), 0);
    QCOMPARE(status.st_mode & 0777U, 0600U);
    QCOMPARE(::stat((desk.cache() / "normal").c_str(), &status), 0);
    QCOMPARE(status.st_mode & 0777U, 0700U);
    QCOMPARE(QDir(QFileInfo(desk.kept("normal")).path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
    QCOMPARE(readThumbnail(desk.cache(), desk.key(), ThumbnailSize::normal).size(), QSize(128, 80));
    QVERIFY(!writeThumbnail(desk.cache(), desk.key(), ThumbnailSize::normal, picture(129, 10)));
}

void ThumbnailFileTest::findsALargerOneWhereThereIsNone() {
    const Desk desk;
    writePhoto(desk);
    QVERIFY(writeThumbnail(desk.cache(), desk.key(), ThumbnailSize::large, picture(256, 100)));

    QCOMPARE(readThumbnail(desk.cache(), desk.key(), ThumbnailSize::normal).width(), 256);
    QVERIFY(readThumbnail(desk.cache(), desk.key(), ThumbnailSize::x_large).isNull());
}

void ThumbnailFileTest::refusesAStaleOne() {
    const Desk desk;
    writePhoto(desk);
    const ThumbnailKey before = desk.key();
    QVERIFY(writeThumbnail(desk.cache(), before, ThumbnailSize::normal, picture(10, 10)));

    ThumbnailKey later = before;
    later.seconds += 1;
    QVERIFY(readThumbnail(desk.cache(), later, ThumbnailSize::normal).isNull());
    ThumbnailKey longer = before;
    longer.bytes += 1;
    QVERIFY(readThumbnail(desk.cache(), longer, ThumbnailSize::normal).isNull());
    QVERIFY(!readThumbnail(desk.cache(), before, ThumbnailSize::normal).isNull());
}

void ThumbnailFileTest::refusesHostileFiles_data() {
    QTest::addColumn<QString>("kind");
    for (const char* kind : {"empty", "text", "cut", "huge", "other", "bomb", "link", "pipe", "folder"}) {
        QTest::newRow(kind) << QString::fromLatin1(kind);
    }
}

void ThumbnailFileTest::refusesHostileFiles() {
    QFETCH(QString, kind);
    const Desk desk;
    writePhoto(desk);
    QVERIFY(writeThumbnail(desk.cache(), desk.key(), ThumbnailSize::normal, picture(100, 100)));
    QByteArray good = bytesOf(desk.kept("normal"));
    QVERIFY(!readThumbnail(desk.cache(), desk.key(), ThumbnailSize::normal).isNull());
    const QByteArray name = QFile::encodeName(desk.kept("normal"));
    if (kind == QLatin1String("empty")) {
        desk.put({});
    } else if (kind == QLatin1String("text")) {
        desk.put("<svg/>");
    } else if (kind == QLatin1String("cut")) {
        desk.put(good.left(good.size() - 30));
    } else if (kind == QLatin1String("huge")) { // says that it has 2^31 - 1 columns
        desk.put(good.replace(16, 4, QByteArray("\x7f\xff\xff\xff", 4)));
    } else if (kind == QLatin1String("other")) { // another file's
        desk.put(good.replace(kPhoto, "phot0.jpg"));
    } else if (kind == QLatin1String("bomb")) {
        desk.put(good + QByteArray(5 << 20, 'x'));
    } else if (kind == QLatin1String("link")) {
        QVERIFY(QFile::rename(desk.kept("normal"), desk.kept("normal") + QLatin1String(".real")));
        QVERIFY(QFile::link(desk.kept("normal") + QLatin1String(".real"), desk.kept("normal")));
    } else {
        QVERIFY(QFile::remove(desk.kept("normal")));
        QCOMPARE(kind == QLatin1String("pipe") ? ::mkfifo(name, 0600) : ::mkdir(name, 0700), 0);
    }

    QVERIFY(readThumbnail(desk.cache(), desk.key(), ThumbnailSize::normal).isNull());

    if (kind != QLatin1String("folder")) { // and a good one takes its place
        QVERIFY(writeThumbnail(desk.cache(), desk.key(), ThumbnailSize::normal, picture(100, 100)));
        QVERIFY(!readThumbnail(desk.cache(), desk.key(), ThumbnailSize::normal).isNull());
    }
}

void ThumbnailFileTest::remembersWhatCouldNotBeRead() {
    const Desk desk;
    writePhoto(desk);
    QVERIFY(!readThumbnailFailure(desk.cache(), desk.key()));
    QVERIFY(!writeThumbnailFailure(desk.cache(), desk.key(), {.code = ErrorCode::out_of_memory}));

    QVERIFY(writeThumbnailFailure(
        desk.cache(), desk.key(), {.code = ErrorCode::corrupt_file, .detail = "It ends early."}));

    const std::optional<JobFailure> failure = readThumbnailFailure(desk.cache(), desk.key());
    QVERIFY(failure.has_value());
    QCOMPARE(failure->code, ErrorCode::corrupt_file);
    QCOMPARE(failure->detail, std::string("It ends early."));
    QVERIFY(QFile::exists(desk.kept("fail/kerf-1")));
    ThumbnailKey mended = desk.key();
    mended.bytes += 5;
    QVERIFY(!readThumbnailFailure(desk.cache(), mended));
}

void ThumbnailFileTest::makesNoThumbnailsOfThumbnails() {
    const Desk desk;
    writePhoto(desk);
    QVERIFY(writeThumbnail(desk.cache(), desk.key(), ThumbnailSize::normal, picture(8, 8)));

    QVERIFY(!thumbnailKey(desk.kept("normal").toStdString(), desk.cache()));
    QVERIFY(!thumbnailKey(desk.root(), desk.cache()));
    QVERIFY(!thumbnailKey(desk.root() / "gone.jpg", desk.cache()));
    QVERIFY(!thumbnailKey(desk.photo(), {}));
}

QTEST_GUILESS_MAIN(ThumbnailFileTest)
#include "thumbnail_file_test.moc"
