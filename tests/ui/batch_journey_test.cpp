// A batch through the real window, the real session and real files.

#include "core/base/atomic_file.h"
#include "core/base/regular_file.h"
#include "core/contract/recipe_json.h"
#include "core/io/writer.h"
#include "core/session/find_photos.h"
#include "core/session/session.h"
#include "tests/support/corpus.h"
#include "tests/support/test_images.h"
#include "tests/ui/window_rig.h"
#include "ui/banner.h"
#include "ui/batch_model.h"
#include "ui/batch_view.h"
#include "ui/text.h"

#include <QAction>
#include <QElapsedTimer>
#include <QLabel>
#include <QProcess>
#include <QPushButton>
#include <QTest>
#include <QTimer>
#include <QToolButton>

#include <fstream>
#include <map>
#include <memory>

using namespace kerf;
using namespace kerf::test;

namespace {

namespace fs = std::filesystem;

// A window over a real session, as the program has it; what it remembers outlives it.
struct RealWindow {
    ui::SessionBridge bridge;
    FakeDialogs dialogs;
    ui::Theme theme;
    std::unique_ptr<Session> session;
    std::unique_ptr<ui::MainWindow> window;

    RealWindow(ui::Settings& settings, const fs::path& models) {
        session = makeSession(
            [this](const JobEvent& event) { bridge.post(event); },
            {.modelFolder = models, .onBatchNews = [this](const BatchNews& news) { bridge.post(news); }});
        window = std::make_unique<ui::MainWindow>(ui::WindowParts{
            .session = *session,
            .bridge = bridge,
            .settings = settings,
            .theme = theme,
            .dialogs = dialogs,
            .find = findPhotos});
        window->show();
    }

    template <typename T>
    T* find(const char* name) const {
        return window->findChild<T*>(QString::fromLatin1(name));
    }
    void press(const char* name) const { find<QPushButton>(name)->click(); }
    void begin(const fs::path& in, const fs::path& out) {
        find<QAction>("actionBatch")->trigger();
        dialogs.answer = {in};
        press("batchAddFolder");
        dialogs.answer = {out};
        press("batchChooseOut");
        press("batchStart");
    }
    int count(const char* state) const {
        const auto* view = window->findChild<ui::BatchView*>();
        int found = 0;
        for (int row = 0; view && row < view->model()->rowCount(); ++row) {
            const QModelIndex cell = view->model()->index(row, ui::BatchModel::stateColumn);
            found += int(cell.data().toString() == QLatin1String(state));
        }
        return found;
    }
    int total() const {
        const auto* view = window->findChild<ui::BatchView*>();
        return view ? view->model()->rowCount() : 0;
    }
    void select(const char* name) const {
        auto* view = window->findChild<ui::BatchView*>();
        for (int row = 0; row < view->model()->rowCount(); ++row) {
            const QModelIndex cell = view->model()->index(row, ui::BatchModel::photoColumn);
            if (cell.data().toString() == QLatin1String(name)) {
                view->selectionModel()->select(
                    cell, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
            }
        }
    }
};

// Every result's bytes by its name below `folder`.
std::map<std::string, std::vector<std::uint8_t>> filesIn(const fs::path& folder) {
    std::map<std::string, std::vector<std::uint8_t>> results;
    for (const fs::path& file : filesUnder(folder)) {
        const fs::path name = file.lexically_relative(folder);
        if (*name.begin() != ".kerf-batch") {
            results[name.native()] = readBytes(file);
        }
    }
    return results;
}

std::map<std::string, std::vector<std::uint8_t>> resultsIn(const fs::path& folder) {
    auto pictures = filesIn(folder);
    std::erase_if(pictures, [](const auto& file) { return file.first.ends_with(".kerf.json"); });
    return pictures;
}

} // namespace

class BatchJourneyTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void finishesATreeWithEverythingInTheWay();
    void goesOnAfterItWasClosed();
    void goesOnWithAKilledBatchOfTheCommandLine();
    void makesTheSameBytesAsTheCommandLine();

private:
    fs::path path(const std::string& name) const { return fs::path(m_folder->path().toStdString()) / name; }
    void addPhoto(const std::string& name) const;
    ui::Settings& settings() { return *m_settings; }
    RealWindow open() { return RealWindow(settings(), path("models")); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_store;
    std::unique_ptr<ui::Settings> m_settings;
};

void BatchJourneyTest::init() {
    m_settings.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_store =
        std::make_unique<QSettings>(m_folder->filePath(QStringLiteral("kerf.ini")), QSettings::IniFormat);
    m_settings = std::make_unique<ui::Settings>(*m_store);
}

void BatchJourneyTest::addPhoto(const std::string& name) const {
    const int seed = int(std::hash<std::string>{}(name) % 97);
    const Image image = makeImage(160, 120, 3, PixelType::u8, [seed](int x, int y) {
        const double inside = std::hypot(x - 80.0, y - 60.0) < 40.0 ? 1.0 : 0.0;
        return std::array<double, 4>{
            0.2 + 0.6 * inside, (y + seed % 20) / 160.0, (1.0 - inside) * x / 200.0, 1.0};
    });
    fs::create_directories(path(name).parent_path());
    writePhoto({.image = image, .output = path(name)}, {});
}

void BatchJourneyTest::finishesATreeWithEverythingInTheWay() {
    for (int i = 0; i < 14; ++i) {
        addPhoto("in/" + std::string(i % 2 == 0 ? "cats" : "cats/young") + "/p" + std::to_string(i) + ".png");
    }
    fs::create_symlink(path("in/cats/p0.png"), path("in/again.png")); // a duplicate
    const std::vector<std::uint8_t> whole = readBytes(path("in/cats/p2.png"));
    std::ofstream(path("in/torn.png"), std::ios::binary)
        .write(reinterpret_cast<const char*>(whole.data()), std::ssize(whole) / 2);
    std::ofstream(path("in/notes.txt")) << "no photo";
    RealWindow kerf = open();
    QElapsedTimer beat;
    qint64 longest = 0;
    QTimer heart;
    connect(&heart, &QTimer::timeout, &heart, [&] { longest = std::max(longest, beat.restart()); });
    beat.start();
    heart.start(10);

    kerf.begin(path("in"), path("out"));
    QTRY_VERIFY_WITH_TIMEOUT(kerf.count("Done") >= 2, 30'000);
    kerf.press("batchPauseButton");
    QTRY_VERIFY_WITH_TIMEOUT(
        kerf.find<QPushButton>("batchPauseButton")->text() == QLatin1String("Resume"), 5'000);
    QTRY_COMPARE_WITH_TIMEOUT(kerf.count("Running"), 0, 30'000);
    const int done = kerf.count("Done");
    QVERIFY(kerf.count("Waiting") > 2);
    kerf.select("p13.png");
    kerf.press("batchCancel");
    QTRY_COMPARE(kerf.count("Cancelled"), 1);
    addPhoto("more/p0.png");      // wants no name that is taken
    addPhoto("more/cats/p0.png"); // wants one
    kerf.session->batches().add({path("more"), path("in/cats/p4.png")});
    QTRY_COMPARE(kerf.total(), 17);
    QCOMPARE(kerf.count("Done"), done);
    kerf.press("batchPauseButton");
    QTRY_COMPARE_WITH_TIMEOUT(kerf.count("Done"), 15, 60'000);
    QCOMPARE(kerf.count("Failed"), 1); // one bad photo, and no other

    std::ofstream(path("in/torn.png"), std::ios::binary)
        .write(reinterpret_cast<const char*>(whole.data()), std::ssize(whole));
    kerf.window->findChild<ui::BatchView*>()->clearSelection();
    kerf.press("batchRetry");

    QTRY_COMPARE_WITH_TIMEOUT(kerf.count("Done"), 16, 30'000);
    QTRY_VERIFY(kerf.find<QLabel>("batchTitle")->text().contains(QLatin1String("1 cancelled")));
    const auto results = resultsIn(path("out"));
    QCOMPARE(results.size(), std::size_t(16));
    for (const char* name :
         {"again-cutout.png", "cats/young/p1-cutout.png", "torn-cutout.png", "p0-cutout.png",
          "cats/p0-cutout.png"}) {
        QVERIFY2(results.contains(name), name);
    }
    QVERIFY(!results.contains("cats/young/p13-cutout.png"));
    QVERIFY2(longest < 500, qPrintable(QString::number(longest))); // the window lived
}

void BatchJourneyTest::goesOnAfterItWasClosed() {
    for (int i = 0; i < 16; ++i) {
        addPhoto("in/p" + std::to_string(i) + ".png");
    }
    {
        RealWindow kerf = open();
        kerf.begin(path("in"), path("out"));
        QTRY_VERIFY_WITH_TIMEOUT(kerf.count("Done") >= 3, 30'000);
        kerf.window->close(); // asks
        QVERIFY(kerf.window->isVisible());
        kerf.press("batchNoticeFirst");
        QVERIFY(!kerf.window->isVisible());
    }
    std::map<std::string, fs::file_time_type> before;
    for (const auto& [name, bytes] : resultsIn(path("out"))) {
        before[name] = fs::last_write_time(path("out") / name);
    }
    QVERIFY(before.size() >= 3 && before.size() < 16);

    RealWindow kerf = open();
    auto* banner = kerf.find<ui::Banner>("banner");
    QTRY_VERIFY(banner->isVisible());
    QVERIFY2(banner->text().contains(QLatin1String("of 16")), qPrintable(banner->text()));
    kerf.press("bannerAction");

    QTRY_COMPARE_WITH_TIMEOUT(kerf.count("Done") + kerf.count("Skipped"), 16, 60'000);
    QCOMPARE(resultsIn(path("out")).size(), std::size_t(16)); // none twice
    for (const auto& [name, time] : before) {
        QVERIFY2(fs::last_write_time(path("out") / name) == time, name.c_str()); // nor done again
    }
    QTRY_VERIFY(settings().unfinishedBatches().isEmpty());
}

void BatchJourneyTest::goesOnWithAKilledBatchOfTheCommandLine() {
    for (int i = 0; i < 16; ++i) {
        addPhoto("in/p" + std::to_string(i) + ".png");
    }
    QProcess process;
    process.start(
        QStringLiteral(KERF_CLI), {QStringLiteral("batch"), ui::toText(path("in")), QStringLiteral("--out"),
                                   ui::toText(path("out")), QStringLiteral("--quiet")});
    QTRY_VERIFY_WITH_TIMEOUT(fs::exists(path("out/p1.png")), 30'000);
    RealWindow kerf = open();
    kerf.find<QAction>("actionBatch")->trigger();
    kerf.dialogs.answer = {path("out")};
    kerf.press("batchChooseOut");
    QTest::qWait(100);
    const bool wasAtIt = process.state() == QProcess::Running;
    QVERIFY(!wasAtIt || !kerf.find<QWidget>("batchOffer")->isVisible()); // it is in use
    process.kill();                                                      // -9
    QVERIFY(process.waitForFinished());
    const std::size_t before = resultsIn(path("out")).size();
    QVERIFY(before < 16);

    kerf.press("batchChooseOut");
    QTRY_VERIFY(kerf.find<QWidget>("batchOffer")->isVisible());
    kerf.press("batchOfferFirst");

    QTRY_COMPARE_WITH_TIMEOUT(kerf.count("Done") + kerf.count("Skipped"), 16, 60'000);
    QCOMPARE(resultsIn(path("out")).size(), std::size_t(16));
}

void BatchJourneyTest::makesTheSameBytesAsTheCommandLine() {
    for (int i = 0; i < 4; ++i) {
        addPhoto("in/sub/p" + std::to_string(i) + ".png");
    }
    RealWindow kerf = open();
    kerf.begin(path("in"), path("out"));
    QTRY_COMPARE_WITH_TIMEOUT(kerf.count("Done"), 4, 60'000);

    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("KERF_MODELS"), ui::toText(path("models")));
    process.setProcessEnvironment(environment);
    process.start(
        QStringLiteral(KERF_CLI),
        {QStringLiteral("batch"), ui::toText(path("in")), QStringLiteral("--out"), ui::toText(path("cli")),
         QStringLiteral("--quiet"), QStringLiteral("--name"), QStringLiteral("{name}-{stage}")});
    QVERIFY(process.waitForFinished(100'000));
    QCOMPARE(process.exitCode(), 0);

    QCOMPARE(filesIn(path("out")), filesIn(path("cli"))); // with their sidecars, by the window's usual names
}

QTEST_MAIN(BatchJourneyTest)
#include "batch_journey_test.moc"
