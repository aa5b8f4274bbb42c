#include "core/nn/cuda_fusion.cuh"
#include "core/nn/layers_cuda_jobs.h"

#include <algorithm>

using namespace kerf::nn;
using namespace kerf::nn::cuda;

namespace {

constexpr int kThreads = 256;
constexpr int kMostBlocks = 1 << 20; // threads then take several pieces of work each

int blocksFor(std::int64_t pieces, int perBlock) {
    return int(std::min<std::int64_t>((pieces + perBlock - 1) / perBlock, kMostBlocks));
}

bool isSound(const CudaSize& size) {
    return size.images > 0 && size.height > 0 && size.width > 0 && size.channels > 0;
}

// Eight channels of one pixel: what a thread works on at a time.
struct Piece {
    int image;
    int y;
    int x;
    int channel;

    __device__ std::int64_t in(const CudaMap& map) const { return pixelAt(map, image, y, x) + channel; }
};

__host__ __device__ std::int64_t pieceCount(const CudaSize& size) {
    return std::int64_t(size.images) * size.height * size.width * ((size.channels + 7) / 8);
}

__device__ Piece pieceAt(const CudaSize& size, std::int64_t index) {
    const int perPixel = (size.channels + 7) / 8;
    const int channel = int(index % perPixel) * 8;
    index /= perPixel;
    const int x = int(index % size.width);
    index /= size.width;
    return {int(index / size.height), int(index % size.height), x, channel};
}

template <typename T>
__global__ void fuse(const CudaFuse job) {
    const std::int64_t count = pieceCount(job.size);
    for (std::int64_t i = std::int64_t(blockIdx.x) * kThreads + threadIdx.x; i < count;
         i += std::int64_t(gridDim.x) * kThreads) {
        const Piece piece = pieceAt(job.size, i);
        const int valid = min(8, job.size.channels - piece.channel);
        float values[8];
        readEight<T>(values, job.sum, piece.in(job.sum), valid);
        fuseEight<T>(values, job.fusion, piece.channel, valid, piece.in(job.fusion.residual));
        if (job.fusion.outIsFloat) {
            writeEight<float>(job.out, piece.in(job.out), valid, values);
        } else {
            writeEight<T>(job.out, piece.in(job.out), valid, values);
        }
    }
}

__device__ float sumOfWarp(float value) {
    for (int step = 16; step > 0; step /= 2) {
        value += __shfl_xor_sync(0xFFFFFFFFU, value, step);
    }
    return value;
}

// A warp normalises a pixel; the second and third time its values come from the cache.
template <typename T>
__global__ void normalise(const CudaLayerNorm job) {
    const int lane = int(threadIdx.x) % 32;
    const std::int64_t pixels = std::int64_t(job.size.images) * job.size.height * job.size.width;
    const int channels = job.size.channels;
    for (std::int64_t i = (std::int64_t(blockIdx.x) * kThreads + threadIdx.x) / 32; i < pixels;
         i += std::int64_t(gridDim.x) * (kThreads / 32)) {
        const int x = int(i % job.size.width);
        const int y = int(i / job.size.width % job.size.height);
        const int image = int(i / job.size.width / job.size.height);
        const std::int64_t from = pixelAt(job.x, image, y, x);
        const std::int64_t to = pixelAt(job.out, image, y, x);
        float values[8];
        float sum = 0.0F;
        for (int c = lane * 8; c < channels; c += 256) {
            readEight<T>(values, job.x, from + c, channels - c);
            for (const float value : values) {
                sum += value;
            }
        }
        const float mean = sumOfWarp(sum) / float(channels);
        float squares = 0.0F;
        for (int c = lane * 8; c < channels; c += 256) {
            readEight<T>(values, job.x, from + c, channels - c);
            for (int k = 0; k < 8 && c + k < channels; ++k) {
                squares += (values[k] - mean) * (values[k] - mean);
            }
        }
        const float factor = rsqrtf(sumOfWarp(squares) / float(channels) + 1e-5F);
        for (int c = lane * 8; c < channels; c += 256) {
            readEight<T>(values, job.x, from + c, channels - c);
            for (int k = 0; k < 8 && c + k < channels; ++k) {
                values[k] = (values[k] - mean) * factor * job.scale[c + k] + job.shift[c + k];
            }
            writeEight<T>(job.out, to + c, channels - c, values);
        }
    }
}

// Where a line or column of the result lies between two of the source.
struct Between {
    int first;
    int second;
    float share; // of the second
};

__device__ Between between(int place, int size, int sourceSize) {
    const float step = size > 1 ? float(sourceSize - 1) / float(size - 1) : 0.0F;
    const float at = step * float(place);
    const int first = min(int(at), sourceSize - 1);
    return {first, min(first + 1, sourceSize - 1), at - float(first)};
}

template <typename T>
__global__ void resize(const CudaResize job) {
    const std::int64_t count = pieceCount(job.size);
    for (std::int64_t i = std::int64_t(blockIdx.x) * kThreads + threadIdx.x; i < count;
         i += std::int64_t(gridDim.x) * kThreads) {
        const Piece piece = pieceAt(job.size, i);
        const int valid = min(8, job.size.channels - piece.channel);
        const Between down = between(piece.y, job.size.height, job.sourceHeight);
        const Between across = between(piece.x, job.size.width, job.sourceWidth);
        float corners[4][8];
        readEight<T>(
            corners[0], job.x, Piece{piece.image, down.first, across.first, piece.channel}.in(job.x), valid);
        readEight<T>(
            corners[1], job.x, Piece{piece.image, down.first, across.second, piece.channel}.in(job.x), valid);
        readEight<T>(
            corners[2], job.x, Piece{piece.image, down.second, across.first, piece.channel}.in(job.x), valid);
        readEight<T>(
            corners[3], job.x, Piece{piece.image, down.second, across.second, piece.channel}.in(job.x),
            valid);
        float values[8] = {};
        if (job.residual.data != nullptr) {
            readEight<T>(values, job.residual, piece.in(job.residual), valid);
        }
#pragma unroll
        for (int k = 0; k < 8; ++k) {
            const float upper = corners[0][k] + across.share * (corners[1][k] - corners[0][k]);
            const float lower = corners[2][k] + across.share * (corners[3][k] - corners[2][k]);
            values[k] += upper + down.share * (lower - upper);
        }
        writeEight<T>(job.out, piece.in(job.out), valid, values);
    }
}

__global__ void doubleSize(const CudaDouble job) {
    const std::int64_t count = pieceCount(job.size);
    for (std::int64_t i = std::int64_t(blockIdx.x) * kThreads + threadIdx.x; i < count;
         i += std::int64_t(gridDim.x) * kThreads) {
        const Piece piece = pieceAt(job.size, i);
        const auto eight =
            *reinterpret_cast<const Eight<__half>*>(static_cast<const __half*>(job.x.data) + piece.in(job.x));
        for (int corner = 0; corner < 4; ++corner) {
            const Piece to{piece.image, piece.y * 2 + corner / 2, piece.x * 2 + corner % 2, piece.channel};
            *reinterpret_cast<Eight<__half>*>(static_cast<__half*>(job.out.data) + to.in(job.out)) = eight;
        }
    }
}

template <typename T>
__global__ void toMap(const CudaToMap job) {
    const std::int64_t count = std::int64_t(job.size.height) * job.size.width;
    for (std::int64_t i = std::int64_t(blockIdx.x) * kThreads + threadIdx.x; i < count;
         i += std::int64_t(gridDim.x) * kThreads) {
        const int x = int(i % job.size.width);
        const int y = int(i / job.size.width);
        const std::uint8_t* pixel = job.rgb + y * job.rowBytes + std::int64_t(x) * 3;
        T* to = static_cast<T*>(job.out.data) + pixelAt(job.out, 0, y, x);
        for (int channel = 0; channel < 3; ++channel) {
            to[channel] =
                fromFloat<T>((float(pixel[channel]) / 255.0F - job.mean[channel]) / job.deviation[channel]);
        }
    }
}

__global__ void filter(const CudaFilter job) {
    const std::int64_t count = std::int64_t(job.size.height) * job.size.width;
    const int channels = job.size.channels;
    for (std::int64_t i = std::int64_t(blockIdx.x) * kThreads + threadIdx.x; i < count;
         i += std::int64_t(gridDim.x) * kThreads) {
        const int x = int(i % job.size.width);
        const int y = int(i / job.size.width);
        const int place = job.isDown ? y : x;
        const std::int64_t step = std::int64_t(channels) * (job.isDown ? job.size.width : 1);
        const std::int64_t line =
            job.isDown ? std::int64_t(x) * channels : std::int64_t(y) * job.sourceLength * channels;
        const std::uint8_t* from = job.in + line + job.first[place] * step;
        const std::int32_t* weights = job.weights + std::int64_t(place) * job.stride;
        for (int channel = 0; channel < channels; ++channel) {
            int sum = 1 << 21;
            for (int tap = 0; tap < job.count[place]; ++tap) {
                sum += int(from[tap * step + channel]) * weights[tap];
            }
            job.out[i * channels + channel] = std::uint8_t(min(max(sum >> 22, 0), 255));
        }
    }
}

// Starts the kernel for the job's type.
#define KERF_START(kernel, job, pieces, perBlock)                                                            \
    do {                                                                                                     \
        const int blocks = blocksFor(pieces, perBlock);                                                      \
        auto* stream = static_cast<cudaStream_t>((job).stream);                                              \
        if ((job).type == CudaType::half) {                                                                  \
            kernel<__half><<<blocks, kThreads, 0, stream>>>(job);                                            \
        } else if ((job).type == CudaType::bfloat16) {                                                       \
            kernel<__nv_bfloat16><<<blocks, kThreads, 0, stream>>>(job);                                     \
        } else {                                                                                             \
            kernel<float><<<blocks, kThreads, 0, stream>>>(job);                                             \
        }                                                                                                    \
        return cudaGetLastError();                                                                           \
    } while (false)

} // namespace

#define KERF_EXPORT extern "C" __attribute__((visibility("default")))

KERF_EXPORT int kerfCudaFuse(const CudaFuse* job) {
    if (!isSound(job->size)) {
        return cudaErrorInvalidValue;
    }
    KERF_START(fuse, *job, pieceCount(job->size), kThreads);
}

KERF_EXPORT int kerfCudaLayerNorm(const CudaLayerNorm* job) {
    if (!isSound(job->size)) {
        return cudaErrorInvalidValue;
    }
    const std::int64_t pixels = std::int64_t(job->size.images) * job->size.height * job->size.width;
    KERF_START(normalise, *job, pixels, kThreads / 32);
}

KERF_EXPORT int kerfCudaResize(const CudaResize* job) {
    if (!isSound(job->size) || job->sourceHeight <= 0 || job->sourceWidth <= 0) {
        return cudaErrorInvalidValue;
    }
    KERF_START(resize, *job, pieceCount(job->size), kThreads);
}

KERF_EXPORT int kerfCudaDouble(const CudaDouble* job) {
    const std::int64_t strides = job->x.imageStride | job->x.lineStride | job->x.pixelStride |
                                 job->out.imageStride | job->out.lineStride | job->out.pixelStride;
    const auto addresses =
        reinterpret_cast<std::uintptr_t>(job->x.data) | reinterpret_cast<std::uintptr_t>(job->out.data);
    if (!isSound(job->size) || (job->size.channels | strides) % 8 != 0 || addresses % 16 != 0) {
        return cudaErrorInvalidValue;
    }
    doubleSize<<<
        blocksFor(pieceCount(job->size), kThreads), kThreads, 0, static_cast<cudaStream_t>(job->stream)>>>(
        *job);
    return cudaGetLastError();
}

KERF_EXPORT int kerfCudaToMap(const CudaToMap* job) {
    if (!isSound(job->size) || job->rowBytes < std::int64_t(job->size.width) * 3) {
        return cudaErrorInvalidValue;
    }
    KERF_START(toMap, *job, std::int64_t(job->size.height) * job->size.width, kThreads);
}

KERF_EXPORT int kerfCudaFilter(const CudaFilter* job) {
    if (!isSound(job->size) || job->sourceLength <= 0 || job->stride <= 0) {
        return cudaErrorInvalidValue;
    }
    const std::int64_t pixels = std::int64_t(job->size.height) * job->size.width;
    filter<<<blocksFor(pixels, kThreads), kThreads, 0, static_cast<cudaStream_t>(job->stream)>>>(*job);
    return cudaGetLastError();
}
