#pragma once

// The deformable convolution of libkerf_nn_cuda: samples go straight into shared memory, no columns are ever
// stored; fp32 sums, in 16-bit types on tensor cores of compute capability 8.0 and newer. Read by both
// compilers.

#include "core/nn/layers_cuda_jobs.h"

namespace kerf::nn {

// `x` starts on 16 bytes, its strides and `inputs` are multiples of 8 values (pad with zeros).
struct CudaDeformConv {
    CudaType type; // of x and the weights
    CudaMap x;
    CudaMap offset;    // dy at 2t, dx at 2t + 1
    CudaMap modulator; // the masks, or what 2 * sigmoid makes them of
    bool isRaw;
    bool motionIsFloat; // offset and modulator; else x's type
    CudaMap out;
    CudaFusion fusion; // without a residual
    // 16 bits: deformtile::packedIndex's order; fp32: [tap][inputs][outputs, padded]
    const void* weights;
    int images;
    int height;
    int width;
    int inputs;
    int outputs;
    int paddedOutputs; // a multiple of 64; of 256 from 65 outputs on
    int kernel;
    void* stream;
};

// "kerfCudaDeformConv"
using CudaDeformConvFunction = int(const CudaDeformConv* job);

} // namespace kerf::nn
