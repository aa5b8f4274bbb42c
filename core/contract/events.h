#pragma once

#include "core/base/error.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kerf {

enum class JobId : std::uint64_t {};

enum class JobState : std::uint8_t { queued, running, done, failed, cancelled, skipped };
bool hasEnded(JobState state) noexcept;         // any but the first two
std::string_view name(JobState state) noexcept; // "done"
std::optional<JobState> parseJobState(std::string_view text) noexcept;

struct JobFailure {
    ErrorCode code = ErrorCode::internal;
    std::string detail; // English: cause and remedy
    std::filesystem::path file;
};

// What one stage of the pipeline really did. Kept with every result: there is no silent fallback.
struct StageRecord {
    std::string stage;     // "cleanup", "mask", "edit", "foreground", "finish", "compose"
    std::string engine;    // "nlm", "grabcut", "off", ...
    std::string device;    // "cpu", "cuda:0 NVIDIA ..."
    std::string requested; // what the recipe named: "auto", "nlm", ...
    std::string reason;   // why it is this engine, and what would do better; English sentences; empty when it
                          // is what was asked for
    std::string settings; // what the engine chose itself: "h 6.2 from noise 4.1"
    double seconds = 0.0;
    // "mask": how many pixels of the result's side one pixel of the engine's own, smaller mask became; 0: not
    // known, or it has none.
    double maskScale = 0.0;
    // "cleanup": where the tiles meet that it worked in: the first pixel of its result right of each border,
    // and below each; empty: in one piece, or not known.
    std::vector<int> tileColumns;
    std::vector<int> tileRows;

    bool operator==(const StageRecord&) const = default;
};

} // namespace kerf
