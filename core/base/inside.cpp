#include "core/base/inside.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"

#include <algorithm>
#include <system_error>

namespace kerf {

namespace fs = std::filesystem;

void makeFoldersInside(const fs::path& root, const fs::path& folder) {
    const fs::path from = root / ""; // ends with an empty part
    const auto [rootEnd, rest] =
        std::mismatch(from.begin(), std::prev(from.end()), folder.begin(), folder.end());
    const bool isBelow = rootEnd == std::prev(from.end()) &&
                         std::none_of(rest, folder.end(), [](const fs::path& part) { return part == ".."; });
    if (!isBelow) {
        throw Error(
            ErrorCode::invalid_option, "the name leads out of the chosen folder; choose another name",
            folder);
    }
    fs::path at = root;
    for (auto part = rest; part != folder.end(); ++part) {
        at /= *part;
        std::error_code error;
        if (!part->empty() && fs::is_symlink(fs::symlink_status(at, error))) {
            throw Error(
                ErrorCode::not_a_file,
                "this is a link that may lead out of the chosen folder, so nothing is written through it; "
                "remove it or choose the folder that it leads to",
                at);
        }
    }
    makeFolders(folder);
}

} // namespace kerf
