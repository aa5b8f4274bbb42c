#include "core/base/error.h"
#include "core/io/writer.h"
#include "core/session/region_preview.h"
#include "core/session/session.h"
#include "tests/support/fake_engines.h"

#include <QTemporaryDir>
#include <QTest>

#include <condition_variable>
#include <map>
#include <mutex>

using namespace kerf;
using namespace kerf::test;

namespace {

// Each pixel tells where it is.
Image gridPhoto() {
    return makeImage(300, 200, 3, PixelType::u8, [](int x, int y) {
        return std::array<double, 4>{(x % 256) / 255.0, y / 255.0, x / 256 / 255.0, 1.0};
    });
}

int sampleAt(const Image& image, int x, int y, int channel) {
    return image.row<std::uint8_t>(y)[std::size_t(x * image.format().channels + channel)];
}

Engines plainEngines(std::shared_ptr<std::atomic<int>>* pixels = nullptr) {
    Engines engines;
    auto seen = std::make_shared<std::atomic<int>>(0);
    if (pixels) {
        *pixels = seen;
    }
    engines.cleanup.push_back(
        std::make_unique<FakeCleanup>(CleanupEngine::nlm, [seen](const Image& image, const Progress&) {
            *seen = image.format().width * image.format().height;
            return image;
        }));
    engines.mask.push_back(std::make_unique<FakeMask>(MaskEngine::grabcut));
    return engines;
}

RegionResult runOn(const Rect& region, const Recipe& recipe = {}) {
    return runRegion(Pipeline(plainEngines()), gridPhoto(), recipe, region, {}, [](std::string_view) {});
}

} // namespace

class RegionPreviewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void coversTheRegionAndNoMore() {
        const RegionResult made = runOn({.x = 120, .y = 70, .width = 50, .height = 40});

        QCOMPARE(made.region, (Rect{.x = 120, .y = 70, .width = 50, .height = 40}));
        for (const Image* image :
             {&made.source, &made.result.cleaned, &made.result.matte, &made.result.cutout}) {
            QCOMPARE(image->format().width, 50);
            QCOMPARE(image->format().height, 40);
        }
        QCOMPARE(sampleAt(made.source, 0, 0, 0), 120);
        QCOMPARE(sampleAt(made.result.cleaned, 0, 0, 0), 120);
        QCOMPARE(sampleAt(made.result.cleaned, 0, 0, 1), 70);
        QCOMPARE(sampleAt(made.result.cleaned, 49, 39, 0), 169);
    }

    void keepsToThePhoto() {
        const RegionResult made = runOn({.x = 280, .y = -10, .width = 100, .height = 50});

        QCOMPARE(made.region, (Rect{.x = 280, .y = 0, .width = 20, .height = 40}));
        QCOMPARE(made.result.cutout.format().width, 20);
        QCOMPARE(sampleAt(made.source, 19, 0, 0), 299 - 256);
    }

    void laysThePartOfTheWholesBackgroundUnder() {
        Recipe recipe{
            .background = Background{
                .kind = BackgroundKind::linear,
                .color = {0, 0, 0},
                .second = {255, 255, 255},
                .angle = 90.0}};
        const RegionResult made = runOn({.x = 200, .y = 70, .width = 100, .height = 40}, recipe);

        // The subject is the left half of what the mask was shown.
        QCOMPARE(made.result.cutout.format().channels, 3);
        QVERIFY(std::abs(sampleAt(made.result.cutout, 99, 5, 2) - 255) <= 1);
        QVERIFY(std::abs(sampleAt(made.result.cutout, 60, 5, 2) - 255 * 260 / 300) <= 2);
        recipe.background = Background{.kind = BackgroundKind::blur};
        recipe.shadow = Shadow{};
        QCOMPARE(
            runOn({.x = 200, .y = 70, .width = 100, .height = 40}, recipe).result.cutout.format().channels,
            3);
    }

    void refusesARegionOutsideThePhoto() {
        try {
            runOn({.x = 400, .y = 10, .width = 100, .height = 50});
            QFAIL("nothing was thrown");
        } catch (const Error& e) {
            QCOMPARE(e.code(), ErrorCode::invalid_option);
        }
    }

    void movesTheBoxAndTheStrokes() {
        Recipe recipe;
        recipe.subject = Rect{.x = 50, .y = 60, .width = 100, .height = 100};
        recipe.strokes = {
            {.isSubject = true, .radius = 5.0, .points = {{110.0, 90.0}}},
            {.isSubject = false, .radius = 5.0, .points = {{290.0, 190.0}}}};
        recipe.edits = {{.radius = 4.0, .points = {{105.5, 85.5, 1.0}}}};

        const Recipe within = recipeWithin(recipe, {.x = 100, .y = 80, .width = 60, .height = 40});

        QCOMPARE(*within.subject, (Rect{.x = 0, .y = 0, .width = 50, .height = 40}));
        QCOMPARE(within.strokes.size(), std::size_t(1));
        QCOMPARE(within.strokes[0].points[0], (Point{10.0, 10.0}));
        QCOMPARE(within.edits[0].points[0], (StrokePoint{5.5, 5.5, 1.0}));
    }

    void leavesABoxOutsideOut() {
        Recipe recipe;
        recipe.subject = Rect{.x = 0, .y = 0, .width = 20, .height = 20};

        QVERIFY(!recipeWithin(recipe, {.x = 100, .y = 80, .width = 60, .height = 40}).subject);
    }

    void previewsThroughTheSession() {
        QTemporaryDir folder;
        const std::filesystem::path photo = folder.filePath(QStringLiteral("photo.png")).toStdString();
        writePhoto({.image = gridPhoto(), .output = photo}, {});
        std::mutex mutex;
        std::condition_variable changed;
        std::map<JobId, JobEvent> ended;
        std::shared_ptr<std::atomic<int>> pixels;
        const auto session = makeSession(
            [&](const JobEvent& event) {
                const std::scoped_lock lock(mutex);
                if (event.state != JobState::queued && event.state != JobState::running) {
                    ended[event.job] = event;
                    changed.notify_all();
                }
            },
            {}, plainEngines(&pixels));

        const JobId job = session->previewRegion(photo, {}, {.x = 120, .y = 70, .width = 10, .height = 10});
        std::unique_lock lock(mutex);
        QVERIFY(changed.wait_for(lock, std::chrono::seconds(60), [&] { return ended.contains(job); }));

        QCOMPARE(ended[job].state, JobState::done);
        const auto& preview = std::get<RegionPreview>(*ended[job].output);
        QCOMPARE(preview.region, (Rect{.x = 120, .y = 70, .width = 10, .height = 10}));
        QCOMPARE(preview.result.cutout.format().width, 10);
        QVERIFY(!preview.result.stages.empty());
        QVERIFY2(*pixels < 140 * 140, "more than the region and its surroundings was computed");
    }
};

QTEST_GUILESS_MAIN(RegionPreviewTest)
#include "region_preview_test.moc"
