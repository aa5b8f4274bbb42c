#include "tests/bench/net_works.h"

#include "core/base/check.h"
#include "core/nn/birefnet.h"
#include "core/nn/cpu_info.h"
#include "core/nn/deform_conv.h"
#include "core/nn/device.h"
#include "core/nn/rrdbnet.h"
#include "core/nn/weight_file.h"
#include "tests/support/ref_source.h"

#include <ATen/ATen.h>
#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <exception>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

namespace kerf::bench {
namespace {

using namespace kerf::nn;

using Run = std::function<void()>;

constexpr int kPeakSide = 2048;
constexpr std::array<int, 5> kDeformSides{32, 32, 64, 128, 256};
constexpr std::array<int, 4> kDeformKernels{1, 1, 3, 7};

constexpr BiRefNetShape kLite{.embed = 96, .depths = {2, 2, 6, 2}, .heads = {3, 6, 12, 24}, .window = 7};
constexpr BiRefNetShape kLarge{};

Run birefnet(const BiRefNetShape& shape, const Target& target) {
    const test::RefSource source(shape);
    const auto net = std::make_shared<BiRefNet>(Weights(source), shape, PatchOrder::rows_first, target);
    const at::Tensor x = at::randn({1, 1024, 1024, 3});
    return [net, x] { net->forward(x); };
}

Run realEsrgan(const Target& target) {
    const RrdbNetShape shape;
    const test::RefSource source(shape);
    const auto net = std::make_shared<RrdbNet>(Weights(source), shape, target);
    const at::Tensor x = at::rand({1, 512, 512, 3});
    return [net, x] { net->forward(x); };
}

Run deformConvs(const Target& target) {
    struct Call {
        DeformConv conv;
        at::Tensor out;
        at::Tensor x;
        at::Tensor offset;
        at::Tensor mask;
    };
    auto calls = std::make_shared<std::vector<Call>>();
    for (const int side : kDeformSides) {
        const at::Tensor x = at::randn({1, side, side, 64}).to(target.type);
        for (const int k : kDeformKernels) {
            const at::Tensor weight = at::randn({256, 64, k, k}) / (8.0 * k);
            calls->push_back(
                {.conv = DeformConv(target, weight, {}),
                 .out = makeMap(target, 1, side, side, 256),
                 .x = x,
                 .offset = at::randn({1, side, side, 2 * k * k}) * 2.0,
                 .mask = at::rand({1, side, side, k * k}) * 2.0});
        }
    }
    return [calls] {
        for (const Call& call : *calls) {
            call.conv.into(call.out, call.x, call.offset, call.mask);
        }
    };
}

Run matrixProduct(const Target& target) {
    const at::Tensor one = at::randn({kPeakSide, kPeakSide}).to(target.type);
    const at::Tensor other = at::randn({kPeakSide, kPeakSide}).to(target.type);
    at::Tensor out = at::empty_like(one);
    return [one, other, out]() mutable { at::mm_out(out, one, other); };
}

// From opening the file to a net that is ready to run.
Run load(const Target& target, const std::string& file) {
    return [target, file] {
        const WeightFile weights(file);
        const Recognised recognised = recognise(weights.index());
        const FileSource source(weights, recognised);
        const auto& shape = std::get<BiRefNetShape>(recognised.architecture);
        const BiRefNet net(Weights(source), shape, PatchOrder::rows_first, target);
    };
}

Run makeRun(std::string_view net, std::string_view type, const std::string& file) {
    const Target target{at::kCPU, type == "bf16" ? at::kBFloat16 : at::kFloat};
    at::manual_seed(1);
    if (net == "lite" || net == "large") {
        return birefnet(net == "lite" ? kLite : kLarge, target);
    }
    if (net == "x2") {
        return realEsrgan(target);
    }
    if (net == "deform") {
        return deformConvs(target);
    }
    if (net == "load") {
        return load(target, file);
    }
    KERF_CHECK(net == "peak");
    return matrixProduct(target);
}

// VmHWM of this process.
std::size_t peakBytes() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmHWM:")) {
            return std::stoull(line.substr(6)) * 1024;
        }
    }
    return 0;
}

double secondsOf(const std::function<void()>& run) {
    const auto start = std::chrono::steady_clock::now();
    run();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void answer(const std::string& name, double value) {
    fmt::print("{{\"{}\": {}}}\n", name, value);
    std::fflush(stdout);
}

} // namespace

double gigaflop(std::string_view net) {
    // Counted from the architectures: the official graphs' multiplications, whoever computes fewer.
    if (net == "lite") {
        return 642.0;
    }
    if (net == "large") {
        return 2535.0;
    }
    if (net == "x2") {
        return 2350.0;
    }
    if (net == "peak") {
        return 2e-9 * kPeakSide * kPeakSide * kPeakSide;
    }
    double sum = 0.0;
    if (net == "deform") {
        for (const int side : kDeformSides) {
            for (const int k : kDeformKernels) {
                sum += 2e-9 * side * side * 64.0 * 256.0 * k * k;
            }
        }
    }
    return sum;
}

bool hasFastBf16() {
    std::ifstream file("/proc/cpuinfo");
    const std::vector<std::string> sets = parseCpuInfo({std::istreambuf_iterator<char>(file), {}}).sets;
    return std::find(sets.begin(), sets.end(), "bf16") != sets.end();
}

int serveNetWork(std::string_view net, std::string_view type, int threads, const std::string& file) {
    const ComputeScope scope(threads);
    try {
        Run work;
        const double ready = secondsOf([&] {
            work = makeRun(net, type, file);
            work();
        });
        malloc_trim(0);
        std::ofstream("/proc/self/clear_refs") << "5"; // sets VmHWM to what is held now
        answer("ready", ready);
        for (std::string line; std::getline(std::cin, line) && line == "run";) {
            const std::clock_t busy = std::clock();
            const double seconds = secondsOf(work);
            fmt::print(
                "{{\"seconds\": {}, \"cpu\": {}}}\n", seconds, double(std::clock() - busy) / CLOCKS_PER_SEC);
            std::fflush(stdout);
        }
        answer("peak", double(peakBytes()));
        return 0;
    } catch (const std::exception& e) {
        fmt::print(stderr, "{}\n", e.what());
        fmt::print("{{\"error\": \"{}\"}}\n", "see above");
        return 1;
    }
}

} // namespace kerf::bench
