#include "core/nn/runtime.h"

#include <algorithm>
#include <cmath>

namespace kerf::nn {

namespace {

constexpr int kLongest = 2048;
constexpr int kStep = 32;

} // namespace

MatteSize matteSize(int photoWidth, int photoHeight, const MatteOptions& options) {
    if (options.width > 0 && options.height > 0) {
        return {options.width, options.height};
    }
    const double scale = std::min(1.0, double(kLongest) / std::max(photoWidth, photoHeight));
    const auto floored = [scale](int side) {
        return std::max(int(std::lround(side * scale)) / kStep * kStep, kStep);
    };
    return {floored(photoWidth), floored(photoHeight)};
}

} // namespace kerf::nn
