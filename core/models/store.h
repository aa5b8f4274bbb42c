#pragma once

#include "core/base/progress.h"
#include "core/contract/model_info.h"
#include "core/models/manifest.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kerf::models {

// A model that is there and can be opened.
struct InstalledModel {
    ModelInfo info;
    std::filesystem::path file; // what nn's ModelRequest takes
    std::string sha256;         // of `file`, lower case
};

// The models in one folder: those of the manifest, and those that a person imported. What is installed is
// what the folder holds; hashes are kept beside the files and computed again when size or time of a file
// changed. Thread-safe; several processes may share a folder.
class ModelStore {
public:
    ModelStore(std::filesystem::path folder, Manifest manifest);

    const std::filesystem::path& folder() const noexcept { return m_folder; }
    const Manifest& manifest() const noexcept { return m_manifest; }

    std::vector<ModelInfo> list() const; // the manifest's in its order, then imported ones by id
    std::optional<InstalledModel> find(std::string_view id) const;
    // The installed model of that kind that `auto` takes: the manifest's order, then imported ones.
    std::optional<InstalledModel> best(ModelKind kind) const;

private:
    std::filesystem::path m_folder;
    Manifest m_manifest;
};

// $XDG_DATA_HOME/kerf/models, by default ~/.local/share/kerf/models; $KERF_MODELS where it is set.
std::filesystem::path userModelFolder();

} // namespace kerf::models
