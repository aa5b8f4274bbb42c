#include "core/qa/matte_difference.h"

#include "core/base/check.h"
#include "core/base/parallel.h"
#include "core/qa/components.h"
#include "core/qa/distance.h"
#include "core/qa/gradient_error.h"
#include "core/qa/matte_rows.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace kerf {
namespace {

constexpr int kRowsAtOnce = 32;
constexpr std::uint8_t kHalf = 5;     // tenths
constexpr std::uint8_t kContourA = 1; // bits of a pixel
constexpr std::uint8_t kContourB = 2;
constexpr double kPerThousand = 1000.0;

struct Sums {
    double absolute = 0.0;
    double squared = 0.0;
    std::int64_t common = 0;
    std::int64_t either = 0;
};

// The work on one pair of mattes.
class Comparison {
public:
    Comparison(const Image& a, const Image& b, int threads, const Progress& progress)
        : m_a(a),
          m_b(b),
          m_threads(threads),
          m_progress(progress),
          m_width(a.format().width),
          m_height(a.format().height),
          m_tenths(std::size_t(m_width) * std::size_t(m_height)),
          m_marks(m_tenths.size()),
          m_differs(std::size_t(m_height)) {}

    MatteDifference run() {
        const bool isSame = !addUp();
        if (isSame) {
            m_progress.step(1.0);
            return m_result;
        }
        m_result.gradient =
            sumOfGradientErrors(m_a, m_b, m_differs, m_threads, m_progress.part(0.2, 0.5)) / kPerThousand;
        compareContours();
        m_result.connectivity = connectivity() / kPerThousand;
        m_progress.step(1.0);
        return m_result;
    }

private:
    std::size_t at(int y) const { return std::size_t(y) * std::size_t(m_width); }
    std::span<std::uint8_t> tenths(int y) { return {m_tenths.data() + at(y), std::size_t(m_width)}; }
    Progress silent() const { return Progress(m_progress.stop(), {}); }

    // Calls f(block, first row, end) for blocks of rows, several at once.
    template <typename F>
    void forBlocks(double from, double to, F&& f) {
        parallelFor(blocks(), m_threads, m_progress.part(from, to), [&](int block) {
            const int begin = block * kRowsAtOnce;
            f(std::size_t(block), begin, std::min(m_height, begin + kRowsAtOnce));
        });
    }
    int blocks() const { return (m_height + kRowsAtOnce - 1) / kRowsAtOnce; }

    bool addUp(); // whether they differ at all
    Sums addRow(int y);
    void markContours(const Image& matte, std::uint8_t mark);
    void compareContours();
    void addDistances(std::uint8_t from, std::uint8_t to, std::vector<std::uint32_t>& squared);
    void findLevels();
    double connectivity();

    const Image& m_a;
    const Image& m_b;
    const int m_threads;
    const Progress& m_progress;
    const int m_width;
    const int m_height;
    std::vector<std::uint8_t> m_tenths; // that both mattes reach
    std::vector<std::uint8_t> m_marks;
    std::vector<RowSpan> m_differs;
    MatteDifference m_result;
};

Sums Comparison::addRow(int y) {
    std::vector<float> a(static_cast<std::size_t>(m_width));
    std::vector<float> b(a.size());
    std::vector<std::uint8_t> tenthsB(a.size());
    readAlphaRow(m_a, y, a);
    readAlphaRow(m_b, y, b);
    const std::span<std::uint8_t> both = tenths(y);
    readTenths(m_a, y, both);
    readTenths(m_b, y, tenthsB);
    Sums sums;
    RowSpan& differs = m_differs[std::size_t(y)];
    differs = {.begin = m_width, .end = 0};
    for (int x = 0; x < m_width; ++x) {
        const auto i = std::size_t(x);
        const double difference = double(a[i]) - double(b[i]);
        if (difference != 0.0) {
            sums.absolute += std::abs(difference);
            sums.squared += difference * difference;
            differs.begin = std::min(differs.begin, x);
            differs.end = x + 1;
        }
        const bool isInA = both[i] >= kHalf;
        const bool isInB = tenthsB[i] >= kHalf;
        sums.common += isInA && isInB ? 1 : 0;
        sums.either += isInA || isInB ? 1 : 0;
        both[i] = std::min(both[i], tenthsB[i]);
    }
    return sums;
}

bool Comparison::addUp() {
    std::vector<Sums> parts(static_cast<std::size_t>(blocks()));
    forBlocks(0.0, 0.2, [&](std::size_t block, int begin, int end) {
        for (int y = begin; y < end; ++y) {
            const Sums row = addRow(y);
            parts[block].absolute += row.absolute;
            parts[block].squared += row.squared;
            parts[block].common += row.common;
            parts[block].either += row.either;
        }
    });
    Sums all;
    for (const Sums& part : parts) {
        all.absolute += part.absolute;
        all.squared += part.squared;
        all.common += part.common;
        all.either += part.either;
    }
    const double pixels = double(m_width) * m_height;
    m_result.mae = all.absolute / pixels;
    m_result.sad = all.absolute / kPerThousand;
    m_result.mse = all.squared / pixels;
    m_result.iou = all.either == 0 ? 1.0 : double(all.common) / double(all.either);
    return all.absolute > 0.0;
}

void Comparison::markContours(const Image& matte, std::uint8_t mark) {
    forBlocks(0.5, 0.5, [&](std::size_t /*block*/, int begin, int end) {
        std::array<std::vector<std::uint8_t>, 3> rows; // above, here, below; the frame is no contour
        rows.fill(std::vector<std::uint8_t>(static_cast<std::size_t>(m_width)));
        const auto read = [&](int y, std::vector<std::uint8_t>& row) {
            readTenths(matte, std::clamp(y, 0, m_height - 1), row);
        };
        read(begin - 1, rows[0]);
        read(begin, rows[1]);
        for (int y = begin; y < end; ++y) {
            read(y + 1, rows[2]);
            std::uint8_t* marks = m_marks.data() + at(y);
            for (int x = 0; x < m_width; ++x) {
                const auto i = std::size_t(x);
                const bool isInside = rows[1][i] >= kHalf;
                const bool hasOutside = rows[0][i] < kHalf || rows[2][i] < kHalf ||
                                        (x > 0 && rows[1][i - 1] < kHalf) ||
                                        (x + 1 < m_width && rows[1][i + 1] < kHalf);
                marks[x] = std::uint8_t(marks[x] | (isInside && hasOutside ? mark : 0));
            }
            std::swap(rows[0], rows[1]);
            std::swap(rows[1], rows[2]);
        }
    });
}

// From each pixel marked `from` to the nearest one marked `to`.
void Comparison::addDistances(std::uint8_t from, std::uint8_t to, std::vector<std::uint32_t>& squared) {
    const DistanceField field(m_marks, m_width, m_height, to, m_threads, silent());
    std::vector<std::vector<std::uint32_t>> parts(static_cast<std::size_t>(blocks()));
    forBlocks(0.6, 0.6, [&](std::size_t block, int begin, int end) {
        DistanceField::Scratch scratch;
        std::vector<std::uint32_t> row(static_cast<std::size_t>(m_width));
        for (int y = begin; y < end; ++y) {
            const std::uint8_t* marks = m_marks.data() + at(y);
            const auto isFrom = [&](std::uint8_t bits) { return (bits & from) != 0; };
            if (std::none_of(marks, marks + m_width, isFrom)) {
                continue;
            }
            field.row(y, row, scratch);
            for (int x = 0; x < m_width; ++x) {
                if (isFrom(marks[x])) {
                    parts[block].push_back(row[std::size_t(x)]);
                }
            }
        }
    });
    for (const auto& part : parts) {
        squared.insert(squared.end(), part.begin(), part.end());
    }
}

void Comparison::compareContours() {
    markContours(m_a, kContourA);
    markContours(m_b, kContourB);
    const auto hasAny = [&](std::uint8_t mark) {
        return std::ranges::any_of(m_marks, [&](std::uint8_t bits) { return (bits & mark) != 0; });
    };
    const bool hasA = hasAny(kContourA);
    const bool hasB = hasAny(kContourB);
    if (!hasA && !hasB) {
        return;
    }
    if (!hasA || !hasB) {
        m_result.boundaryMean = m_result.boundaryP95 = std::hypot(m_width, m_height);
        return;
    }
    std::vector<std::uint32_t> squared;
    addDistances(kContourA, kContourB, squared);
    addDistances(kContourB, kContourA, squared);
    double sum = 0.0;
    for (const std::uint32_t one : squared) {
        sum += std::sqrt(double(one));
    }
    m_result.boundaryMean = sum / double(squared.size());
    const std::size_t rank = (squared.size() * 95 + 99) / 100 - 1;
    const auto nth = squared.begin() + std::ptrdiff_t(rank);
    std::ranges::nth_element(squared, nth);
    m_result.boundaryP95 = std::sqrt(double(*nth));
}

// Replaces the tenths by l: the last level up to which a pixel belongs to the largest piece of what both
// mattes have at each level.
void Comparison::findLevels() {
    constexpr int kLevels = 10;
    std::vector<std::uint8_t> levels(m_tenths.size(), kLevels);
    std::vector<std::uint8_t>& reached = m_marks; // a bit for each of eight levels
    for (int level = kLevels; level > 0; --level) {
        const int lowest = level > 8 ? 9 : 1; // of those eight
        if (level == kLevels || level == 8) {
            forBlocks(0.8, 0.8, [&](std::size_t /*block*/, int begin, int end) {
                for (std::size_t i = at(begin); i < at(end); ++i) {
                    const int above = std::clamp(int(m_tenths[i]) - lowest + 1, 0, 8);
                    reached[i] = std::uint8_t((1U << unsigned(above)) - 1U);
                }
            });
        }
        const auto bit = std::uint8_t(1U << unsigned(level - lowest));
        const Components pieces =
            findComponents(reached, m_width, m_height, bit, bit, Connectivity::four, m_threads, silent());
        const auto largest = std::ranges::max_element(pieces.list, {}, &Component::area);
        const auto wanted = std::int32_t(largest - pieces.list.begin());
        // From the highest level down, so that the lowest one at which a pixel is outside stands at the end.
        std::size_t done = 0;
        const auto leaveOut = [&](std::size_t end) {
            std::fill(
                levels.begin() + std::ptrdiff_t(done), levels.begin() + std::ptrdiff_t(end),
                std::uint8_t(level - 1));
        };
        for (const PixelRun& run : pieces.runs) {
            if (run.component == wanted) {
                leaveOut(at(run.y) + std::size_t(run.begin));
                done = at(run.y) + std::size_t(run.end);
            }
        }
        leaveOut(levels.size());
        m_progress.step(0.9 - 0.03 * level);
    }
    m_tenths = std::move(levels);
}

double Comparison::connectivity() {
    constexpr float kTheta = 0.15F;
    findLevels();
    std::vector<double> parts(static_cast<std::size_t>(blocks()), 0.0);
    forBlocks(0.9, 1.0, [&](std::size_t block, int begin, int end) {
        std::vector<float> a(static_cast<std::size_t>(m_width));
        std::vector<float> b(a.size());
        for (int y = begin; y < end; ++y) {
            if (m_differs[std::size_t(y)].begin >= m_differs[std::size_t(y)].end) {
                continue;
            }
            readAlphaRow(m_a, y, a);
            readAlphaRow(m_b, y, b);
            const std::span<const std::uint8_t> levels = tenths(y);
            double sum = 0.0;
            for (std::size_t x = 0; x < a.size(); ++x) {
                const float level = float(levels[x]) / 10.0F;
                const auto beyond = [&](float alpha) {
                    return alpha - level >= kTheta ? alpha - level : 0.0F;
                };
                sum += std::abs(double(beyond(a[x])) - double(beyond(b[x])));
            }
            parts[block] += sum;
        }
    });
    double sum = 0.0;
    for (const double part : parts) {
        sum += part;
    }
    return sum;
}

} // namespace

MatteDifference
measureMatteDifference(const Image& a, const Image& b, int threads, const Progress& progress) {
    KERF_CHECK(!a.empty() && !b.empty() && a.format().channels == 1 && b.format().channels == 1);
    KERF_CHECK(a.format().width == b.format().width && a.format().height == b.format().height);
    return Comparison(a, b, threads, progress).run();
}

} // namespace kerf
