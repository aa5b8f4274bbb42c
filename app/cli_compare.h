#pragma once

#include "app/cli_console.h"
#include "app/cli_options.h"

namespace kerf::cli {

// `kerf-cli compare`. Gives the exit code.
int compareTwoRuns(const Options& options, Console console);

} // namespace kerf::cli
