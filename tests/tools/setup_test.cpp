#include <QCryptographicHash>
#include <QDir>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

// tools/setup against a wheel made here, pip without a network, and stand-ins for apt, df and sudo on the
// PATH.
class SetupTest : public QObject {
    Q_OBJECT

private:
    struct Result {
        int status = -1;
        QString text;
    };

    QString path(const QString& name) const { return m_folder->filePath(name); }

    void writeFile(const QString& name, const QByteArray& text) const {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }

    void fakeProgram(const QString& name, const QByteArray& script) const {
        writeFile(QStringLiteral("bin/") + name, "#!/bin/sh\n" + script);
        QFile::setPermissions(
            path(QStringLiteral("bin/") + name), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }

    void listWheel(const QByteArray& sha256) const {
        writeFile(QStringLiteral("wheels.txt"), "cpu kerftest 1.0 1 1 " + sha256 + " kerftest/lib/*\n");
    }

    Result
    setup(const QStringList& options, const QList<std::pair<QString, QString>>& environment = {}) const {
        QProcess process;
        QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
        variables.insert(QStringLiteral("PATH"), path(QStringLiteral("bin:")) + qEnvironmentVariable("PATH"));
        variables.insert(QStringLiteral("KERF_DEPS"), path(QStringLiteral("deps")));
        variables.insert(QStringLiteral("KERF_WHEELS"), path(QStringLiteral("wheels.txt")));
        variables.insert(QStringLiteral("PIP_CONFIG_FILE"), QStringLiteral("/dev/null"));
        variables.insert(QStringLiteral("PIP_NO_INDEX"), QStringLiteral("1"));
        variables.insert(QStringLiteral("PIP_FIND_LINKS"), path(QStringLiteral("index")));
        for (const auto& [name, value] : environment) {
            variables.insert(name, value);
        }
        process.setProcessEnvironment(variables);
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.setStandardInputFile(QProcess::nullDevice());
        process.start(QStringLiteral(KERF_SOURCE_DIR "/tools/setup"), options);
        if (!process.waitForFinished(60'000)) {
            return {};
        }
        return {process.exitCode(), QString::fromUtf8(process.readAll())};
    }

    static const inline QStringList kWheelsOnly{QStringLiteral("--no-apt"), QStringLiteral("--no-cuda")};

    std::unique_ptr<QTemporaryDir> m_folder;
    QByteArray m_sha256;

private Q_SLOTS:
    void initTestCase() {
        QProcess pip;
        pip.start(
            QStringLiteral("python3"),
            {QStringLiteral("-m"), QStringLiteral("pip"), QStringLiteral("--version")});
        if (!pip.waitForFinished() || pip.exitCode() != 0) {
            QSKIP("python3 has no pip here; tools/setup installs it");
        }
    }

    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        QDir(m_folder->path()).mkpath(QStringLiteral("bin"));
        QDir(m_folder->path()).mkpath(QStringLiteral("index"));
        const QString wheel = path(QStringLiteral("index/kerftest-1.0-py3-none-any.whl"));
        QProcess python;
        python.start(
            QStringLiteral("python3"),
            {QStringLiteral("-c"),
             QStringLiteral(
                 "import sys, zipfile\n"
                 "z = zipfile.ZipFile(sys.argv[1], 'w')\n"
                 "z.writestr('kerftest/lib/libone.so', 'library')\n"
                 "z.writestr('kerftest/__init__.py', '')\n"
                 "d = 'kerftest-1.0.dist-info/'\n"
                 "z.writestr(d + 'METADATA', 'Metadata-Version: 2.1\\nName: kerftest\\nVersion: 1.0\\n')\n"
                 "z.writestr(d + 'WHEEL', 'Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: "
                 "py3-none-any\\n')\n"
                 "z.writestr(d + 'RECORD', '')\n"
                 "z.close()"),
             wheel});
        QVERIFY(python.waitForFinished());
        QCOMPARE(python.exitCode(), 0);
        QFile file(wheel);
        QVERIFY(file.open(QIODevice::ReadOnly));
        m_sha256 = QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256).toHex();
        listWheel(m_sha256);
    }

    void unpacksOnlyTheFilesThatAreListed() {
        const Result result = setup(kWheelsOnly);

        QVERIFY2(result.status == 0, qPrintable(result.text));
        QVERIFY(QFile::exists(path(QStringLiteral("deps/kerftest/lib/libone.so"))));
        QVERIFY(!QFile::exists(path(QStringLiteral("deps/kerftest/__init__.py"))));
        QVERIFY(!QFile::exists(path(QStringLiteral("deps/download"))));
        QVERIFY2(result.text.contains(QStringLiteral("set up in")), qPrintable(result.text));
    }

    void downloadsNothingTheSecondTime() {
        QCOMPARE(setup(kWheelsOnly).status, 0);
        QVERIFY(QDir(path(QStringLiteral("index"))).removeRecursively());

        const Result result = setup(kWheelsOnly);

        QVERIFY2(result.status == 0, qPrintable(result.text));
        QVERIFY2(!result.text.contains(QStringLiteral("missing")), qPrintable(result.text));
    }

    void unpacksAgainWhenAFileIsGone() {
        QCOMPARE(setup(kWheelsOnly).status, 0);
        QVERIFY(QFile::remove(path(QStringLiteral("deps/kerftest/lib/libone.so"))));

        QCOMPARE(setup(kWheelsOnly).status, 0);

        QVERIFY(QFile::exists(path(QStringLiteral("deps/kerftest/lib/libone.so"))));
    }

    void changesNothingOnADryRun() {
        const Result result = setup(kWheelsOnly + QStringList{QStringLiteral("--dry-run")});

        QCOMPARE(result.status, 0);
        QVERIFY2(
            result.text.contains(QStringLiteral("wheels that are missing: kerftest")),
            qPrintable(result.text));
        QVERIFY(!QFile::exists(path(QStringLiteral("deps"))));
    }

    void refusesAWheelWithAnotherHash() {
        listWheel(QByteArray(64, '0'));

        const Result result = setup(kWheelsOnly);

        QCOMPARE(result.status, 1);
        QVERIFY2(
            result.text.contains(QStringLiteral("kerftest 1.0 is not the file that Kerf was made with")),
            qPrintable(result.text));
        QVERIFY2(result.text.contains(QString::fromLatin1(m_sha256)), qPrintable(result.text));
        QVERIFY(!QFile::exists(path(QStringLiteral("deps/kerftest"))));
    }

    void saysThatThereIsNoNetwork() {
        const Result result = setup(
            kWheelsOnly, {{QStringLiteral("PIP_NO_INDEX"), QString()},
                          {QStringLiteral("PIP_FIND_LINKS"), QString()},
                          {QStringLiteral("PIP_RETRIES"), QStringLiteral("1")},
                          {QStringLiteral("PIP_INDEX_URL"), QStringLiteral("http://127.0.0.1:9/simple")}});

        QCOMPARE(result.status, 1);
        QVERIFY2(result.text.contains(QStringLiteral("no network")), qPrintable(result.text));
    }

    void saysThatTheDiskIsFullBeforeDownloading() {
        fakeProgram(
            QStringLiteral("df"),
            "echo 'Filesystem 1M-blocks Used Available Use% Mounted'\necho 'x 9 8 1 99% /'\n");

        const Result result = setup(kWheelsOnly);

        QCOMPARE(result.status, 1);
        QVERIFY2(result.text.contains(QStringLiteral("the disk is full")), qPrintable(result.text));
        QVERIFY2(result.text.contains(QStringLiteral("1 MB free, 3 MB are needed")), qPrintable(result.text));
    }

    void saysThatTheDiskIsFullWhenPipSaysSo() {
        fakeProgram(
            QStringLiteral("python3"), "echo 'ERROR: Could not install packages due to an OSError: [Errno "
                                       "28] No space left on device' >&2\nexit 1\n");

        const Result result = setup(kWheelsOnly);

        QCOMPARE(result.status, 1);
        QVERIFY2(
            result.text.contains(QStringLiteral("the disk is full: kerftest 1.0")), qPrintable(result.text));
    }

    void namesAForeignDistributionAndWhatToDo() {
        writeFile(
            QStringLiteral("os-release"), "ID=fedora\nVERSION_ID=41\nPRETTY_NAME=\"Fedora Linux 41\"\n");

        const Result result =
            setup({}, {{QStringLiteral("KERF_OS_RELEASE"), path(QStringLiteral("os-release"))}});

        QCOMPARE(result.status, 1);
        QVERIFY2(result.text.contains(QStringLiteral("this is Fedora Linux 41")), qPrintable(result.text));
        QVERIFY2(result.text.contains(QStringLiteral("--no-apt")), qPrintable(result.text));
    }

    void explainsAptsFailures_data() {
        QTest::addColumn<QByteArray>("apt");
        QTest::addColumn<QString>("expected");
        QTest::newRow("network") << QByteArray(
                                        "echo \"W: Failed to fetch x  Could not resolve 'x'\"; exit 100\n")
                                 << QStringLiteral("no network");
        QTest::newRow("disk") << QByteArray(
                                     "echo 'E: You don'\"'\"'t have enough free space in /var/'; exit 100\n")
                              << QStringLiteral("the disk is full");
        QTest::newRow("lock") << QByteArray(
                                     "echo 'E: Could not get lock /var/lib/dpkg/lock-frontend'; exit 100\n")
                              << QStringLiteral("another program uses apt");
        QTest::newRow("unknown") << QByteArray("echo 'E: Unable to locate package cmake'; exit 100\n")
                                 << QStringLiteral("apt doesn't know cmake");
    }

    void explainsAptsFailures() {
        QFETCH(const QByteArray, apt);
        QFETCH(const QString, expected);
        writeFile(QStringLiteral("os-release"), "ID=debian\nVERSION_ID=12\n");
        fakeProgram(QStringLiteral("dpkg-query"), "exit 0\n");
        fakeProgram(QStringLiteral("id"), "echo 0\n");
        fakeProgram(QStringLiteral("apt-get"), apt);

        const Result result = setup(
            {QStringLiteral("--no-cuda")},
            {{QStringLiteral("KERF_OS_RELEASE"), path(QStringLiteral("os-release"))}});

        QCOMPARE(result.status, 1);
        QVERIFY2(result.text.contains(expected), qPrintable(result.text));
    }

    void givesTheCommandForRootWhenSudoCantBeUsed() {
        writeFile(QStringLiteral("os-release"), "ID=debian\nVERSION_ID=12\n");
        fakeProgram(QStringLiteral("dpkg-query"), "exit 0\n");
        fakeProgram(QStringLiteral("id"), "echo 1000\n");
        fakeProgram(QStringLiteral("sudo"), "exit 1\n");
        fakeProgram(QStringLiteral("apt-get"), "touch \"$KERF_DEPS/apt-was-called\"\n");

        const Result result = setup(
            {QStringLiteral("--no-cuda")},
            {{QStringLiteral("KERF_OS_RELEASE"), path(QStringLiteral("os-release"))}});

        QCOMPARE(result.status, 1);
        QVERIFY2(
            result.text.contains(QStringLiteral("apt-get install --no-install-recommends")),
            qPrintable(result.text));
        QVERIFY(!QFile::exists(path(QStringLiteral("deps/apt-was-called"))));
    }

    void takesTheGpusLibrariesWhenAGpuAnswers() {
        writeFile(
            QStringLiteral("wheels.txt"), "cpu kerftest 1.0 1 1 " + m_sha256 +
                                              " kerftest/lib/*\ncuda kerfgpu 1.0 5 9 " + m_sha256 +
                                              " kerfgpu/*\n");
        fakeProgram(QStringLiteral("nvidia-smi"), "echo 'GPU 0: NVIDIA H100'\n");

        const Result result = setup({QStringLiteral("--no-apt"), QStringLiteral("--dry-run")});

        QCOMPARE(result.status, 0);
        QVERIFY2(
            result.text.contains(QStringLiteral("wheels that are missing: kerftest kerfgpu")),
            qPrintable(result.text));
    }
};

QTEST_GUILESS_MAIN(SetupTest)
#include "setup_test.moc"
