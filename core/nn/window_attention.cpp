#include "core/nn/window_attention.h"

#include "core/base/check.h"
#include "core/nn/layers_cuda.h"
#include "core/nn/window_kernel.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <cmath>

namespace kerf::nn {
namespace {

// [heads, tokens, tokens]: the table's entry for each pair's relative position.
at::Tensor gatherBias(const at::Tensor& table, std::int64_t side) {
    const at::Tensor places = at::arange(side, at::kLong);
    const at::Tensor apart = places.unsqueeze(1) - places.unsqueeze(0) + (side - 1); // [i, j]
    const at::Tensor rows = apart.view({side, 1, side, 1}) * (2 * side - 1);
    const at::Tensor index = (rows + apart.view({1, side, 1, side})).reshape({-1});
    const std::int64_t tokens = side * side;
    return table.index_select(0, index).view({tokens, tokens, -1}).permute({2, 0, 1}).contiguous();
}

// [N, H, W, C] cut into [N * windows, tokens, C]; H and W are multiples of `side`.
at::Tensor cut(const at::Tensor& map, std::int64_t side) {
    const std::int64_t c = map.size(3);
    return map.view({map.size(0), map.size(1) / side, side, map.size(2) / side, side, c})
        .permute({0, 1, 3, 2, 4, 5})
        .reshape({-1, side * side, c});
}

// Which of a padded side's three regions each place is in, once shifted: whole windows before the last, the
// last one's own part, what has wrapped around.
at::Tensor regions(std::int64_t size, const Windows& windows) {
    const at::Tensor ids = at::zeros({size}, at::kLong);
    ids.narrow(0, size - windows.side, windows.side).fill_(1);
    ids.narrow(0, size - windows.shift, windows.shift).fill_(2);
    return ids;
}

// [windows, tokens, tokens]: 0 where two tokens may see each other, else -100 (as the weights were trained).
at::Tensor shiftMask(std::int64_t h, std::int64_t w, const Windows& windows) {
    const at::Tensor ids = regions(h, windows).unsqueeze(1) * 3 + regions(w, windows).unsqueeze(0);
    const at::Tensor tokens = cut(ids.view({1, h, w, 1}), windows.side).squeeze(2);
    return at::where(tokens.unsqueeze(1) == tokens.unsqueeze(2), 0.0, -100.0).to(at::kFloat);
}

// A map's windows, by number: image after image, row by row.
struct Grid {
    Grid(const at::Tensor& qkv, const Windows& given)
        : windows(given),
          height(qkv.size(1)),
          width(qkv.size(2)),
          rows((height + given.side - 1) / given.side),
          columns((width + given.side - 1) / given.side) {}

    std::int64_t count(std::int64_t images) const { return images * rows * columns; }

    // 0, 1, 2 as regions() numbers them, of a place in the shifted map.
    std::int64_t region(std::int64_t place, std::int64_t size) const {
        return place < size - windows.side ? 0 : place < size - windows.shift ? 1 : 2;
    }

    Windows windows;
    std::int64_t height;
    std::int64_t width;
    std::int64_t rows;
    std::int64_t columns;
};

// Where one window's tokens are.
void findTokens(
    WindowTokens& tokens,
    const Grid& grid,
    std::int64_t window,
    const at::Tensor& qkv,
    const at::Tensor& out,
    const at::Tensor& padding) {
    const std::int64_t image = window / (grid.rows * grid.columns);
    const std::int64_t row = window / grid.columns % grid.rows;
    const std::int64_t column = window % grid.columns;
    const std::int64_t side = grid.windows.side;
    const std::int64_t h = grid.rows * side;
    const std::int64_t w = grid.columns * side;
    const std::int64_t itemBytes = qkv.element_size();
    const std::int64_t inBytes = qkv.size(3) * itemBytes;
    const std::int64_t outBytes = out.size(3) * itemBytes;
    const auto* from = static_cast<const std::byte*>(qkv.const_data_ptr());
    auto* to = static_cast<std::byte*>(out.mutable_data_ptr());
    const bool hasRegions = grid.windows.shift > 0 && (row == grid.rows - 1 || column == grid.columns - 1);
    tokens.qkv.clear();
    tokens.regions.clear();
    tokens.queries.clear();
    for (std::int64_t y = row * side; y < (row + 1) * side; ++y) {
        const std::int64_t sourceY = (y + grid.windows.shift) % h;
        for (std::int64_t x = column * side; x < (column + 1) * side; ++x) {
            const std::int64_t sourceX = (x + grid.windows.shift) % w;
            if (hasRegions) {
                tokens.regions.push_back(int(grid.region(y, h) * 3 + grid.region(x, w)));
            }
            if (sourceY >= grid.height || sourceX >= grid.width) {
                tokens.qkv.push_back(padding.const_data_ptr());
                continue;
            }
            const std::int64_t pixel = (image * grid.height + sourceY) * grid.width + sourceX;
            tokens.queries.push_back({int(tokens.qkv.size()), to + pixel * outBytes});
            tokens.qkv.push_back(from + pixel * inBytes);
        }
    }
}

} // namespace

WindowAttention::WindowAttention(
    const Target& target, const Windows& windows, const at::Tensor& table, const at::Tensor& qkvBias)
    : m_windows(windows),
      m_bias(gatherBias(table, windows.side).to(target.device)),
      m_padding(qkvBias.to(target.options())) {
    KERF_CHECK(table.size(0) == (2 * windows.side - 1) * (2 * windows.side - 1));
    if (target.device.is_cpu()) {
        const std::int64_t tokens = m_bias.size(1);
        m_bias = at::constant_pad_nd(m_bias, {0, windowColumns(int(tokens)) - tokens}).contiguous();
    }
}

at::Tensor WindowAttention::operator()(const at::Tensor& qkv) const {
    if (!qkv.device().is_cpu()) {
        const at::Tensor result =
            at::empty({qkv.size(0), qkv.size(1), qkv.size(2), qkv.size(3) / 3}, qkv.options());
        const bool isDone =
            qkv.is_cuda() &&
            windowAttentionCuda(result, qkv, m_bias, m_padding, m_windows.side, m_windows.shift);
        return isDone ? result : reference(qkv);
    }
    const bool isFloat = qkv.scalar_type() == at::kFloat;
    KERF_CHECK(qkv.is_contiguous() && (isFloat || qkv.scalar_type() == at::kBFloat16));
    const std::int64_t heads = m_bias.size(0);
    const std::int64_t c = qkv.size(3) / 3;
    const at::Tensor out = at::empty({qkv.size(0), qkv.size(1), qkv.size(2), c}, qkv.options());
    const Grid grid(qkv, m_windows);
    const std::int64_t count = grid.count(qkv.size(0));
    const float* bias = m_bias.const_data_ptr<float>();
    // Head by head, as a head's bias stays in the cache for all windows.
    at::parallel_for(0, heads * count, /*grain_size=*/4, [&](std::int64_t begin, std::int64_t end) {
        WindowKernel kernel;
        WindowTokens tokens;
        for (std::int64_t i = begin; i < end; ++i) {
            const std::int64_t head = i / count;
            findTokens(tokens, grid, i % count, qkv, out, m_padding);
            kernel.attend(
                {.tokens = &tokens,
                 .type = isFloat ? Element::f32 : Element::bf16,
                 .channels = c,
                 .first = head * (c / heads),
                 .headSize = int(c / heads),
                 .bias = bias + head * m_bias.size(1) * m_bias.size(2)});
        }
    });
    return out;
}

at::Tensor WindowAttention::reference(const at::Tensor& qkv) const {
    const std::int64_t n = qkv.size(0);
    const std::int64_t h = roundUp(qkv.size(1), m_windows.side);
    const std::int64_t w = roundUp(qkv.size(2), m_windows.side);
    const std::int64_t heads = m_bias.size(0);
    const std::int64_t tokens = m_bias.size(1);
    const std::int64_t c = qkv.size(3) / 3;
    const std::int64_t shift = m_windows.shift;

    at::Tensor padded = m_padding.expand({n, h, w, 3 * c}).contiguous();
    padded.narrow(1, 0, qkv.size(1)).narrow(2, 0, qkv.size(2)).copy_(qkv);
    const at::Tensor parts = cut(padded.roll({-shift, -shift}, {1, 2}), m_windows.side)
                                 .view({-1, tokens, 3, heads, c / heads})
                                 .permute({2, 0, 3, 1, 4})
                                 .to(at::kFloat);
    at::Tensor scores = at::matmul(parts[0], parts[1].transpose(-1, -2)) / std::sqrt(double(c / heads)) +
                        m_bias.narrow(2, 0, tokens);
    if (shift > 0) {
        const at::Tensor mask = shiftMask(h, w, m_windows).to(qkv.device());
        scores = (scores.view({n, -1, heads, tokens, tokens}) + mask.unsqueeze(1)).view_as(scores);
    }
    const at::Tensor seen = at::matmul(scores.softmax(-1), parts[2]).transpose(1, 2);
    return seen.reshape({n, h / m_windows.side, w / m_windows.side, m_windows.side, m_windows.side, c})
        .permute({0, 1, 3, 2, 4, 5})
        .reshape({n, h, w, c})
        .roll({shift, shift}, {1, 2})
        .narrow(1, 0, qkv.size(1))
        .narrow(2, 0, qkv.size(2))
        .to(qkv.scalar_type())
        .contiguous();
}

} // namespace kerf::nn
