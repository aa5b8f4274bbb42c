#include "app/single_instance.h"

#include <QFile>
#include <QLocalServer>
#include <QLocalSocket>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <sys/stat.h>

#include <atomic>
#include <memory>
#include <thread>

using kerf::app::packPaths;
using kerf::app::SingleInstance;
using Paths = std::vector<std::filesystem::path>;

Q_DECLARE_METATYPE(Paths)

class SingleInstanceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void handsPathsOverByteForByte();
    void handsNothingOverWhereNobodyListens();
    void onlyOneListens();
    void socketIsThisUsersAlone();
    void refusesAnotherVersion();
    void refusesWhatIsNoMessage_data();
    void refusesWhatIsNoMessage();
    void takesAMessageInPieces();
    void distrustsAFolderThatOthersMayEnter();
    void takesOverFromOneThatCrashed();
    void twoProgramsShareAWindow();

private:
    // Runs handOver() in a thread: it waits for an answer that this thread gives.
    bool handOver(const QString& version, const Paths& paths) {
        std::atomic<int> result = -1;
        std::jthread other([&] { result = SingleInstance(version, m_folder).handOver(paths) ? 1 : 0; });
        return QTest::qWaitFor([&] { return result >= 0; }, 10000) && result == 1;
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_folder;
};

void SingleInstanceTest::init() {
    m_dir = std::make_unique<QTemporaryDir>();
    m_folder = m_dir->path();
}

void SingleInstanceTest::handsPathsOverByteForByte() {
    SingleInstance first(QStringLiteral("1"), m_folder);
    QVERIFY(first.listen());
    QSignalSpy received(&first, &SingleInstance::received);
    const Paths paths{"/photos/no-utf8-\xff\xfe.jpg", "/photos/new\nline.png", "/photos/caf\xc3\xa9"};

    QVERIFY(handOver(QStringLiteral("1"), paths));

    QCOMPARE(received.count(), 1);
    QCOMPARE(received[0][0].value<Paths>(), paths);
    QVERIFY(handOver(QStringLiteral("1"), {}));
    QCOMPARE(received[1][0].value<Paths>(), Paths());
}

void SingleInstanceTest::handsNothingOverWhereNobodyListens() {
    SingleInstance second(QStringLiteral("1"), m_folder);

    QVERIFY(!second.handOver({"/a.jpg"}));
}

void SingleInstanceTest::onlyOneListens() {
    SingleInstance first(QStringLiteral("1"), m_folder);
    SingleInstance second(QStringLiteral("1"), m_folder);

    QVERIFY(first.listen());
    QVERIFY(!second.listen());
}

void SingleInstanceTest::socketIsThisUsersAlone() {
    SingleInstance first(QStringLiteral("1"), m_folder);
    QVERIFY(first.listen());

    struct stat status {};
    QCOMPARE(stat(QFile::encodeName(first.socketName()).constData(), &status), 0);
    QCOMPARE(status.st_mode & 077U, 0U);
}

void SingleInstanceTest::refusesAnotherVersion() {
    SingleInstance first(QStringLiteral("2"), m_folder);
    QVERIFY(first.listen());
    const QSignalSpy received(&first, &SingleInstance::received);

    QVERIFY(!handOver(QStringLiteral("1"), {"/a.jpg"}));

    QCOMPARE(received.count(), 0);
}

void SingleInstanceTest::refusesWhatIsNoMessage_data() {
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray good = packPaths(QStringLiteral("1"), {"/a.jpg"});
    QTest::newRow("another magic") << QByteArray("GET / HTTP/1.1\r\n\r\n");
    QTest::newRow("a size beyond all") << QByteArray("KERF\xff\xff\xff\xff");
    QTest::newRow("a count beyond its bytes")
        << good.left(8 + 5) + QByteArray("\x00\x00\xff\xff", 4) + good.mid(8 + 5 + 4);
    QTest::newRow("a relative path") << packPaths(QStringLiteral("1"), {"a.jpg"});
    QTest::newRow("a path with a NUL") << packPaths(QStringLiteral("1"), {std::string("/a\0b", 4)});
    QTest::newRow("an empty path") << packPaths(QStringLiteral("1"), {""});
}

void SingleInstanceTest::refusesWhatIsNoMessage() {
    QFETCH(QByteArray, bytes);
    SingleInstance first(QStringLiteral("1"), m_folder);
    QVERIFY(first.listen());
    const QSignalSpy received(&first, &SingleInstance::received);

    QLocalSocket socket;
    socket.connectToServer(first.socketName());
    socket.write(bytes);

    QTRY_COMPARE(socket.state(), QLocalSocket::UnconnectedState);
    QCOMPARE(socket.readAll(), QByteArray("refused\n"));
    QCOMPARE(received.count(), 0);
}

void SingleInstanceTest::takesAMessageInPieces() {
    SingleInstance first(QStringLiteral("1"), m_folder);
    QVERIFY(first.listen());
    const QSignalSpy received(&first, &SingleInstance::received);
    QLocalSocket socket;
    socket.connectToServer(first.socketName());

    for (const char byte : packPaths(QStringLiteral("1"), {"/a.jpg"})) {
        socket.write(&byte, 1);
        socket.flush();
        QCoreApplication::processEvents();
    }

    QTRY_COMPARE(received.count(), 1);
}

void SingleInstanceTest::distrustsAFolderThatOthersMayEnter() {
    QVERIFY(QFile::setPermissions(
        m_folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ExeOther));
    SingleInstance first(QStringLiteral("1"), m_folder);

    QVERIFY(!first.listen());
    QVERIFY(!first.handOver({}));
}

// What a killed one leaves: its socket, and a lock of a process that is gone.
void SingleInstanceTest::takesOverFromOneThatCrashed() {
    QProcess program;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), m_folder);
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    environment.insert(QStringLiteral("HOME"), m_folder);
    program.setProcessEnvironment(environment);
    program.start(QStringLiteral(KERF_PROGRAM), {});
    const SingleInstance name(QStringLiteral("1"), m_folder);
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(name.socketName()), 20000);
    program.kill();
    QVERIFY(program.waitForFinished());
    QVERIFY(QFile::exists(name.socketName()));

    SingleInstance next(QStringLiteral("1"), m_folder);
    QVERIFY(!next.handOver({}));
    QVERIFY(next.listen());
    QVERIFY(handOver(QStringLiteral("1"), {"/a.jpg"}));
}

void SingleInstanceTest::twoProgramsShareAWindow() {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), m_folder);
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    environment.insert(QStringLiteral("HOME"), m_folder);
    environment.insert(QStringLiteral("XDG_STATE_HOME"), m_folder + QStringLiteral("/state"));
    const auto start = [&](QProcess& program, const QStringList& arguments) {
        program.setProcessEnvironment(environment);
        program.start(QStringLiteral(KERF_PROGRAM), arguments);
    };
    QProcess first;
    start(first, {});
    const SingleInstance name(QStringLiteral("1"), m_folder);
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(name.socketName()), 20000);
    const QByteArray file = QFile::encodeName(m_folder) + "/broken.png";
    QFile broken(QString::fromLocal8Bit(file));
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write("\x89PNG\r\n\x1a\n and then nothing");
    broken.close();

    QProcess second;
    start(second, {QString::fromLocal8Bit(file)});
    QVERIFY(second.waitForFinished(20000));
    QCOMPARE(second.exitStatus(), QProcess::NormalExit);
    QCOMPARE(second.exitCode(), 0);
    QCOMPARE(first.state(), QProcess::Running);
    // The first one opened it, and wrote into its log that it can't.
    const auto logged = [&] {
        QFile log(m_folder + QStringLiteral("/state/kerf/kerf.log"));
        return log.open(QIODevice::ReadOnly) && log.readAll().contains("/broken.png");
    };
    QTRY_VERIFY_WITH_TIMEOUT(logged(), 20000);

    QProcess third;
    start(third, {QStringLiteral("--new-window")});
    QVERIFY(!third.waitForFinished(1500)); // it has a window of its own
    third.kill();
    third.waitForFinished();
    first.kill();
    first.waitForFinished();
}

QTEST_GUILESS_MAIN(SingleInstanceTest)
#include "single_instance_test.moc"
