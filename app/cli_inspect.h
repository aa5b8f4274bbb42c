#pragma once

#include "app/cli_console.h"
#include "app/cli_options.h"

namespace kerf::cli {

// `kerf-cli inspect`. Gives the exit code.
int inspectPhotos(const Options& options, Console console);

} // namespace kerf::cli
