#include "tests/bench/measure.h"

#include "core/base/parallel.h"
#include "core/io/reader.h"
#include "core/pipeline/nlm_kernel.h"
#include "tests/support/test_images.h"

#include <fmt/format.h>
#include <malloc.h>
#include <opencv2/core/version.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <fstream>
#include <string_view>

namespace kerf::bench {
namespace {

// The number in a line "NAME:   123 kB" of /proc/self/status.
std::size_t statusKilobytes(std::string_view name) {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with(name)) {
            return std::stoull(line.substr(name.size() + 1));
        }
    }
    return 0;
}

std::string processorName() {
    std::ifstream info("/proc/cpuinfo");
    for (std::string line; std::getline(info, line);) {
        if (line.starts_with("model name")) {
            return line.substr(line.find(':') + 2);
        }
    }
    return "unknown processor";
}

} // namespace

double Times::least() const {
    return *std::min_element(seconds.begin(), seconds.end());
}

double Times::median() const {
    std::vector<double> sorted = seconds;
    std::sort(sorted.begin(), sorted.end());
    return sorted[sorted.size() / 2];
}

std::vector<Times> timeInterleaved(const std::vector<std::function<void()>>& works, int rounds) {
    std::vector<Times> times(works.size());
    for (int round = 0; round < rounds; ++round) {
        for (std::size_t i = 0; i < works.size(); ++i) {
            const auto start = std::chrono::steady_clock::now();
            works[i]();
            times[i].seconds.push_back(
                std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
        }
    }
    return times;
}

std::size_t peakMemoryOf(const std::function<void()>& work) {
    malloc_trim(0);
    std::ofstream("/proc/self/clear_refs") << "5"; // sets VmHWM to what is held now
    const std::size_t before = statusKilobytes("VmHWM");
    work();
    return (statusKilobytes("VmHWM") - before) * 1024;
}

std::string machineLine() {
    constexpr std::array<const char*, 3> simd{"baseline", "AVX2", "AVX-512"};
#ifdef NDEBUG
    constexpr const char* build = "optimised";
#else
    constexpr const char* build = "debug";
#endif
    return fmt::format(
        "{}, {} threads, {}; OpenCV {}; {} build", processorName(), hardwareThreads(),
        simd[std::size_t(nlm::bestSimd())], CV_VERSION, build);
}

std::vector<std::string> sampleNames() {
    return {"chelsea", "astronaut", "coffee"};
}

Image sample(const std::string& name) {
    return readPhoto(test::samplePath(name + ".png"), {}, {}).image;
}

Image mirroredUpTo(const Image& image, double megapixelsWanted) {
    const ImageFormat& from = image.format();
    const double factor = std::sqrt(std::max(1.0, megapixelsWanted / megapixels(image)));
    ImageFormat format = from;
    format.width = int(std::lround(from.width * factor));
    format.height = int(std::lround(from.height * factor));
    const auto mirrored = [](int i, int n) { return i / n % 2 == 0 ? i % n : n - 1 - i % n; };
    ImageBuffer buffer(format);
    const auto channels = std::size_t(from.channels);
    for (int y = 0; y < format.height; ++y) {
        const auto source = image.row<std::uint8_t>(mirrored(y, from.height));
        const auto row = buffer.row<std::uint8_t>(y);
        for (int x = 0; x < format.width; ++x) {
            const auto first = std::ptrdiff_t(std::size_t(mirrored(x, from.width)) * channels);
            std::copy_n(
                source.begin() + first, channels, row.begin() + std::ptrdiff_t(std::size_t(x) * channels));
        }
    }
    return Image(std::move(buffer));
}

double megapixels(const Image& image) {
    return image.format().width * 1e-6 * image.format().height;
}

} // namespace kerf::bench
