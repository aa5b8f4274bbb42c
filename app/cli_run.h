#pragma once

#include "app/cli_console.h"
#include "app/cli_options.h"

namespace kerf::cli {

// `kerf-cli run`. Takes SIGINT, SIGTERM and SIGHUP from when the work starts: the first one stops cleanly, a
// second one ends the process. Gives the exit code.
int runPhotos(const Options& options, Console console);

} // namespace kerf::cli
