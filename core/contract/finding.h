#pragma once

#include "core/contract/matte_report.h"
#include "core/contract/self_check.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace kerf {

// From where on a number is worth a flag. A number is flagged when it is beyond its threshold, never at it.
// There is no number for "quality": hair, glass and motion blur are rightly soft. Lengths and areas as in
// MatteReport.
struct TriageThresholds {
    double minCoverage = 0.01;
    double maxCoverage = 0.99;
    double maxPartial = 0.30;   // share between 0 and 1
    double maxHaze = 0.02;      // share barely above 0
    double maxEdgeWidth = 24.0; // px, of the 90th percentile
    double minEdgeWidth = 0.5;  // px, of the median: below it the edge is a staircase
    double softDistance = 8.0;  // px from any 0 beyond which softness is interior; whole, 0..kMaxSoftDistance
    double maxInteriorSoft = 0.002; // share
    double minSpotArea = 64.0;      // px; smaller holes, islands, remains and soft patches are left out
    double maxHoles = 0.0;
    double maxIslands = 0.0;
    double maxGhosts = 0.0;
    double maxFrameContact = 0.02; // share of a side
    double maxMaskScale = 4.0;     // pixels of the result's side that one of the engine's mask became
    double maxDrift = 1.0;         // 8-bit levels, of any channel's mean
    double maxShift = 0.25;        // px of the source
    double maxDetailLost = 2.0;    // RedegradeNumbers::structure
    double maxSeam = 1.5;          // SeamNumbers::worst

    void check() const; // throws Error(invalid_option)

    bool operator==(const TriageThresholds&) const = default;
};

enum class TriageUnit : std::uint8_t { share, pixels, area, count, factor, levels };

// One threshold, as files and the command line name it.
struct TriageThreshold {
    std::string_view name; // "max_edge_width"
    double TriageThresholds::*value;
    TriageUnit unit;
    double least;
    double most;
};
std::span<const TriageThreshold> triageThresholds() noexcept;               // all, in their order
const TriageThreshold* findTriageThreshold(std::string_view name) noexcept; // null: there is none

enum class FindingCode : std::uint8_t {
    nothing_found,
    everything_found,
    much_partial,
    haze,
    edge_wide,
    edge_hard,
    interior_soft,
    holes,
    islands,
    ghosts,
    cut_left,
    cut_top,
    cut_right,
    cut_bottom,
    coarse_mask,
    drift,
    shift,
    other_profile,
    detail_lost,
    seams
};
std::string_view name(FindingCode code) noexcept; // "interior_soft"

// `note`: usual in good results, too. `warning`: look at it. `problem`: of no use as it is.
enum class Severity : std::uint8_t { note, warning, problem };
std::string_view name(Severity severity) noexcept;

// A number that broke its threshold.
struct Finding {
    FindingCode code = FindingCode::nothing_found;
    Severity severity = Severity::warning;
    double value = 0.0;
    double threshold = 0.0;
    std::string_view thresholdName; // of TriageThreshold; static
    std::optional<Rect> region;     // pixels of the matte; where it is, the largest place of several
    std::int64_t area = 0;          // of that place

    bool operator==(const Finding&) const = default;
};

// What the numbers say against the thresholds, in the order of FindingCode. The report of another
// softDistance than the threshold's is right in all but interior_soft's region.
std::vector<Finding> judge(const MatteReport& report, const TriageThresholds& thresholds);
std::vector<Finding> judge(const SelfCheckNumbers& checks, const TriageThresholds& thresholds);

// The places behind the findings, largest area first.
std::vector<MatteRegion> suspiciousRegions(const MatteReport& report, const TriageThresholds& thresholds);

} // namespace kerf
