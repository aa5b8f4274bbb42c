#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

namespace kerf::models {

// Where files that come with Kerf lie for a program in `programFolder`, best first.
std::vector<std::filesystem::path>
shippedCandidates(const std::filesystem::path& programFolder, std::string_view name);

// The file of that name that came with this program; empty where none did (KERF_BUNDLE_MINI=OFF).
std::filesystem::path shippedModel(std::string_view name);

} // namespace kerf::models
