#pragma once

#include "core/contract/events.h"
#include "core/contract/judgement.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kerf {

// Two runs of a pipeline over the same photos, A and B, compared file by file: plain data. B is what is
// judged: a later run beside an earlier one, or a run beside a folder of true mattes.

// How far two mattes of one size differ, by measureMatteDifference() in core/qa. Alpha is 0..1. All pixels
// count, not only those of a trimap. SAD, gradient and connectivity errors are sums divided by 1000, as
// tables of matting benchmarks give them; with MSE they are those of Rhemann et al., "A Perceptually
// Motivated Online Benchmark for Image Matting", CVPR 2009.
struct MatteDifference {
    double mae = 0.0;          // mean of |a - b|
    double sad = 0.0;          // sum of |a - b|, / 1000
    double mse = 0.0;          // mean of (a - b)^2
    double gradient = 0.0;     // sum of (|grad a| - |grad b|)^2, Gaussian derivatives of sigma 1.4, / 1000
    double connectivity = 0.0; // sum of |phi a - phi b|, levels in steps of 0.1, theta 0.15, p 1, / 1000
    double iou = 1.0;          // of alpha >= 0.5; 1 where neither has any
    // Distances between the contours, px. A contour: the pixels of at least 0.5 with a 4-neighbour below it.
    // From each pixel of either contour to the nearest one of the other: mean, and the length that 95 % of
    // them don't exceed. 0 where neither has a contour, the picture's diagonal where only one has.
    double boundaryMean = 0.0;
    double boundaryP95 = 0.0;
};

// CIEDE2000 (kL = kC = kH = 1) between colours where both alphas are above 0, each pixel weighted by the
// smaller alpha, by measureColorDifference() in core/qa. Each picture's colours go through its own profile.
struct ColorDifference {
    double mean = 0.0;
    double p95 = 0.0; // what 95 % of the weight doesn't exceed, to 0.02
};

// What a file of a pair is.
struct PairSide {
    std::filesystem::path file; // relative to the run's folder; empty: there is none
    std::filesystem::path path; // where it lies; in no report
    std::string format;         // as PhotoInfo has them
    int width = 0;
    int height = 0;
    int bitsPerSample = 0;
    bool hasAlpha = false;
    bool isMatte = false; // a picture without alpha whose pixels are all grey (or any, where it was said to
                          // be true): its grey is the matte
    std::string profile;
    std::uint64_t fileBytes = 0;
};

enum class PairState : std::uint8_t { waiting, compared, failed, only_a, only_b };

enum class ChangeKind : std::uint8_t { size, depth, alpha, profile, exif };

// What is another in B than in A, in words for people: "8 bits", "16 bits".
struct PairChange {
    ChangeKind kind = ChangeKind::size;
    std::string a;
    std::string b;

    bool operator==(const PairChange&) const = default;
};

struct RunPair {
    std::filesystem::path name; // relative, without the extension; B's where it was renamed
    PairSide a;
    PairSide b;
    bool isRenamed = false; // paired by its bytes or by a name but for the stage's suffix
    PairState state = PairState::waiting;
    bool isIdentical = false;             // the same bytes
    bool isOtherShape = false;            // sides in another proportion: nothing could be measured
    std::optional<MatteDifference> matte; // nothing where neither has an alpha; at A's size
    std::optional<ColorDifference> color; // nothing where one is a matte only, or nothing is seen in both
    std::vector<PairChange> changes;
    std::optional<JobFailure> failure;    // with PairState::failed
    Judgement judgement;                  // about B
    std::vector<std::uint8_t> thumbnailA; // WebP, sRGB; empty: not kept
    std::vector<std::uint8_t> thumbnailB;
};

// A number of a compared pair, as reports, --fail-on and columns name it.
enum class Metric : std::uint8_t {
    change,
    mae,
    sad,
    mse,
    gradient,
    connectivity,
    iou,
    boundary_mean,
    boundary_p95,
    color_mean,
    color_p95
};
struct MetricInfo {
    Metric metric = Metric::change;
    std::string_view name;  // "boundary_p95"
    std::string_view title; // English, for a column
    std::string_view about; // English, one line
    bool isMoreBetter = false;
    int decimals = 3; // worth showing
};
std::span<const MetricInfo> metrics() noexcept;
const MetricInfo& infoOf(Metric metric) noexcept;

// Nothing where it was not measured. `change` is what pairs are sorted by: the larger of the alpha's MAE in
// per cent and the mean CIEDE2000, both of which begin to be seen at about 1; it is no judgement of quality.
std::optional<double> valueOf(const RunPair& pair, Metric metric) noexcept;

std::string_view name(PairState state) noexcept; // "compared", "failed", "only_a", "only_b"
std::string_view name(ChangeKind kind) noexcept; // "size", "depth", "alpha", "profile", "exif"
bool has(const RunPair& pair, ChangeKind kind) noexcept;

// How many pairs are what; all but `compared` may be gated on.
struct RunCounts {
    int compared = 0;
    int identical = 0;
    int failed = 0;
    int missing = 0; // only in A
    int extra = 0;   // only in B
    int renamed = 0;
    std::array<int, 5> changed{}; // by ChangeKind
};

struct RunComparison {
    std::filesystem::path a; // folders, or two files
    std::filesystem::path b;
    std::vector<RunPair> pairs;                    // by sortByChange(), once all are compared
    std::vector<std::filesystem::path> unreadable; // folders that can't be listed wholly
    int ignored = 0;                               // files that are no pictures
    std::optional<JobFailure> judgementFailure;    // why the verdicts beside B could not be read

    RunCounts counts() const;
};

// Failed and of another shape first, then by Metric::change, the largest first, then what is there only once;
// what is equal in natural order of the names.
void sortByChange(std::vector<RunPair>& pairs);

// A limit that a comparison shall keep: "mae>0.01", "iou<0.98", "missing>0".
struct Gate {
    std::string name;    // a metric's, or a count's: "failed", "missing", "extra", "renamed", "size_changed",
                         // "depth_changed", "alpha_changed", "profile_changed", "exif_changed"
    bool isAbove = true; // beyond when above `limit`; else when below
    double limit = 0.0;

    std::string text() const; // "mae>0.01"
};
std::optional<Gate> parseGate(std::string_view text); // nothing for another name or no number

// What a gate found. A pair of another shape is beyond every metric's gate: it could not be measured. So is a
// whole comparison where no pair has that number: a gate that nothing can fail is no gate.
struct GateResult {
    Gate gate;
    bool isBeyond = false;
    std::optional<double> worst; // the value furthest out; the count itself for a count
    std::filesystem::path name;  // of the pair that has it; empty for a count
    int pairs = 0;               // how many are beyond
    int measured = 0;            // how many have the number
    int otherShape = 0;          // how many could have no number
};
GateResult evaluate(const Gate& gate, const RunComparison& comparison);

} // namespace kerf
