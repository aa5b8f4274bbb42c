#include "app/cli_json.h"

#include "app/cli_text.h"

namespace kerf::cli {

void setFile(Json& json, const std::string& field, const std::filesystem::path& file) {
    json[field] = file.native();
    if (!isValidUtf8(file.native())) {
        json[field + "_bytes"] = percentEncoded(file.native());
    }
}

Json failedJson(const std::filesystem::path& input, const JobFailure& failure) {
    Json json{{"type", "failed"}};
    setFile(json, "input", input);
    setFile(json, "file", failure.file.empty() ? input : failure.file);
    json["error"] = {{"code", errorName(failure.code)}, {"message", failure.detail}};
    return json;
}

Json toJson(const StageRecord& stage) {
    return {{"stage", stage.stage},         {"engine", stage.engine}, {"device", stage.device},
            {"requested", stage.requested}, {"reason", stage.reason}, {"settings", stage.settings},
            {"seconds", stage.seconds}};
}

std::string line(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace kerf::cli
