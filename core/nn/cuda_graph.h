#pragma once

#include "core/base/progress.h"

#include <ATen/core/Tensor.h>

#include <functional>
#include <memory>

namespace kerf::nn {

// A net's forward that is recorded as a CUDA graph once an input shape comes for the second time, and
// replayed from then on: hundreds of kernels are started at once. For one shape at a time; another one is
// recorded anew. The first replay is compared with the forward itself; where they differ, or where nothing
// can be recorded, the forward is called as ever and kernelNotes() says why.
//
// KERF_CUDA_GRAPHS=0 in the environment switches it off. On the CPU it is the forward. Memory: the graph
// keeps what the forward allocates, so a shape costs its peak for as long as it is the last one. From one
// thread at a time.
class ReplayedForward {
public:
    // Must queue the same work for the same shape: no branch on values, no copy to the CPU. May step
    // `progress` and throw Cancelled; a replay does neither.
    using Forward = std::function<at::Tensor(const at::Tensor& map, const Progress& progress)>;

    explicit ReplayedForward(Forward forward);
    ReplayedForward(Forward forward, bool isOn); // regardless of the environment
    ~ReplayedForward();
    ReplayedForward(ReplayedForward&&) noexcept;
    ReplayedForward& operator=(ReplayedForward&&) noexcept;

    at::Tensor operator()(const at::Tensor& map, const Progress& progress = {});
    bool isReplaying() const noexcept; // whether the last call was a replay
    void release();                    // the graph and its memory

private:
    struct State;
    std::unique_ptr<State> m_state;
};

// What libkerf_nn_graph implements: the one part of Kerf that calls LibTorch's CUDA library by its symbols,
// and is therefore opened behind it. Throws c10::Error.
class RecordedGraph {
public:
    virtual ~RecordedGraph() = default;
    // Runs `work` on a stream of its own and keeps what it queues. Nothing is computed.
    virtual void record(const std::function<void()>& work) = 0;
    virtual void replay() = 0; // on the current stream
};
using CreateRecordedGraph = RecordedGraph*(); // "kerfCreateRecordedGraph"; the caller owns it

} // namespace kerf::nn
