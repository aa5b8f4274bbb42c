#include "core/nn/attention_tile.h"
#include "core/nn/cuda_fusion.cuh"
#include "core/nn/layers_cuda_jobs.h"
#include "core/nn/tensor_core.cuh"

#include <type_traits>

using namespace kerf::nn;
using namespace kerf::nn::cuda;

namespace {

#if !defined(__CUDA_ARCH__) || __CUDA_ARCH__ >= 800

template <typename T>
__device__ unsigned packed(float low, float high) {
    if constexpr (std::is_same_v<T, __half>) {
        const __half2 both = __floats2half2_rn(low, high);
        return *reinterpret_cast<const unsigned*>(&both);
    } else {
        const __nv_bfloat162 both = __floats2bfloat162_rn(low, high);
        return *reinterpret_cast<const unsigned*>(&both);
    }
}

// The greatest, and the sum, of the four lanes that share a row of scores.
__device__ float greatestOfRow(float value) {
    value = fmaxf(value, __shfl_xor_sync(0xFFFFFFFFU, value, 1));
    return fmaxf(value, __shfl_xor_sync(0xFFFFFFFFU, value, 2));
}
__device__ float sumOfRow(float value) {
    value += __shfl_xor_sync(0xFFFFFFFFU, value, 1);
    return value + __shfl_xor_sync(0xFFFFFFFFU, value, 2);
}

// Tiles: sixteens of tokens.
template <typename T, int Tiles>
struct Attention {
    static constexpr int kRows = Tiles * 16;
    using Scores = float[Tiles * 2][4];

    // q, k and v of the window's tokens, zeros behind the last, and the tokens' regions.
    static __device__ void
    load(unsigned char* shared, int* regions, const CudaWindowAttention& job, const attention::Grid& grid) {
        const int tokens = job.side * job.side;
        const int image = int(blockIdx.z);
        const int head = int(blockIdx.y);
        for (int i = int(threadIdx.x); i < kRows * 3 * attention::kHeadChunks; i += Tiles * 32) {
            const int chunk = i % attention::kHeadChunks;
            const int part = i / attention::kHeadChunks % 3;
            const int token = i / attention::kHeadChunks / 3;
            Eight<T> eight{};
            if (token < tokens) {
                const attention::Place place = grid.placeOf(int(blockIdx.x), token);
                const int channel =
                    (part * job.heads + head) * attention::kHeadValues + chunk * convtile::kChunkValues;
                const T* from = place.isPadding ? static_cast<const T*>(job.padding)
                                                : static_cast<const T*>(job.qkv.data) +
                                                      pixelAt(job.qkv, image, place.y, place.x);
                eight = *reinterpret_cast<const Eight<T>*>(from + channel);
                if (chunk == 0 && part == 0) {
                    regions[token] = place.region;
                }
            }
            *reinterpret_cast<Eight<T>*>(shared + attention::chunkOffset(part * kRows + token, chunk)) =
                eight;
        }
    }

    static __device__ void score(Scores& scores, unsigned shared, int query, int lane) {
#pragma unroll
        for (int step = 0; step < 2; ++step) {
            unsigned q[4];
            loadMatrices(q, shared + unsigned(attention::queryAddress(lane, query, step)));
#pragma unroll
            for (int tile = 0; tile < Tiles; ++tile) {
                unsigned k[4];
                loadMatrices(k, shared + unsigned(attention::keyAddress(lane, kRows + tile * 16, step)));
                multiply<T>(scores[tile * 2], q, k[0], k[1]);
                multiply<T>(scores[tile * 2 + 1], q, k[2], k[3]);
            }
        }
    }

    // Scores of rows `query` + lane / 4 (half 0) and 8 further (half 1) become shares. Returns their sums.
    static __device__ void soften(
        Scores& scores,
        float (&sums)[2],
        const CudaWindowAttention& job,
        const int* regions,
        int query,
        int lane) {
        const int tokens = job.side * job.side;
        const float* bias = job.bias + std::int64_t(blockIdx.y) * tokens * tokens;
        constexpr float kScale = 0.17677669529663687F; // 1 / sqrt(32)
#pragma unroll
        for (int half = 0; half < 2; ++half) {
            const int row = query + convtile::sumPixel(lane, half * 2);
            const int seen = min(row, tokens - 1);
            float greatest = -INFINITY;
#pragma unroll
            for (int tile = 0; tile < Tiles * 2; ++tile) {
#pragma unroll
                for (int side = 0; side < 2; ++side) {
                    float& score = scores[tile][half * 2 + side];
                    const int column = tile * 8 + convtile::sumOutput(lane, side);
                    if (column < tokens) {
                        score = score * kScale + bias[seen * tokens + column] +
                                (regions[seen] == regions[column] ? 0.0F : -100.0F);
                    } else {
                        score = -INFINITY;
                    }
                    greatest = fmaxf(greatest, score);
                }
            }
            greatest = greatestOfRow(greatest);
            float sum = 0.0F;
#pragma unroll
            for (int tile = 0; tile < Tiles * 2; ++tile) {
#pragma unroll
                for (int side = 0; side < 2; ++side) {
                    float& score = scores[tile][half * 2 + side];
                    score = __expf(score - greatest);
                    sum += score;
                }
            }
            sums[half] = sumOfRow(sum);
        }
    }

    static __device__ void blend(float (&result)[4][4], const Scores& scores, unsigned shared, int lane) {
#pragma unroll
        for (int tile = 0; tile < Tiles; ++tile) {
            const unsigned shares[4] = {
                packed<T>(scores[tile * 2][0], scores[tile * 2][1]),
                packed<T>(scores[tile * 2][2], scores[tile * 2][3]),
                packed<T>(scores[tile * 2 + 1][0], scores[tile * 2 + 1][1]),
                packed<T>(scores[tile * 2 + 1][2], scores[tile * 2 + 1][3])};
#pragma unroll
            for (int step = 0; step < 2; ++step) {
                unsigned v[4];
                loadTransposed(
                    v, shared + unsigned(attention::valueAddress(lane, 2 * kRows + tile * 16, step)));
                multiply<T>(result[step * 2], shares, v[0], v[1]);
                multiply<T>(result[step * 2 + 1], shares, v[2], v[3]);
            }
        }
    }
};

#endif

template <typename T, int Tiles>
__global__ void __launch_bounds__(Tiles * 32) attend(const __grid_constant__ CudaWindowAttention job) {
#if !defined(__CUDA_ARCH__) || __CUDA_ARCH__ >= 800
    using Work = Attention<T, Tiles>;
    __shared__ __align__(128) unsigned char shared[Work::kRows * 3 * 64];
    __shared__ int regions[Work::kRows];
    const attention::Grid grid{job.size.height, job.size.width, job.side, job.shift};
    Work::load(shared, regions, job, grid);
    __syncthreads();

    const int lane = int(threadIdx.x) % 32;
    const int query = int(threadIdx.x) / 32 * 16;
    const int tokens = job.side * job.side;
    const unsigned base = static_cast<unsigned>(__cvta_generic_to_shared(shared));
    typename Work::Scores scores = {};
    Work::score(scores, base, query, lane);
    float sums[2];
    Work::soften(scores, sums, job, regions, query, lane);
    float result[4][4] = {};
    Work::blend(result, scores, base, lane);

    for (int half = 0; half < 2; ++half) {
        const int token = query + convtile::sumPixel(lane, half * 2);
        if (token >= tokens) {
            continue;
        }
        const attention::Place place = grid.placeOf(int(blockIdx.x), token);
        if (place.isPadding) {
            continue;
        }
        T* to = static_cast<T*>(job.out.data) + pixelAt(job.out, int(blockIdx.z), place.y, place.x) +
                blockIdx.y * attention::kHeadValues;
        for (int tile = 0; tile < 4; ++tile) {
            for (int side = 0; side < 2; ++side) {
                to[tile * 8 + convtile::sumOutput(lane, side)] =
                    fromFloat<T>(result[tile][half * 2 + side] / sums[half]);
            }
        }
    }
#endif
}

template <typename T>
int start(const CudaWindowAttention& job) {
    const attention::Grid grid{job.size.height, job.size.width, job.side, job.shift};
    const dim3 blocks(unsigned(grid.down() * grid.across()), unsigned(job.heads), unsigned(job.size.images));
    auto* stream = static_cast<cudaStream_t>(job.stream);
    if (job.side * job.side <= 64) {
        attend<T, 4><<<blocks, 4 * 32, 0, stream>>>(job);
    } else {
        attend<T, 9><<<blocks, 9 * 32, 0, stream>>>(job);
    }
    return cudaGetLastError();
}

} // namespace

extern "C" __attribute__((visibility("default"))) int
kerfCudaWindowAttention(const CudaWindowAttention* job) {
    const std::int64_t strides = job->qkv.imageStride | job->qkv.lineStride | job->qkv.pixelStride;
    const auto addresses =
        reinterpret_cast<std::uintptr_t>(job->qkv.data) | reinterpret_cast<std::uintptr_t>(job->padding);
    if (job->size.images <= 0 || job->size.images > 65535 || job->size.height <= 0 || job->size.width <= 0 ||
        job->heads <= 0 || job->heads > 65535 || job->size.channels != job->heads * attention::kHeadValues ||
        job->side <= 0 || job->side * job->side > 144 || job->shift < 0 || job->shift >= job->side ||
        strides % 8 != 0 || addresses % 16 != 0 || job->type == CudaType::float32) {
        return cudaErrorInvalidValue;
    }
    return job->type == CudaType::half ? start<__half>(*job) : start<__nv_bfloat16>(*job);
}
