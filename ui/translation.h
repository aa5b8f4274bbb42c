#pragma once

#include <QString>
#include <QStringList>
#include <QTranslator>

namespace kerf::ui {

// The language of the window's texts. English is in the code; further ones lie in resources/i18n and are part
// of the program. Made after QApplication and before any widget: texts are taken when a widget is made, so
// another choice shows at the next start. GUI thread only.
class Translation final {
public:
    // `choice`: "de", "en"; empty: the first of the system's languages that Kerf has, else English. Takes
    // Qt's own texts from Qt's folder where they are installed.
    explicit Translation(const QString& choice);
    ~Translation();
    Translation(const Translation&) = delete;
    Translation& operator=(const Translation&) = delete;

    const QString& language() const { return m_language; } // "en", "de"

    static QStringList languages();                 // codes, English first
    static QString nativeName(const QString& code); // "Deutsch"

private:
    QString m_language = QStringLiteral("en");
    QTranslator m_own;
    QTranslator m_qt;
};

} // namespace kerf::ui
