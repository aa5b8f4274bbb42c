#pragma once

#include "core/nn/layers.h"
#include "core/nn/pil_resize.h"

#include <string>

namespace kerf::nn {

// What device.h does, on a CUDA device: through page-locked memory, bytes as bytes, converted there.

// `data` on the device, in the order of its shape, whatever its strides.
at::Tensor toCuda(const at::Device& device, const at::Tensor& data);

// `pixels` as upload() and uploadNormalised() take them; less `mean`, divided by `deviation` (three values
// each) where given.
at::Tensor uploadCuda(
    const Target& target,
    const at::Tensor& pixels,
    const float* mean = nullptr,
    const float* deviation = nullptr);

// Waits for the device. Contiguous float32 on the CPU.
at::Tensor downloadCuda(const at::Tensor& map);

// `bytes` [1, H, W, C] on a CUDA device, resized as pilResize() does, every byte equal. Undefined where our
// kernel can't be used.
at::Tensor pilResizeCuda(const at::Tensor& bytes, std::int64_t h, std::int64_t w, PilFilter filter);

// The note of a run on `device`, and behind it, on CUDA, which of our kernels are left alone and why.
std::string withKernelNotes(const std::string& note, const at::Device& device);

} // namespace kerf::nn
