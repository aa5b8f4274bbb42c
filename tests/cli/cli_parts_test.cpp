#include "app/cli_help.h"
#include "app/cli_json.h"
#include "app/cli_options.h"
#include "app/cli_progress.h"
#include "app/cli_text.h"
#include "core/batch/plan.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace kerf;
using namespace kerf::batch;
using namespace kerf::cli;

namespace {

using Arguments = std::vector<std::string>;

std::string usageError(const Arguments& arguments) {
    try {
        parseOptions(arguments);
    } catch (const UsageError& e) {
        return e.what();
    }
    return "none";
}

std::vector<std::string>
outputs(const std::vector<std::string>& relatives, ExistingPolicy policy = ExistingPolicy::fail) {
    std::vector<FoundPhoto> photos;
    for (const std::string& relative : relatives) {
        photos.push_back({"/nowhere/" + relative, relative});
    }
    std::vector<std::string> names;
    for (const PlannedPhoto& photo :
         planOutputs(photos, "out", {.type = FileType::png, .existing = policy})) {
        names.push_back(photo.output.native());
    }
    return names;
}

} // namespace

class CliPartsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void understandsAllOptions() {
        const Options o = parseOptions(Arguments{"run",
                                                 "a.jpg",
                                                 "dir",
                                                 "--out",
                                                 "o",
                                                 "--cleanup",
                                                 "nlm-opencv",
                                                 "--strength=40",
                                                 "--h",
                                                 "6.5",
                                                 "--mask",
                                                 "grabcut",
                                                 "--rect",
                                                 "-5,0,10,20",
                                                 "--device",
                                                 "cpu",
                                                 "--require-gpu",
                                                 "--format",
                                                 "tiff",
                                                 "--depth",
                                                 "16",
                                                 "--background",
                                                 "none",
                                                 "--alpha-only",
                                                 "--existing",
                                                 "rename",
                                                 "--json",
                                                 "--quiet",
                                                 "--quality",
                                                 "80",
                                                 "--profile",
                                                 "p3",
                                                 "--no-metadata",
                                                 "--",
                                                 "-x.jpg",
                                                 "--out"});

        QCOMPARE(o.command, Command::run);
        QCOMPARE(o.inputs, (std::vector<std::filesystem::path>{"a.jpg", "dir", "-x.jpg", "--out"}));
        QCOMPARE(o.out, std::filesystem::path("o"));
        QCOMPARE(o.recipe.cleanup, CleanupEngine::nlm_opencv);
        QCOMPARE(o.recipe.strength, 40);
        QCOMPARE(o.recipe.nlmH.value(), 6.5);
        QCOMPARE(o.recipe.mask, MaskEngine::grabcut);
        QCOMPARE(o.recipe.subject.value(), (Rect{-5, 0, 10, 20}));
        QCOMPARE(o.recipe.device, DeviceChoice::cpu);
        QVERIFY(o.recipe.requireGpu && !o.recipe.background);
        QCOMPARE(o.exporting.type, FileType::tiff);
        QCOMPARE(o.exporting.depth, 16);
        QCOMPARE(o.exporting.quality, 80);
        QCOMPARE(o.exporting.profile, ColorProfile::display_p3);
        QCOMPARE(o.exporting.existing, ExistingPolicy::rename);
        QVERIFY(o.exporting.alphaOnly && o.exporting.metadata == MetadataChoice::none && o.json && o.quiet);
    }

    void readsHowTheResultIsSet() {
        const Options o = parseOptions(Arguments{
            "run", "a", "--out", "o", "--background", "blur:3", "--shadow", "angle=90,opacity=20", "--crop",
            "subject:5%", "--aspect", "4:5", "--canvas", "2000x1500", "--place", "bottom"});
        QVERIFY((o.recipe.background == Background{.kind = BackgroundKind::blur, .blur = 3.0}));
        QVERIFY((o.recipe.shadow == Shadow{.angle = 90.0, .opacity = 20}));
        QVERIFY(
            (o.recipe.framing == Framing{
                                     .around = FrameAround::subject,
                                     .margin = 5.0,
                                     .canvas = CanvasSize{2000, 1500},
                                     .x = 50,
                                     .y = 100}));
        const Options none = parseOptions(Arguments{
            "run", "a", "--out", "o", "--shadow", "soft", "--shadow", "none", "--canvas", "20x20", "--canvas",
            "none", "--background", "blur", "--background", "none"});
        QVERIFY(none.recipe == Recipe{});
    }

    void saysWhatIsWrong_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("message");
        const QStringList good{"run", "a", "--out", "o"};
        QTest::newRow("nothing") << QStringList{} << "no command";
        QTest::newRow("command") << QStringList{"rum"} << "there is no command 'rum'";
        QTest::newRow("no input") << QStringList{"run", "--out", "o"} << "no photo or folder";
        QTest::newRow("no out") << QStringList{"run", "a"} << "--out DIR is missing";
        QTest::newRow("out without value") << QStringList{"run", "a", "--out"} << "--out needs a value";
        QTest::newRow("value forgotten")
            << QStringList{"run", "a", "--out", "--json"} << "--out needs a value";
        QTest::newRow("typing error") << good + QStringList{"--clenup", "off"} << "did you mean --cleanup?";
        QTest::newRow("unknown") << good + QStringList{"--gibberish"} << "there is no option '--gibberish'";
        QTest::newRow("engine") << good + QStringList{"--mask", "magic"}
                                << "auto, birefnet, mini, grabcut, off";
        QTest::newRow("precision") << good + QStringList{"--precision", "int8"} << "auto, fp32, bf16, fp16";
        QTest::newRow("scale") << good + QStringList{"--scale", "3"} << "1, 2 or 4";
        QTest::newRow("tile") << good + QStringList{"--tile", "31"} << "between 32 and 4096";
        QTest::newRow("tile scheme") << good + QStringList{"--tile-scheme", "x"} << "blended, ai-forever";
        QTest::newRow("upsampling") << good + QStringList{"--mask-upsampling", "x"} << "bicubic, guided";
        QTest::newRow("threads") << good + QStringList{"--threads", "999"} << "from 0 to 256";
        QTest::newRow("strength") << good + QStringList{"--strength", "101"} << "from 0 to 100";
        QTest::newRow("strength word") << good + QStringList{"--strength", "5x"} << "'5x' is not";
        QTest::newRow("h") << good + QStringList{"--h", "nan"} << "--h: 'nan'";
        QTest::newRow("rect") << good + QStringList{"--rect", "1,2,3"} << "x,y,w,h";
        QTest::newRow("colour") << good + QStringList{"--background", "white"}
                                << "--background: 'white' is neither";
        QTest::newRow("gradient") << good + QStringList{"--background", "linear:#000000"}
                                  << "--background: ''";
        QTest::newRow("no picture") << good + QStringList{"--background", "cover:/no/such.png"}
                                    << "can't be read as a picture";
        QTest::newRow("shadow") << good + QStringList{"--shadow", "size=3"} << "--shadow: there is no 'size'";
        QTest::newRow("crop") << good + QStringList{"--crop", "subject:5"}
                              << "--crop: the margin '5' has no unit";
        QTest::newRow("canvas") << good + QStringList{"--canvas", "2000"} << "--canvas: '2000' is not WxH";
        QTest::newRow("aspect") << good + QStringList{"--aspect", "1.5"} << "--aspect: '1.5' is not A:B";
        QTest::newRow("place") << good + QStringList{"--place", "middle"} << "--place: 'middle' is neither";
        QTest::newRow("margins of all") << good + QStringList{"--crop", "photo:50px", "--canvas", "90x90"}
                                        << "leave nothing of the canvas";
        QTest::newRow("finish") << good + QStringList{"--finish", "sepia"} << "bw:pet-portrait";
        QTest::newRow("finish's preset") << good + QStringList{"--finish", "bw:loud"} << "bw:low-key";
        QTest::newRow("bw without finish") << good + QStringList{"--bw", "grain=5"} << "needs --finish bw";
        QTest::newRow("bw's name") << good + QStringList{"--finish", "bw", "--bw", "grian=5"}
                                   << "there is no 'grian'";
        QTest::newRow("bw's value") << good + QStringList{"--finish", "bw", "--bw", "grain=500"}
                                    << "from 0 to 100";
        QTest::newRow("matte in black and white")
            << good + QStringList{"--alpha-only", "--finish", "bw"} << "leave one out";
        QTest::newRow("recipe") << good + QStringList{"--recipe", "/no/such/file"} << "can't be read";
        QTest::newRow("depth") << good + QStringList{"--depth", "12"} << "8 or 16";
        QTest::newRow("16-bit JPEG") << good + QStringList{"--format", "jpeg", "--depth", "16"}
                                     << "PNG or TIFF";
        QTest::newRow("switch with value") << good + QStringList{"--json=yes"} << "takes no value";
        QTest::newRow("matte over colour")
            << good + QStringList{"--alpha-only", "--background", "#ffffff"} << "leave one out";
        QTest::newRow("matte with a shadow")
            << good + QStringList{"--alpha-only", "--shadow", "soft"} << "--shadow can't change";
        QTest::newRow("matte in a frame") << good + QStringList{"--alpha-only", "--aspect", "1:1"}
                                          << "a crop, canvas or aspect can't change";
        QTest::newRow("run's option")
            << QStringList{"inspect", "a", "--mask", "off"} << "of 'run' and 'batch' only";
    }
    void saysWhatIsWrong() {
        QFETCH(QStringList, arguments);
        QFETCH(QString, message);
        Arguments words;
        for (const QString& word : arguments) {
            words.push_back(word.toStdString());
        }

        const QString error = QString::fromStdString(usageError(words));

        QVERIFY2(error.contains(message), qPrintable(error));
    }

    void explainsEachCommand() {
        QCOMPARE(parseOptions(Arguments{"run", "--help"}).helpFor, Command::run);
        QCOMPARE(parseOptions(Arguments{"inspect", "-h"}).helpFor, Command::inspect);
        QCOMPARE(parseOptions(Arguments{"help", "devices"}).helpFor, Command::devices);
        for (const Command command : {Command::help, Command::run, Command::inspect, Command::devices}) {
            const QString text = QString::fromStdString(helpText(command));
            QVERIFY(text.contains("example"));
            for (const QString& line : text.split('\n')) {
                QVERIFY2(line.size() <= 120, qPrintable(line));
            }
        }
    }

    void mirrorsTheTreeAndKeepsNamesApart() {
        QCOMPARE(outputs({"a.jpg", "sub/a.jpg"}), (std::vector<std::string>{"out/a.png", "out/sub/a.png"}));
        QCOMPARE(outputs({"a.jpg", "a.png"}), (std::vector<std::string>{"out/a.png", "out/a-2.png"}));
        QCOMPARE(
            outputs({"a.jpg", "a.png", "a-2.jpg"}, ExistingPolicy::replace),
            (std::vector<std::string>{"out/a.png", "out/a-3.png", "out/a-2.png"}));
        QCOMPARE(outputs({"A.jpg", "a.jpg"}), (std::vector<std::string>{"out/A.png", "out/a-2.png"}));
        QCOMPARE(outputs({"b.tar.jpg", ".hid"}), (std::vector<std::string>{"out/b.tar.png", "out/.hid.png"}));
    }

    void doesNotReplaceAnotherInputOfTheRun() {
        const QTemporaryDir dir;
        const std::filesystem::path folder = dir.path().toStdString();
        for (const char* name : {"a.jpg", "a.png"}) {
            QFile file(dir.filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
        const auto plan = planOutputs(
            {{folder / "a.jpg", "a.jpg"}, {folder / "a.png", "a.png"}}, folder,
            {.type = FileType::png, .existing = ExistingPolicy::replace});

        QCOMPARE(plan[0].output, folder / "a-2.png");
        QCOMPARE(plan[1].output, folder / "a.png"); // its own source: the session refuses that
    }

    void leavesOutWhatAnEarlierRunMade() {
        const QTemporaryDir dir;
        QVERIFY(QDir(dir.path()).mkpath("out/sub"));
        for (const char* name : {"a.jpg", "out/a.png", "out/sub/b.png"}) {
            QFile file(dir.filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
        const std::filesystem::path folder = dir.path().toStdString();
        const std::vector<FoundPhoto> all{
            {folder / "a.jpg", "a.jpg"},
            {folder / "out/a.png", "out/a.png"},
            {folder / "out/sub/b.png", "out/sub/b.png"}};

        QCOMPARE(withoutOutputs(all, folder / "out").size(), std::size_t{1});
        QCOMPARE(withoutOutputs(all, folder).size(), std::size_t{3});
        QCOMPARE(
            withoutOutputs({{folder / "out/sub/b.png", "sub/b.png"}}, folder / "out").size(), std::size_t{1});
        QCOMPARE(withoutOutputs({{folder / "out/a.png", "a.png"}}, folder / "out").size(), std::size_t{1});
    }

    void showsNamesOnOneHarmlessLine() {
        QCOMPARE(shown("M\xc3\xbcnchen 1.jpg"), std::string("M\xc3\xbcnchen 1.jpg"));
        QCOMPARE(shown("a\nb'c\\.jpg"), std::string("$'a\\nb\\'c\\\\.jpg'"));
        QCOMPARE(shown("it's.jpg"), std::string("it's.jpg"));
        QCOMPARE(shown("\x1b[31m.jpg"), std::string("$'\\033[31m.jpg'"));
        QCOMPARE(shown("\xff\xc3(.jpg"), std::string("$'\\377\\303(.jpg'"));
        QCOMPARE(shown("a\xe2\x80\xaegpj.exe"), std::string("$'a\\342\\200\\256gpj.exe'"));
    }

    void writesBrokenNamesAsJson() {
        Json json;
        setFile(json, "input", "a\xff\n.jpg");

        const auto parsed = Json::parse(line(json));

        QCOMPARE(parsed["input"].get<std::string>(), std::string("a\xef\xbf\xbd\n.jpg"));
        QCOMPARE(parsed["input_bytes"].get<std::string>(), std::string("a%FF%0A.jpg"));
        QCOMPARE(line(json).find('\n'), std::string::npos);
    }

    void neverDrawsBeyondTheTerminal_data() {
        QTest::addColumn<int>("width");
        for (const int width : {20, 40, 60, 80, 200}) {
            QTest::newRow(std::to_string(width).c_str()) << width;
        }
    }
    void neverDrawsBeyondTheTerminal() {
        QFETCH(int, width);
        const RunProgress progress{
            .finished = 3,
            .total = 40,
            .fraction = 0.5,
            .stage = "cleanup",
            .photo = "a folder/\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe5\x86\x99\xe7\x9c\x9f and a name.jpg"};

        const std::string text = progressLine(progress, 10.0, width, false);

        QVERIFY2(columns(text) < std::max(width, 30), text.c_str());
        QVERIFY(text.find("4/40") != std::string::npos);
        QVERIFY(progressLine(progress, 10.0, 80, true).find("\x1b[36m") != std::string::npos);
        QVERIFY(text.find('\x1b') == std::string::npos);
    }

    void tellsTimesAndSizes() {
        QCOMPARE(duration(0.0069), std::string("0.01 s"));
        QCOMPARE(duration(3.14), std::string("3.1 s"));
        QCOMPARE(duration(12.3), std::string("12 s"));
        QCOMPARE(duration(185.0), std::string("3:05 min"));
        QCOMPARE(size(999), std::string("999 bytes"));
        QCOMPARE(size(3'400'000), std::string("3.4 MB"));
    }
};

QTEST_GUILESS_MAIN(CliPartsTest)
#include "cli_parts_test.moc"
