#include "tests/ui/window_rig.h"
#include "ui/model_dialog.h"
#include "ui/recipe_panel.h"
#include "ui/text.h"

#include <QAbstractButton>
#include <QCheckBox>
#include <QComboBox>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QTest>
#include <QTreeWidget>

using namespace kerf;
using namespace Qt::StringLiterals;
using namespace kerf::ui;
using kerf::test::WindowRig;

class ModelDialogTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void offersModelsOnceWhenThereAreNone();
    void doesNotOfferWhatIsThere();
    void connectsNowhereUnasked();
    void listsModelsByKindWithTheirFacts();
    void showsWhatComesWithKerf();
    void saysWhyWhatComesWithKerfCannotBeUsed();
    void namesTheLicenceOfWhatComesWithKerf();
    void downloadsWithProgress();
    void cancelsAndResumes();
    void discardsWhatADownloadLeft();
    void saysWhatToDoWhenADownloadFails();
    void verifies();
    void verifiesAllAndNamesTheBadOne();
    void asksInPlaceBeforeItRemoves();
    void importsByButton();
    void importsWhatIsDropped();
    void offersToImportWhatIsDroppedOnTheWindow();
    void photosBesideModelsAreAdded();
    void remembersTheMirror_data();
    void remembersTheMirror();
    void hidesWhatCanOnlyBeImported();
    void keepsTheKeyboardInTheRow();
    void refreshesTheEngines();
};

namespace {

struct Rig : WindowRig {
    ModelDialog* dialog = nullptr;

    bool open() {
        window.show();
        find<QAction>("actionModels")->trigger();
        dialog = find<ModelDialog>("modelDialog");
        return dialog && QTest::qWaitForWindowActive(dialog) &&
               QTest::qWaitFor([this] { return find<QLabel>("modelTitle-birefnet") != nullptr; });
    }
    void click(const char* button) const {
        auto* found = find<QPushButton>(button);
        QVERIFY2(found && found->isVisible() && found->isEnabled(), button);
        QTest::mouseClick(found, Qt::LeftButton);
    }
    QString text(const char* label) const { return find<QLabel>(label)->text(); }
    bool isShown(const char* name) const { return find<QWidget>(name)->isVisible(); }
};

void drop(QWidget* target, const std::vector<std::filesystem::path>& files) {
    QMimeData data;
    QList<QUrl> urls;
    for (const std::filesystem::path& file : files) {
        urls << toUrl(file);
    }
    data.setUrls(urls);
    QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(target, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent event(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(target, &event);
}

} // namespace

void ModelDialogTest::offersModelsOnceWhenThereAreNone() {
    Rig rig;
    rig.session.models().uninstallAll();
    rig.window.show();
    QTRY_VERIFY(rig.isShown("modelOffer"));

    rig.click("modelOfferAccept");

    QTRY_VERIFY(rig.find<ModelDialog>("modelDialog"));
    QVERIFY(!rig.isShown("modelOffer"));
    QVERIFY(rig.settings.isModelOfferOver());
    QVERIFY(rig.session.models().fetched().empty());
}

void ModelDialogTest::doesNotOfferWhatIsThere() {
    Rig rig;
    rig.window.show();
    QVERIFY(rig.open()); // by then the list has come

    QVERIFY(!rig.isShown("modelOffer"));
}

void ModelDialogTest::connectsNowhereUnasked() {
    Rig rig;
    QVERIFY(rig.open());
    QTest::qWait(50);

    QVERIFY(rig.session.models().fetched().empty());
}

void ModelDialogTest::listsModelsByKindWithTheirFacts() {
    Rig rig;
    QVERIFY(rig.open());

    QCOMPARE(rig.text("modelTitle-birefnet"), u"BiRefNet"_s);
    const QString facts = rig.text("modelFacts-birefnet");
    QVERIFY2(
        facts.contains(u"444 MB"_s) && facts.contains(u"MIT"_s) && facts.contains(u"ZhengPeng7"_s),
        qPrintable(facts));
    QVERIFY(rig.text("modelPurpose-birefnet").contains(u"hair"_s));
    QCOMPARE(rig.text("modelState-birefnet"), u"Not installed"_s);
    QVERIFY(rig.text("modelState-birefnet-lite").startsWith(u"Installed"_s));
    // The installed one comes first in its group.
    QVERIFY(rig.find<QWidget>("model-birefnet-lite")->y() < rig.find<QWidget>("model-birefnet")->y());
    QVERIFY(rig.find<QWidget>("model-realesrgan-x2")->y() < rig.find<QWidget>("model-birefnet-lite")->y());
}

void ModelDialogTest::showsWhatComesWithKerf() {
    Rig rig;
    QVERIFY(rig.open());

    QCOMPARE(rig.text("modelTitle-kerf-mini"), u"Kerf Mini"_s);
    QCOMPARE(rig.text("modelState-kerf-mini"), u"Comes with Kerf"_s);
    QVERIFY(rig.text("modelPurpose-kerf-mini").contains(u"BiRefNet does better"_s));
    const QString facts = rig.text("modelFacts-kerf-mini").replace(QChar(QChar::Nbsp), u' ');
    for (const QString& fact :
         {u"5 MB"_s, u"CC-BY-SA-4.0"_s, u"288 × 288"_s, u"SHA-256 a09fb90a89e3d10d…"_s}) {
        QVERIFY2(facts.contains(fact), qPrintable(facts));
    }
    QVERIFY(rig.find<QLabel>("modelFacts-kerf-mini")
                ->toolTip()
                .endsWith(u"a09fb90a89e3d10dbf4b703fa8aba3912413fdf6560c7ca8b37ada6a2dd6d8c3"_s));
    for (const char* button : {"remove-kerf-mini", "download-kerf-mini", "import-kerf-mini"}) {
        QVERIFY2(!rig.isShown(button), button);
    }
    // It isn't a model for BiRefNet's engine, and nothing in the folder.
    QCOMPARE(rig.find<QComboBox>("maskModel")->findData(u"kerf-mini"_s), -1);
    rig.click("verify-kerf-mini");
    QTRY_COMPARE(rig.text("modelState-kerf-mini"), u"Comes with Kerf, verified"_s);

    rig.click("remove-birefnet-lite");
    rig.click("confirmRemove-birefnet-lite");
    QTRY_VERIFY(!rig.find<QPushButton>("openModelFolder")->isEnabled());
    QVERIFY(rig.find<QPushButton>("verifyAll")->isEnabled());
}

void ModelDialogTest::saysWhyWhatComesWithKerfCannotBeUsed() {
    Rig rig;
    rig.session.models().setShippedProblem(
        "Kerf's small net is missing from this installation; install Kerf again");
    QVERIFY(rig.open());

    QCOMPARE(rig.text("modelState-kerf-mini"), u"Can't be used"_s);
    QVERIFY(rig.isShown("modelNote-kerf-mini"));
    QVERIFY(rig.text("modelNote-kerf-mini").endsWith(u"install Kerf again"_s));
    QVERIFY(!rig.isShown("download-kerf-mini") && !rig.isShown("import-kerf-mini"));
    QVERIFY(rig.isShown("verify-kerf-mini"));
}

void ModelDialogTest::namesTheLicenceOfWhatComesWithKerf() {
    Rig rig;
    QVERIFY(rig.open());
    rig.find<QAction>("actionAbout")->trigger();

    const auto* table = rig.find<QTreeWidget>("aboutTable");
    const QList<QTreeWidgetItem*> rows =
        table->findItems(u"Kerf Mini"_s, Qt::MatchRecursive | Qt::MatchExactly);

    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows[0]->text(2), u"CC-BY-SA-4.0"_s);
    QVERIFY(rows[0]->text(3).contains(u"comes with Kerf"_s));
}

void ModelDialogTest::downloadsWithProgress() {
    Rig rig;
    QVERIFY(rig.open());
    rig.session.models().holdFetches();

    rig.click("download-birefnet");

    QTRY_VERIFY(rig.isShown("modelProgress-birefnet"));
    QCOMPARE(rig.text("modelState-birefnet"), u"Downloading"_s);
    const QString how = rig.text("modelTransfer-birefnet");
    QVERIFY2(
        how.contains(u"178 MB of 444 MB"_s) && how.contains(u"2.8 MB/s"_s) &&
            how.contains(u"1 min 35 s left"_s),
        qPrintable(how));
    QCOMPARE(rig.find<QProgressBar>("modelProgress-birefnet")->value(), 400);
    rig.session.models().releaseFetches();
    QTRY_VERIFY(rig.text("modelState-birefnet").startsWith(u"Installed"_s));
    QVERIFY(!rig.isShown("modelProgress-birefnet"));
    QVERIFY(!rig.isShown("download-birefnet"));
}

void ModelDialogTest::cancelsAndResumes() {
    Rig rig;
    QVERIFY(rig.open());
    rig.session.models().holdFetches();
    rig.click("download-birefnet");
    QTRY_VERIFY(rig.isShown("modelProgress-birefnet"));

    rig.click("cancel-birefnet");

    QTRY_COMPARE(rig.text("modelState-birefnet"), u"178 MB of 444 MB are here"_s);
    QCOMPARE(rig.find<QPushButton>("download-birefnet")->text(), u"Resume"_s);
    rig.click("download-birefnet");
    QTRY_VERIFY(rig.text("modelTransfer-birefnet").contains(u"resumed"_s));
    rig.session.models().releaseFetches();
    QTRY_VERIFY(rig.session.models().isInstalled("birefnet"));
}

void ModelDialogTest::discardsWhatADownloadLeft() {
    Rig rig;
    QVERIFY(rig.open());
    rig.session.models().holdFetches();
    rig.click("download-birefnet");
    QTRY_VERIFY(rig.isShown("modelProgress-birefnet"));
    rig.click("cancel-birefnet");
    QTRY_VERIFY(rig.isShown("remove-birefnet"));

    rig.click("remove-birefnet");

    QTRY_COMPARE(rig.text("modelState-birefnet"), u"Not installed"_s);
    QCOMPARE(rig.find<QPushButton>("download-birefnet")->text(), u"Download"_s);
}

void ModelDialogTest::saysWhatToDoWhenADownloadFails() {
    Rig rig;
    QVERIFY(rig.open());
    rig.session.models().failNext(
        {ErrorCode::network_failed, "the server's name can't be resolved; check the network, or use a mirror",
         "https://models.example/birefnet"});

    rig.click("download-birefnet");

    QTRY_COMPARE(rig.text("modelState-birefnet"), u"Failed"_s);
    QCOMPARE(
        rig.text("modelNote-birefnet"),
        u"The server's name can't be resolved. Check the network, or use a mirror."_s);
    rig.click("download-birefnet"); // again, and it is well
    QTRY_VERIFY(rig.session.models().isInstalled("birefnet"));
    QTRY_VERIFY(!rig.isShown("modelNote-birefnet"));
}

void ModelDialogTest::verifies() {
    Rig rig;
    QVERIFY(rig.open());

    rig.click("verify-birefnet-lite");
    QTRY_COMPARE(rig.text("modelState-birefnet-lite"), u"Installed, verified"_s);

    rig.session.models().spoil("birefnet-lite");
    rig.click("verify-birefnet-lite");
    QTRY_COMPARE(rig.text("modelState-birefnet-lite"), u"Damaged"_s);
    QVERIFY(rig.text("modelNote-birefnet-lite").contains(u"remove it and fetch it again"_s));
}

void ModelDialogTest::verifiesAllAndNamesTheBadOne() {
    Rig rig;
    QVERIFY(rig.open());
    rig.click("verifyAll");
    QTRY_COMPARE(rig.text("modelNoticeTitle"), u"All 2 files are in order"_s);

    rig.session.models().spoil("birefnet-lite");
    rig.click("verifyAll");

    QTRY_COMPARE(rig.text("modelNoticeTitle"), u"One file isn't what it should be"_s);
    QVERIFY(rig.text("modelNoticeBody").contains(u"birefnet-lite.safetensors"_s));
}

void ModelDialogTest::asksInPlaceBeforeItRemoves() {
    Rig rig;
    QVERIFY(rig.open());

    rig.click("remove-birefnet-lite");
    QVERIFY(rig.text("modelNote-birefnet-lite").contains(u"178 MB"_s));
    QVERIFY(rig.find<QPushButton>("keep-birefnet-lite")->hasFocus()); // Return deletes nothing
    rig.click("keep-birefnet-lite");
    QVERIFY(!rig.isShown("modelNote-birefnet-lite"));
    QVERIFY(rig.session.models().isInstalled("birefnet-lite"));

    rig.click("remove-birefnet-lite");
    rig.click("confirmRemove-birefnet-lite");

    QTRY_VERIFY(!rig.session.models().isInstalled("birefnet-lite"));
    QTRY_VERIFY(rig.isShown("download-birefnet-lite"));
}

void ModelDialogTest::importsByButton() {
    Rig rig;
    QVERIFY(rig.open());
    rig.dialogs.answer = {"/elsewhere/mine.pth"};

    rig.click("importModels");

    QTRY_COMPARE(rig.text("modelNoticeTitle"), u"“mine” is installed"_s);
    QTRY_VERIFY(rig.find<QWidget>("model-mine"));
    QVERIFY(rig.isShown("verify-mine"));
}

void ModelDialogTest::importsWhatIsDropped() {
    Rig rig;
    QVERIFY(rig.open());
    rig.session.models().failNext(
        {ErrorCode::unsupported_format, "this is no file of weights; choose another", "/x/text.pth"});

    drop(rig.dialog, {"/x/text.pth", "/x/good.safetensors"});

    QTRY_VERIFY(rig.find<QWidget>("model-good"));
    QTRY_VERIFY2(
        rig.text("modelNoticeTitle").contains(u"“text.pth”"_s), qPrintable(rig.text("modelNoticeTitle")));
    QVERIFY(rig.text("modelNoticeBody").contains(u"Choose another"_s));
    QVERIFY(rig.text("modelNoticeBody").contains(u"1 others were imported"_s));
}

void ModelDialogTest::offersToImportWhatIsDroppedOnTheWindow() {
    Rig rig;
    rig.window.show();

    drop(&rig.window, {"/x/net.param", "/x/net.bin"});

    QTRY_VERIFY(rig.find<QLabel>("modelNoticeTitle"));
    QCOMPARE(rig.text("modelNoticeTitle"), u"Import “net.param” as a model?"_s);
    QVERIFY(rig.session.models().imported().empty());
    rig.click("modelNoticeFirst");
    QTRY_COMPARE(rig.session.models().imported().size(), std::size_t{1});
    QCOMPARE(rig.window.photos().count(), 0);
}

void ModelDialogTest::photosBesideModelsAreAdded() {
    Rig rig;
    rig.window.show();

    drop(&rig.window, {rig.path("one.jpg"), "/x/net.pth"});

    QTRY_COMPARE(rig.window.photos().count(), 1);
    QVERIFY(rig.isShown("modelNotice"));
}

void ModelDialogTest::remembersTheMirror_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isGood");
    QTest::newRow("folder") << u"/srv/models"_s << true;
    QTest::newRow("https") << u"https://mirror.example/kerf"_s << true;
    QTest::newRow("http") << u"http://mirror.example/kerf"_s << false;
    QTest::newRow("relative") << u"models"_s << false;
    QTest::newRow("resource") << u":/icons"_s << false;
    QTest::newRow("no host") << u"https://"_s << false;
}

void ModelDialogTest::remembersTheMirror() {
    QFETCH(QString, text);
    QFETCH(bool, isGood);
    Rig rig;
    QVERIFY(rig.open());
    auto* edit = rig.find<QLineEdit>("mirrorEdit");

    edit->setText(text);

    QCOMPARE(rig.isShown("mirrorHint"), !isGood);
    QCOMPARE(rig.settings.mirror(), isGood ? text : QString());
    QCOMPARE(QString::fromStdString(rig.session.models().mirror()), isGood ? text : QString());
}

void ModelDialogTest::hidesWhatCanOnlyBeImported() {
    Rig rig;
    QVERIFY(rig.open());
    QVERIFY(!rig.find<QWidget>("model-esrgan-x4"));

    rig.find<QCheckBox>("allModels")->click();

    QVERIFY(rig.isShown("model-esrgan-x4"));
    QVERIFY(rig.isShown("import-esrgan-x4"));
    QVERIFY(!rig.isShown("download-esrgan-x4"));
    QVERIFY(rig.text("modelNote-esrgan-x4").contains(u"import it"_s));
}

void ModelDialogTest::keepsTheKeyboardInTheRow() {
    Rig rig;
    QVERIFY(rig.open());
    rig.session.models().holdFetches();
    auto* download = rig.find<QPushButton>("download-birefnet");
    download->setFocus();

    QTest::keyClick(download, Qt::Key_Space);

    QTRY_VERIFY(rig.find<QPushButton>("cancel-birefnet")->hasFocus());
    rig.session.models().releaseFetches();
    QTRY_VERIFY(rig.find<QPushButton>("verify-birefnet")->hasFocus());
}

void ModelDialogTest::refreshesTheEngines() {
    Rig rig;
    QVERIFY(rig.open());
    auto* engines = rig.find<QComboBox>("cleanupEngine");
    const int esrgan = engines->findData(int(CleanupEngine::esrgan));
    QVERIFY(!(engines->model()->flags(engines->model()->index(esrgan, 0)) & Qt::ItemIsEnabled));
    rig.session.addEsrgan();

    rig.click("download-realesrgan-x2");

    QTRY_VERIFY(engines->model()->flags(engines->model()->index(esrgan, 0)) & Qt::ItemIsEnabled);
}

QTEST_MAIN(ModelDialogTest)
#include "model_dialog_test.moc"
