#include "core/models/shipped.h"

#include "core/base/error.h"
#include "core/models/file_hash.h"

#include <algorithm>
#include <system_error>

namespace kerf::models {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kFileName = "kerf-mini.safetensors";

// Of all sizes tried on the validation pictures the one with the highest IoU.
constexpr int kShippedSide = 288;

ModelInfo shippedInfo() {
    return {
        .id = std::string(kShippedId),
        .kind = ModelKind::mask,
        .title = "Kerf Mini",
        .purpose = "People, animals and things that fill a fair part of the photo, with nothing downloaded; "
                   "BiRefNet does better, above all at hair.",
        .architecture = "Kerf Mini",
        .licence = "CC-BY-SA-4.0",
        .source = "Kerf",
        .width = kShippedSide,
        .height = kShippedSide};
}

} // namespace

std::vector<fs::path> shippedCandidates(const fs::path& programFolder, std::string_view name) {
    return {programFolder / name, programFolder.parent_path() / "share/kerf/models" / name};
}

std::optional<ShippedModel> builtinShipped() {
    const std::string_view sha256 = KERF_MINI_SHA256; // empty: left out of this build
    if (sha256.empty()) {
        return std::nullopt;
    }
    std::error_code failed;
    const fs::path program = fs::read_symlink("/proc/self/exe", failed);
    const std::vector<fs::path> places = shippedCandidates(program.parent_path(), kFileName);
    const auto found = std::ranges::find_if(places, [](const fs::path& path) {
        std::error_code ignored;
        return fs::is_regular_file(path, ignored);
    });
    return ShippedModel{
        .info = shippedInfo(),
        .file = found == places.end() ? places.back() : *found,
        .sha256 = std::string(sha256)};
}

ShippedModel examined(ShippedModel model) {
    model.foundSha256.clear();
    model.info.bytes = 0;
    if (!factsOf(model.file)) {
        model.problem = "Kerf's small net is missing from this installation; install Kerf again";
    } else {
        try {
            const HashedFile hashed = hashFile(model.file, {});
            model.info.bytes = hashed.facts.bytes;
            model.foundSha256 = hashed.sha256;
            model.problem = hashed.sha256 == model.sha256
                                ? ""
                                : "Kerf's small net is damaged or was replaced; install Kerf again";
        } catch (const Error& e) {
            model.problem = e.what();
        }
    }
    model.info.isInstalled = model.problem.empty();
    return model;
}

} // namespace kerf::models
