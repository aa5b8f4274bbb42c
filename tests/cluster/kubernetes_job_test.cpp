// packaging/cluster/kerf-indexed-job.yaml: what must agree in it does, and each index's command does its
// shard.
#include "core/io/writer.h"
#include "tests/support/corpus.h"
#include "tests/support/test_images.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include <set>

using namespace kerf;
using namespace kerf::test;
namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace {

// By Python's yaml, since there is no reader of YAML here.
constexpr const char* kToJson =
    "import json,sys,yaml; print(json.dumps(list(yaml.safe_load_all(open(sys.argv[1])))))";

const Json& container(const Json& job) {
    return job.at("spec").at("template").at("spec").at("containers").at(0);
}

std::string variable(const Json& job, const std::string& name) {
    for (const Json& variable : container(job).at("env")) {
        if (variable.at("name") == name) {
            return variable.at("value").get<std::string>();
        }
    }
    return {};
}

} // namespace

class KubernetesJobTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void agreesWithItself();
    void doesAShardPerIndex();

private:
    // Runs a job's command as a pod would, with the folders of this machine.
    int run(const Json& job, const QString& photos, const QString& out, int index) const;

    Json m_batch;
    Json m_merge;
};

void KubernetesJobTest::initTestCase() {
    QProcess python;
    python.start("/usr/bin/python3", {"-c", kToJson, KERF_INDEXED_JOB});
    if (!python.waitForFinished() || python.error() == QProcess::FailedToStart) {
        QSKIP("python3 is not there");
    }
    const QByteArray error = python.readAllStandardError();
    if (error.contains("No module named 'yaml'")) {
        QSKIP("python3-yaml is not there: tools/setup --test");
    }
    QVERIFY2(python.exitCode() == 0, error.constData()); // it is no YAML
    const Json all = Json::parse(python.readAllStandardOutput().toStdString());
    QCOMPARE(all.size(), std::size_t(2));
    m_batch = all.at(0);
    m_merge = all.at(1);
}

void KubernetesJobTest::agreesWithItself() {
    for (const Json& job : {m_batch, m_merge}) {
        QVERIFY(job.at("apiVersion") == "batch/v1");
        QVERIFY(job.at("kind") == "Job");
        const Json& pod = job.at("spec").at("template").at("spec");
        QVERIFY(pod.at("restartPolicy") == "Never"); // podFailurePolicy takes no other
        std::set<std::string> volumes;
        for (const Json& volume : pod.at("volumes")) {
            volumes.insert(volume.at("name").get<std::string>());
        }
        for (const Json& mount : container(job).at("volumeMounts")) {
            QVERIFY(volumes.contains(mount.at("name").get<std::string>()));
        }
        QVERIFY(container(job).at("securityContext").at("readOnlyRootFilesystem").get<bool>());
        QVERIFY(variable(job, "OUT").starts_with("/out/")); // below a volume: the root is read-only
    }
    const Json& spec = m_batch.at("spec");
    QVERIFY(spec.at("completionMode") == "Indexed");
    QCOMPARE(std::to_string(spec.at("completions").get<int>()), variable(m_batch, "KERF_SHARDS"));
    QVERIFY(spec.at("parallelism") <= spec.at("completions"));
    QVERIFY(spec.at("maxFailedIndexes") <= spec.at("completions"));
    const Json& rules = spec.at("podFailurePolicy").at("rules");
    QVERIFY(rules.at(1).at("onExitCodes").at("containerName") == container(m_batch).at("name"));
    QCOMPARE(variable(m_batch, "OUT"), variable(m_merge, "OUT"));
    QVERIFY(container(m_batch).at("image") == container(m_merge).at("image"));
}

int KubernetesJobTest::run(const Json& job, const QString& photos, const QString& out, int index) const {
    const Json& pod = container(job);
    QStringList command;
    for (const char* part : {"command", "args"}) {
        for (const Json& word : pod.at(part)) {
            command.push_back(QString::fromStdString(word.get<std::string>()));
        }
    }
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const Json& variable : pod.at("env")) {
        environment.insert(
            QString::fromStdString(variable.at("name").get<std::string>()),
            QString::fromStdString(variable.at("value").get<std::string>()));
    }
    environment.insert("PHOTOS", photos);
    environment.insert("OUT", out);
    environment.insert("JOB_COMPLETION_INDEX", QString::number(index));
    const QString folder = QString::fromStdString(fs::path(KERF_CLI).parent_path().string());
    environment.insert("PATH", folder + ":" + environment.value("PATH"));
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(command.takeFirst(), command);
    return process.waitForFinished(100'000) && process.exitStatus() == QProcess::NormalExit
               ? process.exitCode()
               : -1;
}

void KubernetesJobTest::doesAShardPerIndex() {
    const QTemporaryDir folder;
    const QString photos = folder.path() + "/in put";
    const QString out = folder.path() + "/out put";
    constexpr int kPhotos = 20;
    fs::create_directories(photos.toStdString());
    for (int i = 0; i < kPhotos; ++i) {
        const Image image = makeImage(16, 12, 3, PixelType::u8, [&](int x, int y) {
            return std::array<double, 4>{x / 16.0, y / 12.0, i / 20.0, 1.0};
        });
        const fs::path name = std::to_string(i) + ".png";
        writePhoto({.image = image, .output = fs::path(photos.toStdString()) / name}, {});
    }
    const int shards = m_batch.at("spec").at("completions").get<int>();

    for (int index = shards - 1; index > 0; --index) {
        QCOMPARE(run(m_batch, photos, out, index), 0);
    }
    QCOMPARE(run(m_merge, photos, out, 0), 1); // index 0 is missing
    QCOMPARE(run(m_batch, photos, out, 0), 0);

    QCOMPARE(run(m_merge, photos, out, 0), 0);
    QCOMPARE(QDir(out).entryList({"*.png"}).size(), kPhotos);
}

QTEST_GUILESS_MAIN(KubernetesJobTest)
#include "kubernetes_job_test.moc"
