#include "core/base/error.h"
#include "core/nn/architecture.h"
#include "core/nn/byte_source.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <string_view>

namespace kerf::nn {
namespace {

// No net that is known is wider; a hostile file's sides must not overflow what is computed from them.
constexpr std::int64_t kMaxWidth = 16'384;
constexpr int kMaxBlocks = 1000;
constexpr std::size_t kShownDifferences = 3;

// What wraps a state dict, or stands before every name of it; the first ones are taken first where a file
// has several (a training checkpoint holds the averaged weights and the last ones).
constexpr std::array<std::string_view, 16> kWrappers{
    "params_ema", "params-ema", "ema",   "g_ema", "params",    "model_state_dict", "state_dict", "weights",
    "model",      "net",        "net_g", "netG",  "generator", "birefnet",         "module",     "_orig_mod"};

using ByName = std::map<std::string_view, const TensorEntry*>;

// The tensors below one prefix.
class Names {
public:
    Names(const ByName& all, std::string prefix) : m_all(&all), m_prefix(std::move(prefix)) {}

    const TensorEntry* find(const std::string& name) const {
        const auto it = m_all->find(m_prefix + name);
        return it == m_all->end() ? nullptr : it->second;
    }
    // Its side number `axis`; 0 if there is no such tensor or side, or one that no net has.
    std::int64_t side(const std::string& name, std::size_t axis) const {
        const TensorEntry* entry = find(name);
        const bool has = entry != nullptr && axis < entry->shape.size();
        return has && entry->shape[axis] <= kMaxWidth ? entry->shape[axis] : 0;
    }
    std::size_t rank(const std::string& name) const {
        const TensorEntry* entry = find(name);
        return entry == nullptr ? 0 : entry->shape.size();
    }
    // One more than the highest number that follows `start` in a name: "body." and "body.22.x" give 23. A
    // file that lacks some in between is then told which ones. 0 if there is none.
    int countOf(const std::string& start) const {
        const std::string full = m_prefix + start;
        int count = 0;
        for (auto it = m_all->lower_bound(full); it != m_all->end() && it->first.starts_with(full); ++it) {
            const std::string_view digits = it->first.substr(full.size());
            int number = 0;
            const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), number);
            if (parsed.ec == std::errc() && number >= 0 && number < kMaxBlocks) {
                count = std::max(count, number + 1);
            }
        }
        return count;
    }
    const std::string& prefix() const { return m_prefix; }

private:
    const ByName* m_all;
    std::string m_prefix;
};

// How a family of files calls the tensors of a net.
enum class Naming : std::uint8_t { official, esrgan_2019, esrgan_old };

// `body.3.rdb1.conv2.weight` into its parts.
struct DenseName {
    std::string_view block;
    std::string_view dense;
    std::string_view rest; // "conv2.weight"
};
std::optional<DenseName> parseDense(std::string_view name) {
    if (!name.starts_with("body.")) {
        return std::nullopt;
    }
    name.remove_prefix(5);
    const std::size_t dot = name.find('.');
    const std::string_view tail = name.substr(dot + 1);
    return DenseName{name.substr(0, dot), tail.substr(3, 1), tail.substr(5)};
}

std::string name2019(const std::string& official) {
    if (const auto dense = parseDense(official)) {
        return fmt::format("RRDB_trunk.{}.RDB{}.{}", dense->block, dense->dense, dense->rest);
    }
    const std::size_t dot = official.find('.');
    const std::string layer = official.substr(0, dot);
    const std::string leaf = official.substr(dot);
    if (layer.starts_with("conv_up")) {
        return "upconv" + layer.substr(7) + leaf;
    }
    return (layer == "conv_body" ? "trunk_conv" : layer == "conv_hr" ? "HRconv" : layer) + leaf;
}

std::string nameOld(const std::string& official, const RrdbNetShape& shape) {
    if (const auto dense = parseDense(official)) {
        const std::size_t dot = dense->rest.find('.');
        return fmt::format(
            "model.1.sub.{}.RDB{}.{}.0{}", dense->block, dense->dense, dense->rest.substr(0, dot),
            dense->rest.substr(dot));
    }
    const std::size_t dot = official.find('.');
    const std::string layer = official.substr(0, dot);
    const std::string leaf = official.substr(dot);
    if (layer == "conv_first") {
        return "model.0" + leaf;
    }
    if (layer == "conv_body") {
        return fmt::format("model.1.sub.{}{}", shape.blocks, leaf);
    }
    if (layer.starts_with("conv_up")) {
        return fmt::format("model.{}{}", 3 * (layer.back() - '0'), leaf);
    }
    const int ups =
        static_cast<int>(std::bit_width(static_cast<unsigned>(shape.scale * shape.unshuffle))) - 1;
    return fmt::format("model.{}{}", 3 * ups + (layer == "conv_hr" ? 2 : 4), leaf);
}

struct Family {
    const char* title;
    const char* anchor; // a tensor that only this family has
    Naming naming = Naming::official;
    std::optional<Architecture> (*detect)(const Names&, Naming);
};

std::optional<Architecture> detectRrdb(const Names& names, Naming naming) {
    const bool isOfficial = naming == Naming::official;
    const bool isOld = naming == Naming::esrgan_old;
    const std::string blocks = isOfficial ? "body." : isOld ? "model.1.sub." : "RRDB_trunk.";
    const std::string dense = blocks + (isOfficial ? "0.rdb1.conv1.weight"
                                        : isOld    ? "0.RDB1.conv1.0.weight"
                                                   : "0.RDB1.conv1.weight");
    RrdbNetShape shape;
    shape.growth = static_cast<int>(names.side(dense, 0));
    shape.width = static_cast<int>(names.side(dense, 1));
    shape.blocks = names.countOf(blocks) - (isOld ? 1 : 0); // the old trunk's last entry is conv_body
    if (shape.growth == 0 || shape.width == 0 || shape.blocks == 0) {
        return std::nullopt;
    }
    // An old net of n upsamplings ends with number 3n + 4; the others count from 1.
    const int ups =
        isOld ? (names.countOf("model.") - 5) / 3 : names.countOf(isOfficial ? "conv_up" : "upconv") - 1;
    const std::int64_t inputs = names.side(isOld ? "model.0.weight" : "conv_first.weight", 1);
    shape.unshuffle = inputs == 48 ? 4 : inputs == 12 ? 2 : 1;
    shape.scale = ups == 3 && shape.unshuffle == 1 ? 8 : 4 / shape.unshuffle;
    return shape;
}

std::optional<Architecture> detectSrvgg(const Names& names, Naming) {
    SrvggNetShape shape{.width = static_cast<int>(names.side("body.0.weight", 0))};
    shape.depth = std::max(0, (names.countOf("body.") - 3) / 2);
    const std::int64_t outputs = names.side(fmt::format("body.{}.weight", 2 * shape.depth + 2), 0);
    for (const int scale : {1, 2, 3, 4}) {
        if (outputs == 3LL * scale * scale) {
            shape.scale = scale;
        }
    }
    return shape.width > 0 ? std::optional<Architecture>(shape) : std::nullopt;
}

std::optional<Architecture> detectBiRefNet(const Names& names, Naming) {
    BiRefNetShape shape{.embed = static_cast<int>(names.side("bb.patch_embed.proj.weight", 0))};
    if (shape.embed == 0 || shape.embed % 4 != 0) {
        return std::nullopt;
    }
    std::int64_t rows = 0;
    for (std::size_t stage = 0; stage < 4; ++stage) {
        const std::string blocks = fmt::format("bb.layers.{}.blocks.", stage);
        shape.depths[stage] = names.countOf(blocks);
        const std::string table = blocks + "0.attn.relative_position_bias_table";
        rows = std::max(rows, names.side(table, 0));
        shape.heads[stage] = static_cast<int>(names.side(table, 1));
        const std::int64_t channels = std::int64_t{shape.embed} << stage;
        if (shape.depths[stage] == 0 || shape.heads[stage] == 0 || channels % shape.heads[stage] != 0) {
            return std::nullopt;
        }
    }
    const auto side = static_cast<std::int64_t>(std::lround(std::sqrt(double(rows))));
    shape.window = static_cast<int>((side + 1) / 2);
    return side % 2 == 1 && side * side == rows ? std::optional<Architecture>(shape) : std::nullopt;
}

std::optional<Architecture> detectMiniMask(const Names& names, Naming) {
    MiniMaskShape shape;
    shape.widths[0] = static_cast<int>(names.side("stem.0.0.weight", 0));
    for (std::size_t stage = 0; stage < 4; ++stage) {
        const std::string name = fmt::format("down{}.", 4 << stage);
        shape.widths[stage + 1] = static_cast<int>(names.side(name + "0.0.weight", 0));
        shape.blocks[stage] = names.countOf(name) - 1;
        shape.decoder[stage] =
            static_cast<int>(names.side(fmt::format("up{}.narrow.0.weight", 16 >> stage), 0));
        if (shape.widths[stage + 1] == 0 || shape.blocks[stage] < 0 || shape.decoder[stage] == 0) {
            return std::nullopt;
        }
    }
    shape.context = static_cast<int>(names.side("context.parts.0.0.weight", 0));
    return shape.widths[0] > 0 && shape.context > 0 ? std::optional<Architecture>(shape) : std::nullopt;
}

constexpr std::array<Family, 6> kFamilies{
    Family{"BiRefNet", "bb.patch_embed.proj.weight", Naming::official, detectBiRefNet},
    Family{"Kerf Mini", "down16.1.spread.weight", Naming::official, detectMiniMask},
    Family{"RRDBNet", "body.0.rdb1.conv1.weight", Naming::official, detectRrdb},
    Family{"ESRGAN of 2019", "RRDB_trunk.0.RDB1.conv1.weight", Naming::esrgan_2019, detectRrdb},
    Family{"an old ESRGAN", "model.1.sub.0.RDB1.conv1.0.weight", Naming::esrgan_old, detectRrdb},
    Family{"SRVGGNetCompact", "body.1.weight", Naming::official, detectSrvgg}};

// Position of the last wrapper that all of `prefix` ("params_ema.module.") comes to; nothing if it is more
// than wrappers.
std::optional<std::size_t> rankOf(std::string_view prefix) {
    std::size_t rank = kWrappers.size();
    while (!prefix.empty()) {
        const std::size_t dot = prefix.find('.');
        const auto known = std::ranges::find(kWrappers, prefix.substr(0, dot));
        if (dot == prefix.npos || known == kWrappers.end()) {
            return std::nullopt;
        }
        rank = std::min(rank, static_cast<std::size_t>(known - kWrappers.begin()));
        prefix.remove_prefix(dot + 1);
    }
    return rank;
}

struct Found {
    const Family* family = nullptr;
    std::string prefix;
};

std::optional<Found> findFamily(const TensorIndex& index, const ByName& all) {
    for (const Family& family : kFamilies) {
        std::optional<Found> best;
        std::size_t bestRank = 0;
        for (const TensorEntry& entry : index.tensors) {
            if (!entry.name.ends_with(family.anchor)) {
                continue;
            }
            const std::string prefix =
                entry.name.substr(0, entry.name.size() - std::string_view(family.anchor).size());
            const std::optional<std::size_t> rank = rankOf(prefix);
            const bool isCompact = family.detect == detectSrvgg;
            const Names names(all, prefix);
            // Many nets have a body; this one begins with a convolution of RGB and a PReLU.
            const bool fits =
                !isCompact || (names.rank("body.1.weight") == 1 && names.side("body.0.weight", 1) == 3);
            if (rank && fits && (!best || *rank < bestRank)) {
                best = Found{&family, prefix};
                bestRank = *rank;
            }
        }
        if (best) {
            return best;
        }
    }
    return std::nullopt;
}

// In official files, but not used at inference: training's own outputs and counters, what follows from the
// window's size, and the classification head of older checkpoints.
bool isUnused(std::string_view name) {
    return name.ends_with(".num_batches_tracked") || name.ends_with(".relative_position_index") ||
           name.starts_with("decoder.conv_ms_spvn_") || name.starts_with("decoder.gdt_convs_pred_") ||
           name.starts_with("cls_head.");
}

std::string textOf(const std::vector<std::int64_t>& shape) {
    return shape.empty() ? "of one value" : fmt::format("{}", fmt::join(shape, " x "));
}

// First what is missing, then what has another shape or type, then what is unknown.
struct Differences {
    std::vector<std::string> missing;
    std::vector<std::string> changed;
    std::vector<std::string> unknown;

    bool empty() const { return missing.empty() && changed.empty() && unknown.empty(); }
    std::string text() const {
        std::vector<std::string> all = missing;
        all.insert(all.end(), changed.begin(), changed.end());
        all.insert(all.end(), unknown.begin(), unknown.end());
        const std::size_t shown = std::min(all.size(), kShownDifferences);
        const std::string list =
            fmt::format("{}", fmt::join(all.begin(), all.begin() + std::ptrdiff_t(shown), ", "));
        return all.size() > shown ? fmt::format("{} and {} more", list, all.size() - shown) : list;
    }
};

std::string nameInFile(const std::string& official, const Family& family, const Architecture& architecture) {
    switch (family.naming) {
    case Naming::official:
        break;
    case Naming::esrgan_2019:
        return name2019(official);
    case Naming::esrgan_old:
        return nameOld(official, std::get<RrdbNetShape>(architecture));
    }
    return official;
}

Recognised
match(const Names& names, const Family& family, const Architecture& architecture, const ByName& all) {
    Recognised result{.architecture = architecture};
    Differences differences;
    ByName left = all;
    for (const ExpectedTensor& expected : expectedTensors(architecture)) {
        const std::string name = nameInFile(expected.name, family, architecture);
        const TensorEntry* entry = names.find(name);
        if (entry == nullptr) {
            differences.missing.push_back(name + " is missing");
            continue;
        }
        left.erase(entry->name);
        if (entry->shape != expected.shape) {
            differences.changed.push_back(
                fmt::format("{} is {} instead of {}", name, textOf(entry->shape), textOf(expected.shape)));
        } else if (!isFloating(entry->type) && !entry->isTable) {
            differences.changed.push_back(name + " holds whole numbers");
        }
        result.tensors.push_back(*entry);
        result.tensors.back().name = expected.name;
    }
    for (const auto& [name, entry] : left) {
        if (name.starts_with(names.prefix()) && !isUnused(name.substr(names.prefix().size()))) {
            differences.unknown.push_back(shown(name.substr(names.prefix().size())) + " is unknown");
        }
    }
    if (!differences.empty()) {
        throw Error(
            ErrorCode::model_corrupt, fmt::format(
                                          "it looks like {}, but {}; fetch the model again or choose another",
                                          describe(architecture), differences.text()));
    }
    return result;
}

[[noreturn]] void refuseUnknown(const TensorIndex& index, const ByName& all) {
    if (index.tensors.empty()) {
        throw Error(
            ErrorCode::model_corrupt, "it holds no tensors, so it is no net that Kerf knows; choose another");
    }
    const bool isBiRefNet = std::ranges::any_of(all, [](const auto& entry) {
        return entry.first.find("decoder.decoder_block4.") != entry.first.npos;
    });
    if (isBiRefNet) {
        throw Error(
            ErrorCode::model_corrupt,
            "it is a BiRefNet, but not one with a Swin backbone, so no net that Kerf knows; choose another");
    }
    const std::size_t count = index.tensors.size();
    throw Error(
        ErrorCode::model_corrupt, fmt::format(
                                      "it is no net that Kerf knows ({} tensor{}, the first is {}); choose a "
                                      "Real-ESRGAN or BiRefNet model",
                                      count, count == 1 ? "" : "s", shown(index.tensors.front().name)));
}

} // namespace

Recognised recognise(const TensorIndex& index) {
    ByName all;
    for (const TensorEntry& entry : index.tensors) {
        all.emplace(entry.name, &entry);
    }
    const std::optional<Found> found = findFamily(index, all);
    if (!found) {
        refuseUnknown(index, all);
    }
    const Names names(all, found->prefix);
    const std::optional<Architecture> architecture = found->family->detect(names, found->family->naming);
    if (!architecture) {
        throw Error(
            ErrorCode::model_corrupt, fmt::format(
                                          "it looks like {}, but its layers' sizes are those of no net that "
                                          "Kerf knows; choose another model",
                                          found->family->title));
    }
    return match(names, *found->family, *architecture, all);
}

} // namespace kerf::nn
