#include "core/nn/pil_resize.h"

#include "core/base/check.h"
#include "core/base/parallel.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>
#include <vector>

// The row functions below are inlined into one copy for each instruction set; the compiler vectorises their
// plain loops for it. Hence always_inline: a function has one target.
namespace kerf::nn {
namespace {

constexpr int kFixedBits = 32 - 8 - 2;
constexpr int kBandRows = 32;
constexpr int kBlock = 64; // samples whose sums stay in the first-level cache

double triangle(double x) {
    return std::max(0.0, 1.0 - std::abs(x));
}

double keys(double x) {
    constexpr double a = -0.5;
    const double d = std::abs(x);
    if (d < 1.0) {
        return ((a + 2.0) * d - (a + 3.0)) * d * d + 1.0;
    }
    return d < 2.0 ? (((d - 5.0) * d + 8.0) * d - 4.0) * a : 0.0;
}

// What a sample type is summed in, and what lies between the passes.
template <typename Sample>
struct Arithmetic;
template <>
struct Arithmetic<std::uint8_t> {
    using Weight = std::int32_t;
    using Between = std::uint8_t;
    static constexpr Weight kHalf = 1 << (kFixedBits - 1);
    static Weight weight(double w) { return Weight(w * (1 << kFixedBits) + (w < 0 ? -0.5 : 0.5)); }
    [[gnu::always_inline]] static std::uint8_t sample(Weight sum) {
        return std::uint8_t(std::clamp(sum >> kFixedBits, 0, 255));
    }
    [[gnu::always_inline]] static Between between(Weight sum) { return sample(sum); }
};
template <>
struct Arithmetic<std::uint16_t> {
    using Weight = float;
    using Between = float;
    static constexpr Weight kHalf = 0.0F;
    static Weight weight(double w) { return float(w); }
    [[gnu::always_inline]] static std::uint16_t sample(Weight sum) {
        return std::uint16_t(std::clamp(sum, 0.0F, 65535.0F) + 0.5F);
    }
    [[gnu::always_inline]] static Between between(Weight sum) { return sum; }
};

// Which source samples make each output sample along one axis.
template <typename Weight>
struct Taps {
    int stride = 0; // weights kept for each output
    std::vector<int> first;
    std::vector<int> count;
    std::vector<Weight> weights;

    const Weight* of(int i) const { return weights.data() + std::ptrdiff_t(i) * stride; }
};

template <typename Sample>
Taps<typename Arithmetic<Sample>::Weight> makeTaps(int in, int out, PilFilter filter) {
    const double scale = double(in) / out;
    const double stretch = std::max(scale, 1.0);
    const double support = (filter == PilFilter::bilinear ? 1.0 : 2.0) * stretch;
    Taps<typename Arithmetic<Sample>::Weight> taps;
    taps.stride = int(std::ceil(support)) * 2 + 1;
    taps.weights.resize(std::size_t(out) * std::size_t(taps.stride));
    std::vector<double> row(std::size_t(taps.stride));
    for (int i = 0; i < out; ++i) {
        const double center = (i + 0.5) * scale;
        const int first = std::max(0, int(center - support + 0.5));
        const int count = std::min(in, int(center + support + 0.5)) - first;
        double sum = 0.0;
        for (int t = 0; t < count; ++t) {
            const double x = (t + first - center + 0.5) / stretch;
            row[std::size_t(t)] = filter == PilFilter::bilinear ? triangle(x) : keys(x);
            sum += row[std::size_t(t)];
        }
        for (int t = 0; t < count; ++t) {
            taps.weights[std::size_t(i) * std::size_t(taps.stride) + std::size_t(t)] =
                Arithmetic<Sample>::weight(row[std::size_t(t)] / sum);
        }
        taps.first.push_back(first);
        taps.count.push_back(count);
    }
    return taps;
}

template <typename Sample>
using TapsOf = Taps<typename Arithmetic<Sample>::Weight>;
template <typename Sample>
using BetweenOf = typename Arithmetic<Sample>::Between;

// A pixel's channels and one neighbour more: four lanes, one instruction.
template <typename Weight>
struct Quad {
    using Type [[gnu::vector_size(16)]] = Weight;
};

template <typename Sample>
[[gnu::always_inline]] inline void
filterColor(const Sample* row, BetweenOf<Sample>* out, const TapsOf<Sample>& taps, int width) {
    using A = Arithmetic<Sample>;
    using Samples [[gnu::vector_size(4 * sizeof(Sample))]] = Sample;
    using Sums = typename Quad<typename A::Weight>::Type;
    const auto at = [&](const Sample* pixel) {
        Samples s;
        std::memcpy(&s, pixel, sizeof s);
        return __builtin_convertvector(s, Sums);
    };
    for (int x = 0; x < width; ++x) {
        const Sample* pixel = row + std::ptrdiff_t(taps.first[std::size_t(x)]) * 3;
        const auto* w = taps.of(x);
        const int count = taps.count[std::size_t(x)];
        Sums even = {A::kHalf, A::kHalf, A::kHalf, A::kHalf};
        Sums odd = {};
        int t = 0;
        for (; t + 1 < count; t += 2) {
            even += at(pixel + 3 * t) * w[t];
            odd += at(pixel + 3 * t + 3) * w[t + 1];
        }
        if (t < count) {
            even += at(pixel + 3 * t) * w[t];
        }
        even += odd;
        for (int c = 0; c < 3; ++c) {
            out[3 * x + c] = A::between(even[c]);
        }
    }
}

template <typename Sample>
[[gnu::always_inline]] inline void
filterGrey(const Sample* row, BetweenOf<Sample>* out, const TapsOf<Sample>& taps, int width) {
    using A = Arithmetic<Sample>;
    for (int x = 0; x < width; ++x) {
        const Sample* pixel = row + taps.first[std::size_t(x)];
        const auto* w = taps.of(x);
        const int count = taps.count[std::size_t(x)];
        auto sum = A::kHalf;
        for (int t = 0; t < count; ++t) {
            sum += typename A::Weight(pixel[t]) * w[t];
        }
        out[x] = A::between(sum);
    }
}

template <typename Sample>
[[gnu::always_inline]] inline void filterRows(
    const BetweenOf<Sample>* __restrict first,
    std::ptrdiff_t stride,
    Sample* __restrict out,
    const typename Arithmetic<Sample>::Weight* w,
    int count,
    int length) {
    using A = Arithmetic<Sample>;
    for (int start = 0; start < length; start += kBlock) {
        const int n = std::min(kBlock, length - start);
        typename A::Weight sums[kBlock];
        std::fill(sums, sums + kBlock, A::kHalf);
        for (int t = 0; t < count; ++t) {
            const BetweenOf<Sample>* row = first + t * stride + start;
            const auto weight = w[t];
            for (int i = 0; i < n; ++i) {
                sums[i] += typename A::Weight(row[i]) * weight;
            }
        }
        for (int i = 0; i < n; ++i) {
            out[start + i] = A::sample(sums[i]);
        }
    }
}

template <typename Sample>
struct RowFunctions {
    void (*color)(const Sample*, BetweenOf<Sample>*, const TapsOf<Sample>&, int);
    void (*grey)(const Sample*, BetweenOf<Sample>*, const TapsOf<Sample>&, int);
    void (*rows)(
        const BetweenOf<Sample>*,
        std::ptrdiff_t,
        Sample*,
        const typename Arithmetic<Sample>::Weight*,
        int,
        int);
};

template <typename Sample>
RowFunctions<Sample> baseline() {
    return {
        [](const Sample* row, BetweenOf<Sample>* out, const TapsOf<Sample>& taps, int width) {
            filterColor<Sample>(row, out, taps, width);
        },
        [](const Sample* row, BetweenOf<Sample>* out, const TapsOf<Sample>& taps, int width) {
            filterGrey<Sample>(row, out, taps, width);
        },
        [](const BetweenOf<Sample>* first, std::ptrdiff_t stride, Sample* out,
           const typename Arithmetic<Sample>::Weight* w, int count,
           int length) { filterRows<Sample>(first, stride, out, w, count, length); }};
}

#if defined(__x86_64__)
template <typename Sample>
[[gnu::target("avx2,fma")]] void
colorAvx2(const Sample* row, BetweenOf<Sample>* out, const TapsOf<Sample>& taps, int width) {
    filterColor<Sample>(row, out, taps, width);
}

template <typename Sample>
[[gnu::target("avx2,fma")]] void
greyAvx2(const Sample* row, BetweenOf<Sample>* out, const TapsOf<Sample>& taps, int width) {
    filterGrey<Sample>(row, out, taps, width);
}

template <typename Sample>
[[gnu::target("avx2,fma")]] void rowsAvx2(
    const BetweenOf<Sample>* first,
    std::ptrdiff_t stride,
    Sample* out,
    const typename Arithmetic<Sample>::Weight* w,
    int count,
    int length) {
    filterRows<Sample>(first, stride, out, w, count, length);
}
#endif

template <typename Sample>
RowFunctions<Sample> rowFunctions() {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
        return {colorAvx2<Sample>, greyAvx2<Sample>, rowsAvx2<Sample>};
    }
#endif
    return baseline<Sample>();
}

template <typename Sample>
void resize(
    const Raster& in, const MutableRaster& out, PilFilter filter, int threads, const Progress& progress) {
    const RowFunctions<Sample> functions = rowFunctions<Sample>();
    const TapsOf<Sample> across = makeTaps<Sample>(in.width, out.width, filter);
    const TapsOf<Sample> down = makeTaps<Sample>(in.height, out.height, filter);
    const std::ptrdiff_t length = std::ptrdiff_t(out.width) * out.channels;
    std::vector<BetweenOf<Sample>> between(std::size_t(length) * std::size_t(in.height));

    const auto bands = [](int rows) { return (rows + kBandRows - 1) / kBandRows; };
    parallelFor(bands(in.height), threads, progress.part(0.0, 0.5), [&](int band) {
        // The last pixel's four lanes reach one sample further.
        const std::size_t samples = std::size_t(in.width) * std::size_t(in.channels);
        std::vector<Sample> row(samples + 4);
        for (int y = band * kBandRows; y < std::min(in.height, (band + 1) * kBandRows); ++y) {
            std::memcpy(row.data(), in.data + y * in.bytesPerRow, samples * sizeof(Sample));
            const auto filterRow = in.channels == 3 ? functions.color : functions.grey;
            filterRow(row.data(), between.data() + y * length, across, out.width);
        }
    });
    parallelFor(bands(out.height), threads, progress.part(0.5, 1.0), [&](int band) {
        std::vector<Sample> row(static_cast<std::size_t>(length));
        for (int y = band * kBandRows; y < std::min(out.height, (band + 1) * kBandRows); ++y) {
            functions.rows(
                between.data() + down.first[std::size_t(y)] * length, length, row.data(), down.of(y),
                down.count[std::size_t(y)], int(length));
            std::memcpy(out.data + y * out.bytesPerRow, row.data(), row.size() * sizeof(Sample));
        }
    });
}

} // namespace

void pilResize(
    const Raster& in, const MutableRaster& out, PilFilter filter, int threads, const Progress& progress) {
    KERF_CHECK(in.width > 0 && in.height > 0 && out.width > 0 && out.height > 0);
    KERF_CHECK(in.channels == out.channels && (in.channels == 1 || in.channels == 3));
    KERF_CHECK(in.bytesPerSample == out.bytesPerSample);
    if (in.bytesPerSample == 1) {
        resize<std::uint8_t>(in, out, filter, threads, progress);
    } else {
        resize<std::uint16_t>(in, out, filter, threads, progress);
    }
}

PilTaps pilTaps(int in, int out, PilFilter filter) {
    auto taps = makeTaps<std::uint8_t>(in, out, filter);
    return {taps.stride, std::move(taps.first), std::move(taps.count), std::move(taps.weights)};
}

} // namespace kerf::nn
