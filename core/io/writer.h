#pragma once

#include "core/base/progress.h"
#include "core/contract/export_options.h"
#include "core/image/image.h"
#include "core/io/metadata.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace kerf {

struct WriteRequest {
    Image image;                  // grey (a matte), RGB or RGBA straight; any type; in its format().icc
    Metadata metadata;            // of the source; as much as options.metadata says is written
    std::filesystem::path source; // never overwritten, whatever the policy; empty: none
    std::filesystem::path output; // the wanted name, extension included; its folder must be there
    ExportOptions options;
    bool mayBeGrey = false; // RGB(A) whose channels are all the same becomes grey, with alpha, where the type
                            // has that
};

struct Written {
    std::filesystem::path file; // the real name: another than wanted under ExistingPolicy::rename
    bool skipped = false;       // it was there and the policy says skip
    std::uint64_t bytes = 0;
    std::vector<std::string> notices; // English: what could not be kept
};

// A file's bytes that have no name yet.
struct EncodedPhoto {
    std::vector<std::uint8_t> bytes;
    int width = 0;
    int height = 0;
    std::vector<std::string> notices; // English: what could not be kept
};

// The first half of writePhoto(): all but the file. Throws Error(invalid_option, too_large); Cancelled.
EncodedPhoto encodePhoto(const WriteRequest& request, const Progress& progress);

// The second half. `onName` hears the name that the file is about to get, and may throw to prevent it; with
// ExistingPolicy::rename it can come more than once. Throws as writePhoto() does.
Written storePhoto(
    const WriteRequest& request,
    EncodedPhoto encoded,
    const std::function<void(const std::filesystem::path& file)>& onName = {});

// Encodes and writes atomically: at any moment, a crash included, the output is absent, the old file or the
// new one. Transparent pixels are laid over white where the type has no alpha. Throws Error: already_exists,
// source_in_danger, disk_full, permission_denied, write_failed, invalid_option; Cancelled, leaving nothing
// behind. Thread-safe.
Written writePhoto(const WriteRequest& request, const Progress& progress);

} // namespace kerf
