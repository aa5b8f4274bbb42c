#pragma once

#include "core/base/progress.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace kerf::models {

// What tells that a file was changed, without reading it.
struct FileFacts {
    std::uint64_t bytes = 0;
    std::int64_t modifiedNs = 0;
    std::int64_t changedNs = 0; // of the inode; nobody can set this one back
    std::uint64_t inode = 0;

    bool operator==(const FileFacts&) const = default;
};

// Of a regular file, through links; nothing for what is absent or something else.
std::optional<FileFacts> factsOf(const std::filesystem::path& file);

struct HashedFile {
    std::string sha256; // lower case
    FileFacts facts;    // of what was hashed
};

// Reads the whole file once. Throws Error: file_not_found, not_a_file, permission_denied, corrupt_file when
// it can't be read or changes while it is read; Cancelled.
HashedFile hashFile(const std::filesystem::path& file, const Progress& progress);

} // namespace kerf::models
