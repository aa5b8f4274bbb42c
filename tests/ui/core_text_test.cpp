#include "core/base/error.h"
#include "ui/core_sentences.h"
#include "ui/core_text.h"
#include "ui/error_text.h"
#include "ui/translation.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <set>
#include <vector>

using kerf::ErrorCode;
using kerf::JobFailure;
using kerf::ui::coreText;
using kerf::ui::coreTextIfKnown;
using kerf::ui::Translation;

namespace {

// The words alone: names and numbers, capitals and the full stop don't count.
QString bare(QString text) {
    static const QRegularExpression places(
        QStringLiteral("(%[1-9]|\\{[^}]*\\}|[0-9]+)(/?(%[1-9]|\\{[^}]*\\}))*"));
    text = text.replace(places, QStringLiteral("#")).simplified().toLower();
    return text.endsWith(QLatin1Char('.')) ? text.chopped(1) : text;
}

// Every text of at least three words in a source file, literals that follow each other joined.
QStringList sentencesIn(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    QString code = QString::fromUtf8(file.readAll());
    code.remove(
        QRegularExpression(QStringLiteral("^\\s*(//|#include).*$"), QRegularExpression::MultilineOption));
    static const QRegularExpression literals(QStringLiteral("(?:\"(?:[^\"\\\\\\n]|\\\\.)*\"\\s*)+"));
    static const QRegularExpression seam(QStringLiteral("\"\\s+\""));
    QStringList found;
    for (auto match = literals.globalMatch(code); match.hasNext();) {
        QString text = match.next().captured().trimmed();
        text = text.mid(1, text.size() - 2).replace(seam, QString());
        if (text.simplified().count(QLatin1Char(' ')) >= 2) {
            found.append(text);
        }
    }
    return found;
}

const std::set<QString>& notForPeople() {
    static const std::set<QString> texts{
        QStringLiteral("no copyright, use freely"),
        QStringLiteral("png gamma and chromaticities"),
        QStringLiteral("adobe rgb (#) compatible"),
        QStringLiteral("%.*f mb (%llu bytes)"),
        QStringLiteral("raw (# #)"),
        QStringLiteral("words are compared and stored as they lie")};
    return texts;
}

} // namespace

class CoreTextTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsEnglish_data();
    void keepsEnglish();
    void speaksGerman_data();
    void speaksGerman();
    void saysWhatItDoesNotKnow();
    void failuresAreGerman();
    void everyPatternIsFound();
    void hasEverySentenceOfCore_data();
    void hasEverySentenceOfCore();
};

void CoreTextTest::keepsEnglish_data() {
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << QString();
    QTest::newRow("reason") << QStringLiteral("No BiRefNet model is installed, so GrabCut ran instead. "
                                              "GrabCut had to guess the subject; a box around it, "
                                              "strokes or BiRefNet do better.");
    QTest::newRow("settings") << QStringLiteral("tile 512, 12 tiles of 512 x 384, bf16, strength 40 %");
    QTest::newRow("unknown") << QStringLiteral("libpng says no; so it is");
}

void CoreTextTest::keepsEnglish() {
    QFETCH(QString, text);

    QCOMPARE(coreText(text.toStdString()), text);
    QCOMPARE(coreTextIfKnown(text.toStdString()), text);
}

void CoreTextTest::speaksGerman_data() {
    QTest::addColumn<QString>("english");
    QTest::addColumn<QString>("german");
    QTest::newRow("whole") << QStringLiteral("the disk is full")
                           << QStringLiteral("der Datenträger ist voll");
    QTest::newRow("number") << QStringLiteral("an animation of 12 pictures: only the first is read")
                            << QStringLiteral("eine Animation aus 12 Bildern: Nur das erste wird gelesen");
    QTest::newRow("clauses") << QStringLiteral("the file is empty; copy it again from where it came")
                             << QStringLiteral("die Datei ist leer; sie noch einmal vom Ursprung kopieren");
    QTest::newRow("sentences")
        << QStringLiteral("Strength 0 leaves the photo as it is. NLM runs on the CPU only.")
        << QStringLiteral("Stärke 0 lässt das Foto, wie es ist. NLM läuft nur auf der CPU.");
    QTest::newRow("nested") << QStringLiteral("No BiRefNet model is installed, so GrabCut ran instead.")
                            << QStringLiteral("Kein Modell für BiRefNet ist installiert, also lief GrabCut.");
    QTest::newRow("cause within")
        << QStringLiteral(
               "Real-ESRGAN is slow without a GPU (no NVIDIA driver is on this machine), so NLM ran instead.")
        << QStringLiteral("Real-ESRGAN ist ohne GPU langsam (auf diesem Rechner ist kein NVIDIA-Treiber), "
                          "also lief NLM.");
    QTest::newRow("settings") << QStringLiteral("tile 512, 12 tiles of 512 x 384, bf16, strength 40 %")
                              << QStringLiteral("Kachel 512, 12 Kacheln von 512 × 384, bf16, Stärke 40 %");
    QTest::newRow("a name that looks like a place")
        << QStringLiteral("the file was put aside as a%1b %2.json")
        << QStringLiteral("die Datei wurde beiseitegelegt als a%1b %2.json");
    QTest::newRow("model's use") << QStringLiteral("People; little use for other subjects.")
                                 << QStringLiteral("Menschen; für andere Motive wenig geeignet.");
}

void CoreTextTest::speaksGerman() {
    QFETCH(QString, english);
    QFETCH(QString, german);
    const Translation translation(QStringLiteral("de"));

    QCOMPARE(coreText(english.toStdString()), german);
    QVERIFY(coreTextIfKnown(english.toStdString()));
}

void CoreTextTest::saysWhatItDoesNotKnow() {
    const Translation translation(QStringLiteral("de"));

    QCOMPARE(
        coreText("the sky fell; close other programs"),
        QStringLiteral("the sky fell; andere Programme schließen"));
    QVERIFY(!coreTextIfKnown("the sky fell; close other programs"));
}

// What only a library can say stands below the window's own words.
void CoreTextTest::failuresAreGerman() {
    const Translation translation(QStringLiteral("de"));
    const JobFailure known{
        .code = ErrorCode::corrupt_file,
        .detail = "the PNG ends before its picture; copy it again from where it came",
        .file = "a.png"};
    const JobFailure unknown{.code = ErrorCode::corrupt_file, .detail = "bad Huffman code", .file = "a.jpg"};

    const auto said = kerf::ui::errorText(known);
    const auto guessed = kerf::ui::errorText(unknown);

    QCOMPARE(said.explanation, QStringLiteral("Das PNG endet vor seinem Bild."));
    QCOMPARE(said.remedy, QStringLiteral("Sie noch einmal vom Ursprung kopieren."));
    QVERIFY(said.detail.isEmpty());
    QCOMPARE(guessed.explanation, QStringLiteral("Die Datei ist defekt oder unvollständig."));
    QCOMPARE(guessed.detail, QStringLiteral("Bad Huffman code."));
}

// Each is reached by what core would say, and not by another one that is looked at before it.
void CoreTextTest::everyPatternIsFound() {
    const Translation translation(QStringLiteral("de"));
    for (const char* source : kerf::ui::coreSentences()) {
        QString english = QString::fromUtf8(source);
        QString german = QCoreApplication::translate("CoreText", source);
        for (int i = 1; i <= 4; ++i) {
            const QString number = QString::number(100 + i);
            english.replace(QStringLiteral("%%1").arg(i), number);
            german.replace(QStringLiteral("%%1").arg(i), number);
        }
        QCOMPARE(coreText(english.toStdString()).toLower(), german.toLower());
    }
}

void CoreTextTest::hasEverySentenceOfCore_data() {
    QTest::addColumn<QString>("folder");
    for (const char* folder : {"base", "batch", "io", "models", "pipeline", "session"}) {
        QTest::newRow(folder) << QStringLiteral(KERF_CORE_SOURCES "/%1").arg(QLatin1String(folder));
    }
}

// A sentence that is new in core needs its line in ui/core_sentences.cpp and in the translations.
void CoreTextTest::hasEverySentenceOfCore() {
    QFETCH(QString, folder);
    // the list of models is for its makers, only the command line repeats what a sidecar says
    static const std::set<QString> kInternal{QStringLiteral("manifest.cpp"), QStringLiteral("replay.cpp")};
    std::vector<QString> known;
    for (const char* source : kerf::ui::coreSentences()) {
        known.push_back(bare(QString::fromUtf8(source)));
    }
    const auto isKnown = [&known](const QString& text) {
        const QString words = bare(text);
        const bool isMarkup = words.startsWith(QLatin1Char('<'));
        return words.size() < 4 || isMarkup || notForPeople().contains(words) ||
               std::ranges::any_of(known, [&](const QString& sentence) { return sentence.contains(words); });
    };
    static const QRegularExpression clauses(QStringLiteral(";\\s+|; ?$|^; |\\. (?=[A-Z])"));
    int count = 0;
    QStringList missing;
    for (QDirIterator files(folder, {QStringLiteral("*.cpp")}, QDir::Files); files.hasNext();) {
        const QString path = files.next();
        if (kInternal.contains(files.fileName())) {
            continue;
        }
        for (const QString& sentence : sentencesIn(path)) {
            for (const QString& clause : sentence.split(clauses)) {
                ++count;
                // lists of settings are looked up part by part
                if (!isKnown(clause) && !std::ranges::all_of(clause.split(QStringLiteral(", ")), isKnown)) {
                    missing.append(QStringLiteral("%1: %2").arg(files.fileName(), clause));
                }
            }
        }
    }
    QVERIFY(count > 10);
    QVERIFY2(missing.isEmpty(), qPrintable(missing.join(QLatin1Char('\n'))));
}

QTEST_MAIN(CoreTextTest)
#include "core_text_test.moc"
