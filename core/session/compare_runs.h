#pragma once

#include "core/base/progress.h"
#include "core/contract/run_comparison.h"
#include "core/session/run_pairs.h"

#include <filesystem>
#include <functional>

namespace kerf {

struct CompareRequest {
    std::filesystem::path a;
    std::filesystem::path b;
    bool isATruth = false; // A's pictures without alpha are mattes, whatever their colours
    int thumbnailSide = 0; // px; 0: no thumbnails
    int threads = 0;       // 0: one per processor
};

// More pairs than this, of those that changed most, don't keep their thumbnails: memory stays flat.
inline constexpr int kMostThumbnails = 1000;

// One pair. A file that can't be read makes a failed one with the reason, never an exception. Both files are
// in memory at a time; `files` as pairRuns() gave them. Throws Cancelled.
RunPair comparePair(
    const CompareRequest& request,
    const PairedRuns& runs,
    const PairedFiles& files,
    const Progress& progress);

// All of it, one pair after the other, sorted by change, with the verdicts that are kept beside B. `onPair`
// hears of each pair when it is done, on the calling thread: how many are done, of how many. Throws Error as
// pairRuns() does; Cancelled.
RunComparison compareRuns(
    const CompareRequest& request,
    const std::function<void(const RunPair& pair, int done, int total)>& onPair,
    const Progress& progress);

} // namespace kerf
