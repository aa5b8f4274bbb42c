#include "tests/support/ref_models.h"

#include "tests/support/ref_weights.h"

#include <charconv>

namespace kerf::test {
namespace {

using nn::BiRefNetShape;
using nn::RrdbNetShape;
using nn::SrvggNetShape;

struct Named {
    std::string_view name;
    BiRefNetShape shape;
};

const Named kBiRefNets[] = {
    {"tiny", {.embed = 8, .depths = {2, 2, 2, 2}, .heads = {1, 2, 4, 8}, .window = 4}},
    {"swin_v1_t", {.embed = 96, .depths = {2, 2, 6, 2}, .heads = {3, 6, 12, 24}, .window = 7}},
    {"swin_v1_s", {.embed = 96, .depths = {2, 2, 18, 2}, .heads = {3, 6, 12, 24}, .window = 7}},
    {"swin_v1_b", {.embed = 128, .depths = {2, 2, 18, 2}, .heads = {4, 8, 16, 32}, .window = 12}},
    {"swin_v1_l", {.embed = 192, .depths = {2, 2, 18, 2}, .heads = {6, 12, 24, 48}, .window = 12}},
};

// "x4" with key "x" is 4; nothing if the part has another key or no number in range.
std::optional<int> numberAfter(std::string_view key, std::string_view part) {
    int value = 0;
    if (!part.starts_with(key)) {
        return std::nullopt;
    }
    const char* end = part.data() + part.size();
    const auto result = std::from_chars(part.data() + key.size(), end, value);
    return result.ec == std::errc() && result.ptr == end && value > 0 ? std::optional(value) : std::nullopt;
}

// The value of "x", "nb" or the like in "x4-nb6"; `otherwise` if it isn't there.
int numberIn(std::string_view parts, std::string_view key, int otherwise) {
    while (!parts.empty()) {
        const std::size_t end = std::min(parts.find('-'), parts.size());
        if (const auto value = numberAfter(key, parts.substr(0, end))) {
            return *value;
        }
        parts.remove_prefix(std::min(end + 1, parts.size()));
    }
    return otherwise;
}

// Position of each pair of pixels of a window in the table of biases.
std::vector<float> positionIndex(int window) {
    std::vector<float> index;
    for (int i = 0; i < window * window; ++i) {
        for (int j = 0; j < window * window; ++j) {
            const int dy = i / window - j / window + window - 1;
            const int dx = i % window - j % window + window - 1;
            index.push_back(static_cast<float>(dy * (2 * window - 1) + dx));
        }
    }
    return index;
}

std::string replaced(std::string name, std::string_view from, std::string_view to) {
    name.replace(name.rfind(from), from.size(), to);
    return name;
}

} // namespace

std::optional<nn::Architecture> parseArchitecture(std::string_view name) {
    const std::size_t dash = std::min(name.find('-'), name.size());
    const std::string_view net = name.substr(0, dash);
    const std::string_view rest = name.substr(std::min(dash + 1, name.size()));
    if (net == "birefnet") {
        for (const Named& known : kBiRefNets) {
            if (known.name == rest) {
                return known.shape;
            }
        }
    }
    const int scale = numberIn(rest, "x", 0);
    const int width = numberIn(rest, "nf", 64);
    if (net == "rrdbnet" && (scale == 1 || scale == 2 || scale == 4 || scale == 8)) {
        return RrdbNetShape{
            .blocks = numberIn(rest, "nb", 23),
            .width = width,
            .scale = scale,
            .unshuffle = scale >= 4 ? 1 : 4 / scale};
    }
    if (net == "srvggnet" && scale >= 1 && scale <= 4) {
        return SrvggNetShape{.depth = numberIn(rest, "nc", 32), .width = width, .scale = scale};
    }
    if (net == "minimask") {
        return rest.empty() ? nn::MiniMaskShape{}
                            : nn::MiniMaskShape{{8, 16, 24, 32, 40}, {2, 0, 1, 2}, 12, {20, 18, 16, 14}};
    }
    return std::nullopt;
}

std::vector<WriteTensor>
refModel(const nn::Architecture& architecture, nn::DType type, const std::string& salt) {
    std::vector<WriteTensor> tensors;
    const auto add = [&](const std::string& name, const std::vector<std::int64_t>& shape) {
        tensors.push_back({name, type, shape, [name, shape, salt] { return refTensor(name, shape, salt); }});
    };
    const auto* birefnet = std::get_if<BiRefNetShape>(&architecture);
    for (const nn::ExpectedTensor& tensor : expectedTensors(architecture)) {
        add(tensor.name, tensor.shape);
        if (tensor.name.ends_with("running_var")) {
            tensors.push_back(
                {replaced(tensor.name, "running_var", "num_batches_tracked"), nn::DType::i64, {}, [] {
                     return std::vector<float>{0.0F};
                 }});
        }
        if (tensor.name.ends_with("bias_table")) {
            const int window = birefnet->window;
            const std::int64_t side = std::int64_t{window} * window;
            tensors.push_back(
                {replaced(tensor.name, "bias_table", "index"), nn::DType::i64, {side, side}, [window] {
                     return positionIndex(window);
                 }});
        }
    }
    for (int level = 4; birefnet != nullptr && level >= 2; --level) {
        const std::string number = std::to_string(level);
        add("decoder.conv_ms_spvn_" + number + ".weight",
            {1, std::int64_t{birefnet->embed} << (level - 1), 1, 1});
        add("decoder.conv_ms_spvn_" + number + ".bias", {1});
        add("decoder.gdt_convs_pred_" + number + ".0.weight", {1, 16, 1, 1});
        add("decoder.gdt_convs_pred_" + number + ".0.bias", {1});
    }
    return tensors;
}

} // namespace kerf::test
