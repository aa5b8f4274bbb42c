#include "core/io/writer.h"
#include "tests/cli/cli_program.h"
#include "tests/support/test_images.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include <cmath>
#include <memory>

using namespace kerf;
using namespace kerf::test;

namespace {

using Json = nlohmann::json;

Ended run(const QStringList& arguments) {
    QProcess process;
    process.start(KERF_CLI, QStringList{"compare"} + arguments);
    return finish(process);
}

// A disc cut out, moved to the right by `x`.
void saveDisc(const QString& file, double x = 0.0, double shade = 0.6) {
    QDir().mkpath(QFileInfo(file).path());
    const Image image = makeImage(80, 60, 4, PixelType::u8, [&](int px, int py) {
        const double alpha = std::clamp(20.5 - std::hypot(px - 40.0 - x, py - 30.0), 0.0, 1.0);
        return std::array<double, 4>{shade, 0.4, 0.2, alpha};
    });
    writePhoto({.image = image, .output = file.toStdString(), .options = {}}, Progress{});
}

QByteArray bytesOf(const QString& file) {
    QFile in(file);
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
}

void saveText(const QString& file, const QByteArray& text) {
    QFile out(file);
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write(text);
}

} // namespace

class CliCompareTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_dir = std::make_unique<QTemporaryDir>();
        saveDisc(a("one.png"));
        saveDisc(a("two.png"));
        saveDisc(b("one.png"), 2.0);
        saveDisc(b("two.png"), 6.0);
    }

    void comparesTwoFolders() {
        const Ended ended = run({a(), b()});

        QCOMPARE(ended.err, QString());
        QCOMPARE(ended.code, 0);
        QVERIFY2(ended.out.indexOf("two: change") < ended.out.indexOf("one: change"), qPrintable(ended.out));
        QVERIFY(ended.out.contains("boundary_p95 6"));
        QVERIFY(ended.out.contains("2 compared (0 the same bytes), 0 failed, 0 missing in B, 0 extra in B"));
    }

    void givesJson() {
        saveDisc(a("gone.png"));

        const Ended ended = run({a(), b(), "--json", "--fail-on", "mae>0.01"});

        const std::vector<Json> lines = ended.lines();
        QCOMPARE(lines.size(), std::size_t(4));
        QCOMPARE(lines[0]["name"].get<std::string>(), std::string("two"));
        QVERIFY(lines[0]["metrics"]["mae"].get<double>() > lines[1]["metrics"]["mae"].get<double>());
        QCOMPARE(lines[2]["state"].get<std::string>(), std::string("only_a"));
        QCOMPARE(lines[3]["type"].get<std::string>(), std::string("summary"));
        QCOMPARE(lines[3]["missing"].get<int>(), 1);
        QCOMPARE(lines[3]["gates"][0]["beyond"].get<bool>(), true);
        QCOMPARE(ended.code, 4);
    }

    void exitsByTheGates_data() {
        QTest::addColumn<QStringList>("gates");
        QTest::addColumn<int>("code");
        QTest::newRow("kept") << QStringList{"mae>0.5", "iou<0.2", "missing>0"} << 0;
        QTest::newRow("one beyond") << QStringList{"mae>0.5", "iou<0.999"} << 4;
        QTest::newRow("boundary") << QStringList{"boundary_p95>5.9"} << 4;
        QTest::newRow("boundary, kept") << QStringList{"boundary_p95>6.1"} << 0;
        QTest::newRow("no such name") << QStringList{"quality<0.5"} << 2;
        QTest::newRow("no number") << QStringList{"mae>much"} << 2;
    }
    void exitsByTheGates() {
        QFETCH(QStringList, gates);
        QFETCH(int, code);
        QStringList arguments{a(), b()};
        for (const QString& gate : gates) {
            arguments << "--fail-on" << gate;
        }

        const Ended ended = run(arguments);

        QVERIFY2(ended.code == code, qPrintable(ended.out + ended.err));
        QVERIFY(code != 2 || ended.err.contains("--fail-on"));
    }

    void gatesOnWhatIsMissing() {
        saveDisc(a("gone.png"));

        QCOMPARE(run({a(), b()}).code, 0);
        QCOMPARE(run({a(), b(), "--fail-on", "missing>0"}).code, 4);
        QCOMPARE(run({b(), a(), "--fail-on=extra>0"}).code, 4);
    }

    void goesOnAfterAFileThatCanNotBeRead() {
        saveText(b("one.png"), "no picture");

        const Ended ended = run({a(), b(), "--fail-on", "mae>0"});

        QCOMPARE(ended.code, 1);
        QVERIFY2(ended.out.contains("one: failed: one.png: "), qPrintable(ended.out));
        QVERIFY(ended.out.contains("two: change"));
    }

    void comparesTwoFiles() {
        const Ended ended = run({a("one.png"), b("two.png"), "--json"});

        QCOMPARE(ended.code, 0);
        QCOMPARE(ended.lines().at(0)["b"]["file"].get<std::string>(), std::string("two.png"));
    }

    void comparesWithTrueMattes() {
        const auto truth = [](int red, int x, int y) {
            return std::hypot(x - 40.0, y - 30.0) < 20.0 ? red / 255.0 : 0.0;
        };
        QDir().mkpath(m_dir->filePath("truth"));
        writePhoto(
            {.image = makeImage(
                 80, 60, 3, PixelType::u8,
                 [&](int x, int y) {
                     return std::array<double, 4>{truth(255, x, y), 0.0, 0.5, 1.0};
                 }),
             .output = m_dir->filePath("truth/one.png").toStdString(),
             .options = {}},
            Progress{});

        const Ended ended = run({m_dir->filePath("truth"), b(), "--truth", "--json"});

        const Json pair = ended.lines().at(0);
        QCOMPARE(pair["name"].get<std::string>(), std::string("one"));
        QVERIFY(pair["a"]["matte"].get<bool>());
        QVERIFY(pair["metrics"]["mae"].get<double>() < 0.05);
        QVERIFY(pair["metrics"]["color_mean"].is_null());
        QCOMPARE(run({m_dir->filePath("truth"), b(), "--truth", "--fail-on", "color_mean>99"}).code, 4);
    }

    void writesAReport() {
        const QString report = m_dir->filePath("deep/report");

        const Ended ended = run({a(), b(), "--report", report, "--fail-on", "mae>0.5"});

        QCOMPARE(ended.code, 0);
        QCOMPARE(
            QDir(report).entryList(QDir::Files), (QStringList{"report.csv", "report.html", "report.json"}));
        const Json json = Json::parse(bytesOf(report + "/report.json").toStdString());
        QCOMPARE(json["pairs"].size(), std::size_t(2));
        QVERIFY(bytesOf(report + "/report.html").contains("data:image/webp;base64,"));
        QCOMPARE(bytesOf(report + "/report.csv").count("\r\n"), 3);
        QCOMPARE(run({a(), b(), "--report", report}).code, 0); // an earlier report is replaced
    }

    void replacesNoOtherFiles() {
        saveText(b("report.csv"), "name;price");

        const Ended ended = run({a(), b(), "--report", b()});

        QCOMPARE(ended.code, 1);
        QVERIFY(ended.err.contains("report.csv: a file of this name that is no report of Kerf's"));
        QCOMPARE(bytesOf(b("report.csv")), QByteArray("name;price"));
        QVERIFY(!QFile::exists(b("report.json")));
    }

    void saysWhenThereIsNothingToCompare() {
        QDir().mkpath(m_dir->filePath("empty"));

        const Ended nothing = run({a(), m_dir->filePath("empty"), "--fail-on", "mae>0.5"});
        QCOMPARE(nothing.code, 3);
        QVERIFY(nothing.err.contains("no pair to compare"));

        const Ended nowhere = run({a(), m_dir->filePath("nowhere")});
        QCOMPARE(nowhere.code, 3);
        QVERIFY(nowhere.err.contains("nowhere: there is no such folder"));
        QCOMPARE(run({a()}).code, 2);
        QCOMPARE(run({a(), b(), a()}).code, 2);
    }

    // The script of packaging/ci, as another project's CI runs it.
    void gatesAnotherProject_data() {
        QTest::addColumn<QString>("results");
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<int>("code");
        QTest::newRow("the same") << "a" << QStringList() << 0;
        QTest::newRow("changed") << "b" << QStringList() << 4;
        QTest::newRow("within other limits") << "b" << QStringList{"--fail-on", "mae>0.5"} << 0;
        QTest::newRow("flagged") << "flagged" << QStringList{"--fail-on", "mae>0.9"} << 4;
        QTest::newRow("broken") << "broken" << QStringList{"--fail-on", "mae>0.9"} << 1;
        QTest::newRow("no results") << "empty" << QStringList() << 3;
        QTest::newRow("wrong limit") << "b" << QStringList{"--fail-on", "goodness>1"} << 2;
    }
    void gatesAnotherProject() {
        QFETCH(QString, results);
        QFETCH(QStringList, options);
        QFETCH(int, code);
        QDir().mkpath(m_dir->filePath("empty"));
        saveDisc(m_dir->filePath("flagged/one.png"), 60.0); // nearly nothing is left of it
        QDir().mkpath(m_dir->filePath("broken"));
        saveText(m_dir->filePath("broken/one.png"), "no picture");
        saveDisc(m_dir->filePath("broken/two.png"));

        QProcess gate;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("PATH", QFileInfo(KERF_CLI).path() + ":" + environment.value("PATH"));
        gate.setProcessEnvironment(environment);
        gate.start(
            KERF_GATE, QStringList{a(), m_dir->filePath(results), m_dir->filePath("report")} + options);
        QVERIFY(gate.waitForFinished(100'000));

        QVERIFY2(gate.exitCode() == code, gate.readAll() + gate.readAllStandardError());
        QVERIFY(code == 2 || code == 3 || QFile::exists(m_dir->filePath("report/report.html")));
        QVERIFY(QFile::exists(m_dir->filePath("report/inspect.jsonl")));
    }

    void isQuietWhenToldSo() {
        const Ended ended = run({a(), b(), "--quiet"});

        QCOMPARE(ended.out + ended.err, QString());
    }

    void explainsItself() {
        const Ended ended = run({"--help"});

        QCOMPARE(ended.code, 0);
        for (const char* word : {"--truth", "--fail-on", "boundary_p95", "exit codes", "profile_changed"}) {
            QVERIFY2(ended.out.contains(word), word);
        }
    }

private:
    QString a(const char* name = "") const { return m_dir->filePath(QString("a/%1").arg(name)); }
    QString b(const char* name = "") const { return m_dir->filePath(QString("b/%1").arg(name)); }

    std::unique_ptr<QTemporaryDir> m_dir;
};

QTEST_GUILESS_MAIN(CliCompareTest)
#include "cli_compare_test.moc"
