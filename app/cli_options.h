#pragma once

#include "core/batch/plan.h"
#include "core/contract/batch.h"
#include "core/contract/export_options.h"
#include "core/contract/recipe.h"

#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace kerf::cli {

// A command line that can't be meant. what() says why and what to write instead.
class UsageError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

enum class Command : std::uint8_t { run, batch, resume, inspect, devices, models, help, version };

// The command line, understood. Names of files are the exact bytes that were given.
struct Options {
    Command command = Command::help;
    Command helpFor = Command::help; // with Command::help: the command to explain; help: the program
    std::vector<std::filesystem::path> inputs;
    std::filesystem::path out;
    Recipe recipe;
    ExportOptions exporting;
    std::vector<BatchOutput> outputs{BatchOutput::result}; // batch: what is written of each photo
    batch::Shard shard;                                    // batch, resume
    int jobs = 0;                                          // batch, resume; 0: one a processor
    bool json = false;
    bool quiet = false;
};

// From the arguments behind the program's name. Throws UsageError.
Options parseOptions(std::span<const std::string> arguments);

} // namespace kerf::cli
