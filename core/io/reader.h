#pragma once

#include "core/base/progress.h"
#include "core/contract/photo_info.h"
#include "core/image/image.h"
#include "core/io/limits.h"
#include "core/io/metadata.h"

#include <filesystem>
#include <string>

namespace kerf {

// A photo as the pipeline takes it.
struct Photo {
    Image image; // RGB or RGBA (straight), u8 or u16, upright. `image.format().icc` is the working space:
                 // the photo's own profile where that is gamma-encoded matrix RGB (nothing is converted,
                 // nothing is clipped), else sRGB, to which it was converted
    Metadata metadata;
    PhotoInfo info;
};

// Reads a photo. The format is told by the file's contents, never by its name.
// Throws Error: file_not_found, permission_denied, not_a_file, unsupported_format, corrupt_file (truncated
// too: a picture that is not whole is never given out as whole), too_large, out_of_memory; Cancelled. A
// profile that can't be used falls back to sRGB with a notice. Cancelled comes within 200 ms but for HEIC and
// AVIF, whose decoding libheif 1.15 has no way to stop: after it has ended. Thread-safe.
Photo readPhoto(const std::filesystem::path& file, const Limits& limits, const Progress& progress);

// The headers only. Same errors, but damage in the pixels is not seen.
PhotoInfo readInfo(const std::filesystem::path& file, const Limits& limits);

// True when the first bytes are of a format that Kerf reads. False for anything that is not a readable
// regular file.
bool looksLikePhoto(const std::filesystem::path& file) noexcept;

} // namespace kerf
