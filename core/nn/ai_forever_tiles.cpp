#include "core/base/check.h"
#include "core/base/error.h"
#include "core/base/tile_grid.h"
#include "core/nn/raster_io.h"
#include "core/nn/tiler.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace kerf::nn {

namespace {

constexpr int kReflected = 15; // pad_size
constexpr int kPatch = 192;    // patches_size
constexpr int kMargin = 24;    // padding
constexpr int kBatch = 4;      // batch_size
constexpr int kSide = kPatch + 2 * kMargin;

// One side of the photo as that program pads it.
struct Side {
    int length;
    int patches;

    explicit Side(int size) : length(size), patches((size + 2 * kReflected + kPatch - 1) / kPatch) {}

    // Where in the photo the samples of patch i come from.
    std::vector<std::int32_t> read(int i) const {
        std::vector<std::int32_t> indices(kSide);
        for (int k = 0; k < kSide; ++k) {
            const int inPadded = std::clamp(i * kPatch + k - kMargin, 0, length + 2 * kReflected - 1);
            indices[std::size_t(k)] = symmetricIndex(inPadded - kReflected, length);
        }
        return indices;
    }

    // What patch i without its margin covers of the photo.
    TileSpan written(int i) const {
        return {
            std::clamp(i * kPatch - kReflected, 0, length),
            std::clamp((i + 1) * kPatch - kReflected, 0, length)};
    }
};

void paste(
    const at::Tensor& patch,
    const TileSpan& ys,
    const TileSpan& xs,
    int row,
    int column,
    int scale,
    const MutableRaster& out) {
    const float* const from = patch.const_data_ptr<float>();
    const std::int64_t pitch = std::int64_t(kSide) * scale;
    for (int y = ys.begin * scale; y < ys.end * scale; ++y) {
        const std::int64_t inY = y - (row * kPatch - kReflected - kMargin) * scale;
        const std::int64_t inX = (xs.begin - (column * kPatch - kReflected - kMargin)) * scale;
        store(
            out, y, xs.begin * scale,
            {from + (inY * pitch + inX) * 3, std::size_t(xs.length()) * std::size_t(scale) * 3},
            Rounding::down);
    }
}

at::Tensor
runInBatches(const TileFunction& net, const at::Tensor& patches, int batch, const Progress& progress) {
    const std::int64_t count = patches.size(0);
    if (count <= batch) {
        return net(patches, progress);
    }
    std::vector<at::Tensor> done;
    for (std::int64_t i = 0; i < count; i += batch) {
        const std::int64_t n = std::min<std::int64_t>(batch, count - i);
        done.push_back(
            net(patches.narrow(0, i, n),
                progress.part(double(i) / double(count), double(i + n) / double(count))));
    }
    return at::cat(done);
}

} // namespace

TiledRun runAsAiForever(
    const Raster& in,
    const MutableRaster& out,
    int scale,
    const TileEngines& engines,
    const Progress& progress) {
    checkUpscale(in, out, scale);
    const Side rows(in.height);
    const Side columns(in.width);
    const int count = rows.patches * columns.patches;
    TileRunner runner(
        engines, {.first = kBatch, .smallest = 1, .run = runInBatches, .describe = [](int size) {
                      return size == 1 ? std::string("one patch of 240 px at a time")
                                       : fmt::format("{} patches of 240 px at once", size);
                  }});
    for (int first = 0; first < count; first += kBatch) {
        const int end = std::min(first + kBatch, count);
        const Progress within = progress.part(double(first) / count, double(end) / count);
        within.step(0.0);
        std::vector<at::Tensor> patches;
        for (int i = first; i < end; ++i) {
            patches.push_back(gather(in, rows.read(i / columns.patches), columns.read(i % columns.patches)));
        }
        const at::Tensor done = runner.run(at::cat(patches), within);
        for (int i = first; i < end; ++i) {
            const int row = i / columns.patches;
            const int column = i % columns.patches;
            paste(done[i - first], rows.written(row), columns.written(column), row, column, scale, out);
        }
    }
    progress.step(1.0);
    TiledRun result{
        .tiles = count,
        .width = kSide,
        .height = kSide,
        .tile = kPatch,
        .isOnCpu = runner.isOnCpu(),
        .note = runner.note()};
    for (int i = 1; i < columns.patches; ++i) {
        result.columns.push_back(columns.written(i).begin * scale);
    }
    for (int i = 1; i < rows.patches; ++i) {
        result.rows.push_back(rows.written(i).begin * scale);
    }
    return result;
}

} // namespace kerf::nn
