#include "core/nn/raster_io.h"

#include "core/base/check.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cstring>
#include <limits>

namespace kerf::nn {

namespace {

template <typename Sample>
const Sample* rowOf(const Raster& raster, int y) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): pixels
    return reinterpret_cast<const Sample*>(raster.data + raster.bytesPerRow * y);
}

bool isRun(std::span<const std::int32_t> indices) {
    for (std::size_t i = 1; i < indices.size(); ++i) {
        if (indices[i] != indices[i - 1] + 1) {
            return false;
        }
    }
    return true;
}

// Calls put(to, from, samples) for every stretch of neighbouring samples.
template <typename Sample, typename Put>
void gatherRow(
    const Sample* row, std::span<const std::int32_t> columns, bool run, int channels, const Put& put) {
    const auto perPixel = std::int64_t(channels);
    if (run) {
        put(0, row + columns[0] * perPixel, std::int64_t(columns.size()) * perPixel);
        return;
    }
    for (std::size_t x = 0; x < columns.size(); ++x) {
        put(std::int64_t(x) * perPixel, row + columns[x] * perPixel, perPixel);
    }
}

} // namespace

at::Tensor
gather(const Raster& in, std::span<const std::int32_t> rows, std::span<const std::int32_t> columns) {
    KERF_CHECK(!rows.empty() && !columns.empty());
    const bool bytes = in.bytesPerSample == 1;
    const auto width = std::int64_t(columns.size());
    const at::Tensor pixels =
        at::empty({1, std::int64_t(rows.size()), width, in.channels}, bytes ? at::kByte : at::kFloat);
    const std::int64_t step = width * in.channels;
    const bool run = isRun(columns);
    for (std::size_t y = 0; y < rows.size(); ++y) {
        if (bytes) {
            std::uint8_t* to = pixels.mutable_data_ptr<std::uint8_t>() + std::int64_t(y) * step;
            gatherRow(
                rowOf<std::uint8_t>(in, rows[y]), columns, run, in.channels,
                [to](std::int64_t at, const std::uint8_t* from, std::int64_t n) {
                    std::memcpy(to + at, from, std::size_t(n));
                });
        } else {
            float* to = pixels.mutable_data_ptr<float>() + std::int64_t(y) * step;
            gatherRow(
                rowOf<std::uint16_t>(in, rows[y]), columns, run, in.channels,
                [to](std::int64_t at, const std::uint16_t* from, std::int64_t n) {
                    std::transform(from, from + n, to + at, [](std::uint16_t sample) {
                        return float(sample) / 65535.0F;
                    });
                });
        }
    }
    return pixels;
}

void checkUpscale(const Raster& in, const MutableRaster& out, int scale) {
    KERF_CHECK(in.channels == 3 && out.channels == 3 && in.width > 0 && in.height > 0);
    KERF_CHECK(in.bytesPerSample == out.bytesPerSample && (in.bytesPerSample == 1 || in.bytesPerSample == 2));
    KERF_CHECK(out.width == in.width * scale && out.height == in.height * scale);
}

std::vector<std::int32_t> reflected(const TileSpan& span, int length) {
    std::vector<std::int32_t> indices(std::size_t(span.length()));
    for (int i = 0; i < span.length(); ++i) {
        indices[std::size_t(i)] = reflectedIndex(span.begin + i, length);
    }
    return indices;
}

namespace {

template <typename Sample>
void storeSamples(Sample* to, std::span<const float> samples, Rounding rounding) {
    constexpr double kFull = std::numeric_limits<Sample>::max();
    if (rounding == Rounding::nearest) {
        for (std::size_t i = 0; i < samples.size(); ++i) {
            const float inside = std::min(std::max(0.0F, samples[i]), 1.0F);
            to[i] = Sample(inside * float(kFull) + 0.5F);
        }
        return;
    }
    for (std::size_t i = 0; i < samples.size(); ++i) {
        // In double, as numpy does it: in float a value just below a step could round up to it.
        const double inside = std::min(std::max(0.0F, samples[i]), 1.0F);
        to[i] = Sample(inside * kFull);
    }
}

} // namespace

void store(const MutableRaster& out, int y, int x, std::span<const float> samples, Rounding rounding) {
    std::byte* at = out.data + out.bytesPerRow * y + std::int64_t(x) * out.channels * out.bytesPerSample;
    if (out.bytesPerSample == 1) {
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): pixels
        storeSamples(reinterpret_cast<std::uint8_t*>(at), samples, rounding);
    } else {
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): pixels
        storeSamples(reinterpret_cast<std::uint16_t*>(at), samples, rounding);
    }
}

} // namespace kerf::nn
