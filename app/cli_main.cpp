#include "app/cli_batch.h"
#include "app/cli_compare.h"
#include "app/cli_help.h"
#include "app/cli_inspect.h"
#include "app/cli_look.h"
#include "app/cli_merge.h"
#include "app/cli_models.h"
#include "app/cli_options.h"
#include "app/cli_replay.h"
#include "app/cli_run.h"
#include "app/fetcher_library.h"
#include "core/models/store.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kerf::cli {
namespace {

// A program started with a closed standard stream would get its number for the first file it opens, and then
// write errors into a photo.
void openMissingStreams() {
    for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (fcntl(fd, F_GETFD) == -1) {
            open("/dev/null", O_RDWR); // takes the lowest free number, which is this one
        }
    }
}

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string() : std::string(value);
}

Console makeConsole() {
    Console console{.out = std::cout, .err = std::cerr};
    console.isErrTerminal = isatty(STDERR_FILENO) == 1 && variable("TERM") != "dumb";
    console.hasColor = console.isErrTerminal && variable("NO_COLOR").empty();
    return console;
}

int perform(const Options& options, std::span<const std::string> arguments, Console console) {
    switch (options.command) {
    case Command::run:
        return runPhotos(options, console);
    case Command::batch:
        return runBatch(options, console);
    case Command::resume:
        return resumeBatch(options, console);
    case Command::merge:
        return mergeBatches(options, console);
    case Command::inspect:
        return inspectPhotos(options, console);
    case Command::compare:
        return compareTwoRuns(options, console);
    case Command::replay:
        return replaySidecar(options, console);
    case Command::devices:
        return listDevices(options, console);
    case Command::models:
        return manageModels(
            parseModelsOptions(arguments.subspan(1)), {models::userModelFolder(), openFetcher}, console);
    case Command::help:
        console.out << helpText(options.helpFor) << std::flush;
        return kAllDone;
    case Command::version:
        console.out << versionText() << '\n' << std::flush;
        return kAllDone;
    }
    return kUsage;
}

int runProgram(const std::vector<std::string>& arguments) {
    try {
        return perform(parseOptions(arguments), arguments, makeConsole());
    } catch (const UsageError& e) {
        const std::string command = arguments.empty() ? "" : arguments[0];
        const bool hasOwnHelp = command == "run" || command == "batch" || command == "merge" ||
                                command == "models" || command == "compare" || command == "replay";
        std::cerr << "kerf-cli: " << e.what() << "\nSee kerf-cli " << (hasOwnHelp ? command + " " : "")
                  << "--help\n";
        return kUsage;
    } catch (const std::exception& e) {
        std::cerr << "kerf-cli: an error in Kerf itself (" << e.what() << "); please report it\n";
        return kNothingCouldRun;
    }
}

} // namespace
} // namespace kerf::cli

int main(int argc, char** argv) {
    kerf::cli::openMissingStreams();
    std::signal(SIGPIPE, SIG_IGN); // a reader that went away is a failed write, not a sudden end
    std::signal(SIGXFSZ, SIG_IGN); // so is a file that grows over the process's limit
    return kerf::cli::runProgram({argv + 1, argv + argc});
}
