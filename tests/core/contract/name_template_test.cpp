#include "core/base/error.h"
#include "core/base/file_name.h"
#include "core/contract/name_template.h"

#include <QtTest/QtTest>

using namespace kerf;

namespace {

NameFacts facts() {
    return {
        .name = "IMG_0042",
        .parent = "Holiday",
        .stage = "cutout",
        .model = "nlm+grabcut",
        .scale = 2,
        .width = 6000,
        .height = 4000,
        .counter = 7,
        .taken = {.year = 2024, .month = 5, .day = 1, .hour = 9, .minute = 3, .second = 59}};
}

QString refusalOf(const std::string& text) {
    try {
        const NameTemplate made(text);
        return {};
    } catch (const Error& e) {
        return e.code() == ErrorCode::invalid_option ? QString::fromUtf8(e.what())
                                                     : QStringLiteral("another code");
    }
}

} // namespace

class NameTemplateTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void makesNames_data();
    void makesNames();
    void refusesWhatCantBeMeant_data();
    void refusesWhatCantBeMeant();
    void makesNoNameThatIsAPath();
    void readsExifTimes();
    void knowsTheCalendar_data();
    void knowsTheCalendar();
    void cutsNamesBetweenCharacters();
    void tellsUtf8();
};

void NameTemplateTest::makesNames_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("name");
    QTest::newRow("default") << "{name}"
                             << "IMG_0042";
    QTest::newRow("text") << "plain"
                          << "plain";
    QTest::newRow("all") << "{parent}-{name}-{stage}-{scale}x-{model}-{width}x{height}"
                         << "Holiday-IMG_0042-cutout-2x-nlm+grabcut-6000x4000";
    QTest::newRow("counter") << "{counter}"
                             << "7";
    QTest::newRow("counter with digits") << "{counter:4}"
                                         << "0007";
    QTest::newRow("date") << "{date}"
                          << "2024-05-01";
    QTest::newRow("date in a form") << "{date:YYMMDDThhmmss}"
                                    << "240501T090359";
    QTest::newRow("date with signs") << "{date:DD.MM.YYYY hh-mm}"
                                     << "01.05.2024 09-03";
    QTest::newRow("braces") << "{{{name}}}"
                            << "{IMG_0042}";
    QTest::newRow("other letters") << "Übung {name} 写真"
                                   << "Übung IMG_0042 写真";
}

void NameTemplateTest::makesNames() {
    QFETCH(QString, text);
    QFETCH(QString, name);

    QCOMPARE(QString::fromStdString(NameTemplate(text.toStdString()).stem(facts())), name);
}

void NameTemplateTest::refusesWhatCantBeMeant_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("says");
    QTest::newRow("empty") << QByteArray("") << "empty";
    QTest::newRow("long") << QByteArray(201, 'x') << "longer than 200";
    QTest::newRow("unknown part") << QByteArray("{nam}") << "there is no {nam}; there are {name}";
    QTest::newRow("no part") << QByteArray("{}") << "there is no {}";
    QTest::newRow("open") << QByteArray("{name") << "no '}' behind it";
    QTest::newRow("closed") << QByteArray("name}") << "no '{' before it";
    QTest::newRow("slash") << QByteArray("../{name}") << "can't hold '/'";
    QTest::newRow("slash in a date") << QByteArray("{date:YYYY/MM}") << "can't hold '/'";
    QTest::newRow("line feed") << QByteArray("a\nb") << "control character";
    QTest::newRow("NUL") << QByteArray("a\0b", 3) << "control character";
    QTest::newRow("no UTF-8") << QByteArray("\xff") << "not UTF-8";
    QTest::newRow("digits") << QByteArray("{counter:0}") << "from 1 to 9";
    QTest::newRow("many digits") << QByteArray("{counter:10}") << "from 1 to 9";
    QTest::newRow("date's letter") << QByteArray("{date:YYYY-QQ}") << "no 'Q'";
    QTest::newRow("date without form") << QByteArray("{date:}") << "needs a form";
    QTest::newRow("form of a name") << QByteArray("{name:3}") << "takes nothing behind";
}

void NameTemplateTest::refusesWhatCantBeMeant() {
    QFETCH(QByteArray, text);
    QFETCH(QString, says);

    const QString refusal = refusalOf(text.toStdString());

    QVERIFY2(refusal.contains(says), qPrintable(refusal));
    QVERIFY(refusal.startsWith(QLatin1String("the name template: ")));
}

void NameTemplateTest::makesNoNameThatIsAPath() {
    const NameTemplate plain("{name}");
    const auto made = [&](std::string name) { return plain.stem({.name = std::move(name)}); };

    QCOMPARE(made("../../etc/passwd"), std::string(".._.._etc_passwd"));
    QCOMPARE(made("/etc"), std::string("_etc"));
    QCOMPARE(made(std::string("a\0b", 3)), std::string("a_b"));
    QCOMPARE(made(""), std::string("photo"));
    QCOMPARE(made(".kerf-tmp-1"), std::string("_.kerf-tmp-1"));
    QCOMPARE(made("a\nb\xff-"), std::string("a\nb\xff-")); // unusual, but a name
}

void NameTemplateTest::readsExifTimes() {
    QCOMPARE(parseExifTime("2024:05:01 09:03:59").value(), facts().taken);
    for (const char* wrong :
         {"", "2024:05:01", "2024-05-01 09:03:59", "2024:13:01 09:03:59", "2024:05:00 09:03:59",
          "0000:00:00 00:00:00", "    :  :     :  :  ", "2024:05:01 24:03:59", "2024:05:01 09:03:59Z"}) {
        QVERIFY2(!parseExifTime(wrong), wrong);
    }
}

void NameTemplateTest::knowsTheCalendar_data() {
    QTest::addColumn<qint64>("seconds");
    QTest::addColumn<QString>("time");
    QTest::newRow("epoch") << qint64(0) << "1970-01-01 00:00:00";
    QTest::newRow("before") << qint64(-1) << "1969-12-31 23:59:59";
    QTest::newRow("leap day") << qint64(1709208000) << "2024-02-29 12:00:00";
    QTest::newRow("century") << qint64(951782400) << "2000-02-29 00:00:00";
    QTest::newRow("no leap century") << qint64(4107542400) << "2100-03-01 00:00:00";
    QTest::newRow("far future") << qint64(9223372036854775807) << "9999-12-31 23:59:59";
    QTest::newRow("far past") << std::numeric_limits<qint64>::min() << "0000-01-01 00:00:00";
}

void NameTemplateTest::knowsTheCalendar() {
    QFETCH(qint64, seconds);
    QFETCH(QString, time);

    const std::string made = NameTemplate("{date:YYYY-MM-DD hh-mm-ss}").stem({.taken = utcTime(seconds)});

    QCOMPARE(QString::fromStdString(made), time.replace(QLatin1Char(':'), QLatin1Char('-')));
}

void NameTemplateTest::cutsNamesBetweenCharacters() {
    std::string cat; // 4 bytes each
    for (int i = 0; i < 70; ++i) {
        cat += "\xf0\x9f\x90\xb1";
    }
    for (std::size_t extra = 0; extra < 4; ++extra) {
        const std::string end = std::string(extra, '-') + ".png";
        const std::string name = fileName(cat, end);
        QVERIFY(isUtf8(name) && name.ends_with(end));
        QVERIFY(name.size() <= kMaxFileNameBytes && name.size() > kMaxFileNameBytes - 4);
    }
    QCOMPARE(fileName(std::string(300, '\x80'), ".png").size(), kMaxFileNameBytes); // no UTF-8 at all
    QCOMPARE(fileName("short", ".png"), std::string("short.png"));
    QCOMPARE(fileName("x", std::string(260, 'y')), std::string(260, 'y')); // the ending is kept
}

void NameTemplateTest::tellsUtf8() {
    for (const char* good : {"", "a", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x90\xb1", "\xed\x9f\xbf"}) {
        QVERIFY(isUtf8(good));
    }
    for (const char* bad :
         {"\xff", "\xc3", "\x80", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80",
          "\xf0\x9f\x90"}) {
        QVERIFY(!isUtf8(bad));
    }
}

QTEST_GUILESS_MAIN(NameTemplateTest)

#include "name_template_test.moc"
