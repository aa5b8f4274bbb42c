#include <QDir>
#include <QDirIterator>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

// tools/gpu-bundle from this build, run elsewhere with a stand-in for Python whose torch is LibTorch alone.
class GpuBundleTest : public QObject {
    Q_OBJECT

private:
    struct Result {
        int status = -1;
        QString text;
    };

    QString path(const QString& name) const { return m_folder.filePath(name); }

    Result
    call(const QString& program, const QStringList& arguments, const QString& torchVersion = {}) const {
        QProcess process;
        QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
        variables.insert(QStringLiteral("PATH"), path(QStringLiteral("bin:")) + qEnvironmentVariable("PATH"));
        variables.insert(QStringLiteral("KERF_LOGS"), path(QStringLiteral("logs")));
        variables.insert(QStringLiteral("KERF_TEST_TORCH"), torchVersion);
        variables.insert(QStringLiteral("KERF_GOLDENS"), path(QStringLiteral("none")));
        variables.remove(QStringLiteral("LD_LIBRARY_PATH"));
        process.setProcessEnvironment(variables);
        process.setWorkingDirectory(m_folder.path());
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(program, arguments);
        if (!process.waitForFinished(150'000)) {
            return {};
        }
        return {process.exitCode(), QString::fromUtf8(process.readAll())};
    }

    // The run script asks it for torch; everything else is the real Python's.
    void fakePython(const QString& name) const {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(
            "#!/bin/sh\n[ -n \"$KERF_TEST_TORCH\" ] || exec /usr/bin/python3 \"$@\"\n"
            "case \"$2\" in *torch*) echo \"$KERF_TEST_TORCH " +
            path(QStringLiteral("site-packages/torch")).toUtf8() + "\" ;; *) exit 1 ;; esac\n");
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }

    static qint64 sizeOf(const QString& folder) {
        qint64 size = 0;
        QDirIterator it(folder, QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            it.next();
            size += it.fileInfo().size();
        }
        return size;
    }

    QTemporaryDir m_folder;

private Q_SLOTS:
    void initTestCase() {
        QDir(m_folder.path()).mkpath(QStringLiteral("bin"));
        QDir(m_folder.path()).mkpath(QStringLiteral("site-packages"));
        QVERIFY(QFile::link(QStringLiteral(KERF_TORCH_DIR), path(QStringLiteral("site-packages/torch"))));
        fakePython(QStringLiteral("bin/python3"));
        const Result made = call(
            QStringLiteral(KERF_SOURCE_DIR "/tools/gpu-bundle"),
            {QStringLiteral("--build"), QStringLiteral(KERF_BUILD_DIR), path(QStringLiteral("bundle"))});
        QVERIFY2(made.status == 0, qPrintable(made.text));
    }

    void isSmallEnoughToCarry() {
        const qint64 size = sizeOf(path(QStringLiteral("bundle")));
        QVERIFY(size > 0);
        QVERIFY2(size < 60LL * 1024 * 1024, qPrintable(QString::number(size)));
    }

    void namesNoFolderOfTheBuildMachine() {
        QDirIterator it(path(QStringLiteral("bundle/bin")), QDir::Files);
        while (it.hasNext()) {
            QProcess readelf;
            readelf.start(QStringLiteral("readelf"), {QStringLiteral("-d"), it.next()});
            QVERIFY(readelf.waitForFinished());
            const QByteArray text = readelf.readAllStandardOutput();
            QVERIFY2(!text.contains(KERF_TORCH_DIR), text.constData());
            const bool hasPath =
                text.contains("PATH)"); // one that loads the system's libraries alone has none
            QVERIFY2(!hasPath || text.contains("$ORIGIN/../lib"), text.constData());
        }
    }

    void runsItsTestsFromAnotherFolder() {
        QVERIFY(QDir().rename(path(QStringLiteral("bundle")), path(QStringLiteral("moved"))));
        const Result result = call(
            path(QStringLiteral("moved/run")),
            {QStringLiteral("cuda_tiles_test"), QStringLiteral("cuda_kernels_test"),
             QStringLiteral("cuda_layers_test"), QStringLiteral("golden_test")},
            QStringLiteral("2.11.0+cu130"));
        QVERIFY(QDir().rename(path(QStringLiteral("moved")), path(QStringLiteral("bundle"))));

        QVERIFY2(result.status == 0, qPrintable(result.text));
        QVERIFY2(result.text.contains(QStringLiteral("passed  cuda_tiles_test")), qPrintable(result.text));
        QVERIFY2(result.text.contains(QStringLiteral("passed  cuda_kernels_test")), qPrintable(result.text));
        QVERIFY2(result.text.contains(QStringLiteral("skipped golden_test")), qPrintable(result.text));
        QVERIFY2(result.text.contains(QStringLiteral(", 0 failed, ")), qPrintable(result.text));
    }

    void refusesAnotherTorch() {
        const Result result = call(path(QStringLiteral("bundle/run")), {}, QStringLiteral("2.10.0+cu128"));

        QCOMPARE(result.status, 2);
        QVERIFY2(
            result.text.contains(
                QStringLiteral("has torch 2.10.0+cu128, these tests were built with 2.11.0")),
            qPrintable(result.text));
    }

    void leavesAFolderAloneThatIsNotEmpty() {
        const Result result = call(
            QStringLiteral(KERF_SOURCE_DIR "/tools/gpu-bundle"),
            {QStringLiteral("--build"), QStringLiteral(KERF_BUILD_DIR), path(QStringLiteral("bin"))});

        QCOMPARE(result.status, 1);
        QVERIFY2(result.text.contains(QStringLiteral("not empty")), qPrintable(result.text));
        QVERIFY(QFile::exists(path(QStringLiteral("bin/python3"))));
    }
};

QTEST_GUILESS_MAIN(GpuBundleTest)
#include "gpu_bundle_test.moc"
