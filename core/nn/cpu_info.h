#pragma once

#include "core/contract/device_info.h"

#include <string>
#include <vector>

namespace kerf::nn {

// What the text of /proc/cpuinfo and /proc/meminfo tells of this machine. Missing parts stay empty or 0.
struct CpuInfo {
    std::string name;              // "AMD EPYC 9654"
    std::vector<std::string> sets; // those that speed nets up, in this order: "avx2", "avx512", "bf16", "amx"
};
struct MemoryInfo {
    std::uint64_t totalBytes = 0;
    std::uint64_t availableBytes = 0;
};

CpuInfo parseCpuInfo(const std::string& cpuinfo);
MemoryInfo parseMemoryInfo(const std::string& meminfo);

} // namespace kerf::nn
