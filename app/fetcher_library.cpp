#include "app/fetcher_library.h"

#include "core/base/error.h"

#include <dlfcn.h>

#include <filesystem>
#include <string>
#include <system_error>

namespace kerf {
namespace {

namespace fs = std::filesystem;

std::string lastLoaderError() {
    const char* text = dlerror(); // NOLINT(concurrency-mt-unsafe): glibc keeps it per thread
    return text != nullptr ? text : "the loader gave no reason";
}

} // namespace

std::unique_ptr<models::Fetcher> openFetcher() {
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error).parent_path();
    const fs::path prefix = program.parent_path();
    std::string cause = "libkerf_fetch.so is not there";
    for (const fs::path& folder : {program, prefix / "lib/kerf", prefix / "lib"}) {
        const fs::path file = folder / "libkerf_fetch.so";
        if (!fs::exists(file, error)) {
            continue;
        }
        // Never closed: Qt's threads and exit handlers would outlive it.
        void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
        auto* create = library == nullptr
                           ? nullptr
                           : reinterpret_cast<CreateFetcher*>(dlsym(library, "kerfCreateFetcher"));
        if (create == nullptr) {
            cause = lastLoaderError();
            continue;
        }
        if (std::unique_ptr<models::Fetcher> fetcher(create(kFetcherInterface)); fetcher != nullptr) {
            return fetcher;
        }
        cause = "it belongs to another version of Kerf: " + file.string();
    }
    throw Error(
        ErrorCode::engine_missing, "the part that downloads can't be used (" + cause +
                                       "); install Kerf again with Qt 6's network library");
}

} // namespace kerf
