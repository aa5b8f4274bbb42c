#pragma once

#include <filesystem>
#include <vector>

namespace kerf {

// Files that can be photos among `paths`, folders walked (symbolic links to folders are not followed, hidden
// entries are left out), by contents, in natural order of their names.
struct FoundPhoto {
    std::filesystem::path file;
    std::filesystem::path
        relative; // below the folder that was named; the bare name for a file that was named itself
};
struct FoundPhotos {
    std::vector<FoundPhoto> photos;
    int duplicates = 0;
    std::vector<std::filesystem::path> unsupported; // regular files that are no photos
    std::vector<std::filesystem::path> missing;     // named, but not there
};
FoundPhotos findPhotos(const std::vector<std::filesystem::path>& paths);

} // namespace kerf
