#include "core/base/error.h"
#include "core/io/color.h"
#include "core/io/writer.h"
#include "core/session/compare_runs.h"
#include "core/session/run_judging.h"
#include "tests/support/corpus.h"
#include "tests/support/test_images.h"

#include <QTemporaryDir>
#include <QTest>
#include <sys/stat.h>
#include <unistd.h>

#include <cmath>
#include <fstream>
#include <memory>

using namespace kerf;
using namespace kerf::test;

namespace {

namespace fs = std::filesystem;

struct Look {
    int width = 60;
    int height = 40;
    double x = 30.0; // of the disc
    double shade = 0.6;
    PixelType type = PixelType::u8;
    std::string icc;
};

Image cutout(const Look& look) {
    const Image image = makeImage(look.width, look.height, 4, look.type, [&](int x, int y) {
        const double scale = look.width / 60.0;
        const double distance = std::hypot((x + 0.5) / scale - look.x, (y + 0.5) / scale - 20.0);
        const double alpha = std::clamp(12.5 - distance, 0.0, 1.0);
        return std::array<double, 4>{look.shade, 0.4, 0.2, alpha};
    });
    return image.withIcc(look.icc);
}

void save(const Image& image, const fs::path& file, FileType type = FileType::png) {
    fs::create_directories(file.parent_path());
    writePhoto(
        {.image = image, .output = file, .options = {.type = type, .existing = ExistingPolicy::replace}},
        Progress{});
}

void saveText(const fs::path& file, const std::string& text) {
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
}

const RunPair& find(const RunComparison& comparison, const std::string& name) {
    for (const RunPair& pair : comparison.pairs) {
        if (pair.name == name) {
            return pair;
        }
    }
    qFatal("no pair %s", name.c_str());
}

} // namespace

class CompareRunsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_dir = std::make_unique<QTemporaryDir>();
        m_a = fs::path(m_dir->path().toStdString()) / "a";
        m_b = fs::path(m_dir->path().toStdString()) / "b";
        fs::create_directories(m_a);
        fs::create_directories(m_b);
    }

    void pairsByNameBelowTheFolder() {
        for (const char* name : {"img10.png", "img2.png", "sub/img2.png", "gone.png"}) {
            save(cutout({}), m_a / name);
        }
        save(cutout({.x = 31.0}), m_b / "img10.tif", FileType::tiff);
        save(cutout({.x = 31.0}), m_b / "img2.png");
        save(cutout({.x = 31.0}), m_b / "sub/img2.webp", FileType::webp);
        save(cutout({.x = 33.0}), m_b / "new.png");
        saveText(m_b / "report.json", "{}");
        saveText(m_b / ".hidden.png", "x");

        const PairedRuns runs = pairRuns(m_a, m_b);

        QStringList pairs;
        for (const PairedFiles& pair : runs.pairs) {
            pairs << QString::fromStdString(
                pair.name.native() + "|" + pair.a.native() + "|" + pair.b.native());
        }
        QCOMPARE(
            pairs, (QStringList{
                       "gone|gone.png|", "img2|img2.png|img2.png", "img10|img10.png|img10.tif",
                       "new||new.png", "sub/img2|sub/img2.png|sub/img2.webp"}));
        QCOMPARE(runs.ignored, 1);
    }

    void prefersTheSameEnding() {
        save(cutout({}), m_a / "one.png");
        save(cutout({}), m_a / "one.webp", FileType::webp);
        save(cutout({.x = 31.0}), m_b / "one.webp", FileType::webp);

        const PairedRuns runs = pairRuns(m_a, m_b);

        QCOMPARE(runs.pairs.size(), std::size_t(2));
        QVERIFY(std::ranges::any_of(runs.pairs, [](const PairedFiles& pair) {
            return pair.a == "one.webp" && pair.b == "one.webp" && !pair.isRenamed;
        }));
    }

    void findsWhatWasRenamed() {
        save(cutout({}), m_a / "before.png");
        fs::copy_file(m_a / "before.png", m_b / "after.png"); // the same bytes
        save(cutout({.x = 28.0}), m_a / "dog.png");
        save(cutout({.x = 29.0}), m_b / "dog-matte.png"); // a stage's suffix
        save(cutout({.x = 25.0}), m_a / "cat.png");
        save(cutout({.x = 26.0}), m_b / "cat_alpha.png"); // not the only one: which is it?
        save(cutout({.x = 27.0}), m_b / "cat_mask.png");

        const RunComparison comparison = compareRuns({.a = m_a, .b = m_b}, {}, Progress{});

        const RunPair& same = find(comparison, "after");
        QVERIFY(same.isRenamed && same.isIdentical);
        QCOMPARE(same.a.file, fs::path("before.png"));
        QVERIFY(find(comparison, "dog-matte").isRenamed);
        QCOMPARE(find(comparison, "dog-matte").a.file, fs::path("dog.png"));
        QCOMPARE(int(find(comparison, "cat").state), int(PairState::only_a));
        QCOMPARE(comparison.counts().renamed, 2);
        QCOMPARE(comparison.counts().missing, 1);
        QCOMPARE(comparison.counts().extra, 2);
    }

    void measuresAndSorts() {
        for (const char* name : {"same.png", "moved.png", "tinted.png"}) {
            save(cutout({}), m_a / name);
        }
        save(cutout({}), m_b / "same.png");
        save(cutout({.x = 34.0}), m_b / "moved.png");
        save(cutout({.shade = 0.63}), m_b / "tinted.png");
        int told = 0;

        const RunComparison comparison = compareRuns(
            {.a = m_a, .b = m_b},
            [&](const RunPair&, int done, int total) {
                QCOMPARE(done, ++told);
                QCOMPARE(total, 3);
            },
            Progress{});

        QCOMPARE(told, 3);
        QCOMPARE(comparison.pairs[0].name, fs::path("moved"));
        QCOMPARE(comparison.pairs[2].name, fs::path("same"));
        const RunPair& moved = comparison.pairs[0];
        QVERIFY(moved.matte->mae > 0.01 && moved.matte->iou < 0.9);
        QVERIFY(std::abs(moved.matte->boundaryP95 - 4.0) < 0.5);
        QCOMPARE(moved.color->mean, 0.0);
        QVERIFY(moved.changes.empty());
        const RunPair& tinted = comparison.pairs[1];
        QCOMPARE(tinted.matte->mae, 0.0);
        QVERIFY(tinted.color->mean > 0.5);
        QVERIFY(find(comparison, "same").isIdentical);
        QCOMPARE(valueOf(find(comparison, "same"), Metric::change), std::optional(0.0));
    }

    void tellsSizeDepthProfileAndMetadata() {
        save(cutout({}), m_a / "one.png");
        save(
            cutout({.width = 120, .height = 80, .type = PixelType::u16, .icc = displayP3Profile()}),
            m_b / "one.png");

        const RunComparison comparison = compareRuns({.a = m_a, .b = m_b}, {}, Progress{});

        const RunPair& pair = comparison.pairs.at(0);
        QVERIFY(has(pair, ChangeKind::size));
        QVERIFY(has(pair, ChangeKind::depth));
        QVERIFY(has(pair, ChangeKind::profile));
        QVERIFY(!has(pair, ChangeKind::alpha));
        QCOMPARE(pair.changes[0], (PairChange{ChangeKind::size, "60 x 40", "120 x 80"}));
        QVERIFY2(
            pair.matte->mae < 0.005, qPrintable(QString::number(pair.matte->mae))); // brought to A's size
        QVERIFY(pair.color->mean > 1.0); // the same numbers mean other colours there
    }

    void measuresNothingOfAnotherShape() {
        save(cutout({}), m_a / "one.png");
        save(cutout({.width = 60, .height = 60}), m_b / "one.png");

        const RunComparison comparison = compareRuns({.a = m_a, .b = m_b}, {}, Progress{});

        const RunPair& pair = comparison.pairs.at(0);
        QVERIFY(pair.isOtherShape && !pair.matte && !pair.color);
        QVERIFY(evaluate(parseGate("mae>0.5").value(), comparison).isBeyond);
    }

    // A grey picture without alpha is a matte itself: a folder of true mattes beside cut-outs.
    void takesGreyPicturesForMattes() {
        const Image picture = cutout({});
        const Image matte = makeImage(60, 40, 1, PixelType::u8, [&](int x, int y) {
            return std::array<double, 4>{
                double(picture.row<std::uint8_t>(y)[std::size_t(x) * 4 + 3]) / 255.0};
        });
        const Image rgbMatte = makeImage(60, 40, 3, PixelType::u8, [&](int x, int y) {
            const double alpha = matte.row<std::uint8_t>(y)[std::size_t(x)] / 255.0;
            return std::array<double, 4>{alpha, alpha, alpha, 1.0};
        });
        save(matte, m_a / "grey.png");
        save(picture, m_b / "grey.png");
        save(rgbMatte, m_a / "rgb.png");
        save(picture, m_b / "rgb.png");

        const RunComparison comparison = compareRuns({.a = m_a, .b = m_b}, {}, Progress{});

        for (const RunPair& pair : comparison.pairs) {
            QVERIFY(pair.a.isMatte && !pair.b.isMatte);
            QCOMPARE(pair.matte->mae, 0.0);
            QVERIFY(!pair.color);
            QVERIFY(pair.changes.empty());
        }
    }

    void takesAnythingForAMatteWhenToldSo() {
        const auto matte = [](double blue) {
            return makeImage(60, 40, 3, PixelType::u8, [=](int x, int) {
                return std::array<double, 4>{x < 30 ? 1.0 : 0.0, 0.0, blue, 1.0};
            });
        };
        save(matte(0.5), m_a / "red.png");
        save(
            makeImage(
                60, 40, 4, PixelType::u8,
                [](int x, int) {
                    return std::array<double, 4>{0.2, 0.3, 0.4, x < 30 ? 1.0 : 0.0};
                }),
            m_b / "red.png");

        const RunComparison truth = compareRuns({.a = m_a, .b = m_b, .isATruth = true}, {}, Progress{});

        QCOMPARE(truth.pairs.at(0).matte->mae, 0.0);
        QVERIFY(!truth.pairs.at(0).color);
    }

    // Whatever lies there fails on its own and stops nothing.
    void failsHostilePairsAlone() {
        for (const char* name : {"good.png", "empty.png", "text.png", "cut.png", "fifo.png", "link.png"}) {
            save(cutout({}), m_a / name);
        }
        save(cutout({.x = 31.0}), m_b / "good.png");
        saveText(m_b / "empty.png", "");
        saveText(m_b / "text.png", "<html>no picture</html>");
        saveText(m_b / "cut.png", std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xff\xff\xff", 20));
        mkfifo((m_b / "fifo.png").c_str(), 0600);
        fs::create_symlink(m_b / "nowhere", m_b / "link.png");

        const RunComparison comparison = compareRuns({.a = m_a, .b = m_b}, {}, Progress{});

        QCOMPARE(comparison.counts().compared, 1);
        QCOMPARE(comparison.counts().failed, 5);
        for (const RunPair& pair : comparison.pairs) {
            if (pair.name != "good") {
                QVERIFY2(pair.failure.has_value(), pair.name.c_str());
                QVERIFY(!pair.failure->detail.empty());
                QCOMPARE(pair.failure->file, pair.b.file);
            }
        }
    }

    void comparesTwoFiles() {
        save(cutout({}), m_a / "one.png");
        save(cutout({.x = 33.0}), m_b / "other.png");

        const RunComparison comparison =
            compareRuns({.a = m_a / "one.png", .b = m_b / "other.png"}, {}, Progress{});

        QCOMPARE(comparison.pairs.size(), std::size_t(1));
        QVERIFY(comparison.pairs[0].matte->mae > 0.0);
    }

    void refusesWhatCanNotBeCompared() {
        save(cutout({}), m_a / "one.png");

        try {
            pairRuns(m_a, m_b / "nowhere");
            QFAIL("no error");
        } catch (const Error& e) {
            QCOMPARE(e.code(), ErrorCode::file_not_found);
            QCOMPARE(e.file(), m_b / "nowhere");
        }
        QVERIFY_EXCEPTION_THROWN(pairRuns(m_a, m_a / "one.png"), Error);
    }

    void keepsThumbnailsWhenAskedTo() {
        save(cutout({.width = 600, .height = 400}), m_a / "one.png");
        save(cutout({.width = 600, .height = 400, .x = 33.0}), m_b / "one.png");

        const RunComparison comparison =
            compareRuns({.a = m_a, .b = m_b, .thumbnailSide = 100}, {}, Progress{});

        const std::vector<std::uint8_t>& bytes = comparison.pairs.at(0).thumbnailB;
        QVERIFY(bytes.size() > 100 && bytes.size() < 20'000);
        QCOMPARE(std::string(bytes.begin() + 8, bytes.begin() + 12), std::string("WEBP"));
    }

    void canBeCancelledBetweenPairs() {
        save(cutout({}), m_a / "one.png");
        save(cutout({}), m_b / "one.png");
        save(cutout({}), m_a / "two.png");
        save(cutout({}), m_b / "two.png");
        std::stop_source stop;
        int told = 0;

        QVERIFY_EXCEPTION_THROWN(
            compareRuns(
                {.a = m_a, .b = m_b},
                [&](const RunPair&, int, int) {
                    ++told;
                    stop.request_stop();
                },
                Progress(stop.get_token(), {})),
            Cancelled);
        QCOMPARE(told, 1);
    }

    void bringsVerdictsBack() {
        save(cutout({}), m_a / "one.png");
        save(cutout({.x = 31.0}), m_b / "one.png");
        const Judgement judgement{.verdict = Verdict::fail, .reason = "Halo", .pin = Point{4.0, 5.0}};
        changeJudgements(m_b, {{"one", judgement}});

        QVERIFY(compareRuns({.a = m_a, .b = m_b}, {}, Progress{}).pairs.at(0).judgement == judgement);
        QCOMPARE(pairRuns(m_a, m_b).ignored, 0); // the file is none of the run's

        changeJudgements(m_b, {{"other", judgement}, {"one", {}}}); // what isn't named stays
        QCOMPARE(loadJudgements(m_b).size(), std::size_t(1));
        changeJudgements(m_b, {{"other", {}}});
        QVERIFY(!fs::exists(judgementFileOf(m_b)));
    }

    void neverReplacesAFileItCanNotRead() {
        saveText(judgementFileOf(m_b), "something else");

        QVERIFY_EXCEPTION_THROWN(changeJudgements(m_b, {{"one", {.verdict = Verdict::pass}}}), Error);
        QVERIFY_EXCEPTION_THROWN(loadJudgements(m_b), Error);
        QCOMPARE(readBytes(judgementFileOf(m_b)).size(), std::size_t(14));
        save(cutout({}), m_a / "one.png");
        save(cutout({}), m_b / "one.png");
        const RunComparison comparison = compareRuns({.a = m_a, .b = m_b}, {}, Progress{});
        QCOMPARE(comparison.counts().compared, 1); // it stops nothing
        QCOMPARE(comparison.judgementFailure.value().file, judgementFileOf(m_b));
    }

    void saysWhenTheFolderTakesNoVerdicts() {
        try {
            changeJudgements(m_b / "nowhere" / "x", {{"one", {.verdict = Verdict::pass}}});
            QFAIL("no error");
        } catch (const Error& e) {
            QCOMPARE(e.code(), ErrorCode::file_not_found);
        }
        if (geteuid() == 0) {
            QSKIP("the superuser may write anywhere");
        }
        fs::permissions(m_b, fs::perms::owner_read | fs::perms::owner_exec);
        QVERIFY_EXCEPTION_THROWN(changeJudgements(m_b, {{"one", {.verdict = Verdict::pass}}}), Error);
        fs::permissions(m_b, fs::perms::owner_all);
    }

private:
    std::unique_ptr<QTemporaryDir> m_dir;
    fs::path m_a;
    fs::path m_b;
};

QTEST_APPLESS_MAIN(CompareRunsTest)
#include "compare_runs_test.moc"
