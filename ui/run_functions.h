#pragma once

#include "core/contract/run_judgements.h"
#include "core/session/compare_runs.h"

#include <filesystem>
#include <functional>

namespace kerf::ui {

// What the window for two runs asks of core; called on threads of its own. All may throw Error, `compare`
// Cancelled.
struct RunFunctions {
    std::function<RunComparison(
        const CompareRequest& request,
        const std::function<void(const RunPair& pair, int done, int total)>& onPair,
        const Progress& progress)>
        compare;
    std::function<void(const std::filesystem::path& b, const RunJudgements& changes)> keepVerdicts;
    std::function<void(const RunComparison& comparison, const std::filesystem::path& folder)> saveReport;
};

} // namespace kerf::ui
