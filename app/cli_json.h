#pragma once

#include "core/contract/events.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>

namespace kerf::cli {

using Json = nlohmann::ordered_json;

// Sets json[field] to the name; where that is no UTF-8, its broken bytes are replaced there, and
// json[field + "_bytes"] holds the exact ones, percent-encoded.
void setFile(Json& json, const std::string& field, const std::filesystem::path& file);

// {"type":"failed", ...} for a photo.
Json failedJson(const std::filesystem::path& input, const JobFailure& failure);

Json toJson(const StageRecord& stage);

// One line without its end; never throws for broken text.
std::string line(const Json& json);

} // namespace kerf::cli
