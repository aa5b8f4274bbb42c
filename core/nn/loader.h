#pragma once

#include "core/nn/runtime.h"

#include <filesystem>
#include <memory>
#include <span>
#include <vector>

namespace kerf::nn {

// Grows whenever Runtime or a type it hands over changes: a library of another build is refused, not called.
inline constexpr int kRuntimeInterface = 2;

// The one symbol that libkerf_nn exports, "kerfNnCreateRuntime". The caller owns what it returns; null when
// it was built for another interface or ran out of memory. Doesn't throw.
using CreateRuntime = Runtime*(int interface);

// Where libkerf_nn is looked for, best first, for a program that lies in `programFolder`.
std::vector<std::filesystem::path> runtimeCandidates(const std::filesystem::path& programFolder);

// Whether this program has a libkerf_nn; it isn't opened.
bool hasRuntime();

// Opens the first of `candidates` that exists. Throws Error(engine_missing) when none does, or when that one
// can't be used. The library stays loaded until the process ends.
std::shared_ptr<const Runtime> openRuntime(std::span<const std::filesystem::path> candidates);

} // namespace kerf::nn
