#include "core/nn/cuda_kernels.h"

#include "core/base/error.h"
#include "core/nn/cuda_devices.h"
#include "core/nn/cuda_library.h"

#include <c10/core/impl/VirtualGuardImpl.h>
#include <c10/util/Exception.h>
#include <dlfcn.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <mutex>

namespace kerf::nn {

namespace {

void* openLibrary() {
    // Never closed: CUDA keeps the kernels it holds registered until the process ends.
    void* library = dlopen(installedCudaParts().kernels.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
        return nullptr;
    }
    auto* query = reinterpret_cast<CudaInterfaceFunction*>(dlsym(library, "kerfCudaInterface"));
    return query != nullptr && query() == kCudaInterface ? library : nullptr;
}

// After one of these every call of the process fails: CUDA has dropped the device's context.
bool losesTheDevice(int status) {
    constexpr std::array kSticky{46, 214, 219, 220, 226, 700, 702, 709, 710, 714, 715, 716, 717, 718, 719};
    return std::find(kSticky.begin(), kSticky.end(), status) != kSticky.end();
}

std::string textOf(int status) {
    auto* text = cudaFunction<CudaErrorTextFunction>("kerfCudaErrorText");
    return text != nullptr ? text(status) : fmt::format("CUDA error {}", status);
}

// What this process knows of its kernels. One for the process, since the machine and the library are: a
// second model would find the same.
struct Verdicts {
    std::recursive_mutex mutex; // a check may run layers that are checked themselves
    std::map<std::string, bool> trusted;
    std::string notes;
};

Verdicts& verdicts() {
    static Verdicts all;
    return all;
}

void refuse(Verdicts& all, const std::string& key, const std::string& why) {
    all.notes += fmt::format(
        "{}Kerf's own kernel ({}) {}; LibTorch's is used.", all.notes.empty() ? "" : " ", key, why);
}

} // namespace

void* cudaSymbol(const char* name) {
    static void* const library = openLibrary();
    return library != nullptr ? dlsym(library, name) : nullptr;
}

namespace {

at::Device withIndex(const at::Device& device) {
    return device.has_index() ? device : c10::impl::VirtualGuardImpl(device.type()).getDevice();
}

} // namespace

CudaQueue::CudaQueue(const at::Device& device)
    : m_guard(withIndex(device)),
      m_stream(
          c10::impl::VirtualGuardImpl(device.type()).getStream(m_guard.current_device()).native_handle()) {}

void checkCuda(int status, const char* what) {
    constexpr int kMemoryAllocation = 2;
    if (status == 0) {
        return;
    }
    if (status == kMemoryAllocation) {
        throw Error(
            ErrorCode::out_of_memory, fmt::format("the GPU's memory is full ({}); use smaller tiles", what));
    }
    if (losesTheDevice(status)) {
        throw Error(
            ErrorCode::internal,
            fmt::format(
                "the GPU stopped while it was computing ({}: {}), and no further work of this process can "
                "use "
                "it; start Kerf again, and see nvidia-smi and the system's log if it comes back",
                what, textOf(status)));
    }
    throw Error(ErrorCode::internal, fmt::format("CUDA refused {}: {}", what, textOf(status)));
}

bool isTrusted(const std::string& key, const std::function<bool()>& agrees) {
    Verdicts& all = verdicts();
    const std::scoped_lock lock(all.mutex);
    const auto known = all.trusted.find(key);
    if (known != all.trusted.end()) {
        return known->second;
    }
    bool& verdict = all.trusted[key];
    try {
        verdict = agrees();
        if (!verdict) {
            refuse(all, key, "disagrees with LibTorch's here");
        }
    } catch (const c10::Error& e) {
        refuse(all, key, fmt::format("can't be checked: {}", e.what_without_backtrace()));
    } catch (const Error& e) {
        refuse(all, key, fmt::format("can't be used: {}", e.what()));
    }
    return verdict;
}

std::string kernelNotes() {
    Verdicts& all = verdicts();
    const std::scoped_lock lock(all.mutex);
    return all.notes;
}

} // namespace kerf::nn
