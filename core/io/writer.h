#pragma once

#include "core/base/progress.h"
#include "core/contract/export_options.h"
#include "core/image/image.h"
#include "core/io/metadata.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace kerf {

struct WriteRequest {
    Image image;                  // grey (a matte), RGB or RGBA straight; any type; in its format().icc
    Metadata metadata;            // of the source; written when options.keepMetadata
    std::filesystem::path source; // never overwritten, whatever the policy; empty: none
    std::filesystem::path output; // the wanted name, extension included; its folder must be there
    ExportOptions options;
};

struct Written {
    std::filesystem::path file; // the real name: another than wanted under ExistingPolicy::rename
    bool skipped = false;       // it was there and the policy says skip
    std::uint64_t bytes = 0;
    std::vector<std::string> notices; // English: what could not be kept
};

// Encodes and writes atomically: at any moment, a crash included, the output is absent, the old file or the
// new one. Transparent pixels are laid over white where the type has no alpha. Throws Error: already_exists,
// source_in_danger, disk_full, permission_denied, write_failed, invalid_option; Cancelled, leaving nothing
// behind. Thread-safe.
Written writePhoto(const WriteRequest& request, const Progress& progress);

} // namespace kerf
