#include "core/contract/export_options.h"

#include "core/base/error.h"
#include "core/contract/name_template.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace kerf {
namespace {

struct TypeNames {
    FileType type;
    std::string_view name;
    std::string_view shortName;
    std::string_view extension;
};

constexpr std::array<TypeNames, 4> kTypes{{
    {FileType::png, "png", "png", ".png"},
    {FileType::tiff, "tiff", "tif", ".tif"},
    {FileType::jpeg, "jpeg", "jpg", ".jpg"},
    {FileType::webp, "webp", "webp", ".webp"},
}};

constexpr std::array<std::pair<ExistingPolicy, std::string_view>, 4> kPolicies{{
    {ExistingPolicy::fail, "fail"},
    {ExistingPolicy::skip, "skip"},
    {ExistingPolicy::rename, "rename"},
    {ExistingPolicy::replace, "replace"},
}};

constexpr std::array<std::pair<PngEffort, std::string_view>, 2> kEfforts{{
    {PngEffort::fast, "fast"},
    {PngEffort::smallest, "smallest"},
}};

constexpr std::array<std::pair<ColorProfile, std::string_view>, 4> kProfiles{{
    {ColorProfile::keep, "keep"},
    {ColorProfile::srgb, "srgb"},
    {ColorProfile::display_p3, "p3"},
    {ColorProfile::adobe_rgb, "adobe"},
}};

constexpr std::array<std::pair<MetadataChoice, std::string_view>, 3> kMetadata{{
    {MetadataChoice::all, "all"},
    {MetadataChoice::no_location, "no-location"},
    {MetadataChoice::none, "none"},
}};

constexpr std::array<std::pair<BatchOutput, std::string_view>, 3> kOutputs{{
    {BatchOutput::result, "result"},
    {BatchOutput::matte, "matte"},
    {BatchOutput::cleaned, "clean"},
}};

template <typename Value, std::size_t N>
std::optional<Value>
valueNamed(const std::array<std::pair<Value, std::string_view>, N>& names, std::string_view text) {
    for (const auto& [value, known] : names) {
        if (text == known) {
            return value;
        }
    }
    return std::nullopt;
}

} // namespace

void ExportOptions::check() const {
    if (depth != 0 && depth != 8 && depth != 16) {
        throw Error(ErrorCode::invalid_option, "the depth must be 8 or 16 bits");
    }
    if (depth == 16 && (type == FileType::jpeg || type == FileType::webp)) {
        throw Error(
            ErrorCode::invalid_option, "JPEG and WebP hold 8 bits a sample; choose PNG or TIFF for 16");
    }
    if (quality < 1 || quality > 100) {
        throw Error(ErrorCode::invalid_option, "the quality must be between 1 and 100");
    }
    if (outputs.empty() || std::set(outputs.begin(), outputs.end()).size() != outputs.size()) {
        throw Error(ErrorCode::invalid_option, "choose at least one picture to write, and each only once");
    }
    const NameTemplate good(naming); // throws
}

bool hasAlpha(FileType type) noexcept {
    return type != FileType::jpeg;
}

std::string_view name(FileType type) noexcept {
    return kTypes[static_cast<std::size_t>(type)].name;
}

std::string_view extension(FileType type) noexcept {
    return kTypes[static_cast<std::size_t>(type)].extension;
}

std::string_view name(ExistingPolicy policy) noexcept {
    return kPolicies[static_cast<std::size_t>(policy)].second;
}

std::string_view name(PngEffort effort) noexcept {
    return kEfforts[static_cast<std::size_t>(effort)].second;
}

std::string_view name(ColorProfile profile) noexcept {
    return kProfiles[static_cast<std::size_t>(profile)].second;
}

std::string_view name(MetadataChoice metadata) noexcept {
    return kMetadata[static_cast<std::size_t>(metadata)].second;
}

std::string_view name(BatchOutput output) noexcept {
    return kOutputs[static_cast<std::size_t>(output)].second;
}

std::optional<FileType> parseFileType(std::string_view text) noexcept {
    for (const TypeNames& names : kTypes) {
        if (text == names.name || text == names.shortName) {
            return names.type;
        }
    }
    return std::nullopt;
}

std::optional<ExistingPolicy> parseExistingPolicy(std::string_view text) noexcept {
    return valueNamed(kPolicies, text);
}

std::optional<PngEffort> parsePngEffort(std::string_view text) noexcept {
    return valueNamed(kEfforts, text);
}

std::optional<ColorProfile> parseColorProfile(std::string_view text) noexcept {
    return valueNamed(kProfiles, text);
}

std::optional<MetadataChoice> parseMetadataChoice(std::string_view text) noexcept {
    return valueNamed(kMetadata, text);
}

std::optional<BatchOutput> parseBatchOutput(std::string_view text) noexcept {
    return valueNamed(kOutputs, text);
}

std::optional<std::vector<BatchOutput>> parseBatchOutputs(std::string_view text) {
    std::vector<BatchOutput> outputs;
    for (std::size_t start = 0; start <= text.size();) {
        const std::size_t end = std::min(text.find(',', start), text.size());
        const std::optional<BatchOutput> output = parseBatchOutput(text.substr(start, end - start));
        if (!output || std::ranges::find(outputs, *output) != outputs.end()) {
            return std::nullopt;
        }
        outputs.push_back(*output);
        start = end + 1;
    }
    return outputs;
}

std::string toString(const std::vector<BatchOutput>& outputs) {
    std::string text;
    for (const BatchOutput output : outputs) {
        text += (text.empty() ? "" : ",") + std::string(name(output));
    }
    return text;
}

} // namespace kerf
