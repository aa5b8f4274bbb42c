#include "core/image/pixels.h"
#include "core/image/resize.h"
#include "core/io/reader.h"
#include "core/io/writer.h"
#include "core/pipeline/engine.h"
#include "core/session/session.h"
#include "tests/support/fake_engines.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <semaphore>

using namespace kerf;
using namespace kerf::test;
using namespace std::chrono_literals;

namespace {

namespace fs = std::filesystem;

bool isLast(JobState state) {
    return state != JobState::queued && state != JobState::running;
}

// Keeps every event and lets a test wait for a job's last one.
class Listener {
public:
    void operator()(const JobEvent& event) {
        const std::scoped_lock lock(m_mutex);
        m_events[event.job].push_back(event);
        m_isInside = m_isInside || m_inside.exchange(true);
        m_inside = false;
        m_changed.notify_all();
    }

    JobEvent last(JobId job) {
        return wait(job, [](const JobEvent& event) { return isLast(event.state); });
    }
    JobEvent running(JobId job) {
        return wait(job, [](const JobEvent& event) { return event.state == JobState::running; });
    }

    std::vector<JobEvent> events(JobId job) {
        const std::scoped_lock lock(m_mutex);
        return m_events[job];
    }
    bool wasEnteredTwice() const { return m_isInside; }

private:
    template <typename Match>
    JobEvent wait(JobId job, Match match) {
        std::unique_lock lock(m_mutex);
        JobEvent found;
        const bool came = m_changed.wait_for(lock, 60s, [&] {
            const auto& events = m_events[job];
            const auto event = std::ranges::find_if(events, match);
            if (event != events.end()) {
                found = *event;
            }
            return event != events.end();
        });
        if (!came) {
            qFatal("no such event within a minute");
        }
        return found;
    }

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::map<JobId, std::vector<JobEvent>> m_events;
    std::atomic<bool> m_inside = false;
    bool m_isInside = false;
};

template <typename T>
const T& outputOf(const JobEvent& event) {
    if (event.state != JobState::done) {
        qFatal("%s", event.failure ? event.failure->detail.c_str() : "not done");
    }
    return std::get<T>(*event.output);
}

// Waits in the clean-up until it is let through or stopped.
struct Gate {
    std::binary_semaphore open{0};

    Image operator()(const Image& image, const Progress& progress) {
        while (!open.try_acquire_for(2ms)) {
            progress.step(0.5);
        }
        return image;
    }
};

} // namespace

class SessionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_dir = std::make_unique<QTemporaryDir>();
        m_photo = folder() / "photo.png";
        save(m_photo, 40, 30);
    }

    void opensAPhoto() {
        Listener listener;
        const auto session = make(listener);

        const auto opened = outputOf<OpenedPhoto>(listener.last(session->open(m_photo)));

        QCOMPARE(opened.image.format().width, 40);
        QCOMPARE(opened.info.format, std::string("PNG"));
    }

    void makesAThumbnail() {
        Listener listener;
        const auto session = make(listener);
        const JobId job = session->thumbnail(m_photo, 20);
        const JobId wrong = session->thumbnail(m_photo, 0);

        const auto thumbnail = outputOf<ThumbnailReady>(listener.last(job));

        QCOMPARE(thumbnail.image.format().width, 20);
        QCOMPARE(thumbnail.image.format().height, 15);
        QCOMPARE(thumbnail.image.format().type, PixelType::u8);
        QCOMPARE(thumbnail.image.format().icc, std::string());
        QCOMPARE(thumbnail.info.width, 40);
        QCOMPARE(listener.last(wrong).failure.value().code, ErrorCode::invalid_option);
    }

    void runsARecipe() {
        Listener listener;
        const auto session = make(listener);
        const JobId job = session->run(m_photo, {});

        const auto result = outputOf<PhotoResult>(listener.last(job));

        QCOMPARE(result.stages.size(), std::size_t{3});
        QCOMPARE(result.cutout.format().channels, 4);
        QCOMPARE(result.matte.format().channels, 1);
        QVERIFY(result.seconds > 0.0);
        const std::vector<JobEvent> events = listener.events(job);
        QCOMPARE(events.front().state, JobState::queued);
        QCOMPARE(std::ranges::count_if(events, [](const JobEvent& e) { return isLast(e.state); }), 1);
        QVERIFY(isLast(events.back().state));
        QVERIFY(std::ranges::is_sorted(events, {}, &JobEvent::fraction));
        QVERIFY(!listener.wasEnteredTwice());
    }

    void exportsIntoFoldersThatAreMissing() {
        Listener listener;
        const auto session = make(listener);
        const fs::path output = folder() / "new" / "deep" / "photo.png";

        const auto made =
            outputOf<ExportedFile>(listener.last(session->exportPhoto({m_photo, output, {}, {}})));

        QCOMPARE(made.file, output);
        QCOMPARE(made.bytes, std::uint64_t(fs::file_size(output)));
        const Photo back = readPhoto(output, Limits{}, Progress{});
        QCOMPARE(back.image.format().channels, 4);
        QCOMPARE(back.image.format().width, made.width);
        QCOMPARE(entries(folder() / "new" / "deep"), 1);
    }

    void writesTheMatteAlone() {
        Listener listener;
        const auto session = make(listener);
        const fs::path output = folder() / "matte.png";

        outputOf<ExportedFile>(
            listener.last(session->exportPhoto({m_photo, output, {}, {.depth = 16, .alphaOnly = true}})));

        const PhotoInfo info = readInfo(output, Limits{});
        QCOMPARE(info.channels, 1);
        QCOMPARE(info.bitsPerSample, 16);
    }

    void sameInputGivesTheSameBytes() {
        std::vector<QByteArray> contents;
        for (const char* name : {"one.png", "two.png"}) {
            Listener listener;
            const auto session = make(listener);
            const fs::path output = folder() / name;
            outputOf<ExportedFile>(lastOfExport(listener, *session, output));
            contents.push_back(bytesOf(output));
        }
        QCOMPARE(contents[0], contents[1]);
    }

    void computesARecipeOnceForAFile() {
        Listener listener;
        const auto session = make(listener);
        const auto calls = m_calls;

        outputOf<PhotoResult>(listener.last(session->run(m_photo, {})));
        outputOf<PhotoResult>(listener.last(session->run(m_photo, {})));
        outputOf<ExportedFile>(lastOfExport(listener, *session, folder() / "out.png"));
        QCOMPARE(calls->load(), 1);

        outputOf<PhotoResult>(listener.last(session->run(m_photo, {.strength = 50})));
        QCOMPARE(calls->load(), 2);

        // What comes after the clean-up doesn't ask for another one.
        outputOf<PhotoResult>(listener.last(session->run(m_photo, {.subject = Rect{1, 2, 3, 4}})));
        outputOf<PhotoResult>(listener.last(session->run(m_photo, {.mask = MaskEngine::off})));
        QCOMPARE(calls->load(), 2);

        save(m_photo, 41, 30);
        const auto fresh = outputOf<PhotoResult>(listener.last(session->run(m_photo, {})));
        QCOMPARE(calls->load(), 3);
        QCOMPARE(fresh.source.format().width, 41);
    }

    void measuresTheMatteOfARun() {
        Listener listener;
        const auto session = make(listener);

        const auto result = outputOf<PhotoResult>(listener.last(session->run(m_photo, {})));
        const auto unmasked =
            outputOf<PhotoResult>(listener.last(session->run(m_photo, {.mask = MaskEngine::off})));

        QVERIFY(result.report != nullptr);
        QCOMPARE(result.report->numbers.width, result.matte.format().width);
        QCOMPARE(result.report->numbers.coverage, 0.5); // the left half
        QCOMPARE(result.report->numbers.left, 1.0);
        QVERIFY(unmasked.report == nullptr);
    }

    void inspectsAResult() {
        Listener listener;
        const auto session = make(listener);
        const auto result = outputOf<PhotoResult>(listener.last(session->run(m_photo, {})));

        const auto inspected =
            outputOf<Inspected>(listener.last(session->inspect({.result = result, .softDistance = 3})));
        const auto drawn = outputOf<Inspected>(
            listener.last(session->inspect({.result = result, .view = CheckView::redegrade, .gain = 4.0})));
        const JobEvent refused = listener.last(session->inspect({.result = result, .gain = 0.0}));

        QCOMPARE(inspected.report->softDistance, 3);
        QCOMPARE(inspected.checks.redegrade.value().mean, 0.0); // the fake clean-up changes nothing
        QVERIFY(!inspected.checks.seams);
        QVERIFY(inspected.view.empty());
        QCOMPARE(drawn.view.format().width, 40);
        QCOMPARE(int(drawn.view.row<std::uint8_t>(0)[0]), 128);
        QCOMPARE(refused.failure.value().code, ErrorCode::invalid_option);
    }

    void inspectsAResultWithoutAnything() {
        Listener listener;
        const auto session = make(listener);
        const auto result = outputOf<PhotoResult>(
            listener.last(session->run(m_photo, {.cleanup = CleanupEngine::off, .mask = MaskEngine::off})));

        const auto inspected = outputOf<Inspected>(listener.last(session->inspect({.result = result})));
        const auto nothing = outputOf<Inspected>(listener.last(session->inspect({})));

        QVERIFY(inspected.report == nullptr);
        QVERIFY(!inspected.checks.redegrade);
        QVERIFY(nothing.report == nullptr);
    }

    void measuresTheMatteOfAPhotoThatWasExportedFirst() {
        Listener listener;
        const auto session = make(listener);
        outputOf<ExportedFile>(lastOfExport(listener, *session, folder() / "out.png"));

        const auto result = outputOf<PhotoResult>(listener.last(session->run(m_photo, {})));

        QVERIFY(result.report != nullptr);
        QCOMPARE(m_calls->load(), 1); // nothing was computed twice
    }

    void answersAKeptResultAtOnceWhileOthersRun() {
        const auto gate = std::make_shared<Gate>();
        gate->open.release();
        Listener listener;
        const auto session = make(listener, {}, gate);
        outputOf<PhotoResult>(listener.last(session->run(m_photo, {})));
        const JobId running = session->run(m_photo, {.strength = 50});
        waitForCalls(2);
        const JobId waiting = session->run(m_photo, {.strength = 60});

        outputOf<PhotoResult>(listener.last(session->run(m_photo, {})));

        QCOMPARE(m_calls->load(), 2);
        for (const JobId other : {running, waiting}) {
            QVERIFY(std::ranges::none_of(
                listener.events(other), [](const JobEvent& event) { return isLast(event.state); }));
        }
    }

    void editsBesideALongRunWithoutAnEngine() {
        Listener listener;
        auto gate = std::make_shared<Gate>();
        const auto session = make(listener, {}, gate);
        gate->open.release();
        const JobEvent first = listener.last(session->run(m_photo, {}));
        const auto base = std::make_shared<const PhotoResult>(outputOf<PhotoResult>(first));
        const fs::path other = folder() / "other.png";
        save(other, 30, 30);
        const JobId running = session->run(other, {});
        waitForCalls(2);
        Recipe recipe;
        recipe.edits = {
            {.mode = StrokeMode::remove, .radius = 5.0, .onlyUncertain = false, .points = {{5.0, 15.0}}}};

        const auto edited = outputOf<PhotoResult>(listener.last(session->edit({m_photo, base, recipe})));
        const auto preview = outputOf<EditPreview>(
            listener.last(session->previewEdit({m_photo, base, recipe}, {{0, 0, 40, 30}, 40, 30})));
        const auto kept = outputOf<PhotoResult>(listener.last(session->run(m_photo, recipe)));

        QCOMPARE(m_calls->load(), 2);
        QCOMPARE(int(base->matte.row<std::uint8_t>(15)[5]), 255);
        QCOMPARE(int(edited.matte.row<std::uint8_t>(15)[5]), 0);
        QVERIFY(isEqual(edited.foundMatte, base->matte));
        QVERIFY(isEqual(preview.matte, edited.matte));
        QVERIFY(kept.matte.pixels().data() == edited.matte.pixels().data());
        session->cancel(running);
    }

    void refusesAnEditOfNothing() {
        Listener listener;
        const auto session = make(listener);
        Recipe wrong;
        wrong.edges.gamma = 0.0;
        const auto base = std::make_shared<const PhotoResult>(
            outputOf<PhotoResult>(listener.last(session->run(m_photo, {}))));

        QCOMPARE(
            listener.last(session->edit({m_photo, nullptr, {}})).failure.value().code,
            ErrorCode::invalid_option);
        QCOMPARE(
            listener.last(session->edit({m_photo, base, wrong})).failure.value().code,
            ErrorCode::invalid_option);
        QCOMPARE(
            listener.last(session->previewEdit({m_photo, base, {}}, {})).failure.value().code,
            ErrorCode::invalid_option);
    }

    void exportsBeforeTheRunsThatWait() {
        const auto gate = std::make_shared<Gate>();
        gate->open.release();
        Listener listener;
        const auto session = make(listener, {}, gate);
        outputOf<PhotoResult>(listener.last(session->run(m_photo, {})));
        const JobId running = session->run(m_photo, {.strength = 50});
        waitForCalls(2);
        const JobId waiting = session->run(m_photo, {.strength = 60});
        const JobId exporting = session->exportPhoto({m_photo, folder() / "out.png", {}, {}});
        gate->open.release();

        outputOf<ExportedFile>(listener.last(exporting));

        QCOMPARE(listener.last(running).state, JobState::done);
        QVERIFY(std::ranges::none_of(
            listener.events(waiting), [](const JobEvent& event) { return isLast(event.state); }));
    }

    void runsInTheOrderInWhichTheyWereAskedFor() {
        std::mutex mutex;
        std::vector<JobId> finished;
        std::vector<JobId> asked;
        const auto session = makeSession(
            [&](const JobEvent& event) {
                if (event.state == JobState::done) {
                    const std::scoped_lock lock(mutex);
                    finished.push_back(event.job);
                }
            },
            {}, engines(nullptr));
        for (int strength = 1; strength <= 20; ++strength) {
            asked.push_back(session->run(m_photo, {.strength = strength}));
        }
        const auto count = [&] {
            const std::scoped_lock lock(mutex);
            return finished.size();
        };
        QTRY_COMPARE_WITH_TIMEOUT(count(), asked.size(), 60'000);
        QVERIFY(finished == asked);
    }

    void tellsWhichEnginesThereAre() {
        Listener listener;
        const auto session = makeSession([&](const JobEvent& event) { listener(event); }, {});

        const std::vector<EngineInfo> before = session->engines();
        listener.last(session->devices());
        const std::vector<EngineInfo> all = session->engines();

        QCOMPARE(before.size(), all.size());
        QVERIFY(std::ranges::all_of(before, &EngineInfo::available)); // no file was looked at
        const auto at = [&](std::string_view id) {
            return *std::ranges::find_if(all, [&](const EngineInfo& engine) { return engine.id == id; });
        };
        QCOMPARE(all.size(), std::size_t{6});
        QVERIFY(!at("esrgan").available);
        QVERIFY(at("esrgan").canUseGpu);
        QVERIFY2(at("esrgan").reason.ends_with('.'), at("esrgan").reason.c_str());
        QVERIFY(at("nlm").available);
        QCOMPARE(at("nlm").stage, std::string("cleanup"));
        QVERIFY(at("nlm").reason.empty());
        QVERIFY(!at("birefnet").available);
        QVERIFY(at("grabcut").available);
        QVERIFY(!at("grabcut").canUseGpu);
        QCOMPARE(at("grabcut").stage, std::string("mask"));
    }

    void keepsNothingWithoutABudget() {
        Listener listener;
        const auto session = make(listener, {.cacheBytes = 0});
        const auto calls = m_calls;

        outputOf<PhotoResult>(listener.last(session->run(m_photo, {})));
        outputOf<PhotoResult>(listener.last(session->run(m_photo, {})));

        QCOMPARE(calls->load(), 2);
    }

    void cancelsARunningJobInTime() {
        Listener listener;
        const auto session = make(listener, {}, std::make_shared<Gate>());
        const JobId job = session->run(m_photo, {});
        waitForCalls(1);

        QElapsedTimer timer;
        timer.start();
        session->cancel(job);
        const JobEvent event = listener.last(job);

        QCOMPARE(event.state, JobState::cancelled);
        QVERIFY2(timer.elapsed() < 200, qPrintable(QString::number(timer.elapsed())));
    }

    // What an engine does that can't stop for a while: the front end is told at once, and nothing comes of
    // it.
    void acknowledgesBeforeTheWorkCanStop() {
        Listener listener;
        std::binary_semaphore isInside{0};
        std::binary_semaphore mayGoOn{0};
        Engines slow = engines(nullptr);
        slow.cleanup.clear();
        slow.cleanup.push_back(
            std::make_unique<FakeCleanup>(CleanupEngine::nlm, [&](const Image& image, const Progress&) {
                isInside.release();
                mayGoOn.acquire();
                return image;
            }));
        const auto session =
            makeSession([&](const JobEvent& event) { listener(event); }, {}, std::move(slow));
        const JobId job = session->exportPhoto({m_photo, folder() / "out.png", {}, {}});
        const JobId next = session->open(m_photo);
        isInside.acquire();

        session->cancel(job);
        QCOMPARE(listener.last(job).state, JobState::cancelled);
        mayGoOn.release();
        const JobId after = session->exportPhoto({m_photo, folder() / "b.png", {.strength = 50}, {}});
        isInside.acquire();
        mayGoOn.release();

        QCOMPARE(listener.last(after).state, JobState::done);
        QCOMPARE(listener.last(next).state, JobState::done);
        QVERIFY(isLast(listener.events(job).back().state));
        QVERIFY(!fs::exists(folder() / "out.png"));
    }

    void cancelsAQueuedJobWithoutWaitingForTheRunningOne() {
        Listener listener;
        const auto gate = std::make_shared<Gate>();
        const auto session = make(listener, {}, gate);
        const JobId first = session->run(m_photo, {});
        const JobId second = session->run(m_photo, {});
        waitForCalls(1);

        session->cancel(second);
        session->cancel(second);

        QCOMPARE(listener.last(second).state, JobState::cancelled);
        gate->open.release();
        QCOMPARE(listener.last(first).state, JobState::done);
        QCOMPARE(m_calls->load(), 1);
        const auto events = listener.events(second);
        QCOMPARE(std::ranges::count_if(events, [](const JobEvent& e) { return isLast(e.state); }), 1);
    }

    void cancelsAll() {
        Listener listener;
        const auto session = make(listener, {}, std::make_shared<Gate>());
        std::vector<JobId> jobs;
        for (int i = 0; i < 20; ++i) {
            jobs.push_back(session->exportPhoto({m_photo, folder() / (std::to_string(i) + ".png"), {}, {}}));
        }
        waitForCalls(1);

        session->cancelAll();

        for (const JobId job : jobs) {
            QCOMPARE(listener.last(job).state, JobState::cancelled);
        }
        QCOMPARE(entries(folder()), 1);
    }

    void looksWhileALongRunIsUnderWay() {
        Listener listener;
        const auto session = make(listener, {}, std::make_shared<Gate>());
        const JobId run = session->run(m_photo, {});
        waitForCalls(1);

        outputOf<OpenedPhoto>(listener.last(session->open(m_photo)));
        outputOf<ThumbnailReady>(listener.last(session->thumbnail(m_photo, 8)));

        QVERIFY(
            std::ranges::none_of(listener.events(run), [](const JobEvent& e) { return isLast(e.state); }));
    }

    void theHandlerMayCallTheSession() {
        Listener listener;
        std::unique_ptr<Session> session;
        std::atomic<bool> isCancelled = false;
        m_gate = std::make_shared<Gate>();
        session = makeSession(
            [&](const JobEvent& event) {
                if (event.state == JobState::running && event.stage == "cleanup" &&
                    !isCancelled.exchange(true)) {
                    session->cancel(event.job);
                }
                listener(event);
            },
            {}, engines(m_gate));

        QCOMPARE(listener.last(session->run(m_photo, {})).state, JobState::cancelled);
    }

    void isDestroyedWhileRunning() {
        Listener listener;
        auto session = make(listener, {}, std::make_shared<Gate>());
        const JobId running = session->run(m_photo, {});
        const JobId waiting = session->run(m_photo, {});
        waitForCalls(1);

        QElapsedTimer timer;
        timer.start();
        session.reset();
        QVERIFY2(timer.elapsed() < 500, qPrintable(QString::number(timer.elapsed())));

        const std::size_t before = listener.events(running).size() + listener.events(waiting).size();
        QTest::qWait(20);
        QCOMPARE(listener.events(running).size() + listener.events(waiting).size(), before);
    }

    void oneBadFileFailsAlone() {
        const fs::path bad = folder() / "bad.png";
        const QByteArray whole = bytesOf(m_photo);
        write(bad, whole.left(whole.size() / 2));
        Listener listener;
        const auto session = make(listener);
        const JobId first = session->exportPhoto({bad, folder() / "out" / "bad.png", {}, {}});
        const JobId missing =
            session->exportPhoto({folder() / "no.png", folder() / "out" / "no.png", {}, {}});
        const JobId good = session->exportPhoto({m_photo, folder() / "out" / "photo.png", {}, {}});

        const JobEvent failed = listener.last(first);

        QCOMPARE(failed.state, JobState::failed);
        QCOMPARE(failed.failure.value().code, ErrorCode::corrupt_file);
        QCOMPARE(failed.failure.value().file, bad);
        QCOMPARE(listener.last(missing).failure.value().code, ErrorCode::file_not_found);
        QCOMPARE(listener.last(good).state, JobState::done);
        QCOMPARE(entries(folder() / "out"), 1);
    }

    void anUnexpectedExceptionBecomesAFailure() {
        Listener listener;
        Engines broken = engines(nullptr);
        broken.cleanup.insert(
            broken.cleanup.begin(),
            std::make_unique<FakeCleanup>(CleanupEngine::esrgan, [](const Image&, const Progress&) -> Image {
                throw std::bad_alloc();
            }));
        broken.cleanup.push_back(std::make_unique<FakeCleanup>(
            CleanupEngine::nlm_opencv,
            [](const Image&, const Progress&) -> Image { throw std::runtime_error("boom"); }));
        const auto session =
            makeSession([&](const JobEvent& event) { listener(event); }, {}, std::move(broken));

        const JobId memory = session->run(m_photo, {.cleanup = CleanupEngine::esrgan});
        const JobId other = session->run(m_photo, {.cleanup = CleanupEngine::nlm_opencv});

        QCOMPARE(listener.last(memory).failure.value().code, ErrorCode::out_of_memory);
        QCOMPARE(listener.last(memory).failure.value().file, m_photo);
        QCOMPARE(listener.last(other).failure.value().code, ErrorCode::internal);
        QVERIFY(listener.last(other).failure->detail.find("boom") != std::string::npos);
    }

    void treatsExistingFilesAsAskedBeforeComputing() {
        Listener listener;
        const auto session = make(listener, {.cacheBytes = 0});
        const fs::path output = folder() / "out.png";
        write(output, "mine");
        const auto with = [&](ExistingPolicy policy) {
            return listener.last(session->exportPhoto({m_photo, output, {}, {.existing = policy}}));
        };

        const JobEvent fails = with(ExistingPolicy::fail);
        QCOMPARE(fails.failure.value().code, ErrorCode::already_exists);
        QCOMPARE(fails.failure->file, output);
        const JobEvent skips = with(ExistingPolicy::skip);
        QCOMPARE(skips.state, JobState::skipped);
        QCOMPARE(std::get<ExportedFile>(*skips.output).file, output);
        QCOMPARE(m_calls->load(), 0);
        QCOMPARE(bytesOf(output), QByteArray("mine"));

        QCOMPARE(outputOf<ExportedFile>(with(ExistingPolicy::rename)).file, folder() / "out-2.png");
        QCOMPARE(bytesOf(output), QByteArray("mine"));
        QCOMPARE(outputOf<ExportedFile>(with(ExistingPolicy::replace)).file, output);
        QVERIFY(bytesOf(output).startsWith("\x89PNG"));
    }

    void neverWritesOverTheSource() {
        Listener listener;
        const auto session = make(listener);
        const fs::path link = folder() / "link.png";
        fs::create_hard_link(m_photo, link);
        const QByteArray before = bytesOf(m_photo);
        for (const fs::path& output : {m_photo, link}) {
            for (const ExistingPolicy policy :
                 {ExistingPolicy::fail, ExistingPolicy::skip, ExistingPolicy::replace}) {
                const JobId job = session->exportPhoto({m_photo, output, {}, {.existing = policy}});
                QCOMPARE(listener.last(job).failure.value().code, ErrorCode::source_in_danger);
            }
        }
        const JobId renamed =
            session->exportPhoto({m_photo, m_photo, {}, {.existing = ExistingPolicy::rename}});

        QCOMPARE(outputOf<ExportedFile>(listener.last(renamed)).file, folder() / "photo-2.png");
        QCOMPARE(bytesOf(m_photo), before);
    }

    void refusesAFolderThatIsNoneBeforeComputing() {
        Listener listener;
        const auto session = make(listener);
        write(folder() / "file", "x");

        const JobEvent event = lastOfExport(listener, *session, folder() / "file" / "out.png");

        QCOMPARE(event.failure.value().code, ErrorCode::not_a_file);
        QCOMPARE(event.failure->file, folder() / "file");
        QCOMPARE(m_calls->load(), 0);
    }

    void refusesAFolderThatMayNotBeWrittenTo() {
        if (geteuid() == 0) {
            QSKIP("root may write anywhere");
        }
        Listener listener;
        const auto session = make(listener);
        fs::create_directory(folder() / "locked");
        fs::permissions(folder() / "locked", fs::perms::owner_read | fs::perms::owner_exec);

        const JobEvent event = lastOfExport(listener, *session, folder() / "locked" / "sub" / "out.png");

        QCOMPARE(event.failure.value().code, ErrorCode::permission_denied);
        QCOMPARE(m_calls->load(), 0);
    }

    void listsDevices() {
        Listener listener;
        const auto session = make(listener);

        const auto found = outputOf<DevicesFound>(listener.last(session->devices()));

        QVERIFY(!found.libtorch.empty());
        QCOMPARE(found.devices.back().id, std::string("cpu"));
        QVERIFY(found.devices.back().usable);
        for (const DeviceInfo& device : found.devices) {
            QCOMPARE(device.usable, device.reason.empty());
        }
    }

    void makesACutOutOfARealPhoto() {
#ifdef __SANITIZE_THREAD__
        QSKIP("OpenCV's threads are not instrumented: every result of theirs would look like a race");
#endif
        // Made small: unoptimised builds under a sanitizer run this too.
        const Photo coffee = readPhoto(samplePath("coffee.png"), Limits{}, Progress{});
        const fs::path input = folder() / "small.png";
        writePhoto({.image = resize(coffee.image, 240, 160), .output = input, .options = {}}, Progress{});
        Listener listener;
        const auto session = makeSession([&](const JobEvent& event) { listener(event); }, {});
        const fs::path output = folder() / "coffee.png";
        const JobId job = session->exportPhoto({input, output, {.subject = Rect{52, 8, 168, 144}}, {}});

        const auto made = outputOf<ExportedFile>(listener.last(job));

        QCOMPARE(made.width, 240);
        QCOMPARE(made.stages[0].engine, std::string("nlm"));
        const std::string& mask = made.stages[1].engine; // the small net where this build ships it
        QVERIFY2(mask == "grabcut" || mask == "mini", mask.c_str());
        QVERIFY(made.stages[0].reason.find("No Real-ESRGAN model is installed") != std::string::npos);
        QVERIFY(made.stages[1].reason.find("BiRefNet") != std::string::npos);
        const Photo cutout = readPhoto(output, Limits{}, Progress{});
        QCOMPARE(int(cutout.image.row<std::uint8_t>(0)[3]), 0);
        QVERIFY(cutout.image.row<std::uint8_t>(80)[120 * 4 + 3] > 250);
    }

private:
    fs::path folder() const {
        return m_dir->path().toStdString();
    }

    Engines engines(std::shared_ptr<Gate> gate) {
        FakeCleanup::Work work = [](const Image& image, const Progress&) { return image; };
        if (gate) {
            work = [gate](const Image& image, const Progress& progress) { return (*gate)(image, progress); };
        }
        auto cleanup = std::make_unique<FakeCleanup>(CleanupEngine::nlm, work);
        m_calls = cleanup->calls;
        Engines made;
        made.cleanup.push_back(std::move(cleanup));
        made.mask.push_back(std::make_unique<FakeMask>(MaskEngine::grabcut));
        return made;
    }

    std::unique_ptr<Session>
    make(Listener& listener, SessionOptions options = {}, std::shared_ptr<Gate> gate = nullptr) {
        return makeSession(
            [&listener](const JobEvent& event) { listener(event); }, options, engines(std::move(gate)));
    }

    JobEvent lastOfExport(Listener& listener, Session& session, const fs::path& output) const {
        return listener.last(session.exportPhoto({m_photo, output, {}, {}}));
    }

    void waitForCalls(int count) {
        QTRY_COMPARE_WITH_TIMEOUT(m_calls->load(), count, 60'000);
    }

    static void save(const fs::path& file, int width, int height) {
        const Image image = makeImage(width, height, 3, PixelType::u8, [&](int x, int y) {
            return std::array<double, 4>{double(x) / width, double(y) / height, 0.3, 1.0};
        });
        writePhoto(
            {.image = image, .output = file, .options = {.existing = ExistingPolicy::replace}}, Progress{});
    }

    static void write(const fs::path& file, const QByteArray& bytes) {
        QFile out(QString::fromStdString(file.native()));
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(bytes);
    }

    static QByteArray bytesOf(const fs::path& file) {
        QFile in(QString::fromStdString(file.native()));
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
    }

    // Sidecars left out.
    static int entries(const fs::path& dir) {
        return int(
            std::count_if(fs::directory_iterator(dir), fs::directory_iterator(), [](const auto& entry) {
                return !entry.path().native().ends_with(".kerf.json");
            }));
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    fs::path m_photo;
    std::shared_ptr<std::atomic<int>> m_calls;
    std::shared_ptr<Gate> m_gate;
};

QTEST_GUILESS_MAIN(SessionTest)
#include "session_test.moc"
