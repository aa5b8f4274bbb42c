#include "core/models/store.h"

#include "core/models/folder_scan.h"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace kerf::models {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kSmallNet = "Kerf Mini"; // as nn::describe() calls it

} // namespace

struct ModelStore::Scan : FolderScan {
    using FolderScan::FolderScan;
};

ModelStore::ModelStore(fs::path folder, Manifest manifest, std::optional<ShippedModel> shipped)
    : m_folder(std::move(folder)),
      m_manifest(std::move(manifest)),
      m_scan(std::make_unique<Scan>(m_folder, m_manifest)),
      m_shipped(std::move(shipped)) {}

ModelStore::~ModelStore() = default;

const ManifestEntry* ModelStore::entry(std::string_view id) const noexcept {
    const auto found =
        std::ranges::find_if(m_manifest.entries, [&](const ManifestEntry& e) { return e.info.id == id; });
    return found == m_manifest.entries.end() ? nullptr : &*found;
}

std::vector<InstalledModel> ModelStore::installed(const Progress& progress) const {
    return m_scan->models(progress);
}

std::vector<ModelInfo> ModelStore::list(const Progress& progress) const {
    const std::vector<InstalledModel> models = installed(progress);
    std::vector<ModelInfo> infos;
    for (const ManifestEntry& e : m_manifest.entries) {
        const auto found =
            std::ranges::find_if(models, [&](const InstalledModel& m) { return m.info.id == e.info.id; });
        infos.push_back(found == models.end() ? e.info : found->info);
    }
    for (const InstalledModel& model : models) {
        if (entry(model.info.id) == nullptr) {
            infos.push_back(model.info);
        }
    }
    return infos;
}

namespace {

std::optional<InstalledModel> named(std::vector<InstalledModel> models, std::string_view id) {
    const auto found = std::ranges::find_if(models, [&](const InstalledModel& m) { return m.info.id == id; });
    return found == models.end() ? std::nullopt : std::optional(std::move(*found));
}

} // namespace

std::optional<InstalledModel> ModelStore::find(std::string_view id, const Progress& progress) const {
    return named(installed(progress), id);
}

std::optional<InstalledModel> ModelStore::findAtAGlance(std::string_view id) const {
    return named(m_scan->modelsAtAGlance(), id);
}

std::optional<InstalledModel> ModelStore::best(ModelKind kind, const Progress& progress) const {
    return bestOf(installed(progress), kind);
}

std::optional<InstalledModel> ModelStore::bestAtAGlance(ModelKind kind) const {
    return bestOf(m_scan->modelsAtAGlance(), kind);
}

std::optional<InstalledModel> ModelStore::bestOf(std::vector<InstalledModel> models, ModelKind kind) const {
    const auto found = std::ranges::find_if(models, [&](const InstalledModel& m) {
        const ManifestEntry* official = entry(m.info.id);
        const bool isSmall = m.info.architecture == kSmallNet; // an engine of its own
        return m.info.kind == kind && !isSmall && (official == nullptr || official->isForAuto);
    });
    return found == models.end() ? std::nullopt : std::optional(std::move(*found));
}

std::optional<ShippedModel> ModelStore::shipped() const {
    const std::scoped_lock lock(m_shippedMutex);
    if (m_shipped) {
        const std::optional<FileFacts> facts = factsOf(m_shipped->file);
        if (!m_isShippedExamined || facts != m_shippedFacts) {
            m_shipped = examined(std::move(*m_shipped));
            m_shippedFacts = facts;
            m_isShippedExamined = true;
        }
    }
    return m_shipped;
}

fs::path userModelFolder() {
    const auto variable = [](const char* name) -> fs::path {
        const char* value = std::getenv(name);
        return value == nullptr ? "" : value;
    };
    if (const fs::path chosen = variable("KERF_MODELS"); !chosen.empty()) {
        return fs::absolute(chosen);
    }
    // The XDG specification has relative paths ignored.
    if (const fs::path data = variable("XDG_DATA_HOME"); data.is_absolute()) {
        return data / "kerf" / "models";
    }
    fs::path home = variable("HOME");
    if (!home.is_absolute()) {
        const passwd* user = getpwuid(getuid());
        home = user == nullptr ? "/" : user->pw_dir;
    }
    return home / ".local" / "share" / "kerf" / "models";
}

} // namespace kerf::models
