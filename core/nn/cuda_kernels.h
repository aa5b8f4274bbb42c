#pragma once

// How the nets' C++ code calls kernels of libkerf_nn_cuda. Internal to nn.
//
// A kernel's host function is `extern "C" int kerfCudaSomething(const Job*)`: it checks the job, queues the
// kernel on job->stream and returns CUDA's error number, 0 when all went well. The header that declares the
// job and the function's type is read by both compilers (see cuda_library.h).

#include <ATen/core/Tensor.h>
#include <c10/core/DeviceGuard.h>

#include <functional>
#include <string>

namespace kerf::nn {

// A function of libkerf_nn_cuda by its name; null where that library is missing, of another interface, or
// has no such function. The library is opened at the first call and stays loaded. Thread-safe; keep the
// result: each call asks the loader.
void* cudaSymbol(const char* name);

template <typename Function>
Function* cudaFunction(const char* name) {
    return reinterpret_cast<Function*>(cudaSymbol(name));
}

// Makes a CUDA device the thread's current one for as long as it lives, and knows the stream on which
// LibTorch queues that device's work now.
class CudaQueue {
public:
    explicit CudaQueue(const at::Device& device);

    void* stream() const noexcept { return m_stream; } // a cudaStream_t

private:
    c10::DeviceGuard m_guard;
    void* m_stream;
};

// Throws what a kernel's error number means, nothing for 0: Error(out_of_memory), or Error(internal) that
// says to start again where CUDA refuses the whole process from then on. `what` names the work.
void checkCuda(int status, const char* what);

// Whether a kernel of ours can be trusted on this machine: the first call for `key` ("conv 3x3 fp16 on
// cuda:0") runs `agrees`, which compares it with LibTorch's own; later ones repeat the answer. A kernel that
// disagrees or fails to start is left alone from then on and leaves a sentence in kernelNotes(). `agrees` may
// throw, and may ask for other keys. Thread-safe.
bool isTrusted(const std::string& key, const std::function<bool()>& agrees);

// One sentence a kernel that isTrusted() refused, for RunReport::note; empty when there is none.
std::string kernelNotes();

} // namespace kerf::nn
