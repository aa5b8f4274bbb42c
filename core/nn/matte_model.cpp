#include "core/nn/matte_model.h"

#include "core/base/check.h"
#include "core/base/error.h"
#include "core/nn/birefnet.h"
#include "core/nn/cuda_graph.h"
#include "core/nn/device_cuda.h"
#include "core/nn/minimask.h"
#include "core/nn/pil_resize.h"
#include "core/nn/raster_io.h"
#include "core/nn/tile_runner.h"
#include "core/nn/translate.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <numeric>
#include <utility>

namespace kerf::nn {

namespace {

// Pixels of a run's own.
class Picture {
public:
    Picture(const MatteSize& size, int channels, int bytesPerSample)
        : m_size(size),
          m_channels(channels),
          m_bytesPerSample(bytesPerSample),
          m_bytes(std::size_t(bytesPerRow()) * std::size_t(size.height)) {}

    Raster view() const {
        return {m_bytes.data(), m_size.width, m_size.height, m_channels, m_bytesPerSample, bytesPerRow()};
    }
    MutableRaster target() {
        return {m_bytes.data(), m_size.width, m_size.height, m_channels, m_bytesPerSample, bytesPerRow()};
    }

private:
    std::int64_t bytesPerRow() const { return std::int64_t(m_size.width) * m_channels * m_bytesPerSample; }

    MatteSize m_size;
    int m_channels;
    int m_bytesPerSample;
    std::vector<std::byte> m_bytes;
};

// The photo's own memory.
at::Tensor bytesOf(const Raster& raster) {
    auto* data = const_cast<std::byte*>(raster.data); // NOLINT: only read; a tensor can't say so
    return at::from_blob(
        data, {1, raster.height, raster.width, raster.channels},
        {raster.bytesPerRow * raster.height, raster.bytesPerRow, raster.channels, 1},
        at::TensorOptions().dtype(at::kByte));
}

at::Tensor pixelsOf(const Raster& raster) {
    std::vector<std::int32_t> rows(std::size_t(raster.height));
    std::vector<std::int32_t> columns(std::size_t(raster.width));
    std::iota(rows.begin(), rows.end(), 0);
    std::iota(columns.begin(), columns.end(), 0);
    return gather(raster, rows, columns);
}

bool isOfSize(const MutableRaster& raster, int width, int height) {
    return raster.width == width && raster.height == height;
}

// Takes bytes of any size, which are resized where the net runs, or float32 of the net's.
using MatteFunction =
    std::function<at::Tensor(const at::Tensor& pixels, const MatteSize& size, const Progress& progress)>;

MatteFunction matteFunction(
    const NetSource& source, PatchOrder order, const Target& target, int threads, const Progress& progress) {
    const CountedSource counted(source, progress);
    const auto forwardOf = [](auto made) {
        return std::make_shared<ReplayedForward>(
            [made = std::make_shared<const decltype(made)>(std::move(made))](
                const at::Tensor& map, const Progress& within) { return made->forward(map, within); });
    };
    const auto* mini = std::get_if<MiniMaskShape>(&source.architecture);
    const auto net =
        mini != nullptr ? forwardOf(MiniMask(Weights(counted), *mini, target))
                        : forwardOf(BiRefNet(
                              Weights(counted), std::get<BiRefNetShape>(source.architecture), order, target));
    return [net, target, threads](const at::Tensor& pixels, const MatteSize& size, const Progress& within) {
        constexpr double kResized = 0.02;
        const auto input = [&] {
            return uploadNormalised(
                target, pixels.scalar_type() != at::kByte
                            ? pixels
                            : resizeBytes(
                                  target.device, pixels, size.height, size.width, PilFilter::bilinear,
                                  threads, within.part(0.0, kResized)));
        };
        return compute(target.device, *net, input, within.part(kResized, 1.0));
    };
}

class NetMatte final : public MatteModel {
public:
    NetMatte(
        NetSource source, PatchOrder order, const Placement& placement, int threads, const Progress& progress)
        : m_source(std::move(source)), m_order(order), m_target(placement.target), m_threads(threads) {
        const ComputeScope scope(m_threads);
        m_net = matteFunction(m_source, m_order, m_target, m_threads, progress);
        m_facts = factsOf(m_source, placement);
    }

    const ModelFacts& facts() const override { return m_facts; }

    RunReport
    run(const Raster& rgb,
        const MutableRaster& matte,
        const MatteOptions& options,
        const Progress& progress) const override {
        const MatteSize size = checkedSize(rgb, matte, options);
        requireMemory(size, m_target);
        return translate([&] {
            const ComputeScope scope(m_threads);
            constexpr double kComputed = 0.97;
            TileRunner runner(engines(options, size), whole(size));
            const at::Tensor alpha = runner.run(inputOf(rgb, size), progress.part(0.0, kComputed)).sigmoid();
            const at::Device device = runner.isOnCpu() ? at::Device(at::kCPU) : m_target.device;
            write(alpha, size, matte, device, progress.part(kComputed, 1.0));
            progress.step(1.0);
            return RunReport{
                .device = runner.isOnCpu() ? "cpu" : m_facts.device,
                .settings = fmt::format(
                    "{} x {}, {}", size.width, size.height, runner.isOnCpu() ? "fp32" : m_facts.precision),
                .note = runner.isOnCpu() ? runner.note() : withKernelNotes(runner.note(), m_target.device)};
        });
    }

private:
    const char* netName() const {
        return std::holds_alternative<BiRefNetShape>(m_source.architecture) ? "BiRefNet" : "Kerf Mini";
    }

    MatteSize checkedSize(const Raster& rgb, const MutableRaster& matte, const MatteOptions& options) const {
        KERF_CHECK(rgb.channels == 3 && matte.channels == 1 && rgb.width > 0 && rgb.height > 0);
        const MatteSize size = matteSize(rgb.width, rgb.height, options);
        if (size.width % 32 != 0 || size.height % 32 != 0) {
            throw Error(
                ErrorCode::invalid_option, fmt::format(
                                               "{} can't take {} x {} pixels; choose multiples of 32",
                                               netName(), size.width, size.height));
        }
        KERF_CHECK(isOfSize(matte, rgb.width, rgb.height) || isOfSize(matte, size.width, size.height));
        return size;
    }

    // The net sees the whole photo at once; a smaller size would be another result, so there is none.
    static TileParts whole(const MatteSize& size) {
        return {
            .first = 1,
            .smallest = 1,
            .run = [](const TileFunction& net, const at::Tensor& pixels, int /*size*/,
                      const Progress& within) { return net(pixels, within); },
            .describe =
                [size](int /*size*/) {
                    return fmt::format("the net's size of {} x {}", size.width, size.height);
                }};
    }

    // A CPU that runs short of memory swaps or is killed, where a GPU says so.
    void requireMemory(const MatteSize& size, const Target& target) const {
        if (!target.device.is_cpu()) {
            return;
        }
        const std::uint64_t needed = matteBytes(m_source.architecture, size, target.type);
        const std::uint64_t available = freeMemory(target.device);
        if (available > 0 && needed > available) {
            throw Error(
                ErrorCode::out_of_memory,
                fmt::format(
                    "{} at {} x {} takes about {:.1f} GB of memory, {:.1f} GB are free; close other "
                    "programs, or choose a model with a smaller size or the GPU",
                    netName(), size.width, size.height, double(needed) / 1e9, double(available) / 1e9));
        }
    }

    TileEngines engines(const MatteOptions& options, const MatteSize& size) const {
        const auto ofSize = [size](MatteFunction net) {
            return [net = std::move(net), size](const at::Tensor& pixels, const Progress& progress) {
                return net(pixels, size, progress);
            };
        };
        TileEngines engines{.planned = ofSize(m_net), .type = m_facts.precision};
        const auto maker = [this, size, ofSize](const Target& target) {
            return [this, size, ofSize, target]() -> TileFunction {
                requireMemory(size, target);
                return ofSize(matteFunction(m_source, m_order, target, m_threads, {}));
            };
        };
        if (m_target.type != at::kFloat) {
            engines.wider = maker({.device = m_target.device});
        }
        if (!m_target.device.is_cpu() && options.mayUseCpu) {
            engines.onCpu = maker({});
        }
        return engines;
    }

    // Deeper photos are resized here, in float.
    at::Tensor inputOf(const Raster& rgb, const MatteSize& size) const {
        if (rgb.bytesPerSample == 1) {
            return bytesOf(rgb);
        }
        Picture resized(size, 3, rgb.bytesPerSample);
        pilResize(rgb, resized.target(), PilFilter::bilinear, m_threads);
        return pixelsOf(resized.view());
    }

    // As the model card: cut off to 8 bits, then resized; deeper mattes are rounded.
    void write(
        const at::Tensor& alpha,
        const MatteSize& size,
        const MutableRaster& matte,
        const at::Device& device,
        const Progress& progress) const {
        const Rounding rounding = matte.bytesPerSample == 1 ? Rounding::down : Rounding::nearest;
        const float* values = alpha.const_data_ptr<float>();
        const auto fill = [&](const MutableRaster& to) {
            for (int y = 0; y < size.height; ++y) {
                store(to, y, 0, {values + std::int64_t(y) * size.width, std::size_t(size.width)}, rounding);
            }
        };
        if (isOfSize(matte, size.width, size.height)) {
            fill(matte);
            return;
        }
        Picture small(size, 1, matte.bytesPerSample);
        fill(small.target());
        if (device.is_cpu() || matte.bytesPerSample != 1) {
            pilResize(small.view(), matte, PilFilter::bicubic, m_threads, progress);
            return;
        }
        bytesOf({matte.data, matte.width, matte.height, 1, 1, matte.bytesPerRow})
            .copy_(resizeBytes(
                device, bytesOf(small.view()), matte.height, matte.width, PilFilter::bicubic, m_threads,
                progress));
    }

    NetSource m_source;
    PatchOrder m_order;
    Target m_target;
    int m_threads;
    MatteFunction m_net;
    ModelFacts m_facts;
};

} // namespace

std::uint64_t matteBytes(const Architecture& architecture, const MatteSize& size, at::ScalarType type) {
    const auto* birefnet = std::get_if<BiRefNetShape>(&architecture);
    const int channels =
        birefnet != nullptr ? birefnet->embed : std::get<MiniMaskShape>(architecture).widths[1];
    return std::uint64_t(size.width) * std::uint64_t(size.height) * std::uint64_t(channels) *
           std::uint64_t(c10::elementSize(type));
}

std::unique_ptr<MatteModel> makeMatteModel(
    NetSource source, PatchOrder order, const Placement& placement, int threads, const Progress& progress) {
    KERF_CHECK(isMaskNet(source.architecture));
    return std::make_unique<NetMatte>(std::move(source), order, placement, threads, progress);
}

} // namespace kerf::nn
