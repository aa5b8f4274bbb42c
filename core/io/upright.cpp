#include "core/io/upright.h"

#include "core/base/check.h"
#include "core/base/parallel.h"

#include <algorithm>
#include <cstring>

namespace kerf::io {
namespace {

constexpr int kBlock = 64; // both blocks of a transposition stay in the first-level cache

// EXIF's eight cases are a transposition and then, in the result, mirrorings.
struct Turn {
    bool transposed = false;
    bool mirroredX = false;
    bool mirroredY = false;
};

Turn turnOf(int orientation) {
    switch (orientation) {
    case 2:
        return {.mirroredX = true};
    case 3:
        return {.mirroredX = true, .mirroredY = true};
    case 4:
        return {.mirroredY = true};
    case 5:
        return {.transposed = true};
    case 6:
        return {.transposed = true, .mirroredX = true};
    case 7:
        return {.transposed = true, .mirroredX = true, .mirroredY = true};
    case 8:
        return {.transposed = true, .mirroredY = true};
    default:
        return {};
    }
}

// Rows [top, bottom) of the result; a pixel has `Size` bytes.
template <std::size_t Size>
void turnRows(const Image& image, std::span<std::byte> to, int width, int height, Turn turn, int top) {
    const std::byte* from = image.pixels().data();
    const std::size_t fromRow = image.format().bytesPerRow();
    const int bottom = std::min(top + kBlock, height);
    for (int left = 0; left < width; left += kBlock) {
        const int right = std::min(left + kBlock, width);
        for (int y = top; y < bottom; ++y) {
            std::byte* out = to.data() + (std::size_t(y) * std::size_t(width) + std::size_t(left)) * Size;
            const int v = turn.mirroredY ? height - 1 - y : y;
            for (int x = left; x < right; ++x, out += Size) {
                const int u = turn.mirroredX ? width - 1 - x : x;
                const int fromX = turn.transposed ? v : u;
                const int fromY = turn.transposed ? u : v;
                std::memcpy(out, from + std::size_t(fromY) * fromRow + std::size_t(fromX) * Size, Size);
            }
        }
    }
}

using TurnRows = void (*)(const Image&, std::span<std::byte>, int, int, Turn, int);

TurnRows turnRowsFor(std::size_t pixelBytes) {
    switch (pixelBytes) {
    case 1:
        return turnRows<1>;
    case 2:
        return turnRows<2>;
    case 3:
        return turnRows<3>;
    case 4:
        return turnRows<4>;
    case 6:
        return turnRows<6>;
    case 8:
        return turnRows<8>;
    case 12:
        return turnRows<12>;
    case 16:
        return turnRows<16>;
    default:
        return nullptr;
    }
}

} // namespace

Image upright(const Image& image, int orientation, const Progress& progress) {
    if (orientation < 2 || orientation > 8) {
        return image;
    }
    const Turn turn = turnOf(orientation);
    ImageFormat format = image.format();
    if (turn.transposed) {
        std::swap(format.width, format.height);
    }
    ImageBuffer out(format);
    const TurnRows rows = turnRowsFor(format.bytesPerSample() * static_cast<std::size_t>(format.channels));
    KERF_CHECK(rows != nullptr);
    parallelFor((format.height + kBlock - 1) / kBlock, 0, progress, [&](int block) {
        rows(image, out.pixels(), format.width, format.height, turn, block * kBlock);
    });
    return Image(std::move(out));
}

} // namespace kerf::io
