#include "core/nn/cpu_kernels.h"

#include "core/nn/cpu_kernels_sets.h"

#include <cstdlib>
#include <cstring>

namespace kerf::nn {
namespace {

const CpuKernels& choose() {
    const CpuKernelList list = runnableCpuKernels();
    const char* wanted = std::getenv("KERF_CPU_KERNELS"); // NOLINT(concurrency-mt-unsafe): read once
    for (int i = 0; wanted != nullptr && i < list.count; ++i) {
        if (std::strcmp(list.entry[i]->name, wanted) == 0) {
            return *list.entry[i];
        }
    }
    return *list.entry[list.count - 1];
}

} // namespace

CpuKernelList runnableCpuKernels() {
    CpuKernelList list;
    list.entry[list.count++] = &kBaseKernels;
    if (__builtin_cpu_supports("avx2") == 0 || __builtin_cpu_supports("fma") == 0) {
        return list;
    }
    list.entry[list.count++] = &kAvx2Kernels;
    if (__builtin_cpu_supports("avx512f") == 0 || __builtin_cpu_supports("avx512bw") == 0 ||
        __builtin_cpu_supports("avx512vl") == 0 || __builtin_cpu_supports("avx512dq") == 0) {
        return list;
    }
    list.entry[list.count++] = &kAvx512Kernels;
    if (__builtin_cpu_supports("avx512bf16") != 0) {
        list.entry[list.count++] = &kAvx512Bf16Kernels;
    }
    return list;
}

const CpuKernels& cpuKernels() {
    static const CpuKernels& kernels = choose();
    return kernels;
}

} // namespace kerf::nn
