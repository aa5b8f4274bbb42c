#pragma once

#include "core/base/progress.h"

#include <functional>
#include <string>
#include <vector>

namespace at {
class Tensor;
}

namespace kerf::nn {

// What a net does with tiles: `pixels` is [N, H, W, 3] on the CPU, bytes (255 is 1.0) or float32 in 0..1; the
// result is float32 on the CPU, not clamped, [N, H * scale, W * scale, 3]. Throws std::bad_alloc or
// Error(out_of_memory) when memory runs out; may be called again then.
using TileFunction = std::function<at::Tensor(const at::Tensor& pixels, const Progress& progress)>;

// The ways to run one net, best first. The makers are called at most once, when their way is first needed.
struct TileEngines {
    TileFunction planned;
    std::string type;                    // planned's: "bf16"
    std::function<TileFunction()> wider; // on the same device in fp32; empty: planned is fp32
    std::function<TileFunction()> onCpu; // in fp32; empty: planned is there already, or it isn't allowed
};

// How a tile is run with less memory: in parts of `size` that halves from `first` to `smallest`.
struct TileParts {
    int first = 0;
    int smallest = 0;
    std::function<at::Tensor(
        const TileFunction& net, const at::Tensor& pixels, int size, const Progress& progress)>
        run;
    std::function<std::string(int size)> describe; // "tiles of 256 px"
};

// Runs tiles so that neither a lack of memory nor values that aren't numbers spoil a picture: the tile that
// was hit is done again, wholly, in smaller parts, in fp32 or on the CPU; what was learnt holds for the tiles
// that follow. One thread at a time.
class TileRunner {
public:
    TileRunner(TileEngines engines, TileParts parts);

    // Finite values for `pixels`. Throws Error(out_of_memory) when the smallest part doesn't fit and the CPU
    // isn't left, Error(internal) when the net gives values that aren't finite in fp32 too; Cancelled.
    at::Tensor run(const at::Tensor& pixels, const Progress& progress);

    int size() const noexcept { return m_size; }
    bool isOnCpu() const noexcept { return m_isOnCpu; } // as a fallback
    std::string note() const; // what was done again and why, as sentences; empty when nothing was

private:
    at::Tensor withMemory(bool wide, const at::Tensor& pixels, const Progress& progress);
    const TileFunction& engine(bool wide);
    void retreat();

    TileEngines m_engines;
    TileParts m_parts;
    TileFunction m_wide;
    TileFunction m_cpu;
    int m_size = 0;
    bool m_isOnCpu = false;
    int m_widened = 0;
    std::vector<std::string> m_retreats;
};

} // namespace kerf::nn
