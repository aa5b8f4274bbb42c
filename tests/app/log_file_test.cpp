#include "app/log_file.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace kerf;

class LogFileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsLinesForThisUserAlone();
    void goesOnAtTheNextStart();
    void rotatesAndKeepsSoMany();
    void sharesTheFolderWithAnotherProcess();
    void clears();
    void writesNothingWhereNothingCanBe();

private:
    static LogRecord record(const std::string& text) {
        return {LogLevel::info, std::chrono::system_clock::time_point(), text};
    }
    static QByteArray read(const QString& file) {
        QFile in(file);
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
    }
};

void LogFileTest::keepsLinesForThisUserAlone() {
    const QTemporaryDir dir;
    const std::filesystem::path folder = dir.filePath(QStringLiteral("state/kerf")).toStdString();
    LogFile log(folder);

    log.write(record("one"));
    log.write(record("two"));

    const QString file = dir.filePath(QStringLiteral("state/kerf/kerf.log"));
    QCOMPARE(
        read(file), QByteArray("1970-01-01T00:00:00.000Z info one\n1970-01-01T00:00:00.000Z info two\n"));
    constexpr auto kOthers = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QVERIFY(!(QFile::permissions(file) & kOthers));
}

void LogFileTest::goesOnAtTheNextStart() {
    const QTemporaryDir dir;
    LogFile(dir.path().toStdString()).write(record("one"));
    LogFile(dir.path().toStdString()).write(record("two"));

    QCOMPARE(read(dir.filePath(QStringLiteral("kerf.log"))).count('\n'), 2);
}

void LogFileTest::rotatesAndKeepsSoMany() {
    const QTemporaryDir dir;
    LogFile log(dir.path().toStdString(), 300, 2);

    for (int i = 0; i < 60; ++i) {
        log.write(record("line " + std::to_string(i)));
    }

    QCOMPARE(
        QDir(dir.path()).entryList(QDir::Files),
        QString::fromLatin1("kerf.log kerf.log.1 kerf.log.2").split(QLatin1Char(' ')));
    QVERIFY(read(dir.filePath(QStringLiteral("kerf.log"))).contains("line 59\n"));
    for (const char* name : {"kerf.log", "kerf.log.1", "kerf.log.2"}) {
        QVERIFY(read(dir.filePath(QString::fromLatin1(name))).size() <= 300);
        QVERIFY(read(dir.filePath(QString::fromLatin1(name))).endsWith('\n'));
    }
}

void LogFileTest::sharesTheFolderWithAnotherProcess() {
    const QTemporaryDir dir;
    LogFile one(dir.path().toStdString(), 400, 9);
    LogFile other(dir.path().toStdString(), 400, 9);

    for (int i = 0; i < 20; ++i) {
        one.write(record("one " + std::to_string(i)));
        other.write(record("other " + std::to_string(i)));
    }

    QByteArray all;
    for (const QString& name : QDir(dir.path()).entryList(QDir::Files)) {
        all += read(dir.filePath(name));
    }
    QCOMPARE(all.count('\n'), 40);
}

void LogFileTest::clears() {
    const QTemporaryDir dir;
    LogFile log(dir.path().toStdString(), 100, 2);
    for (int i = 0; i < 20; ++i) {
        log.write(record("private"));
    }

    log.clear();
    QVERIFY(QDir(dir.path()).entryList(QDir::Files).isEmpty());

    log.write(record("new"));
    QVERIFY(read(dir.filePath(QStringLiteral("kerf.log"))).endsWith("new\n"));
}

void LogFileTest::writesNothingWhereNothingCanBe() {
    const QTemporaryDir dir;
    QFile taken(dir.filePath(QStringLiteral("taken")));
    QVERIFY(taken.open(QIODevice::WriteOnly));
    LogFile log(dir.filePath(QStringLiteral("taken/kerf")).toStdString());

    log.write(record("one"));

    QCOMPARE(QDir(dir.path()).entryList(QDir::Files), QStringList(QStringLiteral("taken")));
}

QTEST_GUILESS_MAIN(LogFileTest)
#include "log_file_test.moc"
