#pragma once

#include "core/nn/layers.h"

namespace kerf::nn {

// How Swin cuts a map into windows: the map is padded right and below to multiples of `side`, then read from
// (shift, shift) on with wrap-around.
struct Windows {
    std::int64_t side = 0;
    std::int64_t shift = 0;
};

// Multi-head attention within each window (Liu et al. 2021): softmax(q k' / sqrt(d) + bias) v. Tokens that
// the shift brings together from opposite borders don't see each other. Scores and softmax in fp32.
class WindowAttention {
public:
    WindowAttention() = default; // empty; not to be called
    // `table` is [(2 side - 1)^2, heads], the bias by relative position; `qkvBias` [3 C] is what padded
    // tokens hold. Both fp32 on the CPU.
    WindowAttention(
        const Target& target, const Windows& windows, const at::Tensor& table, const at::Tensor& qkvBias);

    // `qkv` is a map [N, H, W, 3 C] (q, k, v; heads within each); returns [N, H, W, C].
    at::Tensor operator()(const at::Tensor& qkv) const;

    // The same by ATen's functions one after the other, on any device. What the kernels are tested against.
    at::Tensor reference(const at::Tensor& qkv) const;

private:
    Windows m_windows;
    at::Tensor m_bias;    // [heads, tokens, tokens], fp32; on the CPU the last is rounded up to whole vectors
    at::Tensor m_padding; // [3 C] in the target's type
};

} // namespace kerf::nn
