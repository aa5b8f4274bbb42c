#pragma once

#include <cstdint>
#include <string>

namespace kerf {

// A device that nets can run on, as `kerf-cli devices` and the status bar show it.
struct DeviceInfo {
    std::string id;     // "cpu", "cuda:0"
    std::string name;   // "AMD EPYC ...", "NVIDIA H100"
    std::string detail; // instruction sets and threads; compute capability and driver
    std::uint64_t memoryBytes = 0;
    std::uint64_t freeBytes = 0;
    bool usable = false;
    std::string reason; // why not, and what to do; empty when usable
};

} // namespace kerf
