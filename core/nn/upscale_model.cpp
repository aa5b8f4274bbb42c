#include "core/nn/upscale_model.h"

#include "core/base/check.h"
#include "core/nn/cuda_graph.h"
#include "core/nn/device_cuda.h"
#include "core/nn/rrdbnet.h"
#include "core/nn/srvggnet.h"
#include "core/nn/translate.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace kerf::nn {

namespace {

ReplayedForward build(const NetSource& source, const Target& target, const Progress& progress) {
    const CountedSource counted(source, progress);
    const Weights weights(counted);
    if (const auto* shape = std::get_if<RrdbNetShape>(&source.architecture)) {
        const auto net = std::make_shared<const RrdbNet>(weights, *shape, target);
        return ReplayedForward(
            [net](const at::Tensor& map, const Progress& within) { return net->forward(map, within); });
    }
    const auto& shape = std::get<SrvggNetShape>(source.architecture);
    const auto net = std::make_shared<const SrvggNet>(weights, shape, target);
    return ReplayedForward(
        [net](const at::Tensor& map, const Progress& within) { return net->forward(map, within); });
}

TileFunction tileFunction(const NetSource& source, const Target& target, const Progress& progress) {
    const auto net = std::make_shared<ReplayedForward>(build(source, target, progress));
    return [net, target](const at::Tensor& pixels, const Progress& within) {
        return compute(
            target.device, *net, [&] { return upload(target, pixels); }, within);
    };
}

class TiledUpscale final : public UpscaleModel {
public:
    TiledUpscale(NetSource source, const Placement& placement, int threads, const Progress& progress)
        : m_source(std::move(source)), m_target(placement.target), m_threads(threads) {
        const ComputeScope scope(m_threads);
        m_net = tileFunction(m_source, m_target, progress);
        m_facts = factsOf(m_source, placement);
    }

    const ModelFacts& facts() const override { return m_facts; }

    RunReport
    run(const Raster& in,
        const MutableRaster& out,
        const UpscaleOptions& options,
        const Progress& progress) const override {
        return translate([&] {
            const ComputeScope scope(m_threads);
            const TiledRun done = options.scheme == TileScheme::ai_forever
                                      ? runAsAiForever(in, out, m_facts.scale, engines(options), progress)
                                      : runTiled(in, out, tiling(options), engines(options), progress);
            return report(done, options.scheme);
        });
    }

private:
    TileEngines engines(const UpscaleOptions& options) const {
        TileEngines engines{.planned = m_net, .type = m_facts.precision};
        const auto maker = [this](const Target& target) {
            return [this, target] { return tileFunction(m_source, target, {}); };
        };
        if (m_target.type != at::kFloat) {
            engines.wider = maker({.device = m_target.device});
        }
        if (!m_target.device.is_cpu() && options.mayUseCpu) {
            engines.onCpu = maker({});
        }
        return engines;
    }

    Tiling tiling(const UpscaleOptions& options) const {
        // A tile of this side fills the processors; larger ones would only take more memory.
        constexpr int kMost = 512;
        Tiling tiling = tilingOf(m_source.architecture);
        tiling.isNetElsewhere = !m_target.device.is_cpu();
        tiling.tile = options.tile > 0
                          ? options.tile
                          : tileSide(
                                freeMemory(m_target.device),
                                bytesPerPixel(m_source.architecture, m_target.type), tiling.overlap, kMost);
        return tiling;
    }

    RunReport report(const TiledRun& done, TileScheme scheme) const {
        const std::string type = done.isOnCpu ? "fp32" : m_facts.precision;
        const std::string tiles = fmt::format("{} {}", done.tiles, done.tiles == 1 ? "tile" : "tiles");
        return {
            .device = done.isOnCpu ? "cpu" : m_facts.device,
            .settings =
                scheme == TileScheme::ai_forever
                    ? fmt::format("ai-forever's patches of 240, {}, {}", tiles, type)
                    : fmt::format(
                          "tile {}, {} of {} x {}, {}", done.tile, tiles, done.width, done.height, type),
            .note = done.isOnCpu ? done.note : withKernelNotes(done.note, m_target.device),
            .tileColumns = done.columns,
            .tileRows = done.rows};
    }

    NetSource m_source;
    Target m_target;
    int m_threads;
    TileFunction m_net;
    ModelFacts m_facts;
};

} // namespace

std::unique_ptr<UpscaleModel>
makeUpscaleModel(NetSource source, const Placement& placement, int threads, const Progress& progress) {
    KERF_CHECK(!isMaskNet(source.architecture));
    return std::make_unique<TiledUpscale>(std::move(source), placement, threads, progress);
}

double bytesPerPixel(const Architecture& architecture, at::ScalarType type) {
    const auto bytes = double(c10::elementSize(type));
    if (const auto* rrdb = std::get_if<RrdbNetShape>(&architecture)) {
        const double folded = rrdb->unshuffle * rrdb->unshuffle;
        const double dense = rrdb->width + 4.0 * rrdb->growth;
        return (3.0 * dense * bytes + 4.0 * rrdb->width * 4.0) / folded + rrdb->scale * rrdb->scale * 24.0;
    }
    const auto& srvgg = std::get<SrvggNetShape>(architecture);
    return 3.0 * srvgg.width * bytes + srvgg.scale * srvgg.scale * 48.0;
}

int tileSide(std::uint64_t freeBytes, double bytesPerPixel, int overlap, int most) {
    constexpr int kLeast = 64;
    constexpr int kStep = 32;
    const double pixels = double(freeBytes) / 2.0 / bytesPerPixel;
    const double side = std::min(std::sqrt(pixels) - 2.0 * overlap, double(most));
    return std::max(int(side) / kStep * kStep, kLeast);
}

Tiling tilingOf(const Architecture& architecture) {
    Tiling tiling{.scale = scaleOf(architecture), .overlap = 32, .ramp = 16, .border = 8};
    if (const auto* rrdb = std::get_if<RrdbNetShape>(&architecture)) {
        tiling.align = rrdb->unshuffle;
    }
    return tiling;
}

} // namespace kerf::nn
