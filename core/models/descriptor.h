#pragma once

#include "core/base/regular_file.h"

#include <filesystem>

namespace kerf::models {

// Throws Error: file_not_found, permission_denied, not_a_file (folders, pipes), out_of_memory,
// corrupt_file.
Descriptor openForReading(const std::filesystem::path& file);

// Throws Error for an errno that writing to `target` ended with: disk_full, permission_denied, write_failed.
[[noreturn]] void throwForWriting(int error, const std::filesystem::path& target);

} // namespace kerf::models
