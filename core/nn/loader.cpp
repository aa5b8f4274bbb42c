#include "core/nn/loader.h"

#include "core/base/error.h"

#include <dlfcn.h>

#include <algorithm>
#include <string>
#include <system_error>

namespace kerf::nn {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void throwMissing(const std::string& cause) {
    throw Error(
        ErrorCode::engine_missing,
        cause + "; install Kerf again, or in a source tree run tools/setup and build with KERF_BUILD_NN=ON");
}

std::string lastLoaderError() {
    const char* text = dlerror(); // NOLINT(concurrency-mt-unsafe): glibc keeps it per thread
    return text != nullptr ? text : "the loader gave no reason";
}

} // namespace

std::vector<fs::path> runtimeCandidates(const fs::path& programFolder) {
    const fs::path prefix = programFolder.parent_path();
    return {programFolder / "libkerf_nn.so", prefix / "lib/kerf/libkerf_nn.so", prefix / "lib/libkerf_nn.so"};
}

bool hasRuntime() {
    std::error_code failed;
    const fs::path program = fs::read_symlink("/proc/self/exe", failed);
    return !failed && std::ranges::any_of(runtimeCandidates(program.parent_path()), [](const fs::path& path) {
        std::error_code ignored;
        return fs::exists(path, ignored);
    });
}

std::shared_ptr<const Runtime> openRuntime(std::span<const fs::path> candidates) {
    std::string lookedFor;
    for (const fs::path& path : candidates) {
        std::error_code ignored;
        if (!fs::exists(path, ignored)) {
            lookedFor += (lookedFor.empty() ? "" : ", ") + path.string();
            continue;
        }
        // Never closed: LibTorch starts threads and registers exit handlers that would outlive it.
        void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
        if (library == nullptr) {
            throwMissing("the nets' engine can't be loaded: " + lastLoaderError());
        }
        auto* create = reinterpret_cast<CreateRuntime*>(dlsym(library, "kerfNnCreateRuntime"));
        if (create == nullptr) {
            throwMissing("the nets' engine is not Kerf's: " + lastLoaderError());
        }
        std::shared_ptr<const Runtime> runtime(create(kRuntimeInterface));
        if (runtime == nullptr) {
            throwMissing("the nets' engine belongs to another version of Kerf: " + path.string());
        }
        return runtime;
    }
    throwMissing("the nets' engine is not in this build, looked for " + lookedFor);
}

std::shared_ptr<const Runtime> loadRuntime() {
    static const std::shared_ptr<const Runtime> runtime = [] {
        std::error_code failed;
        const fs::path program = fs::read_symlink("/proc/self/exe", failed);
        if (failed) {
            throwMissing("the program's own folder can't be found: " + failed.message());
        }
        return openRuntime(runtimeCandidates(program.parent_path()));
    }();
    return runtime;
}

} // namespace kerf::nn
