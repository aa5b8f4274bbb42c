#include "core/nn/conv_plans.h"
#include "core/nn/cpu_kernels.h"
#include "core/nn/layers.h"
#include "tests/bench/measure.h"
#include "tests/bench/subcommands.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace kerf::bench {
namespace {

using nn::Activation;

struct Layer {
    const char* name;
    std::int64_t side; // of the map
    std::int64_t in;
    std::int64_t out;
    std::int64_t k;
    Activation activation;
};

constexpr std::array<Layer, 16> kLayers{{
    {"RRDB conv1", 256, 64, 32, 3, Activation::leaky_relu},
    {"RRDB conv3", 256, 128, 32, 3, Activation::leaky_relu},
    {"RRDB conv5", 256, 192, 64, 3, Activation::none},
    {"RRDB first", 256, 12, 64, 3, Activation::none},
    {"RRDB last", 512, 64, 3, 3, Activation::none},
    {"Swin-T qkv, stage 1", 256, 96, 288, 1, Activation::none},
    {"Swin-T mlp up, stage 1", 256, 96, 384, 1, Activation::gelu},
    {"Swin-T mlp down, stage 1", 256, 384, 96, 1, Activation::none},
    {"Swin-L mlp up, stage 1", 256, 192, 768, 1, Activation::gelu},
    {"Swin-L mlp up, stage 3", 64, 768, 3072, 1, Activation::gelu},
    {"Swin-L mlp down, stage 3", 64, 3072, 768, 1, Activation::none},
    {"Swin-L mlp up, stage 4", 32, 1536, 6144, 1, Activation::gelu},
    {"decoder conv_in 480", 256, 480, 64, 3, Activation::relu},
    {"decoder conv_in 240", 256, 240, 64, 3, Activation::relu},
    {"ASPP conv1 1280", 256, 1280, 64, 1, Activation::relu},
    {"squeeze 3072", 32, 3072, 64, 3, Activation::relu},
}};

// Runs for about a second at most: the least of some rounds.
double leastSeconds(const std::function<void()>& work, int rounds) {
    work();
    return timeInterleaved({work}, rounds).front().least();
}

// What the processor does in products of matrices that stay in the first-level cache, in GFLOP/s on all
// threads: the most that a layer can reach.
double peak(bool bf16) {
    constexpr int kDepth = 128;
    constexpr int kRows = 96;
    const nn::CpuKernels& kernels = nn::cpuKernels();
    const double seconds = leastSeconds(
        [&] {
            at::parallel_for(0, at::get_num_threads(), 1, [&](std::int64_t, std::int64_t) {
                alignas(64) float a[kRows * kDepth] = {};
                alignas(64) float b[kDepth * nn::kPanel] = {};
                alignas(64) float c[kRows * nn::kPanel];
                const void* start = a;
                const nn::GemmCall call{
                    .a = &start, .lda = bf16 ? 32 : 8, .m = kRows, .k = kDepth, .b = b, .c = c};
                if (kernels.begin != nullptr) {
                    kernels.begin();
                }
                for (int i = 0; i < 2000; ++i) {
                    (bf16 ? kernels.gemmBf16 : kernels.gemmFloat)(call);
                }
                if (kernels.end != nullptr) {
                    kernels.end();
                }
            });
        },
        5);
    return 2e-9 * 2000 * at::get_num_threads() * kRows * kDepth * nn::kPanel / seconds;
}

void measure(const Layer& layer, at::ScalarType type, double most, int rounds) {
    const nn::Target target{.type = type};
    const at::Tensor weight = at::randn({layer.out, layer.in, layer.k, layer.k}) * 0.05;
    const at::Tensor bias = at::randn({layer.out});
    const at::Tensor x = at::randn({1, layer.side, layer.side, layer.in}).to(type);
    const at::Tensor out = nn::makeMap(target, 1, layer.side, layer.side, layer.out);
    const nn::Conv ours(target, weight, bias);
    const std::shared_ptr<const nn::ConvPlan> theirs = nn::planReference(target, weight, bias);
    const nn::Fusion fusion{.activation = layer.activation};
    const std::function<void()> runOurs = [&] { ours.into(out, x, fusion); };
    const std::function<void()> runTheirs = [&] { theirs->run(out, x, fusion); };
    runOurs();
    runTheirs();
    const std::vector<Times> times = timeInterleaved({runOurs, runTheirs}, rounds);
    const double work =
        2e-9 * double(layer.side * layer.side) * double(layer.in * layer.out * layer.k * layer.k);
    const double seconds = times[0].least();
    fmt::print(
        "{:<26} {:4} {:9.2f} {:9.2f} {:8.0f} {:5.0f} % {:7.2f}x\n", layer.name,
        type == at::kFloat ? "fp32" : "bf16", seconds * 1e3, times[0].median() * 1e3, work / seconds,
        100 * work / seconds / most, times[1].least() / seconds);
}

} // namespace

int runLayers(Arguments arguments) {
    const bool quick = std::find(arguments.begin(), arguments.end(), "--quick") != arguments.end();
    if (arguments.size() > (quick ? 1U : 0U)) {
        return 2;
    }
    const c10::InferenceMode inference;
    const double floatPeak = peak(false);
    const double bf16Peak = peak(true);
    fmt::print("{}; kernels {}\n", machineLine(), nn::cpuKernels().name);
    fmt::print(
        "products in the first-level cache: {:.0f} GFLOP/s fp32, {:.0f} bf16\n\n", floatPeak, bf16Peak);
    fmt::print("{:<31} {:>9} {:>9} {:>8} {:>7} {:>8}\n", "", "least ms", "median", "GFLOP/s", "peak", "ATen");
    for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
        for (const Layer& layer : kLayers) {
            measure(layer, type, type == at::kFloat ? floatPeak : bf16Peak, quick ? 3 : 9);
        }
    }
    return 0;
}

} // namespace kerf::bench
