#include "core/io/reader.h"
#include "core/session/find_photos.h"
#include "core/session/session.h"
#include "tests/support/corpus.h"
#include "tests/support/test_images.h"
#include "tests/ui/window_rig.h"
#include "ui/banner.h"
#include "ui/canvas.h"

#include <QDragEnterEvent>
#include <QElapsedTimer>
#include <QImage>
#include <QMimeData>
#include <QProcess>
#include <QTest>
#include <QTimer>
#include <QUrl>

#include <algorithm>
#include <random>

using namespace kerf;
using namespace kerf::ui;

namespace {

// The real window with the real session; only the questions for files are answered by the test.
struct RealRig {
    QTemporaryDir folder;
    QSettings store{folder.filePath(QStringLiteral("kerf.ini")), QSettings::IniFormat};
    Settings settings{store};
    Theme theme;
    test::FakeDialogs dialogs;
    SessionBridge bridge;
    std::unique_ptr<Session> session = makeSession([this](const JobEvent& event) { bridge.post(event); }, {});
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

} // namespace

class EndToEndTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cutsADroppedPhotoOutAndExportsIt();
    void showsAnErrorForAHostileFileAndGoesOn();
    void neverWritesOverTheSource();
    void keepsTheWindowAliveWhileALargePhotoRuns();
};

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
    RealRig rig;
    writeLargePhoto(rig.path("large.png"));
    rig.window.show();
    QTest::qWait(200); // fonts and styles are loaded once
    QElapsedTimer sinceBeat;
    qint64 longest = 0;
    int beats = 0;
    QTimer heart;
    heart.setTimerType(Qt::PreciseTimer);
    connect(&heart, &QTimer::timeout, this, [&] {
        longest = std::max(longest, sinceBeat.restart());
        ++beats;
    });
    sinceBeat.start();
    heart.start(5);

    rig.drop(rig.path("large.png"));
    QTRY_COMPARE_WITH_TIMEOUT(rig.window.photos().count(), 1, 10000);
    rig.trigger("actionRun");
    QTRY_VERIFY_WITH_TIMEOUT(rig.state() == PhotoState::done, 110000);
    QTest::qWait(500);

    qInfo("longest gap %lld ms in %d beats", longest, beats);
    QVERIFY(beats > 50);
    QVERIFY2(
        longest <= 100, qPrintable(QStringLiteral("%1 ms between two beats of %2").arg(longest).arg(beats)));
}

QTEST_MAIN(EndToEndTest)
#include "end_to_end_test.moc"
