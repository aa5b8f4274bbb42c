#pragma once

#include "app/cli_options.h"

#include <string>

namespace kerf::cli {

// What --help prints for a command; Command::help: for the program.
std::string helpText(Command command);

std::string versionText(); // "kerf-cli 0.1.0 (revision 1a2b3c4)"

} // namespace kerf::cli
