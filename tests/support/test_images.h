#pragma once

#include "core/image/image.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace kerf::test {

// resources/samples/NAME.
std::filesystem::path samplePath(const std::string& name);

// The folder of test material beside the checkout ($KERF_SHARED, else ../shared), which users don't have:
// empty when it is missing, and a test that needs it skips with that reason.
std::filesystem::path sharedDir();

// An RGB (or grey, RGBA) picture of a function of the pixel's position; samples in 0..1, rounded into `type`.
using Shade = std::function<std::array<double, 4>(int x, int y)>;
Image makeImage(int width, int height, int channels, PixelType type, const Shade& shade);

// White Gaussian noise of `sigma` 8-bit levels on the colour channels, the same for the same seed.
Image addNoise(const Image& image, double sigma, std::uint32_t seed);

// Peak signal-to-noise ratio over the colour channels, dB; infinity when equal.
double psnr(const Image& image, const Image& reference);

// The same size, kind and samples, whatever the profile.
bool isEqual(const Image& one, const Image& other);

// The largest difference of any sample, as a share of full scale. Sizes and channels must be equal.
double maxDifference(const Image& image, const Image& other);

} // namespace kerf::test
