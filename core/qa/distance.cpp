#include "core/qa/distance.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <limits>

namespace kerf {
namespace {

constexpr std::uint16_t kFar = std::numeric_limits<std::uint16_t>::max();
constexpr int kStrip = 512; // columns that one thread sweeps at a time: their row stays in the first cache

void sweep(
    std::span<const std::uint8_t> classes,
    std::span<std::uint16_t> down,
    int width,
    int height,
    int begin,
    int end,
    std::uint8_t bit) {
    const auto next = [](std::uint16_t far) { return std::uint16_t(far + std::uint16_t(far != kFar)); };
    const auto at = [&](int y) { return std::size_t(y) * std::size_t(width); };
    for (int y = 0; y < height; ++y) {
        const std::uint8_t* mark = classes.data() + at(y);
        std::uint16_t* row = down.data() + at(y);
        if (y == 0) {
            for (int x = begin; x < end; ++x) {
                row[x] = (mark[x] & bit) != 0 ? std::uint16_t(0) : kFar;
            }
            continue;
        }
        const std::uint16_t* above = row - width;
        for (int x = begin; x < end; ++x) {
            row[x] = (mark[x] & bit) != 0 ? std::uint16_t(0) : next(above[x]);
        }
    }
    for (int y = height - 2; y >= 0; --y) {
        std::uint16_t* row = down.data() + at(y);
        const std::uint16_t* below = row + width;
        for (int x = begin; x < end; ++x) {
            row[x] = std::min(row[x], next(below[x]));
        }
    }
}

} // namespace

DistanceField::DistanceField(
    std::span<const std::uint8_t> classes,
    int width,
    int height,
    std::uint8_t bit,
    int threads,
    const Progress& progress)
    : m_width(width), m_down(classes.size()) {
    const int strips = (width + kStrip - 1) / kStrip;
    parallelFor(strips, threads, progress, [&](int strip) {
        const int begin = strip * kStrip;
        sweep(classes, m_down, width, height, begin, std::min(width, begin + kStrip), bit);
    });
}

void DistanceField::row(int y, std::span<std::uint32_t> squared, Scratch& scratch) const {
    scratch.apex.resize(std::size_t(m_width));
    scratch.from.resize(std::size_t(m_width) + 1);
    const std::uint16_t* down = m_down.data() + std::size_t(y) * std::size_t(m_width);
    const auto height = [&](int x) { return double(down[x]) * down[x] + double(x) * x; };
    int last = -1;
    for (int x = 0; x < m_width; ++x) {
        if (down[x] == kFar) {
            continue;
        }
        double from = -1.0;
        while (last >= 0) {
            const int apex = scratch.apex[std::size_t(last)];
            from = (height(x) - height(apex)) / (2.0 * (x - apex));
            if (from > scratch.from[std::size_t(last)]) {
                break;
            }
            --last;
        }
        ++last;
        scratch.apex[std::size_t(last)] = x;
        scratch.from[std::size_t(last)] = last == 0 ? -1.0 : from;
    }
    if (last < 0) {
        std::ranges::fill(squared, kNone);
        return;
    }
    scratch.from[std::size_t(last) + 1] = double(m_width);
    std::size_t now = 0;
    for (int x = 0; x < m_width; ++x) {
        while (scratch.from[now + 1] < x) {
            ++now;
        }
        const std::int64_t across = x - scratch.apex[now];
        const std::int64_t along = down[scratch.apex[now]];
        squared[std::size_t(x)] =
            std::uint32_t(std::min<std::int64_t>(across * across + along * along, kNone - 1));
    }
}

} // namespace kerf
