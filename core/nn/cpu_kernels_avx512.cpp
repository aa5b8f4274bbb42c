#define KERF_KERNELS avx512
#include "core/nn/cpu_kernels_body.h"
#include "core/nn/cpu_kernels_sets.h"

namespace kerf::nn {

const CpuKernels kAvx512Kernels = {
    .name = "avx512",
    .fastBf16 = false,
    .gemmFloat = avx512::gemmFloat,
    .gemmBf16 = avx512::gemmBf16,
    .finish = avx512::finish,
    .layerNorm = avx512::layerNorm,
    .resizeRow = avx512::resizeRow,
    .convert = avx512::convert,
    .rowStep = 1};

} // namespace kerf::nn
