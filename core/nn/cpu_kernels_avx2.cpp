#define KERF_KERNELS avx2
#include "core/nn/cpu_kernels_body.h"
#include "core/nn/cpu_kernels_sets.h"

namespace kerf::nn {

const CpuKernels kAvx2Kernels = {
    .name = "avx2",
    .fastBf16 = false,
    .gemmFloat = avx2::gemmFloat,
    .gemmBf16 = avx2::gemmBf16,
    .finish = avx2::finish,
    .layerNorm = avx2::layerNorm,
    .resizeRow = avx2::resizeRow,
    .convert = avx2::convert,
    .rowStep = 1};

} // namespace kerf::nn
