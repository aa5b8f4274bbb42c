#pragma once

// The convolution of libkerf_nn_cuda: 1 x 1 and 3 x 3, stride 1, zero padding, 16-bit values, fp32 sums, on
// tensor cores of compute capability 8.0 and newer. Read by both compilers.

#include <cstdint>

namespace kerf::nn {

// A map [N, H, W, C] in the device's memory; strides in values, the channels' is 1.
struct CudaMap {
    void* data;
    std::int64_t imageStride;
    std::int64_t lineStride;
    std::int64_t pixelStride;
};

// out = residual + gain * activation(sum + bias)
struct CudaFusion {
    int activation; // Activation's number
    float slope;
    float gain;
    bool outIsFloat; // else the input's type
    bool residualIsFloat;
    const float* bias;   // [outputs] fp32; null: zeros
    const float* slopes; // [outputs] fp32, for prelu
    CudaMap residual;    // data null: none
};

// `x` starts on 16 bytes and its strides are multiples of 8 values; so do `inputs` (pad with zeros).
struct CudaConv {
    CudaMap x;
    CudaMap out;
    const void* weights; // convtile::packedIndex's order, outputs padded to paddedOutputs, inputs to 16
    CudaFusion fusion;
    int images;
    int height;
    int width;
    int inputs;
    int outputs;
    int paddedOutputs; // a multiple of 32; of 64 from 64 outputs on
    int kernel;
    bool isBfloat16; // else IEEE half
    int processors;  // the device's multiprocessors, for the choice of the tile
    void* stream;
};

// "kerfCudaConv"
using CudaConvFunction = int(const CudaConv* job);

// "kerfCudaProcessors": of the current device; 0 where its compute capability is below 8.0.
using CudaProcessorsFunction = int();

} // namespace kerf::nn
