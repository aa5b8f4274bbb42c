#include "core/contract/run_comparison.h"

#include "core/base/natural_order.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <tuple>

namespace kerf {
namespace {

constexpr std::array kMetrics{
    MetricInfo{
        Metric::change, "change", "Change",
        "the larger of 100 x MAE and mean CIEDE2000: what the pairs are sorted by", false, 2},
    MetricInfo{Metric::mae, "mae", "MAE", "mean absolute difference of the alphas, 0..1", false, 5},
    MetricInfo{Metric::sad, "sad", "SAD", "sum of absolute differences of the alphas / 1000", false, 3},
    MetricInfo{Metric::mse, "mse", "MSE", "mean squared difference of the alphas", false, 6},
    MetricInfo{
        Metric::gradient, "gradient", "Gradient",
        "squared difference of the alphas' gradients (sigma 1.4), summed / 1000", false, 3},
    MetricInfo{
        Metric::connectivity, "connectivity", "Connectivity",
        "pieces that hang together in one alpha only (step 0.1, theta 0.15), summed / 1000", false, 3},
    MetricInfo{
        Metric::iou, "iou", "IoU", "overlap of what is at least half opaque, 0..1; 1 is the same", true, 4},
    MetricInfo{
        Metric::boundary_mean, "boundary_mean", "Boundary",
        "mean distance between the contours at alpha 0.5, px", false, 2},
    MetricInfo{
        Metric::boundary_p95, "boundary_p95", "Boundary 95 %",
        "what 95 % of the distances between the contours don't exceed, px", false, 2},
    MetricInfo{
        Metric::color_mean, "color_mean", "Colour",
        "mean colour difference (CIEDE2000) where both are opaque, weighted by alpha", false, 2},
    MetricInfo{
        Metric::color_p95, "color_p95", "Colour 95 %", "what 95 % of the colour differences don't exceed",
        false, 2}};

constexpr std::array<std::string_view, 5> kStates{"waiting", "compared", "failed", "only_a", "only_b"};
constexpr std::array<std::string_view, 5> kChanges{"size", "depth", "alpha", "profile", "exif"};

std::optional<double> countOf(std::string_view name, const RunCounts& counts) noexcept {
    for (std::size_t i = 0; i < kChanges.size(); ++i) {
        if (name.starts_with(kChanges[i]) && name.substr(kChanges[i].size()) == "_changed") {
            return counts.changed[i];
        }
    }
    return name == "failed"    ? std::optional<double>(counts.failed)
           : name == "missing" ? std::optional<double>(counts.missing)
           : name == "extra"   ? std::optional<double>(counts.extra)
           : name == "renamed" ? std::optional<double>(counts.renamed)
                               : std::nullopt;
}

const MetricInfo* findMetric(std::string_view name) noexcept {
    const auto* found = std::ranges::find(kMetrics, name, &MetricInfo::name);
    return found == kMetrics.end() ? nullptr : &*found;
}

bool isBeyond(const Gate& gate, double value) noexcept {
    return gate.isAbove ? value > gate.limit : value < gate.limit;
}

// What comes first has the smaller key.
std::pair<int, double> sortKey(const RunPair& pair) {
    if (pair.state == PairState::failed || pair.isOtherShape) {
        return {pair.state == PairState::failed ? 0 : 1, 0.0};
    }
    if (pair.state == PairState::compared) {
        // Another size or profile with the same pixels is more of a change than none at all.
        return {2, -valueOf(pair, Metric::change).value_or(0.0) - 1e-9 * double(pair.changes.size())};
    }
    return {pair.state == PairState::only_a ? 3 : 4, 0.0};
}

} // namespace

std::span<const MetricInfo> metrics() noexcept {
    return kMetrics;
}

const MetricInfo& infoOf(Metric metric) noexcept {
    return kMetrics[static_cast<std::size_t>(metric)];
}

std::optional<double> valueOf(const RunPair& pair, Metric metric) noexcept {
    const auto& m = pair.matte;
    const auto& c = pair.color;
    const auto of = [](const auto& numbers, auto member) {
        return numbers ? std::optional<double>((*numbers).*member) : std::nullopt;
    };
    switch (metric) {
    case Metric::change:
        if (!m && !c) {
            return std::nullopt;
        }
        return std::max(m ? 100.0 * m->mae : 0.0, c ? c->mean : 0.0);
    case Metric::mae:
        return of(m, &MatteDifference::mae);
    case Metric::sad:
        return of(m, &MatteDifference::sad);
    case Metric::mse:
        return of(m, &MatteDifference::mse);
    case Metric::gradient:
        return of(m, &MatteDifference::gradient);
    case Metric::connectivity:
        return of(m, &MatteDifference::connectivity);
    case Metric::iou:
        return of(m, &MatteDifference::iou);
    case Metric::boundary_mean:
        return of(m, &MatteDifference::boundaryMean);
    case Metric::boundary_p95:
        return of(m, &MatteDifference::boundaryP95);
    case Metric::color_mean:
        return of(c, &ColorDifference::mean);
    case Metric::color_p95:
        return of(c, &ColorDifference::p95);
    }
    return std::nullopt;
}

std::string_view name(PairState state) noexcept {
    return kStates[static_cast<std::size_t>(state)];
}

std::string_view name(ChangeKind kind) noexcept {
    return kChanges[static_cast<std::size_t>(kind)];
}

bool has(const RunPair& pair, ChangeKind kind) noexcept {
    return std::ranges::find(pair.changes, kind, &PairChange::kind) != pair.changes.end();
}

RunCounts RunComparison::counts() const {
    RunCounts counts;
    for (const RunPair& pair : pairs) {
        counts.compared += pair.state == PairState::compared ? 1 : 0;
        counts.identical += pair.isIdentical ? 1 : 0;
        counts.failed += pair.state == PairState::failed ? 1 : 0;
        counts.missing += pair.state == PairState::only_a ? 1 : 0;
        counts.extra += pair.state == PairState::only_b ? 1 : 0;
        counts.renamed += pair.isRenamed ? 1 : 0;
        for (std::size_t i = 0; i < kChanges.size(); ++i) {
            counts.changed[i] += has(pair, static_cast<ChangeKind>(i)) ? 1 : 0;
        }
    }
    return counts;
}

void sortByChange(std::vector<RunPair>& pairs) {
    std::ranges::stable_sort(pairs, [](const RunPair& one, const RunPair& other) {
        const auto a = sortKey(one);
        const auto b = sortKey(other);
        return a != b ? a < b : naturallyLess(one.name, other.name);
    });
}

std::string Gate::text() const {
    return fmt::format("{}{}{}", name, isAbove ? '>' : '<', limit);
}

std::optional<Gate> parseGate(std::string_view text) {
    const std::size_t at = text.find_first_of("<>");
    if (at == std::string_view::npos) {
        return std::nullopt;
    }
    Gate gate{.name = std::string(text.substr(0, at)), .isAbove = text[at] == '>'};
    const std::string_view number = text.substr(at + 1);
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), gate.limit);
    if (error != std::errc() || end != number.data() + number.size() || !std::isfinite(gate.limit) ||
        (findMetric(gate.name) == nullptr && !countOf(gate.name, RunCounts()))) {
        return std::nullopt;
    }
    return gate;
}

GateResult evaluate(const Gate& gate, const RunComparison& comparison) {
    GateResult result{.gate = gate};
    if (const auto count = countOf(gate.name, comparison.counts())) {
        result.worst = count;
        result.isBeyond = isBeyond(gate, *count);
        result.pairs = int(*count);
        result.measured = int(comparison.pairs.size());
        return result;
    }
    const MetricInfo* metric = findMetric(gate.name);
    if (metric == nullptr) {
        result.isBeyond = true;
        return result;
    }
    for (const RunPair& pair : comparison.pairs) {
        const auto value = valueOf(pair, metric->metric);
        if (value) {
            ++result.measured;
            if (!result.worst || (gate.isAbove ? *value > *result.worst : *value < *result.worst)) {
                result.worst = value;
                result.name = pair.name;
            }
        }
        result.otherShape += pair.isOtherShape ? 1 : 0;
        result.pairs += pair.isOtherShape || (value && isBeyond(gate, *value)) ? 1 : 0;
    }
    result.isBeyond = result.pairs > 0 || result.measured == 0;
    return result;
}

} // namespace kerf
