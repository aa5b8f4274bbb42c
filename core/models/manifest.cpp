#include "core/models/manifest.h"

#include "core/base/error.h"
#include "core/models/manifest_text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <initializer_list>
#include <limits>
#include <set>
#include <span>

namespace kerf::models {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxDocument = std::size_t{4} << 20U;
constexpr std::size_t kMaxModels = 1000;
constexpr std::size_t kMaxFiles = 8;
constexpr std::size_t kMaxText = 500;
constexpr std::uint64_t kMaxBytes = std::uint64_t{1} << 40U;
constexpr int kMaxSide = 8192;
constexpr int kSideStep = 32; // what BiRefNet's sides are multiples of

[[noreturn]] void refuse(const std::string& where, const std::string& what) {
    throw Error(ErrorCode::corrupt_file, fmt::format("the list of models: {} {}", where, what));
}

bool isLowerHex(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool isLetterOrDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isOf(std::string_view text, std::string_view others) {
    return std::ranges::all_of(
        text, [&](char c) { return isLetterOrDigit(c) || others.find(c) != std::string_view::npos; });
}

// One object of the document, and where it is. Every name in it must be asked for.
class Table {
public:
    Table(const Json& json, std::string where, std::initializer_list<std::string_view> names)
        : m_json(json), m_where(std::move(where)) {
        if (!json.is_object()) {
            refuse(m_where, "is no object");
        }
        for (const auto& item : json.items()) {
            if (std::ranges::find(names, item.key()) == names.end()) {
                refuse(m_where, "has a name that isn't known");
            }
        }
    }

    std::string at(std::string_view name) const { return fmt::format("{}.{}", m_where, name); }
    bool has(std::string_view name) const { return m_json.contains(name); }

    const Json& get(std::string_view name) const {
        const auto found = m_json.find(name);
        if (found == m_json.end()) {
            refuse(at(name), "is missing");
        }
        return *found;
    }

    std::string text(std::string_view name) const {
        const Json& value = get(name);
        if (!value.is_string()) {
            refuse(at(name), "is no text");
        }
        const auto& text = value.get_ref<const std::string&>();
        const bool hasControls = std::ranges::any_of(
            text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
        if (text.empty() || text.size() > kMaxText || hasControls) {
            refuse(at(name), fmt::format("is not one line of 1 to {} bytes", kMaxText));
        }
        return text;
    }

    std::uint64_t number(std::string_view name, std::uint64_t least, std::uint64_t most) const {
        const Json& value = get(name);
        if (!value.is_number_unsigned() || value.get<std::uint64_t>() < least ||
            value.get<std::uint64_t>() > most) {
            refuse(at(name), fmt::format("is not a whole number from {} to {}", least, most));
        }
        return value.get<std::uint64_t>();
    }

    bool truth(std::string_view name) const {
        const Json& value = get(name);
        if (!value.is_boolean()) {
            refuse(at(name), "is neither true nor false");
        }
        return value.get<bool>();
    }

    template <typename T>
    T choice(std::string_view name, std::string_view one, T first, std::string_view other, T second) const {
        const std::string value = text(name);
        if (value != one && value != other) {
            refuse(at(name), fmt::format("is neither \"{}\" nor \"{}\"", one, other));
        }
        return value == one ? first : second;
    }

    const Json& list(std::string_view name, std::size_t most) const {
        const Json& value = get(name);
        if (!value.is_array() || value.empty() || value.size() > most) {
            refuse(at(name), fmt::format("is no list of 1 to {} entries", most));
        }
        return value;
    }

private:
    const Json& m_json;
    std::string m_where;
};

ModelFile parseFile(const Json& json, const std::string& where) {
    const Table table(json, where, {"name", "url", "bytes", "sha256"});
    ModelFile file;
    file.name = table.text("name");
    constexpr std::size_t kMaxName = 128;
    if (file.name.size() > kMaxName || !isLetterOrDigit(file.name[0]) || !isOf(file.name, "._-+")) {
        refuse(table.at("name"), "is no plain file name");
    }
    if (table.has("url")) {
        file.url = table.text("url");
        constexpr std::string_view kScheme = "https://";
        const bool hasHost = file.url.size() > kScheme.size() && isLetterOrDigit(file.url[kScheme.size()]);
        if (!file.url.starts_with(kScheme) || !hasHost || !isOf(file.url, "-._~:/%+")) {
            refuse(table.at("url"), "is no plain https address");
        }
    }
    if (table.has("bytes")) {
        file.bytes = table.number("bytes", 1, kMaxBytes);
    }
    if (table.has("sha256")) {
        file.sha256 = table.text("sha256");
        if (file.sha256.size() != 64 || !isLowerHex(file.sha256)) {
            refuse(table.at("sha256"), "is not 64 lower-case hexadecimal digits");
        }
    }
    return file;
}

int parseSide(const Table& table, std::string_view name) {
    const std::uint64_t side = table.number(name, 0, kMaxSide);
    if (side % kSideStep != 0) {
        refuse(table.at(name), fmt::format("is no multiple of {}", kSideStep));
    }
    return int(side);
}

// What only clean-up models have, and what only masks have.
void parseKind(const Table& table, ModelInfo& info) {
    info.kind = table.choice("kind", "cleanup", ModelKind::cleanup, "mask", ModelKind::mask);
    const bool isMask = info.kind == ModelKind::mask;
    for (const std::string_view name : {"width", "height", "patch_order"}) {
        if (!isMask && table.has(name)) {
            refuse(table.at(name), "is for masks only");
        }
    }
    if (!isMask) {
        info.scale = int(table.number("scale", 1, 8));
        return;
    }
    if (table.has("scale")) {
        refuse(table.at("scale"), "is for clean-up only");
    }
    info.width = parseSide(table, "width");
    info.height = parseSide(table, "height");
    if ((info.width == 0) != (info.height == 0)) {
        refuse(table.at("height"), "must be 0 exactly when width is");
    }
    info.patchOrder =
        table.choice("patch_order", "rows", PatchOrder::rows_first, "columns", PatchOrder::columns_first);
}

ManifestEntry parseEntry(const Json& json, const std::string& where) {
    const Table table(
        json, where,
        {"id", "kind", "title", "purpose", "architecture", "licence", "source", "auto", "scale", "width",
         "height", "patch_order", "import_only", "files"});
    ManifestEntry entry;
    ModelInfo& info = entry.info;
    info.id = table.text("id");
    constexpr std::size_t kMaxId = 64;
    if (info.id.size() > kMaxId || !isLetterOrDigit(info.id[0]) || !isOf(info.id, "-.")) {
        refuse(table.at("id"), "is not letters, digits, '-' and '.'");
    }
    info.title = table.text("title");
    info.purpose = table.text("purpose");
    info.architecture = table.text("architecture");
    info.licence = table.text("licence");
    info.source = table.text("source");
    parseKind(table, info);
    entry.isForAuto = !table.has("auto") || table.truth("auto");
    if (table.has("import_only")) {
        entry.importOnly = table.text("import_only");
    }
    const Json& files = table.list("files", kMaxFiles);
    for (std::size_t i = 0; i < files.size(); ++i) {
        const std::string place = fmt::format("{}[{}]", table.at("files"), i);
        entry.files.push_back(parseFile(files[i], place));
        const ModelFile& file = entry.files.back();
        if (entry.importOnly.empty() && (file.sha256.empty() || file.url.empty())) {
            refuse(place, "needs url and sha256, or the model import_only with the reason");
        }
        info.bytes += file.bytes;
    }
    info.isDownloadable = entry.importOnly.empty();
    return entry;
}

void checkUnique(std::set<std::string>& seen, const std::string& value, const std::string& where) {
    if (!value.empty() && !seen.insert(value).second) {
        refuse(where, "is there twice");
    }
}

// nlohmann's parser keeps the last of two equal names in silence.
Json parseWithoutDoubles(std::string_view text) {
    std::vector<std::set<std::string>> names;
    const auto watch = [&](int /*depth*/, Json::parse_event_t event, Json& parsed) {
        if (event == Json::parse_event_t::object_start) {
            names.emplace_back();
        } else if (event == Json::parse_event_t::object_end) {
            names.pop_back();
        } else if (event == Json::parse_event_t::key) {
            const auto& name = parsed.get_ref<const std::string&>();
            if (!names.back().insert(name).second) {
                refuse("a name", "is there twice in one object");
            }
        }
        return true;
    };
    try {
        return Json::parse(text, watch);
    } catch (const Json::exception& e) {
        refuse("it", fmt::format("is no valid JSON ({})", e.what()));
    }
}

} // namespace

Manifest parseManifest(std::string_view json) {
    if (json.size() > kMaxDocument) {
        refuse("it", fmt::format("is longer than {} bytes", kMaxDocument));
    }
    const Json document = parseWithoutDoubles(json);
    const Table table(document, "manifest", {"version", "models"});
    table.number("version", 1, 1);
    const Json& models = table.list("models", kMaxModels);
    Manifest manifest;
    std::set<std::string> ids;
    std::set<std::string> names;
    std::set<std::string> hashes;
    for (std::size_t i = 0; i < models.size(); ++i) {
        const std::string where = fmt::format("models[{}]", i);
        manifest.entries.push_back(parseEntry(models[i], where));
        const ManifestEntry& entry = manifest.entries.back();
        checkUnique(ids, entry.info.id, where + ".id");
        for (const ModelFile& file : entry.files) {
            checkUnique(names, file.name, where + ".files: name");
            checkUnique(hashes, file.sha256, where + ".files: sha256");
        }
    }
    return manifest;
}

const ManifestEntry* entryWithHash(const Manifest& manifest, std::string_view sha256) noexcept {
    const auto found = std::ranges::find_if(manifest.entries, [&](const ManifestEntry& entry) {
        return !sha256.empty() && entry.files[0].sha256 == sha256;
    });
    return found == manifest.entries.end() ? nullptr : &*found;
}

const Manifest& builtinManifest() {
    static const Manifest manifest = parseManifest(kManifestText);
    return manifest;
}

} // namespace kerf::models
