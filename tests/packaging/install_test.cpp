#include "tests/cli/cli_program.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QProcessEnvironment>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using kerf::test::Ended;
using kerf::test::finish;

namespace {

using Json = nlohmann::json;

constexpr auto kWeights = "share/kerf/models/kerf-mini.safetensors";

QByteArray contentsOf(const QString& file) {
    QFile in(file);
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
}

void save(const QString& file, const QByteArray& contents) {
    QFile out(file);
    QVERIFY(out.open(QIODevice::WriteOnly));
    QCOMPARE(out.write(contents), contents.size());
}

} // namespace

// What `cmake --install` lays out from this build, moved elsewhere and used there. LibTorch, half a gigabyte,
// stays where it is and is linked to.
class InstallTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init(); // undoes what a test did to the weights

    void laysOutProgramsAndLicences();
    void namesTheLicenceOfTheWeightsInTheMetadata();
    void bringsTheSmallNetWithItsLicence();
    void cutsOutWithWhatCameAlong();
    void saysWhyTheSmallNetCannotBeUsed_data();
    void saysWhyTheSmallNetCannotBeUsed();

private:
    QString path(const QString& name) const { return m_dir.filePath(u"moved/"_s + name); }
    bool isThere(const QString& name) const { return QFile::exists(path(name)); }
    Ended cli(const QStringList& arguments) const {
        QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
        variables.insert(u"KERF_MODELS"_s, m_dir.filePath(u"none"_s));
        variables.remove(u"LD_LIBRARY_PATH"_s);
        QProcess process;
        process.setProcessEnvironment(variables);
        process.start(path(u"bin/kerf-cli"_s), arguments);
        return finish(process);
    }
    // What the result of a sample says of its mask, or why there is none.
    Json maskOf(const QString& engine) const {
        const Ended ended = cli(
            {u"run"_s, QStringLiteral(KERF_SOURCE_DIR "/resources/samples/chelsea.png"), u"--out"_s,
             m_dir.filePath(u"out"_s), u"--existing"_s, u"replace"_s, u"--cleanup"_s, u"off"_s, u"--mask"_s,
             engine, u"--json"_s});
        for (const Json& line : ended.lines()) {
            if (line.at("type") == "failed") {
                return Json::object({{"failed", line.at("error").at("message")}});
            }
            if (line.contains("stages")) {
                for (const Json& stage : line.at("stages")) {
                    if (stage.at("stage") == "mask") {
                        return stage;
                    }
                }
            }
        }
        return Json::object();
    }

    QTemporaryDir m_dir;
    QByteArray m_weights; // as installed; empty: none came along
};

void InstallTest::initTestCase() {
    const QString prefix = m_dir.filePath(u"installed"_s);
    QProcess install;
    install.start(
        QStringLiteral(KERF_CMAKE),
        {u"--install"_s, QStringLiteral(KERF_BUILD_DIR), u"--component"_s, u"kerf"_s, u"--prefix"_s, prefix});
    const Ended ended = finish(install);
    QVERIFY2(ended.code == 0, qPrintable(ended.err));
#ifdef KERF_TORCH_DIR
    QVERIFY(QFile::link(QStringLiteral(KERF_TORCH_DIR), prefix + u"/lib/kerf/torch"_s));
#endif
    QVERIFY(QDir().rename(prefix, m_dir.filePath(u"moved"_s)));
    m_weights = contentsOf(path(QLatin1String(kWeights)));
}

void InstallTest::init() {
    if (!m_weights.isEmpty()) {
        save(path(QLatin1String(kWeights)), m_weights);
    }
}

void InstallTest::laysOutProgramsAndLicences() {
    QVERIFY(isThere(u"bin/kerf-cli"_s));
    QCOMPARE(
        contentsOf(path(u"share/doc/kerf/LICENSE"_s)),
        contentsOf(QStringLiteral(KERF_SOURCE_DIR "/LICENSE")));
    QVERIFY(!contentsOf(path(u"share/doc/kerf/LICENSE"_s)).isEmpty());
#ifdef KERF_TORCH_DIR
    QVERIFY(isThere(u"lib/kerf/libkerf_nn.so"_s));
#else
    QVERIFY(!isThere(u"lib/kerf/libkerf_nn.so"_s));
#endif
#ifdef KERF_HAS_WINDOW
    for (const QString& name : {u"bin/kerf"_s, u"share/applications/kerf.desktop"_s}) {
        QVERIFY2(isThere(name), qPrintable(name));
    }
#endif
    QVERIFY(cli({u"--version"_s}).out.startsWith(u"kerf-cli "_s));
}

void InstallTest::namesTheLicenceOfTheWeightsInTheMetadata() {
#ifdef KERF_HAS_WINDOW
    const QByteArray metadata = contentsOf(path(u"share/metainfo/kerf.metainfo.xml"_s));
#ifdef KERF_SHIPS_MINI
    QVERIFY(metadata.contains("<project_license>MIT AND CC-BY-SA-4.0</project_license>"));
#else
    QVERIFY(metadata.contains("<project_license>MIT</project_license>"));
#endif
    QVERIFY(metadata.contains("<launchable type=\"desktop-id\">kerf.desktop</launchable>"));
#else
    QSKIP("this build has no window");
#endif
}

void InstallTest::bringsTheSmallNetWithItsLicence() {
#ifdef KERF_SHIPS_MINI
    for (const char* name : {"kerf-mini.safetensors", "kerf-mini.md", "CC-BY-SA-4.0.txt"}) {
        const QByteArray installed = contentsOf(path(u"share/kerf/models/"_s + QLatin1String(name)));
        QVERIFY2(!installed.isEmpty(), name);
        QCOMPARE(installed, contentsOf(QStringLiteral(KERF_SOURCE_DIR "/models/") + QLatin1String(name)));
    }
    QVERIFY(contentsOf(path(u"share/kerf/models/kerf-mini.md"_s)).contains("CC BY-SA 4.0"));
    const Json mini = cli({u"models"_s, u"list"_s, u"--json"_s}).lines().back();
    QVERIFY(mini.at("id") == "kerf-mini" && mini.at("installed") == true);
    QCOMPARE(QString::fromStdString(mini.at("file").get<std::string>()), path(QLatin1String(kWeights)));
    QCOMPARE(
        QByteArray::fromStdString(mini.at("sha256").get<std::string>()),
        QCryptographicHash::hash(contentsOf(path(QLatin1String(kWeights))), QCryptographicHash::Sha256)
            .toHex());
#else
    QVERIFY(!isThere(u"share/kerf/models"_s));
    QVERIFY(!cli({u"models"_s, u"list"_s, u"--all"_s}).out.contains(u"kerf-mini"_s));
#endif
}

void InstallTest::cutsOutWithWhatCameAlong() {
    const Json mask = maskOf(u"auto"_s);

#ifdef KERF_SHIPS_MINI
    QVERIFY2(mask.value("engine", "") == "mini", mask.dump().c_str());
#else
    QVERIFY2(mask.value("engine", "") == "grabcut", mask.dump().c_str());
    QVERIFY2(
        mask.value("reason", "").find("Kerf's small net is not in this build, so GrabCut ran instead.") !=
            std::string::npos,
        mask.dump().c_str());
#endif
}

void InstallTest::saysWhyTheSmallNetCannotBeUsed_data() {
    QTest::addColumn<bool>("isThere");
    QTest::addColumn<QString>("cause");
    QTest::newRow("missing") << false << u"Kerf's small net is missing from this installation"_s;
    QTest::newRow("damaged") << true << u"Kerf's small net is damaged or was replaced"_s;
}

void InstallTest::saysWhyTheSmallNetCannotBeUsed() {
#ifdef KERF_SHIPS_MINI
    QFETCH(const bool, isThere);
    QFETCH(const QString, cause);
    const QString file = path(QLatin1String(kWeights));
    QByteArray weights = contentsOf(file);
    QVERIFY(QFile::remove(file));
    if (isThere) {
        weights[weights.size() / 2] = char(weights[weights.size() / 2] ^ 1);
        save(file, weights);
    }

    const Json mask = maskOf(u"auto"_s);
    QVERIFY2(mask.value("engine", "") == "grabcut", mask.dump().c_str());
    const QString reason = QString::fromStdString(mask.value("reason", ""));
    QVERIFY2(reason.contains(cause + u", so GrabCut ran instead."_s), qPrintable(reason));
    QVERIFY(QString::fromStdString(maskOf(u"mini"_s).value("failed", ""))
                .contains(cause + u"; install Kerf again"_s));
    const Json listed = cli({u"models"_s, u"list"_s, u"--json"_s}).lines().back();
    QVERIFY(listed.at("id") == "kerf-mini" && listed.at("installed") == false);
    QVERIFY(QString::fromStdString(listed.at("problem").get<std::string>()).startsWith(cause));
    const Ended verified = cli({u"models"_s, u"verify"_s});
    QCOMPARE(verified.code, 1);
    QVERIFY2(
        verified.out.startsWith(u"BAD  kerf-mini.safetensors (kerf-mini): "_s + cause),
        qPrintable(verified.out));
#else
    QSKIP("the small net was left out of this build");
#endif
}

QTEST_GUILESS_MAIN(InstallTest)
#include "install_test.moc"
