#include "tests/support/ref_models.h"

#include <iostream>
#include <span>
#include <stdexcept>

using namespace kerf;

namespace {

struct Request {
    nn::Architecture architecture;
    std::filesystem::path file;
    nn::DType type = nn::DType::f32;
    std::string salt;
    test::PthOptions pth;
};

nn::DType parseType(const std::string& name) {
    if (name == "f16") {
        return nn::DType::f16;
    }
    if (name == "bf16") {
        return nn::DType::bf16;
    }
    if (name != "f32") {
        throw std::invalid_argument("no type " + name);
    }
    return nn::DType::f32;
}

Request parse(std::span<char*> arguments) {
    const auto architecture = arguments.size() < 3 ? std::nullopt : test::parseArchitecture(arguments[1]);
    if (!architecture) {
        throw std::invalid_argument(
            "usage: kerf-make-weights ARCH OUT.safetensors|OUT.pth [--dtype f16|f32|bf16] [--salt S] "
            "[--wrap params_ema] [--legacy]\nARCH: birefnet-tiny, birefnet-swin_v1_t (_s, _b, _l), "
            "rrdbnet-x2 (x1, x4, x8; -nb1, -nf32), srvggnet-x4 (x1 to x3; -nc16, -nf32)");
    }
    Request request{.architecture = *architecture, .file = arguments[2]};
    for (std::size_t i = 3; i < arguments.size(); ++i) {
        const std::string option = arguments[i];
        if (option == "--legacy") {
            request.pth.isLegacy = true;
            continue;
        }
        if (++i == arguments.size()) {
            throw std::invalid_argument(option + " needs a value");
        }
        if (option == "--dtype") {
            request.type = parseType(arguments[i]);
        } else if (option == "--salt") {
            request.salt = arguments[i];
        } else if (option == "--wrap") {
            request.pth.wrap = arguments[i];
        } else {
            throw std::invalid_argument("no option " + option);
        }
    }
    return request;
}

} // namespace

// kerf-make-weights ARCH OUT: a weight file like the official one of that net, with the test values of
// tests/support/ref_weights.h.
int main(int count, char** arguments) {
    try {
        const Request request = parse({arguments, static_cast<std::size_t>(count)});
        const auto tensors = test::refModel(request.architecture, request.type, request.salt);
        if (request.file.extension() == ".pth") {
            test::writePth(request.file, tensors, request.pth);
        } else {
            test::writeSafetensors(request.file, tensors);
        }
        std::cout << describe(request.architecture) << ", " << tensors.size() << " tensors, "
                  << std::filesystem::file_size(request.file) << " bytes\n";
        return 0;
    } catch (const std::exception& e) {
        std::cerr << "kerf-make-weights: " << e.what() << '\n';
        return 1;
    }
}
