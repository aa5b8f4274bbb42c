#include "tests/ui/screenshot_file.h"

#include <cstdio>

namespace kerf::test {

void saveScreenshot(const QPixmap& picture, const QString& folder, const char* what, const QString& theme) {
    const QString scale = picture.devicePixelRatio() > 1.0 ? QStringLiteral("-2x") : QString();
    const QString file =
        QStringLiteral("%1/%2-%3%4.png").arg(folder, QString::fromLatin1(what), theme, scale);
    picture.save(file);
    std::printf("%s\n", qPrintable(file));
}

} // namespace kerf::test
