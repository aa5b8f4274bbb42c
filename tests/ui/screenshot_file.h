#pragma once

#include <QPixmap>
#include <QString>

namespace kerf::test {

// Saves it as FOLDER/WHAT-THEME.png ("-2x" behind it for pictures of finer pixels), and prints that name.
void saveScreenshot(const QPixmap& picture, const QString& folder, const char* what, const QString& theme);

} // namespace kerf::test
