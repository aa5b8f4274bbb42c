#pragma once

#include "core/contract/events.h"
#include "core/contract/export_options.h"
#include "core/contract/recipe.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace kerf {

// What a batch does to each of its photos.
struct BatchWork {
    Recipe recipe;
    ExportOptions exporting;

    bool operator==(const BatchWork&) const = default;
};

// A file that a batch wrote.
struct BatchFile {
    std::filesystem::path file;
    std::uint64_t bytes = 0;
    std::string sha256; // lower case hexadecimal
    int width = 0;
    int height = 0;

    bool operator==(const BatchFile&) const = default;
};

// One photo of a batch and how far it is.
struct BatchItem {
    std::string id; // batch::PlannedPhoto::id
    std::filesystem::path input;
    std::filesystem::path output; // of the result; other pictures' names follow from it (outputFile)
    JobState state = JobState::queued;
    double fraction = 0.0; // while running
    std::string stage;     // "read", "cleanup", "mask", "foreground", ..., "write" while running
    std::optional<JobFailure> failure;
    std::vector<BatchFile> files;    // all when done or skipped, else those that were written before it ended
    std::vector<StageRecord> stages; // when done in this run
    std::vector<std::string> notices; // English
    double seconds = 0.0;
};

// A batch as a whole.
struct BatchStatus {
    int total = 0;
    int queued = 0;
    int running = 0;
    int done = 0;
    int failed = 0;
    int cancelled = 0;
    int skipped = 0;
    bool isPaused = false;
    std::string pauseReason;           // English: cause and remedy; empty when a person paused it
    std::uint64_t bytesNeeded = 0;     // on the disk, where that is why
    std::optional<double> secondsLeft; // once there is enough to tell from
    double photosPerMinute = 0.0;      // of late, pauses left out; 0: not known yet

    int ended() const { return done + failed + cancelled + skipped; }
};

// The file of a picture beside the result's: the result's own, or that with "-matte" or "-clean" before its
// ending.
std::filesystem::path outputFile(const std::filesystem::path& result, BatchOutput kind);

// What whoever watches a batch learns. A value.
struct BatchEvent {
    std::optional<BatchItem> item; // that changed
    BatchStatus status;
};

} // namespace kerf
