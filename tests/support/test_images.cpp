#include "tests/support/test_images.h"

#include "core/base/check.h"
#include "core/image/pixels.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <random>

namespace kerf::test {
namespace {

// Calls f(sample, other sample, channel) for all samples, in 0..1.
template <typename F>
void forEachPair(const Image& image, const Image& other, F&& f) {
    KERF_CHECK(
        image.format().width == other.format().width && image.format().height == other.format().height);
    KERF_CHECK(image.format().channels == other.format().channels);
    const Image a = convertType(image, PixelType::f32);
    const Image b = convertType(other, PixelType::f32);
    const auto channels = static_cast<std::size_t>(image.format().channels);
    for (int y = 0; y < image.format().height; ++y) {
        const auto rowA = a.row<float>(y);
        const auto rowB = b.row<float>(y);
        for (std::size_t i = 0; i < rowA.size(); ++i) {
            f(double(rowA[i]), double(rowB[i]), i % channels);
        }
    }
}

} // namespace

std::filesystem::path samplePath(const std::string& name) {
    return std::filesystem::path(KERF_SAMPLES_DIR) / name;
}

std::filesystem::path sharedDir() {
    const char* named =
        std::getenv("KERF_SHARED"); // NOLINT(concurrency-mt-unsafe): read before threads start
    std::filesystem::path dir = named ? named : KERF_SHARED_DIR;
    return std::filesystem::is_directory(dir) ? dir : std::filesystem::path();
}

Image makeImage(int width, int height, int channels, PixelType type, const Shade& shade) {
    ImageFormat format{.width = width, .height = height, .channels = channels, .type = PixelType::f32};
    format.alpha = channels == 4 ? AlphaKind::straight : AlphaKind::none;
    ImageBuffer buffer(format);
    for (int y = 0; y < height; ++y) {
        const auto row = buffer.row<float>(y);
        for (int x = 0; x < width; ++x) {
            const std::array<double, 4> pixel = shade(x, y);
            for (int c = 0; c < channels; ++c) {
                row[std::size_t(x * channels + c)] = float(pixel[std::size_t(c)]);
            }
        }
    }
    return convertType(Image(std::move(buffer)), type);
}

Image addNoise(const Image& image, double sigma, std::uint32_t seed) {
    std::mt19937 generator(seed);
    std::normal_distribution<float> noise(0.0F, float(sigma / 255.0));
    const Image source = convertType(image, PixelType::f32);
    ImageBuffer out(source.format());
    const auto channels = static_cast<std::size_t>(image.format().channels);
    for (int y = 0; y < image.format().height; ++y) {
        const auto from = source.row<float>(y);
        const auto to = out.row<float>(y);
        for (std::size_t i = 0; i < from.size(); ++i) {
            const bool isAlpha = channels == 4 && i % 4 == 3;
            to[i] = isAlpha ? from[i] : std::clamp(from[i] + noise(generator), 0.0F, 1.0F);
        }
    }
    return convertType(Image(std::move(out)), image.format().type);
}

double psnr(const Image& image, const Image& reference) {
    double sum = 0.0;
    std::size_t count = 0;
    forEachPair(image, reference, [&](double a, double b, std::size_t channel) {
        if (channel < 3) {
            sum += (a - b) * (a - b);
            ++count;
        }
    });
    return sum > 0.0 ? 10.0 * std::log10(double(count) / sum) : std::numeric_limits<double>::infinity();
}

bool isEqual(const Image& one, const Image& other) {
    ImageFormat a = one.format();
    ImageFormat b = other.format();
    a.icc.clear();
    b.icc.clear();
    return a == b && std::memcmp(one.pixels().data(), other.pixels().data(), a.bytes()) == 0;
}

double maxDifference(const Image& image, const Image& other) {
    double largest = 0.0;
    forEachPair(
        image, other, [&](double a, double b, std::size_t) { largest = std::max(largest, std::abs(a - b)); });
    return largest;
}

} // namespace kerf::test
