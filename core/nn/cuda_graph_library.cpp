#include "core/nn/cuda_graph.h"

#include <ATen/cuda/CUDAGraph.h>
#include <c10/cuda/CUDAGuard.h>

namespace {

class TorchGraph final : public kerf::nn::RecordedGraph {
public:
    void record(const std::function<void()>& work) override {
        const c10::cuda::CUDAStream before = c10::cuda::getCurrentCUDAStream();
        before.synchronize();
        // The default stream can't be recorded.
        const c10::cuda::CUDAStreamGuard guard(c10::cuda::getStreamFromPool());
        m_graph.capture_begin({0, 0}, cudaStreamCaptureModeThreadLocal);
        try {
            work();
        } catch (...) {
            stop();
            throw;
        }
        m_graph.capture_end();
    }

    void replay() override { m_graph.replay(); }

private:
    // An exception is on its way already, and a broken recording can't be ended without another one.
    void stop() noexcept {
        try {
            m_graph.capture_end();
        } catch (const c10::Error&) { // NOLINT(bugprone-empty-catch)
        }
    }

    at::cuda::CUDAGraph m_graph;
};

} // namespace

extern "C" __attribute__((visibility("default"))) kerf::nn::RecordedGraph* kerfCreateRecordedGraph() {
    return new TorchGraph;
}
