#include "core/contract/export_json.h"

#include "core/base/error.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <optional>

namespace kerf {
namespace {

using Json = nlohmann::ordered_json;

[[noreturn]] void refuse(std::string_view key) {
    throw Error(
        ErrorCode::invalid_option,
        fmt::format("the export options: \"{}\" is not known or out of range", key.substr(0, 40)));
}

template <typename Value>
Value checked(std::string_view key, std::optional<Value> value) {
    if (!value) {
        refuse(key);
    }
    return *value;
}

void take(ExportOptions& options, const std::string& key, const Json& value) {
    if (key == "format") {
        options.type = checked(key, parseFileType(value.get<std::string>()));
    } else if (key == "depth") {
        options.depth = value.get<int>();
    } else if (key == "quality") {
        options.quality = value.get<int>();
    } else if (key == "png") {
        options.png = checked(key, parsePngEffort(value.get<std::string>()));
    } else if (key == "alpha-only") {
        options.alphaOnly = value.get<bool>();
    } else if (key == "metadata") {
        options.metadata = value.is_boolean() // as Kerf wrote it before there was a choice
                               ? (value.get<bool>() ? MetadataChoice::all : MetadataChoice::none)
                               : checked(key, parseMetadataChoice(value.get<std::string>()));
    } else if (key == "name") {
        options.naming = value.get<std::string>();
    } else if (key == "sidecar") {
        options.sidecar = value.get<bool>();
    } else if (key == "outputs") {
        options.outputs = checked(key, parseBatchOutputs(value.get<std::string>()));
    } else if (key == "profile") {
        options.profile = checked(key, parseColorProfile(value.get<std::string>()));
    } else if (key == "existing") {
        options.existing = checked(key, parseExistingPolicy(value.get<std::string>()));
    } else {
        refuse(key);
    }
}

} // namespace

std::string toJson(const ExportOptions& options) {
    const ExportOptions defaults;
    Json json = Json::object();
    const auto put = [&json](const char* key, const auto& value, bool isDefault) {
        if (!isDefault) {
            json[key] = value;
        }
    };
    put("format", std::string(name(options.type)), options.type == defaults.type);
    put("depth", options.depth, options.depth == defaults.depth);
    put("quality", options.quality, options.quality == defaults.quality);
    put("png", std::string(name(options.png)), options.png == defaults.png);
    put("alpha-only", options.alphaOnly, options.alphaOnly == defaults.alphaOnly);
    put("name", options.naming, options.naming == defaults.naming);
    put("outputs", toString(options.outputs), options.outputs == defaults.outputs);
    put("metadata", std::string(name(options.metadata)), options.metadata == defaults.metadata);
    put("sidecar", options.sidecar, options.sidecar == defaults.sidecar);
    put("profile", std::string(name(options.profile)), options.profile == defaults.profile);
    put("existing", std::string(name(options.existing)), options.existing == defaults.existing);
    return json.dump();
}

ExportOptions exportFromJson(std::string_view text) {
    ExportOptions options;
    try {
        const Json json = Json::parse(text);
        if (!json.is_object()) {
            refuse("?");
        }
        for (const auto& [key, value] : json.items()) {
            try {
                take(options, key, value);
            } catch (const Json::exception&) {
                refuse(key);
            }
        }
    } catch (const Json::exception&) {
        throw Error(ErrorCode::invalid_option, "the export options are no JSON");
    }
    options.check();
    return options;
}

} // namespace kerf
