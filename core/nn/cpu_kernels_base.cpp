#define KERF_KERNELS base
#include "core/nn/cpu_kernels_body.h"
#include "core/nn/cpu_kernels_sets.h"

namespace kerf::nn {

const CpuKernels kBaseKernels = {
    .name = "base",
    .fastBf16 = false,
    .gemmFloat = base::gemmFloat,
    .gemmBf16 = base::gemmBf16,
    .finish = base::finish,
    .layerNorm = base::layerNorm,
    .resizeRow = base::resizeRow,
    .convert = base::convert,
    .rowStep = 1};

} // namespace kerf::nn
