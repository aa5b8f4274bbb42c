#include "core/io/writer.h"
#include "core/session/run_judging.h"
#include "core/session/run_report.h"
#include "tests/support/test_images.h"
#include "tests/ui/window_rig.h"
#include "ui/canvas.h"
#include "ui/difference.h"
#include "ui/run_window.h"
#include "ui/text.h"

#include <QComboBox>
#include <QDropEvent>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableView>
#include <QTest>
#include <QToolButton>

#include <chrono>
#include <cmath>
#include <fstream>
#include <latch>
#include <memory>
#include <thread>

using namespace kerf;
using namespace kerf::test;
using namespace kerf::ui;
using namespace Qt::StringLiterals;

namespace {

namespace fs = std::filesystem;

void saveDisc(const fs::path& file, double x, double shade = 0.6) {
    fs::create_directories(file.parent_path());
    const Image image = makeImage(80, 60, 4, PixelType::u8, [&](int px, int py) {
        const double alpha = std::clamp(20.5 - std::hypot(px - 40.0 - x, py - 30.0), 0.0, 1.0);
        return std::array<double, 4>{shade, 0.4, 0.2, alpha};
    });
    writePhoto({.image = image, .output = file, .options = {}}, Progress{});
}

// The window for two runs over a real session and core's real functions, with two runs on the disk.
class Rig {
public:
    Rig() : m_session(makeSession([this](const JobEvent& event) { m_bridge.post(event); }, {})) { open(); }

    void open() {
        m_window.reset();
        m_window = std::make_unique<RunWindow>(
            RunWindow::Parts{
                .session = *m_session,
                .bridge = m_bridge,
                .settings = m_settings,
                .dialogs = dialogs,
                .functions = functions},
            &m_parent);
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    void close() { m_window.reset(); }

    // Presses Compare and waits until it is over.
    void compare() {
        QTest::mouseClick(find<QPushButton>("runCompare"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>("runCompare")->isVisible(), 20'000);
    }
    void compareAll() {
        m_window->takePaths({a(), b()});
        compare();
    }

    template <typename T>
    T* find(const char* name) const {
        return m_window->findChild<T*>(QString::fromLatin1(name));
    }
    QTableView* table() const { return find<QTableView>("runTable"); }
    QStringList names() const {
        QStringList names;
        for (int row = 0; row < table()->model()->rowCount(); ++row) {
            names << table()->model()->index(row, 0).data().toString().section(u'\n', 0, 0);
        }
        return names;
    }
    QString current() const {
        return table()->currentIndex().siblingAtColumn(0).data().toString().section(u'\n', 0, 0);
    }
    void press(int key) { QTest::keyClick(m_window.get(), Qt::Key(key)); }
    RunWindow& window() { return *m_window; }

    fs::path a(const char* name = "") const { return fs::path(m_dir.path().toStdString()) / "a" / name; }
    fs::path b(const char* name = "") const { return fs::path(m_dir.path().toStdString()) / "b" / name; }
    fs::path out() const { return fs::path(m_dir.path().toStdString()) / "report"; }

    FakeDialogs dialogs;
    RunFunctions functions{
        .compare = compareRuns,
        .keepVerdicts = changeJudgements,
        .saveReport = [](const RunComparison& comparison, const fs::path& folder) {
            saveReport(comparison, {}, folder);
        }};

private:
    QTemporaryDir m_dir;
    QSettings m_store{m_dir.filePath(u"kerf.ini"_s), QSettings::IniFormat};
    Settings m_settings{m_store};
    SessionBridge m_bridge;
    std::unique_ptr<Session> m_session;
    QWidget m_parent;
    std::unique_ptr<RunWindow> m_window;
};

} // namespace

class RunWindowTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_rig = std::make_unique<Rig>();
        saveDisc(m_rig->a("one.png"), 0.0);
        saveDisc(m_rig->b("one.png"), 2.0);
        saveDisc(m_rig->a("two.png"), 0.0);
        saveDisc(m_rig->b("two.png"), 7.0);
        saveDisc(m_rig->a("same.png"), 0.0);
        fs::copy_file(m_rig->a("same.png"), m_rig->b("same.png"));
    }
    void cleanup() { m_rig.reset(); }

    void sortsByChange() {
        m_rig->compareAll();

        QCOMPARE(m_rig->names(), (QStringList{u"two"_s, u"one"_s, u"same"_s}));
        QCOMPARE(m_rig->current(), u"two"_s);
        QCOMPARE(m_rig->find<QLabel>("runCount")->text(), u"3 pairs"_s);
        const QAbstractItemModel* model = m_rig->table()->model();
        const int boundary = RunPairModel::columnOf(Metric::boundary_p95);
        QCOMPARE(model->index(0, boundary).data().toString(), QLocale().toString(7.0, 'f', 2));
        QCOMPARE(model->index(2, 0).data().toString(), u"same\nThe same file"_s);
    }

    void sortsByAnyColumn() {
        saveDisc(m_rig->a("tinted.png"), 0.0);
        saveDisc(m_rig->b("tinted.png"), 0.0, 0.9);
        m_rig->compareAll();

        m_rig->table()->sortByColumn(RunPairModel::columnOf(Metric::color_mean), Qt::DescendingOrder);
        QCOMPARE(m_rig->names().first(), u"tinted"_s);
        m_rig->table()->sortByColumn(RunPairModel::columnOf(Metric::iou), Qt::AscendingOrder);
        QCOMPARE(m_rig->names().first(), u"two"_s);
        m_rig->table()->sortByColumn(RunPairModel::name, Qt::AscendingOrder);
        QCOMPARE(m_rig->names(), (QStringList{u"one"_s, u"same"_s, u"tinted"_s, u"two"_s}));
    }

    void showsBothPicturesAndFlips() {
        m_rig->compareAll();
        auto* canvas = m_rig->find<Canvas>("runCanvas");
        QTRY_VERIFY(canvas->hasResult());

        m_rig->press(Qt::Key_Q);
        QCOMPARE(canvas->compareMode(), CompareMode::after);
        QVERIFY(m_rig->find<QToolButton>("runB")->isChecked());
        m_rig->press(Qt::Key_Q);
        QCOMPARE(canvas->compareMode(), CompareMode::before);
        m_rig->press(Qt::Key_Q);
        QCOMPARE(canvas->compareMode(), CompareMode::after);
        QTest::keyClick(&m_rig->window(), Qt::Key_D, Qt::ShiftModifier);
        QCOMPARE(canvas->compareMode(), CompareMode::difference);
        m_rig->press(Qt::Key_W);
        QCOMPARE(canvas->compareMode(), CompareMode::split);
        m_rig->press(Qt::Key_PageDown);
        QCOMPARE(m_rig->current(), u"one"_s);
        QTRY_VERIFY(canvas->hasResult());
        QCOMPARE(canvas->compareMode(), CompareMode::split); // as before
    }

    // What a judge does in an afternoon, and finds again the next day.
    void keepsVerdictsBesideTheRun() {
        m_rig->compareAll();
        m_rig->press(Qt::Key_X);
        auto* reason = m_rig->find<QComboBox>("judgeReason");
        reason->setEditText(u"Halo"_s);
        Q_EMIT reason->lineEdit()->editingFinished();
        QTest::keyClicks(m_rig->find<QPlainTextEdit>("judgeNote"), u"px left of it"_s); // no key is a verdict
        QCOMPARE(m_rig->current(), u"two"_s);
        m_rig->table()->setFocus();
        m_rig->press(Qt::Key_PageDown);
        m_rig->press(Qt::Key_P);
        QCOMPARE(m_rig->find<QLabel>("judgeProgress")->text(), u"2 of 3 judged"_s);
        m_rig->window().close();
        m_rig->close(); // writes what is left

        const RunJudgements kept = loadJudgements(m_rig->b());
        QCOMPARE(kept.size(), std::size_t(2));
        QVERIFY(kept.at("two").verdict == Verdict::fail);
        QCOMPARE(kept.at("two").reason, std::string("Halo"));
        QCOMPARE(kept.at("two").note, std::string("px left of it"));
        QVERIFY(kept.at("one").verdict == Verdict::pass);

        m_rig->open(); // remembers which two they were
        m_rig->compare();
        QCOMPARE(m_rig->current(), u"two"_s);
        QVERIFY(m_rig->find<QToolButton>("judgeFail")->isChecked());
        QCOMPARE(m_rig->find<QPlainTextEdit>("judgeNote")->toPlainText(), u"px left of it"_s);
        m_rig->press(Qt::Key_U);
        m_rig->find<QPlainTextEdit>("judgeNote")->clear();
        m_rig->close();
        QCOMPARE(loadJudgements(m_rig->b()).size(), std::size_t(1));
    }

    void pinsANote() {
        m_rig->compareAll();
        auto* canvas = m_rig->find<Canvas>("runCanvas");
        QTRY_VERIFY(canvas->hasResult());
        QTest::mouseClick(m_rig->find<QPushButton>("judgePlacePin"), Qt::LeftButton);
        QTest::mouseClick(canvas, Qt::LeftButton, {}, canvas->rect().center());
        m_rig->close();

        const auto pin = loadJudgements(m_rig->b()).at("two").pin;
        QVERIFY(pin.has_value());
        QVERIFY(std::abs(pin->x - 40.0) < 2.0 && std::abs(pin->y - 30.0) < 2.0); // pixels of the picture
    }

    void filtersPairs() {
        saveDisc(m_rig->a("gone.png"), 0.0);
        m_rig->compareAll();

        m_rig->find<QLineEdit>("runSearch")->setText(u"ON"_s);
        QCOMPARE(m_rig->names(), (QStringList{u"one"_s, u"gone"_s}));
        QCOMPARE(m_rig->find<QLabel>("runCount")->text(), u"2 of 4 pairs"_s);
        m_rig->find<QLineEdit>("runSearch")->clear();
        const auto show = [this](const QString& text) {
            auto* box = m_rig->find<QComboBox>("runShow");
            box->setCurrentIndex(box->findText(text));
        };
        show(u"Changed"_s);
        QCOMPARE(m_rig->names(), (QStringList{u"two"_s, u"one"_s}));
        show(u"In one run only"_s);
        QCOMPARE(m_rig->names(), QStringList{u"gone"_s});
        show(u"Not judged"_s);
        m_rig->table()->selectRow(0);
        m_rig->press(Qt::Key_P);
        QCOMPARE(m_rig->names().size(), 3); // it has left the list
    }

    void saysWhatIsWrongWithAHostileFile() {
        std::ofstream(m_rig->b("one.png"), std::ios::binary) << "<html>";
        m_rig->compareAll();

        QCOMPARE(m_rig->names(), (QStringList{u"one"_s, u"two"_s, u"same"_s})); // it wants to be looked at
        QCOMPARE(m_rig->table()->model()->index(0, 0).data().toString(), u"one\nFailed"_s);
        auto* note = m_rig->find<QLabel>("runNote");
        QVERIFY(note->isVisible());
        QVERIFY2(note->text().contains(u"one.png"_s), qPrintable(note->text()));
        QTRY_COMPARE(m_rig->find<Canvas>("runCanvas")->compareMode(), CompareMode::before); // A is there
        QVERIFY(!m_rig->find<QToolButton>("runB")->isEnabled());
        m_rig->press(Qt::Key_PageDown);
        QVERIFY(!note->isVisible());
    }

    // What was cut away in one of them only is a difference here.
    void showsDifferencesOfAlpha() {
        const auto picture = [](QRgb pixel) {
            QImage image(1, 1, QImage::Format_ARGB32_Premultiplied);
            image.fill(QColor::fromRgba(pixel));
            return image;
        };
        const QImage dark = picture(qRgba(10, 20, 30, 255));
        const QImage nothing = picture(qRgba(0, 0, 0, 0));

        QCOMPARE(difference(dark, nothing, {.gain = 1}).pixel(0, 0), qRgb(0, 0, 0));
        QCOMPARE(
            difference(dark, nothing, {.gain = 1, .countsAlpha = true}).pixel(0, 0), qRgb(255, 255, 255));
        QCOMPARE(difference(dark, dark, {.gain = 9, .countsAlpha = true}).pixel(0, 0), qRgb(0, 0, 0));
        m_rig->compareAll();
        QVERIFY(m_rig->find<Canvas>("runCanvas")->differenceStyle().countsAlpha);
    }

    // A folder where the file of verdicts should be stands for any folder that takes none.
    void saysWhenVerdictsCanNotBeKept() {
        fs::create_directory(judgementFileOf(m_rig->b()));
        m_rig->compareAll();
        auto* notice = m_rig->find<QWidget>("runNotice");
        QVERIFY(notice->isVisible()); // it can't be read either
        notice->hide();

        m_rig->press(Qt::Key_X);

        QTRY_VERIFY(notice->isVisible());
        QVERIFY(m_rig->find<QToolButton>("judgeFail")->isChecked()); // and is still in the window
    }

    void savesAReport() {
        m_rig->compareAll();
        m_rig->press(Qt::Key_X);
        m_rig->dialogs.answer = {m_rig->out()};

        QTest::mouseClick(m_rig->find<QPushButton>("runReport"), Qt::LeftButton);

        QTRY_VERIFY(m_rig->find<QWidget>("runNotice")->isVisible());
        QFile html(QString::fromStdString((m_rig->out() / "report.html").native()));
        QVERIFY(html.open(QIODevice::ReadOnly));
        const QByteArray page = html.readAll();
        QVERIFY(page.contains("data:image/webp;base64,"));
        QVERIFY(page.contains("badge fail")); // said after it was compared
        QVERIFY(fs::exists(m_rig->out() / "report.csv") && fs::exists(m_rig->out() / "report.json"));
    }

    void saysWhenAReportCanNotBeSaved() {
        m_rig->compareAll();
        m_rig->dialogs.answer = {m_rig->a("one.png") / "inside"};

        QTest::mouseClick(m_rig->find<QPushButton>("runReport"), Qt::LeftButton);

        QTRY_VERIFY(m_rig->find<QWidget>("runNotice")->isVisible());
        QVERIFY(m_rig->find<QLabel>("runNoticeTitle")->text().contains(u"could not be saved"_s));
    }

    void canBeStopped() {
        auto started = std::make_shared<std::latch>(1);
        m_rig->functions.compare =
            [started](const CompareRequest& request, const auto& onPair, const Progress& progress) {
                RunPair pair{.name = "first", .state = PairState::compared};
                pair.a.path = request.a / "one.png";
                onPair(pair, 1, 1000);
                started->count_down();
                for (;;) {
                    progress.throwIfStopped();
                    std::this_thread::sleep_for(std::chrono::milliseconds(1));
                }
                return RunComparison();
            };
        m_rig->open();
        m_rig->window().takePaths({m_rig->a(), m_rig->b()});
        QTest::mouseClick(m_rig->find<QPushButton>("runCompare"), Qt::LeftButton);
        started->wait();
        QVERIFY(!m_rig->find<QPushButton>("runCompare")->isVisible());

        m_rig->press(Qt::Key_Escape);

        QTRY_VERIFY(m_rig->find<QPushButton>("runCompare")->isVisible());
        QCOMPARE(m_rig->names(), QStringList{u"first"_s}); // what there is stays
        QVERIFY(!m_rig->find<QPushButton>("runReport")->isEnabled());
    }

    void refusesWhatCanNotBeCompared() {
        m_rig->window().takePaths({m_rig->a(), m_rig->b("nowhere")});
        m_rig->compare();

        QVERIFY(m_rig->find<QWidget>("runNotice")->isVisible());
        QVERIFY(m_rig->names().isEmpty());
    }

    void takesDroppedFolders() {
        QMimeData data;
        data.setUrls({toUrl(m_rig->a()), toUrl(m_rig->b())});
        QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&m_rig->window(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(&m_rig->window(), &drop);

        QVERIFY2(
            m_rig->find<QLineEdit>("runPathA")->text().endsWith(u"/a/"_s),
            qPrintable(m_rig->find<QLineEdit>("runPathA")->text()));
        QVERIFY(m_rig->find<QLineEdit>("runPathB")->text().endsWith(u"/b/"_s));
        QTest::mouseClick(m_rig->find<QPushButton>("runSwap"), Qt::LeftButton);
        QVERIFY(m_rig->find<QLineEdit>("runPathA")->text().endsWith(u"/b/"_s));
    }

    void getsThumbnails() {
        m_rig->compareAll();

        QTRY_VERIFY(!m_rig->table()->model()->index(0, 0).data(Qt::DecorationRole).isNull());
        const auto both = m_rig->table()->model()->index(0, 0).data(Qt::DecorationRole).value<QIcon>();
        QCOMPARE(both.actualSize(RunThumbnails::size()), RunThumbnails::size());
    }

private:
    std::unique_ptr<Rig> m_rig;
};

QTEST_MAIN(RunWindowTest)
#include "run_window_test.moc"
