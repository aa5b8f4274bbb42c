#include "core/models/store.h"

#include <cstdlib>
#include <utility>

namespace kerf::models {

ModelStore::ModelStore(std::filesystem::path folder, Manifest manifest)
    : m_folder(std::move(folder)), m_manifest(std::move(manifest)) {}

std::vector<ModelInfo> ModelStore::list() const {
    return {};
}

std::optional<InstalledModel> ModelStore::find(std::string_view /*id*/) const {
    return std::nullopt;
}

std::optional<InstalledModel> ModelStore::best(ModelKind /*kind*/) const {
    return std::nullopt;
}

std::filesystem::path userModelFolder() {
    return {};
}

} // namespace kerf::models
