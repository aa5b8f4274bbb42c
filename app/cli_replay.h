#pragma once

#include "app/cli_console.h"
#include "app/cli_options.h"

namespace kerf::cli {

// `kerf-cli replay`: makes the files of a sidecar again and says whether they are the same. Gives the exit
// code.
int replaySidecar(const Options& options, Console console);

} // namespace kerf::cli
