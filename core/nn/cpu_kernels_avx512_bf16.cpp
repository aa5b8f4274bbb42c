#define KERF_KERNELS avx512_bf16
#include "core/nn/cpu_kernels_body.h"
#include "core/nn/cpu_kernels_sets.h"

namespace kerf::nn {

const CpuKernels kAvx512Bf16Kernels = {
    .name = "avx512_bf16",
    .fastBf16 = true,
    .gemmFloat = avx512_bf16::gemmFloat,
    .gemmBf16 = avx512_bf16::gemmBf16,
    .finish = avx512_bf16::finish,
    .layerNorm = avx512_bf16::layerNorm,
    .resizeRow = avx512_bf16::resizeRow,
    .convert = avx512_bf16::convert,
    .rowStep = 1};

} // namespace kerf::nn
