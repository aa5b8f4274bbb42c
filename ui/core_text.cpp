#include "ui/core_text.h"

#include "ui/core_sentences.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <array>
#include <vector>

namespace kerf::ui {
namespace {

struct Pattern {
    const char* source;
    QRegularExpression expression; // captures what stands for %1, %2 ...
    qsizetype fixedLength;         // letters of its own: the more, the surer a match is
};

QString withoutStop(const QString& text) {
    return text.endsWith(QLatin1Char('.')) ? text.chopped(1) : text;
}

Pattern patternOf(const char* source) {
    static const QRegularExpression place(QStringLiteral("%[1-9]"));
    const QString text = withoutStop(QString::fromUtf8(source));
    const qsizetype fixedLength = QString(text).remove(place).size();
    constexpr qsizetype kVague = 6; // "%1 x %2" is about numbers, or it would be about everything
    const QString anything =
        fixedLength < kVague ? QStringLiteral("([0-9][0-9.,/]*)") : QStringLiteral("(.+?)");
    QString expression;
    qsizetype from = 0;
    for (auto match = place.globalMatch(text); match.hasNext();) {
        const auto found = match.next();
        expression += QRegularExpression::escape(text.mid(from, found.capturedStart() - from)) + anything;
        from = found.capturedEnd();
    }
    expression += QRegularExpression::escape(text.mid(from));
    return {
        source,
        QRegularExpression(
            QStringLiteral("\\A%1\\z").arg(expression),
            QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption),
        fixedLength};
}

const std::vector<Pattern>& patterns() {
    static const std::vector<Pattern> all = [] {
        std::vector<Pattern> made;
        for (const char* source : coreSentences()) {
            made.push_back(patternOf(source));
        }
        std::ranges::stable_sort(made, std::ranges::greater{}, &Pattern::fixedLength);
        return made;
    }();
    return all;
}

// "Is it" for "is it" where the English began so, and the full stop where it ended so.
QString dressedAs(const QString& english, QString text) {
    if (!text.isEmpty() && english.front().isUpper()) {
        text[0] = text[0].toUpper();
    }
    return english.endsWith(QLatin1Char('.')) ? withoutStop(text) + QLatin1Char('.') : withoutStop(text);
}

class Translator {
public:
    bool isWhole() const { return m_isWhole; }

    QString translate(const QString& text) {
        if (text.isEmpty()) {
            return text;
        }
        if (const std::optional<QString> found = byPattern(text)) {
            return *found;
        }
        static const std::array<QRegularExpression, 3> kGaps{
            QRegularExpression(QStringLiteral("(?<=\\.)\\s+(?=\\p{Lu})")), // between sentences
            QRegularExpression(QStringLiteral(";\\s+")), QRegularExpression(QStringLiteral(",\\s+"))};
        static const std::array<QString, 3> kJoints{
            QStringLiteral(" "), QStringLiteral("; "), QStringLiteral(", ")};
        for (std::size_t i = 0; i < kGaps.size(); ++i) {
            QStringList parts = text.split(kGaps[i]);
            if (parts.size() > 1) {
                std::ranges::transform(
                    parts, parts.begin(), [this](const QString& part) { return translate(part); });
                return parts.join(kJoints[i]);
            }
        }
        m_isWhole = false;
        return text;
    }

private:
    std::optional<QString> byPattern(const QString& text) {
        const QString bare = withoutStop(text);
        for (const Pattern& pattern : patterns()) {
            const QRegularExpressionMatch match = pattern.expression.match(bare);
            if (!match.hasMatch()) {
                continue;
            }
            QString translated = QCoreApplication::translate("CoreText", pattern.source);
            // From the last, since what a part holds may look like a place for another one.
            for (int i = match.lastCapturedIndex(); i > 0; --i) {
                Translator part; // names and numbers stay as they are
                translated.replace(QStringLiteral("%%1").arg(i), part.translate(match.captured(i)));
            }
            return dressedAs(text, translated);
        }
        return {};
    }

    bool m_isWhole = true;
};

} // namespace

QString coreText(std::string_view english) {
    return Translator().translate(QString::fromUtf8(english.data(), qsizetype(english.size())));
}

QString coreSentencesText(const std::vector<std::string>& english) {
    QStringList sentences;
    for (const std::string& notice : english) {
        QString text = coreText(notice);
        if (!text.isEmpty()) {
            text[0] = text[0].toUpper();
            sentences.append(withoutStop(text) + QLatin1Char('.'));
        }
    }
    return sentences.join(QLatin1Char(' '));
}

std::optional<QString> coreTextIfKnown(std::string_view english) {
    Translator translator;
    const QString text = translator.translate(QString::fromUtf8(english.data(), qsizetype(english.size())));
    const QString probe = QStringLiteral("close other programs");
    const bool isEnglish = QCoreApplication::translate("CoreText", probe.toUtf8().constData()) == probe;
    return translator.isWhole() || isEnglish ? std::optional(text) : std::nullopt;
}

} // namespace kerf::ui
