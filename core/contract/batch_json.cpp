#include "core/contract/batch_json.h"

#include "core/base/error.h"
#include "core/contract/export_json.h"
#include "core/contract/recipe_json.h"

#include <nlohmann/json.hpp>

#include <exception>

namespace kerf {
namespace {

using Json = nlohmann::json;

[[noreturn]] void throwUnreadable() {
    throw Error(
        ErrorCode::corrupt_file,
        "its settings can't be read, perhaps by an older Kerf than began it; begin the batch anew");
}

} // namespace

std::string toJson(const BatchWork& work) {
    Json json;
    json["recipe"] = Json::parse(toJson(NamedRecipe{.recipe = work.recipe}));
    json["export"] = Json::parse(toJson(work.exporting));
    return json.dump();
}

BatchWork batchWorkFromJson(std::string_view text) {
    try {
        const Json json = Json::parse(text);
        return {
            .recipe = recipeFromJson(json.at("recipe").dump()).recipe,
            .exporting = exportFromJson(json.at("export").dump())};
    } catch (const std::exception&) {
        throwUnreadable();
    }
}

bool isSameJson(std::string_view one, std::string_view other) {
    try {
        return Json::parse(one) == Json::parse(other);
    } catch (const Json::exception&) {
        throwUnreadable();
    }
}

} // namespace kerf
