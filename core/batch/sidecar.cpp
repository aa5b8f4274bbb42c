#include "core/batch/sidecar.h"

#include "core/base/error.h"
#include "core/base/file_name.h"
#include "core/base/sha256.h"
#include "core/batch/build_facts.h"
#include "core/pipeline/model_cache.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <fstream>

namespace kerf::batch {
namespace {

namespace fs = std::filesystem;

constexpr const char* kEnding = ".kerf.json";

// The models of the stages that they were chosen for, where the engine chosen is the one that ran.
std::vector<StageProvenance>
withModels(const std::vector<StageRecord>& records, const std::vector<ChosenEngine>& engines) {
    std::vector<StageProvenance> stages;
    for (const StageRecord& record : records) {
        StageProvenance stage{.record = record};
        stage.record.seconds = 0.0;
        stage.record.maskScale = 0.0;
        stage.record.tileColumns.clear();
        stage.record.tileRows.clear();
        const auto chosen = std::ranges::find_if(engines, [&](const ChosenEngine& engine) {
            return engine.stage == record.stage && engine.engine == record.engine;
        });
        if (chosen != engines.end()) {
            stage.model = chosen->model;
            stage.modelContents = chosen->contents;
        }
        stages.push_back(std::move(stage));
    }
    return stages;
}

} // namespace

ProvenanceNotes::ProvenanceNotes(
    const Pipeline& pipeline, const Recipe& recipe, fs::path source, const Progress& progress)
    : m_recipe(recipe),
      m_source(std::move(source)),
      m_sourceStamp(stampOf(m_source)),
      m_engines(pipeline.chosen(recipe, progress)) {
    if (recipe.background && recipe.background->kind == BackgroundKind::picture) {
        m_picture = recipe.background->picture;
        m_pictureStamp = stampOf(m_picture);
    }
}

ProvenanceNotes::Stamp ProvenanceNotes::stampOf(const fs::path& file) {
    struct stat status {};
    if (stat(file.c_str(), &status) != 0) {
        return {};
    }
    constexpr std::int64_t kSecond = 1'000'000'000;
    return {
        .bytes = static_cast<std::uint64_t>(status.st_size),
        .changedNs = status.st_mtim.tv_sec * kSecond + status.st_mtim.tv_nsec,
        .inode = status.st_ino};
}

std::optional<NamedFile> ProvenanceNotes::hashed(const fs::path& file, const Stamp& stamp) {
    if (stampOf(file) != stamp) {
        return std::nullopt;
    }
    // Its own reading: a hash of half a file would look like any other.
    std::ifstream stream(file, std::ios::binary);
    Sha256 hash;
    std::uint64_t bytes = 0;
    std::array<char, 1U << 16U> block{};
    while (stream.read(block.data(), std::ssize(block)), stream.gcount() > 0) {
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes
        hash.update({reinterpret_cast<const std::uint8_t*>(block.data()), std::size_t(stream.gcount())});
        bytes += std::uint64_t(stream.gcount());
    }
    if (stampOf(file) != stamp) {
        return std::nullopt;
    }
    if (bytes != stamp.bytes) {
        throw Error(
            ErrorCode::permission_denied,
            "it could not be read a second time, for its sidecar; check the disk and the file's permissions",
            file);
    }
    return NamedFile{.name = file.filename().native(), .sha256 = toHex(hash.finish()), .bytes = bytes};
}

std::optional<Provenance> ProvenanceNotes::finish(
    const ExportOptions& options,
    const std::vector<StageRecord>& stages,
    const std::vector<BatchFile>& files,
    std::string& why) const {
    const std::optional<NamedFile> source = hashed(m_source, m_sourceStamp);
    if (!source) {
        why = "the photo was changed meanwhile, so there is no sidecar";
        return std::nullopt;
    }
    Provenance made{.kerf = kerfVersion(), .source = *source, .recipe = m_recipe, .exporting = options};
    made.exporting.existing = ExistingPolicy::fail; // changes no byte of a file
    if (!m_picture.empty()) {
        made.backgroundPicture = hashed(m_picture, m_pictureStamp);
        made.recipe.background->picture = m_picture.filename().native();
        if (!made.backgroundPicture) {
            why = "the background picture was changed meanwhile, so there is no sidecar";
            return std::nullopt;
        }
    }
    made.stages = withModels(stages, m_engines);
    const bool usesNets =
        std::ranges::any_of(made.stages, [](const StageProvenance& stage) { return !stage.model.empty(); });
    made.libraries = libraryVersions(usesNets);
    for (std::size_t i = 0; i < files.size() && i < options.outputs.size(); ++i) {
        const BatchFile& file = files[i];
        made.outputs.push_back(
            {.picture = options.outputs[i],
             .file = {.name = file.file.filename().native(), .sha256 = file.sha256, .bytes = file.bytes},
             .width = file.width,
             .height = file.height});
    }
    return made;
}

fs::path sidecarFile(const fs::path& firstOutput) {
    const std::string name = firstOutput.filename().native();
    if (name.size() + std::string_view(kEnding).size() <= kMaxFileNameBytes) {
        return firstOutput.parent_path() / (name + kEnding);
    }
    // Names that begin alike keep sidecars of their own.
    Sha256 hash;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes
    hash.update({reinterpret_cast<const std::uint8_t*>(name.data()), name.size()});
    return firstOutput.parent_path() / fileName(name, '~' + toHex(hash.finish()).substr(0, 8) + kEnding);
}

bool maySidecarReplace(const fs::path& sidecar, ExistingPolicy policy) {
    std::error_code error;
    const fs::file_status status = fs::symlink_status(sidecar, error);
    if (status.type() == fs::file_type::not_found) {
        return true;
    }
    if (status.type() != fs::file_type::regular) {
        return false;
    }
    if (policy == ExistingPolicy::replace) {
        return true;
    }
    try {
        readSidecar(sidecar);
        return true;
    } catch (const Error&) {
        return false;
    }
}

Provenance readSidecar(const fs::path& file) {
    std::error_code error;
    if (!fs::is_regular_file(file, error)) {
        throw Error(ErrorCode::file_not_found, "there is no such file; check the name", file);
    }
    std::ifstream stream(file, std::ios::binary);
    std::string text(std::min<std::uintmax_t>(fs::file_size(file, error), kMaxProvenanceBytes + 1), '\0');
    stream.read(text.data(), std::streamsize(text.size()));
    text.resize(static_cast<std::size_t>(stream.gcount()));
    try {
        return provenanceFromJson(text);
    } catch (const Error& e) {
        throw Error(e.code(), e.what(), file);
    }
}

std::string kerfVersion() {
    return kBuildVersion;
}

std::map<std::string, std::string> libraryVersions(bool withLibTorch) {
    std::map<std::string, std::string> versions;
    for (const auto& [name, version] : kBuildLibraries) {
        versions.emplace(name, version);
    }
    if (withLibTorch) {
        versions.emplace("LibTorch", libtorchVersion());
    }
    return versions;
}

} // namespace kerf::batch
