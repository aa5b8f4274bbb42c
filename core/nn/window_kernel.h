#pragma once

// One head's attention in one window on the CPU. Plain types only, as cpu_kernels.h. Internal to nn.

#include "core/nn/cpu_kernels.h"

#include <vector>

namespace kerf::nn {

// Where a window's tokens are: each one's [q | k | v] of all heads, and where its sum goes.
struct WindowTokens {
    struct Query {
        int token = 0;
        void* out = nullptr;
    };
    std::vector<const void*> qkv; // a padded token has the padding's
    std::vector<int> regions;     // tokens of different regions don't see each other; empty: all do
    std::vector<Query> queries;   // the tokens that aren't padding
};

struct WindowCall {
    const WindowTokens* tokens = nullptr;
    Element type = Element::f32;
    std::int64_t channels = 0; // of all heads: how far q, k and v of a token are apart
    std::int64_t first = 0;    // of this head
    int headSize = 0;
    const float* bias = nullptr; // [tokens][windowColumns(tokens)]
};

// The tokens of a window, rounded up to whole vectors.
constexpr int windowColumns(int tokens) {
    return (tokens + 15) / 16 * 16;
}

// Attends; keeps its buffers between calls. One for each thread.
class WindowKernel {
public:
    void attend(const WindowCall& call);

private:
    template <typename Value>
    void gather(const WindowCall& call);

    std::vector<float> m_queries; // [queries][headSize], scaled
    std::vector<float> m_keys;    // panels [headSize][32]
    std::vector<float> m_values;  // panels [tokens][32]
    std::vector<float> m_scores;  // [block][columns]
    std::vector<float> m_sums;    // [block][panels * 32]
};

} // namespace kerf::nn
