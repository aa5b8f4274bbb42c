#pragma once

#include "app/cli_console.h"
#include "app/cli_options.h"

namespace kerf::cli {

// kerf-cli merge: the journals of the batches in options.inputs as one report. Gives the exit code.
int mergeBatches(const Options& options, Console console);

} // namespace kerf::cli
