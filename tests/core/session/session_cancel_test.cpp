#include "core/base/parallel.h"
#include "core/image/resize.h"
#include "core/io/reader.h"
#include "core/io/writer.h"
#include "core/session/session.h"
#include "tests/support/test_images.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <future>

using namespace kerf;
using namespace kerf::test;

// The session with its real engines on a 12-megapixel photo.
class SessionCancelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        const Photo astronaut = readPhoto(samplePath("astronaut.png"), Limits{}, Progress{});
        const Image large = addNoise(resize(astronaut.image, 3464, 3464), 8.0, 1);
        writePhoto({.image = large, .output = m_photo, .options = {.type = FileType::tiff}}, Progress{});
    }

    void isAcknowledgedInEachStage_data() {
        QTest::addColumn<QString>("stage");
        QTest::addColumn<int>("delay"); // ms after the stage's first report
        for (const char* stage : {"read", "cleanup", "mask", "foreground", "write"}) {
            for (const int delay : {0, 60, 170, 400}) {
                QTest::addRow("%s + %d ms", stage, delay) << stage << delay;
            }
        }
    }
    void isAcknowledgedInEachStage() {
        QFETCH(QString, stage);
        QFETCH(int, delay);
        std::promise<void> started;
        std::promise<JobState> ended;
        std::atomic<bool> hasStarted = false;
        auto session = makeSession(
            [&](const JobEvent& event) {
                const bool isLast = event.state != JobState::queued && event.state != JobState::running;
                if ((isLast || event.stage == stage.toStdString()) && !hasStarted.exchange(true)) {
                    started.set_value();
                }
                if (isLast) {
                    ended.set_value(event.state);
                }
            },
            {.cacheBytes = 0});
        // clean-up off where it is not the stage in question: it takes the longest
        const Recipe recipe{.cleanup = stage == "cleanup" ? CleanupEngine::nlm : CleanupEngine::off};
        const std::filesystem::path output = m_dir.filePath("out.png").toStdString();
        const JobId job = session->exportPhoto({m_photo, output, recipe, {}});
        started.get_future().wait();
        QTest::qSleep(delay);

        QElapsedTimer timer;
        timer.start();
        session->cancel(job);
        const JobState state = ended.get_future().get();

        const qint64 acknowledged = timer.elapsed();
        session.reset();
        qInfo("acknowledged after %lld ms, stopped after %lld ms", acknowledged, timer.elapsed());
        if (state == JobState::done) { // the stage was over before the delay
            std::filesystem::remove(output);
            return;
        }
        QCOMPARE(state, JobState::cancelled);
        QVERIFY2(acknowledged < 200, qPrintable(QString::number(acknowledged)));
        QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
        QVERIFY(!std::filesystem::exists(output));
    }

private:
    const QTemporaryDir m_dir;
    const std::filesystem::path m_photo = m_dir.filePath("photo.tif").toStdString();
};

QTEST_GUILESS_MAIN(SessionCancelTest)
#include "session_cancel_test.moc"
