#include "core/nn/cpu_info.h"

#include <algorithm>
#include <sstream>

namespace kerf::nn {

namespace {

// The value of the first line "key : value"; empty when there is none.
std::string valueOf(const std::string& text, const std::string& key) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        const std::size_t colon = line.find(':');
        if (colon == std::string::npos) {
            continue;
        }
        const std::size_t keyEnd = line.find_last_not_of(" \t", colon == 0 ? 0 : colon - 1);
        if (line.substr(0, keyEnd + 1) == key) {
            const std::size_t start = line.find_first_not_of(" \t", colon + 1);
            return start == std::string::npos ? std::string() : line.substr(start);
        }
    }
    return {};
}

std::uint64_t kibibytes(const std::string& value) {
    std::uint64_t number = 0;
    std::istringstream(value) >> number;
    return number * 1024;
}

} // namespace

CpuInfo parseCpuInfo(const std::string& cpuinfo) {
    CpuInfo info;
    info.name = valueOf(cpuinfo, "model name");
    std::istringstream words(valueOf(cpuinfo, "flags"));
    std::vector<std::string> flags;
    for (std::string word; words >> word;) {
        flags.push_back(word);
    }
    const auto has = [&](const char* flag) {
        return std::find(flags.begin(), flags.end(), flag) != flags.end();
    };
    if (has("avx2")) {
        info.sets.emplace_back("avx2");
    }
    if (has("avx512f") && has("avx512bw") && has("avx512vl")) {
        info.sets.emplace_back("avx512");
    }
    if (has("avx512_bf16") || has("amx_bf16")) {
        info.sets.emplace_back("bf16");
    }
    if (has("amx_tile")) {
        info.sets.emplace_back("amx");
    }
    return info;
}

MemoryInfo parseMemoryInfo(const std::string& meminfo) {
    return {
        .totalBytes = kibibytes(valueOf(meminfo, "MemTotal")),
        .availableBytes = kibibytes(valueOf(meminfo, "MemAvailable"))};
}

} // namespace kerf::nn
