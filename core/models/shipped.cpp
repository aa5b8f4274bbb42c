#include "core/models/shipped.h"

#include <system_error>

namespace kerf::models {

namespace fs = std::filesystem;

std::vector<fs::path> shippedCandidates(const fs::path& programFolder, std::string_view name) {
    return {programFolder / name, programFolder.parent_path() / "share/kerf/models" / name};
}

fs::path shippedModel(std::string_view name) {
    std::error_code failed;
    const fs::path program = fs::read_symlink("/proc/self/exe", failed);
    if (failed) {
        return {};
    }
    for (const fs::path& path : shippedCandidates(program.parent_path(), name)) {
        if (fs::is_regular_file(path, failed)) {
            return path;
        }
    }
    return {};
}

} // namespace kerf::models
