#include "ui/translation.h"

#include <QCoreApplication>
#include <QDir>
#include <QLibraryInfo>
#include <QLocale>

namespace kerf::ui {
namespace {

QString folder() {
    return QStringLiteral(":/i18n");
}

QString chosen(const QString& choice) {
    const QStringList known = Translation::languages();
    if (known.contains(choice)) {
        return choice;
    }
    for (const QString& wanted : QLocale::system().uiLanguages()) {
        const QString code = wanted.section(QLatin1Char('-'), 0, 0);
        if (known.contains(code)) {
            return code;
        }
    }
    return QStringLiteral("en");
}

} // namespace

Translation::Translation(const QString& choice) : m_language(chosen(choice)) {
    if (m_language == QLatin1String("en")) {
        return;
    }
    if (m_own.load(QStringLiteral("kerf_") + m_language, folder())) {
        QCoreApplication::installTranslator(&m_own);
    }
    if (m_qt.load(
            QStringLiteral("qtbase_") + m_language, QLibraryInfo::path(QLibraryInfo::TranslationsPath))) {
        QCoreApplication::installTranslator(&m_qt);
    }
}

Translation::~Translation() {
    QCoreApplication::removeTranslator(&m_own);
    QCoreApplication::removeTranslator(&m_qt);
}

QStringList Translation::languages() {
    QStringList codes{QStringLiteral("en")};
    for (const QString& file : QDir(folder()).entryList({QStringLiteral("kerf_*.qm")}, QDir::Files)) {
        codes.append(file.section(QLatin1Char('_'), 1).section(QLatin1Char('.'), 0, 0));
    }
    return codes;
}

QString Translation::nativeName(const QString& code) {
    const QString name = QLocale(code).nativeLanguageName();
    return name.left(1).toUpper() + name.mid(1);
}

} // namespace kerf::ui
