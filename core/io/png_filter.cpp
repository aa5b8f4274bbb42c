#include "core/io/png_filter.h"

#include "core/base/check.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

// Plain loops that the compiler vectorises, in one copy for each instruction set. Hence always_inline: a
// function has one target.
namespace kerf::io {
namespace {

enum Filter : std::uint8_t { sub = 1, up = 2, paeth = 4 };

[[gnu::always_inline]] inline std::uint32_t magnitude(std::uint8_t difference) {
    return std::min<std::uint32_t>(difference, 256U - difference);
}

struct Sums {
    std::uint64_t sub = 0;
    std::uint64_t up = 0;
    std::uint64_t paeth = 0;
};

[[gnu::always_inline]] inline std::uint8_t predicted(int left, int above, int corner) {
    const int fromLeft = std::abs(above - corner);
    const int fromAbove = std::abs(left - corner);
    const int fromCorner = std::abs(left + above - 2 * corner);
    const int second = fromAbove <= fromCorner ? above : corner;
    return static_cast<std::uint8_t>(fromLeft <= fromAbove && fromLeft <= fromCorner ? left : second);
}

// Up goes into `ups`, Paeth into `paeths`; Sub's sum is taken without keeping it.
[[gnu::always_inline]] inline Sums differences(
    const std::uint8_t* __restrict row,
    const std::uint8_t* __restrict above,
    std::size_t step,
    std::size_t length,
    std::uint8_t* __restrict ups,
    std::uint8_t* __restrict paeths) {
    Sums sums;
    for (std::size_t i = 0; i < step; ++i) {
        ups[i] = static_cast<std::uint8_t>(row[i] - above[i]);
        paeths[i] = ups[i]; // without a left neighbour Paeth is Up
        sums.sub += magnitude(row[i]);
        sums.up += magnitude(ups[i]);
        sums.paeth += magnitude(ups[i]);
    }
    // In stretches, so that sums fit 32 bits and vectors.
    constexpr std::size_t kStretch = 4096;
    for (std::size_t from = step; from < length; from += kStretch) {
        const std::size_t to = std::min(length, from + kStretch);
        std::uint32_t sumSub = 0;
        std::uint32_t sumUp = 0;
        std::uint32_t sumPaeth = 0;
        for (std::size_t i = from; i < to; ++i) {
            const std::uint8_t left = row[i - step];
            const auto bySub = static_cast<std::uint8_t>(row[i] - left);
            const auto byUp = static_cast<std::uint8_t>(row[i] - above[i]);
            const auto byPaeth =
                static_cast<std::uint8_t>(row[i] - predicted(left, above[i], above[i - step]));
            ups[i] = byUp;
            paeths[i] = byPaeth;
            sumSub += magnitude(bySub);
            sumUp += magnitude(byUp);
            sumPaeth += magnitude(byPaeth);
        }
        sums.sub += sumSub;
        sums.up += sumUp;
        sums.paeth += sumPaeth;
    }
    return sums;
}

using Differences = Sums (*)(
    const std::uint8_t*, const std::uint8_t*, std::size_t, std::size_t, std::uint8_t*, std::uint8_t*);

#if defined(__x86_64__)
[[gnu::target("avx512bw,avx512vl")]] Sums differencesAvx512(
    const std::uint8_t* row,
    const std::uint8_t* above,
    std::size_t step,
    std::size_t length,
    std::uint8_t* ups,
    std::uint8_t* paeths) {
    return differences(row, above, step, length, ups, paeths);
}

[[gnu::target("avx2")]] Sums differencesAvx2(
    const std::uint8_t* row,
    const std::uint8_t* above,
    std::size_t step,
    std::size_t length,
    std::uint8_t* ups,
    std::uint8_t* paeths) {
    return differences(row, above, step, length, ups, paeths);
}
#endif

Sums differencesPlain(
    const std::uint8_t* row,
    const std::uint8_t* above,
    std::size_t step,
    std::size_t length,
    std::uint8_t* ups,
    std::uint8_t* paeths) {
    return differences(row, above, step, length, ups, paeths);
}

Differences chooseDifferences() {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")) {
        return differencesAvx512;
    }
    if (__builtin_cpu_supports("avx2")) {
        return differencesAvx2;
    }
#endif
    return differencesPlain;
}

} // namespace

void filterPngRow(
    std::span<const std::uint8_t> row,
    std::span<const std::uint8_t> above,
    std::size_t step,
    std::span<std::uint8_t> out,
    std::span<std::uint8_t> scratch) {
    static const Differences compute = chooseDifferences();
    const std::size_t length = row.size();
    KERF_CHECK(length >= step && above.size() == length && out.size() == length + 1);
    KERF_CHECK(scratch.size() >= 2 * length);
    std::uint8_t* const ups = scratch.data();
    std::uint8_t* const paeths = scratch.data() + length;
    const Sums sums = compute(row.data(), above.data(), step, length, ups, paeths);
    std::uint8_t* const to = out.data() + 1;
    if (sums.sub < sums.up && sums.sub < sums.paeth) {
        out[0] = Filter::sub;
        std::memcpy(to, row.data(), step);
        for (std::size_t i = step; i < length; ++i) {
            to[i] = static_cast<std::uint8_t>(row[i] - row[i - step]);
        }
        return;
    }
    const bool isUp = sums.up <= sums.paeth; // quicker to undo
    out[0] = isUp ? Filter::up : Filter::paeth;
    std::memcpy(to, isUp ? ups : paeths, length);
}

} // namespace kerf::io
