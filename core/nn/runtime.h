#pragma once

#include "core/base/progress.h"
#include "core/contract/device_info.h"
#include "core/contract/model_info.h"
#include "core/contract/recipe.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace kerf::nn {

// Interleaved pixels that somebody else owns. Samples are unsigned 8 or 16 bits; the largest value is 1.0.
struct Raster {
    const std::byte* data = nullptr;
    int width = 0;
    int height = 0;
    int channels = 0; // 1 or 3
    int bytesPerSample = 1;
    std::int64_t bytesPerRow = 0;
};
struct MutableRaster {
    std::byte* data = nullptr;
    int width = 0;
    int height = 0;
    int channels = 0;
    int bytesPerSample = 1;
    std::int64_t bytesPerRow = 0;
};

// Which file is to be opened, and how it is to run.
struct ModelRequest {
    std::filesystem::path file;
    DeviceChoice device =
        DeviceChoice::automatic; // automatic: the first CUDA device that can be used, else the CPU
    Precision precision = Precision::automatic;
    int threads = 0;                                // of the CPU; 0: one per processor
    PatchOrder patchOrder = PatchOrder::rows_first; // BiRefNet's only

    bool operator==(const ModelRequest&) const = default;
};

// What was opened, and where it really runs.
struct ModelFacts {
    std::string architecture; // "RRDBNet x2, 23 blocks, 64 wide"
    int scale = 1;            // UpscaleModel's
    std::string device;       // "cpu", "cuda:0 NVIDIA H100"
    std::string precision;    // "fp32", "bf16", "fp16"
    std::string note;         // why not what was asked for or what is usual; an English sentence, or empty
    std::uint64_t bytes = 0;  // memory that the packed weights take
};

struct UpscaleOptions {
    int tile = 0; // side of a tile in source pixels without its overlap; 0: from the free memory
    TileScheme scheme = TileScheme::blended;
    bool mayUseCpu = true; // when the device runs out of memory with the smallest tile
};

// What a run came to, in sentences a person may read; empty strings when all went as planned.
struct RunReport {
    std::string device;   // where it ended up running
    std::string settings; // "tile 512, 12 tiles, bf16"
    std::string note;     // retries and fallbacks, as sentences
    // Where tiles meet: first pixels of the output right of and below each border; empty: one tile, or
    // several sizes of tiles were used.
    std::vector<int> tileColumns;
    std::vector<int> tileRows;
};

// An RRDBNet or SRVGGNet, loaded. One compute thread at a time.
class UpscaleModel {
public:
    virtual ~UpscaleModel() = default;

    virtual const ModelFacts& facts() const = 0;
    // `in` has 3 channels, any size from 1 x 1; `out` has 3, the same sample size, and `scale` times its
    // sides. Values are clamped and rounded; the ai-forever scheme truncates, as its original does. Throws
    // Cancelled; Error(out_of_memory), Error(internal) for output that isn't finite even in fp32. Then `out`
    // is undefined.
    virtual RunReport
    run(const Raster& in,
        const MutableRaster& out,
        const UpscaleOptions& options,
        const Progress& progress) const = 0;
};

struct MatteOptions {
    int width = 0;  // what the photo is resized to for the net, multiples of 32; both 0: longest side 2048 at
    int height = 0; // most, the photo's aspect kept, floored to multiples of 32 (BiRefNet_dynamic)
    bool mayUseCpu = true;
};

// A BiRefNet, loaded. One compute thread at a time.
class MatteModel {
public:
    virtual ~MatteModel() = default;

    virtual const ModelFacts& facts() const = 0;
    // `rgb` has 3 channels. `matte` has 1, any sample size, and either the photo's size (bicubic, as the
    // official model card) or the net's own (matteSize). Throws as UpscaleModel::run.
    virtual RunReport
    run(const Raster& rgb,
        const MutableRaster& matte,
        const MatteOptions& options,
        const Progress& progress) const = 0;
};

// The net's input size for a photo of that size; what MatteModel::run uses.
struct MatteSize {
    int width;
    int height;
};
MatteSize matteSize(int photoWidth, int photoHeight, const MatteOptions& options);

// The nets' engine. It lives in a library of its own (libkerf_nn), which links LibTorch and is opened when
// first needed: loading LibTorch takes 0.25 s, which the window's first paint and the weightless engines
// don't wait for. Used from one compute thread at a time.
class Runtime {
public:
    virtual ~Runtime() = default;

    // Best first, the CPU last. A CUDA device that can't be used is listed with its reason; so is the lack of
    // one.
    virtual std::vector<DeviceInfo> devices() const = 0;
    virtual std::string libtorchVersion() const = 0; // "2.11.0"

    // Read the weights, check them (NaN, Inf), convert and pack them. Throw Error: as WeightFile and
    // recognise() do; invalid_option for a net of the other kind; engine_missing where the device that was
    // asked for can't be used, with its reason; out_of_memory; Cancelled.
    virtual std::unique_ptr<UpscaleModel>
    openUpscale(const ModelRequest& request, const Progress& progress) const = 0;
    virtual std::unique_ptr<MatteModel>
    openMatte(const ModelRequest& request, const Progress& progress) const = 0;
};

// Opens libkerf_nn, looked for beside the program and in its library folder. Throws Error(engine_missing)
// with the loader's reason. Thread-safe; the library stays loaded until the process ends.
std::shared_ptr<const Runtime> loadRuntime();

} // namespace kerf::nn
