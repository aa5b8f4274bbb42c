#include "core/io/reader.h"
#include "core/models/fetcher.h"
#include "core/session/find_photos.h"
#include "core/session/session.h"
#include "tests/support/corpus.h"
#include "tests/support/test_images.h"
#include "tests/ui/window_rig.h"
#include "ui/banner.h"
#include "ui/canvas.h"
#include "ui/number_table.h"
#include "ui/recipe_panel.h"
#include "ui/side_panel.h"

#include <QDragEnterEvent>
#include <QElapsedTimer>
#include <QImage>
#include <QLabel>
#include <QMimeData>
#include <QProcess>
#include <QTest>
#include <QTimer>
#include <QUrl>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <random>
#include <thread>
#include <vector>

using namespace kerf;
using namespace kerf::ui;

namespace {

// A server that sends for as long as it is listened to.
class EndlessFetcher final : public models::Fetcher {
public:
    explicit EndlessFetcher(std::atomic<std::uint64_t>& sent) : m_sent(sent) {}

    void
    fetch(const models::FetchRequest& request, models::FetchSink& sink, const Progress& progress) override {
        models::FetchResponse response;
        response.status = 200;
        response.url = request.url;
        sink.begin(response);
        const std::vector<std::uint8_t> block(std::size_t{1} << 16U, 7);
        for (;;) {
            progress.step(0.0);
            sink.write(block);
            m_sent += block.size();
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    }

private:
    std::atomic<std::uint64_t>& m_sent;
};

// The real window with the real session; only the questions for files are answered by the test.
struct RealRig {
    QTemporaryDir folder;
    QSettings store{folder.filePath(QStringLiteral("kerf.ini")), QSettings::IniFormat};
    Settings settings{store};
    Theme theme;
    test::FakeDialogs dialogs;
    SessionBridge bridge;
    std::atomic<std::uint64_t> downloaded = 0;
    std::unique_ptr<Session> session = makeSession(
        [this](const JobEvent& event) { bridge.post(event); },
        {.modelFolder = path("models"),
         .onModelEvent = [this](const ModelEvent& event) { bridge.post(event); },
         .openFetcher = [this] { return std::make_unique<EndlessFetcher>(downloaded); }});
    MainWindow window{
        {.session = *session,
         .bridge = bridge,
         .settings = settings,
         .theme = theme,
         .dialogs = dialogs,
         .find = findPhotos}};

    std::filesystem::path path(const char* name) const {
        return std::filesystem::path(folder.path().toStdString()) / name;
    }

    void drop(const std::filesystem::path& file) {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(QString::fromStdString(file.string()))});
        QDragEnterEvent enter({200, 200}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&window, &enter);
        QDropEvent event({200, 200}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&window, &event);
    }

    void trigger(const char* action) { window.findChild<QAction*>(QString::fromLatin1(action))->trigger(); }

    PhotoState state() const { return window.photos().at(0).state; }
};

// A photo of 12 megapixels with noise, so that clean-up has all its work to do.
void writeLargePhoto(const std::filesystem::path& file) {
    QImage image(4000, 3000, QImage::Format_RGB888);
    std::minstd_rand random(7);
    for (int y = 0; y < image.height(); ++y) {
        uchar* row = image.scanLine(y);
        for (int x = 0; x < image.width(); ++x) {
            const bool isSubject = (x - 2000) * (x - 2000) + (y - 1500) * (y - 1500) < 900 * 900;
            const int noise = int(random() % 25);
            row[3 * x] = uchar((isSubject ? 190 : 40 + x / 80) + noise);
            row[3 * x + 1] = uchar((isSubject ? 120 : 90) + noise);
            row[3 * x + 2] = uchar((isSubject ? 40 : 140 - y / 60) + noise);
        }
    }
    QVERIFY(image.save(QString::fromStdString(file.string()), "PNG", 100));
}

// A disc with a hole in its middle.
void writeCutOut(const std::filesystem::path& file, QSize size) {
    QImage image(size, QImage::Format_RGBA8888);
    const int radius = size.height() / 3;
    for (int y = 0; y < image.height(); ++y) {
        uchar* row = image.scanLine(y);
        for (int x = 0; x < image.width(); ++x) {
            const int dx = x - size.width() / 2;
            const int dy = y - size.height() / 2;
            const int far = dx * dx + dy * dy;
            const bool isSubject = far < radius * radius && far > radius * radius / 16;
            const uchar pixel[4] = {200, 150, 90, uchar(isSubject ? 255 : 0)};
            std::copy(pixel, pixel + 4, row + std::ptrdiff_t(x) * 4);
        }
    }
    QVERIFY(image.save(QString::fromStdString(file.string()), "PNG", 100));
}

} // namespace

class EndToEndTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cutsADroppedPhotoOutAndExportsIt();
    void exportsWhatWasArrangedAsTheCommandLineDoes_data();
    void exportsWhatWasArrangedAsTheCommandLineDoes();
    void showsAnErrorForAHostileFileAndGoesOn();
    void neverWritesOverTheSource();
    void keepsTheWindowAliveWhileALargePhotoRuns();
    void showsTheAlphaOfAPhotoThatHasItsOwn();
    void saysWhatWasLeftOutOfAFile();
    void listsTheNetThatComesWithThisBuild();
};

void EndToEndTest::listsTheNetThatComesWithThisBuild() {
    RealRig rig;
    rig.window.show();
    rig.trigger("actionModels");
    const auto label = [&](const char* name) { return rig.window.findChild<QLabel*>(QLatin1String(name)); };
    QTRY_VERIFY(label("modelTitle-birefnet") != nullptr);

#ifdef KERF_SHIPS_MINI
    QVERIFY(label("modelState-kerf-mini") != nullptr);
    QCOMPARE(
        label("modelState-kerf-mini")->text(),
        QStringLiteral("Comes with Kerf, the one that Automatic takes"));
#else
    QVERIFY(label("modelState-kerf-mini") == nullptr);
#endif
}

void EndToEndTest::cutsADroppedPhotoOutAndExportsIt() {
    RealRig rig;
    rig.window.show();
    rig.drop(test::samplePath("chelsea.png"));
    QTRY_COMPARE_WITH_TIMEOUT(rig.window.photos().count(), 1, 10000);

    rig.trigger("actionRun");
    QTRY_COMPARE_WITH_TIMEOUT(rig.state(), PhotoState::done, 60000);
    QVERIFY(rig.window.findChild<Canvas*>(QStringLiteral("canvas"))->hasResult());
    QVERIFY(!rig.window.photos().at(0).thumbnail.isNull());
    rig.dialogs.saveAnswer = rig.path("cat.png");
    rig.trigger("actionExport");
    QTRY_VERIFY_WITH_TIMEOUT(
        rig.window.findChild<Banner*>(QStringLiteral("banner"))->text().contains(QStringLiteral("Saved")),
        30000);

    const Photo source = readPhoto(test::samplePath("chelsea.png"), {}, {});
    const Photo result = readPhoto(rig.path("cat.png"), {}, {});
    QCOMPARE(result.image.format().width, source.image.format().width);
    QCOMPARE(result.image.format().height, source.image.format().height);
    QCOMPARE(result.image.format().channels, 4);
    int opaque = 0;
    int transparent = 0;
    for (int y = 0; y < result.image.format().height; ++y) {
        const auto row = result.image.row<std::uint8_t>(y);
        for (std::size_t x = 3; x < row.size(); x += 4) {
            opaque += row[x] == 255 ? 1 : 0;
            transparent += row[x] == 0 ? 1 : 0;
        }
    }
    const int all = result.image.format().width * result.image.format().height;
    QVERIFY2(opaque > all / 50, qPrintable(QString::number(opaque)));
    QVERIFY2(transparent > all / 20, qPrintable(QString::number(transparent)));

    // The command line makes the same bytes of the same photo.
    const std::filesystem::path out = rig.path("by-command-line");
    QCOMPARE(
        QProcess::execute(
            QStringLiteral(KERF_CLI),
            {QStringLiteral("run"), QString::fromStdString(test::samplePath("chelsea.png").string()),
             QStringLiteral("--out"), QString::fromStdString(out.string()), QStringLiteral("--quiet")}),
        0);
    QCOMPARE(test::readBytes(out / "chelsea.png"), test::readBytes(rig.path("cat.png")));
}

void EndToEndTest::exportsWhatWasArrangedAsTheCommandLineDoes_data() {
    QTest::addColumn<Recipe>("recipe");
    QTest::addColumn<QStringList>("options");
    Recipe shop{.background = Background{}, .shadow = Shadow{.distance = 3.0}};
    shop.framing = {.around = FrameAround::subject, .margin = 5.0, .canvas = CanvasSize{600, 600}};
    QTest::newRow("a shop's square")
        << shop
        << QStringLiteral("--background #ffffff --shadow distance=3 --crop subject:5% --canvas 600x600")
               .split(u' ');
    Recipe blurred{
        .finish = bwPresets().front().settings, .background = Background{.kind = BackgroundKind::blur}};
    blurred.framing = {.aspect = Aspect{1, 1}, .y = 100};
    QTest::newRow("black and white on a blur")
        << blurred << QStringLiteral("--finish bw --background blur --aspect 1:1 --place bottom").split(u' ');
    QTest::newRow("a shadow alone") << Recipe{.shadow = Shadow{}}
                                    << QStringLiteral("--shadow soft").split(u' ');
}

// By an edit of a result that is there, as a person does it.
void EndToEndTest::exportsWhatWasArrangedAsTheCommandLineDoes() {
    QFETCH(Recipe, recipe);
    QFETCH(QStringList, options);
    RealRig rig;
    rig.window.show();
    rig.drop(test::samplePath("coffee.png"));
    QTRY_COMPARE_WITH_TIMEOUT(rig.window.photos().count(), 1, 10000);
    rig.trigger("actionRun");
    QTRY_COMPARE_WITH_TIMEOUT(rig.state(), PhotoState::done, 60000);

    rig.window.findChild<RecipePanel*>(QStringLiteral("recipePanel"))->setRecipe(recipe);
    QTRY_VERIFY_WITH_TIMEOUT(rig.window.photos().at(0).made == recipe, 30000);
    rig.dialogs.saveAnswer = rig.path("made.png");
    rig.trigger("actionExport");
    QTRY_VERIFY_WITH_TIMEOUT(
        rig.window.findChild<Banner*>(QStringLiteral("banner"))->text().contains(QStringLiteral("Saved")),
        30000);

    const std::filesystem::path out = rig.path("by-command-line");
    const QStringList run{
        QStringLiteral("run"), QString::fromStdString(test::samplePath("coffee.png").string()),
        QStringLiteral("--out"), QString::fromStdString(out.string()), QStringLiteral("--quiet")};
    QCOMPARE(QProcess::execute(QStringLiteral(KERF_CLI), run + options), 0);
    QCOMPARE(test::readBytes(out / "coffee.png"), test::readBytes(rig.path("made.png")));
}

void EndToEndTest::showsAnErrorForAHostileFileAndGoesOn() {
    RealRig rig;
    rig.window.show();
    QFile whole(QString::fromStdString(test::samplePath("coffee.png").string()));
    QFile torn(QString::fromStdString(rig.path("torn.png").string()));
    QVERIFY(whole.open(QIODevice::ReadOnly) && torn.open(QIODevice::WriteOnly));
    torn.write(whole.read(whole.size() / 3));
    torn.close();

    rig.drop(rig.path("torn.png"));

    auto* banner = rig.window.findChild<Banner*>(QStringLiteral("banner"));
    QTRY_VERIFY_WITH_TIMEOUT(banner->kind() == Banner::Kind::error && !banner->text().isEmpty(), 10000);
    QVERIFY(banner->text().contains(QStringLiteral("torn.png")));
    QCOMPARE(rig.state(), PhotoState::failed);
    QVERIFY(rig.window.photos().at(0).failure->code == ErrorCode::corrupt_file);
}

void EndToEndTest::neverWritesOverTheSource() {
    RealRig rig;
    rig.window.show();
    const std::filesystem::path own = rig.path("own.png");
    std::filesystem::copy_file(test::samplePath("chelsea.png"), own);
    const auto size = std::filesystem::file_size(own);
    rig.drop(own);
    QTRY_COMPARE_WITH_TIMEOUT(rig.window.photos().count(), 1, 10000);

    rig.dialogs.saveAnswer = own;
    rig.trigger("actionExport");

    auto* banner = rig.window.findChild<Banner*>(QStringLiteral("banner"));
    QTRY_VERIFY_WITH_TIMEOUT(banner->text().contains(QStringLiteral("original photo")), 60000);
    QCOMPARE(std::filesystem::file_size(own), size);
}

void EndToEndTest::keepsTheWindowAliveWhileALargePhotoRuns() {
    constexpr int kSmallPhotos = 150;
    RealRig rig;
    writeLargePhoto(rig.path("large.png"));
    std::filesystem::create_directory(rig.path("small"));
    for (int i = 0; i < kSmallPhotos; ++i) {
        writeCutOut(rig.path("small") / (std::to_string(i) + ".png"), QSize(600 + i, 400));
    }
    rig.window.show();
    QTest::qWait(200); // fonts and styles are loaded once
    QElapsedTimer sinceBeat;
    std::vector<qint64> gaps; // ms
    QTimer heart;
    heart.setTimerType(Qt::PreciseTimer);
    connect(&heart, &QTimer::timeout, this, [&] { gaps.push_back(sinceBeat.restart()); });
    sinceBeat.start();
    heart.start(5);

    rig.drop(rig.path("large.png"));
    QTRY_COMPARE_WITH_TIMEOUT(rig.window.photos().count(), 1, 10000);
    rig.trigger("actionRun");
    rig.trigger("actionModels");
    const JobId download = rig.session->models().fetch("birefnet-lite");
    rig.drop(rig.path("small")); // whose thumbnails are made meanwhile
    QTRY_VERIFY_WITH_TIMEOUT(rig.state() == PhotoState::done, 110000);
    QTRY_COMPARE_WITH_TIMEOUT(rig.window.photos().count(), 1 + kSmallPhotos, 10000);
    QTest::qWait(500);
    rig.session->models().cancel(download);

    std::ranges::sort(gaps);
    const auto beats = qsizetype(gaps.size());
    QVERIFY(beats > 50);
    const qint64 usual = gaps[std::size_t(double(beats) * 0.99)];
    const QString found = QStringLiteral("99 % of the gaps within %1 ms, the longest %2 ms, in %3 beats")
                              .arg(usual)
                              .arg(gaps.back())
                              .arg(beats);
    qInfo("%s, %.1f MB downloaded", qPrintable(found), double(rig.downloaded) / 1e6);
    QVERIFY2(usual <= 100 && gaps.back() <= 250, qPrintable(found));
    QVERIFY(rig.downloaded > 1'000'000);
    QVERIFY(!rig.window.photos().at(1).thumbnail.isNull());
}

// What another program cut out is looked at as a result is: its alpha, its numbers, its suspicious places.
void EndToEndTest::showsTheAlphaOfAPhotoThatHasItsOwn() {
    RealRig rig;
    writeCutOut(rig.path("cut.png"), QSize(600, 400));
    rig.window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&rig.window));
    rig.drop(rig.path("cut.png"));
    QTRY_COMPARE_WITH_TIMEOUT(rig.window.photos().count(), 1, 10000);
    auto* canvas = rig.window.findChild<Canvas*>(QStringLiteral("canvas"));
    QTRY_VERIFY_WITH_TIMEOUT(canvas->isResultInView(), 10000);

    rig.trigger("actionOnBlack");
    QTRY_COMPARE(canvas->alphaStyle().view, AlphaView::black);
    const QPoint middle = canvas->rect().center(); // where the hole is
    QTRY_COMPARE(
        QColor(canvas->grab().toImage().pixel(middle * canvas->devicePixelRatio())), QColor(Qt::black));

    auto* side = rig.window.findChild<SidePanel*>(QStringLiteral("sidePanel"));
    side->setCurrentWidget(rig.window.findChild<QWidget*>(QStringLiteral("triagePanel")));
    auto* next = rig.window.findChild<QAction*>(QStringLiteral("actionNextRegion"));
    QTRY_VERIFY(next->isEnabled());
    QTRY_VERIFY_WITH_TIMEOUT(
        rig.window.findChild<NumberTable*>(QStringLiteral("matteNumbers"))->text().contains(QLatin1Char('%')),
        10000);
    const double zoom = canvas->zoom();
    next->trigger();
    QVERIFY(canvas->zoom() > zoom);           // the hole
    QVERIFY(!rig.window.photos().at(0).made); // all without a run
}

void EndToEndTest::saysWhatWasLeftOutOfAFile() {
    RealRig rig;
    // 64 x 48 pixels with an iCCP chunk that holds "not a profile at all"
    const QByteArray bytes = QByteArray::fromBase64(
        "iVBORw0KGgoAAAANSUhEUgAAAEAAAAAwCAIAAAAuKetIAAAAH2lDQ1BpY2MAAHicy8svUUhUKCjKT8vMSVVIBHJycg"
        "BMAAcyot/XoAAAAF1JREFUeJztzwEJAEAQhMCNev1TfAyRFwwwbjd3vKABebygAXm8oAF5vKABebygAXm8oAF5vKAB"
        "ebygAXm8oAF5vKABebygAXm8oAF5vKABebygAXm8oAF5vODzgQfpwIA9ARhbOAAAAABJRU5ErkJggg==");
    QFile file(QString::fromStdString(rig.path("odd.png").string()));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    file.close();
    rig.window.show();

    rig.drop(rig.path("odd.png"));

    auto* banner = rig.window.findChild<Banner*>(QStringLiteral("banner"));
    QTRY_VERIFY_WITH_TIMEOUT(banner->text().contains(QStringLiteral("profile")), 10000);
    QVERIFY(banner->text().contains(QStringLiteral("odd.png")));
    QVERIFY(banner->kind() == Banner::Kind::info);
}

QTEST_MAIN(EndToEndTest)
#include "end_to_end_test.moc"
