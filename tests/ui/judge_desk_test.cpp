#include "tests/ui/window_rig.h"
#include "ui/banner.h"
#include "ui/canvas.h"
#include "ui/filmstrip.h"
#include "ui/judge_panel.h"
#include "ui/judgement_store.h"
#include "ui/side_panel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace kerf;
using namespace kerf::ui;
using kerf::test::WindowRig;

namespace {

struct Keep {
    QTemporaryDir folder;

    std::filesystem::path path() const { return folder.path().toStdString(); }
    QString file() const { return folder.filePath(QStringLiteral("judgements.json")); }
};

bool start(WindowRig& rig, const std::vector<std::string>& names) {
    rig.window.show();
    rig.window.activateWindow();
    if (!QTest::qWaitForWindowActive(&rig.window)) {
        return false;
    }
    std::vector<std::filesystem::path> paths; // the same files in every sitting
    for (const std::string& name : names) {
        paths.push_back("/photos/" + name);
    }
    rig.window.addPaths(paths);
    const bool isThere = QTest::qWaitFor([&] { return rig.window.photos().count() == int(names.size()); });
    rig.find<Filmstrip>("filmstrip")->setFocus();
    return isThere;
}

const Judgement& judgementOf(const WindowRig& rig, int row) {
    return rig.window.photos().at(row).judgement;
}

} // namespace

class JudgeDeskTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void judgesByKeys();
    void judgesAllSelectedPhotos();
    void keepsReasonsAndNotesForTheNextStart();
    void pinsTheNoteToThePhoto();
    void movesThePinByDragging();
    void goesOnAfterAVerdict();
    void takesVerdictsBack();
    void takesBackWhatWasWritten();
    void worksThroughTheUnjudgedOnes();
    void countsVerdicts();
    void writesFreeReasons();
    void forgetsAllThatWasSaid();
    void setsADamagedFileAside();
    void saysWhenNothingCanBeSaved();
    void readsBackWhatItWrites();
    void leavesOutWhatMakesNoSense();
};

void JudgeDeskTest::judgesByKeys() {
    WindowRig rig;
    QVERIFY(start(rig, {"one.jpg", "two.jpg"}));
    auto* strip = rig.find<Filmstrip>("filmstrip");

    QTest::keyClick(strip, Qt::Key_P);
    QCOMPARE(judgementOf(rig, 0).verdict, Verdict::pass);
    QVERIFY(rig.find<QToolButton>("judgePass")->isChecked());
    QTest::keyClick(strip, Qt::Key_X);
    QCOMPARE(judgementOf(rig, 0).verdict, Verdict::fail);
    QTest::keyClick(strip, Qt::Key_T);
    QCOMPARE(judgementOf(rig, 0).verdict, Verdict::touch_up);
    QVERIFY(strip->model()
                ->index(0, 0)
                .data(Qt::AccessibleTextRole)
                .toString()
                .contains(QStringLiteral("Touch-up")));
    QTest::keyClick(strip, Qt::Key_U);
    QCOMPARE(judgementOf(rig, 0).verdict, Verdict::none);
    QCOMPARE(judgementOf(rig, 1).verdict, Verdict::none);
    QVERIFY(!rig.find<QToolButton>("judgeClear")->isEnabled());
}

void JudgeDeskTest::judgesAllSelectedPhotos() {
    WindowRig rig;
    QVERIFY(start(rig, {"one.jpg", "two.jpg", "three.jpg"}));
    auto* strip = rig.find<Filmstrip>("filmstrip");
    QTest::keyClick(strip, Qt::Key_Right, Qt::ShiftModifier);

    QTest::keyClick(strip, Qt::Key_X);
    auto* reason = rig.find<QComboBox>("judgeReason");
    reason->setCurrentIndex(0);
    Q_EMIT reason->activated(0);

    for (const int row : {0, 1}) {
        QCOMPARE(judgementOf(rig, row).verdict, Verdict::fail);
        QCOMPARE(judgementOf(rig, row).reason, std::string("Halo at the edge"));
    }
    QCOMPARE(judgementOf(rig, 2), Judgement());
    QTest::keyClick(strip, Qt::Key_P);
    QCOMPARE(judgementOf(rig, 1).reason, std::string()); // it was why they failed
}

void JudgeDeskTest::keepsReasonsAndNotesForTheNextStart() {
    const Keep keep;
    {
        WindowRig rig({.data = keep.path()});
        QVERIFY(start(rig, {"one.jpg", "two.jpg", "three.jpg"}));
        QTest::keyClick(rig.find<Filmstrip>("filmstrip"), Qt::Key_X);
        rig.find<QAction>("actionJudgePage")->trigger();
        auto* reason = rig.find<QLineEdit>("judgeReasonText");
        reason->setFocus();
        QTest::keyClicks(reason, QStringLiteral("Whiskers gone"));
        QTest::keyClick(reason, Qt::Key_Return);
        auto* note = rig.find<QPlainTextEdit>("judgeNote");
        note->setFocus();
        QTest::keyClicks(note, QStringLiteral("Mask by hand, p. 2"));
        QTest::keyClick(rig.find<Filmstrip>("filmstrip"), Qt::Key_End);
        QCOMPARE(note->toPlainText(), QString());
        QTest::keyClick(rig.find<Filmstrip>("filmstrip"), Qt::Key_P);
        QTRY_VERIFY(QFile::exists(keep.file())); // without waiting for the end: a crash loses little
    }
    WindowRig rig({.data = keep.path()});
    QVERIFY(start(rig, {"one.jpg", "two.jpg", "three.jpg"}));

    QTRY_COMPARE(judgementOf(rig, 0).verdict, Verdict::fail);
    QCOMPARE(judgementOf(rig, 0).reason, std::string("Whiskers gone"));
    QCOMPARE(judgementOf(rig, 0).note, std::string("Mask by hand, p. 2"));
    QCOMPARE(judgementOf(rig, 1), Judgement());
    QCOMPARE(judgementOf(rig, 2).verdict, Verdict::pass);
    rig.find<Filmstrip>("filmstrip")->goTo(0); // the last one is shown, as it was
    QCOMPARE(rig.find<QPlainTextEdit>("judgeNote")->toPlainText(), QStringLiteral("Mask by hand, p. 2"));
    QCOMPARE(rig.find<QComboBox>("judgeReason")->currentText(), QStringLiteral("Whiskers gone"));
}

void JudgeDeskTest::pinsTheNoteToThePhoto() {
    WindowRig rig;
    QVERIFY(start(rig, {"one.jpg"}));
    rig.find<QAction>("actionJudgePage")->trigger();
    auto* canvas = rig.find<Canvas>("canvas");
    QTRY_VERIFY(canvas->zoom() > 0.0 && !rig.find<QLabel>("zoomText")->text().isEmpty());
    auto* place = rig.find<QPushButton>("judgePlacePin");
    QVERIFY(!rig.find<QPushButton>("judgeRemovePin")->isEnabled());

    QTest::mouseClick(place, Qt::LeftButton);
    QVERIFY(place->isChecked());
    QTest::qWait(50); // painted
    QTest::mouseClick(canvas, Qt::LeftButton, {}, canvas->rect().center());

    QVERIFY(!place->isChecked());
    const std::optional<Point> pin = judgementOf(rig, 0).pin;
    QVERIFY(pin.has_value()); // the middle of FakeSession's 240 x 160
    QVERIFY2(
        std::abs(pin->x - 120.0) < 2.0 && std::abs(pin->y - 80.0) < 2.0, qPrintable(QString::number(pin->x)));
    QTRY_VERIFY(rig.find<QPlainTextEdit>("judgeNote")->hasFocus());
    QTest::mouseClick(rig.find<QPushButton>("judgeRemovePin"), Qt::LeftButton);
    QVERIFY(!judgementOf(rig, 0).pin);
}

void JudgeDeskTest::movesThePinByDragging() {
    WindowRig rig;
    QVERIFY(start(rig, {"one.jpg"}));
    rig.find<QAction>("actionJudgePage")->trigger();
    auto* canvas = rig.find<Canvas>("canvas");
    QTRY_VERIFY(canvas->zoom() > 0.0 && !rig.find<QLabel>("zoomText")->text().isEmpty());
    QTest::mouseClick(rig.find<QPushButton>("judgePlacePin"), Qt::LeftButton);
    QTest::qWait(50);
    const QPoint from = canvas->rect().center();
    QTest::mouseClick(canvas, Qt::LeftButton, {}, from);
    const double x = judgementOf(rig, 0).pin->x;
    QTest::qWait(50);

    QTest::mousePress(canvas, Qt::LeftButton, {}, from - QPoint(0, 4));
    QTest::mouseMove(canvas, from + QPoint(20, 0));
    QTest::mouseMove(canvas, from + QPoint(40, 0));
    QTest::mouseRelease(canvas, Qt::LeftButton, {}, from + QPoint(40, 0));

    const double moved = judgementOf(rig, 0).pin->x - x;
    QVERIFY2(std::abs(moved - 40.0 / canvas->zoom()) < 2.0, qPrintable(QString::number(moved)));
    rig.find<SidePanel>("sidePanel")->setCurrentIndex(0); // no longer judging: the canvas's own drag
    QTest::mousePress(canvas, Qt::LeftButton, {}, from + QPoint(40, -4));
    QTest::mouseMove(canvas, from);
    QTest::mouseRelease(canvas, Qt::LeftButton, {}, from);
    QCOMPARE(judgementOf(rig, 0).pin->x, x + moved);
}

void JudgeDeskTest::goesOnAfterAVerdict() {
    WindowRig rig;
    QVERIFY(start(rig, {"one.jpg", "two.jpg"}));
    auto* strip = rig.find<Filmstrip>("filmstrip");
    rig.find<QAction>("actionJudgePage")->trigger();
    QTest::mouseClick(
        rig.find<QCheckBox>("judgeGoOn"), Qt::LeftButton, {},
        QPoint(8, rig.find<QCheckBox>("judgeGoOn")->height() / 2));
    QVERIFY(rig.settings.goesOnAfterVerdict());

    QTest::keyClick(strip, Qt::Key_P);
    QCOMPARE(strip->currentRow(), 1);
    QTest::keyClick(strip, Qt::Key_X);

    QCOMPARE(judgementOf(rig, 0).verdict, Verdict::pass);
    QCOMPARE(judgementOf(rig, 1).verdict, Verdict::fail);
    QCOMPARE(strip->currentRow(), 1);
}

void JudgeDeskTest::takesVerdictsBack() {
    WindowRig rig;
    QVERIFY(start(rig, {"one.jpg", "two.jpg", "three.jpg"}));
    auto* strip = rig.find<Filmstrip>("filmstrip");
    auto* undo = rig.find<QAction>("actionUndo");
    QVERIFY(!undo->isEnabled());

    QTest::keyClick(strip, Qt::Key_P);
    QCOMPARE(judgementOf(rig, 0).verdict, Verdict::pass);
    QVERIFY(undo->text().contains(PhotoListModel::verdictText(Verdict::pass)));
    QTest::keyClick(strip, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(judgementOf(rig, 0).verdict, Verdict::none);
    QVERIFY(!undo->isEnabled());
    QTest::keyClick(strip, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(judgementOf(rig, 0).verdict, Verdict::pass);

    strip->goTo(1); // comes back to the photo that it was said about
    QTest::keyClick(strip, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(judgementOf(rig, 0).verdict, Verdict::none);
    QCOMPARE(strip->currentRow(), 0);

    QTest::keyClick(strip, Qt::Key_Right, Qt::ShiftModifier);
    QTest::keyClick(strip, Qt::Key_X);
    QCOMPARE(judgementOf(rig, 1).verdict, Verdict::fail);
    QTest::keyClick(strip, Qt::Key_Z, Qt::ControlModifier); // a selection is one step
    for (const int row : {0, 1}) {
        QCOMPARE(judgementOf(rig, row), Judgement());
    }
    QVERIFY(!undo->isEnabled());
}

void JudgeDeskTest::takesBackWhatWasWritten() {
    const Keep keep;
    {
        WindowRig rig({.data = keep.path()});
        QVERIFY(start(rig, {"one.jpg", "two.jpg"}));
        rig.find<QAction>("actionJudgePage")->trigger();
        auto* note = rig.find<QPlainTextEdit>("judgeNote");
        note->setFocus();
        QTest::keyClicks(note, QStringLiteral("left ear"));
        auto* strip = rig.find<Filmstrip>("filmstrip");
        strip->setFocus();
        QTRY_COMPARE(judgementOf(rig, 0).note, std::string("left ear"));

        QTest::keyClick(strip, Qt::Key_Z, Qt::ControlModifier); // all that was typed
        QCOMPARE(judgementOf(rig, 0).note, std::string());
        QCOMPARE(note->toPlainText(), QString());
        QVERIFY(!rig.find<QAction>("actionUndo")->isEnabled());
        QTest::keyClick(strip, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(note->toPlainText(), QStringLiteral("left ear"));
        QTest::keyClick(strip, Qt::Key_P);
        QTest::keyClick(strip, Qt::Key_Z, Qt::ControlModifier);
        rig.window.close();
    }
    WindowRig rig({.data = keep.path()});
    QVERIFY(start(rig, {"one.jpg", "two.jpg"}));

    QTRY_COMPARE(judgementOf(rig, 0).note, std::string("left ear"));
    QCOMPARE(judgementOf(rig, 0).verdict, Verdict::none);
}

void JudgeDeskTest::worksThroughTheUnjudgedOnes() {
    WindowRig rig;
    QVERIFY(start(rig, {"one.jpg", "two.jpg", "three.jpg"}));
    auto* strip = rig.find<Filmstrip>("filmstrip");
    auto* filter = rig.find<QComboBox>("filterVerdict");
    filter->setCurrentIndex(filter->findData(int(PhotoFilter::Judged::none)));

    QTest::keyClick(strip, Qt::Key_P);
    QTRY_COMPARE(strip->currentRow(), 1); // the first is out of the way
    QTest::keyClick(strip, Qt::Key_X);
    QTest::keyClick(strip, Qt::Key_T);

    QCOMPARE(strip->model()->rowCount(), 0);
    QCOMPARE(judgementOf(rig, 0).verdict, Verdict::pass);
    QCOMPARE(judgementOf(rig, 1).verdict, Verdict::fail);
    QCOMPARE(judgementOf(rig, 2).verdict, Verdict::touch_up);
}

void JudgeDeskTest::countsVerdicts() {
    WindowRig rig;
    QVERIFY(start(rig, {"one.jpg", "two.jpg", "three.jpg"}));
    auto* strip = rig.find<Filmstrip>("filmstrip");
    QTest::keyClick(strip, Qt::Key_P);
    QTest::keyClick(strip, Qt::Key_PageDown);
    QTest::keyClick(strip, Qt::Key_X);

    QTRY_COMPARE(rig.find<QLabel>("judgeProgress")->text(), QStringLiteral("2 of 3 judged"));
    QTRY_COMPARE(
        rig.find<QLabel>("verdictCounts")->text(),
        QStringLiteral("1 pass  ·  1 fail  ·  0 touch-up  ·  1 not judged"));
}

void JudgeDeskTest::writesFreeReasons() {
    WindowRig rig;
    QVERIFY(start(rig, {"one.jpg", "two.jpg"}));
    rig.find<QAction>("actionJudgePage")->trigger();
    auto* field = rig.find<QLineEdit>("judgeReasonText");
    field->setFocus();

    QTest::keyClicks(field, QStringLiteral("Pixel dust")); // P, X, U and T are letters here
    QTest::keyClick(field, Qt::Key_Return);

    QCOMPARE(judgementOf(rig, 0).reason, std::string("Pixel dust"));
    QCOMPARE(judgementOf(rig, 0).verdict, Verdict::none);
}

void JudgeDeskTest::forgetsAllThatWasSaid() {
    const Keep keep;
    const std::string elsewhere = "file:///elsewhere/four.jpg"; // not open
    QFile file(keep.file());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(JudgementStore::toJson({{QByteArray::fromStdString(elsewhere), {.verdict = Verdict::fail}}}));
    file.close();
    {
        WindowRig rig({.data = keep.path()});
        QVERIFY(start(rig, {"one.jpg", "two.jpg"}));
        QTest::keyClick(rig.find<Filmstrip>("filmstrip"), Qt::Key_P);
        const auto kept = [&] {
            QFile read(keep.file());
            return read.open(QIODevice::ReadOnly) ? read.readAll() : QByteArray();
        };
        QTRY_VERIFY(kept().contains("one.jpg") && kept().contains("four.jpg"));

        rig.find<QAction>("actionPreferences")->trigger();
        auto* clear = rig.find<QPushButton>("privacyClear-verdicts");
        clear->click();
        QCOMPARE(judgementOf(rig, 0).verdict, Verdict::pass); // asks first
        clear->click();

        QCOMPARE(judgementOf(rig, 0), Judgement());
        QVERIFY(!rig.find<QAction>("actionUndo")->isEnabled());
        QTRY_VERIFY(!kept().contains("one.jpg") && !kept().contains("four.jpg"));
    }
    JudgementStore store(keep.path());
    QSignalSpy loaded(&store, &JudgementStore::loaded);
    store.load();
    QVERIFY(loaded.wait());
    QVERIFY(!store.find("/elsewhere/four.jpg"));
    QVERIFY(!store.find("/photos/one.jpg"));
}

void JudgeDeskTest::setsADamagedFileAside() {
    const Keep keep;
    QFile file(keep.file());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{ not JSON");
    file.close();

    WindowRig rig({.data = keep.path()});
    QVERIFY(start(rig, {"one.jpg"}));

    QTRY_VERIFY(rig.find<Banner>("banner")->text().contains(QStringLiteral("judgements.json.damaged")));
    QVERIFY(QFile::exists(keep.file() + QStringLiteral(".damaged")));
    QTest::keyClick(rig.find<Filmstrip>("filmstrip"), Qt::Key_P);
    QTRY_VERIFY(QFile::exists(keep.file()));
}

void JudgeDeskTest::saysWhenNothingCanBeSaved() {
    const Keep keep;
    QFile file(keep.folder.filePath(QStringLiteral("data"))); // a file where the folder should be
    QVERIFY(file.open(QIODevice::WriteOnly));
    WindowRig rig({.data = keep.path() / "data"});
    QVERIFY(start(rig, {"one.jpg"}));

    QTest::qWait(50); // read, in vain
    QTest::keyClick(rig.find<Filmstrip>("filmstrip"), Qt::Key_P);

    QTRY_VERIFY(rig.find<Banner>("banner")->text().contains(QStringLiteral("could not be saved")));
    QCOMPARE(judgementOf(rig, 0).verdict, Verdict::pass);
}

void JudgeDeskTest::readsBackWhatItWrites() {
    JudgementStore::Entries entries;
    entries["file:///a%20b.jpg"] = {
        .verdict = Verdict::touch_up,
        .reason = "Haar \xc3\xa4",
        .note = "two\nlines",
        .pin = Point{.x = 12.5, .y = 0.25}};
    entries["file:///c.jpg"] = {.verdict = Verdict::pass};

    JudgementStore::Entries back;
    QVERIFY(JudgementStore::fromJson(JudgementStore::toJson(entries), back));

    QCOMPARE(back, entries);
}

void JudgeDeskTest::leavesOutWhatMakesNoSense() {
    JudgementStore::Entries entries;
    const QByteArray odd = "{\"version\":1,\"photos\":[7,{\"file\":\"http://x/a\"},"
                           "{\"file\":\"file:///a\",\"verdict\":\"great\"},"
                           "{\"file\":\"file:///b\",\"verdict\":\"pass\",\"pin\":[\"x\",1],\"note\":5}]}";
    QVERIFY(JudgementStore::fromJson(odd, entries));
    QCOMPARE(entries.size(), std::size_t(1));
    QCOMPARE(entries.at("file:///b"), Judgement{.verdict = Verdict::pass});
    for (const char* other :
         {"", "[]", "{}", "{\"version\":2,\"photos\":[]}", "{\"version\":1,\"photos\":{}}"}) {
        QVERIFY2(!JudgementStore::fromJson(other, entries), other);
    }
}

QTEST_MAIN(JudgeDeskTest)
#include "judge_desk_test.moc"
