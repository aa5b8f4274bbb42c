#include "ui/error_text.h"

#include <QSet>
#include <QTest>

using namespace kerf;
using namespace kerf::ui;

class ErrorTextTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saysFileCauseAndRemedyForEveryCode();
};

void ErrorTextTest::saysFileCauseAndRemedyForEveryCode() {
    QSet<QString> titles;
    const int last = int(ErrorCode::source_in_danger);
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
