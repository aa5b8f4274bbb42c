#pragma once

#include "core/contract/events.h"
#include "core/contract/model_info.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kerf {

// One model of the list that a front end shows.
struct ModelEntry {
    ModelInfo info;
    bool isOfficial = false;     // Kerf knows its publisher, address and hash
    bool isShipped = false;      // comes with Kerf: neither fetched nor imported nor removed
    std::filesystem::path file;  // where it lies; empty: not installed
    std::string sha256;          // of `file`, lower case; empty: not installed
    std::uint64_t partBytes = 0; // what an unfinished download has left
    std::string url;             // the official address; empty: none
    std::string importOnly;      // English: why it can't be downloaded; empty: it can
    std::string problem;         // English: why one that comes with Kerf can't be used; empty: it can
    bool isAutomatic = false;    // the installed one that `automatic` takes
    bool operator==(const ModelEntry&) const = default;
};

struct ModelListing {
    std::filesystem::path folder;
    std::uint64_t freeBytes = 0; // on the folder's disk
    // The official ones in order of preference within each kind, the one that comes with Kerf, then others.
    std::vector<ModelEntry> models;
};

// What verifying came to for one file of the folder.
struct ModelVerdict {
    std::filesystem::path file;
    std::string id; // of the model; empty for what is none
    bool isGood = false;
    std::string text; // English: "official", or what is wrong and what to do
};

// How far a download is.
struct ModelTransfer {
    std::uint64_t bytes = 0;           // that are here
    std::uint64_t totalBytes = 0;      // 0: not known yet
    std::optional<double> secondsLeft; // nothing until there is something to tell it from
    double bytesPerSecond = 0.0;       // of this attempt; 0: not known yet
    bool isResumed = false;            // an earlier attempt's bytes are used
    bool isVerifying = false;          // all bytes are here, their SHA-256 is being computed
};

enum class ModelTask : std::uint8_t { list, fetch, verify, import, remove };

// What a front end learns about a task with models. A value: copy it, queue it, keep it.
struct ModelEvent {
    JobId job{};
    ModelTask task = ModelTask::list;
    JobState state = JobState::queued;
    std::string id;             // the model; of an import once it is done; empty for list and verify
    std::filesystem::path file; // that is imported
    double fraction = 0.0;
    std::optional<ModelTransfer> transfer; // of a fetch that runs
    std::optional<JobFailure> failure;     // set exactly when state is failed
    std::shared_ptr<const ModelListing>
        listing;                        // with a last event: what there is now; null: it can't be told
    std::vector<ModelVerdict> verdicts; // of a verify that is done
};

} // namespace kerf
