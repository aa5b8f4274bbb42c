#include "core/contract/provenance.h"

#include "core/base/error.h"
#include "core/base/file_name.h"
#include "core/contract/export_json.h"
#include "core/contract/recipe_json.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <set>

namespace kerf {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kVersionName = "kerf-provenance";
constexpr int kVersion = 1;
constexpr int kMaxDepth = 10; // the recipe's own limit lies one level deeper
constexpr std::size_t kMaxText = 4096;
constexpr std::size_t kMaxStages = 16;
constexpr std::size_t kMaxLibraries = 64;
constexpr std::size_t kHashDigits = 64;

[[noreturn]] void refuse(std::string_view what) {
    throw Error(ErrorCode::corrupt_file, fmt::format("this is no sidecar that Kerf can use: {}", what));
}

// "could not open /usr/lib/x.so;" becomes "could not open x.so;"
std::string withoutPaths(std::string_view text) {
    constexpr std::string_view kBefore = " \t\n\"'(<[=:,;";
    constexpr std::string_view kBehind = " \t\n\"')>],;";
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const bool isStart = text[at] == '/' && (at == 0 || kBefore.find(text[at - 1]) != kBefore.npos);
        if (!isStart) {
            out += text[at++];
            continue;
        }
        const std::size_t end = std::min(text.find_first_of(kBehind, at), text.size());
        const std::string_view path = text.substr(at, end - at);
        out += path.substr(path.rfind('/') + 1);
        at = end;
    }
    return out;
}

// Bytes of a name that are no UTF-8 stand beside it as "%ff".
std::string percentEncoded(std::string_view bytes) {
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        text += byte > 0x20 && byte < 0x7f && c != '%' ? std::string(1, c) : fmt::format("%{:02x}", byte);
    }
    return text;
}

std::string percentDecoded(std::string_view text) {
    std::string bytes;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '%') {
            bytes += text[at];
            continue;
        }
        unsigned value = 0;
        const std::string_view digits = text.substr(at + 1, 2);
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
        if (error != std::errc() || digits.size() != 2 || end != digits.data() + 2) {
            refuse("a name's bytes are not as they should be");
        }
        bytes += static_cast<char>(value);
        at += 2;
    }
    return bytes;
}

Json write(const NamedFile& file) {
    Json json;
    json["name"] = file.name;
    if (!isUtf8(file.name)) {
        json["name_bytes"] = percentEncoded(file.name);
    }
    json["sha256"] = file.sha256;
    json["bytes"] = file.bytes;
    return json;
}

Json write(const StageProvenance& stage) {
    const StageRecord& record = stage.record;
    Json json{
        {"stage", record.stage},
        {"engine", record.engine},
        {"device", record.device},
        {"requested", record.requested},
        {"reason", withoutPaths(record.reason)},
        {"settings", withoutPaths(record.settings)}};
    if (!stage.model.empty()) {
        json["model"] = stage.model;
        json["sha256"] = stage.modelContents.substr(0, kHashDigits);
        if (stage.modelContents.size() > kHashDigits) {
            json["companion_sha256"] = stage.modelContents.substr(kHashDigits);
        }
    }
    return json;
}

const Json& at(const Json& json, const char* key) {
    const auto found = json.is_object() ? json.find(key) : json.end();
    if (found == json.end()) {
        refuse(fmt::format("\"{}\" is missing", key));
    }
    return *found;
}

std::string text(const Json& json, const char* key) {
    const Json& value = at(json, key);
    if (!value.is_string() || value.get_ref<const std::string&>().size() > kMaxText) {
        refuse(fmt::format("\"{}\" is no text of this length", key));
    }
    return value.get<std::string>();
}

std::uint64_t number(const Json& json, const char* key, std::uint64_t most) {
    const Json& value = at(json, key);
    if (!value.is_number_unsigned() || value.get<std::uint64_t>() > most) {
        refuse(fmt::format("\"{}\" is no number of this size", key));
    }
    return value.get<std::uint64_t>();
}

std::string hash(const Json& json, const char* key) {
    std::string digits = text(json, key);
    if (digits.size() != kHashDigits || digits.find_first_not_of("0123456789abcdef") != std::string::npos) {
        refuse(fmt::format("\"{}\" is no SHA-256", key));
    }
    return digits;
}

void checkName(const std::string& name) {
    const bool isPath = name.find('/') != std::string::npos || name.find('\0') != std::string::npos;
    if (isPath || name.empty() || name == "." || name == ".." || name.size() > kMaxFileNameBytes) {
        refuse("a file's name is none");
    }
}

NamedFile readFile(const Json& json) {
    NamedFile file{.name = text(json, "name"), .sha256 = hash(json, "sha256"), .bytes = 0};
    file.bytes = number(json, "bytes", std::uint64_t{1} << 50U);
    if (json.contains("name_bytes")) {
        file.name = percentDecoded(text(json, "name_bytes"));
    }
    checkName(file.name);
    return file;
}

StageProvenance readStage(const Json& json) {
    StageProvenance stage;
    stage.record.stage = text(json, "stage");
    stage.record.engine = text(json, "engine");
    stage.record.device = text(json, "device");
    stage.record.requested = text(json, "requested");
    stage.record.reason = text(json, "reason");
    stage.record.settings = text(json, "settings");
    if (json.contains("model")) {
        stage.model = text(json, "model");
        stage.modelContents = hash(json, "sha256");
        if (json.contains("companion_sha256")) {
            stage.modelContents += hash(json, "companion_sha256");
        }
    }
    return stage;
}

OutputProvenance readOutput(const Json& json) {
    constexpr std::uint64_t kMostPixels = 1'000'000;
    const std::optional<BatchOutput> picture = parseBatchOutput(text(json, "picture"));
    if (!picture) {
        refuse("\"picture\" is not result, matte or clean");
    }
    return {
        .picture = *picture,
        .file = readFile(json),
        .width = int(number(json, "width", kMostPixels)),
        .height = int(number(json, "height", kMostPixels))};
}

template <typename Item, typename Read>
std::vector<Item> readList(const Json& json, const char* key, std::size_t most, Read&& read) {
    const Json& list = at(json, key);
    if (!list.is_array() || list.size() > most) {
        refuse(fmt::format("\"{}\" is no list of at most {}", key, most));
    }
    std::vector<Item> items;
    for (const Json& item : list) {
        items.push_back(read(item));
    }
    return items;
}

Json parse(std::string_view text) {
    if (text.size() > kMaxProvenanceBytes) {
        refuse("it is longer than 20 MiB");
    }
    const auto limitDepth = [](int depth, Json::parse_event_t, Json&) {
        if (depth > kMaxDepth) {
            refuse("it is nested too deep");
        }
        return true;
    };
    Json json = Json::parse(text, limitDepth, false);
    if (json.is_discarded() || !json.is_object()) {
        refuse("it is not JSON, or is damaged");
    }
    return json;
}

void readPicture(const Json& json, Provenance& read) {
    const bool needsPicture =
        read.recipe.background && read.recipe.background->kind == BackgroundKind::picture;
    if (needsPicture != json.contains("background_picture")) {
        refuse("the recipe and \"background_picture\" don't go together");
    }
    if (read.recipe.background) {
        if (read.recipe.background->picture.find('/') != std::string::npos) {
            refuse("the background picture's name is a path");
        }
    }
    if (needsPicture) {
        read.backgroundPicture = readFile(at(json, "background_picture"));
        if (read.backgroundPicture->name != read.recipe.background->picture) {
            refuse("the background picture has two names");
        }
    }
}

// What the recipe's and the options' own readers say, as a sidecar's fault.
template <typename F>
auto checked(F&& read) -> decltype(read()) {
    try {
        return read();
    } catch (const Error& e) {
        if (e.code() == ErrorCode::corrupt_file) {
            throw;
        }
        refuse(e.what());
    }
}

} // namespace

std::string toJson(const Provenance& provenance) {
    Recipe recipe = provenance.recipe;
    if (recipe.background) {
        std::string& picture = recipe.background->picture;
        picture.erase(0, picture.rfind('/') + 1);
    }
    Json json{{kVersionName, kVersion}, {"kerf", provenance.kerf}};
    json["libraries"] = Json(provenance.libraries);
    json["source"] = write(provenance.source);
    json["recipe"] = Json::parse(toJson(NamedRecipe{.recipe = recipe}));
    if (provenance.backgroundPicture) {
        json["background_picture"] = write(*provenance.backgroundPicture);
    }
    json["export"] = Json::parse(toJson(provenance.exporting));
    json["stages"] = Json::array();
    for (const StageProvenance& stage : provenance.stages) {
        json["stages"].push_back(write(stage));
    }
    json["outputs"] = Json::array();
    for (const OutputProvenance& output : provenance.outputs) {
        Json item{{"picture", name(output.picture)}};
        item.update(write(output.file));
        item["width"] = output.width;
        item["height"] = output.height;
        json["outputs"].push_back(std::move(item));
    }
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

Provenance provenanceFromJson(std::string_view bytes) {
    const Json json = parse(bytes);
    if (number(json, std::string(kVersionName).c_str(), 1'000'000) > kVersion) {
        refuse("it was written by a newer Kerf; use that or a later one");
    }
    Provenance read;
    read.kerf = text(json, "kerf");
    const Json& libraries = at(json, "libraries");
    if (!libraries.is_object() || libraries.size() > kMaxLibraries) {
        refuse("\"libraries\" are no list of versions");
    }
    for (const auto& item : libraries.items()) {
        read.libraries[item.key()] = text(libraries, item.key().c_str());
    }
    read.source = readFile(at(json, "source"));
    read.recipe = checked([&] { return recipeFromJson(at(json, "recipe").dump()).recipe; });
    readPicture(json, read);
    read.exporting = checked([&] { return exportFromJson(at(json, "export").dump()); });
    read.stages = readList<StageProvenance>(json, "stages", kMaxStages, readStage);
    read.outputs = readList<OutputProvenance>(json, "outputs", 3, readOutput);
    const auto isAsAsked =
        std::ranges::equal(read.outputs, read.exporting.outputs, {}, [](const OutputProvenance& output) {
            return output.picture;
        });
    if (!isAsAsked) {
        refuse("its outputs are not those of its options");
    }
    return read;
}

} // namespace kerf
