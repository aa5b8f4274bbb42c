#pragma once

#include <filesystem>
#include <stop_token>
#include <vector>

namespace kerf {

// Two files of two runs that belong together, or one that has none. Names are relative to the runs' folders.
struct PairedFiles {
    std::filesystem::path name; // without the extension; B's where there is a B
    std::filesystem::path a;    // empty: only in B
    std::filesystem::path b;    // empty: only in A
    bool isRenamed = false;
};

struct PairedRuns {
    std::filesystem::path folderA; // what the names are relative to
    std::filesystem::path folderB;
    std::vector<PairedFiles> pairs;                // in natural order of the names
    std::vector<std::filesystem::path> unreadable; // folders that can't be listed wholly
    int ignored = 0;                               // files that are no pictures, such as reports and sidecars
};

// Finds what belongs together in two folders (walked; hidden entries and links to folders are left out), or
// takes two files as one pair. A picture is what begins like one, whatever its name, and what is named like
// one, whatever it is: that fails later, with its reason. Paired are, in this order: the same relative name;
// the same but for the extension (the first by natural order where there are several); then, as renamed, the
// same bytes; then, where there is just one on either side, the same name but for a stage's suffix in the
// same folder ("dog.png", "dog-matte.png", "dog_alpha.png"). Once `stop` is asked for, it throws Cancelled.
// Throws Error: file_not_found, not_a_file where one is a folder and the other none.
PairedRuns
pairRuns(const std::filesystem::path& a, const std::filesystem::path& b, const std::stop_token& stop = {});

} // namespace kerf
