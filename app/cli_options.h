#pragma once

#include "core/batch/plan.h"
#include "core/contract/batch.h"
#include "core/contract/export_options.h"
#include "core/contract/finding.h"
#include "core/contract/recipe.h"
#include "core/contract/run_comparison.h"

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

enum class Command : std::uint8_t {
    run,
    batch,
    resume,
    merge,
    inspect,
    compare,
    replay,
    devices,
    models,
    help,
    version
};

// What `inspect` looks at beyond the photos themselves.
struct InspectChoices {
    TriageThresholds thresholds;
    std::filesystem::path
        source;           // the photo that the result was made from, or a folder of such photos; empty: none
    bool isMatte = false; // grey pictures are mattes
    int tileWidth = 0;    // of the tiles that the result was made in; 0: not known
    int tileHeight = 0;
    bool failsOnFlags = false;
};

// What `compare` does with two runs.
struct CompareChoices {
    bool isTruth = false; // A holds true mattes
    std::vector<Gate> gates;
    std::filesystem::path report; // the folder that reports go to; empty: none
};

// Where `replay` finds what a sidecar names.
struct ReplayChoices {
    std::filesystem::path source;  // the photo; empty: beside the sidecar
    std::filesystem::path picture; // behind the subject; empty: beside the sidecar or the photo
};

// The command line, understood. Names of files are the exact bytes that were given.
struct Options {
    Command command = Command::help;
    Command helpFor = Command::help; // with Command::help: the command to explain; help: the program
    std::vector<std::filesystem::path> inputs;
    std::filesystem::path out;
    Recipe recipe;
    ExportOptions exporting;
    InspectChoices inspecting;
    CompareChoices comparing;
    ReplayChoices replaying;
    batch::Shard shard;      // batch, resume
    int jobs = 0;            // batch, resume; 0: one a processor
    bool readsFiles = false; // merge: compares the files' contents, too
    bool json = false;
    bool quiet = false;
};

// From the arguments behind the program's name. Throws UsageError.
Options parseOptions(std::span<const std::string> arguments);

} // namespace kerf::cli
