#pragma once

#include "core/base/progress.h"
#include "core/contract/model_info.h"
#include "core/contract/recipe.h"
#include "core/models/store.h"
#include "core/nn/runtime.h"

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace kerf {

// Where the nets come from. Tests put their own in.
struct NetParts {
    std::shared_ptr<const models::ModelStore> store;
    std::function<std::shared_ptr<const nn::Runtime>()> openRuntime; // throws Error(engine_missing)
    // Whether it is worth opening the runtime to look for a GPU: LibTorch takes 0.25 s, CUDA a second.
    std::function<bool()> mayHaveCuda;
    std::function<bool()> hasRuntime;                 // whether there is one to open; empty: there is
    std::uint64_t maxBytes = std::uint64_t{3} << 30U; // of loaded models beside the one in use
};

// The user's model folder and the installed libkerf_nn.
NetParts installedNetParts();

// Of the installed engine of the nets: "2.11.0"; empty where it can't be opened. Opens it.
std::string libtorchVersion();

// A model for a recipe, or why there is none.
struct ModelChoice {
    std::optional<models::InstalledModel> model;
    std::string reason; // "what is missing; what to do"; empty when there is one
};

// Which models there are, and the loaded ones, the latest used within a budget of bytes. A file that changed
// on disk is loaded again. choose(), shippedMask() and gpuProblem() are thread-safe; the loaded models belong
// to the compute thread, and a reference is good until the next call.
class ModelCache {
public:
    explicit ModelCache(NetParts parts) : m_parts(std::move(parts)) {}

    // The installed model named `id`, or the best one of its kind. Loads nothing; reads files that are new.
    // Throws Cancelled.
    ModelChoice choose(ModelKind kind, const std::string& id, const Progress& progress) const;
    // What choose() will very likely give, at once (ModelStore::findAtAGlance).
    ModelChoice chooseAtAGlance(ModelKind kind, const std::string& id) const;
    // Kerf's own small mask net. Reads its file the first time, and when it changed.
    ModelChoice shippedMask() const;
    // Why no CUDA device can be used; empty when one can. Asked once.
    std::string gpuProblem() const;

    // Throw as Runtime's functions do.
    const nn::UpscaleModel&
    upscale(const models::InstalledModel& model, const Recipe& recipe, const Progress& progress);
    const nn::MatteModel&
    matte(const models::InstalledModel& model, const Recipe& recipe, const Progress& progress);

private:
    struct Loaded {
        nn::ModelRequest request;
        std::string contents; // InstalledModel::contents
        std::unique_ptr<nn::UpscaleModel> upscale;
        std::unique_ptr<nn::MatteModel> matte;

        std::uint64_t bytes() const;
    };
    ModelChoice
    explained(std::optional<models::InstalledModel> found, ModelKind kind, const std::string& id) const;
    void forget(const nn::ModelRequest& request);
    void unload(std::list<Loaded>::iterator first, std::uint64_t budget);
    template <typename Open>
    const Loaded& get(const models::InstalledModel& model, const Recipe& recipe, Open&& open);

    NetParts m_parts;
    mutable std::mutex m_gpuMutex;
    mutable std::optional<std::string> m_gpuProblem;
    std::list<Loaded> m_loaded; // latest used first
};

} // namespace kerf
