#pragma once

#include "core/base/natural_order.h"

#include <filesystem>
#include <stop_token>
#include <vector>

namespace kerf {

struct FoundPhoto {
    std::filesystem::path file;
    std::filesystem::path
        relative; // below the folder that was named; the bare name for a file that was named itself
};
struct FoundPhotos {
    std::vector<FoundPhoto> photos;
    int duplicates = 0;                             // named or reached again, through links too
    std::vector<std::filesystem::path> unsupported; // regular files that are no photos
    std::vector<std::filesystem::path> missing;     // named, but not there
    std::vector<std::filesystem::path>
        unreadable; // folders that can't be listed wholly, files that can't be read
};

// Files that can be photos among `paths`, folders walked (symbolic links to folders are not followed unless
// named themselves, hidden entries are left out), by contents. In the order in which they were named; what a
// named folder holds in natural order of the names. What is neither file nor folder counts as unsupported
// when named and is left out when met on the way. Once `stop` is asked for, it ends at the next file with
// what it has. Throws nothing but std::bad_alloc. Thread-safe.
FoundPhotos findPhotos(const std::vector<std::filesystem::path>& paths, const std::stop_token& stop = {});

} // namespace kerf
