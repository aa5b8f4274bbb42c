#include "core/qa/contact_sheet.h"

#include <QCryptographicHash>
#include <QRegularExpression>
#include <QTest>

using namespace kerf;

namespace {

RunPair pairOf(const std::string& name, double mae) {
    RunPair pair{.name = name, .state = PairState::compared};
    pair.a = {.file = name + ".png", .format = "PNG", .width = 400, .height = 300};
    pair.b = pair.a;
    pair.matte = MatteDifference{.mae = mae};
    pair.thumbnailA = {1, 2, 3, 4};
    pair.thumbnailB = {255, 254, 253, 252, 251};
    return pair;
}

QString sheetOf(const std::vector<RunPair>& pairs, const std::vector<GateResult>& gates = {}) {
    RunComparison comparison{.a = "/home/someone/one", .b = "/home/someone/two", .pairs = pairs};
    return QString::fromStdString(contactSheet(comparison, gates));
}

} // namespace

class ContactSheetTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void showsEachPair() {
        RunPair judged = pairOf("sub/dog", 0.25);
        judged.judgement = {
            .verdict = Verdict::touch_up, .reason = "Halo", .note = "left ear", .pin = Point{200.0, 0.0}};
        judged.changes = {{ChangeKind::profile, "none (sRGB)", "Display P3"}};
        RunPair failed{.name = "cat", .state = PairState::failed};
        failed.failure = JobFailure{ErrorCode::corrupt_file, "cut off", "cat.png"};

        const QString sheet = sheetOf({judged, failed});

        QVERIFY(sheet.contains("<bdi>sub/dog</bdi>"));
        QVERIFY(sheet.contains("data-mae=\"0.25\""));
        QVERIFY(sheet.contains("data:image/webp;base64,AQIDBA==\"")); // RFC 4648
        QVERIFY(sheet.contains("data:image/webp;base64,//79/Ps=\""));
        QVERIFY(sheet.contains("touch up") && sheet.contains("Halo") && sheet.contains("left ear"));
        QVERIFY(sheet.contains("left:50.00%;top:0.00%"));
        QVERIFY(sheet.contains("Display P3"));
        QVERIFY(sheet.contains("cut off") && sheet.contains("data-states=\"none failed\""));
        QVERIFY(!sheet.contains("/home/someone"));
    }

    void takesNamesForText_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("tag") << QByteArray("<script>alert(1)</script>");
        QTest::newRow("attribute") << QByteArray("x\" onload=\"alert(1)\" y='z");
        QTest::newRow("end of the script") << QByteArray("</script><img src=x onerror=alert(1)>");
        QTest::newRow("entity") << QByteArray("&lt;b&gt;");
        QTest::newRow("controls") << QByteArray("a\x01\x1b[31m\x7f");
        QTest::newRow("other direction") << QByteArray("a\xE2\x80\xAEgnp.exe");
        QTest::newRow("no UTF-8") << QByteArray("a\xFF\xC0<b>");
    }
    void takesNamesForText() {
        QFETCH(QByteArray, name);
        RunPair hostile = pairOf(name.toStdString(), 0.5);
        hostile.judgement = {
            .verdict = Verdict::fail, .reason = name.toStdString(), .note = name.toStdString()};
        hostile.changes = {{ChangeKind::profile, name.toStdString(), name.toStdString()}};
        hostile.failure = JobFailure{ErrorCode::corrupt_file, name.toStdString(), name.toStdString()};
        const std::vector<GateResult> gates{{.worst = 0.5, .name = name.toStdString(), .measured = 1}};

        const QString sheet = sheetOf({hostile}, gates);
        const QString plain =
            sheetOf({pairOf("plain", 0.5)}, {{.worst = 0.5, .name = "plain", .measured = 1}});

        // Tags and attributes are the ones of a harmless name but for what this pair has more, none of them
        // the name's.
        QVERIFY(
            !sheet.contains("<script>alert") && !sheet.contains("<img src=x") && !sheet.contains("<b>\xFF"));
        QVERIFY(!sheet.contains("onload=\"") && !sheet.contains("<b>&"));
        QCOMPARE(sheet.count("<script>"), 1);
        QCOMPARE(sheet.count("</script>"), 1);
        QCOMPARE(sheet.count("<img "), plain.count("<img "));
        QCOMPARE(sheet.count("<article "), 1);
        static const QRegularExpression controls("[\\x00-\\x08\\x0b-\\x1f\\x7f]");
        QVERIFY(!sheet.contains(controls));
    }

    void asksNothingOfTheNetwork() {
        const QString sheet = sheetOf({pairOf("dog", 0.5)});

        static const QRegularExpression outside("(https?:)?//[a-z]|@import|url\\(|<link|<iframe|fetch\\(");
        const QRegularExpressionMatch match = outside.match(sheet);
        QVERIFY2(!match.hasMatch(), qPrintable(sheet.mid(match.capturedStart() - 30, 80)));
        QVERIFY(sheet.contains("default-src 'none'"));
    }

    // The policy allows the sheet's own script and no other.
    void allowsItsOwnScriptOnly() {
        const QString sheet = sheetOf({pairOf("dog", 0.5)});
        const qsizetype begin = sheet.indexOf("<script>") + 8;
        const QByteArray script = sheet.mid(begin, sheet.indexOf("</script>") - begin).toUtf8();

        const QByteArray hash = QCryptographicHash::hash(script, QCryptographicHash::Sha256).toBase64();

        QVERIFY(script.size() > 500);
        QVERIFY(sheet.contains("script-src 'sha256-" + hash + "'"));
    }

    void saysSoWhenThereIsNothing() {
        const QString sheet = sheetOf({});

        QVERIFY(sheet.contains("No pair is like that."));
    }
};

QTEST_APPLESS_MAIN(ContactSheetTest)
#include "contact_sheet_test.moc"
