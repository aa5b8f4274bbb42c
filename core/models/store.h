#pragma once

#include "core/base/progress.h"
#include "core/contract/model_info.h"
#include "core/models/file_hash.h"
#include "core/models/manifest.h"
#include "core/models/shipped.h"

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kerf::models {

// A model that is there and can be opened.
struct InstalledModel {
    ModelInfo info;
    std::filesystem::path file;       // what nn's ModelRequest takes
    std::string sha256;               // of `file`, lower case
    std::string companionSha256 = {}; // of an ncnn .bin's .param beside it; else empty

    // What names the contents of all its files: equal only for equal ones. Empty when not known yet.
    std::string contents() const { return sha256 + companionSha256; }
};

// The models in one folder: those of the manifest, and those that a person imported or put there. What is
// installed is what the folder holds; an official file is known by its SHA-256 whatever its name, any other
// by its contents. Hashes are kept beside the files and computed again when size, time or inode of a file
// changed, so the first look at new files takes about a second for 1.5 GB. Thread-safe; several processes
// may share a folder; one that can't be written is served too.
//
// A model that comes with Kerf is told apart by shipped(); none of the other functions know it.
class ModelStore {
public:
    ModelStore(
        std::filesystem::path folder, Manifest manifest, std::optional<ShippedModel> shipped = std::nullopt);
    ~ModelStore();
    ModelStore(const ModelStore&) = delete;
    ModelStore& operator=(const ModelStore&) = delete;

    const std::filesystem::path& folder() const noexcept { return m_folder; }
    const Manifest& manifest() const noexcept { return m_manifest; }
    const ManifestEntry* entry(std::string_view id) const noexcept; // null: not in the manifest

    // These throw Cancelled only; a file that can't be read counts as not there.
    // The manifest's in its order, then other ones by id.
    std::vector<ModelInfo> list(const Progress& progress = {}) const;
    std::vector<InstalledModel> installed(const Progress& progress = {}) const; // in the same order
    std::optional<InstalledModel> find(std::string_view id, const Progress& progress = {}) const;
    // The installed model of that kind that `auto` takes: the manifest's order without those that are chosen
    // by name only, then other ones by id.
    std::optional<InstalledModel> best(ModelKind kind, const Progress& progress = {}) const;

    // What these will very likely find, at once, for a window's thread: of new files only the headers are
    // read, so their sha256 is empty, and a file of exactly an official one's size counts as that until it is
    // hashed.
    std::optional<InstalledModel> findAtAGlance(std::string_view id) const;
    std::optional<InstalledModel> bestAtAGlance(ModelKind kind) const;

    // The model that comes with Kerf, examined; nothing where none comes. The file, some megabytes, is read
    // the first time, and again when it changed.
    std::optional<ShippedModel> shipped() const;

private:
    struct Scan;

    std::optional<InstalledModel> bestOf(std::vector<InstalledModel> models, ModelKind kind) const;

    std::filesystem::path m_folder;
    Manifest m_manifest;
    std::unique_ptr<Scan> m_scan;
    mutable std::mutex m_shippedMutex; // guards those below
    mutable std::optional<ShippedModel> m_shipped;
    mutable std::optional<FileFacts> m_shippedFacts; // of what m_shipped tells about
    mutable bool m_isShippedExamined = false;
};

// $XDG_DATA_HOME/kerf/models, by default ~/.local/share/kerf/models; $KERF_MODELS where it is set.
std::filesystem::path userModelFolder();

} // namespace kerf::models
