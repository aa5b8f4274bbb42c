#include "core/nn/cuda_fusion.cuh"
#include "core/nn/deform_conv_cuda.h"
#include "core/nn/deform_tile.h"
#include "core/nn/tensor_core.cuh"

using namespace kerf::nn;
using namespace kerf::nn::cuda;

namespace {

// A deformable convolution adds no residual.
__device__ float fused(float sum, const CudaFusion& fusion, int channel) {
    const float bias = fusion.bias != nullptr ? fusion.bias[channel] : 0.0F;
    return fusion.gain * activated(sum + bias, fusion, channel);
}

template <typename T>
__device__ void put(const CudaMap& out, bool isFloat, std::int64_t at, float value) {
    if (isFloat) {
        static_cast<float*>(out.data)[at] = value;
    } else {
        static_cast<T*>(out.data)[at] = fromFloat<T>(value);
    }
}

struct Place {
    int image;
    int y;
    int x;
    bool isInside;
};

// Pixel `pixel` of the block's tile of 8 pixels across and `down` lines.
__device__ Place placeOf(const CudaDeformConv& job, int pixel, int down) {
    const int across = (job.width + deformtile::kSide - 1) / deformtile::kSide;
    const int tilesDown = (job.height + down - 1) / down;
    const int tile = int(blockIdx.x) % (across * tilesDown);
    const int y = tile / across * down + pixel / deformtile::kSide;
    const int x = tile % across * deformtile::kSide + pixel % deformtile::kSide;
    return {int(blockIdx.x) / (across * tilesDown), y, x, y < job.height && x < job.width};
}

// What moves one tap of one pixel.
struct Motion {
    float dy;
    float dx;
    float modulator;
};

template <typename T>
__device__ float valueAt(const CudaMap& map, bool isFloat, std::int64_t at) {
    return isFloat ? static_cast<const float*>(map.data)[at] : toFloat(static_cast<const T*>(map.data)[at]);
}

// One thread's pixel, its next tap's motion and its present tap's corners.
template <typename T>
class Sampler {
public:
    __device__ Sampler(const CudaDeformConv& job, const Place& place) : m_job(job), m_place(place) {
        if (place.isInside) {
            m_offset = pixelAt(job.offset, place.image, place.y, place.x);
            m_modulator = pixelAt(job.modulator, place.image, place.y, place.x);
        }
        fetch(0);
    }

    // Turns to `tap`, whose motion was fetched, and fetches the next one's.
    __device__ void turnTo(int tap) {
        const int radius = m_job.kernel / 2;
        const deformtile::Corners corners = deformtile::cornersAt(
            float(m_place.y - radius + tap / m_job.kernel) + m_motion.dy,
            float(m_place.x - radius + tap % m_job.kernel) + m_motion.dx, m_job.height, m_job.width);
        const float mask = m_job.isRaw ? 2.0F / (1.0F + expf(-m_motion.modulator)) : m_motion.modulator;
#pragma unroll
        for (int corner = 0; corner < 4; ++corner) {
            m_from[corner] = pixelAt(m_job.x, m_place.image, corners.y[corner / 2], corners.x[corner % 2]);
            m_weight[corner] = mask * corners.down[corner / 2] * corners.across[corner % 2];
        }
        if (tap + 1 < m_job.kernel * m_job.kernel) {
            fetch(tap + 1);
        }
    }

    // Sixteen bytes of each corner, from `channel` on.
    __device__ void load(uint4 (&raw)[4], int channel) const {
#pragma unroll
        for (int corner = 0; corner < 4; ++corner) {
            raw[corner] = make_uint4(0, 0, 0, 0);
            if (m_place.isInside && channel < m_job.inputs) {
                raw[corner] = __ldg(reinterpret_cast<const uint4*>(
                    static_cast<const T*>(m_job.x.data) + m_from[corner] + channel));
            }
        }
    }

    __device__ uint4 mix(const uint4 (&raw)[4]) const {
        constexpr int count = int(sizeof(uint4) / sizeof(T));
        alignas(16) T mixed[count];
#pragma unroll
        for (int i = 0; i < count; ++i) {
            float sum = 0.0F;
#pragma unroll
            for (int corner = 0; corner < 4; ++corner) {
                sum += m_weight[corner] * toFloat(reinterpret_cast<const T*>(&raw[corner])[i]);
            }
            mixed[i] = fromFloat<T>(sum);
        }
        return *reinterpret_cast<const uint4*>(mixed);
    }

private:
    __device__ void fetch(int tap) {
        if (m_place.isInside) {
            m_motion.dy = valueAt<T>(m_job.offset, m_job.motionIsFloat, m_offset + 2 * tap);
            m_motion.dx = valueAt<T>(m_job.offset, m_job.motionIsFloat, m_offset + 2 * tap + 1);
            m_motion.modulator = valueAt<T>(m_job.modulator, m_job.motionIsFloat, m_modulator + tap);
        }
    }

    const CudaDeformConv& m_job;
    Place m_place;
    std::int64_t m_offset = 0;
    std::int64_t m_modulator = 0;
    Motion m_motion{};
    std::int64_t m_from[4] = {};
    float m_weight[4] = {};
};

// The instructions used here begin with compute capability 8.0; older devices get an empty kernel, which
// kerfCudaDeformConv doesn't start.
#if !defined(__CUDA_ARCH__) || __CUDA_ARCH__ >= 800

template <typename T, int Outputs>
struct Block {
    using Tile = deformtile::Tile<Outputs>;
    using Sums = float[Tile::lines][Tile::pairs * 2][4];

    // Sends a stage's weights on their way.
    static __device__ void
    loadWeights(unsigned shared, const CudaDeformConv& job, int stage, int firstOutput) {
        const T* weights = static_cast<const T*>(job.weights) +
                           deformtile::packedIndex(stage, firstOutput, job.paddedOutputs);
        for (int i = int(threadIdx.x); i < Outputs * deformtile::kChunks; i += deformtile::kThreads) {
            const int output = i / deformtile::kChunks;
            const int chunk = i % deformtile::kChunks;
            asm volatile("cp.async.cg.shared.global [%0], [%1], 16;\n" ::"r"(
                             shared + unsigned(Tile::weightOffset(output, chunk))),
                         "l"(weights + output * deformtile::kStageChannels + chunk * convtile::kChunkValues)
                         : "memory");
        }
        asm volatile("cp.async.commit_group;\n" ::: "memory");
    }

    static __device__ void multiplyStage(Sums& sums, unsigned shared, int warp, int lane) {
#pragma unroll
        for (int step = 0; step < deformtile::kStageChannels / 16; ++step) {
            unsigned samples[Tile::lines][4];
#pragma unroll
            for (int line = 0; line < Tile::lines; ++line) {
                const int first = Tile::firstPixel(warp) + line * 16;
                loadMatrices(samples[line], shared + unsigned(Tile::sampleAddress(lane, first, step)));
            }
#pragma unroll
            for (int pair = 0; pair < Tile::pairs; ++pair) {
                unsigned weights[4];
                const int first = Tile::firstOutput(warp) + pair * 16;
                loadMatrices(weights, shared + unsigned(Tile::weightAddress(lane, first, step)));
#pragma unroll
                for (int line = 0; line < Tile::lines; ++line) {
                    multiply<T>(sums[line][pair * 2], samples[line], weights[0], weights[1]);
                    multiply<T>(sums[line][pair * 2 + 1], samples[line], weights[2], weights[3]);
                }
            }
        }
    }

    static __device__ void
    store(const Sums& sums, const CudaDeformConv& job, int firstOutput, int warp, int lane) {
#pragma unroll
        for (int line = 0; line < Tile::lines; ++line) {
#pragma unroll
            for (int half = 0; half < 2; ++half) { // values 0, 1 and 2, 3 are two pixels'
                const int pixel = Tile::firstPixel(warp) + line * 16 + convtile::sumPixel(lane, half * 2);
                const Place place = placeOf(job, pixel, deformtile::kSide);
                if (!place.isInside) {
                    continue;
                }
                const std::int64_t at = pixelAt(job.out, place.image, place.y, place.x);
#pragma unroll
                for (int tile = 0; tile < Tile::pairs * 2; ++tile) {
                    const int channel = firstOutput + Tile::firstOutput(warp) + tile * 8 +
                                        convtile::sumOutput(lane, half * 2);
                    storePair(job, at, channel, sums[line][tile][half * 2], sums[line][tile][half * 2 + 1]);
                }
            }
        }
    }

    static __device__ void
    storePair(const CudaDeformConv& job, std::int64_t at, int channel, float first, float second) {
        if (channel + 1 < job.outputs && !job.fusion.outIsFloat) {
            T* to = static_cast<T*>(job.out.data) + at + channel;
            if ((reinterpret_cast<std::uintptr_t>(to) & 3) == 0) {
                alignas(4) const T both[2] = {
                    fromFloat<T>(fused(first, job.fusion, channel)),
                    fromFloat<T>(fused(second, job.fusion, channel + 1))};
                *reinterpret_cast<unsigned*>(to) = *reinterpret_cast<const unsigned*>(both);
                return;
            }
        }
        if (channel < job.outputs) {
            put<T>(job.out, job.fusion.outIsFloat, at + channel, fused(first, job.fusion, channel));
        }
        if (channel + 1 < job.outputs) {
            put<T>(job.out, job.fusion.outIsFloat, at + channel + 1, fused(second, job.fusion, channel + 1));
        }
    }
};

#endif

template <typename T, int Outputs>
__global__ void __launch_bounds__(deformtile::kThreads, Outputs == 256 ? 1 : 2)
    deform(const __grid_constant__ CudaDeformConv job) {
#if !defined(__CUDA_ARCH__) || __CUDA_ARCH__ >= 800
    using Work = Block<T, Outputs>;
    using Tile = typename Work::Tile;
    extern __shared__ __align__(128) unsigned char shared[];
    const auto base = static_cast<unsigned>(__cvta_generic_to_shared(shared));
    const int warp = int(threadIdx.x) / 32;
    const int lane = int(threadIdx.x) % 32;
    const int firstOutput = int(blockIdx.y) * Outputs;
    const int pixel = int(threadIdx.x) / deformtile::kChunks;
    const int chunk = int(threadIdx.x) % deformtile::kChunks;
    const int sampleOffset = Tile::sampleOffset(pixel, chunk);
    const int parts = (job.inputs + deformtile::kStageChannels - 1) / deformtile::kStageChannels;
    const int count = parts * job.kernel * job.kernel;

    Sampler<T> sampler(job, placeOf(job, pixel, deformtile::kSide));
    uint4 raw[4];
    Work::loadWeights(base, job, 0, firstOutput);
    sampler.turnTo(0);
    sampler.load(raw, chunk * convtile::kChunkValues);
    *reinterpret_cast<uint4*>(shared + sampleOffset) = sampler.mix(raw);

    typename Work::Sums sums = {};
    for (int stage = 0; stage < count; ++stage) {
        asm volatile("cp.async.wait_all;\n" ::: "memory");
        // Also: everyone is done with the stage that is overwritten next.
        __syncthreads();
        const int next = stage + 1;
        const int nextBytes = (next & 1) * Tile::stageBytes;
        if (next < count) {
            // Loads are under way while the tensor cores work on this stage.
            Work::loadWeights(base + unsigned(nextBytes), job, next, firstOutput);
            if (next % parts == 0) {
                sampler.turnTo(next / parts);
            }
            sampler.load(raw, next % parts * deformtile::kStageChannels + chunk * convtile::kChunkValues);
        }
        Work::multiplyStage(sums, base + unsigned((stage & 1) * Tile::stageBytes), warp, lane);
        if (next < count) {
            *reinterpret_cast<uint4*>(shared + nextBytes + sampleOffset) = sampler.mix(raw);
        }
    }
    Work::store(sums, job, firstOutput, warp, lane);
#endif
}

// Without tensor cores: a thread has 8 pixels and 4 outputs.
__global__ void __launch_bounds__(deformtile::kThreads)
    deformFloat(const __grid_constant__ CudaDeformConv job) {
    constexpr int kChannels = deformtile::kStageChannels;
    constexpr int kDown = deformtile::kFloatPixels / deformtile::kSide;
    constexpr int kQuads = deformtile::kFloatOutputs / 4;
    __shared__ __align__(16) float samples[deformtile::kFloatPixels][kChannels];
    __shared__ __align__(16) float weights[kChannels][deformtile::kFloatOutputs];
    const int thread = int(threadIdx.x);
    const int firstOutput = int(blockIdx.y) * deformtile::kFloatOutputs;
    const int pixel = thread / 8;
    const int firstPixel = thread / kQuads * 8;
    const int quad = thread % kQuads;

    Sampler<float> sampler(job, placeOf(job, pixel, kDown));
    float sums[8][4] = {};
    for (int tap = 0; tap < job.kernel * job.kernel; ++tap) {
        sampler.turnTo(tap);
        for (int first = 0; first < job.inputs; first += kChannels) {
            __syncthreads();
            uint4 raw[4];
            sampler.load(raw, first + thread % 8 * 4);
            *reinterpret_cast<uint4*>(&samples[pixel][thread % 8 * 4]) = sampler.mix(raw);
            for (int i = thread; i < kChannels * kQuads; i += deformtile::kThreads) {
                const int channel = first + i / kQuads;
                const int output = firstOutput + i % kQuads * 4;
                const bool isThere = channel < job.inputs && output < job.paddedOutputs;
                const std::int64_t from =
                    (std::int64_t(tap) * job.inputs + channel) * job.paddedOutputs + output;
                *reinterpret_cast<float4*>(&weights[i / kQuads][i % kQuads * 4]) =
                    isThere ? __ldg(reinterpret_cast<const float4*>(
                                  static_cast<const float*>(job.weights) + from))
                            : make_float4(0.0F, 0.0F, 0.0F, 0.0F);
            }
            __syncthreads();
            for (int channel = 0; channel < kChannels; ++channel) {
                const float4 weight = *reinterpret_cast<const float4*>(&weights[channel][quad * 4]);
#pragma unroll
                for (int i = 0; i < 8; ++i) {
                    const float sample = samples[firstPixel + i][channel];
                    sums[i][0] += sample * weight.x;
                    sums[i][1] += sample * weight.y;
                    sums[i][2] += sample * weight.z;
                    sums[i][3] += sample * weight.w;
                }
            }
        }
    }
    for (int i = 0; i < 8; ++i) {
        const Place place = placeOf(job, firstPixel + i, kDown);
        for (int value = 0; place.isInside && value < 4; ++value) {
            const int channel = firstOutput + quad * 4 + value;
            if (channel < job.outputs) {
                put<float>(
                    job.out, true, pixelAt(job.out, place.image, place.y, place.x) + channel,
                    fused(sums[i][value], job.fusion, channel));
            }
        }
    }
}

// The grid: tiles, then blocks of outputs; false where it doesn't fit CUDA's limits.
bool gridFor(const CudaDeformConv& job, int down, int outputs, dim3& grid) {
    const std::int64_t across = (job.width + deformtile::kSide - 1) / deformtile::kSide;
    const std::int64_t tiles = across * ((job.height + down - 1) / down) * job.images;
    const int blocks = (job.outputs + outputs - 1) / outputs;
    grid = dim3(unsigned(tiles), unsigned(blocks));
    return tiles <= 0x7FFFFFFF && blocks <= 65535;
}

template <typename T, int Outputs>
int start(const CudaDeformConv& job) {
    dim3 grid;
    if (!gridFor(job, deformtile::kSide, Outputs, grid)) {
        return cudaErrorInvalidValue;
    }
    constexpr int bytes = deformtile::Tile<Outputs>::sharedBytes;
    static_assert(bytes <= 48 * 1024, "more would have to be asked for");
    deform<T, Outputs><<<grid, deformtile::kThreads, bytes, static_cast<cudaStream_t>(job.stream)>>>(job);
    return cudaGetLastError();
}

int startFloat(const CudaDeformConv& job) {
    dim3 grid;
    if (!gridFor(job, deformtile::kFloatPixels / deformtile::kSide, deformtile::kFloatOutputs, grid)) {
        return cudaErrorInvalidValue;
    }
    deformFloat<<<grid, deformtile::kThreads, 0, static_cast<cudaStream_t>(job.stream)>>>(job);
    return cudaGetLastError();
}

template <typename T>
int choose(const CudaDeformConv& job) {
    return job.outputs > 64 ? start<T, 256>(job) : start<T, 64>(job);
}

bool isSound(const CudaDeformConv& job) {
    const std::int64_t strides = job.x.imageStride | job.x.lineStride | job.x.pixelStride;
    return job.images > 0 && job.height > 0 && job.width > 0 && job.inputs > 0 && job.inputs % 8 == 0 &&
           job.outputs > 0 && job.paddedOutputs >= job.outputs &&
           job.paddedOutputs % (job.outputs > 64 ? 256 : 64) == 0 && job.kernel > 0 && job.kernel % 2 == 1 &&
           strides % 8 == 0 && reinterpret_cast<std::uintptr_t>(job.x.data) % 16 == 0 &&
           reinterpret_cast<std::uintptr_t>(job.weights) % 16 == 0 && job.fusion.residual.data == nullptr;
}

} // namespace

extern "C" __attribute__((visibility("default"))) int kerfCudaDeformConv(const CudaDeformConv* job) {
    if (!isSound(*job)) {
        return cudaErrorInvalidValue;
    }
    switch (job->type) {
    case CudaType::float32:
        return startFloat(*job);
    case CudaType::half:
        return choose<__half>(*job);
    case CudaType::bfloat16:
        return choose<__nv_bfloat16>(*job);
    }
    return cudaErrorInvalidValue;
}
