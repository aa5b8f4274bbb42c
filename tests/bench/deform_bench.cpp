#include "tests/bench/deform_bench.h"

#include "core/nn/deform_conv.h"
#include "tests/bench/measure.h"
#include "tests/bench/subcommands.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>

namespace kerf::bench {
namespace {

// Prints the least of the rounds of every case, in seconds. Arguments: threads, rounds, then side and kernel
// of every case.
constexpr const char* kRival = R"(
import sys, time, torch, torchvision
torch.set_num_threads(int(sys.argv[1]))
sizes = [int(s) for s in sys.argv[3:]]
for side, k in zip(sizes[::2], sizes[1::2]):
    x = torch.rand(1, 64, side, side)
    offset = torch.rand(1, 2 * k * k, side, side) * 6 - 3
    mask = torch.rand(1, k * k, side, side) * 2
    weight = torch.rand(256, 64, k, k)
    times = []
    with torch.inference_mode():
        for i in range(int(sys.argv[2]) + 1):
            start = time.perf_counter()
            torchvision.ops.deform_conv2d(x, offset, weight, padding=k // 2, mask=mask).relu_()
            times.append(time.perf_counter() - start)
    print(min(times[1:]))
)";

struct Options {
    std::string python; // whose torchvision is measured beside ours; empty: none
    int threads = 0;
    bool isQuick = false;
    bool isValid = true;
};

Options parseOptions(Arguments arguments) {
    Options options;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const bool hasValue = i + 1 < arguments.size();
        if (arguments[i] == "--quick") {
            options.isQuick = true;
        } else if (arguments[i] == "--python" && hasValue) {
            options.python = arguments[++i];
        } else if (arguments[i] == "--threads" && hasValue) {
            options.threads = std::atoi(arguments[++i].c_str());
            options.isValid = options.isValid && options.threads > 0;
        } else {
            options.isValid = false;
        }
    }
    return options;
}

std::vector<DeformCase> measureTorchvision(const std::string& python, int rounds) {
    std::vector<DeformCase> cases = deformCases();
    std::string command = fmt::format("'{}' -c '{}' {} {}", python, kRival, at::get_num_threads(), rounds);
    for (const DeformCase& c : cases) {
        command += fmt::format(" {} {}", c.side, c.kernel);
    }
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> output(popen(command.c_str(), "r"), pclose);
    for (DeformCase& c : cases) {
        if (output == nullptr || std::fscanf(output.get(), "%lf", &c.seconds) != 1) {
            throw std::runtime_error("torchvision can't be measured with " + python);
        }
    }
    return cases;
}

void keepLeast(std::vector<DeformCase>& cases, const std::vector<DeformCase>& others) {
    for (std::size_t i = 0; i < cases.size(); ++i) {
        cases[i].seconds = std::min(cases[i].seconds, others[i].seconds);
    }
}

} // namespace

std::vector<DeformCase> deformCases() {
    std::vector<DeformCase> cases;
    for (const int side : {32, 64, 128, 256}) {
        const int maps = side == 32 ? 2 : 1; // the squeeze's and the first decoder block's
        cases.push_back({.side = side, .kernel = 1, .count = 2 * maps});
        cases.push_back({.side = side, .kernel = 3, .count = maps});
        cases.push_back({.side = side, .kernel = 7, .count = maps});
    }
    return cases;
}

std::vector<DeformCase> measureDeform(bool isBf16, int rounds) {
    const c10::InferenceMode inference;
    const nn::Target target{.type = isBf16 ? at::kBFloat16 : at::kFloat};
    std::vector<DeformCase> cases = deformCases();
    for (DeformCase& c : cases) {
        const int taps = c.kernel * c.kernel;
        const nn::DeformConv conv(
            target, at::rand({256, 64, c.kernel, c.kernel}) - 0.5, at::rand({256}) - 0.5);
        const at::Tensor x = at::rand({1, c.side, c.side, 64}).to(target.type);
        const at::Tensor offset = at::rand({1, c.side, c.side, 2 * taps}) * 6 - 3;
        const at::Tensor mask = at::rand({1, c.side, c.side, taps}) * 2;
        const at::Tensor out = nn::sliceOf(nn::makeMap(target, 1, c.side, c.side, 1280), 256, 256);
        const auto work = [&] { conv.into(out, x, offset, mask, nn::Activation::relu); };
        work(); // the first call touches the memory
        c.seconds = timeInterleaved({work}, rounds).front().least();
    }
    return cases;
}

double totalSeconds(const std::vector<DeformCase>& cases) {
    double sum = 0;
    for (const DeformCase& c : cases) {
        sum += c.count * c.seconds;
    }
    return sum;
}

int runDeform(Arguments arguments) {
    const Options options = parseOptions(arguments);
    if (!options.isValid) {
        return 2;
    }
    if (options.threads > 0) {
        at::set_num_threads(options.threads);
    }
    fmt::print("{}; {} threads used by LibTorch\n", machineLine(), at::get_num_threads());
    // The rival between two halves of ours, so that another program's load is seen by both.
    const int rounds = options.isQuick ? 2 : 5;
    std::vector<DeformCase> fp32 = measureDeform(false, rounds);
    std::vector<DeformCase> bf16 = measureDeform(true, rounds);
    std::vector<DeformCase> rival;
    if (!options.python.empty()) {
        rival = measureTorchvision(options.python, rounds);
        keepLeast(fp32, measureDeform(false, rounds));
        keepLeast(bf16, measureDeform(true, rounds));
    }
    fmt::print(
        "{:>5} {:>2} {:>6} {:>14} {:>10} {:>10} {:>8} {:>8}\n", "side", "k", "times", "torchvision ms",
        "fp32 ms", "bf16 ms", "GFLOP/s", "bf16");
    for (std::size_t i = 0; i < fp32.size(); ++i) {
        fmt::print(
            "{:>5} {:>2} {:>6} {:>14} {:>10.2f} {:>10.2f} {:>8.0f} {:>8.0f}\n", fp32[i].side, fp32[i].kernel,
            fp32[i].count, rival.empty() ? std::string("-") : fmt::format("{:.2f}", rival[i].seconds * 1e3),
            fp32[i].seconds * 1e3, bf16[i].seconds * 1e3, fp32[i].flop() / fp32[i].seconds * 1e-9,
            bf16[i].flop() / bf16[i].seconds * 1e-9);
    }
    fmt::print("the 20: fp32 {:.3f} s, bf16 {:.3f} s", totalSeconds(fp32), totalSeconds(bf16));
    if (!rival.empty()) {
        fmt::print(
            ", torchvision {:.3f} s: {:.1f} and {:.1f} times as fast", totalSeconds(rival),
            totalSeconds(rival) / totalSeconds(fp32), totalSeconds(rival) / totalSeconds(bf16));
    }
    fmt::print("\n");
    return 0;
}

} // namespace kerf::bench
