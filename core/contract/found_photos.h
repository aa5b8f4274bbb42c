#pragma once

#include <filesystem>
#include <vector>

namespace kerf {

// A photo that a search met.
struct FoundPhoto {
    std::filesystem::path file;
    std::filesystem::path
        relative; // below the folder that was named; the bare name for a file that was named itself
};

// What a search met.
struct FoundPhotos {
    std::vector<FoundPhoto> photos;
    int duplicates = 0;                             // named or reached again, through links too
    std::vector<std::filesystem::path> unsupported; // regular files that are no photos
    std::vector<std::filesystem::path> missing;     // named, but not there
    std::vector<std::filesystem::path>
        unreadable; // folders that can't be listed wholly, files that can't be read
};

} // namespace kerf
