#include "ui/error_text.h"

#include <QSet>
#include <QTest>

using namespace kerf;
using namespace kerf::ui;

class ErrorTextTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saysFileCauseAndRemedyForEveryCode();
    void saysCauseAndRemedyOnce();
    void usesItsOwnWordsWhereCoreSaysNothing();
    void keepsTheInnerErrorForTheReport();
};

void ErrorTextTest::saysCauseAndRemedyOnce() {
    const ErrorText text = errorText(
        {.code = ErrorCode::corrupt_file,
         .detail =
             "the JPEG is damaged or cut off (Premature end; of file); copy it again from where it came",
         .file = "/photos/a.jpg"});

    QCOMPARE(text.title, QStringLiteral("“a.jpg” is damaged"));
    QCOMPARE(
        text.whole(), QStringLiteral("The JPEG is damaged or cut off (Premature end; of file). Copy it again "
                                     "from where it came."));
}

void ErrorTextTest::usesItsOwnWordsWhereCoreSaysNothing() {
    const ErrorText none = errorText({.code = ErrorCode::disk_full, .detail = "", .file = "/a.png"});
    QCOMPARE(
        none.whole(), QStringLiteral("The disk is full. Nothing was left half-written. Free some space or "
                                     "choose another disk, then export again."));

    const ErrorText cause =
        errorText({.code = ErrorCode::disk_full, .detail = "no space is left", .file = "/a.png"});
    QCOMPARE(
        cause.whole(),
        QStringLiteral("No space is left. Free some space or choose another disk, then export again."));
}

void ErrorTextTest::keepsTheInnerErrorForTheReport() {
    const ErrorText text = errorText(
        {.code = ErrorCode::internal,
         .detail = "an error in Kerf itself (bad index); please report it",
         .file = "/a.png"});
    QCOMPARE(text.detail, QStringLiteral("An error in Kerf itself (bad index)."));
    QCOMPARE(text.whole().count(QStringLiteral("report it")), 1);
}

void ErrorTextTest::saysFileCauseAndRemedyForEveryCode() {
    QSet<QString> titles;
    const int last = int(ErrorCode::network_failed);
    for (int code = 0; code <= last; ++code) {
        const ErrorText text =
            errorText({.code = ErrorCode(code), .detail = "row 12", .file = "/photos/IMG_1.jpg"});

        QVERIFY2(text.title.contains(QStringLiteral("IMG_1.jpg")), qPrintable(text.title));
        QVERIFY(!text.explanation.isEmpty());
        QVERIFY(!text.remedy.isEmpty());
        QVERIFY(text.whole().contains(QStringLiteral("Row 12.")));
        titles.insert(text.title);
    }
    QCOMPARE(titles.size(), last + 1);
}

QTEST_GUILESS_MAIN(ErrorTextTest)
#include "error_text_test.moc"
