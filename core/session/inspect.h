#pragma once

#include "core/contract/photo_info.h"

#include <filesystem>

namespace kerf {

// Headers of one file, for `inspect`. Throws Error.
PhotoInfo inspectPhoto(const std::filesystem::path& file);

// Numbers of a photo's alpha, without ground truth. A photo without alpha is opaque throughout.
struct AlphaNumbers {
    double coverage = 0.0;    // mean alpha, 0..1
    double transparent = 0.0; // share of pixels that are exactly 0
    double opaque = 0.0;      // share that are exactly full
    double partial = 0.0;     // the rest
};
AlphaNumbers inspectAlpha(const std::filesystem::path& file); // decodes the photo; throws Error

} // namespace kerf
