#include "core/nn/device_cuda.h"

#include "core/base/check.h"
#include "core/nn/cuda_kernels.h"
#include "core/nn/layers_cuda.h"
#include "core/nn/layers_cuda_jobs.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>

namespace kerf::nn {

namespace {

template <typename Value>
at::Tensor tableOn(const at::Device& device, const std::vector<Value>& values) {
    static_assert(sizeof(Value) == 4);
    const at::Tensor table = at::empty({std::int64_t(values.size())}, at::TensorOptions().dtype(at::kInt));
    std::copy(values.begin(), values.end(), table.mutable_data_ptr<std::int32_t>());
    return toCuda(device, table);
}

int start(
    CudaToMapFunction* run,
    const at::Tensor& out,
    const at::Tensor& bytes,
    const float* mean,
    const float* deviation) {
    const CudaQueue queue(bytes.device());
    CudaToMap job{};
    job.type = cudaTypeOf(out.scalar_type());
    job.size = {1, int(bytes.size(1)), int(bytes.size(2)), 3};
    job.rgb = bytes.const_data_ptr<std::uint8_t>();
    job.rowBytes = bytes.size(2) * 3;
    job.out = cudaMapOf(out);
    for (int i = 0; i < 3; ++i) {
        job.mean[i] = mean != nullptr ? mean[i] : 0.0F;
        job.deviation[i] = deviation != nullptr ? deviation[i] : 1.0F;
    }
    job.stream = queue.stream();
    return run(&job);
}

at::Tensor byAten(const Target& target, const at::Tensor& there, const float* mean, const float* deviation) {
    at::Tensor map = there.scalar_type() == at::kByte ? there.to(at::kFloat).div_(255.0F) : there;
    if (mean != nullptr && deviation != nullptr) {
        const at::Tensor means = at::tensor({mean[0], mean[1], mean[2]}).to(there.device());
        const at::Tensor deviations =
            at::tensor({deviation[0], deviation[1], deviation[2]}).to(there.device());
        map = map.to(at::kFloat).sub(means).div(deviations);
    }
    return map.to(target.type);
}

bool toMapAgrees(CudaToMapFunction* run, const Target& target) {
    const at::Tensor bytes = at::arange(5 * 17 * 3, at::TensorOptions().dtype(at::kByte)).view({1, 5, 17, 3});
    const at::Tensor there = bytes.to(target.device);
    const float mean[3] = {0.5F, 0.25F, 0.75F};
    const float deviation[3] = {0.25F, 0.5F, 2.0F};
    const at::Tensor out = at::empty({1, 5, 17, 3}, target.options());
    checkCuda(start(run, out, there, mean, deviation), "a conversion");
    const at::Tensor expected = byAten({}, bytes, mean, deviation);
    const double bound = target.type == at::kFloat ? 1e-5 : (target.type == at::kHalf ? 4e-3 : 3e-2);
    return (out.cpu().to(at::kFloat) - expected).abs().max().item<double>() <= bound;
}

at::Tensor filtered(
    CudaFilterFunction* run, const at::Tensor& bytes, bool isDown, std::int64_t length, PilFilter filter) {
    const std::int64_t from = bytes.size(isDown ? 1 : 2);
    const PilTaps taps = pilTaps(int(from), int(length), filter);
    const at::Tensor first = tableOn(bytes.device(), taps.first);
    const at::Tensor count = tableOn(bytes.device(), taps.count);
    const at::Tensor weights = tableOn(bytes.device(), taps.weights);
    const at::Tensor out = at::empty(
        {1, isDown ? length : bytes.size(1), isDown ? bytes.size(2) : length, bytes.size(3)},
        bytes.options());
    const CudaQueue queue(bytes.device());
    CudaFilter job{};
    job.size = {1, int(out.size(1)), int(out.size(2)), int(out.size(3))};
    job.isDown = isDown;
    job.sourceLength = int(from);
    job.stride = taps.stride;
    job.first = first.const_data_ptr<std::int32_t>();
    job.count = count.const_data_ptr<std::int32_t>();
    job.weights = weights.const_data_ptr<std::int32_t>();
    job.in = bytes.const_data_ptr<std::uint8_t>();
    job.out = out.mutable_data_ptr<std::uint8_t>();
    job.stream = queue.stream();
    checkCuda(run(&job), "a resize");
    return out;
}

at::Tensor
resized(CudaFilterFunction* run, const at::Tensor& bytes, std::int64_t h, std::int64_t w, PilFilter filter) {
    return filtered(run, filtered(run, bytes.contiguous(), false, w, filter), true, h, filter);
}

bool resizeAgrees(CudaFilterFunction* run, const at::Device& device) {
    const at::Tensor bytes = at::randint(0, 256, {1, 37, 53, 3}, at::TensorOptions().dtype(at::kByte));
    for (const auto& [h, w] : {std::pair{16, 24}, std::pair{61, 90}}) {
        const at::Tensor expected = at::empty({1, h, w, 3}, bytes.options());
        const Raster in{
            reinterpret_cast<const std::byte*>(bytes.const_data_ptr<std::uint8_t>()), 53, 37, 3, 1, 53 * 3};
        const MutableRaster out{reinterpret_cast<std::byte*>(expected.mutable_data_ptr<std::uint8_t>()),
                                w,
                                h,
                                3,
                                1,
                                std::int64_t(w) * 3};
        pilResize(in, out, PilFilter::bicubic, 1);
        if (!at::equal(resized(run, bytes.to(device), h, w, PilFilter::bicubic).cpu(), expected)) {
            return false;
        }
    }
    return true;
}

} // namespace

at::Tensor toCuda(const at::Device& device, const at::Tensor& data) {
    if (data.is_cuda()) {
        return data;
    }
    // LibTorch keeps page-locked memory until the copy out of it is done, and hands it out again then.
    const at::Tensor pinned = at::empty(data.sizes(), data.options().pinned_memory(true));
    pinned.copy_(data);
    return pinned.to(device, /*non_blocking=*/true);
}

at::Tensor
uploadCuda(const Target& target, const at::Tensor& pixels, const float* mean, const float* deviation) {
    const at::Tensor there = toCuda(target.device, pixels);
    const bool isRgb = pixels.scalar_type() == at::kByte && pixels.size(0) == 1 && pixels.size(3) == 3;
    auto* run = isRgb ? cudaFunction<CudaToMapFunction>("kerfCudaToMap") : nullptr;
    const std::string key = fmt::format("pixels to {} on {}", at::toString(target.type), target.device.str());
    if (run == nullptr || !isTrusted(key, [&] { return toMapAgrees(run, target); })) {
        return byAten(target, there, mean, deviation);
    }
    const at::Tensor map = at::empty(there.sizes(), target.options());
    checkCuda(start(run, map, there, mean, deviation), "a conversion");
    return map;
}

at::Tensor downloadCuda(const at::Tensor& map) {
    const at::Tensor wide = map.to(at::kFloat).contiguous();
    const at::Tensor here =
        at::empty(wide.sizes(), at::TensorOptions().dtype(at::kFloat).pinned_memory(true));
    here.copy_(wide); // blocking: the values are wanted at once
    return here;
}

at::Tensor pilResizeCuda(const at::Tensor& bytes, std::int64_t h, std::int64_t w, PilFilter filter) {
    KERF_CHECK(bytes.dim() == 4 && bytes.size(0) == 1 && bytes.scalar_type() == at::kByte && h > 0 && w > 0);
    auto* run = cudaFunction<CudaFilterFunction>("kerfCudaFilter");
    const std::string key = fmt::format("antialiased resize on {}", bytes.device().str());
    if (run == nullptr || !isTrusted(key, [&] { return resizeAgrees(run, bytes.device()); })) {
        return {};
    }
    return resized(run, bytes, h, w, filter);
}

std::string withKernelNotes(const std::string& note, const at::Device& device) {
    const std::string kernels = device.is_cuda() ? kernelNotes() : std::string();
    return note.empty() || kernels.empty() ? note + kernels : note + ' ' + kernels;
}

} // namespace kerf::nn
