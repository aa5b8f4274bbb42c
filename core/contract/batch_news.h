#pragma once

#include "core/contract/batch.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace kerf {

// A batch that a front end asks for.
struct BatchOrder {
    std::vector<std::filesystem::path> inputs; // files and folders; what lies below a folder keeps its place
    std::filesystem::path out;                 // made when it is missing
    BatchWork work;
};

// What came of looking for photos.
struct BatchFound {
    int added = 0;
    int duplicates = 0; // within what was named, and of photos that the batch has already
    int unsupported = 0;
    std::vector<std::filesystem::path> missing;    // named, but not there
    std::vector<std::filesystem::path> unreadable; // folders that can't be listed wholly, files
};

// A batch in some folder, as its journal tells of it.
struct BatchGlance {
    std::filesystem::path out;
    bool isUnfinished = false; // else there is none, or it has ended
    int total = 0;
    int ended = 0;
    bool isInUse = false; // another Kerf is at it
};

enum class BatchPhase : std::uint8_t {
    none,
    searching, // for the first photos
    working,
    ended // all photos have; more can be added, failed ones tried again
};

// What is new about the batch: where it stands, and what changed since the news before. A value.
struct BatchNews {
    BatchPhase phase = BatchPhase::none;
    bool isSearching = false; // for photos, at first or to be added
    std::filesystem::path out;
    BatchStatus status;

    bool isReset = false;                          // another batch: all items before these are gone
    std::optional<BatchWork> work;                 // of another batch
    std::vector<BatchItem> added;                  // in their order
    std::vector<BatchItem> changed;                // as they came: of two about one item the later holds
    std::optional<std::vector<std::string>> queue; // ids of all that wait, in an order that a person gave
    std::vector<BatchFound> found;
    std::vector<BatchGlance> glances;
    std::optional<JobFailure> failure; // why what was asked for can't be done
};

// What is told of several news that come one after another, as one.
void merge(BatchNews& into, BatchNews&& later);

} // namespace kerf
