#include "core/session/find_photos.h"
#include "core/session/session.h"
#include "tests/ui/window_rig.h"
#include "ui/canvas.h"
#include "ui/filmstrip.h"
#include "ui/side_panel.h"
#include "ui/triage_panel.h"
#include "ui/triage_text.h"

#include <QAction>
#include <QComboBox>
#include <QFile>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPlainTextEdit>
#include <QTest>

using namespace kerf;
using namespace kerf::ui;

namespace {

constexpr int kResults = 20;
constexpr int kTorn = 7;

// The real window with the real session over a folder that stays for the next start.
struct Sitter {
    explicit Sitter(const QTemporaryDir& kept) : folder(kept) {}

    const QTemporaryDir& folder;
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
         .find = findPhotos,
         .folders = {
             .thumbnails = (folder.path() + QStringLiteral("/thumbnails")).toStdString(),
             .data = (folder.path() + QStringLiteral("/data")).toStdString()}}};

    template <typename T>
    T* find(const char* name) const {
        return window.findChild<T*>(QString::fromLatin1(name));
    }
    const Judgement& said(int row) const { return window.photos().at(row).judgement; }
    bool show() {
        window.show();
        window.activateWindow();
        return QTest::qWaitForWindowActive(&window);
    }
};

// Cut-outs as a pipeline leaves them: a disc with soft edges and a hole; the eighth is torn.
void writeResults(const QTemporaryDir& folder) {
    for (int i = 0; i < kResults; ++i) {
        QImage image(160, 120, QImage::Format_ARGB32);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(QColor(200, 10 * i, 60));
        painter.drawEllipse(QPointF(80, 60), 50 - i, 50 - i);
        painter.setCompositionMode(QPainter::CompositionMode_Clear);
        painter.drawRect(QRect(72, 52, 16, 16)); // a hole
        painter.end();
        const QString name = folder.filePath(QStringLiteral("results/cutout %1.png").arg(i + 1));
        QVERIFY(image.save(name));
        if (i == kTorn) {
            QFile file(name);
            QVERIFY(file.resize(file.size() / 2));
        }
    }
}

} // namespace

// A person who judges what a pipeline made, with everything real but the dialogs.
class JudgeJourneyTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void judgesTwentyResultsAndFindsThemAgain();

private:
    static void measure(Sitter& sitter);
    static void judgeOne(Sitter& sitter, int row);
};

// The matte's numbers come with a run that changes nothing.
void JudgeJourneyTest::measure(Sitter& sitter) {
    auto* mask = sitter.find<QComboBox>("maskEngine");
    mask->setCurrentIndex(mask->findData(int(MaskEngine::off)));
    auto* cleanup = sitter.find<QComboBox>("cleanupEngine");
    cleanup->setCurrentIndex(cleanup->findData(int(CleanupEngine::off)));
    sitter.find<QAction>("actionRunAll")->trigger();
    for (int row = 0; row < kResults; ++row) {
        QTRY_COMPARE_WITH_TIMEOUT(
            sitter.window.photos().at(row).state, row == kTorn ? PhotoState::failed : PhotoState::done,
            60000);
    }
}

void JudgeJourneyTest::judgeOne(Sitter& sitter, int row) {
    auto* strip = sitter.find<Filmstrip>("filmstrip");
    QCOMPARE(strip->currentRow(), row);
    strip->setFocus();
    if (row != kTorn) {
        sitter.find<SidePanel>("sidePanel")->showPage(sitter.find<TriagePanel>("triagePanel"));
        QTRY_COMPARE_WITH_TIMEOUT(
            sitter.find<QLabel>("placeName")->text(), QStringLiteral("1 suspicious place"), 20000);
        QTest::keyClick(strip, Qt::Key_N);
        const QString place = sitter.find<QLabel>("placeName")->text();
        QVERIFY2(place.contains(QStringLiteral("1 of 1")), qPrintable(place));
        QVERIFY2(place.contains(TriageText::place(MatteRegionKind::hole)), qPrintable(place));
    }
    sitter.find<QAction>("actionJudgePage")->trigger();
    strip->setFocus();
    QTest::keyClick(strip, row % 3 == 0 ? Qt::Key_P : row % 3 == 1 ? Qt::Key_X : Qt::Key_T);
    if (row % 3 == 1) {
        auto* reason = sitter.find<QLineEdit>("judgeReasonText");
        reason->setFocus();
        QTest::keyClicks(reason, QStringLiteral("Halo %1").arg(row));
        QTest::keyClick(reason, Qt::Key_Return);
    }
    if (row == 5) {
        auto* note = sitter.find<QPlainTextEdit>("judgeNote");
        note->setFocus();
        QTest::keyClicks(note, QStringLiteral("left ear"));
    }
    strip->setFocus();
    QTest::keyClick(strip, Qt::Key_PageDown);
}

void JudgeJourneyTest::judgesTwentyResultsAndFindsThemAgain() {
    const QTemporaryDir folder;
    QVERIFY(QDir(folder.path()).mkdir(QStringLiteral("results")));
    writeResults(folder);
    {
        Sitter sitter(folder);
        QVERIFY(sitter.show());
        sitter.window.addPaths({folder.filePath(QStringLiteral("results")).toStdString()});
        QTRY_COMPARE_WITH_TIMEOUT(sitter.window.photos().count(), kResults, 20000);
        measure(sitter);
        for (int row = 0; row < kResults; ++row) {
            judgeOne(sitter, row);
            if (QTest::currentTestFailed()) {
                return;
            }
        }
        QTRY_COMPARE(sitter.find<QLabel>("judgeProgress")->text(), QStringLiteral("20 of 20 judged"));
        sitter.window.close();
    }

    Sitter sitter(folder);
    QVERIFY(sitter.show());

    QTRY_COMPARE_WITH_TIMEOUT(sitter.window.photos().count(), kResults, 20000);
    for (int i = 0; i < kResults; ++i) {
        QTRY_COMPARE(
            sitter.said(i).verdict, i % 3 == 0   ? Verdict::pass
                                    : i % 3 == 1 ? Verdict::fail
                                                 : Verdict::touch_up);
        QCOMPARE(sitter.said(i).reason, i % 3 == 1 ? "Halo " + std::to_string(i) : std::string());
    }
    QCOMPARE(sitter.said(5).note, std::string("left ear"));
    QCOMPARE(sitter.find<Filmstrip>("filmstrip")->currentRow(), kResults - 1);
    auto* filter = sitter.find<QComboBox>("filterVerdict");
    filter->setCurrentIndex(filter->findData(int(PhotoFilter::Judged::fail)));
    QCOMPARE(sitter.find<Filmstrip>("filmstrip")->model()->rowCount(), 7);
}

QTEST_MAIN(JudgeJourneyTest)
#include "judge_journey_test.moc"
