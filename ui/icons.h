#pragma once

#include <QIcon>
#include <QString>

namespace kerf::ui {

// What an icon's lines are painted in; the application's palette at the time of painting decides the colour.
enum class IconTone { text, muted, accent, onAccent, danger, warning, success };

// The icon resources/icons/NAME.svg, drawn for the size and the screen it is painted on, so that it is crisp
// anywhere and follows the theme. Disabled ones fade; checked ones take the accent colour. GUI thread only.
QIcon icon(const QString& name, IconTone tone = IconTone::text);

} // namespace kerf::ui
