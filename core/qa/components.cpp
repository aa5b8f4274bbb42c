#include "core/qa/components.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <numeric>

namespace kerf {
namespace {

constexpr int kRowsAtOnce = 64;

void findRuns(
    const std::uint8_t* row,
    int width,
    int y,
    std::uint8_t mask,
    std::uint8_t value,
    std::vector<PixelRun>& runs) {
    int x = 0;
    while (x < width) {
        while (x < width && (row[x] & mask) != value) {
            ++x;
        }
        const int begin = x;
        while (x < width && (row[x] & mask) == value) {
            ++x;
        }
        if (begin < x) {
            runs.push_back({begin, x, y, 0});
        }
    }
}

class Sets {
public:
    explicit Sets(std::size_t count) : m_parent(count) { std::iota(m_parent.begin(), m_parent.end(), 0); }

    std::int32_t rootOf(std::int32_t i) {
        while (parent(i) != i) {
            parent(i) = parent(parent(i)); // halves the way for whoever comes next
            i = parent(i);
        }
        return i;
    }
    // The earlier one is the root, so that roots come before what belongs to them.
    void join(std::int32_t a, std::int32_t b) {
        a = rootOf(a);
        b = rootOf(b);
        parent(std::max(a, b)) = std::min(a, b);
    }

private:
    std::int32_t& parent(std::int32_t i) { return m_parent[std::size_t(i)]; }

    std::vector<std::int32_t> m_parent;
};

// Joins each run to those of the row above that it touches; both rows are in order.
void joinRows(std::span<const PixelRun> runs, int reach, Sets& sets) {
    std::size_t above = 0;
    std::size_t rowStart = 0;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        if (runs[i].y != runs[rowStart].y) {
            above = rowStart;
            rowStart = i;
        }
        if (above == rowStart || runs[above].y != runs[i].y - 1) {
            continue;
        }
        while (above < rowStart && runs[above].end + reach <= runs[i].begin) {
            ++above;
        }
        for (std::size_t j = above; j < rowStart && runs[j].begin < runs[i].end + reach; ++j) {
            sets.join(std::int32_t(j), std::int32_t(i));
        }
        if (above == rowStart) {
            --above; // the next run may touch the last one as well
        }
    }
}

void extend(Component& component, const PixelRun& run) {
    Rect& box = component.box;
    const int right = std::max(box.x + box.width, run.end);
    box.x = std::min(box.x, run.begin);
    box.width = right - box.x;
    box.height = run.y + 1 - box.y;
    component.area += run.end - run.begin;
}

} // namespace

Components findComponents(
    std::span<const std::uint8_t> classes,
    int width,
    int height,
    std::uint8_t mask,
    std::uint8_t value,
    Connectivity connectivity,
    int threads,
    const Progress& progress) {
    const int blocks = (height + kRowsAtOnce - 1) / kRowsAtOnce;
    std::vector<std::vector<PixelRun>> found(static_cast<std::size_t>(blocks));
    parallelFor(blocks, threads, progress, [&](int block) {
        const int end = std::min(height, (block + 1) * kRowsAtOnce);
        for (int y = block * kRowsAtOnce; y < end; ++y) {
            findRuns(
                classes.data() + std::size_t(y) * std::size_t(width), width, y, mask, value,
                found[std::size_t(block)]);
        }
    });
    Components components;
    for (const std::vector<PixelRun>& runs : found) {
        components.runs.insert(components.runs.end(), runs.begin(), runs.end());
    }
    progress.throwIfStopped();

    Sets sets(components.runs.size());
    joinRows(components.runs, connectivity == Connectivity::eight ? 1 : 0, sets);
    for (std::size_t i = 0; i < components.runs.size(); ++i) {
        PixelRun& run = components.runs[i];
        const std::int32_t root = sets.rootOf(std::int32_t(i));
        if (root == std::int32_t(i)) {
            run.component = std::int32_t(components.list.size());
            components.list.push_back({.box = {run.begin, run.y, 0, 0}});
        } else {
            run.component = components.runs[std::size_t(root)].component;
        }
        Component& component = components.list[std::size_t(run.component)];
        extend(component, run);
        component.touchesFrame =
            component.touchesFrame || run.begin == 0 || run.end == width || run.y == 0 || run.y == height - 1;
    }
    return components;
}

} // namespace kerf
