#pragma once

#include "core/contract/device_info.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace kerf::nn {

// The nets' engine. It lives in a library of its own (libkerf_nn), which links LibTorch and is opened when
// first needed: loading LibTorch takes 0.25 s, which the window's first paint and the weightless engines
// don't wait for. Used from one compute thread at a time.
class Runtime {
public:
    virtual ~Runtime() = default;

    // Best first, the CPU last. A CUDA device that can't be used is listed with its reason; so is the lack of
    // one.
    virtual std::vector<DeviceInfo> devices() const = 0;
    virtual std::string libtorchVersion() const = 0; // "2.11.0"
};

// Opens libkerf_nn, looked for beside the program and in its library folder. Throws Error(engine_missing)
// with the loader's reason. Thread-safe; the library stays loaded until the process ends.
std::shared_ptr<const Runtime> loadRuntime();

} // namespace kerf::nn
