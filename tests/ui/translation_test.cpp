#include "ui/translation.h"

#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include <map>
#include <set>
#include <utility>

using kerf::ui::Translation;

namespace {

struct Message {
    QString text; // translated; empty: not at all
    bool isFinished = false;
};

using Messages = std::map<std::pair<QString, QString>, Message>; // by context and source

Messages readMessages(const QString& path) {
    Messages messages;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return messages;
    }
    QXmlStreamReader xml(&file);
    QString context;
    QString source;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement) {
            continue;
        }
        if (xml.name() == QLatin1String("name")) {
            context = xml.readElementText();
        } else if (xml.name() == QLatin1String("source")) {
            source = xml.readElementText();
        } else if (xml.name() == QLatin1String("translation")) {
            const bool isFinished = !xml.attributes().hasAttribute(QLatin1String("type"));
            messages[{context, source}] = {
                xml.readElementText(QXmlStreamReader::IncludeChildElements), isFinished};
        }
    }
    return messages;
}

std::multiset<QString> placeholdersIn(const QString& text) {
    static const QRegularExpression pattern(QStringLiteral("%L?[0-9n]"));
    std::multiset<QString> found;
    for (auto match = pattern.globalMatch(text); match.hasNext();) {
        found.insert(match.next().captured());
    }
    return found;
}

} // namespace

class TranslationTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void hasEveryTextOfTheProgram();
    void isFinished();
    void keepsPlaceholders();
    void keepsMnemonicsApart();
    void speaksTheChosenLanguage();
    void fallsBackToEnglish();

private:
    Messages m_german;
};

void TranslationTest::initTestCase() {
    m_german = readMessages(QStringLiteral(KERF_I18N "/kerf_de.ts"));
    QVERIFY(m_german.size() > 100);
}

void TranslationTest::hasEveryTextOfTheProgram() {
    const QTemporaryDir folder;
    const QString fresh = folder.filePath(QStringLiteral("fresh.ts"));
    QProcess lupdate;
    lupdate.start(
        QStringLiteral(KERF_LUPDATE),
        {QStringLiteral("-silent"), QStringLiteral("-locations"), QStringLiteral("none"),
         QStringLiteral("-I"), QStringLiteral(KERF_UI_SOURCES "/.."), QStringLiteral(KERF_UI_SOURCES),
         QStringLiteral("-ts"), fresh});
    QVERIFY2(lupdate.waitForFinished(60000), qPrintable(lupdate.errorString()));
    QCOMPARE(lupdate.exitCode(), 0);

    const Messages wanted = readMessages(fresh);

    QVERIFY(wanted.size() > 100);
    QStringList missing;
    for (const auto& [key, message] : wanted) {
        if (!m_german.contains(key)) {
            missing.append(key.first + QStringLiteral(": ") + key.second);
        }
    }
    QVERIFY2(missing.isEmpty(), qPrintable(missing.join(QLatin1Char('\n'))));
}

void TranslationTest::isFinished() {
    for (const auto& [key, message] : m_german) {
        QVERIFY2(message.isFinished && !message.text.isEmpty(), qPrintable(key.first + key.second));
    }
}

void TranslationTest::keepsPlaceholders() {
    for (const auto& [key, message] : m_german) {
        QVERIFY2(placeholdersIn(key.second) == placeholdersIn(message.text), qPrintable(message.text));
    }
}

void TranslationTest::keepsMnemonicsApart() {
    std::set<QChar> used;
    for (const auto& [key, message] : m_german) {
        const qsizetype at = message.text.indexOf(QLatin1Char('&'));
        if (key.first == QLatin1String("Actions") && key.second.startsWith(QLatin1Char('&'))) {
            QVERIFY2(at >= 0, qPrintable(message.text));
            QVERIFY2(used.insert(message.text.at(at + 1).toLower()).second, qPrintable(message.text));
        }
    }
}

void TranslationTest::speaksTheChosenLanguage() {
    QVERIFY(Translation::languages().contains(QStringLiteral("de")));
    QCOMPARE(Translation::nativeName(QStringLiteral("de")), QStringLiteral("Deutsch"));
    {
        const Translation german(QStringLiteral("de"));
        QCOMPARE(german.language(), QStringLiteral("de"));
        QCOMPARE(QCoreApplication::translate("Actions", "Zoom in"), QStringLiteral("Vergrößern"));
    }
    QCOMPARE(QCoreApplication::translate("Actions", "Zoom in"), QStringLiteral("Zoom in"));
}

void TranslationTest::fallsBackToEnglish() {
    const Translation english(QStringLiteral("en"));
    QCOMPARE(english.language(), QStringLiteral("en"));
    const Translation damaged(QStringLiteral("../../etc"));
    QVERIFY(Translation::languages().contains(damaged.language()));
}

QTEST_MAIN(TranslationTest)
#include "translation_test.moc"
