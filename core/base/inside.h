#pragma once

#include <filesystem>

namespace kerf {

// Makes what is missing of `folder`, whose name begins with that of `root`, as makeFolders() does. Refuses
// what would lead out of `root`: ".." and symbolic links between the two; `root` itself may be reached
// through links. Throws as makeFolders(); Error(not_a_file) for a link; Error(invalid_option) where the name
// doesn't lie there.
void makeFoldersInside(const std::filesystem::path& root, const std::filesystem::path& folder);

} // namespace kerf
