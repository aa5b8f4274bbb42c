#include "core/nn/conv_cuda.h"
#include "core/nn/conv_tile.h"
#include "core/nn/cuda_fusion.cuh"
#include "core/nn/tensor_core.cuh"

using namespace kerf::nn;
using namespace kerf::nn::cuda;

namespace {

// The instructions used here begin with compute capability 8.0; older devices get an empty kernel, which
// kerfCudaConv doesn't start.
#if !defined(__CUDA_ARCH__) || __CUDA_ARCH__ >= 800

__device__ unsigned sharedAddress(const void* pointer) {
    return static_cast<unsigned>(__cvta_generic_to_shared(pointer));
}

// Sixteen bytes on their way to shared memory; zeros where the source is outside.
__device__ void copyChunk(unsigned to, const void* from, bool isInside) {
    const int bytes = isInside ? 16 : 0;
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;\n" ::"r"(to), "l"(from), "r"(bytes)
                 : "memory");
}

__device__ void closeGroup() {
    asm volatile("cp.async.commit_group;\n" ::: "memory");
}

template <int Pending>
__device__ void awaitGroups() {
    asm volatile("cp.async.wait_group %0;\n" ::"n"(Pending) : "memory");
}

// Where a block works.
struct Place {
    int image;
    int y;
    int x;
    int output;
};

template <typename T, int Kernel, int Outputs, int RowsPerWarp>
struct Block {
    using Tile = convtile::Tile<Kernel, Outputs, RowsPerWarp>;
    static constexpr int kPairs = Outputs / 16;

    // Sends a stage's inputs and weights on their way.
    static __device__ void load(unsigned shared, const CudaConv& job, const Place& place, int stage) {
        const int firstChannel = stage * convtile::kStageChannels;
        const T* x = static_cast<const T*>(job.x.data);
        for (int i = int(threadIdx.x); i < Tile::inputRows * 2; i += convtile::kThreads) {
            const int row = i >> 1;
            const int channel = firstChannel + (i & 1) * convtile::kChunkValues;
            const int pixelY = place.y + row / Tile::haloWidth - Kernel / 2;
            const int pixelX = place.x + row % Tile::haloWidth - Kernel / 2;
            const bool isInside = pixelY >= 0 && pixelY < job.height && pixelX >= 0 && pixelX < job.width &&
                                  channel < job.inputs;
            const T* from = isInside ? x + pixelAt(job.x, place.image, pixelY, pixelX) + channel : x;
            copyChunk(shared + unsigned(convtile::chunkOffset(row, i & 1)), from, isInside);
        }
        const T* weights = static_cast<const T*>(job.weights);
        for (int i = int(threadIdx.x); i < Tile::weightRows * 2; i += convtile::kThreads) {
            const int tap = (i >> 1) / Outputs;
            const int output = (i >> 1) % Outputs;
            const T* from =
                weights +
                convtile::packedIndex(stage, tap, place.output + output, Tile::taps, job.paddedOutputs) +
                (i & 1) * convtile::kChunkValues;
            copyChunk(
                shared + unsigned(convtile::chunkOffset(Tile::weightRow(tap, output), i & 1)), from, true);
        }
    }

    using Sums = float[RowsPerWarp][kPairs * 2][4];

    static __device__ void multiplyStage(Sums& sums, unsigned shared, int warp, int lane) {
#pragma unroll 3
        for (int tap = 0; tap < Tile::taps; ++tap) {
            unsigned weights[kPairs][4];
#pragma unroll
            for (int pair = 0; pair < kPairs; ++pair) {
                loadMatrices(weights[pair], shared + unsigned(Tile::weightAddress(lane, pair * 16, tap)));
            }
#pragma unroll
            for (int line = 0; line < RowsPerWarp; ++line) {
                unsigned inputs[4];
                loadMatrices(
                    inputs, shared + unsigned(Tile::inputAddress(lane, warp * RowsPerWarp + line, tap)));
#pragma unroll
                for (int pair = 0; pair < kPairs; ++pair) {
                    multiply<T>(sums[line][pair * 2], inputs, weights[pair][0], weights[pair][1]);
                    multiply<T>(sums[line][pair * 2 + 1], inputs, weights[pair][2], weights[pair][3]);
                }
            }
        }
    }

    // Eight channels of a pixel, from the sums to the output.
    static __device__ void
    finish(const float* sums, const CudaConv& job, std::int64_t outAt, std::int64_t residualAt, int channel) {
        const int valid = min(8, job.outputs - channel);
        float values[8];
#pragma unroll
        for (int i = 0; i < 8; ++i) {
            values[i] = sums[i];
        }
        fuseEight<T>(values, job.fusion, channel, valid, residualAt);
        if (job.fusion.outIsFloat) {
            writeEight<float>(job.out, outAt, valid, values);
        } else {
            writeEight<T>(job.out, outAt, valid, values);
        }
    }

    // Through shared memory, so that a lane writes 16 bytes of one pixel.
    static __device__ void
    store(const Sums& sums, float* staged, const CudaConv& job, const Place& place, int warp, int lane) {
        float* mine = staged + warp * convtile::kTileWidth * Tile::sumStride;
#pragma unroll
        for (int line = 0; line < RowsPerWarp; ++line) {
            __syncwarp();
#pragma unroll
            for (int tile = 0; tile < kPairs * 2; ++tile) {
#pragma unroll
                for (int value = 0; value < 4; value += 2) {
                    *reinterpret_cast<float2*>(
                        mine + convtile::sumPixel(lane, value) * Tile::sumStride + tile * 8 +
                        convtile::sumOutput(lane, value)) =
                        make_float2(sums[line][tile][value], sums[line][tile][value + 1]);
                }
            }
            __syncwarp();
            const int y = place.y + warp * RowsPerWarp + line;
            for (int i = lane; i < convtile::kTileWidth * (Outputs / 8); i += 32) {
                const int pixel = i / (Outputs / 8);
                const int first = i % (Outputs / 8) * 8;
                const int channel = place.output + first;
                const int x = place.x + pixel;
                if (y < job.height && x < job.width && channel < job.outputs) {
                    finish(
                        mine + pixel * Tile::sumStride + first, job,
                        pixelAt(job.out, place.image, y, x) + channel,
                        pixelAt(job.fusion.residual, place.image, y, x) + channel, channel);
                }
            }
        }
    }
};

#endif

template <typename T, int Kernel, int Outputs, int RowsPerWarp>
__global__ void __launch_bounds__(convtile::kThreads, 2)
    convolve(const __grid_constant__ CudaConv job, int tilesAcross, int tilesDown) {
#if !defined(__CUDA_ARCH__) || __CUDA_ARCH__ >= 800
    using Work = Block<T, Kernel, Outputs, RowsPerWarp>;
    using Tile = typename Work::Tile;
    extern __shared__ __align__(128) unsigned char shared[];
    const int warp = int(threadIdx.x) / 32;
    const int lane = int(threadIdx.x) % 32;
    const int tile = int(blockIdx.x) % (tilesAcross * tilesDown);
    const Place place{
        int(blockIdx.x) / (tilesAcross * tilesDown), tile / tilesAcross * Tile::height,
        tile % tilesAcross * convtile::kTileWidth, int(blockIdx.y) * Outputs};
    const unsigned base = sharedAddress(shared);
    const int count = (job.inputs + convtile::kStageChannels - 1) / convtile::kStageChannels;

    for (int stage = 0; stage < Tile::stages - 1; ++stage) {
        if (stage < count) {
            Work::load(base + unsigned(stage * Tile::stageBytes), job, place, stage);
        }
        closeGroup();
    }
    typename Work::Sums sums = {};
    for (int stage = 0; stage < count; ++stage) {
        awaitGroups<Tile::stages - 2>();
        // Also: everyone is done with the stage that is overwritten next.
        __syncthreads();
        const int next = stage + Tile::stages - 1;
        if (next < count) {
            Work::load(base + unsigned(next % Tile::stages * Tile::stageBytes), job, place, next);
        }
        closeGroup();
        Work::multiplyStage(sums, base + unsigned(stage % Tile::stages * Tile::stageBytes), warp, lane);
    }
    awaitGroups<0>();
    __syncthreads();
    Work::store(sums, reinterpret_cast<float*>(shared), job, place, warp, lane);
#endif
}

template <typename T, int Kernel, int Outputs, int RowsPerWarp>
int start(const CudaConv& job) {
    using Tile = convtile::Tile<Kernel, Outputs, RowsPerWarp>;
    auto* kernel = convolve<T, Kernel, Outputs, RowsPerWarp>;
    const cudaError_t failed =
        cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, Tile::sharedBytes);
    if (failed != cudaSuccess) {
        return failed;
    }
    const int across = (job.width + convtile::kTileWidth - 1) / convtile::kTileWidth;
    const int down = (job.height + Tile::height - 1) / Tile::height;
    const std::int64_t tiles = std::int64_t(across) * down * job.images;
    const int blocks = (job.outputs + Outputs - 1) / Outputs;
    if (tiles > 0x7FFFFFFF || blocks > 65535) {
        return cudaErrorInvalidValue;
    }
    kernel<<<
        dim3(unsigned(tiles), unsigned(blocks)), convtile::kThreads, Tile::sharedBytes,
        static_cast<cudaStream_t>(job.stream)>>>(job, across, down);
    return cudaGetLastError();
}

// Tall tiles read less per sum; low ones fill the device when the map is small.
template <typename T, int Kernel>
int choose(const CudaConv& job) {
    constexpr int kBlocksPerProcessor = 2;
    const std::int64_t pixels = std::int64_t(job.images) * job.height * job.width;
    const bool isWide = job.outputs > 32;
    const std::int64_t blocks =
        pixels / (convtile::kTileWidth * convtile::kWarps * 2) * ((job.outputs + 63) / 64);
    const bool isLarge = blocks >= std::int64_t(job.processors) * kBlocksPerProcessor;
    if (isWide) {
        return isLarge ? start<T, Kernel, 64, 2>(job) : start<T, Kernel, 64, 1>(job);
    }
    return isLarge ? start<T, Kernel, 32, 2>(job) : start<T, Kernel, 32, 1>(job);
}

template <typename T>
int chooseKernel(const CudaConv& job) {
    return job.kernel == 1 ? choose<T, 1>(job) : choose<T, 3>(job);
}

bool isSound(const CudaConv& job) {
    const std::int64_t strides = job.x.imageStride | job.x.lineStride | job.x.pixelStride;
    return job.images > 0 && job.height > 0 && job.width > 0 && job.inputs > 0 && job.inputs % 8 == 0 &&
           job.outputs > 0 && job.paddedOutputs >= job.outputs &&
           job.paddedOutputs % (job.outputs > 32 ? 64 : 32) == 0 && (job.kernel == 1 || job.kernel == 3) &&
           strides % 8 == 0 && reinterpret_cast<std::uintptr_t>(job.x.data) % 16 == 0 &&
           reinterpret_cast<std::uintptr_t>(job.weights) % 16 == 0;
}

} // namespace

extern "C" __attribute__((visibility("default"))) int kerfCudaProcessors() {
    int device = 0;
    int major = 0;
    int processors = 0;
    if (cudaGetDevice(&device) != cudaSuccess ||
        cudaDeviceGetAttribute(&major, cudaDevAttrComputeCapabilityMajor, device) != cudaSuccess ||
        cudaDeviceGetAttribute(&processors, cudaDevAttrMultiProcessorCount, device) != cudaSuccess ||
        major < 8) {
        return 0;
    }
    return processors;
}

extern "C" __attribute__((visibility("default"))) int kerfCudaConv(const CudaConv* job) {
    if (!isSound(*job)) {
        return cudaErrorInvalidValue;
    }
    return job->isBfloat16 ? chooseKernel<__nv_bfloat16>(*job) : chooseKernel<__half>(*job);
}
