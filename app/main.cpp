#include "app/composition.h"
#include "app/single_instance.h"
#include "app/version.h"

#include <QApplication>

#include <cstdio>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

namespace {

constexpr const char* kUsage =
    "Usage: kerf [FILE or FOLDER]...\n"
    "Opens the window with these photos; where one is open, they are added to it.\n\n"
    "  --new-window  a window of its own, beside others\n"
    "  --help        this text\n"
    "  --version     the version\n\n"
    "Without a window: kerf-cli --help\n";

struct Wishes {
    // The bytes as they came: QCoreApplication::arguments() would lose names that are no UTF-8.
    std::vector<std::filesystem::path> paths;
    bool isNewWindow = false;
    std::optional<int> exitCode; // there is nothing more to do
};

Wishes parse(int argc, char** argv) {
    Wishes wishes;
    bool isOption = true;
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (isOption && argument == "--") {
            isOption = false;
        } else if (isOption && (argument == "--help" || argument == "-h")) {
            std::fputs(kUsage, stdout);
            wishes.exitCode = 0;
        } else if (isOption && argument == "--version") {
            std::printf("kerf %s\n", kerf::kVersion);
            wishes.exitCode = 0;
        } else if (isOption && (argument == "--new-window" || argument == "--new-instance")) {
            wishes.isNewWindow = true;
        } else if (isOption && argument.starts_with("--")) {
            std::fprintf(stderr, "kerf: unknown option %s\n\n%s", argv[i], kUsage);
            wishes.exitCode = 2;
        } else if (isOption && argument.starts_with("-") && argument.size() > 1) {
            ++i; // one of Qt's own, such as -platform NAME
        } else {
            wishes.paths.push_back(std::filesystem::absolute(argument));
        }
        if (wishes.exitCode) {
            break;
        }
    }
    return wishes;
}

} // namespace

int main(int argc, char** argv) {
    Wishes wishes = parse(argc, argv);
    if (wishes.exitCode) {
        return *wishes.exitCode;
    }
    QCoreApplication::setOrganizationName(QStringLiteral("kerf"));
    QCoreApplication::setApplicationName(QStringLiteral("kerf"));
    QCoreApplication::setApplicationVersion(QString::fromLatin1(kerf::kVersion));
    QGuiApplication::setDesktopFileName(QStringLiteral("kerf"));
    kerf::app::SingleInstance instance(
        QString::fromLatin1(kerf::kVersion) + QLatin1Char(' ') + QString::fromLatin1(kerf::kRevision));
    if (!wishes.isNewWindow) {
        const QCoreApplication messenger(argc, argv); // no window: it takes no time and no display
        if (instance.handOver(wishes.paths)) {
            return 0;
        }
    }
    const QApplication application(argc, argv);
    kerf::app::Composition composition;
    if (!wishes.isNewWindow && instance.listen()) {
        composition.serve(instance);
    }
    composition.show(std::move(wishes.paths));
    return QApplication::exec();
}
