#include "core/contract/finding.h"

#include "core/base/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace kerf {
namespace {

using T = TriageThresholds;
using enum TriageUnit;

constexpr double kMany = 1e9;

constexpr std::array kThresholds{
    TriageThreshold{"min_coverage", &T::minCoverage, share, 0.0, 1.0},
    TriageThreshold{"max_coverage", &T::maxCoverage, share, 0.0, 1.0},
    TriageThreshold{"max_partial", &T::maxPartial, share, 0.0, 1.0},
    TriageThreshold{"max_haze", &T::maxHaze, share, 0.0, 1.0},
    TriageThreshold{"max_edge_width", &T::maxEdgeWidth, pixels, 0.0, 10000.0},
    TriageThreshold{"min_edge_width", &T::minEdgeWidth, pixels, 0.0, 10000.0},
    TriageThreshold{"soft_distance", &T::softDistance, pixels, 0.0, double(kMaxSoftDistance)},
    TriageThreshold{"max_interior_soft", &T::maxInteriorSoft, share, 0.0, 1.0},
    TriageThreshold{"min_spot_area", &T::minSpotArea, area, 0.0, kMany},
    TriageThreshold{"max_holes", &T::maxHoles, count, 0.0, kMany},
    TriageThreshold{"max_islands", &T::maxIslands, count, 0.0, kMany},
    TriageThreshold{"max_ghosts", &T::maxGhosts, count, 0.0, kMany},
    TriageThreshold{"max_frame_contact", &T::maxFrameContact, share, 0.0, 1.0},
    TriageThreshold{"max_mask_scale", &T::maxMaskScale, factor, 0.0, 1000.0},
    TriageThreshold{"max_drift", &T::maxDrift, levels, 0.0, 255.0},
    TriageThreshold{"max_shift", &T::maxShift, pixels, 0.0, 1000.0},
    TriageThreshold{"max_detail_lost", &T::maxDetailLost, factor, 0.0, 1000.0},
    TriageThreshold{"max_seam", &T::maxSeam, factor, 0.0, 1000.0},
};

constexpr std::array<std::string_view, 20> kCodes{
    "nothing_found", "everything_found", "much_partial",  "haze",
    "edge_wide",     "edge_hard",        "interior_soft", "holes",
    "islands",       "ghosts",           "cut_left",      "cut_top",
    "cut_right",     "cut_bottom",       "coarse_mask",   "drift",
    "shift",         "other_profile",    "detail_lost",   "seams"};

std::string_view nameOf(double T::*value) {
    return std::ranges::find(kThresholds, value, &TriageThreshold::value)->name;
}

// Collects findings against one set of thresholds.
class Judge {
public:
    explicit Judge(const T& thresholds) : m_thresholds(thresholds) {}

    Finding* above(FindingCode code, double value, double T::*limit, Severity severity = Severity::warning) {
        return value > m_thresholds.*limit ? add(code, value, limit, severity) : nullptr;
    }
    Finding* below(FindingCode code, double value, double T::*limit, Severity severity = Severity::warning) {
        return value < m_thresholds.*limit ? add(code, value, limit, severity) : nullptr;
    }
    Finding* add(FindingCode code, double value, double T::*limit, Severity severity) {
        m_findings.push_back(
            {.code = code,
             .severity = severity,
             .value = value,
             .threshold = m_thresholds.*limit,
             .thresholdName = nameOf(limit)});
        return &m_findings.back();
    }

    std::vector<Finding> take() { return std::move(m_findings); }

private:
    const T& m_thresholds;
    std::vector<Finding> m_findings;
};

struct Places {
    double count = 0.0;
    std::optional<MatteRegion> largest;
};

Places placesOf(MatteRegionKind kind, const MatteReport& report, const T& thresholds) {
    Places places;
    for (const MatteRegion& region : report.regions) { // largest first
        if (region.kind == kind && double(region.area) >= thresholds.minSpotArea) {
            places.largest = places.largest ? places.largest : region;
            ++places.count;
        }
    }
    return places;
}

void put(const Places& places, Finding* finding) {
    if (finding != nullptr && places.largest) {
        finding->region = places.largest->box;
        finding->area = places.largest->area;
    }
}

void judgeFrame(const MatteNumbers& numbers, Judge& judge) {
    const int w = numbers.width;
    const int h = numbers.height;
    const auto side = [&](FindingCode code, double contact, const Rect& box) {
        Finding* finding = judge.above(code, contact, &T::maxFrameContact, Severity::note);
        if (finding != nullptr) {
            finding->region = box;
        }
    };
    side(FindingCode::cut_left, numbers.left, {0, 0, 1, h});
    side(FindingCode::cut_top, numbers.top, {0, 0, w, 1});
    side(FindingCode::cut_right, numbers.right, {w - 1, 0, 1, h});
    side(FindingCode::cut_bottom, numbers.bottom, {0, h - 1, w, 1});
}

} // namespace

double RedegradeNumbers::shift() const {
    return std::hypot(shiftX, shiftY);
}

void TriageThresholds::check() const {
    for (const TriageThreshold& threshold : kThresholds) {
        const double value = this->*threshold.value;
        if (!(value >= threshold.least && value <= threshold.most)) {
            throw Error(
                ErrorCode::invalid_option, fmt::format(
                                               "{} is {} but must be from {} to {}", threshold.name, value,
                                               threshold.least, threshold.most));
        }
    }
    if (softDistance != std::floor(softDistance)) {
        throw Error(
            ErrorCode::invalid_option,
            fmt::format("soft_distance is {} but must be a whole number", softDistance));
    }
}

std::span<const TriageThreshold> triageThresholds() noexcept {
    return kThresholds;
}

const TriageThreshold* findTriageThreshold(std::string_view name) noexcept {
    const auto found = std::ranges::find(kThresholds, name, &TriageThreshold::name);
    return found == kThresholds.end() ? nullptr : &*found;
}

std::string_view name(FindingCode code) noexcept {
    return kCodes[std::size_t(code)];
}

std::string_view name(Severity severity) noexcept {
    return severity == Severity::note ? "note" : severity == Severity::warning ? "warning" : "problem";
}

std::vector<Finding> judge(const MatteReport& report, const TriageThresholds& thresholds) {
    const MatteNumbers& numbers = report.numbers;
    if (numbers.width == 0) {
        return {};
    }
    Judge judge(thresholds);
    judge.below(FindingCode::nothing_found, numbers.coverage, &T::minCoverage, Severity::problem);
    judge.above(FindingCode::everything_found, numbers.coverage, &T::maxCoverage, Severity::problem);
    judge.above(FindingCode::much_partial, numbers.partial, &T::maxPartial);
    judge.above(FindingCode::haze, numbers.haze, &T::maxHaze);
    judge.above(FindingCode::edge_wide, numbers.edgeP90, &T::maxEdgeWidth);
    // Without any background or any subject there is no edge that could be hard.
    if (numbers.transparent > 0.0 && numbers.opaque > 0.0) {
        judge.below(FindingCode::edge_hard, numbers.edgeP50, &T::minEdgeWidth, Severity::note);
    }
    put(placesOf(MatteRegionKind::soft_interior, report, thresholds),
        judge.above(
            FindingCode::interior_soft, numbers.interiorSoftness(int(thresholds.softDistance)),
            &T::maxInteriorSoft));
    const auto spots = [&](MatteRegionKind kind, FindingCode code, double T::*limit) {
        const Places places = placesOf(kind, report, thresholds);
        put(places, judge.above(code, places.count, limit));
    };
    spots(MatteRegionKind::hole, FindingCode::holes, &T::maxHoles);
    spots(MatteRegionKind::island, FindingCode::islands, &T::maxIslands);
    spots(MatteRegionKind::ghost, FindingCode::ghosts, &T::maxGhosts);
    judgeFrame(numbers, judge);
    judge.above(FindingCode::coarse_mask, numbers.maskScale, &T::maxMaskScale, Severity::note);
    return judge.take();
}

std::vector<Finding> judge(const SelfCheckNumbers& checks, const TriageThresholds& thresholds) {
    Judge judge(thresholds);
    if (const auto& redegrade = checks.redegrade) {
        judge.above(FindingCode::drift, std::abs(redegrade->drift), &T::maxDrift);
        judge.above(FindingCode::shift, redegrade->shift(), &T::maxShift);
        if (redegrade->isOtherProfile) {
            judge.add(
                FindingCode::other_profile, std::abs(redegrade->drift), &T::maxDrift, Severity::warning);
        }
        judge.above(FindingCode::detail_lost, redegrade->structure, &T::maxDetailLost);
    }
    if (checks.seams) {
        judge.above(FindingCode::seams, checks.seams->worst, &T::maxSeam);
    }
    return judge.take();
}

std::vector<MatteRegion> suspiciousRegions(const MatteReport& report, const TriageThresholds& thresholds) {
    const std::vector<Finding> findings = judge(report, thresholds);
    const auto isFlagged = [&](MatteRegionKind kind) {
        constexpr std::array kCodeOf{
            FindingCode::holes, FindingCode::islands, FindingCode::ghosts, FindingCode::interior_soft};
        return std::ranges::find(findings, kCodeOf[std::size_t(kind)], &Finding::code) != findings.end();
    };
    std::vector<MatteRegion> regions;
    std::ranges::copy_if(report.regions, std::back_inserter(regions), [&](const MatteRegion& region) {
        return double(region.area) >= thresholds.minSpotArea && isFlagged(region.kind);
    });
    return regions;
}

} // namespace kerf
