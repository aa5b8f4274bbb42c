#include "core/nn/tiler.h"

#include "core/base/check.h"
#include "core/base/tile_grid.h"
#include "core/nn/raster_io.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <utility>

namespace kerf::nn {

namespace {

constexpr int kSmallestTile = 64;
constexpr int kChannels = 3;

// Takes finished samples, `x` and `y` in pixels of the result. Called from several threads, for other rows.
using Sink = std::function<void(int y, int x, std::span<const float> samples)>;

// Joins overlapping tiles, which come row by row, left to right. Keeps what the ramps need and no more: one
// column of floats for the tile to the right, `ramp` rows for those below.
class Blender {
public:
    Blender(const TileAxis& rows, const TileAxis& columns, int width, int ramp, int scale, Sink sink)
        : m_rows(rows),
          m_columns(columns),
          m_scale(scale),
          m_ramp(ramp * scale),
          m_pitch(width * scale),
          m_sink(std::move(sink)) {
        const auto rampSamples = std::size_t(m_ramp) * kChannels;
        m_left.resize(rampSamples * std::size_t(rows.extent() * scale));
        m_right.resize(m_left.size());
        m_above.resize(rows.count() > 1 ? rampSamples * std::size_t(m_pitch) : 0);
        m_below.resize(m_above.size());
    }

    void add(int row, int column, const float* tile) {
        const TileSpan ys = scaled(m_rows.written(row));
        const TileSpan tops = scaled(m_rows.ramp(row));
        const TileSpan bottoms = scaled(m_rows.ramp(row + 1));
        constexpr std::int64_t kGrain = 32;
        at::parallel_for(ys.begin, ys.end, kGrain, [&](std::int64_t begin, std::int64_t end) {
            std::vector<float> line(std::size_t(m_columns.extent() * m_scale) * kChannels);
            for (int y = int(begin); y < int(end); ++y) {
                const std::span<float> done = joinColumns(row, column, y, tile, line);
                const int x = m_columns.written(column).begin * m_scale;
                if (y < tops.end) {
                    fadeIn(done, kept(m_above, y - tops.begin, x), weight(y - tops.begin));
                }
                if (y >= bottoms.begin && bottoms.length() > 0) {
                    fadeOut(done, kept(m_below, y - bottoms.begin, x), weight(y - bottoms.begin));
                } else {
                    m_sink(y, x, done);
                }
            }
        });
        std::swap(m_left, m_right);
        if (column + 1 == m_columns.count()) {
            std::swap(m_above, m_below);
        }
    }

private:
    TileSpan scaled(const TileSpan& span) const { return {span.begin * m_scale, span.end * m_scale}; }
    float weight(int i) const { return (float(i) + 0.5F) / float(m_ramp); } // of the later tile
    float* kept(std::vector<float>& rows, int y, int x) const {
        return rows.data() + (std::int64_t(y) * m_pitch + x) * kChannels;
    }

    static void fadeIn(std::span<float> samples, const float* before, float weight) {
        for (std::size_t i = 0; i < samples.size(); ++i) {
            samples[i] = before[i] + weight * samples[i];
        }
    }

    static void fadeOut(std::span<const float> samples, float* after, float weight) {
        for (std::size_t i = 0; i < samples.size(); ++i) {
            after[i] = (1.0F - weight) * samples[i];
        }
    }

    // The tile's row `y` faded into the tile to its left; what fades into the one to its right is kept.
    std::span<float> joinColumns(int row, int column, int y, const float* tile, std::vector<float>& line) {
        const TileSpan xs = scaled(m_columns.written(column));
        const TileSpan left = scaled(m_columns.ramp(column));
        const TileSpan right = scaled(m_columns.ramp(column + 1));
        const std::int64_t tileRow = y - m_rows.read(row).begin * m_scale;
        const std::int64_t tileColumn = xs.begin - m_columns.read(column).begin * m_scale;
        const float* from =
            tile + (tileRow * m_columns.extent() * m_scale + tileColumn) * std::int64_t(kChannels);
        std::copy(from, from + std::int64_t(xs.length()) * kChannels, line.begin());
        const std::int64_t strip =
            (y - m_rows.written(row).begin * m_scale) * std::int64_t(m_ramp) * kChannels;
        for (int i = 0; i < left.length(); ++i) {
            fadeIn(
                std::span(line).subspan(std::size_t(i) * kChannels, kChannels),
                m_left.data() + strip + std::int64_t(i) * kChannels, weight(i));
        }
        for (int i = 0; i < right.length(); ++i) {
            fadeOut(
                std::span(line).subspan(std::size_t(right.begin - xs.begin + i) * kChannels, kChannels),
                m_right.data() + strip + std::int64_t(i) * kChannels, weight(i));
        }
        return std::span(line).first(std::size_t(xs.length() - right.length()) * kChannels);
    }

    TileAxis m_rows;
    TileAxis m_columns;
    int m_scale;
    int m_ramp;  // in pixels of the result
    int m_pitch; // pixels of a row of the result
    Sink m_sink;
    std::vector<float> m_left;
    std::vector<float> m_right;
    std::vector<float> m_above;
    std::vector<float> m_below;
};

TileCut cutOf(const Tiling& tiling, int tile, int border) {
    const int ramp = std::min(tiling.ramp, tile / 4 * 2);
    return {.core = tile, .overlap = tiling.overlap, .ramp = ramp, .border = border, .align = tiling.align};
}

// What `run` gives, with `aside` done before it or on a thread of its own meanwhile.
template <typename Aside, typename Run>
at::Tensor besides(bool isMeanwhile, const Aside& aside, const Run& run) {
    if (!isMeanwhile) {
        aside();
        return run();
    }
    std::future<void> other = std::async(std::launch::async, aside); // ended, whatever `run` throws
    const at::Tensor result = run();
    other.get();
    return result;
}

// A tile in parts of `side`, joined as tiles are.
at::Tensor runInParts(
    const Tiling& tiling,
    const TileFunction& net,
    const at::Tensor& pixels,
    int side,
    const Progress& progress) {
    const auto height = int(pixels.size(1));
    const auto width = int(pixels.size(2));
    const TileCut cut = cutOf(tiling, side, 0);
    const TileAxis rows(height, cut);
    const TileAxis columns(width, cut);
    const int count = rows.count() * columns.count();
    if (count == 1) {
        return net(pixels, progress);
    }
    const int scale = tiling.scale;
    const at::Tensor result = at::empty({1, height * scale, width * scale, kChannels}, at::kFloat);
    float* const to = result.mutable_data_ptr<float>();
    Blender blender(
        rows, columns, width, cut.ramp, scale,
        [to, scale, width](int y, int x, std::span<const float> samples) {
            std::copy(samples.begin(), samples.end(), to + (std::int64_t(y) * width * scale + x) * kChannels);
        });
    for (int i = 0; i < count; ++i) {
        const int row = i / columns.count();
        const int column = i % columns.count();
        const at::Tensor part = pixels.narrow(1, rows.read(row).begin, rows.extent())
                                    .narrow(2, columns.read(column).begin, columns.extent())
                                    .contiguous();
        const at::Tensor done = net(part, progress.part(double(i) / count, double(i + 1) / count));
        blender.add(row, column, done.const_data_ptr<float>());
    }
    return result;
}

// The middles of the ramps, in pixels of the output.
std::vector<int> bordersOf(const TileAxis& axis, int scale) {
    std::vector<int> borders;
    for (int i = 1; i < axis.count(); ++i) {
        const TileSpan ramp = axis.ramp(i);
        borders.push_back((ramp.begin + ramp.end) * scale / 2);
    }
    return borders;
}

} // namespace

TiledRun runTiled(
    const Raster& in,
    const MutableRaster& out,
    const Tiling& tiling,
    const TileEngines& engines,
    const Progress& progress) {
    checkUpscale(in, out, tiling.scale);
    const int tile = (tiling.tile + tiling.align - 1) / tiling.align * tiling.align;
    const TileCut cut = cutOf(tiling, tile, tiling.border);
    const TileAxis rows(in.height, cut);
    const TileAxis columns(in.width, cut);
    const int count = rows.count() * columns.count();
    TileRunner runner(
        engines,
        {.first = std::min(tile, std::max(rows.extent(), columns.extent())),
         .smallest = std::min({kSmallestTile, tile, std::max(rows.extent(), columns.extent())}),
         .run =
             [&tiling](const TileFunction& net, const at::Tensor& pixels, int size, const Progress& within) {
                 return runInParts(tiling, net, pixels, size, within);
             },
         .describe = [](int size) { return fmt::format("tiles of {} px", size); }});
    Blender blender(
        rows, columns, in.width, cut.ramp, tiling.scale,
        [&out](int y, int x, std::span<const float> samples) {
            store(out, y, x, samples, Rounding::nearest);
        });
    const auto pixelsAt = [&](int i) {
        return gather(
            in, reflected(rows.read(i / columns.count()), in.height),
            reflected(columns.read(i % columns.count()), in.width));
    };
    at::Tensor pixels = pixelsAt(0);
    at::Tensor done; // of the tile before
    for (int i = 0; i < count; ++i) {
        const Progress within = progress.part(double(i) / count, double(i + 1) / count);
        within.step(0.0);
        at::Tensor next;
        const auto aside = [&] {
            if (i > 0) {
                blender.add(
                    (i - 1) / columns.count(), (i - 1) % columns.count(), done.const_data_ptr<float>());
                done.reset();
            }
            next = i + 1 < count ? pixelsAt(i + 1) : at::Tensor();
        };
        done = besides(tiling.isNetElsewhere, aside, [&] { return runner.run(pixels, within); });
        pixels = next;
    }
    blender.add(rows.count() - 1, columns.count() - 1, done.const_data_ptr<float>());
    progress.step(1.0);
    TiledRun made{
        .tiles = count,
        .width = columns.extent(),
        .height = rows.extent(),
        .tile = runner.size(),
        .isOnCpu = runner.isOnCpu(),
        .note = runner.note()};
    if (runner.size() >= std::min(tile, std::max(rows.extent(), columns.extent()))) { // none was cut further
        made.columns = bordersOf(columns, tiling.scale);
        made.rows = bordersOf(rows, tiling.scale);
    }
    return made;
}

} // namespace kerf::nn
