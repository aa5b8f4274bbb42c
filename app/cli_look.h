#pragma once

#include "app/cli_console.h"
#include "app/cli_options.h"

namespace kerf::cli {

// `kerf-cli devices`. Gives the exit code.
int listDevices(const Options& options, Console console);

} // namespace kerf::cli
