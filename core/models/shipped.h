#pragma once

#include "core/contract/model_info.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kerf::models {

// The id of the model that comes with Kerf. No file of the user's folder gets it, in whatever build.
inline constexpr std::string_view kShippedId = "kerf-mini";

// A model that comes with Kerf and lies beside its programs: nobody fetches, imports or removes it.
struct ShippedModel {
    ModelInfo info;             // isInstalled: it is there and whole, so that it can be opened
    std::filesystem::path file; // where it lies, or where it should
    std::string sha256;         // that it must have, lower case
    std::string foundSha256;    // that it has; empty: it couldn't be read, or wasn't yet
    std::string problem;        // English: why it can't be used, and what to do; empty: it can
};

// Where files that come with Kerf lie for a program in `programFolder`, best first.
std::vector<std::filesystem::path>
shippedCandidates(const std::filesystem::path& programFolder, std::string_view name);

// What this build comes with, not looked at yet; nothing where it was left out (KERF_BUNDLE_MINI=OFF).
std::optional<ShippedModel> builtinShipped();

// Reads its file and says what was found.
ShippedModel examined(ShippedModel model);

} // namespace kerf::models
