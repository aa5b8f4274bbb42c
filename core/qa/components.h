#pragma once

#include "core/base/progress.h"
#include "core/contract/recipe.h"

#include <cstdint>
#include <span>
#include <vector>

namespace kerf {

// A stretch of pixels of one row that belong together.
struct PixelRun {
    int begin = 0;
    int end = 0; // not included
    int y = 0;
    std::int32_t component = 0;
};

struct Component {
    Rect box;
    std::int64_t area = 0;
    bool touchesFrame = false;
};

struct Components {
    std::vector<Component> list;
    std::vector<PixelRun> runs; // in reading order; `component` is an index into the list
};

enum class Connectivity : std::uint8_t { four, eight };

// The connected pieces of the pixels with (class & mask) == value, in two passes over runs with union-find:
// the memory follows from how many runs there are, not from the pixels. In the order of their first pixels.
// `classes` are width x height bytes. Throws Cancelled.
Components findComponents(
    std::span<const std::uint8_t> classes,
    int width,
    int height,
    std::uint8_t mask,
    std::uint8_t value,
    Connectivity connectivity,
    int threads,
    const Progress& progress);

} // namespace kerf
