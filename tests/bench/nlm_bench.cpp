#include "core/base/parallel.h"
#include "core/image/mat_view.h"
#include "core/image/pixels.h"
#include "core/pipeline/cleanup_nlm.h"
#include "tests/bench/measure.h"
#include "tests/bench/subcommands.h"
#include "tests/support/test_images.h"

#include <fmt/format.h>
#include <opencv2/imgproc.hpp>
#include <opencv2/photo.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>

namespace kerf::bench {
namespace {

constexpr std::array<double, 3> kSigmas{10.0, 20.0, 30.0};
constexpr std::uint32_t kSeed = 1;

struct Options {
    double megapixels = 1.0;
    int threads = 0;
    bool isQuick = false;
    bool isValid = true;
};

template <typename T>
bool parse(const std::string& text, T& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && value > T(0);
}

Options parseOptions(Arguments arguments) {
    Options options;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const bool hasValue = i + 1 < arguments.size();
        if (arguments[i] == "--quick") {
            options.isQuick = true;
        } else if (arguments[i] == "--megapixels" && hasValue) {
            options.isValid = options.isValid && parse(arguments[++i], options.megapixels);
        } else if (arguments[i] == "--threads" && hasValue) {
            options.isValid = options.isValid && parse(arguments[++i], options.threads);
        } else {
            options.isValid = false;
        }
    }
    return options;
}

// The rival itself, one call on BGR pixels; the conversion is not its work and is not timed.
cv::Mat toBgr(const Image& image) {
    cv::Mat bgr;
    cv::cvtColor(matView(image), bgr, cv::COLOR_RGB2BGR);
    return bgr;
}

cv::Mat rival(const cv::Mat& bgr, double h) {
    cv::Mat out;
    cv::fastNlMeansDenoisingColored(bgr, out, float(h), float(h), 7, 21);
    return out;
}

double rivalPsnr(const cv::Mat& noisy, double h, const Image& clean) {
    const cv::Mat bgr = rival(noisy, h);
    ImageBuffer buffer(clean.format());
    cv::Mat rgb = matView(buffer);
    cv::cvtColor(bgr, rgb, cv::COLOR_BGR2RGB);
    return test::psnr(Image(std::move(buffer)), clean);
}

struct Best {
    double psnr = 0.0;
    double h = 0.0;
};

// Climbs from `start` in steps of 10 % of sigma, down or up: the PSNR over h has one peak.
template <typename F>
Best bestStrength(double start, double sigma, const F& psnrOf) {
    Best best{psnrOf(start), start};
    for (const double step : {0.1 * sigma, -0.1 * sigma}) {
        for (double h = start + step; h > 0.05 * sigma; h += step) {
            const double psnr = psnrOf(h);
            if (psnr <= best.psnr) {
                break;
            }
            best = {psnr, h};
        }
        if (best.h > start) {
            break;
        }
    }
    return best;
}

// Returns the smallest lead of our automatic strength over OpenCV's best one, dB.
double compareQuality(const Options& options) {
    fmt::print("\nPSNR, dB; h in brackets. OpenCV: its best h, by a scan in steps of sigma / 10\n");
    fmt::print(
        "{:<10} {:>5} {:>7} {:>8} {:>15} {:>15} {:>15} {:>7}\n", "photo", "sigma", "noisy", "estimate",
        "OpenCV best", "Kerf auto", "Kerf best", "lead");
    double leastLead = 1000.0;
    for (const std::string& name : sampleNames()) {
        const Image clean = mirroredUpTo(sample(name), options.isQuick ? 0.0 : options.megapixels);
        for (const double sigma : kSigmas) {
            const Image noisy = test::addNoise(clean, sigma, kSeed);
            const cv::Mat bgr = toBgr(noisy);
            const Best theirs =
                bestStrength(0.6 * sigma, sigma, [&](double h) { return rivalPsnr(bgr, h, clean); });
            const auto ourPsnr = [&](double h) {
                return test::psnr(denoiseNlm(noisy, {.h = h, .threads = options.threads}, {}), clean);
            };
            const double estimate = estimateNoise(noisy);
            const double automatic = strengthForNoise(estimate);
            const double ours = ourPsnr(automatic);
            const Best best = bestStrength(0.85 * sigma, sigma, ourPsnr);
            leastLead = std::min(leastLead, ours - theirs.psnr);
            fmt::print(
                "{:<10} {:>5} {:>7.2f} {:>8.1f} {:>8.2f} ({:>4.1f}) {:>8.2f} ({:>4.1f}) {:>8.2f} ({:>4.1f}) "
                "{:>+7.2f}\n",
                name, sigma, test::psnr(noisy, clean), estimate, theirs.psnr, theirs.h, ours, automatic,
                best.psnr, best.h, ours - theirs.psnr);
            std::fflush(stdout);
        }
    }
    return leastLead;
}

// Returns how many times faster ours is.
double compareSpeed(const Options& options) {
    const Image clean = mirroredUpTo(sample("astronaut"), options.megapixels);
    const Image noisy = test::addNoise(clean, 20.0, kSeed);
    const Image noisy16 = test::addNoise(convertType(clean, PixelType::u16), 20.0, kSeed);
    const cv::Mat bgr = toBgr(noisy);
    const NlmOptions ours{.h = strengthForNoise(20.0), .threads = options.threads};
    const std::array<const char*, 5> names{
        "OpenCV Colored", "Kerf nlm-opencv", "Kerf nlm", "Kerf nlm, 16 bits", "Kerf noise estimate"};
    const std::vector<std::function<void()>> works{
        [&] { rival(bgr, 14.0); }, [&] { denoiseNlmOpenCv(noisy, 14.0, 14.0, {}); },
        [&] { denoiseNlm(noisy, ours, {}); }, [&] { denoiseNlm(noisy16, ours, {}); },
        [&] { estimateNoise(noisy); }};

    std::vector<double> memory;
    memory.reserve(works.size());
    for (const auto& work : works) {
        memory.push_back(double(peakMemoryOf(work)));
    }
    const int rounds = options.isQuick ? 3 : 9;
    const std::vector<Times> times = timeInterleaved(works, rounds);

    const double size = megapixels(clean);
    fmt::print(
        "{:.2f} megapixels ({} x {}), sigma 20, {} rounds of all in turn\n", size, clean.format().width,
        clean.format().height, rounds);
    fmt::print(
        "{:<20} {:>10} {:>10} {:>14} {:>22}\n", "engine", "s/MP min", "median", "x OpenCV (min)",
        "peak, picture = 1 (*)");
    for (std::size_t i = 0; i < works.size(); ++i) {
        const double picture = double(i == 3 ? noisy16.format().bytes() : noisy.format().bytes());
        fmt::print(
            "{:<20} {:>10.4f} {:>10.4f} {:>14.1f} {:>22.2f}\n", names[i], times[i].least() / size,
            times[i].median() / size, times[0].least() / times[i].least(), (memory[i] + picture) / picture);
    }
    fmt::print("(*) the picture itself and the result among it; VmHWM over what the process held before\n");
    return times[0].least() / times[2].least();
}

} // namespace

int runNlm(Arguments arguments) {
    const Options options = parseOptions(arguments);
    if (!options.isValid) {
        return 2;
    }
    cv::setNumThreads(options.threads > 0 ? options.threads : hardwareThreads());
    fmt::print("{}; {} threads used\n\n", machineLine(), cv::getNumThreads());
    const double ratio = compareSpeed(options);
    const double lead = compareQuality(options);
    fmt::print(
        "\n{:.1f} times as fast as OpenCV Colored; PSNR at automatic strength at least {:+.2f} dB against "
        "its best h\n",
        ratio, lead);
    return 0;
}

} // namespace kerf::bench
