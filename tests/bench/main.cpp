// kerf-bench SUBCOMMAND [options]: measures Kerf's engines against others, in one run on one machine.

#include "tests/bench/subcommands.h"

#include <fmt/format.h>

#include <exception>
#include <string>
#include <vector>

namespace {

struct Subcommand {
    const char* name;
    const char* usage;
    int (*run)(kerf::bench::Arguments);
};

constexpr Subcommand kSubcommands[] = {
#if defined(KERF_HAS_NETS)
    {"deform",
     "deform [--python FILE] [--threads N] [--quick]   deformable convolutions, against torchvision",
     &kerf::bench::runDeform},
    {"layers", "layers [--quick]   convolutions and linear layers on the CPU, against ATen's",
     &kerf::bench::runLayers},
#endif
    {"mask", "mask [--quick] [--worst SHEET.ppm]   masks without weights, against OpenCV's GrabCut",
     &kerf::bench::runMask},
    {"matte", "matte [--megapixels N] [--rounds N]   the report on a matte, and the self-checks",
     &kerf::bench::runMatte},
#if defined(KERF_HAS_NETS)
    {"nets",
     "nets [--against eager,compiled,onnxruntime] [--refs DIR] [--net lite|large|x2|deform] [--rounds N] "
     "[--threads "
     "N] [--clock wall|cpu] [--quick]   the nets on the CPU; DIR holds venv, BiRefNet and Real-ESRGAN",
     &kerf::bench::runNets},
#endif
    {"nlm", "nlm [--megapixels N] [--threads N] [--quick]   clean-up without a GPU, against OpenCV's",
     &kerf::bench::runNlm},
    {"png", "png [--megapixels N] [--threads N] [--rounds N]   writing PNG, against libpng at level 6",
     &kerf::bench::runPng}};

int usage() {
    fmt::print(stderr, "usage:\n");
    for (const Subcommand& subcommand : kSubcommands) {
        fmt::print(stderr, "  kerf-bench {}\n", subcommand.usage);
    }
    return 2;
}

} // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    try {
        for (const Subcommand& subcommand : kSubcommands) {
            if (!arguments.empty() && arguments.front() == subcommand.name) {
                const int code = subcommand.run(kerf::bench::Arguments(arguments).subspan(1));
                return code == 2 ? usage() : code;
            }
        }
        return usage();
    } catch (const std::exception& e) {
        fmt::print(stderr, "kerf-bench: {}\n", e.what());
        return 1;
    }
}
