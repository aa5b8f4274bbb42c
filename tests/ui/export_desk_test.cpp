#include "tests/ui/window_rig.h"
#include "ui/export_panel.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

#include <fstream>

using namespace kerf;
using namespace kerf::ui;
using namespace kerf::test;
using namespace Qt::StringLiterals;

class ExportDeskTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void showsTheFirstNameWhileItIsTyped();
    void keepsABadTemplateOutOfTheOptions();
    void writesSeveralPictures();
    void asksOnceForAllThatIsThere_data();
    void asksOnceForAllThatIsThere();
    void asksForFilesBesideTheNamedOne();
    void asksNothingWhenToldWhatToDo();
};

void ExportDeskTest::showsTheFirstNameWhileItIsTyped() {
    WindowRig rig;
    rig.window.show();
    auto* preview = rig.find<QLabel>("namePreview");
    QVERIFY(rig.add({"one.jpg", "two.jpg"}));
    QTRY_VERIFY2(preview->text().contains(u"one-cutout.png"_s), qPrintable(preview->text()));

    auto* name = rig.find<QLineEdit>("nameTemplate");
    name->selectAll();
    QTest::keyClicks(name, u"{date:YYYYMMDD}_{counter:3}_"_s);
    QTRY_VERIFY(preview->text().contains(u"20240501_001_.png"_s));
    const QList<QAction*> parts = rig.find<QToolButton>("nameParts")->menu()->actions();
    parts.front()->trigger();

    QTRY_VERIFY2(preview->text().contains(u"20240501_001_one.png"_s), qPrintable(preview->text()));
    QCOMPARE(
        rig.find<ExportPanel>("exportPanel")->options().naming,
        std::string("{date:YYYYMMDD}_{counter:3}_{name}"));
}

void ExportDeskTest::keepsABadTemplateOutOfTheOptions() {
    WindowRig rig;
    rig.window.show();
    QVERIFY(rig.add({"one.jpg"}));
    auto* panel = rig.find<ExportPanel>("exportPanel");
    auto* preview = rig.find<QLabel>("namePreview");
    auto* name = rig.find<QLineEdit>("nameTemplate");
    name->selectAll();

    QTest::keyClicks(name, u"{nam}"_s);

    QVERIFY2(preview->text().contains(u"there is no {nam}"_s), qPrintable(preview->text()));
    QVERIFY(panel->options().naming.find("nam}") == std::string::npos);
    QTest::keyClick(name, Qt::Key_Backspace);
    QTest::keyClicks(name, u"e}"_s);
    QTRY_VERIFY2(preview->text().contains(u"one.png"_s), qPrintable(preview->text()));
    QCOMPARE(panel->options().naming, std::string("{name}"));
}

void ExportDeskTest::writesSeveralPictures() {
    WindowRig rig;
    rig.window.show();
    QVERIFY(rig.add({"one.jpg"}));
    auto* result = rig.find<QCheckBox>("exportResult");
    result->click();
    QVERIFY(result->isChecked()); // there is always one
    rig.find<QCheckBox>("exportMatte")->click();
    rig.find<QCheckBox>("exportClean")->click();
    rig.find<QCheckBox>("exportSidecar")->click();
    rig.dialogs.answer = {rig.path("results")};

    rig.find<QAction>("actionExportAll")->trigger();

    QTRY_COMPARE(rig.session.exports().size(), std::size_t(1));
    const ExportRequest request = rig.session.exports()[0];
    QCOMPARE(
        request.files, (std::vector<std::filesystem::path>{
                           rig.path("results/one-cutout.png"), rig.path("results/one-matte.png"),
                           rig.path("results/one-clean.png")}));
    QCOMPARE(request.folder, rig.path("results"));
    QVERIFY(!request.options.sidecar);
}

void ExportDeskTest::asksOnceForAllThatIsThere_data() {
    QTest::addColumn<QString>("button");
    QTest::addColumn<int>("policy"); // -1: nothing is written
    QTest::newRow("both") << u"exportKeepBoth"_s << int(ExistingPolicy::rename);
    QTest::newRow("replace") << u"exportReplace"_s << int(ExistingPolicy::replace);
    QTest::newRow("skip") << u"exportSkip"_s << int(ExistingPolicy::skip);
    QTest::newRow("cancel") << u"exportCancel"_s << -1;
}

void ExportDeskTest::asksOnceForAllThatIsThere() {
    QFETCH(QString, button);
    QFETCH(int, policy);
    WindowRig rig;
    rig.window.show();
    QVERIFY(rig.add({"one.jpg", "two.jpg", "three.jpg"}));
    std::filesystem::create_directories(rig.path("results"));
    for (const char* name : {"results/two-cutout.png", "results/three-cutout.png"}) {
        std::ofstream(rig.path(name)) << "earlier";
    }
    rig.dialogs.answer = {rig.path("results")};

    rig.find<QAction>("actionExportAll")->trigger();

    QTRY_VERIFY(rig.window.findChild<QMessageBox*>(u"exportQuestion"_s));
    auto* question = rig.window.findChild<QMessageBox*>(u"exportQuestion"_s);
    QVERIFY(question->isVisible() && !question->isModal());
    QVERIFY(question->text().contains(u'2') && question->informativeText().contains(u"two-cutout.png"_s));
    QVERIFY(rig.session.exports().empty());
    QTest::mouseClick(question->findChild<QPushButton*>(button), Qt::LeftButton);

    if (policy < 0) {
        QTest::qWait(50);
        QVERIFY(rig.session.exports().empty());
        return;
    }
    QTRY_COMPARE(rig.session.exports().size(), std::size_t(3));
    QCOMPARE(int(rig.session.exports()[2].options.existing), policy);
}

void ExportDeskTest::asksForFilesBesideTheNamedOne() {
    WindowRig rig;
    rig.window.show();
    QVERIFY(rig.add({"one.jpg"}));
    rig.find<QCheckBox>("exportMatte")->click();
    std::ofstream(rig.path("kept.png")) << "the dialog has asked about this one";
    std::ofstream(rig.path("kept-matte.png")) << "and not about this one";
    rig.dialogs.saveAnswer = rig.path("kept.png");

    rig.find<QAction>("actionExport")->trigger();

    QTRY_VERIFY(rig.window.findChild<QMessageBox*>(u"exportQuestion"_s));
    auto* question = rig.window.findChild<QMessageBox*>(u"exportQuestion"_s);
    QVERIFY(question->informativeText().contains(u"kept-matte.png"_s));
    QVERIFY(rig.session.exports().empty());
}

void ExportDeskTest::asksNothingWhenToldWhatToDo() {
    WindowRig rig;
    rig.window.show();
    QVERIFY(rig.add({"one.jpg"}));
    std::filesystem::create_directories(rig.path("results"));
    std::ofstream(rig.path("results/one-cutout.png")) << "earlier";
    auto* existing = rig.find<QComboBox>("exportExisting");
    existing->setCurrentIndex(existing->findData(int(ExistingPolicy::skip)));
    rig.dialogs.answer = {rig.path("results")};

    rig.find<QAction>("actionExportAll")->trigger();

    QTRY_COMPARE(rig.session.exports().size(), std::size_t(1));
    QCOMPARE(rig.session.exports()[0].options.existing, ExistingPolicy::skip);
    QVERIFY(!rig.window.findChild<QMessageBox*>(u"exportQuestion"_s));
}

QTEST_MAIN(ExportDeskTest)

#include "export_desk_test.moc"
