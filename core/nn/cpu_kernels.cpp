#include "core/nn/cpu_kernels.h"

#include "core/nn/cpu_kernels_sets.h"

#include <cpuid.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

namespace kerf::nn {
namespace {

// Asks Linux for the tile registers, which a process gets on request only.
bool hasAmx() {
    constexpr unsigned kBf16Bit = 1U << 22;
    constexpr unsigned kTileBit = 1U << 24;
    constexpr long kRequestPermission = 0x1023; // ARCH_REQ_XCOMP_PERM
    constexpr long kTileData = 18;
    unsigned eax = 0;
    unsigned ebx = 0;
    unsigned ecx = 0;
    unsigned edx = 0;
    return __get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) != 0 && (edx & kBf16Bit) != 0 &&
           (edx & kTileBit) != 0 && syscall(SYS_arch_prctl, kRequestPermission, kTileData) == 0;
}

// A small product by both: an emulator or a virtual machine may claim tiles that don't work.
bool agree(const CpuKernels& kernels, const CpuKernels& reference) {
    constexpr int kRows = 49;
    constexpr int kDepth = 64;
    alignas(64) static std::uint16_t a[kRows * kDepth];
    alignas(64) static std::uint16_t b[kDepth * kPanel];
    alignas(64) static float c[2][kRows * kPanel];
    const auto small = [](int i) { // -1 to 1 in steps of 1/8, exact in bf16
        const float value = float(i * 7 % 17 - 8) / 8.0F;
        std::uint32_t bits = 0;
        std::memcpy(&bits, &value, 4);
        return static_cast<std::uint16_t>(bits >> 16);
    };
    for (int i = 0; i < kRows * kDepth; ++i) {
        a[i] = small(i);
    }
    for (int i = 0; i < kDepth * kPanel; ++i) {
        b[i] = small(i + 5);
    }
    const void* start = a;
    GemmCall call{.a = &start, .lda = kDepth, .m = kRows, .k = kDepth, .b = b};
    call.c = c[0];
    reference.gemmBf16(call);
    call.c = c[1];
    kernels.begin();
    kernels.gemmBf16(call);
    kernels.end();
    return std::memcmp(c[0], c[1], sizeof(c[0])) == 0; // such sums have no rounding errors
}

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

CpuKernelList findRunnable() {
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
    if (__builtin_cpu_supports("avx512bf16") == 0) {
        return list;
    }
    list.entry[list.count++] = &kAvx512Bf16Kernels;
    if (hasAmx() && agree(kAmxKernels, kAvx512Bf16Kernels)) {
        list.entry[list.count++] = &kAmxKernels;
    }
    return list;
}

} // namespace

CpuKernelList runnableCpuKernels() {
    static const CpuKernelList list = findRunnable();
    return list;
}

const CpuKernels& cpuKernels() {
    static const CpuKernels& kernels = choose();
    return kernels;
}

} // namespace kerf::nn
