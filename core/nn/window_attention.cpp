#include "core/nn/window_attention.h"

#include "core/base/check.h"

#include <ATen/ATen.h>

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

std::int64_t roundUp(std::int64_t n, std::int64_t step) {
    return (n + step - 1) / step * step;
}

} // namespace

WindowAttention::WindowAttention(
    const Target& target, const Windows& windows, const at::Tensor& table, const at::Tensor& qkvBias)
    : m_windows(windows),
      m_bias(gatherBias(table, windows.side).to(target.device)),
      m_padding(qkvBias.to(target.options())) {
    KERF_CHECK(table.size(0) == (2 * windows.side - 1) * (2 * windows.side - 1));
}

at::Tensor WindowAttention::operator()(const at::Tensor& qkv) const {
    return reference(qkv);
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
    at::Tensor scores =
        at::matmul(parts[0], parts[1].transpose(-1, -2)) / std::sqrt(double(c / heads)) + m_bias;
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
