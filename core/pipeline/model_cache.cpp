#include "core/pipeline/model_cache.h"

#include "core/base/error.h"
#include "core/models/shipped.h"
#include "core/nn/loader.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <new>
#include <utility>

namespace kerf {
namespace {

// Made by the NVIDIA driver, on Linux proper and under WSL.
bool hasNvidiaDriver() {
    return access("/dev/nvidiactl", F_OK) == 0 || access("/dev/dxg", F_OK) == 0;
}

std::string firstOf(const models::Manifest& manifest, ModelKind kind) {
    const auto first = std::ranges::find_if(
        manifest.entries, [&](const models::ManifestEntry& entry) { return entry.info.kind == kind; });
    return first == manifest.entries.end() ? "ID" : first->info.id;
}

} // namespace

NetParts installedNetParts() {
    return {
        .store = std::make_shared<models::ModelStore>(
            models::userModelFolder(), models::builtinManifest(), models::builtinShipped()),
        .openRuntime = nn::loadRuntime,
        .mayHaveCuda = hasNvidiaDriver,
        .hasRuntime = nn::hasRuntime};
}

std::string libtorchVersion() {
    try {
        return nn::loadRuntime()->libtorchVersion();
    } catch (const Error&) {
        return {};
    }
}

std::uint64_t ModelCache::Loaded::bytes() const {
    return upscale ? upscale->facts().bytes : matte->facts().bytes;
}

ModelChoice ModelCache::choose(ModelKind kind, const std::string& id, const Progress& progress) const {
    const models::ModelStore& store = *m_parts.store;
    return explained(id.empty() ? store.best(kind, progress) : store.find(id, progress), kind, id);
}

ModelChoice ModelCache::chooseAtAGlance(ModelKind kind, const std::string& id) const {
    const models::ModelStore& store = *m_parts.store;
    return explained(id.empty() ? store.bestAtAGlance(kind) : store.findAtAGlance(id), kind, id);
}

ModelChoice ModelCache::explained(
    std::optional<models::InstalledModel> found, ModelKind kind, const std::string& id) const {
    const bool isCleanup = kind == ModelKind::cleanup;
    if (found && found->info.kind == kind) {
        return {std::move(found), {}};
    }
    if (found) {
        return {
            {},
            fmt::format(
                "'{}' is a model for the {}; see kerf-cli models list", id, isCleanup ? "mask" : "clean-up")};
    }
    if (id == models::kShippedId) {
        return {
            {}, fmt::format("'{}' is an engine of its own; choose the engine Kerf Mini (--mask mini)", id)};
    }
    if (id.empty()) {
        return {
            {},
            fmt::format(
                "no {} model is installed; fetch one: kerf-cli models fetch {}",
                isCleanup ? "Real-ESRGAN" : "BiRefNet", firstOf(m_parts.store->manifest(), kind))};
    }
    if (const models::ManifestEntry* official = m_parts.store->entry(id)) {
        return {
            {},
            official->importOnly.empty()
                ? fmt::format("model '{0}' is not installed; fetch it: kerf-cli models fetch {0}", id)
                : fmt::format("model '{}' is not installed; {}", id, official->importOnly)};
    }
    return {{}, fmt::format("no model '{}' is installed; see kerf-cli models list", id)};
}

ModelChoice ModelCache::shippedMask() const {
    const std::optional<models::ShippedModel> shipped = m_parts.store->shipped();
    if (!shipped || (m_parts.hasRuntime && !m_parts.hasRuntime())) {
        return {{}, "Kerf's small net is not in this build; choose auto"};
    }
    if (!shipped->problem.empty()) {
        return {{}, shipped->problem};
    }
    return {
        models::InstalledModel{.info = shipped->info, .file = shipped->file, .sha256 = shipped->sha256}, {}};
}

std::string ModelCache::gpuProblem() const {
    const std::scoped_lock lock(m_gpuMutex);
    if (!m_gpuProblem) {
        m_gpuProblem = [&]() -> std::string {
            if (!m_parts.mayHaveCuda()) {
                return "no NVIDIA driver is on this machine";
            }
            try {
                std::string problem = "no CUDA device was found";
                for (const DeviceInfo& device : m_parts.openRuntime()->devices()) {
                    if (device.id.starts_with("cuda")) {
                        if (device.usable) {
                            return {};
                        }
                        problem = device.reason;
                    }
                }
                return problem;
            } catch (const Error& e) {
                return e.what();
            }
        }();
    }
    return *m_gpuProblem;
}

// From `first` on, all but the latest used that fit the budget.
void ModelCache::unload(std::list<Loaded>::iterator first, std::uint64_t budget) {
    std::uint64_t kept = 0;
    while (first != m_loaded.end()) {
        kept += first->bytes();
        first = kept > budget ? m_loaded.erase(first) : std::next(first);
    }
}

// What was loaded from the same file before it changed.
void ModelCache::forget(const nn::ModelRequest& request) {
    m_loaded.remove_if([&](const Loaded& loaded) { return loaded.request == request; });
}

template <typename Open>
const ModelCache::Loaded&
ModelCache::get(const models::InstalledModel& model, const Recipe& recipe, Open&& open) {
    const nn::ModelRequest request{
        .file = model.file,
        .device = recipe.requireGpu ? DeviceChoice::cuda : recipe.device,
        .precision = recipe.precision,
        .threads = recipe.threads,
        .patchOrder = model.info.patchOrder};
    const auto known = std::ranges::find_if(m_loaded, [&](const Loaded& loaded) {
        return loaded.request == request && loaded.contents == model.contents();
    });
    if (known != m_loaded.end()) {
        m_loaded.splice(m_loaded.begin(), m_loaded, known);
        unload(std::next(m_loaded.begin()), m_parts.maxBytes);
        return m_loaded.front();
    }
    forget(request);
    // Those that are loaded by now will be beside it. First, so that their memory is free when it is wanted.
    unload(m_loaded.begin(), m_parts.maxBytes);
    const std::shared_ptr<const nn::Runtime> runtime = m_parts.openRuntime();
    Loaded loaded = [&] {
        try {
            return open(*runtime, request);
        } catch (const Error& e) {
            if (e.code() != ErrorCode::out_of_memory || m_loaded.empty()) {
                throw;
            }
        } catch (const std::bad_alloc&) {
            if (m_loaded.empty()) {
                throw;
            }
        }
        m_loaded.clear();
        return open(*runtime, request);
    }();
    loaded.request = request;
    loaded.contents = model.contents();
    m_loaded.push_front(std::move(loaded));
    return m_loaded.front();
}

const nn::UpscaleModel&
ModelCache::upscale(const models::InstalledModel& model, const Recipe& recipe, const Progress& progress) {
    const Loaded& loaded =
        get(model, recipe, [&](const nn::Runtime& runtime, const nn::ModelRequest& request) {
            return Loaded{.upscale = runtime.openUpscale(request, progress)};
        });
    return *loaded.upscale;
}

const nn::MatteModel&
ModelCache::matte(const models::InstalledModel& model, const Recipe& recipe, const Progress& progress) {
    const Loaded& loaded =
        get(model, recipe, [&](const nn::Runtime& runtime, const nn::ModelRequest& request) {
            return Loaded{.matte = runtime.openMatte(request, progress)};
        });
    return *loaded.matte;
}

} // namespace kerf
