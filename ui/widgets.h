#pragma once

#include "ui/icons.h"

#include <QLabel>
#include <QPushButton>

namespace kerf::ui {

// A button that Enter in a field beside it doesn't press. `iconName`: as icon() has it; nullptr: none. The
// caller's layout becomes its owner.
inline QPushButton*
makeButton(const char* name, const QString& text, const QString& help, const char* iconName = nullptr) {
    auto* button = new QPushButton(text);
    button->setObjectName(QString::fromLatin1(name));
    button->setAccessibleName(text);
    button->setToolTip(help);
    button->setAutoDefault(false);
    if (iconName != nullptr) {
        button->setIcon(icon(QString::fromLatin1(iconName)));
    }
    return button;
}

// Plain text that wraps; `isQuiet`: in the theme's muted colour.
inline QLabel* makeLabel(const char* name, const QString& text, bool isQuiet) {
    auto* label = new QLabel(text);
    label->setObjectName(QString::fromLatin1(name));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setProperty("quiet", isQuiet);
    return label;
}

} // namespace kerf::ui
