// kerf-bench-gpu: the nets' forward on a device, without anything but LibTorch, for servers
// (tools/gpu-bundle).

#include "core/nn/cuda_devices.h"
#include "core/nn/cuda_graph.h"
#include "core/nn/cuda_kernels.h"
#include "core/nn/rrdbnet.h"
#include "core/nn/srvggnet.h"
#include "tests/support/ref_source.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

using namespace kerf;

namespace {

using Clock = std::chrono::steady_clock;

struct Options {
    std::string device = "cuda";
    std::string type = "fp16";
    int side = 512;
    int runs = 10;
    bool usesGraph = false;
};

// Throws std::invalid_argument for what it doesn't know.
Options parse(const std::vector<std::string>& arguments) {
    Options options;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (arguments[i] == "--graph") {
            options.usesGraph = true;
            continue;
        }
        if (i + 1 >= arguments.size()) {
            throw std::invalid_argument(arguments[i]);
        }
        const std::string& value = arguments[++i];
        if (arguments[i - 1] == "--device") {
            options.device = value;
        } else if (arguments[i - 1] == "--type") {
            options.type = value;
        } else if (arguments[i - 1] == "--side") {
            options.side = std::stoi(value);
        } else if (arguments[i - 1] == "--runs") {
            options.runs = std::stoi(value);
        } else {
            throw std::invalid_argument(arguments[i - 1]);
        }
    }
    return options;
}

at::ScalarType typeOf(const std::string& name) {
    return name == "fp32" ? at::kFloat : (name == "bf16" ? at::kBFloat16 : at::kHalf);
}

// Seconds of each run; the first two are for what is set up once.
std::vector<double>
measure(const nn::ReplayedForward::Forward& forward, const nn::Target& target, const Options& options) {
    nn::ReplayedForward replayed(forward, options.usesGraph);
    const at::Tensor map = at::rand({1, options.side, options.side, 3}).to(target.options());
    std::vector<double> seconds;
    for (int i = 0; i < options.runs + 3; ++i) {
        const Clock::time_point start = Clock::now();
        const at::Tensor out = replayed(map);
        out.view({-1}).narrow(0, 0, 1).cpu(); // waits for the device
        if (i >= 3) {
            seconds.push_back(std::chrono::duration<double>(Clock::now() - start).count());
        }
    }
    std::sort(seconds.begin(), seconds.end());
    return seconds;
}

// Multiplications of one input pixel, from the shapes: the convolutions before, within and behind the trunk.
double multiplications(const nn::RrdbNetShape& shape) {
    const double folded = 1.0 / (shape.unshuffle * shape.unshuffle);
    const double w = shape.width;
    const double g = shape.growth;
    double dense = 0.0;
    for (int i = 0; i < 4; ++i) {
        dense += (w + i * g) * g;
    }
    dense += (w + 4 * g) * w;
    double sum = (3.0 / folded * w + shape.blocks * 3 * dense + w * w) * 9 * folded;
    double pixels = folded;
    while (pixels < shape.scale * shape.scale) {
        pixels *= 4;
        sum += w * w * 9 * pixels;
    }
    return sum + (w * w + w * 3) * 9 * pixels;
}

void report(
    const std::string& name,
    double multiplicationsPerPixel,
    const std::vector<double>& seconds,
    const Options& options) {
    const double pixels = double(options.side) * options.side;
    const double median = seconds[seconds.size() / 2];
    fmt::print(
        "{:<28} {:>5} {:>6} {:>9.2f} {:>9.2f} {:>9.2f} {:>10.2f}\n", name, options.type, options.side,
        seconds.front() * 1e3, median * 1e3, median / pixels * 1e9,
        2.0 * multiplicationsPerPixel * pixels / median * 1e-12);
}

int run(const Options& options) {
    const std::vector<DeviceInfo> devices = nn::cudaDevices(nn::installedCudaParts());
    if (options.device == "cuda" && !devices.front().usable) {
        fmt::print(stderr, "kerf-bench-gpu: {}\n", devices.front().reason);
        return 1;
    }
    const c10::InferenceMode inference;
    const nn::Target target{
        options.device == "cuda" ? at::Device(at::kCUDA, 0) : at::Device(at::kCPU), typeOf(options.type)};
    fmt::print(
        "{}, {} runs{}\n", options.device == "cuda" ? devices.front().name : "CPU", options.runs,
        options.usesGraph ? ", CUDA graphs" : "");
    fmt::print(
        "{:<28} {:>5} {:>6} {:>9} {:>9} {:>9} {:>10}\n", "net", "type", "side", "least ms", "median ms",
        "ms/MP", "TFLOP/s");
    for (const nn::RrdbNetShape& shape : {nn::RrdbNetShape{}, nn::RrdbNetShape{.scale = 4, .unshuffle = 1}}) {
        const test::RefSource source(shape);
        const nn::RrdbNet net(nn::Weights(source), shape, target);
        report(
            nn::describe(shape), multiplications(shape),
            measure(
                [&](const at::Tensor& map, const Progress& progress) { return net.forward(map, progress); },
                target, options),
            options);
    }
    const nn::SrvggNetShape shape;
    const test::RefSource source(shape);
    const nn::SrvggNet net(nn::Weights(source), shape, target);
    const double w = shape.width;
    report(
        nn::describe(shape), (3 * w + shape.depth * w * w + w * 3 * shape.scale * shape.scale) * 9,
        measure(
            [&](const at::Tensor& map, const Progress& progress) { return net.forward(map, progress); },
            target, options),
        options);
    const std::string notes = nn::kernelNotes();
    fmt::print("{}\n", notes.empty() ? "all kernels agreed with LibTorch's" : notes);
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    Options options;
    try {
        options = parse(std::vector<std::string>(argv + 1, argv + argc));
        if (options.side < 16 || options.runs < 1) {
            throw std::invalid_argument("--side or --runs");
        }
    } catch (const std::logic_error&) {
        fmt::print(
            stderr, "usage: kerf-bench-gpu [--device cuda|cpu] [--type fp32|fp16|bf16] [--side N] [--runs N] "
                    "[--graph]\n");
        return 2;
    }
    try {
        return run(options);
    } catch (const std::exception& e) {
        fmt::print(stderr, "kerf-bench-gpu: {}\n", e.what());
        return 1;
    }
}
