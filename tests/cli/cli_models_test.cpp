#include "core/nn/architecture.h"
#include "tests/cli/cli_program.h"
#include "tests/support/weight_writer.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QProcessEnvironment>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

using namespace kerf;
using namespace kerf::test;

namespace {

using Json = nlohmann::json;

void saveMask(const QString& file) {
    const nn::BiRefNetShape shape{.embed = 8, .depths = {1, 1, 1, 1}, .heads = {1, 2, 2, 4}, .window = 4};
    std::vector<WriteTensor> tensors;
    for (const nn::ExpectedTensor& expected : nn::expectedTensors(shape)) {
        WriteTensor tensor{.name = expected.name, .shape = expected.shape};
        const std::size_t count = std::size_t(tensor.elements());
        tensor.values = [count] { return std::vector<float>(count, 0.5F); };
        tensors.push_back(std::move(tensor));
    }
    writeSafetensors(file.toStdString(), std::move(tensors));
}

#ifdef KERF_MINI_FILE
constexpr std::size_t kShipped = 1; // models that come with Kerf
#else
constexpr std::size_t kShipped = 0;
#endif

} // namespace

// `kerf-cli models` as a program.
class CliModelsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void listsWhatCanBeFetched();
    void listsAsJson();
    void tellsWhatComesWithKerf();
    void importsUsesAndRemovesAFile();
    void saysWhatIsWrongWithAMirror();
    void saysWhenThereIsNoConnection();
    void refusesWrongCommandLines_data();
    void refusesWrongCommandLines();
    void opensNoSocketUnlessItFetches_data();
    void opensNoSocketUnlessItFetches();

private:
    QString path(const char* name) const { return m_dir->filePath(name); }
    QProcessEnvironment environment() const {
        QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
        for (const char* name :
             {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "KERF_MODEL_MIRROR"}) {
            variables.remove(name);
        }
        variables.insert("KERF_MODELS", path("models"));
        return variables;
    }
    Ended run(const QString& program, const QStringList& arguments) const {
        QProcess process;
        process.setProcessEnvironment(environment());
        process.start(program, arguments);
        return finish(process);
    }
    Ended models(const QStringList& arguments) const {
        return run(KERF_CLI, QStringList{"models"} + arguments);
    }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void CliModelsTest::listsWhatCanBeFetched() {
    const Ended ended = models({"list"});

    QCOMPARE(ended.code, 0);
    QVERIFY(ended.out.contains("realesrgan-x2 "));
    QVERIFY(ended.out.contains("birefnet-lite "));
    QVERIFY(ended.out.contains("22 further official files can only be imported"));
    QVERIFY(ended.out.contains("folder: " + path("models")));
    QVERIFY(!QDir(path("models")).exists());
    const Ended all = models({"list", "--all"});
    QVERIFY(all.out.contains("its SHA-256 isn't known to Kerf"));
}

void CliModelsTest::listsAsJson() {
    const std::vector<Json> lines = models({"list", "--json", "--all"}).lines();

    QCOMPARE(lines.size(), 40 + kShipped);
    QVERIFY(lines[0].at("id") == "realesrgan-x2");
    QVERIFY(lines[0].at("scale") == 2);
    QVERIFY(lines[0].at("installed") == false);
    QVERIFY(lines[0].at("downloadable") == true);
    QVERIFY(lines[0].at("bytes").is_null());
}

void CliModelsTest::importsUsesAndRemovesAFile() {
    saveMask(path("my mask.safetensors"));

    const Ended imported = models({"import", path("my mask.safetensors"), "--patch-order", "columns"});

    QCOMPARE(imported.code, 0);
    QVERIFY2(imported.out.contains("my-mask, BiRefNet, "), qPrintable(imported.out));
    QVERIFY(imported.out.contains("patches by columns"));
    const QString file = path("models/my mask.safetensors");
    QCOMPARE(models({"path", "my-mask"}).out, file + "\n");
    QCOMPARE(models({"path"}).out, path("models") + "\n");
    QVERIFY(models({"list"}).out.contains(QRegularExpression("my-mask +installed")));
    const std::vector<Json> verified = models({"verify", "--json"}).lines();
    QCOMPARE(verified.size(), 1 + kShipped);
    QVERIFY(verified[0].at("good") == true);

    QFile damaged(file);
    QVERIFY(damaged.open(QIODevice::ReadWrite));
    damaged.seek(damaged.size() - 1);
    damaged.write("x");
    damaged.close();
    const Ended bad = models({"verify"});
    QCOMPARE(bad.code, 1);
    QVERIFY(bad.out.startsWith("BAD "));

    QCOMPARE(models({"remove", "my-mask"}).code, 0);
    QVERIFY(!QFile::exists(file));
    QCOMPARE(models({"remove", "my-mask"}).code, 1);
    QCOMPARE(models({"verify"}).code, 0);
}

void CliModelsTest::tellsWhatComesWithKerf() {
    const Ended listed = models({"list"});
    const std::vector<Json> lines = models({"list", "--json"}).lines();
#ifdef KERF_MINI_FILE
    QFile file(KERF_MINI_FILE);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray sha256 = QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256).toHex();
    QVERIFY2(
        listed.out.contains(QRegularExpression("kerf-mini +shipped .*CC-BY-SA-4.0.* x ")),
        qPrintable(listed.out));
    QVERIFY(listed.out.contains("neither fetched nor removed. SHA-256 " + sha256));
    const Json& mini = lines.back();
    QVERIFY(mini.at("id") == "kerf-mini" && mini.at("kind") == "mask" && mini.at("title") == "Kerf Mini");
    QVERIFY(mini.at("shipped") == true && mini.at("installed") == true && mini.at("downloadable") == false);
    QVERIFY(mini.at("licence") == "CC-BY-SA-4.0");
    QVERIFY(mini.at("sha256") == sha256.toStdString());
    QVERIFY(mini.at("bytes") == file.size());
    QVERIFY(mini.at("width").get<int>() > 0 && mini.at("height").get<int>() > 0);
    QVERIFY(mini.at("purpose").get<std::string>().find("BiRefNet does better") != std::string::npos);
    const QString where = QString::fromStdString(mini.at("file").get<std::string>());
    QCOMPARE(models({"path", "kerf-mini"}).out, where + "\n");
    QVERIFY(models({"verify", "kerf-mini"}).out.startsWith("good kerf-mini.safetensors (kerf-mini): "));

    const Ended removed = models({"remove", "kerf-mini"});
    QCOMPARE(removed.code, 1);
    QVERIFY2(removed.err.contains("it comes with Kerf and can't be removed"), qPrintable(removed.err));
    QVERIFY(QFile::exists(where));
    QCOMPARE(models({"fetch", "kerf-mini"}).out, "kerf-mini comes with Kerf: " + where + "\n");
    QVERIFY(models({"import", KERF_MINI_FILE}).out.contains("kerf-mini, Kerf Mini, which comes with Kerf"));
    QVERIFY(!QFile::exists(path("models/kerf-mini.safetensors")));
#else
    QVERIFY(!listed.out.contains("kerf-mini"));
    QVERIFY(lines.back().at("id") != "kerf-mini");
    QCOMPARE(models({"path", "kerf-mini"}).code, 1);
    QCOMPARE(models({"verify"}).out, "no models are installed\n");
#endif
}

void CliModelsTest::saysWhatIsWrongWithAMirror() {
    QVERIFY(QDir().mkpath(path("mirror")));

    const Ended absent = models({"fetch", "realesrgan-x2", "--mirror", path("mirror")});
    QCOMPARE(absent.code, 1);
    QVERIFY2(absent.err.contains("the mirror lacks this file"), qPrintable(absent.err));

    QFile forged(path("mirror/RealESRGAN_x2.pth"));
    QVERIFY(forged.open(QIODevice::WriteOnly));
    forged.write("forged");
    forged.close();
    const Ended wrong = models({"fetch", "realesrgan-x2", "--mirror", path("mirror"), "--json"});
    QCOMPARE(wrong.code, 1);
    QVERIFY(wrong.lines().at(0).at("error").at("code") == "model_corrupt");
    QCOMPARE(QDir(path("models")).entryList(QDir::Files | QDir::Hidden), QStringList());

    const Ended http = models({"fetch", "realesrgan-x2", "--mirror", "http://mirror"});
    QVERIFY(http.err.contains("a mirror is a folder or an https address"));
}

void CliModelsTest::saysWhenThereIsNoConnection() {
    const Ended ended = models({"fetch", "realesrgan-x2", "--mirror", "https://127.0.0.1:1"});

    QCOMPARE(ended.code, 1);
    QVERIFY2(
        ended.err.contains("https://127.0.0.1:1/RealESRGAN_x2.pth: the server refuses the connection"),
        qPrintable(ended.err));
    QCOMPARE(QDir(path("models")).entryList(QDir::Files), QStringList());
    QVERIFY(models({"fetch", "absent"}).err.contains("absent: there is no model of this name"));
    QVERIFY(models({"fetch", "birefnet-cod"}).err.contains("birefnet-cod: its SHA-256 isn't known"));
}

void CliModelsTest::refusesWrongCommandLines_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("no action") << QStringList{};
    QTest::newRow("unknown action") << QStringList{"eat"};
    QTest::newRow("unknown option") << QStringList{"list", "--colour"};
    QTest::newRow("no model") << QStringList{"fetch"};
    QTest::newRow("no value") << QStringList{"fetch", "birefnet", "--mirror"};
    QTest::newRow("another action's option") << QStringList{"list", "--mirror", "/m"};
    QTest::newRow("patch order") << QStringList{"import", "a.pth", "--patch-order=diagonal"};
    QTest::newRow("one name for two files")
        << QStringList{"import", "a.pth", "b.pth", "--as", "birefnet-cod"};
}

void CliModelsTest::refusesWrongCommandLines() {
    QFETCH(const QStringList, arguments);

    const Ended ended = models(arguments);

    QCOMPARE(ended.code, 2);
    QVERIFY2(ended.err.endsWith("See kerf-cli models --help\n"), qPrintable(ended.err));
}

void CliModelsTest::opensNoSocketUnlessItFetches_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("list") << QStringList{"models", "list"};
    QTest::newRow("verify") << QStringList{"models", "verify"};
    QTest::newRow("fetch from a folder") << QStringList{"models", "fetch", "birefnet", "--mirror", "."};
    QTest::newRow("run") << QStringList{"run",       KERF_SAMPLE, "--out",  "out",
                                        "--cleanup", "off",       "--mask", "off"};
}

void CliModelsTest::opensNoSocketUnlessItFetches() {
    QFETCH(QStringList, arguments);
    if (QStandardPaths::findExecutable("strace").isEmpty()) {
        QSKIP("there is no strace");
    }
    arguments.replaceInStrings(QRegularExpression("^(out|\\.)$"), path("\\1"));
    const QString log = path("log");

    run("strace",
        QStringList{"-f", "-e", "trace=socket,connect,bind,sendto", "-o", log, KERF_CLI} + arguments);

    QFile file(log);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray calls = file.readAll();
    if (!calls.contains("+++ exited with")) {
        QSKIP("strace can't trace here");
    }
    QVERIFY2(!calls.contains("socket(") && !calls.contains("connect("), calls.constData());
}

QTEST_GUILESS_MAIN(CliModelsTest)
#include "cli_models_test.moc"
