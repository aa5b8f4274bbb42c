#pragma once

#include "app/cli_console.h"
#include "app/cli_options.h"

namespace kerf::cli {

// kerf-cli batch: a folder through the pipeline with a journal beside the results, so that it can be gone on
// with after whatever ended it. kerf-cli resume: goes on with the one in options.inputs[0]. Both give the
// exit code.
int runBatch(const Options& options, Console console);
int resumeBatch(const Options& options, Console console);

} // namespace kerf::cli
