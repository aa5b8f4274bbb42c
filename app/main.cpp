#include "app/composition.h"
#include "app/version.h"

#include <QApplication>

#include <cstdio>
#include <filesystem>
#include <string_view>
#include <vector>

namespace {

constexpr const char* kUsage = "Usage: kerf [FILE or FOLDER]...\n"
                               "Opens the window with these photos.\n\n"
                               "  --help     this text\n"
                               "  --version  the version\n\n"
                               "Without a window: kerf-cli --help\n";

} // namespace

int main(int argc, char** argv) {
    // The bytes as they came: QCoreApplication::arguments() would lose names that are no UTF-8.
    std::vector<std::filesystem::path> paths;
    bool isOption = true;
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (isOption && argument == "--") {
            isOption = false;
        } else if (isOption && (argument == "--help" || argument == "-h")) {
            std::fputs(kUsage, stdout);
            return 0;
        } else if (isOption && argument == "--version") {
            std::printf("kerf %s\n", kerf::kVersion);
            return 0;
        } else if (isOption && argument.starts_with("--")) {
            std::fprintf(stderr, "kerf: unknown option %s\n\n%s", argv[i], kUsage);
            return 2;
        } else if (isOption && argument.starts_with("-") && argument.size() > 1) {
            ++i; // one of Qt's own, such as -platform NAME
        } else {
            paths.push_back(std::filesystem::absolute(argument));
        }
    }
    QCoreApplication::setOrganizationName(QStringLiteral("kerf"));
    QCoreApplication::setApplicationName(QStringLiteral("kerf"));
    QCoreApplication::setApplicationVersion(QString::fromLatin1(kerf::kVersion));
    QGuiApplication::setDesktopFileName(QStringLiteral("kerf"));
    const QApplication application(argc, argv);
    kerf::app::Composition composition;
    composition.show(std::move(paths));
    return QApplication::exec();
}
