#include "core/qa/matte_report.h"

#include "core/base/check.h"
#include "core/base/parallel.h"
#include "core/image/pixels.h"
#include "core/image/sample_type.h"
#include "core/qa/components.h"
#include "core/qa/distance.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>

namespace kerf {
namespace {

using Classes = std::vector<std::uint8_t>;

// What a pixel's alpha makes it; soft is neither low nor high.
constexpr std::uint8_t kZero = 1;   // 0 in 8 bits
constexpr std::uint8_t kLow = 2;    // at most 0.05
constexpr std::uint8_t kHigh = 4;   // at least 0.95
constexpr std::uint8_t kInside = 8; // at least 0.5
// Of soft pixels, known later:
constexpr std::uint8_t kBand = 16;     // between low and high
constexpr std::uint8_t kInterior = 32; // further from any 0 than asked for

constexpr int kRowsAtOnce = 32;
constexpr double kStepsPerPixel = 4.0; // of an edge's width
constexpr std::size_t kWidths = 4096;

template <typename T>
std::uint8_t classOf(T value) {
    std::uint8_t bits = 0;
    if constexpr (std::is_same_v<T, float>) {
        bits = std::uint8_t(
            (value < 0.5F / 255.0F ? kZero : 0) | (value <= 0.05F ? kLow : 0) | (value >= 0.95F ? kHigh : 0) |
            (value >= 0.5F ? kInside : 0));
    } else {
        constexpr std::uint32_t full = std::numeric_limits<T>::max();
        const std::uint32_t v = value;
        const bool isZero = v * 510U < full; // rounds to 0 of 255
        bits = std::uint8_t(
            (isZero ? kZero : 0) | (v * 20U <= full ? kLow : 0) | (v * 20U >= 19U * full ? kHigh : 0) |
            (v * 2U >= full ? kInside : 0));
    }
    return bits;
}

template <typename T>
std::size_t binOf(T value) {
    if constexpr (std::is_same_v<T, float>) {
        return std::size_t(std::clamp(value, 0.0F, 1.0F) * 255.0F + 0.5F);
    } else if constexpr (sizeof(T) == 1) {
        return value;
    } else {
        return (value + 128U) / 257U;
    }
}

bool isSoft(std::uint8_t bits) {
    return (bits & (kLow | kHigh)) == 0;
}

struct Tally {
    std::array<std::uint64_t, 256> histogram{};
    double sum = 0.0; // of alpha
    std::uint64_t transparent = 0;
    std::uint64_t opaque = 0;
    std::uint64_t haze = 0;
    std::uint64_t soft = 0;
};

template <typename T>
void classify(std::span<const T> row, std::uint8_t* classes, Tally& tally) {
    constexpr T full = std::is_same_v<T, float> ? T(1) : std::numeric_limits<T>::max();
    std::conditional_t<std::is_same_v<T, float>, double, std::uint64_t> sum = 0;
    for (std::size_t x = 0; x < row.size(); ++x) {
        const T value = row[x];
        const std::uint8_t bits = classOf(value);
        classes[x] = bits;
        ++tally.histogram[binOf(value)];
        tally.transparent += std::uint64_t(value <= T(0));
        tally.opaque += std::uint64_t(value >= full);
        tally.haze += std::uint64_t((bits & (kLow | kZero)) == kLow);
        tally.soft += std::uint64_t(isSoft(bits));
        if constexpr (std::is_same_v<T, float>) {
            sum += std::clamp(double(value), 0.0, 1.0);
        } else {
            sum += value;
        }
    }
    tally.sum += double(sum) / double(full);
}

// How often each width occurs along the edges.
struct Widths {
    std::vector<double> weights = std::vector<double>(kWidths, 0.0);
    double most = 0.0;

    void add(double width, double weight) {
        const auto step = std::size_t(std::lround(width * kStepsPerPixel));
        weights[std::min(step, kWidths - 1)] += weight;
        most = std::max(most, width);
    }

    double percentile(double share) const {
        double all = 0.0;
        for (const double weight : weights) {
            all += weight;
        }
        double sum = 0.0;
        for (std::size_t step = 0; step < kWidths; ++step) {
            sum += weights[step];
            if (sum > 0.0 && sum >= share * all * (1.0 - 1e-12)) {
                return double(step) / kStepsPerPixel;
            }
        }
        return 0.0;
    }
};

// The work on one matte, whose classes it holds.
class Measurement {
public:
    Measurement(const Image& matte, const MatteMeasuring& measuring, const Progress& progress)
        : m_matte(matte),
          m_measuring(measuring),
          m_progress(progress),
          m_width(matte.format().width),
          m_height(matte.format().height),
          m_classes(std::size_t(m_width) * std::size_t(m_height)) {}

    MatteReport run() {
        m_report.numbers.width = m_width;
        m_report.numbers.height = m_height;
        m_report.numbers.maskScale = m_measuring.maskScale;
        m_report.softDistance = m_measuring.softDistance;
        const bool hasSoft = tally();
        measureFrame();
        findPieces();
        if (hasSoft) {
            findSoftPatches();
            measureInterior();
        }
        measureEdges();
        std::ranges::stable_sort(
            m_report.regions, [](const MatteRegion& a, const MatteRegion& b) { return a.area > b.area; });
        return std::move(m_report);
    }

private:
    std::uint8_t* row(int y) { return m_classes.data() + std::size_t(y) * std::size_t(m_width); }
    int blocks() const { return (m_height + kRowsAtOnce - 1) / kRowsAtOnce; }
    double share(std::uint64_t pixels) const { return double(pixels) / (double(m_width) * m_height); }

    // Calls f(block, first row, end) for blocks of rows, several at once.
    template <typename F>
    void forBlocks(double from, double to, F&& f) {
        parallelFor(blocks(), m_measuring.threads, m_progress.part(from, to), [&](int block) {
            const int begin = block * kRowsAtOnce;
            f(std::size_t(block), begin, std::min(m_height, begin + kRowsAtOnce));
        });
    }

    // Calls f(block, x, y, squared distance to the nearest pixel with `bit`) for every pixel that `isWanted`.
    template <typename Wanted, typename F>
    void forDistances(double from, double to, std::uint8_t bit, Wanted&& isWanted, F&& f) {
        const DistanceField field(
            m_classes, m_width, m_height, bit, m_measuring.threads, Progress(m_progress.stop(), {}));
        forBlocks(from, to, [&](std::size_t block, int begin, int end) {
            DistanceField::Scratch scratch;
            std::vector<std::uint32_t> squared(static_cast<std::size_t>(m_width));
            for (int y = begin; y < end; ++y) {
                const std::uint8_t* classes = row(y);
                if (std::none_of(classes, classes + m_width, isWanted)) {
                    continue;
                }
                field.row(y, squared, scratch);
                for (int x = 0; x < m_width; ++x) {
                    if (isWanted(classes[x])) {
                        f(block, x, y, squared[std::size_t(x)]);
                    }
                }
            }
        });
    }

    Components components(std::uint8_t mask, std::uint8_t value, Connectivity connectivity) const {
        return findComponents(
            m_classes, m_width, m_height, mask, value, connectivity, m_measuring.threads,
            Progress(m_progress.stop(), {}));
    }

    bool tally(); // whether anything is soft
    void measureFrame();
    void findPieces();
    void findSoftPatches();
    void measureInterior();
    void measureEdges();
    void addHardEdges(std::vector<Widths>& widths);
    std::uint8_t around(const PixelRun& run);
    SpotCount addRegions(MatteRegionKind kind, const std::vector<Component>& spots);

    const Image& m_matte;
    const MatteMeasuring& m_measuring;
    const Progress& m_progress;
    int m_width;
    int m_height;
    Classes m_classes;
    bool m_hasBand = false;
    MatteReport m_report;
};

bool Measurement::tally() {
    std::vector<Tally> tallies(static_cast<std::size_t>(blocks()));
    withSampleType(m_matte.format().type, [&](auto sample) {
        using T = decltype(sample);
        forBlocks(0.0, 0.2, [&](std::size_t block, int begin, int end) {
            for (int y = begin; y < end; ++y) {
                classify<T>(m_matte.row<T>(y), row(y), tallies[block]);
            }
        });
    });
    Tally all;
    for (const Tally& one : tallies) { // in order, so that the sum is the same on any number of threads
        for (std::size_t i = 0; i < all.histogram.size(); ++i) {
            all.histogram[i] += one.histogram[i];
        }
        all.sum += one.sum;
        all.transparent += one.transparent;
        all.opaque += one.opaque;
        all.haze += one.haze;
        all.soft += one.soft;
    }
    const double pixels = double(m_width) * m_height;
    MatteNumbers& numbers = m_report.numbers;
    m_report.histogram = all.histogram;
    numbers.coverage = all.sum / pixels;
    numbers.transparent = share(all.transparent);
    numbers.opaque = share(all.opaque);
    numbers.partial = (pixels - double(all.transparent) - double(all.opaque)) / pixels;
    numbers.haze = share(all.haze);
    return all.soft > 0;
}

void Measurement::measureFrame() {
    const auto along = [&](int x, int y, int stepX, int stepY, int count) {
        int inside = 0;
        for (int i = 0; i < count; ++i) {
            inside += (row(y + i * stepY)[x + i * stepX] & kInside) != 0 ? 1 : 0;
        }
        return double(inside) / count;
    };
    MatteNumbers& numbers = m_report.numbers;
    numbers.left = along(0, 0, 0, 1, m_height);
    numbers.right = along(m_width - 1, 0, 0, 1, m_height);
    numbers.top = along(0, 0, 1, 0, m_width);
    numbers.bottom = along(0, m_height - 1, 1, 0, m_width);
}

SpotCount Measurement::addRegions(MatteRegionKind kind, const std::vector<Component>& spots) {
    SpotCount count;
    std::vector<MatteRegion> regions;
    for (const Component& spot : spots) {
        ++count.count;
        count.area += spot.area;
        count.largest = std::max(count.largest, spot.area);
        regions.push_back({kind, spot.box, spot.area});
    }
    std::ranges::stable_sort(
        regions, [](const MatteRegion& a, const MatteRegion& b) { return a.area > b.area; });
    if (regions.size() > std::size_t(MatteReport::kMaxRegions)) {
        regions.resize(MatteReport::kMaxRegions);
    }
    m_report.regions.insert(m_report.regions.end(), regions.begin(), regions.end());
    return count;
}

void Measurement::findPieces() {
    std::vector<Component> holes = components(kInside, 0, Connectivity::four).list;
    std::erase_if(holes, [](const Component& hole) { return hole.touchesFrame; });
    m_report.numbers.holes = addRegions(MatteRegionKind::hole, holes);

    std::vector<Component> islands = components(kInside, kInside, Connectivity::eight).list;
    if (!islands.empty()) {
        islands.erase(std::ranges::max_element(islands, {}, &Component::area));
    }
    m_report.numbers.islands = addRegions(MatteRegionKind::island, islands);
    m_progress.step(0.4);
}

// All that a run's pixels and the pixels around them are.
std::uint8_t Measurement::around(const PixelRun& run) {
    std::uint8_t seen = 0;
    const int begin = std::max(0, run.begin - 1);
    const int end = std::min(m_width, run.end + 1);
    for (int y = std::max(0, run.y - 1); y <= std::min(m_height - 1, run.y + 1); ++y) {
        const std::uint8_t* classes = row(y);
        for (int x = begin; x < end; ++x) {
            seen = std::uint8_t(seen | classes[x]);
        }
    }
    return seen;
}

void Measurement::findSoftPatches() {
    const Components soft = components(kLow | kHigh, 0, Connectivity::eight);
    std::vector<std::uint8_t> seen(soft.list.size());
    for (const PixelRun& run : soft.runs) {
        std::uint8_t& all = seen[std::size_t(run.component)];
        all = std::uint8_t(all | around(run));
    }
    std::vector<Component> ghosts;
    for (std::size_t i = 0; i < seen.size(); ++i) {
        if ((seen[i] & kInside) == 0) {
            ghosts.push_back(soft.list[i]);
        }
    }
    m_report.numbers.ghosts = addRegions(MatteRegionKind::ghost, ghosts);
    for (const PixelRun& run : soft.runs) {
        const std::uint8_t all = seen[std::size_t(run.component)];
        if ((all & kLow) != 0 && (all & kHigh) != 0) {
            m_hasBand = true;
            std::for_each(row(run.y) + run.begin, row(run.y) + run.end, [](std::uint8_t& bits) {
                bits = std::uint8_t(bits | kBand);
            });
        }
    }
    m_progress.step(0.5);
}

void Measurement::measureInterior() {
    constexpr std::size_t kFarthest = kMaxSoftDistance + 1;
    const auto limit = std::uint32_t(m_measuring.softDistance) * std::uint32_t(m_measuring.softDistance);
    std::vector<std::array<std::uint64_t, kFarthest + 1>> counts(static_cast<std::size_t>(blocks()));
    forDistances(0.5, 0.65, kZero, isSoft, [&](std::size_t block, int x, int y, std::uint32_t squared) {
        const auto ceiled = std::size_t(std::ceil(std::sqrt(double(squared))));
        ++counts[block][std::min(ceiled, kFarthest)];
        if (squared > limit) {
            row(y)[x] = std::uint8_t(row(y)[x] | kInterior);
        }
    });
    std::uint64_t further = 0;
    for (std::size_t distance = kFarthest; distance > 0; --distance) {
        for (const auto& block : counts) {
            further += block[distance];
        }
        m_report.numbers.softBeyond[distance - 1] = float(share(further));
    }
    addRegions(MatteRegionKind::soft_interior, components(kInterior, kInterior, Connectivity::eight).list);
}

void Measurement::addHardEdges(std::vector<Widths>& widths) {
    const auto isHard = [](std::uint8_t a, std::uint8_t b) {
        return ((a & kLow) != 0 && (b & kHigh) != 0) || ((a & kHigh) != 0 && (b & kLow) != 0);
    };
    forBlocks(0.65, 0.7, [&](std::size_t block, int begin, int end) {
        std::uint64_t edges = 0;
        for (int y = begin; y < end; ++y) {
            const std::uint8_t* classes = row(y);
            const std::uint8_t* below = y + 1 < m_height ? row(y + 1) : classes;
            for (int x = 0; x < m_width; ++x) {
                edges += std::uint64_t(x + 1 < m_width && isHard(classes[x], classes[x + 1]));
                edges += std::uint64_t(isHard(classes[x], below[x]));
            }
        }
        if (edges > 0) {
            widths[block].add(0.0, double(edges));
        }
    });
}

void Measurement::measureEdges() {
    std::vector<Widths> widths(static_cast<std::size_t>(blocks()));
    addHardEdges(widths);
    if (m_hasBand) {
        // The two distances one after the other, since a field takes twice the room of an 8-bit matte.
        std::vector<std::vector<float>> toLow(static_cast<std::size_t>(m_height));
        std::vector<std::size_t> next(static_cast<std::size_t>(m_height));
        const auto isBand = [](std::uint8_t bits) { return (bits & kBand) != 0; };
        forDistances(0.7, 0.85, kLow, isBand, [&](std::size_t, int, int y, std::uint32_t squared) {
            toLow[std::size_t(y)].push_back(float(std::sqrt(double(squared))));
        });
        forDistances(0.85, 1.0, kHigh, isBand, [&](std::size_t block, int, int y, std::uint32_t squared) {
            const auto line = std::size_t(y);
            const double width = double(toLow[line][next[line]++]) + std::sqrt(double(squared)) - 1.0;
            widths[block].add(width, 1.0 / width);
        });
    }
    Widths all;
    for (const Widths& one : widths) {
        for (std::size_t step = 0; step < kWidths; ++step) {
            all.weights[step] += one.weights[step];
        }
        all.most = std::max(all.most, one.most);
    }
    MatteNumbers& numbers = m_report.numbers;
    numbers.edgeP50 = all.percentile(0.5);
    numbers.edgeP90 = all.percentile(0.9);
    numbers.edgeMax = std::round(all.most * kStepsPerPixel) / kStepsPerPixel;
}

} // namespace

MatteReport measureMatte(const Image& matte, const MatteMeasuring& measuring, const Progress& progress) {
    KERF_CHECK(measuring.softDistance >= 0 && measuring.softDistance <= kMaxSoftDistance);
    if (matte.empty()) {
        return {};
    }
    const Image alpha = matte.format().channels == 1 ? matte : alphaOf(matte);
    return Measurement(alpha, measuring, progress).run();
}

} // namespace kerf
